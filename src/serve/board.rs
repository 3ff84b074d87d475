//! What the preview shows at the moment, and waiting for it to change.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Rebuild;
use super::rules::{self, HeaderRule, Redirect};
use crate::finding::Finding;
use crate::model::Artifacts;

/// The notice board: written by the build loop, read by every request.
pub(super) struct Board {
    showing: Mutex<Arc<Showing>>,
    changed: Condvar,
}

/// The last good site, and what is wrong since.
#[derive(Debug, Default)]
pub(super) struct Showing {
    pub(super) version: Version,
    pub(super) served: Option<Arc<Served>>,
    pub(super) failure: Option<Failure>,
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
        Board { showing: Mutex::new(Arc::new(Showing::default())), changed: Condvar::new() }
    }

    pub(super) fn now(&self) -> Arc<Showing> {
        Arc::clone(&self.lock())
    }

    pub(super) fn show(&self, rebuild: Rebuild) {
        let now = self.now();
        let Version { site, failure } = now.version;
        let next = match rebuild {
            Rebuild::Same => return,
            Rebuild::Site(artifacts) => {
                Showing { version: Version { site: site + 1, failure: 0 }, served: Some(Arc::new(Served::new(artifacts))), failure: None }
            }
            Rebuild::Mistakes(findings) => now.failing(failure + 1, Failure::Mistakes(findings)),
            Rebuild::Trouble(text) => now.failing(failure + 1, Failure::Trouble(text)),
        };
        *self.lock() = Arc::new(next);
        self.changed.notify_all();
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
        Showing { version, served: self.served.clone(), failure: Some(failure) }
    }
}

impl Served {
    pub(super) fn new(artifacts: Artifacts) -> Served {
        let text = |path: &str| artifacts.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
        let headers = rules::headers(&text(rules::HEADERS));
        let redirects = rules::redirects(&text(rules::REDIRECTS));
        Served { artifacts, headers, redirects }
    }
}
