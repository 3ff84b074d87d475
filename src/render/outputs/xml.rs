//! XML as a tree of elements, written without white space of its own. The only user of `quick_xml` in `render`.

use quick_xml::escape::{escape, partial_escape};

/// An element with its attributes, and text or elements in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    content: Vec<Content>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Element(Element),
    Text(String),
}

pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

impl Element {
    pub(super) fn new(name: &'static str) -> Element {
        Element { name, attributes: Vec::new(), content: Vec::new() }
    }

    pub(super) fn attribute(mut self, name: &'static str, value: &str) -> Element {
        self.attributes.push((name, allowed(value)));
        self
    }

    pub(super) fn text(mut self, text: &str) -> Element {
        self.content.push(Content::Text(allowed(text)));
        self
    }

    pub(super) fn child(mut self, child: Element) -> Element {
        self.content.push(Content::Element(child));
        self
    }

    pub(super) fn children(mut self, children: impl IntoIterator<Item = Element>) -> Element {
        self.content.extend(children.into_iter().map(Content::Element));
        self
    }

    /// Appends the element as text.
    pub(super) fn write(&self, out: &mut String) {
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
    pub(super) fn write_start(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.name);
        for (name, value) in &self.attributes {
            out.extend([" ", name, "=\"", &escape(value.as_str()), "\""]);
        }
        out.push('>');
    }

    pub(super) fn write_end(&self, out: &mut String) {
        out.extend(["</", self.name, ">"]);
    }
}

/// The text without the characters that XML 1.0 has no way to write (production 2, `Char`).
fn allowed(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)).collect()
}

/// A document read back: each element as `path @attribute=value… text`, in the order of their ends.
#[cfg(test)]
pub(super) fn read_back(text: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut path, mut open, mut found) = (Vec::new(), Vec::new(), Vec::new());
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_string());
                let mut line = path.join("/");
                for attribute in start.attributes() {
                    let attribute = attribute.expect("a well-formed attribute");
                    let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap();
                    line += &format!(" @{}={value}", attribute.key.as_ref());
                }
                open.push((line, String::new()));
            }
            Event::Text(text) => add(&mut open, &text),
            Event::GeneralRef(name) => add(&mut open, &quick_xml::escape::unescape(&format!("&{};", &*name)).unwrap()),
            Event::End(_) => {
                let (line, text) = open.pop().expect("an open element");
                found.push(if text.trim().is_empty() { line } else { format!("{line} {text}") });
                path.pop();
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[cfg(test)]
fn add(open: &mut [(String, String)], text: &str) {
    if let Some((_, all)) = open.last_mut() {
        all.push_str(text);
    }
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
