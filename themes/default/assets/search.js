// Search in the reader's own browser. The engine is src/search/engine.rs in JavaScript; a test compares their answers.
const files = {}, engines = {};
// Where the index has buckets, its small first file takes the place of this pattern when the site is built.
const FIRST = /dalil:first/;
const WORTH = [1, 1.1, 1.6, 2.4], NAMED = [0.3, 0.7, 1.2, 2.2];

// Resolves to ranked {url, title, section, kind, snippet}.
export const search = (query, { limit = 10, index = document.querySelector("[data-index]").dataset.index } = {}) =>
  open(index, query).then((engine) => engine.search(query, limit));

const load = (url) => files[url] = files[url] || (FIRST[url] ? Promise.resolve(FIRST[url]) : fetch(url)
  .then((answer) => answer.ok ? answer.json() : Promise.reject(answer.status))
  .catch((error) => { delete files[url]; throw error; }));

// The engine with what the query needs: a small index is one file, a large one has buckets, of which it tells the next to ask. Who has
// saved the whole has it in one file.
export const open = (index, query) => load(index).then((file) => {
  const grow = (asked) => Promise.all(asked.map((n) => load(file.folder + n + ".json"))).then((parts) => {
    const known = engines[index + asked] = engines[index + asked] || engine([file].concat(parts)), next = known.next(query, asked);
    return next.length ? grow(asked.concat(next)) : known;
  });
  return grow([]).catch(() => load(file.folder + "all.json").then((all) => engines[file.folder] = engines[file.folder] || engine([all])));
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
  if (file.v !== 3) throw file.v;
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

  const isWorth = (word) => word.length > 1 || /^\d/.test(word);
  const list = (text) => text ? text.split(" ") : [];
  const particles = list(file.particles);
  const endings = RegExp(`^(${list(file.endings).join("|")})*$`);
  const isEnding = (text) => text.length < 13 && endings.test(text);
  const forms = (word) => {
    const particle = particles.find((particle) => word.startsWith(particle) && word.length - particle.length > 2);
    return particle ? [word, word.slice(particle.length)] : [word];
  };

  const sections = [], terms = [], concepts = [], known = {}, guesses = {};
  let pages = 0, families = 0;
  // Sections first, so that concepts can be numbered after all of them. Titles and headings say their own words.
  const placed = parts.map((part, n) => {
    const kind = numbers(part.k || ""), count = numbers(part.n || ""), places = [], said = {};
    const say = (text, at, rank) => n || words(text).forEach((word) => { if (isWorth(word)) (said[word] = said[word] || {})[at] = rank; });
    (part.u || []).forEach((url, p) => {
      const of = file.kinds[kind()], page = known[url] = known[url] || { n: pages++, url: file.base + url, title: part.t[p], kind: of };
      for (let left = count(), start = places.length; left > 0; left--) {
        const at = places.length, key = url + "#" + part.a[at], snippet = (part.s || [])[at];
        if (!(key in known)) known[key] = sections.push({ page, anchor: part.a[at], section: part.h[at] }) - 1;
        sections[known[key]].snippet = sections[known[key]].snippet || snippet;
        page.snippet = page.snippet || snippet;
        places.push(known[key]);
        say(part.h[at], at, 2);
        if (at === start) say(part.t[p], at, 3);
      }
    });
    return { places, said };
  });
  parts.forEach((part, n) => {
    const family = numbers(part.f), posting = numbers(part.p), concept = numbers(part.c || ""), { places, said } = placed[n], before = concepts.length, old = families;
    const add = (word, said) => {
      const code = family(), own = code === 1 ? next++ : code && next + 1 - code;
      const postings = run(posting, 4);
      for (const at in said) postings.push([+at, said[at]]);
      for (const one of postings) one[0] = one[0] < places.length ? places[one[0]] : sections.length + before + one[0] - places.length;
      terms.push({ word, forms: forms(word), family: own && own + old, postings });
    };
    let word = "", next = 1;
    while (concept.more()) concepts.push(run(concept, 1).map(([at]) => places[at]));
    Object.keys(said).sort().forEach((word) => add(word, said[word]));
    (part.w || "").replace(/([A-Z])([^A-Z]*)/g, (_, shared, rest) => {
      word = word.slice(0, shared.charCodeAt() - 65) + rest;
      add(word);
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

  const common = (a, b) => {
    let n = 0;
    while (n < a.length && a[n] === b[n]) n++;
    return n;
  };

  const quality = (word, term) => {
    const long = word.length, length = term.length, shared = common(word, term);
    if (shared === long) return shared === length ? 1 : long > 1 ? 0.7 + 0.08 * long / length + (long > 2 && isEnding(term.slice(shared)) ? 0.1 : 0) : 0.3;
    if (long < 4 || word[0] !== term[0] && word[0] !== term[1] && word[1] !== term[0] || /^\d/.test(word) || /^\d/.test(term)) return 0;
    const alike = 2 * shared / (long + length), allowed = long > 7 ? 8 : 4;
    // One slip of the finger from four letters on, two from eight; the term may go on with endings.
    let best = 0;
    if (long <= length + allowed / 4) slips(word, term.slice(0, long + allowed / 4), allowed).forEach((slips, end) => {
      if (slips <= allowed && (end === length || end > 2 && isEnding(term.slice(end)))) best = Math.max(best, (0.66 - 0.2 * slips / long) * (end < length ? 0.93 : 1));
    });
    return Math.max(best, shared > 2 && isEnding(word.slice(shared)) && isEnding(term.slice(shared)) ? (shared > 4 ? 0.38 : 0.28) + 0.35 * alike
      : shared > 3 && long - shared < 7 && length - shared < 6 ? 0.5 * alike * alike : 0);
  };

  const guess = (word) => {
    const mine = forms(word);
    return guesses[word] = guesses[word] || terms.map((term) => {
      let most = 0;
      term.forms.forEach((form, n) => mine.forEach((word, m) => { most = Math.max(most, quality(word, form) * (m || n ? 0.9 : 1)); }));
      return most;
    });
  };

  const find = (word) => {
    const found = new Map(), best = {}, qualities = guess(word), most = Math.max(0, ...qualities);
    const weighed = qualities.map((quality) => most >= 0.8 && quality < 0.6 ? quality * 0.3 : quality);
    terms.forEach(({ word, family }, n) => { if (family && weighed[n] > (best[family] || [0])[0]) best[family] = [weighed[n], word]; });
    terms.forEach((term, n) => {
      const [met, kin] = best[term.family] || [0, ""], value = Math.max(weighed[n], met * (0.4 + 0.9 * common(kin, term.word) / (kin.length + term.word.length)));
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
  const slots = numbers(file.slots || ""), places = [];
  while (slots.more()) places.push(slots());
  // Where a word may be, by its first letter and the next consonant or the one after, without an article: see src/search/slots.rs.
  const keys = (word) => {
    const others = word.slice(1).replace(/[aeiouyاويهаеиоуыэюяьъ]/g, "").replace(/(.)\1+/g, "$1"), code = (text, n) => text.charCodeAt(n) || 0;
    const slot = (n) => (code(word, 0) * 31 + code(others, n)) % 509;
    return [[slot(0), code(word, 1) + code(word, 2)], [slot(1), code(others, 2) || code(word, 1)], others];
  };
  const buckets = (word) => {
    word = forms(word).pop();
    const long = word.length > 2, [one, other, others] = keys(word);
    const last = long && others[0] === word[1] ? keys(word[0] + word.slice(2))[0] : [one[0], one[1] + 1];
    return [one, other, last].filter(() => places.length && (long || others)).map(([slot, letter]) => Math.floor(places[slot] / 8) + letter % (places[slot] % 8 + 1));
  };
  const longest = (query) => ask(query).filter((word) => buckets(word)[0] >= 0).sort((a, b) => b.length - a.length);
  return {
    file, words, sections,
    next(query, asked) {
      const all = longest(query), firsts = all.map((word) => buckets(word)[0]);
      if (!asked.length) return firsts.filter((n, at) => firsts.indexOf(n) === at).slice(0, 2);
      // Where a word may be that is only guessed at.
      const unknown = asked.length < 3 && all.find((word) => word.length > 3 && !guess(word).some((quality) => quality >= 0.6));
      return unknown ? buckets(unknown).filter((n) => !asked.includes(n)).slice(0, 1) : [];
    },
    search(query, limit) {
      const asked = ask(query), found = asked.map(find), pages = new Map();
      for (let n = 1; n < asked.length; n++) {
        const joined = new Map(), both = asked[n - 1] + asked[n];
        terms.forEach((term) => { if (term.word === both) add(joined, term, 1); });
        joined.forEach((say, at) => [n - 1, n].forEach((n) => keep(found[n], at, say.score, say.term, 1)));
      }
      // What stands in quotation marks must stand so, all of it in one section.
      const quoted = words(query.split(/["“”„«»]/).slice(0, -1).filter((_, n) => n % 2).join(" ")), sure = found.filter((_, n) => quoted.includes(asked[n]));
      if (sure.length) found.map((found) => Array.from(found.keys()).filter((at) => sure.some((found) => !found.has(at) || found.get(at).quality < 0.9)))
        .forEach((lost, n) => lost.forEach((at) => found[n].delete(at)));
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
      const sum = (list) => list.reduce((a, b) => a + b, 0), bestFirst = (a, b) => b.score - a.score || a.at - b.at;
      const ranked = Array.from(pages.values(), (known) => {
        let top = 0, at = 0;
        known.sections.forEach((score, place) => { if (score > top || score === top && place < at) { top = score; at = place; } });
        const met = sum(known.qualities) / asked.length;
        return { at, score: (sum(known.scores) + top * 0.25) * met * met };
      }).sort(bestFirst);
      // Worth more: a title that is the query, and words of it that follow each other in what is seen of the answer.
      const bare = (word) => forms(word).pop(), whole = asked.join(" ");
      ranked.slice(0, 30).forEach((hit) => {
        const { page, section, snippet } = sections[hit.at], text = words(page.title + " " + section + " " + (snippet || "")).map(bare);
        const pairs = asked.slice(1).filter((next, n) => text.slice(1).some((word, at) => text[at].startsWith(bare(asked[n])) && word.startsWith(bare(next))));
        hit.score *= (words(page.title).join(" ") === whole ? 2 : 1) * (1 + 0.6 * pairs.length / asked.length);
      });
      ranked.sort(bestFirst);
      return ranked.filter((hit) => hit.score >= ranked[0].score * 0.06).slice(0, limit).map(({ at, score }) => {
        const { page, anchor, section, snippet } = sections[at];
        return {
          url: page.url + (anchor && "#" + anchor), title: page.title, section, kind: page.kind, snippet: snippet || page.snippet, score,
          terms: found.map((found) => (found.get(at) || {}).term).filter(Boolean),
        };
      });
    },
  };
}

// Letters added, left out, replaced (4 each) or swapped with a neighbour (3), between a word and each beginning of a term.
function slips(a, b, most) {
  let older, old = [], row = Array.from({ length: b.length + 1 }, (_, n) => 4 * n);
  for (let i = 1; i <= a.length; i++) {
    older = old; old = row; row = [4 * i];
    let least = 4 * i;
    for (let j = 1; j <= b.length; j++) {
      let here = Math.min(old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 4), old[j] + 4, row[j - 1] + 4);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) here = Math.min(here, older[j - 2] + 3);
      row.push(here);
      least = Math.min(least, here);
    }
    if (least > most) return [];
  }
  return row;
}

// The interface in a page: fills the list below the field while the reader types.
export function mount(box) {
  const [input, form, status, list] = ["input", "form", "[role=status]", ".results"].map((name) => box.querySelector(name));
  const text = box.dataset, more = document.createElement("div");
  const make = (name, ...inner) => { const element = document.createElement(name); element.append(...inner); return element; };
  const button = (label, onclick) => Object.assign(make("button", label), { type: "button", onclick });
  const busy = (is) => list.setAttribute("aria-busy", is);
  let timer, turn = 0, held;
  list.after(more);

  // Words that were found are marked; numbers keep their order in right-to-left text.
  const paint = (element, value, { words }, { terms }, asked) => {
    value.split(/(\+?\d[\d ()-]*\d)/).forEach((run, n) => {
      const pieces = run.split(/(\s+)/).map((piece) =>
        words(piece).some((word) => terms.includes(word) || asked.some((start) => word.startsWith(start))) ? make("mark", piece) : piece);
      element.append(...(n % 2 ? [Object.assign(make("bdi", ...pieces), { dir: "ltr" })] : pieces));
    });
    return element;
  };

  const entry = (hit, engine, asked) => {
    const link = paint(make("a"), hit.title + (hit.section && " – " + hit.section), engine, hit, asked);
    link.href = hit.url;
    return make("li", link, ...(hit.kind ? [" ", make("small", hit.kind)] : []), ...(hit.snippet ? [paint(make("p"), hit.snippet, engine, hit, asked)] : []));
  };

  // The nearest words of titles, where nothing was found.
  const nearest = ({ sections, words }, asked) => {
    const near = {};
    sections.forEach(({ page, section }) => (page.title + " " + section).split(/[\s.,:;?!()،؛؟]+/).forEach((word) => asked.forEach((start) => {
      const most = 4 + 4 * Math.floor(start.length / 3), found = slips(start, words(word).join(""), most).pop();
      if (found <= most) near[word] = Math.min(found, near[word] || 99);
    })));
    return Object.keys(near).sort((a, b) => near[a] - near[b]).slice(0, 3)
      .map((word) => make("li", button(word, () => { input.value = word; input.focus(); answer(); })));
  };

  // Puts the answers of one language into a list, and says how many they are.
  const fill = (list, query, engine, label) => {
    const hits = engine.search(query, 20), asked = engine.words(query), { lang, dir } = engine.file;
    Object.assign(list, { lang, dir, textContent: "" });
    list.append(...(hits.length ? hits.map((hit) => entry(hit, engine, asked)) : nearest(engine, asked)));
    status.textContent = label + (hits.length ? text.count + " " + hits.length.toLocaleString(lang) : text.none);
    return hits.length;
  };

  // The same question to the language that the reader falls back to, below the answers of her own, where she asks for it.
  const also = (query) => button(text.alsoLabel, () => open(text.also, query).then((engine) => {
    const other = make("ul");
    other.className = "links";
    other.setAttribute("aria-label", text.alsoLabel);
    fill(other, query, engine, text.alsoLabel + " – ");
    while (more.children.length > 1) more.lastChild.remove();
    more.append(other);
  }).catch(() => { status.textContent = text.error; }));

  // An answer waits while the reader is in the list: what she is about to open stays under her finger, and keeps the focus.
  const flush = () => {
    if (!held || list.contains(document.activeElement) || more.contains(document.activeElement)) return;
    more.textContent = "";
    held();
    held = 0;
    busy(false);
  };
  box.addEventListener("focusout", () => setTimeout(flush));

  const empty = (message, nothing) => () => {
    list.textContent = "";
    status.textContent = message;
    box.classList.toggle("nothing", nothing);
  };

  // Only the latest question is answered, however late its answer comes.
  const answer = () => {
    const query = input.value.trim(), mine = ++turn;
    clearTimeout(timer);
    busy(true);
    // Kept for the Back button in the browser's memory of this visit; the address never holds it.
    history.replaceState(Object.assign({}, history.state, { search: query }), "");
    // Too few letters to ask a bucket for are no answer yet.
    (query ? open(text.index, query).then((engine) => engine.file.slots && engine.words(query)[0] && !engine.next(query, []).length ? empty("", false) : () => {
      box.classList.toggle("nothing", !fill(list, query, engine, ""));
      if (text.also) more.append(also(query));
    }, () => empty(text.error, true)) : Promise.resolve(empty("", false))).then((show) => {
      if (mine !== turn) return;
      held = show;
      flush();
    });
  };

  input.addEventListener("input", () => {
    busy(true);
    clearTimeout(timer);
    timer = setTimeout(answer, 150);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); answer(); });
  const warm = () => load(text.index).catch(() => {});
  input.addEventListener("focus", warm);
  if (document.activeElement === input) warm();
  input.value = input.value || history.state && history.state.search || "";
  if (input.value) answer();
}
