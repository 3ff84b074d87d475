//! The rules of headings: levels, `{#id}`, and that no two ids are the same.

use std::collections::BTreeMap;
use std::ops::Range;

use super::excerpt::Excerpt;
use super::values::as_id;
use crate::diagnostic::{Diagnostic, Place, Span};

/// A heading as the Markdown parser saw it.
pub(super) struct RawHeading<'h> {
    /// Without white space at its end.
    pub range: Range<usize>,
    pub level: u8,
    pub id: Option<&'h str>,
    /// Whether there was more in the braces than an id.
    pub attributes: bool,
    /// Its text without markup.
    pub text: &'h str,
    /// Whether it stands in a list, a quotation, a note or an explanation.
    pub nested: bool,
}

/// The ids given so far, and where.
#[derive(Default)]
pub(super) struct Ids(BTreeMap<String, Span>);

/// Every mistake of one heading.
pub(super) fn check(heading: &RawHeading<'_>, ids: &mut Ids, source: Excerpt<'_>) -> Vec<Diagnostic> {
    let place = source.place(heading.range.clone());
    let error = |code, message: &str, help: String| Some(Diagnostic::error(place.clone(), code, message).help(help));
    let line = source.slice(heading.range.clone());
    let mut found = Vec::new();
    if heading.nested {
        let help = "end the list or quotation before it, or write a paragraph that begins with `**words in bold**`";
        found.extend(error("nested-heading", "a heading cannot stand inside a list, quotation or note", help.to_string()));
    } else if heading.level == 1 {
        let help = "write `##` for the headings of the text".to_string();
        found.extend(error("title-in-body", "the first-level heading of a page is the `title` in its front matter", help));
    }
    if heading.text.trim().is_empty() {
        found.extend(error("empty-heading", "this heading has no text", "write its text, or remove the line".to_string()));
    }
    if heading.attributes {
        found.extend(error("heading-id", "the braces of a heading hold its id and nothing else", braces(heading)));
    } else if is_lost(heading, line) {
        found.extend(error("heading-id", "the braces at the end of this heading are not understood", braces(heading)));
    }
    if let Some(id) = heading.id.filter(|_| !heading.attributes) {
        found.extend(check_id(id, id_place(heading, id, source), ids));
    }
    found
}

/// Braces that stay in the text, or that vanish without giving an id.
fn is_lost(heading: &RawHeading<'_>, line: &str) -> bool {
    let vanished = heading.id.is_none() && line.ends_with('}') && !heading.text.ends_with('}');
    vanished || heading.text.contains("{#") || heading.text.contains("{ #")
}

fn braces(heading: &RawHeading<'_>) -> String {
    let id = heading.id.filter(|id| is_heading_id(id)).map(str::to_string).or_else(|| as_id(heading.text));
    format!("end the line with an id such as `{{#{}}}`", id.filter(|id| is_heading_id(id)).unwrap_or("when".to_string()))
}

fn check_id(id: &str, place: Place, ids: &mut Ids) -> Option<Diagnostic> {
    if !is_heading_id(id) {
        let better = as_id(id).filter(|id| is_heading_id(id)).map(|id| format!(", such as `{{#{id}}}`")).unwrap_or_default();
        let help =
            format!("write small letters a–z, digits and hyphens, beginning with a letter{better}; ids are the same in every language");
        return Some(Diagnostic::error(place, "heading-id", format!("`{id}` cannot be the id of a heading")).help(help));
    }
    let span = place.span.unwrap_or_default();
    if let Some(first) = ids.0.get(id) {
        let also = Place::new(&place.file, *first);
        return Some(
            Diagnostic::error(place, "duplicate-id", format!("two headings have the id `{id}`"))
                .help("give each heading an id of its own: links lead to it")
                .also(also, "the first one is here"),
        );
    }
    ids.0.insert(id.to_string(), span);
    None
}

/// The place of `#id` in the heading, or the heading.
fn id_place(heading: &RawHeading<'_>, id: &str, source: Excerpt<'_>) -> Place {
    let written = format!("#{id}");
    let at = source.slice(heading.range.clone()).rfind(&written).map(|at| heading.range.start + at);
    source.place(at.map_or(heading.range.clone(), |start| start..start + written.len()))
}

/// Lower-case ASCII letters, digits and hyphens, beginning with a letter: safe in every URL and stylesheet.
fn is_heading_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase()) && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
