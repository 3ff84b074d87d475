//! Words of the term base: those that it forbids, such as those that call a person illegal, and those that a translation must use where its
//! original names an office or a right.
//!
//! A term counts as used if all words of its name, of a synonym or of the Turkish word stand in the section, in any form and order.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Edition, Freshness, Language, LanguageId, Link, Page, Site, Term};
use crate::search::family::Stems;
use crate::search::fold::fold;
use crate::translate::{Section, facts, sections};

/// A forbidden expression of one language, in lower case, with what to write instead.
struct Forbidden<'a> {
    words: String,
    instead: &'a str,
}

pub fn check(site: &Site) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for language in site.config.languages.ids() {
        let forbidden: Vec<Forbidden<'_>> = site.registers.terms.iter().flat_map(|(_, term)| forbidden(term, language)).collect();
        if forbidden.is_empty() {
            continue;
        }
        for edition in site.pages.values().filter_map(|page| page.editions.get(&language)) {
            found.extend(forbidden.iter().flat_map(|forbidden| uses(edition, forbidden)));
        }
    }
    found.extend(required(site));
    found
}

/// Terms that an up-to-date section does not use although its original links to them.
fn required(site: &Site) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for language in site.config.languages.ids() {
        let words = Words::of(site.config.languages.get(language));
        for page in site.pages.values() {
            let fresh =
                |id: &str| matches!(page.freshness.get(&language), Some(freshness @ Freshness::Pinned(_)) if freshness.find(id).is_none());
            let Some(edition) = page.editions.get(&language).filter(|edition| !edition.document.front.draft) else { continue };
            for section in sections(edition).into_iter().filter(|section| fresh(section.id)) {
                let wanted = named(site, page, section.id);
                if !wanted.is_empty() {
                    let there = words.forms(&facts(edition, &section).words);
                    let missing = wanted.into_iter().filter_map(|id| Some((id, site.registers.terms.get(id)?)));
                    let missing = missing.filter(|(_, term)| words.lacks(&there, term, language));
                    found.extend(missing.map(|(id, term)| unused(edition, &section, id, term, language)));
                }
            }
        }
    }
    found
}

/// The terms that the original's section links to and calls by their names: where it says them otherwise, so may a translation.
fn named<'s>(site: &'s Site, page: &'s Page, section: &str) -> BTreeSet<&'s str> {
    let original = page.original();
    let Some(section) = sections(original).into_iter().find(|own| own.id == section) else { return BTreeSet::new() };
    let ends = section.blocks.first().zip(section.blocks.last());
    let span = ends.map_or(0..0, |(first, last)| first.span.start..last.span.end);
    let links = original.document.body.links.iter().zip(&original.links).filter(|(raw, _)| span.contains(&raw.span.start));
    let linked: BTreeSet<&str> = links.filter_map(|(_, link)| if let Link::Term(id) = link { Some(id.as_str()) } else { None }).collect();
    if linked.is_empty() {
        return linked;
    }
    let words = Words::of(site.config.languages.get(page.original));
    let there = words.forms(&facts(original, &section).words);
    let is_named = |id: &&str| site.registers.terms.get(id).is_some_and(|term| !words.lacks(&there, term, page.original));
    linked.into_iter().filter(is_named).collect()
}

fn unused(edition: &Edition, section: &Section<'_>, id: &str, term: &Term, language: LanguageId) -> Diagnostic {
    let heading = section.heading.and_then(|at| edition.document.body.headings().nth(at)).map(|(block, _)| block.span);
    let place = edition.document.place(heading.unwrap_or(edition.document.front.title.span));
    let name = term.name.get([language]).map_or(term.turkish.as_str(), |(_, name)| name);
    let message = format!("the original of this section names `{id}`, and the word for it, `{name}`, does not stand here");
    Diagnostic::warning(place, "required-term", message)
        .help(format!("write `{name}` where the original has the term; or, if readers say it otherwise, add that to its `synonyms`"))
}

/// The words of a language, brought to their stems.
struct Words {
    stems: Stems,
}

impl Words {
    fn of(language: &Language) -> Words {
        Words { stems: Stems::of(&language.tag) }
    }

    /// Each word as it is, and its stem: a stemmer may take more off one form of a word than off another.
    fn both(&self, text: &str) -> Vec<[String; 2]> {
        // A small letter made of the Turkish `İ` carries a dot that no stemmer knows.
        let text = text.replace('\u{307}', "");
        let words = text.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || "،؛؟«»“”‘’…–—".contains(c));
        let both = |word: &str| {
            let folded = fold(word);
            [self.stems.stem(word, &folded), folded]
        };
        words.filter(|word| !word.is_empty()).map(both).collect()
    }

    fn forms(&self, text: &str) -> BTreeSet<String> {
        self.both(text).into_iter().flatten().collect()
    }

    /// Whether none of the term's forms is there. A term without a name in the language asks for nothing.
    fn lacks(&self, there: &BTreeSet<String>, term: &Term, language: LanguageId) -> bool {
        let Some((_, name)) = term.name.get([language]) else { return false };
        let synonyms = term.synonyms.get([language]).map_or(&[][..], |(_, list)| list);
        // What stands in brackets explains the name.
        let forms = name.split([',', '،', '(', ')']).chain(synonyms.iter().map(|form| form.value.as_str())).chain(term.turkish.split(','));
        let is_there = |form: &str| {
            let wanted = self.both(form);
            !wanted.is_empty() && wanted.iter().all(|own| there.iter().any(|word| own.iter().any(|own| is_form(word, own))))
        };
        !forms.into_iter().any(is_there)
    }
}

/// Whether two stems are of one word: the same, one the beginning of the other, or, as in `مركز` and `مراكز`, with the same consonants.
fn is_form(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let (most, least) = (long.chars().count(), short.chars().count());
    let begins = long.starts_with(short) && (least >= 4 || least == 3 && most <= 5);
    let consonants = |word: &str| word.chars().filter(|c| !matches!(c, 'ا' | 'و' | 'ي')).collect::<String>();
    let (first, second) = (consonants(a), consonants(b));
    a == b || begins || first == second && first.chars().count() >= 3
}

fn forbidden(term: &Term, language: LanguageId) -> impl Iterator<Item = Forbidden<'_>> {
    let words = term.forbidden.get([language]).map_or(&[][..], |(_, words)| words);
    let instead = term.name.get([language]).map_or(term.turkish.as_str(), |(_, name)| name);
    words.iter().map(move |words| Forbidden { words: words.to_lowercase(), instead })
}

/// Every place of a file, title and text alike, where the words stand as words. Code and addresses are no prose, but nobody writes these there.
fn uses(edition: &Edition, forbidden: &Forbidden<'_>) -> Vec<Diagnostic> {
    let source = &edition.document.source;
    places(source, &forbidden.words)
        .into_iter()
        .map(|span| {
            let message = format!("the term base forbids `{}`", &source[span.range()]);
            Diagnostic::error(edition.document.place(span), "forbidden-term", message)
                .help(format!("write `{}`, or what it means in this sentence", forbidden.instead))
        })
        .collect()
}

/// Where lower-case `words` stand in `text`, whatever its capitals and white space, with an ending of a few letters.
fn places(text: &str, words: &str) -> Vec<Span> {
    let first = words.split_whitespace().next().unwrap_or(words);
    let starts = text.char_indices().filter(|(at, _)| !text[..*at].ends_with(char::is_alphanumeric)).map(|(at, _)| at);
    starts
        .filter_map(|at| {
            let rest = &text[at..];
            rest.chars().flat_map(char::to_lowercase).zip(first.chars()).all(|(a, b)| a == b).then_some(())?;
            matched(rest, words).map(|length| Span { start: at, end: at + length })
        })
        .collect()
}

/// How many bytes of `text` the words take, up to the end of the last one.
fn matched(text: &str, words: &str) -> Option<usize> {
    let mut rest = text;
    let mut wanted = words.split_whitespace().peekable();
    while let Some(word) = wanted.next() {
        for letter in word.chars() {
            let c = rest.chars().next()?;
            c.to_lowercase().eq(std::iter::once(letter)).then_some(())?;
            rest = &rest[c.len_utf8()..];
        }
        let ending = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        if rest[..ending].chars().count() > ENDING {
            return None;
        }
        rest = &rest[ending..];
        if wanted.peek().is_some() {
            let gap = rest.len() - rest.trim_start().len();
            (gap > 0).then_some(())?;
            rest = &rest[gap..];
        }
    }
    Some(text.len() - rest.len())
}

/// Letters that may follow a forbidden word: plurals and cases.
const ENDING: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_their_forms() {
        for (a, b, same) in [
            ("مركز", "مراكز", true),
            ("izn", "izni", true),
            ("detention", "detent", true),
            ("court", "court", true),
            ("law", "lawyer", false),
            ("رقم", "قلم", false),
        ] {
            assert_eq!(is_form(a, b), same, "{a} {b}");
        }
    }

    #[test]
    fn forbidden_words_are_found_in_any_form() {
        for (text, words, found) in [
            ("An Illegal\nmigrant came", "illegal migrant", Some("Illegal\nmigrant")),
            ("illegal migrants.", "illegal migrant", Some("illegal migrants")),
            ("illegally, migrant", "illegal migrant", None),
            ("paralegal migrant", "legal migrant", None),
            ("kaçak göçmenler", "kaçak göçmen", Some("kaçak göçmenler")),
            ("مهاجر غير شرعي", "مهاجر غير شرعي", Some("مهاجر غير شرعي")),
            ("", "a", None),
        ] {
            let places = places(text, words);
            assert_eq!(places.first().map(|span| &text[span.range()]), found, "{text}");
        }
    }
}
