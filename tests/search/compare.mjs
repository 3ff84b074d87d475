// Answers with the browser's client what it is asked on standard input, for tests/it/search.rs to compare:
// {client: text, parts: [text], queries: [text], texts: [text]} → {rankings: [[url, score]…], words: [[word…]…]}
import { readFileSync, writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const asked = JSON.parse(readFileSync(0, "utf8"));
// A module's name must end in .mjs for Node.
const module = join(mkdtempSync(join(tmpdir(), "dalil-")), "search.mjs");
writeFileSync(module, asked.client);
const { engine } = await import(pathToFileURL(module));
const parts = asked.parts.map((part) => JSON.parse(part));
const first = engine([parts[0]]);
const answer = (query) => {
  const grow = (buckets) => engine([parts[0], ...buckets.map((n) => parts[n + 1])]);
  const buckets = first.buckets(query);
  const known = buckets.length ? grow(buckets) : first;
  const whole = buckets.length === 1 ? grow([...buckets, ...known.missing(query)]) : known;
  return whole.search(query, 10).map((hit) => [hit.url, hit.score]);
};
// What no text may hold, but a keyboard can send: half of a character.
for (const half of ["\ud800", "a\udc00b", "\udbff\udbff\ud800kimlik"]) answer(half);
process.stdout.write(JSON.stringify({ rankings: asked.queries.map(answer), words: asked.texts.map((text) => first.words(text)) }));
