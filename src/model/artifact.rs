//! The finished site as a value: what `emit` writes and the preview server serves.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::OutPath;

/// Output files by path, in path order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Artifacts {
    pub files: BTreeMap<OutPath, Arc<[u8]>>,
}

impl Artifacts {
    pub fn insert(&mut self, path: OutPath, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(path, bytes.into());
    }

    pub fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.files.get(path)
    }

    /// Takes the very bytes of `earlier` for each file that has not changed, so that what did not change can be told by identity.
    pub fn share(&mut self, earlier: &Artifacts) {
        for (path, bytes) in &mut self.files {
            if let Some(old) = earlier.files.get(path).filter(|old| *old == bytes) {
                *bytes = old.clone();
            }
        }
    }

    /// The size of all files together, in bytes.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|bytes| bytes.len() as u64).sum()
    }
}
