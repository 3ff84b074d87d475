//! Plain language: what can be told from the length of sentences and from words. Scores are in `readability` and never a finding.

use super::report::Report;
use super::text::{Run, Text, words as split};
use super::{Rule, edition, words};
use crate::config::Level::{Off, Warn};
use crate::diagnostic::Span;
use crate::model::Link;

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    edition("long-sentence", Warn, "a sentence is understood on first reading, by somebody who is afraid", "WCAG 2.2, 3.1.5; GOV.UK, Content design: sentences of at most 25 words", long_sentence),
    edition("long-paragraph", Warn, "a paragraph fits the screen of a phone", "GOV.UK, Content design", long_paragraph),
    edition("heavy-word", Warn, "legal words are used only where papers use them", "plainlanguage.gov, Use simple words and phrases", heavy_word),
    edition("passive-deadline", Warn, "a reader knows that it is she who must act in time", "plainlanguage.gov, Use active voice", passive_deadline),
    edition("typed-period", Off, "a time limit is right on every page once the register is right", "", typed_period),
    edition("shouting", Warn, "a person in trouble is spoken to calmly", "GOV.UK style guide, Exclamation marks", shouting),
];

/// The longest sentence in words. GOV.UK and the house style say 25; beyond this margin nobody writes on purpose. Languages that write
/// more little words apart, and Turkish and Kurdish, which join them, differ.
fn longest(language: &str) -> usize {
    match language {
        "tr" | "ru" => 32,
        "en" | "so" | "kmr" | "ckb" => 38,
        "ar" => 38,
        _ => 44,
    }
}

/// Sentences of a text with where each begins. A full stop ends one only before a space and a letter that is not small.
pub(super) fn sentences(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if !matches!(c, '.' | '!' | '?' | '؟' | '۔' | '…') {
            continue;
        }
        let after = at + c.len_utf8();
        let mut rest = text[after..].trim_start_matches(['”', '"', '»', ')', '’']).chars();
        let parted = rest.next().is_none_or(char::is_whitespace);
        let goes_on = text[after..].trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(char::is_lowercase);
        let last = text[start..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let abbreviated = c == '.' && last.chars().count() < 4 && last.chars().any(char::is_uppercase);
        if parted && !goes_on && !abbreviated {
            found.push((start, &text[start..after]));
            start = after;
        }
    }
    if text[start..].contains(char::is_alphanumeric) {
        found.push((start, &text[start..]));
    }
    found
}

fn long_sentence(text: &Text<'_>, report: &mut Report<'_>) {
    let most = longest(text.path());
    for passage in text.prose() {
        for (at, sentence) in sentences(&passage.plain) {
            let count = split(sentence).filter(|(_, word)| word.contains(char::is_alphabetic)).count();
            if count > most {
                let span = locate(text, passage.span, &passage.plain[at..]);
                report.say(
                    span,
                    format!("this sentence has {count} words; more than {most} are hard to follow"),
                    "make two or three sentences of it, one idea in each",
                );
            }
        }
    }
}

/// Where a piece of a passage begins in the file, by its first words; the passage where markup hides them.
fn locate(text: &Text<'_>, passage: Span, piece: &str) -> Span {
    let first = piece.trim_start();
    let end = first.char_indices().nth(14).map_or(first.len(), |(at, _)| at);
    match text.written(passage).find(&first[..end]) {
        Some(at) => Span { start: passage.start + at, end: passage.start + at + end },
        None => passage,
    }
}

fn long_paragraph(text: &Text<'_>, report: &mut Report<'_>) {
    for passage in text.prose() {
        let count = split(&passage.plain).count();
        if count > 140 {
            report.say(
                passage.span,
                format!("this paragraph has {count} words, more than a phone shows at once"),
                "part it with an empty line, or make a list of it",
            );
        }
    }
}

fn heavy_word(text: &Text<'_>, report: &mut Report<'_>) {
    let list = words::heavy_words(text.path());
    for run in text.own_runs().filter(|_| !list.is_empty()) {
        let lower = text.lower_run(run);
        for (heavy, light) in list {
            for (at, _) in lower.match_indices(heavy).filter(|(at, _)| is_whole(lower, *at, heavy.len())) {
                let span = if lower.len() == run.text.len() { run.at(at, at + heavy.len()) } else { run.span };
                let help = if light.is_empty() { "leave it out".to_string() } else { format!("write “{light}”") };
                report.say(span, format!("“{heavy}” is a word of lawyers"), help);
            }
        }
    }
}

/// Whether no letter stands directly before or after.
fn is_whole(text: &str, at: usize, length: usize) -> bool {
    !text[..at].ends_with(char::is_alphanumeric) && !text[at + length..].starts_with(char::is_alphanumeric)
}

/// “must be submitted within 7 days”: who must?
fn passive_deadline(text: &Text<'_>, report: &mut Report<'_>) {
    for (n, passage) in text.passages.iter().enumerate() {
        if !text.runs_of(n).iter().any(|run| matches!(text.link(run), Some(Link::Fact(_)))) {
            continue;
        }
        for (at, sentence) in sentences(&passage.plain) {
            if is_passive(&text.lower(sentence), text.path()) {
                report.say(
                    locate(text, passage.span, &passage.plain[at..]),
                    "this time limit does not say who must act",
                    "say who must act: “you must …”, or “your lawyer must …”",
                );
            }
        }
    }
}

/// Whether something must be done within a time and nobody is said to do it. Languages whose passive is not certain are left alone.
fn is_passive(sentence: &str, language: &str) -> bool {
    let pairs =
        |starts: &[&str], ends: &[&str]| starts.iter().any(|start| ends.iter().any(|end| sentence.contains(&format!("{start} {end}"))));
    match language {
        "en" => {
            const STARTS: [&str; 6] = ["must be", "should be", "has to be", "have to be", "shall be", "needs to be"];
            const DONE: [&str; 9] = ["submitted", "filed", "lodged", "sent", "appealed", "brought", "reported", "applied", "handed"];
            sentence.contains("within") && pairs(&STARTS, &DONE)
        }
        "tr" => {
            // What a person does: an interview that must be held, or a decision that must be given, binds the authority.
            const DONE: [&str; 10] = [
                "açılmalıdır",
                "başvurulmalıdır",
                "itiraz edilmelidir",
                "müracaat edilmelidir",
                "teslim edilmelidir",
                "sunulmalıdır",
                "bildirilmelidir",
                "gönderilmelidir",
                "yatırılmalıdır",
                "ödenmelidir",
            ];
            sentence.contains("içinde") && DONE.iter().any(|done| sentence.contains(done))
        }
        "fr" => {
            const DONE: [&str; 8] = ["déposé", "introduit", "envoyé", "formé", "présenté", "adressé", "remis", "fait"];
            (sentence.contains("dans les") || sentence.contains("dans un délai")) && pairs(&["doit être", "doivent être"], &DONE)
        }
        "ru" => {
            const DONE: [&str; 4] = ["подан", "направлен", "представлен", "отправлен"];
            const STARTS: [&str; 4] = ["должен быть", "должна быть", "должно быть", "должны быть"];
            sentence.contains("в течение") && pairs(&STARTS, &DONE)
        }
        _ => false,
    }
}

/// A number and a unit of time in prose, which belong in the register.
fn typed_period(text: &Text<'_>, report: &mut Report<'_>) {
    let units = words::period_units(text.path());
    for run in text.own_runs().filter(|run| run.link.is_none()) {
        for (start, end, found) in periods(run, units) {
            report.say(
                run.at(start, end),
                format!("the period “{found}” is typed here, so it stays when the law changes"),
                "write it as a fact of the register, such as `[7 days](fact:deportation-appeal)`",
            );
        }
    }
}

fn periods<'r>(run: &Run<'r>, units: &[&str]) -> Vec<(usize, usize, &'r str)> {
    let list: Vec<(usize, &str)> = split(run.text).collect();
    let mut found = Vec::new();
    for pair in list.windows(2) {
        let [(at, number), (next, unit)] = *pair else { continue };
        let is_number = number.chars().all(char::is_numeric) && number.chars().count() < 4;
        if is_number && units.contains(&unit.to_lowercase().as_str()) {
            let end = next + unit.len();
            found.push((at, end, &run.text[at..end]));
        }
    }
    found
}

fn shouting(text: &Text<'_>, report: &mut Report<'_>) {
    for (n, passage) in text.passages.iter().enumerate() {
        if text.own_runs_of(n).map(|run| run.text.matches('!').count()).sum::<usize>() < 2 {
            continue;
        }
        report.say(
            passage.span,
            "this text shouts more than once",
            "end its sentences with a full stop; what is urgent stands in a box: `> [!URGENT]`",
        );
    }
}
