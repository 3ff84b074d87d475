//! The index as files: one part for a small portal; a head and many parts for a large one. Reading and writing alone.
//!
//! Not here: what goes into a part (see `build`), and finding things in it (see `engine`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::codec::{self, Numbers, push_number};
use super::family;
use super::fold::{self, Apostrophe};

/// Raised whenever an older client could not read the index.
pub const VERSION: u32 = 3;

/// Where a word stands in a section, from least to most telling. For a concept: in how long a name (3 is a name of one word).
pub type Class = u8;
pub const BODY: Class = 0;
pub const OFTEN: Class = 1;
pub const HEADING: Class = 2;
pub const TITLE: Class = 3;

/// What all parts of an index share; written at the front of the index file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The format's version.
    #[serde(rename = "v")]
    pub version: u32,
    /// BCP 47 tag and direction of the texts.
    pub lang: String,
    pub dir: String,
    /// The folding table: see `fold`.
    pub map: String,
    pub drop: String,
    pub word: String,
    pub apostrophe: String,
    /// Particles that are written together with the next word, longest first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub particles: String,
    /// Endings that words take.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub endings: String,
    /// The names of the kinds of pages, in the reader's language.
    pub kinds: Vec<String>,
    /// What every URL begins with.
    pub base: String,
    /// The number of pages in the whole index.
    pub pages: usize,
    /// Which bucket a word is in, where the index has buckets: see `slots`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub slots: String,
    /// The folder of the buckets.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub folder: String,
}

/// Pages, their sections and the words that lead to them, ready to be looked through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Part {
    pub pages: Vec<PageEntry>,
    pub sections: Vec<SectionEntry>,
    /// Sorted.
    pub terms: Vec<Term>,
    /// For each concept of the term register, the sections that are about it.
    pub concepts: Vec<Vec<usize>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageEntry {
    /// Without the head's `base`.
    pub url: String,
    pub title: String,
    /// An index into the head's `kinds`.
    pub kind: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SectionEntry {
    /// An index into `Part::pages`.
    pub page: usize,
    /// Empty for the text before the first heading.
    pub anchor: String,
    pub heading: String,
    /// How the section begins.
    pub snippet: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Term {
    /// Folded.
    pub word: String,
    /// Equal in forms of one word; 0 where there is only this one.
    pub family: usize,
    /// Sections, and from `Part::sections.len()` on concepts, in order.
    pub postings: Vec<(usize, Class)>,
}

/// The file as it is written: titles, addresses, kinds, numbers of sections, anchors, headings and snippets; words, families, postings,
/// concepts. What is empty is left out.
#[derive(Serialize, Deserialize)]
struct Written {
    #[serde(flatten)]
    head: Option<Head>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    t: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    u: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    k: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    n: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    a: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    h: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    s: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    w: String,
    f: String,
    p: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    c: String,
}

/// What titles and headings of a first file say by themselves, so that no posting need say it again: the words in them with their places.
type Said = BTreeMap<String, BTreeMap<usize, Class>>;

impl Head {
    pub fn new(lang: &str, dir: &str, kinds: Vec<String>, base: &str) -> Head {
        Head {
            version: VERSION,
            lang: lang.to_string(),
            dir: dir.to_string(),
            map: fold::MAP.to_string(),
            drop: fold::DROP.to_string(),
            word: fold::WORD.to_string(),
            apostrophe: Apostrophe::of(lang).name().to_string(),
            particles: fold::fold(family::particles(lang)),
            endings: fold::fold(family::endings(lang)),
            kinds,
            base: base.to_string(),
            pages: 0,
            slots: String::new(),
            folder: String::new(),
        }
    }
}

/// A word's term, where it has one of its own, and where titles and headings already say it.
type Listed<'a> = (Option<&'a Term>, Option<&'a BTreeMap<usize, Class>>);

/// The text of a file: with a head for the index file, without for a bucket.
pub fn encode(head: &Head, with_head: bool, part: &Part) -> String {
    let (mut kinds, mut counts, mut families, mut postings, mut concepts) = <(String, String, String, String, String)>::default();
    let mut sections = vec![0; part.pages.len()];
    part.sections.iter().for_each(|section| sections[section.page] += 1);
    for (page, count) in part.pages.iter().zip(sections) {
        push_number(&mut kinds, page.kind);
        push_number(&mut counts, count);
    }
    let said = if with_head { said(part, head) } else { Said::new() };
    let known: BTreeMap<&str, &Term> = part.terms.iter().map(|term| (term.word.as_str(), term)).collect();
    let listed: Vec<&Term> = part.terms.iter().filter(|term| !said.contains_key(&term.word)).collect();
    let all = said.iter().map(|(word, places)| (known.get(word.as_str()).copied(), Some(places)));
    let all: Vec<Listed<'_>> = all.chain(listed.iter().map(|term| (Some(*term), None))).collect();
    push_families(&mut families, all.iter().map(|(term, _)| term.map_or(0, |term| term.family)));
    for (term, said) in all {
        let is_said = |(place, class): &(usize, Class)| said.is_some_and(|said| said.get(place) == Some(class));
        let more: Vec<(usize, Class)> = term.map_or(Vec::new(), |term| term.postings.iter().copied().filter(|one| !is_said(one)).collect());
        push_postings(&mut postings, &more);
    }
    for concept in &part.concepts {
        push_number(&mut concepts, concept.len());
        let mut before = 0;
        for section in concept {
            push_number(&mut concepts, section - before);
            before = *section;
        }
    }
    let texts = |of: fn(&SectionEntry) -> &String| -> Vec<String> { part.sections.iter().map(of).cloned().collect() };
    let snippets = texts(|section| &section.snippet);
    let written = Written {
        head: with_head.then(|| head.clone()),
        t: part.pages.iter().map(|page| page.title.clone()).collect(),
        u: part.pages.iter().map(|page| page.url.clone()).collect(),
        k: kinds,
        n: counts,
        a: texts(|section| &section.anchor),
        h: texts(|section| &section.heading),
        s: if snippets.iter().all(String::is_empty) { Vec::new() } else { snippets },
        w: codec::push_words(listed.iter().map(|term| term.word.as_str())),
        f: families,
        p: postings,
        c: concepts,
    };
    serde_json::to_string(&written).expect("BUG: strings and numbers are always JSON")
}

fn push_postings(out: &mut String, postings: &[(usize, Class)]) {
    push_number(out, postings.len());
    let mut before = 0;
    for (section, class) in postings {
        push_number(out, (section - before) * 4 + usize::from(*class));
        before = *section;
    }
}

/// The words of titles and headings. A title belongs to the first section of its page.
fn said(part: &Part, head: &Head) -> Said {
    let apostrophe = Apostrophe::named(&head.apostrophe).unwrap_or(Apostrophe::Join);
    let mut said = Said::new();
    let mut last = None;
    for (place, section) in part.sections.iter().enumerate() {
        let title = part.pages.get(section.page).filter(|_| last != Some(section.page)).map_or("", |page| page.title.as_str());
        last = Some(section.page);
        for (text, class) in [(section.heading.as_str(), HEADING), (title, TITLE)] {
            for word in fold::words(text, apostrophe).into_iter().filter(|word| fold::is_worth(word)) {
                said.entry(word).or_default().insert(place, class);
            }
        }
    }
    said
}

/// 0: alone. 1: the first of the next family. 2 and more: of a family met before, the latest first.
fn push_families(out: &mut String, families: impl Iterator<Item = usize>) {
    let mut met: BTreeMap<usize, usize> = BTreeMap::new();
    for family in families {
        let next = met.len() + 1;
        let code = match (family, met.get(&family)) {
            (0, _) => 0,
            (_, Some(known)) => next - known + 1,
            (family, None) => {
                met.insert(family, next);
                1
            }
        };
        push_number(out, code);
    }
}

/// Reads the first file again. `None` where it is not whole or of another version.
pub fn decode_first(text: &str) -> Option<(Head, Part)> {
    let written: Written = serde_json::from_str(text).ok()?;
    let head = written.head.clone().filter(|head| head.version == VERSION)?;
    let part = decode_written(written, Some(&head))?;
    Some((head, part))
}

/// Reads a bucket again. `None` where it is not whole.
pub fn decode(text: &str) -> Option<Part> {
    decode_written(serde_json::from_str(text).ok()?, None)
}

fn decode_written(written: Written, head: Option<&Head>) -> Option<Part> {
    let mut part = Part::default();
    let (mut kinds, mut counts) = (Numbers::new(&written.k), Numbers::new(&written.n));
    let snippets = written.s.into_iter().chain(std::iter::repeat(String::new()));
    let mut sections = written.a.into_iter().zip(written.h).zip(snippets);
    for (page, (url, title)) in written.u.into_iter().zip(written.t).enumerate() {
        part.pages.push(PageEntry { url, title, kind: kinds.next()? });
        for ((anchor, heading), snippet) in sections.by_ref().take(counts.next()?) {
            part.sections.push(SectionEntry { page, anchor, heading, snippet });
        }
    }
    part.terms = decode_terms(head.map(|head| said(&part, head)).unwrap_or_default(), &written.w, &written.f, &written.p)?;
    part.concepts = decode_concepts(&written.c)?;
    Some(part)
}

fn decode_terms(said: Said, words: &str, families: &str, postings: &str) -> Option<Vec<Term>> {
    let (mut families, mut postings, mut next) = (Numbers::new(families), Numbers::new(postings), 1usize);
    let term = |(word, mut places): (String, BTreeMap<usize, Class>)| {
        let family = match families.next()? {
            0 => 0,
            1 => {
                next += 1;
                next - 1
            }
            code => (next + 1).checked_sub(code)?,
        };
        let mut section = 0;
        for _ in 0..postings.next()? {
            let number = postings.next()?;
            section += number / 4;
            places.insert(section, (number % 4) as Class);
        }
        Some(Term { word, family, postings: places.into_iter().collect() })
    };
    let listed = codec::words(words).into_iter().map(|word| (word, BTreeMap::new()));
    let mut terms: Vec<Term> = said.into_iter().chain(listed).map(term).collect::<Option<_>>()?;
    terms.sort_by(|a, b| a.word.cmp(&b.word));
    Some(terms)
}

fn decode_concepts(stream: &str) -> Option<Vec<Vec<usize>>> {
    let mut numbers = Numbers::new(stream);
    let mut concepts = Vec::new();
    while let Some(count) = numbers.next() {
        let mut section = 0;
        let mut list = Vec::new();
        for _ in 0..count {
            section += numbers.next()?;
            list.push(section);
        }
        concepts.push(list);
    }
    Some(concepts)
}
