//! An edition as the rules see it: its passages in reading order and the runs of text in them, each with its place and language.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::{LazyLock, OnceLock};

use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Document, Edition, Inline, InlineKind, Language, LanguageId, Link, Page, Spanned, plain_text};

use super::Portal;
use super::addresses::numbers;
use super::script::{self, Script};

/// Letters below which a passage is too short to judge.
const LETTERS: usize = 24;

/// One edition, laid out for the rules.
pub struct Text<'a> {
    pub portal: &'a Portal<'a>,
    pub page: &'a Page,
    pub edition: &'a Edition,
    pub document: &'a Document,
    pub id: LanguageId,
    pub language: &'a Language,
    pub passages: Vec<Passage<'a>>,
    pub runs: Vec<Run<'a>>,
    /// Of each passage the other script that it is mostly in.
    scripts: OnceCell<Vec<Option<Script>>>,
    /// The passages of the page's original, for all its translations.
    pub(super) original: &'a OnceLock<BTreeSet<String>>,
}

/// A paragraph, heading, cell or one-line text of the front matter.
pub struct Passage<'a> {
    pub part: Part,
    pub span: Span,
    pub inlines: &'a [Inline],
    /// Without markup.
    pub plain: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Title,
    /// A summary, menu title or other text of the front matter.
    Front,
    Heading(u8),
    Paragraph,
    Item,
    Cell,
    Caption,
}

/// Text without markup inside it.
pub struct Run<'a> {
    pub text: &'a str,
    pub span: Span,
    /// Whether the bytes of the span are the text itself, so that a part of it has a place.
    exact: bool,
    /// Index into `Text::passages`.
    pub passage: usize,
    /// The tag of `[…](lang:tr)`, where it stands in one.
    pub language: Option<&'a str>,
    pub link: Option<usize>,
    pub code: bool,
    /// Found once each, since many rules ask for them.
    words: OnceCell<Vec<(usize, &'a str)>>,
    numbers: OnceCell<Vec<(usize, usize, String)>>,
    scripts: OnceCell<Vec<Script>>,
    lower: OnceCell<String>,
}

impl<'a> Text<'a> {
    pub(super) fn new(portal: &'a Portal<'a>, page: &'a Page, id: LanguageId, original: &'a OnceLock<BTreeSet<String>>) -> Text<'a> {
        let edition = page.editions.get(&id).expect("BUG: the edition is listed");
        let language = portal.site.config.languages.get(id);
        let document = edition.document.as_ref();
        let mut text = Text {
            portal,
            page,
            edition,
            document,
            id,
            language,
            passages: Vec::new(),
            runs: Vec::new(),
            scripts: OnceCell::new(),
            original,
        };
        text.front(Part::Title, Some(&document.front.title));
        let front = &document.front;
        for field in [&front.summary, &front.menu, &front.venue, &front.expected, &front.participants] {
            text.front(Part::Front, field.as_ref());
        }
        text.blocks(&document.body.blocks, Part::Paragraph);
        for note in &document.body.footnotes {
            text.blocks(&note.blocks, Part::Paragraph);
        }
        text
    }

    /// The language's path, such as `prs`: what lists of words go by.
    pub fn path(&self) -> &'a str {
        &self.language.path
    }

    /// The runs of one passage, which stand together.
    pub fn runs_of(&self, passage: usize) -> &[Run<'a>] {
        let start = self.runs.partition_point(|run| run.passage < passage);
        let end = self.runs.partition_point(|run| run.passage <= passage);
        &self.runs[start..end]
    }

    /// Those of one passage that are in the edition's own language and no code.
    pub fn own_runs_of(&self, passage: usize) -> impl Iterator<Item = &Run<'a>> {
        self.runs_of(passage).iter().filter(|run| run.language.is_none() && !run.code)
    }

    /// The other script that a passage is mostly in, without what is marked as another language.
    pub(super) fn other_script(&self, passage: usize) -> Option<Script> {
        let own = script::of_language(self.path())?;
        let scripts = self.scripts.get_or_init(|| (0..self.passages.len()).map(|n| self.strange(n, own)).collect());
        scripts.get(passage).copied().flatten()
    }

    fn strange(&self, passage: usize, own: Script) -> Option<Script> {
        let (mut all, mut foreign, mut other) = (0, 0, None);
        for script in self.own_runs_of(passage).flat_map(|run| run.text.chars()).filter_map(script::of_char) {
            all += 1;
            if script != own {
                foreign += 1;
                other.get_or_insert(script);
            }
        }
        other.filter(|_| all >= LETTERS && foreign * 10 > all * 6)
    }

    /// A run in small letters.
    pub fn lower_run<'t>(&self, run: &'t Run<'a>) -> &'t str {
        run.lower.get_or_init(|| self.lower(run.text))
    }

    /// In small letters, as the edition's language writes them: Turkish İ and I are not one letter.
    pub fn lower(&self, text: &str) -> String {
        if self.path() != "tr" {
            return text.to_lowercase();
        }
        text.replace('İ', "i").replace('I', "ı").to_lowercase()
    }

    /// Runs in the edition's own language that are no code.
    pub fn own_runs(&self) -> impl Iterator<Item = &Run<'a>> {
        self.runs.iter().filter(|run| run.language.is_none() && !run.code)
    }

    /// Passages of running text: paragraphs, list items, notes.
    pub fn prose(&self) -> impl Iterator<Item = &Passage<'a>> {
        self.passages.iter().filter(|passage| matches!(passage.part, Part::Paragraph | Part::Item))
    }

    pub fn link(&self, run: &Run<'_>) -> Option<&'a Link> {
        run.link.and_then(|link| self.edition.links.get(link))
    }

    /// The bytes of the file at a place.
    pub fn written(&self, span: Span) -> &'a str {
        self.document.source.get(span.range()).unwrap_or_default()
    }

    fn front(&mut self, part: Part, field: Option<&'a Spanned<String>>) {
        let Some(field) = field else { return };
        let passage = self.passages.len();
        self.passages.push(Passage { part, span: field.span, inlines: &[], plain: field.value.clone() });
        self.run(&field.value, field.span, passage, Inside::default());
    }

    fn blocks(&mut self, blocks: &'a [Block], part: Part) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading(heading) => self.passage(Part::Heading(heading.level), block.span, &heading.text),
                BlockKind::Paragraph(inlines) => self.passage(part, block.span, inlines),
                BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks, Part::Item)),
                BlockKind::Quote(blocks) => self.blocks(blocks, part),
                BlockKind::Callout(callout) => self.blocks(&callout.blocks, part),
                BlockKind::Table(table) => {
                    if let Some(caption) = &table.caption {
                        let start = caption.first().map_or(block.span.start, |inline| inline.span.start);
                        let end = caption.last().map_or(start, |inline| inline.span.end);
                        self.passage(Part::Caption, Span { start, end }, caption);
                    }
                    for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                        self.passage(Part::Cell, cell.span, &cell.text);
                    }
                }
                BlockKind::Definitions(list) => {
                    for definition in list {
                        let start = definition.term.first().map_or(block.span.start, |inline| inline.span.start);
                        self.passage(Part::Item, Span { start, end: block.span.end.max(start) }, &definition.term);
                        definition.descriptions.iter().for_each(|blocks| self.blocks(blocks, Part::Item));
                    }
                }
                BlockKind::Code(_) | BlockKind::Rule => {}
            }
        }
    }

    fn passage(&mut self, part: Part, span: Span, inlines: &'a [Inline]) {
        let passage = self.passages.len();
        self.passages.push(Passage { part, span, inlines, plain: plain_text(inlines) });
        self.inlines(inlines, passage, Inside::default());
    }

    fn inlines(&mut self, inlines: &'a [Inline], passage: usize, inside: Inside<'a>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => self.run(text, inline.span, passage, inside),
                InlineKind::Code(text) => self.run(text, inline.span, passage, Inside { code: true, ..inside }),
                InlineKind::Emphasis(inner) | InlineKind::Strong(inner) => self.inlines(inner, passage, inside),
                InlineKind::Link { link, text } => {
                    let language = match self.edition.links.get(*link) {
                        Some(Link::Language(tag)) => Some(tag.as_str()),
                        _ => inside.language,
                    };
                    self.inlines(text, passage, Inside { language, link: Some(*link), ..inside });
                }
                InlineKind::Image { alt, .. } => self.run(alt, inline.span, passage, inside),
                InlineKind::Footnote(_) | InlineKind::SoftBreak | InlineKind::HardBreak => {}
            }
        }
    }

    fn run(&mut self, text: &'a str, span: Span, passage: usize, inside: Inside<'a>) {
        let written = self.written(span);
        let at = if written == text { Some(0) } else { written.find(text).filter(|_| written.len() <= text.len() + 4) };
        let span = at.map_or(span, |at| Span { start: span.start + at, end: span.start + at + text.len() });
        let Inside { language, link, code } = inside;
        let (words, numbers, scripts, lower) = Default::default();
        self.runs.push(Run { text, span, exact: at.is_some(), passage, language, link, code, words, numbers, scripts, lower });
    }
}

#[derive(Clone, Copy, Default)]
struct Inside<'a> {
    language: Option<&'a str>,
    link: Option<usize>,
    code: bool,
}

impl<'a> Run<'a> {
    /// The place of a part of the text; of all of it where it was written otherwise (with escapes, for instance).
    pub fn at(&self, start: usize, end: usize) -> Span {
        if self.exact { Span { start: self.span.start + start, end: self.span.start + end } } else { self.span }
    }

    /// Whether a part of it can be replaced in the file.
    pub fn is_exact(&self) -> bool {
        self.exact
    }

    /// Its phone numbers and the like: see `addresses::numbers`.
    pub fn numbers(&self) -> &[(usize, usize, String)] {
        self.numbers.get_or_init(|| numbers(self.text))
    }

    /// The scripts that it has letters of.
    pub(super) fn scripts(&self) -> &[Script] {
        let scripts = || {
            let mut scripts = Vec::new();
            for script in self.text.chars().filter_map(script::of_char) {
                if scripts.last() != Some(&script) && !scripts.contains(&script) {
                    scripts.push(script);
                }
            }
            scripts
        };
        self.scripts.get_or_init(scripts)
    }

    /// Each word with where it starts: letters, marks and digits without a gap.
    pub fn words(&self) -> impl Iterator<Item = (usize, &'a str)> + '_ {
        self.words.get_or_init(|| words(self.text).collect()).iter().copied()
    }
}

/// As `char::is_alphanumeric`, by a table for the first plane. The rules ask this of every letter many times, and the standard library's
/// answer for other letters than Latin ones took a fifth of a whole build.
pub fn is_alphanumeric(c: char) -> bool {
    static FIRST_PLANE: LazyLock<Vec<bool>> =
        LazyLock::new(|| (0..=u32::from(u16::MAX)).map(|n| char::from_u32(n).is_some_and(char::is_alphanumeric)).collect());
    FIRST_PLANE.get(c as usize).copied().unwrap_or_else(|| c.is_alphanumeric())
}

/// Each word of a text with where it starts. Apostrophes and zero-width non-joiners belong to words.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_inner = |c: char| is_alphanumeric(c) || matches!(c, '\'' | '’' | '\u{200C}' | '\u{64B}'..='\u{65F}' | '\u{307}');
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_alphanumeric)?;
        let end = text[start..].find(|c| !is_inner(c)).map_or(text.len(), |length| start + length);
        at = end;
        Some((start, &text[start..end]))
    })
}
