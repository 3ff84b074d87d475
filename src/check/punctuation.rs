//! Marks between words: commas, question marks, quotation marks and spaces as each language writes them.

use super::report::Report;
use super::script::{self, Script};
use super::text::{Run, Text};
use super::{Rule, edition};
use crate::config::Level::Warn;
use crate::model::{Inline, InlineKind};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    edition("wrong-punctuation", Warn, "Arabic letters are followed by Arabic commas and question marks, which stand the right way round", "W3C, Arabic & Persian Layout Requirements; CLDR 48, punctuation exemplars", wrong_punctuation),
    edition("mixed-quotes", Warn, "quotation marks look alike on the whole page", "CLDR 48, delimiters", mixed_quotes),
    edition("unclosed-quote", Warn, "a reader sees where the words of an authority end", "CLDR 48, delimiters", unclosed_quote),
    edition("unclosed-bracket", Warn, "a remark in brackets ends", "", unclosed_bracket),
    edition("space-before-mark", Warn, "no comma or full stop stands alone at the beginning of a line", "Unicode UAX #14", space_before_mark),
    edition("repeated-mark", Warn, "no mark shouts at a person in trouble", "GOV.UK style guide, Exclamation marks", repeated_mark),
    edition("doubled-word", Warn, "no word is written twice by mistake", "", doubled_word),
    edition("space-in-link", Warn, "the underline of a link covers its words and nothing else", "W3C, Inline markup and bidirectional text", space_in_link),
];

fn wrong_punctuation(text: &Text<'_>, report: &mut Report<'_>) {
    if script::of_language(text.path()) != Some(Script::Arabic) {
        return;
    }
    for run in text.own_runs() {
        let mut before = ' ';
        for (at, c) in run.text.char_indices() {
            let right = match c {
                ',' => '،',
                ';' => '؛',
                '?' => '؟',
                // Urdu has a full stop of its own; a dot inside a word or number is none.
                '.' if text.path() == "ur" && run.text[at + 1..].chars().next().is_none_or(char::is_whitespace) => '۔',
                _ => {
                    before = c;
                    continue;
                }
            };
            if script::of_char(before) == Some(Script::Arabic) {
                let message = format!("`{c}` stands after an Arabic letter, where `{right}` belongs");
                if run.is_exact() {
                    report.say_fixable(run.at(at, at + 1), message, format!("write `{right}`"), right.to_string());
                } else {
                    report.say(run.span, message, format!("write `{right}`"));
                }
            }
            before = c;
        }
    }
}

/// Straight marks beside typographic ones: two keyboards at work on one page.
fn mixed_quotes(text: &Text<'_>, report: &mut Report<'_>) {
    let runs: Vec<&Run<'_>> = text.own_runs().filter(|run| !text.passages[run.passage].inlines.is_empty()).collect();
    let first = |marks: &[char]| runs.iter().find_map(|run| run.text.find(marks).map(|at| (*run, at)));
    let Some((_, _)) = first(&['“', '”', '«', '»', '„']) else { return };
    if let Some((run, at)) = first(&['"']) {
        report.say(
            run.at(at, at + 1),
            "this quotation mark is straight, and others on this page are not",
            "write the quotation marks of the language on the whole page: “ ” or « »",
        );
    }
}

fn unclosed_quote(text: &Text<'_>, report: &mut Report<'_>) {
    for passage in &text.passages {
        let count = |mark: char| passage.plain.matches(mark).count();
        let low = count('„');
        // German closes with “, and Polish opens with „: counted together.
        let curly = low == 0 && count('“') != count('”');
        if curly || count('«') != count('»') {
            report.say(passage.span, "a quotation is opened here and not closed, or closed and not opened", "write both quotation marks");
        }
    }
}

fn unclosed_bracket(text: &Text<'_>, report: &mut Report<'_>) {
    for passage in &text.passages {
        let has_list = passage.plain.contains(") ") && !passage.plain.contains('(');
        if !has_list && passage.plain.matches('(').count() > passage.plain.matches(')').count() {
            report.say(passage.span, "a bracket is opened here and not closed", "write `)` where the remark ends");
        }
    }
}

fn space_before_mark(text: &Text<'_>, report: &mut Report<'_>) {
    let french = text.path() == "fr";
    for run in text.own_runs() {
        for (at, _) in run.text.match_indices(' ') {
            let mut rest = run.text[at + 1..].chars();
            let (mark, after) = (rest.next().unwrap_or('a'), rest.next());
            let is_mark = matches!(mark, ',' | '.' | '،' | '؛' | '۔') || (!french && matches!(mark, '?' | '!' | '؟' | ';'));
            if !is_mark {
                continue;
            }
            let ends = after.is_none_or(|c| c.is_whitespace() || c == ')' || c == '”' || c == '»');
            let before = run.text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            if ends && before {
                let span = run.at(at, at + 1 + mark.len_utf8());
                let message = format!("a space stands before `{mark}`");
                if run.is_exact() {
                    report.say_fixable(span, message, "remove the space", mark.to_string());
                } else {
                    report.say(span, message, "remove the space");
                }
            }
        }
    }
}

fn repeated_mark(text: &Text<'_>, report: &mut Report<'_>) {
    for run in text.own_runs().filter(|run| run.text.contains(['!', '?', '؟'])) {
        for marks in ["!!", "??", "؟؟", "?!", "!?"] {
            if let Some(at) = run.text.find(marks) {
                report.say(run.at(at, at + marks.len()), format!("`{marks}` shouts"), "write one mark, or a full stop");
                break;
            }
        }
    }
}

fn doubled_word(text: &Text<'_>, report: &mut Report<'_>) {
    // Words that are doubled only by mistake; others may be (“had had”, “nous nous”).
    let doubles: &[&str] = match text.path() {
        "en" => {
            &["the", "a", "an", "and", "to", "of", "you", "for", "with", "is", "are", "must", "can", "if", "or", "at", "by", "from", "your"]
        }
        "fr" => &["le", "la", "les", "de", "des", "et", "un", "une", "à", "pour", "avec", "est"],
        "tr" => &["ve", "için", "ile", "bu", "veya", "bir", "da", "de"],
        "ar" => &["في", "من", "إلى", "على", "أن", "أو", "هذا", "هذه", "التي", "الذي"],
        "fa" | "prs" => &["در", "به", "از", "را", "که", "و", "با", "باید", "برای", "یا", "این", "شما"],
        "ru" => &["и", "в", "на", "не", "для", "по", "или"],
        "ur" => &["کے", "میں", "کی", "سے", "کو", "اور", "یا", "آپ"],
        "ps" => &["په", "د", "چې", "او", "ته", "تاسو"],
        "ckb" => &["لە", "بۆ", "بە", "کە", "یان"],
        "kmr" => &["û", "ji", "li", "bi", "an", "ku"],
        "so" => &["iyo", "ama", "ka", "ku", "aad"],
        _ => &[],
    };
    for run in text.own_runs() {
        let words: Vec<(usize, &str)> = run.words().collect();
        for pair in words.windows(2) {
            let [(at, word), (next, again)] = *pair else { continue };
            let apart = &run.text[at + word.len()..next];
            if apart == " " && word == again && doubles.contains(&word) {
                report.say(run.at(at, next + again.len()), format!("“{word}” stands here twice"), "remove one of the two");
            }
        }
        // “and the and the”: two words, neither of which is doubled on purpose.
        for four in words.windows(4) {
            let [(start, a), (second, b), (third, c), (last, d)] = *four else { continue };
            let end = last + d.len();
            let is_joined = run.text[start..end].len() == [a, b, c, d].iter().map(|word| word.len()).sum::<usize>() + 3;
            if (a, b) == (c, d) && a != b && is_joined && doubles.contains(&a) && doubles.contains(&b) {
                let pair = &run.text[start..second + b.len()];
                report.say(run.at(start, end), format!("“{pair}” stands here twice"), format!("remove “{}”", &run.text[third..end]));
            }
        }
    }
}

fn space_in_link(text: &Text<'_>, report: &mut Report<'_>) {
    fn below(inlines: &[Inline], text: &Text<'_>, report: &mut Report<'_>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Link { text: inner, .. } => {
                    let words = text.written(inline.span);
                    let Some(end) = words.find("](").filter(|_| words.starts_with('[')) else { continue };
                    let label = &words[1..end];
                    if label.trim() != label && !label.trim().is_empty() && !inner.is_empty() {
                        let span = crate::diagnostic::Span { start: inline.span.start + 1, end: inline.span.start + end };
                        report.say_fixable(
                            span,
                            "the text of this link begins or ends with a space",
                            format!("write `[{}]`", label.trim()),
                            label.trim(),
                        );
                    }
                }
                InlineKind::Emphasis(inner) | InlineKind::Strong(inner) => below(inner, text, report),
                _ => {}
            }
        }
    }
    for passage in &text.passages {
        below(passage.inlines, text, report);
    }
}
