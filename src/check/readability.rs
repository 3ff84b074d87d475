//! How hard a text is to read, for languages with a published formula. For reports alone: a score prioritises, it does not judge.
//!
//! English: R. Flesch, “A new readability yardstick” (1948). Turkish: E. Ateşman, “Türkçede okunabilirliğin ölçülmesi” (1997), which
//! fits Flesch's constants to Turkish syllables and sentences. For the other languages no formula is in general use, or it needs vowels
//! that are not written: lengths of sentences only.

use std::sync::OnceLock;

use super::Portal;
use super::plain::sentences;
use super::text::{Text, words};
use crate::model::SourcePath;

/// One edition, measured.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Readability {
    pub file: SourcePath,
    pub words: usize,
    pub sentences: usize,
    /// 0 (hardest) to 100 (easiest), where there is a formula.
    pub score: Option<f64>,
}

/// Every edition, in key and language order.
pub fn readability(portal: Portal<'_>) -> Vec<Readability> {
    let pages = portal.site.pages.values();
    pages
        .flat_map(|page| page.editions.keys().map(move |id| measured(&Text::new(&portal, page, *id, &OnceLock::new()))).collect::<Vec<_>>())
        .collect()
}

fn measured(text: &Text<'_>) -> Readability {
    let (mut count, mut sentence_count, mut syllables) = (0, 0, 0);
    for passage in text.prose() {
        let inside: Vec<&str> = words(&passage.plain).map(|(_, word)| word).filter(|word| word.contains(char::is_alphabetic)).collect();
        count += inside.len();
        syllables += inside.iter().map(|word| syllables_in(word, text.path())).sum::<usize>();
        sentence_count += sentences(&passage.plain).len();
    }
    Readability {
        file: text.document.path.clone(),
        words: count,
        sentences: sentence_count,
        score: score(text.path(), count, sentence_count, syllables),
    }
}

fn score(language: &str, words: usize, sentences: usize, syllables: usize) -> Option<f64> {
    if words == 0 || sentences == 0 {
        return None;
    }
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let (per_sentence, per_word) = (number(words) / number(sentences), number(syllables) / number(words));
    let score = match language {
        "en" => 206.835 - 1.015 * per_sentence - 84.6 * per_word,
        "tr" => 198.825 - 40.175 * per_word - 2.610 * per_sentence,
        _ => return None,
    };
    Some((score * 10.0).round() / 10.0)
}

/// Turkish has a syllable for each vowel; in English, groups of vowels without a silent `e` at the end come near.
fn syllables_in(word: &str, language: &str) -> usize {
    let lower = word.to_lowercase();
    let is_vowel = |c: char| "aeıioöuüyâîû".contains(c) && (c != 'y' || language == "en");
    if language != "en" {
        return lower.chars().filter(|c| is_vowel(*c)).count().max(1);
    }
    let mut groups = 0;
    let mut last = false;
    for c in lower.chars() {
        groups += usize::from(is_vowel(c) && !last);
        last = is_vowel(c);
    }
    let silent = lower.ends_with('e') && !lower.ends_with("le") && groups > 1;
    (groups - usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_and_scores() {
        for (word, language, count) in
            [("appeal", "en", 2), ("time", "en", 1), ("table", "en", 2), ("the", "en", 1), ("avukat", "tr", 3), ("ınsanlar", "tr", 3)]
        {
            assert_eq!(syllables_in(word, language), count, "{word}");
        }
        assert_eq!(score("en", 100, 10, 130), Some(86.7));
        assert_eq!(score("tr", 100, 10, 260), Some(68.3));
        assert_eq!(score("ar", 100, 10, 260), None);
        assert_eq!(score("en", 0, 0, 0), None);
    }
}
