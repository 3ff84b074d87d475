// Lighthouse as it looks at a phone (simulated slow 4G, a processor four times slower) on the pages that readers come for.
// Its performance depends on how busy the machine is, so the best of a few runs counts; the other three scores do not. A run that could not
// look (the browser told it nothing of the page's start) is no run; where none could, that is the finding.

import { createServer } from "node:net";
import lighthouse from "lighthouse";
import { openBrowser, serve } from "./kit.mjs";

export const title = "Lighthouse mobile: performance, accessibility, best practices and SEO 100";

const KINDS = ["home", "situation", "guide", "explainer", "news"];
const LANGUAGES = ["en", "ar"];
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const TRIES = 3;

export async function journey({ portal }) {
  const server = await serve(portal, { compressed: true });
  const port = await freePort();
  const browser = await openBrowser(`--remote-debugging-port=${port}`);
  const pages = LANGUAGES.flatMap((lang) => KINDS.map((kind) => portal.pages.find((page) => page.lang === lang && page.kind === kind && page.alternates.length > 0)));
  const cases = [];
  try {
    for (const page of pages.filter(Boolean)) cases.push({ where: page.url, findings: await judge(server.origin + page.url, port) });
  } finally {
    await browser.close();
    server.close();
  }
  if (cases.length < pages.length) cases.push({ where: "the portal", findings: [`a page is missing of ${KINDS.join(", ")} in ${LANGUAGES.join(", ")}`] });
  return { cases };
}

/** What keeps a page from 100, by the run with the best performance. */
async function judge(url, port) {
  let best, excuse;
  for (let n = 0; n < TRIES && !(best?.categories.performance.score >= 1); n++) {
    const { lhr } = await lighthouse(url, { port, logLevel: "silent", onlyCategories: CATEGORIES, maxWaitForLoad: 120_000 });
    if (lhr.runtimeError) excuse = lhr.runtimeError.message;
    else if (best === undefined || lhr.categories.performance.score > best.categories.performance.score) best = lhr;
  }
  if (best === undefined) return [`Lighthouse gave up ${TRIES} times: ${excuse}`];
  return Object.values(best.categories).filter((category) => !(category.score >= 1)).map((category) => `${category.title}: ${causes(best, category)}`);
}

function causes(result, category) {
  const failed = category.auditRefs.filter((ref) => ref.weight > 0 && result.audits[ref.id].score !== null && result.audits[ref.id].score < 1);
  return failed.map((ref) => result.audits[ref.id]).map((audit) => `${audit.title}${audit.displayValue ? ` (${audit.displayValue})` : ""}`).join("; ") || "no single cause";
}

/** A port that was free a moment ago. */
function freePort() {
  return new Promise((ready) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => ready(port));
    });
  });
}
