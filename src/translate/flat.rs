//! A run of text put together from its pieces, with the way back to the places in the file.

use std::ops::Range;

use crate::diagnostic::Span;

/// Text of several inlines, and where each was written.
#[derive(Debug, Default)]
pub struct Flat {
    pub text: String,
    /// The first byte of each piece in `text`, and its place.
    pieces: Vec<(usize, Span)>,
}

/// A text with its digits in ASCII, byte for byte traceable to the text as written.
#[derive(Debug)]
pub struct Line {
    pub chars: Vec<(usize, char)>,
    pub end: usize,
}

impl Flat {
    pub fn of(text: &str, span: Span) -> Flat {
        let mut flat = Flat::default();
        flat.push(text, span);
        flat
    }

    pub fn push(&mut self, text: &str, span: Span) {
        self.pieces.push((self.text.len(), span));
        self.text.push_str(text);
    }

    /// Where a part of the text stands in the file: exactly, if it is written there letter by letter, else its piece.
    pub fn place(&self, range: Range<usize>, source: &str) -> Span {
        let at = self.pieces.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
        let Some((start, span)) = self.pieces.get(at) else { return Span::default() };
        let within = span.start + (range.start - start);
        let exact = Span { start: within, end: within + range.len() };
        if source.get(exact.range()) == self.text.get(range.clone()) {
            return exact;
        }
        let written = self.text.get(range).and_then(|text| source.get(span.range())?.find(text).map(|found| (found, text.len())));
        written.map_or(*span, |(found, length)| Span { start: span.start + found, end: span.start + found + length })
    }
}

impl Line {
    pub fn new(text: &str) -> Line {
        Line { chars: text.char_indices().map(|(at, c)| (at, ascii_digit(c))).collect(), end: text.len() }
    }

    pub fn get(&self, index: usize) -> Option<char> {
        self.chars.get(index).map(|(_, c)| *c)
    }

    /// The bytes of the characters from `start` up to `end`.
    pub fn bytes(&self, start: usize, end: usize) -> Range<usize> {
        let byte = |index: usize| self.chars.get(index).map_or(self.end, |(at, _)| *at);
        byte(start)..byte(end)
    }

    pub fn slice(&self, start: usize, end: usize) -> String {
        self.chars[start..end.min(self.chars.len())].iter().map(|(_, c)| *c).collect()
    }
}

/// Arabic-Indic, extended Arabic-Indic and other decimal digits as ASCII ones.
fn ascii_digit(c: char) -> char {
    let zeros = ['\u{660}', '\u{6F0}', '\u{966}', '\u{FF10}'];
    let value = zeros.iter().find_map(|zero| u32::from(c).checked_sub(u32::from(*zero)).filter(|value| *value < 10));
    value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
}
