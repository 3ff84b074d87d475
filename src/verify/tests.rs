//! One small site without a fault, and for every kind of fault the one change that makes it.

use super::*;
use crate::digest::csp_hash;

const STYLE: &str = "p{margin:0;background:url(/assets/p.svg)}";

fn page(lang: &str, dir: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\"><title>T &amp; t</title><style>{STYLE}</style>\
         <link rel=\"canonical\" href=\"https://own.example/{lang}/\"><link rel=\"alternate\" hreflang=\"en\" href=\"https://own.example/en/\">\
         <link rel=\"alternate\" hreflang=\"ar\" href=\"https://own.example/ar/\"><link rel=\"alternate\" hreflang=\"x-default\" href=\"/\">\
         <link rel=\"alternate\" type=\"application/atom+xml\" href=\"/feed.xml\"><link rel=\"icon\" href=\"/assets/p.svg\">\
         <script src=\"/assets/s.js\" defer></script><script type=\"application/ld+json\">{{\"a\":1}}</script></head>\
         <body><main aria-labelledby=\"a b\"><h1 id=\"a\">A</h1><h2 id=\"b\">B</h2><p><a href=\"#b\">b</a> <a href=\"/ar/#a\">a</a> \
         <a href=\"https://other.example/\">o</a> <a href=\"tel:157\">157</a> <a href=\"/assets/%D8%A7.pdf\">p</a> <a href=\"#top\">t</a>\
         <img src=\"/assets/p.svg\" srcset=\"/assets/p.svg 2x\" alt=\"\" width=\"1\" height=\"1\"></p></main></body></html>"
    )
}

fn files() -> Vec<(&'static str, String)> {
    let hash = csp_hash(STYLE);
    vec![
        ("_headers", format!("/*\n  Content-Security-Policy: default-src 'none'; style-src '{hash}'; img-src 'self'\n/en/*\n  X: y\n")),
        ("ar/index.html", page("ar", "rtl")),
        ("assets/p.svg", String::new()),
        ("assets/s.css", "a{background:url('/assets/p.svg')}".to_string()),
        ("assets/s.js", String::new()),
        ("assets/ا.pdf", String::new()),
        ("en/index.html", page("en", "ltr")),
        ("feed.xml", String::new()),
        ("index.html", "<!DOCTYPE html><html lang=en dir=ltr><title>x</title><a href=/en/>en</a></html>".to_string()),
    ]
}

const BUDGETS: Budgets =
    Budgets { document: 2_000, style: 6_000, scripts: 10_000, view: 25_000, requests: 4, picture: 30_000, download: 1_000_000 };
const RULES: Rules<'_> = Rules { base_url: "https://own.example", budgets: BUDGETS };

fn findings(files: Vec<(&str, String)>) -> Vec<(String, &'static str)> {
    let mut artifacts = Artifacts::default();
    files.into_iter().for_each(|(path, text)| artifacts.insert(OutPath::new(path), text.into_bytes()));
    verify(&artifacts, &RULES).into_iter().map(|finding| (finding.path.to_string(), finding.fault.code)).collect()
}

/// The findings once `from` is replaced by `to` in one file. Without `from`, the file is left out.
fn after(path: &str, from: &str, to: &str) -> Vec<(String, &'static str)> {
    let mut files = files();
    if from.is_empty() {
        files.retain(|(known, _)| *known != path);
    } else {
        let (_, text) = files.iter_mut().find(|(known, _)| *known == path).unwrap();
        assert!(text.contains(from), "{from}");
        *text = text.replacen(from, to, 1);
    }
    findings(files)
}

#[test]
fn a_good_site_has_no_findings() {
    assert_eq!(findings(files()), []);
    let unguarded = |path: &str| (path.to_string(), "content-security-policy");
    let pages = ["ar/index.html", "en/index.html", "index.html"];
    assert_eq!(after("_headers", "/*", "/elsewhere/*"), pages.map(unguarded));
    assert_eq!(after("_headers", "'none'", "'self'"), pages.map(unguarded));
}

#[test]
fn every_fault_is_found_where_it_is() {
    let (en, b) = ("en/index.html", "<h2 id=\"b\">B</h2>");
    for (path, from, to, codes) in [
        (en, "<h2 id=\"b\"", "<h2 id=\"a\"", "broken-fragment duplicate-id no-such-id"),
        (en, "\"a b\"", "\"a c\"", "no-such-id"),
        (en, "href=\"#b\"", "href=\"#c\"", "broken-fragment"),
        (en, "/ar/#a", "/ar/#c", "broken-fragment"),
        (en, "/ar/#a", "/fr/", "broken-link"),
        (en, "/ar/#a", "/ar", "broken-link"),
        (en, "/ar/#a", "../ar/", "relative-link"),
        (en, "/ar/#a", "javascript:x()", "script-link"),
        (en, "/assets/p.svg 2x", "/assets/q.svg 2x", "broken-link"),
        (en, "rel=\"canonical\" href=\"https://own.example/en/", "rel=\"canonical\" href=\"https://own.example/ar/", "alternate-borrowed"),
        (en, " lang=\"en\"", "", "no-language"),
        (en, " dir=\"ltr\"", " dir=\"auto\"", "no-language"),
        (en, " alt=\"\"", "", "image-alt"),
        (en, " height=\"1\"", "", "image-size"),
        (en, "<img src=\"/assets/p.svg\"", "<img src=\"//cdn.example/p.svg\"", "foreign-resource"),
        (en, "href=\"/assets/p.svg\"", "href=\"https://cdn.example/p.svg\"", "foreign-resource"),
        (en, "margin:0", "margin:1px", "blocked-style"),
        (en, b, "<h2 id=\"b\" style=\"margin:0\">B</h2>", "blocked-style"),
        (en, b, "<h2 id=\"b\" onclick=\"x()\">B</h2>", "blocked-script"),
        (en, b, "<h2 id=\"b\">B</h2><script>x()</script>", "blocked-script"),
        (en, b, "<h2 id=\"b\" id=\"d\">B</h2>", "markup"),
        ("assets/s.css", "/assets/p.svg", "https://cdn.example/p.svg", "foreign-resource"),
        ("assets/s.css", "/assets/p.svg", "/assets/q.svg", "broken-link"),
        (en, "hreflang=\"x-default\" href=\"/\"", "hreflang=\"x-default\" href=\"/no/\"", "alternate-missing"),
        (en, "hreflang=\"x-default\" href=\"/\"", "hreflang=\"ar\" href=\"/ar/\"", "alternate-repeated"),
    ] {
        let mut found = after(path, from, to);
        // The other edition's link to a page that says less of itself is not at issue here.
        found.retain(|(known, _)| known == path);
        found.dedup();
        assert_eq!(found.iter().map(|(_, code)| *code).collect::<Vec<_>>().join(" "), codes, "{to}");
    }
}

#[test]
fn phone_numbers_keep_their_order() {
    let ar = "ar/index.html";
    assert_eq!(after(ar, ">157</a>", ">0850 218 48 30</a>"), [(ar.to_string(), "loose-number")]);
    assert_eq!(after(ar, ">157</a>", "><bdi dir=\"ltr\">0850 218 48 30</bdi></a>"), []);
    assert_eq!(after("en/index.html", ">157</a>", ">0850 218 48 30</a>"), []);
}

#[test]
fn alternates_answer_each_other() {
    let owned = |list: &[(&str, &'static str)]| list.iter().map(|(path, code)| (path.to_string(), *code)).collect::<Vec<_>>();
    let (en, ar) = ("en/index.html", "ar/index.html");
    let to_en = "<link rel=\"alternate\" hreflang=\"en\" href=\"https://own.example/en/\">";
    assert_eq!(after(en, to_en, ""), owned(&[(en, "alternate-self")]));
    assert_eq!(after(ar, to_en, ""), owned(&[(en, "alternate-one-way")]));
    assert_eq!(after(en, "lang=\"en\"", "lang=\"fr\""), owned(&[(ar, "alternate-language"), (en, "alternate-language")]));
    assert_eq!(after(ar, "", ""), owned(&[(en, "alternate-missing"), (en, "broken-link")]));
}

/// The site with a list of what can be saved, as it should be but for one change.
fn saving(change: impl Fn(&mut String)) -> Vec<(String, &'static str)> {
    let mut files = files();
    let en = files.iter().find(|(path, _)| *path == "en/index.html").unwrap().1.clone();
    let digest = crate::digest::hex(en.as_bytes());
    let mut list = format!(
        "{{\"files\":[[\"/en/\",\"{}\",9]],\"bundle\":{{\"url\":\"/b.json\"}},\"units\":{{\"a\":{{\"files\":[0]}}}}}}",
        &digest[..12]
    );
    change(&mut list);
    files.extend([("en/pack.json", list), ("b.json", String::new())]);
    findings(files)
}

#[test]
fn what_can_be_saved_is_what_the_site_says() {
    assert_eq!(saving(|_| {}), []);
    let wrong = [("en/pack.json".to_string(), "saved-list")];
    assert_eq!(saving(|list| *list = "{}".to_string()), wrong);
    assert_eq!(saving(|list| *list = list.replace("\",9", "f\",9")), wrong);
    assert_eq!(saving(|list| *list = list.replace("[0]", "[1]")), wrong);
    assert_eq!(saving(|list| *list = list.replace("/b.json", "/c.json")), wrong);
    assert_eq!(saving(|list| *list = list.replace("\"/en/\"", "\"/fr/\"")), wrong);
}

#[test]
fn sensitive_pages_are_kept_nowhere() {
    let sensitive = |path: &str, extra: &str| {
        let mut files = files();
        files.iter_mut().for_each(|(known, text)| {
            if *known == path {
                *text = text.replace("<body>", "<body class=\"kind-page sensitive\">");
            }
            if *known == "_headers" {
                text.push_str(extra);
            }
        });
        let en = files.iter().find(|(known, _)| *known == "en/index.html").unwrap().1.clone();
        let digest = &crate::digest::hex(en.as_bytes())[..12];
        let list = serde_json::json!({"files": [["/en/", digest, 9]], "bundle": {"url": "/b.json"}, "units": {}}).to_string();
        let bundle = serde_json::json!({"lines": [en], "pages": [["/en/", [0]]]}).to_string();
        files.extend([("en/pack.json", list), ("b.json", bundle)]);
        findings(files)
    };
    let no_store = "/en/\n  Cache-Control: no-store\n/ar/\n  Cache-Control: no-store\n";
    let of = |path: &str, code: &'static str| (path.to_string(), code);
    assert_eq!(sensitive("ar/index.html", no_store), []);
    assert_eq!(sensitive("ar/index.html", ""), [of("ar/index.html", "sensitive-kept")]);
    assert_eq!(sensitive("en/index.html", no_store), [of("en/pack.json", "sensitive-saved")]);
}

#[test]
fn weight_is_explained() {
    // Noise does not compress: each letter carries six bits.
    let noise: String =
        (0..4_000u64).map(|n| char::from(b'?' + (n.wrapping_mul(n).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58) as u8)).collect();
    let mut artifacts = Artifacts::default();
    let html = format!("<html lang=en dir=ltr><style>p{{color:red}}</style><main>{noise}</main></html>");
    artifacts.insert(OutPath::new("a.html"), html.into_bytes());
    let findings = verify(&artifacts, &RULES);
    let heavy = findings.iter().find(|finding| finding.fault.code == "too-heavy").unwrap();
    assert!(heavy.fault.message.contains("its budget of 2000"), "{heavy:?}");
    assert!(heavy.fault.help.as_deref().is_some_and(|help| help.contains("text 2") || help.contains("text 3")), "{heavy:?}");
    let roomy = Rules { budgets: Budgets { document: 4_000, ..BUDGETS }, ..RULES };
    assert!(verify(&artifacts, &roomy).iter().all(|finding| finding.fault.code != "too-heavy"));
}

#[test]
fn nothing_makes_it_panic() {
    use proptest::prelude::*;
    let pieces = prop::sample::select(vec![
        "<html",
        "<script>",
        "</script>",
        "<style>",
        "url(",
        "@import",
        "<a href=",
        "\"",
        "'",
        "#",
        "%",
        "%E",
        "//",
        "é",
        ":",
        "<!--",
        ">",
        " ",
        "id=",
        "<img srcset=",
        ",",
        "<title>",
        "style=",
        "&",
        "x",
        "<link rel=alternate hreflang=",
        "/",
        "\0",
    ]);
    proptest!(|(page in prop::collection::vec(pieces.clone(), 0..30), headers in prop::collection::vec(pieces, 0..10))| {
        let mut artifacts = Artifacts::default();
        artifacts.insert(OutPath::new("index.html"), page.concat().into_bytes());
        artifacts.insert(OutPath::new("a.css"), page.concat().into_bytes());
        artifacts.insert(OutPath::new("en/pack.json"), page.concat().into_bytes());
        artifacts.insert(OutPath::new("_headers"), format!("/*\n Content-Security-Policy: {}", headers.concat()).into_bytes());
        verify(&artifacts, &RULES);
    });
}
