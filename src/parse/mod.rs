//! Files to documents and registers: each is understood from that one file alone, and every mistake in it is found.
//!
//! Knows nothing of other files: whether a link, a record or an original exists is for `resolve`.

mod callouts;
mod destination;
mod excerpt;
mod footnotes;
mod front_matter;
mod headings;
mod inlines;
mod kinds;
mod layout;
mod lookalikes;
mod markdown;
mod page_fields;
mod raw_html;
mod registers;
pub mod schema;
mod tables;
#[cfg(test)]
mod tests;
mod values;

pub use registers::RECORDS;

use std::sync::Arc;

use rayon::prelude::*;

use self::layout::PageFile;
pub use self::markdown::markdown;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Outcome, Place, Span};
use crate::memo::{Identity, Memo};
use crate::model::{Document, LanguageId, Languages, PageKey, Registers, SourcePath, Sources};

/// All that the content says, file by file.
#[derive(Debug)]
pub struct Parsed {
    /// In path order.
    pub documents: Vec<Arc<Document>>,
    /// Pages whose files are there but could not be understood: their findings are told, and links to them are no new ones.
    pub unreadable: Vec<(LanguageId, PageKey)>,
    pub registers: Registers,
}

/// Documents by all that parsing one sees: the settings, the path, which says language and key, and the file.
pub type DocumentMemo = Memo<(Option<Identity<[u8]>>, SourcePath, Identity<[u8]>), Outcome<Option<Arc<Document>>>>;

/// The file that says which languages there are.
const SETTINGS: &str = "site.yaml";

/// Parses `content/`. Findings are in the order of paths and of places in them.
pub fn parse(sources: &Sources, config: &Config) -> Outcome<Parsed> {
    parse_with(sources, config, &DocumentMemo::default())
}

/// As `parse`, without parsing again what is the same as before.
pub fn parse_with(sources: &Sources, config: &Config, memo: &DocumentMemo) -> Outcome<Parsed> {
    let mut diagnostics = Vec::new();
    let files = layout::pages(sources, &config.languages).take(&mut diagnostics);
    let settings = sources.get(SETTINGS).map(Identity::of);
    let parsed = |file: &PageFile<'_>| {
        let key = (settings.clone(), file.path.clone(), Identity::of(file.bytes));
        memo.get(&key, || page(file, sources, &config.languages).map(|document| document.map(Arc::new)))
    };
    let outcomes: Vec<Arc<Outcome<Option<Arc<Document>>>>> = files.par_iter().map(parsed).collect();
    let (mut documents, mut unreadable) = (Vec::new(), Vec::new());
    for (file, outcome) in files.iter().zip(outcomes) {
        diagnostics.extend(outcome.diagnostics.iter().cloned());
        match &outcome.value {
            Some(document) => documents.push(document.clone()),
            None => unreadable.push((file.language, file.key.clone())),
        }
    }
    let registers = registers::read(sources, &config.languages).take(&mut diagnostics);
    diagnostics.sort();
    Outcome::new(Parsed { documents, unreadable, registers }, diagnostics)
}

/// Parses one page's file. `None` where its front matter cannot be made out; the findings say why.
pub fn document(path: &SourcePath, language: LanguageId, key: PageKey, text: Arc<str>, languages: &Languages) -> Outcome<Option<Document>> {
    let parts = match front_matter::split(&text, path) {
        Ok(parts) => parts,
        Err(diagnostic) => return Outcome::new(None, vec![diagnostic]),
    };
    let mut diagnostics = Vec::new();
    let edition = front_matter::Edition { path, language, key: &key, languages };
    let front = front_matter::read(&text[parts.front.clone()], parts.front.start, edition).take(&mut diagnostics);
    let body = markdown(&text[parts.body.clone()], path, parts.body.start).take(&mut diagnostics);
    let document = front.map(|(front, kind)| {
        let document = Document { path: path.clone(), language, key, front, body, source: text };
        diagnostics.extend(kind.map(|span| kind_findings(&document, span)).unwrap_or_default());
        document
    });
    diagnostics.sort();
    Outcome::new(document, diagnostics)
}

/// The bytes of a page's file that are its front matter, without the two fences.
pub fn front_matter(text: &str, path: &SourcePath) -> Result<std::ops::Range<usize>, Diagnostic> {
    front_matter::split(text, path).map(|parts| parts.front)
}

/// Where the text of a page's file begins, after its front matter.
pub fn body_start(text: &str, path: &SourcePath) -> Result<usize, Diagnostic> {
    front_matter::split(text, path).map(|parts| parts.body.start)
}

fn page(file: &PageFile<'_>, sources: &Sources, languages: &Languages) -> Outcome<Option<Document>> {
    match sources.shared_text(file.path.as_str()) {
        Some(text) => document(file.path, file.language, file.key.clone(), text.clone(), languages),
        None => Outcome::new(None, utf8(file.path, file.bytes).err().into_iter().collect()),
    }
}

fn kind_findings(document: &Document, span: Span) -> Vec<Diagnostic> {
    document.page_fields().map(|fields| kinds::check(fields, &document.body, &document.path, span)).unwrap_or_default()
}

/// The file as text, or an error with the line where it stops being UTF-8.
fn utf8<'b>(path: &SourcePath, bytes: &'b [u8]) -> Result<&'b str, Diagnostic> {
    std::str::from_utf8(bytes).map_err(|error| {
        let good = error.valid_up_to();
        let line = 1 + bytes[..good].iter().filter(|byte| **byte == b'\n').count();
        let message = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            "this file is encoded in UTF-16, not in UTF-8".to_string()
        } else {
            format!("this file is not encoded in UTF-8: line {line} holds a byte that is no letter (byte {good} of the file)")
        };
        Diagnostic::error(Place::file(path), "encoding", message).help("save it again, choosing the encoding UTF-8")
    })
}
