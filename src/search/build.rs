//! From the texts of one language to its index: words, families, postings, snippets.
//!
//! Pure, and without any knowledge of portals: `render` hands over what pages say.

use std::collections::{BTreeMap, BTreeSet};

use super::family::Stems;
use super::fold::{self, Apostrophe};
use super::part::{BODY, Class, HEADING, Head, OFTEN, PageEntry, Part, SectionEntry, TITLE, Term};

/// Everything of one language that can be found.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// BCP 47 tag: decides on stems and apostrophes.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// What every URL begins with: `/tr/`.
    pub base: String,
    pub kinds: Vec<String>,
    pub pages: Vec<SourcePage>,
    pub concepts: Vec<Concept>,
}

#[derive(Debug, Clone, Default)]
pub struct SourcePage {
    pub url: String,
    pub title: String,
    /// An index into `Corpus::kinds`.
    pub kind: usize,
    /// The text before the first heading comes first, with an empty anchor.
    pub sections: Vec<SourceSection>,
}

#[derive(Debug, Clone, Default)]
pub struct SourceSection {
    pub anchor: String,
    pub heading: String,
    pub text: String,
    /// Found by its words, but none of them is shown.
    pub unseen: bool,
}

/// A term of the register: its names in all languages, and sections as (page, section).
#[derive(Debug, Clone, Default)]
pub struct Concept {
    pub names: Vec<String>,
    /// Its names in the language of the corpus: titles and headings that hold one are about it.
    pub own: Vec<String>,
    /// Sections that mention it.
    pub about: Vec<(usize, usize)>,
}

/// A word with what is known of it while the index is being made.
#[derive(Default)]
struct Word {
    stem: String,
    postings: BTreeMap<usize, Class>,
}

/// How a language's words are told apart and brought together.
struct Speech {
    apostrophe: Apostrophe,
    stems: Stems,
}

/// Makes the index of a corpus as one part, with snippets of at most so many letters.
pub fn build(corpus: &Corpus, snippet: usize) -> (Head, Part) {
    let speech = Speech { apostrophe: Apostrophe::of(&corpus.lang), stems: Stems::of(&corpus.lang) };
    let mut part = Part::default();
    let mut words: BTreeMap<String, Word> = BTreeMap::new();
    for page in &corpus.pages {
        let number = part.pages.len();
        let url = page.url.strip_prefix(&corpus.base).unwrap_or(&page.url).to_string();
        part.pages.push(PageEntry { url, title: page.title.clone(), kind: page.kind });
        for (at, section) in page.sections.iter().enumerate() {
            let id = part.sections.len();
            let mut add = |text: &str, class| add(&mut words, &speech, text, id, class);
            if at == 0 {
                add(&page.title, TITLE);
            }
            add(&section.heading, HEADING);
            add(&section.text, BODY);
            part.sections.push(section.entry(number, snippet));
        }
    }
    add_concepts(corpus, &mut part, &mut words, &speech);
    part.terms = terms(words);
    let mut head = Head::new(&corpus.lang, &corpus.dir, corpus.kinds.clone(), &corpus.base);
    head.pages = part.pages.len();
    (head, part)
}

impl SourceSection {
    /// What an answer shows of the section.
    fn entry(&self, page: usize, snippet: usize) -> SectionEntry {
        let snippet = if self.unseen { String::new() } else { beginning(&self.text, snippet) };
        SectionEntry { page, anchor: self.anchor.clone(), heading: self.heading.clone(), snippet }
    }
}

fn add(words: &mut BTreeMap<String, Word>, speech: &Speech, text: &str, section: usize, class: Class) {
    for written in text.split_whitespace() {
        for folded in fold::words(written, speech.apostrophe).into_iter().filter(|word| fold::is_worth(word)) {
            let word = words.entry(folded).or_insert_with_key(|folded| speech.new_word(written, folded));
            match word.postings.get_mut(&section) {
                Some(known) => *known = if *known == BODY { class.max(OFTEN) } else { (*known).max(class) },
                None => drop(word.postings.insert(section, class)),
            }
        }
    }
}

impl Speech {
    /// A word seen for the first time, with its stem; an apostrophe's suffixes are no part of it.
    fn new_word(&self, written: &str, folded: &str) -> Word {
        Word { stem: self.stem(written, folded), postings: BTreeMap::new() }
    }

    fn stem(&self, written: &str, folded: &str) -> String {
        let bare = written.trim_matches(|c: char| !c.is_alphanumeric());
        let bare = if self.apostrophe == Apostrophe::Cut { bare.split(['\'', '’']).next().unwrap_or(bare) } else { bare };
        let whole = if fold::fold(bare) == folded { bare } else { folded };
        self.stems.stem(whole, folded)
    }

    fn stems(&self, text: &str) -> BTreeSet<String> {
        let stems = |written| fold::words(written, self.apostrophe).into_iter().map(move |folded| self.stem(written, &folded));
        text.split_whitespace().flat_map(stems).collect()
    }
}

/// A concept leads first to what is about it, and then to what mentions it.
fn add_concepts(corpus: &Corpus, part: &mut Part, words: &mut BTreeMap<String, Word>, speech: &Speech) {
    let firsts: Vec<usize> = (0..part.pages.len()).map(|page| part.sections.partition_point(|section| section.page < page)).collect();
    let headed: Vec<BTreeSet<String>> = part
        .sections
        .iter()
        .enumerate()
        .map(|(n, section)| {
            let title = if firsts[section.page] == n { part.pages[section.page].title.as_str() } else { "" };
            speech.stems(&format!("{title} {}", section.heading))
        })
        .collect();
    for concept in &corpus.concepts {
        let names: Vec<BTreeSet<String>> = concept.own.iter().map(|name| speech.stems(name)).filter(|name| !name.is_empty()).collect();
        let is_headed = |section: &usize| names.iter().any(|name| name.is_subset(&headed[*section]));
        let about: BTreeSet<usize> = (0..headed.len()).filter(is_headed).collect();
        let mentioned = concept.about.iter().filter_map(|(page, section)| firsts.get(*page).map(|first| first + section));
        let mentioned: BTreeSet<usize> = mentioned.filter(|section| !about.contains(section)).collect();
        for (sections, less) in [(about, 0), (mentioned, 1)] {
            if !sections.is_empty() {
                let id = part.sections.len() + part.concepts.len();
                part.concepts.push(sections.into_iter().collect());
                add_names(&concept.names, id, less, words, speech);
            }
        }
    }
}

/// The longer a name, the less each of its words says.
fn add_names(names: &[String], concept: usize, less: usize, words: &mut BTreeMap<String, Word>, speech: &Speech) {
    for name in names {
        let folded: Vec<String> = fold::words(name, speech.apostrophe).into_iter().filter(|word| fold::is_worth(word)).collect();
        let class = usize::from(TITLE).saturating_sub(folded.len().saturating_sub(1) + less) as Class;
        for word in folded {
            let entry = words.entry(word).or_insert_with_key(|word| speech.new_word(word, word));
            let known = entry.postings.entry(concept).or_insert(class);
            *known = (*known).max(class);
        }
    }
}

/// Numbers the families that have more than one word.
fn terms(words: BTreeMap<String, Word>) -> Vec<Term> {
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for word in words.values() {
        *sizes.entry(word.stem.clone()).or_default() += 1;
    }
    let shared = sizes.into_iter().filter(|(_, size)| *size > 1);
    let families: BTreeMap<String, usize> = shared.enumerate().map(|(n, (stem, _))| (stem, n + 1)).collect();
    let term = |(word, found): (String, Word)| Term {
        word,
        family: families.get(&found.stem).copied().unwrap_or(0),
        postings: found.postings.into_iter().collect(),
    };
    words.into_iter().map(term).collect()
}

/// The beginning of a text, up to the end of a word.
pub(super) fn beginning(text: &str, letters: usize) -> String {
    let mut out = String::new();
    let mut left = letters;
    for word in text.split_whitespace() {
        let length = word.chars().count() + usize::from(!out.is_empty());
        if length > left {
            if !out.is_empty() {
                out.push('…');
            }
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        left -= length;
    }
    out
}
