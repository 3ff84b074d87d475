//! The rules, each by its folder in `tests/check`: what it finds, what it leaves alone, and its words.

use std::fs;
use std::path::Path;

use dalil::check::{Check, find, manual, rules};
use dalil::config::BuildOptions;
use dalil::finding::{self, Finding};
use dalil::model::Date;
use dalil::{load, pipeline};

use crate::fixture::{Portal, compare, files_below, report};

/// Put before a case that has no front matter of its own.
const FRONT: &str = "---\ntitle: Case\nsummary: Text.\nkind: page\n---\n\n";

/// Holds the rule `code` against `tests/check/CODE`.
///
/// Each case in `fail/` must be found, each in `pass/` must be clean of every rule. A case is a page `en.md`, `fa.md`, `en-2.md` (the
/// name begins with its language) or a folder of files laid over `tests/check/_base`. `expected.txt` shows what is said of the failing
/// cases; `UPDATE=1 cargo test` rewrites it.
#[track_caller]
pub fn check_rule(code: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check").join(code);
    assert!(find(code).is_some(), "there is no rule `{code}`");
    let (fail, pass) = (cases(&folder.join("fail")), cases(&folder.join("pass")));
    assert!(!fail.is_empty() && !pass.is_empty(), "tests/check/{code} needs cases in fail/ and in pass/");
    let mut failures = Vec::new();
    let mut said = String::new();
    for (name, portal) in fail {
        let findings = check(&portal);
        if !findings.iter().any(|finding| finding.code == code) {
            failures.push(format!("fail/{name} is not found:\n{}", report(&findings)));
        }
        said += &format!("# {name}\n\n{}", report(&findings));
    }
    for (name, portal) in pass {
        let findings = check(&portal);
        if !findings.is_empty() {
            failures.push(format!("pass/{name} is found:\n{}", report(&findings)));
        }
    }
    compare(&said, &folder.join("expected.txt"), &mut failures);
    assert!(failures.is_empty(), "tests/check/{code}:\n{}\n(UPDATE=1 cargo test rewrites what is expected)", failures.join("\n"));
}

/// The portals of a folder of cases, by name.
fn cases(folder: &Path) -> Vec<(String, Portal)> {
    let mut entries: Vec<_> = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path()).collect();
    entries.sort();
    let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).expect("UTF-8").to_string();
    entries.iter().map(|path| (name(path), portal(path, &name(path)))).collect()
}

fn portal(case: &Path, name: &str) -> Portal {
    let portal = Portal::empty();
    portal.lay(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/_base"));
    if case.is_dir() {
        portal.lay(case);
        return portal;
    }
    let language = name.split(['.', '-']).next().expect("a name");
    let text = fs::read_to_string(case).expect("a case");
    let front = if text.starts_with("---\n") { "" } else { FRONT };
    portal.write(&format!("content/{language}/pages/case.md"), format!("{front}{text}"));
    portal
}

fn check(portal: &Portal) -> Vec<Finding> {
    let options = BuildOptions { base_url: None, drafts: false, today: Date::parse("2026-11-21").expect("a day") };
    let loaded = load::load(portal.root()).expect("a folder");
    let diagnostics = [loaded.diagnostics, pipeline::check(&loaded.value, &options)].concat();
    finding::findings(&diagnostics, &loaded.value)
}

#[test]
fn every_rule_of_the_text_has_its_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check");
    let missing: Vec<&str> = rules()
        .filter(|rule| matches!(rule.check, Check::Edition(_) | Check::Portal(_)))
        .map(|rule| rule.code)
        .filter(|code| !folder.join(code).is_dir())
        .collect();
    assert!(missing.is_empty(), "no folder in tests/check for {missing:?}");
}

/// Every code of the table is shown to be found: by a folder of its own, by a portal of `tests/sites`, or by a test that names it.
#[test]
fn every_rule_is_shown_at_work() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut shown = String::new();
    for file in files_below(&root.join("tests/sites")).into_iter().filter(|file| file.ends_with("expected.txt")) {
        shown += &fs::read_to_string(file).expect("text");
    }
    let sources = [files_below(&root.join("tests/it")), files_below(&root.join("src"))].concat();
    for file in sources.into_iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs")) {
        let text = fs::read_to_string(&file).expect("text");
        let is_test = file.starts_with(root.join("tests")) || file.ends_with("tests.rs");
        shown += if is_test { &text } else { text.split_once("mod tests {").map_or("", |(_, tests)| tests) };
    }
    let is_named = |code: &str| {
        let parted = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
        let mut places = shown.match_indices(code);
        places.any(|(at, _)| parted(shown[..at].chars().next_back()) && parted(shown[at + code.len()..].chars().next()))
    };
    let has_cases = |code: &str| root.join("tests/check").join(code).is_dir();
    let missing: Vec<&str> = rules().map(|rule| rule.code).filter(|code| !has_cases(code) && !is_named(code)).collect();
    assert!(missing.is_empty(), "nothing shows that these are found: {missing:?}");
}

/// Of bytes, which no case can hold.
#[test]
fn what_is_no_text_is_said() {
    let portal = Portal::with(&[]);
    portal.write("site.yaml", b"title: \xff\n");
    let output = portal.dalil(&["check"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("error[not-utf8]"), "{output:?}");
}

#[test]
fn codes_are_in_the_table_once() {
    let mut codes: Vec<&str> = rules().map(|rule| rule.code).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count, "a code stands in the table twice");
}

/// Every code that is written in the sources as a diagnostic's second argument is explained.
#[test]
fn every_code_is_explained() {
    let mut missing = Vec::new();
    for file in files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = fs::read_to_string(&file).unwrap_or_default();
        let text = text.split("mod tests {").next().unwrap_or_default();
        for start in ["Diagnostic::error(", "Diagnostic::warning(", "Fault::new(", "complaint("] {
            missing.extend(
                text.split(start).skip(1).filter_map(code).filter(|code| find(code).is_none()).map(|code| (file.clone(), code.to_string())),
            );
        }
    }
    assert!(missing.is_empty(), "not in the table of rules: {missing:?}");
}

/// The first string of a call that looks like a code.
fn code(call: &str) -> Option<&str> {
    let call = call.split(';').next()?;
    let inside = call.split('"').nth(1)?;
    let is_code = !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    is_code.then_some(inside)
}

#[test]
fn the_manual_is_current() {
    let mut failures = Vec::new();
    compare(&manual(), &Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md"), &mut failures);
    assert!(failures.is_empty(), "{}\n(UPDATE=1 cargo test rewrites it)", failures.join("\n"));
}

/// Every certain fix of every failing case, written twice: the second time nothing is left to write, and no fix made a new finding.
#[test]
fn mending_comes_to_rest() {
    for code in [
        "typed-bullet",
        "typed-number",
        "bidi-control",
        "wrong-letter",
        "tracking-parameter",
        "wrong-punctuation",
        "missing-zwnj",
        "wrong-digits",
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check").join(code).join("fail");
        for (name, portal) in cases(&folder) {
            portal.dalil(&["check", "--fix", "--yes", "--today", "2026-11-21"]);
            let mended = snapshot(&portal);
            assert!(!check(&portal).iter().any(|finding| finding.code == code && fixable(&name)), "{code}/{name} is still found");
            portal.dalil(&["check", "--fix", "--yes", "--today", "2026-11-21"]);
            assert_eq!(mended, snapshot(&portal), "{code}/{name}: mending did not come to rest");
        }
    }
}

/// A case that holds what only a person can mend.
fn fixable(name: &str) -> bool {
    name != "en-2.md"
}

fn snapshot(portal: &Portal) -> Vec<String> {
    files_below(portal.root()).iter().map(|file| fs::read_to_string(file).unwrap_or_default()).collect()
}

#[test]
fn a_fix_is_shown_before_it_is_written() {
    let portal = Portal::with(&[("content/en/pages/case.md", "---\ntitle: Case\nsummary: Text.\nkind: page\n---\n\n► one\n")]);
    let shown = portal.dalil(&["check", "--fix"]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains("-► one\n+- one\n"), "{shown}");
    assert!(portal.read("content/en/pages/case.md").contains('►'));
}

#[test]
fn findings_end_in_the_exit_code_that_is_asked_for() {
    let portal =
        Portal::with(&[("content/en/pages/case.md", "---\ntitle: Case\nsummary: Text.\nkind: page\n---\n\n[here](https://a.example/)\n")]);
    for (arguments, code) in [
        (&["check"][..], 0),
        (&["check", "--strict"], 1),
        (&["check", "--fail-on", "warning"], 1),
        (&["check", "--strict", "--fail-on", "never"], 0),
        (&["check", "--format", "xml"], 2),
        (&["explain", "vague-link"], 0),
        (&["explain", "vage-link"], 2),
    ] {
        assert_eq!(portal.dalil(arguments).status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn formats_name_the_place() {
    let portal =
        Portal::with(&[("content/ar/pages/case.md", "---\ntitle: حالة\nsummary: نص.\nkind: page\n---\n\n[هنا](https://a.example/)\n")]);
    for (format, expected) in [
        ("github", "::warning file=content/ar/pages/case.md,line=7,col=1,title=vague-link::"),
        ("sarif", "\"ruleId\": \"vague-link\""),
        ("html", "<mark>[هنا](https://a.example/)</mark>"),
        ("html", "<h2 id=\"owner-0\">For <bdi>editors of the text in العربية</bdi></h2>"),
    ] {
        let output = portal.dalil(&["check", "--format", format]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains(expected), "{format}: {text}");
    }
}
