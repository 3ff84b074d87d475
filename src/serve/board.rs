//! What the preview shows at the moment, and waiting for it to change.

use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Rebuild;
use super::rules::{self, HeaderRule, Redirect};
use crate::finding::Finding;
use crate::model::{Artifacts, OutPath};

/// The notice board: written by the build loop, read by every request.
pub(super) struct Board {
    showing: Mutex<Arc<Showing>>,
    /// Files of pages that browsers asked for, the last one last.
    asked: Mutex<Vec<OutPath>>,
    changed: Condvar,
}

/// Pages that are made ahead of the others: of the tabs that an editor has open.
const REMEMBERED: usize = 8;

/// The last good site, and what is wrong since.
#[derive(Debug, Default)]
pub(super) struct Showing {
    pub(super) version: Version,
    pub(super) served: Option<Arc<Served>>,
    pub(super) failure: Option<Failure>,
    /// Whether `served` is the last whole site with single pages of the next one.
    is_ahead: bool,
}

/// Counts good builds and failed ones, so that a browser knows whether what it shows is old.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Version {
    pub(super) site: u64,
    /// Zero when nothing is wrong.
    pub(super) failure: u64,
}

/// A good build with the host's rules that it brings along.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) artifacts: Artifacts,
    pub(super) headers: Vec<HeaderRule>,
    pub(super) redirects: Vec<Redirect>,
}

#[derive(Debug)]
pub(super) enum Failure {
    Mistakes(Vec<Finding>),
    Trouble(String),
}

impl Board {
    pub(super) fn new() -> Board {
        Board { showing: Mutex::new(Arc::new(Showing::default())), asked: Mutex::new(Vec::new()), changed: Condvar::new() }
    }

    pub(super) fn now(&self) -> Arc<Showing> {
        Arc::clone(&self.lock())
    }

    pub(super) fn show(&self, rebuild: Rebuild) {
        let now = self.now();
        let Version { site, failure } = now.version;
        let next = match rebuild {
            Rebuild::Same => return,
            // The pages that are looked at were shown before, and need not be loaded again.
            Rebuild::Site(artifacts) if now.is_ahead => {
                let served = now.served.as_ref().map_or(artifacts.clone(), |served| with_old_assets(artifacts, served));
                let served = Some(Arc::new(Served::new(served)));
                Showing { version: Version { site, failure: 0 }, served, failure: None, is_ahead: false }
            }
            Rebuild::Site(artifacts) => {
                let served = Some(Arc::new(Served::new(artifacts)));
                Showing { version: Version { site: site + 1, failure: 0 }, served, failure: None, is_ahead: false }
            }
            Rebuild::Mistakes(findings) => now.failing(failure + 1, Failure::Mistakes(findings)),
            Rebuild::Trouble(text) => now.failing(failure + 1, Failure::Trouble(text)),
        };
        *self.lock() = Arc::new(next);
        self.changed.notify_all();
    }

    /// Shows pages of the next site in the last one.
    pub(super) fn show_some(&self, pages: Artifacts) {
        let now = self.now();
        let Some(served) = &now.served else { return };
        let mut artifacts = served.artifacts.clone();
        artifacts.files.extend(pages.files);
        let served = Served { artifacts, headers: served.headers.clone(), redirects: served.redirects.clone() };
        let version = Version { site: now.version.site + 1, failure: 0 };
        *self.lock() = Arc::new(Showing { version, served: Some(Arc::new(served)), failure: None, is_ahead: true });
        self.changed.notify_all();
    }

    /// Remembers what was asked for, if it is a page.
    pub(super) fn ask(&self, file: &str) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.retain(|known| known.as_str() != file);
        asked.push(OutPath::new(file));
        let surplus = asked.len().saturating_sub(REMEMBERED);
        asked.drain(..surplus);
    }

    /// The pages that browsers have asked for last.
    pub(super) fn looked_at(&self) -> BTreeSet<OutPath> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Waits until something other than `seen` is shown; nothing if that takes longer than `patience`.
    pub(super) fn wait(&self, seen: Version, patience: Duration) -> Option<Arc<Showing>> {
        let same = |showing: &mut Arc<Showing>| showing.version == seen;
        let (showing, _) = self.changed.wait_timeout_while(self.lock(), patience, same).unwrap_or_else(PoisonError::into_inner);
        (showing.version != seen).then(|| Arc::clone(&showing))
    }

    fn lock(&self) -> MutexGuard<'_, Arc<Showing>> {
        // Only whole values are ever put in, so a panic elsewhere leaves nothing half done.
        self.showing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Showing {
    fn failing(&self, number: u64, failure: Failure) -> Showing {
        let version = Version { site: self.version.site, failure: number };
        Showing { version, served: self.served.clone(), failure: Some(failure), is_ahead: false }
    }
}

/// A page that was shown ahead still names the search index of its time.
fn with_old_assets(mut artifacts: Artifacts, old: &Served) -> Artifacts {
    for (path, bytes) in old.artifacts.files.iter().filter(|(path, _)| path.as_str().starts_with("assets/")) {
        artifacts.files.entry(path.clone()).or_insert_with(|| bytes.clone());
    }
    artifacts
}

impl Served {
    pub(super) fn new(artifacts: Artifacts) -> Served {
        let text = |path: &str| artifacts.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
        let headers = rules::headers(&text(rules::HEADERS));
        let redirects = rules::redirects(&text(rules::REDIRECTS));
        Served { artifacts, headers, redirects }
    }
}
