//! Views of the pages that dalil makes itself: A–Z, glossary, contacts, laws, projects and funders, state of the translations.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ArticleRef, Kind, Link, Page, Source, UrlPath};
use crate::render::generated::{LINES, nth_url, runs};
use crate::render::locale::Locale;
use crate::render::view::{
    ArticleView, EmptyView, GlossaryView, GroupView, IndexView, LanguageName, LawView, LawsView, LinkView, ListView, StatusGroup,
    StatusPage, StatusRow, StatusView, TransparencyView,
};
use crate::translate::{self, State};

impl Locale<'_> {
    /// Every page, term and contact by its first letter, in the order of the language.
    pub(crate) fn index_views(&self) -> Vec<IndexView> {
        let listed = |page: &&Page| !matches!(page.fields.kind, Kind::Home | Kind::Section);
        let page = |page: &Page| LinkView {
            kind: self.kind_name(page.fields.kind),
            title: self.title(page),
            summary: None,
            ..self.page_link(page)
        };
        let pages = self.site.pages.values().filter(listed).map(page);
        let term = |term: crate::render::view::TermView| LinkView {
            title: term.name,
            kind: Some(self.t("nav.glossary").to_string()),
            ..self.named_link("nav.glossary", &UrlPath::new(format!("{}#{}", self.generated("glossary"), term.id)))
        };
        let contact = |(id, _): (&str, &crate::model::Contact)| {
            let contact = self.contact(id)?;
            let url = UrlPath::new(format!("{}#{id}", self.generated("contacts")));
            Some(LinkView { title: contact.name, kind: Some(self.t("nav.contacts").to_string()), ..self.named_link("nav.contacts", &url) })
        };
        let contacts = self.site.registers.contacts.iter().filter_map(contact);
        let links: Vec<LinkView> = pages.chain(self.terms().into_iter().map(term)).chain(contacts).collect();
        self.lettered(links)
    }

    /// Entries by letter, letters over as many pages as they need.
    fn lettered(&self, links: Vec<LinkView>) -> Vec<IndexView> {
        let mut pages: Vec<Vec<GroupView>> = vec![Vec::new()];
        let mut letters = Vec::new();
        let (first, mut room) = (self.generated("az"), LINES);
        for (n, (letter, links)) in self.strings.index(links, |link| &link.title.text).into_iter().enumerate() {
            let id = format!("letter-{}", n + 1);
            for (part, links) in runs(links, LINES).into_iter().enumerate() {
                if links.len() > room {
                    pages.push(Vec::new());
                    room = LINES;
                }
                room -= links.len();
                if part == 0 {
                    let url = format!("{}#{id}", nth_url(&first, pages.len() - 1));
                    letters.push(LinkView { title: self.own(letter.clone()), ..self.bare_link(&UrlPath::new(url)) });
                }
                let group = GroupView { letter: letter.clone(), id: id.clone(), links };
                pages.last_mut().expect("BUG: there is a first page").push(group);
            }
        }
        pages.into_iter().map(|groups| IndexView { letters: letters.clone(), groups }).collect()
    }

    pub(crate) fn glossary_view(&self) -> GlossaryView {
        GlossaryView { terms: self.terms() }
    }

    /// The laws with the articles that pages cite, and the pages.
    pub(crate) fn laws_view(&self) -> LawsView {
        let citing = self.citing();
        let article = |id: &str, number: &str, title: &crate::model::Text| {
            let reference = ArticleRef { law: id.to_string(), article: Some(number.to_string()) };
            let pages: Vec<LinkView> = citing.get(&reference).into_iter().flatten().map(|page| self.page_link(page)).collect();
            self.citation(&reference).map(|cite| ArticleView {
                id: format!("{id}-{number}"),
                citation: cite.text,
                title: self.text(title),
                pages,
            })
        };
        let law = |(id, law): (&str, &crate::model::Law)| LawView {
            id: id.to_string(),
            name: self.text(&law.name).unwrap_or_else(|| self.own(id)),
            number: self.strings.fill("laws.number", &[("number", &law.number)]),
            url: law.url.value.clone(),
            checked: self.strings.fill("review.checked", &[("date", &self.date(law.checked).text)]),
            articles: law.articles.iter().filter_map(|(number, title)| article(id, number, title)).collect(),
        };
        LawsView { laws: self.site.registers.laws.iter().map(law).collect() }
    }

    /// For each article, the pages whose originals rely on it, in text, facts or sources.
    fn citing(&self) -> BTreeMap<ArticleRef, Vec<&Page>> {
        let mut citing: BTreeMap<ArticleRef, Vec<&Page>> = BTreeMap::new();
        let facts = &self.site.registers.facts;
        let fact_law = |id: &str| facts.get(id).and_then(|fact| fact.law.as_ref()).map(|law| law.value.clone());
        for page in self.site.pages.values() {
            let linked = page.original().links.iter().filter_map(|link| match link {
                Link::Law { law, article } => Some(ArticleRef { law: law.clone(), article: article.clone() }),
                Link::Fact(id) => fact_law(id),
                _ => None,
            });
            let sources = page.fields.sources.iter().filter_map(|source| match source {
                Source::Law(reference) => ArticleRef::parse(reference),
                Source::Web { .. } => None,
            });
            let boxes = page.fields.deadlines.iter().filter_map(|id| fact_law(id));
            let cited: BTreeSet<ArticleRef> = linked.chain(sources).chain(boxes).collect();
            cited.into_iter().for_each(|reference| citing.entry(reference).or_default().push(page));
        }
        citing
    }

    pub(crate) fn transparency_view(&self) -> TransparencyView {
        let registers = &self.site.registers;
        TransparencyView {
            projects: registers.projects.iter().filter_map(|(id, _)| self.project(id, false)).collect(),
            organisations: registers.organisations.iter().map(|(id, organisation)| self.organisation_view(id, organisation)).collect(),
        }
    }

    pub(crate) fn status_views(&self) -> Vec<StatusView> {
        let rows = self.site.config.languages.iter().map(|(id, language)| {
            let count = |wanted: &[State]| {
                let n = self.site.pages.values().filter(|page| wanted.contains(&translate::state(page, id))).count();
                self.strings.number(n as u64)
            };
            StatusRow {
                endonym: language.endonym.clone(),
                lang: language.tag.clone(),
                dir: language.direction,
                original: count(&[State::Original]),
                reviewed: count(&[State::Current]),
                machine: count(&[State::Machine, State::InProgress, State::Unstamped]),
                outdated: count(&[State::Outdated]),
                borrowed: count(&[State::Missing, State::Borrowed]),
                current: id == self.id,
            }
        });
        let pages = self.site.pages.values().map(|page| StatusPage {
            link: LinkView { title: self.title(page), ..self.page_link(page) },
            words: self.strings.number(translate::words_of(page.original()) as u64),
            state: self.state_name(translate::state(page, self.id)).to_string(),
            elsewhere: self.states_elsewhere(page),
        });
        let (rows, runs) = (rows.collect::<Vec<_>>(), runs(pages.collect(), LINES));
        let (first, count) = (self.generated("status"), runs.len());
        let view = |(n, pages)| StatusView {
            endonym: self.language().endonym.clone(),
            rows: rows.clone(),
            pages,
            pager: self.pager(&first, n, count),
        };
        runs.into_iter().enumerate().map(view).collect()
    }

    /// The other languages that have the page, by how far one can trust it there.
    fn states_elsewhere(&self, page: &Page) -> Vec<StatusGroup> {
        let mut groups: Vec<StatusGroup> = Vec::new();
        for (id, language) in self.site.config.languages.iter().filter(|(id, _)| *id != self.id && page.editions.contains_key(id)) {
            let state = self.state_name(translate::state(page, id));
            let name = LanguageName { endonym: language.endonym.clone(), lang: language.tag.clone(), dir: language.direction };
            match groups.iter_mut().find(|group| group.state == state) {
                Some(group) => group.languages.push(name),
                None => groups.push(StatusGroup { state: state.to_string(), languages: vec![name] }),
            }
        }
        groups
    }

    fn state_name(&self, state: State) -> &str {
        let key = match state {
            State::Original => "status.original",
            State::Current => "status.reviewed",
            State::Outdated => "status.outdated",
            State::Machine | State::InProgress | State::Unstamped => "status.machine",
            State::Borrowed => "status.elsewhere",
            State::Missing => "status.borrowed",
        };
        self.t(key)
    }

    /// The sections, for pages that help a reader who is lost.
    pub(crate) fn signposts(&self) -> EmptyView {
        let sections = self.site.sections.iter().map(|section| self.section_link(&section.name));
        let az = self.named_link("nav.az", &self.generated("az"));
        EmptyView {
            lists: vec![ListView {
                pager: None,
                id: "signposts".to_string(),
                title: None,
                more: None,
                links: sections.chain([az]).collect(),
            }],
        }
    }
}
