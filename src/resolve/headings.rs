//! Heading ids, shared by all editions of a page, so that links and the language switch keep their place in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::model::{Body, Document, LanguageId, plain_text};

/// An id for every heading of every edition: the one given, else the original's at the same place, else one made of its words.
pub(super) fn assign(
    documents: &BTreeMap<LanguageId, Arc<Document>>,
    original: LanguageId,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<LanguageId, Vec<String>> {
    let Some(source) = documents.get(&original) else { return BTreeMap::new() };
    let source_ids = own_ids(&source.body);
    let levels = levels(&source.body);
    let ids = |document: &Arc<Document>, findings: &mut Vec<Diagnostic>| {
        if document.language == original {
            return source_ids.clone();
        }
        let own = own_ids(&document.body);
        let ids: Vec<String> = if self::levels(&document.body) == levels {
            let given = document.body.headings().map(|(_, heading)| heading.id.clone());
            given.zip(&source_ids).map(|(given, id)| given.unwrap_or_else(|| id.clone())).collect()
        } else {
            own
        };
        report_repeated(document, &ids, findings);
        ids
    };
    documents.iter().map(|(language, document)| (*language, ids(document, findings))).collect()
}

/// Ids from this edition alone, made unique with a number.
fn own_ids(body: &Body) -> Vec<String> {
    let given: BTreeSet<&str> = body.headings().filter_map(|(_, heading)| heading.id.as_deref()).collect();
    let mut made: BTreeSet<String> = BTreeSet::new();
    let mut unique = |base: String| {
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        let id = std::iter::once(base.clone()).chain(numbered).find(|id| !given.contains(id.as_str()) && !made.contains(id));
        let id = id.expect("BUG: numbers do not end");
        made.insert(id.clone());
        id
    };
    body.headings().map(|(_, heading)| heading.id.clone().unwrap_or_else(|| unique(slug(&plain_text(&heading.text))))).collect()
}

fn levels(body: &Body) -> Vec<u8> {
    body.headings().map(|(_, heading)| heading.level).collect()
}

fn report_repeated(document: &Document, ids: &[String], findings: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for ((block, heading), id) in document.body.headings().zip(ids) {
        if !seen.insert(id) && heading.id.is_none() {
            let message = format!("this heading would get the id `{id}`, which another heading of this file has");
            findings.push(
                Diagnostic::error(document.place(block.span), "repeated-id", message)
                    .help("give it an id of its own: `{#name}` at the end of the line"),
            );
        }
    }
}

/// Words as an id: letters and digits of any script in lower case, joined by hyphens.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_string() } else { slug.to_string() }
}
