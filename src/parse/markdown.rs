//! Markdown to our own tree of blocks and inlines. The only user of the Markdown parser.
//!
//! CommonMark with tables, footnotes, definition lists and heading ids; no smart punctuation, which harms Arabic and French. The rules
//! of each construct are in modules of their own, which know nothing of the parser: `headings`, `callouts`, `tables`, `footnotes`,
//! `destination`, `raw_html`, `lookalikes`.

use std::iter::Peekable;
use std::ops::Range;
use std::vec;

use pulldown_cmark::{Alignment, BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::callouts;
use super::destination;
use super::excerpt::Excerpt;
use super::footnotes::Notes;
use super::headings::{self, Ids, RawHeading};
use super::inlines::{self, OpenTags};
use super::lookalikes::{self, Unlinked};
use super::raw_html;
use super::tables::{self, RawTable};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::model::{
    Align, Block, BlockKind, Body, Cell, CodeBlock, Definition, Heading, Inline, InlineKind, List, ListItem, RawLink, SourcePath,
    plain_text,
};

/// How deep lists, quotations and emphasis may stand in each other. Deeper text is no text, and would exhaust the stack.
const DEPTH: usize = 48;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_DEFINITION_LIST);

/// Without one of these nothing within a line is Markdown.
const SIGNS: &[char] = &['*', '_', '`', '[', ']', '<', '&', '\\', '\n'];

/// An event of the parser and the bytes it comes from.
type Token<'t> = (Event<'t>, Range<usize>);

/// Parses Markdown that begins at byte `offset` of `file`.
pub fn markdown(text: &str, file: &SourcePath, offset: usize) -> Outcome<Body> {
    let source = Excerpt { text, file, offset };
    let (tokens, unlinked) = tokens(text);
    if let Some(range) = too_deep(&tokens) {
        let deep = Diagnostic::error(source.place(range), "too-deep", "lists, quotations or emphasis stand too deep in each other here");
        return Outcome::new(Body::default(), vec![deep.help("write fewer levels; separate pages or headings are easier to read")]);
    }
    let mut builder = Builder::new(source, tokens);
    builder.diagnostics.extend(unlinked.iter().filter_map(|unlinked| lookalikes::report_unlinked(unlinked, source)));
    let blocks = builder.blocks().list;
    let footnotes = builder.notes.finish(source, &mut builder.diagnostics);
    Outcome::new(Body { blocks, footnotes, links: builder.links }, builder.diagnostics)
}

/// Whether a text means the same with and without Markdown.
pub(super) fn is_plain(text: &str) -> bool {
    if !text.contains(SIGNS) {
        return true;
    }
    // The letter in front keeps a number or a dash at the start from being read as a list.
    let line = format!("x {text}");
    Parser::new_ext(&line, OPTIONS)
        .all(|event| matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) | Event::Text(_) | Event::SoftBreak))
}

/// All events, and the brackets that might have been links.
fn tokens(text: &str) -> (Vec<Token<'_>>, Vec<Unlinked>) {
    let mut unlinked = Vec::new();
    let remember = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        let full = !matches!(link.link_type, LinkType::Shortcut);
        unlinked.push(Unlinked { range: link.span, full, reference: link.reference.to_string() });
        None
    };
    let tokens = Parser::new_with_broken_link_callback(text, OPTIONS, Some(remember)).into_offset_iter().collect();
    (tokens, unlinked)
}

fn too_deep(tokens: &[Token<'_>]) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    for (event, range) in tokens {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH {
            return Some(range.start..range.start + 1);
        }
    }
    None
}

/// Reads the events once, from first to last, and collects what does not stand in the tree.
struct Builder<'t> {
    source: Excerpt<'t>,
    tokens: Peekable<vec::IntoIter<Token<'t>>>,
    /// How many lists, quotations, notes and explanations are open here.
    depth: usize,
    headings: usize,
    ids: Ids,
    links: Vec<RawLink>,
    notes: Notes,
    tags: OpenTags,
    diagnostics: Vec<Diagnostic>,
}

/// The blocks of a container.
struct Blocks {
    list: Vec<Block>,
    /// Whether a paragraph stands among them as such, and not as the bare text of a tight list.
    loose: bool,
}

impl<'t> Builder<'t> {
    fn new(source: Excerpt<'t>, tokens: Vec<Token<'t>>) -> Builder<'t> {
        Builder {
            source,
            tokens: tokens.into_iter().peekable(),
            depth: 0,
            headings: 0,
            ids: Ids::default(),
            links: Vec::new(),
            notes: Notes::default(),
            tags: OpenTags::default(),
            diagnostics: Vec::new(),
        }
    }

    /// The blocks up to the end of what they stand in, which is left to the caller.
    fn blocks(&mut self) -> Blocks {
        let mut blocks = Blocks { list: Vec::new(), loose: false };
        while let Some((event, range)) = self.tokens.peek() {
            if matches!(event, Event::End(_)) {
                break;
            }
            blocks.loose |= matches!(event, Event::Start(Tag::Paragraph));
            if is_inline(event) {
                let start = range.start;
                let (text, end) = self.inlines();
                blocks.list.extend(self.paragraph(text, start..end));
            } else if let Some((event, range)) = self.tokens.next() {
                let kind = self.block(event, range.clone());
                tables::push(&mut blocks.list, kind.map(|kind| Block { span: self.source.block_span(range), kind }));
            }
        }
        blocks.list.shrink_to_fit();
        blocks
    }

    /// One block and its end; nothing for what is kept elsewhere or dropped.
    fn block(&mut self, event: Event<'t>, range: Range<usize>) -> Option<BlockKind> {
        let tag = match event {
            Event::Start(tag) => tag,
            Event::Rule => return Some(BlockKind::Rule),
            _ => return None,
        };
        let kind = match tag {
            Tag::Paragraph => {
                let (text, _) = self.inlines();
                self.paragraph(text, range).map(|block| block.kind)
            }
            Tag::Heading { level, id, classes, attrs } => {
                let attributes = !classes.is_empty() || !attrs.is_empty();
                Some(self.heading(range, level, id.as_deref(), attributes))
            }
            Tag::BlockQuote(_) => {
                let blocks = self.nested(Builder::blocks).list;
                Some(callouts::from_quote(blocks, self.source, &mut self.diagnostics))
            }
            Tag::CodeBlock(kind) => Some(BlockKind::Code(self.code(&kind))),
            Tag::HtmlBlock => {
                inlines::report_html_block(range, self.source, &mut self.diagnostics);
                None
            }
            Tag::List(start) => Some(BlockKind::List(self.nested(|builder| builder.items(start)))),
            Tag::FootnoteDefinition(label) => {
                let blocks = self.nested(Builder::blocks).list;
                self.notes.define(&label, range, blocks, self.source, &mut self.diagnostics);
                None
            }
            Tag::DefinitionList => Some(BlockKind::Definitions(self.nested(Builder::definitions))),
            Tag::Table(align) => Some(self.table(align)),
            _ => None,
        };
        self.close();
        kind
    }

    /// Skips to the end of the element whose start was read last.
    fn close(&mut self) {
        let mut open = 0_usize;
        for (event, _) in self.tokens.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) if open == 0 => return,
                Event::End(_) => open -= 1,
                _ => {}
            }
        }
    }

    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn paragraph(&mut self, text: Vec<Inline>, range: Range<usize>) -> Option<Block> {
        self.tags.forget();
        self.diagnostics.extend(lookalikes::report_heading_without_space(range.clone(), self.source));
        if self.depth == 0 {
            callouts::report_bare_marker(&text, self.source, &mut self.diagnostics);
        }
        (!text.is_empty()).then(|| Block { span: self.source.block_span(range), kind: BlockKind::Paragraph(text) })
    }

    /// A heading of level 2 or more outside all containers; what is none stays readable as a paragraph or a lower heading.
    fn heading(&mut self, range: Range<usize>, level: HeadingLevel, id: Option<&str>, attributes: bool) -> BlockKind {
        let (text, _) = self.inlines();
        let trimmed = range.start..range.start + self.source.slice(range).trim_end().len();
        let words = plain_text(&text);
        let nested = self.depth > 0;
        let raw = RawHeading { range: trimmed, level: level as u8, id, attributes, text: &words, nested };
        self.diagnostics.extend(headings::check(&raw, &mut self.ids, self.source));
        if nested {
            return BlockKind::Paragraph(text);
        }
        let index = self.headings;
        self.headings += 1;
        BlockKind::Heading(Heading { level: raw.level.max(2), id: id.map(str::to_string), index, text })
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>) -> CodeBlock {
        let mut text = String::new();
        while let Some((Event::Text(line), _)) = self.tokens.next_if(|(event, _)| matches!(event, Event::Text(_))) {
            text.push_str(&line);
        }
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next().map(str::to_string),
            CodeBlockKind::Indented => None,
        };
        CodeBlock { language, text: text.replace("\r\n", "\n") }
    }

    fn items(&mut self, start: Option<u64>) -> List {
        let mut list = List { start, tight: true, items: Vec::new() };
        while let Some((_, range)) = self.tokens.next_if(|(event, _)| matches!(event, Event::Start(Tag::Item))) {
            let blocks = self.blocks();
            self.close();
            list.tight &= !blocks.loose;
            list.items.push(ListItem { span: self.source.block_span(range), blocks: blocks.list });
        }
        list.items.shrink_to_fit();
        list
    }

    fn definitions(&mut self) -> Vec<Definition> {
        let mut list: Vec<Definition> = Vec::new();
        while let Some((event, _)) = self.tokens.next_if(|(event, _)| matches!(event, Event::Start(_))) {
            if matches!(event, Event::Start(Tag::DefinitionListTitle)) {
                list.push(Definition { term: self.inlines().0, descriptions: Vec::new() });
            } else {
                let blocks = self.blocks().list;
                if let Some(definition) = list.last_mut() {
                    definition.descriptions.push(blocks);
                }
            }
            self.close();
        }
        list
    }

    fn table(&mut self, align: Vec<Alignment>) -> BlockKind {
        let mut table = RawTable { align: align.into_iter().map(alignment).collect(), rows: Vec::new() };
        while let Some((_, range)) =
            self.tokens.next_if(|(event, _)| matches!(event, Event::Start(Tag::TableHead) | Event::Start(Tag::TableRow)))
        {
            table.rows.push((range, self.cells()));
            self.close();
        }
        tables::read(table, self.source, &mut self.diagnostics)
    }

    fn cells(&mut self) -> Vec<Cell> {
        let mut cells = Vec::new();
        while let Some((_, range)) = self.tokens.next_if(|(event, _)| matches!(event, Event::Start(Tag::TableCell))) {
            let text = self.inlines().0;
            self.close();
            cells.push(Cell { span: self.source.block_span(range), text });
        }
        cells.shrink_to_fit();
        cells
    }

    /// The inlines up to the next block or the end of what they stand in, and where they end.
    fn inlines(&mut self) -> (Vec<Inline>, usize) {
        let (mut list, mut end) = (Vec::new(), 0);
        let mut run: Option<Range<usize>> = None;
        while let Some((event, range)) = self.tokens.next_if(|(event, _)| is_inline(event)) {
            end = range.end.max(end);
            run = match (matches!(event, Event::Text(_)), run) {
                (true, Some(run)) => Some(run.start..range.end),
                (true, None) => Some(range.clone()),
                (false, run) => {
                    self.report_marks(run);
                    None
                }
            };
            self.inline(event, range, &mut list);
        }
        self.report_marks(run);
        // A large portal holds a million of them: mostly one alone.
        list.shrink_to_fit();
        (list, end)
    }

    fn report_marks(&mut self, run: Option<Range<usize>>) {
        if let Some(run) = run {
            lookalikes::report_footnote_marks(run, self.source, &mut self.diagnostics);
        }
    }

    fn inline(&mut self, event: Event<'t>, range: Range<usize>, list: &mut Vec<Inline>) {
        let span = self.source.span(range.clone());
        let kind = match event {
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => InlineKind::Text(text.to_string()),
            Event::Code(text) => InlineKind::Code(text.to_string()),
            Event::InlineHtml(html) | Event::Html(html) => {
                let html = raw_html::classify(&html);
                return self.tags.note(html, self.source.place(range), &mut self.diagnostics);
            }
            Event::FootnoteReference(label) => InlineKind::Footnote(self.notes.refer(&label, span)),
            Event::SoftBreak => InlineKind::SoftBreak,
            Event::HardBreak => InlineKind::HardBreak,
            Event::Start(tag) => return self.element(tag, range, list),
            Event::Rule | Event::TaskListMarker(_) | Event::End(_) => return,
        };
        inlines::push(list, Inline { span, kind });
    }

    /// An inline that holds others, and its end.
    fn element(&mut self, tag: Tag<'t>, range: Range<usize>, list: &mut Vec<Inline>) {
        let span = self.source.span(range.clone());
        let place = self.links.len();
        let target = match &tag {
            Tag::Link { link_type, dest_url, title, .. } => self.link(*link_type, dest_url, title, range, false),
            Tag::Image { link_type, dest_url, title, .. } => self.link(*link_type, dest_url, title, range, true),
            _ => None,
        };
        let (children, _) = self.inlines();
        self.close();
        match tag {
            Tag::Emphasis => list.push(Inline { span, kind: InlineKind::Emphasis(children) }),
            Tag::Strong => list.push(Inline { span, kind: InlineKind::Strong(children) }),
            Tag::Image { .. } => {
                // Links inside a picture's description are heard, never followed.
                self.links.truncate(place + usize::from(target.is_some()));
                let picture = inlines::picture(span, target, &children, self.source, &mut self.diagnostics);
                inlines::push(list, picture);
            }
            Tag::Link { .. } => match target {
                Some(link) => {
                    inlines::report_silent_link(&self.links[link], &children, self.source, &mut self.diagnostics);
                    list.push(Inline { span, kind: InlineKind::Link { link, text: children } });
                }
                None => children.into_iter().for_each(|child| inlines::push(list, child)),
            },
            _ => children.into_iter().for_each(|child| inlines::push(list, child)),
        }
    }

    /// Adds a link to the list of links, unless its destination cannot be understood.
    fn link(&mut self, kind: LinkType, destination: &str, title: &str, range: Range<usize>, image: bool) -> Option<usize> {
        let destination = if kind == LinkType::Email { format!("mailto:{destination}") } else { destination.to_string() };
        let target = inlines::target(&destination, image, range.clone(), self.source, &mut self.diagnostics)?;
        let title = Some(title.to_string()).filter(|title| !title.trim().is_empty());
        let image = image.then(|| destination::loading(&destination));
        self.links.push(RawLink { span: self.source.span(range), target, title, image });
        Some(self.links.len() - 1)
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::End(_) | Event::Rule | Event::Html(_) => false,
        _ => true,
    }
}

fn alignment(align: Alignment) -> Align {
    match align {
        Alignment::None => Align::None,
        Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    }
}
