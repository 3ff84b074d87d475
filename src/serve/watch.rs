//! Waiting for a file of the portal to change: the only user of notify and its debouncer.
//!
//! Watches what `load` reads and nothing else, so that the output, `target/` or `node_modules/` cost nothing and start nothing.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::{Context, bail};
use notify::{Error, ErrorKind, EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, DebouncedEvent, Debouncer, RecommendedCache, new_debouncer};

use crate::load;

/// Changes to a portal's files.
pub(super) struct Changes {
    root: PathBuf,
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    events: Receiver<DebounceEventResult>,
}

/// Editors save in several steps (write, rename, set permissions): so long it must have been quiet.
const QUIET: Duration = Duration::from_millis(20);
const TICK: Duration = Duration::from_millis(10);

pub(super) fn watch(root: &Path) -> anyhow::Result<Changes> {
    // Some systems report real paths whatever was asked for.
    let root = root.canonicalize().with_context(|| format!("could not open the portal's folder `{}`", root.display()))?;
    let (sender, events) = channel();
    let debouncer = new_debouncer(QUIET, Some(TICK), sender).context("could not watch the portal's files")?;
    let mut changes = Changes { root, debouncer, events };
    let root = changes.root.clone();
    changes.debouncer.watch(&root, RecursiveMode::NonRecursive).map_err(explain)?;
    for folder in load::FOLDERS {
        changes.watch_folder(&root.join(folder))?;
    }
    Ok(changes)
}

impl Changes {
    /// Waits for a change to something that a build reads; changes in quick succession are one.
    pub(super) fn wait(&mut self) -> anyhow::Result<()> {
        loop {
            let Ok(first) = self.events.recv() else { bail!("the portal's files are no longer watched") };
            let later: Vec<DebounceEventResult> = self.events.try_iter().collect();
            let events: Vec<DebouncedEvent> = std::iter::once(first).chain(later).filter_map(Result::ok).flatten().collect();
            self.watch_new_folders(&events)?;
            if events.iter().any(|event| event.need_rescan() || is_change(&self.root, event)) {
                return Ok(());
            }
        }
    }

    /// A folder that came (or came back) is not watched yet.
    fn watch_new_folders(&mut self, events: &[DebouncedEvent]) -> anyhow::Result<()> {
        for folder in load::FOLDERS.map(|folder| self.root.join(folder)) {
            if events.iter().any(|event| !event.kind.is_access() && event.paths.contains(&folder)) {
                self.watch_folder(&folder)?;
            }
        }
        Ok(())
    }

    fn watch_folder(&mut self, folder: &Path) -> anyhow::Result<()> {
        match self.debouncer.watch(folder, RecursiveMode::Recursive) {
            Err(error) if matches!(error.kind, ErrorKind::PathNotFound) || !folder.exists() => Ok(()),
            result => result.map_err(explain),
        }
    }
}

/// Whether a build reads what changed. Reading a file is an event too (`Access`), and dalil itself reads them all.
fn is_change(root: &Path, event: &DebouncedEvent) -> bool {
    let is_read = |path: &PathBuf| {
        let Ok(below) = path.strip_prefix(root) else { return true };
        let mut parts = below.iter().filter_map(|part| part.to_str());
        let is_input = parts.next().is_some_and(|top| top == load::SITE || load::FOLDERS.contains(&top));
        is_input && !parts.any(|part| part.starts_with('.'))
    };
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(is_read)
}

fn explain(error: Error) -> anyhow::Error {
    let is_limit = matches!(error.kind, ErrorKind::MaxFilesWatch);
    let context = if is_limit {
        "this system lets too few folders be watched: raise the limit, on Linux with `sysctl fs.inotify.max_user_watches=524288`"
    } else {
        "could not watch the portal's files"
    };
    anyhow::Error::new(error).context(context)
}
