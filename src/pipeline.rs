//! The stages in order, from sources to artifacts: the only file that knows them all. Pure: reads no file, writes none, prints nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::{self, BuildOptions, Config};
use crate::diagnostic::{Diagnostic, Outcome, Place};
use crate::load::SITE;
use crate::model::{Artifacts, Site, SourcePath, Sources};

/// What a build gave.
#[derive(Debug)]
pub struct Built {
    pub site: Option<Site>,
    /// The finished site; nothing where an error was found.
    pub artifacts: Option<Artifacts>,
    pub diagnostics: Vec<Diagnostic>,
    pub summary: Summary,
}

/// What was built, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    pub pages: usize,
    /// Language path to the number of editions it has of its own.
    pub editions: BTreeMap<String, usize>,
    /// Output files.
    pub files: usize,
    /// Their size together.
    pub bytes: u64,
}

/// Builds the portal. All findings of all stages are reported, whatever else is wrong.
pub fn build(sources: &Sources, _options: &BuildOptions) -> Built {
    let mut diagnostics = Vec::new();
    let config = read_config(sources).take(&mut diagnostics);
    let summary = Summary { editions: config.map(|config| editions(&config, sources)).unwrap_or_default(), ..Summary::default() };
    Built { site: None, artifacts: None, diagnostics, summary }
}

fn read_config(sources: &Sources) -> Outcome<Option<Config>> {
    let file = SourcePath::new(SITE);
    match sources.get(SITE).map(|bytes| std::str::from_utf8(bytes)) {
        Some(Ok(text)) => config::parse(&file, text),
        Some(Err(_)) => Outcome::new(None, vec![not_text(&file)]),
        // `load` has said why.
        None => Outcome::clean(None),
    }
}

fn not_text(file: &SourcePath) -> Diagnostic {
    Diagnostic::error(Place::file(file), "not-utf8", format!("`{file}` is not UTF-8 text")).help("save it as UTF-8 in the editor")
}

fn editions(config: &Config, sources: &Sources) -> BTreeMap<String, usize> {
    let count = |path: &str| sources.below(&format!("content/{path}")).filter(|(file, _)| file.as_str().ends_with(".md")).count();
    config.languages.iter().map(|(_, language)| (language.path.clone(), count(&language.path))).collect()
}
