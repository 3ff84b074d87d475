//! Where every page is read: one URL for each page in each language, own or borrowed, and the old URLs that lead there.

use std::collections::BTreeMap;

use super::{Draft, Drafts};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Document, LanguageId, PageKey, UrlPath};

/// The URLs of all pages and section indexes.
pub(super) struct Urls {
    pub(super) pages: BTreeMap<PageKey, BTreeMap<LanguageId, UrlPath>>,
    pub(super) taken: BTreeMap<UrlPath, Option<PageKey>>,
}

/// The last segments of pages that dalil makes itself in every language.
pub const GENERATED: [&str; 11] =
    ["search", "az", "glossary", "contacts", "laws", "transparency", "status", "offline", "forget", "copy", "404"];

/// Gives every page its URLs. Two pages on one URL is an error.
pub(super) fn assign(drafts: &Drafts, config: &Config, findings: &mut Vec<Diagnostic>) -> Urls {
    let mut urls = Urls { pages: BTreeMap::new(), taken: generated(config) };
    for draft in drafts.pages.values() {
        let (mut own, mut told) = (BTreeMap::new(), false);
        // Where a page is only borrowed, what is wrong with its address has been said of the original.
        let originals_first = std::iter::once(draft.original).chain(config.languages.ids().filter(|id| *id != draft.original));
        for language in originals_first {
            let url = url(draft, language, drafts, config);
            match urls.taken.get(&url) {
                Some(_) if told && !draft.documents.contains_key(&language) => {}
                Some(other) => {
                    findings.push(taken(draft, language, &url, other.as_ref(), drafts));
                    told = true;
                }
                None => {
                    urls.taken.insert(url.clone(), Some(draft.key.clone()));
                }
            }
            own.insert(language, url);
        }
        urls.pages.insert(draft.key.clone(), own);
    }
    urls
}

/// Aliases: where each old URL leads. One that is also a page's URL, or given twice, is an error.
pub(super) fn aliases(drafts: &Drafts, config: &Config, urls: &Urls, findings: &mut Vec<Diagnostic>) -> BTreeMap<UrlPath, UrlPath> {
    let mut aliases: BTreeMap<UrlPath, UrlPath> = BTreeMap::new();
    let documents = drafts.pages.values().flat_map(|draft| draft.documents.values());
    for document in documents {
        for alias in &document.front.aliases {
            let language = &config.languages.get(document.language).path;
            let old = UrlPath::new(format!("/{language}/{}/", alias.trim_matches('/')));
            if let Some(message) = used(&old, &aliases, urls) {
                findings.push(
                    Diagnostic::error(document.place(alias.span), "taken-url", message)
                        .help("take it out, or write the address that this page once had"),
                );
            } else if let Some(url) = urls.pages.get(&document.key).and_then(|own| own.get(&document.language)) {
                aliases.insert(old, url.clone());
            }
        }
    }
    aliases
}

/// Why an old address cannot lead to a page, if something else is there.
fn used(old: &UrlPath, aliases: &BTreeMap<UrlPath, UrlPath>, urls: &Urls) -> Option<String> {
    match (urls.taken.get(old), aliases.get(old)) {
        (Some(Some(page)), _) => Some(format!("the alias `{old}` is the address of the page `{page}`")),
        (Some(None), _) => Some(format!("the alias `{old}` is the address of a page that dalil makes itself")),
        (None, Some(to)) => Some(format!("the alias `{old}` is given twice: it leads to `{to}` already")),
        (None, None) => None,
    }
}

/// The URL of a top-level folder's index.
pub(super) fn section(name: &str, language: LanguageId, config: &Config) -> UrlPath {
    UrlPath::new(format!("/{}/{name}/", config.languages.get(language).path))
}

fn generated(config: &Config) -> BTreeMap<UrlPath, Option<PageKey>> {
    let url = |language: LanguageId, name: &str| UrlPath::new(format!("/{}/{name}/", config.languages.get(language).path));
    config.languages.ids().flat_map(|language| GENERATED.map(|name| (url(language, name), None))).collect()
}

/// `/<language>/` and the key's segments, each with the slug of the page it is, where that page has one in this language.
fn url(draft: &Draft, language: LanguageId, drafts: &Drafts, config: &Config) -> UrlPath {
    let path = &config.languages.get(language).path;
    if draft.key.is_home() {
        return UrlPath::new(format!("/{path}/"));
    }
    let mut url = format!("/{path}/");
    let key = draft.key.as_str();
    let ends = key.match_indices('/').map(|(at, _)| at).chain([key.len()]);
    for end in ends {
        let prefix = &key[..end];
        let slug =
            drafts.pages.get(prefix).and_then(|page| page.documents.get(&language)).and_then(|document| document.front.slug.as_ref());
        let name = prefix.rsplit('/').next().unwrap_or(prefix);
        url.push_str(slug.map_or(name, |slug| slug.value.as_str()));
        url.push('/');
    }
    UrlPath::new(url)
}

fn taken(draft: &Draft, language: LanguageId, url: &UrlPath, other: Option<&PageKey>, drafts: &Drafts) -> Diagnostic {
    let document = draft.documents.get(&language).unwrap_or(draft.document());
    let place = slug_place(document);
    match other.and_then(|key| drafts.pages.get(key)) {
        Some(other) => {
            let other = other.documents.get(&language).unwrap_or(other.document());
            Diagnostic::error(place, "taken-url", format!("two pages would be read at `{url}`"))
                .help("give one of them another `slug:` or file name")
                .also(slug_place(other), "the other page")
        }
        None => Diagnostic::error(place, "taken-url", format!("`{url}` is a page that dalil makes itself"))
            .help("give this page another `slug:` or file name"),
    }
}

fn slug_place(document: &Document) -> Place {
    match &document.front.slug {
        Some(slug) => document.place(slug.span),
        None => Place::file(&document.path),
    }
}
