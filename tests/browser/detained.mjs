// Ten steps of someone who is detained: from the list of languages to the deadline, its law, a lawyer's telephone and the way out.
// In the four complete languages, with JavaScript and without, on a phone of 360 × 640 px.

import { back, COMPLETE, openTab } from "./kit.mjs";

export const title = "ten steps: I am detained → deadline → its law → call a lawyer → leave";

const PHONE = { width: 360, height: 640 };
const SITUATION = "/en/situations/detained/";
const HELP = "/en/guides/free-legal-help/";

export async function journey({ portal, browser, origin }) {
  const cases = [];
  for (const lang of COMPLETE) {
    for (const javaScriptEnabled of [true, false]) {
      const tab = await openTab(browser, origin, { javaScriptEnabled, viewport: PHONE, reducedMotion: "reduce" });
      await tab.page.context().route((url) => url.origin !== origin, (route) => route.fulfill({ contentType: "text/html", body: "<title>elsewhere</title>" }));
      cases.push({ where: `${lang}, JavaScript ${javaScriptEnabled ? "on" : "off"}`, findings: await walk(portal, tab, lang) });
      await tab.page.context().close();
    }
  }
  return { cases };
}

/** Each step needs the one before it, so the first that fails is the finding. */
async function walk(portal, tab, lang) {
  const { page } = tab;
  const address = (english) => (lang === "en" ? english : portal.page(english)?.switches.find((item) => item.lang === lang)?.href);
  const [situation, help] = [address(SITUATION), address(HELP)];
  if (!situation || !help) return [`the portal lacks ${SITUATION} or ${HELP} in this language`];
  const steps = {
    "1, the list of languages": async () => {
      await tab.open("/");
      await follow(page, `main a[lang="${lang}"]`);
    },
    "2, the first window of the home page": () => inWindow(page, { languages: ".languages summary", situations: `main a[href="${situation}"]`, numbers: "main a[href^='tel:']" }),
    "3, from home to “I am detained”": () => follow(page, `main a[href="${situation}"]`, situation),
    "4, the exit in sight, and the heading": () => inWindow(page, { exit: "a.exit", heading: "h1" }),
    "5, the deadline: how long, counted from when": async () => {
      const [deadline] = await page.locator(".deadline:visible").allInnerTexts();
      if (!/[\d٠-٩۰-۹]/.test(deadline ?? "")) throw new Error("no number stands in the first deadline");
    },
    "6, its article, in the reader’s language": async () => {
      await follow(page, ".deadline:visible a[href*='#']");
      const seen = await page.evaluate(() => {
        const box = document.getElementById(location.hash.slice(1))?.getBoundingClientRect();
        return document.documentElement.lang + (box && box.top >= 0 && box.top < innerHeight ? " in sight" : " out of sight");
      });
      if (seen !== `${lang} in sight`) throw new Error(`the article is not what is seen: ${seen}`);
    },
    "7, back to the page": async () => {
      await back(page, tab.origin + situation);
      await page.locator(".deadline:visible").first().waitFor();
    },
    "8, on to free legal help": () => follow(page, `main a[href="${help}"]`, help),
    "9, a telephone number that can be called": async () => {
      const link = page.locator("main a[href^='tel:']:visible").first();
      const [href, box] = [await link.getAttribute("href"), await link.boundingBox()];
      if (!/^tel:(\+\d{8,15}|\d{3,7})$/.test(href)) throw new Error(`${href} cannot be dialled`);
      if (box.height < 24) throw new Error(`a target of ${box.height} px is too small (WCAG 2.5.8)`);
    },
    "10, out": async () => {
      await page.locator("a.exit:visible").click();
      await page.waitForURL((url) => url.origin !== tab.origin);
    },
  };
  for (const [name, step] of Object.entries(steps)) {
    try {
      await step();
    } catch (error) {
      return [`step ${name}: ${error.message.split("\n")[0]}`];
    }
  }
  return [];
}

/** Follows the first such link that can be seen, and waits for the page behind it. */
async function follow(page, selector, url) {
  const link = page.locator(selector).locator("visible=true").first();
  const href = url ?? (await link.getAttribute("href"));
  await link.click();
  await page.waitForURL((now) => decodeURI(now.pathname + now.hash).startsWith(decodeURI(href)), { waitUntil: "load" });
}

/** Every one of these can be seen without scrolling. */
async function inWindow(page, wanted) {
  await page.evaluate(() => scrollTo(0, 0));
  for (const [name, selector] of Object.entries(wanted)) {
    const box = await page.locator(selector).locator("visible=true").first().boundingBox();
    if (box.y + box.height > PHONE.height) throw new Error(`the ${name} are below the first window`);
  }
}
