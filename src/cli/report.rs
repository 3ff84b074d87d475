//! Findings as text for people: the only user of annotate-snippets, the Rust compiler's own renderer.
//!
//! It copes with tabs, combining marks, wide characters and very long lines, and makes invisible direction marks visible. What no renderer
//! of plain text can do is to put a caret under right-to-left text: some terminals reorder such a line and others do not, and a caret
//! below it does not move with the letters. Where a line holds such text, the words that are meant are therefore repeated beside the caret.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::Severity;
use crate::finding::{Excerpt, Finding, Location, Tally};

/// How the text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub color: bool,
    /// Columns; longer source lines are cut around the place that is meant.
    pub width: usize,
}

/// Longest quotation of right-to-left text, in characters.
const QUOTATION: usize = 40;

/// All findings, each with a blank line after it.
pub fn render(findings: &[Finding], style: Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(style.width);
    findings.iter().map(|finding| format!("{}\n\n", one(finding, &renderer))).collect()
}

/// `3 errors, 1 warning in 2 files; nothing was published`, or nothing where nothing was found.
pub fn closing_line(tally: Tally, outcome: &str) -> String {
    let count = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    let counts = [(tally.errors, "error"), (tally.warnings, "warning")];
    let counts: Vec<String> = counts.into_iter().filter(|(number, _)| *number > 0).map(|(number, word)| count(number, word)).collect();
    if counts.is_empty() {
        return String::new();
    }
    let outcome = if outcome.is_empty() { String::new() } else { format!("; {outcome}") };
    format!("{} in {}{outcome}\n", counts.join(", "), count(tally.files, "file"))
}

fn one(finding: &Finding, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut groups = vec![placed(Group::with_title(level.primary_title(&finding.message).id(finding.code)), &finding.at)];
    for note in &finding.also {
        groups.push(placed(Group::with_title(Level::NOTE.primary_title(&note.message)), &note.at));
    }
    if let Some(help) = &finding.help {
        groups.push(Group::with_title(Level::HELP.primary_title(help)));
    }
    renderer.render(&groups)
}

fn placed<'a>(group: Group<'a>, at: &'a Location) -> Group<'a> {
    match (&at.excerpt, at.line) {
        (Some(excerpt), Some(line)) => {
            let mark = AnnotationKind::Primary.span(excerpt.mark.clone()).label(quotation(excerpt));
            group.element(Snippet::source(&excerpt.text).path(&at.file).line_start(line).annotation(mark))
        }
        _ => group.element(Origin::path(&at.file)),
    }
}

fn quotation(excerpt: &Excerpt) -> Option<String> {
    let text = excerpt.text.get(excerpt.mark.clone())?.trim();
    // What comes after the mark does not move it.
    let moves = excerpt.text.get(..excerpt.mark.end)?.chars().any(is_right_to_left);
    if !moves || !text.contains(char::is_alphanumeric) {
        return None;
    }
    let long = text.chars().count() > QUOTATION;
    Some(if long { text.chars().take(QUOTATION - 1).chain(['…']).collect() } else { text.to_string() })
}

/// Hebrew, Arabic, Syriac, Thaana and their neighbours, with their presentation forms (Unicode 17, `DerivedBidiClass`: R and AL).
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
