// Pages with parts that a script brings, at the size of a phone and with a script that comes late: nothing moves when it arrives.

import { COMPLETE, openTab } from "./kit.mjs";

export const title = "nothing moves when a late script brings the search field, the tools and the calculator";

const PHONE = { width: 412, height: 823 };
const LATE = 300;
const observer = `
  window.moved = [];
  window.watch = new PerformanceObserver((list) => window.note(list.getEntries()));
  window.note = (entries) => entries.forEach(({ value, sources }) => window.moved.push(sources.map(({ node }) => node?.className || node?.nodeName).join(", ")));
  window.watch.observe({ type: "layout-shift", buffered: true });`;

export async function journey({ portal, browser, origin }) {
  const cases = [];
  for (const lang of [...COMPLETE, "ur"]) {
    const of = (test) => portal.pages.find((page) => page.lang === lang && test(page));
    const pages = [of(({ kind }) => kind === "home"), of(({ kind }) => kind === "search"), of(({ kind }) => kind === "news"), of(({ html }) => html.includes(" data-days="))];
    for (const target of pages.filter(Boolean)) {
      const tab = await openTab(browser, origin, { viewport: PHONE, scripts: [observer] });
      await tab.page.route("**/*.js", async (route) => {
        await new Promise((resolve) => setTimeout(resolve, LATE));
        await route.continue();
      });
      await tab.open(target);
      cases.push({ where: target.url, findings: await tab.page.evaluate(look) });
      await tab.page.context().close();
    }
  }
  return { cases };
}

/** In the page, whose scripts have run: what the browser painted afterwards is waited for. */
async function look() {
  const waiting = document.querySelector(".search form[hidden], .tools[hidden]") ?? (document.querySelector("template[data-calculator]") && !document.querySelector(".calculator"));
  if (waiting) return ["the script did not bring its parts"];
  for (let frame = 0; frame < 3; frame++) await new Promise((painted) => requestAnimationFrame(painted));
  await new Promise((resolve) => setTimeout(resolve));
  window.note(window.watch.takeRecords());
  return window.moved.map((what) => `moved: ${what}`);
}
