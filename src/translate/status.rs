//! How every page stands in every language, and what is to be translated first: what is critical, then what is linked most.

use std::collections::BTreeMap;

use serde::Serialize;

use super::sections::{Section, sections};
use crate::model::{Block, BlockKind, Edition, Freshness, Kind, LanguageId, Page, SectionChange, Site, TranslationState, plain_text};

/// The portal's translations at a glance.
#[derive(Debug, Clone, Serialize)]
pub struct Overview {
    pub languages: Vec<LanguageStatus>,
    pub pages: Vec<PageStatus>,
    /// What waits to be translated, most urgent first.
    pub next: Vec<Next>,
}

#[derive(Debug, Clone, Serialize)]
pub struct LanguageStatus {
    pub language: String,
    /// State to number of pages.
    pub states: BTreeMap<&'static str, usize>,
    /// Words of the originals that are missing or outdated.
    pub words_to_translate: usize,
}

#[derive(Debug, Clone, Serialize)]
pub struct PageStatus {
    pub key: String,
    pub original: String,
    /// Words of the original.
    pub words: usize,
    pub editions: Vec<EditionStatus>,
}

#[derive(Debug, Clone, Serialize)]
pub struct EditionStatus {
    pub language: String,
    pub state: State,
    pub outdated: Vec<OutdatedSection>,
    /// Whether an outdated section is critical.
    pub critical: bool,
    /// Words to translate.
    pub words: usize,
}

#[derive(Debug, Clone, Serialize)]
pub struct OutdatedSection {
    pub id: String,
    pub change: &'static str,
    pub critical: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct Next {
    pub key: String,
    pub language: String,
    pub state: State,
    pub sections: Vec<String>,
    pub critical: bool,
    /// Pages that link to it.
    pub links: usize,
}

/// How a page stands in a language. A machine's translation that is outdated is outdated first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Original,
    /// Checked by a person, and up to date.
    Current,
    Outdated,
    InProgress,
    /// Made by a machine, and up to date.
    Machine,
    /// Nobody has said which text it was made from.
    Unstamped,
    /// Not meant to exist in this language: shown from another.
    Borrowed,
    /// Meant to exist and not there: shown from another meanwhile.
    Missing,
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            State::Original => "original",
            State::Current => "current",
            State::Outdated => "outdated",
            State::InProgress => "in-progress",
            State::Machine => "machine",
            State::Unstamped => "unstamped",
            State::Borrowed => "borrowed",
            State::Missing => "missing",
        }
    }
}

pub fn state(page: &Page, language: LanguageId) -> State {
    let Some(edition) = page.editions.get(&language) else {
        return if page.is_wanted(language) { State::Missing } else { State::Borrowed };
    };
    let Some(translation) = edition.document.translation() else { return State::Original };
    match page.freshness.get(&language) {
        Some(Freshness::Pinned(stale)) if !stale.is_empty() => return State::Outdated,
        Some(Freshness::Pinned(_)) => {}
        Some(Freshness::Unpinned) | None => return State::Unstamped,
    }
    match translation.state {
        TranslationState::Reviewed => State::Current,
        TranslationState::Machine => State::Machine,
        TranslationState::InProgress => State::InProgress,
    }
}

pub fn status(site: &Site, languages: &[LanguageId]) -> Overview {
    let pages: Vec<(&Page, PageStatus)> = site.pages.values().map(|page| (page, page_status(site, page, languages))).collect();
    let totals = languages.iter().enumerate().map(|(column, language)| {
        let editions = pages.iter().filter_map(|(_, page)| page.editions.get(column));
        let mut total =
            LanguageStatus { language: site.config.languages.get(*language).path.clone(), states: BTreeMap::new(), words_to_translate: 0 };
        for edition in editions {
            *total.states.entry(edition.state.name()).or_default() += 1;
            total.words_to_translate += edition.words;
        }
        total
    });
    let languages = totals.collect();
    let next = next(&pages);
    Overview { languages, next, pages: pages.into_iter().map(|(_, page)| page).collect() }
}

fn page_status(site: &Site, page: &Page, languages: &[LanguageId]) -> PageStatus {
    let original = page.original();
    let counts = section_words(original);
    let words = counts.values().sum::<usize>() + own_words(original);
    let editions = languages.iter().map(|language| edition_status(site, page, *language, &counts, words)).collect();
    PageStatus { key: page.key.to_string(), original: site.config.languages.get(page.original).path.clone(), words, editions }
}

/// Words of a text, its title and summary included: what a translator of all of it is paid for.
pub fn words_of(edition: &Edition) -> usize {
    section_words(edition).values().sum::<usize>() + own_words(edition)
}

fn section_words(edition: &Edition) -> BTreeMap<&str, usize> {
    let count = |section: &Section<'_>| words(section.blocks) + plain_text(section.title).split_whitespace().count();
    sections(edition).iter().map(|section| (section.id, count(section))).collect()
}

fn edition_status(site: &Site, page: &Page, language: LanguageId, counts: &BTreeMap<&str, usize>, all: usize) -> EditionStatus {
    let state = state(page, language);
    let stale = page.stale(language);
    let to_translate: usize = match state {
        State::Missing => all,
        _ => stale.iter().filter(|stale| stale.change != SectionChange::Removed).filter_map(|stale| counts.get(stale.id.as_str())).sum(),
    };
    let section = |stale: &crate::model::StaleSection| OutdatedSection {
        id: stale.id.clone(),
        change: stale.change.name(),
        critical: stale.critical,
    };
    EditionStatus {
        language: site.config.languages.get(language).path.clone(),
        state,
        outdated: stale.iter().map(section).collect(),
        critical: stale.iter().any(|stale| stale.critical),
        words: to_translate,
    }
}

fn next(pages: &[(&Page, PageStatus)]) -> Vec<Next> {
    let waiting = pages.iter().flat_map(|(page, status)| {
        let waits = status.editions.iter().filter(|edition| matches!(edition.state, State::Outdated | State::Missing | State::InProgress));
        waits.map(move |edition| {
            // A page that is missing is as urgent as what it would say.
            let urgent = edition.state == State::Missing && page.fields.kind == Kind::Situation;
            Next {
                key: status.key.clone(),
                language: edition.language.clone(),
                state: edition.state,
                sections: edition.outdated.iter().map(|section| section.id.clone()).collect(),
                critical: edition.critical || urgent,
                links: page.backlinks.len(),
            }
        })
    });
    let mut next: Vec<Next> = waiting.collect();
    next.sort_by_key(|next| {
        (!next.critical, next.state != State::Outdated, std::cmp::Reverse(next.links), next.key.clone(), next.language.clone())
    });
    next
}

fn own_words(edition: &Edition) -> usize {
    super::digest::own_words(&edition.document.front).map(|text| text.split_whitespace().count()).sum()
}

/// Words between white space: what translators are paid by.
fn words(blocks: &[Block]) -> usize {
    let count = |text: &[crate::model::Inline]| plain_text(text).split_whitespace().count();
    let of = |block: &Block| match &block.kind {
        BlockKind::Heading(heading) => count(&heading.text),
        BlockKind::Paragraph(text) => count(text),
        BlockKind::List(list) => list.items.iter().map(|item| words(&item.blocks)).sum(),
        BlockKind::Quote(blocks) => words(blocks),
        BlockKind::Callout(callout) => words(&callout.blocks),
        BlockKind::Table(table) => {
            let cells = table.head.iter().chain(table.rows.iter().flatten()).map(|cell| count(&cell.text)).sum::<usize>();
            cells + table.caption.as_deref().map_or(0, count)
        }
        BlockKind::Code(_) | BlockKind::Rule => 0,
        BlockKind::Definitions(definitions) => {
            let told = |definition: &crate::model::Definition| {
                count(&definition.term) + definition.descriptions.iter().map(|blocks| words(blocks)).sum::<usize>()
            };
            definitions.iter().map(told).sum()
        }
    };
    blocks.iter().map(of).sum()
}
