//! XML as a tree of elements: written without white space of its own, and read with the place of each. The only user of `quick_xml`;
//! whoever changes a document event by event takes the library's reader and writer from here.

pub use quick_xml::escape::unescape;
use quick_xml::escape::{escape, partial_escape};
pub use quick_xml::events::{BytesStart, Event};
pub use quick_xml::{Reader, Writer};

use crate::diagnostic::Span;

/// An element with its attributes, and text or elements in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Vec<Content>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Element(Element),
    Text(String),
}

/// An element as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Child>,
    /// From the first sign of its start to the last of its end.
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Child {
    Node(Node),
    Text(String),
}

/// Where a text stops being XML, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub at: usize,
    pub reason: String,
}

/// How deep elements may stand in each other: more than any exchange format needs, and little enough for a thread's stack.
const DEPTH: usize = 64;

pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

impl Element {
    pub fn new(name: &'static str) -> Element {
        Element { name, attributes: Vec::new(), content: Vec::new() }
    }

    pub fn attribute(mut self, name: &'static str, value: &str) -> Element {
        self.attributes.push((name, allowed(value)));
        self
    }

    pub fn text(mut self, text: &str) -> Element {
        self.content.push(Content::Text(allowed(text)));
        self
    }

    pub fn child(mut self, child: Element) -> Element {
        self.content.push(Content::Element(child));
        self
    }

    pub fn children(mut self, children: impl IntoIterator<Item = Element>) -> Element {
        self.content.extend(children.into_iter().map(Content::Element));
        self
    }

    /// Appends the element as text.
    pub fn write(&self, out: &mut String) {
        self.write_start(out);
        for content in &self.content {
            match content {
                Content::Element(element) => element.write(out),
                Content::Text(text) => out.push_str(&partial_escape(text.as_str())),
            }
        }
        self.write_end(out);
    }

    /// Appends the opening tag alone, for a caller that writes many children one by one.
    pub fn write_start(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.name);
        for (name, value) in &self.attributes {
            out.extend([" ", name, "=\"", &escape(value.as_str()), "\""]);
        }
        out.push('>');
    }

    pub fn write_end(&self, out: &mut String) {
        out.extend(["</", self.name, ">"]);
    }
}

/// The text without the characters that XML 1.0 has no way to write (production 2, `Char`).
fn allowed(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)).collect()
}

impl Node {
    /// The name without a prefix.
    pub fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(&self.name)
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The elements directly in it.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.children.iter().filter_map(|child| match child {
            Child::Node(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    fn push_text(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(Child::Text(before)) => before.push_str(text),
            _ => self.children.push(Child::Text(text.to_string())),
        }
    }
}

/// Reads a document. Entities other than XML's own five and characters by number are refused, as is a document type.
pub fn read(text: &str) -> Result<Node, Unreadable> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Node> = Vec::new();
    let mut root = None;
    loop {
        let start = to_usize(reader.buffer_position());
        let unreadable = |reason: String| Unreadable { at: start, reason };
        let event = reader.read_event().map_err(|error| Unreadable { at: to_usize(reader.error_position()), reason: error.to_string() })?;
        let end = to_usize(reader.buffer_position());
        match event {
            Event::Start(tag) => {
                if open.len() >= DEPTH || root.is_some() {
                    return Err(unreadable("elements stand too deep in each other, or after the end".to_string()));
                }
                open.push(node(&tag, Span { start, end }).map_err(unreadable)?);
            }
            Event::Empty(tag) => close(node(&tag, Span { start, end }).map_err(unreadable)?, &mut open, &mut root),
            Event::End(_) => {
                let Some(mut node) = open.pop() else { return Err(unreadable("an element ends that did not begin".to_string())) };
                node.span.end = end;
                close(node, &mut open, &mut root);
            }
            Event::Text(text) => add(&mut open, &text),
            Event::CData(text) => add(&mut open, &text),
            Event::GeneralRef(name) => {
                let written = format!("&{};", &*name);
                let text = unescape(&written).map_err(|_| unreadable(format!("`{written}` stands for nothing")))?;
                add(&mut open, &text);
            }
            Event::DocType(_) => return Err(unreadable("a document type does not belong here".to_string())),
            Event::Eof if open.is_empty() => return root.ok_or_else(|| unreadable("there is no element".to_string())),
            Event::Eof => return Err(unreadable(format!("`<{}>` is not closed", open.last().map_or("", |node| &node.name)))),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn close(node: Node, open: &mut [Node], root: &mut Option<Node>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(Child::Node(node)),
        None => *root = Some(node),
    }
}

fn add(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.push_text(text);
    }
}

fn node(tag: &BytesStart<'_>, span: Span) -> Result<Node, String> {
    let mut node = Node { name: tag.name().as_ref().to_string(), span, ..Node::default() };
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).map_err(|error| error.to_string())?;
        node.attributes.push((attribute.key.as_ref().to_string(), value.to_string()));
    }
    Ok(node)
}

fn to_usize(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// A document read back: each element as `path @attribute=value… text`, in the order of their ends.
#[cfg(test)]
pub fn read_back(text: &str) -> Vec<String> {
    fn walk(node: &Node, path: &str, found: &mut Vec<String>) {
        let path = if path.is_empty() { node.name.clone() } else { format!("{path}/{}", node.name) };
        let mut text = String::new();
        for child in &node.children {
            match child {
                Child::Node(node) => walk(node, &path, found),
                Child::Text(words) => text.push_str(words),
            }
        }
        let attributes: String = node.attributes.iter().map(|(name, value)| format!(" @{name}={value}")).collect();
        found.push(if text.trim().is_empty() { format!("{path}{attributes}") } else { format!("{path}{attributes} {text}") });
    }
    let mut found = Vec::new();
    walk(&read(text).expect("well-formed"), "", &mut found);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_comes_back(text in r#"[ -~\PC\x00-\x08]{0,20}x"#) {
            let mut out = String::new();
            Element::new("a").attribute("b", &text).child(Element::new("c").text(&text)).write(&mut out);
            let text = allowed(&text);
            prop_assert_eq!(read_back(&out), [format!("a/c {text}"), format!("a @b={text}")]);
        }
    }
}
