//! Documents → Site: which files are one page, where each page is read, and what every link and reference leads to.
//!
//! Judges only what a `Site` needs to be sound: one original, one page a URL, references that exist. What merely misleads or annoys a
//! reader is the business of `check`.

mod headings;
mod links;
mod nav;
mod pages;
mod records;
mod urls;

pub use nav::KNOWN_SECTIONS;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::model::{Date, Document, Edition, LanguageId, PageFields, PageKey, Site, SourcePath};
use crate::parse::Parsed;

/// What later steps of resolving know of a page: its documents, before any link is followed.
struct Draft {
    key: PageKey,
    original: LanguageId,
    documents: BTreeMap<LanguageId, Arc<Document>>,
    heading_ids: BTreeMap<LanguageId, Vec<String>>,
}

/// The pages by key, and the keys of pages left out: drafts, and those whose file could not be read.
struct Drafts {
    pages: BTreeMap<PageKey, Draft>,
    unpublished: BTreeSet<PageKey>,
    unreadable: BTreeSet<PageKey>,
}

impl Drafts {
    /// Whether the page is known but takes no part in the site.
    fn is_left_out(&self, key: &PageKey) -> bool {
        self.unpublished.contains(key) || self.unreadable.contains(key)
    }
}

impl Draft {
    fn fields(&self) -> &PageFields {
        self.document().page_fields().expect("BUG: the original of a page has page fields")
    }

    /// The original's document.
    fn document(&self) -> &Arc<Document> {
        &self.documents[&self.original]
    }
}

/// Resolves all documents and registers. `assets` are the files below `content/assets/`; with `drafts`, unpublished editions take part.
pub fn resolve(config: Arc<Config>, parsed: Parsed, assets: &BTreeSet<SourcePath>, drafts: bool, today: Date) -> Outcome<Site> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    let drafts = pages::group(parsed.documents, parsed.unreadable, &config, drafts, &mut findings);
    let registers = parsed.registers;
    let urls = urls::assign(&drafts, &config, &mut findings);
    records::check_registers(&registers, &mut findings);
    records::check_front_matter(&drafts, &registers, &mut findings);
    let nav = nav::arrange(&drafts, &config, &urls, &mut findings);
    let followed = links::follow(&drafts, &registers, assets, &config, &mut findings);
    let aliases = urls::aliases(&drafts, &config, &urls, &mut findings);
    let used = links::assets_used(&followed);
    let backlinks = links::backlinks(&followed);
    let pages = pages::assemble(drafts, followed, urls, nav.places, backlinks, &config, &registers);
    Outcome::new(Site { config, today, registers, pages, sections: nav.sections, assets: used, aliases }, findings)
}

/// The editions of one page with their links followed.
type Editions = BTreeMap<LanguageId, Edition>;
