//! The resolved site: every page with its editions, URLs and links, immutable. `check`, `render` and `search` only look at it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{
    Date, Document, Freshness, Kind, LanguageId, PageFields, PageKey, Registers, SourcePath, StaleSection, TranslationState, UrlPath,
};
use crate::config::Config;

/// The whole portal, understood.
#[derive(Debug)]
pub struct Site {
    pub config: Arc<Config>,
    /// The day the site is built for.
    pub today: Date,
    pub registers: Registers,
    pub pages: BTreeMap<PageKey, Page>,
    /// Top-level folders in menu order, each with its pages in reading order.
    pub sections: Vec<Section>,
    /// Files of `content/assets/` that pages use.
    pub assets: BTreeSet<SourcePath>,
    /// Old URLs and where each leads now, in URL order.
    pub aliases: BTreeMap<UrlPath, UrlPath>,
}

/// One subject in all its languages.
#[derive(Debug)]
pub struct Page {
    pub key: PageKey,
    /// The language of the original.
    pub original: LanguageId,
    /// What is true in every language, from the original.
    pub fields: PageFields,
    /// The languages it exists in.
    pub editions: BTreeMap<LanguageId, Edition>,
    /// The languages it is shown in from another's edition, and which.
    pub borrowed: BTreeMap<LanguageId, LanguageId>,
    /// How each of its translations stands to the original.
    pub freshness: BTreeMap<LanguageId, Freshness>,
    /// Its URL in every language of the portal, own or borrowed.
    pub urls: BTreeMap<LanguageId, UrlPath>,
    /// From the section's index (or a guide) down to the page above this one.
    pub ancestors: Vec<PageKey>,
    /// The neighbours in reading order: of the section, or of the guide for a chapter.
    pub previous: Option<PageKey>,
    pub next: Option<PageKey>,
    /// A guide's chapters, in order.
    pub chapters: Vec<PageKey>,
    /// Pages whose text links here, in key order.
    pub backlinks: Vec<PageKey>,
}

/// A page in one language.
#[derive(Debug)]
pub struct Edition {
    pub document: Arc<Document>,
    /// The id of each heading, in order: the original's where the headings correspond.
    pub heading_ids: Vec<String>,
    /// What each of `Body::links` leads to, in the same order.
    pub links: Vec<Link>,
}

/// A folder at the top of `content/<language>/`.
#[derive(Debug)]
pub struct Section {
    /// The folder's name.
    pub name: String,
    /// Its pages without chapters, in order.
    pub pages: Vec<PageKey>,
    /// Its URL in every language.
    pub urls: BTreeMap<LanguageId, UrlPath>,
}

/// What a link leads to. The URL depends on the language it is read in: see `Site::url`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    Page {
        key: PageKey,
        fragment: Option<String>,
    },
    /// An anchor in the same page.
    Fragment(String),
    Asset(SourcePath),
    Fact(String),
    Law {
        law: String,
        article: Option<String>,
    },
    Term(String),
    Contact(String),
    /// Text in another language: its BCP 47 tag.
    Language(String),
    External(String),
    /// Leads nowhere; a diagnostic says so. Rendered as its text alone.
    Broken,
}

/// How an edition relates to its original, as the reader is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditionState {
    Original,
    Translation(TranslationState),
    /// Not in this language: shown from the given one.
    Borrowed(LanguageId),
}

impl Site {
    pub fn page(&self, key: &str) -> Option<&Page> {
        self.pages.get(key)
    }

    /// Where a page is read in a language.
    pub fn url(&self, key: &PageKey, language: LanguageId) -> Option<&UrlPath> {
        self.pages.get(key).and_then(|page| page.urls.get(&language))
    }

    pub fn section(&self, name: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.name == name)
    }

    /// Whether a page must not be seen to have been read. A chapter of such a guide is one as well.
    pub fn is_sensitive(&self, page: &Page) -> bool {
        let is_chapter = page.fields.kind == Kind::Chapter;
        let guide = page.key.parent().filter(|_| is_chapter).and_then(|key| self.page(key.as_str()));
        page.fields.sensitive || guide.is_some_and(|guide| guide.fields.sensitive)
    }

    /// Whether that holds for a guide with all its chapters on one page.
    pub fn is_whole_sensitive(&self, guide: &Page) -> bool {
        let chapters = guide.chapters.iter().filter_map(|key| self.page(key.as_str()));
        guide.fields.sensitive || chapters.into_iter().any(|chapter| chapter.fields.sensitive)
    }

    /// Pages of one kind, in key order.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Page> {
        self.pages.values().filter(move |page| page.fields.kind == kind)
    }
}

impl Page {
    /// The edition shown in a language: its own, or the one it borrows. `None` only where the page is not offered at all.
    pub fn shown(&self, language: LanguageId) -> Option<(LanguageId, &Edition)> {
        let from = self.borrowed.get(&language).copied().unwrap_or(language);
        self.editions.get(&from).map(|edition| (from, edition))
    }

    pub fn original(&self) -> &Edition {
        self.editions.get(&self.original).expect("BUG: a page without its original was resolved")
    }

    /// The sections in which the edition in this language has parted from the original.
    pub fn stale(&self, language: LanguageId) -> &[StaleSection] {
        self.freshness.get(&language).map_or(&[], Freshness::stale)
    }

    /// Whether it is meant to exist in this language: everywhere, unless the original says otherwise.
    pub fn is_wanted(&self, language: LanguageId) -> bool {
        self.fields.languages.as_ref().is_none_or(|languages| languages.iter().any(|wanted| wanted.value == language))
    }

    pub fn state(&self, language: LanguageId) -> EditionState {
        match (self.borrowed.get(&language), self.editions.get(&language)) {
            (Some(from), _) => EditionState::Borrowed(*from),
            (None, Some(edition)) => match edition.document.translation() {
                Some(translation) => EditionState::Translation(translation.state),
                None => EditionState::Original,
            },
            (None, None) => EditionState::Borrowed(self.original),
        }
    }
}

impl Edition {
    pub fn title(&self) -> &str {
        &self.document.front.title
    }

    /// The title for navigation.
    pub fn menu(&self) -> &str {
        self.document.front.menu.as_ref().map_or(self.title(), |menu| menu)
    }
}
