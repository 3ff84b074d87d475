//! A part of a file that is parsed on its own, and how its places become places of the file.

use std::ops::Range;

use crate::diagnostic::{Place, Span};
use crate::model::SourcePath;

/// `text` begins at byte `offset` of `file`.
#[derive(Clone, Copy)]
pub(super) struct Excerpt<'t> {
    pub text: &'t str,
    pub file: &'t SourcePath,
    pub offset: usize,
}

impl<'t> Excerpt<'t> {
    /// The bytes of the excerpt as a span of the file, on character boundaries whatever came in.
    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.settled(range)).shifted(self.offset)
    }

    /// The same without white space at its end, as blocks are told with their line ends.
    pub fn block_span(&self, range: Range<usize>) -> Span {
        let range = self.settled(range);
        let length = self.text[range.clone()].trim_end().len();
        Span::new(range.start..range.start + length).shifted(self.offset)
    }

    pub fn place(&self, range: Range<usize>) -> Place {
        Place::new(self.file, self.span(range))
    }

    pub fn slice(&self, range: Range<usize>) -> &'t str {
        &self.text[self.settled(range)]
    }

    /// The first line of a range: enough to show where something long is.
    pub fn first_line(&self, range: Range<usize>) -> Range<usize> {
        let line = self.slice(range.clone()).lines().next().unwrap_or_default();
        range.start..range.start + line.trim_end().len()
    }

    fn settled(&self, range: Range<usize>) -> Range<usize> {
        let start = self.text.floor_char_boundary(range.start);
        start..self.text.ceil_char_boundary(range.end).max(start)
    }
}
