//! A portal opened by a command that looks at its content, or changes it, without building it.

use std::path::Path;

use anyhow::bail;

use super::Ending;
use super::clock;
use super::console::Console;
use super::report::closing_line;
use crate::config::BuildOptions;
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::finding;
use crate::model::{Date, LanguageId, Page, PageKey, Site, Sources};
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

/// How such a portal is understood: with its drafts.
pub(super) fn options(today: Date) -> BuildOptions {
    BuildOptions { base_url: None, drafts: true, today }
}

/// Opens the portal as it is on a day, drafts included.
pub(super) fn open_on(root: &Path, today: Date, console: &Console) -> anyhow::Result<Opened> {
    let loaded = load::load(root)?;
    let mut diagnostics = Vec::new();
    let sources = loaded.take(&mut diagnostics);
    let options = options(today);
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

/// The portal's language with this path.
pub(super) fn language(site: &Site, path: &str) -> anyhow::Result<LanguageId> {
    let languages = &site.config.languages;
    match languages.find(path) {
        Some(id) => Ok(id),
        None => bail!(
            "`{path}` is not one of the portal's languages: {}",
            languages.iter().map(|(_, language)| language.path.as_str()).collect::<Vec<_>>().join(", ")
        ),
    }
}

/// The page with this key.
pub(super) fn page<'s>(site: &'s Site, key: &str) -> anyhow::Result<&'s Page> {
    let key = PageKey::of_file(&format!("{key}.md"));
    match site.pages.get(&key) {
        Some(page) => Ok(page),
        None => {
            let near = nearest(key.as_str(), site.pages.keys().map(PageKey::as_str)).map(|near| format!(": did you mean `{near}`?"));
            bail!("there is no page `{key}`{}", near.unwrap_or_default())
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
