//! What the preview adds to the site in the browser: the script that reloads pages, and the page of findings shown over them.

use std::fmt::Write as _;

use super::answer::OWN;
use super::board::{Failure, Version};
use crate::diagnostic::Severity;
use crate::finding::{Excerpt, Finding, Location};

pub(super) const LIVE_SCRIPT: &str = include_str!("live.js");

const FINDINGS_PAGE: &str = include_str!("findings.html");

/// The page with the reloading script before the end of its body, told which version of the site it belongs to.
pub(super) fn inject(html: &[u8], version: Version) -> Vec<u8> {
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(html.len());
    [&html[..at], script(version, false).as_bytes(), &html[at..]].concat()
}

/// A content security policy that lets the reloading script of this origin run, connect and show its frame, and is otherwise the same.
pub(super) fn relax(policy: &str) -> String {
    let mut directives: Vec<String> = policy.split(';').map(|directive| directive.trim().to_string()).filter(|d| !d.is_empty()).collect();
    for name in ["script-src", "connect-src", "frame-src"] {
        let own = |directive: &&mut String| directive.split_whitespace().next().is_some_and(|first| first.eq_ignore_ascii_case(name));
        match directives.iter_mut().find(own) {
            Some(directive) if directive.contains("'self'") => {}
            Some(directive) => *directive = format!("{} 'self'", directive.replace(" 'none'", "")),
            None => directives.push(format!("{name} 'self'")),
        }
    }
    directives.join("; ")
}

/// The findings as a page of its own. `alone` is the version of a page that stands in for a site never built, and waits for one.
pub(super) fn findings(failure: Option<&Failure>, alone: Option<Version>) -> String {
    let (heading, body) = match failure {
        None => ("Nothing is wrong".to_string(), String::new()),
        Some(Failure::Trouble(text)) => ("The portal could not be read".to_string(), format!("<pre>{}</pre>\n", escape(text))),
        Some(Failure::Mistakes(findings)) => (heading(findings), errors_first(findings).map(one).collect()),
    };
    let script = alone.map(|version| script(version, true)).unwrap_or_default();
    FINDINGS_PAGE.replace("{{heading}}", &heading).replace("{{script}}", &script).replace("{{findings}}", &body)
}

fn script(version: Version, is_alone: bool) -> String {
    let failure = if is_alone { format!(" data-failure=\"{}\"", version.failure) } else { String::new() };
    format!("<script src=\"{OWN}live.js\" data-site=\"{}\"{failure} defer></script>", version.site)
}

fn heading(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    match (errors, findings.len() - errors) {
        (1, 0) => "1 error".to_string(),
        (_, 0) => format!("{errors} errors"),
        (_, warnings) => format!("Errors: {errors}, warnings: {warnings}"),
    }
}

/// A page is read from its top, where a terminal is read from its end.
fn errors_first(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    let of = |severity| findings.iter().filter(move |finding| finding.severity == severity);
    of(Severity::Error).chain(of(Severity::Warning))
}

fn one(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut html = format!("<article class=\"{severity}\">\n<h2>{}</h2>\n{}", prose(&finding.message), place(&finding.at));
    if let Some(help) = &finding.help {
        writeln!(html, "<p class=\"help\">{}</p>", prose(help)).expect("writing to a string");
    }
    for note in &finding.also {
        write!(html, "<p>{}</p>\n{}", prose(&note.message), place(&note.at)).expect("writing to a string");
    }
    html.push_str("</article>\n");
    html
}

fn place(at: &Location) -> String {
    let position = at.line.zip(at.column).map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
    let line = at.excerpt.as_ref().map(excerpt).unwrap_or_default();
    format!("<p class=\"place\">{}{position}</p>\n{line}", escape(&at.file))
}

/// The line with what is meant marked. The browser finds the direction of the text, so the mark is right in every script.
fn excerpt(excerpt: &Excerpt) -> String {
    let part = |range: std::ops::Range<usize>| escape(excerpt.text.get(range).unwrap_or_default());
    let (start, end) = (excerpt.mark.start, excerpt.mark.end);
    format!("<pre dir=\"auto\">{}<mark>{}</mark>{}</pre>\n", part(0..start), part(start..end), part(end..excerpt.text.len()))
}

/// A message: what stands in backticks is code.
fn prose(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(n, part)| if n % 2 == 1 { format!("<code><bdi>{}</bdi></code>", escape(part)) } else { escape(part) }).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
