//! Assets under names that change with their content, so that browsers may keep them for ever (RFC 8246).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Outcome;
use crate::digest;
use crate::model::{Artifacts, LanguageId, OutPath, Site, SourcePath, Sources};
use crate::render::PictureMemo;
use crate::render::media::{self, Asset};
use crate::search::Index;
use crate::theme::Theme;

/// The theme's search client, and what stands in it for an index's first file.
const CLIENT: &str = "search.js";
const FIRST_FILE: &str = "/dalil:first/";

/// Where each asset is found on the site.
pub(crate) struct AssetNames {
    theme: BTreeMap<String, String>,
    content: BTreeMap<SourcePath, Asset>,
    /// The search index of each language that has one.
    pub(crate) indexes: BTreeMap<LanguageId, String>,
    /// The search client of each language whose index has buckets: it brings the first file along.
    clients: BTreeMap<LanguageId, String>,
    /// All files of each language's index, by their URLs.
    pub(crate) index_files: BTreeMap<LanguageId, Vec<String>>,
    /// Whether the theme brings the service worker that saves pages.
    pub(crate) has_worker: bool,
}

impl AssetNames {
    /// Names the theme's assets and those of the content that pages use, and puts them among the artifacts.
    pub(crate) fn collect(
        site: &Site,
        sources: &Sources,
        theme: &Theme,
        memo: &PictureMemo,
        artifacts: &mut Artifacts,
    ) -> Outcome<AssetNames> {
        let mut names = AssetNames {
            theme: BTreeMap::new(),
            content: BTreeMap::new(),
            indexes: BTreeMap::new(),
            clients: BTreeMap::new(),
            index_files: BTreeMap::new(),
            has_worker: theme.worker.is_some(),
        };
        for (name, bytes) in &theme.assets {
            names.theme.insert(name.clone(), publish(name, bytes, artifacts));
        }
        let mut findings = Vec::new();
        for (path, made) in media::prepare(site, sources, memo).take(&mut findings) {
            let stem = path.as_str().rsplit('/').next().unwrap_or(path.as_str());
            names.content.insert(path.clone(), made.publish(stem, |name, bytes| publish(name, bytes, artifacts)));
        }
        Outcome::new(names, findings)
    }

    /// Publishes an index: its buckets in a folder of their own, which the first file names. That file is then so small that a client of
    /// the language's own brings it along, and a reader waits for one answer less.
    pub(crate) fn add_index(&mut self, id: LanguageId, path: &str, index: &Index, theme: &Theme, artifacts: &mut Artifacts) {
        let (mut index, mut files) = (index.clone(), Vec::new());
        if !index.buckets.is_empty() {
            index.head.folder = format!("/assets/search-{path}.{}/", &digest::hex(index.buckets.concat().as_bytes())[..8]);
            for (number, bucket) in index.buckets.iter().enumerate() {
                let file = format!("{}{number}.json", index.head.folder.trim_start_matches('/'));
                files.push(format!("/{file}"));
                artifacts.insert(OutPath::new(file), bucket.clone().into_bytes());
            }
        }
        let file = index.file();
        let url = publish(&format!("search-{path}.json"), &Arc::from(file.as_bytes()), artifacts);
        let client = theme.assets.get(CLIENT).and_then(|bytes| std::str::from_utf8(bytes).ok());
        if let Some(client) = client.filter(|client| !index.buckets.is_empty() && client.contains(FIRST_FILE)) {
            let client = client.replacen(FIRST_FILE, &format!("{{\"{url}\":{file}}}"), 1);
            let client = publish(&format!("search-{path}.js"), &Arc::from(client.into_bytes()), artifacts);
            files.push(client.clone());
            self.clients.insert(id, client);
        }
        files.push(url.clone());
        self.index_files.insert(id, files);
        self.indexes.insert(id, url);
    }

    /// The script that asks a language's index.
    pub(crate) fn client(&self, id: LanguageId) -> Option<&str> {
        self.clients.get(&id).map(String::as_str).or_else(|| self.theme(CLIENT))
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
