//! `dalil build`: load, build, report and emit. Also what the preview shares with them.

use std::path::Path;
use std::time::Instant;

use serde::Serialize;

use super::Ending;
use super::args::{Build, Edition};
use super::cache::{self, Cache};
use super::console::Console;
use super::evidence;
use super::report::closing_line;
use crate::check::Evidence;
use crate::config::BuildOptions;
use crate::diagnostic::Outcome;
use crate::emit::{self, Emitted};
use crate::finding::{self, Finding};
use crate::load;
use crate::model::{Artifacts, Sources};
use crate::pipeline::{self, Built, Hurry, Memos, Summary};

/// Where the site goes unless `--out` says otherwise, in the portal's folder.
pub(super) const OUT: &str = "public";

/// A build, with everything that was found on the way.
pub(super) struct Attempt {
    pub(super) findings: Vec<Finding>,
    /// The finished site where it was to be kept in memory; nothing where an error was found.
    pub(super) artifacts: Option<Artifacts>,
    pub(super) summary: Summary,
    /// A newer build waits, and this one stopped: it says nothing.
    pub(super) is_overtaken: bool,
}

/// What a command tells, in words or as the one JSON object of `--json`.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    ok: bool,
    /// The folder that now holds the site.
    published: Option<&'a Path>,
    diagnostics: &'a [Finding],
    summary: &'a Summary,
    output: Option<Emitted>,
    seconds: f64,
    /// What the mistakes led to, where they were too many.
    #[serde(skip)]
    consequence: &'static str,
}

pub(super) fn build(root: &Path, options: Build, console: &Console) -> anyhow::Result<Ending> {
    let start = Instant::now();
    let default = root.join(OUT);
    let out = options.out.as_deref().unwrap_or(default.strip_prefix(".").unwrap_or(&default));
    let destination = emit::destination(root, out, &load::FOLDERS)?;
    let memos = Memos::once();
    let mut cache = cache::open(root, &memos);
    console.progress("reading …");
    let loaded = load::load(root)?;
    let evidence = Evidence { previous: evidence::previous(root, options.check.previous.as_deref(), out)?, external: None };
    console.progress("building …");
    let draft = emit::begin(&destination)?;
    let edition = self::options(&options.check.edition, options.check.base_url.clone());
    let attempt = finish(loaded, |sources| pipeline::build_onto(sources, &edition, &memos, &evidence, &draft));
    let mut report = Report::new(&attempt, options.check.strict, "nothing was published");
    if report.ok {
        keep(&mut cache, &memos, console);
        report = Report { output: Some(draft.publish()?), published: Some(out), ..report };
    }
    tell(&report.since(start), console)
}

/// What cannot be kept is made again next time: a site is published all the same.
pub(super) fn keep(cache: &mut Cache, memos: &Memos, console: &Console) {
    if let Err(error) = cache.keep(memos) {
        console.trouble(&format!("{error:#}\n"));
    }
}

/// Builds in memory from what was loaded.
pub(super) fn attempt(
    loaded: Outcome<Sources>,
    options: &BuildOptions,
    memos: &Memos,
    evidence: &Evidence,
    hurry: Option<Hurry<'_>>,
) -> Attempt {
    finish(loaded, |sources| pipeline::build_with(sources, options, memos, evidence, hurry))
}

/// What a build of the loaded files came to, with what was wrong in loading them.
pub(super) fn finish(loaded: Outcome<Sources>, build: impl FnOnce(&Sources) -> Built) -> Attempt {
    let mut diagnostics = Vec::new();
    let sources = loaded.take(&mut diagnostics);
    let mut built = build(&sources);
    diagnostics.append(&mut built.diagnostics);
    let findings = finding::findings(&diagnostics, &sources);
    let artifacts = built.artifacts.filter(|_| finding::tally(&findings).errors == 0);
    Attempt { findings, artifacts, summary: built.summary, is_overtaken: built.is_overtaken }
}

pub(super) fn options(edition: &Edition, base_url: Option<String>) -> BuildOptions {
    BuildOptions { base_url, drafts: edition.drafts, today: edition.day() }
}

/// `62 pages, 412 editions: en 62, tr 62`
fn pages(summary: &Summary) -> String {
    let editions: usize = summary.editions.values().sum();
    let each: Vec<String> = summary.editions.iter().map(|(language, count)| format!("{language} {}", grouped(*count))).collect();
    format!("{}, {}: {}\n", counted(summary.pages, "page"), counted(editions, "edition"), each.join(", "))
}

/// `1 file`, `1,032 files`
fn counted(number: usize, word: &str) -> String {
    format!("{} {word}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// `4.1 MB`
fn size(bytes: u64) -> String {
    let (unit, divisor) = match bytes {
        0..1_000 => return format!("{bytes} bytes"),
        1_000..1_000_000 => ("KB", 1_000),
        _ => ("MB", 1_000_000),
    };
    format!("{}.{} {unit}", bytes / divisor, bytes % divisor * 10 / divisor)
}

impl<'a> Report<'a> {
    /// With `strict`, warnings are mistakes too.
    pub(super) fn new(attempt: &'a Attempt, strict: bool, consequence: &'static str) -> Report<'a> {
        let tally = finding::tally(&attempt.findings);
        let ok = tally.errors == 0 && !(strict && tally.warnings > 0);
        let (diagnostics, summary) = (attempt.findings.as_slice(), &attempt.summary);
        Report { ok, published: None, diagnostics, summary, output: None, seconds: 0.0, consequence }
    }

    /// The same, with another verdict.
    pub(super) fn judged(self, ok: bool) -> Report<'a> {
        Report { ok, ..self }
    }

    pub(super) fn since(self, start: Instant) -> Report<'a> {
        Report { seconds: start.elapsed().as_secs_f64(), ..self }
    }

    /// How many mistakes there are, and what they led to.
    pub(super) fn closing_line(&self) -> String {
        closing_line(finding::tally(self.diagnostics), if self.ok { "" } else { self.consequence })
    }
}

/// Tells what was found and made, in words or as JSON.
pub(super) fn tell(report: &Report, console: &Console) -> anyhow::Result<Ending> {
    let ending = if report.ok { Ending::Done } else { Ending::Mistakes };
    if console.is_json() {
        console.json(report)?;
        return Ok(ending);
    }
    console.findings(report.diagnostics, &report.closing_line())?;
    if report.ok {
        console.say(&pages(report.summary))?;
        console.say(&result(report))?;
    }
    Ok(ending)
}

/// Tells of a build after the first of a preview.
pub(super) fn tell_again(report: &Report, console: &Console) -> anyhow::Result<Ending> {
    if console.is_json() || !report.ok {
        return tell(report, console);
    }
    console.findings(report.diagnostics, &report.closing_line())?;
    console.say(&format!("built again in {:.2} s\n", report.seconds))?;
    Ok(Ending::Done)
}

fn result(report: &Report) -> String {
    let Some((out, Emitted { written, unchanged, removed })) = report.published.zip(report.output) else {
        let verdict = if report.diagnostics.is_empty() { "no mistakes" } else { "no errors" };
        return format!("{verdict}, in {:.2} s\n", report.seconds);
    };
    let changes = [(written, "written"), (unchanged, "unchanged"), (removed, "removed")];
    let changes = changes.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{} {what}", grouped(*count)));
    let changes = changes.collect::<Vec<_>>().join(", ");
    let files = format!("{}, {}: {changes}", counted(report.summary.files, "file"), size(report.summary.bytes));
    format!("{files}\npublished in {} after {:.2} s\n", out.display(), report.seconds)
}

/// `1032` as `1,032`
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        for (number, text) in [(0, "0"), (999, "999"), (1_032, "1,032"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
        for (bytes, text) in [(0, "0 bytes"), (999, "999 bytes"), (1_500, "1.5 KB"), (999_999, "999.9 KB"), (4_123_456, "4.1 MB")] {
            assert_eq!(size(bytes), text);
        }
    }
}
