//! Findings for machines: SARIF and commands of GitHub Actions. The page for people is in `html`.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::check;
use crate::diagnostic::Severity;
use crate::finding::Finding;

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
