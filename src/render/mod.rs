//! Site + Theme → finished files: every page in every language, and the files around them, handed to an `Outlet` as they are made. Pure:
//! reads and writes nothing.

mod assets;
mod audience;
pub mod body;
mod contacts;
mod copies;
mod files;
mod frame;
mod generated;
pub mod highlight;
mod lists;
mod locale;
mod media;
mod outlet;
pub mod outputs;
mod packs;
mod page;
mod phone;
mod qr;
mod records;
mod search;
mod stale;
mod svg;
mod targets;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::i18n::Catalogs;
use crate::memo::Memo;
use crate::model::{Artifacts, LanguageId, OutPath, Overtaken, Page, Site, Sources, UrlPath};
use crate::search::Index;
use crate::theme::{Shared, Theme};
use assets::{AssetNames, IndexFiles};
use body::Labels;
use copies::Copies;
use locale::Locale;
pub use media::PictureMemo;
pub use outlet::{Outlet, Sent};
use page::{Voices, Workshop};
use targets::Cards;
use view::{ChoiceView, ChooserView};

/// All that rendering needs for one language, made once.
struct Desk<'a> {
    locale: Locale<'a>,
    theme: &'a Theme,
    shared: Shared,
    cards: Cards,
    voices: &'a Voices<'a>,
    assets: &'a AssetNames,
}

/// A rendered file, or why there is none.
type Rendered = Result<(OutPath, String), Box<Diagnostic>>;

/// What rendering need not make again.
#[derive(Debug, Default)]
pub struct Memos {
    pub pictures: PictureMemo,
    /// Search indexes by the digest of all that each is made of; not kept by a single build, for which they are too large.
    pub indexes: Option<Memo<String, Index>>,
    last: Mutex<Last>,
}

impl Memos {
    /// For one build after the other.
    pub fn lasting() -> Memos {
        Memos { indexes: Some(Memo::default()), ..Memos::default() }
    }
}

/// What pages said, when the whole site was rendered last, of files that are made of many pages.
#[derive(Debug, Default, Clone)]
struct Last {
    /// The addresses of the search indexes.
    indexes: BTreeMap<LanguageId, String>,
    copies: Arc<Copies>,
}

/// What pages are made of.
#[derive(Clone, Copy)]
pub struct Materials<'a> {
    pub site: &'a Site,
    pub sources: &'a Sources,
    pub theme: &'a Theme,
    pub catalogs: &'a Catalogs,
    pub memos: &'a Memos,
    pub is_overtaken: Overtaken<'a>,
}

/// What of the site is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Whole,
    /// All but the lists of what can be saved, which only repeat the pages.
    Pages,
}

/// The search indexes of the site.
pub enum Indexes {
    Made(BTreeMap<LanguageId, Arc<Index>>),
    /// To be made: each is given away before the next, since they are large.
    Missing,
    /// An empty one in place of each, for who needs to know only that it is there.
    Empty,
}

/// Renders the site, and says what stands in the way. Stops where it is overtaken.
pub fn render(materials: Materials<'_>, indexes: &Indexes, extent: Extent, out: &dyn Outlet) -> Vec<Diagnostic> {
    let Materials { site, sources, theme, catalogs, memos, is_overtaken } = materials;
    let mut findings = Vec::new();
    let mut assets = AssetNames::collect(site, sources, theme, &memos.pictures, out).take(&mut findings);
    assets.add_indexes(published_indexes(materials, indexes, out));
    packs::begin(site, catalogs, theme, &assets, out);
    let voices = voices(site, catalogs);
    let mut desks = Vec::new();
    for (locale, _) in voices.values() {
        match Desk::new(*locale, theme, &voices, &assets) {
            Ok(desk) => desks.push(desk),
            Err(diagnostic) => findings.push(*diagnostic),
        }
    }
    // First, since pages say what their copies weigh.
    let mut copies = Copies::new();
    for desk in desks.iter().filter(|_| !is_overtaken()) {
        copies.extend(copies::render(desk, out, &mut findings));
    }
    let first = Locale { site, id: LanguageId(0), strings: catalogs.get(LanguageId(0)) };
    let choosers = put(choosers(first, catalogs, theme, &assets), out, &mut findings);
    for desk in desks.iter().filter(|_| !is_overtaken()) {
        let pages = put(desk.render(&copies), out, &mut findings);
        if extent == Extent::Whole {
            let all: Vec<packs::Html<'_>> = choosers.iter().chain(&pages).map(|(path, html)| (path, html.as_str())).collect();
            packs::add(&desk.locale, &assets, &all, out);
        }
    }
    files::add(site, catalogs, theme, out);
    if !is_overtaken() {
        let last = Last { indexes: assets.indexes.clone(), copies: Arc::new(copies) };
        *memos.last.lock().unwrap_or_else(PoisonError::into_inner) = last;
    }
    findings.sort();
    findings.dedup();
    findings
}

/// Renders these pages of a site that was rendered whole before, as it would render them now but for the search and the
/// weights of copies, which are still the old ones.
/// Nothing where it was not, or a page cannot be rendered.
pub fn some(materials: Materials<'_>, wanted: &BTreeSet<OutPath>) -> Option<Artifacts> {
    let Materials { site, sources, theme, catalogs, memos, .. } = materials;
    let (out, mut findings) = (Mutex::new(Artifacts::default()), Vec::new());
    let mut assets = AssetNames::collect(site, sources, theme, &memos.pictures, &out).take(&mut findings);
    let last = memos.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assets.indexes = last.indexes;
    let voices = voices(site, catalogs);
    for (locale, _) in voices.values() {
        let is_wanted = |page: &&Page| page.urls.get(&locale.id).is_some_and(|url| wanted.contains(&url.file()));
        let pages: Vec<&Page> = site.pages.values().filter(is_wanted).collect();
        if !pages.is_empty() {
            let desk = Desk::new(*locale, theme, &voices, &assets).ok()?;
            put(pages.into_iter().flat_map(|page| desk.page(page, &last.copies)).collect(), &out, &mut findings);
        }
    }
    let artifacts = out.into_inner().unwrap_or_else(PoisonError::into_inner);
    (findings.is_empty() && !assets.indexes.is_empty()).then_some(artifacts)
}

fn voices<'a>(site: &'a Site, catalogs: &'a Catalogs) -> Voices<'a> {
    let locales = site.config.languages.ids().map(|id| Locale { site, id, strings: catalogs.get(id) });
    locales.map(|locale| (locale.id, (locale, labels(&locale)))).collect()
}

/// Puts out the index of each language, and says where it is.
fn published_indexes(materials: Materials<'_>, indexes: &Indexes, out: &dyn Outlet) -> Vec<(LanguageId, IndexFiles)> {
    let Materials { site, catalogs, memos, is_overtaken, .. } = materials;
    let index = |id: LanguageId| {
        let locale = Locale { site, id, strings: catalogs.get(id) };
        match indexes {
            _ if is_overtaken() => None,
            Indexes::Made(indexes) => indexes.get(&id).cloned(),
            Indexes::Missing => locale.search_index(memos),
            Indexes::Empty => locale.empty_index().map(Arc::new),
        }
    };
    let published = |id: &LanguageId| {
        let index = index(*id)?;
        Some((*id, IndexFiles::publish(&site.config.languages.get(*id).path, &index, out)))
    };
    let ids: Vec<LanguageId> = site.config.languages.ids().collect();
    ids.par_iter().filter_map(published).collect()
}

/// The search index of each language that has anything of its own, made side by side.
pub fn indexes(site: &Site, catalogs: &Catalogs, memos: &Memos) -> BTreeMap<LanguageId, Arc<Index>> {
    let ids: Vec<LanguageId> = site.config.languages.ids().collect();
    let index = |id: &LanguageId| Locale { site, id: *id, strings: catalogs.get(*id) }.search_index(memos).map(|index| (*id, index));
    ids.par_iter().filter_map(index).collect()
}

/// Puts out what was rendered, and gives it back.
fn put(rendered: Vec<Rendered>, out: &dyn Outlet, findings: &mut Vec<Diagnostic>) -> Vec<(OutPath, String)> {
    let mut pages = Vec::with_capacity(rendered.len());
    for file in rendered {
        match file {
            Ok(page) => pages.push(page),
            Err(diagnostic) => findings.push(*diagnostic),
        }
    }
    pages.par_iter().for_each(|(path, html)| out.put(path.clone(), html.as_bytes()));
    pages
}

impl<'a> Desk<'a> {
    fn new(locale: Locale<'a>, theme: &'a Theme, voices: &'a Voices<'a>, assets: &'a AssetNames) -> Result<Desk<'a>, Box<Diagnostic>> {
        let shared = Shared::new(&locale.strings.entries(), &locale.chrome(assets, &theme.style));
        let mut cards = Cards::new();
        for (id, contact) in locale.site.registers.contacts.iter() {
            let card = theme.render("partials/contact-card.html", &shared, &locale.contact_view(id, contact))?;
            cards.insert(id.to_string(), Arc::from(card.trim()));
        }
        Ok(Desk { locale, theme, shared, cards, voices, assets })
    }

    fn render(&self, copies: &Copies) -> Vec<Rendered> {
        let site = self.locale.site;
        let pages: Vec<&Page> = site.pages.values().collect();
        let mut rendered: Vec<Rendered> = pages.par_iter().flat_map_iter(|page| self.page(page, copies)).collect();
        rendered.extend(self.sections());
        rendered.extend(self.generated());
        rendered
    }

    fn workshop<'w>(&'w self, copies: &'w Copies) -> Workshop<'w> {
        Workshop { assets: self.assets, cards: &self.cards, voices: self.voices, copies }
    }

    /// The page, and for a guide with chapters the whole of it on one page.
    fn page(&self, page: &Page, copies: &Copies) -> Vec<Rendered> {
        let workshop = self.workshop(copies);
        let mut view = self.locale.page_view(page, &workshop);
        if self.locale.is_expired(page) {
            return vec![self.file("expired.html", &view.frame.url, &view)];
        }
        view.qr = self.locale.qr(page);
        let template = format!("{}.html", page.fields.kind.name());
        let mut rendered = vec![self.file(&template, &view.frame.url, &view)];
        if !page.chapters.is_empty() {
            let whole = self.locale.whole_guide(page, &workshop);
            rendered.push(self.file("whole.html", &whole.frame.url, &whole));
        }
        rendered
    }

    fn file(&self, template: &str, url: &str, view: &impl Serialize) -> Rendered {
        let html = self.theme.render(template, &self.shared, view)?;
        Ok((UrlPath::new(url).file(), html))
    }
}

/// The page at `/` and the one for addresses outside every language: all languages, each in its own words.
fn choosers(first: Locale<'_>, catalogs: &Catalogs, theme: &Theme, assets: &AssetNames) -> Vec<Rendered> {
    let site = first.site;
    let choice = |(id, language): (LanguageId, &crate::model::Language)| {
        let locale = Locale { site, id, strings: catalogs.get(id) };
        let tagline = site.config.tagline.get([id]).map(|(_, text)| text.to_string());
        ChoiceView {
            endonym: language.endonym.clone(),
            lang: language.tag.clone(),
            dir: language.direction,
            url: locale.home().to_string(),
            tagline,
        }
    };
    let languages = &site.config.languages;
    let root = UrlPath::new("/");
    let name = first.text(&site.config.title).map(|title| title.text).unwrap_or_default();
    let view = |missing: bool| ChooserView {
        name: name.clone(),
        lang: first.language().tag.clone(),
        dir: first.language().direction,
        canonical: first.absolute(&root),
        choices: languages.iter().map(choice).collect(),
        missing,
    };
    let shared = Shared::new(&first.strings.entries(), &first.chrome(assets, &theme.style));
    [("index.html", false), ("404.html", true)]
        .into_iter()
        .map(|(path, missing)| Ok((OutPath::new(path), theme.render("chooser.html", &shared, &view(missing))?)))
        .collect()
}

fn labels(locale: &Locale<'_>) -> Labels {
    Labels {
        callouts: crate::model::CalloutKind::ALL
            .map(|kind| (kind, locale.t(&format!("callout.{}", kind.name())).to_string()))
            .into_iter()
            .collect(),
        footnotes: locale.t("note.label").to_string(),
        back: locale.t("note.back").to_string(),
        step: String::new(),
        table: locale.t("table.label").to_string(),
        code: locale.t("code.label").to_string(),
    }
}
