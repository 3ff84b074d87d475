//! What the writer does with headings, paragraphs, lists, callouts, tables, definitions, code and the footnotes.

use super::inlines::{Place, Writer, number};
use super::{SectionHtml, Target, TocEntry};
use crate::model::{
    Align, Block, BlockKind, Callout, Cell, CodeBlock, Definition, Direction, Footnote, Heading, Inline, InlineKind, List, Table,
};
use crate::render::highlight;

impl<'a> Writer<'a> {
    /// Top-level blocks as HTML of their own.
    pub(super) fn part(&mut self, blocks: &'a [Block]) -> String {
        let opens_the_body = self.sections == 0 && self.headings == 0;
        let mut replaced = opens_the_body && self.replaced();
        for block in blocks {
            match &block.kind {
                BlockKind::Heading(heading) => {
                    self.top_heading(heading);
                    replaced = self.replaced();
                }
                _ if replaced => {}
                _ => self.block(block),
            }
        }
        std::mem::take(&mut self.out)
    }

    /// Writes what is shown in place of the text that comes next, if anything is.
    fn replaced(&mut self) -> bool {
        let Some(Some(html)) = self.shape.instead.get(self.headings) else { return false };
        self.out.push_str(html);
        true
    }

    /// Top-level blocks that open with a second-level heading.
    pub(super) fn section(&mut self, blocks: &'a [Block]) -> SectionHtml {
        self.sections += 1;
        let id = self.heading_id();
        SectionHtml { id, html: self.part(blocks) }
    }

    /// All footnotes, or nothing. Each leads back to every place that refers to it.
    pub(super) fn footnotes(&mut self) -> String {
        let body = self.body;
        if body.footnotes.is_empty() {
            return String::new();
        }
        let (section, label) = (self.id("fn", 0), self.labels.footnotes.as_str());
        self.out.push_str("<section class=\"footnotes\" role=\"doc-endnotes\"");
        self.attribute("aria-labelledby", &section);
        self.out.push_str(">\n<h2");
        self.attribute("id", &section);
        self.out.push('>');
        self.text(label);
        self.out.push_str("</h2>\n<ol>\n");
        for (n, note) in body.footnotes.iter().enumerate() {
            self.footnote(n, note);
        }
        self.out.push_str("</ol>\n</section>\n");
        std::mem::take(&mut self.out)
    }

    fn footnote(&mut self, n: usize, note: &'a Footnote) {
        self.out.push_str("<li");
        self.attribute("id", &self.id("fn", n + 1));
        self.out.push('>');
        let (last, before) = match note.blocks.split_last() {
            Some((Block { kind: BlockKind::Paragraph(text), .. }, before)) => (text.as_slice(), before),
            _ => (&[][..], note.blocks.as_slice()),
        };
        self.blocks(before);
        self.out.push_str("<p>");
        self.together(&[last], |w| w.inlines(last));
        for reference in 1..=self.references[n] {
            self.way_back(n, reference, reference == 1 && last.is_empty());
        }
        self.out.push_str("</p></li>\n");
    }

    fn way_back(&mut self, note: usize, reference: usize, is_alone: bool) {
        let digits = self.shape.digits;
        let mut name = number(note + 1, digits);
        if reference > 1 {
            name = format!("{name}.{}", number(reference, digits));
        }
        let name = numbered(&self.labels.back, &name);
        self.out.push_str(if is_alone { "<a" } else { " <a" });
        self.attribute("href", &format!("#{}", self.reference_id(note, reference)));
        self.attribute("role", "doc-backlink");
        self.out.push('>');
        self.text(&name);
        self.out.push_str("</a>");
    }

    /// The id of the heading that comes next.
    fn heading_id(&self) -> String {
        self.shape.heading_ids.get(self.headings).map_or(String::new(), |id| self.prefixed(id))
    }

    fn top_heading(&mut self, heading: &'a Heading) {
        let id = self.heading_id();
        let step = (self.shape.steps && heading.level == 2 && !self.labels.step.is_empty())
            .then(|| numbered(&self.labels.step, &number(self.sections, self.shape.digits)));
        self.heading(heading, &id, step.as_deref());
        let before = std::mem::take(&mut self.out);
        self.inlines_in(Place::Contents, &heading.text);
        let text = std::mem::replace(&mut self.out, before);
        self.contents.push(TocEntry { level: heading.level, id, text });
        if let Some(Some(note)) = self.shape.section_notes.get(self.headings) {
            self.out.push_str(note);
            self.out.push('\n');
        }
        self.headings += 1;
    }

    fn heading(&mut self, heading: &'a Heading, id: &str, step: Option<&str>) {
        let level = heading.level.clamp(2, 6);
        self.out.push_str(&format!("<h{level}"));
        if !id.is_empty() {
            self.attribute("id", id);
        }
        self.out.push('>');
        if let Some(step) = step {
            self.out.push_str("<span class=\"step\">");
            self.text(step);
            self.out.push_str("</span> ");
        }
        self.inlines_in(Place::Heading, &heading.text);
        self.out.push_str(&format!("</h{level}>\n"));
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Heading(heading) => {
                let id = heading.id.as_deref().map(|id| self.prefixed(id)).unwrap_or_default();
                self.heading(heading, &id, None);
            }
            BlockKind::Paragraph(inlines) => self.paragraph(inlines),
            BlockKind::List(list) => self.list(list),
            BlockKind::Quote(blocks) => {
                self.out.push_str("<blockquote>\n");
                self.blocks(blocks);
                self.out.push_str("</blockquote>\n");
            }
            BlockKind::Callout(callout) => self.callout(callout),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Code(code) => self.code_block(code),
            BlockKind::Definitions(definitions) => self.definitions(definitions),
            BlockKind::Rule => self.out.push_str("<hr>\n"),
        }
    }

    fn paragraph(&mut self, inlines: &'a [Inline]) {
        let alone = alone(inlines);
        if let Some(InlineKind::Link { link, .. }) = alone
            && let Some(Target::Contact { card, .. }) = self.target(*link)
            && !card.is_empty()
        {
            self.out.push_str(card);
            self.out.push('\n');
        } else if let Some(InlineKind::Image { link, .. }) = alone
            && let Some(caption) = self.body.links.get(*link).and_then(|raw| raw.title.as_deref())
        {
            self.figure(inlines, caption);
        } else {
            self.out.push_str("<p>");
            self.together(&[inlines], |w| w.inlines(inlines));
            self.out.push_str("</p>\n");
        }
    }

    /// A picture alone in its paragraph: what the author wrote in quotes is its caption.
    fn figure(&mut self, image: &'a [Inline], caption: &str) {
        self.out.push_str("<figure>");
        self.inlines(image);
        self.out.push_str("<figcaption>");
        self.text(caption);
        self.out.push_str("</figcaption></figure>\n");
    }

    fn list(&mut self, list: &'a List) {
        let name = if list.start.is_some() { "ol" } else { "ul" };
        self.out.push_str(&format!("<{name}"));
        if let Some(start) = list.start.filter(|start| *start != 1) {
            self.attribute("start", &start.to_string());
        }
        self.out.push_str(">\n");
        for item in &list.items {
            self.out.push_str("<li>");
            self.flow(&item.blocks, list.tight);
            self.out.push_str("</li>\n");
        }
        self.out.push_str(&format!("</{name}>\n"));
    }

    /// Blocks inside an item; where it is tight, paragraphs are written as text alone.
    fn flow(&mut self, blocks: &'a [Block], tight: bool) {
        for (n, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(inlines) if tight => {
                    self.together(&[inlines], |w| w.inlines(inlines));
                    if n + 1 < blocks.len() {
                        self.out.push('\n');
                    }
                }
                _ => self.block(block),
            }
        }
        self.trim_line_end();
    }

    /// Saves the line break between the end of the last block and the end of what contains it.
    fn trim_line_end(&mut self) {
        if self.out.ends_with(">\n") {
            self.out.pop();
        }
    }

    /// A note with a label in words, since colour alone tells some readers nothing (WCAG 1.4.1). No landmark: there may be many.
    fn callout(&mut self, callout: &'a Callout) {
        self.callouts += 1;
        let (id, name, labels) = (self.id("callout", self.callouts), callout.kind.name(), self.labels);
        let label = labels.callouts.get(&callout.kind).map_or(name, String::as_str);
        self.out.push_str(&format!("<div class=\"callout callout-{name}\" role=\"note\""));
        self.attribute("aria-labelledby", &id);
        self.out.push_str(">\n<div class=\"callout-label\"");
        self.attribute("id", &id);
        self.out.push('>');
        self.text(label);
        self.out.push_str("</div>\n");
        self.blocks(&callout.blocks);
        self.out.push_str("</div>\n");
    }

    /// A table in a box that scrolls: focusable, so that a keyboard can scroll it, and named. A group and no region, since each region
    /// is a landmark, and landmarks of one name are a fault.
    fn table(&mut self, table: &'a Table) {
        self.tables += 1;
        let id = self.id("table", self.tables);
        self.out.push_str("<div class=\"table\" role=\"group\" tabindex=\"0\"");
        match table.caption {
            Some(_) => self.attribute("aria-labelledby", &id),
            None => self.attribute("aria-label", &numbered(&self.labels.table, &number(self.tables, self.shape.digits))),
        }
        self.out.push_str("><table>\n");
        if let Some(caption) = &table.caption {
            self.out.push_str("<caption");
            self.attribute("id", &id);
            self.out.push('>');
            self.inlines(caption);
            self.out.push_str("</caption>\n");
        }
        self.out.push_str("<thead>\n");
        self.row(&table.head, &table.align, |_| Some("col"));
        self.out.push_str("</thead>\n<tbody>\n");
        for row in &table.rows {
            let texts: Vec<&[Inline]> = row.iter().map(|cell| cell.text.as_slice()).collect();
            let scope = |column| (table.row_headers && column == 0).then_some("row");
            self.together(&texts, |w| w.row(row, &table.align, scope));
        }
        self.out.push_str("</tbody>\n</table></div>\n");
    }

    fn row(&mut self, cells: &'a [Cell], align: &[Align], scope: impl Fn(usize) -> Option<&'static str>) {
        self.out.push_str("<tr>");
        for (column, cell) in cells.iter().enumerate() {
            // An empty cell heads nothing (axe: `empty-table-header`).
            let scope = scope(column).filter(|_| !cell.text.is_empty());
            let name = if scope.is_some() { "th" } else { "td" };
            self.out.push_str(&format!("<{name}"));
            if let Some(scope) = scope {
                self.attribute("scope", scope);
            }
            match align.get(column) {
                Some(Align::Center) => self.attribute("class", "center"),
                Some(Align::End) => self.attribute("class", "end"),
                Some(Align::None | Align::Start) | None => {}
            }
            self.out.push('>');
            self.inlines(if scope.is_some() { without_strong(&cell.text) } else { &cell.text });
            self.out.push_str(&format!("</{name}>"));
        }
        self.out.push_str("</tr>\n");
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        self.out.push_str("<dl>\n");
        for definition in definitions {
            self.out.push_str("<div><dt>");
            self.inlines(&definition.term);
            self.out.push_str("</dt>");
            for description in &definition.descriptions {
                self.out.push_str("<dd>");
                self.flow(description, description.len() == 1);
                self.out.push_str("</dd>");
            }
            self.out.push_str("</div>\n");
        }
        self.out.push_str("</dl>\n");
    }

    fn code_block(&mut self, code: &'a CodeBlock) {
        self.code_blocks += 1;
        let highlighted = code.language.as_deref().and_then(|language| highlight::highlight(&code.text, language));
        self.out.push_str("<pre tabindex=\"0\" role=\"group\"");
        self.attribute("aria-label", &numbered(&self.labels.code, &number(self.code_blocks, self.shape.digits)));
        if self.shape.direction == Direction::Rtl {
            self.attribute("dir", "ltr");
        }
        self.out.push_str("><code>");
        self.has_code |= highlighted.is_some();
        self.out.push_str(&highlighted.unwrap_or_else(|| crate::markup::text_escaped(&code.text)));
        self.out.push_str("</code></pre>\n");
    }
}

/// A label with its number: in the place of `{n}`, or after it.
fn numbered(label: &str, number: &str) -> String {
    if label.contains("{n}") { label.replace("{n}", number) } else { format!("{label} {number}").trim_start().to_string() }
}

/// The only inline there is, spaces aside.
fn alone(inlines: &[Inline]) -> Option<&InlineKind> {
    let is_blank = |inline: &&Inline| match &inline.kind {
        InlineKind::Text(text) => text.trim().is_empty(),
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        InlineKind::Code(_)
        | InlineKind::Emphasis(_)
        | InlineKind::Strong(_)
        | InlineKind::Link { .. }
        | InlineKind::Image { .. }
        | InlineKind::Footnote(_) => false,
    };
    let mut rest = inlines.iter().filter(|inline| !is_blank(inline));
    rest.next().filter(|_| rest.next().is_none()).map(|inline| &inline.kind)
}

/// Header cells are bold by themselves.
fn without_strong(text: &[Inline]) -> &[Inline] {
    match text {
        [Inline { kind: InlineKind::Strong(inner), .. }] => inner,
        _ => text,
    }
}
