// The weights promised to the reader, as sent: brotli at its best level, as a static host stores it.

import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

export const title = "document ≤ 14,000 bytes, median ≤ 9,000; inlined CSS ≤ 6,144; JavaScript ≤ 10,240";

const LIMITS = { document: 14_000, median: 9_000, styles: 6_144, scripts: 10_240 };
const compress = promisify(brotliCompress);
const sizes = new Map();

export async function files(portal) {
  const weights = await Promise.all(portal.pages.map((page) => weigh(portal, page)));
  const cases = weights.map(({ page, ...weight }) => {
    const over = Object.keys(weight).filter((part) => weight[part] > LIMITS[part]);
    return { where: `${page.url} (${over.map((part) => weight[part]).join(", ")})`, findings: over.map((part) => `${part} over ${LIMITS[part]} bytes`) };
  });
  const documents = weights.map((weight) => weight.document).sort((a, b) => a - b);
  const median = documents[documents.length >> 1];
  cases.push({ where: `the portal (${median})`, findings: median > LIMITS.median ? [`median document over ${LIMITS.median} bytes`] : [] });
  return { cases, notes: [`median document ${median}`, ...["document", "styles", "scripts"].map((part) => heaviest(weights, part))] };
}

async function weigh(portal, page) {
  const styles = [...page.html.matchAll(/<style[^>]*>([^]*?)<\/style>/g)].map((match) => match[1]).join("");
  const inline = [...page.html.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map((match) => match[1]).join("");
  const linked = page.elements.filter(({ name, attributes }) => name === "script" && attributes.src).map(({ attributes }) => attributes.src);
  const scripts = await Promise.all([inline, ...linked.map((path) => (portal.file(path) ? portal.read(portal.file(path)) : ""))].map(size));
  return { page, document: await size(page.html), styles: await size(styles), scripts: scripts.reduce((sum, one) => sum + one, 0) };
}

/** The same style sheet stands in every page: it is compressed once. */
async function size(text) {
  if (text === "") return 0;
  if (!sizes.has(text)) sizes.set(text, compress(text).then((bytes) => bytes.length));
  return sizes.get(text);
}

function heaviest(weights, part) {
  const top = weights.reduce((best, one) => (one[part] > best[part] ? one : best));
  return `heaviest ${part} ${top[part]} of ${LIMITS[part]}: ${top.page.url}`;
}
