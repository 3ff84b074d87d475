//! Exceptions on one line: `<!-- dalil: allow CODE because … -->` in the text, `# dalil: allow CODE because …` in YAML.
//!
//! On a line of its own it excuses the paragraph, list or table below it (in YAML, the line below it); at the end of a line, that line.
//! An excuse in the front matter also excuses what is found about the file as a whole. What excuses nothing is reported.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Check, Evidence, Rule, find, level, rules};
use crate::config::{Config, Level};
use crate::diagnostic::{Diagnostic, Place, Severity, Span, nearest};
use crate::model::{SourcePath, Sources};

#[rustfmt::skip]
pub(super) const RULES: &[Rule] = &[
    Rule { code: "unused-excuse", level: Level::Warn, protects: "an exception goes when its reason has gone, and hides no later mistake", reference: "", check: Check::Elsewhere },
    Rule { code: "excuse-form", level: Level::Error, protects: "every exception names its rule and its reason", reference: "", check: Check::Needed },
    Rule { code: "rule-setting", level: Level::Error, protects: "a rule that was meant to be changed is changed", reference: "", check: Check::Needed },
];

const MARK: &str = "dalil: allow";

/// An excuse for some codes in a part of a file.
struct Excuse {
    place: Place,
    codes: Vec<(String, bool)>,
    covers: Range<usize>,
    /// Whether it covers findings about the file as a whole.
    whole: bool,
}

/// The findings without those that are excused, and with those about the excuses themselves.
pub(super) fn settle(found: Vec<Diagnostic>, config: &Config, sources: &Sources, evidence: &Evidence) -> Vec<Diagnostic> {
    let mut excuses: BTreeMap<SourcePath, Vec<Excuse>> = BTreeMap::new();
    let mut kept = Vec::new();
    for (path, _) in sources.iter().filter(|(path, _)| path.as_str().starts_with("content/") || path.as_str() == "site.yaml") {
        let is_text = path.as_str().ends_with(".md") || path.as_str().ends_with(".yaml");
        if let Some(text) = sources.text(path.as_str()).filter(|text| is_text && text.contains(MARK)) {
            let list = read(path, text, &mut kept);
            excuses.insert(path.clone(), list);
        }
    }
    for finding in found {
        let list = excuses.get_mut(&finding.place.file);
        if !list.is_some_and(|list| excused(&finding, list)) {
            kept.push(finding);
        }
    }
    let broken = |file: &SourcePath| kept.iter().any(|found| found.place.file == *file && found.severity == Severity::Error);
    let unused: Vec<Diagnostic> = excuses
        .iter()
        .filter(|(file, _)| !broken(file))
        .flat_map(|(_, list)| list)
        .flat_map(|excuse| unused(excuse, config, evidence))
        .collect();
    kept.extend(unused);
    kept
}

fn excused(finding: &Diagnostic, list: &mut [Excuse]) -> bool {
    let mut is_excused = false;
    for excuse in list {
        let covered = finding.place.span.map_or(excuse.whole, |span| excuse.covers.contains(&span.start));
        for (_, used) in excuse.codes.iter_mut().filter(|(code, _)| covered && code == finding.code) {
            *used = true;
            is_excused = true;
        }
    }
    is_excused
}

fn unused(excuse: &Excuse, config: &Config, evidence: &Evidence) -> Vec<Diagnostic> {
    let weight = match find("unused-excuse").map(|rule| level(rule, config)) {
        Some(Level::Error) => Severity::Error,
        Some(Level::Off) => return Vec::new(),
        Some(Level::Warn) | None => Severity::Warning,
    };
    let is_held = |rule: &Rule| match rule.check {
        // Where nobody asked, nothing could be excused.
        Check::OnRequest(_) => evidence.external.is_some() && rule.code != "lost-address",
        _ => true,
    };
    let is_on = |code: &str| find(code).is_some_and(|rule| level(rule, config) != Level::Off && is_held(rule));
    let unused = excuse.codes.iter().filter(|(code, used)| !used && is_on(code));
    let report = |code: &String| {
        let message = format!("nothing here is against the rule `{code}`, so this excuse excuses nothing");
        let found = Diagnostic::warning(excuse.place.clone(), "unused-excuse", message)
            .help("remove the excuse, or put it on the line directly before what it excuses");
        Diagnostic { severity: weight, ..found }
    };
    unused.map(|(code, _)| report(code)).collect()
}

/// The excuses of a file; what is wrong with them goes to `wrong`.
fn read(path: &SourcePath, text: &str, wrong: &mut Vec<Diagnostic>) -> Vec<Excuse> {
    let front = front_matter(path, text);
    let mut found = Vec::new();
    for (at, _) in text.match_indices(MARK) {
        let in_yaml = front.contains(&at);
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
        let opener = if in_yaml { "#" } else { "<!--" };
        let Some(open) = text[start..at].rfind(opener).filter(|open| text[start + open + opener.len()..at].trim().is_empty()) else {
            continue;
        };
        let close = if in_yaml { end } else { text[at..end].find("-->").map_or(end, |length| at + length) };
        let span = Span { start: start + open, end: if in_yaml { end } else { (close + "-->".len()).min(end) } };
        let alone = text[start..span.start].trim().is_empty() && text[span.end..end].trim().is_empty();
        let covers = match (alone, in_yaml) {
            (false, _) => start..end,
            (true, true) => start..next_line_end(text, end),
            (true, false) => start..block_end(text, end),
        };
        let place = Place::new(path, span);
        match codes(text[at + MARK.len()..close].trim()) {
            Ok(codes) => found.push(Excuse { place, codes, covers, whole: in_yaml }),
            Err((message, help)) => wrong.push(Diagnostic::error(place, "excuse-form", message).help(help)),
        }
    }
    found
}

/// The bytes in which `#` begins a comment.
fn front_matter(path: &SourcePath, text: &str) -> Range<usize> {
    if !path.as_str().ends_with(".md") {
        return 0..text.len();
    }
    let start = text.find("---").unwrap_or(0);
    0..text[start..].find("\n---").map_or(0, |end| start + end + 1)
}

fn next_line_end(text: &str, from: usize) -> usize {
    let next = (from + 1).min(text.len());
    text[next..].find('\n').map_or(text.len(), |length| next + length)
}

/// The end of what stands below: up to the next empty line.
fn block_end(text: &str, from: usize) -> usize {
    let mut at = from;
    let mut begun = false;
    for line in text[from..].split_inclusive('\n') {
        let empty = line.trim().is_empty();
        if begun && empty {
            break;
        }
        begun |= !empty;
        at += line.len();
    }
    at
}

type Wrong = (String, String);

/// The codes of `CODE, CODE because reason`.
fn codes(text: &str) -> Result<Vec<(String, bool)>, Wrong> {
    let example = "write `dalil: allow CODE because …`, with the code of the rule and your reason";
    let (names, reason) = text.split_once(" because").ok_or(("this excuse gives no reason".to_string(), example.to_string()))?;
    if reason.trim().trim_matches(|c: char| !c.is_alphanumeric()).is_empty() {
        return Err(("this excuse gives no reason".to_string(), "write after `because` why the rule does not hold here".to_string()));
    }
    names.split([',', ' ']).filter(|name| !name.is_empty()).map(|name| code(name).map(|()| (name.to_string(), false))).collect()
}

fn code(name: &str) -> Result<(), Wrong> {
    match find(name) {
        None => {
            let help = match nearest(name, rules().map(|rule| rule.code)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`dalil explain` lists the codes of all rules".to_string(),
            };
            Err((format!("there is no rule `{name}`"), help))
        }
        Some(rule) if matches!(rule.check, Check::Needed) => Err((
            format!("`{name}` cannot be excused, because no correct page can be made without it"),
            "mend what the rule finds, and remove the excuse".to_string(),
        )),
        Some(_) => Ok(()),
    }
}
