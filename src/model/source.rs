//! What `load` read: every file of the portal and of the built-in theme, as bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::SourcePath;

/// Files by path. A later stage never touches the disk: what is not here does not exist.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: BTreeMap<SourcePath, File>,
}

#[derive(Debug, Clone)]
struct File {
    bytes: Arc<[u8]>,
    /// The same bytes, where they are UTF-8.
    text: Option<Arc<str>>,
}

impl Sources {
    pub fn insert(&mut self, path: SourcePath, bytes: impl Into<Vec<u8>>) {
        let file = match String::from_utf8(bytes.into()) {
            Ok(text) => {
                let text: Arc<str> = text.into();
                File { bytes: text.clone().into(), text: Some(text) }
            }
            Err(error) => File { bytes: error.into_bytes().into(), text: None },
        };
        self.files.insert(path, file);
    }

    pub fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.files.get(path).map(|file| &file.bytes)
    }

    /// Takes the very bytes of `earlier` for each file that has not changed, so that what did not change can be told by identity.
    pub fn share(&mut self, earlier: &Sources) {
        for (path, file) in &mut self.files {
            if let Some(old) = earlier.files.get(path).filter(|old| old.bytes == file.bytes) {
                *file = old.clone();
            }
        }
    }

    /// Whether all files are the very same, as `share` leaves them.
    pub fn is_same(&self, other: &Sources) -> bool {
        self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(|(a, b)| a.0 == b.0 && Arc::ptr_eq(&a.1.bytes, &b.1.bytes))
    }

    /// The file as text, or nothing where there is none or it is not UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.shared_text(path).map(AsRef::as_ref)
    }

    /// The same, to be kept.
    pub fn shared_text(&self, path: &str) -> Option<&Arc<str>> {
        self.files.get(path).and_then(|file| file.text.as_ref())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &Arc<[u8]>)> {
        self.files.iter().map(|(path, file)| (path, &file.bytes))
    }

    /// The files below a folder, in path order.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a SourcePath, &'a Arc<[u8]>)> {
        self.iter().filter(move |(path, _)| path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }
}
