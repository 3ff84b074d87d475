//! Reads one HTML file and keeps what verification needs. The only user of html5ever.
//!
//! Tokens suffice, since little here depends on nesting; the tree is left to the Nu HTML checker.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

use super::address::{Address, Addresses, Written};
use super::isolation::Directions;
use super::links::Role;
use super::policy::{Inline, InlineKind};
use super::weight;
use super::{Fault, Rules, stylesheet};
use crate::digest::csp_hash;
use crate::weigh::Scales;

/// What one page says, and what is wrong with it in itself.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// The `lang` of `<html>`; empty where there is none.
    pub(super) language: Box<str>,
    pub(super) alternates: Vec<Alternate>,
    pub(super) canonical: Option<Arc<Written>>,
    /// Addresses outside the page, each once, in no order.
    pub(super) addresses: Box<[(Arc<Written>, Role)]>,
    pub(super) inline: Vec<Inline>,
    pub(super) faults: Vec<Fault>,
    /// Whether its `<body>` says that it must not be seen to have been read.
    pub(super) is_sensitive: bool,
    /// What a browser loads at once with the page, pictures excepted: scripts, icons, style sheets.
    pub(super) at_once: Vec<Arc<Written>>,
    /// What the document weighs as it is sent.
    pub(super) sent: usize,
    /// The document's weight in brotli, or an upper bound of it below the budget.
    pub(super) at_most: usize,
    /// The same of the style written into it.
    pub(super) style: usize,
    /// In order.
    ids: Box<[Box<str>]>,
}

/// `<link rel="alternate" hreflang="…">`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alternate {
    pub(super) language: Box<str>,
    pub(super) edition: Arc<Written>,
}

/// Attributes that name ids of the same page, as lists parted by spaces.
const REFERENCES: [&str; 9] =
    ["aria-labelledby", "aria-describedby", "aria-details", "aria-controls", "aria-owns", "for", "headers", "list", "popovertarget"];
/// Link types that make the browser connect somewhere.
const LOADING: [&str; 11] = [
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "mask-icon",
    "manifest",
    "preload",
    "prefetch",
    "modulepreload",
    "preconnect",
    "dns-prefetch",
    "prerender",
];
/// More would only repeat the first.
const MOST_SYNTAX_ERRORS: usize = 5;

/// Reads a page and weighs it.
pub(super) fn survey(bytes: &[u8], rules: &Rules<'_>, scales: &Scales, addresses: &Addresses) -> Survey {
    let Ok(html) = std::str::from_utf8(bytes) else {
        let fault = Fault::new("encoding", "the page is not UTF-8", "save templates and texts as UTF-8");
        return Survey { faults: vec![fault], ..Survey::default() };
    };
    let mut survey = tokenized(html, Reader::new(rules.base_url, addresses)).finish();
    let style = survey.inline.iter().find(|inline| inline.kind == InlineKind::Style);
    let parts = style.zip(weight::around_style(html)).map(|(inline, parts)| (inline.hash.as_str(), parts));
    survey.style = parts.map_or(0, |(hash, (_, style, _))| weight::style(hash, style, rules.budgets.style, scales));
    survey.sent = weight::as_sent(html, parts, scales);
    survey.at_most = weight::at_most(html, survey.sent, rules.budgets.document);
    if survey.at_most > rules.budgets.document {
        survey.faults.push(weight::too_heavy(html, survey.at_most, rules.budgets.document));
    }
    survey
}

impl Survey {
    /// Whether a fragment leads somewhere. An empty one and `top` always do (HTML §7.4.6.4).
    pub(super) fn has_id(&self, fragment: &str) -> bool {
        fragment.is_empty() || self.ids.binary_search_by(|id| (**id).cmp(fragment)).is_ok() || fragment.eq_ignore_ascii_case("top")
    }
}

/// Takes tokens one by one.
trait Listener {
    fn start(&mut self, tag: &Tag);
    fn end(&mut self, name: &str);
    fn text(&mut self, text: &StrTendril);
    fn error(&mut self, message: &str, line: u64);
}

struct Sink<L>(RefCell<L>);

impl<L: Listener> TokenSink for Sink<L> {
    type Handle = ();

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
        let mut listener = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                listener.start(&tag);
                return raw_text(&tag.name);
            }
            Token::TagToken(tag) => listener.end(&tag.name),
            Token::CharacterTokens(text) => listener.text(&text),
            Token::ParseError(message) => listener.error(&message, line),
            Token::DoctypeToken(_) | Token::CommentToken(_) | Token::NullCharacterToken | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

/// How the content of an element is read where it is not markup (HTML §13.2.6.4.4).
fn raw_text(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "iframe" | "noembed" | "noframes" | "xmp" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

fn tokenized<L: Listener>(html: &str, listener: L) -> L {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink(RefCell::new(listener)), TokenizerOpts::default());
    while tokenizer.feed(&input) != html5ever::TokenizerResult::Done {}
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// Builds a survey.
struct Reader<'a> {
    base_url: &'a str,
    known: &'a Addresses,
    survey: Survey,
    /// By where each is kept, which is the same for equal ones.
    addresses: BTreeMap<usize, (Arc<Written>, Role)>,
    ids: BTreeSet<Box<str>>,
    /// Ids that attributes and links of the page refer to, with where.
    wanted: BTreeSet<(Box<str>, &'static str)>,
    /// The style or script being read, and its text.
    open: Option<(InlineKind, String)>,
    directions: Directions,
    syntax_errors: usize,
    has_root: bool,
}

impl<'a> Reader<'a> {
    fn new(base_url: &'a str, known: &'a Addresses) -> Reader<'a> {
        let (survey, addresses, ids, wanted, directions) = Default::default();
        Reader { base_url, known, survey, addresses, ids, wanted, open: None, directions, syntax_errors: 0, has_root: false }
    }

    fn finish(mut self) -> Survey {
        if !self.has_root {
            self.root(&[]);
        }
        self.survey.ids = std::mem::take(&mut self.ids).into_iter().collect();
        self.survey.addresses = std::mem::take(&mut self.addresses).into_values().collect();
        let missing: Vec<_> = self.wanted.iter().filter(|(id, _)| !self.survey.has_id(id)).collect();
        for (id, place) in missing {
            let message = format!("`{place}` refers to the id `{id}`, which the page does not have");
            let code = if *place == "href" { "broken-fragment" } else { "no-such-id" };
            self.survey.faults.push(Fault::new(code, message, "give an element of the page that id"));
        }
        self.survey
    }

    fn fault(&mut self, code: &'static str, message: impl Into<String>, help: &str) {
        self.survey.faults.push(Fault::new(code, message, help));
    }

    /// WCAG 3.1.1; direction belongs into the markup, since style can be off.
    fn root(&mut self, attributes: &[(&str, &str)]) {
        self.has_root = true;
        let value = |name: &str| attributes.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.trim());
        self.survey.language = value("lang").into();
        if value("lang").is_empty() {
            self.fault("no-language", "`<html>` has no `lang`", "write `<html lang=… dir=…>` in the theme's base template");
        }
        if !matches!(value("dir"), "ltr" | "rtl") {
            self.fault("no-language", "`<html>` has no `dir`", "write `dir=\"ltr\"` or `dir=\"rtl\"` in the theme's base template");
        }
    }

    fn attribute(&mut self, element: &str, name: &str, value: &str) {
        match name {
            "id" => self.id(value),
            "style" => {
                stylesheet::addresses(value).for_each(|address| self.address(address, Role::Resource));
                self.inline(InlineKind::StyleAttribute, value, format!("`style=\"{value}\"`"));
            }
            "href" | "xlink:href" if matches!(element, "a" | "area") => self.address(value, Role::Link),
            "href" | "xlink:href" if element != "link" => self.address(value, Role::Resource),
            "action" | "formaction" | "cite" => self.address(value, Role::Link),
            "src" | "poster" | "ping" => self.address(value, Role::Resource),
            "data" if element == "object" => self.address(value, Role::Resource),
            "srcset" | "imagesrcset" => {
                let candidates = value.split(", ").filter_map(|candidate| candidate.split_ascii_whitespace().next());
                candidates.for_each(|address| self.address(address, Role::Resource));
            }
            name if name.starts_with("on") => self.inline(InlineKind::Handler, value, format!("`{name}` on `<{element}>`")),
            name => {
                if let Some(name) = REFERENCES.iter().find(|known| **known == name) {
                    self.wanted.extend(value.split_ascii_whitespace().map(|id| (id.into(), *name)));
                }
            }
        }
    }

    fn id(&mut self, id: &str) {
        if !self.ids.insert(id.into()) {
            let message = format!("the id `{id}` is given twice");
            self.fault("duplicate-id", message, "ids name one place each: change one of the two");
        }
    }

    fn address(&mut self, written: &str, role: Role) {
        let written = self.known.read(written, self.base_url);
        match &written.address {
            Address::Here { fragment } => drop(self.wanted.insert((fragment.as_str().into(), "href"))),
            Address::Other => {}
            Address::Foreign if role == Role::Link => {}
            Address::Site { .. } | Address::Foreign | Address::Script | Address::Relative => {
                let (_, known) = self.addresses.entry(Arc::as_ptr(&written).addr()).or_insert((written, role));
                *known = role.max(*known);
            }
        }
    }

    fn inline(&mut self, kind: InlineKind, text: &str, name: String) {
        self.survey.inline.push(Inline { kind, hash: csp_hash(text), name });
    }

    fn link(&mut self, attributes: &[(&str, &str)]) {
        let value = |name: &str| attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let (rel, href) = (value("rel").unwrap_or_default().to_ascii_lowercase(), value("href").unwrap_or_default());
        let is = |kind: &str| rel.split_ascii_whitespace().any(|word| word == kind);
        let is_page = value("type").is_none_or(|kind| kind == "text/html");
        if let Some(language) = value("hreflang").filter(|_| is("alternate") && is_page && !is("stylesheet")) {
            let edition = self.known.read(href, self.base_url);
            return self.survey.alternates.push(Alternate { language: language.into(), edition });
        }
        if is("canonical") {
            self.survey.canonical = Some(self.known.read(href, self.base_url));
        }
        let loads = LOADING.iter().any(|kind| is(kind));
        if loads {
            self.survey.at_once.push(self.known.read(href, self.base_url));
        }
        self.address(href, if loads { Role::Resource } else { Role::Link });
    }

    /// WCAG 1.1.1; sizes keep the text from jumping when the picture arrives.
    fn image(&mut self, attributes: &[(&str, &str)]) {
        let value = |name: &str| attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let src = value("src").unwrap_or_default();
        if value("alt").is_none() {
            self.fault(
                "image-alt",
                format!("the image `{src}` has no `alt`"),
                "say what it shows, or write `alt=\"\"` if it shows nothing",
            );
        }
        if value("width").is_none() || value("height").is_none() {
            let help = "in a text, use a PNG, JPEG, WebP or GIF picture that opens in other programs; in a template, give both in pixels";
            self.fault("image-size", format!("the image `{src}` has no `width` and `height`"), help);
        }
    }
}

fn classes<'a>(attributes: &[(&str, &'a str)]) -> impl Iterator<Item = &'a str> {
    let class = attributes.iter().find(|(name, _)| *name == "class").map_or("", |(_, value)| *value);
    class.split_ascii_whitespace()
}

impl Listener for Reader<'_> {
    fn start(&mut self, tag: &Tag) {
        let attributes: Vec<(&str, &str)> = tag.attrs.iter().map(|a| (&*a.name.local, &*a.value)).collect();
        let element = &*tag.name;
        let dir = attributes.iter().find(|(name, _)| *name == "dir").map(|(_, value)| *value);
        self.directions.start(&tag.name, dir, tag.self_closing);
        match element {
            "html" => self.root(&attributes),
            "link" => self.link(&attributes),
            "img" => self.image(&attributes),
            "body" => self.survey.is_sensitive = classes(&attributes).any(|class| class == "sensitive"),
            "style" => self.open = Some((InlineKind::Style, String::new())),
            "script" if let Some((_, src)) = attributes.iter().find(|(name, _)| *name == "src") => {
                self.survey.at_once.push(self.known.read(src, self.base_url));
            }
            "script" if runs(&attributes) => self.open = Some((InlineKind::Script, String::new())),
            _ => {}
        }
        for (name, value) in attributes {
            self.attribute(element, name, value);
        }
    }

    fn end(&mut self, name: &str) {
        self.directions.end(name);
        if let Some((kind, text)) = self.open.take_if(|_| matches!(name, "style" | "script")) {
            if kind == InlineKind::Style {
                stylesheet::addresses(&text).for_each(|address| self.address(address, Role::Resource));
            }
            self.inline(kind, &text, format!("an inline `<{name}>`"));
        }
    }

    fn text(&mut self, text: &StrTendril) {
        if let Some(number) = self.directions.loose_number(text) {
            let message = format!("the number `{number}` stands in right-to-left text, where its parts change places");
            self.fault("loose-number", message, "in a template, write it in `<bdi dir=\"ltr\">`");
        }
        if let Some((_, open)) = &mut self.open {
            open.push_str(text);
        }
    }

    fn error(&mut self, message: &str, line: u64) {
        self.syntax_errors += 1;
        if self.syntax_errors <= MOST_SYNTAX_ERRORS {
            let message = format!("line {line} is not valid HTML: {}", message.to_lowercase());
            self.fault("markup", message, "correct the template that writes it");
        }
    }
}

/// Whether a script element holds code and not data (HTML §4.12.1.1): the policy looks at code alone.
fn runs(attributes: &[(&str, &str)]) -> bool {
    let value = |name: &str| attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.trim().to_ascii_lowercase());
    let kind = value("type").unwrap_or_default();
    let is_code = kind.is_empty() || kind.ends_with("javascript") || matches!(kind.as_str(), "module" | "importmap" | "speculationrules");
    value("src").is_none() && is_code
}
