//! `dalil search`: what a reader finds, in the same order, with the reasons. Ranks nothing itself.

use std::fmt::Write;
use std::path::Path;

use anyhow::bail;
use serde::Serialize;

use super::args::{Edition, Search};
use super::console::Console;
use super::{Ending, build, report};
use crate::diagnostic::Severity;
use crate::search::{self, Hit};
use crate::{finding, load, pipeline};

/// What `--json` says.
#[derive(Serialize)]
struct Answer {
    hits: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    url: String,
    title: String,
    section: String,
    kind: String,
    snippet: String,
    score: f64,
    /// Word of the query, word of the index, quality from 0 to 1.
    reasons: Vec<(String, String, f64)>,
}

pub(super) fn search(root: &Path, options: &Search, console: &Console) -> anyhow::Result<Ending> {
    let mut diagnostics = Vec::new();
    let sources = load::load(root)?.take(&mut diagnostics);
    let edition = Edition { drafts: false, today: None, source_date_epoch: None };
    let asked = pipeline::indexes(&sources, &build::options(&edition, None));
    diagnostics.extend(asked.diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        let findings = finding::findings(&diagnostics, &sources);
        console.findings(&findings, &report::closing_line(finding::tally(&findings), "nothing was searched"))?;
        return Ok(Ending::Mistakes);
    }
    let Some(index) = asked.value.get(&options.lang) else {
        let known: Vec<&str> = asked.value.keys().map(String::as_str).collect();
        bail!("there is nothing to search in `{}`: write `--lang` and one of {}", options.lang, known.join(", "));
    };
    let hits = search::search(index, &options.query, options.limit);
    let ending = if hits.is_empty() { Ending::Mistakes } else { Ending::Done };
    if console.is_json() {
        console.json(&Answer { hits: hits.into_iter().map(found).collect() })?;
    } else {
        console.say(&words(&hits, options.explain))?;
    }
    Ok(ending)
}

fn words(hits: &[Hit], explain: bool) -> String {
    let mut out = String::new();
    for (n, hit) in hits.iter().enumerate() {
        let section = if hit.section.is_empty() { String::new() } else { format!(" – {}", hit.section) };
        writeln!(out, "{:2}. {}{section}\n    {}", n + 1, hit.title, hit.url).expect("BUG: writing to a string failed");
        if explain {
            writeln!(out, "    score {:.2}", hit.score).expect("BUG: writing to a string failed");
            for reason in &hit.reasons {
                let how = match reason.quality {
                    quality if quality >= 1.0 => "the word itself",
                    quality if quality >= 0.7 => "a form of it, or its beginning",
                    _ => "a guess",
                };
                writeln!(out, "    `{}` met `{}`: {how} ({:.2})", reason.word, reason.term, reason.quality)
                    .expect("BUG: writing to a string failed");
            }
        }
    }
    if hits.is_empty() {
        out.push_str("nothing was found\n");
    }
    out
}

fn found(hit: Hit) -> Found {
    Found {
        url: hit.url,
        title: hit.title,
        section: hit.section,
        kind: hit.kind,
        snippet: hit.snippet,
        score: hit.score,
        reasons: hit.reasons.into_iter().map(|reason| (reason.word, reason.term, reason.quality)).collect(),
    }
}
