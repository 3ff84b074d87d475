//! A page as one file that can be passed on by Bluetooth, cable or messenger: its text and a small style sheet, no scripts, no pictures.
//!
//! Guides, whole where they have chapters, and situations have one, in the languages they are written in. Nothing sensitive, nothing that
//! is no longer valid. Its links lead to the site, or to their places in the file itself.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Desk, Outlet, Rendered};
use crate::diagnostic::Diagnostic;
use crate::model::{Kind, LanguageId, Page, PageKey};
use crate::render::locale::Locale;
use crate::render::outputs;
use crate::render::page::whole_url;
use crate::render::view::{CopyLink, CopyView, KeepView, PageView};

/// The copies that were made, by page and language.
pub(crate) type Copies = BTreeMap<(PageKey, LanguageId), CopyFile>;

/// Where a copy is, and what it weighs.
#[derive(Debug)]
pub(crate) struct CopyFile {
    url: String,
    bytes: usize,
}

/// Makes every copy of a language, and says where they are.
pub(super) fn render(desk: &Desk<'_>, out: &dyn Outlet, findings: &mut Vec<Diagnostic>) -> Copies {
    let wanted: Vec<&Page> = desk.copied().collect();
    let made = |page: &&Page| {
        let (path, html) = desk.copy(page)?;
        let file = CopyFile { url: format!("/{path}"), bytes: html.len() };
        out.put(path, html.as_bytes());
        Ok(((page.key.clone(), desk.locale.id), file))
    };
    let made: Vec<Result<_, Box<Diagnostic>>> = wanted.par_iter().map(made).collect();
    let mut copies = Copies::new();
    for file in made {
        match file {
            Ok((key, file)) => drop(copies.insert(key, file)),
            Err(diagnostic) => findings.push(*diagnostic),
        }
    }
    copies
}

impl Desk<'_> {
    /// The pages that have a copy in this language.
    fn copied(&self) -> impl Iterator<Item = &Page> {
        let (site, id) = (self.locale.site, self.locale.id);
        let kinds = [Kind::Guide, Kind::Situation];
        let pages = site.pages.values().filter(move |page| kinds.contains(&page.fields.kind) && page.editions.contains_key(&id));
        pages.filter(|page| !site.is_whole_sensitive(page) && !self.locale.is_expired(page))
    }

    fn copy(&self, page: &Page) -> Rendered {
        let none = Copies::new();
        let (locale, workshop) = (&self.locale, self.workshop(&none));
        let view = if page.chapters.is_empty() { locale.page_view(page, &workshop) } else { locale.whole_guide(page, &workshop) };
        let base_url = &locale.site.config.base_url;
        let view = CopyView { copied: locale.date(locale.site.today), style: self.theme.copy_style.clone(), page: view };
        let (path, html) = self.file("copy.html", &locale.copy_url(page), &view)?;
        Ok((path, with_own_links(&without_pictures(&html), base_url, &locale.own_places(page))))
    }
}

impl Locale<'_> {
    /// `/en/copy/guides-removal.html`
    fn copy_url(&self, page: &Page) -> String {
        format!("/{}/copy/{}.html", self.language().path, page.key.as_str().replace('/', "-"))
    }

    /// The addresses of pages that the copy holds, each with the id of its place and what its headings' ids begin with.
    fn own_places(&self, page: &Page) -> BTreeMap<String, (String, String)> {
        let url = |page: &Page| page.urls.get(&self.id).map(ToString::to_string).unwrap_or_default();
        let top = ("_main".to_string(), String::new());
        let whole = page.urls.get(&self.id).map(|url| (whole_url(url).to_string(), top.clone()));
        let chapters = page.chapters.iter().filter_map(|key| self.site.page(key.as_str()));
        let chapters = chapters.map(|chapter| (url(chapter), (chapter.key.name().to_string(), format!("{}-", chapter.key.name()))));
        [(url(page), top)].into_iter().chain(whole).chain(chapters).collect()
    }

    /// How the reader can keep a page and pass it on.
    pub(crate) fn keep(&self, page: &Page, view: &PageView, copies: &Copies) -> Option<KeepView> {
        if view.frame.sensitive || self.is_expired(page) {
            return None;
        }
        let guide = page.key.parent().filter(|_| page.fields.kind == Kind::Chapter).and_then(|key| self.site.page(key.as_str()));
        let subject = guide.unwrap_or(page);
        let (from, _) = self.edition(subject);
        let copy = |copy: &CopyFile| CopyLink {
            url: copy.url.clone(),
            label: self.strings.fill("file.label", &[("kind", "HTML"), ("size", &self.kilobytes(copy.bytes))]),
            lang: (from != self.id).then(|| self.site.config.languages.get(from).tag.clone()),
        };
        let text = format!("{} {}", view.frame.title.text, view.frame.canonical);
        Some(KeepView {
            unit: is_unit(self.site, subject).then(|| subject.key.to_string()),
            copy: copies.get(&(subject.key.clone(), from)).map(copy),
            whatsapp: format!("https://wa.me/?text={}", outputs::encoded_value(&text)),
        })
    }
}

/// Whether a page can be saved by itself, with what belongs to it. A sensitive chapter is left out of its guide.
pub(crate) fn is_unit(site: &crate::model::Site, page: &Page) -> bool {
    let kinds = [Kind::Guide, Kind::Situation, Kind::Explainer];
    kinds.contains(&page.fields.kind) && !site.is_sensitive(page)
}

/// Links from the site's root become absolute; those to pages that the file holds become links within it. Only our own templates wrote
/// this HTML: text has no bare quotation mark.
fn with_own_links(html: &str, base_url: &str, own: &BTreeMap<String, (String, String)>) -> String {
    let mut parts = html.split(" href=\"/");
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (address, rest) = part.split_once('"').unwrap_or((part, ""));
        let (path, fragment) = address.split_once('#').map_or((address, None), |(path, fragment)| (path, Some(fragment)));
        let href = match (own.get(&format!("/{path}")), fragment) {
            (Some((_, prefix)), Some(fragment)) => format!("#{prefix}{fragment}"),
            (Some((id, _)), None) => format!("#{id}"),
            (None, _) => format!("{base_url}/{address}"),
        };
        out.push_str(&format!(" href=\"{href}\"{rest}"));
    }
    out
}

/// Pictures by what they show, in words.
fn without_pictures(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // What waits in a template to be asked for has a link before it, which says what it shows.
    let parts = [("<template", "</template>"), ("<picture", "</picture>"), ("<img ", ">")];
    while let Some((at, end)) = parts.iter().filter_map(|(start, end)| Some((rest.find(start)?, *end))).min() {
        let (before, picture) = rest.split_at(at);
        let (picture, after) = picture.split_once(end).unwrap_or((picture, ""));
        let alt = picture.split_once(" alt=\"").and_then(|(_, alt)| alt.split_once('"')).map_or("", |(alt, _)| alt);
        out.push_str(before);
        if !alt.is_empty() && !picture.starts_with("<template") {
            out.push_str(&format!("<span class=\"picture\">[{alt}]</span>"));
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_site_or_stay_in_the_file() {
        let own = [("/en/g/", "_main", ""), ("/en/g/court/", "court", "court-")];
        let own = own.map(|(url, id, prefix)| (url.to_string(), (id.to_string(), prefix.to_string()))).into();
        let html = "<a href=\"/en/g/\">1</a> <a href=\"/en/g/#top\">2</a> <a href=\"/en/g/court/\">3</a> <a href=\"/en/g/court/#when\">4</a> \
                    <a href=\"/en/az/#x\">5</a> <a href=\"#here\">6</a> <a href=\"tel:112\">7</a>";
        let linked = with_own_links(html, "https://a.example", &own);
        let links: Vec<&str> = linked.split("href=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
        assert_eq!(links, ["#_main", "#top", "#court", "#court-when", "https://a.example/en/az/#x", "#here", "tel:112"]);
        assert!(linked.ends_with("7</a>"));
    }

    #[test]
    fn pictures_are_told_in_words() {
        let html = "a <picture><source srcset=\"/x.avif\"><img src=\"/x.jpg\" alt=\"A card\"></picture> b <img src=\"/y.png\" alt=\"\"> c";
        assert_eq!(without_pictures(html), "a <span class=\"picture\">[A card]</span> b  c");
        let waiting = "<a href=\"/m.png\">map</a><template><picture><img alt=\"map\"></picture></template> d";
        assert_eq!(without_pictures(waiting), "<a href=\"/m.png\">map</a> d");
        assert_eq!(without_pictures("<img alt=\"cut off"), "");
    }
}
