// Runs the checks over a built portal: `node run.mjs FOLDER [--only axe,links]`.
// A check is a module with a `title` and one or more of
//   files(portal)          looks at the files alone            → { cases, notes }
//   visit(tab)             looks at one open page, of them all → findings; a `script` of its own is loaded with the page
//   journey(world)         opens what it needs itself          → { cases, notes }
// where a case is { where, findings } and a finding is a sentence. A case without findings has passed.

import { parseArgs } from "node:util";
import { openBrowser, readPortal, serve, visitAll } from "./kit.mjs";
import * as axe from "./axe.mjs";
import * as calculator from "./calculator.mjs";
import * as detained from "./detained.mjs";
import * as exit from "./exit.mjs";
import * as keyboard from "./keyboard.mjs";
import * as layout from "./layout.mjs";
import * as lighthouse from "./lighthouse.mjs";
import * as links from "./links.mjs";
import * as nu from "./nu.mjs";
import * as offline from "./offline.mjs";
import * as paper from "./paper.mjs";
import * as pictures from "./pictures.mjs";
import * as print from "./print.mjs";
import * as privacy from "./privacy.mjs";
import * as reading from "./reading.mjs";
import * as search from "./search.mjs";
import * as slow from "./slow.mjs";
import * as speech from "./speech.mjs";
import * as still from "./still.mjs";
import * as walk from "./walk.mjs";
import * as weight from "./weight.mjs";

// `privacy` looks last: what a page asks for or stores late is seen as well.
const CHECKS = {
  nu, links, weight, exit, layout, axe, privacy, keyboard, walk, detained, reading, calculator, speech, still, search, pictures, print, paper, offline, slow,
  lighthouse,
};
const EXAMPLES = 3;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: "string" } } });
const chosen = values.only?.split(",") ?? Object.keys(CHECKS);
const unknown = chosen.filter((name) => !CHECKS[name]);
if (positionals.length !== 1 || unknown.length > 0) {
  console.error(`usage: node run.mjs FOLDER [--only ${Object.keys(CHECKS).join(",")}]`);
  process.exit(2);
}

const counts = { passed: 0, failed: 0 };
const portal = readPortal(positionals[0]);
const checks = Object.entries(CHECKS).filter(([name]) => chosen.includes(name)).map(([name, check]) => ({ name, ...check }));
console.log(`${portal.pages.length} pages in ${portal.languages.length} languages`);

for (const check of checks.filter((check) => check.files)) await timed(check, () => check.files(portal));
const server = await serve(portal);
const browser = await openBrowser();
const world = { portal, browser, origin: server.origin };
const visitors = checks.filter((check) => check.visit);
if (visitors.length > 0) await visits();
for (const check of checks.filter((check) => check.journey)) await timed(check, () => check.journey(world));
await browser.close();
server.close();
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;

/** Every page is opened once, and all checks of pages look at it. */
async function visits() {
  const started = Date.now();
  const visited = await visitAll(browser, server.origin, portal.pages, async (tab) => {
    const findings = {};
    for (const check of visitors) findings[check.name] = await caught(() => check.visit(tab));
    return findings;
  }, { scripts: visitors.map((check) => check.script).filter(Boolean) });
  const cases = (check) => visited.map(({ page, result }) => ({ where: page.url, findings: result[check.name] }));
  console.log(`\nevery page opened, for ${visitors.map((check) => check.name).join(", ")} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
  for (const check of visitors) tell(check, { cases: cases(check) }, ", on every page");
}

async function timed(check, run) {
  const started = Date.now();
  const broken = [];
  const result = await caught(run, broken);
  const told = broken.length ? { cases: [{ where: "the check itself", findings: broken }] } : result;
  tell(check, told, ` (${((Date.now() - started) / 1000).toFixed(0)} s)`);
}

/** A check that breaks is a finding, never a check that is left out. */
async function caught(run, findings = []) {
  try {
    return await run();
  } catch (error) {
    findings.push(`the check broke: ${String(error.message).split("\n")[0]}`);
    return findings;
  }
}

/** One line for a check, then each finding once with the number of its places and the first of them. */
function tell(check, { cases, notes = [] }, aside) {
  const failed = cases.filter((one) => one.findings.length > 0);
  counts.passed += cases.length - failed.length;
  counts.failed += failed.length;
  console.log(`\n${failed.length ? "FAIL" : "ok"}  ${check.name}${aside}: ${cases.length - failed.length} of ${cases.length}: ${check.title}`);
  for (const note of notes) console.log(`      ${note}`);
  const places = new Map();
  for (const { where, findings } of failed) for (const finding of new Set(findings)) places.set(finding, [...(places.get(finding) ?? []), where]);
  for (const [finding, where] of [...places].sort((a, b) => b[1].length - a[1].length)) {
    console.log(`    - ${finding}\n      ${where.length} × ${where.slice(0, EXAMPLES).join("  ")}${where.length > EXAMPLES ? "  …" : ""}`);
  }
}
