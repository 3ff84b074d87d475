//! YAML as a tree in which every value knows its place, and a reader that turns such a tree into typed values, finding every mistake.
//!
//! The only user of the YAML library. Scalars keep the text that was written: `no`, `0123` and `7f3a91` stay what they are, and each
//! field decides what it wants. Knows nothing of what the fields mean.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::diagnostic::{Diagnostic, Place, Span, nearest};
use crate::model::{Date, SourcePath, Spanned};

/// A value and its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(Spanned<String>, Node)>),
}

/// Reads typed values out of nodes. What it cannot read becomes a diagnostic and `None`, so that one run finds every mistake.
pub struct Reader<'a> {
    file: &'a SourcePath,
    pub diagnostics: Vec<Diagnostic>,
}

/// The entries of a mapping, checked against the known names.
pub struct Fields<'a> {
    span: Span,
    entries: &'a [(Spanned<String>, Node)],
}

/// How deep lists and mappings may stand in each other: more than any file of a portal needs, and little enough for a thread's stack.
const DEPTH: usize = 16;

/// Parses `text`, which begins at byte `offset` of `file`. An empty text is `Null`.
pub fn parse(text: &str, file: &SourcePath, offset: usize) -> Result<Node, Diagnostic> {
    let limits = serde_yaml::options! { budget: serde_yaml::budget! { max_depth: DEPTH } };
    let tree: Tree = serde_yaml::from_str_with_options(text, limits).map_err(|error| syntax_error(&error, text, file, offset))?;
    Ok(tree.settle(text, offset))
}

impl<'a> Reader<'a> {
    pub fn new(file: &'a SourcePath) -> Reader<'a> {
        Reader { file, diagnostics: Vec::new() }
    }

    pub fn file(&self) -> &SourcePath {
        self.file
    }

    pub fn place(&self, span: Span) -> Place {
        Place::new(self.file, span)
    }

    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The entries of a mapping; names that are not in `known` are errors.
    pub fn fields<'n>(&mut self, node: &'n Node, known: &[&str]) -> Option<Fields<'n>> {
        let fields = self.entries(node)?;
        for (name, _) in fields.entries {
            if !known.contains(&name.value.as_str()) {
                self.unknown_key(name, known);
            }
        }
        Some(fields)
    }

    /// The entries of a mapping whose names are free.
    pub fn entries<'n>(&mut self, node: &'n Node) -> Option<Fields<'n>> {
        match &node.value {
            Value::Map(entries) => Some(Fields { span: node.span, entries }),
            _ => self.wrong(node, "a group of entries, each written `name: value`,"),
        }
    }

    pub fn string(&mut self, node: &Node) -> Option<Spanned<String>> {
        match &node.value {
            Value::Scalar(text) if !text.trim().is_empty() => Some(Spanned { value: text.trim().to_string(), span: node.span }),
            _ => self.wrong(node, "a text"),
        }
    }

    pub fn boolean(&mut self, node: &Node) -> Option<bool> {
        match &node.value {
            Value::Scalar(text) if text == "true" => Some(true),
            Value::Scalar(text) if text == "false" => Some(false),
            _ => self.wrong(node, "`true` or `false`"),
        }
    }

    pub fn integer(&mut self, node: &Node) -> Option<i64> {
        match &node.value {
            Value::Scalar(text) if text.parse::<i64>().is_ok() => text.parse().ok(),
            _ => self.wrong(node, "a whole number in digits 0–9"),
        }
    }

    pub fn date(&mut self, node: &Node) -> Option<Date> {
        match &node.value {
            Value::Scalar(text) if Date::parse(text).is_some() => Date::parse(text),
            _ => self.wrong(node, "a day that exists, written year-month-day such as `2026-11-21`,"),
        }
    }

    /// One of some names, each with what it means.
    pub fn choice<T: Copy>(&mut self, node: &Node, choices: &[(&str, T)]) -> Option<T> {
        let Value::Scalar(text) = &node.value else { return self.wrong(node, "one word") };
        if let Some((_, value)) = choices.iter().find(|(name, _)| name == text) {
            return Some(*value);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        self.unknown_choice(node, text, &names);
        None
    }

    /// Every item of a list, leaving out those that cannot be read.
    pub fn list<T>(&mut self, node: &Node, mut item: impl FnMut(&mut Reader<'a>, &Node) -> Option<T>) -> Vec<T> {
        match &node.value {
            Value::List(items) => items.iter().filter_map(|node| item(self, node)).collect(),
            _ => {
                self.wrong::<()>(node, "a list (`[one, two]`, or lines that begin with `-`)");
                Vec::new()
            }
        }
    }

    pub fn strings(&mut self, node: &Node) -> Vec<Spanned<String>> {
        self.list(node, |reader, item| reader.string(item))
    }

    /// Reports that `node` is not what was expected. A comma after an example is part of the sentence, not of the help.
    pub fn wrong<T>(&mut self, node: &Node, expected: &str) -> Option<T> {
        let found = match &node.value {
            Value::Null => "nothing".to_string(),
            Value::Scalar(text) if text.trim().is_empty() => "an empty text".to_string(),
            Value::Scalar(text) => format!("`{}`", shorten(text)),
            Value::List(_) => "a list".to_string(),
            Value::Map(_) => "a group of entries".to_string(),
        };
        let message = format!("{found} stands where {expected} should");
        self.report(
            Diagnostic::error(self.place(node.span), "wrong-value", message).help(format!("write {}", expected.trim_end_matches(','))),
        );
        None
    }

    fn unknown_key(&mut self, name: &Spanned<String>, known: &[&str]) {
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: {}", quoted(known)),
        };
        self.report(Diagnostic::error(self.place(name.span), "unknown-key", format!("nothing is called `{}` here", name.value)).help(help));
    }

    fn unknown_choice(&mut self, node: &Node, text: &str, names: &[&str]) {
        let near = nearest(text, names.iter().copied()).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        let help = format!("{near}possible: {}", quoted(names));
        self.report(
            Diagnostic::error(self.place(node.span), "unknown-value", format!("`{}` is not one of the possible values", shorten(text)))
                .help(help),
        );
    }
}

impl<'a> Fields<'a> {
    pub fn span(&self) -> Span {
        self.span
    }

    pub fn get(&self, name: &str) -> Option<&'a Node> {
        self.entry(name).map(|(_, node)| node)
    }

    /// The name as written, with its place, and the value.
    pub fn entry(&self, name: &str) -> Option<(&'a Spanned<String>, &'a Node)> {
        self.entries.iter().find(|(key, _)| key.value == name).map(|(key, node)| (key, node))
    }

    /// The value, or an error that `what` (such as "a title") is missing, with what to write.
    pub fn required(&self, reader: &mut Reader<'_>, name: &str, example: &str) -> Option<&'a Node> {
        let found = self.get(name);
        if found.is_none() {
            let message = format!("`{name}` is missing");
            reader.report(Diagnostic::error(reader.place(self.head()), "missing-key", message).help(format!("add `{name}: {example}`")));
        }
        found
    }

    pub fn iter(&self) -> impl Iterator<Item = &'a (Spanned<String>, Node)> + use<'a> {
        self.entries.iter()
    }

    /// Where to point when something is missing: the first key, not the whole block.
    fn head(&self) -> Span {
        self.entries.first().map_or(self.span, |(name, _)| name.span)
    }
}

/// What the YAML library gives, before non-text scalars are replaced by what was written.
struct Tree {
    bytes: Option<(u64, u64)>,
    value: TreeValue,
}

enum TreeValue {
    Null,
    Text(String),
    /// A scalar that is no text to YAML: a number, a boolean. Its text is taken from the source.
    Other,
    List(Vec<Tree>),
    Map(Vec<(Tree, Tree)>),
}

impl Tree {
    fn settle(self, text: &str, offset: usize) -> Node {
        let range = self.bytes.map_or(0..0, |(start, length)| to_usize(start)..to_usize(start + length));
        let span = Span::new(range.clone()).shifted(offset);
        let value = match self.value {
            TreeValue::Null => Value::Null,
            TreeValue::Text(text) => Value::Scalar(text),
            TreeValue::Other => Value::Scalar(text.get(range).unwrap_or_default().trim().to_string()),
            TreeValue::List(items) => Value::List(items.into_iter().map(|item| item.settle(text, offset)).collect()),
            TreeValue::Map(entries) => {
                Value::Map(entries.into_iter().map(|(key, value)| (key.name(text, offset), value.settle(text, offset))).collect())
            }
        };
        Node { span, value }
    }

    fn name(self, text: &str, offset: usize) -> Spanned<String> {
        let node = self.settle(text, offset);
        let value = match node.value {
            Value::Scalar(name) => name,
            Value::Null | Value::List(_) | Value::Map(_) => String::new(),
        };
        Spanned { value, span: node.span }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        let spanned = serde_yaml::Spanned::<TreeValue>::deserialize(deserializer)?;
        let bytes = spanned.referenced.span().byte_offset().zip(spanned.referenced.span().byte_len());
        Ok(Tree { bytes, value: spanned.value })
    }
}

impl<'de> Deserialize<'de> for TreeValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<TreeValue, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = TreeValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<TreeValue, E> {
        Ok(TreeValue::Null)
    }

    fn visit_none<E>(self) -> Result<TreeValue, E> {
        Ok(TreeValue::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<TreeValue, E> {
        Ok(TreeValue::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<TreeValue, E> {
        Ok(TreeValue::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<TreeValue, E> {
        Ok(TreeValue::Other)
    }

    fn visit_i128<E>(self, _: i128) -> Result<TreeValue, E> {
        Ok(TreeValue::Other)
    }

    fn visit_u128<E>(self, _: u128) -> Result<TreeValue, E> {
        Ok(TreeValue::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<TreeValue, E> {
        Ok(TreeValue::Other)
    }

    fn visit_str<E>(self, text: &str) -> Result<TreeValue, E> {
        Ok(TreeValue::Text(text.to_string()))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<TreeValue, E> {
        Ok(TreeValue::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<TreeValue, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(TreeValue::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<TreeValue, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(TreeValue::Map(entries))
    }
}

fn syntax_error(error: &serde_yaml::Error, text: &str, file: &SourcePath, offset: usize) -> Diagnostic {
    let full = error.to_string();
    let first = full.lines().next().unwrap_or_default();
    let said = first.split_once(": ").filter(|(head, _)| *head == "error").map_or(first, |(_, rest)| rest);
    let said = said.strip_prefix("line ").and_then(|rest| rest.split_once(": ")).map_or(said, |(_, rest)| rest);
    let place = match error.location() {
        Some(at) => Place::new(file, line_column_span(text, to_usize(at.line()), to_usize(at.column())).shifted(offset)),
        None => Place::file(file),
    };
    if let Some(key) = said.strip_prefix("duplicate mapping key: ") {
        let key = key.split(',').next().unwrap_or(key);
        let place = Place { span: place.span.map(|span| whole_key(span, key, text, offset)), ..place };
        return Diagnostic::error(place, "duplicate-key", format!("`{key}` is written twice")).help("keep one of the two");
    }
    let (message, help) = in_plain_words(said);
    Diagnostic::error(place, "yaml", message).help(help)
}

/// The key that begins at `span`, with its quotation marks.
fn whole_key(span: Span, key: &str, text: &str, offset: usize) -> Span {
    let rest = text.get(span.start.saturating_sub(offset)..).unwrap_or_default();
    let spellings = [key.to_string(), format!("\"{key}\""), format!("'{key}'")];
    let length = spellings.iter().find(|spelling| rest.starts_with(spelling.as_str())).map_or(span.end - span.start, String::len);
    Span { start: span.start, end: span.start + length }
}

/// What the library says, in the words of somebody who has never heard of scalars, and the remedy.
fn in_plain_words(said: &str) -> (String, &'static str) {
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let (message, help) = if has(&[" tab"]) {
        ("a tab stands here or on the next line", "use spaces, never tabs, in front of and between entries")
    } else if has(&["anchor", "alias"]) {
        ("a value cannot begin with `*` or `&`", "put the whole value in double quotes")
    } else if has(&["mapping values are not allowed"]) {
        (
            "this `:` does not fit here: a value before it contains `: `, or the entry is indented differently from its neighbours",
            "put the whole value in double quotes: `title: \"I am detained: what now?\"`; keep entries of one level in one column",
        )
    } else if has(&["quoted scalar"]) {
        ("a quotation mark was opened before this and never closed", "write `\"` at the end of that value; inside it, write `\\\"`")
    } else if has(&["flow mapping", "flow sequence"]) {
        (
            "a bracket was opened before this and not closed, or a comma is missing",
            "close it with `}` or `]`; put a value that contains `,`, `{`, `}`, `[` or `]` in double quotes",
        )
    } else {
        let help = "put a text that contains `: `, `#`, `[`, `{`, `*`, `&` or quotes in double quotes, and keep entries of one level in one column";
        return (format!("this cannot be read as YAML: {said}"), help);
    };
    (message.to_string(), help)
}

/// The character at a line and column, both counted from one, as bytes of `text`.
fn line_column_span(text: &str, line: usize, column: usize) -> Span {
    let start_of_line = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let rest = text.get(start_of_line..).unwrap_or_default();
    let start = start_of_line + rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
    let length = text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    Span { start, end: start + length }
}

fn shorten(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    if line.chars().count() <= 40 { line.to_string() } else { line.chars().take(39).chain(['…']).collect() }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn to_usize(number: impl TryInto<usize>) -> usize {
    number.try_into().unwrap_or_default()
}
