//! What comes back from a translator, whatever the format, and what can be wrong with it before anybody looks at the portal.

use crate::diagnostic::{Diagnostic, Place, Span};
use crate::model::{SourcePath, Spanned};

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Returned {
    pub file: SourcePath,
    /// The language that it says its texts are in: a path of the portal, or a tag.
    pub language: Option<Spanned<String>>,
    pub units: Vec<ReturnedUnit>,
}

#[derive(Debug, Clone)]
pub struct ReturnedUnit {
    pub context: Spanned<String>,
    /// The original's text as it was sent, with its placeholders as tags.
    pub source: String,
    pub target: Spanned<String>,
    pub given: Given,
}

/// What the translator says of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// There is none.
    Nothing,
    /// It is not finished.
    Unsure,
    Done,
    /// And somebody else has checked it.
    Reviewed,
}

/// What begins the context of an interface string. No key of a page has a colon.
pub const INTERFACE: &str = "i18n:";

/// The file as text without its byte order mark, or where it stops being UTF-8.
pub(super) fn utf8<'b>(file: &SourcePath, bytes: &'b [u8]) -> Result<&'b str, Diagnostic> {
    std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        Diagnostic::error(
            Place::file(file),
            "encoding",
            format!("this file is not encoded in UTF-8: line {line} holds a byte that is no letter"),
        )
        .help("save it again, choosing the encoding UTF-8")
    })
}

pub(super) fn broken(file: &SourcePath, span: Span, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Place::new(file, span), "exchange-file", message).help(help)
}
