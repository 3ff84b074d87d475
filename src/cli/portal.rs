//! A portal opened by a command that looks at its content, or changes it, without building it.

use std::path::Path;

use super::Ending;
use super::clock;
use super::console::Console;
use super::report::closing_line;
use crate::config::BuildOptions;
use crate::diagnostic::{Diagnostic, Severity};
use crate::finding;
use crate::model::{Date, Site, Sources};
use crate::{load, pipeline};

/// A portal without errors.
pub(super) struct Portal {
    pub(super) site: Site,
    pub(super) sources: Sources,
}

pub(super) enum Opened {
    Portal(Box<Portal>),
    /// It has mistakes, and they have been told.
    Mistakes(Ending),
}

/// Findings that keep a command from its work.
pub(super) struct Refusal<'a> {
    pub(super) diagnostics: &'a [Diagnostic],
    pub(super) sources: &'a Sources,
    /// What they led to.
    pub(super) consequence: &'static str,
}

pub(super) fn open(root: &Path, console: &Console) -> anyhow::Result<Opened> {
    open_on(root, clock::today(), console)
}

/// Opens the portal as it is on a day, drafts included.
pub(super) fn open_on(root: &Path, today: Date, console: &Console) -> anyhow::Result<Opened> {
    let loaded = load::load(root)?;
    let mut diagnostics = Vec::new();
    let sources = loaded.take(&mut diagnostics);
    let options = BuildOptions { base_url: None, drafts: true, today };
    let site = pipeline::resolved(&sources, &options, &mut diagnostics);
    diagnostics.retain(|found| found.severity == Severity::Error);
    match site {
        Some(site) if diagnostics.is_empty() => Ok(Opened::Portal(Box::new(Portal { site, sources }))),
        _ => {
            let refusal = Refusal { diagnostics: &diagnostics, sources: &sources, consequence: "nothing was done" };
            refusal.tell(console).map(Opened::Mistakes)
        }
    }
}

impl Refusal<'_> {
    pub(super) fn tell(&self, console: &Console) -> anyhow::Result<Ending> {
        let findings = finding::findings(self.diagnostics, self.sources);
        if console.is_json() {
            console.json(&Json { ok: false, diagnostics: &findings })?;
        } else {
            console.findings(&findings, &closing_line(finding::tally(&findings), self.consequence))?;
        }
        Ok(Ending::Mistakes)
    }
}

#[derive(serde::Serialize)]
struct Json<'a> {
    ok: bool,
    diagnostics: &'a [finding::Finding],
}
