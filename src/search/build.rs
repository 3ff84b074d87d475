//! From the texts of one language to its index: words, families, postings, snippets.
//!
//! Pure, and without any knowledge of portals: `render` hands over what pages say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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
struct Word {
    folded: String,
    stem: String,
    /// Sections and concepts, in order.
    postings: Vec<(usize, Class)>,
}

/// The words met so far. A text says the same words again and again: each is folded once.
struct Lexicon<'s> {
    speech: &'s Speech,
    words: Vec<Word>,
    /// Numbers of words, by the folded word and by what was written.
    known: HashMap<String, usize>,
    written: HashMap<String, Vec<usize>>,
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
    let mut lexicon = Lexicon { speech: &speech, words: Vec::new(), known: HashMap::new(), written: HashMap::new() };
    for page in &corpus.pages {
        let number = part.pages.len();
        let url = page.url.strip_prefix(&corpus.base).unwrap_or(&page.url).to_string();
        part.pages.push(PageEntry { url, title: page.title.clone(), kind: page.kind });
        for (at, section) in page.sections.iter().enumerate() {
            let id = part.sections.len();
            if at == 0 {
                lexicon.add_text(&page.title, id, TITLE);
            }
            lexicon.add_text(&section.heading, id, HEADING);
            lexicon.add_text(&section.text, id, BODY);
            part.sections.push(section.entry(number, snippet));
        }
    }
    add_concepts(corpus, &mut part, &mut lexicon);
    part.terms = terms(lexicon.words);
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

impl Lexicon<'_> {
    fn add_text(&mut self, text: &str, section: usize, class: Class) {
        for written in text.split_whitespace() {
            if !self.written.contains_key(written) {
                let folded = fold::words(written, self.speech.apostrophe).into_iter().filter(|word| fold::is_worth(word));
                let numbers = folded.collect::<Vec<_>>().into_iter().map(|folded| self.number(written, folded)).collect();
                self.written.insert(written.to_string(), numbers);
            }
            for number in &self.written[written] {
                let postings = &mut self.words[*number].postings;
                match postings.last_mut().filter(|(last, _)| *last == section) {
                    Some((_, known)) => *known = if *known == BODY { class.max(OFTEN) } else { (*known).max(class) },
                    None => postings.push((section, class)),
                }
            }
        }
    }

    fn number(&mut self, written: &str, folded: String) -> usize {
        if let Some(known) = self.known.get(&folded) {
            return *known;
        }
        let stem = self.speech.stem(written, &folded);
        self.known.insert(folded.clone(), self.words.len());
        self.words.push(Word { folded, stem, postings: Vec::new() });
        self.words.len() - 1
    }

    /// The longer a name, the less each of its words says.
    fn add_names(&mut self, names: &[String], concept: usize, less: usize) {
        for name in names {
            let folded: Vec<String> = fold::words(name, self.speech.apostrophe).into_iter().filter(|word| fold::is_worth(word)).collect();
            let class = usize::from(TITLE).saturating_sub(folded.len().saturating_sub(1) + less) as Class;
            for word in folded {
                let number = self.number(&word.clone(), word);
                let postings = &mut self.words[number].postings;
                match postings.last_mut().filter(|(last, _)| *last == concept) {
                    Some((_, known)) => *known = (*known).max(class),
                    None => postings.push((concept, class)),
                }
            }
        }
    }
}

impl Speech {
    /// Of a word seen for the first time; an apostrophe's suffixes are no part of it.
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
fn add_concepts(corpus: &Corpus, part: &mut Part, lexicon: &mut Lexicon<'_>) {
    let speech = lexicon.speech;
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
                lexicon.add_names(&concept.names, id, less);
            }
        }
    }
}

/// Numbers the families that have more than one word.
fn terms(mut words: Vec<Word>) -> Vec<Term> {
    words.sort_unstable_by(|a, b| a.folded.cmp(&b.folded));
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    words.iter().for_each(|word| *sizes.entry(&word.stem).or_default() += 1);
    let shared = sizes.into_iter().filter(|(_, size)| *size > 1);
    let families: BTreeMap<String, usize> = shared.enumerate().map(|(n, (stem, _))| (stem.to_string(), n + 1)).collect();
    let family = |word: &Word| families.get(&word.stem).copied().unwrap_or(0);
    words.into_iter().map(|word| Term { family: family(&word), word: word.folded, postings: word.postings }).collect()
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
