// The service worker: saves pages when the reader asks for it, shows them when there is no network, and keeps them as new as the site.
// It is registered when she presses a button in the box of save.js, never before. It saves what a language's pack.json lists, which no
// sensitive page is in, and nothing else. The network comes first: a saved page is shown only where there is none or it is slow, and then
// the page says how old it is.

const NAME = "saved-", RECORD = "/-saved", PATIENCE = 4000, AT_ONCE = 4, LATE = {};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  const { lang, unit } = event.data, [port] = event.ports;
  event.waitUntil(save(lang, unit || "*", (said) => port.postMessage(said)));
});

addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url.pathname.replace(/index\.html$/, "")));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(asset(request));
});

// Assets have a digest of their content in their names: a saved one is never old.
async function asset(request) {
  for (const name of await caches.keys()) {
    const copy = await (await caches.open(name)).match(request);
    if (copy) return copy;
  }
  return fetch(request);
}

async function page(event, path) {
  if (/^\/[^/]+\/forget\/$/.test(path)) return forgotten(event.request, path);
  const asked = fetch(event.request).catch(() => null), saved = await find(path), lang = path.split("/")[1];
  if (!saved) {
    const answer = await asked;
    if (answer) event.waitUntil(refresh(lang));
    return answer || missing(lang);
  }
  const answer = await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, PATIENCE, LATE))]);
  if (answer === LATE) {
    event.waitUntil(asked.then(async (answer) => {
      const changed = answer && await take(saved, answer);
      const reader = changed && await clients.get(event.resultingClientId);
      if (reader) reader.postMessage("newer");
      if (answer) await refresh(saved.lang);
    }));
  }
  if (answer === LATE || !answer || answer.status > 499) return dated(saved);
  const copy = answer.clone();
  event.waitUntil(take(saved, copy).then(() => refresh(saved.lang)));
  return answer;
}

// Keeps what the site answered in place of the saved copy. Resolves to whether the two differ.
async function take({ cache, path, copy }, answer) {
  if (answer.status === 404 || answer.status === 410 || /no-store/.test(answer.headers.get("cache-control"))) {
    await cache.delete(path);
    return false;
  }
  return answer.ok && await put(cache, path, answer) !== copy.headers.get("x-digest");
}

// The saved copy of a page, first of its own language.
async function find(path) {
  const own = NAME + path.split("/")[1], names = (await caches.keys()).filter((name) => name.startsWith(NAME));
  for (const name of names.sort((a, b) => (b === own) - (a === own))) {
    const cache = await caches.open(name);
    for (const at of path.endsWith("/") ? [path] : [path, path + "/"]) {
      const copy = await cache.match(at);
      if (copy) return { cache, path: at, copy, lang: name.slice(NAME.length) };
    }
  }
  return undefined;
}

const recordOf = async (cache) => {
  const record = await cache.match(RECORD);
  return record && record.json();
};

// A saved page that says on top how old it is.
async function dated({ cache, path, copy }) {
  const { pack, date } = await recordOf(cache), html = await copy.text(), digest = copy.headers.get("x-digest");
  // Saved long ago, but found unchanged since: it is as new as that.
  const current = pack.files.some(([url, known]) => known === digest && new URL(url, location).pathname === new URL(path, location).pathname);
  const day = inWords(new Date(current && date || copy.headers.get("x-saved")), pack), text = escaped(pack.text.from.replace("{date}", day));
  const note = `<div class="notices" role="note" lang="${pack.lang}" dir="${pack.dir}" data-saved><p>${text}</p><p role="status" data-newer="${escaped(pack.text.newer)}"></p></div>`;
  return new Response(html.replace(/<main[^>]*>/, (main) => main + note), { headers: copy.headers });
}

const escaped = (text) => text.replace(/[&<"]/g, (c) => `&#${c.charCodeAt()};`);

function inWords(date, { digits, months, solar }) {
  const number = (n) => String(n).replace(/\d/g, (digit) => Array.from(digits)[digit]);
  const write = (pattern, year, day) => pattern.replace("{d}", number(day)).replace("{y}", number(year));
  const day = write(months[date.getMonth()], date.getFullYear(), date.getDate());
  if (!solar.length) return day;
  const parts = {}, format = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", { year: "numeric", month: "numeric", day: "numeric" });
  for (const { type, value } of format.formatToParts(date)) parts[type] = parseInt(value, 10);
  return solar[parts.month - 1] ? `${day} (${write(solar[parts.month - 1], parts.year, parts.day)})` : day;
}

// Without a network, in place of a page that is not saved: what is saved, in her language or in one that she saved.
async function missing(lang) {
  const others = (await caches.keys()).filter((name) => name.startsWith(NAME)).map((name) => name.slice(NAME.length));
  for (const one of [lang, ...others]) {
    const saved = await find(`/${one}/offline/`);
    if (saved) return new Response((await saved.copy.text()).replace(" hidden data-lost", " data-lost"), { status: 503, headers: saved.copy.headers });
  }
  return Response.error();
}

// Forgetting: everything is deleted before the page is shown, with or without scripts in it, with or without a network. The page itself
// is never fetched to be saved, since its header would have the browser forget; it is made of the one that lists what is saved.
async function forgotten(request, path) {
  const names = await caches.keys(), own = NAME + path.split("/")[1], name = names.includes(own) ? own : names.find((name) => name.startsWith(NAME));
  const cache = name && await caches.open(name), record = cache && await recordOf(cache), page = cache && await cache.match(`/${name.slice(NAME.length)}/offline/`);
  const html = record && page && await page.text();
  await Promise.all(names.map((name) => caches.delete(name)));
  await registration.unregister();
  if (!html || (await caches.keys()).length) return fetch(request);
  const { forget, forgotten, cannot, history, files, others } = record.pack.text;
  const items = [history, files, others].map((text) => `<li>${escaped(text)}</li>`).join("");
  const text = `<h1>${escaped(forget)}</h1><p class="summary forget" role="status">${escaped(forgotten)}</p><h2>${escaped(cannot)}</h2><ul>${items}</ul>`;
  const title = `<title>${escaped(forget)}</title>`;
  return new Response(html.replace(/<title>[^]*?<\/title>/, () => title).replace(/(<main[^>]*>)[^]*(<\/main>)/, (_, start, end) => start + text + end), { headers: page.headers });
}

async function list(lang) {
  const answer = await fetch(`/${lang}/pack.json`, { cache: "no-cache" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function save(lang, unit, tell) {
  const cache = await caches.open(NAME + lang), before = await recordOf(cache), added = [];
  const units = Array.from(new Set([...(before ? before.units : []), unit]));
  let last = { done: 0, total: 0 };
  try {
    const pack = await list(lang);
    await write(cache, { units, pack, date: before && before.date });
    await fill(cache, pack, units, (said) => tell(last = said), added);
    tell({ saved: true });
  } catch (error) {
    const full = error.name === "QuotaExceededError";
    if (full) await Promise.all(added.map((path) => cache.delete(path)));
    if (full && before) await write(cache, before).catch(() => {});
    // What was under way counts for nothing: only what is there. One of the files is the record.
    const done = Math.max(0, (await cache.keys()).length - 1);
    if (!before && done === 0) await caches.delete(NAME + lang);
    tell({ failed: full ? "full" : "lost", done, total: last.total });
  }
}

// Once for each language at a time: fetches what has changed on the site since it was saved.
const running = {};
function refresh(lang) {
  const work = async () => {
    if (!(await caches.has(NAME + lang))) return;
    const cache = await caches.open(NAME + lang), record = await recordOf(cache);
    if (record) await fill(cache, await list(lang), record.units);
  };
  return running[lang] = running[lang] || work().catch(() => {}).finally(() => { delete running[lang]; });
}

// Fetches what is not saved yet or differs from the list, then deletes what is on it no longer. Everything goes on working meanwhile.
async function fill(cache, pack, units, tell = () => {}, added = []) {
  const numbers = units.flatMap((unit) => (pack.units[unit] ? pack.units[unit].files : []));
  const wanted = units.includes("*") ? pack.files : Array.from(new Set(numbers), (n) => pack.files[n]), total = wanted.length, queue = [];
  for (const file of wanted) {
    const known = await cache.match(file[0]);
    if (!known || known.headers.get("x-digest") !== file[1]) queue.push(file);
    if (!known) added.push(file[0]);
  }
  let done = total - queue.length;
  const report = (more) => tell({ done: Math.floor(done + more), total });
  const pages = queue.filter(([path]) => path.endsWith("/")), { url, bytes, length } = pack.bundle;
  // Many pages at once weigh less in one file.
  if (pages.reduce((sum, page) => sum + page[2] + 500, 0) > bytes) {
    const answer = await fetched(url), found = await unpacked(answer, length, (part) => report(part * pages.length));
    for (const [path] of pages) await put(cache, path, new Response(found.get(path), { headers: { ...Object.fromEntries(answer.headers), "content-type": "text/html; charset=utf-8" } }));
    queue.splice(0, queue.length, ...queue.filter((file) => !pages.includes(file)));
    done += pages.length;
  }
  report(0);
  const work = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) {
      await put(cache, file[0], await fetched(file[0]));
      done += 1;
      report(0);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => work().catch((error) => { queue.length = 0; throw error; })));
  const listed = new Set(wanted.map(([path]) => new URL(path, location).pathname).concat(RECORD));
  for (const { url } of await cache.keys()) if (!listed.has(new URL(url).pathname)) await cache.delete(url);
  await write(cache, { units, pack, date: new Date().toISOString() });
}

async function fetched(path) {
  const answer = await fetch(path, path.startsWith("/assets/") ? {} : { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status} ${path}`);
  return answer;
}

// The pages of a bundle by their paths.
async function unpacked(answer, length, tell) {
  const reader = answer.body.getReader(), chunks = [];
  let got = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    tell(Math.min(1, (got += next.value.length) / length));
  }
  const { lines, pages } = JSON.parse(await new Blob(chunks).text());
  return new Map(pages.map(([path, numbers]) => [path, numbers.map((n) => lines[n]).join("\n")]));
}

const write = (cache, record) => cache.put(RECORD, new Response(JSON.stringify(record), { headers: { "content-type": "application/json" } }));

// Stores an answer with the day and with the digest of what it truly holds, whatever the list promised. Resolves to the digest.
async function put(cache, path, answer) {
  const bytes = await answer.arrayBuffer(), headers = new Headers(answer.headers);
  const digest = Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 6), (byte) => byte.toString(16).padStart(2, "0")).join("");
  ["content-encoding", "content-length", "vary"].forEach((name) => headers.delete(name));
  headers.set("x-digest", digest);
  headers.set("x-saved", new Date().toISOString());
  await cache.put(path, new Response(bytes, { headers }));
  return digest;
}
