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
    /// What of each language's index is saved for reading without a network: everything in one file, and the client.
    pub(crate) saved_search: BTreeMap<LanguageId, Vec<String>>,
    /// Whether the theme brings the service worker that saves pages.
    pub(crate) has_worker: bool,
}

/// The files of an index, by their URLs.
pub(crate) struct IndexFiles {
    first: String,
    /// Where it has buckets, the client that brings the first file along.
    client: Option<String>,
    saved: Vec<String>,
}

impl AssetNames {
    /// Names the theme's assets and those of the content that pages use, and puts them out.
    pub(crate) fn collect(site: &Site, sources: &Sources, theme: &Theme, memo: &PictureMemo, out: &dyn Outlet) -> Outcome<AssetNames> {
        let mut names = AssetNames {
            theme: BTreeMap::new(),
            content: BTreeMap::new(),
            indexes: BTreeMap::new(),
            clients: BTreeMap::new(),
            saved_search: BTreeMap::new(),
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
        for (id, IndexFiles { first, client, saved }) in indexes {
            self.indexes.insert(id, first);
            self.clients.extend(client.map(|client| (id, client)));
            self.saved_search.insert(id, saved);
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

    /// What the theme brings to a reader of this language, by its URL. Of the search clients she needs one.
    pub(crate) fn theme_files(&self, id: LanguageId) -> impl Iterator<Item = &str> {
        let has_own = self.clients.contains_key(&id);
        self.theme.iter().filter(move |(name, _)| !has_own || *name != CLIENT).map(|(_, url)| url.as_str())
    }

    pub(crate) fn content(&self, path: &SourcePath) -> Option<&Asset> {
        self.content.get(path)
    }
}

impl IndexFiles {
    /// Publishes an index: its buckets in a folder of their own, which the first file names. That file is then so small that a client of
    /// the language's own brings it along, and a reader waits for one answer less.
    pub(crate) fn publish(path: &str, index: &Index, theme: &Theme, out: &dyn Outlet) -> IndexFiles {
        let mut first = Index { head: index.head.clone(), first: index.first.clone(), buckets: Vec::new(), saved: None };
        let mut saved = Vec::new();
        if let Some(whole) = &index.saved {
            let digest = digest::hex_of(index.buckets.iter().chain([whole]).map(String::as_bytes));
            let folder = format!("/assets/search-{path}.{}/", &digest[..8]);
            let put = |name: &str, text: &str| out.put(UrlPath::new(format!("{folder}{name}.json")).file(), text.as_bytes());
            index.buckets.par_iter().enumerate().for_each(|(number, bucket)| put(&number.to_string(), bucket));
            put("all", whole);
            saved.push(format!("{folder}all.json"));
            first.head.folder = folder;
        }
        let file = first.file();
        let first = publish(&format!("search-{path}.json"), &Arc::from(file.as_bytes()), out);
        let client = theme.assets.get(CLIENT).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let client = client.filter(|client| !index.buckets.is_empty() && client.contains(FIRST_FILE)).map(|client| {
            let client = client.replacen(FIRST_FILE, &format!("{{\"{first}\":{file}}}"), 1);
            publish(&format!("search-{path}.js"), &Arc::from(client.into_bytes()), out)
        });
        saved.push(client.clone().unwrap_or_else(|| first.clone()));
        IndexFiles { first, client, saved }
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
