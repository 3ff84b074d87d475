// What a reader saves, and that she can be rid of it: nothing is stored before she asks, what she saved reads and searches without a
// network and says how old it is, a changed deadline is seen at the next visit, forgetting leaves nothing, and no sensitive page is kept.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NARROW, readPortal, serve } from "./kit.mjs";
import { traces } from "./privacy.mjs";

export const title = "save → no network → read, search, call; new deadline at once; forget; nothing sensitive kept";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
const PATIENCE = 60_000;
const GUIDE = "guides/removal";
/** What is typed to find something in each language that is saved whole. */
const WHOLE = { en: "lawyer", ar: "محام", fa: "وکیل", tr: "avukat", ckb: "پارێزەر" };
const FACT = /(\n(deportation-appeal):\n(?:  .*\n)*?  value: )(\d+)/;

export async function journey({ portal, browser }) {
  const cases = [];
  const tell = async (where, run) => {
    const world = await open(portal, browser);
    const findings = await run(world).then(() => world.findings, (error) => [...world.findings, String(error.message).split("\n")[0]]);
    await world.close();
    cases.push({ where, findings });
  };
  for (const lang of ["en", "ar", "fa", "tr"]) await tell(`a guide, ${lang}`, (world) => savesGuide(world, lang));
  for (const lang of Object.keys(WHOLE)) await tell(`everything, ${lang}`, (world) => savesAll(world, lang));
  await tell("a changed deadline", changes);
  await tell("a slow network", slow);
  await tell("the connection is lost midway", lost);
  await tell("a full phone", full);
  await tell("forgetting without a script", forgetsWithoutScript);
  await tell("the box without a script", plain);
  return { cases };
}

/** A browser of its own with nothing stored, and a server that can go away and come back with another deployment. */
async function open(portal, browser) {
  const context = await browser.newContext({ viewport: NARROW });
  const page = await context.newPage();
  const world = { portal, context, page, findings: [], folders: [], before: undefined };
  const start = async (portal, port) => serve(portal, { port, before: (path) => world.before?.(path) });
  let server = await start(portal, 0);
  page.setDefaultTimeout(PATIENCE);
  page.setDefaultNavigationTimeout(PATIENCE);
  return Object.assign(world, {
    origin: server.origin,
    expect: (holds, finding) => void (holds || world.findings.push(finding)),
    go: (path) => page.goto(world.origin + path),
    text: (selector) => page.locator(selector).first().textContent(),
    traces: () => page.evaluate(traces),
    pack: (lang) => JSON.parse(world.portal.read(`/${lang}/pack.json`)),
    async cut() {
      await server.close();
      await context.setOffline(true);
    },
    async connect(next = world.portal) {
      world.portal = next;
      server = await start(next, server.port);
      await context.setOffline(false);
    },
    async deploy(next) {
      await server.close();
      await world.connect(next);
    },
    async close() {
      await context.close();
      await server.close();
      world.folders.forEach((folder) => rmSync(folder, { recursive: true }));
    },
  });
}

const status = (page, text) => page.locator(".save [role=status]", { hasText: text }).waitFor();
const shown = (page, selector) => page.locator(selector).first().waitFor();

async function openBox(world, path) {
  const asked = [], note = (request) => asked.push(new URL(request.url()).pathname), { page } = world;
  page.on("request", note);
  await page.goto(world.origin + path, { waitUntil: "networkidle" });
  page.off("request", note);
  await shown(page, ".save");
  const early = asked.filter((path) => /save\.|pack\.json|sw\.js/.test(path));
  const saved = await page.evaluate(() => Boolean(navigator.serviceWorker.controller));
  world.expect(saved || early.length === 0, `loaded before the box is opened: ${early}`);
  if (!(await world.page.evaluate(() => document.querySelector(".save").open))) await world.page.click(".save summary");
  await shown(world.page, ".buttons button");
}

async function press(world, lang, label) {
  await world.page.locator(".buttons button", { hasText: label }).click();
  await status(world.page, world.pack(lang).text.done);
}

async function savesGuide(world, lang) {
  const { page, expect } = world, pack = world.pack(lang), unit = pack.units[GUIDE];
  await openBox(world, unit.url);
  const before = await world.traces();
  expect(before.length === 0, `stored before she asks: ${before}`);
  await press(world, lang, unit.label);
  const after = (await world.traces()).map((trace) => trace.split(" ")[0]);
  expect(after.includes("cache") && after.includes("service"), `stored: ${after}`);
  await world.cut();
  for (const path of [unit.url, `${unit.url}whole/`, `/${lang}/contacts/`, `/${lang}/glossary/`, "/"]) {
    await world.go(path);
    expect(await page.locator("[data-saved]").isVisible(), `${path} does not say that it is a saved copy`);
    const note = await world.text("[data-saved] p");
    expect(note.includes(dateToday(pack)), `${path} does not say of when it is: ${note}`);
  }
  const chapter = world.portal.pages.find((one) => one.lang === pack.lang && one.kind === "chapter" && one.url.startsWith(unit.url));
  await world.go(chapter.url);
  expect(await page.locator("[data-saved]").isVisible(), "a chapter is not saved with its guide");
  await world.go(`/${lang}/news/`);
  expect(await page.locator("[data-lost]").isVisible(), "a page that is not saved does not say so");
  await shown(page, `.save .links a[href="${unit.url}"]`);
  expect(await page.locator("footer .urgent a[href^='tel:']").first().isVisible(), "no urgent numbers without a network");
  await forgets(world, lang);
  await world.connect();
  await world.go(unit.url);
  const left = await world.traces();
  expect(left.length === 0, `left after forgetting without a network: ${left}`);
}

/** The page that forgets, with or without a network. */
async function forgets(world, lang) {
  const { page, expect } = world;
  await world.go(`/${lang}/forget/`);
  await page.locator(".forget", { hasText: world.pack(lang).text.forgotten }).waitFor();
  const left = await world.traces();
  expect(left.length === 0, `left after forgetting: ${left}`);
}

async function savesAll(world, lang) {
  const { page, expect } = world, pack = world.pack(lang);
  await openBox(world, `/${lang}/offline/`);
  const before = await world.traces();
  expect(before.length === 0, `stored before she asks: ${before}`);
  await press(world, lang, pack.all);
  await neverSensitive(world, lang, pack);
  await world.cut();
  const missing = [];
  for (const [path] of pack.files.filter(([path]) => path.endsWith("/"))) if ((await fetchSaved(page, path)) !== 200) missing.push(path);
  expect(missing.length === 0, `not saved: ${missing}`);
  await world.go(`/${lang}/`);
  await page.focus("#_search");
  await page.keyboard.type(WHOLE[lang]);
  await shown(page, ".results li a");
  await Promise.all([page.waitForNavigation(), page.locator(".results li a").first().click()]);
  expect(await page.locator("[data-saved]").isVisible(), "what the search found is not shown as a saved copy");
  await world.go(`/${lang}/contacts/`);
  expect(await page.locator("main a[href^='tel:']").first().isVisible(), "nobody to call without a network");
  await world.connect();
  await openBox(world, `/${lang}/offline/`);
  await page.locator(".buttons button", { hasText: pack.text.delete }).click();
  await status(page, pack.text.deleted);
  const left = await world.traces();
  expect(left.length === 0, `left after "delete": ${left}`);
  // And once more by the page, with a network this time.
  const unit = pack.units["rights/lawyer"];
  await openBox(world, unit.url);
  await press(world, lang, unit.label);
  await forgets(world, lang);
}

const fetchSaved = (page, path) => page.evaluate(async (path) => (await caches.match(path))?.status, path);

async function neverSensitive(world, lang, pack) {
  const { page, expect, portal } = world;
  const sensitive = portal.pages.filter((one) => one.lang === pack.lang && one.elements.some(({ name, attributes }) => name === "body" && /\bsensitive\b/.test(attributes.class)));
  expect(sensitive.length > 0, "no sensitive page to try");
  for (const one of sensitive) {
    await world.go(one.url);
    expect((await page.title()) !== "" && !(await page.title()).includes(await world.text("h1")), `the window of ${one.url} shows its title`);
    expect(!(await page.locator(".keep").count()), `${one.url} offers to be kept or shared`);
    expect(!(await page.locator("main .veil > :not(summary)").first().isVisible()), `${one.url} is shown before its warning`);
  }
  await world.go(`/${lang}/`);
  const kept = await page.evaluate(async () => {
    const all = [];
    for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) all.push({ url: decodeURI(new URL(url).pathname), sensitive: /<body[^>]*\bsensitive\b/.test(await (await (await caches.open(name)).match(url)).text()) });
    return all;
  });
  const caught = kept.filter((file) => file.sensitive || sensitive.some((one) => one.url === file.url));
  expect(caught.length === 0, `a sensitive page is saved: ${caught.map((file) => file.url)}`);
}

/** The portal of the repository with another deadline, built by the program under test. */
function rebuilt(world) {
  const work = mkdtempSync(join(tmpdir(), "dalil-offline-"));
  world.folders.push(work);
  for (const name of ["site.yaml", "content"]) cpSync(join(REPOSITORY, name), join(work, name), { recursive: true });
  const register = join(work, "content/registers/facts.yaml"), text = readFileSync(register, "utf8");
  const [, , id, old] = text.match(FACT) ?? [];
  if (!id) throw new Error("the register has no such deadline to change");
  writeFileSync(register, text.replace(FACT, (_, before) => `${before}${Number(old) + 36}`));
  execFileSync(program(), ["build", "--root", work, "--out", join(work, "public"), "--quiet"], { stdio: ["ignore", "ignore", "pipe"] });
  return { portal: readPortal(join(work, "public")), old, now: String(Number(old) + 36) };
}

/** The newest build of the program, or the one named in DALIL. */
function program() {
  const target = process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, "target");
  const built = ["release", "debug"].filter((kind) => readdirSync(target).includes(kind)).map((kind) => join(target, kind, "dalil"));
  const age = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newest = built.sort((a, b) => age(b) - age(a))[0];
  if (!process.env.DALIL && !newest) throw new Error("no dalil is built: run `cargo build`");
  return process.env.DALIL ?? newest;
}

async function changes(world) {
  const { page, expect } = world, { url, label } = world.pack("en").units[GUIDE], next = rebuilt(world);
  const deadline = `/en/situations/deportation-decision/`;
  await openBox(world, url);
  await press(world, "en", label);
  await openBox(world, deadline);
  await press(world, "en", world.pack("en").units["situations/deportation-decision"].label);
  expect((await world.text(".value")).startsWith(next.old), "the deadline is not the one of the register");
  await world.deploy(next.portal);
  await world.go(deadline);
  expect((await world.text(".value")).startsWith(next.now), "the old deadline is shown to a reader who is online");
  expect(!(await page.locator("[data-saved]").count()), "a page from the network says that it is a saved copy");
  // The saved copies follow, this page's and those that were not visited.
  const files = world.pack("en").files;
  await page.waitForFunction(async (files) => {
    const cache = await caches.open("saved-en"), digests = Object.fromEntries(files);
    const copies = await Promise.all((await cache.keys()).map(async ({ url }) => [decodeURI(new URL(url).pathname), (await cache.match(url)).headers.get("x-digest")]));
    return copies.length > 5 && copies.filter(([path]) => path !== "/-saved").every(([path, digest]) => digests[path] === digest);
  }, files.map(([path, digest]) => [path, digest]), { polling: 200 });
  await world.cut();
  for (const path of [deadline, url]) {
    await world.go(path);
    expect(await page.locator("[data-saved]").isVisible(), `${path} is not shown as a saved copy`);
    expect((await world.text(".value")).startsWith(next.now), `${path} still has the old deadline without a network`);
  }
}

async function slow(world) {
  const { page, expect } = world, path = "/en/situations/deportation-decision/", next = rebuilt(world);
  await openBox(world, path);
  await press(world, "en", world.pack("en").units["situations/deportation-decision"].label);
  await world.deploy(next.portal);
  let release;
  const held = new Promise((resolve) => (release = resolve));
  world.before = (asked) => (asked === path ? held : undefined);
  await world.go(path);
  expect(await page.locator("[data-saved]").isVisible(), "on a slow network no saved copy is shown");
  expect((await world.text(".value")).startsWith(next.old), "the saved copy is not what was saved");
  release();
  await shown(page, "[data-newer] a");
  world.before = undefined;
  await Promise.all([page.waitForNavigation(), page.click("[data-newer] a")]);
  expect((await world.text(".value")).startsWith(next.now), "the new text is not shown when it has come");
}

async function lost(world) {
  const { page, expect } = world, { text, all } = world.pack("ckb");
  await openBox(world, "/ckb/offline/");
  world.before = (path) => !path.startsWith("/assets/pages");
  await page.locator(".buttons button", { hasText: all }).click();
  await status(page, text.lost.split(/[.۔{]/)[0]);
  const left = await world.traces();
  expect(left.length === 0, `left after saving failed: ${left}`);
  world.before = undefined;
  await press(world, "ckb", all);
}

async function full(world) {
  const { page, context, origin, expect } = world, pack = world.pack("en"), unit = pack.units[GUIDE];
  await openBox(world, unit.url);
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 100_000 });
  await page.locator(".buttons button", { hasText: unit.label }).click();
  await status(page, pack.text.full);
  const left = await world.traces();
  expect(left.length === 0, `left after the phone was full: ${left}`);
}

async function forgetsWithoutScript(world) {
  const { page, context, expect } = world;
  await world.go("/tr/");
  await page.evaluate(async () => {
    localStorage.setItem("a", "b");
    await (await caches.open("saved-tr")).put("/tr/", new Response("saved"));
  });
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setScriptExecutionDisabled", { value: true });
  await world.go("/tr/forget/");
  expect(await page.locator("main li").first().isVisible(), "the page does not say what it cannot delete");
  await session.send("Emulation.setScriptExecutionDisabled", { value: false });
  await world.go("/tr/");
  const left = await world.traces();
  expect(left.length === 0, `left after forgetting: ${left}`);
}

async function plain({ portal, origin, context, expect }) {
  const other = await context.browser().newContext({ viewport: NARROW, javaScriptEnabled: false });
  const page = await other.newPage();
  await page.goto(origin + JSON.parse(portal.read("/en/pack.json")).units[GUIDE].url);
  expect(!(await page.locator(".save").isVisible()) && !(await page.locator("button.share").isVisible()), "a dead control without a script");
  expect(await page.locator("a.whatsapp").isVisible(), "no way to share without a script");
  const href = await page.locator("a[download]").getAttribute("href");
  expect(portal.files.has(href), "the file to take along is not there");
  await other.close();
}

/** Today in the words of the language, by its own list of months. */
function dateToday({ months, digits }) {
  const now = new Date(), number = (n) => String(n).replace(/\d/g, (digit) => [...digits][digit]);
  return months[now.getMonth()].replace("{d}", number(now.getDate())).replace("{y}", number(now.getFullYear()));
}
