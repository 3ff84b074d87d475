// A walk with the Tab key over a situation in every language: skip link first, exit second, every stop marked and uncovered.

import { openTab } from "./kit.mjs";

export const title = "Tab: skip link, exit, then 20 stops forward and back, marked and never under the bar";

const STOPS = 20;
const SMALL = { width: 360, height: 640 };

export async function journey({ portal, browser, origin }) {
  const cases = [];
  for (const lang of portal.languages) {
    const start = portal.pages.find((page) => page.lang === lang && page.kind === "situation");
    if (!start) {
      cases.push({ where: lang, findings: ["no situation in this language"] });
      continue;
    }
    const tab = await openTab(browser, origin, { viewport: SMALL, reducedMotion: "reduce" });
    await tab.open(start);
    cases.push({ where: `first stops, ${start.url}`, findings: await first(tab.page) });
    await tab.open(start);
    cases.push({ where: `forward, ${start.url}`, findings: await stops(tab.page, "Tab") });
    await tab.page.evaluate(() => [...document.querySelectorAll("a[href]")].at(-1).focus());
    cases.push({ where: `back from the end, ${start.url}`, findings: await stops(tab.page, "Shift+Tab") });
    await tab.page.context().close();
  }
  return { cases };
}

async function first(page) {
  const findings = [];
  for (const wanted of ["skip", "exit"]) {
    await page.keyboard.press("Tab");
    const reached = await page.evaluate(() => document.activeElement.className);
    if (reached !== wanted) findings.push(`Tab reaches .${reached} before .${wanted}`);
  }
  await page.focus(".skip");
  await page.keyboard.press("Enter");
  if (!(await page.evaluate(() => document.activeElement.matches("main")))) findings.push("the skip link does not take the focus to <main>");
  return findings;
}

async function stops(page, key) {
  const findings = [];
  for (let stop = 0; stop < STOPS; stop++) {
    await page.keyboard.press(key);
    findings.push(...(await page.evaluate(look)));
  }
  return findings;
}

/** In the page: what is wrong with the element that has the focus. */
function look() {
  const focused = document.activeElement;
  if (focused === document.body) return [];
  const name = `${focused.tagName.toLowerCase()}${[...focused.classList].map((one) => `.${one}`).join("")}`;
  const style = getComputedStyle(focused);
  const marked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  const box = focused.getClientRects()[0];
  const findings = marked ? [] : [`focus not marked on ${name}`];
  const middle = (box.top + box.bottom) / 2;
  if (middle < 0 || middle > innerHeight) return [...findings, `focus out of sight on ${name}`];
  const points = [box.left + 2, (box.left + box.right) / 2, box.right - 2].flatMap((x) => [box.top + 2, box.bottom - 2].map((y) => document.elementFromPoint(x, y)));
  const covered = !focused.closest(".bar") && points.some((over) => over?.closest(".bar"));
  return covered ? [...findings, `focus under the bar on ${name}`] : findings;
}
