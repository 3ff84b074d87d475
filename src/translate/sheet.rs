//! What is sent to a translator, whatever the format: for each page its texts with their context, what is there already, and how far that holds.

use std::collections::BTreeMap;

use super::content::{Code, CodeKind, Content};
use super::digest::digests;
use super::pairing::{Pair, paired};
use super::units::{Piece, Unit, pieces};
use crate::model::{
    Edition, Freshness, LEAD, Language, LanguageId, Page, PageKey, Register, SectionChange, Site, Term, TranslationState, plain_text,
};
use crate::parse;

/// Everything for one language.
#[derive(Debug, Clone)]
pub struct Bundle {
    pub language: Language,
    /// The portal's title.
    pub title: String,
    pub sheets: Vec<Sheet>,
}

/// One page, or the interface strings.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub title: String,
    /// The file of the original.
    pub file: String,
    /// The original's language.
    pub from: Language,
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
pub struct Entry {
    /// Unique in the bundle: `guides/appeal#when/2`.
    pub context: String,
    pub line: usize,
    pub notes: Vec<String>,
    pub source: Content,
    /// What the translation was made from, where that is known and differs.
    pub previous: Option<Content>,
    pub target: Option<Content>,
    pub state: EntryState,
}

/// How far the text that is there holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryState {
    /// Nothing is there.
    New,
    /// It belongs to another original, or nobody knows to which.
    Fuzzy,
    Translated,
    /// And a person who reads both languages has checked it.
    Reviewed,
}

/// A section as it was when it had a digest.
#[derive(Debug, Clone)]
pub struct Old {
    pub section: Piece,
    /// The footnotes it refers to.
    pub notes: Vec<Piece>,
    pub commit: String,
    pub date: String,
}

/// Page and digest to the section that had it.
pub type History = BTreeMap<(PageKey, String), Old>;

/// How a section of a translation stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Standing<'h> {
    Missing,
    /// Nobody has said which text it was made from.
    Unknown,
    /// The original has changed; its old text, where it is found.
    Changed(Option<&'h Old>),
    Fresh,
}

/// The pins of a page's translation whose sections have changed, to be looked for in the history.
pub fn wanted_history(page: &Page, language: LanguageId) -> Vec<(PageKey, String)> {
    let Some(translation) = page.editions.get(&language).and_then(|edition| edition.document.translation()) else { return Vec::new() };
    let changed = page.stale(language).iter().filter(|stale| stale.change != SectionChange::Added);
    let pins = changed.filter_map(|stale| translation.sections.iter().find(|(id, _)| id.value == stale.id));
    pins.map(|(_, pin)| (page.key.clone(), pin.value.clone())).collect()
}

/// The sections of an original, each with its digest, for the history.
pub fn old_sections(site: &Site, page: &Page) -> Vec<(String, Piece, Vec<Piece>)> {
    let original = page.original();
    let all = edition_pieces(original);
    let digests = digests(original, &page.fields, &site.registers);
    let section = |digest: super::SectionDigest| {
        let piece = all.iter().find(|piece| piece.id == digest.id)?.clone();
        let notes = all.iter().filter(|other| piece.notes.iter().any(|label| other.id == format!("^{label}"))).cloned().collect();
        Some((digest.digest, piece, notes))
    };
    digests.into_iter().filter_map(section).collect()
}

/// The pieces of an edition.
pub(super) fn edition_pieces(edition: &Edition) -> Vec<Piece> {
    let document = &edition.document;
    let body = parse::body_start(&document.source, &document.path).unwrap_or(document.source.len());
    pieces(document, &edition.heading_ids, body)
}

/// The sheet of a page for a language.
pub fn sheet(site: &Site, page: &Page, language: LanguageId, history: &History) -> Sheet {
    let original = page.original();
    let theirs = page.editions.get(&language).map(edition_pieces).unwrap_or_default();
    let all = edition_pieces(original);
    let mut entries = Vec::new();
    for piece in &all {
        let standing = standing(page, language, &all, piece, &theirs, history);
        let there = theirs.iter().find(|other| other.id == piece.id);
        let pairs = paired(piece, there, standing);
        for (unit, pair) in piece.units.iter().zip(pairs) {
            let notes = notes(site, page, language, piece, unit, standing, &pair);
            entries.push(entry(page, language, piece, unit, pair, notes));
        }
    }
    Sheet {
        title: original.title().to_string(),
        file: original.document.path.to_string(),
        from: site.config.languages.get(page.original).clone(),
        entries,
    }
}

/// How a piece stands; a footnote stands as the first section that refers to it.
pub(super) fn standing<'h>(
    page: &Page,
    language: LanguageId,
    all: &[Piece],
    piece: &Piece,
    theirs: &[Piece],
    history: &'h History,
) -> Standing<'h> {
    if !theirs.iter().any(|other| other.id == piece.id) {
        return Standing::Missing;
    }
    let label = piece.id.strip_prefix('^');
    let section = label.and_then(|label| all.iter().find(|other| other.notes.iter().any(|note| note == label))).unwrap_or(piece);
    let Some(Freshness::Pinned(stale)) = page.freshness.get(&language) else { return Standing::Unknown };
    match stale.iter().find(|stale| stale.id == section.id).map(|stale| stale.change) {
        None => Standing::Fresh,
        Some(SectionChange::Added | SectionChange::Removed) => Standing::Unknown,
        Some(SectionChange::Changed) => {
            let translation = page.editions.get(&language).and_then(|edition| edition.document.translation());
            let pins = translation.iter().flat_map(|translation| &translation.sections);
            let pin = pins.into_iter().find(|(id, _)| id.value == section.id).map(|(_, pin)| pin.value.clone());
            Standing::Changed(pin.and_then(|pin| history.get(&(page.key.clone(), pin))))
        }
    }
}

fn entry(page: &Page, language: LanguageId, piece: &Piece, unit: &Unit, pair: Pair, notes: Vec<String>) -> Entry {
    let reviewed = page.editions.get(&language).and_then(|edition| edition.document.translation());
    let is_reviewed = reviewed.is_some_and(|translation| translation.state == TranslationState::Reviewed);
    let state = match &pair.target {
        None => EntryState::New,
        Some(_) if pair.is_fuzzy => EntryState::Fuzzy,
        Some(_) if is_reviewed => EntryState::Reviewed,
        Some(_) => EntryState::Translated,
    };
    let source = &page.original().document.source;
    Entry {
        context: context(page, piece, unit),
        line: 1 + source[..unit.span.start].matches('\n').count(),
        notes,
        source: unit.content.clone(),
        previous: pair.previous,
        target: pair.target,
        state,
    }
}

pub(super) fn context(page: &Page, piece: &Piece, unit: &Unit) -> String {
    format!("{}#{}/{}", page.key, piece.id, unit.name)
}

/// What a translator needs to know beside the text.
fn notes(site: &Site, page: &Page, language: LanguageId, piece: &Piece, unit: &Unit, standing: Standing<'_>, pair: &Pair) -> Vec<String> {
    let mut notes = vec![format!("{}: {}", place(page, piece), unit.kind())];
    let critical = |stale: &crate::model::StaleSection| stale.id == piece.id && stale.critical;
    if page.stale(language).iter().any(critical) && !unit.is_field() {
        notes.push("urgent: a deadline, fee, phone number or way to a court stands in this section".to_string());
    }
    match standing {
        Standing::Changed(None) if pair.is_fuzzy => {
            notes.push("the original has changed; the text that this translation was made from is not in the Git history".to_string());
        }
        Standing::Changed(Some(old)) if pair.is_fuzzy => {
            notes.push(format!("the original has changed since {} (commit {})", old.date, old.commit));
        }
        Standing::Unknown if pair.is_fuzzy => notes.push("nobody has said which text this translation was made from".to_string()),
        Standing::Fresh if pair.is_fuzzy => {
            notes.push("the translation of this section is built differently: compare it with the original".to_string());
        }
        _ => {}
    }
    if let Some(translation) = page.editions.get(&language).and_then(|edition| edition.document.translation())
        && translation.state == TranslationState::Machine
        && unit.name == "title"
    {
        notes.push("a machine made the translation of this page; nobody has checked it".to_string());
    }
    notes.extend(unit.content.codes.iter().filter_map(placeholder_note));
    notes.extend(terms(site, page.original, language, &unit.content));
    notes
}

fn place(page: &Page, piece: &Piece) -> String {
    let title = page.original().title();
    if piece.id == LEAD {
        return format!("page “{title}”");
    }
    if let Some(label) = piece.id.strip_prefix('^') {
        return format!("page “{title}”, footnote {label}");
    }
    let edition = page.original();
    let at = edition.heading_ids.iter().position(|id| *id == piece.id);
    let heading = at.and_then(|at| edition.document.body.headings().nth(at)).map(|(_, heading)| plain_text(&heading.text));
    format!("page “{title}”, section “{}”", heading.unwrap_or_default())
}

fn placeholder_note(code: &Code) -> Option<String> {
    let name = &code.name;
    match code.kind {
        CodeKind::Strong => Some(format!("<{name}>: bold")),
        CodeKind::Emphasis => Some(format!("<{name}>: italics")),
        CodeKind::Break => Some(format!("<{name}/>: a new line")),
        CodeKind::Footnote => Some(format!("<{name}/>: the mark of footnote {}", code.key)),
        CodeKind::Code => Some(format!("<{name}/>: {}", code.key)),
        CodeKind::Language => {
            Some(format!("<{name}>: words in the language {}; leave it out where they are not", code.key.trim_start_matches("lang:")))
        }
        CodeKind::Picture | CodeKind::Link | CodeKind::Record(_) => Some(format!("<{name}>: {}", code.key)),
        CodeKind::Remark | CodeKind::Slot => None,
    }
}

/// The words that the term register asks for: of terms that the text links to or names.
fn terms(site: &Site, from: LanguageId, language: LanguageId, content: &Content) -> Vec<String> {
    let words = content.words().to_lowercase();
    let links = |id: &str| {
        let key = format!("{}:{id}", Register::Term.scheme());
        content.codes.iter().any(|code| code.kind == CodeKind::Record(Register::Term) && code.key == key)
    };
    let names = |term: &Term| term.name.get([from]).is_some_and(|(_, name)| has_words(&words, &name.to_lowercase()));
    let named: Vec<&str> = site.registers.terms.iter().filter_map(|(_, term)| term.name.get([from])).map(|(_, name)| name).collect();
    // "notification" is not meant where "address notification" stands.
    let is_part = |term: &Term| {
        term.name.get([from]).is_some_and(|(_, name)| {
            let longer = named.iter().filter(|other| other.len() > name.len() && has_words(&other.to_lowercase(), &name.to_lowercase()));
            longer.into_iter().any(|other| has_words(&words, &other.to_lowercase()))
        })
    };
    let used = site.registers.terms.iter().filter(|(id, term)| links(id) || names(term) && !is_part(term));
    used.map(|(id, term)| term_note(id, term, from, language)).collect()
}

fn term_note(id: &str, term: &Term, from: LanguageId, language: LanguageId) -> String {
    let source = term.name.get([from]).map_or(id, |(_, name)| name);
    let wanted = match term.name.get([language]) {
        Some((_, name)) => format!("“{name}”"),
        None => "no fixed word in this language".to_string(),
    };
    let forbidden = term.forbidden.get([language]).map_or(&[][..], |(_, words)| words);
    let never: Vec<&str> = forbidden.iter().map(|words| words.value.as_str()).collect();
    let never = if never.is_empty() { String::new() } else { format!("; never {}", never.join(", ")) };
    format!("term “{source}”: {wanted}; on Turkish papers “{}”{never}", term.turkish.value)
}

/// Whether the words stand in the text as words.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = text[at + words.len()..].chars().next().is_some_and(char::is_alphanumeric);
        !before && !after && !words.is_empty()
    })
}
