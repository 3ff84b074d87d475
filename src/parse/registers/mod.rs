//! `content/registers/*.yaml`: the records that pages refer to. `legal` reads facts, laws and terms, `people` the others.
//!
//! Whether one register's ids exist in another is for `resolve`.

mod legal;
mod people;

use super::layout::{REGISTERS, is_ignored};
use super::schema::{Part, Shape};
use super::values::{as_id, is_id, report_markdown};
use crate::config::{read_text, report_unknown_language};
use crate::diagnostic::{Diagnostic, Outcome, Place, nearest};
use crate::model::{Languages, Records, Registers, SourcePath, Sources, Spanned, Text, TextList};
use crate::yaml::{self, Fields, Node, Reader, Value};

/// Reads one record, whose value is the node.
type ReadRecord<T> = fn(&mut Reader<'_>, &Node, &Languages) -> Option<T>;

const FILES: [&str; 6] = ["facts.yaml", "laws.yaml", "terms.yaml", "contacts.yaml", "organisations.yaml", "projects.yaml"];

/// What the records of each register hold, by the name of its file.
pub const RECORDS: &[(&str, &[Part])] = &[
    ("facts", legal::FACT),
    ("laws", legal::LAW),
    ("terms", legal::TERM),
    ("contacts", people::CONTACT),
    ("organisations", people::ORGANISATION),
    ("projects", people::PROJECT),
];

/// A text for each language, as registers hold it.
const BY_LANGUAGE: Shape = Shape::Table(&Shape::Text);
const LISTS_BY_LANGUAGE: Shape = Shape::Table(&Shape::List(&Shape::Text));

/// Reads all registers. An absent file is an empty register.
pub(super) fn read(sources: &Sources, languages: &Languages) -> Outcome<Registers> {
    let mut diagnostics: Vec<Diagnostic> = unknown_files(sources).collect();
    let all = &mut diagnostics;
    let registers = Registers {
        facts: register(sources, languages, "facts.yaml", legal::fact, all),
        laws: register(sources, languages, "laws.yaml", legal::law, all),
        terms: register(sources, languages, "terms.yaml", legal::term, all),
        contacts: register(sources, languages, "contacts.yaml", people::contact, all),
        organisations: register(sources, languages, "organisations.yaml", people::organisation, all),
        projects: register(sources, languages, "projects.yaml", people::project, all),
    };
    Outcome::new(registers, diagnostics)
}

fn unknown_files(sources: &Sources) -> impl Iterator<Item = Diagnostic> {
    let known = |name: &str| FILES.contains(&name);
    let files = sources.below("content/registers").filter(|(path, _)| !is_ignored(path.as_str()));
    files.filter_map(move |(path, _)| {
        let name = path.as_str().strip_prefix("content/registers/").filter(|name| !known(name))?;
        let help = match nearest(name, FILES) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the registers are: {}", FILES.join(", ")),
        };
        Some(Diagnostic::error(Place::file(path), "unknown-register", format!("there is no register called `{name}`")).help(help))
    })
}

fn register<T>(sources: &Sources, languages: &Languages, name: &str, read: ReadRecord<T>, diagnostics: &mut Vec<Diagnostic>) -> Records<T> {
    let path = SourcePath::new(format!("content/{REGISTERS}/{name}"));
    let Some(bytes) = sources.get(path.as_str()) else { return Records::new(path, Vec::new()) };
    match super::utf8(&path, bytes).and_then(|text| parse_text(text, &path)) {
        Ok(node) => {
            let mut reader = Reader::new(&path);
            let (list, broken) = records(&mut reader, &node, languages, read);
            diagnostics.append(&mut reader.diagnostics);
            Records::new(path.clone(), list).with_broken(broken)
        }
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            Records::unreadable(path)
        }
    }
}

fn parse_text(text: &str, path: &SourcePath) -> Result<Node, Diagnostic> {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    yaml::parse(&text[start..], path, start)
}

/// The records that could be read, and the ids of those that could not.
fn records<T>(
    reader: &mut Reader<'_>,
    node: &Node,
    languages: &Languages,
    read: ReadRecord<T>,
) -> (Vec<(Spanned<String>, T)>, Vec<String>) {
    let (mut list, mut broken) = (Vec::new(), Vec::new());
    if node.value == Value::Null {
        return (list, broken);
    }
    for (id, node) in reader.entries(node).iter().flat_map(Fields::iter) {
        report_bad_id(reader, id);
        match read(reader, node, languages) {
            Some(record) => list.push((id.clone(), record)),
            None => broken.push(id.value.clone()),
        }
    }
    (list, broken)
}

fn report_bad_id(reader: &mut Reader<'_>, id: &Spanned<String>) {
    if !is_id(id) {
        let better = as_id(id).map(|id| format!(", such as `{id}`")).unwrap_or_default();
        reader.report(
            Diagnostic::error(reader.place(id.span), "record-id", format!("`{}` cannot be the id of a record", id.value))
                .help(format!("write small letters a–z, digits and single hyphens{better}")),
        );
    }
}

/// A text in each language: `{en: …, tr: …}`.
fn text(reader: &mut Reader<'_>, node: &Node, languages: &Languages) -> Option<Text> {
    if !matches!(&node.value, Value::Map(entries) if !entries.is_empty()) {
        return reader.wrong(node, "a text for each language, such as `{en: …, tr: …}`,");
    }
    let text = read_text(reader, node, languages)?;
    text.0.values().for_each(|text| report_markdown(reader, text));
    if text.is_empty() { None } else { Some(text) }
}

/// A text in each language that may be left out.
fn optional(reader: &mut Reader<'_>, fields: &Fields<'_>, name: &str, languages: &Languages) -> Text {
    fields.get(name).and_then(|node| text(reader, node, languages)).unwrap_or_default()
}

/// A list of sentences in each language, or none: `{en: [One., Two.]}`.
fn sentences(reader: &mut Reader<'_>, fields: &Fields<'_>, name: &str, languages: &Languages) -> TextList {
    let mut lists = TextList::default();
    let Some(node) = fields.get(name) else { return lists };
    for (language, node) in reader.entries(node).iter().flat_map(Fields::iter) {
        match languages.find(language) {
            Some(id) => {
                let list = reader.list(node, super::values::plain);
                lists.0.insert(id, list);
            }
            None => report_unknown_language(reader, language, languages.iter().map(|(_, known)| known.path.as_str())),
        }
    }
    lists
}

const fn must(name: &'static str, shape: Shape, example: &'static str) -> Part {
    Part { name, shape, required: true, example }
}

const fn may(name: &'static str, shape: Shape) -> Part {
    Part { name, shape, required: false, example: "" }
}
