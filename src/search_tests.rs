//! `content/search-tests.yaml`: queries of readers, each with the page that must be among the first three answers.
//!
//! ```yaml
//! ar:
//!   ترحيل: situations/deportation-decision
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place};
use crate::model::{LanguageId, Site, SourcePath, Sources, Spanned};
use crate::search::{self, Index};
use crate::yaml::{self, Fields, Reader};

const FILE: &str = "content/search-tests.yaml";

/// Answers among which the page must be.
const FIRST: usize = 3;

pub fn are_there(sources: &Sources) -> bool {
    sources.get(FILE).is_some()
}

/// Asks every query of the file. Nothing where there is no such file.
pub fn check(sources: &Sources, site: &Site, indexes: &BTreeMap<LanguageId, Arc<Index>>) -> Vec<Diagnostic> {
    let file = SourcePath::new(FILE);
    if !are_there(sources) {
        return Vec::new();
    }
    let Some(text) = sources.text(FILE) else {
        return vec![Diagnostic::error(Place::file(&file), "not-utf8", "this file is not UTF-8 text").help("save it as UTF-8")];
    };
    let node = match yaml::parse(text, &file, 0) {
        Ok(node) => node,
        Err(diagnostic) => return vec![diagnostic],
    };
    let mut reader = Reader::new(&file);
    let languages = reader.entries(&node);
    for (path, queries) in languages.iter().flat_map(Fields::iter) {
        let language = site.config.languages.iter().find(|(_, language)| language.path == path.value).map(|(id, _)| id);
        let Some((id, index)) = language.and_then(|id| Some((id, indexes.get(&id)?))) else {
            reader.report(unknown_language(&file, path));
            continue;
        };
        let queries = reader.entries(queries);
        for (query, page) in queries.iter().flat_map(Fields::iter) {
            if let Some(page) = reader.string(page) {
                let finding = ask(site, (id, index), &file, query, &page);
                finding.into_iter().for_each(|finding| reader.report(finding));
            }
        }
    }
    reader.diagnostics
}

fn ask(
    site: &Site,
    (id, index): (LanguageId, &Index),
    file: &SourcePath,
    query: &Spanned<String>,
    page: &Spanned<String>,
) -> Option<Diagnostic> {
    let place = Place::new(file, page.span);
    let made = ["glossary", "contacts"].contains(&page.value.as_str());
    let url = if made {
        format!("/{}/{}/", site.config.languages.get(id).path, page.value)
    } else {
        match site.page(&page.value).filter(|page| page.editions.contains_key(&id)).and_then(|page| page.urls.get(&id)) {
            Some(url) => url.to_string(),
            None => {
                let message = format!("there is no page `{}` in this language", page.value);
                return Some(
                    Diagnostic::error(place, "search-test", message)
                        .help("write the path of a page below the language's folder, without `.md`"),
                );
            }
        }
    };
    let hits = search::search(index, &query.value, FIRST);
    if hits.iter().any(|hit| hit.url.split('#').next() == Some(url.as_str())) {
        return None;
    }
    let found: Vec<String> = hits.into_iter().map(|hit| format!("`{}`", hit.url)).collect();
    let message = format!("`{}` does not find this page among the first {FIRST}", query.value);
    let found = if found.is_empty() { "nothing".to_string() } else { found.join(", ") };
    let help = format!("it finds {found}: use the word in the title, or add it to `synonyms:` of a term in content/registers/terms.yaml");
    Some(Diagnostic::error(place, "search-test", message).help(help))
}

fn unknown_language(file: &SourcePath, path: &Spanned<String>) -> Diagnostic {
    let message = format!("nothing can be searched in `{}`", path.value);
    Diagnostic::error(Place::new(file, path.span), "search-test", message)
        .help("write the folder of a language that has pages, such as `ar:`")
}
