//! The pages that dalil makes itself, in one language. Long lists go over several pages, so that each keeps its weight.

use serde::Serialize;

use super::{Desk, Rendered};
use crate::model::{Kind, UrlPath};
use crate::render::locale::Locale;
use crate::render::view::{GeneratedView, LinkView, PageView, PagerView};

/// Entries of a list with summaries on one page.
pub(super) const LISTED: usize = 50;
/// Lines of an index or a table on one page.
pub(super) const LINES: usize = 150;

impl Desk<'_> {
    /// Index pages of the folders that have no page of their own, and what does not fit on the first page of all.
    pub(super) fn sections(&self) -> Vec<Rendered> {
        let site = self.locale.site;
        site.sections.iter().flat_map(|section| self.section(&section.name, site.page(&section.name).is_some())).collect()
    }

    fn section(&self, name: &str, has_own_page: bool) -> Vec<Rendered> {
        let title = if name == "news" { self.locale.own(self.locale.t("news.archive")) } else { self.locale.section_title(name) };
        let lists = self.locale.section_lists(name).into_iter().enumerate().skip(usize::from(has_own_page));
        let page = |(n, list)| {
            let frame = self.locale.generated_frame(title.clone(), None, |locale| nth_url(&locale.section_url(name), n));
            let view = PageView { lists: vec![list], ..PageView::bare(frame, Kind::Section.name()) };
            self.file("section.html", &view.frame.url, &view)
        };
        lists.map(page).collect()
    }

    pub(super) fn generated(&self) -> Vec<Rendered> {
        let (locale, registers) = (&self.locale, &self.locale.site.registers);
        let mut files = vec![
            self.made("search", 0, "search.heading", None, locale.signposts()),
            self.made("offline", 0, "offline.heading", None, locale.signposts()),
            self.made("forget", 0, "forget.heading", None, locale.signposts()),
            self.missing(),
        ];
        files
            .extend(locale.index_views().into_iter().enumerate().map(|(n, view)| self.made("az", n, "az.heading", Some("az.intro"), view)));
        if !registers.terms.is_empty() {
            files.push(self.made("glossary", 0, "glossary.heading", Some("glossary.intro"), locale.glossary_view()));
        }
        if !registers.contacts.is_empty() {
            files.extend(self.contacts());
        }
        if !registers.laws.is_empty() {
            files.push(self.made("laws", 0, "laws.heading", Some("laws.intro"), locale.laws_view()));
        }
        if !registers.projects.is_empty() {
            files.push(self.made("transparency", 0, "transparency.heading", Some("transparency.intro"), locale.transparency_view()));
        }
        if locale.site.config.languages.len() > 1 {
            let views = locale.status_views().into_iter().enumerate();
            files.extend(views.map(|(n, view)| self.made("status", n, "status.heading", Some("status.intro"), view)));
        }
        files
    }

    /// The `n`th page (from 0) of one that dalil makes.
    fn made(&self, name: &'static str, n: usize, title: &str, description: Option<&str>, content: impl Serialize) -> Rendered {
        let description = description.map(|key| self.locale.t(key).to_string());
        let title = self.locale.own(self.locale.t(title));
        // An index has as many pages as its language needs: only its first has the same in every language.
        let apart = name == "az" && n > 0;
        let elsewhere = |locale: &Locale<'_>| apart && locale.id != self.locale.id;
        let url = |locale: &Locale<'_>| nth_url(&locale.generated(name), if elsewhere(locale) { 0 } else { n });
        let mut frame = self.locale.generated_frame(title, description, url);
        frame.noindex = matches!(name, "offline" | "forget");
        if apart {
            frame.alternates = Vec::new();
        }
        let url = frame.url.clone();
        self.file(&format!("{name}.html"), &url, &GeneratedView { frame, kind: name, content })
    }

    /// `/<language>/404.html`: answers every address that does not exist. Its own language links lead home.
    fn missing(&self) -> Rendered {
        let locale = &self.locale;
        let title = locale.own(locale.t("missing.heading"));
        let mut frame = locale.generated_frame(title, None, |locale| locale.home());
        frame.noindex = true;
        frame.alternates = Vec::new();
        let url = format!("/{}/404.html", locale.language().path);
        self.file("404.html", &url, &GeneratedView { frame, kind: "404", content: locale.signposts() })
    }
}

impl Locale<'_> {
    /// The way between the pages of a list; nothing for a list of one page.
    pub(super) fn pager(&self, first: &UrlPath, current: usize, count: usize) -> Option<PagerView> {
        let link = |n: usize| LinkView {
            title: self.own(self.strings.number(n as u64 + 1)),
            current: n == current,
            ..self.bare_link(&nth_url(first, n))
        };
        (count > 1).then(|| PagerView { pages: (0..count).map(link).collect() })
    }
}

/// `/en/news/`, then `/en/news/page-2/`.
pub(super) fn nth_url(first: &UrlPath, n: usize) -> UrlPath {
    if n == 0 { first.clone() } else { UrlPath::new(format!("{first}page-{}/", n + 1)) }
}

/// Items in runs of at most `size`; one empty run where there are none.
pub(super) fn runs<T>(items: Vec<T>, size: usize) -> Vec<Vec<T>> {
    let mut runs: Vec<Vec<T>> = vec![Vec::new()];
    for item in items {
        match runs.last_mut() {
            Some(run) if run.len() < size => run.push(item),
            _ => runs.push(vec![item]),
        }
    }
    runs
}
