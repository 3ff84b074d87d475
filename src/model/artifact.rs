//! The finished site as a value, which the preview server serves, and the shelf that a build lays its files on.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::OutPath;

/// Output files by path, in path order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Artifacts {
    pub files: BTreeMap<OutPath, Arc<[u8]>>,
}

/// Takes each file as soon as it is made, in any order and from any thread, so that nobody has to hold all of them.
pub trait Shelf: Sync {
    fn lay(&self, path: &OutPath, bytes: &[u8]);
}

/// Whether a newer build waits. Then this one may stop where it is: nobody will use what comes of it.
pub type Overtaken<'a> = &'a (dyn Fn() -> bool + Sync);

impl Artifacts {
    pub fn insert(&mut self, path: OutPath, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(path, bytes.into());
    }

    pub fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.files.get(path)
    }
}
