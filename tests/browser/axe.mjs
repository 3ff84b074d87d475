// axe-core on every page, everything unfolded, at 320 px. In light with all rules; in dark with those that colour can change.

import { createRequire } from "node:module";

export const title = "accessible by axe-core at 320 px, light and dark";

const { source } = createRequire(import.meta.url)("axe-core");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const BESIDES = [
  "color-contrast-enhanced", "target-size", "identical-links-same-purpose", "td-has-header", "p-as-heading", "table-fake-caption", "label-content-name-mismatch",
];
const OF_COLOUR = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"];

export async function visit({ page }) {
  await page.evaluate(source);
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  const light = await page.evaluate(run, { runOnly: TAGS, rules: Object.fromEntries(BESIDES.map((rule) => [rule, { enabled: true }])) });
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await page.evaluate(run, { runOnly: OF_COLOUR });
  await page.emulateMedia({ colorScheme: "light" });
  return [...light, ...dark.filter((finding) => !light.includes(finding)).map((finding) => `in dark, ${finding}`)];
}

async function run(options) {
  const { violations } = await window.axe.run(document, { ...options, resultTypes: ["violations"], elementRef: true });
  const name = (node) => node.element.tagName.toLowerCase() + [...node.element.classList].map((one) => `.${one}`).join("");
  return violations.map((rule) => `${rule.id}: ${rule.help} (${[...new Set(rule.nodes.map(name))].slice(0, 4).join(", ")})`);
}
