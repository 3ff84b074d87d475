//! Facts that must agree between languages: the portal's own content is free of false alarms, and seeded faults are all found.

use std::path::Path;

use dalil::config::BuildOptions;
use dalil::diagnostic::Diagnostic;
use dalil::load;
use dalil::model::{Date, Site, SourcePath, Sources};
use dalil::{pipeline, translate};

/// A fault: the language, what stands in the sound translation, what takes its place, and the code that must find it.
type Fault = (&'static str, &'static str, &'static str, &'static str);

const EN: &str = "---\ntitle: Guide\nsummary: What to do.\nkind: guide\n---\n\nLead since 8 June 2021.[^a]\n\n## When {#when}\n\n\
Wait 45 days after 3 April 2024 and pay 964 TL. Call 0850 218 48 30 or write to help@example.org ([Art. 53](law:lfip/53)).\n\n\
- Ask.\n- Sign.\n- Go to [the page](index.md).\n\n> [!DEADLINE]\n> You have [7 days](fact:deportation-appeal).\n\n\
| Form | Copies |\n|---|---|\n| A | 2 |\n| B | 3 |\n\nSee [the site](https://example.org/en/forms).\n\n[^a]: Source.\n";

const TRANSLATIONS: [(&str, &str); 4] = [
    (
        "ar",
        "---\ntitle: دليل\nsummary: ما العمل.\ntranslation: {from: en, state: machine}\n---\n\nتمهيد منذ 8 يونيو/حزيران 2021.[^a]\n\n## متى {#when}\n\n\
انتظر 45 يومًا بعد 3 أبريل/نيسان 2024 وادفع 964 ليرة. اتصل بالرقم 0850 218 48 30 أو اكتب إلى help@example.org ([المادة 53](law:lfip/53)).\n\n\
- اسأل.\n- وقّع.\n- اذهب إلى [الصفحة](index.md).\n\n> [!DEADLINE]\n> لديك [7 أيام](fact:deportation-appeal).\n\n\
| نموذج | نسخ |\n|---|---|\n| A | 2 |\n| B | ثلاث |\n\nانظر [الموقع](https://example.org/ar/forms).\n\n[^a]: مصدر.\n",
    ),
    (
        "fa",
        "---\ntitle: راهنما\nsummary: چه باید کرد.\ntranslation: {from: en, state: machine}\n---\n\nمقدمه از ۸ ژوئن ۲۰۲۱ (۱۸ خرداد ۱۴۰۰).[^a]\n\n## کی {#when}\n\n\
پس از ۳ آوریل ۲۰۲۴، ۴۵ روز صبر کنید و ۹۶۴ لیر بپردازید. با 0850 218 48 30 تماس بگیرید یا به help@example.org بنویسید ([ماده 53](law:lfip/53)).\n\n\
- بپرسید.\n- امضا کنید.\n- به [صفحه](index.md) بروید.\n\n> [!DEADLINE]\n> [۷ روز](fact:deportation-appeal) دارید.\n\n\
| فرم | نسخه |\n|---|---|\n| A | ۲ |\n| B | ۳ |\n\n[سایت](https://example.org/fa/forms) را ببینید.\n\n[^a]: منبع.\n",
    ),
    (
        "tr",
        "---\ntitle: Rehber\nsummary: Ne yapmalı.\ntranslation: {from: en, state: machine}\n---\n\nBaşlangıç: 8 Haziran 2021.[^a]\n\n## Ne zaman {#when}\n\n\
3 Nisan 2024’ten sonra 45 gün bekleyin ve 964 lira ödeyin. 0850 218 48 30’u arayın veya help@example.org adresine yazın ([m. 53](law:lfip/53)).\n\n\
- Sorun.\n- İmzalayın.\n- [Sayfaya](index.md) gidin.\n\n> [!DEADLINE]\n> [7 gün](fact:deportation-appeal) süreniz var.\n\n\
| Form | Nüsha |\n|---|---|\n| A | iki |\n| B | 3 |\n\n[Siteye](https://example.org/tr/formlar) bakın.\n\n[^a]: Kaynak.\n",
    ),
    (
        "ckb",
        "---\ntitle: ڕێبەر\nsummary: چی بکەن.\ntranslation: {from: en, state: machine}\n---\n\nسەرەتا لە ٨ی حوزەیرانی ٢٠٢١.[^a]\n\n## کەی {#when}\n\n\
دوای ٣ی نیسانی ٢٠٢٤، ٤٥ ڕۆژ چاوەڕێ بکەن و ٩٦٤ لیرە بدەن. پەیوەندی بە 0850 218 48 30 بکەن یان بۆ help@example.org بنووسن ([ماددەی 53](law:lfip/53)).\n\n\
- بپرسن.\n- واژۆ بکەن.\n- بڕۆن بۆ [لاپەڕە](index.md).\n\n> [!DEADLINE]\n> [٧ ڕۆژ](fact:deportation-appeal) کاتتان هەیە.\n\n\
| فۆرم | کۆپی |\n|---|---|\n| A | ٢ |\n| B | ٣ |\n\n[ماڵپەڕەکە](https://example.org/ckb/forms) ببینن.\n\n[^a]: سەرچاوە.\n",
    ),
];

/// Ten kinds of fault in each of four languages.
#[rustfmt::skip]
const FAULTS: [Fault; 40] = [
    ("ar", "45 يومًا", "54 يومًا", "parity-number"),
    ("fa", "۴۵ روز", "۵۴ روز", "parity-number"),
    ("tr", "45 gün", "54 gün", "parity-number"),
    ("ckb", "٤٥ ڕۆژ", "٥٤ ڕۆژ", "parity-number"),
    ("ar", "3 أبريل/نيسان", "4 مارس/آذار", "parity-date"),
    ("fa", "۳ آوریل", "۴ مارس", "parity-date"),
    ("tr", "3 Nisan", "4 Mart", "parity-date"),
    ("ckb", "٣ی نیسانی", "٤ی ئازاری", "parity-date"),
    ("ar", "0850 218 48 30", "0850 218 48 3", "parity-phone"),
    ("fa", "0850 218 48 30", "0850 218 43 80", "parity-phone"),
    ("tr", "0850 218 48 30", "0850 21 48 30", "parity-phone"),
    ("ckb", "0850 218 48 30", "0850 219 48 30", "parity-phone"),
    ("ar", "964 ليرة", "694 ليرة", "parity-amount"),
    ("fa", "۹۶۴ لیر", "۹۴۶ لیر", "parity-amount"),
    ("tr", "964 lira", "964 dolar", "parity-amount"),
    ("ckb", "٩٦٤ لیرە", "٩٦٤ یۆرۆ", "parity-amount"),
    ("ar", "- وقّع.\n", "", "parity-list"),
    ("fa", "- امضا کنید.\n", "", "parity-list"),
    ("tr", "- Sorun.\n", "- Sorun.\n- Yine sorun.\n", "parity-list"),
    ("ckb", "- بپرسن.\n", "", "parity-list"),
    ("ar", ".[^a]\n", ".\n", "parity-footnote"),
    ("fa", ".[^a]\n", ".\n", "parity-footnote"),
    ("tr", ".[^a]\n", ".\n", "parity-footnote"),
    ("ckb", ".[^a]\n", ".\n", "parity-footnote"),
    ("ar", "[المادة 53](law:lfip/53)", "[المادة 54](law:lfip/54)", "parity-article"),
    ("fa", "[ماده 53](law:lfip/53)", "[ماده 53](law:lfip/54)", "parity-article"),
    ("tr", " ([m. 53](law:lfip/53))", "", "parity-article"),
    ("ckb", "law:lfip/53", "law:lfip/57", "parity-article"),
    ("ar", "[7 أيام](fact:deportation-appeal)", "7 أيام", "parity-reference"),
    ("fa", "fact:deportation-appeal", "fact:objection", "parity-reference"),
    ("tr", "fact:deportation-appeal", "fact:court-general", "parity-reference"),
    ("ckb", "[٧ ڕۆژ](fact:deportation-appeal)", "٧ ڕۆژ", "parity-reference"),
    ("ar", "| B | ثلاث |\n", "", "parity-table"),
    ("fa", "| B | ۳ |\n", "", "parity-table"),
    ("tr", "| B | 3 |\n", "| B | 3 |\n| C | |\n", "parity-table"),
    ("ckb", "| B | ٣ |\n", "", "parity-table"),
    ("ar", "[!DEADLINE]", "[!NOTE]", "parity-callout"),
    ("fa", "help@example.org", "help@example.com", "parity-email"),
    ("tr", "https://example.org/tr/formlar", "https://example.net/tr/formlar", "parity-url"),
    ("ckb", "> [!DEADLINE]\n> ", "", "parity-callout"),
];

fn portal() -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let loaded = load::load(root).expect("the portal");
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    loaded.value
}

/// The portal with every translation stamped: its sections are said to be those of today's originals.
fn stamped(sources: &Sources) -> Sources {
    let mut stamped = sources.clone();
    let site = resolved(sources);
    for page in site.pages.values() {
        for (language, edition) in &page.editions {
            if let Some(result) = translate::stamp(&site, page, *language, &translate::Stamp::default()) {
                stamped.insert(edition.document.path.clone(), result.expect("a stamp").text.into_bytes());
            }
        }
    }
    stamped
}

fn options() -> BuildOptions {
    BuildOptions { base_url: None, drafts: false, today: Date::parse("2026-11-21").expect("a day") }
}

fn resolved(sources: &Sources) -> Site {
    let mut findings = Vec::new();
    let site = pipeline::resolved(sources, &options(), &mut findings).expect("a site");
    assert!(findings.is_empty(), "{findings:?}");
    site
}

fn parity(sources: &Sources) -> Vec<Diagnostic> {
    pipeline::check(&stamped(sources), &options()).into_iter().filter(|found| found.code.starts_with("parity-")).collect()
}

/// The portal with a guide in five languages, beside the files that every one needs.
fn with_guide(change: Option<&Fault>) -> Sources {
    let mut sources = portal_without_pages();
    sources.insert(SourcePath::new("content/en/guide.md"), EN.as_bytes());
    for (language, text) in TRANSLATIONS {
        let text = match change {
            Some((of, from, to, code)) if *of == language => {
                assert!(text.contains(from), "{from} stands in the {language} text");
                let text = text.replacen(from, to, 1);
                // A note that nothing refers to is another finding.
                if *code == "parity-footnote" { text.split("\n[^a]:").next().unwrap_or_default().to_string() } else { text }
            }
            _ => text.to_string(),
        };
        sources.insert(SourcePath::new(format!("content/{language}/guide.md")), text.into_bytes());
    }
    sources
}

fn portal_without_pages() -> Sources {
    let mut sources = Sources::default();
    for (path, bytes) in portal().iter().filter(|(path, _)| !path.as_str().ends_with(".md")) {
        sources.insert(path.clone(), bytes.to_vec());
    }
    let home = "---\ntitle: Home\nkind: home\nreview: pending\n---\n";
    sources.insert(SourcePath::new("content/en/index.md"), home.as_bytes());
    sources
}

#[test]
fn the_portal_raises_no_alarm() {
    let found = parity(&portal());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn sound_translations_raise_no_alarm() {
    let found = parity(&with_guide(None));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_seeded_fault_is_found_on_its_side_and_shows_both() {
    let mut missed = Vec::new();
    for fault in &FAULTS {
        let found = parity(&with_guide(Some(fault)));
        let file = format!("content/{}/guide.md", fault.0);
        let hit = found.iter().find(|found| found.code == fault.3);
        match hit {
            Some(hit)
                if hit.place.file.as_str() == file && hit.also.iter().any(|(place, _)| place.file.as_str() == "content/en/guide.md") => {}
            _ => missed.push(format!("{fault:?}: {found:?}")),
        }
        missed.extend(found.iter().filter(|found| found.place.file.as_str() != file).map(|other| format!("{fault:?} blames {other:?}")));
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_difference_is_accepted_with_a_reason() {
    let mut sources = with_guide(Some(&FAULTS[2]));
    let text = TRANSLATIONS[2].1.replacen("45 gün", "54 gün", 1);
    let accept = |code: &str| text.replacen("---\n", &format!("---\naccept: [{{section: when, code: {code}, reason: Deliberate}}]\n"), 1);
    let file = SourcePath::new("content/tr/guide.md");
    sources.insert(file.clone(), accept("parity-number").into_bytes());
    assert!(parity(&sources).is_empty());
    sources.insert(file, accept("parity-date").into_bytes());
    assert_eq!(parity(&sources).len(), 1);
}
