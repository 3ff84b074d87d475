//! Takes finished files from `render`, keeps what verification needs of each, and lays it on a shelf.

use std::sync::{Mutex, PoisonError, RwLock};

use crate::model::{Artifacts, OutPath, Shelf};
use crate::render::{Outlet, Sent};
use crate::verify;

pub(super) struct Press<'a> {
    pub(super) examiner: verify::Examiner<'a>,
    pub(super) shelf: &'a dyn Shelf,
    pub(super) files: RwLock<verify::Files>,
}

impl Press<'_> {
    pub(super) fn into_files(self) -> verify::Files {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Outlet for Press<'_> {
    fn put(&self, path: OutPath, bytes: &[u8]) {
        let beside = |survey: &verify::Survey| self.files.read().unwrap_or_else(PoisonError::into_inner).beside(survey);
        let file = self.examiner.file(&path, bytes, beside);
        self.shelf.lay(&path, bytes);
        self.files.write().unwrap_or_else(PoisonError::into_inner).insert(path, file);
    }

    fn sent(&self, path: &str) -> Option<Sent> {
        let files = self.files.read().unwrap_or_else(PoisonError::into_inner);
        files.get(path).map(|file| Sent { digest: file.digest.clone(), bytes: file.sent })
    }
}

/// Keeps files in memory: those that are as they were last time, the very same.
pub(super) struct Memory<'a> {
    pub(super) last: Option<&'a Artifacts>,
    pub(super) files: Mutex<Artifacts>,
}

impl Shelf for Memory<'_> {
    fn lay(&self, path: &OutPath, bytes: &[u8]) {
        let same = self.last.and_then(|last| last.get(path.as_str())).filter(|old| ***old == *bytes);
        let bytes = same.cloned().unwrap_or_else(|| bytes.into());
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone(), bytes);
    }
}

/// For who asks only what is wrong with the site.
pub(super) struct Nowhere;

impl Shelf for Nowhere {
    fn lay(&self, _: &OutPath, _: &[u8]) {}
}
