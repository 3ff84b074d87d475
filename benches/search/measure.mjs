// How our own client answers, and what it loads for it: node measure.mjs <search.js> <folder of search_quality> <queries.jsonl>
// prints nDCG@10 by kind, mean bytes (brotli, client included) and requests until the answer, for each language.
import { copyFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { mean, ndcg } from "./score.mjs";

const [client, folder, asked] = process.argv.slice(2);
const module = join(mkdtempSync(join(tmpdir(), "dalil-")), "search.mjs");
copyFileSync(client, module);
const { engine } = await import(pathToFileURL(module));
const own = brotliCompressSync(readFileSync(client)).length;
const files = {}, sizes = {};
const load = (url) => {
  const text = files[url] ? "" : readFileSync(url, "utf8");
  sizes[url] ??= brotliCompressSync(text).length;
  return files[url] ??= JSON.parse(text);
};

/** What the client loads for a reader's first query, and the engine that it then has. */
function fresh(index, query) {
  const first = load(index), urls = (buckets) => buckets.map((n) => `${first.folder}${n}.json`);
  const grow = (buckets) => engine([first, ...urls(buckets).map(load)]);
  const whole = grow([]), buckets = whole.buckets(query);
  const known = buckets.length ? grow(buckets) : whole;
  const all = buckets.length === 1 ? [...buckets, ...known.missing(query)] : buckets;
  return { asked: all.length > buckets.length ? grow(all) : known, loaded: [index, ...new Set(urls(all))] };
}
const queries = readFileSync(asked, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const kinds = {};
for (const lang of new Set(queries.map((query) => query.lang))) {
  const index = `${folder}/${lang}.json`, scores = {}, bytes = [], requests = [], times = [];
  for (const { query, kind, relevant } of queries.filter((query) => query.lang === lang)) {
    const start = process.cpuUsage();
    const { asked, loaded } = fresh(index, query);
    const urls = asked.search(query, 10).map((hit) => hit.url.split("#")[0]);
    times.push(process.cpuUsage(start).user / 1000);
    bytes.push(own + loaded.reduce((sum, url) => sum + sizes[url], 0));
    requests.push(1 + loaded.length);
    (scores[kind] ??= []).push(ndcg(urls, relevant));
    (kinds[kind] ??= []).push(ndcg(urls, relevant));
    if (process.env.WRONG && ndcg(urls, relevant) < 0.9) console.log(`   ${ndcg(urls, relevant).toFixed(2)} ${kind} ${query} ${urls.slice(0, 3)} wants ${relevant.slice(0, 4)}`);
  }
  const each = Object.entries(scores).map(([kind, list]) => `${kind} ${mean(list).toFixed(3)}`).join(" ");
  console.log(`${lang.padEnd(4)} nDCG ${mean(Object.values(scores).flat()).toFixed(3)}  ${(mean(bytes) / 1024).toFixed(1)} KB (most ${(Math.max(...bytes) / 1024).toFixed(1)})  ${mean(requests).toFixed(2)} requests (most ${Math.max(...requests)})  ${mean(times).toFixed(1)} ms CPU (most ${Math.max(...times).toFixed(0)}) | ${each}`);
}
console.log(Object.entries(kinds).map(([kind, list]) => `${kind} ${mean(list).toFixed(3)}`).join(" "), `| client ${own} bytes`);
