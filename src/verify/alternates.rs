//! `hreflang`: a page's editions name each other and themselves, or search engines believe none of them.

use std::collections::BTreeSet;

use super::survey::Alternate;
use super::{Fault, Site, Survey};
use crate::model::OutPath;

/// The value that stands for no language, which need not answer.
const DEFAULT: &str = "x-default";

pub(super) fn judge(site: &Site<'_>, path: &OutPath, page: &Survey, faults: &mut Vec<Fault>) {
    if page.alternates.is_empty() {
        return;
    }
    judge_canonical(path, page, faults);
    let mut languages = BTreeSet::new();
    for alternate in &page.alternates {
        let language = &alternate.language;
        if !languages.insert(language.to_ascii_lowercase()) {
            let message = format!("two alternates are said to be in `{language}`");
            faults.push(Fault::new("alternate-repeated", message, "name one page for each language"));
        }
        judge_one(site, path, alternate, faults);
    }
    if !page.alternates.iter().any(|alternate| &*alternate.language != DEFAULT && alternate.edition.file() == Some(path)) {
        faults.push(Fault::new(
            "alternate-self",
            "the page is not among its own alternates",
            "list every edition on each, itself included",
        ));
    }
}

/// A borrowed edition has its canonical address elsewhere and so no editions of its own.
fn judge_canonical(path: &OutPath, page: &Survey, faults: &mut Vec<Fault>) {
    if let Some(canonical) = page.canonical.as_ref().filter(|canonical| canonical.file() != Some(path)) {
        let message = format!("the page has alternates, but says that it is really `{}`", canonical.text);
        faults.push(Fault::new("alternate-borrowed", message, "leave out the alternates, or make the page its own canonical address"));
    }
}

fn judge_one(site: &Site<'_>, path: &OutPath, alternate: &Alternate, faults: &mut Vec<Fault>) {
    let (language, written) = (&*alternate.language, &alternate.edition.text);
    let other = alternate.edition.file().and_then(|file| site.files.get(file.as_str()).copied().flatten());
    let Some(other) = other else {
        let message = format!("the alternate in `{language}`, `{written}`, is no page of the site");
        return faults.push(Fault::new("alternate-missing", message, "name only pages that are built"));
    };
    if language == DEFAULT {
        return;
    }
    if !other.language.is_empty() && !other.language.eq_ignore_ascii_case(language) {
        let message = format!("the alternate in `{language}`, `{written}`, says that it is in `{}`", other.language);
        faults.push(Fault::new("alternate-language", message, "let `hreflang` and the `lang` of that page agree"));
    }
    if !other.alternates.iter().any(|back| back.edition.file() == Some(path)) {
        let message = format!("the alternate in `{language}`, `{written}`, does not name this page");
        faults.push(Fault::new("alternate-one-way", message, "list every edition on each of them"));
    }
}
