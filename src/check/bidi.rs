//! Characters that steer the direction of text by themselves. dalil isolates numbers and names in the page, so none are needed.

use super::report::Report;
use super::text::Text;
use super::{Rule, edition};
use crate::config::Level::{Error, Warn};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    edition("bidi-control", Error, "no hidden character turns a phone number or a sentence around", "W3C, How to use Unicode controls for bidi text; CVE-2021-42574", bidi_control),
    edition("unbalanced-isolate", Error, "a stretch of text whose direction is set ends where it should", "Unicode UAX #9, 3.1.3", unbalanced_isolate),
    edition("needless-isolate", Warn, "direction is set by what text is, which dalil knows, not by hidden characters", "W3C, Inline markup and bidirectional text", needless_isolate),
];

fn bidi_control(text: &Text<'_>, report: &mut Report<'_>) {
    for run in &text.runs {
        for (at, c) in run.text.char_indices().filter(|(_, c)| matches!(c, '\u{202A}'..='\u{202E}')) {
            let message = format!("the hidden character U+{:04X} turns the text after it around", u32::from(c));
            let help = "remove it; mark a name in another language as `[name](lang:tr)` instead";
            if run.is_exact() {
                report.say_fixable(run.at(at, at + c.len_utf8()), message, help, "");
            } else {
                report.say(run.span, message, help);
            }
        }
    }
}

/// Isolates must be closed in the same paragraph, where their effect ends in any case.
fn unbalanced_isolate(text: &Text<'_>, report: &mut Report<'_>) {
    for passage in &text.passages {
        let mut open = 0_i32;
        let mut closed_too_often = false;
        for c in passage.plain.chars() {
            match c {
                '\u{2066}'..='\u{2068}' => open += 1,
                '\u{2069}' => open -= 1,
                _ => {}
            }
            closed_too_often |= open < 0;
        }
        if open != 0 || closed_too_often {
            report.say(
                passage.span,
                "a hidden character here opens a change of direction that nothing closes, or closes one that nothing opened",
                "remove the characters U+2066 to U+2069; mark a name in another language as `[name](lang:tr)` instead",
            );
        }
    }
}

fn needless_isolate(text: &Text<'_>, report: &mut Report<'_>) {
    for passage in &text.passages {
        let count = |wanted: fn(char) -> bool| passage.plain.chars().filter(|c| wanted(*c)).count();
        let (opened, closed) = (count(|c| matches!(c, '\u{2066}'..='\u{2068}')), count(|c| c == '\u{2069}'));
        if opened > 0 && opened == closed {
            report.say(
                passage.span,
                "hidden characters set the direction of a part of this text",
                "remove them; write `[name](lang:tr)` for a name in another language. Numbers are kept in order by themselves",
            );
        }
    }
}
