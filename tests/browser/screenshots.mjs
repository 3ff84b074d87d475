// Pictures of the portal for people to look at; it judges nothing and is no part of `tests/run`.
//   node screenshots.mjs OUT [--site ../../public] [--langs en,tr,ar,fa,ckb] [--pages home,situation] [--width 360] [--cut 1600] [--dark]
// A page is a kind (the first of it is taken) or a part of an English address. `--cut` makes pieces of that many pixels of a long page.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openBrowser, openTab, readPortal, serve } from "./kit.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    site: { type: "string", default: fileURLToPath(new URL("../../public", import.meta.url)) },
    langs: { type: "string", default: "en,tr,ar,fa,ckb" },
    pages: { type: "string", default: "home,situation,chapter,explainer,news" },
    width: { type: "string", default: "360" },
    cut: { type: "string", default: "100000" },
    dark: { type: "boolean", default: false },
  },
});
const [out] = positionals;
if (!out) {
  console.error("usage: node screenshots.mjs OUT [--site DIR] [--langs en,ar] [--pages home,situations/detained] [--width 360] [--cut 1600] [--dark]");
  process.exit(2);
}

const portal = readPortal(values.site);
const server = await serve(portal);
const browser = await openBrowser();
const { page, ...tab } = await openTab(browser, server.origin, {
  viewport: { width: +values.width, height: 640 },
  colorScheme: values.dark ? "dark" : "light",
});
mkdirSync(out, { recursive: true });
// The files to pass on offer no other language.
const inEnglish = portal.pages.filter((one) => one.lang === "en" && one.switches.length > 0);
for (const wanted of values.pages.split(",")) {
  const english = inEnglish.find((one) => one.kind === wanted) ?? inEnglish.find((one) => one.url.includes(wanted));
  if (!english) throw new Error(`no page is or contains \`${wanted}\``);
  for (const lang of values.langs.split(",")) {
    const url = lang === "en" ? english.url : english.switches.find((item) => item.lang === lang)?.href;
    if (!url) throw new Error(`${english.url} offers no \`${lang}\``);
    await tab.open({ url });
    const name = `${wanted.replaceAll("/", "-")}-${lang}${values.dark ? "-dark" : ""}`;
    await shoot(join(out, name));
  }
}
await browser.close();
server.close();

async function shoot(path) {
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: document.documentElement.scrollHeight }));
  const step = +values.cut;
  for (let y = 0, piece = 1; y < height; y += step, piece++) {
    const name = height > step ? `${path}-${piece}.png` : `${path}.png`;
    await page.screenshot({ path: name, fullPage: true, clip: { x: 0, y, width, height: Math.min(step, height - y) } });
    console.log(name);
  }
}
