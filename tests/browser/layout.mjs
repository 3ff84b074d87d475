// Nothing runs out of the window, is cut off or lies under the bar after a jump (WCAG 2.4.11): at 320 and 1280 px, as it is,
// with text twice as large (1.4.4, 1.4.10), and with the reader's own spacing (1.4.12). Everything is unfolded first.

import { LARGE, NARROW, WIDE } from "./kit.mjs";

export const title = "fits the window at 320 and 1280 px, with large text and wide spacing";

const STATES = {
  "": "",
  ", text 200 %": LARGE,
  ", wide spacing": "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }",
};

export async function visit({ page }) {
  const findings = [];
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    const found = await page.evaluate(measure, STATES);
    findings.push(...found.map((finding) => `${size.width} px${finding}`));
  }
  return findings;
}

/** In the page. Constructed style sheets are not subject to the page's own policy, so the policy stays in force. */
function measure(states) {
  const root = document.scrollingElement;
  const name = (element) => element.tagName.toLowerCase() + [...element.classList].map((one) => `.${one}`).join("");
  const shown = (element) => element.clientWidth > 1 && element.clientHeight > 1;
  const hides = (element) => /hidden|clip/.test(getComputedStyle(element).overflow);
  const contained = (element) => element !== root && element !== document.body && (getComputedStyle(element).overflowX !== "visible" || contained(element.parentElement));
  const boxes = (node) => {
    const range = document.createRange();
    range.selectNode(node);
    return [...range.getClientRects()];
  };
  const outside = (element) => {
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && !contained(element)).flatMap(boxes);
    const own = contained(element.parentElement) ? [] : [element.getBoundingClientRect()];
    return [...own, ...texts].some((box) => box.width > 1 && (box.right > root.clientWidth + 0.1 || box.left < -0.1));
  };
  const cut = (element) =>
    hides(element) && shown(element) && element.textContent.trim() && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);

  document.querySelectorAll("details").forEach((details) => (details.open = true));
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [sheet];
  const findings = [];
  for (const [state, rules] of Object.entries(states)) {
    sheet.replaceSync(rules);
    const all = [...document.body.querySelectorAll("*")];
    if (root.scrollWidth > root.clientWidth) {
      const causes = all.filter((element) => outside(element) && ![...element.children].some(outside)).map(name);
      findings.push(...[...new Set(causes.length ? causes : ["something unseen"])].map((cause) => `${state}: wider than the window: ${cause}`));
    }
    const bar = document.querySelector(".bar")?.offsetHeight;
    if (bar > innerHeight / 4) findings.push(`${state}: the bar takes more than a quarter of the window`);
    if (bar > parseFloat(getComputedStyle(document.documentElement).scrollPaddingBlockStart)) {
      findings.push(`${state}: the bar is higher than scroll-padding, so it covers the heading that a link leads to`);
    }
    for (const element of all.filter(cut)) findings.push(`${state}: text cut off in ${name(element)}`);
  }
  document.adoptedStyleSheets = [];
  return findings;
}
