//! Pages as editors write them, with the faults that a careful reader finds in them: how many of these are found, and what else is.
//!
//! `tests/recall/portal` holds the pages, `tests/recall/faults.txt` the faults, each as `FILE:LINE CODE`. They were written down by reading the
//! pages, before any rule was held against them; what the rules miss stays in the list.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use dalil::config::BuildOptions;
use dalil::model::Date;
use dalil::{finding, load, pipeline};

/// Of a hundred findings, at least so many are faults; of a hundred faults, at least so many are found.
const PRECISION: usize = 97;
const RECALL: usize = 97;

type Fault = (String, usize, String);

fn known(folder: &Path) -> BTreeSet<Fault> {
    let text = fs::read_to_string(folder.join("faults.txt")).expect("a list of faults");
    let fault = |line: &str| {
        let (place, code) = line.split_once(' ')?;
        let (file, line) = place.rsplit_once(':')?;
        Some((file.to_string(), line.parse().ok()?, code.to_string()))
    };
    text.lines().map(|line| fault(line).unwrap_or_else(|| panic!("not a fault: {line}"))).collect()
}

#[test]
fn faults_are_found_and_little_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recall");
    let known = known(&folder);
    let sources = load::load(&folder.join("portal")).expect("a folder").value;
    let options = BuildOptions { base_url: None, drafts: false, today: Date::parse("2026-11-21").expect("a day") };
    let findings = finding::findings(&pipeline::check(&sources, &options), &sources);
    let found: BTreeSet<Fault> =
        findings.iter().map(|finding| (finding.at.file.clone(), finding.at.line.unwrap_or(0), finding.code.to_string())).collect();
    let hits = known.intersection(&found).count();
    let list = |faults: Vec<&Fault>| faults.iter().map(|(file, line, code)| format!("  {file}:{line} {code}\n")).collect::<String>();
    let (missed, extra) = (list(known.difference(&found).collect()), list(found.difference(&known).collect()));
    let (precision, recall) = (hits * 100 / found.len().max(1), hits * 100 / known.len().max(1));
    let counts = format!("{hits} of {} faults found, {} findings", known.len(), found.len());
    assert!(
        precision >= PRECISION && recall >= RECALL,
        "{counts}: precision {precision}, recall {recall}\nmissed:\n{missed}extra:\n{extra}"
    );
}
