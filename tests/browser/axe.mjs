// axe-core on every page, everything unfolded: all rules at 320 px in light, and in every other look the rules that this look can change:
// those of colour in dark and at 1280 px, those of size and scrolling at 1280 px and with text of 200 % (which only eases the rules of colour).

import { createRequire } from "node:module";
import { LARGE, NARROW, WIDE } from "./kit.mjs";

export const title = "accessible by axe-core at 320 and 1280 px, light and dark, text 100 and 200 %";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const BESIDES = [
  "color-contrast-enhanced", "target-size", "identical-links-same-purpose", "td-has-header", "p-as-heading", "table-fake-caption", "label-content-name-mismatch",
];
/** Colour at AAA: whatever passes it passes `color-contrast` too, which is left out, since it takes as long again. */
const COLOURS = ["color-contrast-enhanced", "link-in-text-block"];
const SIZES = ["target-size", "scrollable-region-focusable"];
const enabled = Object.fromEntries([...BESIDES.map((rule) => [rule, { enabled: true }]), ["color-contrast", { enabled: false }]]);
const LOOKS = [
  { name: "", size: NARROW, options: { runOnly: TAGS, rules: enabled } },
  { name: "in dark, ", size: NARROW, colorScheme: "dark", options: { runOnly: COLOURS } },
  { name: "at 1280 px in dark, ", size: WIDE, colorScheme: "dark", options: { runOnly: COLOURS } },
  { name: "at 1280 px, ", size: WIDE, options: { runOnly: [...COLOURS, ...SIZES] } },
  { name: "at 1280 px with text 200 %, ", size: WIDE, style: LARGE, options: { runOnly: SIZES } },
  { name: "with text 200 %, ", size: NARROW, style: LARGE, options: { runOnly: SIZES } },
];

/** Loaded with every page, before its own scripts: a tenth of the time that it takes afterwards. */
export const { source: script } = createRequire(import.meta.url)("axe-core");

export async function visit({ page }) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  const findings = [];
  for (const { name, size, colorScheme = "light", style = "", options } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(run, { style, options });
    findings.push(...found.filter((finding) => !findings.includes(finding)).map((finding) => name + finding));
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(NARROW);
  return findings;
}

/** In the page. Constructed style sheets are not subject to the page's own policy, so the policy stays in force. */
async function run({ style, options }) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
  const { violations } = await window.axe.run(document, { ...options, resultTypes: ["violations"], elementRef: true });
  document.adoptedStyleSheets = [];
  const name = (node) => node.element.tagName.toLowerCase() + [...node.element.classList].map((one) => `.${one}`).join("");
  return violations.flatMap((rule) => [...new Set(rule.nodes.map(name))].map((element) => `${rule.id} on ${element}: ${rule.help}`));
}
