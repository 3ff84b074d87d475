//! Addresses that an earlier site had and this one has not: bookmarks, posters and other sites still lead there.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Report;
use super::{Check, Evidence, Portal, Rule};
use crate::config::Level::Warn;
use crate::diagnostic::Place;
use crate::model::{Document, Site, SourcePath, UrlPath};

pub(super) const RULES: &[Rule] = &[Rule {
    code: "lost-address",
    level: Warn,
    protects: "who saved an address or read it on a poster still finds the page",
    reference: "W3C, Cool URIs don't change",
    check: Check::OnRequest(lost_address),
}];

/// The addresses of pages in a site map, without their host and as they are read; and the further site maps that it names.
pub fn sitemap(text: &str) -> (BTreeSet<String>, Vec<String>) {
    let mut pages = BTreeSet::new();
    let mut maps = Vec::new();
    for part in text.split("<loc>").skip(1) {
        let Some(address) = part.split("</loc>").next() else { continue };
        let address = address.trim().replace("&amp;", "&").replace("&apos;", "'");
        let path = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest.find('/').map_or("/", |slash| &rest[slash..]));
        let path = decoded(path);
        if path.ends_with(".xml") { maps.push(path) } else { pages.extend((!path.is_empty()).then_some(path)) }
    }
    (pages, maps)
}

fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok()).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match pair.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn lost_address(portal: &Portal<'_>, evidence: &Evidence, report: &mut Report<'_>) {
    let Some(before) = &evidence.previous else { return };
    let site = portal.site;
    let now = addresses(site);
    // Aliases are written per language, so each language is told; what nobody can tell apart is told once.
    let mut homeless: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for address in before.iter().filter(|address| !now.contains_key(address.as_str()) && !is_led_on(site, address)) {
        if let Some(file) = draft(portal, address) {
            report.say_at(
                Place::file(&file),
                format!("the page at `{address}` was published, and is a draft now"),
                "leave it published until its successor is there; or take out `draft: true` and let it end with `expires:`",
            );
        } else if let Some(document) = successor(site, &now, before, address) {
            let alias = below_language(address).trim_matches('/');
            report.say_at(
                document.place(document.front.slug.as_ref().map_or(document.front.title.span, |slug| slug.span)),
                format!("this page was probably at `{address}` before, where nothing is now"),
                format!("if it was, write `aliases: [{alias}]` in its front matter, so that old links lead here"),
            );
        } else {
            homeless.entry(below_language(address)).or_default().push(address);
        }
    }
    for (below, addresses) in homeless {
        let others = addresses.len() - 1;
        let others = if others == 0 { String::new() } else { format!(" (and its address in {others} more languages)") };
        report.say_at(
            Place::file(&SourcePath::new("site.yaml")),
            format!("there was a page at `{}`{others}, and nothing is there now", addresses[0]),
            format!("write `aliases: [{}]` in the front matter of the page that took its place, or of its topic", below.trim_matches('/')),
        );
    }
}

/// Every address of a page of its own, and the document that is read there.
fn addresses(site: &Site) -> BTreeMap<&str, &Document> {
    let pages = site.pages.values().flat_map(|page| page.urls.iter().map(move |(language, url)| (page, *language, url)));
    pages.filter_map(|(page, language, url)| page.shown(language).map(|(_, edition)| (url.as_str(), edition.document.as_ref()))).collect()
}

/// Whether an address that is no page's leads somewhere still.
fn is_led_on(site: &Site, address: &str) -> bool {
    let sections = site.sections.iter().flat_map(|section| section.urls.values());
    site.aliases.contains_key(&UrlPath::new(address)) || sections.into_iter().any(|url| url.as_str() == address) || address == "/"
}

/// The file of a page that is not published any more because it is a draft.
fn draft(portal: &Portal<'_>, address: &str) -> Option<SourcePath> {
    let path = address.trim_matches('/');
    let files = [format!("content/{path}.md"), format!("content/{path}/index.md")];
    files.into_iter().find(|file| portal.sources.get(file).is_some()).map(SourcePath::new)
}

/// The page that an address most likely led to: one whose address is new in the same language and that has most words of it, at least half.
fn successor<'a>(site: &Site, now: &BTreeMap<&'a str, &'a Document>, before: &BTreeSet<String>, lost: &str) -> Option<&'a Document> {
    let language = lost.trim_start_matches('/').split('/').next().unwrap_or_default();
    let own = |document: &Document| site.config.languages.get(document.language).path == language;
    let fresh: Vec<(&str, &Document)> =
        now.iter().filter(|(url, document)| !before.contains(**url) && own(document)).map(|(url, document)| (*url, *document)).collect();
    let likeness = |url: &str| {
        let (old, new) = (words(last(lost)), words(last(url)));
        let shared = old.intersection(&new).count() * 2;
        // In the same folder a new address says something by itself.
        (shared * 100 / (old.len() + new.len()).max(1)) + if folder(lost) == folder(url) { 1 } else { 0 }
    };
    let best = fresh.iter().max_by_key(|(url, _)| (likeness(url), std::cmp::Reverse(*url)))?;
    let alone = fresh.iter().filter(|(url, _)| folder(lost) == folder(url)).count() == 1 && folder(best.0) == folder(lost);
    (likeness(best.0) >= 50 || alone).then_some(best.1)
}

fn words(segment: &str) -> BTreeSet<&str> {
    segment.split(['-', '_']).filter(|word| !word.is_empty()).collect()
}

fn last(url: &str) -> &str {
    url.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

fn folder(url: &str) -> &str {
    url.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn below_language(url: &str) -> &str {
    let rest = url.trim_start_matches('/');
    rest.split_once('/').map_or(rest, |(_, below)| below)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_site_map_is_read() {
        let text = "<urlset><url><loc>https://a.example/ar/%D8%AD%D9%82/</loc></url><url><loc> https://a.example/en/a&amp;b/ </loc></url>\
            <url><loc>https://a.example</loc></url></urlset>";
        let (pages, maps) = sitemap(text);
        assert_eq!(pages.iter().map(String::as_str).collect::<Vec<_>>(), ["/", "/ar/حق/", "/en/a&b/"]);
        assert!(maps.is_empty());
        let index = "<sitemapindex><sitemap><loc>https://a.example/sitemap-1.xml</loc></sitemap></sitemapindex>";
        assert_eq!(sitemap(index).1, ["/sitemap-1.xml"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "(<loc>|</loc>|https://|%[0-9a-f]{0,2}|é|/|\\PC)*") {
            sitemap(&text);
        }
    }
}
