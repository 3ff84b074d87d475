//! All that a template can see, as plain serialisable values. Nothing here computes: `frame`, `page`, `records` and `lists` fill it.

mod lists;

use serde::Serialize;

pub use lists::*;

use crate::model::Direction;

/// A text as it stands on a page: plain, for attributes and titles, and as HTML, where it is isolated from text of the other direction
/// and, if it is in another language than the page, carries its own `lang` and `dir`.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct TextView {
    pub text: String,
    pub html: String,
    /// Where it is in another language: what an element needs that holds it alone, such as a heading. `inner` is its HTML then.
    pub lang: Option<String>,
    pub dir: Option<Direction>,
    pub inner: Option<String>,
}

/// A link to a page of the portal.
#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    pub url: String,
    pub title: TextView,
    pub summary: Option<TextView>,
    /// Said beside the link where the page is borrowed: "shown in English".
    pub note: Option<String>,
    /// The name of the page's kind, where a list mixes kinds.
    pub kind: Option<String>,
    pub date: Option<DateView>,
    /// Whom the page is for, by the names of the front matter, where the list can be narrowed to some of them.
    pub audience: Vec<&'static str>,
    pub current: bool,
}

/// A day for `<time>`: in ISO 8601, and in words.
#[derive(Debug, Clone, Serialize)]
pub struct DateView {
    pub iso: String,
    pub text: String,
}

/// What all pages of one language share.
#[derive(Debug, Clone, Serialize)]
pub struct Chrome {
    /// The language's folder: `prs`.
    pub path: String,
    /// Its tag: `fa-AF`.
    pub lang: String,
    pub dir: Direction,
    pub name: TextView,
    pub tagline: Option<TextView>,
    pub base_url: String,
    pub home: String,
    pub exit: String,
    /// Where there is anything to follow.
    pub feed: Option<String>,
    pub icon: Option<String>,
    pub script: Option<String>,
    /// Saving pages; nothing where the theme has no scripts for it.
    pub save: Option<SaveView>,
    /// Modules that the script loads when the reader asks for what they do.
    pub calculator: Option<String>,
    pub speech: Option<String>,
    /// Readers count in the Solar Hijri calendar too.
    pub solar: bool,
    /// The style sheet, inlined into every page, and what pages with highlighted code add to it.
    pub style: String,
    pub code_style: &'static str,
    pub menu: Vec<LinkView>,
    pub footer: Vec<LinkView>,
    pub search: String,
    /// What the search field needs; nothing where there is nothing to search.
    pub search_box: Option<SearchView>,
    pub az: String,
    pub contacts: String,
    pub glossary: String,
    pub laws: String,
    pub offline: String,
    pub forget: String,
    /// Urgent numbers, for every page that helps.
    pub urgent: Vec<ContactView>,
}

/// Where the client is that saves pages, and the list of what there is to save.
#[derive(Debug, Clone, Serialize)]
pub struct SaveView {
    pub client: String,
    pub pack: String,
    pub manifest: String,
}

/// Where the search client and the indexes are.
#[derive(Debug, Clone, Serialize)]
pub struct SearchView {
    pub client: String,
    pub index: String,
    /// The index of another language that may be asked as well, and what its button says.
    pub also: Option<String>,
    pub also_label: Option<String>,
}

/// What every page has around its content.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    pub url: String,
    /// Absolute. A borrowed page's is that of the edition it borrows.
    pub canonical: String,
    pub title: TextView,
    pub description: Option<String>,
    /// Out of search engines: borrowed pages, generated helpers, previews.
    pub noindex: bool,
    pub sensitive: bool,
    /// The title of the window, where the page's own must not be seen.
    pub cover: Option<TextView>,
    /// Ways to keep the page and to pass it on; none for pages that must not be seen to have been read.
    pub keep: Option<KeepView>,
    /// Whether the text has highlighted code, and needs its colours.
    pub code: bool,
    /// True alternates only, this page included.
    pub alternates: Vec<Alternate>,
    /// All languages of the portal, never a dead end.
    pub languages: Vec<Switch>,
    pub breadcrumb: Vec<LinkView>,
    pub notices: Vec<Notice>,
}

/// How a page can be kept and passed on.
#[derive(Debug, Clone, Serialize)]
pub struct KeepView {
    /// What is saved with the page: a key of `units` in the language's `pack.json`.
    pub unit: Option<String>,
    pub copy: Option<CopyLink>,
    /// WhatsApp's address with the page's title and address in it.
    pub whatsapp: String,
}

/// A link to the page as one file.
#[derive(Debug, Clone, Serialize)]
pub struct CopyLink {
    pub url: String,
    /// "HTML, 24 KB".
    pub label: String,
    /// Its language, where that is not the page's.
    pub lang: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Alternate {
    pub hreflang: String,
    pub href: String,
}

/// One entry of the language switch.
#[derive(Debug, Clone, Serialize)]
pub struct Switch {
    pub endonym: String,
    pub lang: String,
    pub dir: Direction,
    pub url: String,
    pub current: bool,
    /// "shown in English": in the reader's language.
    pub note: Option<String>,
}

/// Something the reader must know before she trusts the page.
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    /// `demonstration`, `machine`, `borrowed`, `draft`, `outdated`, `overdue`, `expired`.
    pub kind: &'static str,
    pub text: String,
    pub link: Option<LinkView>,
}

/// A page with a text of its own.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    #[serde(flatten)]
    pub frame: Frame,
    pub kind: &'static str,
    pub summary: Option<TextView>,
    pub body: Option<BodyView>,
    pub contents: Vec<ContentsView>,
    pub audience: Vec<String>,
    pub review: Option<ReviewView>,
    pub deadlines: Vec<FactView>,
    /// Whether the last day of one of them can be worked out.
    pub countable: bool,
    pub contacts: Vec<ContactView>,
    pub next_steps: Vec<LinkView>,
    pub topics: Vec<LinkView>,
    pub guide: Option<GuideView>,
    pub previous: Option<LinkView>,
    pub next: Option<LinkView>,
    pub news: Option<NewsView>,
    pub project: Option<ProjectView>,
    /// Pages to list below the text: a section's, a topic's, a home's.
    pub lists: Vec<ListView>,
    /// Whom those lists can be narrowed to.
    pub filters: Vec<FilterView>,
    /// For paper: the way back to the page.
    pub qr: Option<QrView>,
}

impl PageView {
    /// A page that is nothing but its frame yet.
    pub fn bare(frame: Frame, kind: &'static str) -> PageView {
        PageView {
            frame,
            kind,
            summary: None,
            body: None,
            contents: Vec::new(),
            audience: Vec::new(),
            review: None,
            deadlines: Vec::new(),
            countable: false,
            contacts: Vec::new(),
            next_steps: Vec::new(),
            topics: Vec::new(),
            guide: None,
            previous: None,
            next: None,
            news: None,
            project: None,
            lists: Vec::new(),
            filters: Vec::new(),
            qr: None,
        }
    }
}

/// A text's HTML, in its own language.
#[derive(Debug, Clone, Serialize)]
pub struct BodyView {
    pub html: String,
    pub lang: Option<String>,
    pub dir: Option<Direction>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ContentsView {
    pub id: String,
    /// The heading as HTML, in the body's language.
    pub html: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ReviewView {
    /// "Reviewed on … by …", or that nobody has.
    pub state: String,
    pub next: Option<String>,
    pub changes: Vec<ChangeView>,
    pub sources: Vec<SourceView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChangeView {
    pub date: DateView,
    pub note: TextView,
}

#[derive(Debug, Clone, Serialize)]
pub struct SourceView {
    pub title: TextView,
    pub url: String,
    pub checked: Option<String>,
}

/// A fact of the register, as a deadline box.
#[derive(Debug, Clone, Serialize)]
pub struct FactView {
    pub id: String,
    pub label: TextView,
    /// "7 days", in the reader's language and digits.
    pub value: String,
    pub from: Option<TextView>,
    pub place: Option<TextView>,
    pub otherwise: Option<TextView>,
    /// Binds the reader herself, and not an authority.
    pub yours: bool,
    /// Calendar days from the paper, where the reader may work out the last of them.
    pub days: Option<u32>,
    pub law: Option<CitationView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct CitationView {
    pub text: TextView,
    pub url: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct ContactView {
    pub id: String,
    pub name: TextView,
    pub short: Option<TextView>,
    pub organisation: Option<TextView>,
    pub phones: Vec<PhoneView>,
    pub hours: Option<TextView>,
    pub languages: Vec<TextView>,
    pub provinces: Vec<TextView>,
    pub audience: Option<TextView>,
    pub note: Option<TextView>,
    pub url: Option<String>,
    pub checked: String,
    pub emergency: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct PhoneView {
    /// In groups, for eyes.
    pub number: String,
    /// The number, kept left-to-right.
    pub label: TextView,
    /// For `tel:`: digits and a leading plus (RFC 3966).
    pub dial: String,
    pub free: bool,
    pub whatsapp: bool,
}

/// A chapter's place in its guide, or a guide's chapters.
#[derive(Debug, Clone, Serialize)]
pub struct GuideView {
    pub link: LinkView,
    pub whole: String,
    pub chapters: Vec<LinkView>,
    /// On the page that shows the whole guide: each chapter's text.
    pub bodies: Vec<ChapterView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ChapterView {
    pub id: String,
    pub title: TextView,
    pub body: BodyView,
}

#[derive(Debug, Clone, Serialize)]
pub struct NewsView {
    pub published: Option<DateView>,
    /// "Ankara, 8 June 2021": where it was written, not where it was held.
    pub dateline: Option<TextView>,
    pub event: Option<DateView>,
    pub online: bool,
    pub venue: Option<TextView>,
    pub organisations: Vec<TextView>,
    pub participants: Option<TextView>,
    pub expected: Option<TextView>,
    pub same_project: Vec<LinkView>,
}

#[derive(Debug, Clone, Serialize)]
pub struct ProjectView {
    pub name: TextView,
    pub programme: Option<TextView>,
    pub period: Option<TextView>,
    pub page: Option<LinkView>,
    pub goal: Option<SentencesView>,
    pub beneficiaries: Option<SentencesView>,
    pub method: Option<SentencesView>,
    pub results: Option<SentencesView>,
    pub funders: Vec<OrganisationView>,
    pub partners: Vec<OrganisationView>,
    pub links: Vec<SourceView>,
    pub checked: String,
}

/// Sentences of one language, as HTML.
#[derive(Debug, Clone, Serialize)]
pub struct SentencesView {
    pub items: Vec<String>,
    pub lang: Option<String>,
    pub dir: Option<Direction>,
}

#[derive(Debug, Clone, Serialize)]
pub struct OrganisationView {
    pub name: TextView,
    pub role: Option<TextView>,
    pub url: Option<String>,
}

/// A QR code: one path in a square of `size` units.
#[derive(Debug, Clone, Serialize)]
pub struct QrView {
    pub url: String,
    pub size: i32,
    pub path: String,
}

/// Some of a page's lists, for one group of readers.
#[derive(Debug, Clone, Serialize)]
pub struct FilterView {
    /// As in the front matter: `temporary_protection`.
    pub name: &'static str,
    pub label: String,
}

/// The numbered pages of a long list.
#[derive(Debug, Clone, Serialize)]
pub struct PagerView {
    pub pages: Vec<LinkView>,
}

/// A list of pages under a heading.
#[derive(Debug, Clone, Serialize)]
pub struct ListView {
    pub pager: Option<PagerView>,
    pub id: String,
    pub title: Option<TextView>,
    pub more: Option<String>,
    pub links: Vec<LinkView>,
}
