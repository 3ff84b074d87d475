//! The writer's state, and what it does with text, emphasis, links, images and footnote marks.

use std::collections::BTreeSet;

use super::{Citation, Labels, Picture, Shape, Target, TocEntry};
use crate::i18n;
use crate::markup::{has_rtl, push_attribute, push_isolated, push_text};
use crate::model::{ArticleRef, Body, Digits, Direction, Inline, InlineKind, RawTarget, Register, plain_text};
use crate::render::phone::dial;

/// Writes one body from front to back, and remembers what a reader has already been told.
pub(super) struct Writer<'a> {
    pub(super) body: &'a Body,
    pub(super) labels: &'a Labels,
    pub(super) shape: &'a Shape<'a>,
    pub(super) out: String,
    pub(super) contents: Vec<TocEntry>,
    pub(super) has_code: bool,
    /// How many there were so far, for ids and names.
    pub(super) headings: usize,
    pub(super) sections: usize,
    pub(super) callouts: usize,
    pub(super) tables: usize,
    pub(super) code_blocks: usize,
    /// References written, for each footnote.
    pub(super) references: Vec<usize>,
    targets: &'a [Target],
    /// Of the text being written: differs from the body's inside a run of another language.
    direction: Direction,
    place: Place,
    in_link: bool,
    told: BTreeSet<(Told, &'a str)>,
    /// Articles that the author cites in the paragraph or row being written.
    cited: BTreeSet<ArticleRef>,
}

/// Where inlines stand, which decides how much is made of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Prose,
    /// Links, but neither articles nor Turkish words in brackets: they belong to the text below.
    Heading,
    /// An entry of the contents, itself a link: no links, ids or notes.
    Contents,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Article,
    TurkishWord,
}

const ELSEWHERE: &str = "external noopener";
/// How wide a picture stands: as the text column, which the theme ends at 40rem.
const SIZES: &str = "(max-width: 42rem) calc(100vw - 2rem), 40rem";

impl<'a> Writer<'a> {
    pub(super) fn new(body: &'a Body, targets: &'a [Target], labels: &'a Labels, shape: &'a Shape<'a>) -> Writer<'a> {
        Writer {
            body,
            labels,
            shape,
            out: String::new(),
            contents: Vec::new(),
            has_code: false,
            headings: 0,
            sections: 0,
            callouts: 0,
            tables: 0,
            code_blocks: 0,
            references: vec![0; body.footnotes.len()],
            targets,
            direction: shape.direction,
            place: Place::Prose,
            in_link: false,
            told: BTreeSet::new(),
            cited: BTreeSet::new(),
        }
    }

    pub(super) fn target(&self, link: usize) -> Option<&'a Target> {
        self.targets.get(link)
    }

    /// Writes what a reader takes in as one: there, an article that the author cites needs no second mention beside a fact.
    pub(super) fn together(&mut self, texts: &[&'a [Inline]], write: impl FnOnce(&mut Writer<'a>)) {
        let mut cited = BTreeSet::new();
        texts.iter().for_each(|text| self.collect_cited(text, &mut cited));
        let before = std::mem::replace(&mut self.cited, cited);
        write(self);
        self.cited = before;
    }

    fn collect_cited(&self, inlines: &[Inline], cited: &mut BTreeSet<ArticleRef>) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Link { link, text } => {
                    if let Some(RawTarget::Record { register: Register::Law, id }) = self.body.links.get(*link).map(|raw| &raw.target) {
                        cited.extend(ArticleRef::parse(id));
                    }
                    self.collect_cited(text, cited);
                }
                InlineKind::Emphasis(inner) | InlineKind::Strong(inner) => self.collect_cited(inner, cited),
                InlineKind::Text(_)
                | InlineKind::Code(_)
                | InlineKind::Image { .. }
                | InlineKind::Footnote(_)
                | InlineKind::SoftBreak
                | InlineKind::HardBreak => {}
            }
        }
    }

    /// Inlines as they stand in `place`.
    pub(super) fn inlines_in(&mut self, place: Place, inlines: &'a [Inline]) {
        let before = std::mem::replace(&mut self.place, place);
        self.inlines(inlines);
        self.place = before;
    }

    /// Neighbouring texts are written as one, since a line break or an escape in the source must not part a run.
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        let mut text = String::new();
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(more) => text.push_str(more),
                InlineKind::SoftBreak => text.push(' '),
                kind => {
                    self.text(&std::mem::take(&mut text));
                    self.inline(kind);
                }
            }
        }
        self.text(&text);
    }

    pub(super) fn text(&mut self, text: &str) {
        push_isolated(&mut self.out, text, self.direction);
    }

    fn inline(&mut self, kind: &'a InlineKind) {
        match kind {
            InlineKind::Text(text) => self.text(text),
            InlineKind::SoftBreak => self.out.push(' '),
            InlineKind::HardBreak if self.place == Place::Prose => self.out.push_str("<br>"),
            InlineKind::HardBreak => self.out.push(' '),
            InlineKind::Code(text) => self.code(text),
            InlineKind::Emphasis(inner) => self.element("em", inner),
            InlineKind::Strong(inner) => self.element("strong", inner),
            InlineKind::Link { link, text } => self.link(*link, text),
            InlineKind::Image { link, alt } => self.image(*link, alt),
            InlineKind::Footnote(note) => self.footnote_reference(*note),
        }
    }

    fn element(&mut self, name: &str, inner: &'a [Inline]) {
        self.out.push_str(&format!("<{name}>"));
        self.inlines(inner);
        self.out.push_str(&format!("</{name}>"));
    }

    /// Code reads from left to right unless it is itself in a right-to-left script. An element with `dir` is isolated by browsers.
    fn code(&mut self, text: &str) {
        self.out.push_str("<code");
        if has_rtl(text) {
            self.attribute("dir", "auto");
        } else if self.direction == Direction::Rtl {
            self.attribute("dir", "ltr");
        }
        self.out.push('>');
        push_text(&mut self.out, text);
        self.out.push_str("</code>");
    }

    fn link(&mut self, link: usize, text: &'a [Inline]) {
        let title = self.body.links.get(link).and_then(|raw| raw.title.as_deref());
        let titled = |href: &'a str| [("href", Some(href)), ("title", title)];
        match self.target(link).unwrap_or(&Target::Text) {
            Target::Text | Target::Picture { .. } => self.inlines(text),
            Target::Page { href, .. } if href.starts_with('#') => {
                let href = format!("#{}", self.prefixed(&href[1..]));
                self.anchor(&[("href", Some(&href)), ("title", title)], |w| w.inlines(text));
            }
            Target::Page { href, borrowed: None } => self.anchor(&titled(href), |w| w.inlines(text)),
            Target::Page { href, borrowed: Some(note) } => {
                let [href, title] = titled(href);
                self.anchor(&[href, ("hreflang", Some(&note.tag)), title], |w| w.annotated(text, &note.note));
            }
            Target::External { href } => {
                let [href, title] = titled(href);
                self.anchor(&[href, rel(&href), title], |w| w.inlines(text));
            }
            Target::Asset { href, label, .. } => {
                self.anchor(&titled(href), |w| w.annotated(text, label.as_deref().unwrap_or_default()));
            }
            Target::Fact { id, text, cite } => self.fact(id, text, cite.as_ref()),
            Target::Law { href } => self.anchor(&[("href", Some(href))], |w| w.inlines(text)),
            Target::Term { id, href, turkish } => self.term(id, href, turkish.as_deref(), text),
            Target::Contact { href, number, name, .. } => self.contact(href, number, name, text),
            Target::Language { tag, .. } if tag == self.shape.language => self.inlines(text),
            Target::Language { tag, direction } => self.in_language(tag, *direction, |w| w.inlines(text)),
        }
    }

    /// A link with the attributes that have a value; its content alone where a link may not stand.
    fn anchor(&mut self, attributes: &[(&str, Option<&str>)], content: impl FnOnce(&mut Writer<'a>)) {
        if self.in_link || self.place == Place::Contents {
            return content(self);
        }
        self.out.push_str("<a");
        for (name, value) in attributes.iter().filter_map(|(name, value)| value.map(|value| (name, value))) {
            self.attribute(name, value);
        }
        self.out.push('>');
        self.in_link = true;
        content(self);
        self.in_link = false;
        self.out.push_str("</a>");
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        push_attribute(&mut self.out, value);
        self.out.push('"');
    }

    /// Text with a remark in small letters, except in contents.
    fn annotated(&mut self, text: &'a [Inline], remark: &str) {
        self.inlines(text);
        if !remark.is_empty() && self.place != Place::Contents {
            self.out.push_str(" <small>(");
            self.text(remark);
            self.out.push_str(")</small>");
        }
    }

    fn fact(&mut self, id: &'a str, text: &str, cite: Option<&'a Citation>) {
        self.text(text);
        if let Some(cite) = cite
            && !self.cited.contains(&cite.article)
            && self.tells(Told::Article, id)
        {
            self.out.push_str(" (");
            self.anchor(&[("href", Some(&cite.href))], |w| w.text(&cite.text));
            self.out.push(')');
            self.cited.insert(cite.article.clone());
        }
    }

    fn term(&mut self, id: &'a str, href: &str, turkish: Option<&str>, text: &'a [Inline]) {
        let href = [("href", Some(href))];
        let Some(turkish) = turkish else { return self.anchor(&href, |w| w.inlines(text)) };
        let is_first = self.tells(Told::TurkishWord, id);
        if same_word(&plain_text(text), turkish) {
            return self.anchor(&href, |w| w.in_language("tr", Direction::Ltr, |w| w.inlines(text)));
        }
        self.anchor(&href, |w| w.inlines(text));
        if is_first {
            self.out.push_str(" (");
            self.in_language("tr", Direction::Ltr, |w| w.text(turkish));
            self.out.push(')');
        }
    }

    /// Whether a remark is due here, which it is once: the first time in prose outside links.
    fn tells(&mut self, told: Told, id: &'a str) -> bool {
        self.place == Place::Prose && !self.in_link && self.told.insert((told, id))
    }

    fn contact(&mut self, href: &str, number: &str, name: &str, text: &'a [Inline]) {
        let written = plain_text(text);
        self.anchor(&[("href", Some(href))], |w| {
            if written.trim().is_empty() {
                w.text(name);
            } else {
                w.inlines(text);
            }
            if !number.is_empty() && !dial(&written).contains(&dial(number)) && w.place != Place::Contents {
                w.out.push_str(" <bdi dir=\"ltr\">");
                push_text(&mut w.out, number);
                w.out.push_str("</bdi>");
            }
        });
    }

    fn in_language(&mut self, tag: &str, direction: Direction, content: impl FnOnce(&mut Writer<'a>)) {
        self.out.push_str("<bdi");
        self.attribute("lang", tag);
        self.attribute("dir", direction.as_str());
        self.out.push('>');
        let before = std::mem::replace(&mut self.direction, direction);
        content(self);
        self.direction = before;
        self.out.push_str("</bdi>");
    }

    /// A picture of the portal's own. One of another site is not loaded but linked.
    fn image(&mut self, link: usize, alt: &str) {
        match self.target(link) {
            Some(Target::Picture { picture, tap: Some(label) }) if self.place == Place::Prose && !self.in_link => {
                self.on_demand(picture, label, alt);
            }
            Some(Target::Picture { picture, .. }) if self.place != Place::Contents => self.picture(picture, alt),
            Some(Target::External { href }) => {
                let href = ("href", Some(href.as_str()));
                self.anchor(&[href, rel(&href)], |w| w.text(alt));
            }
            _ => self.text(alt),
        }
    }

    /// A link to the picture, which the script replaces by the picture itself. What stands in a template is not loaded, with scripts or
    /// without; what is folded away would be, where a browser has scripts switched off and so ignores `loading`.
    fn on_demand(&mut self, picture: &Picture, label: &str, alt: &str) {
        self.anchor(&[("class", Some("tap")), ("href", Some(&picture.src))], |w| {
            w.text(alt);
            w.out.push_str(" <small>(");
            w.text(label);
            w.out.push_str(")</small>");
        });
        self.out.push_str("<template>");
        self.picture(picture, alt);
        self.out.push_str("</template>");
    }

    fn picture(&mut self, picture: &Picture, alt: &str) {
        if !picture.sources.is_empty() {
            self.out.push_str("<picture>");
        }
        for (mime, srcset) in &picture.sources {
            self.out.push_str("<source");
            self.attribute("type", mime);
            self.attribute("srcset", srcset);
            if srcset.contains(", ") {
                self.attribute("sizes", SIZES);
            }
            self.out.push('>');
        }
        self.out.push_str("<img");
        self.attribute("src", &picture.src);
        self.attribute("alt", alt);
        self.attribute("width", &picture.width.to_string());
        self.attribute("height", &picture.height.to_string());
        self.out.push_str(" loading=\"lazy\" decoding=\"async\">");
        if !picture.sources.is_empty() {
            self.out.push_str("</picture>");
        }
    }

    fn footnote_reference(&mut self, note: usize) {
        if self.in_link || self.place == Place::Contents || note >= self.references.len() {
            return;
        }
        self.references[note] += 1;
        let id = self.reference_id(note, self.references[note]);
        let target = format!("#{}", self.id("fn", note + 1));
        self.out.push_str("<sup>");
        let number = number(note + 1, self.shape.digits);
        let attributes = [("id", Some(id.as_str())), ("href", Some(target.as_str())), ("role", Some("doc-noteref"))];
        self.anchor(&attributes, |w| w.out.push_str(&number));
        self.out.push_str("</sup>");
    }

    pub(super) fn reference_id(&self, note: usize, reference: usize) -> String {
        let id = self.id("fnref", note + 1);
        if reference == 1 { id } else { format!("{id}.{reference}") }
    }

    /// An id of our own. The colon keeps it apart from those of headings, which are words.
    pub(super) fn id(&self, what: &str, n: usize) -> String {
        format!("{}{what}:{n}", self.shape.id_prefix)
    }

    pub(super) fn prefixed(&self, id: &str) -> String {
        format!("{}{id}", self.shape.id_prefix)
    }
}

/// `rel` for an address of another site.
fn rel<'h>(href: &(&str, Option<&'h str>)) -> (&'static str, Option<&'h str>) {
    let is_elsewhere = href.1.is_some_and(|href| href.starts_with("http://") || href.starts_with("https://"));
    ("rel", is_elsewhere.then_some(ELSEWHERE))
}

/// A count in the digits of the language.
pub(super) fn number(n: usize, digits: Digits) -> String {
    i18n::localised(digits, &n.to_string())
}

/// Equal but for case, with the Turkish pairs İ/i and I/ı.
fn same_word(written: &str, turkish: &str) -> bool {
    let lower = |text: &str| text.trim().replace('İ', "i").replace('I', "ı").to_lowercase();
    lower(written) == lower(turkish)
}
