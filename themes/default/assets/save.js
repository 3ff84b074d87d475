// The box in which the reader saves pages, and deletes them. Loaded when she opens it. The work is done by the service worker (sw.js),
// which is registered when she presses a button, never before; what there is to save comes from the language's pack.json.

const RECORD = "/-saved";
const phrase = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const make = (name, text) => Object.assign(document.createElement(name), { textContent: text });

// What is saved of the language: which parts, and the list they were saved by.
const saved = async (lang) => {
  const name = `saved-${lang}`;
  if (!(await caches.has(name))) return undefined;
  const record = await (await caches.open(name)).match(RECORD);
  return record && record.json();
};

// The newest list; without a network, the one that was saved.
const listOf = async (path, lang) => {
  const answer = await fetch(path, { cache: "no-cache" }).catch(() => null);
  if (answer && answer.ok) return answer.json();
  const record = await saved(lang);
  if (!record) throw new Error("no list");
  return record.pack;
};

// Deletes everything that any page of this site may have stored. Resolves to whether nothing is left.
export async function forget() {
  const workers = await navigator.serviceWorker.getRegistrations();
  await Promise.all(workers.map((worker) => worker.unregister()));
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  localStorage.clear();
  sessionStorage.clear();
  const bases = indexedDB.databases ? await indexedDB.databases() : [];
  bases.forEach((base) => indexedDB.deleteDatabase(base.name));
  return (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length === 0;
}

// Has the service worker save a part, or everything where no part is named. Resolves to what came of it.
async function save(lang, unit, progress) {
  try {
    await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  } catch {
    return { failed: "failed" };
  }
  const worker = (await navigator.serviceWorker.ready).active;
  const { port1, port2 } = new MessageChannel();
  const outcome = new Promise((resolve) => {
    port1.onmessage = ({ data }) => (data.saved || data.failed ? resolve(data) : progress(data));
  });
  worker.postMessage({ lang, unit }, [port2]);
  const result = await outcome;
  if ((await caches.keys()).length === 0) await forget();
  return result;
}

export async function mount(box) {
  const { pack: path, unit } = box.dataset, lang = path.split("/")[1];
  const pack = await listOf(path, lang), { text } = pack;
  const number = (n) => String(n).replace(/\d/g, (digit) => Array.from(pack.digits)[digit]);
  const status = box.querySelector("[role=status]"), bar = make("progress"), list = make("ul"), heading = make("h2", text.listed);
  let busy = false;

  const button = (label, press) => {
    const made = make("button", label);
    made.type = "button";
    made.addEventListener("click", () => { if (!busy) press(); });
    return made;
  };

  // Screen readers hear of every quarter, not of every file.
  const tell = ({ done, total }) => {
    bar.max = total;
    bar.value = done;
    const quarter = Math.ceil(total / 4);
    if (done % quarter === 0) status.textContent = phrase(text.progress, { done: number(done), total: number(total) });
  };

  const press = async (unit) => {
    busy = true;
    bar.hidden = false;
    bar.removeAttribute("value");
    status.textContent = phrase(text.progress, { done: number(0), total: number(unit ? pack.units[unit].files.length : pack.files.length) });
    const { failed, done = 0, total = 0 } = await save(lang, unit, tell).catch(() => ({ failed: "error" }));
    status.textContent = phrase(text[failed || "done"], { done: number(done), total: number(total) });
    bar.hidden = true;
    busy = false;
    await show();
  };

  const remove = button(text.delete, async () => {
    busy = true;
    await forget();
    status.textContent = text.deleted;
    busy = false;
    await show();
  });

  // What is saved by now, as links.
  const show = async () => {
    const record = await saved(lang), units = record ? record.pack.units : {};
    const chosen = !record ? [] : record.units.includes("*") ? Object.keys(units) : record.units.filter((unit) => units[unit]);
    list.replaceChildren(...chosen.map((unit) => {
      const item = make("li"), link = make("a", units[unit].title);
      link.href = units[unit].url;
      item.append(link);
      return item;
    }));
    remove.hidden = !record;
    heading.hidden = list.hidden = chosen.length === 0;
  };

  const buttons = make("p");
  buttons.className = "buttons";
  if (unit && pack.units[unit]) buttons.append(button(pack.units[unit].label, () => press(unit)));
  buttons.append(button(pack.all, () => press()), remove);
  bar.hidden = true;
  bar.setAttribute("aria-label", box.querySelector("summary").textContent);
  list.className = "links";
  status.before(make("p", text.intro), buttons, bar);
  status.after(heading, list);
  await show();
}
