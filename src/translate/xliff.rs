//! Bundles as XLIFF 2.0 (OASIS Standard, 5 August 2014), and such files read back as tools return them, with segments split or joined.

use super::content::{Code, CodeKind, Content, Part};
use super::returned::{Given, Returned, ReturnedUnit, broken, utf8};
use super::sheet::{Bundle, Entry, EntryState, Sheet};
use super::tagged::{escaped, tagged};
use crate::diagnostic::{Diagnostic, Outcome, Span};
use crate::model::{SourcePath, Spanned};
use crate::xml::{self, Child, DECLARATION, Element, Node};

const NAMESPACE: &str = "urn:oasis:names:tc:xliff:document:2.0";
/// The state of a text that belongs to another original (§4.7.2.1: states of one's own have a prefix).
const OUTDATED: &str = "dalil:outdated";
const SLOT: &str = "dalil:slot";

/// The bundle as an XLIFF document. All its originals must be in one language.
pub fn write(bundle: &Bundle) -> String {
    let from = bundle.sheets.first().map_or("und", |sheet| sheet.from.tag.as_str());
    let mut root = Element::new("xliff").attribute("xmlns", NAMESPACE).attribute("version", "2.0");
    root = root.attribute("srcLang", from).attribute("trgLang", &bundle.language.tag);
    let mut number = 0;
    let file = |(at, sheet): (usize, &Sheet)| {
        let units = sheet.entries.iter().map(|entry| {
            number += 1;
            unit(entry, &format!("u{number}"), &format!("{}:{}", sheet.file, entry.line))
        });
        let units: Vec<Element> = units.collect();
        Element::new("file").attribute("id", &format!("f{}", at + 1)).attribute("original", &sheet.file).children(units)
    };
    root = root.children(bundle.sheets.iter().enumerate().map(file).collect::<Vec<_>>());
    let mut out = String::from(DECLARATION);
    root.write(&mut out);
    // One unit a line, so that findings have a line and differences can be read.
    let out =
        out.replace("<file ", "\n<file ").replace("<unit ", "\n<unit ").replace("</file>", "\n</file>").replace("</xliff>", "\n</xliff>");
    out + "\n"
}

fn unit(entry: &Entry, id: &str, reference: &str) -> Element {
    let note = |(category, text): (&str, &str)| Element::new("note").attribute("category", category).text(text);
    let previous = entry.previous.as_ref().map(tagged);
    let notes = entry.notes.iter().map(|text| ("context", text.as_str())).chain([("reference", reference)]);
    let notes = notes.chain(previous.as_deref().map(|text| ("previous", text)));
    let notes = Element::new("notes").children(notes.map(note).collect::<Vec<_>>());
    let mut data: Vec<String> = Vec::new();
    let source = Element::new("source");
    let source = filled(source, &entry.source, &mut data);
    let target = entry.target.as_ref().map(|target| filled(Element::new("target"), target, &mut data));
    let segment = Element::new("segment");
    let segment = match entry.state {
        EntryState::New => segment.attribute("state", "initial"),
        EntryState::Fuzzy => segment.attribute("state", "initial").attribute("subState", OUTDATED),
        EntryState::Translated => segment.attribute("state", "translated"),
        EntryState::Reviewed => segment.attribute("state", "reviewed"),
    };
    let segment = segment.child(source).children(target);
    let datum = |(at, text): (usize, &String)| Element::new("data").attribute("id", &format!("d{}", at + 1)).text(text);
    let data = (!data.is_empty()).then(|| Element::new("originalData").children(data.iter().enumerate().map(datum).collect::<Vec<_>>()));
    Element::new("unit").attribute("id", id).attribute("name", &entry.context).child(notes).children(data).child(segment)
}

/// An element with a text, its placeholders as elements that refer to what they stand for.
fn filled(element: Element, content: &Content, data: &mut Vec<String>) -> Element {
    let mut open: Vec<Element> = vec![element];
    for part in &content.parts {
        match part {
            Part::Words(words) => replace_last(&mut open, |element| element.text(words)),
            Part::Open(code) => open.push(code_element("pc", &content.codes[*code], data)),
            Part::Close(_) if open.len() > 1 => {
                if let Some(inner) = open.pop() {
                    replace_last(&mut open, |element| element.child(inner));
                }
            }
            Part::Close(_) => {}
            Part::Alone(code) => {
                let inner = code_element("ph", &content.codes[*code], data);
                replace_last(&mut open, |element| element.child(inner));
            }
        }
    }
    open.swap_remove(0)
}

fn replace_last(open: &mut Vec<Element>, change: impl FnOnce(Element) -> Element) {
    if let Some(element) = open.pop() {
        open.push(change(element));
    }
}

fn code_element(name: &'static str, code: &Code, data: &mut Vec<String>) -> Element {
    let mut reference = |text: &str| {
        let at = data.iter().position(|known| known == text).unwrap_or_else(|| {
            data.push(text.to_string());
            data.len() - 1
        });
        format!("d{}", at + 1)
    };
    let (kind, sub) = match code.kind {
        CodeKind::Strong => ("fmt", "xlf:b"),
        CodeKind::Emphasis => ("fmt", "xlf:i"),
        CodeKind::Break => ("fmt", "xlf:lb"),
        CodeKind::Picture => ("image", "dalil:picture"),
        CodeKind::Link => ("link", "dalil:page"),
        CodeKind::Record(_) => ("link", "dalil:register"),
        CodeKind::Language => ("other", "dalil:language"),
        CodeKind::Footnote => ("link", "dalil:note"),
        CodeKind::Code => ("other", "dalil:code"),
        CodeKind::Remark => ("other", "dalil:remark"),
        CodeKind::Slot => ("other", SLOT),
    };
    let mut element = Element::new(name).attribute("id", &code.name).attribute("canCopy", "no");
    if !code.kind.is_optional() {
        element = element.attribute("canDelete", "no");
    }
    element = element.attribute("type", kind).attribute("subType", sub);
    if name == "pc" {
        let (start, end) = (reference(&code.open), reference(&code.close));
        return element.attribute("dataRefStart", &start).attribute("dataRefEnd", &end);
    }
    let whole = format!("{}{}", code.open, code.close);
    let reference = reference(&whole);
    element.attribute("dataRef", &reference)
}

/// Reads an XLIFF 2.0 document.
pub fn read(file: &SourcePath, bytes: &[u8]) -> Outcome<Returned> {
    let mut returned = Returned { file: file.clone(), language: None, units: Vec::new() };
    let text = match utf8(file, bytes) {
        Ok(text) => text,
        Err(diagnostic) => return Outcome::new(returned, vec![diagnostic]),
    };
    let mark = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let root = match xml::read(&text[mark..]) {
        Ok(root) => root,
        Err(unreadable) => {
            let at = line_span(text, unreadable.at + mark);
            let found = broken(
                file,
                at,
                format!("this cannot be read as XML: {}", unreadable.reason),
                "open the file in the tool it comes from and save it again",
            );
            return Outcome::new(returned, vec![found]);
        }
    };
    let root_span = head(&root, mark);
    if root.local() != "xliff" || !root.attribute("version").is_some_and(|version| version.starts_with("2.")) {
        let found =
            broken(file, root_span, "this is no XLIFF document of version 2.0", "choose XLIFF 2.0 in the tool it comes from, not 1.2");
        return Outcome::new(returned, vec![found]);
    }
    returned.language = root.attribute("trgLang").map(|tag| Spanned { value: tag.to_string(), span: root_span });
    let mut diagnostics = Vec::new();
    let mut reader = Reader { file, mark, returned: &mut returned, diagnostics: &mut diagnostics };
    root.nodes().for_each(|node| reader.container(node));
    Outcome::new(returned, diagnostics)
}

struct Reader<'r> {
    file: &'r SourcePath,
    mark: usize,
    returned: &'r mut Returned,
    diagnostics: &'r mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn container(&mut self, node: &Node) {
        match node.local() {
            "file" | "group" => node.nodes().for_each(|node| self.container(node)),
            "unit" => self.unit(node),
            _ => {}
        }
    }

    fn unit(&mut self, node: &Node) {
        let span = head(node, self.mark);
        let Some(context) = node.attribute("name") else {
            let help = "import a file that `dalil export` made; the tool must keep the names of units";
            return self.diagnostics.push(broken(self.file, span, "this unit has no `name`, so nobody knows where it belongs", help));
        };
        let segments: Vec<&Node> = node.nodes().filter(|node| matches!(node.local(), "segment" | "ignorable")).collect();
        let (mut source, mut target, mut target_span) = (String::new(), String::new(), None);
        let mut given = Given::Reviewed;
        for segment in segments {
            let part = |name: &str| segment.nodes().find(|node| node.local() == name);
            let (from, to) = (part("source"), part("target"));
            from.iter().for_each(|node| inline(node, &mut source));
            match (to, from) {
                (Some(node), _) => {
                    target_span = target_span.or(Some(head(node, self.mark)));
                    inline(node, &mut target);
                }
                // What stands between segments may be left as it is.
                (None, Some(node)) if segment.local() == "ignorable" => inline(node, &mut target),
                _ => {}
            }
            if segment.local() == "segment" {
                given = lesser(given, state(segment, to));
            }
        }
        if target.trim().is_empty() {
            given = Given::Nothing;
        }
        self.returned.units.push(ReturnedUnit {
            context: Spanned { value: context.to_string(), span },
            source,
            target: Spanned { value: target, span: target_span.unwrap_or(span) },
            given,
        });
    }
}

fn state(segment: &Node, target: Option<&Node>) -> Given {
    if target.is_none() {
        return Given::Nothing;
    }
    match segment.attribute("state") {
        Some("translated") => Given::Done,
        Some("reviewed" | "final") => Given::Reviewed,
        _ => Given::Unsure,
    }
}

fn lesser(a: Given, b: Given) -> Given {
    let rank = |given: Given| match given {
        Given::Nothing => 0,
        Given::Unsure => 1,
        Given::Done => 2,
        Given::Reviewed => 3,
    };
    if rank(a) <= rank(b) { a } else { b }
}

/// The text of an element as it is spelled between placeholders.
fn inline(node: &Node, out: &mut String) {
    for child in &node.children {
        let node = match child {
            Child::Text(text) => {
                out.push_str(&escaped(text));
                continue;
            }
            Child::Node(node) => node,
        };
        let name = node.attribute("id").unwrap_or_default();
        match node.local() {
            "pc" => {
                out.push_str(&format!("<{name}>"));
                inline(node, out);
                out.push_str(&format!("</{name}>"));
            }
            "ph" if node.attribute("subType") == Some(SLOT) => out.push_str(&format!("{{{name}}}")),
            "ph" => out.push_str(&format!("<{name}/>")),
            "sc" => out.push_str(&format!("<{name}>")),
            "ec" => out.push_str(&format!("</{}>", node.attribute("startRef").unwrap_or(name))),
            "cp" => out.extend(node.attribute("hex").and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32)),
            "sm" | "em" => {}
            // Remarks of tools on words (`mrk`), and what they add besides.
            _ => inline(node, out),
        }
    }
}

/// The beginning of an element, to point at.
fn head(node: &Node, mark: usize) -> Span {
    let length = 1 + node.name.len();
    Span { start: node.span.start + mark, end: node.span.start + mark + length }
}

fn line_span(text: &str, at: usize) -> Span {
    let mut at = at.min(text.len().saturating_sub(1));
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    Span { start: at, end }
}
