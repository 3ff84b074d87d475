//! The normalised text of a section and its digest, which a translation pins; and what has changed since.
//!
//! Re-wrapping, emphasis, quotation marks, list markers, marks of language and other ways of writing a link to the same page change
//! nothing. A word, a number, a date, a reference, an added or removed list item does.

use std::collections::BTreeSet;

use super::sections::{Section, sections};
use crate::digest::hex;
use crate::model::{
    Block, BlockKind, CalloutKind, Cell, Edition, Freshness, FrontMatter, Inline, InlineKind, LEAD, Link, PageFields, Registers,
    SectionChange, Spanned, StaleSection,
};

/// A section of an original as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionDigest {
    pub id: String,
    /// `PIN_DIGITS` hexadecimal digits: enough that an edit keeps a digest once in four thousand million times.
    pub digest: String,
    pub critical: bool,
}

/// How many digits of SHA-256 a pin has.
pub const PIN_DIGITS: usize = 8;

/// What shows that a sum of money stands in a text, in the languages that originals are written in.
const MONEY: [&str; 8] = ["₺", "€", "$", " TL", "lira", "USD", "EUR", "euro"];

/// The digest of every section of an original. Title, summary and the other words of the front matter belong to the lead.
pub fn digests(original: &Edition, fields: &PageFields, registers: &Registers) -> Vec<SectionDigest> {
    let digest = |section: Section<'_>| {
        let mut text = Normal { edition: original, out: String::new(), critical: false, registers };
        if section.id == LEAD {
            text.critical = !fields.deadlines.is_empty();
            own_words(&original.document.front).for_each(|words| text.line(words));
        }
        text.inlines(section.title);
        text.end_line();
        text.blocks(section.blocks);
        let critical = text.critical || MONEY.iter().any(|sign| has_amount(&text.out, sign));
        SectionDigest { id: section.id.to_string(), digest: pin(&text.out), critical }
    };
    sections(original).into_iter().map(digest).collect()
}

/// The digest of a normalised text. It begins with a letter, since YAML reads `8658e327` as a number too great to hold.
fn pin(text: &str) -> String {
    let hex = hex(text.as_bytes());
    let first = hex.bytes().next().map_or('a', |byte| char::from(b'a' + byte % 6));
    std::iter::once(first).chain(hex.chars().skip(1).take(PIN_DIGITS - 1)).collect()
}

/// The words that an edition has in its front matter, for readers.
pub(super) fn own_words(front: &FrontMatter) -> impl Iterator<Item = &Spanned<String>> {
    let optional = [&front.summary, &front.menu, &front.dateline, &front.venue, &front.expected, &front.participants];
    std::iter::once(&front.title).chain(optional.into_iter().flatten())
}

/// What has happened to the original since it had the pinned digests. A section that only got another id has not changed.
pub fn freshness(pins: &[(Spanned<String>, Spanned<String>)], now: &[SectionDigest]) -> Freshness {
    if pins.is_empty() {
        return Freshness::Unpinned;
    }
    let ids: BTreeSet<&str> = now.iter().map(|section| section.id.as_str()).collect();
    let digests: BTreeSet<&str> = now.iter().map(|section| section.digest.as_str()).collect();
    let gone: Vec<_> = pins.iter().filter(|(id, _)| !ids.contains(id.as_str())).collect();
    let change = |section: &SectionDigest| match pins.iter().find(|(id, _)| id.value == section.id) {
        Some((_, pin)) => (pin.value != section.digest).then_some(SectionChange::Changed),
        None if gone.iter().any(|(_, pin)| pin.value == section.digest) => None,
        None => Some(SectionChange::Added),
    };
    let stale =
        |section: &SectionDigest| change(section).map(|change| StaleSection { id: section.id.clone(), change, critical: section.critical });
    let removed = gone.iter().filter(|(_, pin)| !digests.contains(pin.as_str()));
    let removed = removed.map(|(id, _)| StaleSection { id: id.value.clone(), change: SectionChange::Removed, critical: false });
    Freshness::Pinned(now.iter().filter_map(stale).chain(removed).collect())
}

/// Writes a section in the form in which only what matters is left.
struct Normal<'a> {
    edition: &'a Edition,
    out: String,
    critical: bool,
    registers: &'a Registers,
}

impl<'a> Normal<'a> {
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
                    self.line("•");
                    self.blocks(&item.blocks);
                }
            }
            BlockKind::Quote(blocks) => self.blocks(blocks),
            BlockKind::Callout(callout) => {
                self.critical |= callout.kind == CalloutKind::Deadline;
                self.line(callout.kind.name());
                self.blocks(&callout.blocks);
            }
            BlockKind::Table(table) => {
                table.caption.iter().for_each(|caption| self.text(caption));
                self.row(&table.head);
                table.rows.iter().for_each(|row| self.row(row));
            }
            BlockKind::Code(code) => self.line(&code.text),
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    self.text(&definition.term);
                    definition.descriptions.iter().for_each(|blocks| self.blocks(blocks));
                }
            }
            BlockKind::Rule => {}
        }
    }

    fn row(&mut self, cells: &'a [Cell]) {
        for cell in cells {
            self.out.push('|');
            self.inlines(&cell.text);
        }
        self.end_line();
    }

    fn text(&mut self, inlines: &'a [Inline]) {
        self.inlines(inlines);
        self.end_line();
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) => self.words(text),
                InlineKind::Emphasis(inner) | InlineKind::Strong(inner) => self.inlines(inner),
                InlineKind::Link { link, text } => self.link(*link, text),
                InlineKind::Image { link, alt } => {
                    self.words(alt);
                    self.target(*link);
                }
                InlineKind::Footnote(note) => {
                    self.out.push_str("[^");
                    let note = self.edition.document.body.footnotes.get(*note);
                    note.iter().for_each(|note| self.blocks(&note.blocks));
                    self.out.push(']');
                }
                InlineKind::SoftBreak | InlineKind::HardBreak => self.words(" "),
            }
        }
    }

    /// A fact's written text is replaced by the register's, so that only the reference counts.
    fn link(&mut self, link: usize, text: &'a [Inline]) {
        if !matches!(self.edition.links.get(link), Some(Link::Fact(_))) {
            self.inlines(text);
        }
        self.target(link);
    }

    fn target(&mut self, link: usize) {
        let target = match self.edition.links.get(link) {
            Some(Link::Page { key, .. }) => format!("page:{key}"),
            Some(Link::Asset(path)) => path.to_string(),
            Some(Link::Fact(id)) => format!("fact:{id}"),
            Some(Link::Law { law, article }) => format!("law:{law}/{}", article.as_deref().unwrap_or_default()),
            Some(Link::Term(id)) => format!("term:{id}"),
            Some(Link::Contact(id)) => format!("contact:{id}"),
            Some(Link::External(url)) => url.clone(),
            Some(Link::Fragment(_) | Link::Language(_) | Link::Broken) | None => return,
        };
        self.critical |= self.edition.links.get(link).is_some_and(|link| is_critical(link, self.registers));
        self.out.push_str(&format!("<{target}>"));
    }

    fn line(&mut self, text: &str) {
        self.words(text);
        self.end_line();
    }

    fn end_line(&mut self) {
        let kept = self.out.trim_end().len();
        self.out.truncate(kept);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// Text with one space for any white space and one kind of quotation mark.
    fn words(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                c if c.is_whitespace() && self.out.ends_with([' ', '\n']) => {}
                c if c.is_whitespace() => self.out.push(' '),
                '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' => self.out.push('"'),
                '‘' | '’' | '‚' | '‛' => self.out.push('\''),
                c => self.out.push(c),
            }
        }
    }
}

/// Whether missing a change here can cost the reader a right: a period, a number to call, or an article that sets a time limit, which is
/// how the way to a court is cited.
fn is_critical(link: &Link, registers: &Registers) -> bool {
    match link {
        Link::Fact(_) | Link::Contact(_) => true,
        Link::External(url) => url.starts_with("tel:") || url.starts_with("sms:"),
        Link::Law { law, article } => {
            let mut limits = registers.facts.iter().filter_map(|(_, fact)| fact.law.as_ref());
            limits.any(|limit| limit.law == *law && limit.article == *article)
        }
        Link::Page { .. } | Link::Fragment(_) | Link::Asset(_) | Link::Term(_) | Link::Language(_) | Link::Broken => false,
    }
}

/// Whether a sign of money stands beside a digit.
fn has_amount(text: &str, sign: &str) -> bool {
    text.match_indices(sign).any(|(at, _)| {
        let before = text[..at].trim_end().ends_with(|c: char| c.is_ascii_digit());
        let after = text[at + sign.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
        before || after
    })
}
