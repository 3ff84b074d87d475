// The search field in a real browser: nothing before focus, answers while typing, no trace of the query, late answers, Back, errors, no script.
// It waits for what the page says of itself (`aria-busy`), never for a time, and a step that fails is a finding.

import { back, NARROW } from "./kit.mjs";

export const title = "search: nothing loaded before focus, answers while typing, late answers disturb nobody, no query in any URL, Back returns, errors are calm";

const QUERIES = { en: "kimlik", tr: "siginma", ar: "ترحيل", ku: "kimlik", ckb: "پارێزەر" };
const PATHS = { ku: "kmr" };
/** How long a step may take on the slowest of machines. */
const PATIENCE = 120_000;
const SETTLED = ".results[aria-busy=false]";

export async function journey({ portal, browser, origin }) {
  const cases = [];
  const add = async (where, walk, options = {}) => {
    const tab = await openSearch(browser, origin, options);
    await walk(tab).catch((error) => tab.findings.push(`a step failed: ${String(error.message).split("\n")[0]}`));
    await tab.page.context().close();
    cases.push({ where, findings: tab.findings });
  };
  for (const [lang, query] of Object.entries(QUERIES)) {
    const home = `/${PATHS[lang] ?? lang}/`;
    if (portal.page(home)) await add(`${home} ${query}`, (tab) => typed(tab, home, query));
  }
  await add("/en/ with answers that come late", late);
  await add("/en/ offline", lost);
  for (const body of ["", '{"v":2,"t":["A', '{"v":99}']) await add(`/en/ with the index ${body || "empty"}`, (tab) => spoilt(tab, body));
  await add("/en/ without a script", plain, { javaScriptEnabled: false });
  return { cases };
}

async function openSearch(browser, origin, options) {
  const context = await browser.newContext({ viewport: NARROW, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const tab = { page, origin, urls: [], findings: [] };
  page.on("request", (request) => tab.urls.push(request.url()));
  page.on("pageerror", (error) => tab.findings.push(`script: ${error.message}`));
  return tab;
}

async function typed({ page, origin, urls, findings }, home, query) {
  await page.goto(origin + home);
  if (urls.some((url) => url.includes("/assets/search"))) findings.push("loads search before it is asked");
  await page.focus("#_search");
  await page.keyboard.type(query);
  await page.waitForSelector(SETTLED, { state: "attached" });
  if (await page.locator(".results li a").count() === 0) return findings.push("no answer");
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
  const goal = await tabToAnswer(page);
  if (!goal) return findings.push("the answers are not reached with Tab");
  await Promise.all([page.waitForURL(goal), page.keyboard.press("Enter")]);
  await back(page, origin + home);
  await page.waitForSelector(`${SETTLED} li a`).catch(() => findings.push("Back does not return to the answers"));
  await page.fill("#_search", "qqqqzzzzqqqq");
  await page.waitForSelector(SETTLED, { state: "attached" });
  if (await page.locator(".search.nothing").count() === 0) findings.push("says nothing where nothing was found");
}

/** Presses Tab until the focus is on an answer, and tells where that leads. */
async function tabToAnswer(page) {
  for (let n = 0; n < 5; n++) {
    await page.keyboard.press("Tab");
    const href = await page.evaluate(() => document.activeElement.closest(".results") && document.activeElement.href);
    if (href) return href;
  }
}

/** The reader is in the list already when a later answer arrives: the link under the focus stays, and the answer comes once she has left. */
async function late({ page, origin, findings }) {
  await page.goto(`${origin}/en/`);
  await page.focus("#_search");
  await page.keyboard.type("appeal");
  await page.waitForSelector(`${SETTLED} li a`);
  const first = await tabToAnswer(page);
  await page.evaluate(() => {
    const field = document.querySelector("#_search");
    field.value = "lawyer";
    field.dispatchEvent(new Event("input"));
    field.form.requestSubmit();
  });
  // The same question is answered for the test itself first, and so for the page behind it.
  const settled = await page.evaluate(async () => {
    const { client, index } = document.querySelector(".search").dataset;
    const { search } = await import(client);
    await search("lawyer", { index });
    return { focused: document.activeElement.href, busy: document.querySelector(".results").getAttribute("aria-busy") };
  });
  if (settled.focused !== first) findings.push("a late answer takes the focus away");
  if (settled.busy !== "true") findings.push("does not say that an answer is to come");
  await page.focus("#_search");
  await page.waitForSelector(SETTLED);
  if (!/lawyer/i.test(await page.locator(".results").textContent())) findings.push("the late answer is lost");
}

async function lost({ page, origin, findings }) {
  await page.route("**/assets/search-*", (route) => route.abort());
  await page.goto(`${origin}/en/`);
  await page.focus("#_search");
  await page.keyboard.type("appeal");
  await page.waitForSelector(".search.nothing").catch(() => findings.push("no message where the index cannot be loaded"));
  if (!await page.isVisible(".search a[href$='/az/']")) findings.push("no way to the A–Z");
}

/** An index that was cut on its way, or is of another version than the client. */
async function spoilt({ page, origin, findings }, body) {
  await page.route("**/assets/search-*.json", (route) => route.fulfill({ contentType: "application/json", body }));
  await page.goto(`${origin}/en/`);
  await page.focus("#_search");
  await page.keyboard.type("appeal");
  await page.waitForSelector(SETTLED, { state: "attached" });
  if (await page.locator(".search.nothing").count() === 0) findings.push("no calm message");
}

async function plain({ page, origin, findings }) {
  await page.goto(`${origin}/en/`);
  if (await page.isVisible("#_search")) findings.push("a dead form without a script");
  if (!await page.isVisible(".search a[href$='/az/']")) findings.push("no way to the A–Z");
}
