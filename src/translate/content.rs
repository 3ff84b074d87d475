//! A text as a translator gets it: its words, and what stands between and around them as placeholders that must come back.
//!
//! `<b1>words</b1>`, `<fact1>7 days</fact1>`, `<code1/>`: a placeholder has a name and stands for Markdown that nobody needs to touch.
//! Knows nothing of files; reading returned text is for `tagged`, writing Markdown for `markdown`.

use crate::diagnostic::Span;
use crate::model::{Document, Inline, InlineKind, RawLink, RawTarget, Register};

/// Words and placeholders in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Content {
    pub parts: Vec<Part>,
    pub codes: Vec<Code>,
}

/// A piece of a text; the numbers are places in `Content::codes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Words(String),
    Open(usize),
    Close(usize),
    Alone(usize),
}

/// What a placeholder stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Unique in its text: `fact1`.
    pub name: String,
    pub kind: CodeKind,
    /// What must be the same in every language: where a link leads, what code says.
    pub key: String,
    /// The Markdown before what it holds, or all of it where it holds nothing.
    pub open: String,
    pub close: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeKind {
    Strong,
    Emphasis,
    Link,
    Record(Register),
    /// A mark that words are of another language: each edition's own.
    Language,
    Picture,
    Footnote,
    Code,
    Break,
    Remark,
    /// `{name}` of an interface string.
    Slot,
}

impl CodeKind {
    /// What names of this kind begin with.
    pub fn prefix(self) -> &'static str {
        match self {
            CodeKind::Strong => "b",
            CodeKind::Emphasis => "i",
            CodeKind::Link => "a",
            CodeKind::Record(register) => register.scheme(),
            CodeKind::Language => "lang",
            CodeKind::Picture => "img",
            CodeKind::Footnote => "note",
            CodeKind::Code => "code",
            CodeKind::Break => "br",
            CodeKind::Remark => "remark",
            CodeKind::Slot => "",
        }
    }

    /// Whether a translation may leave it out: what marks a language is a matter of the language it stands in.
    pub fn is_optional(self) -> bool {
        matches!(self, CodeKind::Language | CodeKind::Remark)
    }

    /// Whether two of the kind may stand for each other although they differ: a site's page in another language, a picture with other words.
    fn is_localised(self) -> bool {
        matches!(self, CodeKind::Link | CodeKind::Picture)
    }
}

impl Content {
    /// A text without markup.
    pub fn plain(text: &str) -> Content {
        Content { parts: vec![Part::Words(text.to_string())], codes: Vec::new() }.settled()
    }

    /// The text of inlines. Line breaks of the source are spaces.
    pub fn of(inlines: &[Inline], document: &Document) -> Content {
        let mut builder = Builder { document, content: Content::default(), numbers: Vec::new() };
        builder.inlines(inlines);
        builder.content.settled()
    }

    /// The words alone.
    pub fn words(&self) -> String {
        let words = self.parts.iter().filter_map(|part| if let Part::Words(words) = part { Some(words.as_str()) } else { None });
        words.collect()
    }

    /// Whether there is anything to translate.
    pub fn has_words(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Words(words) if words.chars().any(char::is_alphanumeric)))
    }

    /// Gives each placeholder the name that the same one has in the source. Of those that differ, addresses are paired in their order; the
    /// others keep names of their own, apart from the source's.
    pub fn name_after(&mut self, source: &Content) {
        let mut free: Vec<&Code> = source.codes.iter().collect();
        let mut names: Vec<Option<String>> = vec![None; self.codes.len()];
        for same in
            [|a: &Code, b: &Code| a.kind == b.kind && a.key == b.key, |a: &Code, b: &Code| a.kind == b.kind && a.kind.is_localised()]
        {
            for (code, name) in self.codes.iter().zip(&mut names).filter(|(_, name)| name.is_none()) {
                if let Some(at) = free.iter().position(|other| same(code, other)) {
                    *name = Some(free.remove(at).name.clone());
                }
            }
        }
        let mut taken: Vec<String> = source.codes.iter().map(|code| code.name.clone()).collect();
        for (code, name) in self.codes.iter_mut().zip(names) {
            code.name = name.unwrap_or_else(|| {
                let own = (1..).map(|n| format!("{}{n}", code.kind.prefix())).find(|name| !taken.contains(name));
                own.expect("BUG: numbers do not end")
            });
            taken.push(code.name.clone());
        }
    }

    /// One space for any white space, none at the ends, and no space just inside of emphasis, where Markdown would not see it.
    pub(super) fn settled(self) -> Content {
        let mut parts: Vec<Part> = Vec::new();
        for part in self.parts {
            match (parts.last_mut(), part) {
                (_, Part::Words(words)) if words.is_empty() => {}
                (Some(Part::Words(before)), Part::Words(words)) => before.push_str(&words),
                (_, part) => parts.push(part),
            }
        }
        let mut parts = spaces_outside(parts, &self.codes);
        let mut after_space = true;
        for part in &mut parts {
            match part {
                Part::Words(words) => *words = collapsed(words, &mut after_space),
                Part::Alone(code) => after_space = self.codes[*code].kind == CodeKind::Break,
                Part::Open(_) | Part::Close(_) => {}
            }
        }
        trim_end(&mut parts);
        parts.retain(|part| !matches!(part, Part::Words(words) if words.is_empty()));
        Content { parts, codes: self.codes }
    }
}

/// Puts spaces at the edges of emphasis outside of it.
fn spaces_outside(parts: Vec<Part>, codes: &[Code]) -> Vec<Part> {
    let is_tight = |code: usize| matches!(codes[code].kind, CodeKind::Strong | CodeKind::Emphasis);
    let mut out: Vec<Part> = Vec::new();
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        match part {
            Part::Open(code) if is_tight(code) => {
                if let Some(Part::Words(words)) = parts.peek_mut()
                    && words.starts_with(is_space)
                {
                    *words = words.trim_start_matches(is_space).to_string();
                    push_words(&mut out, " ");
                }
                out.push(Part::Open(code));
            }
            Part::Close(code) if is_tight(code) => {
                let mut moved = false;
                if let Some(Part::Words(words)) = out.last_mut() {
                    let kept = words.trim_end_matches(is_space).len();
                    moved = kept < words.len();
                    words.truncate(kept);
                }
                out.push(Part::Close(code));
                if moved {
                    push_words(&mut out, " ");
                }
            }
            Part::Words(words) => push_words(&mut out, &words),
            part => out.push(part),
        }
    }
    out
}

fn push_words(parts: &mut Vec<Part>, words: &str) {
    match parts.last_mut() {
        Some(Part::Words(before)) => before.push_str(words),
        _ => parts.push(Part::Words(words.to_string())),
    }
}

/// White space that Markdown does not tell apart. A no-break space is a letter to it, and stays.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn collapsed(words: &str, after_space: &mut bool) -> String {
    let mut out = String::new();
    for c in words.chars() {
        match (is_space(c), *after_space) {
            (true, true) => {}
            (true, false) => out.push(' '),
            (false, _) => out.push(c),
        }
        *after_space = is_space(c);
    }
    out
}

/// Takes the space away that stands at the end of the text, if only ends of placeholders follow it.
fn trim_end(parts: &mut [Part]) {
    for part in parts.iter_mut().rev() {
        match part {
            Part::Words(words) => {
                let kept = words.trim_end_matches(is_space).len();
                words.truncate(kept);
                if !words.is_empty() {
                    return;
                }
            }
            Part::Close(_) => {}
            Part::Open(_) | Part::Alone(_) => return,
        }
    }
}

struct Builder<'a> {
    document: &'a Document,
    content: Content,
    /// How many codes of each kind there are.
    numbers: Vec<(&'static str, usize)>,
}

impl Builder<'_> {
    fn inlines(&mut self, inlines: &[Inline]) {
        let mut end: Option<usize> = None;
        for inline in inlines {
            self.remark(end, inline.span.start);
            end = Some(inline.span.end);
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        let span = inline.span;
        match &inline.kind {
            InlineKind::Text(text) => self.words(text),
            InlineKind::SoftBreak => self.words(" "),
            InlineKind::HardBreak => self.alone(CodeKind::Break, String::new(), "\\\n".to_string()),
            InlineKind::Code(text) => self.alone(CodeKind::Code, text.clone(), self.slice(span).to_string()),
            InlineKind::Footnote(note) => {
                let label = self.document.body.footnotes.get(*note).map(|note| note.label.clone()).unwrap_or_default();
                self.alone(CodeKind::Footnote, label, self.slice(span).to_string());
            }
            InlineKind::Emphasis(inner) => self.pair(CodeKind::Emphasis, String::new(), span, 1, 1, inner),
            InlineKind::Strong(inner) => self.pair(CodeKind::Strong, String::new(), span, 2, 2, inner),
            InlineKind::Link { link, text } => self.link(*link, text, span),
            InlineKind::Image { link, alt } => self.picture(*link, alt, span),
        }
    }

    fn link(&mut self, link: usize, text: &[Inline], span: Span) {
        let Some(raw) = self.document.body.links.get(link) else { return self.inlines(text) };
        let (kind, key) = identity(raw);
        let written = self.slice(span);
        match text.last() {
            Some(last) if written.starts_with('[') => {
                let close = span.end.saturating_sub(last.span.end);
                self.pair(kind, key, span, 1, close, text);
            }
            // `<https://…>`, and references that take their words from the register.
            _ => self.alone(kind, key, written.to_string()),
        }
    }

    fn picture(&mut self, link: usize, alt: &str, span: Span) {
        let written = self.slice(span).to_string();
        let key = self.document.body.links.get(link).map(|raw| identity(raw).1).unwrap_or_default();
        match written.rfind("](").or_else(|| written.rfind("][")).filter(|_| !alt.trim().is_empty()) {
            Some(close) => {
                let code = self.code(CodeKind::Picture, key, "![".to_string(), written[close..].to_string());
                self.content.parts.push(Part::Open(code));
                self.words(alt);
                self.content.parts.push(Part::Close(code));
            }
            None => self.alone(CodeKind::Picture, key, written),
        }
    }

    fn pair(&mut self, kind: CodeKind, key: String, span: Span, open: usize, close: usize, inner: &[Inline]) {
        let written = self.slice(span);
        let (open, close) = (written.get(..open), written.get(written.len().saturating_sub(close)..));
        let (open, close) = (open.unwrap_or_default().to_string(), close.unwrap_or_default().to_string());
        let code = self.code(kind, key, open, close);
        self.content.parts.push(Part::Open(code));
        self.inlines(inner);
        self.content.parts.push(Part::Close(code));
    }

    fn alone(&mut self, kind: CodeKind, key: String, written: String) {
        let code = self.code(kind, key, written, String::new());
        self.content.parts.push(Part::Alone(code));
    }

    fn code(&mut self, kind: CodeKind, key: String, open: String, close: String) -> usize {
        let prefix = kind.prefix();
        let number = match self.numbers.iter_mut().find(|(known, _)| *known == prefix) {
            Some((_, number)) => {
                *number += 1;
                *number
            }
            None => {
                self.numbers.push((prefix, 1));
                1
            }
        };
        self.content.codes.push(Code { name: format!("{prefix}{number}"), kind, key, open, close });
        self.content.codes.len() - 1
    }

    /// A remark (`<!-- … -->`) between two inlines, which no reader sees and which must not be lost.
    fn remark(&mut self, from: Option<usize>, to: usize) {
        let gap = from.and_then(|from| self.document.source.get(from..to)).unwrap_or_default();
        if let (Some(start), Some(end)) = (gap.find("<!--"), gap.rfind("-->")) {
            let written = gap.get(start..end + "-->".len()).unwrap_or_default().to_string();
            self.alone(CodeKind::Remark, written.clone(), written);
        }
    }

    fn words(&mut self, words: &str) {
        self.content.parts.push(Part::Words(words.to_string()));
    }

    fn slice(&self, span: Span) -> &str {
        self.document.source.get(span.range()).unwrap_or_default()
    }
}

/// What a link is and where it leads, as written.
fn identity(link: &RawLink) -> (CodeKind, String) {
    let with = |path: &str, fragment: &Option<String>| match fragment {
        Some(fragment) => format!("{path}#{fragment}"),
        None => path.to_string(),
    };
    match &link.target {
        RawTarget::Record { register, id } => (CodeKind::Record(*register), format!("{}:{id}", register.scheme())),
        RawTarget::Language(tag) => (CodeKind::Language, format!("lang:{tag}")),
        RawTarget::File { path, fragment } => (CodeKind::Link, with(path, fragment)),
        RawTarget::Fragment(id) => (CodeKind::Link, format!("#{id}")),
        RawTarget::Asset(path) if link.image.is_some() => (CodeKind::Picture, path.clone()),
        RawTarget::Asset(path) => (CodeKind::Link, path.clone()),
        RawTarget::External(url) => (CodeKind::Link, url.clone()),
    }
}
