//! A build that remembers gives what a build from nothing gives, byte for byte, whatever was changed in between.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use dalil::check::Evidence;
use dalil::config::BuildOptions;
use dalil::load;
use dalil::model::{Artifacts, Date, OutPath, Sources};
use dalil::pipeline::{self, Hurry, Memos};

use crate::fixture::Portal;

const PAGES: usize = 5;

fn options() -> BuildOptions {
    BuildOptions { base_url: None, drafts: false, today: Date::parse("2026-11-21").expect("a day") }
}

fn page(n: usize, words: &str) -> String {
    let next = (n + 1) % PAGES;
    format!(
        "---\ntitle: Page {n} {words}\nsummary: About {words}.\nkind: page\n---\n\nThe text of {words}, see [the next](page-{next}.md).\n\n\
         ## A heading {{#part}}\n\nMore text, and [7 days](fact:time).\n"
    )
}

fn portal() -> Portal {
    let portal = Portal::with(&[(
        "content/registers/facts.yaml",
        "time:\n  value: 7\n  unit: day\n  label: {en: Time, ar: مهلة}\n  source: \"https://law.example/time\"\n  checked: 2026-11-21\n",
    )]);
    for n in 0..PAGES {
        portal.write(&format!("content/en/pages/page-{n}.md"), page(n, "one"));
        let arabic = format!(
            "---\ntitle: صفحة {n}\nsummary: نص.\ntranslation: {{from: en, state: machine}}\n---\n\nنص الصفحة.\n\n## عنوان\n\nنص.\n"
        );
        portal.write(&format!("content/ar/pages/page-{n}.md"), arabic);
    }
    portal
}

/// One of the things that editors do.
fn edit(portal: &Portal, step: usize) {
    let n = step % PAGES;
    let file = format!("content/en/pages/page-{n}.md");
    match step % 9 {
        0 => portal.write(&file, page(n, "a new body")),
        1 => portal.write("site.yaml", portal.read("site.yaml").replace("en: Base", "en: Another name")),
        2 => portal.write("content/registers/facts.yaml", portal.read("content/registers/facts.yaml").replace("value: 7", "value: 15")),
        3 => portal.write("content/en/pages/more.md", page(0, "a page that came later")),
        4 => portal.write(&file, page(n, "broken").replace("page-", "nowhere-")),
        5 => portal.write(&format!("content/en/pages/page-{}.md", (step + PAGES - 1) % PAGES), page((step + PAGES - 1) % PAGES, "mended")),
        6 => portal.remove("content/en/pages/more.md"),
        7 => portal.write(
            "content/ar/pages/page-0.md",
            "---\ntitle: جديد\nsummary: نص.\ntranslation: {from: en, state: reviewed}\n---\n\nنص جديد.\n",
        ),
        _ => portal.write("site.yaml", portal.read("site.yaml").replace("[en, ar]", "[en, ar, fa]")),
    }
}

/// The next build of a preview, and the pages that it showed ahead. It is overtaken when it has asked so many times whether it is.
fn remembering(
    portal: &Portal,
    memos: &Memos,
    last: &mut Sources,
    wanted: &BTreeSet<OutPath>,
    patience: usize,
) -> (pipeline::Built, Option<Artifacts>) {
    let asked = AtomicUsize::new(0);
    let is_overtaken = || asked.fetch_add(1, Ordering::SeqCst) >= patience;
    let mut sources = load::load(portal.root()).expect("a portal").value;
    sources.share(last);
    let mut ahead = None;
    let hurry = Hurry { wanted: wanted.clone(), show: &mut |pages| ahead = Some(pages), is_overtaken: &is_overtaken };
    let built = pipeline::build_with(&sources, &options(), memos, &Evidence::default(), Some(hurry));
    if !built.is_overtaken {
        memos.sweep();
    }
    *last = sources;
    (built, ahead)
}

#[test]
fn a_build_that_remembers_is_a_build() {
    let portal = portal();
    let (memos, mut last) = (Memos::lasting(), Sources::default());
    let wanted = BTreeSet::from([OutPath::new("en/pages/page-0/index.html"), OutPath::new("ar/pages/page-1/index.html")]);
    let (mut shown, mut failed, mut overtaken) = (0, 0, 0);
    for step in 0..20 {
        // Overtaken at any point, it shows what is looked at, gives nothing else and leaves nothing behind.
        let (built, ahead) = remembering(&portal, &memos, &mut last, &wanted, step * 3);
        assert!(built.is_overtaken && built.artifacts.is_none(), "step {step}");
        overtaken += usize::from(ahead.is_some());
        let (built, ahead) = remembering(&portal, &memos, &mut last, &wanted, usize::MAX);
        let clean = pipeline::build(&load::load(portal.root()).expect("a portal").value, &options());
        assert_eq!(built.diagnostics, clean.diagnostics, "step {step}");
        assert_eq!(built.artifacts, clean.artifacts, "step {step}");
        let Some(whole) = built.artifacts else {
            failed += 1;
            edit(&portal, step);
            continue;
        };
        for path in wanted.iter().filter(|_| ahead.is_some()) {
            let [early, late] =
                [ahead.as_ref(), Some(&whole)].map(|site| site.and_then(|site| site.get(path.as_str())).map(|bytes| text(bytes)));
            assert_eq!(early, late, "step {step}: {path}");
            shown += 1;
        }
        edit(&portal, step);
    }
    assert!(shown > 20 && failed > 0 && overtaken > 10, "{shown} pages and {overtaken} times were shown ahead, {failed} builds failed");
}

/// A page without the name of the search index, which is the old one on pages that are shown ahead.
fn text(html: &[u8]) -> String {
    let html = String::from_utf8_lossy(html);
    let mut parts = html.split("/assets/search-");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |all, part| all + part.split_once(".json").map_or(part, |(_, rest)| rest))
}
