//! Rules about the text of a portal: one table of them, from which checking, `dalil explain` and `docs/checks.md` are made.
//!
//! Each family of rules has a file, where every rule stands beside its wording. Rules look at the resolved site and never change it.
//! Findings of the other stages are in the table too, so that every code is explained, but they are made there.

mod accessibility;
mod addresses;
mod bidi;
mod elsewhere;
mod excuses;
mod external;
mod freshness;
mod front;
mod headings;
mod language;
mod letters;
mod links;
mod lost;
mod manual;
mod metadata;
mod parity;
mod pictures;
mod plain;
mod privacy;
mod punctuation;
mod readability;
mod report;
mod script;
mod terms;
mod text;
mod words;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::config::{Config, Level};
use crate::diagnostic::{Diagnostic, Place, Severity, nearest};
use crate::model::{Date, Overtaken, Site, SourcePath, Sources};
use crate::outside::Verdicts;

pub use external::addresses;
pub use lost::sitemap;
pub use manual::{explain, manual};
pub use readability::{Readability, readability};
use report::Report;
use text::Text;

/// One rule: what it is called, how much it weighs, why it is there and how it is held.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub code: &'static str,
    /// Unless `rules:` in `site.yaml` says otherwise.
    pub level: Level,
    /// What a reader or editor is spared, in one sentence.
    pub protects: &'static str,
    /// The criterion, standard or law that it rests on; empty where it is our own.
    pub reference: &'static str,
    pub check: Check,
}

/// How a rule is held.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Looks at one edition.
    Edition(fn(&Text<'_>, &mut Report<'_>)),
    /// Looks at the portal as a whole.
    Portal(fn(&Portal<'_>, &mut Report<'_>)),
    /// Looks at the portal and at what is known from outside it, where that was asked for.
    OnRequest(fn(&Portal<'_>, &Evidence, &mut Report<'_>)),
    /// Found by another stage, and only as good as it is: it can be set to another level.
    Elsewhere,
    /// Found by another stage, which cannot do its work without it: it stays an error.
    Needed,
}

/// A family of rules.
#[derive(Debug, Clone, Copy)]
pub struct Family {
    pub name: &'static str,
    pub about: &'static str,
    pub rules: &'static [Rule],
}

/// What rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Portal<'a> {
    pub site: &'a Site,
    pub sources: &'a Sources,
    pub today: Date,
}

/// What is known from outside the portal, for the rules that need it. Absent is what nobody asked for.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// What other sites said of their addresses.
    pub external: Option<Verdicts>,
    /// The addresses of the site that was published before.
    pub previous: Option<BTreeSet<String>>,
}

/// Every rule. A family is a line here and a file beside this one.
pub const FAMILIES: &[Family] = &[
    family("Accessibility", "what keeps readers out who listen, zoom in or cannot use a mouse", accessibility::RULES),
    family("Headings and tables", "what readers find their way by", headings::RULES),
    family("Language", "text in the language that it claims to be in", language::RULES),
    family("Letters and digits", "the letters that a language is written with, so that words are found and read aloud", letters::RULES),
    family("Direction", "text that runs both ways", bidi::RULES),
    family("Punctuation", "marks as the language writes them", punctuation::RULES),
    family("Links and references", "links that lead where they say", links::RULES),
    family("Links to other sites", "other sites' pages that are still there; asked only with `dalil check --external`", external::RULES),
    family("Old addresses", "addresses that lead somewhere for as long as anybody has them", lost::RULES),
    family("Addresses", "phone numbers, e-mail and web addresses", addresses::RULES),
    family("Front matter", "what is said about a page", front::RULES),
    family("Dates and reviews", "law that was true when it was read", metadata::RULES),
    family("Plain language", "text that a person in trouble understands", plain::RULES),
    family("Safety and privacy", "nobody is put in danger by a page", privacy::RULES),
    family("Pictures", "what picture files carry along", pictures::RULES),
    family("Translations", "texts that say the same in every language, and still do", elsewhere::TRANSLATIONS),
    family("Translated files", "what `dalil import` brings into the portal", elsewhere::EXCHANGE),
    family("Excuses and settings", "exceptions that are still needed", excuses::RULES),
    family("Reading files", "files that dalil understands", elsewhere::READING),
    family("Front matter and registers as written", "keys and values that dalil understands", elsewhere::WRITING),
    family("Markdown as written", "text that is read as it was meant", elsewhere::MARKDOWN),
    family("Pages and links between them", "pages that exist and can be reached", elsewhere::RESOLVING),
    family("Interface strings and themes", "words around the text in every language", elsewhere::STRINGS),
    family("Finished pages", "pages read back as a browser sees them", elsewhere::OUTPUT),
];

const fn family(name: &'static str, about: &'static str, rules: &'static [Rule]) -> Family {
    Family { name, about, rules }
}

/// Every rule of every family, in the order of the table.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.rules)
}

/// The rule with this code.
pub fn find(code: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.code == code)
}

/// Holds every rule of the table that is not off, in the order of files and places. Stops where it is overtaken.
pub fn check(portal: Portal<'_>, is_overtaken: Overtaken<'_>) -> Vec<Diagnostic> {
    let active: Vec<(&Rule, Severity)> =
        rules().filter_map(|rule| severity(level(rule, &portal.site.config)).map(|severity| (rule, severity))).collect();
    let originals: Vec<OnceLock<BTreeSet<String>>> = portal.site.pages.values().map(|_| OnceLock::new()).collect();
    let pages = portal.site.pages.values().zip(&originals);
    let editions: Vec<_> = pages.flat_map(|(page, original)| published(page).map(move |id| (page, id, original))).collect();
    let mut found: Vec<Diagnostic> = editions
        .par_iter()
        .filter(|_| !is_overtaken())
        .flat_map_iter(|(page, language, original)| {
            let text = Text::new(&portal, page, *language, original);
            active.iter().flat_map(move |(rule, severity)| of_edition(rule, *severity, &text)).collect::<Vec<_>>()
        })
        .collect();
    for (rule, severity) in active.iter().filter(|_| !is_overtaken()) {
        if let Check::Portal(check) = rule.check {
            let mut report = Report::new(rule, *severity);
            check(&portal, &mut report);
            found.extend(report.found);
        }
    }
    found.extend(translations(portal.site));
    found.sort();
    found
}

/// Holds the rules that need more than the portal itself.
pub fn check_with(portal: Portal<'_>, evidence: &Evidence) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in rules() {
        let Check::OnRequest(check) = rule.check else { continue };
        if let Some(severity) = severity(level(rule, &portal.site.config)) {
            let mut report = Report::new(rule, severity);
            check(&portal, evidence, &mut report);
            found.extend(report.found);
        }
    }
    found
}

/// What compares whole editions finds several things at once: its codes are in the table, and `settle` weighs them.
fn translations(site: &Site) -> Vec<Diagnostic> {
    let families: [fn(&Site) -> Vec<Diagnostic>; 3] = [freshness::check, parity::check, terms::check];
    families.par_iter().flat_map_iter(|family| family(site)).collect()
}

/// The editions that rules look at: a draft is being written still.
fn published(page: &crate::model::Page) -> impl Iterator<Item = crate::model::LanguageId> {
    page.editions.iter().filter(|(_, edition)| !edition.document.front.draft).map(|(id, _)| *id)
}

/// Findings as the portal wants them: with its own levels, and without those that are excused.
pub fn settle(found: Vec<Diagnostic>, config: &Config, sources: &Sources, evidence: &Evidence) -> Vec<Diagnostic> {
    let leveled = found.into_iter().filter_map(|found| leveled(found, config)).collect();
    let mut settled = excuses::settle(leveled, config, sources, evidence);
    settled.extend(unknown_settings(config));
    settled
}

/// How much a rule weighs in this portal.
fn level(rule: &Rule, config: &Config) -> Level {
    let set = config.rules.iter().find(|(code, _)| code.value == rule.code).map(|(_, level)| *level);
    set.filter(|_| !matches!(rule.check, Check::Needed)).unwrap_or(rule.level)
}

fn severity(level: Level) -> Option<Severity> {
    match level {
        Level::Error => Some(Severity::Error),
        Level::Warn => Some(Severity::Warning),
        Level::Off => None,
    }
}

fn of_edition(rule: &Rule, severity: Severity, text: &Text<'_>) -> Vec<Diagnostic> {
    let Check::Edition(check) = rule.check else { return Vec::new() };
    let mut report = Report::of(rule, severity, &text.document.path);
    check(text, &mut report);
    report.found
}

/// A finding of another stage at the level that the portal sets. What no setting names stays as it was found.
fn leveled(found: Diagnostic, config: &Config) -> Option<Diagnostic> {
    let is_set = config.rules.iter().any(|(code, _)| code.value == found.code);
    match find(found.code).filter(|_| is_set) {
        Some(rule) if matches!(rule.check, Check::Elsewhere) => {
            severity(level(rule, config)).map(|severity| Diagnostic { severity, ..found })
        }
        _ => Some(found),
    }
}

/// Settings that name no rule, or one that cannot be changed.
fn unknown_settings(config: &Config) -> Vec<Diagnostic> {
    let file = SourcePath::new("site.yaml");
    let wrong = |code: &crate::model::Spanned<String>| match find(&code.value) {
        None => {
            let help = match nearest(&code.value, rules().map(|rule| rule.code)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`dalil explain` lists the codes of all rules".to_string(),
            };
            Some((format!("there is no rule `{}`", code.value), help))
        }
        Some(rule) if matches!(rule.check, Check::Needed) => Some((
            format!("`{}` cannot be changed, because no correct page can be made without it", code.value),
            "remove this line, and mend what the rule finds".to_string(),
        )),
        Some(_) => None,
    };
    config
        .rules
        .iter()
        .filter_map(|(code, _)| {
            wrong(code).map(|(message, help)| Diagnostic::error(Place::new(&file, code.span), "rule-setting", message).help(help))
        })
        .collect()
}

const fn edition(
    code: &'static str,
    level: Level,
    protects: &'static str,
    reference: &'static str,
    check: fn(&Text<'_>, &mut Report<'_>),
) -> Rule {
    Rule { code, level, protects, reference, check: Check::Edition(check) }
}

const fn portal(
    code: &'static str,
    level: Level,
    protects: &'static str,
    reference: &'static str,
    check: fn(&Portal<'_>, &mut Report<'_>),
) -> Rule {
    Rule { code, level, protects, reference, check: Check::Portal(check) }
}
