// Pagefind and MiniSearch on the same corpus and queries: node peers.mjs <folder with node_modules> <corpus.json> <queries.jsonl>
// prints for each language nDCG@10 by kind, and the mean bytes (brotli) and requests that a reader's first query takes.
// Pagefind answers in a real Chromium (found by tests/browser/kit.mjs); MiniSearch as its manual advises: prefix search, fuzzy 0.2.
import { readFileSync, mkdtempSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { openBrowser } from "../../tests/browser/kit.mjs";
import { mean, ndcg } from "./score.mjs";

const [folder, corpus, asked] = process.argv.slice(2);
const packages = createRequire(pathToFileURL(join(folder, "package.json")));
const MiniSearch = packages("minisearch");
const pagefind = await import(pathToFileURL(join(folder, "node_modules/pagefind/lib/index.js")));
const queries = readFileSync(asked, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const compressed = (text) => brotliCompressSync(text).length;
/** First queries weighed in a fresh browser. */
const WEIGHED = 6;

function tell(name, lang, scores, bytes, requests) {
  const each = Object.entries(scores).map(([kind, list]) => `${kind} ${mean(list).toFixed(3)}`).join(" ");
  console.log(`${name.padEnd(10)} ${lang.padEnd(4)} nDCG ${mean(Object.values(scores).flat()).toFixed(3)}  ${(mean(bytes) / 1024).toFixed(1)} KB  ${mean(requests).toFixed(1)} requests | ${each}`);
}

async function miniSearch({ path, pages }) {
  const options = { fields: ["title", "text"], storeFields: ["title"], idField: "url" };
  const index = new MiniSearch(options);
  index.addAll(pages);
  const client = readFileSync(join(folder, "node_modules/minisearch/dist/umd/index.js"));
  const scores = {};
  for (const { query, kind, relevant } of queries.filter((query) => query.lang === path)) {
    const hits = index.search(query, { boost: { title: 2 }, prefix: true, fuzzy: 0.2 });
    (scores[kind] ??= []).push(ndcg(hits.map((hit) => hit.id), relevant));
  }
  tell("MiniSearch", path, scores, [compressed(JSON.stringify(index)) + compressed(client)], [2]);
}

async function pageFind({ path, tag, pages }, browser) {
  const { index } = await pagefind.createIndex({ forceLanguage: tag });
  for (const page of pages) await index.addCustomRecord({ url: page.url, content: `${page.title} ${page.text}`, language: tag, meta: { title: page.title } });
  const out = mkdtempSync(join(tmpdir(), "pagefind-"));
  await index.writeFiles({ outputPath: out });
  let bytes = 0, requests = 0;
  const server = createServer((request, response) => {
    if (request.url === "/") return void response.writeHead(200, { "content-type": "text/html" }).end(`<!doctype html><html lang="${tag}"><title>-</title>`);
    try {
      const file = readFileSync(join(out, decodeURIComponent(request.url.split("?")[0])));
      bytes += compressed(file);
      requests++;
      response.writeHead(200, { "content-type": request.url.includes(".js") ? "text/javascript" : "application/octet-stream" }).end(file);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const scores = {}, weights = [], counts = [];
  const ask = (page, query) => page.evaluate(async (query) => {
    const engine = await import("/pagefind.js");
    const found = await engine.search(query);
    return (await Promise.all(found.results.slice(0, 10).map((result) => result.data()))).map((hit) => hit.raw_url ?? hit.url);
  }, query);
  const open = async () => { const page = await (await browser.newContext()).newPage(); await page.goto(origin); return page; };
  const mine = queries.filter((query) => query.lang === path);
  for (const { query } of mine.slice(0, WEIGHED)) {
    const page = await open();
    bytes = requests = 0;
    await ask(page, query);
    weights.push(bytes);
    counts.push(requests);
    await page.context().close();
  }
  const page = await open();
  for (const { query, kind, relevant } of mine) (scores[kind] ??= []).push(ndcg(await ask(page, query), relevant));
  await page.context().close();
  server.close();
  tell("Pagefind", path, scores, weights, counts);
}

const browser = await openBrowser();
for (const language of JSON.parse(readFileSync(corpus, "utf8"))) {
  await miniSearch(language);
  await pageFind(language, browser);
}
await browser.close();
await pagefind.close();
