// A first visit over 2G: 1,400 ms for each answer to begin, 70 kb/s, nothing in any cache (the profile of the Network Information API's "2g").
// The browser counts that delay once for each request. The handshakes before it (name, TCP, TLS: three more delays) are the same
// for the smallest page there can be, and are not counted. The better of two visits counts, since the machine may be busy.

import { NARROW, serve } from "./kit.mjs";

export const title = "over 2G, the text of a page is seen within 5 s of a cold start";

const LIMIT = 5_000;
const PROFILE = { offline: false, latency: 1_400, downloadThroughput: 70_000 / 8, uploadThroughput: 70_000 / 8, connectionType: "cellular2g" };
const KINDS = ["home", "situation", "guide", "chapter", "explainer", "news", "contacts"];
const TRIES = 2;

export async function journey({ portal, browser }) {
  const server = await serve(portal, { compressed: true });
  const longest = portal.pages.reduce((best, page) => (page.html.length > best.html.length ? page : best));
  const chosen = ["en", "ar"].flatMap((lang) => KINDS.map((kind) => portal.pages.find((page) => page.lang === lang && page.kind === kind)));
  const cases = [];
  let slowest = { seen: 0 };
  for (const page of new Set([longest, ...chosen.filter(Boolean)])) {
    let seen = Infinity;
    for (let n = 0; n < TRIES && seen > LIMIT; n++) seen = Math.min(seen, await visit(browser, server.origin + page.url));
    if (seen > slowest.seen) slowest = { seen, url: page.url };
    cases.push({ where: `${page.url} (${Math.round(seen)} ms)`, findings: seen > LIMIT ? [`text is seen later than ${LIMIT} ms`] : [] });
  }
  server.close();
  return { cases, notes: [`slowest: ${Math.round(slowest.seen)} ms, ${slowest.url}`] };
}

/** Milliseconds from the click until all of the document is there and its first text has been painted. */
async function visit(browser, url) {
  const context = await browser.newContext({ viewport: NARROW });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", PROFILE);
  await page.goto(url, { timeout: 120_000, waitUntil: "commit" });
  await page.waitForFunction(() => performance.getEntriesByType("navigation")[0]?.responseEnd > 0, null, { timeout: 120_000 });
  const seen = await page.evaluate(async () => {
    const painted = await new Promise((resolve) => {
      new PerformanceObserver((list) => list.getEntriesByName("first-contentful-paint").forEach((entry) => resolve(entry.startTime))).observe({ type: "paint", buffered: true });
    });
    return Math.max(painted, performance.getEntriesByType("navigation")[0].responseEnd);
  });
  await context.close();
  return seen;
}
