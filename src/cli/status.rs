//! `dalil status`: which pages stand how in which language, and what to translate first.

use std::path::Path;

use super::Ending;
use super::args::Status;
use super::console::Console;
use super::portal::{Opened, language, open};
use crate::model::{LanguageId, Site};
use crate::translate::{self, EditionStatus, Overview, PageStatus};

/// Pages named as the next to translate.
const NEXT: usize = 10;

pub(super) fn status(root: &Path, options: Status, console: &Console) -> anyhow::Result<Ending> {
    let portal = match open(root, console)? {
        Opened::Portal(portal) => portal,
        Opened::Mistakes(ending) => return Ok(ending),
    };
    let languages = languages(&portal.site, options.lang.as_deref())?;
    let overview = translate::status(&portal.site, &languages);
    if console.is_json() {
        console.json(&overview)?;
    } else {
        console.say(&words(&overview))?;
    }
    Ok(Ending::Done)
}

fn languages(site: &Site, wanted: Option<&str>) -> anyhow::Result<Vec<LanguageId>> {
    match wanted {
        None => Ok(site.config.languages.ids().collect()),
        Some(path) => Ok(vec![language(site, path)?]),
    }
}

fn words(overview: &Overview) -> String {
    format!("{}\n{}\n{}", table(&overview.pages), totals(overview), next(overview))
}

/// One line a page, one column a language: the state's sign, and the words of the original.
fn table(pages: &[PageStatus]) -> String {
    let width = pages.iter().map(|page| page.key.chars().count()).max().unwrap_or(4).max(4);
    let languages = pages.first().map(|page| page.editions.iter().map(|edition| edition.language.as_str()).collect()).unwrap_or_default();
    let row = |name: &str, words: &str, cells: Vec<&str>| {
        let cells: String = cells.iter().map(|cell| format!("  {cell:<11}")).collect();
        format!("{name:<width$}  {words:>5}{cells}").trim_end().to_string() + "\n"
    };
    let mut text = row("page", "words", languages);
    for page in pages {
        let cells: Vec<String> = page.editions.iter().map(cell).collect();
        text.push_str(&row(&page.key, &page.words.to_string(), cells.iter().map(String::as_str).collect()));
    }
    text
}

/// `outdated 2!`: two sections, one of them critical.
fn cell(edition: &EditionStatus) -> String {
    let count = if edition.outdated.is_empty() { String::new() } else { format!(" {}", edition.outdated.len()) };
    let mark = if edition.critical { "!" } else { "" };
    format!("{}{count}{mark}", edition.state.name())
}

fn totals(overview: &Overview) -> String {
    let line = |total: &crate::translate::LanguageStatus| {
        let states: Vec<String> = total.states.iter().map(|(state, count)| format!("{count} {state}")).collect();
        format!("{}: {}; {} words to translate\n", total.language, states.join(", "), total.words_to_translate)
    };
    overview.languages.iter().map(line).collect()
}

fn next(overview: &Overview) -> String {
    if overview.next.is_empty() {
        return "nothing is waiting to be translated\n".to_string();
    }
    let line = |next: &crate::translate::Next| {
        let sections = if next.sections.is_empty() { String::new() } else { format!(" ({})", next.sections.join(", ")) };
        let critical = if next.critical { ", critical" } else { "" };
        format!("  {} in {}: {}{sections}{critical}, linked from {}\n", next.key, next.language, next.state.name(), next.links)
    };
    let rest = overview.next.len().saturating_sub(NEXT);
    let more = if rest > 0 { format!("  and {rest} more\n") } else { String::new() };
    format!("to translate first:\n{}{more}", overview.next.iter().take(NEXT).map(line).collect::<String>())
}
