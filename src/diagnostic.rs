//! What dalil has to say about an author's files: one `Diagnostic` per finding, with its place and its remedy.
//!
//! Mistakes in the portal's files are diagnostics; trouble with the machine (a full disk, a taken port) is an `anyhow::Error`;
//! our own mistakes are panics that begin `BUG:`. This module does not print: see `cli::report`.

use std::ops::Range;

use serde::Serialize;

use crate::model::SourcePath;

/// A range of bytes in one source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

/// How bad a finding is: an error stops the build, a warning stops only a strict one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
}

/// A place in a source file. Without a span the whole file is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    pub file: SourcePath,
    pub span: Option<Span>,
}

/// One finding about a source file.
///
/// Made where the rule lives, through a function that words it: `message` says what is wrong in plain words, in lower case and
/// without a full stop; `help` says what to write instead. `also` points at other places that explain it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Diagnostic {
    pub place: Place,
    pub severity: Severity,
    pub code: &'static str,
    pub message: String,
    pub help: Option<String>,
    pub also: Vec<(Place, String)>,
    /// What to write in place of the span, where that is certain: see `dalil check --fix`.
    pub fix: Option<String>,
}

/// A stage's result: always a value, and everything it found on the way.
#[derive(Debug, Clone)]
#[must_use]
pub struct Outcome<T> {
    pub value: T,
    pub diagnostics: Vec<Diagnostic>,
}

impl Span {
    pub fn new(range: Range<usize>) -> Span {
        Span { start: range.start, end: range.end }
    }

    /// The same span in the file that the text it was measured in begins at `offset` of.
    pub fn shifted(self, offset: usize) -> Span {
        Span { start: self.start + offset, end: self.end + offset }
    }

    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl Place {
    pub fn new(file: &SourcePath, span: Span) -> Place {
        Place { file: file.clone(), span: Some(span) }
    }

    pub fn file(file: &SourcePath) -> Place {
        Place { file: file.clone(), span: None }
    }
}

impl Diagnostic {
    pub fn error(place: Place, code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { place, severity: Severity::Error, code, message: message.into(), help: None, also: Vec::new(), fix: None }
    }

    pub fn warning(place: Place, code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(place, code, message) }
    }

    pub fn help(self, help: impl Into<String>) -> Diagnostic {
        Diagnostic { help: Some(help.into()), ..self }
    }

    /// With a help only where there is one, such as the nearest known name.
    pub fn maybe_help(self, help: Option<String>) -> Diagnostic {
        Diagnostic { help, ..self }
    }

    pub fn also(mut self, place: Place, note: impl Into<String>) -> Diagnostic {
        self.also.push((place, note.into()));
        self
    }
}

impl<T> Outcome<T> {
    pub fn new(value: T, diagnostics: Vec<Diagnostic>) -> Outcome<T> {
        Outcome { value, diagnostics }
    }

    pub fn clean(value: T) -> Outcome<T> {
        Outcome { value, diagnostics: Vec::new() }
    }

    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Outcome<U> {
        Outcome { value: f(self.value), diagnostics: self.diagnostics }
    }

    /// The value, its findings moved into `all`.
    pub fn take(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }
}

/// The known name nearest to a mistyped one, if near enough to be meant (Damerau–Levenshtein, a third of the length).
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (name.chars().count() / 3).clamp(1, 4);
    known.into_iter().map(|k| (distance(name, k), k)).filter(|(d, _)| *d <= allowed).min().map(|(_, k)| k)
}

/// Edit distance with transpositions of neighbours (optimal string alignment), over characters.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
