//! Words that the term base forbids, such as those that call a person illegal: the respectful term stands in the same record.

use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Edition, LanguageId, Site, Term};

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
    found
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
