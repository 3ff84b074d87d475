//! Translations and their originals: what outdates which section, and the whole walk from a changed deadline to a current translation.

use std::process::Output;

use crate::fixture::Portal;

const EN: &str = "---\ntitle: Guide\nsummary: What to do.\nkind: page\n---\n\nLead.\n\n## When {#when}\n\nAppeal within 7 days, at the court.\n\n## Who {#who}\n\nA lawyer helps.\n";
const AR: &str = "---\n# written by hand\ntitle: دليل\nsummary: ما العمل.\ntranslation: {from: en, state: machine} # by nobody\n---\n\nتمهيد.\n\n## متى {#when}\n\nالطعن خلال 7 أيام أمام المحكمة.\n\n## من {#who}\n\nالمحامي يساعد.\n";
const EN_FILE: &str = "content/en/guides/appeal.md";
const AR_FILE: &str = "content/ar/guides/appeal.md";
const DEADLINE: &str = "> [!DEADLINE]\n> Appeal within 7 days, at the court.\n";
const DEADLINE_AR: &str = "> [!DEADLINE]\n> الطعن خلال 7 أيام أمام المحكمة.\n";

fn portal() -> Portal {
    let portal = Portal::with(&[(EN_FILE, &en()), (AR_FILE, &ar())]);
    succeed(&portal.dalil(&["stamp", AR_FILE, "content/ar/index.md"]));
    portal
}

fn en() -> String {
    EN.replace("Appeal within 7 days, at the court.\n", DEADLINE)
}

fn ar() -> String {
    AR.replace("الطعن خلال 7 أيام أمام المحكمة.\n", DEADLINE_AR)
}

#[track_caller]
fn succeed(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

/// The sections of the Arabic guide that are outdated, by `dalil status`.
#[track_caller]
fn outdated(portal: &Portal) -> Vec<String> {
    let status: serde_json::Value = serde_json::from_str(&succeed(&portal.dalil(&["status", "--lang", "ar", "--json"]))).expect("JSON");
    let pages = status["pages"].as_array().expect("pages");
    let page = pages.iter().find(|page| page["key"] == "guides/appeal").expect("the guide");
    let sections = page["editions"][0]["outdated"].as_array().expect("sections");
    sections.iter().map(|section| section["id"].as_str().expect("an id").to_string()).collect()
}

#[test]
fn stamping_changes_the_stamp_alone() {
    let portal = Portal::with(&[(EN_FILE, &en()), (AR_FILE, &ar())]);
    succeed(&portal.dalil(&["stamp", AR_FILE]));
    let stamped = portal.read(AR_FILE);
    let (start, rest) = stamped.split_once(", sections: {_: ").expect("pins");
    let (pins, end) = rest.split_once('}').expect("the end of the pins");
    assert_eq!(format!("{start}{end}"), ar(), "all else stays, remarks included");
    assert!(pins.contains("when: ") && pins.contains("who: "), "{pins}");
    assert!(succeed(&portal.dalil(&["stamp", AR_FILE])).starts_with("unchanged"));
    let original = portal.dalil(&["stamp", EN_FILE]);
    assert_eq!(original.status.code(), Some(2), "an original has nothing to stamp");
}

#[test]
fn only_what_matters_outdates_a_section() {
    let portal = portal();
    let unchanged = [
        ("A lawyer helps.", "A\nlawyer\nhelps."),
        ("A lawyer helps.", "A *lawyer* **helps**."),
        ("## Who {#who}", "## Who {#person}"),
        ("Lead.\n\n", "Lead.\n\n\n"),
    ];
    for (from, to) in unchanged {
        portal.write(EN_FILE, en().replace(from, to));
        assert_eq!(outdated(&portal), [""; 0], "{to}");
    }
    let moved = en().replace(&format!("## When {{#when}}\n\n{DEADLINE}\n"), "") + &format!("\n## When {{#when}}\n\n{DEADLINE}");
    portal.write(EN_FILE, moved);
    assert_eq!(outdated(&portal), [""; 0], "moving a section changes nothing");
    let changed = [
        ("7 days", "8 days", vec!["when"]),
        ("A lawyer", "The lawyer", vec!["who"]),
        ("What to do.", "What to do now.", vec!["_"]),
        ("## Who", "## Who helps", vec!["who"]),
        ("A lawyer helps.", "- A lawyer\n- helps.", vec!["who"]),
        ("## Who {#who}\n\nA lawyer helps.\n", "", vec!["who"]),
    ];
    for (from, to, sections) in changed {
        portal.write(EN_FILE, en().replace(from, to));
        assert_eq!(outdated(&portal), sections, "{to}");
    }
}

/// The walk of docs/translators.md.
#[test]
fn a_changed_deadline_walks_through() {
    let portal = portal();
    succeed(&portal.dalil(&["build", "--strict"]));
    portal.write(EN_FILE, en().replace("7 days", "10 days"));

    succeed(&portal.dalil(&["build"]));
    let page = portal.read("public/ar/guides/appeal/index.html");
    let (_, section) = page.split_once("<h2 id=\"when\">").expect("the section");
    let (section, other) = section.split_once("<h2 id=\"who\">").expect("the next section");
    assert!(section.contains("class=\"outdated\"") && section.contains("href=\"/en/guides/appeal/#when\""), "{section}");
    assert!(!other.contains("class=\"outdated\""), "{other}");

    assert_eq!(outdated(&portal), ["when"]);
    assert!(succeed(&portal.dalil(&["status", "--lang", "ar"])).contains("guides/appeal"));
    let strict = portal.dalil(&["build", "--strict"]);
    assert_eq!(strict.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&strict.stdout).contains("outdated-critical"));

    portal.write(AR_FILE, portal.read(AR_FILE).replace("7 أيام", "10 أيام"));
    succeed(&portal.dalil(&["stamp", AR_FILE, "--section", "when"]));
    assert_eq!(outdated(&portal), [""; 0]);
    succeed(&portal.dalil(&["build", "--strict"]));
    assert!(!portal.read("public/ar/guides/appeal/index.html").contains("class=\"outdated\""));
}

#[test]
fn a_portal_may_show_the_original_instead() {
    let portal = portal();
    portal.write("site.yaml", portal.read("site.yaml") + "outdated: withhold\n");
    portal.write(EN_FILE, en().replace("7 days", "10 days"));
    succeed(&portal.dalil(&["build", "--strict"]));
    let page = portal.read("public/ar/guides/appeal/index.html");
    assert!(
        page.contains("<div lang=\"en\" dir=\"ltr\">") && page.contains("Appeal within 10 days") && !page.contains("الطعن خلال"),
        "{page}"
    );
}

#[test]
fn an_expired_page_says_so_and_what_replaces_it() {
    let portal = portal();
    portal.write(
        EN_FILE,
        en().replace(
            "kind: page\n",
            "kind: page\nexpires: 2026-06-30\nreplaced_by: index\nreview: {on: 2025-01-01, by: lawyer, next: 2026-01-01}\n",
        ),
    );
    succeed(&portal.dalil(&["build", "--today", "2026-06-30"]));
    let page = portal.read("public/en/guides/appeal/index.html");
    assert!(page.contains("Appeal within") && page.contains("class=\"notice-overdue\"") && !page.contains("class=\"notice-expired\""));
    succeed(&portal.dalil(&["build", "--today", "2026-07-01"]));
    for (language, words) in [("en", "no longer valid"), ("ar", "لم تعد سارية")] {
        let page = portal.read(&format!("public/{language}/guides/appeal/index.html"));
        assert!(page.contains(words) && page.contains(&format!("href=\"/{language}/\"")) && page.contains("noindex"), "{page}");
        assert!(!page.contains("DEADLINE") && !page.contains("Appeal within"), "{page}");
    }
}

#[test]
fn minor_changes_keep_what_was_never_translated() {
    let portal = portal();
    portal.write(EN_FILE, en().replace("A lawyer", "The lawyer") + "\n## More {#more}\n\nText.\n");
    assert_eq!(outdated(&portal), ["who", "more"]);
    succeed(&portal.dalil(&["stamp", AR_FILE, "--minor"]));
    assert_eq!(outdated(&portal), ["more"]);
    assert!(succeed(&portal.dalil(&["stamp", AR_FILE])).contains("without `more`"));
    assert_eq!(outdated(&portal), ["more"], "what is not there cannot be up to date");
}

#[test]
fn a_pin_that_is_no_digest_is_named() {
    let portal = portal();
    for pin in ["12", "xyz"] {
        let text = ar().replace("state: machine}", &format!("state: machine, sections: {{_: {pin}}}}}"));
        portal.write(AR_FILE, text);
        let found = portal.dalil(&["check"]);
        assert_eq!(found.status.code(), Some(1), "{pin}");
        assert!(String::from_utf8_lossy(&found.stdout).contains("content/ar/guides/appeal.md:5:"), "{pin}");
    }
}
