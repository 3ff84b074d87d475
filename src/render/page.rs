//! Views of the pages that editors write.

use std::collections::BTreeMap;

use crate::model::{Edition, Kind, LanguageId, Page, PageKey, Review, Source, Spanned};
use crate::render::assets::AssetNames;
use crate::render::body::{self, BodyHtml, Labels, Shape};
use crate::render::copies::Copies;
use crate::render::generated::{LISTED, runs};
use crate::render::locale::Locale;
use crate::render::qr;
use crate::render::targets::Cards;
use crate::render::view::{
    BodyView, ChangeView, ChapterView, ContactView, ContentsView, FactView, Frame, GuideView, LinkView, ListView, NewsView, PageView,
    QrView, ReviewView, SourceView,
};

/// What the pages of one language are made with, besides the site.
pub(crate) struct Workshop<'a> {
    pub(crate) assets: &'a AssetNames,
    pub(crate) cards: &'a Cards,
    pub(crate) voices: &'a Voices<'a>,
    pub(crate) copies: &'a Copies,
}

/// For each language, what its texts are finished with: a borrowed text speaks its own language throughout.
pub(crate) type Voices<'a> = BTreeMap<LanguageId, (Locale<'a>, Labels)>;

/// Pages listed on a page before the reader is sent to the full list.
const NEWS_ON_HOME: usize = 3;
/// Headings from which on a page gets a list of contents.
const CONTENTS_FROM: usize = 3;

impl Locale<'_> {
    pub(crate) fn page_view(&self, page: &Page, workshop: &Workshop<'_>) -> PageView {
        let (from, edition) = self.edition(page);
        let body = self.body(page, edition, from, workshop, "");
        if self.is_expired(page) {
            return self.expired_view(page);
        }
        let frame = self.frame(page, body.has_code);
        let fields = &page.fields;
        let deadlines = self.facts(&fields.deadlines);
        let mut view = PageView {
            kind: fields.kind.name(),
            summary: edition.document.front.summary.as_ref().map(|summary| self.in_language(summary.value.clone(), from)),
            contents: contents(&body),
            audience: fields.audience.iter().map(|audience| self.audience(*audience)).collect(),
            review: Some(self.review(page, edition, from)),
            countable: deadlines.iter().any(|fact| fact.days.is_some()),
            deadlines,
            contacts: self.contacts(&fields.contacts),
            next_steps: fields.next.iter().filter_map(|key| self.link(key)).collect(),
            topics: fields.topics.iter().filter_map(|topic| self.link(&format!("topics/{}", topic.value))).collect(),
            guide: self.guide(page),
            previous: page.previous.as_ref().and_then(|key| self.link(key.as_str())),
            next: page.next.as_ref().and_then(|key| self.link(key.as_str())),
            news: (fields.kind == Kind::News).then(|| self.news(page, edition, from)),
            project: fields.project.as_ref().and_then(|id| self.project(id, fields.kind == Kind::Project)),
            filters: self.filters(page),
            qr: None,
            lists: self.lists(page),
            body: Some(self.body_view(body.html, from)),
            frame,
        };
        view.frame.keep = self.keep(page, &view, workshop.copies);
        view
    }

    /// What leads from the printed page back to this one.
    pub(crate) fn qr(&self, page: &Page) -> Option<QrView> {
        page.urls.get(&self.id).filter(|_| page.fields.kind != Kind::Home).and_then(|url| qr::code(&self.absolute(url)))
    }

    /// What is left of a page that is no longer valid: that it is not, since when, and what to read instead.
    fn expired_view(&self, page: &Page) -> PageView {
        let frame = Frame { description: None, noindex: true, alternates: Vec::new(), ..self.frame(page, false) };
        PageView::bare(frame, page.fields.kind.name())
    }

    /// The page that shows a whole guide: every chapter below the other.
    pub(crate) fn whole_guide(&self, page: &Page, workshop: &Workshop<'_>) -> PageView {
        let mut view = self.page_view(page, workshop);
        let chapter = |key: &PageKey| {
            let chapter = self.site.page(key.as_str())?;
            let (from, edition) = chapter.shown(self.id)?;
            let body = self.body(chapter, edition, from, workshop, &format!("{}-", key.name()));
            Some(ChapterView {
                id: key.name().to_string(),
                title: self.in_language(edition.title(), from),
                body: self.body_view(body.html, from),
            })
        };
        let bodies = page.chapters.iter().filter_map(chapter).collect();
        if let Some(guide) = &mut view.guide {
            guide.bodies = bodies;
        }
        let whole = |id: LanguageId| page.urls.get(&id).map(whole_url);
        view.frame = Frame {
            url: whole(self.id).map(|url| url.to_string()).unwrap_or_default(),
            noindex: true,
            sensitive: self.site.is_whole_sensitive(page),
            keep: view.frame.keep.take().filter(|_| !self.site.is_whole_sensitive(page)),
            alternates: Vec::new(),
            languages: view
                .frame
                .languages
                .into_iter()
                .map(|switch| crate::render::view::Switch { url: format!("{}whole/", switch.url), ..switch })
                .collect(),
            ..view.frame
        };
        view.contents = Vec::new();
        view.qr = qr::code(&format!("{}{}", self.site.config.base_url, view.frame.url));
        view
    }

    /// The body as HTML. `prefix` keeps ids apart where several bodies share a page.
    fn body(&self, page: &Page, edition: &Edition, from: LanguageId, workshop: &Workshop<'_>, prefix: &str) -> BodyHtml {
        let (voice, labels) = &workshop.voices[&from];
        let targets = self.targets(edition, voice, workshop.assets, workshop.cards);
        let language = voice.language();
        let stale = self.stale_parts(page, edition, from, workshop, prefix);
        let shape = Shape {
            steps: page.fields.steps,
            language: &language.tag,
            direction: language.direction,
            digits: language.digits,
            heading_ids: &edition.heading_ids,
            id_prefix: prefix,
            section_notes: stale.heading_notes(),
            instead: &stale.instead,
        };
        let body = body::html(&edition.document.body, &targets, labels, &shape);
        BodyHtml { html: format!("{}{}", stale.lead_note(), body.html), ..body }
    }

    fn body_view(&self, html: String, from: LanguageId) -> BodyView {
        let (lang, dir) = self.marks(from);
        BodyView { html, lang, dir }
    }

    fn facts(&self, ids: &[Spanned<String>]) -> Vec<FactView> {
        ids.iter().filter_map(|id| self.fact(id)).collect()
    }

    fn contacts(&self, ids: &[Spanned<String>]) -> Vec<ContactView> {
        ids.iter().filter_map(|id| self.contact(id)).collect()
    }

    fn review(&self, page: &Page, edition: &Edition, from: LanguageId) -> ReviewView {
        let day = |date| self.date(date).text;
        let (state, next) = match &page.fields.review {
            Review::Pending => (self.t("review.pending").to_string(), None),
            Review::Done { on, by, next } => {
                let role = format!("review.{}", by.name());
                let state = self.strings.fill("review.reviewed", &[("date", &day(*on)), ("role", self.t(&role))]);
                (state, Some(self.strings.fill("review.next", &[("date", &day(*next))])))
            }
        };
        let change = |change: &crate::model::Change| ChangeView {
            date: self.date(change.on),
            note: self.in_language(change.note.value.clone(), from),
        };
        ReviewView {
            state,
            next,
            changes: edition.document.front.changes.iter().map(change).collect(),
            sources: page.fields.sources.iter().filter_map(|source| self.source(source)).collect(),
        }
    }

    fn source(&self, source: &Source) -> Option<SourceView> {
        match source {
            Source::Law(reference) => {
                let cite = self.citation(&crate::model::ArticleRef::parse(reference)?)?;
                Some(SourceView { title: cite.text, url: cite.url, checked: None })
            }
            Source::Web { title, url, checked } => {
                let checked = checked.map(|date| self.strings.fill("review.checked", &[("date", &self.date(date).text)]));
                Some(SourceView { title: self.own(title.value.clone()), url: url.value.clone(), checked })
            }
        }
    }

    /// For a chapter, the guide it is part of; for a guide with chapters, itself.
    fn guide(&self, page: &Page) -> Option<GuideView> {
        let guide = if page.fields.kind == Kind::Chapter { page.key.parent().and_then(|key| self.site.page(key.as_str()))? } else { page };
        if guide.chapters.is_empty() {
            return None;
        }
        let mut chapters = self.links(&guide.chapters);
        for (link, key) in chapters.iter_mut().zip(&guide.chapters) {
            link.current = *key == page.key;
        }
        let whole = guide.urls.get(&self.id).map(whole_url).map(|url| url.to_string()).unwrap_or_default();
        Some(GuideView { link: self.page_link(guide), whole, chapters, bodies: Vec::new() })
    }

    fn news(&self, page: &Page, edition: &Edition, from: LanguageId) -> NewsView {
        let (front, fields) = (&edition.document.front, &page.fields);
        let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| self.in_language(text.value.clone(), from));
        let date = fields.event.as_ref().map(|event| event.date).or(fields.published);
        let dateline =
            front.dateline.as_ref().zip(date).map(|(place, date)| {
                self.own(self.strings.fill("news.dateline", &[("place", &place.value), ("date", &self.date(date).text)]))
            });
        let same_project = |other: &&Page| other.key != page.key && fields.project.is_some() && project_of(other) == project_of(page);
        let mut others: Vec<&Page> = self.site.of_kind(Kind::News).filter(same_project).collect();
        others.sort_by_key(|other| std::cmp::Reverse(other.fields.published));
        NewsView {
            published: fields.published.map(|date| self.date(date)),
            dateline,
            event: fields.event.as_ref().map(|event| self.date(event.date)),
            online: fields.event.as_ref().is_some_and(|event| event.online),
            venue: text(&front.venue),
            organisations: fields
                .organisations
                .iter()
                .filter_map(|id| self.organisation(id))
                .map(|organisation| organisation.name)
                .collect(),
            participants: text(&front.participants),
            expected: text(&front.expected),
            same_project: others.into_iter().map(|other| self.dated_link(other)).collect(),
        }
    }

    fn lists(&self, page: &Page) -> Vec<ListView> {
        match page.fields.kind {
            Kind::Home => self.home_lists(page),
            Kind::Topic => self.topic_lists(page),
            Kind::Section => self.section_lists(page.key.as_str()).into_iter().take(1).collect(),
            Kind::Situation | Kind::Guide | Kind::Chapter | Kind::Explainer | Kind::News | Kind::Project | Kind::Page => Vec::new(),
        }
    }

    fn home_lists(&self, page: &Page) -> Vec<ListView> {
        let full = |page: &Page| LinkView { title: self.title(page), ..self.page_link(page) };
        let chosen = |keys: &[Spanned<String>]| keys.iter().filter_map(|key| self.site.page(key)).map(full).collect::<Vec<_>>();
        let list = |id: &str, links: Vec<LinkView>| {
            let section = self.section_link(id);
            ListView { pager: None, id: id.to_string(), title: Some(section.title), more: Some(section.url), links }
        };
        let all = |id: &str| self.site.section(id).map(|section| self.links(&section.pages)).unwrap_or_default();
        let news = self.site.section("news").into_iter().flat_map(|section| &section.pages).take(NEWS_ON_HOME);
        let news = news.filter_map(|key| self.site.page(key.as_str())).map(|page| self.dated_link(page)).collect();
        let or_all = |links: Vec<LinkView>, id: &str| if links.is_empty() { all(id) } else { links };
        let lists = [
            ("situations", or_all(chosen(&page.fields.situations), "situations")),
            ("guides", or_all(chosen(&page.fields.guides), "guides")),
            ("rights", all("rights")),
            ("news", news),
        ];
        lists.into_iter().filter(|(_, links)| !links.is_empty()).map(|(id, links)| list(id, links)).collect()
    }

    /// The pages that name a topic, by kind.
    fn topic_lists(&self, topic: &Page) -> Vec<ListView> {
        let mut by_section: BTreeMap<usize, Vec<&Page>> = BTreeMap::new();
        for (rank, section) in self.site.sections.iter().enumerate() {
            by_section.entry(rank).or_default().extend(self.on_topic(section, topic));
        }
        let list = |(rank, pages): (usize, Vec<&Page>)| {
            let name = &self.site.sections[rank].name;
            ListView {
                pager: None,
                id: name.clone(),
                title: Some(self.section_title(name)),
                more: None,
                links: pages.into_iter().map(|page| self.addressed_link(page)).collect(),
            }
        };
        by_section.into_iter().filter(|(_, pages)| !pages.is_empty()).map(list).collect()
    }

    /// All pages of a section, in lists that fit on a page each.
    pub(crate) fn section_lists(&self, name: &str) -> Vec<ListView> {
        let keys = self.site.section(name).into_iter().flat_map(|section| &section.pages).filter(|key| key.as_str() != name);
        let links: Vec<LinkView> = keys.filter_map(|key| self.site.page(key.as_str())).map(|page| self.dated_link(page)).collect();
        let runs = runs(links, LISTED);
        let (first, count) = (self.section_url(name), runs.len());
        let list = |(n, links)| ListView { pager: self.pager(&first, n, count), id: name.to_string(), title: None, more: None, links };
        runs.into_iter().enumerate().map(list).collect()
    }

    /// A link with the page's date, where it is news.
    pub(crate) fn dated_link(&self, page: &Page) -> LinkView {
        LinkView { date: page.fields.published.map(|date| self.date(date)), ..self.page_link(page) }
    }
}

/// A page's second-level headings, where there are enough of them to need a list.
fn contents(body: &BodyHtml) -> Vec<ContentsView> {
    let entries: Vec<ContentsView> = body
        .contents
        .iter()
        .filter(|entry| entry.level == 2)
        .map(|entry| ContentsView { id: entry.id.clone(), html: entry.text.clone() })
        .collect();
    if entries.len() < CONTENTS_FROM { Vec::new() } else { entries }
}

fn project_of(page: &Page) -> Option<&str> {
    page.fields.project.as_ref().map(|id| id.value.as_str())
}

/// Where the whole of a guide is read.
pub(crate) fn whole_url(guide: &crate::model::UrlPath) -> crate::model::UrlPath {
    crate::model::UrlPath::new(format!("{guide}whole/"))
}
