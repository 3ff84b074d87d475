//! The body of a document: our own owned tree of blocks and inlines, each with the place it was written at.
//!
//! Contents, checks, search, freshness and HTML all walk this tree; nothing else of dalil knows Markdown. Links are kept in one list,
//! `Body::links`, and the tree refers to them by number, so that resolving gives a second list and leaves the tree as it is.

use crate::diagnostic::Span;

/// A parsed Markdown text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    pub blocks: Vec<Block>,
    /// Footnotes in the order of their first reference.
    pub footnotes: Vec<Footnote>,
    /// Every link and image target in source order; `Inline::Link` and `Inline::Image` hold indices into it.
    pub links: Vec<RawLink>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub span: Span,
    pub kind: BlockKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    Heading(Heading),
    Paragraph(Vec<Inline>),
    List(List),
    Quote(Vec<Block>),
    Callout(Callout),
    Table(Table),
    Code(CodeBlock),
    Definitions(Vec<Definition>),
    Rule,
}

/// A heading below the page's title: levels 2 to 6.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    pub level: u8,
    /// The `{#id}` as written. Headings without one get theirs in `resolve`.
    pub id: Option<String>,
    /// Position among the headings of the body: the index into `Edition::heading_ids`.
    pub index: usize,
    pub text: Vec<Inline>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// Items without blank lines between them: rendered without paragraphs.
    pub tight: bool,
    pub items: Vec<ListItem>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    pub span: Span,
    pub blocks: Vec<Block>,
}

/// A block quote that opens with `[!KIND]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callout {
    pub kind: CalloutKind,
    pub blocks: Vec<Block>,
}

/// The five kinds of GitHub Flavored Markdown alerts, and four of our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CalloutKind {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
    /// A time limit and what follows from missing it.
    Deadline,
    /// What must be done at once.
    Urgent,
    /// What nobody may refuse the reader.
    Right,
    /// How not to be put in danger, for instance by the page itself.
    Safety,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The wholly emphasised paragraph directly before the table.
    pub caption: Option<Vec<Inline>>,
    pub align: Vec<Align>,
    pub head: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
    /// Whether the first column's cells are all strong, and so head their rows.
    pub row_headers: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    None,
    Start,
    Center,
    End,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub span: Span,
    pub text: Vec<Inline>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeBlock {
    /// The first word of the fence's info string.
    pub language: Option<String>,
    pub text: String,
}

/// A term with what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    pub term: Vec<Inline>,
    pub descriptions: Vec<Vec<Block>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    pub label: String,
    pub span: Span,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    pub span: Span,
    pub kind: InlineKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InlineKind {
    Text(String),
    Code(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    /// `link` is an index into `Body::links`.
    Link {
        link: usize,
        text: Vec<Inline>,
    },
    Image {
        link: usize,
        alt: String,
    },
    /// An index into `Body::footnotes`.
    Footnote(usize),
    SoftBreak,
    HardBreak,
}

/// A link as written, understood from the one file alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawLink {
    /// The whole link.
    pub span: Span,
    pub target: RawTarget,
    /// The title in quotes, if any.
    pub title: Option<String>,
    /// Set for a picture.
    pub image: Option<Loading>,
}

/// When a picture is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// As the portal has it for all pictures.
    Usual,
    /// `card.jpg#tap`: when the reader asks for it.
    OnDemand,
    /// `card.jpg#show`: as the reader comes near it.
    Nearby,
}

/// What a link's destination says before anything else is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawTarget {
    /// `../guides/appeal.md#when`: a Markdown file relative to the document, and an anchor in it.
    File { path: String, fragment: Option<String> },
    /// `#when`: an anchor in the same page.
    Fragment(String),
    /// `../../assets/form.pdf`: any other relative path.
    Asset(String),
    /// `fact:`, `law:`, `term:`, `contact:`: a record of a register.
    Record { register: Register, id: String },
    /// `lang:tr`: no link at all, but text in another language. Holds the tag or path as written.
    Language(String),
    /// `https:`, `mailto:`, `tel:` and `sms:`, as written.
    External(String),
}

/// The registers that prose can refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Register {
    Fact,
    Law,
    Term,
    Contact,
}

impl Register {
    pub const ALL: [Register; 4] = [Register::Fact, Register::Law, Register::Term, Register::Contact];

    /// The scheme of its links.
    pub fn scheme(self) -> &'static str {
        match self {
            Register::Fact => "fact",
            Register::Law => "law",
            Register::Term => "term",
            Register::Contact => "contact",
        }
    }

    /// The file its records are in.
    pub fn file(self) -> &'static str {
        match self {
            Register::Fact => "content/registers/facts.yaml",
            Register::Law => "content/registers/laws.yaml",
            Register::Term => "content/registers/terms.yaml",
            Register::Contact => "content/registers/contacts.yaml",
        }
    }
}

impl CalloutKind {
    pub const ALL: [CalloutKind; 9] = [
        CalloutKind::Note,
        CalloutKind::Tip,
        CalloutKind::Important,
        CalloutKind::Warning,
        CalloutKind::Caution,
        CalloutKind::Deadline,
        CalloutKind::Urgent,
        CalloutKind::Right,
        CalloutKind::Safety,
    ];

    /// Its name in lower case: the class in HTML and the key of its label in the interface strings. The marker is this in capitals.
    pub fn name(self) -> &'static str {
        match self {
            CalloutKind::Note => "note",
            CalloutKind::Tip => "tip",
            CalloutKind::Important => "important",
            CalloutKind::Warning => "warning",
            CalloutKind::Caution => "caution",
            CalloutKind::Deadline => "deadline",
            CalloutKind::Urgent => "urgent",
            CalloutKind::Right => "right",
            CalloutKind::Safety => "safety",
        }
    }
}

impl Body {
    /// The words of the first paragraph that does not stand in a box or list.
    pub fn first_paragraph(&self) -> Option<String> {
        self.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Paragraph(text) => Some(plain_text(text)),
            _ => None,
        })
    }

    /// The headings in order, as given by `Heading::index`.
    pub fn headings(&self) -> impl Iterator<Item = (&Block, &Heading)> {
        self.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Heading(heading) => Some((block, heading)),
            _ => None,
        })
    }
}

/// The text of inlines without markup, as a reader hears it. Soft and hard breaks are spaces; footnote marks are left out.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain_text(inlines, &mut text);
    text
}

fn push_plain_text(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::Emphasis(inner) | InlineKind::Strong(inner) | InlineKind::Link { text: inner, .. } => push_plain_text(inner, out),
            InlineKind::Image { alt, .. } => out.push_str(alt),
            InlineKind::Footnote(_) => {}
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
        }
    }
}
