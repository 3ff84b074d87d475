//! The files around the pages: site map, feeds, robots, headers and redirects.

use crate::digest;
use crate::i18n::Catalogs;
use crate::model::{Date, Kind, LanguageId, OutPath, Page, Review, Site, UrlPath};
use crate::render::Outlet;
use crate::render::highlight;
use crate::render::locale::Locale;
use crate::render::outputs::{self, Entry, Feed, InlineHashes, SitemapUrl};
use crate::render::packs::sensitive_urls;
use crate::theme::Theme;

pub(super) fn add(site: &Site, catalogs: &Catalogs, theme: &Theme, out: &dyn Outlet) {
    let text = |path: &str, text: String| out.put(OutPath::new(path), text.as_bytes());
    for (path, sitemap) in outputs::sitemap(&sitemap_urls(site, catalogs), &site.config.base_url) {
        text(path.as_str(), sitemap);
    }
    for (id, language) in site.config.languages.iter() {
        let locale = Locale { site, id, strings: catalogs.get(id) };
        if let Some(feed) = outputs::feed(&locale.feed()) {
            text(&format!("{}/feed.xml", language.path), feed);
        }
    }
    let sensitive: Vec<UrlPath> = sensitive_urls(site).into_iter().collect();
    let paths: Vec<&str> = site.config.languages.iter().map(|(_, language)| language.path.as_str()).collect();
    let aliases: Vec<(UrlPath, UrlPath)> = site.aliases.iter().map(|(from, to)| (from.clone(), to.clone())).collect();
    let style = &theme.style;
    let hashes = InlineHashes {
        styles: [style.clone(), format!("{style}{}", highlight::css()), theme.copy_style.clone()]
            .map(|style| digest::csp_hash(&style))
            .into(),
        ..InlineHashes::default()
    };
    text("robots.txt", outputs::robots(&site.config.base_url));
    text("_headers", outputs::headers(&hashes, &sensitive, &paths));
    text("_redirects", outputs::redirects(&site.config.languages, &aliases));
}

/// Every true edition: borrowed pages are in the site map of their own language alone.
fn sitemap_urls(site: &Site, catalogs: &Catalogs) -> Vec<SitemapUrl> {
    let mut urls = Vec::new();
    for id in site.config.languages.ids() {
        let locale = Locale { site, id, strings: catalogs.get(id) };
        for page in site.pages.values().filter(|page| page.editions.contains_key(&id)) {
            let frame = locale.frame(page, false);
            if !frame.noindex {
                let alternates = frame.alternates.into_iter().map(|alternate| (alternate.hreflang, alternate.href)).collect();
                urls.push(SitemapUrl { loc: frame.canonical, last_modified: last_change(page, id), alternates });
            }
        }
    }
    urls
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

impl Locale<'_> {
    pub(crate) fn has_feed(&self) -> bool {
        self.site.pages.values().any(|page| self.feed_entry(page).is_some())
    }

    /// News of this language and its changed pages, the latest first. Nothing borrowed, nothing sensitive.
    fn feed(&self) -> Feed {
        let mut entries: Vec<Entry> = self.site.pages.values().filter_map(|page| self.feed_entry(page)).collect();
        entries.sort_by(|a, b| (b.updated, &a.url).cmp(&(a.updated, &b.url)));
        let title = self.text(&self.site.config.title).map(|title| title.text).unwrap_or_default();
        Feed {
            author: title.clone(),
            title,
            subtitle: self.text(&self.site.config.tagline).map(|tagline| tagline.text),
            language: self.language().tag.clone(),
            direction: self.language().direction,
            url: format!("{}/{}/feed.xml", self.site.config.base_url, self.language().path),
            page: self.absolute(&self.home()),
            base_url: self.site.config.base_url.clone(),
            entries,
        }
    }

    fn feed_entry(&self, page: &Page) -> Option<Entry> {
        let front = &page.editions.get(&self.id)?.document.front;
        let first_change = front.changes.iter().map(|change| change.on).min();
        let published =
            page.fields.published.filter(|_| page.fields.kind == Kind::News).or(first_change).filter(|_| !self.site.is_sensitive(page))?;
        let note = front.changes.iter().max_by_key(|change| change.on).map(|change| change.note.value.clone());
        Some(Entry {
            title: front.title.value.clone(),
            url: page.urls.get(&self.id).map(|url| self.absolute(url))?,
            published,
            updated: last_change(page, self.id).unwrap_or(published),
            summary: note.or_else(|| front.summary.as_ref().map(|summary| summary.value.clone())).unwrap_or_default(),
            content: None,
        })
    }
}
