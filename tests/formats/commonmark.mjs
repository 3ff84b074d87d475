// The examples of the CommonMark specification, each as a page: dalil reads them all, and finds no error but where its dialect refuses
// what Markdown allows (raw HTML, headings of the first level, links to nowhere).
//
// What a rule about words finds in examples such as “foo bar” is no matter here: only errors of reading count.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const spec = join(dirname(createRequire(import.meta.url).resolve("commonmark-spec/package.json")), "spec.txt");

/** What the dialect refuses, and why an example may hold it. */
const REFUSED = new Map([
  ["raw-html", "no raw HTML"],
  ["text-after-comment", "no raw HTML"],
  ["unclosed-comment", "no raw HTML"],
  ["title-in-body", "the first level is the page's title"],
  ["broken-link", "relative links lead to pages and files that exist"],
  ["link-target", "relative links lead to pages and files that exist"],
  ["broken-anchor", "links to headings lead to headings"],
  ["link-scheme", "no other schemes than a reader's browser opens"],
  ["image-target", "pictures are files of the portal"],
  ["empty-link", "links have words"],
  ["empty-heading", "headings have words"],
  ["nested-heading", "headings stand alone"],
  ["heading-space", "what looks like a heading is meant as one"],
  ["not-a-link", "what looks like a link is meant as one"],
  ["garbled-text", "U+FFFD, which `&#0;` stands for, is a lost letter"],
]);

export function examples() {
  const text = readFileSync(spec, "utf8");
  const fence = "`".repeat(32);
  return [...text.matchAll(new RegExp(`^${fence} example\\n([\\s\\S]*?)^\\.\\n[\\s\\S]*?^${fence}$`, "gm"))].map(([, markdown]) => markdown.replaceAll("→", "\t"));
}

export function commonmark(dalil, fail) {
  const folder = mkdtempSync(join(tmpdir(), "dalil-commonmark-"));
  try {
    const pages = join(folder, "content/en/pages");
    mkdirSync(pages, { recursive: true });
    writeFileSync(join(folder, "site.yaml"), "title: {en: Examples}\nbase_url: https://examples.example\nlanguages: [en]\n");
    writeFileSync(join(folder, "content/en/index.md"), "---\ntitle: Examples\nkind: home\n---\nText.\n");
    const all = examples();
    if (all.length < 640) fail("CommonMark", `only ${all.length} examples`);
    all.forEach((markdown, n) => writeFileSync(join(pages, `example-${n + 1}.md`), `---\ntitle: Example ${n + 1}\nsummary: Text.\nkind: page\n---\n${markdown}`));
    const { status, stdout, stderr } = spawnSync(dalil, ["check", "--root", folder, "--json"], { encoding: "utf8", maxBuffer: 1 << 28 });
    if (status !== 1 || stderr) return fail("CommonMark", `ended with ${status}: ${stderr}`);
    const errors = JSON.parse(stdout).diagnostics.filter((finding) => finding.severity === "error");
    const refused = new Set(errors.map((finding) => finding.file)).size;
    for (const finding of errors.filter((finding) => !REFUSED.has(finding.code))) {
      const n = Number(/example-(\d+)/.exec(finding.file)?.[1]);
      fail(`CommonMark example ${n}`, `${finding.code}: ${finding.message}\n${all[n - 1]}`);
    }
    console.log(`CommonMark: ${all.length} examples read, ${refused} of them refused for what the dialect leaves out`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
