//! Budgets and what takes the space: what readers load is weighed, and what is too much is said with its parts.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::fixture::{Portal, build};

const TIGHT: &str = "title: {en: Base}\nbase_url: https://base.example\nlanguages: [en, ar]\n\
                     budgets: {document: 100, style: 10, scripts: 10, view: 200, requests: 1}\n";

#[test]
fn every_budget_is_held() {
    let (findings, artifacts) = build(Portal::with(&[("site.yaml", TIGHT)]).root());
    assert!(artifacts.is_none());
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    let expected = BTreeSet::from(["too-heavy", "heavy-style", "heavy-scripts", "too-many-requests"]);
    assert!(codes.is_superset(&expected), "{codes:?}");
    let of_home =
        findings.iter().find(|finding| finding.code == "too-heavy" && finding.at.file == "content/en/index.md").expect("the home page");
    let help = of_home.help.as_deref().unwrap_or_default();
    assert!(["style ", "navigation ", "text ", "markup "].iter().all(|part| help.contains(part)), "{help}");

    // One request may be too many, or what it brings too heavy: one of both is said.
    let roomy = TIGHT.replace("requests: 1", "requests: 9");
    let (findings, _) = build(Portal::with(&[("site.yaml", &roomy)]).root());
    assert!(
        findings.iter().any(|finding| finding.code == "heavy-view") && findings.iter().all(|finding| finding.code != "too-many-requests")
    );
}

#[test]
fn weight_tells_the_heaviest_first_and_what_takes_the_space() {
    let portal = Portal::with(&[]);
    let told = |arguments: &[&str]| -> Value {
        let output = portal.dalil(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let answer = told(&["weight", "--json"]);
    let pages = answer["pages"].as_array().expect("a list");
    let number = |value: &Value| value.as_u64().expect("a number");
    let sizes: Vec<u64> = pages.iter().map(|page| number(&page["document"])).collect();
    assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes.len() > 4, "{sizes:?}");
    for page in pages {
        let parts: u64 = page["parts"].as_object().expect("parts").values().map(number).sum();
        assert_eq!(parts, number(&page["document"]), "{page}");
        assert!(number(&page["view"]) >= number(&page["document"]) && number(&page["requests"]) >= 1);
    }

    let arabic = told(&["weight", "/ar/", "--json"]);
    let paths: Vec<&str> = arabic["pages"].as_array().expect("a list").iter().filter_map(|page| page["path"].as_str()).collect();
    assert!(!paths.is_empty() && paths.len() < pages.len() && paths.iter().all(|path| path.starts_with("ar/")), "{paths:?}");

    let table = portal.dalil(&["weight", "ar"]);
    let table = String::from_utf8_lossy(&table.stdout).into_owned();
    assert!(table.contains("navigation") && table.contains("/ar/\n"), "{table}");
    assert_eq!(portal.dalil(&["weight", "/xx/"]).status.code(), Some(2));
}
