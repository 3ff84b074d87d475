//! What becomes of the files of `content/assets`: pictures in the sizes that pages show, drawings cleaned, copies without metadata.
//!
//! A function of the files and of how pages use them. The costly part, the pictures, is kept in a memo. `assets` gives the names.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Outcome, Place};
use crate::digest;
use crate::memo::Memo;
use crate::model::{Link, Loading, Site, SourcePath, Sources};
use crate::pdf;
use crate::picture::{self, Prepared, Unfit};
use crate::render::body::Picture;
use crate::render::svg;

/// Prepared pictures by the digest of the recipe and the file. A file that cannot be read is remembered too.
pub type PictureMemo = Memo<String, Result<Prepared, Unfit>>;

/// Where a file of the content is found on the site.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asset {
    /// Where links to it lead, and what is loaded there.
    pub(crate) url: String,
    pub(crate) bytes: usize,
    /// Of a PDF.
    pub(crate) pages: Option<u32>,
    /// What pages show.
    pub(crate) picture: Option<Arc<Picture>>,
}

/// How pages use a file.
#[derive(Debug, Clone, Copy, Default)]
struct Usage {
    is_linked: bool,
    is_shown: bool,
    /// Whether some page loads it without being asked.
    is_unasked: bool,
}

/// A file ready to be published.
pub(super) struct Made {
    /// For links.
    copy: Option<Arc<[u8]>>,
    pages: Option<u32>,
    shown: Option<Shown>,
}

enum Shown {
    Sized(Arc<Result<Prepared, Unfit>>),
    /// A drawing or an animation: one file for every screen.
    AsIs {
        bytes: Arc<[u8]>,
        size: (u32, u32),
    },
}

/// Everything that pages show or link to, in path order.
pub(super) fn prepare<'s>(site: &'s Site, sources: &Sources, memo: &PictureMemo) -> Outcome<Vec<(&'s SourcePath, Made)>> {
    let uses: Vec<(&SourcePath, Usage)> = uses(site).into_iter().collect();
    let made: Vec<_> = uses
        .into_par_iter()
        .filter_map(|(path, usage)| sources.get(path.as_str()).map(|bytes| (path, make(path, bytes, usage, memo, &site.config))))
        .collect();
    let mut findings = Vec::new();
    let files = made.into_iter().map(|(path, outcome)| (path, outcome.take(&mut findings))).collect();
    Outcome::new(files, findings)
}

fn uses(site: &Site) -> BTreeMap<&SourcePath, Usage> {
    let mut uses: BTreeMap<&SourcePath, Usage> = BTreeMap::new();
    for edition in site.pages.values().flat_map(|page| page.editions.values()) {
        for (link, raw) in edition.links.iter().zip(&edition.document.body.links) {
            let Link::Asset(path) = link else { continue };
            let usage = uses.entry(path).or_default();
            match raw.image {
                None => usage.is_linked = true,
                Some(loading) => {
                    usage.is_shown = true;
                    usage.is_unasked |= !is_on_demand(loading, &site.config);
                }
            }
        }
    }
    uses
}

/// Whether a picture waits until the reader asks for it.
pub(super) fn is_on_demand(loading: Loading, config: &Config) -> bool {
    match loading {
        Loading::Usual => config.pictures_on_demand,
        Loading::OnDemand => true,
        Loading::Nearby => false,
    }
}

fn make(path: &SourcePath, bytes: &Arc<[u8]>, usage: Usage, memo: &PictureMemo, config: &Config) -> Outcome<Made> {
    let mut findings = Vec::new();
    let is_drawing = path.as_str().to_ascii_lowercase().ends_with(".svg");
    let made = if is_drawing { drawing(path, bytes, usage, &mut findings) } else { file(path, bytes, usage, memo, &mut findings) };
    let unasked = made.shown.as_ref().filter(|_| usage.is_unasked).map_or(0, Shown::weight);
    if unasked > config.budgets.picture {
        findings.push(too_heavy(path, unasked, config.budgets.picture));
    }
    Outcome::new(made, findings)
}

fn drawing(path: &SourcePath, bytes: &[u8], usage: Usage, findings: &mut Vec<Diagnostic>) -> Made {
    let drawing = match svg::drawing(bytes) {
        Ok(drawing) => drawing,
        Err(refused) => {
            let help = "save it again from the drawing program as “plain SVG” or “optimised SVG”, without links and scripts";
            findings.push(Diagnostic::error(Place::file(path), "unsafe-drawing", format!("this drawing {}", refused.0)).help(help));
            return Made { copy: None, pages: None, shown: None };
        }
    };
    let bytes: Arc<[u8]> = Arc::from(drawing.bytes);
    if drawing.size.is_none() && usage.is_shown {
        let message = "this drawing does not say how large it is, so pages would jump when it arrives";
        findings.push(
            Diagnostic::error(Place::file(path), "unsafe-drawing", message)
                .help("give its `<svg` a `viewBox`, such as `viewBox=\"0 0 400 300\"`, or a width and a height"),
        );
    }
    let shown = drawing.size.filter(|_| usage.is_shown).map(|size| Shown::AsIs { bytes: bytes.clone(), size });
    Made { copy: usage.is_linked.then_some(bytes), pages: None, shown }
}

fn file(path: &SourcePath, bytes: &Arc<[u8]>, usage: Usage, memo: &PictureMemo, findings: &mut Vec<Diagnostic>) -> Made {
    let mut made = Made { copy: None, pages: None, shown: None };
    if usage.is_linked {
        made.pages = pdf::about(bytes).and_then(|about| about.pages);
        made.copy = Some(
            if picture::is_picture(bytes) { picture::stripped(bytes).map(Arc::from) } else { Some(bytes.clone()) }.unwrap_or_default(),
        );
        if made.copy.as_ref().is_some_and(|copy| copy.is_empty()) && !bytes.is_empty() {
            findings.push(unfit(path, Unfit::Unreadable));
        }
    }
    if !usage.is_shown {
        return made;
    }
    if let Some(size) = picture::gif_size(bytes) {
        made.shown = picture::stripped(bytes).map(|bytes| Shown::AsIs { bytes: Arc::from(bytes), size });
    } else if picture::is_picture(bytes) {
        let key = digest::hex(&[picture::RECIPE.as_bytes(), b" ", bytes].concat());
        let prepared = memo.get(&key, || picture::prepare(bytes));
        match *prepared {
            Ok(_) => made.shown = Some(Shown::Sized(prepared)),
            Err(why) => findings.push(unfit(path, why)),
        }
    }
    if made.shown.is_none() && findings.is_empty() {
        findings.push(unfit(path, Unfit::Unreadable));
    }
    made
}

fn unfit(path: &SourcePath, why: Unfit) -> Diagnostic {
    let (message, help) = match why {
        Unfit::Unreadable => (
            "this picture cannot be read: it is damaged or of a kind that browsers do not show".to_string(),
            "save it again as JPEG, PNG, WebP or SVG",
        ),
        Unfit::TooLarge => (
            format!("this picture is more than {} pixels wide or high", picture::LARGEST),
            "make it smaller: pages show at most 720 pixels of its width",
        ),
    };
    Diagnostic::error(Place::file(path), "unreadable-picture", message).help(help)
}

fn too_heavy(path: &SourcePath, bytes: usize, budget: usize) -> Diagnostic {
    let message = format!("a phone loads {bytes} bytes to show this picture, {} more than its budget of {budget}", bytes - budget);
    let help = "show a smaller part of it, or a simpler picture, or write `#tap` behind its name, so that it is loaded only when asked for";
    Diagnostic::warning(Place::file(path), "heavy-picture", message).help(help)
}

impl Shown {
    /// What a phone loads.
    fn weight(&self) -> usize {
        match self {
            Shown::Sized(prepared) => prepared.as_ref().as_ref().map_or(0, |prepared| prepared.best().bytes.len()),
            Shown::AsIs { bytes, .. } => bytes.len(),
        }
    }
}

impl Made {
    /// Puts all its files on the site: `publish` takes a name and bytes, and tells the address.
    pub(super) fn publish(&self, name: &str, mut publish: impl FnMut(&str, &Arc<[u8]>) -> String) -> Asset {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let mut asset = Asset { pages: self.pages, ..Asset::default() };
        if let Some(copy) = &self.copy {
            (asset.url, asset.bytes) = (publish(name, copy), copy.len());
        }
        asset.picture = match &self.shown {
            Some(Shown::Sized(prepared)) => prepared.as_ref().as_ref().ok().map(|prepared| Arc::new(sized(prepared, stem, publish))),
            Some(Shown::AsIs { bytes, size: (width, height) }) => {
                let src = publish(name, bytes);
                Some(Arc::new(Picture { sources: Vec::new(), src, bytes: bytes.len(), width: *width, height: *height }))
            }
            None => None,
        };
        asset
    }
}

fn sized(prepared: &Prepared, stem: &str, mut publish: impl FnMut(&str, &Arc<[u8]>) -> String) -> Picture {
    let mut name = |variant: &picture::Variant| publish(&format!("{stem}.{}", variant.format.extension()), &variant.bytes);
    let sources = prepared.alternatives().map(|variants| {
        let alone = variants.len() == 1;
        let candidate = |variant: &picture::Variant| {
            let url = name(variant);
            if alone { url } else { format!("{url} {}w", variant.width) }
        };
        let srcset: Vec<String> = variants.iter().map(candidate).collect();
        (variants[0].format.mime(), srcset.join(", "))
    });
    let sources = sources.collect();
    let fallback = prepared.fallback();
    Picture { sources, src: name(fallback), bytes: fallback.bytes.len(), width: prepared.width, height: prepared.height }
}
