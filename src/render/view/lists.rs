//! What the templates of the pages that dalil makes itself can see.

use serde::Serialize;

use super::{CitationView, ContactView, DateView, Frame, LinkView, ListView, OrganisationView, PageView, PagerView, ProjectView, TextView};
use crate::model::Direction;

/// A page that dalil makes itself.
#[derive(Debug, Clone, Serialize)]
pub struct GeneratedView<T: Serialize> {
    #[serde(flatten)]
    pub frame: Frame,
    pub kind: &'static str,
    #[serde(flatten)]
    pub content: T,
}

/// A–Z: groups of one letter each.
#[derive(Debug, Clone, Serialize)]
pub struct IndexView {
    /// Every letter, and where its entries begin.
    pub letters: Vec<LinkView>,
    /// The letters on this page.
    pub groups: Vec<GroupView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct GroupView {
    pub letter: String,
    pub id: String,
    pub links: Vec<LinkView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct GlossaryView {
    pub terms: Vec<TermView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    pub id: String,
    pub name: TextView,
    pub turkish: Option<TextView>,
    pub definition: Option<TextView>,
    pub law: Option<CitationView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ContactsView {
    /// Pages of those who speak a language, and of those in a province.
    pub spoken: Vec<LinkView>,
    pub provinces: Vec<LinkView>,
    pub groups: Vec<ContactGroupView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ContactGroupView {
    pub id: String,
    pub title: Option<String>,
    pub contacts: Vec<ContactView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct LawsView {
    pub laws: Vec<LawView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct LawView {
    pub id: String,
    pub name: TextView,
    pub number: String,
    pub url: String,
    pub checked: String,
    pub articles: Vec<ArticleView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ArticleView {
    pub id: String,
    pub citation: TextView,
    pub title: Option<TextView>,
    pub pages: Vec<LinkView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct TransparencyView {
    pub projects: Vec<ProjectView>,
    pub organisations: Vec<OrganisationView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct StatusView {
    /// The reader's language.
    pub endonym: String,
    pub rows: Vec<StatusRow>,
    pub pages: Vec<StatusPage>,
    pub pager: Option<PagerView>,
}

/// One language's share of the portal.
#[derive(Debug, Clone, Serialize)]
pub struct StatusRow {
    pub endonym: String,
    pub lang: String,
    pub dir: Direction,
    pub original: String,
    pub reviewed: String,
    pub machine: String,
    pub outdated: String,
    pub borrowed: String,
    pub current: bool,
}

/// One page's state in the reader's language and in the others that have it.
#[derive(Debug, Clone, Serialize)]
pub struct StatusPage {
    pub link: LinkView,
    /// Words of the original.
    pub words: String,
    pub state: String,
    pub elsewhere: Vec<StatusGroup>,
}

/// The languages in which a page is in the same state.
#[derive(Debug, Clone, Serialize)]
pub struct StatusGroup {
    pub state: String,
    pub languages: Vec<LanguageName>,
}

#[derive(Debug, Clone, Serialize)]
pub struct LanguageName {
    pub endonym: String,
    pub lang: String,
    pub dir: Direction,
}

/// A page as one file, to be passed on.
#[derive(Debug, Clone, Serialize)]
pub struct CopyView {
    #[serde(flatten)]
    pub page: PageView,
    /// The day of the copy.
    pub copied: DateView,
    /// Its style sheet.
    pub style: String,
}

/// Nothing but the frame: search, offline, forget, missing.
#[derive(Debug, Clone, Serialize)]
pub struct EmptyView {
    pub lists: Vec<ListView>,
}

/// The page at `/`: every language in its own words.
#[derive(Debug, Clone, Serialize)]
pub struct ChooserView {
    pub name: String,
    pub lang: String,
    pub dir: Direction,
    pub canonical: String,
    pub choices: Vec<ChoiceView>,
    /// On the page for addresses that do not exist.
    pub missing: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChoiceView {
    pub endonym: String,
    pub lang: String,
    pub dir: Direction,
    pub url: String,
    pub tagline: Option<String>,
}
