//! The sitemap (sitemaps.org protocol 0.9) with every page's other languages (`xhtml:link`, as search engines read them).
//!
//! Lists what it is given: that borrowed editions are not among it is the caller's duty.

use super::url::encoded;
use crate::model::{Date, OutPath};
use crate::xml::{DECLARATION, Element};

/// One page in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitemapUrl {
    /// Absolute.
    pub loc: String,
    pub last_modified: Option<Date>,
    /// `hreflang` and absolute address of every language the page exists in, its own included, and of `x-default` if there is one.
    pub alternates: Vec<(String, String)>,
}

/// What one file may hold by the protocol, counted before compression.
#[derive(Debug, Clone, Copy)]
struct Limits {
    urls: usize,
    bytes: usize,
}

const LIMITS: Limits = Limits { urls: 50_000, bytes: 50 * 1024 * 1024 };

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// `sitemap.xml`; where it would be over the limits, `sitemap-1.xml` and so on with `sitemap.xml` as their index.
pub fn sitemap(urls: &[SitemapUrl], base_url: &str) -> Vec<(OutPath, String)> {
    sitemap_within(LIMITS, urls, base_url)
}

fn sitemap_within(limits: Limits, urls: &[SitemapUrl], base_url: &str) -> Vec<(OutPath, String)> {
    let mut files = files(limits, urls);
    if files.len() == 1 {
        return files.pop().map(|(text, _)| (OutPath::new("sitemap.xml"), text)).into_iter().collect();
    }
    let mut named = Vec::new();
    let mut index = Element::new("sitemapindex").attribute("xmlns", NAMESPACE);
    for (n, (text, last_modified)) in files.into_iter().enumerate() {
        let name = format!("sitemap-{}.xml", n + 1);
        index = index.child(dated(Element::new("sitemap"), &format!("{base_url}/{name}"), last_modified));
        named.push((OutPath::new(name), text));
    }
    let mut text = DECLARATION.to_string();
    index.write(&mut text);
    named.insert(0, (OutPath::new("sitemap.xml"), text));
    named
}

/// The files, at least one, each with the latest date in it.
fn files(limits: Limits, urls: &[SitemapUrl]) -> Vec<(String, Option<Date>)> {
    let root = Element::new("urlset").attribute("xmlns", NAMESPACE).attribute("xmlns:xhtml", "http://www.w3.org/1999/xhtml");
    let mut start = DECLARATION.to_string();
    root.write_start(&mut start);
    let end = "\n</urlset>\n";
    let mut files = vec![(start.clone(), None)];
    let mut count = 0;
    for url in urls {
        let mut text = "\n".to_string();
        element(url).write(&mut text);
        let (mut file, mut latest) = files.pop().expect("BUG: no file of the sitemap is open");
        if count == limits.urls || (count > 0 && file.len() + text.len() + end.len() > limits.bytes) {
            files.push((file, latest));
            (file, latest, count) = (start.clone(), None, 0);
        }
        file.push_str(&text);
        files.push((file, latest.max(url.last_modified)));
        count += 1;
    }
    files.into_iter().map(|(text, latest)| (text + end, latest)).collect()
}

fn element(url: &SitemapUrl) -> Element {
    let link = |(hreflang, href): &(String, String)| {
        Element::new("xhtml:link").attribute("rel", "alternate").attribute("hreflang", hreflang).attribute("href", &encoded(href))
    };
    dated(Element::new("url"), &url.loc, url.last_modified).children(url.alternates.iter().map(link))
}

fn dated(element: Element, loc: &str, last_modified: Option<Date>) -> Element {
    let element = element.child(Element::new("loc").text(&encoded(loc)));
    element.children(last_modified.map(|date| Element::new("lastmod").text(&date.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::read_back;

    fn url(path: &str, day: Option<&str>) -> SitemapUrl {
        let loc = format!("https://dalil.example{path}");
        let alternates = vec![("ar".to_string(), "https://dalil.example/ar/حق/?a&b".to_string()), ("x-default".to_string(), loc.clone())];
        SitemapUrl { loc, last_modified: day.and_then(Date::parse), alternates }
    }

    #[test]
    fn a_sitemap_read_back() {
        let files = sitemap(&[url("/en/", Some("2026-11-21")), url("/en/x/", None)], "https://dalil.example");
        let [(name, text)] = files.as_slice() else { panic!("one file") };
        assert_eq!(name.as_str(), "sitemap.xml");
        let links = [
            "urlset/url/xhtml:link @rel=alternate @hreflang=ar @href=https://dalil.example/ar/%D8%AD%D9%82/?a&b",
            "urlset/url/xhtml:link @rel=alternate @hreflang=x-default @href=https://dalil.example/en/",
        ];
        let found = read_back(text);
        assert_eq!(found[..2], ["urlset/url/loc https://dalil.example/en/", "urlset/url/lastmod 2026-11-21"]);
        assert_eq!(found[2..4], links);
        assert_eq!(found.iter().filter(|line| line.starts_with("urlset/url/lastmod")).count(), 1);
    }

    #[test]
    fn over_the_limits_it_is_split() {
        let urls = [url("/1/", Some("2026-01-01")), url("/2/", Some("2026-01-03")), url("/3/", None), url("/4/", None), url("/5/", None)];
        for limits in [Limits { urls: 2, bytes: 1_000_000 }, Limits { urls: 9, bytes: 800 }] {
            let files = sitemap_within(limits, &urls, "https://dalil.example");
            let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]);
            let index = read_back(&files[0].1);
            assert_eq!(
                index[..2],
                ["sitemapindex/sitemap/loc https://dalil.example/sitemap-1.xml", "sitemapindex/sitemap/lastmod 2026-01-03"]
            );
            for (_, text) in &files[1..] {
                let locs = read_back(text).iter().filter(|line| line.starts_with("urlset/url/loc")).count();
                assert!((1..=2).contains(&locs) && text.len() <= limits.bytes, "{locs} {}", text.len());
            }
        }
    }

    #[test]
    fn a_sitemap_of_nothing() {
        assert_eq!(read_back(&sitemap(&[], "https://dalil.example")[0].1).len(), 1);
    }
}
