//! `hreflang`: a page's editions name each other and themselves, or search engines believe none of them.

use std::collections::BTreeSet;

use super::address::{Address, address};
use super::{Fault, Site, Survey};
use crate::model::OutPath;

/// The value that stands for no language, which need not answer.
const DEFAULT: &str = "x-default";

pub(super) fn judge(site: &Site<'_>, path: &OutPath, page: &Survey, faults: &mut Vec<Fault>) {
    if page.alternates.is_empty() {
        return;
    }
    judge_canonical(site, path, page, faults);
    let mut languages = BTreeSet::new();
    for (language, written) in &page.alternates {
        if !languages.insert(language.to_ascii_lowercase()) {
            let message = format!("two alternates are said to be in `{language}`");
            faults.push(Fault::new("alternate-repeated", message, "name one page for each language"));
        }
        judge_one(site, path, language, written, faults);
    }
    let names_itself = page.alternates.iter().any(|(language, written)| &**language != DEFAULT && leads_to(site, written, path));
    if !names_itself {
        faults.push(Fault::new(
            "alternate-self",
            "the page is not among its own alternates",
            "list every edition on each, itself included",
        ));
    }
}

/// A borrowed edition has its canonical address elsewhere and so no editions of its own.
fn judge_canonical(site: &Site<'_>, path: &OutPath, page: &Survey, faults: &mut Vec<Fault>) {
    if let Some(canonical) = page.canonical.as_deref().filter(|canonical| !leads_to(site, canonical, path)) {
        let message = format!("the page has alternates, but says that it is really `{canonical}`");
        faults.push(Fault::new("alternate-borrowed", message, "leave out the alternates, or make the page its own canonical address"));
    }
}

fn judge_one(site: &Site<'_>, path: &OutPath, language: &str, written: &str, faults: &mut Vec<Fault>) {
    let file = match address(written, site.base_url) {
        Address::Site { file, .. } => file,
        Address::Here { .. } | Address::Foreign | Address::Other | Address::Script | Address::Relative => OutPath::new(""),
    };
    let Some(other) = site.surveys.get(&file) else {
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
    if !other.alternates.iter().any(|(_, back)| leads_to(site, back, path)) {
        let message = format!("the alternate in `{language}`, `{written}`, does not name this page");
        faults.push(Fault::new("alternate-one-way", message, "list every edition on each of them"));
    }
}

fn leads_to(site: &Site<'_>, written: &str, path: &OutPath) -> bool {
    matches!(address(written, site.base_url), Address::Site { file, .. } if file == *path)
}
