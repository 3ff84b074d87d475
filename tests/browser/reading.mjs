// What helps to read on, without JavaScript: topics narrowed to a group of readers, the place among a guide's chapters, contacts by language;
// and what a screen reader is told, from Chromium's accessibility tree.

import { COMPLETE, openTab } from "./kit.mjs";

export const title = "topics by group, chapters, contacts by language without JavaScript; size of the text; landmarks and names for screen readers";

export async function journey({ portal, browser, origin }) {
  const cases = [];
  for (const lang of COMPLETE) {
    const tab = await openTab(browser, origin, { javaScriptEnabled: false, reducedMotion: "reduce" });
    const pages = portal.pages.filter((page) => page.lang === lang);
    const of = (kind, test = () => true) => pages.find((page) => page.kind === kind && test(page));
    const checks = {
      topic: [of("topic", (page) => page.html.includes('id="_for"')), narrowed],
      chapter: [of("chapter"), amongChapters],
      contacts: [of("contacts", (page) => page.url.endsWith("/contacts/")), byLanguage],
      situation: [of("situation"), tree],
      guide: [of("guide"), tree],
      home: [of("home"), tree],
    };
    for (const [what, [page, check]] of Object.entries(checks)) {
      const where = `${what}, ${page?.url ?? lang}`;
      if (!page) {
        cases.push({ where, findings: [`no ${what} to look at`] });
        continue;
      }
      await tab.open(page);
      cases.push({ where, findings: await check(tab.page) });
    }
    await tab.page.context().close();
    cases.push({ where: `size of the text, ${lang}`, findings: await sizes(browser, origin, of("situation")) });
  }
  return { cases };
}

/** Each link of the filter leaves the pages for that group and for everyone, and the last brings all of them back. */
async function narrowed(page) {
  const findings = [];
  const shown = () => page.$$eval(".list li", (items) => items.filter((item) => item.checkVisibility()).map((item) => item.dataset.for.trim().split(" ")));
  const all = await shown();
  const links = page.locator(".filter a");
  const count = await links.count();
  for (let n = 0; n < count - 1; n++) {
    await links.nth(n).click();
    const name = (await links.nth(n).getAttribute("href")).replace("#_for-", "");
    const left = await shown();
    const wanted = all.filter((names) => names.includes(name) || names.includes("everyone"));
    if (left.length !== wanted.length || left.length === 0) findings.push(`${name}: ${left.length} pages, not ${wanted.length}`);
  }
  await links.last().click();
  if ((await shown()).length !== all.length) findings.push("the last link does not bring all pages back");
  return findings;
}

async function amongChapters(page) {
  const found = await page.evaluate(() => ({
    current: [...document.querySelectorAll(".contents [aria-current=page]")].map((entry) => entry.textContent.trim()),
    title: document.querySelector("h1").lastChild.textContent.trim(),
    ways: document.querySelectorAll(".neighbours a[rel]").length,
    whole: Boolean(document.querySelector('.contents a[href$="/whole/"]')),
  }));
  const findings = [];
  if (found.current.length !== 1) findings.push(`${found.current.length} entries of the contents are current`);
  if (found.ways === 0) findings.push("no way to the next chapter");
  if (!found.whole) findings.push("no way to the whole guide");
  return findings;
}

async function byLanguage(page) {
  const link = page.locator(".filter a[href*='/language-']").first();
  if ((await link.count()) === 0) return ["no language to choose"];
  await link.click();
  const numbers = await page.locator("main a[href^='tel:']:visible").count();
  const current = await page.locator(".filter [aria-current=page]").count();
  return [...(numbers === 0 ? ["no number to call"] : []), ...(current === 1 ? [] : ["the chosen language is not marked"])];
}

/** The buttons make the text larger and smaller again, and the next page has forgotten it. */
async function sizes(browser, origin, target) {
  const { page, open } = await openTab(browser, origin);
  await open(target);
  const size = () => page.$eval(".text p, .text li", (text) => parseFloat(getComputedStyle(text).fontSize));
  const press = (tool) => page.click(`[data-tool=${tool}]`);
  const usual = await size();
  await press("larger");
  const larger = await size();
  await press("larger");
  const largest = await size();
  await press("smaller");
  const back = await size();
  const findings = usual < larger && larger < largest && back === larger ? [] : [`${usual}, then ${larger}, ${largest} and ${back} px`];
  await open(target);
  if ((await size()) !== usual) findings.push("the next page remembers the size");
  await page.context().close();
  return findings;
}

/** What a screen reader finds: one main, one banner, one content info, named navigations, one heading of the first level, no level left out. */
async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const seen = nodes.filter((node) => !node.ignored).map((node) => ({
    role: node.role?.value, name: node.name?.value ?? "", level: node.properties?.find(({ name }) => name === "level")?.value.value,
  }));
  const of = (role) => seen.filter((node) => node.role === role);
  const findings = [];
  for (const role of ["main", "banner", "contentinfo"]) if (of(role).length !== 1) findings.push(`${of(role).length} landmarks \`${role}\``);
  const names = of("navigation").map(({ name }) => name);
  if (names.some((name) => !name) || new Set(names).size !== names.length) findings.push(`navigations without a name of their own: ${names.join(", ")}`);
  const levels = of("heading").map(({ level }) => level);
  if (levels.filter((level) => level === 1).length !== 1) findings.push("not one heading of the first level");
  const skipped = levels.find((level, n) => n > 0 && level > levels[n - 1] + 1);
  if (skipped) findings.push(`a heading of level ${skipped} follows a higher one too soon`);
  const nameless = seen.filter(({ role, name }) => ["link", "button", "textbox", "searchbox", "combobox"].includes(role) && !name.trim());
  if (nameless.length > 0) findings.push(`${nameless.length} controls without a name`);
  return findings;
}
