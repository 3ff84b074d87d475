//! What a section says that must be the same in every language: numbers, dates, sums, phone numbers, addresses, references and shapes.
//!
//! Reads each in any system of digits, with the place it was written at. Whether two sections agree is for `parity`.

use super::flat::{Flat, Line};
use super::scan::{self, Found};
use super::sections::Section;
use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Cell, Date, Edition, Inline, InlineKind, LEAD, Link};

/// A fact with its place in the file. Ordered by kind, so that those of a kind stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub value: Value,
    /// As written.
    pub text: String,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Digits without separators.
    Number(String),
    Date(Date),
    /// A month, with its year where that stands beside it.
    Month(u8, Option<i32>),
    /// Digits, and the currency's ISO 4217 code.
    Amount(String, &'static str),
    /// Digits, with the plus sign of an international number.
    Phone(String),
    Email(String),
    Url(String),
    /// `fact:`, `term:`, `contact:` and the pages and files that links lead to.
    Reference(String),
    Article(String),
    Callout(&'static str),
    ListItem,
    /// Columns of a table and its rows.
    Table(usize, usize),
    Image(String),
    Footnote,
}

/// All facts of a section, in order, and its text without what registers say.
#[derive(Debug, Default)]
pub struct Facts {
    pub list: Vec<Fact>,
    /// In lower case, for number words.
    pub words: String,
}

/// The facts of a section. Those of the lead include the words of the front matter.
pub fn facts(edition: &Edition, section: &Section<'_>) -> Facts {
    let mut collector = Collector { edition, facts: Facts::default() };
    if section.id == LEAD {
        let front = &edition.document.front;
        super::digest::own_words(front).for_each(|words| collector.scan(&Flat::of(words, words.span)));
    }
    collector.text(section.title);
    collector.blocks(section.blocks);
    collector.facts
}

struct Collector<'a> {
    edition: &'a Edition,
    facts: Facts,
}

impl<'a> Collector<'a> {
    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Heading(heading) => self.text(&heading.text),
            BlockKind::Paragraph(text) => self.text(text),
            BlockKind::List(list) => {
                for item in &list.items {
                    self.add(Value::ListItem, "a list item", item.span);
                    self.blocks(&item.blocks);
                }
            }
            BlockKind::Quote(blocks) => self.blocks(blocks),
            BlockKind::Callout(callout) => {
                self.add(Value::Callout(callout.kind.name()), &format!("[!{}]", callout.kind.name().to_uppercase()), block.span);
                self.blocks(&callout.blocks);
            }
            BlockKind::Table(table) => {
                let size = (table.head.len(), table.rows.len());
                self.add(Value::Table(size.0, size.1), &format!("a table of {} columns and {} rows", size.0, size.1), block.span);
                table.caption.iter().for_each(|caption| self.text(caption));
                table.head.iter().chain(table.rows.iter().flatten()).for_each(|cell| self.cell(cell));
            }
            BlockKind::Code(code) => self.scan(&Flat::of(&code.text, block.span)),
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.text(&definition.term);
                    definition.descriptions.iter().for_each(|blocks| self.blocks(blocks));
                }
            }
            BlockKind::Rule => {}
        }
    }

    fn cell(&mut self, cell: &'a Cell) {
        self.text(&cell.text);
    }

    /// A run of text that a reader takes in as one.
    fn text(&mut self, inlines: &'a [Inline]) {
        let mut flat = Flat::default();
        self.flatten(inlines, &mut flat);
        self.scan(&flat);
    }

    fn flatten(&mut self, inlines: &'a [Inline], flat: &mut Flat) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) => flat.push(text, inline.span),
                InlineKind::Emphasis(inner) | InlineKind::Strong(inner) => self.flatten(inner, flat),
                InlineKind::SoftBreak | InlineKind::HardBreak => flat.push(" ", inline.span),
                InlineKind::Footnote(_) => {
                    self.add(Value::Footnote, "a footnote", inline.span);
                    // Keeps the numbers before and after apart.
                    flat.push("\u{2063}", inline.span);
                }
                InlineKind::Image { link, alt } => {
                    self.add(Value::Image(self.target(*link).unwrap_or_default()), "a picture", inline.span);
                    flat.push(alt, inline.span);
                }
                InlineKind::Link { link, text } => self.link(*link, text, inline.span, flat),
            }
        }
    }

    fn link(&mut self, link: usize, text: &'a [Inline], span: Span, flat: &mut Flat) {
        let value = match self.edition.links.get(link) {
            Some(Link::Law { law, article }) => Some(Value::Article(match article {
                Some(article) => format!("{law}/{article}"),
                None => law.clone(),
            })),
            Some(Link::External(url)) => Some(external(url)),
            _ => self.target(link).map(Value::Reference),
        };
        if let Some(value) = value {
            let written = match &value {
                Value::Article(id) => format!("law:{id}"),
                Value::Reference(id) | Value::Url(id) | Value::Email(id) | Value::Phone(id) => id.clone(),
                _ => String::new(),
            };
            self.add(value, &written, span);
        }
        // The register's value takes the place of a fact's written text.
        if matches!(self.edition.links.get(link), Some(Link::Fact(_))) {
            flat.push("\u{2063}", span);
        } else {
            self.flatten(text, flat);
        }
    }

    /// What a link leads to, the same in every language. Marks of language are each edition's own.
    fn target(&self, link: usize) -> Option<String> {
        Some(match self.edition.links.get(link)? {
            Link::Page { key, fragment: Some(fragment) } => format!("{key}#{fragment}"),
            Link::Page { key, fragment: None } => key.to_string(),
            Link::Fragment(id) => format!("#{id}"),
            Link::Asset(path) => path.to_string(),
            Link::Fact(id) => format!("fact:{id}"),
            Link::Law { law, article } => format!("law:{law}/{}", article.as_deref().unwrap_or_default()),
            Link::Term(id) => format!("term:{id}"),
            Link::Contact(id) => format!("contact:{id}"),
            Link::External(url) => url.clone(),
            Link::Language(_) | Link::Broken => return None,
        })
    }

    fn scan(&mut self, flat: &Flat) {
        let source = &self.edition.document.source;
        let line = Line::new(&flat.text);
        for Found { value, range } in scan::scan(&line) {
            let text = flat.text[range.clone()].trim().to_string();
            let span = flat.place(range, source);
            self.facts.list.push(Fact { value, text, span });
        }
        self.facts.words.push_str(&flat.text.to_lowercase());
        self.facts.words.push('\n');
    }

    fn add(&mut self, value: Value, text: &str, span: Span) {
        self.facts.list.push(Fact { value, text: text.to_string(), span });
    }
}

/// An address, without what differs where a site speaks several languages: the language in its path or host.
fn external(url: &str) -> Value {
    if let Some(address) = url.strip_prefix("mailto:") {
        return Value::Email(address.to_lowercase());
    }
    if let Some(number) = url.strip_prefix("tel:").or_else(|| url.strip_prefix("sms:")) {
        return Value::Phone(number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect());
    }
    Value::Url(url.to_string())
}
