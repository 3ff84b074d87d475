// From home to the people who help, by clicking what is there, with JavaScript and without: home, situation, guide, chapter, contacts,
// then the contents of a page, the language switch and the exit. Without JavaScript no control may be seen that needs it.

import { COMPLETE, oneOfEach, openTab, visitAll } from "./kit.mjs";

export const title = "home → situation → guide → chapter → contacts by clicking, with and without JavaScript";

/** How long a step may take on a busy machine, in milliseconds. */
const PATIENCE = 15_000;
const WAY = ["situation", "guide", "chapter", "contacts"];

export async function journey({ portal, browser, origin }) {
  const cases = [];
  for (const lang of COMPLETE) {
    for (const javaScriptEnabled of [true, false]) {
      const tab = await openTab(browser, origin, { javaScriptEnabled, reducedMotion: "reduce" });
      await tab.page.context().route((url) => url.origin !== origin, (route) => route.fulfill({ contentType: "text/html", body: "<title>elsewhere</title>" }));
      cases.push({ where: `${lang}, JavaScript ${javaScriptEnabled ? "on" : "off"}`, findings: await walk(portal, tab, lang) });
      await tab.page.context().close();
    }
  }
  const looked = await visitAll(browser, origin, oneOfEach(portal), ({ page }) => page.evaluate(deadControls), { javaScriptEnabled: false });
  return { cases: [...cases, ...looked.map(({ page, result }) => ({ where: `controls without JavaScript, ${page.url}`, findings: result }))] };
}

async function walk(portal, tab, lang) {
  const home = portal.pages.find((page) => page.lang === lang && page.kind === "home");
  const way = home && findWay(portal, home, WAY);
  if (!way) return [`no links lead from home over ${WAY.join(", ")}`];
  const { page } = tab;
  const step = async (what, action) => {
    try {
      await action();
      return [];
    } catch (error) {
      return [`${what}: ${error.message.split("\n")[0]}`];
    }
  };
  await tab.open(home);
  const findings = [];
  for (const target of way) findings.push(...(await step(`to the ${target.kind}`, () => click(page, target.url))));
  findings.push(...(await step("a telephone number to call", () => page.locator("main a[href^='tel:']:visible").first().waitFor())));
  const long = portal.pages.find((one) => one.lang === lang && /<nav class="?contents/.test(one.html) && one.kind === "explainer");
  findings.push(...(await step("contents", () => jump(tab, long))));
  await tab.open(way[0]);
  findings.push(...(await step("language switch", () => switchLanguage(page, way[0], lang))));
  findings.push(...(await step("exit", () => leave(page, tab.origin))));
  return findings;
}

/** The first way over links in the text of the pages, through one page of each kind. */
function findWay(portal, page, [kind, ...rest]) {
  if (!kind) return [];
  const targets = page.elements.filter(({ name, attributes }) => name === "a" && attributes.href?.startsWith("/")).map(({ attributes }) => portal.page(attributes.href.replace(/#.*/, "")));
  for (const target of new Set(targets.filter((target) => target?.kind === kind && target.lang === page.lang))) {
    const further = findWay(portal, target, rest);
    if (further) return [target, ...further];
  }
  return undefined;
}

/** Where nothing in sight leads there, the menu is opened first. */
async function click(page, url) {
  const link = page.locator(`a[href="${url}"]:visible, a[href^="${url}#"]:visible`);
  if ((await link.count()) === 0) await page.locator(".menu summary").click({ timeout: PATIENCE });
  await link.first().click({ timeout: PATIENCE });
  await page.waitForURL((now) => decodeURI(now.pathname) === decodeURI(url), { timeout: PATIENCE });
}

/** The last entry of a list of contents leads to its heading, below the bar. */
async function jump(tab, target) {
  if (!target) throw new Error("no explainer has a list of contents");
  await tab.open(target);
  await tab.page.locator(".contents a[href^='#']").last().click({ timeout: PATIENCE });
  const seen = await tab.page.evaluate(() => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.getBoundingClientRect();
    return place && place.top >= document.querySelector(".bar").getBoundingClientRect().bottom - 1 && place.top < innerHeight;
  });
  if (!seen) throw new Error(`what ${tab.page.url()} leads to is not in sight`);
}

async function switchLanguage(page, from, lang) {
  const other = from.switches.find((item) => item.lang !== lang);
  await page.locator(".languages summary").click({ timeout: PATIENCE });
  await click(page, other.href);
  const now = await page.evaluate(() => document.documentElement.lang);
  if (now !== other.lang) throw new Error(`wanted ${other.lang}, got ${now}`);
}

async function leave(page, origin) {
  await page.locator("a.exit:visible").click({ timeout: PATIENCE });
  await page.waitForURL((url) => url.origin !== origin, { timeout: PATIENCE });
}

/** In the page: controls that can be seen and do nothing without JavaScript. */
function deadControls() {
  const controls = [...document.querySelectorAll("button, input, select, textarea, [role=button], [onclick], [data-tool], a:not([href])")];
  return controls.filter((control) => control.checkVisibility() && !control.closest("form[action]")).map((control) => `a control that needs JavaScript: ${control.outerHTML.slice(0, 80)}`);
}
