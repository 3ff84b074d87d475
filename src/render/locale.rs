//! The portal as seen in one language: its texts with their fallbacks, its URLs, dates and names. What all views are made with.

use crate::i18n::Catalog;
use crate::markup;
use crate::model::{
    ArticleRef, Date, Direction, Edition, EditionState, Fact, Kind, Language, LanguageId, Page, PageKey, Site, Text, TextList, UrlPath,
};
use crate::render::view::{CitationView, DateView, LinkView, SentencesView, TextView};

/// A language of a site.
#[derive(Clone, Copy)]
pub(crate) struct Locale<'a> {
    pub(crate) site: &'a Site,
    pub(crate) id: LanguageId,
    pub(crate) strings: &'a Catalog,
}

impl<'a> Locale<'a> {
    pub(crate) fn language(&self) -> &'a Language {
        self.site.config.languages.get(self.id)
    }

    /// An interface string.
    pub(crate) fn t<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.strings.text(key)
    }

    /// A plain text of this language.
    pub(crate) fn own(&self, text: impl Into<String>) -> TextView {
        let text = text.into();
        TextView { html: markup::text_isolated(&text, self.language().direction), text, lang: None, dir: None, inner: None }
    }

    /// A text of some language of the portal, marked where that is not this one.
    pub(crate) fn in_language(&self, text: impl Into<String>, id: LanguageId) -> TextView {
        if id == self.id {
            return self.own(text);
        }
        let language = self.site.config.languages.get(id);
        self.foreign(text, &language.tag, language.direction)
    }

    /// A text of a language that is not the page's.
    pub(crate) fn foreign(&self, text: impl Into<String>, tag: &str, direction: Direction) -> TextView {
        let text = text.into();
        let inner = markup::text_isolated(&text, direction);
        let html = format!("<bdi lang=\"{}\" dir=\"{}\">{inner}</bdi>", markup::attribute_escaped(tag), direction.as_str());
        TextView { text, html, lang: Some(tag.to_string()), dir: Some(direction), inner: Some(inner) }
    }

    /// The `lang` and `dir` of an element that holds text of a language, where that is not the page's.
    pub(crate) fn marks(&self, id: LanguageId) -> (Option<String>, Option<Direction>) {
        if id == self.id {
            return (None, None);
        }
        let language = self.site.config.languages.get(id);
        (Some(language.tag.clone()), Some(language.direction))
    }

    /// A register's text in this language, or in the first fallback that has it.
    pub(crate) fn text(&self, text: &Text) -> Option<TextView> {
        text.get(self.site.config.languages.chain(self.id)).map(|(id, text)| self.in_language(text, id))
    }

    pub(crate) fn sentences(&self, list: &TextList) -> Option<SentencesView> {
        let (id, items) = list.get(self.site.config.languages.chain(self.id))?;
        let direction = self.site.config.languages.get(id).direction;
        let (lang, dir) = self.marks(id);
        Some(SentencesView { items: items.iter().map(|item| markup::text_isolated(&item.value, direction)).collect(), lang, dir })
    }

    /// The URL of a page that dalil makes itself: `search` → `/en/search/`.
    pub(crate) fn generated(&self, name: &str) -> UrlPath {
        UrlPath::new(format!("/{}/{name}/", self.language().path))
    }

    pub(crate) fn home(&self) -> UrlPath {
        UrlPath::new(format!("/{}/", self.language().path))
    }

    pub(crate) fn date(&self, date: Date) -> DateView {
        let text = self.strings.date(date);
        DateView { text: text.plain(), iso: text.iso }
    }

    /// The edition shown in this language, its own or a borrowed one, and that edition's language.
    pub(crate) fn edition<'p>(&self, page: &'p Page) -> (LanguageId, &'p Edition) {
        page.shown(self.id).expect("BUG: a page has at least its original")
    }

    pub(crate) fn title(&self, page: &Page) -> TextView {
        let (from, edition) = self.edition(page);
        self.in_language(edition.title(), from)
    }

    pub(crate) fn link(&self, key: &str) -> Option<LinkView> {
        self.site.page(key).map(|page| self.page_link(page))
    }

    pub(crate) fn links<'k>(&self, keys: impl IntoIterator<Item = &'k PageKey>) -> Vec<LinkView> {
        keys.into_iter().filter_map(|key| self.link(key.as_str())).collect()
    }

    pub(crate) fn page_link(&self, page: &Page) -> LinkView {
        let (from, edition) = self.edition(page);
        let front = &edition.document.front;
        LinkView {
            url: page.urls.get(&self.id).map(ToString::to_string).unwrap_or_default(),
            title: self.in_language(edition.menu(), from),
            summary: front.summary.as_ref().map(|summary| self.in_language(summary.value.clone(), from)),
            note: self.borrowed_note(page),
            kind: None,
            date: None,
            audience: Vec::new(),
            current: false,
        }
    }

    /// A link to a page that dalil makes, named by an interface string.
    pub(crate) fn named_link(&self, key: &str, url: &UrlPath) -> LinkView {
        LinkView { title: self.own(self.t(key)), ..self.bare_link(url) }
    }

    /// A link without a name yet.
    pub(crate) fn bare_link(&self, url: &UrlPath) -> LinkView {
        LinkView {
            url: url.to_string(),
            title: self.own(""),
            summary: None,
            note: None,
            kind: None,
            date: None,
            audience: Vec::new(),
            current: false,
        }
    }

    /// "shown in English", where the page is borrowed from there.
    pub(crate) fn borrowed_note(&self, page: &Page) -> Option<String> {
        match page.state(self.id) {
            EditionState::Borrowed(from) => Some(self.shown_in(from)),
            EditionState::Original | EditionState::Translation(_) => None,
        }
    }

    pub(crate) fn shown_in(&self, from: LanguageId) -> String {
        self.strings.fill("language.borrowed", &[("language", &self.language_name(from))])
    }

    /// A language's own name: readers know it, whatever language they read in.
    pub(crate) fn language_name(&self, id: LanguageId) -> String {
        self.site.config.languages.get(id).endonym.clone()
    }

    /// "7 days".
    pub(crate) fn fact_value(&self, fact: &Fact) -> String {
        self.strings.plural(&format!("unit.{}", fact.unit.name()), u64::from(fact.value.value))
    }

    /// "LFIP Art. 53", and where the page of laws names the article and the official text. The official text itself is a long file in
    /// Turkish, which a reader on little data should not open by surprise.
    pub(crate) fn citation(&self, reference: &ArticleRef) -> Option<CitationView> {
        let law = self.site.registers.laws.get(&reference.law)?;
        let (id, short) = law.short.get(self.site.config.languages.chain(self.id))?;
        let text = match &reference.article {
            Some(article) => self.strings.fill("laws.article", &[("law", short), ("article", article)]),
            None => short.to_string(),
        };
        let text = if id == self.id || reference.article.is_some() { self.own(text) } else { self.in_language(text, id) };
        let id = reference.article.as_ref().map_or_else(|| reference.law.clone(), |article| format!("{}-{article}", reference.law));
        Some(CitationView { text, url: format!("{}#{id}", self.generated("laws")) })
    }

    pub(crate) fn kind_name(&self, kind: Kind) -> Option<String> {
        let key = match kind {
            Kind::Situation => "kind.situation",
            Kind::Guide | Kind::Chapter => "kind.guide",
            Kind::Explainer => "kind.explainer",
            Kind::News => "kind.news",
            Kind::Project => "kind.project",
            Kind::Topic => "kind.topic",
            Kind::Page => "kind.page",
            Kind::Home | Kind::Section => return None,
        };
        Some(self.t(key).to_string())
    }
}
