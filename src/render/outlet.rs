//! Where finished files go.

use std::sync::{Mutex, PoisonError};

use crate::model::{Artifacts, OutPath};

/// Takes finished files one by one, from any thread. Files that pages load at once come before the pages.
pub trait Outlet: Sync {
    fn put(&self, path: OutPath, bytes: &[u8]);

    /// How a file is sent that was put before; nothing where that is not known.
    fn sent(&self, path: &str) -> Option<Sent>;
}

/// A file as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// In hexadecimal.
    pub digest: String,
    pub bytes: usize,
}

/// Keeps the files, and weighs none.
impl Outlet for Mutex<Artifacts> {
    fn put(&self, path: OutPath, bytes: &[u8]) {
        self.lock().unwrap_or_else(PoisonError::into_inner).insert(path, bytes);
    }

    fn sent(&self, _: &str) -> Option<Sent> {
        None
    }
}
