//! Large indexes in pieces: words with the names of the pages that they lead to, in buckets of which an answer needs one or two, and three
//! where a word is mistyped. Which words are in which bucket: see `slots`. The first file says no more than where they are, and comes with
//! the client itself.

use std::collections::{BTreeMap, BTreeSet};

use super::build::beginning;
use super::engine::Engine;
use super::part::{self, Class, Head, PageEntry, Part, SectionEntry, Term};
use super::slots::{self, Slots};
use crate::weigh;

/// An index with fewer letters than this is one file, and need not be weighed.
const SMALL: usize = 24_000;
/// One with more is parted, and need not be weighed either.
const BIG: usize = 72_000;
/// What an index in one file weighs at most, compressed as hosts do: about 16 KB at brotli's best.
const ONE: usize = 19_000;
const QUALITY: i32 = 4;
/// The letters that a snippet may have in an index of one file, the longest that fit being taken.
const SNIPPETS: [usize; 3] = [62, 44, 24];
/// And in buckets, where the portal has at most so many pages.
const SHORT_SNIPPET: usize = 44;
const SNIPPET_PAGES: usize = 400;
/// What one bucket takes, in letters: in such a portal, and in a larger one.
const BUCKET: usize = 28_000;
const LARGE_BUCKET: usize = 40_000;
/// The most places that a bucket tells of one word, the most telling first.
const PLACES: usize = 20;
/// Buckets that one answer asks for at first, and at most, where a word is mistyped.
const FIRST: usize = 2;
const MOST: usize = 3;
/// The fewest letters of a word for which another bucket is asked.
const LONG: usize = 4;

/// The index of one language as it is published.
#[derive(Debug, Clone)]
pub struct Index {
    pub head: Head,
    /// What goes with the head into the first file: all, or nothing where there are buckets.
    pub first: Part,
    pub buckets: Vec<String>,
    /// Where there are buckets, all of them as one file: for who saves the whole, and has no use for the same names again and again.
    pub saved: Option<String>,
}

impl Index {
    pub fn new(head: Head, part: Part) -> Index {
        let file = part::encode(&head, true, &part);
        let letters = file.chars().count();
        if letters <= SMALL || letters <= BIG && is_light(&file) {
            return Index { head, first: part, buckets: Vec::new(), saved: None };
        }
        let shorter = SNIPPETS[1..].iter().filter(|_| letters <= BIG).map(|letters| with_snippets(&part, *letters));
        match shorter.into_iter().find(|part| is_light(&part::encode(&head, true, part))) {
            Some(first) => Index { head, first, buckets: Vec::new(), saved: None },
            None if part.pages.len() > SNIPPET_PAGES => Index::parted(head, &with_snippets(&part, 0), LARGE_BUCKET),
            None => Index::parted(head, &with_snippets(&part, SHORT_SNIPPET), BUCKET),
        }
    }

    fn parted(mut head: Head, part: &Part, most: usize) -> Index {
        let particles = particles(&head);
        let keys: Vec<[slots::Key; 2]> = part.terms.iter().map(|term| slots::keys(&term.word, &particles)).collect();
        let terms: Vec<Term> = part.terms.iter().map(|term| Term { postings: telling(&term.postings), ..term.clone() }).collect();
        let of = |items: &BTreeSet<usize>| subset(items.iter().map(|item| &terms[*item]), part);
        let scale = Scale::new(part, &terms);
        let (slots, sorted) = slots::sort(&keys, |items| scale.weigh(items), most);
        let saved = Some(part::encode(&head, true, part));
        head.slots = slots.write();
        let buckets = sorted.iter().map(|items| part::encode(&head, false, &of(items))).collect();
        Index { head, first: Part::default(), buckets, saved }
    }

    pub fn file(&self) -> String {
        part::encode(&self.head, true, &self.first)
    }

    /// What the client would have loaded for a query of these words.
    pub fn loaded(&self, words: &[String]) -> Engine {
        let mut asked = Vec::new();
        loop {
            let engine = Engine::new(self.head.clone(), self.merged(&asked));
            let next = self.next(words, &engine, &asked);
            if next.is_empty() {
                return engine;
            }
            asked.extend(next);
        }
    }

    fn merged(&self, asked: &[usize]) -> Part {
        if asked.is_empty() {
            return self.first.clone();
        }
        let buckets = asked.iter().filter_map(|number| self.buckets.get(*number)).filter_map(|text| part::decode(text));
        merge(std::iter::once(self.first.clone()).chain(buckets))
    }

    /// The buckets to ask next: first those of the two longest words, then one after the other of those where a word may be that is only
    /// guessed at.
    fn next(&self, words: &[String], engine: &Engine, asked: &[usize]) -> Vec<usize> {
        let words = self.longest(words);
        let mut next: Vec<usize> = Vec::new();
        if asked.is_empty() {
            for number in words.into_iter().map(|word| self.buckets(word)[0]) {
                if next.len() < FIRST && !next.contains(&number) {
                    next.push(number);
                }
            }
        } else if asked.len() < MOST {
            let unknown = words.into_iter().find(|word| word.chars().count() >= LONG && !engine.knows(word));
            let places = unknown.into_iter().flat_map(|word| self.buckets(word)).filter(|number| !asked.contains(number));
            next.extend(places.take(1));
        }
        next
    }

    /// The words for which a bucket may be asked, the longest first; of equal ones, the earlier. Two letters of which one is a vowel are
    /// but the beginning of a word.
    fn longest<'w>(&self, words: &'w [String]) -> Vec<&'w String> {
        let is_asked = |word: &&String| word.chars().count() > 2 || slots::has_consonant(word, &particles(&self.head));
        let mut long: Vec<&String> = words.iter().filter(|_| !self.head.slots.is_empty()).filter(is_asked).collect();
        long.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        long
    }

    fn buckets(&self, word: &str) -> [usize; 3] {
        let slots = Slots::read(&self.head.slots);
        slots::asked(word, &particles(&self.head)).map(|key| slots.bucket(key))
    }
}

/// What terms weigh in a bucket, in letters: their words, their places, and the names of these.
struct Scale {
    /// Of each term, without names, and the sections that it leads to.
    terms: Vec<(usize, Vec<usize>)>,
    /// Of each section its page, and its own names.
    sections: Vec<(usize, usize)>,
    pages: Vec<usize>,
}

impl Scale {
    fn new(part: &Part, terms: &[Term]) -> Scale {
        let letters = |text: &str| text.chars().count() + 3;
        let section =
            |section: &SectionEntry| (section.page, letters(&section.anchor) + letters(&section.heading) + letters(&section.snippet));
        let about = |place: usize| match part.concepts.get(place.wrapping_sub(part.sections.len())) {
            Some(concept) => concept.clone(),
            None => vec![place],
        };
        let term = |term: &Term| {
            let places = term.postings.iter().flat_map(|(place, _)| about(*place)).collect();
            (term.word.chars().count() + 2 * term.postings.len(), places)
        };
        Scale {
            terms: terms.iter().map(term).collect(),
            sections: part.sections.iter().map(section).collect(),
            pages: part.pages.iter().map(|page| letters(&page.title) + letters(&page.url)).collect(),
        }
    }

    fn weigh(&self, items: &BTreeSet<usize>) -> usize {
        let (mut sections, mut pages) = (vec![false; self.sections.len()], vec![false; self.pages.len()]);
        let mut weight = 0;
        for (own, places) in items.iter().map(|item| &self.terms[*item]) {
            weight += own;
            for place in places {
                let (page, names) = self.sections[*place];
                weight += if std::mem::replace(&mut sections[*place], true) { 0 } else { names };
                weight += if std::mem::replace(&mut pages[page], true) { 0 } else { self.pages[page] };
            }
        }
        weight
    }
}

fn particles(head: &Head) -> Vec<String> {
    head.particles.split_whitespace().map(str::to_string).collect()
}

fn is_light(file: &str) -> bool {
    weigh::compressed(file.as_bytes(), QUALITY) <= ONE
}

fn with_snippets(part: &Part, letters: usize) -> Part {
    let mut part = part.clone();
    part.sections.iter_mut().for_each(|section| section.snippet = beginning(&section.snippet, letters));
    part
}

fn telling(postings: &[(usize, Class)]) -> Vec<(usize, Class)> {
    let mut kept = postings.to_vec();
    kept.sort_by_key(|(place, class)| (std::cmp::Reverse(*class), *place));
    kept.truncate(PLACES);
    kept.sort_unstable();
    kept
}

/// The terms with the sections, pages and concepts that they need.
fn subset<'t>(terms: impl Iterator<Item = &'t Term>, part: &Part) -> Part {
    let terms = single_families(terms.cloned().collect());
    let whole = part.sections.len();
    let mut wanted = vec![false; whole + part.concepts.len()];
    for (place, _) in terms.iter().flat_map(|term| &term.postings) {
        wanted[*place] = true;
    }
    for (number, concept) in part.concepts.iter().enumerate() {
        if wanted[whole + number] {
            concept.iter().for_each(|section| wanted[*section] = true);
        }
    }
    let mut piece = Part::default();
    let (mut places, mut pages) = (BTreeMap::new(), BTreeMap::new());
    for (at, section) in part.sections.iter().enumerate().filter(|(at, _)| wanted[*at]) {
        let page = *pages.entry(section.page).or_insert_with(|| {
            piece.pages.push(part.pages[section.page].clone());
            piece.pages.len() - 1
        });
        places.insert(at, piece.sections.len());
        piece.sections.push(SectionEntry { page, ..section.clone() });
    }
    for (number, concept) in part.concepts.iter().enumerate().filter(|(number, _)| wanted[whole + number]) {
        places.insert(whole + number, piece.sections.len() + piece.concepts.len());
        piece.concepts.push(concept.iter().map(|section| places[section]).collect());
    }
    let moved = |term: Term| Term { postings: term.postings.iter().map(|(place, class)| (places[place], *class)).collect(), ..term };
    piece.terms = terms.into_iter().map(moved).collect();
    piece
}

/// A word whose relatives are all in other pieces has no family here.
fn single_families(mut terms: Vec<Term>) -> Vec<Term> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    terms.iter().for_each(|term| *sizes.entry(term.family).or_default() += 1);
    terms.iter_mut().filter(|term| sizes[&term.family] < 2).for_each(|term| term.family = 0);
    terms
}

/// Several parts as one. A section that is in more than one of them becomes one, with the snippet that any of them has.
pub fn merge(parts: impl IntoIterator<Item = Part>) -> Part {
    let mut whole = Part::default();
    let (mut pages, mut sections): (BTreeMap<String, usize>, BTreeMap<(usize, String), usize>) = Default::default();
    let mut all = Vec::new();
    let mut families = 0;
    for part in parts {
        let mut places = Vec::new();
        for section in &part.sections {
            let page = &part.pages[section.page];
            let page = *pages.entry(page.url.clone()).or_insert_with(|| {
                whole.pages.push(PageEntry::clone(page));
                whole.pages.len() - 1
            });
            let place = *sections.entry((page, section.anchor.clone())).or_insert_with(|| {
                whole.sections.push(SectionEntry { page, ..section.clone() });
                whole.sections.len() - 1
            });
            if whole.sections[place].snippet.is_empty() {
                whole.sections[place].snippet.clone_from(&section.snippet);
            }
            places.push(place);
        }
        let most = part.terms.iter().map(|term| term.family).max().unwrap_or(0);
        all.push((part, places, families));
        families += most;
    }
    for (part, places, families) in all {
        let concepts = whole.concepts.len();
        whole.concepts.extend(part.concepts.iter().map(|concept| concept.iter().map(|section| places[*section]).collect()));
        for term in part.terms {
            let beyond = |at: usize| whole.sections.len() + concepts + at - places.len();
            let place = |at: usize| places.get(at).copied().unwrap_or_else(|| beyond(at));
            let postings = term.postings.iter().map(|(at, class)| (place(*at), *class)).collect();
            let family = if term.family > 0 { term.family + families } else { 0 };
            whole.terms.push(Term { word: term.word, family, postings });
        }
    }
    whole
}
