//! The stages in order; the only module that knows them all. Pure: `load` comes before it, `emit` or the preview server after.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use crate::config::{self, BuildOptions, Config};
use crate::diagnostic::{Diagnostic, Outcome, Place, Severity};
use crate::load::SITE;
use crate::model::{Artifacts, OutPath, Site, SourcePath, Sources};
use crate::search::Index;
use crate::theme::{self, Theme};
use crate::{check, i18n, parse, render, resolve, search_tests, verify};

/// What a build came to.
#[derive(Debug)]
pub struct Built {
    /// The site, where the portal could be understood.
    pub site: Option<Site>,
    /// The finished files, only where there is no error at all.
    pub artifacts: Option<Artifacts>,
    /// Everything found, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    pub summary: Summary,
}

/// What a build made, for people and for `--json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub pages: usize,
    /// Language path to the number of editions it has of its own.
    pub editions: BTreeMap<String, usize>,
    pub files: usize,
    pub bytes: u64,
}

/// What earlier builds made and later ones need not make again. Everything in it depends on its key alone.
#[derive(Debug, Default)]
pub struct Memos {
    pub rendered: render::Memos,
    documents: parse::DocumentMemo,
    surveys: verify::SurveyMemo,
    /// The last finished site, so that files which did not change are known again.
    last: Mutex<Option<Artifacts>>,
}

/// Pages that somebody waits for, and what to do with them as soon as they are made, long before all the others.
pub struct Hurry<'a> {
    pub wanted: BTreeSet<OutPath>,
    /// Is given those pages and the files that they need. What is wrong with the portal is not yet known.
    pub show: &'a mut dyn FnMut(Artifacts),
}

impl Memos {
    /// Forgets what the last build did not use.
    pub fn sweep(&self) {
        self.rendered.pictures.sweep();
        self.rendered.indexes.sweep();
        self.documents.sweep();
        self.surveys.sweep();
    }

    /// The artifacts with the bytes of the last ones where they are equal, remembered for the next time.
    fn shared(&self, mut artifacts: Artifacts) -> Artifacts {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = last.as_ref() {
            artifacts.share(last);
        }
        *last = Some(artifacts.clone());
        artifacts
    }
}

/// Builds the portal with nothing made before.
pub fn build(sources: &Sources, options: &BuildOptions) -> Built {
    build_with(sources, options, &Memos::default(), None)
}

/// Builds the portal. Stages go on as long as there is something to go on with, so that one run reports every mistake.
pub fn build_with(sources: &Sources, options: &BuildOptions, memos: &Memos, hurry: Option<Hurry<'_>>) -> Built {
    let mut findings = Vec::new();
    let mut built = run(sources, options, memos, hurry, &mut findings);
    if let Some(site) = &built.site {
        findings.extend(check::check(check::Portal { site, sources, today: options.today }));
        findings = check::settle(findings, &site.config, sources);
    }
    findings.sort();
    findings.dedup();
    if has_errors(&findings) {
        built.artifacts = None;
    }
    built.summary = summary(built.site.as_ref(), built.artifacts.as_ref());
    built.diagnostics = findings;
    built
}

impl Built {
    /// Whether anything was found that must not be published.
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }
}

fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

fn run(sources: &Sources, options: &BuildOptions, memos: &Memos, hurry: Option<Hurry<'_>>, findings: &mut Vec<Diagnostic>) -> Built {
    let mut built = Built { site: None, artifacts: None, diagnostics: Vec::new(), summary: Summary::default() };
    let Some(config) = read_config(sources, options, findings) else { return built };
    let theme = Theme::parse(sources, &config.theme).take(findings);
    let catalogs = theme.as_ref().map(|theme| i18n::parse(sources, &config.languages, &wanted(theme)).take(findings));
    let site = understand(config, sources, options, memos, findings);
    if let (Some(theme), Some(catalogs), false) = (theme, catalogs, has_errors(findings)) {
        let materials = render::Materials { site: &site, sources, theme: &theme, catalogs: &catalogs, memos: &memos.rendered };
        if let Some(hurry) = hurry {
            render::some(materials, &hurry.wanted).into_iter().for_each(hurry.show);
        }
        let indexes = render::indexes(&site, &catalogs, &memos.rendered);
        findings.extend(search_tests::check(sources, &site, &indexes));
        let artifacts = memos.shared(render::render(materials, &indexes).take(findings));
        // A page that could not be made would be missed again at every link to it.
        if !has_errors(findings) {
            findings.extend(verified(&artifacts, &site, memos));
        }
        built.artifacts = Some(artifacts);
    }
    built.site = Some(site);
    built
}

/// The portal up to its `Site`, without anything rendered: for commands that only look at the content.
pub fn resolved(sources: &Sources, options: &BuildOptions, findings: &mut Vec<Diagnostic>) -> Option<Site> {
    read_config(sources, options, findings).map(|config| understand(config, sources, options, &Memos::default(), findings))
}

/// The search index of each language, by the language's path, and whatever stands in the way of them.
pub fn indexes(sources: &Sources, options: &BuildOptions) -> Outcome<BTreeMap<String, Index>> {
    let mut findings = Vec::new();
    let Some(config) = read_config(sources, options, &mut findings) else { return Outcome::new(BTreeMap::new(), findings) };
    // Strings that only templates use are none of the search's business.
    let used = i18n::CODE_KEYS.iter().map(ToString::to_string).collect();
    let catalogs = i18n::parse(sources, &config.languages, &i18n::Wanted { used, spare: BTreeSet::new() }).value;
    let site = understand(config, sources, options, &Memos::default(), &mut findings);
    let named = |(id, index)| (site.config.languages.get(id).path.clone(), index);
    Outcome::new(render::indexes(&site, &catalogs, &render::Memos::default()).into_iter().map(named).collect(), findings)
}

fn wanted(theme: &Theme) -> i18n::Wanted {
    let code = i18n::CODE_KEYS.iter().map(ToString::to_string);
    i18n::Wanted { used: theme.strings.iter().cloned().chain(code).collect(), spare: theme::strings_of_built_in() }
}

fn read_config(sources: &Sources, options: &BuildOptions, findings: &mut Vec<Diagnostic>) -> Option<Config> {
    let file = SourcePath::new(SITE);
    // `load` has said that it is missing.
    sources.get(SITE)?;
    let Some(text) = sources.text(file.as_str()) else {
        findings.push(Diagnostic::error(Place::file(&file), "not-utf8", "this file is not UTF-8 text").help("save it as UTF-8"));
        return None;
    };
    let config = config::parse(&file, text).take(findings)?;
    let base_url = options.base_url.as_deref().map_or(config.base_url, |url| url.trim_end_matches('/').to_string());
    Some(Config { base_url, ..config })
}

/// What is wrong with the portal's files, without making pages of them: everything but strings, themes and the finished pages.
pub fn check(sources: &Sources, options: &BuildOptions) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if let Some(config) = read_config(sources, options, &mut findings) {
        let site = understand(config, sources, options, &Memos::default(), &mut findings);
        findings.extend(check::check(check::Portal { site: &site, sources, today: options.today }));
        findings = check::settle(findings, &site.config, sources);
    }
    findings.sort();
    findings.dedup();
    findings
}

/// How hard each edition is to read.
pub fn readability(sources: &Sources, options: &BuildOptions) -> Vec<check::Readability> {
    let mut findings = Vec::new();
    let site =
        read_config(sources, options, &mut findings).map(|config| understand(config, sources, options, &Memos::default(), &mut findings));
    site.map(|site| check::readability(check::Portal { site: &site, sources, today: options.today })).unwrap_or_default()
}

fn understand(config: Config, sources: &Sources, options: &BuildOptions, memos: &Memos, findings: &mut Vec<Diagnostic>) -> Site {
    let parsed = parse::parse_with(sources, &config, &memos.documents).take(findings);
    let assets: BTreeSet<SourcePath> = sources.below("content/assets").map(|(path, _)| path.clone()).collect();
    resolve::resolve(Arc::new(config), parsed, &assets, options.drafts, options.today).take(findings)
}

/// What is wrong with the finished pages, at the file each was made from.
fn verified(artifacts: &Artifacts, site: &Site, memos: &Memos) -> Vec<Diagnostic> {
    let sources: BTreeMap<String, &SourcePath> = site
        .pages
        .values()
        .flat_map(|page| {
            page.urls
                .iter()
                .filter_map(|(language, url)| page.shown(*language).map(|(_, edition)| (url.file().to_string(), &edition.document.path)))
        })
        .collect();
    let rules = verify::Rules { base_url: &site.config.base_url, budgets: site.config.budgets };
    let place = |finding: &verify::Finding| match sources.get(finding.path.as_str()) {
        Some(source) => Place::file(source),
        None => Place::file(&SourcePath::new(finding.path.as_str())),
    };
    let findings = verify::judge(artifacts, &verify::surveys(artifacts, &rules, &memos.surveys), &rules);
    findings.into_iter().map(|finding| (place(&finding), finding)).map(|(place, finding)| finding.at(place)).collect()
}

fn summary(site: Option<&Site>, artifacts: Option<&Artifacts>) -> Summary {
    let editions = |site: &Site| {
        let count = |id| site.pages.values().filter(|page| page.editions.contains_key(&id)).count();
        site.config.languages.iter().map(|(id, language)| (language.path.clone(), count(id))).collect()
    };
    Summary {
        pages: site.map_or(0, |site| site.pages.len()),
        editions: site.map(editions).unwrap_or_default(),
        files: artifacts.map_or(0, |artifacts| artifacts.files.len()),
        bytes: artifacts.map_or(0, Artifacts::bytes),
    }
}
