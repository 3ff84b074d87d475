//! Assets under names that change with their content, so that browsers may keep them for ever (RFC 8246).

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::Outcome;
use crate::digest;
use crate::model::{LanguageId, OutPath, Site, SourcePath, Sources, UrlPath};
use crate::render::media::{self, Asset};
use crate::render::{Outlet, PictureMemo};
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

/// The files of an index, by their URLs.
pub(crate) struct IndexFiles {
    first: String,
    /// Where it has buckets, the client that brings the first file along.
    client: Option<String>,
    all: Vec<String>,
}

impl AssetNames {
    /// Names the theme's assets and those of the content that pages use, and puts them out.
    pub(crate) fn collect(site: &Site, sources: &Sources, theme: &Theme, memo: &PictureMemo, out: &dyn Outlet) -> Outcome<AssetNames> {
        let mut names = AssetNames {
            theme: BTreeMap::new(),
            content: BTreeMap::new(),
            indexes: BTreeMap::new(),
            clients: BTreeMap::new(),
            index_files: BTreeMap::new(),
            has_worker: theme.worker.is_some(),
        };
        for (name, bytes) in &theme.assets {
            names.theme.insert(name.clone(), publish(name, bytes, out));
        }
        let mut findings = Vec::new();
        for (path, made) in media::prepare(site, sources, memo).take(&mut findings) {
            let stem = path.as_str().rsplit('/').next().unwrap_or(path.as_str());
            names.content.insert(path.clone(), made.publish(stem, |name, bytes| publish(name, bytes, out)));
        }
        Outcome::new(names, findings)
    }

    pub(crate) fn add_indexes(&mut self, indexes: Vec<(LanguageId, IndexFiles)>) {
        for (id, IndexFiles { first, client, all }) in indexes {
            self.indexes.insert(id, first);
            self.clients.extend(client.map(|client| (id, client)));
            self.index_files.insert(id, all);
        }
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

impl IndexFiles {
    /// Publishes an index: its buckets in a folder of their own, which the first file names. That file is then so small that a client of
    /// the language's own brings it along, and a reader waits for one answer less.
    pub(crate) fn publish(path: &str, index: &Index, theme: &Theme, out: &dyn Outlet) -> IndexFiles {
        let mut first = Index { head: index.head.clone(), first: index.first.clone(), buckets: Vec::new() };
        let mut all = Vec::new();
        if !index.buckets.is_empty() {
            let digest = digest::hex_of(index.buckets.iter().map(String::as_bytes));
            first.head.folder = format!("/assets/search-{path}.{}/", &digest[..8]);
            all.extend((0..index.buckets.len()).map(|number| format!("{}{number}.json", first.head.folder)));
            index.buckets.par_iter().zip(&all).for_each(|(bucket, url)| out.put(UrlPath::new(url.as_str()).file(), bucket.as_bytes()));
        }
        let file = first.file();
        let first = publish(&format!("search-{path}.json"), &Arc::from(file.as_bytes()), out);
        let client = theme.assets.get(CLIENT).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let client = client.filter(|client| !index.buckets.is_empty() && client.contains(FIRST_FILE)).map(|client| {
            let client = client.replacen(FIRST_FILE, &format!("{{\"{first}\":{file}}}"), 1);
            publish(&format!("search-{path}.js"), &Arc::from(client.into_bytes()), out)
        });
        all.extend(client.clone());
        all.push(first.clone());
        IndexFiles { first, client, all }
    }
}

/// `form.pdf` becomes `/assets/form.1f3a9c0b.pdf`.
fn publish(name: &str, bytes: &Arc<[u8]>, out: &dyn Outlet) -> String {
    let digest = &digest::hex(bytes)[..8];
    let path = match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{digest}.{extension}"),
        None => format!("assets/{name}.{digest}"),
    };
    out.put(OutPath::new(path.as_str()), bytes);
    format!("/{path}")
}
