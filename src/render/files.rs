//! The files around the pages: site map, feeds, robots, headers and redirects.

use crate::i18n::Catalogs;
use crate::model::{Artifacts, Date, Kind, LanguageId, OutPath, Page, Review, Site};
use crate::render::locale::Locale;
use crate::render::outputs::{csp, feed, headers, redirects, robots, sitemap};
use crate::render::page::Styles;

pub(super) fn add(site: &Site, catalogs: &Catalogs, styles: &Styles, artifacts: &mut Artifacts) {
    for (path, bytes) in sitemap::files(&sitemap_entries(site, catalogs), &site.config.base_url) {
        artifacts.insert(OutPath::new(path), bytes);
    }
    for (id, language) in site.config.languages.iter() {
        let locale = Locale { site, id, strings: catalogs.get(id) };
        artifacts.insert(OutPath::new(format!("{}/feed.xml", language.path)), feed::atom(&locale.feed()));
    }
    artifacts.insert(OutPath::new("robots.txt"), robots::robots(&site.config.base_url));
    artifacts.insert(OutPath::new("_headers"), headers::headers(&header_rules(site, styles)));
    artifacts.insert(OutPath::new("_redirects"), redirects::redirects(&site.config.languages, &site.aliases));
}

/// Every true edition and every page that dalil makes; borrowed and sensitive pages are in no site map.
fn sitemap_entries(site: &Site, catalogs: &Catalogs) -> Vec<sitemap::Entry> {
    let mut entries = Vec::new();
    for id in site.config.languages.ids() {
        let locale = Locale { site, id, strings: catalogs.get(id) };
        for page in site.pages.values().filter(|page| page.editions.contains_key(&id) && !page.fields.sensitive) {
            let frame = locale.frame(page, "");
            if !frame.noindex {
                let alternates = frame.alternates.into_iter().map(|alternate| (alternate.hreflang, alternate.href)).collect();
                entries.push(sitemap::Entry { loc: frame.canonical, lastmod: last_change(page, id), alternates });
            }
        }
    }
    entries
}

/// The latest dated change that concerns an edition, from the data alone: never the clock.
fn last_change(page: &Page, id: LanguageId) -> Option<Date> {
    let changes = page.editions.get(&id).into_iter().flat_map(|edition| &edition.document.front.changes).map(|change| change.on);
    let reviewed = match page.fields.review {
        Review::Done { on, .. } => Some(on),
        Review::Pending => None,
    };
    changes.chain(reviewed).chain(page.fields.published).max()
}

fn header_rules(site: &Site, styles: &Styles) -> headers::Rules {
    let sensitive = site.pages.values().filter(|page| page.fields.sensitive).flat_map(|page| page.urls.values().map(ToString::to_string)).collect();
    headers::Rules {
        style_hashes: [&styles.plain, &styles.code].map(|style| csp::sha256_base64(style)).to_vec(),
        script_hashes: Vec::new(),
        no_store: sensitive,
        languages: site.config.languages.iter().map(|(_, language)| language.path.clone()).collect(),
    }
}

impl Locale<'_> {
    /// News of this language, and dated changes of its other pages, the latest first. Nothing borrowed, nothing sensitive.
    fn feed(&self) -> feed::Feed {
        let own = self.site.pages.values().filter(|page| page.editions.contains_key(&self.id) && !page.fields.sensitive);
        let mut entries: Vec<feed::Entry> = own.flat_map(|page| self.feed_entries(page)).collect();
        entries.sort_by(|a, b| (b.updated, &a.id).cmp(&(a.updated, &b.id)));
        let title = self.text(&self.site.config.title).map(|title| title.text).unwrap_or_default();
        feed::Feed {
            lang: self.language().tag.clone(),
            title: title.clone(),
            author: title,
            home: self.absolute(&self.home()),
            url: format!("{}/{}/feed.xml", self.site.config.base_url, self.language().path),
            updated: entries.iter().map(|entry| entry.updated).max(),
            entries,
        }
    }

    fn feed_entries(&self, page: &Page) -> Vec<feed::Entry> {
        let Some(edition) = page.editions.get(&self.id) else { return Vec::new() };
        let front = &edition.document.front;
        let url = page.urls.get(&self.id).map(|url| self.absolute(url)).unwrap_or_default();
        let summary = front.summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default();
        let news = page.fields.published.filter(|_| page.fields.kind == Kind::News);
        let published = news.map(|date| feed::Entry { id: url.clone(), url: url.clone(), title: edition.title().to_string(), summary, updated: date });
        let change = |change: &crate::model::Change| feed::Entry {
            id: format!("{url}#changed-{}", change.on),
            url: url.clone(),
            title: edition.title().to_string(),
            summary: change.note.value.clone(),
            updated: change.on,
        };
        published.into_iter().chain(front.changes.iter().map(change)).collect()
    }
}
