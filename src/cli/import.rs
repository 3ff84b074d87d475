//! `dalil import`: translated files into the portal. All of them, or nothing.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Ending;
use super::args::Import;
use super::clock;
use super::console::Console;
use super::portal::{Opened, Portal, Refusal, open, options as understood};
use super::report::closing_line;
use crate::diagnostic::{Diagnostic, Outcome, Severity};
use crate::model::{SourcePath, Sources};
use crate::translate::{self, ImportedFile, Returned, po, xliff};
use crate::{emit, finding, load, pipeline};

/// What `--json` says.
#[derive(Serialize)]
struct Told<'a> {
    ok: bool,
    imported: Vec<ToldFile<'a>>,
    diagnostics: &'a [finding::Finding],
}

#[derive(Serialize)]
struct ToldFile<'a> {
    file: &'a str,
    new: bool,
    /// Texts that changed.
    changed: usize,
    /// Sections whose texts are all translated, and which are stamped.
    stamped: &'a [String],
}

pub(super) fn import(root: &Path, options: &Import, console: &Console) -> anyhow::Result<Ending> {
    let portal = match open(root, console)? {
        Opened::Portal(portal) => portal,
        Opened::Mistakes(ending) => return Ok(ending),
    };
    let mut sources = portal.sources.clone();
    let mut findings = Vec::new();
    let returned = read(&options.files, &mut sources, &mut findings)?;
    let imported = translate::import(&portal.site, &portal.sources, &returned, options.state).take(&mut findings);
    if !has_errors(&findings) {
        findings.extend(consequences(&portal, &imported.files));
    }
    if has_errors(&findings) {
        return Refusal { diagnostics: &findings, sources: &sources, consequence: "nothing was imported" }.tell(console);
    }
    let files: Vec<(PathBuf, Vec<u8>)> =
        imported.files.iter().map(|file| (root.join(file.path.as_str()), file.text.clone().into_bytes())).collect();
    emit::replace_files(&files)?;
    tell(&imported.files, &findings, &sources, console)
}

/// Reads the files by what they are, and adds them to the sources, so that findings can show their lines.
fn read(files: &[PathBuf], sources: &mut Sources, findings: &mut Vec<Diagnostic>) -> anyhow::Result<Vec<Returned>> {
    let mut returned = Vec::new();
    for path in files {
        let bytes = load::file(path)?;
        let name = SourcePath::new(path.display().to_string());
        let text = String::from_utf8_lossy(&bytes);
        let is_xml = text.trim_start_matches('\u{FEFF}').trim_start().starts_with('<');
        let outcome: Outcome<Returned> = if is_xml { xliff::read(&name, &bytes) } else { po::read(&name, &bytes) };
        returned.push(outcome.take(findings));
        sources.insert(name, bytes);
    }
    Ok(returned)
}

/// What would be wrong with the portal that was not before.
fn consequences(portal: &Portal, files: &[ImportedFile]) -> Vec<Diagnostic> {
    let understood = understood(clock::today());
    let mut sources = portal.sources.clone();
    for file in files {
        sources.insert(file.path.clone(), file.text.clone().into_bytes());
    }
    let mut findings = Vec::new();
    pipeline::resolved(&sources, &understood, &mut findings);
    findings.retain(|found| found.severity == Severity::Error);
    findings
}

fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|found| found.severity == Severity::Error)
}

fn tell(files: &[ImportedFile], findings: &[Diagnostic], sources: &Sources, console: &Console) -> anyhow::Result<Ending> {
    let findings = finding::findings(findings, sources);
    if console.is_json() {
        let file = |file: &'_ ImportedFile| (file.path.as_str().to_string(), file.is_new, file.changed, file.pinned.clone());
        let files: Vec<_> = files.iter().map(file).collect();
        let imported = files.iter().map(|(file, new, changed, stamped)| ToldFile { file, new: *new, changed: *changed, stamped }).collect();
        console.json(&Told { ok: true, imported, diagnostics: &findings })?;
        return Ok(Ending::Done);
    }
    if !findings.is_empty() {
        console.findings(&findings, &closing_line(finding::tally(&findings), ""))?;
    }
    for file in files {
        let done = if file.is_new { "made" } else { "changed" };
        let stamped = match file.pinned.len() {
            0 => String::new(),
            count => format!(", {count} sections stamped"),
        };
        console.say(&format!("{done} {}: {} texts{stamped}\n", file.path, file.changed))?;
    }
    if files.is_empty() {
        console.say("nothing to change\n")?;
    }
    Ok(Ending::Done)
}
