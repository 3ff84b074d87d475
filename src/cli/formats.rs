//! Findings for machines and for a browser: SARIF, commands of GitHub Actions, and a page of its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::check;
use crate::diagnostic::Severity;
use crate::finding::{Finding, tally};

use super::report::closing_line;

/// SARIF 2.1.0 (OASIS), which code hosts show beside the lines.
pub(super) fn sarif(findings: &[Finding]) -> String {
    let rules: Vec<Value> = check::rules()
        .map(|rule| json!({"id": rule.code, "shortDescription": {"text": rule.protects}, "help": {"text": if rule.reference.is_empty() { rule.protects } else { rule.reference }}}))
        .collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    let driver = json!({"name": "dalil", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    });
    format!("{log:#}\n")
}

fn result(finding: &Finding) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut location = json!({"artifactLocation": {"uri": uri(&finding.at.file)}});
    if let (Some(line), Some(column)) = (finding.at.line, finding.at.column) {
        let end = finding.at.end;
        let (end_line, end_column) = end.map_or((line, column), |end| (end.line, end.column));
        location["region"] = json!({"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column});
    }
    json!({"ruleId": finding.code, "level": level, "message": {"text": sentence(finding)}, "locations": [{"physicalLocation": location}]})
}

/// A relative reference: what is no letter or digit of ASCII is percent-encoded (RFC 3986, 2.1).
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => write!(out, "%{byte:02X}").expect("writing to a string"),
        }
    }
    out
}

fn sentence(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone(),
    }
}

/// Workflow commands: `::warning file=…,line=…::message`.
pub(super) fn github(findings: &[Finding]) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut out = String::new();
    for finding in findings {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let place = match (finding.at.line, finding.at.column) {
            (Some(line), Some(column)) => format!(",line={line},col={column}"),
            _ => String::new(),
        };
        let file = property(&finding.at.file);
        writeln!(out, "::{command} file={file}{place},title={}::{}", property(finding.code), data(&sentence(finding)))
            .expect("writing to a string");
    }
    out
}

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:50rem;margin:auto;padding:1rem;color:#111;background:#fff}\
h2{border-top:1px solid #767676;padding-top:1rem;overflow-wrap:anywhere}pre{background:#f2f2f2;padding:.5rem;overflow:auto;white-space:pre-wrap}\
mark{background:#ffe08a;color:#111}table{border-collapse:collapse}th,td{border:1px solid #767676;padding:.25rem .5rem;text-align:start}\
code{background:#f2f2f2}a{color:#003f8c}";

/// A page of its own: how much of what, then each file with its findings.
pub(super) fn html(findings: &[Finding]) -> String {
    let mut files: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        files.entry(&finding.at.file).or_default().push(finding);
        *codes.entry(finding.code).or_default() += 1;
    }
    let closing = closing_line(tally(findings), "");
    let summary = if findings.is_empty() { "Nothing was found." } else { closing.trim_end() };
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>Findings of dalil check</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Findings of dalil check</h1>\n<p>{}</p>\n",
        escaped(summary)
    );
    if !codes.is_empty() {
        page += "<table>\n<caption>Findings by rule</caption>\n<thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Findings</th><th scope=\"col\">What it is for</th></tr></thead>\n<tbody>\n";
        for (code, count) in codes {
            let purpose = check::find(code).map_or("", |rule| rule.protects);
            writeln!(page, "<tr><th scope=\"row\"><code>{code}</code></th><td>{count}</td><td>{}</td></tr>", escaped(purpose))
                .expect("writing to a string");
        }
        page += "</tbody>\n</table>\n";
    }
    for (file, findings) in files {
        writeln!(page, "<section>\n<h2>{}</h2>\n<ol>", escaped(file)).expect("writing to a string");
        findings.into_iter().for_each(|finding| item(&mut page, finding));
        page += "</ol>\n</section>\n";
    }
    page + "</main>\n</body>\n</html>\n"
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
