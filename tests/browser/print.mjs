// One page of every template in every language on paper: the text without what is around it, everything unfolded, nothing cut off.

import { oneOfEach, visitAll } from "./kit.mjs";

export const title = "printed: no bar, menu or buttons; everything unfolded, within an A4 page";

/** A4 less usual margins, in CSS pixels. */
const PAPER = { width: 680, height: 1000 };

export async function journey({ portal, browser, origin }) {
  const printed = await visitAll(browser, origin, oneOfEach(portal), async ({ page }) => {
    await page.pdf({ format: "A4" });
    await page.emulateMedia({ media: "print" });
    const findings = [...(await page.evaluate(look)), ...(await page.evaluate(folded))];
    await page.emulateMedia({ media: "screen" });
    return findings;
  }, { viewport: PAPER });
  const english = oneOfEach(portal).filter((page) => page.lang === "en" && page.html.includes("<details"));
  const unfolded = await visitAll(browser, origin, english, async ({ page }) => {
    await page.emulateMedia({ media: "print" });
    const findings = await page.evaluate(folded);
    await page.emulateMedia({ media: "screen" });
    return findings;
  }, { viewport: PAPER, javaScriptEnabled: false });
  const without = unfolded.map(({ page, result }) => ({ where: `without JavaScript, ${page.url}`, findings: result }));
  return { cases: [...printed.map(({ page, result }) => ({ where: page.url, findings: result })), ...without] };
}

/** In the page. Where no script opens what is folded, the style sheet does. What is no use on paper is not there at all. */
function folded() {
  const parts = [...document.querySelectorAll("main details")].filter((box) => box.checkVisibility()).flatMap((box) => [...box.children].slice(1));
  return parts.some((part) => part.localName !== "template" && !part.checkVisibility()) ? ["folded on paper"] : [];
}

function look() {
  const seen = [...document.querySelectorAll(".bar, .languages, .menu, .tools, .save, .skip, button")].filter((element) => element.checkVisibility());
  const findings = seen.map((element) => `printed: ${element.tagName.toLowerCase()}.${element.className}`);
  if (!document.querySelector("h1")?.checkVisibility()) findings.push("no heading on paper");
  const root = document.scrollingElement;
  return root.scrollWidth > root.clientWidth ? [...findings, "wider than the paper"] : findings;
}
