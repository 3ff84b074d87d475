//! What must hold of every text that goes to a translator and comes back, however strange; and of every edit of an original.

use dalil::config::BuildOptions;
use dalil::diagnostic::Severity;
use dalil::model::{Date, LanguageId, Site, SourcePath, Sources};
use dalil::pipeline;
use dalil::translate::{self, Bundle, History, po, xliff};
use proptest::prelude::*;

use crate::exchange::filled;

const SITE: &str = "title: {en: Portal}\nbase_url: https://a.example\nlanguages: [en, ar]\n";
const FRONT: &str = "---\ntitle: Guide\nsummary: What to do.\nkind: page\n---\n\n";
const HOME: &str = "---\ntitle: Home\nkind: home\n---\n";
const FILE: &str = "content/en/guide.md";
const ARABIC: LanguageId = LanguageId(1);

/// Words with signs that mean something to Markdown, YAML, XML or gettext.
const WORDS: &[&str] = &[
    "law",
    "نص",
    "7",
    "*",
    "**bold**",
    "*it*",
    "_",
    "a_b",
    "`code`",
    "[page](index.md)",
    "[tr](lang:tr)",
    "<https://a.org/x>",
    "\\[",
    "\\*",
    "&amp;",
    "&",
    "<",
    "a|b",
    "#",
    "-",
    "1.",
    "\"q\"",
    "“é”",
    "\\\\",
    "! ",
    "[^n]",
    "{x}",
    "~",
    ":",
    "<!-- r -->",
    "%s",
    "\u{a0}",
];

/// Words on one line or several. The first is a letter, so that the line begins no other block.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec((prop::sample::select(WORDS), prop::sample::select(&[" ", " ", " ", "\n", "\\\n"][..])), 1..7)
        .prop_map(|words| format!("x {} end.", words.iter().map(|(word, space)| format!("{word}{space}")).collect::<String>().trim_end()))
}

fn line() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.replace("\\\n", " ").replace('\n', " ").replace('|', "/"))
}

fn block() -> impl Strategy<Value = String> {
    prop_oneof![
        text(),
        prop::collection::vec(line(), 1..4).prop_map(|items| items.iter().map(|item| format!("- {item}\n")).collect::<String>()),
        prop::collection::vec(line(), 1..4).prop_map(|items| items
            .iter()
            .enumerate()
            .map(|(n, item)| format!("{}. {item}\n\n   - in\n", n + 1))
            .collect::<String>()),
        (line(), line()).prop_map(|(a, b)| format!("> [!NOTE]\n> {a}\n> {b}\n>\n> - {b}")),
        (line(), line()).prop_map(|(a, b)| format!("| a | b |\n|---|---|\n| {a} | {b} |")),
        (line(), line()).prop_map(|(a, b)| format!("{a}\n: {b}")),
        Just("```\n*code*\n```".to_string()),
        Just("<!-- remark -->".to_string()),
    ]
}

fn sections() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(prop::collection::vec(block(), 1..4), 1..4)
}

fn body(sections: &[Vec<String>]) -> String {
    let section = |(at, blocks): (usize, &Vec<String>)| {
        let heading = if at == 0 { String::new() } else { format!("## Heading {at} *x* {{#s{at}}}\n\n") };
        heading + &blocks.iter().map(|block| format!("{}\n\n", block.trim_end())).collect::<String>()
    };
    let text: String = sections.iter().enumerate().map(section).collect();
    let note = if text.contains("[^n]") { "[^n]: A note.\n" } else { "" };
    text + note
}

fn portal(files: &[(&str, String)]) -> Sources {
    let mut sources = Sources::default();
    sources.insert(SourcePath::new("site.yaml"), SITE.as_bytes());
    sources.insert(SourcePath::new("content/en/index.md"), HOME.as_bytes());
    for (path, text) in files {
        sources.insert(SourcePath::new(*path), text.as_bytes());
    }
    sources
}

fn site(sources: &Sources) -> Site {
    let options = BuildOptions { base_url: None, drafts: true, today: Date::parse("2026-11-21").expect("a day") };
    pipeline::resolved(sources, &options, &mut Vec::new()).expect("a portal")
}

/// Whether an editor would be told of no mistake in it.
fn is_sound(sources: &Sources) -> bool {
    let options = BuildOptions { base_url: None, drafts: true, today: Date::parse("2026-11-21").expect("a day") };
    let mut findings = Vec::new();
    pipeline::resolved(sources, &options, &mut findings).is_some() && findings.iter().all(|found| found.severity == Severity::Warning)
}

fn bundle(site: &Site) -> Bundle {
    let sheet = translate::sheet(site, site.page("guide").expect("the page"), ARABIC, &History::new());
    Bundle { language: site.config.languages.get(ARABIC).clone(), title: "Portal".to_string(), sheets: vec![sheet] }
}

/// The Arabic file once a PO file is in, or what is wrong.
fn imported(sources: &Sources, text: &str) -> Result<String, String> {
    let returned = po::read(&SourcePath::new("a.po"), text.as_bytes());
    if let Some(found) = returned.diagnostics.first() {
        return Err(format!("{found:?}"));
    }
    let outcome = translate::import(&site(sources), sources, &[returned.value], None);
    match (outcome.value.files.as_slice(), outcome.diagnostics.as_slice()) {
        ([file], []) => Ok(file.text.clone()),
        (files, found) => Err(format!("{files:?} {found:?}")),
    }
}

fn ids(site: &Site) -> Vec<String> {
    site.page("guide").expect("the page").stale(ARABIC).iter().map(|stale| stale.id.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn out_and_in_again_is_the_same_markdown(sections in sections()) {
        let text = body(&sections);
        let english = portal(&[(FILE, format!("{FRONT}{text}"))]);
        prop_assume!(is_sound(&english));
        let file = po::write(&bundle(&site(&english)));
        let arabic = imported(&english, &filled(&file, str::to_string));
        let arabic = arabic.map_err(TestCaseError::fail)?;
        prop_assert!(arabic.ends_with(&format!("---\n\n{text}")), "{}\n{}", arabic, file);
        let both = portal(&[(FILE, format!("{FRONT}{text}")), ("content/ar/guide.md", arabic.clone())]);
        prop_assert_eq!(ids(&site(&both)), Vec::<String>::new());
        for exported in [po::write(&bundle(&site(&both))), xliff::write(&bundle(&site(&both)))] {
            let returned = if exported.starts_with('<') {
                xliff::read(&SourcePath::new("a.xlf"), exported.as_bytes())
            } else {
                po::read(&SourcePath::new("a.po"), exported.as_bytes())
            };
            let outcome = translate::import(&site(&both), &both, &[returned.value], None);
            prop_assert!(outcome.value.files.is_empty() && outcome.diagnostics.is_empty(), "{:?}", outcome);
        }
    }

    /// Every text changed, so that all Markdown is written anew.
    #[test]
    fn changed_texts_come_out_as_they_went_in(sections in sections()) {
        let english = portal(&[(FILE, format!("{FRONT}{}", body(&sections)))]);
        prop_assume!(is_sound(&english));
        let file = po::write(&bundle(&site(&english)));
        let changed = filled(&file, |text| format!("ن - {text} ه"));
        let arabic = imported(&english, &changed);
        let arabic = arabic.map_err(TestCaseError::fail)?;
        let both = portal(&[(FILE, format!("{FRONT}{}", body(&sections))), ("content/ar/guide.md", arabic)]);
        let again = po::write(&bundle(&site(&both)));
        let texts = |text: &str| text.lines().filter(|line| line.starts_with("msgstr") || line.starts_with("msgctxt")).map(str::to_string).collect::<Vec<_>>();
        prop_assert_eq!(texts(&again), texts(&changed));
    }

    #[test]
    fn an_edit_outdates_its_section_alone(sections in sections(), at in any::<prop::sample::Index>(), block in any::<prop::sample::Index>()) {
        let text = body(&sections);
        let english = portal(&[(FILE, format!("{FRONT}{text}"))]);
        prop_assume!(is_sound(&english));
        let arabic = imported(&english, &filled(&po::write(&bundle(&site(&english))), str::to_string)).map_err(TestCaseError::fail)?;
        let mut edited = sections.clone();
        let at = at.index(edited.len());
        let block = block.index(edited[at].len());
        edited[at].insert(block, "Another sentence.".to_string());
        let both = portal(&[(FILE, format!("{FRONT}{}", body(&edited))), ("content/ar/guide.md", arabic)]);
        let id = if at == 0 { "_".to_string() } else { format!("s{at}") };
        prop_assert_eq!(ids(&site(&both)), [id]);
    }

    /// Files of all kinds that no tool would write.
    #[test]
    fn any_file_is_read_without_panic(text in r#"(<(/)?(xliff|file|unit|segment|source|target|pc|ph|note)( (id|name|version|trgLang)="[a-z0-9.]{0,3}")?/?>|&(lt|gt|x|#1);|<!--|-->|[a-z é\n]|<b1>|</b1>|<!DOCTYPE a>|<!\[CDATA\[|\]\]>){0,40}"#) {
        let outcome = xliff::read(&SourcePath::new("a.xlf"), text.as_bytes());
        for found in outcome.diagnostics {
            if let Some(span) = found.place.span {
                prop_assert!(text.get(span.range()).is_some(), "{:?}", found);
            }
        }
    }
}
