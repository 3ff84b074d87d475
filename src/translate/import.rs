//! Returned texts brought into the portal's files: all of them, or none. What is wrong points at the line of the returned file.
//!
//! A page or section that is half translated stays as it is, and is named. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet};

use super::assemble::{Assembled, Blame, Taken, assemble};
use super::content::{Code, CodeKind, Content};
use super::returned::{Given, INTERFACE, Returned, ReturnedUnit};
use super::sheet::{Standing, edition_pieces, standing};
use super::tagged::{self, Complaint, tagged};
use super::units::{Piece, Unit};
use super::{History, interface};
use crate::diagnostic::{Diagnostic, Outcome, Place, nearest};
use crate::model::{LanguageId, Languages, Page, PageKey, Site, SourcePath, Sources, TranslationState};

/// What an import would change.
#[derive(Debug, Default)]
pub struct Imported {
    pub files: Vec<ImportedFile>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    pub path: SourcePath,
    pub text: String,
    pub is_new: bool,
    /// Texts that changed.
    pub changed: usize,
    /// Sections that are now pinned to the original of today.
    pub pinned: Vec<String>,
}

/// The texts of one page in one language, by piece and name.
type Texts<'r> = BTreeMap<(String, String), (&'r Returned, &'r ReturnedUnit)>;

/// Brings returned files into the portal. With errors among the findings nothing may be written.
pub fn import(site: &Site, sources: &Sources, returned: &[Returned], state: Option<TranslationState>) -> Outcome<Imported> {
    let mut findings = Vec::new();
    let mut imported = Imported::default();
    let sorted = sort(site, returned, &mut findings);
    for ((key, language), texts) in &sorted.pages {
        let page = &site.pages[key];
        let taken = take(page, *language, texts, &mut findings);
        if findings.iter().any(|found| found.severity == crate::diagnostic::Severity::Error) {
            continue;
        }
        match assemble(site, page, *language, &taken, state) {
            Ok(Assembled { file, notices }) => {
                findings.extend(notices);
                imported.files.extend(file);
            }
            Err(wrong) => findings.extend(wrong),
        }
    }
    for (language, units) in &sorted.interface {
        let outcome = interface::import(sources, site, *language, units);
        imported.files.extend(outcome.take(&mut findings));
    }
    findings.sort();
    findings.dedup();
    Outcome::new(imported, findings)
}

struct Sorted<'r> {
    pages: BTreeMap<(PageKey, LanguageId), Texts<'r>>,
    interface: BTreeMap<LanguageId, Vec<(&'r Returned, &'r ReturnedUnit)>>,
}

/// Which text belongs to which page; those that belong to none are errors.
fn sort<'r>(site: &Site, returned: &'r [Returned], findings: &mut Vec<Diagnostic>) -> Sorted<'r> {
    let mut sorted = Sorted { pages: BTreeMap::new(), interface: BTreeMap::new() };
    let mut seen: BTreeMap<(LanguageId, &str), Place> = BTreeMap::new();
    for file in returned {
        let Some(language) = language(file, &site.config.languages, findings) else { continue };
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for unit in &file.units {
            let place = Place::new(&file.file, unit.context.span);
            if let Some(first) = seen.insert((language, &unit.context.value), place.clone()) {
                let message = format!("the text `{}` stands here twice", unit.context.value);
                findings.push(
                    Diagnostic::error(place, "exchange-twice", message).help("keep one of the two").also(first, "the first one is here"),
                );
                continue;
            }
            if unit.context.value.starts_with(INTERFACE) {
                sorted.interface.entry(language).or_default().push((file, unit));
                continue;
            }
            let Some((key, piece, name)) = address(&unit.context.value) else {
                findings.push(strange(place, &unit.context.value));
                continue;
            };
            match site.pages.get(key) {
                Some(page) if page.original == language => {
                    if told.insert(key) {
                        findings.push(own_language(place, page, site));
                    }
                }
                Some(page) => {
                    let texts = sorted.pages.entry((page.key.clone(), language)).or_default();
                    texts.insert((piece.to_string(), name.to_string()), (file, unit));
                }
                None => {
                    if told.insert(key) {
                        findings.push(unknown_page(place, key, site));
                    }
                }
            }
        }
    }
    sorted
}

/// Key, piece and name of `guides/appeal#when/2`.
fn address(context: &str) -> Option<(&str, &str, &str)> {
    let (key, rest) = context.split_once('#')?;
    let (piece, name) = rest.rsplit_once('/')?;
    Some((key, piece, name))
}

/// The language that a file says it is in.
fn language(file: &Returned, languages: &Languages, findings: &mut Vec<Diagnostic>) -> Option<LanguageId> {
    let Some(said) = &file.language else {
        // A file that could not be read at all has been reported.
        findings.extend((!file.units.is_empty()).then(|| {
            Diagnostic::error(Place::file(&file.file), "exchange-language", "nothing in this file says which language it is in")
                .help("a PO file says it in its header (`Language: ar`), an XLIFF file in `trgLang`")
        }));
        return None;
    };
    let found = languages.find(said).or_else(|| languages.find_tag(said));
    if found.is_none() {
        let known: Vec<&str> = languages.iter().map(|(_, language)| language.path.as_str()).collect();
        let message = format!("`{}` is not one of the portal's languages", said.value);
        findings.push(
            Diagnostic::error(Place::new(&file.file, said.span), "exchange-language", message)
                .help(format!("they are: {}", known.join(", "))),
        );
    }
    found
}

fn strange(place: Place, context: &str) -> Diagnostic {
    Diagnostic::error(place, "exchange-unit", format!("`{context}` names no text of a portal"))
        .help("import a file that `dalil export` made")
}

fn unknown_page(place: Place, key: &str, site: &Site) -> Diagnostic {
    let near = nearest(key, site.pages.keys().map(PageKey::as_str)).map(|near| format!("it may be `{near}` now; ")).unwrap_or_default();
    Diagnostic::error(place, "exchange-page", format!("there is no page `{key}` any more"))
        .help(format!("{near}take its texts out of the file, or export the file again"))
}

fn own_language(place: Place, page: &Page, site: &Site) -> Diagnostic {
    let language = &site.config.languages.get(page.original).path;
    Diagnostic::error(place, "exchange-language", format!("`{}` was written in `{language}`, the language of this file", page.key))
        .help("translate it into another language; the original is changed in its own file")
}

/// The returned texts that can be used, by the pieces of the original.
fn take(page: &Page, language: LanguageId, texts: &Texts<'_>, findings: &mut Vec<Diagnostic>) -> Vec<Vec<Taken>> {
    let all = edition_pieces(page.original());
    let theirs = page.editions.get(&language).map(edition_pieces).unwrap_or_default();
    let nothing = History::new();
    let mut used = BTreeSet::new();
    let mut taken = Vec::new();
    for piece in &all {
        let there = theirs.iter().find(|other| other.id == piece.id);
        let standing = standing(page, language, &all, piece, &theirs, &nothing);
        let mut row = Vec::new();
        let mut changed = Vec::new();
        for unit in &piece.units {
            let key = (piece.id.clone(), unit.name.clone());
            let found = texts.get(&key).copied();
            used.insert(key);
            row.push(match found {
                None => Taken::Absent,
                Some((file, returned)) if returned.source != tagged(&unit.content) => {
                    changed.push((file, returned));
                    Taken::Absent
                }
                Some((file, returned)) => one(piece, unit, there, standing, (file, returned), findings),
            });
        }
        findings.extend(changed_since(&changed, page));
        taken.push(row);
    }
    let gone: Vec<_> = texts.iter().filter(|(key, _)| !used.contains(*key)).map(|(_, found)| *found).collect();
    findings.extend(changed_since(&gone, page));
    taken
}

/// One returned text against its original.
fn one(
    piece: &Piece,
    unit: &Unit,
    there: Option<&Piece>,
    standing: Standing<'_>,
    (file, returned): (&Returned, &ReturnedUnit),
    findings: &mut Vec<Diagnostic>,
) -> Taken {
    let blame = Blame { place: Place::new(&file.file, returned.target.span), context: returned.context.value.clone() };
    let is_reviewed = match returned.given {
        Given::Nothing | Given::Unsure => return Taken::Unfinished(blame),
        Given::Done => false,
        Given::Reviewed => true,
    };
    let present = present(piece, unit, there);
    let codes = allowed(unit, there, present.as_ref(), standing);
    // What is there already may lack a placeholder that its original has; whoever changes it puts it right.
    if let Some(present) = present.filter(|present| tagged(present) == returned.target.value) {
        return Taken::Given { content: present, blame, is_reviewed };
    }
    match tagged::read(&returned.target.value, &codes, &unit.content.codes) {
        Ok(content) => Taken::Given { content, blame, is_reviewed },
        Err(complaint) => {
            findings.push(refused(complaint, &blame, &returned.target.value));
            Taken::Unfinished(blame)
        }
    }
}

/// What the translation has now, where it is clear which text that is.
fn present(piece: &Piece, unit: &Unit, there: Option<&Piece>) -> Option<Content> {
    let there = there?;
    let found = if unit.is_field() {
        there.find(&unit.name)
    } else {
        let at = piece.body().iter().position(|other| other.name == unit.name);
        there.body().get(at.filter(|_| piece.is_built_like(there))?).copied()
    };
    found.map(|found| {
        let mut content = found.content.clone();
        content.name_after(&unit.content);
        content
    })
}

/// The placeholders that a text may have: the original's, written as the translation writes them already, and what is each edition's own.
fn allowed(unit: &Unit, there: Option<&Piece>, present: Option<&Content>, standing: Standing<'_>) -> Vec<Code> {
    let is_own = |code: &Code| matches!(code.kind, CodeKind::Language | CodeKind::Remark | CodeKind::Strong | CodeKind::Emphasis);
    let is_fresh = matches!(standing, Standing::Fresh);
    let source = &unit.content.codes;
    let mut codes: Vec<Code> = Vec::new();
    let mut add = |code: &Code| {
        if !codes.iter().any(|known| known.name == code.name) {
            codes.push(code.clone());
        }
    };
    let present = present.map_or(&[][..], |present| &present.codes);
    present.iter().filter(|code| is_fresh || is_own(code) || source.iter().any(|other| other.name == code.name)).for_each(&mut add);
    source.iter().for_each(&mut add);
    for other in there.iter().flat_map(|there| &there.units) {
        let mut content = other.content.clone();
        content.name_after(&unit.content);
        content.codes.iter().filter(|code| code.kind == CodeKind::Language).for_each(&mut add);
    }
    codes
}

fn refused(complaint: Complaint, blame: &Blame, text: &str) -> Diagnostic {
    let Complaint { range, message, help } = complaint;
    let part = text
        .get(range)
        .filter(|part| !part.is_empty() && part.len() < text.len())
        .map(|part| format!(" (at `{part}`)"))
        .unwrap_or_default();
    Diagnostic::error(blame.place.clone(), "exchange-placeholder", format!("{message}{part}")).help(help)
}

/// Texts whose originals have changed since the file was made, as one finding.
fn changed_since(units: &[(&Returned, &ReturnedUnit)], page: &Page) -> Option<Diagnostic> {
    let with_text = |(_, unit): &&(&Returned, &ReturnedUnit)| matches!(unit.given, Given::Done | Given::Reviewed);
    let (file, unit) = units.iter().find(with_text)?;
    let more = match units.iter().filter(with_text).count() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let message = format!("the original of `{}`{more} has changed since this file was made: left out", unit.context.value);
    let place = Place::new(&file.file, unit.context.span);
    Some(
        Diagnostic::warning(place, "exchange-old", message).help(format!("export `{}` again and translate what is marked there", page.key)),
    )
}
