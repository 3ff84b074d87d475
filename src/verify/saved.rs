//! What readers can save: the lists name files that exist as they are, and no page that must not be seen to have been read, which no cache
//! may keep either.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::policy::fits;
use super::{Fault, Finding, Survey, found};
use crate::digest;
use crate::model::{Artifacts, OutPath, UrlPath};

/// `pack.json`, as far as it can be wrong.
#[derive(Deserialize)]
struct List {
    files: Vec<(String, String, usize)>,
    bundle: BundleName,
    units: BTreeMap<String, Unit>,
}

#[derive(Deserialize)]
struct BundleName {
    url: String,
}

#[derive(Deserialize)]
struct Unit {
    files: Vec<usize>,
}

/// Pages in one file, as numbers of lines.
#[derive(Deserialize)]
struct Bundle {
    lines: Vec<String>,
    pages: Vec<(String, Vec<usize>)>,
}

const OURS: &str = "this is a fault of dalil itself: please report it";

pub(super) fn judge(artifacts: &Artifacts, surveys: &BTreeMap<OutPath, Arc<Survey>>) -> Vec<Finding> {
    let headers = artifacts.get("_headers").map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    let uncached = uncached(&headers);
    let mut findings = Vec::new();
    for (path, _) in surveys.iter().filter(|(_, survey)| survey.is_sensitive) {
        let url = format!("/{}", path.as_str().trim_end_matches("index.html"));
        if !uncached.iter().any(|pattern| fits(pattern, &url)) {
            let message = format!("browsers may keep `{url}`, which must not be seen to have been read");
            findings
                .extend(found(path, vec![Fault::new("sensitive-kept", message, "let `_headers` say `Cache-Control: no-store` for it")]));
        }
    }
    for (path, bytes) in artifacts.files.iter().filter(|(path, _)| path.as_str().ends_with("/pack.json")) {
        findings.extend(found(path, list_faults(bytes, artifacts, surveys)));
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

fn list_faults(bytes: &[u8], artifacts: &Artifacts, surveys: &BTreeMap<OutPath, Arc<Survey>>) -> Vec<Fault> {
    let Ok(list) = serde_json::from_slice::<List>(bytes) else {
        return vec![Fault::new("saved-list", "the list of what can be saved cannot be read", OURS)];
    };
    let mut faults = Vec::new();
    for (url, known, _) in &list.files {
        let file = UrlPath::new(url.as_str()).file();
        match artifacts.get(file.as_str()) {
            Some(bytes) if digest::hex(bytes).starts_with(known.as_str()) && !known.is_empty() => {}
            Some(_) => faults.push(Fault::new("saved-list", format!("`{url}` is not the file that can be saved"), OURS)),
            None => faults.push(Fault::new("saved-list", format!("`{url}` can be saved, but is no file of the site"), OURS)),
        }
        if surveys.get(&file).is_some_and(|survey| survey.is_sensitive) {
            let message = format!("`{url}` could be saved, but must not be seen to have been read");
            faults.push(Fault::new("sensitive-saved", message, OURS));
        }
    }
    if list.units.values().flat_map(|unit| &unit.files).any(|n| *n >= list.files.len()) {
        faults.push(Fault::new("saved-list", "a part of what can be saved is not on the list", OURS));
    }
    faults.extend(bundle_faults(&list, artifacts));
    faults
}

/// The bundle holds the pages of the list, each to the letter, and no other.
fn bundle_faults(list: &List, artifacts: &Artifacts) -> Vec<Fault> {
    let file = UrlPath::new(list.bundle.url.as_str()).file();
    let Some(bundle) = artifacts.get(file.as_str()).and_then(|bytes| serde_json::from_slice::<Bundle>(bytes).ok()) else {
        return vec![Fault::new("saved-list", format!("`{}` cannot be read", list.bundle.url), OURS)];
    };
    let pages: Vec<&String> = list.files.iter().map(|(url, ..)| url).filter(|url| url.ends_with('/')).collect();
    if !bundle.pages.iter().map(|(url, _)| url).eq(pages) {
        return vec![Fault::new("saved-list", format!("`{}` holds other pages than the list", list.bundle.url), OURS)];
    }
    let differs = |(url, numbers): &&(String, Vec<usize>)| {
        let lines: Option<Vec<&str>> = numbers.iter().map(|n| bundle.lines.get(*n).map(String::as_str)).collect();
        let page = artifacts.get(UrlPath::new(url.as_str()).file().as_str());
        lines.map(|lines| lines.join("\n")).as_deref().map(str::as_bytes) != page.map(AsRef::as_ref)
    };
    let fault = |(url, _): &(String, Vec<usize>)| Fault::new("saved-list", format!("`{url}` is another page in the bundle"), OURS);
    bundle.pages.iter().filter(differs).map(fault).collect()
}
