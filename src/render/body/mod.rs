//! The body tree as HTML: escaped, isolated by direction, the same bytes every time.
//!
//! Knows neither the site nor the theme: what each link leads to comes as a list of `Target`s beside `Body::links`, what is said in
//! words as `Labels`. Does not judge the text (`check` does) and writes no `style` attributes and no scripts.

mod blocks;
mod inlines;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::model::{ArticleRef, Block, BlockKind, Body, CalloutKind, Digits, Direction};

use inlines::Writer;

/// What one of `Body::links` becomes in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Page {
        href: String,
        /// Set where the page exists in another language only.
        borrowed: Option<BorrowedNote>,
    },
    /// Another site. Nothing is ever loaded from it: an image becomes a link.
    External { href: String },
    /// A file of the portal to download.
    Asset {
        href: String,
        /// What it is: "PDF, 120 KB, 4 pages".
        label: Option<String>,
    },
    /// A picture of the portal.
    Picture {
        picture: Arc<Picture>,
        /// Where it is loaded only when the reader asks: what is said of it until then, "Show the picture (30 KB)".
        tap: Option<String>,
    },
    /// A value from the register, which replaces the written text.
    Fact {
        id: String,
        text: String,
        /// Its article, shown at the first use of the fact where the text beside it does not cite the same.
        cite: Option<Citation>,
    },
    /// An article on the page of laws. The written text is kept.
    Law { href: String },
    Term {
        id: String,
        href: String,
        /// The word on the reader's papers, shown at the first use of the term. None in a Turkish body.
        turkish: Option<String>,
    },
    Contact {
        /// `tel:…`, or a page where there is no number.
        href: String,
        /// As shown; empty where there is none.
        number: String,
        /// Stands in for an empty link text.
        name: String,
        /// HTML that replaces a paragraph of this link alone.
        card: Arc<str>,
    },
    /// No link: a run of text in another language.
    Language { tag: String, direction: Direction },
    /// A broken link: its text alone.
    Text,
}

/// A picture in all its sizes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// Type and `srcset` of each better format.
    pub sources: Vec<(&'static str, String)>,
    /// The file that every browser can show, and what it weighs.
    pub src: String,
    pub bytes: usize,
    /// In CSS pixels.
    pub width: u32,
    pub height: u32,
}

/// Says of a link that its page is in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BorrowedNote {
    /// The language of the page, as in `hreflang`.
    pub tag: String,
    /// The same in words, in the reader's language.
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    pub article: ArticleRef,
    pub href: String,
    pub text: String,
}

/// The words that are added to a body, in the body's language. Where a number belongs to one it takes the place of `{n}`, or follows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    pub callouts: BTreeMap<CalloutKind, String>,
    /// Heading of the footnotes: "Notes".
    pub footnotes: String,
    /// The way back from a footnote, numbered since two links of one name must not lead to two places (WCAG 2.4.9).
    pub back: String,
    /// "Step {n}". Empty for no visible number.
    pub step: String,
    /// The name of a table without a caption: "Table {n}".
    pub table: String,
    /// The name of a code block, which can be scrolled and so needs one: "Code {n}".
    pub code: String,
}

/// How one body is to be written.
#[derive(Debug, Clone, Copy)]
pub struct Shape<'a> {
    /// BCP 47 tag of the body's own language, which is not marked inside it.
    pub language: &'a str,
    pub direction: Direction,
    pub digits: Digits,
    /// Every second-level heading opens a numbered step.
    pub steps: bool,
    /// The id of each heading, in order.
    pub heading_ids: &'a [String],
    /// HTML to insert after the heading of the same number, such as a notice that the section is outdated. May be shorter.
    pub section_notes: &'a [Option<String>],
    /// HTML to show in place of what follows each heading: first that of the text before all headings, then by heading. May be shorter.
    pub instead: &'a [Option<String>],
    /// Put before every id, and into links to them, where a page shows several bodies. Empty for one.
    pub id_prefix: &'a str,
}

/// A body as HTML, in the pieces that templates place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyHtml {
    /// All before the first second-level heading.
    pub lead: String,
    pub sections: Vec<SectionHtml>,
    /// The footnotes, or nothing.
    pub footnotes: String,
    /// All of it in order.
    pub html: String,
    pub contents: Vec<TocEntry>,
    /// Whether the page needs `highlight::css`.
    pub has_code: bool,
}

/// A second-level heading and what follows up to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionHtml {
    pub id: String,
    pub html: String,
}

/// A heading as the table of contents shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TocEntry {
    pub level: u8,
    pub id: String,
    /// HTML without links, ids and notes: fit to stand inside a link.
    pub text: String,
}

/// Writes a body. `targets` answers to `body.links`; a link without a target is written as its text.
pub fn html(body: &Body, targets: &[Target], labels: &Labels, shape: &Shape<'_>) -> BodyHtml {
    let mut writer = Writer::new(body, targets, labels, shape);
    let mut parts = split(&body.blocks);
    let lead = writer.part(parts.remove(0));
    let sections: Vec<SectionHtml> = parts.into_iter().map(|blocks| writer.section(blocks)).collect();
    let footnotes = writer.footnotes();
    let html = whole(&lead, &sections, &footnotes, shape.steps);
    BodyHtml { lead, sections, footnotes, html, contents: writer.contents, has_code: writer.has_code }
}

/// Some blocks of a body alone, with the footnotes they refer to.
pub fn excerpt(body: &Body, targets: &[Target], labels: &Labels, shape: &Shape<'_>, blocks: &[Block]) -> String {
    let mut writer = Writer::new(body, targets, labels, shape);
    let html = writer.part(blocks);
    if writer.references.iter().all(|count| *count == 0) { html } else { html + &writer.footnotes() }
}

/// The blocks before the first second-level heading, then those of each such heading.
fn split(blocks: &[Block]) -> Vec<&[Block]> {
    let opens = |block: &Block| matches!(&block.kind, BlockKind::Heading(heading) if heading.level == 2);
    let mut starts = vec![0];
    starts.extend(blocks.iter().enumerate().filter(|(_, block)| opens(block)).map(|(n, _)| n));
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    starts.iter().zip(ends).map(|(start, end)| &blocks[*start..end]).collect()
}

fn whole(lead: &str, sections: &[SectionHtml], footnotes: &str, steps: bool) -> String {
    let mut html = lead.to_string();
    if steps && !sections.is_empty() {
        html.push_str("<ol class=\"steps\">\n");
        for section in sections {
            html.push_str("<li>");
            html.push_str(section.html.trim_end());
            html.push_str("</li>\n");
        }
        html.push_str("</ol>\n");
    } else {
        html.extend(sections.iter().map(|section| section.html.as_str()));
    }
    html.push_str(footnotes);
    html
}
