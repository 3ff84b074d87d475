// axe-core on every page, everything unfolded: at 320 px in light with all rules, in dark with those that colour can change,
// at 1280 px with those that width can change.

import { createRequire } from "node:module";
import { NARROW, WIDE } from "./kit.mjs";

export const title = "accessible by axe-core at 320 and 1280 px, light and dark";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const BESIDES = [
  "color-contrast-enhanced", "target-size", "identical-links-same-purpose", "td-has-header", "p-as-heading", "table-fake-caption", "label-content-name-mismatch",
];
const LOOKS = [
  { name: "", size: NARROW, colorScheme: "light", options: { runOnly: TAGS, rules: Object.fromEntries(BESIDES.map((rule) => [rule, { enabled: true }])) } },
  { name: "in dark, ", size: NARROW, colorScheme: "dark", options: { runOnly: ["color-contrast", "color-contrast-enhanced", "link-in-text-block"] } },
  { name: "at 1280 px, ", size: WIDE, colorScheme: "light", options: { runOnly: ["target-size", "scrollable-region-focusable"] } },
];

/** Loaded with every page, before its own scripts: a tenth of the time that it takes afterwards. */
export const { source: script } = createRequire(import.meta.url)("axe-core");

export async function visit({ page }) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  const findings = [];
  for (const { name, size, colorScheme, options } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(run, options);
    findings.push(...found.filter((finding) => !findings.includes(finding)).map((finding) => name + finding));
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(NARROW);
  return findings;
}

async function run(options) {
  const { violations } = await window.axe.run(document, { ...options, resultTypes: ["violations"], elementRef: true });
  const name = (node) => node.element.tagName.toLowerCase() + [...node.element.classList].map((one) => `.${one}`).join("");
  return violations.flatMap((rule) => [...new Set(rule.nodes.map(name))].map((element) => `${rule.id} on ${element}: ${rule.help}`));
}
