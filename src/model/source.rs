//! What `load` read: every file of the portal and of the built-in theme, as bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::SourcePath;

/// Files by path. A later stage never touches the disk: what is not here does not exist.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: BTreeMap<SourcePath, Arc<[u8]>>,
}

impl Sources {
    pub fn insert(&mut self, path: SourcePath, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(path, bytes.into());
    }

    pub fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.files.get(path)
    }

    /// Takes the very bytes of `earlier` for each file that has not changed, so that what did not change can be told by identity.
    pub fn share(&mut self, earlier: &Sources) {
        for (path, bytes) in &mut self.files {
            if let Some(old) = earlier.files.get(path).filter(|old| *old == bytes) {
                *bytes = old.clone();
            }
        }
    }

    /// Whether all files are the very same, as `share` leaves them.
    pub fn is_same(&self, other: &Sources) -> bool {
        self.files.len() == other.files.len() && self.files.iter().zip(&other.files).all(|(a, b)| a.0 == b.0 && Arc::ptr_eq(a.1, b.1))
    }

    /// The file as text, or nothing where there is none or it is not UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &Arc<[u8]>)> {
        self.files.iter()
    }

    /// The files below a folder, in path order.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a SourcePath, &'a Arc<[u8]>)> {
        self.files.iter().filter(move |(path, _)| path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }
}
