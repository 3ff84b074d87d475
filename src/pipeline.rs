//! The stages in order; the only module that knows them all. Pure: `load` comes before it, `emit` or the preview server after.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use serde::Serialize;

use crate::config::{self, BuildOptions, Config};
use crate::diagnostic::{Diagnostic, Outcome, Place, Severity};
use crate::load::SITE;
use crate::memo::Memo;
use crate::model::{Artifacts, Edition, LanguageId, OutPath, Overtaken, Shelf, Site, SourcePath, Sources};
use crate::search::Index;
use crate::theme::{self, Theme};
use crate::{check, i18n, parse, render, resolve, search_tests, verify};

mod press;

/// What a build came to.
#[derive(Debug)]
pub struct Built {
    /// The site, where the portal could be understood.
    pub site: Option<Site>,
    /// The finished files, where they were to be kept in memory and there is no error at all.
    pub artifacts: Option<Artifacts>,
    /// Everything found, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    pub summary: Summary,
    /// It stopped where it was, because a newer build waits: nothing else of this is of use.
    pub is_overtaken: bool,
}

/// What a build is for.
#[derive(Clone, Copy)]
enum Aim<'a> {
    /// A site on this shelf.
    Site(&'a dyn Shelf),
    /// To know what is wrong: files are made as far as something can be wrong with them, and go nowhere.
    Findings,
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
    verified: verify::Memos,
    /// The last finished site, so that files which did not change are known again.
    last: Mutex<Option<Artifacts>>,
}

/// Pages that somebody waits for, and what to do with them as soon as they are made, long before all the others.
pub struct Hurry<'a> {
    pub wanted: BTreeSet<OutPath>,
    /// Is given those pages and the files that they need. What is wrong with the portal is not yet known.
    pub show: &'a mut dyn FnMut(Artifacts),
    /// Asked from then on.
    pub is_overtaken: Overtaken<'a>,
}

impl Memos {
    /// For a single build, which gives away what it made as soon as it can.
    pub fn once() -> Memos {
        Memos::default()
    }

    /// For one build after the other.
    pub fn lasting() -> Memos {
        Memos { rendered: render::Memos::lasting(), ..Memos::default() }
    }

    /// Forgets what the last build did not use.
    pub fn sweep(&self) {
        self.rendered.pictures.sweep();
        self.rendered.indexes.iter().for_each(Memo::sweep);
        self.documents.sweep();
        self.verified.sweep();
    }
}

/// Builds the portal with nothing made before.
pub fn build(sources: &Sources, options: &BuildOptions) -> Built {
    build_with(sources, options, &Memos::once(), &check::Evidence::default(), None)
}

/// Builds the portal in memory, held against what is known from outside it. Stages go on as long as there is something to go on with, so
/// that one run reports every mistake.
pub fn build_with(sources: &Sources, options: &BuildOptions, memos: &Memos, evidence: &check::Evidence, hurry: Option<Hurry<'_>>) -> Built {
    let mut last = memos.last.lock().unwrap_or_else(PoisonError::into_inner);
    let shelf = press::Memory { last: last.as_ref(), files: Mutex::default() };
    let built = make(sources, options, memos, evidence, hurry, Aim::Site(&shelf));
    let artifacts = shelf.files.into_inner().unwrap_or_else(PoisonError::into_inner);
    if !artifacts.files.is_empty() && !built.is_overtaken {
        *last = Some(artifacts.clone());
    }
    let artifacts = (!built.has_errors() && !built.is_overtaken).then_some(artifacts);
    Built { artifacts, ..built }
}

/// As `build_with`, onto a shelf. What is on it is a site only if there is no error.
pub fn build_onto(sources: &Sources, options: &BuildOptions, memos: &Memos, evidence: &check::Evidence, shelf: &dyn Shelf) -> Built {
    make(sources, options, memos, evidence, None, Aim::Site(shelf))
}

/// What is wrong with the portal and its finished site, without the site.
pub fn judge(sources: &Sources, options: &BuildOptions, memos: &Memos, evidence: &check::Evidence) -> Built {
    make(sources, options, memos, evidence, None, Aim::Findings)
}

fn make(
    sources: &Sources,
    options: &BuildOptions,
    memos: &Memos,
    evidence: &check::Evidence,
    hurry: Option<Hurry<'_>>,
    aim: Aim<'_>,
) -> Built {
    let mut findings = Vec::new();
    let is_overtaken: Overtaken<'_> = hurry.as_ref().map_or(&|| false, |hurry| hurry.is_overtaken);
    let mut built = run(sources, options, memos, hurry, aim, &mut findings);
    if let Some(site) = &built.site {
        let portal = check::Portal { site, sources, today: options.today };
        findings.extend(check::check(portal, is_overtaken));
        findings.extend(check::check_with(portal, evidence));
        findings = check::settle(findings, &site.config, sources, evidence);
    }
    findings.sort();
    findings.dedup();
    if has_errors(&findings) {
        (built.summary.files, built.summary.bytes) = (0, 0);
    }
    built.diagnostics = findings;
    // Asked last: whatever it was before, nothing was left out unless it is so now.
    built.is_overtaken = is_overtaken();
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

fn run(
    sources: &Sources,
    options: &BuildOptions,
    memos: &Memos,
    hurry: Option<Hurry<'_>>,
    aim: Aim<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Built {
    let mut built = Built { site: None, artifacts: None, diagnostics: Vec::new(), summary: Summary::default(), is_overtaken: false };
    let Some(config) = read_config(sources, options, findings) else { return built };
    let theme = Theme::parse(sources, &config.theme).take(findings);
    let catalogs = theme.as_ref().map(|theme| i18n::parse(sources, &config.languages, &wanted(theme)).take(findings));
    let site = understand(config, sources, options, memos, findings);
    built.summary = summary(&site);
    if let (Some(theme), Some(catalogs), false) = (theme, catalogs, has_errors(findings)) {
        let is_overtaken: Overtaken<'_> = hurry.as_ref().map_or(&|| false, |hurry| hurry.is_overtaken);
        let materials =
            render::Materials { site: &site, sources, theme: &theme, catalogs: &catalogs, memos: &memos.rendered, is_overtaken };
        if let Some(hurry) = hurry {
            render::some(materials, &hurry.wanted).into_iter().for_each(hurry.show);
        }
        let files = finished(materials, memos, aim, findings);
        if matches!(aim, Aim::Site(_)) {
            built.summary.files = files.iter().count();
            built.summary.bytes = files.iter().map(|(_, file)| file.length as u64).sum();
        }
    }
    built.site = Some(site);
    built
}

/// Renders the site and judges it.
fn finished(materials: render::Materials<'_>, memos: &Memos, aim: Aim<'_>, findings: &mut Vec<Diagnostic>) -> verify::Files {
    let render::Materials { site, sources, catalogs, .. } = materials;
    let (shelf, extent): (&dyn Shelf, render::Extent) = match aim {
        Aim::Site(shelf) => (shelf, render::Extent::Whole),
        Aim::Findings => (&press::Nowhere, render::Extent::Pages),
    };
    let indexes = match aim {
        _ if search_tests::are_there(sources) => {
            let indexes = render::indexes(site, catalogs, &memos.rendered);
            findings.extend(search_tests::check(sources, site, &indexes));
            render::Indexes::Made(indexes)
        }
        Aim::Site(_) => render::Indexes::Missing,
        // Pages name their index: to be judged, they need no more of it than that there is one.
        Aim::Findings => render::Indexes::Empty,
    };
    let rules = verify::Rules { base_url: &site.config.base_url, budgets: site.config.budgets };
    let press = press::Press { examiner: verify::Examiner::new(rules, &memos.verified), shelf, files: RwLock::default() };
    findings.extend(render::render(materials, &indexes, extent, &press));
    let files = press.into_files();
    // A page that could not be made would be missed again at every link to it.
    if !has_errors(findings) && !(materials.is_overtaken)() {
        findings.extend(verified(&files, &rules, site));
    }
    files
}

/// The portal up to its `Site`, without anything rendered: for commands that only look at the content.
pub fn resolved(sources: &Sources, options: &BuildOptions, findings: &mut Vec<Diagnostic>) -> Option<Site> {
    read_config(sources, options, findings).map(|config| understand(config, sources, options, &Memos::default(), findings))
}

/// The search index of each language, by the language's path, and whatever stands in the way of them.
pub fn indexes(sources: &Sources, options: &BuildOptions) -> Outcome<BTreeMap<String, Arc<Index>>> {
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
        findings.extend(check::check(check::Portal { site: &site, sources, today: options.today }, &|| false));
        findings = check::settle(findings, &site.config, sources, &check::Evidence::default());
    }
    findings.sort();
    findings.dedup();
    findings
}

/// Every address of another site that the portal names.
pub fn external_addresses(sources: &Sources, options: &BuildOptions) -> BTreeSet<String> {
    let site = resolved(sources, options, &mut Vec::new());
    site.map(|site| check::addresses(&check::Portal { site: &site, sources, today: options.today })).unwrap_or_default()
}

/// Who mends each file of a page: the translator by name, where the file says it.
pub fn owners(sources: &Sources, options: &BuildOptions) -> BTreeMap<String, String> {
    let Some(site) = resolved(sources, options, &mut Vec::new()) else { return BTreeMap::new() };
    let editions = site.pages.values().flat_map(|page| &page.editions);
    let owner = |(language, edition): (&LanguageId, &Edition)| {
        let name = &site.config.languages.get(*language).endonym;
        let owner = match edition.document.translation() {
            Some(translation) => translation.by.as_ref().map_or(format!("translators into {name}"), |by| by.value.clone()),
            None => format!("editors of the text in {name}"),
        };
        (edition.document.path.to_string(), owner)
    };
    editions.map(owner).collect()
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
fn verified(files: &verify::Files, rules: &verify::Rules<'_>, site: &Site) -> Vec<Diagnostic> {
    let sources: BTreeMap<String, &SourcePath> = site
        .pages
        .values()
        .flat_map(|page| {
            page.urls
                .iter()
                .filter_map(|(language, url)| page.shown(*language).map(|(_, edition)| (url.file().to_string(), &edition.document.path)))
        })
        .collect();
    let place = |finding: &verify::Finding| match sources.get(finding.path.as_str()) {
        Some(source) => Place::file(source),
        None => Place::file(&SourcePath::new(finding.path.as_str())),
    };
    let findings = verify::judge(files, rules);
    findings.into_iter().map(|finding| (place(&finding), finding)).map(|(place, finding)| finding.at(place)).collect()
}

fn summary(site: &Site) -> Summary {
    let count = |id| site.pages.values().filter(|page| page.editions.contains_key(&id)).count();
    let editions = site.config.languages.iter().map(|(id, language)| (language.path.clone(), count(id))).collect();
    Summary { pages: site.pages.len(), editions, ..Summary::default() }
}
