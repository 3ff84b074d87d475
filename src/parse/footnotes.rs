//! Footnotes: numbered by their first reference, each defined once and referred to at least once.

use std::ops::Range;

use super::excerpt::Excerpt;
use crate::diagnostic::{Diagnostic, Place, Span};
use crate::model::{Block, Footnote};

/// The notes of a body while it is read.
#[derive(Default)]
pub(super) struct Notes {
    /// Labels in the order of their first references, with the places of these.
    referred: Vec<(String, Span)>,
    defined: Vec<Footnote>,
}

impl Notes {
    /// The number of the note that a mark refers to, counted from zero.
    pub fn refer(&mut self, label: &str, span: Span) -> usize {
        self.number(label).unwrap_or_else(|| {
            self.referred.push((label.to_string(), span));
            self.referred.len() - 1
        })
    }

    /// Keeps the text of a note.
    pub fn define(&mut self, label: &str, range: Range<usize>, blocks: Vec<Block>, source: Excerpt<'_>, diagnostics: &mut Vec<Diagnostic>) {
        let mark = source.place(range.start..range.start + label.len() + "[^]".len());
        if let Some(first) = self.defined.iter().find(|note| same(&note.label, label)) {
            diagnostics.push(
                Diagnostic::error(mark, "duplicate-footnote", format!("the footnote `{label}` is written twice"))
                    .help("give one of them another name, and write that name at its mark")
                    .also(Place::new(source.file, first.span), "the first one is here"),
            );
            return;
        }
        self.defined.push(Footnote { label: label.to_string(), span: source.block_span(range), blocks });
    }

    /// The notes in the order of their first references; those nobody refers to are reported.
    pub fn finish(&mut self, source: Excerpt<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Footnote> {
        let (used, unused): (Vec<Footnote>, Vec<Footnote>) =
            std::mem::take(&mut self.defined).into_iter().partition(|note| self.number(&note.label).is_some());
        for note in unused {
            let place = Place::new(source.file, note.span);
            diagnostics.push(
                Diagnostic::error(place, "unused-footnote", format!("nothing in the text refers to the footnote `{}`", note.label))
                    .help(format!("write `[^{}]` where it belongs, or remove it", note.label)),
            );
        }
        let note = |(label, span): &(String, Span)| {
            let defined = used.iter().find(|note| same(&note.label, label)).cloned();
            defined.unwrap_or_else(|| Footnote { label: label.clone(), span: *span, blocks: Vec::new() })
        };
        self.referred.iter().map(note).collect()
    }

    fn number(&self, label: &str) -> Option<usize> {
        self.referred.iter().position(|(known, _)| same(known, label))
    }
}

/// Labels are the same whatever their case, as those of links are (CommonMark 0.31 §4.7).
fn same(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}
