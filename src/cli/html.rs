//! Findings as a page of its own: how many for whom, then page by page, each with its line and what to write instead.
//!
//! Needs nothing but itself: no script, no file beside it, light or dark as the reader's computer is.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::report::closing_line;
use crate::check;
use crate::diagnostic::Severity;
use crate::finding::{Finding, tally};

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#111;--paper:#fff;--pale:#f0f0f0;--line:#6b6b6b;--link:#00308f;--mark:#ffe08a}\
@media(prefers-color-scheme:dark){:root{--ink:#f2f2f2;--paper:#121212;--pale:#2a2a2a;--line:#9a9a9a;--link:#a8c7ff;--mark:#ffe08a}}\
body{font:1rem/1.5 system-ui,sans-serif;max-inline-size:50rem;margin-inline:auto;padding:1rem;color:var(--ink);background:var(--paper)}\
h2,h3{overflow-wrap:anywhere}section section{border-block-start:1px solid var(--line);padding-block-start:.5rem}\
pre{background:var(--pale);padding:.5rem;overflow-wrap:anywhere;white-space:pre-wrap;tab-size:4}\
code{background:var(--pale);overflow-wrap:anywhere}mark{background:var(--mark);color:#111}a{color:var(--link)}\
table{border-collapse:collapse;inline-size:100%}caption{text-align:start;font-weight:bold;padding-block:.5rem}\
th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:start;overflow-wrap:anywhere;vertical-align:top}\
thead th{overflow-wrap:normal}td.number{text-align:end}li{margin-block-end:1rem}";

/// What nobody in particular is named for.
const KEEPERS: &str = "keepers of the portal";
const REGISTERS: &str = "keepers of the registers";

/// The page. `owners` says whose each file is, where that is known.
pub(super) fn html(findings: &[Finding], owners: &BTreeMap<String, String>) -> String {
    let mut files: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    findings.iter().for_each(|finding| files.entry(&finding.at.file).or_default().push(finding));
    let mut by_owner: BTreeMap<&str, Vec<(&str, &[&Finding])>> = BTreeMap::new();
    for (file, findings) in &files {
        by_owner.entry(owner(file, owners)).or_default().push((*file, findings));
    }
    let closing = closing_line(tally(findings), "");
    let summary = if findings.is_empty() { "Nothing was found." } else { closing.trim_end() };
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Findings of dalil check</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Findings of dalil check</h1>\n<p>{}</p>\n",
        escaped(summary)
    );
    if !findings.is_empty() {
        page += &whose(&by_owner);
        page += &by_rule(findings);
        page += &by_page(&by_owner);
    }
    page + "</main>\n</body>\n</html>\n"
}

fn owner<'a>(file: &str, owners: &'a BTreeMap<String, String>) -> &'a str {
    match owners.get(file) {
        Some(owner) => owner,
        None if file.starts_with("content/registers/") => REGISTERS,
        None => KEEPERS,
    }
}

type Owned<'f> = BTreeMap<&'f str, Vec<(&'f str, &'f [&'f Finding])>>;

fn whose(by_owner: &Owned<'_>) -> String {
    let mut out = table("Findings by owner", &["Owner", "Errors", "Warnings", "Pages"]);
    for (n, (owner, files)) in by_owner.iter().enumerate() {
        let all = || files.iter().flat_map(|(_, findings)| findings.iter());
        let errors = all().filter(|finding| finding.severity == Severity::Error).count();
        let (warnings, pages) = (all().count() - errors, files.len());
        line(&mut out, &format!("<a href=\"#owner-{n}\"><bdi>{}</bdi></a>", escaped(owner)), &[errors, warnings, pages], None);
    }
    out + "</tbody>\n</table>\n"
}

fn by_rule(findings: &[Finding]) -> String {
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    findings.iter().for_each(|finding| *codes.entry(finding.code).or_default() += 1);
    let mut out = table("Findings by rule", &["Rule", "Findings", "What it is for"]);
    for (code, count) in codes {
        let purpose = check::find(code).map_or("", |rule| rule.protects);
        line(&mut out, &format!("<code>{code}</code>"), &[count], Some(purpose));
    }
    out + "</tbody>\n</table>\n"
}

fn table(caption: &str, heads: &[&str]) -> String {
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    format!("<table>\n<caption>{caption}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n")
}

fn line(out: &mut String, head: &str, numbers: &[usize], words: Option<&str>) {
    let numbers: String = numbers.iter().map(|number| format!("<td class=\"number\">{number}</td>")).collect();
    let words = words.map(|words| format!("<td>{}</td>", escaped(words))).unwrap_or_default();
    writeln!(out, "<tr><th scope=\"row\">{head}</th>{numbers}{words}</tr>").expect("writing to a string");
}

fn by_page(by_owner: &Owned<'_>) -> String {
    let mut out = String::new();
    for (n, (owner, files)) in by_owner.iter().enumerate() {
        writeln!(out, "<section>\n<h2 id=\"owner-{n}\">For <bdi>{}</bdi></h2>", escaped(owner)).expect("writing to a string");
        for (file, findings) in files {
            writeln!(out, "<section>\n<h3>{}</h3>\n<ol>", escaped(file)).expect("writing to a string");
            findings.iter().for_each(|finding| item(&mut out, finding));
            out += "</ol>\n</section>\n";
        }
        out += "</section>\n";
    }
    out
}

fn item(page: &mut String, finding: &Finding) {
    let weight = match finding.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
    };
    let line = finding.at.line.map(|line| format!(", line {line}")).unwrap_or_default();
    write!(page, "<li>\n<p><strong>{weight}</strong>{line}, <code>{}</code>: <bdi>{}</bdi></p>\n", finding.code, escaped(&finding.message))
        .expect("writing to a string");
    if let Some(excerpt) = &finding.at.excerpt {
        let (before, rest) = excerpt.text.split_at(excerpt.mark.start.min(excerpt.text.len()));
        let (marked, after) = rest.split_at(excerpt.mark.len().min(rest.len()));
        let marked = if marked.is_empty() { String::new() } else { format!("<mark>{}</mark>", escaped(marked)) };
        writeln!(page, "<pre dir=\"auto\">{}{marked}{}</pre>", escaped(before), escaped(after)).expect("writing to a string");
    }
    if let Some(help) = &finding.help {
        writeln!(page, "<p>What to write: <bdi>{}</bdi></p>", escaped(help)).expect("writing to a string");
    }
    *page += "</li>\n";
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
