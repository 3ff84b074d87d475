//! The texts of an edition that a translator works on, each with its place in the file: one for every heading, paragraph, cell and string
//! of the front matter, by section.

use super::content::Content;
use super::markdown;
use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, CalloutKind, Cell, Document, Inline, LEAD, Spanned};

/// The text under one heading, or a footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The heading's id, `LEAD`, or a footnote's label after `^`.
    pub id: String,
    /// From its heading to the next, in whole lines.
    pub span: Span,
    pub units: Vec<Unit>,
    /// Labels of the footnotes that it refers to.
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Unique in its piece: `title`, or a number.
    pub name: String,
    /// From the outermost container to the text itself.
    pub path: Vec<Step>,
    pub span: Span,
    pub content: Content,
}

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Field(&'static str),
    Heading,
    Paragraph,
    /// The item's number.
    Item(usize),
    Quote,
    Callout(CalloutKind),
    Caption,
    /// Row (the head is 0) and column.
    Cell(usize, usize),
    Term(usize),
    Description(usize),
}

/// The strings of the front matter that are translated.
pub const FIELDS: [&str; 7] = ["title", "summary", "menu", "dateline", "venue", "expected", "participants"];

/// What the front matter says in a field.
pub fn field<'d>(document: &'d Document, name: &str) -> Option<&'d Spanned<String>> {
    let front = &document.front;
    match name {
        "title" => Some(&front.title),
        "summary" => front.summary.as_ref(),
        "menu" => front.menu.as_ref(),
        "dateline" => front.dateline.as_ref(),
        "venue" => front.venue.as_ref(),
        "expected" => front.expected.as_ref(),
        "participants" => front.participants.as_ref(),
        _ => None,
    }
}

/// The pieces of a document in the order of the file, footnotes last. `ids` are those of its headings.
pub fn pieces(document: &Document, ids: &[String], body: usize) -> Vec<Piece> {
    let source = &document.source;
    let mut pieces =
        vec![Piece { id: LEAD.to_string(), span: Span { start: body, end: source.len() }, units: Vec::new(), notes: Vec::new() }];
    for name in FIELDS {
        if let Some(text) = field(document, name) {
            let unit = Unit { name: name.to_string(), path: vec![Step::Field(name)], span: text.span, content: Content::plain(text) };
            pieces[0].units.push(unit);
        }
    }
    for block in &document.body.blocks {
        if let BlockKind::Heading(heading) = &block.kind {
            let start = line_start(source, block.span.start);
            if let Some(before) = pieces.last_mut() {
                before.span.end = start;
            }
            let id = ids.get(heading.index).cloned().unwrap_or_default();
            pieces.push(Piece { id, span: Span { start, end: source.len() }, units: Vec::new(), notes: Vec::new() });
        }
        if let Some(piece) = pieces.last_mut() {
            Collector { document, piece, path: Vec::new() }.block(block);
        }
    }
    for note in document.body.footnotes.iter().filter(|note| !note.blocks.is_empty()) {
        let span = Span { start: line_start(source, note.span.start), end: note.span.end };
        let mut piece = Piece { id: format!("^{}", note.label), span, units: Vec::new(), notes: Vec::new() };
        Collector { document, piece: &mut piece, path: Vec::new() }.blocks(&note.blocks);
        pieces.push(piece);
    }
    pieces
}

impl Piece {
    /// Whether both have the same texts at the same places.
    pub fn is_built_like(&self, other: &Piece) -> bool {
        let (own, theirs) = (self.body(), other.body());
        own.len() == theirs.len() && own.iter().zip(&theirs).all(|(a, b)| a.path == b.path)
    }

    /// The texts that do not stand in the front matter.
    pub fn body(&self) -> Vec<&Unit> {
        self.units.iter().filter(|unit| !unit.is_field()).collect()
    }

    pub fn find(&self, name: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.name == name)
    }

    pub fn is_note(&self) -> bool {
        self.id.starts_with('^')
    }
}

impl Unit {
    pub fn is_field(&self) -> bool {
        matches!(self.path.first(), Some(Step::Field(_)))
    }

    /// What its Markdown must mind.
    pub fn place(&self, source: &str) -> markdown::Place {
        let last = self.path.last();
        let in_table = matches!(last, Some(Step::Cell(..)));
        let line = source.get(line_start(source, self.span.start)..self.span.start).unwrap_or_default();
        let prefix = line.chars().map(|c| if c == '>' || c.is_whitespace() { c } else { ' ' }).collect();
        markdown::Place { in_table, begins_line: !in_table && !matches!(last, Some(Step::Heading)), prefix }
    }

    /// What kind of text it is, in words.
    pub fn kind(&self) -> String {
        let step = |step: &Step| match step {
            Step::Field(name) => format!("`{name}` of the page"),
            Step::Heading => "heading".to_string(),
            Step::Paragraph => "paragraph".to_string(),
            Step::Item(number) => format!("list item {number}"),
            Step::Quote => "quotation".to_string(),
            Step::Callout(kind) => format!("box [!{}]", kind.name().to_uppercase()),
            Step::Caption => "caption of a table".to_string(),
            Step::Cell(0, column) => format!("table, head of column {column}"),
            Step::Cell(row, column) => format!("table, row {row}, column {column}"),
            Step::Term(number) => format!("explained word {number}"),
            Step::Description(number) => format!("explanation of word {number}"),
        };
        let words: Vec<String> = self.path.iter().rev().map(step).collect();
        words.join(" in ").replace("paragraph in list item", "list item")
    }
}

struct Collector<'a> {
    document: &'a Document,
    piece: &'a mut Piece,
    path: Vec<Step>,
}

impl Collector<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(heading) => self.text(Step::Heading, &heading.text),
            BlockKind::Paragraph(text) => self.text(Step::Paragraph, text),
            BlockKind::List(list) => {
                for (at, item) in list.items.iter().enumerate() {
                    self.within(Step::Item(at + 1), |collector| collector.blocks(&item.blocks));
                }
            }
            BlockKind::Quote(blocks) => self.within(Step::Quote, |collector| collector.blocks(blocks)),
            BlockKind::Callout(callout) => self.within(Step::Callout(callout.kind), |collector| collector.blocks(&callout.blocks)),
            BlockKind::Table(table) => {
                table.caption.iter().for_each(|caption| self.text(Step::Caption, caption));
                let rows = std::iter::once(&table.head).chain(&table.rows);
                for (row, cells) in rows.enumerate() {
                    self.row(row, cells);
                }
            }
            BlockKind::Definitions(definitions) => {
                for (at, definition) in definitions.iter().enumerate() {
                    self.text(Step::Term(at + 1), &definition.term);
                    for blocks in &definition.descriptions {
                        self.within(Step::Description(at + 1), |collector| collector.blocks(blocks));
                    }
                }
            }
            BlockKind::Code(_) | BlockKind::Rule => {}
        }
    }

    fn row(&mut self, row: usize, cells: &[Cell]) {
        for (column, cell) in cells.iter().enumerate() {
            self.text(Step::Cell(row, column + 1), &cell.text);
        }
    }

    fn within(&mut self, step: Step, inside: impl FnOnce(&mut Self)) {
        self.path.push(step);
        inside(self);
        self.path.pop();
    }

    fn text(&mut self, step: Step, inlines: &[Inline]) {
        let (Some(first), Some(last)) = (inlines.first(), inlines.last()) else { return };
        let content = Content::of(inlines, self.document);
        self.note_labels(&content);
        if !content.has_words() {
            return;
        }
        let source = &self.document.source;
        // The sign that makes the next one a letter belongs to it.
        let escaped = source[..first.span.start].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2;
        let span = Span { start: first.span.start - escaped, end: last.span.end };
        let name = (self.piece.body().len() + 1).to_string();
        let path = self.path.iter().copied().chain([step]).collect();
        self.piece.units.push(Unit { name, path, span, content });
    }

    fn note_labels(&mut self, content: &Content) {
        let labels = content.codes.iter().filter(|code| code.kind == super::content::CodeKind::Footnote);
        self.piece.notes.extend(labels.map(|code| code.key.clone()));
    }
}

fn line_start(source: &str, at: usize) -> usize {
    source.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}
