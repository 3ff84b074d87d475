//! Large indexes in pieces. What a page is called and where it is comes first; the words of its text are in buckets, of which an answer
//! needs at most two. A word's bucket follows from a hash, so that its name tells nobody what was typed.
//!
//! Vowels and doubled letters, which are mistyped most, do not decide on the bucket. Each word is in two: by its first letter with the next
//! consonant, and by its first letter with the one after. So a reader's word that has a consonant too few, or two swapped, is found in
//! the first bucket that she asks, and one with a wrong consonant or one too many in the second.

use std::collections::BTreeMap;

use super::build::beginning;
use super::engine::Engine;
use super::family::strip_particle;
use super::part::{self, Class, HEADING, Head, PageEntry, Part, SectionEntry, Term};

/// An index of which all is in one file has fewer letters than this: about 14 KB in brotli.
const WHOLE: usize = 36_000;
/// The first file of a larger one: about 10 KB.
const FIRST: usize = 24_000;
/// What one bucket takes, in letters, where the first file names the sections.
const LIGHT: usize = 5_000;
/// And where it does not: names come with the words, about so many letters for each place.
const HEAVY: usize = 16_000;
const NAME: usize = 40;
/// The most places that a bucket tells of one word, the most telling first.
const PLACES: usize = 20;
/// The letters that a snippet may have in a larger index, the longest that fit being taken.
const SNIPPETS: [usize; 3] = [72, 44, 0];
/// Buckets that one answer may ask for.
const MOST: usize = 2;
/// The fewest letters of a word for which a bucket is asked, and of one for which a second is.
const SHORTEST: usize = 3;
const LONG: usize = 4;
/// Letters that do not decide on a bucket, folded. The client has the same.
const VOWELS: &str = "aeiouyاويهаеиоуыэюяьъ";

/// The index of one language as it is published.
#[derive(Debug, Clone)]
pub struct Index {
    pub head: Head,
    /// What the client asks for first; `head` goes before it.
    pub first: Part,
    pub buckets: Vec<String>,
}

impl Index {
    pub fn new(mut head: Head, part: Part) -> Index {
        if part::encode(&head, true, &part).chars().count() <= WHOLE {
            return Index { head, first: part, buckets: Vec::new() };
        }
        let firsts = SNIPPETS.iter().map(|letters| named(&part, *letters));
        let light = firsts.into_iter().find(|first| part::encode(&head, true, first).chars().count() <= FIRST);
        let (place, most) = if light.is_some() { (2, LIGHT) } else { (NAME, HEAVY) };
        let words: usize = part.terms.iter().map(|term| term.word.chars().count() + place * term.postings.len().min(PLACES)).sum();
        head.buckets = (2 * words).div_ceil(most);
        let particles = particles(&head);
        let mut sorted: Vec<Vec<&Term>> = vec![Vec::new(); head.buckets];
        for term in &part.terms {
            let [one, other] = of(&term.word, &particles, head.buckets);
            sorted[one].push(term);
            if other != one {
                sorted[other].push(term);
            }
        }
        let piece = |terms: &Vec<&Term>| {
            let piece = if light.is_some() { told(terms, &part) } else { subset(terms, &part) };
            part::encode(&head, false, &piece)
        };
        let buckets = sorted.iter().map(piece).collect();
        Index { first: light.unwrap_or_default(), head, buckets }
    }

    pub fn file(&self) -> String {
        part::encode(&self.head, true, &self.first)
    }

    /// What the client would have loaded for a query of these words.
    pub fn loaded(&self, words: &[String]) -> Engine {
        let mut asked = asked(words, &self.head);
        let mut engine = Engine::new(self.head.clone(), self.merged(&asked));
        let more = if asked.len() < MOST { missing(words, &engine, &self.head) } else { None };
        if let Some(number) = more {
            asked.push(number);
            engine = Engine::new(self.head.clone(), self.merged(&asked));
        }
        engine
    }

    fn merged(&self, asked: &[usize]) -> Part {
        let buckets = asked.iter().filter_map(|number| self.buckets.get(*number)).filter_map(|text| part::decode(text));
        merge(std::iter::once(self.first.clone()).chain(buckets))
    }
}

fn particles(head: &Head) -> Vec<String> {
    head.particles.split_whitespace().map(str::to_string).collect()
}

/// The longest words first; of equal ones, the earlier.
fn longest<'w>(words: &'w [String], head: &Head) -> Vec<&'w String> {
    let mut long: Vec<&String> = words.iter().filter(|word| head.buckets > 0 && word.chars().count() >= SHORTEST).collect();
    long.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    long
}

/// The first buckets of the two longest words.
fn asked(words: &[String], head: &Head) -> Vec<usize> {
    let mut asked = Vec::new();
    for word in longest(words, head) {
        let [number, _] = of(word, &particles(head), head.buckets);
        if asked.len() < MOST && !asked.contains(&number) {
            asked.push(number);
        }
    }
    asked
}

/// The second bucket of the longest word that what is loaded can only guess at.
fn missing(words: &[String], engine: &Engine, head: &Head) -> Option<usize> {
    let unknown = longest(words, head).into_iter().find(|word| word.chars().count() >= LONG && !engine.knows(word))?;
    Some(of(unknown, &particles(head), head.buckets)[1])
}

/// The buckets of a word, whose attached article does not count.
fn of(word: &str, particles: &[String], buckets: usize) -> [usize; 2] {
    let bare: Vec<char> = strip_particle(particles, word).unwrap_or(word).chars().collect();
    let first = bare.first().map_or(0, |letter| *letter as usize);
    let mut others: Vec<char> = bare.iter().skip(1).copied().filter(|letter| !VOWELS.contains(*letter)).collect();
    others.dedup();
    [0, 1].map(|n| (first * 31 + others.get(n).map_or(0, |letter| *letter as usize)) % 65_521 % buckets)
}

/// All pages and sections, their names, and how pages begin.
fn named(part: &Part, snippet: usize) -> Part {
    let mut first = Part { terms: Vec::new(), ..part.clone() };
    for section in &mut first.sections {
        section.snippet = if section.anchor.is_empty() { beginning(&section.snippet, snippet) } else { String::new() };
    }
    let headed = |term: &Term| term.postings.iter().filter(|(place, class)| is_said(*place, *class, part)).copied().collect();
    first.terms = with_postings(part.terms.iter(), headed);
    first
}

/// Whether a first file that names all sections says it already.
fn is_said(place: usize, class: Class, part: &Part) -> bool {
    place < part.sections.len() && class >= HEADING
}

/// What stands in texts and in the names of concepts, numbered as in the first file.
fn told(terms: &[&Term], part: &Part) -> Part {
    let postings = |term: &Term| most(term.postings.iter().filter(|(place, class)| !is_said(*place, *class, part)).copied().collect());
    Part { terms: with_postings(terms.iter().copied(), postings), ..Part::default() }
}

fn with_postings<'t>(terms: impl Iterator<Item = &'t Term>, postings: impl Fn(&Term) -> Vec<(usize, Class)>) -> Vec<Term> {
    let kept = terms.map(|term| Term { postings: postings(term), ..term.clone() }).filter(|term| !term.postings.is_empty());
    single_families(kept.collect())
}

fn most(mut postings: Vec<(usize, Class)>) -> Vec<(usize, Class)> {
    postings.sort_by_key(|(place, class)| (std::cmp::Reverse(*class), *place));
    postings.truncate(PLACES);
    postings.sort_unstable();
    postings
}

/// The terms with the sections, pages and concepts that they need, for an index whose first file names none. Snippets would weigh more
/// than all else.
fn subset(terms: &[&Term], part: &Part) -> Part {
    let terms = with_postings(terms.iter().copied(), |term| most(term.postings.clone()));
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
        piece.sections.push(SectionEntry { page, snippet: String::new(), ..section.clone() });
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
            // A piece without sections of its own counts as the first file does.
            let place = |at: usize| if places.is_empty() { at } else { places.get(at).copied().unwrap_or_else(|| beyond(at)) };
            let postings = term.postings.iter().map(|(at, class)| (place(*at), *class)).collect();
            let family = if term.family > 0 { term.family + families } else { 0 };
            whole.terms.push(Term { word: term.word, family, postings });
        }
    }
    whole
}
