// Writes a corpus of any number of pages a language, and queries whose relevant pages are known because they were put there:
// node grow.mjs <corpus.json of corpus.mjs> <pages> <corpus out> <queries out>. The same arguments give the same bytes.
//
// A page is sentences of the Declaration with words of a long tail among them. Tail words are made letter by letter as the language's own
// words go (three letters decide the next), are as rare as words are (Zipf), and take real endings of the language.
import { readFileSync, writeFileSync } from "node:fs";

const ENDINGS = {
  tr: ["", "ler", "lerin", "in", "e", "de", "den", "i", "leri"], en: ["", "s", "ed", "ing"], fr: ["", "s", "es"], ru: ["", "а", "ов", "ам", "ами", "у"],
  uk: ["", "а", "ів", "ам", "ами", "у"], ar: ["", "ات", "ين", "ها"], fa: ["", "ها", "های", "ی"], prs: ["", "ها", "های", "ی"], ps: ["", "ونه", "ونو", "ې"],
  kmr: ["", "an", "ên", "ê", "ek"], so: ["", "ka", "ta", "yada"], ur: ["", "وں", "یں", "ی"], uz: ["", "lar", "ning", "ga", "larni"],
};
/** What readers leave out or type otherwise: see the folding table. */
const PLAIN = { ı: "i", ş: "s", ğ: "g", ç: "c", ö: "o", ü: "u", ê: "e", î: "i", û: "u", é: "e", è: "e", à: "a", ك: "ک", ي: "ی", ی: "ي", ک: "ك", أ: "ا", إ: "ا", ة: "ه" };
/** Arabic words that seem to begin with an article or a particle are others. */
const PARTICLES = /^[\u0648\u0641\u0628\u0644\u0643]|^\u0627\u0644/;
const WORDS = 90, TAIL = 4, SENTENCES = 4, EACH = 12;

const plain = (word) => [...word].map((c) => PLAIN[c] ?? c).join("").normalize("NFD").replace(/\p{M}/gu, "");

function random(seed) {
  let state = seed;
  const next = () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 2 ** 32; };
  return { next, below: (n) => Math.floor(next() * n), of: (list) => list[Math.floor(next() * list.length)] };
}

/** Words as the language makes them, none of which it has. */
function coin(words, count, dice) {
  const after = new Map();
  for (const word of words) {
    const letters = [..."^^", ...word, "$"];
    for (let n = 2; n < letters.length; n++) {
      const key = letters[n - 2] + letters[n - 1];
      after.set(key, [...(after.get(key) ?? []), letters[n]]);
    }
  }
  const known = new Set(words.flatMap((word) => [4, 5, 6, 7, 20].map((letters) => plain(word).slice(0, letters)))), coined = new Map();
  for (let tries = 0; coined.size < count && tries < count * 200; tries++) {
    let word = "^^";
    while (!word.endsWith("$") && word.length < 14) word += dice.of(after.get(word.slice(-2)) ?? ["$"]);
    word = word.slice(2).replace("$", "");
    // Not the beginning of a word that the language has, however it is typed, nor one that begins so.
    const bare = plain(word);
    if (word.length > 4 && !PARTICLES.test(word) && ![4, 5, 6, 20].some((letters) => known.has(bare.slice(0, letters))) && !coined.has(bare.slice(0, 6))) coined.set(bare.slice(0, 6), word);
  }
  return [...coined.values()];
}

function grow({ path, tag, dir, pages }, count) {
  const dice = random(count + path.charCodeAt(0) * 7 + path.charCodeAt(1));
  const text = pages.map((page) => page.text).join(" ");
  const sentences = text.split(/(?<=[.;؛۔:])\s+/).filter((sentence) => sentence.split(" ").length > 3);
  const words = [...new Set(text.toLowerCase().match(/\p{L}[\p{L}\p{M}]+/gu))].filter((word) => word.length > 3);
  const lemmas = coin(words, Math.max(60, count * 2), dice);
  const places = new Map(lemmas.map((lemma) => [lemma, new Set()]));
  const pick = () => lemmas[Math.min(lemmas.length - 1, Math.floor(lemmas.length * dice.next() ** 1.6))];
  const inflected = (lemma) => lemma + dice.of(ENDINGS[path]);
  const made = Array.from({ length: count }, (_, n) => {
    const url = `/${path}/page-${n}/`, said = [];
    const say = (lemma) => { places.get(lemma).add(url); return inflected(lemma); };
    while (said.join(" ").split(" ").length < WORDS) said.push(...Array.from({ length: SENTENCES }, () => dice.of(sentences)).flatMap((one) => [one, ...Array.from({ length: TAIL }, () => say(pick()))]));
    return { url, title: `${say(pick())} ${dice.of(words)} ${n}`, text: said.join(" ") };
  });
  return { grown: { path, tag, dir, pages: made }, queries: ask(path, places, words, dice) };
}

/** Whether two words are one slip apart. */
function near(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0, end = 0;
  while (start < a.length && a[start] === b[start]) start++;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  return Math.max(left.length, right.length) < 2 || left.length === 2 && left === [...right].reverse().join("");
}

/** Queries of every kind about words that stand on few pages. */
function ask(path, places, words, dice) {
  const rare = [...places].filter(([lemma, at]) => at.size > 0 && at.size <= 10 && lemma.length >= 5).map(([lemma, at]) => ({ lemma, at: [...at] }));
  const letters = [...new Set(rare.flatMap(({ lemma }) => [...lemma]))];
  const slip = (word) => {
    const all = [...word], n = 1 + dice.below(all.length - 2);
    const ways = [() => all.splice(n, 1), () => all.splice(n, 0, dice.of(letters)), () => all.splice(n, 1, dice.of(letters)), () => all.splice(n, 2, all[n + 1], all[n])];
    dice.of(ways)();
    return all.join("");
  };
  // All that other words explain: the language's own, and every form of the coined ones.
  const forms = [...words.map((word) => [word, plain(word)]), ...[...places.keys()].flatMap((lemma) => ENDINGS[path].map((ending) => [lemma, plain(lemma + ending)]))];
  const isAmbiguous = (lemma, typed) => forms.some(([of, form]) => of !== lemma && form === plain(typed));
  const started = (start) => [...places].filter(([lemma]) => lemma.startsWith(start)).flatMap(([, at]) => [...at]);
  const kinds = {
    known: ({ lemma, at }) => [lemma, at],
    inflect: ({ lemma, at }) => [lemma + dice.of(ENDINGS[path].slice(1)), at],
    typo: ({ lemma, at }) => {
      const typed = slip(lemma), bare = plain(typed);
      return typed !== lemma && !forms.some(([of, form]) => of !== lemma && (form.startsWith(bare) || near(bare, form))) && [typed, at];
    },
    fold: ({ lemma, at }) => plain(lemma) !== lemma && [plain(lemma), at],
    prefix: ({ lemma }) => { const start = lemma.slice(0, Math.max(4, Math.ceil(lemma.length * 0.7))), at = new Set(started(start)); return at.size <= 10 && [start, [...at]]; },
    two: ({ lemma, at }) => {
      const other = rare.find((one) => one.lemma !== lemma && one.at.some((url) => at.includes(url)));
      return other && [`${lemma} ${other.lemma}`, at.filter((url) => other.at.includes(url))];
    },
  };
  return Object.entries(kinds).flatMap(([kind, make]) => {
    const asked = [];
    for (let tries = 0; tries < 200 && asked.length < EACH; tries++) {
      const word = dice.of(rare), one = make(word);
      // Not what another word explains as well: nobody could say which of the two was meant.
      if (one && one[0].length > 2 && !isAmbiguous(word.lemma, one[0])) asked.push({ lang: path, query: one[0], kind, relevant: one[1] });
    }
    return asked;
  });
}

const [corpus, count, out, asked] = process.argv.slice(2);
const all = JSON.parse(readFileSync(corpus, "utf8")).map((language) => grow(language, +count));
writeFileSync(out, JSON.stringify(all.map(({ grown }) => grown)));
writeFileSync(asked, all.flatMap(({ queries }) => queries).map((query) => `${JSON.stringify(query)}\n`).join(""));
