//! What a reader can save: for each language the list of its files (`pack.json`), the service worker and the manifest.
//!
//! Lists and weighs finished files; makes no page. What is sensitive is in no list, nor are pictures and downloads: a saved page shows what
//! a picture shows in words.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use crate::digest;
use crate::i18n::{self, Catalogs};
use crate::model::{Date, Kind, Language, OutPath, Page, Site, UrlPath};
use crate::render::Outlet;
use crate::render::assets::AssetNames;
use crate::render::copies::is_unit;
use crate::render::locale::Locale;
use crate::render::page::whole_url;
use crate::theme::Theme;

/// The list of one language. The client and the service worker read it; what it says to the reader is in her language.
#[derive(Serialize)]
struct Pack {
    /// Of this format.
    v: u8,
    lang: String,
    dir: &'static str,
    home: String,
    text: BTreeMap<&'static str, String>,
    digits: String,
    /// The date of each month, with `{d}` for its day and `{y}` for its year.
    months: Vec<String>,
    /// The same in the second calendar, where the language has one.
    solar: Vec<String>,
    /// The button for everything.
    all: String,
    units: BTreeMap<String, Unit>,
    /// Path, digest, and bytes as sent.
    files: Vec<(String, String, usize)>,
    bundle: BundleFile,
}

/// Where all pages of the list are in one file.
#[derive(Serialize)]
struct BundleFile {
    url: String,
    /// As sent, and as they are.
    bytes: usize,
    length: usize,
}

/// All pages in one file: what most of them share is in it once. A fifth of the bytes of the single pages, and one request.
#[derive(Default, Serialize)]
struct Bundle<'a> {
    /// Every line of HTML that some page has.
    lines: Vec<&'a str>,
    /// Path, and the page as numbers of its lines.
    pages: Vec<(String, Vec<usize>)>,
}

/// What is saved together: a guide with its chapters, a page with what it relies on.
#[derive(Serialize)]
struct Unit {
    url: String,
    title: String,
    /// The button: "Save this guide (43 KB)".
    label: String,
    files: Vec<usize>,
}

/// Pages that every saved page needs beside it.
const COMPANIONS: [&str; 4] = ["offline", "contacts", "glossary", "laws"];
/// What the client and the service worker say: by what name they know it, and the interface string.
const SAID: [(&str, &str); 19] = [
    ("intro", "keep.intro"),
    ("delete", "keep.delete"),
    ("progress", "keep.progress"),
    ("done", "keep.done"),
    ("lost", "keep.lost"),
    ("full", "keep.full"),
    ("failed", "keep.failed"),
    ("error", "keep.error"),
    ("deleted", "keep.deleted"),
    ("nothing", "keep.nothing"),
    ("listed", "offline.listed"),
    ("from", "keep.from"),
    ("newer", "keep.newer"),
    ("forget", "forget.heading"),
    ("forgotten", "forget.done"),
    ("cannot", "forget.cannot"),
    ("history", "forget.history"),
    ("files", "forget.files"),
    ("others", "forget.others"),
];
/// Letters of a digest: enough that no two versions of a page share it.
const DIGEST: usize = 12;
const WORKER: &str = "sw.js";
/// A day and years that stand for any, so that the pattern of a date can be read from it.
const DAY: u8 = 11;
const YEAR: i32 = 2222;
const SOLAR_YEAR: i32 = 1555;

/// A file of the list, with its weight as sent.
struct Weighed {
    url: String,
    digest: String,
    bytes: usize,
}

/// A page of the site with its HTML.
pub(super) type Html<'a> = (&'a OutPath, &'a str);

/// Puts out the service worker and the manifests, which pages load or name.
pub(super) fn begin(site: &Site, catalogs: &Catalogs, theme: &Theme, assets: &AssetNames, out: &dyn Outlet) {
    let Some(worker) = &theme.worker else { return };
    out.put(OutPath::new(WORKER), worker);
    for id in site.config.languages.ids() {
        let locale = Locale { site, id, strings: catalogs.get(id) };
        out.put(UrlPath::new(manifest_url(&locale)).file(), &json(&locale.manifest(assets)));
    }
}

/// Puts out the list of a language, whose pages these are with the chooser, all put before.
pub(super) fn add(locale: &Locale<'_>, assets: &AssetNames, pages: &[Html<'_>], out: &dyn Outlet) {
    if assets.has_worker {
        let files = locale.weighed(assets, pages, out);
        let (bundle, others) = bundle(&files, pages);
        let url = format!("/assets/pages-{}.{}.json", locale.language().path, &digest::hex(&bundle)[..8]);
        let file = UrlPath::new(url.as_str()).file();
        out.put(file.clone(), &bundle);
        let bytes = out.sent(file.as_str()).map_or(0, |sent| sent.bytes);
        let pack = locale.pack(assets, files, BundleFile { url, bytes, length: bundle.len() }, others, out);
        out.put(UrlPath::new(list_url(locale)).file(), &json(&pack));
    }
}

/// `/en/pack.json`
pub(super) fn list_url(locale: &Locale<'_>) -> String {
    format!("/{}/pack.json", locale.language().path)
}

pub(super) fn manifest_url(locale: &Locale<'_>) -> String {
    format!("/{}/manifest.webmanifest", locale.language().path)
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("BUG: a plain value is no JSON")
}

/// The pages among the files as a bundle, and what the rest of the files weigh.
fn bundle(files: &[Weighed], pages: &[Html<'_>]) -> (Vec<u8>, usize) {
    let html: BTreeMap<&str, &str> = pages.iter().map(|(path, html)| (path.as_str(), *html)).collect();
    let (mut bundle, mut known, mut others) = (Bundle::default(), HashMap::new(), 0);
    for file in files {
        let Some(html) = html.get(UrlPath::new(file.url.as_str()).file().as_str()) else {
            others += file.bytes;
            continue;
        };
        let number = |line| {
            *known.entry(line).or_insert_with(|| {
                bundle.lines.push(line);
                bundle.lines.len() - 1
            })
        };
        let page = html.split('\n').map(number).collect();
        bundle.pages.push((file.url.clone(), page));
    }
    (json(&bundle), others)
}

impl Locale<'_> {
    fn pack(&self, assets: &AssetNames, files: Vec<Weighed>, bundle: BundleFile, others: usize, out: &dyn Outlet) -> Pack {
        let language = self.language();
        let worker = out.sent(WORKER).map_or(0, |sent| sent.bytes);
        let everything = self.kilobytes(worker + bundle.bytes + others);
        Pack {
            v: 1,
            lang: language.tag.clone(),
            dir: language.direction.as_str(),
            home: self.home().to_string(),
            text: SAID.iter().map(|(name, key)| (*name, self.t(key).to_string())).collect(),
            digits: i18n::localised(language.digits, "0123456789"),
            months: (1..=12).map(|month| self.month(month)).collect(),
            solar: (1..=12).filter_map(|month| self.solar_month(month)).collect(),
            all: self.strings.fill("keep.all", &[("language", &self.language_name(self.id)), ("size", &everything)]),
            units: self.units(assets, &files, worker),
            files: files.into_iter().map(|file| (file.url, file.digest, file.bytes)).collect(),
            bundle,
        }
    }

    fn units(&self, assets: &AssetNames, files: &[Weighed], worker: usize) -> BTreeMap<String, Unit> {
        let numbers: BTreeMap<&str, usize> = files.iter().enumerate().map(|(n, file)| (file.url.as_str(), n)).collect();
        let unit = |page: &Page| {
            let urls = self.unit_urls(page, assets);
            let chosen: BTreeSet<usize> = urls.iter().filter_map(|url| numbers.get(url.as_str()).copied()).collect();
            let size = self.kilobytes(worker + chosen.iter().map(|n| files[*n].bytes).sum::<usize>());
            let key = if page.fields.kind == Kind::Guide { "keep.guide" } else { "keep.page" };
            let label = self.strings.fill(key, &[("size", &size)]);
            let url = page.urls.get(&self.id).map(ToString::to_string).unwrap_or_default();
            (page.key.to_string(), Unit { url, title: self.title(page).text, label, files: chosen.into_iter().collect() })
        };
        self.site.pages.values().filter(|page| is_unit(self.site, page)).map(unit).collect()
    }

    /// Everything of this language that can be saved: its pages but the sensitive ones, the chooser, scripts, icons and the search.
    fn weighed(&self, assets: &AssetNames, pages: &[Html<'_>], out: &dyn Outlet) -> Vec<Weighed> {
        // To fetch the page that forgets is to forget: its header says so to the browser.
        let forget = self.generated("forget");
        let sensitive = sensitive_urls(self.site);
        let folders = pages.iter().filter_map(|(path, _)| path.as_str().strip_suffix("index.html"));
        let urls: BTreeSet<String> = folders
            .map(|folder| format!("/{folder}"))
            .filter(|url| !sensitive.contains(url.as_str()) && url != forget.as_str())
            .chain(assets.theme_files(self.id).map(str::to_string))
            .chain(self.search_files(assets))
            .collect();
        let weighed = |url: String| {
            let sent = out.sent(UrlPath::new(url.as_str()).file().as_str())?;
            Some(Weighed { digest: sent.digest[..DIGEST].to_string(), bytes: sent.bytes, url })
        };
        urls.into_iter().filter_map(weighed).collect()
    }

    /// What the search field of this language needs without a network.
    fn search_files(&self, assets: &AssetNames) -> Vec<String> {
        let id = if assets.indexes.contains_key(&self.id) { Some(self.id) } else { self.search_also(&assets.indexes) };
        id.and_then(|id| assets.saved_search.get(&id)).cloned().unwrap_or_default()
    }

    /// A page with all of its chapters, the pages that every page needs, and what the theme brings.
    fn unit_urls(&self, page: &Page, assets: &AssetNames) -> BTreeSet<String> {
        let url = |page: &Page| page.urls.get(&self.id).map(ToString::to_string);
        let chapters = page.chapters.iter().filter_map(|key| self.site.page(key.as_str())).filter_map(url);
        let whole = page.urls.get(&self.id).filter(|_| !page.chapters.is_empty()).map(|url| whole_url(url).to_string());
        let companions = COMPANIONS.iter().map(|name| self.generated(name).to_string());
        let around = ["/".to_string(), self.home().to_string()].into_iter().chain(companions);
        url(page).into_iter().chain(chapters).chain(whole).chain(around).chain(assets.theme_files(self.id).map(str::to_string)).collect()
    }

    fn month(&self, month: u8) -> String {
        pattern(&self.strings.date(Date { year: YEAR, month, day: DAY }).gregorian, self.language(), YEAR)
    }

    fn solar_month(&self, month: u8) -> Option<String> {
        let text = self.strings.date(i18n::from_solar(SOLAR_YEAR, month, DAY)?).solar?;
        Some(pattern(&text, self.language(), SOLAR_YEAR))
    }

    /// A shortcut on the home screen opens in the browser as any page does, so that leaving at once works there too.
    fn manifest(&self, assets: &AssetNames) -> serde_json::Value {
        let language = self.language();
        let name = self.text(&self.site.config.title).map(|title| title.text).unwrap_or_default();
        let icon = assets.theme("icon.svg").map(|src| serde_json::json!({"src": src, "sizes": "any", "type": "image/svg+xml"}));
        serde_json::json!({
            "name": name,
            "short_name": name,
            "lang": language.tag,
            "dir": language.direction.as_str(),
            "id": self.home().as_str(),
            "start_url": self.home().as_str(),
            "scope": "/",
            "display": "browser",
            "icons": icon.into_iter().collect::<Vec<_>>(),
        })
    }
}

/// Every address under which a page is read that must not be seen to have been read, in all languages.
pub(super) fn sensitive_urls(site: &Site) -> BTreeSet<UrlPath> {
    let own = site.pages.values().filter(|page| site.is_sensitive(page)).flat_map(|page| page.urls.values().cloned());
    let guides = site.pages.values().filter(|page| !page.chapters.is_empty() && site.is_whole_sensitive(page));
    own.chain(guides.flat_map(|page| page.urls.values().map(whole_url))).collect()
}

fn pattern(date: &str, language: &Language, year: i32) -> String {
    let digits = |n: i32| i18n::localised(language.digits, &n.to_string());
    date.replacen(&digits(year), "{y}", 1).replacen(&digits(DAY.into()), "{d}", 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_bundle_holds_each_page_to_the_letter(pages in prop::collection::vec("[a\n\r\"é]{0,12}", 0..6)) {
            let paths: Vec<OutPath> = (0..pages.len()).map(|n| OutPath::new(format!("en/{n}/index.html"))).collect();
            let html: Vec<Html<'_>> = paths.iter().zip(&pages).map(|(path, html)| (path, html.as_str())).collect();
            let file = |url: String| Weighed { url, digest: String::new(), bytes: 1 };
            let files: Vec<Weighed> = (0..pages.len()).map(|n| file(format!("/en/{n}/"))).chain([file("/assets/x.js".to_string())]).collect();
            let (bundle, others) = bundle(&files, &html);
            let bundle: (Vec<String>, Vec<(String, Vec<usize>)>) = {
                let value: serde_json::Value = serde_json::from_slice(&bundle).expect("JSON");
                (serde_json::from_value(value["lines"].clone()).expect("lines"), serde_json::from_value(value["pages"].clone()).expect("pages"))
            };
            let read: Vec<String> = bundle.1.iter().map(|(_, lines)| lines.iter().map(|n| bundle.0[*n].as_str()).collect::<Vec<_>>().join("\n")).collect();
            prop_assert!(bundle.1.iter().map(|(url, _)| url).eq(files.iter().map(|file| &file.url).take(pages.len())));
            prop_assert_eq!(read, pages);
            prop_assert_eq!(others, 1);
        }
    }
}
