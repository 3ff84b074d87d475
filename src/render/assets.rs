//! Assets under names that change with their content, so that browsers may keep them for ever (RFC 8246).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::digest;
use crate::model::{Artifacts, LanguageId, OutPath, Site, SourcePath, Sources};
use crate::search::Index;
use crate::theme::Theme;

/// Where each asset is found on the site.
pub(crate) struct AssetNames {
    theme: BTreeMap<String, String>,
    content: BTreeMap<SourcePath, Asset>,
    /// The search index of each language that has one.
    pub(crate) indexes: BTreeMap<LanguageId, String>,
    /// All files of each language's index, by their URLs.
    pub(crate) index_files: BTreeMap<LanguageId, Vec<String>>,
    /// Whether the theme brings the service worker that saves pages.
    pub(crate) has_worker: bool,
}

/// An asset of the portal's content.
#[derive(Debug, Clone)]
pub(crate) struct Asset {
    pub(crate) url: String,
    pub(crate) bytes: usize,
    /// Width and height in pixels, of pictures.
    pub(crate) size: Option<(u32, u32)>,
}

impl AssetNames {
    /// Names the theme's assets and those of the content that pages use, and puts them among the artifacts.
    pub(crate) fn collect(site: &Site, sources: &Sources, theme: &Theme, artifacts: &mut Artifacts) -> AssetNames {
        let mut names = AssetNames {
            theme: BTreeMap::new(),
            content: BTreeMap::new(),
            indexes: BTreeMap::new(),
            index_files: BTreeMap::new(),
            has_worker: theme.worker.is_some(),
        };
        for (name, bytes) in &theme.assets {
            names.theme.insert(name.clone(), publish(name, bytes, artifacts));
        }
        for path in &site.assets {
            if let Some(bytes) = sources.get(path.as_str()) {
                let name = path.as_str().rsplit('/').next().unwrap_or(path.as_str());
                let asset = Asset { url: publish(name, bytes, artifacts), bytes: bytes.len(), size: picture_size(bytes) };
                names.content.insert(path.clone(), asset);
            }
        }
        names
    }

    /// Publishes an index: its buckets in a folder of their own, which the first file names.
    pub(crate) fn add_index(&mut self, id: LanguageId, path: &str, index: &Index, artifacts: &mut Artifacts) {
        let (mut index, mut files) = (index.clone(), Vec::new());
        if !index.buckets.is_empty() {
            index.head.folder = format!("/assets/search-{path}.{}/", &digest::hex(index.buckets.concat().as_bytes())[..8]);
            for (number, bucket) in index.buckets.iter().enumerate() {
                let file = format!("{}{number}.json", index.head.folder.trim_start_matches('/'));
                files.push(format!("/{file}"));
                artifacts.insert(OutPath::new(file), bucket.clone().into_bytes());
            }
        }
        let url = publish(&format!("search-{path}.json"), &Arc::from(index.file().into_bytes()), artifacts);
        files.push(url.clone());
        self.index_files.insert(id, files);
        self.indexes.insert(id, url);
    }

    /// The URL of a file of the theme's `assets/`.
    pub(crate) fn theme(&self, name: &str) -> Option<&str> {
        self.theme.get(name).map(String::as_str)
    }

    /// Everything that the theme brings, by its URL.
    pub(crate) fn theme_files(&self) -> impl Iterator<Item = &str> {
        self.theme.values().map(String::as_str)
    }

    pub(crate) fn content(&self, path: &SourcePath) -> Option<&Asset> {
        self.content.get(path)
    }
}

/// `form.pdf` becomes `/assets/form.1f3a9c0b.pdf`.
fn publish(name: &str, bytes: &Arc<[u8]>, artifacts: &mut Artifacts) -> String {
    let digest = &digest::hex(bytes)[..8];
    let path = match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{digest}.{extension}"),
        None => format!("assets/{name}.{digest}"),
    };
    artifacts.insert(OutPath::new(path.as_str()), bytes.clone());
    format!("/{path}")
}

fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}
