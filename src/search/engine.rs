//! Finding: which sections answer a query, and in which order. The browser's `search.js` is this file in JavaScript; a test compares them.
//!
//! Arithmetic is kept to what both languages round alike: the four operations and square roots.

use std::collections::{BTreeMap, BTreeSet};

use super::family::strip_particle;
use super::fold::{self, Apostrophe};
use super::part::{Class, Head, PageEntry, Part, Term};

/// An index ready to be asked: all of it, or what a query needs (see `bucket`).
pub struct Engine {
    apostrophe: Apostrophe,
    particles: Vec<String>,
    endings: Vec<Vec<char>>,
    head: Head,
    part: Part,
    /// Each term's letters, and again without its particle.
    letters: Vec<Vec<Vec<char>>>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub url: String,
    pub title: String,
    pub section: String,
    pub kind: String,
    pub snippet: String,
    pub score: f64,
    /// For each word of the query that led here: the word, the term of the index that it met, and how well.
    pub reasons: Vec<Reason>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    pub word: String,
    pub term: String,
    pub quality: f64,
}

/// The number of a section.
type Place = usize;

/// What one word of the query found: for each section how much it says, and through which term.
type Found = BTreeMap<Place, (f64, String, f64)>;

/// What a page says: for each word of the query its score and how well it was met, and for each section its sum.
struct PageScore {
    scores: Vec<f64>,
    qualities: Vec<f64>,
    sections: BTreeMap<Place, f64>,
}

/// Letters of a query, and words, beyond which nothing is looked at.
const LONGEST_QUERY: usize = 200;
const MOST_WORDS: usize = 10;
const QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '»'];

/// Letters beyond which nothing is a chain of endings: there are too many ways to part it.
const LONGEST_ENDING: usize = 12;

/// What a word is worth by its class, in a text and in the names of a concept.
const WORTH: [f64; 4] = [1.0, 1.1, 1.6, 2.4];
const NAMED: [f64; 4] = [0.3, 0.7, 1.2, 2.2];

/// The answers of which the wording is looked at, and what it is worth that all words of a query follow each other.
const READ: usize = 30;
const NEAR: f64 = 0.6;

/// Answers that are worth less than this part of the best are none.
const LEAST: f64 = 0.06;

/// What a slip of the finger counts, and neighbours swapped, which is the commonest.
const SLIP: usize = 4;
const SWAP: usize = 3;

/// From here on a quality is no guess.
const KNOWN: f64 = 0.6;
const PARTICLE: f64 = 0.9;

impl Engine {
    pub fn new(head: Head, part: Part) -> Engine {
        let particles: Vec<String> = head.particles.split_whitespace().map(str::to_string).collect();
        let forms = |word: &str| {
            let bare = strip_particle(&particles, word);
            std::iter::once(word).chain(bare).map(|form| form.chars().collect()).collect()
        };
        let letters = part.terms.iter().map(|term| forms(&term.word)).collect();
        let apostrophe = Apostrophe::named(&head.apostrophe).unwrap_or(Apostrophe::Join);
        let endings = head.endings.split_whitespace().map(|ending| ending.chars().collect()).collect();
        Engine { apostrophe, particles, endings, head, part, letters }
    }

    /// The best answers, at most so many.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let words = words(&self.head, query);
        let mut found: Vec<Found> = self.found(&words);
        self.keep_quoted(query, &words, &mut found);
        let mut hits = self.ranked(&words, &found);
        let best = hits.first().map_or(0.0, |hit| hit.0);
        hits.retain(|hit| hit.0 >= best * LEAST);
        hits.truncate(limit);
        hits.into_iter().map(|(score, place)| self.hit(score, place, &words, &found)).collect()
    }

    /// Whether a word is known as it is, or as the beginning or a form of one.
    pub fn knows(&self, word: &str) -> bool {
        self.guesses(word).into_iter().any(|quality| quality >= KNOWN)
    }

    fn found(&self, words: &[String]) -> Vec<Found> {
        let mut found: Vec<Found> = words.iter().map(|word| self.word(word)).collect();
        // Two words that the text writes as one, as after a lost joiner.
        for n in 1..words.len() {
            let joined = self.exact(&format!("{}{}", words[n - 1], words[n]));
            for (place, say) in &joined {
                keep(&mut found[n - 1], *place, say.clone());
                keep(&mut found[n], *place, say.clone());
            }
        }
        found
    }

    /// What stands in quotation marks must stand so, all of it in one section.
    fn keep_quoted(&self, query: &str, words: &[String], found: &mut [Found]) {
        let pieces: Vec<&str> = query.split(QUOTES).collect();
        let closed = pieces.iter().take(pieces.len() - 1).skip(1).step_by(2);
        let quoted: BTreeSet<String> = closed.flat_map(|piece| fold::words(piece, self.apostrophe)).collect();
        let sure: Vec<&Found> = words.iter().zip(found.iter()).filter(|(word, _)| quoted.contains(*word)).map(|(_, found)| found).collect();
        let Some(first) = sure.first() else { return };
        let holds = |found: &Found, place: &Place| found.get(place).is_some_and(|say| say.2 >= PARTICLE);
        let kept: BTreeSet<Place> = first.keys().filter(|place| sure.iter().all(|found| holds(found, place))).copied().collect();
        found.iter_mut().for_each(|found| found.retain(|place, _| kept.contains(place)));
    }

    fn exact(&self, word: &str) -> Found {
        let mut found = Found::new();
        self.part.terms.iter().filter(|term| term.word == word).for_each(|term| self.add(term, 1.0, &mut found));
        found
    }

    fn word(&self, word: &str) -> Found {
        let qualities = self.guesses(word);
        let best = qualities.iter().fold(0.0, |best: f64, quality| best.max(*quality));
        let weighed: Vec<f64> = qualities.iter().map(|quality| weigh(*quality, best)).collect();
        let mut families: BTreeMap<usize, (f64, &str)> = BTreeMap::new();
        for (term, quality) in self.part.terms.iter().zip(&weighed).filter(|(term, quality)| term.family > 0 && **quality > 0.0) {
            let known = families.entry(term.family).or_default();
            if *quality > known.0 {
                *known = (*quality, &term.word);
            }
        }
        let mut found = Found::new();
        for (term, quality) in self.part.terms.iter().zip(&weighed) {
            let family = families.get(&term.family).map_or(0.0, |(quality, met)| quality * kinship(met, &term.word));
            if quality.max(family) > 0.0 {
                self.add(term, quality.max(family), &mut found);
            }
        }
        found
    }

    fn add(&self, term: &Term, quality: f64, found: &mut Found) {
        let sections = self.part.sections.len();
        for (place, class) in &term.postings {
            if *place < sections {
                keep(found, *place, (quality * worth(&WORTH, *class), term.word.clone(), quality));
            } else if let Some(about) = self.part.concepts.get(place - sections) {
                for section in about {
                    keep(found, *section, (quality * worth(&NAMED, *class), term.word.clone(), quality));
                }
            }
        }
    }

    fn guesses(&self, word: &str) -> Vec<f64> {
        let letters: Vec<char> = word.chars().collect();
        let bare: Option<Vec<char>> = strip_particle(&self.particles, word).map(|bare| bare.chars().collect());
        self.qualities(&letters, bare.as_deref())
    }

    /// How well each term answers the word.
    fn qualities(&self, word: &[char], bare: Option<&[char]>) -> Vec<f64> {
        let of = |forms: &Vec<Vec<char>>| {
            let mut best: f64 = 0.0;
            for (n, form) in forms.iter().enumerate() {
                let plain = if n == 0 { 1.0 } else { PARTICLE };
                best = best.max(quality(word, form, &self.endings) * plain);
                if let Some(bare) = bare {
                    best = best.max(quality(bare, form, &self.endings) * PARTICLE);
                }
            }
            best
        };
        self.letters.iter().map(of).collect()
    }

    /// Pages by how well they answer, each with the section that answers best.
    fn ranked(&self, words: &[String], found: &[Found]) -> Vec<(f64, Place)> {
        let mut pages: BTreeMap<&str, PageScore> = BTreeMap::new();
        for (n, found) in found.iter().enumerate() {
            let rarity = self.rarity(found);
            for (place, (score, _, quality)) in found {
                let page = pages.entry(self.url(*place)).or_insert_with(|| PageScore::new(words.len()));
                page.scores[n] = page.scores[n].max(score * rarity);
                page.qualities[n] = page.qualities[n].max(*quality);
                *page.sections.entry(*place).or_default() += score * rarity;
            }
        }
        let mut ranked: Vec<(f64, Place)> = Vec::new();
        for page in pages.values() {
            let met = page.qualities.iter().sum::<f64>() / words.len() as f64;
            let mut best = (0.0, 0);
            for (place, score) in &page.sections {
                if *score > best.0 {
                    best = (*score, *place);
                }
            }
            ranked.push(((page.scores.iter().sum::<f64>() + best.0 * 0.25) * met * met, best.1));
        }
        best_first(&mut ranked);
        ranked.iter_mut().take(READ).for_each(|hit| hit.0 *= self.wording(hit.1, words));
        best_first(&mut ranked);
        ranked
    }

    /// The fourth root of how many pages there are for each that has the word: rarer words tell more.
    fn rarity(&self, found: &Found) -> f64 {
        let best = found.values().fold(0.0, |best: f64, say| best.max(say.2));
        let mut pages: Vec<&str> = found.iter().filter(|(_, say)| say.2 * 2.0 >= best).map(|(place, _)| self.url(*place)).collect();
        pages.sort_unstable();
        pages.dedup();
        (self.head.pages.max(1) as f64 / pages.len().max(1) as f64).sqrt().sqrt()
    }

    /// What an answer is worth more where its title is the query, and where words of the query follow each other in what is seen of it.
    fn wording(&self, place: Place, words: &[String]) -> f64 {
        let (title, section) = (&self.page(place).title, &self.part.sections[place]);
        let named = if fold::words(title, self.apostrophe) == words { 2.0 } else { 1.0 };
        let text = fold::words(&format!("{title} {} {}", section.heading, section.snippet), self.apostrophe);
        let bare = |word: &String| strip_particle(&self.particles, word).unwrap_or(word).to_string();
        let (text, words): (Vec<String>, Vec<String>) = (text.iter().map(bare).collect(), words.iter().map(bare).collect());
        let follow = |pair: &[String]| text.windows(2).any(|seen| seen[0].starts_with(&pair[0]) && seen[1].starts_with(&pair[1]));
        let pairs = words.windows(2).filter(|pair| follow(pair)).count();
        named * (1.0 + NEAR * pairs as f64 / words.len() as f64)
    }

    fn url(&self, place: Place) -> &str {
        &self.page(place).url
    }

    /// How the section begins, or else its page.
    fn snippet(&self, place: Place) -> &str {
        let page = self.part.sections[place].page;
        let others = self.part.sections.iter().filter(|section| section.page == page);
        let mut snippets = std::iter::once(&self.part.sections[place]).chain(others).map(|section| section.snippet.as_str());
        snippets.find(|snippet| !snippet.is_empty()).unwrap_or_default()
    }

    fn page(&self, place: Place) -> &PageEntry {
        &self.part.pages[self.part.sections[place].page]
    }

    fn hit(&self, score: f64, place: Place, words: &[String], found: &[Found]) -> Hit {
        let (section, page) = (&self.part.sections[place], self.page(place));
        let anchor = if section.anchor.is_empty() { String::new() } else { format!("#{}", section.anchor) };
        let reasons = words.iter().zip(found).filter_map(|(word, found)| {
            let (_, term, quality) = found.get(&place)?;
            Some(Reason { word: word.clone(), term: term.clone(), quality: *quality })
        });
        Hit {
            url: format!("{}{}{anchor}", self.head.base, page.url),
            title: page.title.clone(),
            section: section.heading.clone(),
            kind: self.head.kinds.get(page.kind).cloned().unwrap_or_default(),
            snippet: self.snippet(place).to_string(),
            score,
            reasons: reasons.collect(),
        }
    }
}

impl PageScore {
    fn new(words: usize) -> PageScore {
        PageScore { scores: vec![0.0; words], qualities: vec![0.0; words], sections: BTreeMap::new() }
    }
}

/// The words of a query that are looked for.
pub(super) fn words(head: &Head, query: &str) -> Vec<String> {
    let short: String = query.chars().take(LONGEST_QUERY).collect();
    let mut words = fold::words(&short, Apostrophe::named(&head.apostrophe).unwrap_or(Apostrophe::Join));
    words.truncate(MOST_WORDS);
    words
}

fn best_first(ranked: &mut [(f64, Place)]) {
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
}

fn keep(found: &mut Found, place: Place, say: (f64, String, f64)) {
    match found.get(&place) {
        Some(known) if known.0 >= say.0 => {}
        _ => drop(found.insert(place, say)),
    }
}

fn worth(scale: &[f64; 4], class: Class) -> f64 {
    scale[usize::from(class) & 3]
}

/// Guesses count for little where the word itself is known.
fn weigh(quality: f64, best: f64) -> f64 {
    if best >= 0.8 && quality < 0.6 { quality * 0.3 } else { quality }
}

/// How well a term answers a word: 1 the word itself, 0.7 and more as its beginning, less as a guess, 0 not at all.
fn quality(word: &[char], term: &[char], endings: &[Vec<char>]) -> f64 {
    let shared = word.iter().zip(term).take_while(|(a, b)| a == b).count();
    let (long, length) = (word.len(), term.len());
    if shared == long {
        let begun = if long > 1 { 0.7 + 0.08 * long as f64 / length as f64 } else { 0.3 };
        let begun = if long > 2 && are_endings(&term[shared..], endings) { begun + 0.1 } else { begun };
        return if shared == length { 1.0 } else { begun };
    }
    if long < 4 || !begin_alike(word, term) || word[0].is_ascii_digit() || term[0].is_ascii_digit() {
        return 0.0;
    }
    let alike = 2.0 * shared as f64 / (long + length) as f64;
    let ending = if shared >= 3 && are_endings(&word[shared..], endings) && are_endings(&term[shared..], endings) {
        if shared > 4 { 0.38 + 0.35 * alike } else { 0.28 + 0.35 * alike }
    } else if shared >= 4 && long - shared <= 6 && length - shared <= 5 {
        0.5 * alike * alike
    } else {
        0.0
    };
    ending.max(mistyped(word, term, endings))
}

/// What a word of the same family is worth beside the one that was met: the more letters they begin with alike, the more.
fn kinship(met: &str, term: &str) -> f64 {
    let shared = met.chars().zip(term.chars()).take_while(|(a, b)| a == b).count();
    0.4 + 0.9 * shared as f64 / (met.chars().count() + term.chars().count()) as f64
}

/// Beginnings that one slip does not make different.
fn begin_alike(word: &[char], term: &[char]) -> bool {
    word[0] == term[0] || term.get(1) == Some(&word[0]) || word[1] == term[0]
}

/// How well a term answers a word with slips of the finger: one from four letters on, two from eight. The term may go on with endings.
fn mistyped(word: &[char], term: &[char], endings: &[Vec<char>]) -> f64 {
    let allowed = SLIP * if word.len() >= 8 { 2 } else { 1 };
    if word.len() > term.len() + allowed / SLIP {
        return 0.0;
    }
    let mut best: f64 = 0.0;
    for (end, slips) in slips(word, term, allowed).into_iter().enumerate().filter(|(_, slips)| *slips <= allowed) {
        let value = 0.66 - 0.2 * slips as f64 / word.len() as f64;
        if end == term.len() {
            best = best.max(value);
        } else if end > 2 && are_endings(&term[end..], endings) {
            best = best.max(value * 0.93);
        }
    }
    best
}

/// Whether letters are nothing but endings of the language, one after the other.
fn are_endings(letters: &[char], endings: &[Vec<char>]) -> bool {
    let rest_is = |ending: &Vec<char>| letters.strip_prefix(ending.as_slice()).is_some_and(|rest| are_endings(rest, endings));
    letters.len() <= LONGEST_ENDING && (letters.is_empty() || endings.iter().any(rest_is))
}

/// Slips of the finger between a word and each beginning of a term: letters added, left out, replaced, or swapped with a neighbour.
/// Nothing where there are more than so many in all of them.
fn slips(a: &[char], b: &[char], most: usize) -> Vec<usize> {
    let mut rows = [vec![0; b.len() + 1], vec![0; b.len() + 1], (0..=b.len()).map(|n| n * SLIP).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        rows.rotate_left(1);
        rows[2][0] = i * SLIP;
        let mut least = i * SLIP;
        for j in 1..=b.len() {
            let replaced = rows[1][j - 1] + if a[i - 1] == b[j - 1] { 0 } else { SLIP };
            let mut here = replaced.min(rows[1][j] + SLIP).min(rows[2][j - 1] + SLIP);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                here = here.min(rows[0][j - 2] + SWAP);
            }
            rows[2][j] = here;
            least = least.min(here);
        }
        if least > most {
            return Vec::new();
        }
    }
    let [_, _, last] = rows;
    last
}
