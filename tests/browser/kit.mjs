// What the checks share: the built portal as data, a server that answers as the real host does, and a browser.
// It judges nothing: the checks do.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { availableParallelism, cpus } from "node:os";
import { extname, join, resolve, sep } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

/** The widths a page is looked at: the narrowest of WCAG 1.4.10, and a desk. */
export const NARROW = { width: 320, height: 640 };
export const WIDE = { width: 1280, height: 800 };
/** Text of 200 %: twice the theme's own size, which is a little above the browser's. */
export const LARGE = "html { font-size: 212.5% !important }";
/** The four languages whose pages are complete; journeys are walked in them. */
export const COMPLETE = ["en", "tr", "ar", "fa"];

/** Reads a folder that `dalil build` wrote. Paths begin with `/`; `pages` are its HTML files in path order. */
export function readPortal(folder) {
  const root = resolve(folder);
  const names = readdirSync(root, { recursive: true }).filter((name) => statSync(join(root, name)).isFile());
  const files = new Set(names.map((name) => `/${name.split(sep).join("/")}`));
  const read = (path) => readFileSync(join(root, path), "utf8");
  const pages = [...files].filter((path) => path.endsWith(".html")).sort().map((path) => readPage(path, read(path)));
  if (pages.length === 0) throw new Error(`${root} holds no HTML page: build the portal first`);
  const byUrl = new Map(pages.map((page) => [page.url, page]));
  return {
    root,
    files,
    pages,
    read,
    base: pages.map((page) => page.canonical && new URL(page.canonical).origin).find(Boolean),
    page: (url) => byUrl.get(decodeURI(url)),
    /** The file behind a path of a URL, or nothing. */
    file: (path) => [decodeURI(path), `${decodeURI(path)}index.html`].find((name) => files.has(name)),
    languages: [...new Set(pages.map((page) => page.lang))].sort(),
  };
}

/** One page of every template in every language: what stands for the rest where a check is too slow for all. */
export function oneOfEach(portal) {
  const first = new Map();
  for (const page of portal.pages) {
    const key = `${page.kind} ${page.lang}`;
    if (!first.has(key)) first.set(key, page);
  }
  return [...first.values()];
}

function readPage(file, html) {
  const elements = startTags(html);
  const all = (name) => elements.filter((element) => element.name === name).map((element) => element.attributes);
  const root = all("html")[0] ?? {};
  const links = all("link");
  const canonical = links.find((link) => link.rel === "canonical")?.href;
  return {
    file,
    url: file.replace(/\/index\.html$/, "/"),
    html,
    elements,
    lang: root.lang,
    dir: root.dir,
    kind: all("body")[0]?.class?.match(/kind-([\w-]+)/)?.[1] ?? "none",
    canonical,
    noindex: all("meta").some((meta) => meta.name === "robots" && meta.content.includes("noindex")),
    alternates: links.filter((link) => link.hreflang).map((link) => ({ lang: link.hreflang, href: link.href })),
    ids: new Set(elements.map((element) => element.attributes.id).filter(Boolean)),
    /** The language switch: every language the portal has, with this page's address in it. */
    switches: all("a").filter((link) => link.lang && link.dir && link.href).map((link) => ({ lang: link.lang, href: link.href })),
  };
}

/** The start tags of a document that the Nu checker calls valid: a tokenizer is enough, no tree is needed. */
export function startTags(html) {
  const text = html.replace(/<!--[^]*?-->/g, "").replace(/(<(style|script)\b[^>]*>)[^]*?(?=<\/\2)/g, "$1");
  const tags = text.matchAll(/<([a-z][a-z0-9]*)((?:\s+[^\s=>/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*\/?>/gi);
  return [...tags].map(([, name, rest]) => ({ name: name.toLowerCase(), attributes: attributes(rest) }));
}

function attributes(text) {
  const found = text.matchAll(/([^\s=>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
  return Object.fromEntries([...found].map(([, name, a, b, c]) => [name, unescape(a ?? b ?? c ?? "")]));
}

export function unescape(text) {
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(+decimal) : (named[name] ?? whole));
}

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".xml": "application/xml",
  ".json": "application/json", ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8", ".pdf": "application/pdf",
  ".avif": "image/avif", ".webp": "image/webp", ".jpg": "image/jpeg", ".png": "image/png", ".gif": "image/gif",
};

/** As a static host stores its files: brotli at its best level, gzip for those that know no better. */
const ENCODINGS = { br: brotliCompressSync, gzip: gzipSync };

/**
 * Serves a portal on the loopback as its host would: `_headers`, `_redirects`, localised 404s, and compressed where bytes are counted.
 * `before` may hold a request, or cut it off by returning false.
 */
export async function serve(portal, { compressed = false, port = 0, before } = {}) {
  const headers = headerRules(portal);
  const redirects = redirectRules(portal);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    if ((await before?.(pathname)) === false) return void request.socket.destroy();
    // What a browser asks for by itself where a page names no icon, as the files to pass on do not.
    if (pathname === "/favicon.ico") return void response.writeHead(204).end();
    const language = request.headers["accept-language"]?.split(/[,;]/)[0].toLowerCase();
    const file = portal.file(pathname);
    const rule = redirects.find((rule) => rule.from.test(pathname) && (rule.forced || !file) && (!rule.languages || rule.languages.includes(language)));
    if (rule && rule.status >= 300 && rule.status < 400) return void response.writeHead(rule.status, { location: rule.to }).end();
    const shown = rule ? portal.file(rule.to) : file;
    if (!shown) return void response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    for (const [name, value] of headers.filter((rule) => rule.path.test(pathname)).flatMap((rule) => rule.headers)) response.appendHeader(name, value);
    response.setHeader("content-type", TYPES[extname(shown)] ?? "application/octet-stream");
    const bytes = readFileSync(join(portal.root, shown));
    const encoding = compressed && Object.keys(ENCODINGS).find((name) => request.headers["accept-encoding"]?.includes(name));
    if (encoding) response.setHeader("content-encoding", encoding);
    response.writeHead(rule?.status ?? 200).end(encoding ? ENCODINGS[encoding](bytes) : bytes);
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  const close = () => new Promise((closed) => { server.close(closed); server.closeAllConnections(); });
  return { origin: `http://127.0.0.1:${server.address().port}`, port: server.address().port, close };
}

const glob = (path) => new RegExp(`^${path.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`);

const rules = (portal, name) => (portal.files.has(name) ? portal.read(name) : "").split("\n").filter((line) => line.trim() && !line.trim().startsWith("#"));

function headerRules(portal) {
  const found = [];
  for (const line of rules(portal, "/_headers")) {
    if (/^\S/.test(line)) found.push({ path: glob(line.trim()), headers: [] });
    else found.at(-1).headers.push(line.trim().match(/^([^:]+):\s*(.*)$/).slice(1));
  }
  return found;
}

export function redirectRules(portal) {
  return rules(portal, "/_redirects").map((line) => {
    const [from, to, status = "301", ...conditions] = line.trim().split(/\s+/);
    const languages = conditions.find((condition) => condition.startsWith("Language="))?.slice(9).toLowerCase().split(",");
    return { from: glob(from), to, status: parseInt(status, 10), forced: status.endsWith("!"), languages };
  });
}

/** Chromium, which can look up no host: a page that asks for another one is found out, and nothing leaves the machine. */
export async function openBrowser(...more) {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error("no Chromium here: run `apt-get install chromium`, or name one in CHROMIUM");
  const quiet = ["gpu", "quic", "background-networking", "component-update", "sync"].map((feature) => `--disable-${feature}`);
  return chromium.launch({ executablePath, args: [...quiet, "--no-sandbox", "--no-first-run", ...more, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"] });
}

/** Opens every page once, in as many tabs as there are cores, and returns what `visit` makes of each. */
export async function visitAll(browser, origin, pages, visit, options = {}) {
  const queue = [...pages];
  const results = [];
  const work = async () => {
    const tab = await openTab(browser, origin, options);
    for (let page = queue.shift(); page; page = queue.shift()) {
      await tab.open(page);
      results.push({ page, result: await visit(tab) });
    }
    await tab.page.context().close();
  };
  await Promise.all(Array.from({ length: availableParallelism?.() ?? cpus().length }, work));
  return results;
}

/** One tab in a context of its own, with a record of what its page asked for and complained about. */
export async function openTab(browser, origin, { scripts = [], ...options } = {}) {
  const context = await browser.newContext({ viewport: NARROW, ...options });
  for (const content of scripts) await context.addInitScript({ content });
  const page = await context.newPage();
  const tab = { page, origin, requests: [], first: [], complaints: [], open };
  page.on("request", (request) => tab.requests.push(request.url()));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && tab.complaints.push(message.text()));
  page.on("pageerror", (error) => tab.complaints.push(String(error)));
  async function open(target) {
    Object.assign(tab, { target, requests: [], complaints: [] });
    await page.goto(origin + (target.url ?? target));
    tab.first = [...tab.requests];
  }
  return tab;
}

/**
 * Back to `url`, by the page itself: the browser may not have counted a page that has only just come, and would go back by two. The page may
 * be gone before it has answered that it goes.
 */
export const back = (page, url) => Promise.all([page.waitForURL((at) => decodeURI(at.href) === decodeURI(url)), page.evaluate(() => history.back()).catch(() => undefined)]);
