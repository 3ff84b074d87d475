//! One file of interface strings as written: groups of strings, each with its place. Whether they are the right ones is for `complete`.

use std::collections::BTreeMap;

use super::message::{Message, Template};
use crate::diagnostic::{Diagnostic, Outcome, Place, Span};
use crate::model::{SourcePath, Spanned};
use crate::yaml::{self, Node, Reader, Value};

/// The strings of one language.
#[derive(Debug)]
pub(super) struct Strings {
    pub(super) file: SourcePath,
    /// Group to the place of its name.
    pub(super) groups: BTreeMap<String, Span>,
    /// Key (`nav.home`) to what is written for it.
    pub(super) entries: BTreeMap<String, Entry>,
}

#[derive(Debug)]
pub(super) struct Entry {
    /// The place of the key.
    pub(super) name: Span,
    pub(super) value: Written,
}

#[derive(Debug)]
pub(super) enum Written {
    Text(Spanned<Template>),
    /// In the order of the file.
    Plural(Vec<PluralForm>),
    /// Already reported: no string, but not missing either.
    Unreadable,
}

#[derive(Debug)]
pub(super) struct PluralForm {
    pub(super) name: &'static str,
    /// The place of the name.
    pub(super) span: Span,
    pub(super) text: Spanned<Template>,
}

/// CLDR's names of plural forms.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Reads a file of strings. `None` where it cannot be read at all, so that not every string counts as missing.
pub(super) fn read(file: &SourcePath, bytes: &[u8]) -> Outcome<Option<Strings>> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Outcome::new(None, vec![not_utf8(file)]);
    };
    let node = match yaml::parse(text, file, 0) {
        Ok(node) => node,
        Err(diagnostic) => return Outcome::new(None, vec![diagnostic]),
    };
    let mut reader = Reader::new(file);
    let strings = read_groups(&mut reader, &node);
    Outcome::new(strings, reader.diagnostics)
}

fn read_groups(reader: &mut Reader<'_>, node: &Node) -> Option<Strings> {
    let mut strings = Strings { file: reader.file().clone(), groups: BTreeMap::new(), entries: BTreeMap::new() };
    for (group, node) in reader.entries(node)?.iter() {
        strings.groups.insert(group.value.clone(), group.span);
        let entries = reader.entries(node);
        for (key, node) in entries.iter().flat_map(|entries| entries.iter()) {
            let entry = Entry { name: key.span, value: written(reader, node) };
            strings.entries.insert(format!("{}.{}", group.value, key.value), entry);
        }
    }
    Some(strings)
}

impl Written {
    pub(super) fn message(&self) -> Option<Message> {
        match self {
            Written::Text(template) => Some(Message::Text(template.value.clone())),
            Written::Plural(forms) => Some(Message::Plural(forms.iter().map(|form| (form.name, form.text.value.clone())).collect())),
            Written::Unreadable => None,
        }
    }
}

fn written(reader: &mut Reader<'_>, node: &Node) -> Written {
    let value = match &node.value {
        Value::Map(entries) if entries.iter().any(|(name, _)| FORMS.contains(&name.value.as_str())) => plural(reader, node),
        Value::Null | Value::Scalar(_) => template(reader, node).map(Written::Text),
        Value::List(_) | Value::Map(_) => reader.wrong(node, "a text, or a text for each plural form (`{one: …, other: …}`),"),
    };
    value.unwrap_or(Written::Unreadable)
}

fn plural(reader: &mut Reader<'_>, node: &Node) -> Option<Written> {
    let fields = reader.fields(node, &FORMS)?;
    let mut forms = Vec::new();
    let mut whole = true;
    for (name, node) in fields.iter() {
        let form = FORMS.into_iter().find(|form| *form == name.value);
        match form.zip(template(reader, node)) {
            Some((form, text)) => forms.push(PluralForm { name: form, span: name.span, text }),
            None => whole = false,
        }
    }
    whole.then_some(Written::Plural(forms))
}

fn template(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<Template>> {
    let text = reader.string(node)?;
    let template = Template::parse(&text);
    if template.is_none() {
        let message = "a brace here belongs to no placeholder";
        let help = "write a placeholder as its name in braces, such as `{name}`; for other purposes use round or square brackets";
        reader.report(Diagnostic::error(reader.place(text.span), "placeholder", message).help(help));
    }
    template.map(|value| Spanned { value, span: text.span })
}

fn not_utf8(file: &SourcePath) -> Diagnostic {
    Diagnostic::error(Place::file(file), "not-utf8", "this file is not text in UTF-8").help("save it as UTF-8 in your editor")
}
