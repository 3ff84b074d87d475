//! Pictures that were prepared in earlier builds, kept in the portal's folder so that the next one pays nothing for them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::pipeline::Memos;
use crate::{emit, load, picture};

pub(super) struct Cache {
    folder: PathBuf,
    /// What is on disk and whole.
    kept: BTreeSet<String>,
}

/// Fills the memos with what was kept.
pub(super) fn open(root: &Path, memos: &Memos) -> Cache {
    let mut kept = BTreeSet::new();
    for (name, blob) in load::kept(root) {
        if let Some(prepared) = picture::read(&blob) {
            memos.rendered.pictures.restore(name.clone(), Ok(prepared));
            kept.insert(name);
        }
    }
    Cache { folder: root.join(load::KEPT), kept }
}

impl Cache {
    /// Keeps what the last build used, and nothing else. To be called after a build that went through.
    pub(super) fn keep(&mut self, memos: &Memos) -> anyhow::Result<()> {
        memos.sweep();
        let (mut new, mut needed) = (BTreeMap::new(), BTreeSet::new());
        for (name, picture) in memos.rendered.pictures.entries() {
            if let Ok(prepared) = picture.as_ref() {
                if !self.kept.contains(&name) {
                    new.insert(name.clone(), picture::write(prepared));
                }
                needed.insert(name);
            }
        }
        if new.is_empty() && needed == self.kept {
            return Ok(());
        }
        emit::keep(&self.folder, &new, &needed)?;
        self.kept = needed;
        Ok(())
    }
}
