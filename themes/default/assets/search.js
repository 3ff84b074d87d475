// Search in the reader's own browser. The engine is src/search/engine.rs in JavaScript; a test compares their answers.
const files = {}, engines = {};
const WORTH = [1, 1.1, 1.6, 2.4], NAMED = [0.3, 0.7, 1.2, 2.2];

// Resolves to ranked {url, title, section, kind, snippet}.
export const search = (query, { limit = 10, index = document.querySelector("[data-index]").dataset.index } = {}) =>
  open(index, query).then((engine) => engine.search(query, limit));

const load = (url) => files[url] = files[url] || fetch(url)
  .then((answer) => answer.ok ? answer.json() : Promise.reject(answer.status))
  .catch((error) => { delete files[url]; throw error; });

// The engine with what the query needs: a small index is one file, a large one has buckets named by a hash.
export const open = (index, query) => load(index).then((file) => {
  const first = engines[index] = engines[index] || engine([file]), buckets = first.buckets(query), key = index + buckets;
  return buckets.length ? engines[key] || Promise.all(buckets.map((n) => load(file.folder + n + ".json")))
    .then((parts) => engines[key] = engine([file].concat(parts))) : first;
});

const numbers = (stream) => {
  let at = 0;
  const next = () => {
    let n = 0, unit = 1, byte;
    while ((byte = stream.charCodeAt(at++)) > 91) { n += (byte - 36) * unit; unit *= 34; }
    if (!(byte > 34)) throw byte;
    return n + (byte - 35) * unit;
  };
  next.more = () => at < stream.length;
  return next;
};

const run = (next, of) => {
  const list = [];
  let at = 0;
  for (let left = next(); left > 0; left--) {
    const n = next();
    at += Math.floor(n / of);
    list.push([at, n % of]);
  }
  return list;
};

export function engine(parts) {
  const file = parts[0];
  if (file.v !== 1) throw file.v;
  const map = {};
  for (const group of file.map.split(" ")) {
    const [to, from] = group.split(":");
    for (const c of from) map[c] = to;
  }
  const set = (pairs) => pairs.replace(/(.)(.)/g, "$1-$2");
  const drop = RegExp(`[${set(file.drop)}]`, "g"), other = RegExp(`[^'${set(file.word)}]`, "g");
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\0-&(-_a-~]/g, (c) => map[c] || c).replace(drop, "").replace(other, " ");
  const words = (text) => [].concat(...fold(text).split(" ").map((chunk) => {
    chunk = chunk.replace(/^'+|'+$/g, "");
    return file.apostrophe === "join" ? chunk.replace(/'/g, "") : file.apostrophe === "cut" ? chunk.split("'")[0] : chunk.split("'");
  })).filter(Boolean);

  const list = (text) => text ? text.split(" ") : [];
  const particles = list(file.particles);
  const endings = RegExp(`^(${list(file.endings).join("|")})*$`);
  const isEnding = (text) => text.length < 13 && endings.test(text);
  const forms = (word) => {
    const particle = particles.find((particle) => word.startsWith(particle) && word.length - particle.length > 2);
    return particle ? [word, word.slice(particle.length)] : [word];
  };

  const sections = [], terms = [], concepts = [], known = {};
  let pages = 0, families = 0;
  // Sections first, so that concepts can be numbered after all of them.
  const placed = parts.map((part) => {
    const kind = numbers(part.k), count = numbers(part.n), places = [];
    part.u.forEach((url, n) => {
      const of = file.kinds[kind()], page = known[url] = known[url] || { n: pages++, url: file.base + url, title: part.t[n], kind: of };
      for (let left = count(); left > 0; left--) {
        const at = places.length, key = url + "#" + part.a[at];
        if (!(key in known)) known[key] = sections.push({ page, anchor: part.a[at], section: part.h[at] }) - 1;
        sections[known[key]].snippet = sections[known[key]].snippet || part.s[at];
        places.push(known[key]);
      }
    });
    return places;
  });
  parts.forEach((part, n) => {
    const family = numbers(part.f), posting = numbers(part.p), concept = numbers(part.c), places = placed[n], before = concepts.length, old = families;
    let word = "", next = 1;
    while (concept.more()) concepts.push(run(concept, 1).map(([at]) => places[at]));
    part.w.replace(/([A-Z])([^A-Z]*)/g, (_, shared, rest) => {
      word = word.slice(0, shared.charCodeAt() - 65) + rest;
      const code = family(), own = code === 1 ? next++ : code && next + 1 - code;
      const postings = run(posting, 4).map(([at, rank]) => [at < places.length ? places[at] : sections.length + before + at - places.length, rank]);
      terms.push({ word, forms: forms(word), family: own && own + old, postings });
    });
    families += next;
  });

  const keep = (found, at, score, term, quality) => {
    const known = found.get(at);
    if (!known || known.score < score) found.set(at, { score, term, quality });
  };
  const add = (found, term, quality) => {
    for (const [at, rank] of term.postings) {
      if (at < sections.length) keep(found, at, quality * WORTH[rank], term.word, quality);
      else for (const about of concepts[at - sections.length]) keep(found, about, quality * NAMED[rank], term.word, quality);
    }
  };

  const quality = (word, term) => {
    const long = word.length, length = term.length;
    let shared = 0;
    while (shared < long && word[shared] === term[shared]) shared++;
    if (shared === long) return shared === length ? 1 : long > 1 ? 0.7 + 0.08 * long / length : 0.3;
    if (long < 4 || /^\d/.test(word) || /^\d/.test(term)) return 0;
    const alike = 2 * shared / (long + length), allowed = long > 7 ? 2 : 1;
    const ending = shared > 2 && isEnding(word.slice(shared)) && isEnding(term.slice(shared)) ? 0.3 + 0.35 * alike
      : shared > 3 && long - shared < 7 && length - shared < 6 ? 0.5 * alike * alike : 0;
    const slips = distance(word, term, allowed);
    return slips > allowed ? ending : Math.max(ending, 0.55 - 0.12 * slips);
  };

  const find = (word) => {
    const found = new Map(), asked = forms(word), best = {};
    const qualities = terms.map((term) => {
      let most = 0;
      term.forms.forEach((form, n) => asked.forEach((word, m) => {
        most = Math.max(most, quality(word, form) * (m ? 0.9 : n ? 0.9 : 1));
      }));
      return most;
    });
    const most = qualities.reduce((a, b) => Math.max(a, b), 0);
    const weighed = qualities.map((quality) => most >= 0.8 && quality < 0.6 ? quality * 0.3 : quality);
    terms.forEach((term, n) => { if (term.family) best[term.family] = Math.max(best[term.family] || 0, weighed[n]); });
    terms.forEach((term, n) => {
      const value = Math.max(weighed[n], (best[term.family] || 0) * 0.8);
      if (value > 0) add(found, term, value);
    });
    return found;
  };

  const rarity = (found) => {
    let most = 0;
    found.forEach((say) => { most = Math.max(most, say.quality); });
    const pages = new Set();
    found.forEach((say, at) => { if (say.quality * 2 >= most) pages.add(sections[at].page.n); });
    return Math.sqrt(Math.sqrt(Math.max(1, file.pages) / Math.max(1, pages.size)));
  };

  const ask = (query) => words(Array.from(query).slice(0, 200).join("")).slice(0, 10);
  return {
    file, words, sections,
    // Of the two longest words, by their first letters without an article.
    buckets(query) {
      const numbers = file.buckets ? ask(query).filter((word) => word.length > 2).sort((a, b) => b.length - a.length).map((word) =>
        Array.from(forms(word).pop().slice(0, 3)).reduce((hash, c) => (hash * 31 + c.charCodeAt()) % 65521, 7) % file.buckets) : [];
      return Array.from(new Set(numbers)).slice(0, 2);
    },
    search(query, limit) {
      const asked = ask(query), found = asked.map(find), pages = new Map();
      for (let n = 1; n < asked.length; n++) {
        const joined = new Map(), both = asked[n - 1] + asked[n];
        terms.forEach((term) => { if (term.word === both) add(joined, term, 1); });
        joined.forEach((say, at) => [n - 1, n].forEach((n) => keep(found[n], at, say.score, say.term, 1)));
      }
      found.forEach((found, n) => {
        const rare = rarity(found);
        found.forEach((say, at) => {
          const { page } = sections[at];
          if (!pages.has(page)) pages.set(page, { scores: asked.map(() => 0), qualities: asked.map(() => 0), sections: new Map() });
          const known = pages.get(page);
          known.scores[n] = Math.max(known.scores[n], say.score * rare);
          known.qualities[n] = Math.max(known.qualities[n], say.quality);
          known.sections.set(at, (known.sections.get(at) || 0) + say.score * rare);
        });
      });
      const sum = (list) => list.reduce((a, b) => a + b, 0), whole = asked.join(" ");
      const ranked = Array.from(pages, ([page, known]) => {
        let top = 0, at = 0;
        known.sections.forEach((score, place) => { if (score > top || score === top && place < at) { top = score; at = place; } });
        const met = sum(known.qualities) / asked.length;
        return { at, score: (sum(known.scores) + top * 0.25) * met * met * (words(page.title).join(" ") === whole ? 2 : 1) };
      }).sort((a, b) => b.score - a.score || a.at - b.at);
      return ranked.filter((hit) => hit.score >= ranked[0].score * 0.1).slice(0, limit).map(({ at, score }) => {
        const { page, anchor, section, snippet } = sections[at];
        return {
          url: page.url + (anchor && "#" + anchor), title: page.title, section, kind: page.kind, snippet, score,
          terms: found.map((found) => (found.get(at) || {}).term).filter(Boolean),
        };
      });
    },
  };
}

// Letters added, left out, replaced or swapped with a neighbour.
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let older, old = [], row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    older = old; old = row; row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let here = Math.min(old[j - 1] + (a[i - 1] !== b[j - 1]), old[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) here = Math.min(here, older[j - 2] + 1);
      row.push(here);
      least = Math.min(least, here);
    }
    if (least > most) return most + 1;
  }
  return Math.min(row[b.length], most + 1);
}

// The interface in a page: fills the list below the field while the reader types.
export function mount(box) {
  const input = box.querySelector("input"), form = box.querySelector("form"), status = box.querySelector("[role=status]"), list = box.querySelector(".results");
  const text = box.dataset;
  const make = (name, ...inner) => { const element = document.createElement(name); element.append(...inner); return element; };
  let timer, turn = 0;

  // Words that were found are marked; numbers keep their order in right-to-left text.
  const paint = (element, value, engine, hit, asked) => {
    value.split(/(\+?\d[\d ()-]*\d)/).forEach((run, n) => {
      const pieces = run.split(/(\s+)/).map((piece) =>
        engine.words(piece).some((word) => hit.terms.includes(word) || asked.some((start) => word.startsWith(start))) ? make("mark", piece) : piece);
      if (n % 2) { const number = make("bdi", ...pieces); number.dir = "ltr"; element.append(number); } else element.append(...pieces);
    });
    return element;
  };

  const entry = (hit, engine, asked) => {
    const link = make("a"), item = make("li", link);
    link.href = hit.url;
    paint(link, hit.title + (hit.section ? " – " + hit.section : ""), engine, hit, asked);
    if (hit.kind) item.append(" ", make("small", hit.kind));
    if (hit.snippet) item.append(paint(make("p"), hit.snippet, engine, hit, asked));
    return item;
  };

  // The nearest words of titles, where nothing was found.
  const nearest = (engine, asked) => {
    const near = new Map();
    engine.sections.forEach((part) => (part.page.title + " " + part.section).split(/[\s.,:;?!()،؛؟]+/).forEach((word) => asked.forEach((start) => {
      const folded = engine.words(word).join(""), most = 1 + Math.floor(start.length / 3), slips = folded ? distance(start, folded, most) : 99;
      if (slips <= most) near.set(word, Math.min(slips, near.get(word) || 99));
    })));
    return Array.from(near).sort((a, b) => a[1] - b[1]).slice(0, 3).map(([word]) => {
      const button = make("button", word);
      button.type = "button";
      button.onclick = () => { input.value = word; input.focus(); answer(); };
      return make("li", button);
    });
  };

  // An answer waits while the reader is in the list: what she is about to open stays under her finger, and keeps the focus.
  let held;
  const flush = () => {
    if (!held || list.contains(document.activeElement)) return;
    held();
    held = 0;
    list.setAttribute("aria-busy", "false");
  };
  list.addEventListener("focusout", () => setTimeout(flush));

  const draw = (index, query, own) => open(index, query).then((engine) => {
    const hits = engine.search(query, 20), asked = engine.words(query);
    return () => {
      list.lang = engine.file.lang;
      list.dir = engine.file.dir;
      list.textContent = "";
      list.append(...(hits.length ? hits.map((hit) => entry(hit, engine, asked)) : nearest(engine, asked)));
      status.textContent = hits.length ? text.count + " " + hits.length.toLocaleString(engine.file.lang) : text.none;
      if (own && text.also) {
        const more = make("button", text.alsoLabel);
        more.type = "button";
        more.onclick = () => attempt(text.also, query, false);
        status.append(" ", more);
      }
      box.classList.toggle("nothing", !hits.length);
    };
  });

  // Only the latest question is answered, however late its answer comes.
  const attempt = (index, query, own) => {
    const mine = ++turn;
    list.setAttribute("aria-busy", "true");
    return draw(index, query, own).catch(() => () => {
      list.textContent = "";
      status.textContent = text.error;
      box.classList.add("nothing");
    }).then((show) => {
      if (mine !== turn) return;
      held = show;
      flush();
    });
  };

  const answer = () => {
    clearTimeout(timer);
    const query = input.value.trim();
    // Kept for the Back button in the browser's memory of this visit; the address never holds it.
    history.replaceState(Object.assign({}, history.state, { search: query }), "");
    if (query) return attempt(text.index, query, true);
    turn++;
    held = () => {
      list.textContent = status.textContent = "";
      box.classList.remove("nothing");
    };
    flush();
  };

  input.addEventListener("input", () => {
    list.setAttribute("aria-busy", "true");
    clearTimeout(timer);
    timer = setTimeout(answer, 150);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); answer(); });
  const warm = () => load(text.index).catch(() => {});
  input.addEventListener("focus", warm);
  if (document.activeElement === input) warm();
  if (!input.value && history.state && history.state.search) input.value = history.state.search;
  if (input.value) answer();
}
