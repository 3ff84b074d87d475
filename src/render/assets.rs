//! Assets under names that change with their content, so that browsers may keep them for ever (RFC 8246).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::digest;
use crate::model::{Artifacts, OutPath, Site, SourcePath, Sources};
use crate::theme::Theme;

/// Where each asset is found on the site.
pub(crate) struct AssetNames {
    theme: BTreeMap<String, String>,
    content: BTreeMap<SourcePath, Asset>,
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
        let mut names = AssetNames { theme: BTreeMap::new(), content: BTreeMap::new() };
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

    /// The URL of a file of the theme's `assets/`.
    pub(crate) fn theme(&self, name: &str) -> Option<&str> {
        self.theme.get(name).map(String::as_str)
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
