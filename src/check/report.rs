//! What one rule has found so far: the code and the weight come from the table, the words from the rule.

use super::Rule;
use crate::diagnostic::{Diagnostic, Place, Severity, Span};
use crate::model::SourcePath;

pub struct Report<'r> {
    rule: &'r Rule,
    severity: Severity,
    file: SourcePath,
    pub(super) found: Vec<Diagnostic>,
}

impl<'r> Report<'r> {
    pub(super) fn new(rule: &'r Rule, severity: Severity) -> Report<'r> {
        Report::of(rule, severity, &SourcePath::new("site.yaml"))
    }

    /// For a rule that looks at one file.
    pub(super) fn of(rule: &'r Rule, severity: Severity, file: &SourcePath) -> Report<'r> {
        Report { rule, severity, file: file.clone(), found: Vec::new() }
    }

    /// What is wrong there, and what to write instead.
    pub(super) fn say(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.say_at(Place::new(&self.file, span), message, help);
    }

    pub(super) fn say_at(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        let found = Diagnostic::warning(place, self.rule.code, message).help(help);
        self.found.push(Diagnostic { severity: self.severity, ..found });
    }

    /// The same where the right text is certain: `dalil check --fix` writes it in place of the span.
    pub(super) fn say_fixable(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>, right: impl Into<String>) {
        self.say(span, message, help);
        if let Some(found) = self.found.last_mut() {
            found.fix = Some(right.into());
        }
    }

    /// Points at another place that explains the last finding.
    pub(super) fn also(&mut self, place: Place, note: impl Into<String>) {
        if let Some(found) = self.found.last_mut() {
            found.also.push((place, note.into()));
        }
    }
}
