//! Which documents are one page: grouped by key, each group with exactly one original.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::nav::NavPlace;
use super::urls::Urls;
use super::{Draft, Drafts, Editions, headings};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Document, Freshness, LanguageId, Origin, Page, PageFields, PageKey, Registers};
use crate::translate;

/// Groups documents into pages. A page without its original, or with two, is left out and reported.
pub(super) fn group(
    documents: Vec<Arc<Document>>,
    unreadable: Vec<(LanguageId, PageKey)>,
    config: &Config,
    drafts: bool,
    findings: &mut Vec<Diagnostic>,
) -> Drafts {
    let mut groups: BTreeMap<PageKey, BTreeMap<LanguageId, Arc<Document>>> = BTreeMap::new();
    for document in documents {
        let group = groups.entry(document.key.clone()).or_default();
        match group.get(&document.language) {
            Some(other) => findings.push(same_page_twice(&document, other)),
            None => {
                group.insert(document.language, document);
            }
        }
    }
    let unreadable: BTreeSet<PageKey> = unreadable.into_iter().map(|(_, key)| key).collect();
    // Of a page with a file that cannot be read nobody knows whether its original is there.
    let mut ignored = Vec::new();
    let mut pages = BTreeMap::new();
    let mut unpublished = BTreeSet::new();
    for (key, mut documents) in groups {
        let unreadable = unreadable.contains(&key);
        let Some(original) = original(&key, &documents, config, if unreadable { &mut ignored } else { findings }) else { continue };
        if !drafts {
            let hidden = documents[&original].front.draft;
            documents.retain(|_, document| !hidden && !document.front.draft);
        }
        if documents.is_empty() {
            unpublished.insert(key);
        } else {
            let heading_ids = headings::assign(&documents, original, findings);
            pages.insert(key.clone(), Draft { key, original, documents, heading_ids });
        }
    }
    Drafts { pages, unpublished, unreadable }
}

/// The finished pages, each with what the other steps found for it.
pub(super) fn assemble(
    drafts: Drafts,
    mut followed: BTreeMap<PageKey, Editions>,
    mut urls: Urls,
    mut places: BTreeMap<PageKey, NavPlace>,
    mut backlinks: BTreeMap<PageKey, Vec<PageKey>>,
    config: &Config,
    registers: &Registers,
) -> BTreeMap<PageKey, Page> {
    let page = |draft: Draft| {
        let fields = draft.fields().clone();
        let key = draft.key;
        let editions = followed.remove(&key).unwrap_or_default();
        let place = places.remove(&key).unwrap_or_default();
        let freshness = freshness(draft.original, &fields, &editions, registers);
        let page = Page {
            original: draft.original,
            fields,
            borrowed: borrowed(&editions, config),
            freshness,
            editions,
            urls: urls.pages.remove(&key).unwrap_or_default(),
            ancestors: place.ancestors,
            previous: place.previous,
            next: place.next,
            chapters: place.chapters,
            backlinks: backlinks.remove(&key).unwrap_or_default(),
            key: key.clone(),
        };
        (key, page)
    };
    drafts.pages.into_values().map(page).collect()
}

/// How each translation of a page stands to the original.
fn freshness(original: LanguageId, fields: &PageFields, editions: &Editions, registers: &Registers) -> BTreeMap<LanguageId, Freshness> {
    let Some(source) = editions.get(&original) else { return BTreeMap::new() };
    let now = translate::digests(source, fields, registers);
    let pinned = editions.iter().filter_map(|(language, edition)| Some((*language, edition.document.translation()?)));
    pinned.map(|(language, translation)| (language, translate::freshness(&translation.sections, &now))).collect()
}

/// For every language without an edition, the first of its fallbacks that has one.
fn borrowed(editions: &Editions, config: &Config) -> BTreeMap<LanguageId, LanguageId> {
    let languages = &config.languages;
    let missing = languages.ids().filter(|id| !editions.contains_key(id));
    missing.filter_map(|id| languages.chain(id).find(|from| editions.contains_key(from)).map(|from| (id, from))).collect()
}

fn original(
    key: &PageKey,
    documents: &BTreeMap<LanguageId, Arc<Document>>,
    config: &Config,
    findings: &mut Vec<Diagnostic>,
) -> Option<LanguageId> {
    let originals: Vec<&Arc<Document>> = documents.values().filter(|document| document.page_fields().is_some()).collect();
    let [original] = originals[..] else {
        match originals.split_first() {
            Some((first, others)) => findings.extend(others.iter().map(|other| two_originals(other, first, config))),
            None => findings
                .extend(documents.values().filter(|document| is_understood(document)).map(|document| no_original(key, document, config))),
        }
        return None;
    };
    for document in documents.values() {
        if let Origin::Translation(translation) = &document.front.origin
            && translation.from.value != original.language
        {
            findings.push(wrong_origin(document, original, config));
        }
    }
    Some(original.language)
}

/// Whether a translation says what it was made from. If not, that has been reported, and nobody knows which original to ask for.
fn is_understood(document: &Document) -> bool {
    document.translation().is_some_and(|translation| {
        let written = document.source.get(translation.span.range()).is_some_and(|entry| entry.starts_with("translation"));
        written && translation.from.value != document.language
    })
}

fn same_page_twice(document: &Document, other: &Document) -> Diagnostic {
    let message = format!("`{}` and `{}` are the same page", document.path, other.path);
    Diagnostic::error(Place::file(&document.path), "same-page-twice", message).help("keep one of the two files")
}

fn two_originals(document: &Document, first: &Document, config: &Config) -> Diagnostic {
    let from = &config.languages.get(first.language).path;
    Diagnostic::error(document.place(document.front.title.span), "two-originals", "this page has two originals")
        .help(format!("if this file is a translation, put `translation: {{from: {from}, state: machine}}` in its front matter"))
        .also(first.place(first.front.title.span), "this file calls itself the original too")
}

fn no_original(key: &PageKey, document: &Document, config: &Config) -> Diagnostic {
    let span = document.translation().map_or(document.front.title.span, |translation| translation.span);
    let from = document.translation().map_or(document.language, |translation| translation.from.value);
    let path = format!("content/{}/{}.md", config.languages.get(from).path, key);
    Diagnostic::error(
        document.place(span),
        "no-original",
        format!("this is a translation of a page that does not exist: there is no `{path}`"),
    )
    .help("add the original, or take the `translation:` block out if this is the original")
}

fn wrong_origin(document: &Document, original: &Document, config: &Config) -> Diagnostic {
    let span = document.translation().map_or(document.front.title.span, |translation| translation.from.span);
    let language = &config.languages.get(original.language).path;
    Diagnostic::error(document.place(span), "wrong-origin", format!("the original of this page is in `{language}`"))
        .help(format!("write `from: {language}`: translations are compared with the original, section by section"))
        .also(Place::file(&original.path), "the original")
}
