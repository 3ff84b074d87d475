// What dalil writes for other programs, held against what others made for it:
//   SARIF          its published schema, on a portal full of mistakes
//   JSON Schemas   every front matter, register and site.yaml of this portal, and the same with a mistake put in, which must not pass
//   CommonMark     the examples of its specification (commonmark.mjs)
//   HTML report    the Nu checker, and axe-core in a browser at 360 and 1280 px, in light and dark
//
//   node run.mjs DALIL     DALIL is the program

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { commonmark } from "./commonmark.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const full = join(root, "tests/recall/portal");
const dalil = resolve(process.argv[2]);
const failures = [];

const run = (...args) => spawnSync(dalil, args, { encoding: "utf8", maxBuffer: 1 << 28 }).stdout;
const fail = (where, errors) => failures.push(`${where}: ${typeof errors === "string" ? errors : JSON.stringify(errors, null, 1)}`);

function sarif() {
  const path = fileURLToPath(import.meta.resolve("@microsoft/jest-sarif")).replace(/index\.js$/, "schemas/sarif-2.1.0-rtm.5.json");
  const ajv = new Ajv04({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const valid = ajv.compile(JSON.parse(readFileSync(path, "utf8")));
  for (const portal of [root, full]) {
    const log = JSON.parse(run("check", "--root", portal, "--today", "2026-11-21", "--format", "sarif"));
    if (!valid(log)) fail(`SARIF of ${portal}`, valid.errors);
    const results = log.runs[0].results;
    if (portal === full && results.length < 50) fail("SARIF", `only ${results.length} results to look at`);
    const known = new Set(log.runs[0].tool.driver.rules.map((rule) => rule.id));
    for (const result of results.filter((result) => !known.has(result.ruleId))) fail("SARIF", `no rule ${result.ruleId}`);
  }
  const log = JSON.parse(run("check", "--root", full, "--format", "sarif"));
  log.runs[0].results[0].level = "loud";
  if (valid(log)) fail("SARIF", "a wrong level passes");
}

const files = (folder, ending) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

function schemas() {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  const valid = Object.fromEntries(
    run("schema").trim().split("\n").map((name) => [name, ajv.compile(JSON.parse(run("schema", name)))]),
  );
  const seen = new Map();
  const check = (name, where, value) => {
    seen.set(name, (seen.get(name) ?? 0) + 1);
    if (!valid[name](value)) fail(`${where} by the schema ${name}`, valid[name].errors);
    if (valid[name]({ ...value, "no-such-key": "x" })) fail(`${where} by the schema ${name}`, "an unknown key passes");
  };
  for (const path of files(join(root, "content"), ".md")) {
    const front = parse(readFileSync(path, "utf8").replace(/^\uFEFF/, "").split(/^---$/m)[1]);
    check(front.kind ?? "translation", path, front);
    const { title, ...untitled } = front;
    if (title !== undefined && valid[front.kind ?? "translation"](untitled)) fail(path, "a page without a title passes");
  }
  check("site", "site.yaml", parse(readFileSync(join(root, "site.yaml"), "utf8")));
  for (const path of files(join(root, "content/registers"), ".yaml")) {
    check(path.split("/").pop().replace(".yaml", ""), path, parse(readFileSync(path, "utf8")));
  }
  const unused = Object.keys(valid).filter((name) => !seen.has(name));
  console.log(`schemas: ${[...seen].map(([name, count]) => `${name} ${count}`).join(", ")}${unused.length ? `; compiled only: ${unused.join(", ")}` : ""}`);
}

async function report() {
  const require = createRequire(join(here, "../browser/run.mjs"));
  const { chromium } = require("playwright-core");
  const { source } = require("axe-core");
  const folder = mkdtempSync(join(tmpdir(), "dalil-report-"));
  try {
    for (const [name, portal] of [["clean", root], ["full", full]]) {
      const file = join(folder, `${name}.html`);
      writeFileSync(file, run("check", "--root", portal, "--today", "2026-11-21", "--format", "html"));
      nu(file, require.resolve("vnu-jar/build/dist/vnu.jar"));
      const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
      for (const width of [360, 1280]) {
        for (const colorScheme of ["light", "dark"]) {
          const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
          await page.goto(`file://${file}`);
          await page.evaluate(source);
          const { violations } = await page.evaluate(() => window.axe.run(document, { rules: { "color-contrast-enhanced": { enabled: true } } }));
          violations.forEach((rule) => fail(`${name} report at ${width} px, ${colorScheme}`, `${rule.id}: ${rule.nodes[0].html}`));
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          if (wide > 0) fail(`${name} report at ${width} px`, `scrolls sideways by ${wide} px`);
          if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `report-${name}-${width}-${colorScheme}.png`) });
          await page.close();
        }
      }
      await browser.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function nu(file, jar) {
  const out = execFileSync("java", ["-Xss1m", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", file], { maxBuffer: 1 << 28 });
  for (const message of JSON.parse(out).messages) fail(`Nu checker, ${file}`, `${message.message} (${message.extract ?? ""})`);
}

sarif();
schemas();
commonmark(dalil, fail);
await report();
failures.slice(0, 30).forEach((failure) => console.log(failure));
console.log(failures.length ? `${failures.length} failed` : "SARIF, schemas, CommonMark and the report hold");
process.exit(failures.length ? 1 : 0);
