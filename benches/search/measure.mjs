// How our own client answers, and what it loads for it: node measure.mjs <folder of dalil build> <folder of search_quality> <queries.jsonl>
// prints nDCG@10 by kind, mean bytes (brotli, client included) and requests until the answer, for each language. The client is the one
// that the build publishes: in `assets`, of a language with buckets together with its first file.
import { copyFileSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { mean, ndcg } from "./score.mjs";

const [site, folder, asked] = process.argv.slice(2);
const client = join(site, "assets", readdirSync(join(site, "assets")).find((name) => /^search\.[0-9a-f]+\.js$/.test(name)));
const module = join(mkdtempSync(join(tmpdir(), "dalil-")), "search.mjs");
copyFileSync(client, module);
const { engine } = await import(pathToFileURL(module));
const own = readFileSync(client, "utf8"), weight = (text) => brotliCompressSync(text).length;
const FIRST = "/dalil:first/";
if (!own.includes(FIRST)) throw new Error(`${client} has no place for a first file`);
const files = {}, sizes = {};
const load = (url) => {
  const text = files[url] ? "" : readFileSync(url, "utf8");
  sizes[url] ??= weight(text);
  return files[url] ??= JSON.parse(text);
};

/** What the client loads for a reader's first query, and the engine that it then has. */
function fresh(index, query) {
  const first = load(index), loaded = [];
  for (const asked = []; ;) {
    const known = engine([first, ...loaded.map(load)]), next = known.next(query, asked);
    if (next.length === 0) return { asked: known, loaded };
    asked.push(...next);
    loaded.push(...next.map((n) => `${first.folder}${n}.json`));
  }
}
const queries = readFileSync(asked, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const kinds = {};
for (const lang of new Set(queries.map((query) => query.lang))) {
  const index = `${folder}/${lang}.json`, scores = {}, parted = load(index).slots, bytes = [], requests = [], times = [];
  // With buckets, the first file comes with the client, and else by itself.
  const start = parted ? weight(own.replace(FIRST, () => JSON.stringify({ [`/assets/search-${lang}.01234567.json`]: load(index) }))) : weight(own) + sizes[index];
  for (const { query, kind, relevant } of queries.filter((query) => query.lang === lang)) {
    const begun = process.cpuUsage();
    const { asked, loaded } = fresh(index, query);
    const urls = asked.search(query, 10).map((hit) => hit.url.split("#")[0]);
    times.push(process.cpuUsage(begun).user / 1000);
    bytes.push(start + loaded.reduce((sum, url) => sum + sizes[url], 0));
    requests.push((parted ? 1 : 2) + loaded.length);
    (scores[kind] ??= []).push(ndcg(urls, relevant));
    (kinds[kind] ??= []).push(ndcg(urls, relevant));
    if (process.env.WRONG && ndcg(urls, relevant) < 0.9) console.log(`   ${ndcg(urls, relevant).toFixed(2)} ${kind} ${query} ${urls.slice(0, 3)} wants ${relevant.slice(0, 4)}`);
  }
  const each = Object.entries(scores).map(([kind, list]) => `${kind} ${mean(list).toFixed(3)}`).join(" ");
  console.log(`${lang.padEnd(4)} nDCG ${mean(Object.values(scores).flat()).toFixed(3)}  ${(mean(bytes) / 1024).toFixed(1)} KB (most ${(Math.max(...bytes) / 1024).toFixed(1)})  ${mean(requests).toFixed(2)} requests (most ${Math.max(...requests)})  ${mean(times).toFixed(1)} ms CPU (most ${Math.max(...times).toFixed(0)}) | ${each}`);
}
console.log(Object.entries(kinds).map(([kind, list]) => `${kind} ${mean(list).toFixed(3)}`).join(" "), `| client ${weight(own)} bytes`);
