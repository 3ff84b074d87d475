//! A translation's file with returned texts in their places. What did not change keeps every byte; what is new has the shape of the original.
//!
//! The finished file is read again: a text that would not come out as it was returned is refused.

use std::collections::BTreeSet;

use super::content::{Content, Part};
use super::fragment::{Edit, Fragment, apply};
use super::import::ImportedFile;
use super::markdown::markdown;
use super::scalar;
use super::sheet::edition_pieces;
use super::stamp;
use super::tagged::tagged;
use super::units::{Piece, Unit, field, pieces};
use crate::diagnostic::{Diagnostic, Place, Severity, Span};
use crate::model::{Document, Edition, LEAD, LanguageId, Page, Site, SourcePath, TranslationState};
use crate::parse;

/// Where a text came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blame {
    pub place: Place,
    pub context: String,
}

/// What a returned file has for one text.
#[derive(Debug, Clone)]
pub(super) enum Taken {
    /// It is not in the file, or belongs to another original.
    Absent,
    Unfinished(Blame),
    Given {
        content: Content,
        blame: Blame,
        is_reviewed: bool,
    },
}

pub(super) struct Assembled {
    /// Nothing where nothing changes.
    pub file: Option<ImportedFile>,
    pub notices: Vec<Diagnostic>,
}

/// What is known of a page while its file is put together.
struct Job<'a> {
    site: &'a Site,
    page: &'a Page,
    language: LanguageId,
    /// Of the original.
    pieces: Vec<Piece>,
    taken: &'a [Vec<Taken>],
    /// Ids of pieces of which every text is given.
    whole: BTreeSet<String>,
}

/// The file of a page's translation with what was taken.
pub(super) fn assemble(
    site: &Site,
    page: &Page,
    language: LanguageId,
    taken: &[Vec<Taken>],
    state: Option<TranslationState>,
) -> Result<Assembled, Vec<Diagnostic>> {
    let pieces = edition_pieces(page.original());
    let whole = whole(&pieces, taken);
    let job = Job { site, page, language, pieces, taken, whole };
    let notices: Vec<Diagnostic> = job.half_translated().collect();
    let (file, before, made) = match page.editions.get(&language) {
        Some(edition) => (edition.document.path.clone(), Some(edition), job.renewed(edition)),
        None => match job.fresh() {
            Some(made) => (job.path(), None, made),
            None => return Ok(Assembled { file: None, notices }),
        },
    };
    let (text, marks) = made;
    job.verify(&file, &text, &marks)?;
    let is_changed = before.is_none_or(|edition| *edition.document.source != text);
    let state = state.or_else(|| job.state(before, is_changed));
    let pins = job.pins(before);
    let text = stamp::write(&text, &file, &pins, state).map_err(|found| vec![found])?;
    if before.is_some_and(|edition| *edition.document.source == text) {
        return Ok(Assembled { file: None, notices });
    }
    let pinned =
        job.pieces.iter().filter(|piece| !piece.is_note() && job.whole.contains(&piece.id)).map(|piece| piece.id.clone()).collect();
    let changed = marks.len();
    Ok(Assembled { file: Some(ImportedFile { path: file, text, is_new: before.is_none(), changed, pinned }), notices })
}

/// The pieces that are translated to the end, with the footnotes they refer to.
fn whole(pieces: &[Piece], taken: &[Vec<Taken>]) -> BTreeSet<String> {
    let given: BTreeSet<&str> = pieces
        .iter()
        .zip(taken)
        .filter(|(_, row)| row.iter().all(|taken| matches!(taken, Taken::Given { .. })))
        .map(|(piece, _)| piece.id.as_str())
        .collect();
    let notes = |piece: &&Piece| {
        let mut known = piece.notes.iter().map(|label| format!("^{label}")).filter(|id| pieces.iter().any(|piece| piece.id == *id));
        known.all(|id| given.contains(id.as_str()))
    };
    let any = |piece: &&Piece| piece.units.is_empty() || given.contains(piece.id.as_str());
    pieces.iter().filter(any).filter(notes).map(|piece| piece.id.clone()).collect()
}

type Made = (String, Vec<Mark>);

/// A text that was written, and where.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub at: usize,
    pub content: Content,
    pub blame: Blame,
    /// The front matter's field, whose place changes with its spelling.
    pub field: Option<String>,
}

impl Job<'_> {
    /// The present file with the new texts.
    fn renewed(&self, edition: &Edition) -> Made {
        let document = &edition.document;
        let source = &*document.source;
        let theirs = edition_pieces(edition);
        let has_crlf = source.contains("\r\n");
        let mut edits: Vec<Edit> = Vec::new();
        let mut fields = Vec::new();
        let mut end_of_last = theirs.first().map_or(source.len(), |piece| piece.span.end);
        for (piece, row) in self.pieces.iter().zip(self.taken) {
            let there = theirs.iter().find(|other| other.id == piece.id);
            if piece.id == LEAD {
                fields = self.fields(document, piece, row, &mut edits);
            }
            match there {
                Some(there) if there.is_built_like(piece) => splice(source, piece, there, row, &mut edits),
                Some(there) if self.is_whole_body(piece, row) => {
                    let mut built = self.built(piece, row).separated();
                    for note in theirs.iter().filter(|note| note.is_note() && there.id != note.id && within(note.span, there.span)) {
                        built.push(&self.kept_note(source, note).separated());
                    }
                    edits.push(Edit { span: there.span, with: built.with_newlines(has_crlf) });
                }
                None if self.whole.contains(&piece.id) && !piece.units.is_empty() => {
                    let at = if piece.is_note() { source.len() } else { end_of_last };
                    let apart = Fragment::text(gap(source, at)).and(&self.built(piece, row).separated());
                    edits.push(Edit { span: Span { start: at, end: at }, with: apart.with_newlines(has_crlf) });
                }
                _ => {}
            }
            if let (Some(there), false) = (there, piece.is_note()) {
                end_of_last = there.span.end;
            }
        }
        let (text, mut marks) = apply(source, edits);
        marks.extend(fields);
        (text, marks)
    }

    /// A first file; nothing where the page cannot even be named.
    fn fresh(&self) -> Option<Made> {
        let original = &self.page.original().document;
        let lead = self.pieces.first()?;
        let row = self.taken.first()?;
        let given = |name: &str| {
            lead.units.iter().zip(row).find(|(unit, _)| unit.name == name).and_then(|(_, taken)| match taken {
                Taken::Given { content, blame, .. } => Some((content.clone(), blame.clone())),
                Taken::Absent | Taken::Unfinished(_) => None,
            })
        };
        let required = ["title", "summary"].iter().all(|name| field(original, name).is_none() || given(name).is_some());
        let has_text = self.pieces.iter().any(|piece| !piece.is_note() && self.whole.contains(&piece.id));
        (required && has_text).then_some(())?;
        let mut text = String::from("---\n");
        let mut marks = Vec::new();
        for unit in lead.units.iter().filter(|unit| unit.is_field()) {
            if let Some((content, blame)) = given(&unit.name) {
                text.push_str(&format!("{}: {}\n", unit.name, scalar::written(&content.words(), "")));
                marks.push(Mark { at: 0, content, blame, field: Some(unit.name.clone()) });
            }
        }
        let from = &self.site.config.languages.get(self.page.original).path;
        text.push_str(&format!("translation: {{from: {from}, state: {}}}\n---\n", TranslationState::InProgress.name()));
        let body = self.body();
        let mut start = Fragment::text(&text);
        start.push(&body);
        marks.extend(start.marks);
        Some((start.text, marks))
    }

    /// The original's text with the translations of what is whole, and without what is not.
    fn body(&self) -> Fragment {
        let source = &*self.page.original().document.source;
        let mut edits = Vec::new();
        for (piece, row) in self.pieces.iter().zip(self.taken) {
            let nested = |other: &&Piece| other.is_note() && other.id != piece.id && within(other.span, piece.span);
            if self.whole.contains(&piece.id) || piece.id == LEAD && self.is_whole_body(piece, row) {
                splice(source, piece, piece, row, &mut edits);
            } else {
                let kept: Vec<&Piece> = self.pieces.iter().filter(nested).collect();
                edits.extend(without(piece.span, &kept).into_iter().map(|span| Edit { span, with: Fragment::default() }));
            }
        }
        let start = self.pieces.first().map_or(source.len(), |lead| lead.span.start);
        let all = Edit::inside(edits, Span { start, end: source.len() });
        let (text, marks) = apply(&source[start..], all.into_iter().map(|edit| edit.moved_back(start)).collect());
        Fragment { text, marks }
    }

    /// A piece as the original has it, with the texts in it translated, and without the footnotes that stand in it.
    fn built(&self, piece: &Piece, row: &[Taken]) -> Fragment {
        let source = &*self.page.original().document.source;
        let mut edits = Vec::new();
        splice(source, piece, piece, row, &mut edits);
        for note in self.pieces.iter().filter(|note| note.is_note() && note.id != piece.id && within(note.span, piece.span)) {
            edits.push(Edit { span: note.span, with: Fragment::default() });
        }
        let edits = Edit::inside(edits, piece.span).into_iter().map(|edit| edit.moved_back(piece.span.start)).collect();
        let (text, marks) = apply(source.get(piece.span.range()).unwrap_or_default(), edits);
        Fragment {
            text: text.replace("\r\n", "\n"),
            marks: if text.contains("\r\n") { super::fragment::without_returns(&text, marks) } else { marks },
        }
    }

    /// A footnote of the translation with its new texts, cut out of a section that is replaced.
    fn kept_note(&self, source: &str, note: &Piece) -> Fragment {
        let mut edits = Vec::new();
        let own = self.pieces.iter().zip(self.taken).find(|(piece, _)| piece.id == note.id && piece.is_built_like(note));
        if let Some((piece, row)) = own {
            splice(source, piece, note, row, &mut edits);
        }
        let edits = edits.into_iter().map(|edit| edit.moved_back(note.span.start)).collect();
        let (text, marks) = apply(source.get(note.span.range()).unwrap_or_default(), edits);
        Fragment { text, marks }
    }

    /// Whether all texts outside the front matter are given.
    fn is_whole_body(&self, piece: &Piece, row: &[Taken]) -> bool {
        let mut body = piece.units.iter().zip(row).filter(|(unit, _)| !unit.is_field());
        let notes = piece.id == LEAD || self.whole.contains(&piece.id);
        notes && body.all(|(_, taken)| matches!(taken, Taken::Given { .. }))
    }

    /// Changes the strings of the front matter, and tells which must be found in it.
    fn fields(&self, document: &Document, piece: &Piece, row: &[Taken], edits: &mut Vec<Edit>) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut after = document.front.title.span;
        for (unit, taken) in piece.units.iter().zip(row).filter(|(unit, _)| unit.is_field()) {
            let present = field(document, &unit.name);
            if let Taken::Given { content, blame, .. } = taken
                && present.is_none_or(|present| Content::plain(present) != *content)
            {
                let words = content.words();
                edits.push(match present {
                    Some(present) => scalar::replaced(&document.source, present.span, &words),
                    None => scalar::added(&document.source, after, &unit.name, &words),
                });
                marks.push(Mark { at: 0, content: content.clone(), blame: blame.clone(), field: Some(unit.name.clone()) });
            }
            after = present.map_or(after, |present| present.span);
        }
        marks
    }

    /// Reads the finished file and looks for every text that was written.
    fn verify(&self, file: &SourcePath, text: &str, marks: &[Mark]) -> Result<(), Vec<Diagnostic>> {
        let languages = &self.site.config.languages;
        let outcome = parse::document(file, self.language, self.page.key.clone(), text.into(), languages);
        let errors: Vec<&Diagnostic> = outcome.diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
        let mut wrong: Vec<Diagnostic> = errors.iter().filter_map(|found| blamed(found, marks, text)).collect();
        let Some(document) = &outcome.value else { return Err(wrong) };
        let body = parse::body_start(text, file).unwrap_or(text.len());
        let all = pieces(document, &vec![String::new(); document.body.headings().count()], body);
        let units: Vec<&Unit> = all.iter().flat_map(|piece| &piece.units).collect();
        for mark in marks {
            let found = match &mark.field {
                Some(name) => units.iter().find(|unit| unit.is_field() && unit.name == *name),
                None => units.iter().find(|unit| !unit.is_field() && unit.span.start == mark.at),
            };
            if found.is_none_or(|unit| shape(&unit.content) != shape(&mark.content)) {
                wrong.push(garbled(mark, found.map(|unit| tagged(&unit.content))));
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// What the new file says of how far it is checked; nothing where that stays.
    fn state(&self, before: Option<&Edition>, is_changed: bool) -> Option<TranslationState> {
        let given = self.taken.iter().flatten();
        let all_reviewed = self.pieces.iter().all(|piece| self.whole.contains(&piece.id))
            && given.into_iter().all(|taken| matches!(taken, Taken::Given { is_reviewed: true, .. }));
        let present = before.and_then(|edition| edition.document.translation()).map(|translation| translation.state);
        match present {
            _ if !is_changed => None,
            _ if all_reviewed => Some(TranslationState::Reviewed),
            // Nobody has checked what has just come in.
            Some(TranslationState::Reviewed) | None => Some(TranslationState::InProgress),
            Some(TranslationState::Machine | TranslationState::InProgress) => None,
        }
    }

    /// Sections translated to the end are pinned to the original of today; the others stay pinned as they were.
    fn pins(&self, before: Option<&Edition>) -> Vec<(String, String)> {
        let is_whole = |id: &str| self.whole.contains(id) && self.pieces.iter().any(|piece| piece.id == id && !piece.units.is_empty());
        stamp::renewed_pins(self.site, self.page, before, is_whole)
    }

    /// Where a first file goes: beside the others of its language, at the original's place.
    fn path(&self) -> SourcePath {
        let languages = &self.site.config.languages;
        let theirs = format!("content/{}/", languages.get(self.page.original).path);
        let original = self.page.original().document.path.as_str();
        SourcePath::new(format!("content/{}/{}", languages.get(self.language).path, original.strip_prefix(&theirs).unwrap_or(original)))
    }

    /// Pieces of which some texts are finished and others are not.
    fn half_translated(&self) -> impl Iterator<Item = Diagnostic> {
        self.pieces.iter().zip(self.taken).filter_map(|(piece, row)| {
            let given = row.iter().filter(|taken| matches!(taken, Taken::Given { .. })).count();
            let unfinished = row.iter().find_map(|taken| if let Taken::Unfinished(blame) = taken { Some(blame) } else { None })?;
            (given > 0 && given < row.len()).then(|| {
                let message = format!(
                    "{given} of {} texts of `{}#{}` are translated; this is the first that is not",
                    row.len(),
                    self.page.key,
                    piece.id
                );
                Diagnostic::warning(unfinished.place.clone(), "half-translated", message)
                    .help("the section counts as translated once all of its texts are; mark none of them as unfinished (fuzzy)")
            })
        })
    }
}

/// Puts the given texts into the places of those that they translate, where they differ.
fn splice(source: &str, piece: &Piece, there: &Piece, row: &[Taken], edits: &mut Vec<Edit>) {
    let body = piece.units.iter().zip(row).filter(|(unit, _)| !unit.is_field());
    for ((unit, taken), place) in body.zip(there.body()) {
        let Taken::Given { content, blame, .. } = taken else { continue };
        let mut present = place.content.clone();
        present.name_after(&unit.content);
        if tagged(&present) == tagged(content) {
            continue;
        }
        let text = markdown(content, &place.place(source));
        let mark = Mark { at: 0, content: content.clone(), blame: blame.clone(), field: None };
        edits.push(Edit { span: place.span, with: Fragment { text, marks: vec![mark] } });
    }
}

/// The line breaks that part what ends at a place from what is added there.
fn gap(source: &str, at: usize) -> &'static str {
    let before = source[..at].replace('\r', "");
    if before.ends_with("\n\n") || before.is_empty() {
        ""
    } else if before.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    }
}

fn within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// A span without the spans of these pieces in it.
fn without(span: Span, kept: &[&Piece]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = span.start;
    for piece in kept {
        spans.push(Span { start, end: piece.span.start });
        start = piece.span.end;
    }
    spans.push(Span { start, end: span.end });
    spans.retain(|span| span.start < span.end);
    spans
}

/// What must be the same in a text however it is written: its words, and what its placeholders stand for.
fn shape(content: &Content) -> Vec<String> {
    let code = |sign: &str, at: usize| format!("{sign}{}:{}", content.codes[at].kind.prefix(), content.codes[at].key);
    let part = |part: &Part| match part {
        Part::Words(words) => words.clone(),
        Part::Open(at) => code("<", *at),
        Part::Close(at) => code("</", *at),
        Part::Alone(at) => code("<>", *at),
    };
    content.parts.iter().map(part).collect()
}

/// An error in the finished file, at the returned text that it comes from.
fn blamed(found: &Diagnostic, marks: &[Mark], text: &str) -> Option<Diagnostic> {
    let start = found.place.span.map_or(0, |span| span.start);
    let line_start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let mark = marks.iter().filter(|mark| mark.field.is_none() && mark.at <= start).max_by_key(|mark| mark.at);
    let mark = mark.filter(|mark| mark.at >= line_start).or(marks.first())?;
    let help = found.help.clone();
    Some(
        Diagnostic::error(mark.blame.place.clone(), found.code, format!("in `{}`: {}", mark.blame.context, found.message)).maybe_help(help),
    )
}

fn garbled(mark: &Mark, found: Option<String>) -> Diagnostic {
    let message = match found {
        Some(found) => format!("this text would come out as `{found}`"),
        None => "this text would not come out as it is written".to_string(),
    };
    Diagnostic::error(mark.blame.place.clone(), "exchange-markdown", message)
        .help("put no space or sign between a placeholder of bold or italics and the words it holds, and no letter right after it")
}
