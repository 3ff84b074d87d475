//! What readers can save: the lists name files that exist as they are, and no page that must not be seen to have been read, which no cache
//! may keep either.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::policy::fits;
use super::{Fault, Files, Finding, found};
use crate::model::{OutPath, UrlPath};

/// `pack.json`, as far as it can be wrong.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct List {
    files: Vec<(String, String, usize)>,
    bundle: BundleName,
    units: BTreeMap<String, Unit>,
}

#[derive(Debug, Clone, Deserialize)]
struct BundleName {
    url: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Unit {
    files: Vec<usize>,
}

const OURS: &str = "this is a fault of dalil itself: please report it";

/// No cache keeps a page that must not be seen to have been read.
pub(super) fn sensitive(files: &Files, headers: &str) -> Vec<Finding> {
    let uncached = uncached(headers);
    let mut findings = Vec::new();
    for (path, _) in files.pages().filter(|(_, survey)| survey.is_sensitive) {
        let url = format!("/{}", path.as_str().trim_end_matches("index.html"));
        if !uncached.iter().any(|pattern| fits(pattern, &url)) {
            let message = format!("browsers may keep `{url}`, which must not be seen to have been read");
            findings
                .extend(found(path, vec![Fault::new("sensitive-kept", message, "let `_headers` say `Cache-Control: no-store` for it")]));
        }
    }
    findings
}

/// The patterns of `_headers` for which nothing may be stored.
fn uncached(headers: &str) -> Vec<&str> {
    let (mut patterns, mut pattern) = (Vec::new(), "");
    for line in headers.lines() {
        if line.starts_with('/') {
            pattern = line.trim();
        } else if line.contains("no-store") {
            patterns.push(pattern);
        }
    }
    patterns
}

/// The faults of a list; that its bundle holds its pages to the letter is a test's affair.
pub(super) fn judge(list: Option<&List>, files: &Files) -> Vec<Fault> {
    let Some(list) = list else { return vec![Fault::new("saved-list", "the list of what can be saved cannot be read", OURS)] };
    let mut faults = Vec::new();
    let file = |url: &str| -> OutPath { UrlPath::new(url).file() };
    for (url, known, _) in &list.files {
        let saved = files.get(file(url).as_str());
        match saved {
            Some(saved) if saved.digest.starts_with(known.as_str()) && !known.is_empty() => {}
            Some(_) => faults.push(Fault::new("saved-list", format!("`{url}` is not the file that can be saved"), OURS)),
            None => faults.push(Fault::new("saved-list", format!("`{url}` can be saved, but is no file of the site"), OURS)),
        }
        if saved.and_then(|saved| saved.page()).is_some_and(|survey| survey.is_sensitive) {
            let message = format!("`{url}` could be saved, but must not be seen to have been read");
            faults.push(Fault::new("sensitive-saved", message, OURS));
        }
    }
    if list.units.values().flat_map(|unit| &unit.files).any(|n| *n >= list.files.len()) {
        faults.push(Fault::new("saved-list", "a part of what can be saved is not on the list", OURS));
    }
    if files.get(file(&list.bundle.url).as_str()).is_none() {
        faults.push(Fault::new("saved-list", format!("`{}` is no file of the site", list.bundle.url), OURS));
    }
    faults
}
