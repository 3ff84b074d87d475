// The search field in a real browser: nothing before focus, answers while typing, no trace of the query, Back, errors, no script.

import { NARROW } from "./kit.mjs";

export const title = "search: nothing loaded before focus, answers while typing, no query in any URL, Back returns, errors are calm";

const QUERIES = { en: "kimlik", tr: "siginma", ar: "ترحيل", ku: "kimlik", ckb: "پارێزەر" };
const PATHS = { ku: "kmr" };

export async function journey({ portal, browser, origin }) {
  const cases = [];
  for (const [lang, query] of Object.entries(QUERIES)) {
    const home = `/${PATHS[lang] ?? lang}/`;
    if (portal.page(home)) cases.push({ where: `${home} ${query}`, findings: await typed(browser, origin, home, query) });
  }
  cases.push({ where: "/en/ offline", findings: await lost(browser, origin) });
  cases.push({ where: "/en/ without a script", findings: await plain(browser, origin) });
  return { cases };
}

async function typed(browser, origin, home, query) {
  const context = await browser.newContext({ viewport: NARROW });
  const page = await context.newPage();
  const findings = [], urls = [];
  page.on("request", (request) => urls.push(request.url()));
  page.on("pageerror", (error) => findings.push(`script: ${error.message}`));
  await page.goto(origin + home, { waitUntil: "networkidle" });
  if (urls.some((url) => url.includes("/assets/search"))) findings.push("loads search before it is asked");
  await page.focus("#_search");
  await page.keyboard.type(query);
  const first = await page.waitForSelector(".results li a", { timeout: 15000 }).catch(() => null);
  if (!first) return await context.close(), [...findings, "no answer"];
  const seen = await page.evaluate(() => ({
    status: document.querySelector(".search [role=status]").textContent,
    lang: document.querySelector(".results").lang, dir: document.querySelector(".results").dir,
    wide: document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth,
    stored: localStorage.length + sessionStorage.length,
  }));
  if (!/[\d٠-٩۰-۹]/.test(seen.status)) findings.push(`no count is told: ${seen.status}`);
  if (!seen.lang || !seen.dir) findings.push("the answers have no lang or dir");
  if (seen.wide) findings.push("scrolls sideways");
  if (seen.stored) findings.push("stores something");
  const secret = [query, encodeURIComponent(query), query.slice(0, 3)];
  if (urls.concat(page.url()).some((url) => secret.some((part) => url.slice(origin.length).includes(part)))) findings.push("the query is in a URL");
  // The last letters may still be on their way to the list.
  await page.waitForTimeout(800);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  for (let n = 0; n < 3 && !await page.evaluate(() => document.activeElement.closest(".results")); n++) await page.keyboard.press("Tab");
  const goal = await page.evaluate(() => document.activeElement.closest(".results") && document.activeElement.href);
  if (!goal) return await context.close(), [...findings, "the answers are not reached with Tab"];
  await page.keyboard.press("Enter");
  await page.waitForURL(goal, { timeout: 15000, waitUntil: "commit" }).catch(() => findings.push(`Enter does not open ${goal}`));
  await page.goBack();
  if (!await page.waitForSelector(".results li a", { timeout: 15000 }).catch(() => null)) findings.push("Back does not return to the answers");
  await page.fill("#_search", "qqqqzzzzqqqq");
  await page.waitForSelector(".search.nothing", { timeout: 15000 }).catch(() => findings.push("says nothing where nothing was found"));
  await context.close();
  return findings;
}

async function lost(browser, origin) {
  const context = await browser.newContext({ viewport: NARROW });
  const page = await context.newPage();
  await page.route("**/assets/search-*", (route) => route.abort());
  await page.goto(`${origin}/en/`);
  await page.focus("#_search");
  await page.keyboard.type("appeal");
  const calm = await page.waitForSelector(".search.nothing", { timeout: 15000 }).catch(() => null);
  const findings = calm ? [] : ["no message where the index cannot be loaded"];
  if (!await page.isVisible(".search a[href$='/az/']")) findings.push("no way to the A–Z");
  await context.close();
  return findings;
}

async function plain(browser, origin) {
  const context = await browser.newContext({ viewport: NARROW, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${origin}/en/`);
  const findings = await page.isVisible("#_search") ? ["a dead form without a script"] : [];
  if (!await page.isVisible(".search a[href$='/az/']")) findings.push("no way to the A–Z");
  await context.close();
  return findings;
}
