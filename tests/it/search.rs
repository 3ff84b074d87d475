//! The browser's search and ours: the same words of every text, the same answers in the same order, over the portal itself.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use dalil::config::BuildOptions;
use dalil::model::Date;
use dalil::search::fold::{self, Apostrophe};
use dalil::search::{Corpus, Index, SourcePage, SourceSection, index, part, search};
use dalil::theme::Theme;
use dalil::{load, pipeline};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct Asked<'a> {
    /// The script as it is published.
    client: &'a str,
    parts: Vec<String>,
    queries: &'a [String],
    texts: &'a [String],
}

#[derive(Deserialize)]
struct Answered {
    rankings: Vec<Vec<(String, f64)>>,
    words: Vec<Vec<String>>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What the client says. Node runs it as a browser would.
fn client(index: &Index, queries: &[String], texts: &[String]) -> Answered {
    let parts = [vec![index.file()], index.buckets.clone()].concat();
    let sources = load::load(root()).expect("the portal").value;
    let theme = Theme::parse(&sources, "default").value.expect("the theme");
    let client = std::str::from_utf8(&theme.assets["search.js"]).expect("text");
    let asked = Asked { client, parts, queries, texts };
    let mut node = Command::new("node")
        .arg(root().join("tests/search/compare.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs the client: install nodejs");
    let question = serde_json::to_vec(&asked).expect("JSON");
    node.stdin.take().expect("a pipe").write_all(&question).expect("node listens");
    let output = node.wait_with_output().expect("node answers");
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Every letter of the scripts of our languages in a word of its own, and random strings of them.
fn letters() -> Vec<String> {
    let blocks = [
        0x20..0x250,
        0x250..0x3b0,
        0x400..0x530,
        0x600..0x700,
        0x750..0x780,
        0x1e00..0x1f00,
        0x2000..0x2070,
        0xfb50..0xfe00,
        0xfe70..0xff00,
    ];
    let all: Vec<char> = blocks.into_iter().flatten().filter_map(char::from_u32).collect();
    let mut seed = 5u64;
    let mut random = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all[(seed >> 33) as usize % all.len()]
    };
    let strings: Vec<String> = (0..2000).map(|_| (0..12).map(|_| random()).collect()).collect();
    all.iter().map(|letter| format!("a{letter}b {letter}")).chain(strings).collect()
}

fn queries(index: &Index) -> Vec<String> {
    let titles = index.first.pages.iter().map(|page| page.title.clone());
    let headings = index.first.sections.iter().step_by(7).map(|section| section.heading.clone());
    let cut = |text: String| {
        let letters = text.chars().count();
        text.chars().take(letters * 2 / 3).collect::<String>()
    };
    let typed = [
        "",
        "a",
        "?",
        "الكمليك",
        "sınır dışı",
        "deport",
        "<b>",
        "(.*",
        "😀",
        "157",
        "kimlk",
        "a b c d e f g h i j k l",
        "\"free legal help\"",
        "«حمایت موقت»",
        "\"",
        "“a” \"b",
    ];
    let strange = typed.map(str::to_string).into_iter().chain(["x".repeat(10_000), "\u{64e}\u{650}".to_string()]);
    titles.clone().step_by(4).chain(headings.step_by(3)).chain(titles.step_by(3).map(cut)).chain(strange).collect()
}

#[test]
fn the_browser_finds_what_we_find() {
    let sources = load::load(root()).expect("the portal").value;
    let options = BuildOptions { base_url: None, drafts: false, today: Date::parse("2026-01-01").expect("a day") };
    let indexes = pipeline::indexes(&sources, &options).value;
    for (language, index) in indexes.iter().filter(|(language, _)| ["en", "tr", "ar", "ckb"].contains(&language.as_str())) {
        let (queries, texts) = (queries(index), letters());
        let answered = client(index, &queries, &texts);
        let apostrophe = Apostrophe::named(&index.head.apostrophe).expect("a known rule");
        for (text, words) in texts.iter().zip(&answered.words) {
            assert_eq!(&fold::words(text, apostrophe), words, "{language}: {text:?}");
        }
        for (query, ranking) in queries.iter().zip(&answered.rankings) {
            let ours: Vec<(String, f64)> = search(index, query, 10).into_iter().map(|hit| (hit.url, hit.score)).collect();
            // Reading a number from JSON may change its last digit.
            let same = |(a, b): (&(String, f64), &(String, f64))| a.0 == b.0 && (a.1 - b.1).abs() < 1e-9;
            let agree = ours.len() == ranking.len() && ours.iter().zip(ranking).all(same);
            assert!(agree, "{language}: {query:?}\n{ours:?}\n{ranking:?}");
        }
    }
}

#[test]
fn a_file_that_is_cut_or_of_another_version_is_refused() {
    let page = SourcePage { url: "/en/a/".to_string(), title: "Deportation".to_string(), ..SourcePage::default() };
    let section = SourceSection { text: "Appeal within seven days.".to_string(), ..SourceSection::default() };
    let corpus = Corpus {
        lang: "en".to_string(),
        dir: "ltr".to_string(),
        base: "/en/".to_string(),
        kinds: vec![String::new()],
        pages: vec![SourcePage { sections: vec![section], ..page }],
        concepts: Vec::new(),
    };
    let file = index(&corpus).file();
    let (_, part) = part::decode_first(&file).expect("a whole file");
    assert!(part.terms.iter().any(|term| term.word == "deportation" && term.postings == [(0, part::TITLE)]));
    for end in file.char_indices().map(|(at, _)| at) {
        assert_eq!(part::decode_first(&file[..end]), None);
    }
    assert_eq!(part::decode_first(&file.replace("\"v\":2", "\"v\":9")), None);
}
