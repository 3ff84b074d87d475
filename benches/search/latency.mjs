// How long an answer takes in Chromium on a phone six times as slow as this machine:
// node latency.mjs <folder of dalil build> <folder of search_quality> <queries.jsonl>
// types each query letter by letter, as a reader does, and tells for each language, in milliseconds (median, 95 of 100, most):
// `key`, the answer to a letter where all that it needs is loaded, and `new`, the answer to one for which a file came (from this machine)
// and was read.
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { openBrowser } from "../../tests/browser/kit.mjs";

const [site, folder, asked] = process.argv.slice(2);
const SLOWER = 6, EACH = 24;
const assets = join(site, "assets"), client = join(assets, readdirSync(assets).find((name) => /^search\.[0-9a-f]+\.js$/.test(name)));
const server = createServer((request, response) => {
  const path = resolve(decodeURIComponent(request.url)), script = path === "/search.js";
  if (path === "/") return void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><html lang=en><title>-</title>");
  if (!script && !path.startsWith(resolve(folder))) return void response.writeHead(404).end();
  response.writeHead(200, { "content-type": script ? "text/javascript" : "application/json" }).end(readFileSync(script ? client : path));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const browser = await openBrowser();
const queries = readFileSync(asked, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const spread = (list) => [0.5, 0.95, 1].map((part) => list.sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))].toFixed(0)).join(" ");

for (const lang of new Set(queries.map((query) => query.lang))) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const mine = queries.filter((query) => query.lang === lang), step = Math.max(1, Math.floor(mine.length / EACH));
  const { keys, news } = await page.evaluate(async ({ index, typed }) => {
    const { open } = await import("/search.js"), keys = [], news = [], met = new Set();
    for (const query of typed) {
      for (let n = 1; n <= query.length; n++) {
        const letters = query.slice(0, n), start = performance.now(), engine = await open(index, letters);
        engine.search(letters, 20);
        (met.has(engine) ? keys : news).push(performance.now() - start);
        met.add(engine);
      }
    }
    return { keys, news };
  }, { index: `${resolve(folder)}/${lang}.json`, typed: mine.filter((_, n) => n % step === 0).slice(0, EACH).map(({ query }) => query) });
  console.log(`${lang.padEnd(4)} key ${spread(keys)}  new ${spread(news)}`);
  await page.context().close();
}
await browser.close();
server.close();
