//! The sections of originals as they were when they were translated, looked for in the history of Git.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::clock;
use super::portal::{Portal, options};
use crate::load::{self, Version};
use crate::model::{Page, PageKey, Sources};
use crate::pipeline;
use crate::translate::{self, History, Old};

/// How many versions of a file are looked at, from the newest on.
const VERSIONS: usize = 200;

/// Looks for the sections with these digests. What is not found is not there.
pub(super) fn history(root: &Path, portal: &Portal, wanted: &[(PageKey, String)]) -> History {
    let mut missing: BTreeSet<(PageKey, String)> = wanted.iter().cloned().collect();
    let mut found = History::new();
    let mut versions: BTreeMap<PageKey, std::vec::IntoIter<Version>> = missing
        .iter()
        .filter_map(|(key, _)| portal.site.pages.get(key))
        .map(|page| (page.key.clone(), load::versions(root, file(page)).into_iter()))
        .collect();
    for _ in 0..VERSIONS {
        versions.retain(|key, _| missing.iter().any(|(other, _)| other == key));
        // One step back for every page, so that the portal is understood once a step.
        let mut sources = portal.sources.clone();
        let step: Vec<(PageKey, Version)> =
            versions.iter_mut().filter_map(|(key, versions)| Some((key.clone(), versions.next()?))).collect();
        if step.is_empty() {
            break;
        }
        for (key, version) in &step {
            let page = &portal.site.pages[key];
            if let Some(text) = load::version(root, version, file(page)) {
                sources.insert(page.original().document.path.clone(), text.into_bytes());
            }
        }
        take(&sources, &step, &mut missing, &mut found);
    }
    found
}

/// Takes what is wanted from the portal as it was.
fn take(sources: &Sources, step: &[(PageKey, Version)], missing: &mut BTreeSet<(PageKey, String)>, found: &mut History) {
    let mut ignored = Vec::new();
    let Some(site) = pipeline::resolved(sources, &options(clock::today()), &mut ignored) else { return };
    for (key, version) in step {
        let Some(page) = site.pages.get(key) else { continue };
        for (digest, section, notes) in translate::old_sections(&site, page) {
            let wanted = (key.clone(), digest);
            if missing.remove(&wanted) {
                let commit = version.commit.chars().take(10).collect();
                found.insert(wanted, Old { section, notes, commit, date: version.date.clone() });
            }
        }
    }
}

fn file(page: &Page) -> &str {
    page.original().document.path.as_str()
}
