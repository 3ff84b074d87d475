//! A diagnostic as people and programs are shown it: line and column instead of bytes, with the line itself.
//!
//! Shared by everything that shows findings: the terminal, `--json` and the preview. Does not decide how they look.

use std::ops::Range;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Place, Severity, Span};
use crate::model::Sources;

/// A finding with its place in lines and columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    #[serde(flatten)]
    pub at: Location,
    pub severity: Severity,
    pub code: &'static str,
    pub message: String,
    pub help: Option<String>,
    pub also: Vec<Note>,
}

/// Another place that explains a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    #[serde(flatten)]
    pub at: Location,
    pub message: String,
}

/// A place in a file. Lines and columns count from one, columns in characters; all are absent where the whole file is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Location {
    pub file: String,
    pub line: Option<usize>,
    pub column: Option<usize>,
    /// The first character after the place.
    pub end: Option<Position>,
    #[serde(skip)]
    pub excerpt: Option<Excerpt>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// The first line of a place, and the bytes of it that are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    pub text: String,
    pub mark: Range<usize>,
}

/// How many findings there are of each severity, and in how many files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub errors: usize,
    pub warnings: usize,
    pub files: usize,
}

/// All findings in reading order: warnings, then errors, so that what stops the build stands last, just above the prompt; each by file and
/// place. The same thing said twice of one place is said once.
pub fn findings(diagnostics: &[Diagnostic], sources: &Sources) -> Vec<Finding> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|found| (std::cmp::Reverse(found.severity), *found));
    sorted.dedup();
    sorted.into_iter().map(|found| finding(found, sources)).collect()
}

pub fn tally(findings: &[Finding]) -> Tally {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let files: std::collections::BTreeSet<&str> = findings.iter().map(|finding| finding.at.file.as_str()).collect();
    Tally { errors, warnings: findings.len() - errors, files: files.len() }
}

fn finding(found: &Diagnostic, sources: &Sources) -> Finding {
    Finding {
        at: locate(&found.place, sources),
        severity: found.severity,
        code: found.code,
        message: found.message.clone(),
        help: found.help.clone(),
        also: found.also.iter().map(|(place, note)| Note { at: locate(place, sources), message: note.clone() }).collect(),
    }
}

fn locate(place: &Place, sources: &Sources) -> Location {
    let file = place.file.to_string();
    let Some((span, bytes)) = place.span.zip(sources.get(place.file.as_str())) else {
        return Location { file, line: None, column: None, end: None, excerpt: None };
    };
    let span = settle(span, bytes);
    let (start, end) = (position(bytes, span.start), position(bytes, span.end));
    Location { file, line: Some(start.line), column: Some(start.column), end: Some(end), excerpt: Some(excerpt(bytes, span)) }
}

/// The span inside the file. The end of the file is shown as the end of its last line, not as the empty line after it.
fn settle(span: Span, bytes: &[u8]) -> Span {
    let text_end = bytes.len() - bytes.iter().rev().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let start = if span.start >= bytes.len() { text_end } else { span.start };
    Span { start, end: span.end.clamp(start, bytes.len()) }
}

fn position(bytes: &[u8], at: usize) -> Position {
    let start = line_start(bytes, at);
    let line = bytes[..start].iter().filter(|byte| **byte == b'\n').count() + 1;
    Position { line, column: text(&bytes[start..at], start).chars().count() + 1 }
}

fn excerpt(bytes: &[u8], span: Span) -> Excerpt {
    let start = line_start(bytes, span.start);
    let length = bytes[start..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len() - start);
    let end = (start + length).max(span.start);
    let marked = span.start..span.end.clamp(span.start, end);
    let before = text(&bytes[start..marked.start], start);
    let middle = text(&bytes[marked.clone()], marked.start);
    let after = text(&bytes[marked.end..end], marked.end);
    let mark = before.len()..before.len() + middle.trim_end_matches('\r').len();
    Excerpt { text: format!("{before}{middle}{after}").trim_end_matches('\r').to_string(), mark }
}

fn line_start(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1)
}

/// Bytes that begin at `offset` of a file as text; what is not UTF-8 shows as `�`, a byte order mark not at all.
fn text(bytes: &[u8], offset: usize) -> String {
    let text = String::from_utf8_lossy(bytes);
    if offset == 0 { text.trim_start_matches('\u{feff}').to_string() } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::SourcePath;

    fn at(bytes: &[u8], span: Range<usize>) -> Location {
        let file = SourcePath::new("a");
        let mut sources = Sources::default();
        sources.insert(file.clone(), bytes);
        locate(&Place::new(&file, Span::new(span)), &sources)
    }

    #[track_caller]
    fn check(text: &str, needle: &str, expected: (usize, usize, &str)) {
        let start = text.find(needle).expect("needle");
        let found = at(text.as_bytes(), start..start + needle.len());
        let excerpt = found.excerpt.expect("excerpt");
        assert_eq!((found.line, found.column, &excerpt.text[excerpt.mark]), (Some(expected.0), Some(expected.1), expected.2));
    }

    #[test]
    fn columns_count_characters() {
        check("title: x\nعنوان: نص\n", "نص", (2, 8, "نص"));
        check("a\r\nb: c\r\nd\r\n", "c", (2, 4, "c"));
        check("\u{feff}title: x", "x", (1, 8, "x"));
        check("one: [\n  two,\n  three]\n", "[\n  two,\n  three]", (1, 6, "["));
        check("a\r\nb\r\n", "a\r\nb", (1, 1, "a"));
    }

    #[test]
    fn the_end_of_a_file_is_the_end_of_its_last_line() {
        for text in ["ab\ncd\n", "ab\ncd", "ab\ncd\n\n", "ab\r\ncd\r\n"] {
            let found = at(text.as_bytes(), text.len()..text.len() + 5);
            assert_eq!((found.line, found.column), (Some(2), Some(3)), "{text:?}");
        }
        assert_eq!(at(b"", 0..0).line, Some(1));
    }

    proptest! {
        #[test]
        fn any_span_in_any_bytes_has_a_place(bytes in proptest::collection::vec(any::<u8>(), 0..60), start in 0..80usize, length in 0..80usize) {
            let found = at(&bytes, start..start + length);
            let excerpt = found.excerpt.expect("excerpt");
            prop_assert!(excerpt.text.get(excerpt.mark).is_some());
            prop_assert!(!excerpt.text.contains('\n'));
        }
    }
}
