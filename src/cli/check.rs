//! `dalil check`: everything that is found, in the form that is asked for; and `--fix`, which mends what is certain.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use super::Ending;
use super::args::{FailOn, Format, Inspect};
use super::build::{self, Report};
use super::cache;
use super::console::Console;
use super::{evidence, formats, html};
use crate::diagnostic::Diagnostic;
use crate::finding::{self, Tally};
use crate::model::{SourcePath, Sources};
use crate::pipeline::Memos;
use crate::{check as rules, emit, load, pipeline};

/// Mending may uncover what can be mended too; after this many rounds it has not come to rest.
const ROUNDS: usize = 8;

pub(super) fn check(root: &Path, options: Inspect, console: &Console) -> anyhow::Result<Ending> {
    let start = Instant::now();
    if options.fix {
        mend(root, &options, console)?;
    }
    if options.report {
        return report(root, &options, console);
    }
    console.progress("reading …");
    let loaded = load::load(root)?;
    let build = build::options(&options.check.edition, options.check.base_url.clone());
    let evidence = evidence::gather(root, &options, &loaded.value, &build, console)?;
    console.progress("checking …");
    let owners = if options.format == Format::Html { pipeline::owners(&loaded.value, &build) } else { BTreeMap::new() };
    // Pictures of earlier builds are taken as they are; nothing is written.
    let memos = Memos::once();
    cache::open(root, &memos);
    let attempt = build::finish(loaded, |sources| pipeline::judge(sources, &build, &memos, &evidence));
    let ok = passes(finding::tally(&attempt.findings), options.fail_on, options.check.strict);
    let ending = if ok { Ending::Done } else { Ending::Mistakes };
    let format = if console.is_json() { Format::Json } else { options.format };
    match format {
        Format::Human => return build::tell(&Report::new(&attempt, options.check.strict, "").judged(ok).since(start), console),
        Format::Json => console.json(&Report::new(&attempt, options.check.strict, "").judged(ok).since(start))?,
        Format::Sarif => console.print(&formats::sarif(&attempt.findings))?,
        Format::Github => console.print(&formats::github(&attempt.findings))?,
        Format::Html => console.print(&html::html(&attempt.findings, &owners))?,
    }
    Ok(ending)
}

fn passes(tally: Tally, fail_on: Option<FailOn>, strict: bool) -> bool {
    match fail_on.unwrap_or(if strict { FailOn::Warning } else { FailOn::Error }) {
        FailOn::Never => true,
        FailOn::Error => tally.errors == 0,
        FailOn::Warning => tally.errors + tally.warnings == 0,
    }
}

/// Shows, and with `--yes` writes, what can be mended for certain.
fn mend(root: &Path, options: &Inspect, console: &Console) -> anyhow::Result<()> {
    let build = build::options(&options.check.edition, options.check.base_url.clone());
    let before = load::load(root)?.value;
    let after = mended(&before, |sources| pipeline::check(sources, &build));
    if after.is_empty() {
        return console.say("nothing here can be mended for certain\n");
    }
    for (path, text) in &after {
        let old = before.text(path.as_str()).unwrap_or_default();
        if !options.yes {
            console.say(&difference(path, old, text))?;
        } else {
            emit::replace_file(&root.join(path.as_str()), text.as_bytes())?;
        }
    }
    let files = if after.len() == 1 { "1 file".to_string() } else { format!("{} files", after.len()) };
    let outcome =
        if options.yes { format!("mended {files}\n") } else { format!("{files} can be mended; `dalil check --fix --yes` writes it\n") };
    console.say(&outcome)
}

/// The files that differ once every certain fix is made, again and again until none is left.
fn mended(sources: &Sources, check: impl Fn(&Sources) -> Vec<Diagnostic>) -> BTreeMap<SourcePath, String> {
    let mut sources = sources.clone();
    let mut changed = BTreeMap::new();
    for _ in 0..ROUNDS {
        let mut by_file: BTreeMap<SourcePath, Vec<Diagnostic>> = BTreeMap::new();
        for found in check(&sources).into_iter().filter(|found| found.fix.is_some()) {
            by_file.entry(found.place.file.clone()).or_default().push(found);
        }
        if by_file.is_empty() {
            break;
        }
        for (path, fixes) in by_file {
            let Some(text) = sources.text(path.as_str()) else { continue };
            let text = applied(text, &fixes);
            sources.insert(path.clone(), text.clone().into_bytes());
            changed.insert(path, text);
        }
    }
    changed
}

/// The text with each fix in place of its span; of fixes that overlap, the first.
fn applied(text: &str, fixes: &[Diagnostic]) -> String {
    let mut edits: Vec<(usize, usize, &str)> = fixes
        .iter()
        .filter_map(|found| found.place.span.zip(found.fix.as_deref()).map(|(span, right)| (span.start, span.end, right)))
        .collect();
    edits.sort_unstable();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (start, end, right) in edits {
        let Some(kept) = text.get(at..start).filter(|_| text.is_char_boundary(end)) else { continue };
        out.push_str(kept);
        out.push_str(right);
        at = end;
    }
    out + &text[at..]
}

/// Lines before and after; mending changes lines, and never their number.
fn difference(path: &SourcePath, old: &str, new: &str) -> String {
    let mut out = format!("--- {path}\n+++ {path}\n");
    for (n, (old, new)) in old.lines().zip(new.lines()).enumerate().filter(|(_, (old, new))| old != new) {
        write!(out, "@@ line {} @@\n-{old}\n+{new}\n", n + 1).expect("writing to a string");
    }
    out
}

/// Every edition, the hardest first.
fn report(root: &Path, options: &Inspect, console: &Console) -> anyhow::Result<Ending> {
    let sources = load::load(root)?.value;
    let build = build::options(&options.check.edition, options.check.base_url.clone());
    let mut editions = pipeline::readability(&sources, &build);
    if console.is_json() {
        console.json(&editions)?;
        return Ok(Ending::Done);
    }
    editions.sort_by(|a, b| a.score.unwrap_or(f64::MAX).total_cmp(&b.score.unwrap_or(f64::MAX)).then_with(|| a.file.cmp(&b.file)));
    let mut text = String::from("words  sentences  score (0 hard to 100 easy; en Flesch, tr Ateşman)\n");
    for rules::Readability { file, words, sentences, score } in &editions {
        let score = score.map_or("    –".to_string(), |score| format!("{score:5.1}"));
        writeln!(text, "{words:5}  {sentences:9}  {score}  {file}").expect("writing to a string");
    }
    console.print(&text)?;
    Ok(Ending::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, Span};

    #[test]
    fn fixes_are_made_once_each_and_do_not_overlap() {
        let file = SourcePath::new("a");
        let fix = |start, end, right: &str| Diagnostic {
            fix: Some(right.to_string()),
            ..Diagnostic::warning(Place::new(&file, Span { start, end }), "x", "x")
        };
        assert_eq!(applied("abcdef", &[fix(4, 5, "E"), fix(0, 2, "-"), fix(1, 3, "?")]), "-cdEf");
        assert_eq!(applied("é", &[fix(0, 1, "e")]), "é");
    }
}
