//! Large indexes in pieces: titles, headings and names in the first file, what stands in the texts in buckets, of which an answer needs
//! at most two. A word's bucket follows from a hash, so that its name tells nobody what was typed.

use std::collections::{BTreeMap, BTreeSet};

use super::build::beginning;
use super::family::strip_particle;
use super::part::{self, HEADING, Head, PageEntry, Part, SectionEntry, Term};

/// An index of which all is in one file stays below this: about 24 KB in brotli.
const WHOLE: usize = 66_000;
/// The first file of a larger one: about 16 KB.
const FIRST: usize = 64_000;
/// What the words of one bucket take, without the table of sections that comes with them.
const BUCKET: usize = 1_500;
/// The most places that a bucket tells of one word, the most telling first.
const PLACES: usize = 32;
/// Letters of a snippet in a bucket.
const SHORT: usize = 44;
/// Buckets that one answer may ask for.
const MOST: usize = 2;
/// The letters by which a word's bucket is known.
const LETTERS: usize = 3;

/// The index of one language as it is published.
#[derive(Debug, Clone)]
pub struct Index {
    pub head: Head,
    /// What the client asks for first; `head` goes before it.
    pub first: Part,
    /// The files of the buckets.
    pub buckets: Vec<String>,
}

impl Index {
    pub fn new(mut head: Head, part: Part) -> Index {
        if part::encode(Some(&head), &part).len() <= WHOLE {
            return Index { head, first: part, buckets: Vec::new() };
        }
        let words: usize = part.terms.iter().map(|term| term.word.len() + 2 * term.postings.len()).sum();
        head.buckets = words.div_ceil(BUCKET);
        let first = subset(&part, |term| headed(term, &part));
        let first = without_snippets(first);
        let is_light = part::encode(Some(&head), &first).len() <= FIRST;
        let particles: Vec<String> = head.particles.split_whitespace().map(str::to_string).collect();
        let own = |number: usize| {
            subset(&part, |term| if of(&term.word, &particles, head.buckets) == number { told(term, &part, is_light) } else { Vec::new() })
        };
        let buckets = (0..head.buckets).map(|number| part::encode(None, &without_names(own(number), is_light.then_some(&first)))).collect();
        Index { first: if is_light { first } else { Part::default() }, head, buckets }
    }

    pub fn file(&self) -> String {
        part::encode(Some(&self.head), &self.first)
    }

    /// What the client would have loaded for a query of these words.
    pub fn loaded(&self, words: &[String]) -> Part {
        let particles: Vec<String> = self.head.particles.split_whitespace().map(str::to_string).collect();
        let asked = asked(words, &particles, self.head.buckets);
        let buckets = asked.into_iter().filter_map(|number| self.buckets.get(number)).filter_map(|text| part::decode(text));
        merge(std::iter::once(self.first.clone()).chain(buckets.map(|(_, part)| part)))
    }
}

/// The buckets for the two longest words.
fn asked(words: &[String], particles: &[String], buckets: usize) -> Vec<usize> {
    let mut long: Vec<&String> = words.iter().filter(|word| buckets > 0 && word.chars().count() >= LETTERS).collect();
    long.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let mut asked = Vec::new();
    for word in long {
        let number = of(word, particles, buckets);
        if asked.len() < MOST && !asked.contains(&number) {
            asked.push(number);
        }
    }
    asked
}

/// The bucket of a word: of its first letters, without an attached article.
fn of(word: &str, particles: &[String], buckets: usize) -> usize {
    let bare = strip_particle(particles, word).unwrap_or(word);
    bare.chars().take(LETTERS).fold(7, |hash, letter| (hash * 31 + letter as usize) % 65_521) % buckets
}

/// Where a term stands in a title, a heading or a name.
fn headed(term: &Term, part: &Part) -> Vec<(usize, part::Class)> {
    term.postings.iter().filter(|(section, class)| *class >= HEADING || *section >= part.sections.len()).copied().collect()
}

/// Where a term stands in texts; the names of concepts too where no first file has them.
fn told(term: &Term, part: &Part, is_light: bool) -> Vec<(usize, part::Class)> {
    let mut told: Vec<(usize, part::Class)> =
        term.postings.iter().filter(|(section, _)| *section < part.sections.len() || !is_light).copied().collect();
    told.sort_by_key(|(section, class)| (std::cmp::Reverse(*class), *section));
    told.truncate(PLACES);
    told.sort_unstable();
    told
}

/// The part with some postings only, and the sections, pages and concepts that they need.
fn subset(part: &Part, postings: impl Fn(&Term) -> Vec<(usize, part::Class)>) -> Part {
    let kept = part.terms.iter().map(|term| Term { postings: postings(term), ..term.clone() }).filter(|term| !term.postings.is_empty());
    let terms: Vec<Term> = kept.collect();
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
    piece.terms = single_families(terms.into_iter().map(moved).collect());
    piece
}

/// A word whose relatives are all in other pieces has no family here.
fn single_families(mut terms: Vec<Term>) -> Vec<Term> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    terms.iter().for_each(|term| *sizes.entry(term.family).or_default() += 1);
    terms.iter_mut().filter(|term| sizes[&term.family] < 2).for_each(|term| term.family = 0);
    terms
}

/// Only pages begin with words of their own in a first file: their sections' come with the buckets.
fn without_snippets(mut part: Part) -> Part {
    part.sections.iter_mut().filter(|section| !section.anchor.is_empty()).for_each(|section| section.snippet.clear());
    part
}

/// Titles and headings are not told twice; snippets are shorter than in an index of one file.
fn without_names(mut part: Part, first: Option<&Part>) -> Part {
    let titled: BTreeSet<&str> = first.into_iter().flat_map(|first| &first.pages).map(|page| page.url.as_str()).collect();
    let key = |part: &Part, section: &SectionEntry| (part.pages[section.page].url.clone(), section.anchor.clone());
    let headed: BTreeSet<(String, String)> =
        first.into_iter().flat_map(|first| first.sections.iter().map(|section| key(first, section))).collect();
    let told: Vec<bool> = part.sections.iter().map(|section| headed.contains(&key(&part, section))).collect();
    for (section, told) in part.sections.iter_mut().zip(told) {
        if told {
            section.heading.clear();
        }
        section.snippet = beginning(&section.snippet, SHORT);
    }
    part.pages.iter_mut().filter(|page| titled.contains(page.url.as_str())).for_each(|page| page.title.clear());
    part
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
            let place = |at: usize| places.get(at).copied().unwrap_or_else(|| whole.sections.len() + concepts + at - places.len());
            let postings = term.postings.iter().map(|(at, class)| (place(*at), *class)).collect();
            let family = if term.family > 0 { term.family + families } else { 0 };
            whole.terms.push(Term { word: term.word, family, postings });
        }
    }
    whole
}
