//! Pieces of a file that is put together anew, with the places of the texts in them kept through every change.

use super::assemble::Mark;
use crate::diagnostic::Span;

#[derive(Debug, Clone, Default)]
pub(super) struct Fragment {
    pub text: String,
    /// Their places are bytes of `text`.
    pub marks: Vec<Mark>,
}

/// A part of a file and what stands there instead.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub span: Span,
    pub with: Fragment,
}

impl Fragment {
    pub fn text(text: &str) -> Fragment {
        Fragment { text: text.to_string(), marks: Vec::new() }
    }

    pub fn push(&mut self, other: &Fragment) {
        let at = self.text.len();
        self.text.push_str(&other.text);
        self.marks.extend(other.marks.iter().map(|mark| Mark { at: mark.at + at, ..mark.clone() }));
    }

    pub fn and(mut self, other: &Fragment) -> Fragment {
        self.push(other);
        self
    }

    /// The same, ended by an empty line.
    pub fn separated(mut self) -> Fragment {
        self.text.truncate(self.text.trim_end().len());
        self.text.push_str("\n\n");
        self
    }

    /// With the line ends that the file around it has.
    pub fn with_newlines(self, has_crlf: bool) -> Fragment {
        if !has_crlf {
            return self;
        }
        let moved = |at: usize| at + self.text[..at].matches('\n').count();
        let marks = self.marks.iter().map(|mark| Mark { at: moved(mark.at), ..mark.clone() }).collect();
        Fragment { text: self.text.replace('\n', "\r\n"), marks }
    }
}

impl Edit {
    /// Those that lie within a span.
    pub fn inside(edits: Vec<Edit>, span: Span) -> Vec<Edit> {
        edits.into_iter().filter(|edit| span.start <= edit.span.start && edit.span.end <= span.end).collect()
    }

    /// The same edit of a text that begins `by` bytes later.
    pub fn moved_back(self, by: usize) -> Edit {
        Edit { span: Span { start: self.span.start - by, end: self.span.end - by }, ..self }
    }
}

/// Marks of a text once its carriage returns before line ends are taken out.
pub(super) fn without_returns(text: &str, marks: Vec<Mark>) -> Vec<Mark> {
    marks.into_iter().map(|mark| Mark { at: mark.at - text[..mark.at].matches("\r\n").count(), ..mark }).collect()
}

/// The text with all edits, in the order of their places. Of edits within others only the outer ones count.
pub(super) fn apply(source: &str, mut edits: Vec<Edit>) -> (String, Vec<Mark>) {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.start < edit.span.end, std::cmp::Reverse(edit.span.end)));
    let mut out = Fragment::default();
    let mut at = 0;
    for edit in edits {
        if edit.span.start < at {
            continue;
        }
        out.text.push_str(&source[at..edit.span.start]);
        out.push(&edit.with);
        at = edit.span.end;
    }
    out.text.push_str(&source[at..]);
    (out.text, out.marks)
}
