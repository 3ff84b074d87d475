//! The interface strings of `i18n/` on their way to a translator and back. Each plural form of CLDR that the language has is a text of its own.

use std::collections::BTreeMap;

use super::assemble::Mark;
use super::content::{Code, CodeKind, Content, Part};
use super::fragment::{Edit, apply};
use super::import::ImportedFile;
use super::returned::{Given, INTERFACE, Returned, ReturnedUnit};
use super::scalar;
use super::sheet::{Entry, EntryState, Sheet};
use super::tagged::{self, tagged};
use crate::diagnostic::{Diagnostic, Outcome, Place, Span};
use crate::i18n::{Part as Piece, Plurals, Template};
use crate::model::{Language, LanguageId, Site, SourcePath, Sources, Spanned};
use crate::yaml::{self, Node, Value};

/// A string as written: one text, or one for each plural form.
enum Written {
    Text(Spanned<String>),
    Forms(Vec<(String, Spanned<String>)>),
}

/// The strings of a language by key, with the place that a new one of the group goes after.
struct Strings<'s> {
    file: SourcePath,
    source: &'s str,
    list: BTreeMap<String, Written>,
    /// In the order of the file.
    order: Vec<String>,
}

/// One text: the key, and the plural form where it has any.
type Address = (String, Option<String>);

/// The sheet of the interface strings; nothing for the first language, which the others are made from.
pub fn sheet(sources: &Sources, site: &Site, language: LanguageId) -> Option<Result<Sheet, Diagnostic>> {
    let first = site.config.languages.get(LanguageId(0));
    (language != LanguageId(0)).then(|| {
        let reference = strings(sources, first)?;
        let own = strings(sources, site.config.languages.get(language))?;
        let entries =
            texts(&reference, site.config.languages.get(language)).into_iter().map(|text| entry(text, &reference, &own)).collect();
        Ok(Sheet { title: "interface strings".to_string(), file: reference.file.to_string(), from: first.clone(), entries })
    })
}

/// Brings returned strings into the language's file.
pub(super) fn import(
    sources: &Sources,
    site: &Site,
    language: LanguageId,
    returned: &[(&Returned, &ReturnedUnit)],
) -> Outcome<Option<ImportedFile>> {
    let read = strings(sources, site.config.languages.get(LanguageId(0)))
        .and_then(|reference| Ok((reference, strings(sources, site.config.languages.get(language))?)));
    let (reference, own) = match read {
        Ok(read) => read,
        Err(diagnostic) => return Outcome::new(None, vec![diagnostic]),
    };
    if language == LanguageId(0) {
        let place = returned.first().map(|(file, unit)| Place::new(&file.file, unit.context.span));
        let place = place.unwrap_or(Place::file(&own.file));
        let found =
            Diagnostic::error(place, "exchange-language", "the interface strings of this language are those that the others are made from");
        return Outcome::new(None, vec![found.help(format!("change them in `{}`", own.file))]);
    }
    let known = texts(&reference, site.config.languages.get(language));
    let (mut edits, mut findings) = (Vec::new(), Vec::new());
    for (file, unit) in returned {
        match change(file, unit, &known, &reference, &own) {
            Ok(edit) => edits.extend(edit),
            Err(found) => findings.push(found),
        }
    }
    let changed = edits.len();
    let (text, _): (String, Vec<Mark>) = apply(own.source, edits);
    let file = (text != own.source).then(|| ImportedFile { path: own.file, text, is_new: false, changed, pinned: Vec::new() });
    Outcome::new(file, findings)
}

/// What one returned string changes in the file.
fn change(
    file: &Returned,
    unit: &ReturnedUnit,
    known: &[Address],
    reference: &Strings<'_>,
    own: &Strings<'_>,
) -> Result<Option<Edit>, Diagnostic> {
    let place = Place::new(&file.file, unit.context.span);
    let Some(address) = known.iter().find(|address| context(address) == unit.context.value) else {
        let message = format!("there is no interface string `{}` any more", unit.context.value);
        return Err(Diagnostic::error(place, "exchange-page", message).help("take it out of the file, or export the file again"));
    };
    let Some(source) = reference.text(address, true).map(content) else { return Ok(None) };
    if !matches!(unit.given, Given::Done | Given::Reviewed) {
        return Ok(None);
    }
    if tagged(&source) != unit.source {
        let message = format!("the original of `{}` has changed since this file was made: left out", unit.context.value);
        return Err(Diagnostic { severity: crate::diagnostic::Severity::Warning, ..Diagnostic::error(place, "exchange-old", message) }
            .help("export the interface strings again and translate what is marked there"));
    }
    // A form for one number alone may say it in words.
    let wanted: &[Code] = if address.1.is_some() { &[] } else { &source.codes };
    let target = Place::new(&file.file, unit.target.span);
    let read = tagged::read(&unit.target.value, &source.codes, wanted);
    let text =
        read.map_err(|complaint| Diagnostic::error(target.clone(), "exchange-placeholder", complaint.message).help(complaint.help))?;
    let text = tagged::plain(&text);
    Ok(match own.text(address, false) {
        Some(present) if present.value == text => None,
        Some(present) => Some(scalar::replaced(own.source, present.span, &text)),
        None => own.added(address, &text),
    })
}

/// The texts that a language needs: the first language's strings, with the plural forms of its own.
fn texts(reference: &Strings<'_>, language: &Language) -> Vec<Address> {
    let plurals = Plurals::of(language);
    let forms = |key: &String| -> Vec<Address> {
        match reference.list.get(key) {
            Some(Written::Forms(_)) => {
                plurals.forms().iter().filter(|form| form.needed).map(|form| (key.clone(), Some(form.name.to_string()))).collect()
            }
            _ => vec![(key.clone(), None)],
        }
    };
    reference.order.iter().flat_map(forms).collect()
}

fn entry(address: Address, reference: &Strings<'_>, own: &Strings<'_>) -> Entry {
    let original = reference.text(&address, true);
    let source = original.map(content).unwrap_or_default();
    let mut notes = vec![format!("interface string `{}`", address.0)];
    if let Some(form) = &address.1 {
        notes.push(format!("plural form `{form}` of CLDR; the number is {{n}}"));
    }
    let target = own.text(&address, false).map(content);
    let state = if target.is_some() { EntryState::Translated } else { EntryState::New };
    let line = 1 + original.map_or(0, |text| reference.source[..text.span.start].matches('\n').count());
    Entry { context: context(&address), line, notes, source, previous: None, target, state }
}

fn context(address: &Address) -> String {
    match &address.1 {
        Some(form) => format!("{INTERFACE}{}/{form}", address.0),
        None => format!("{INTERFACE}{}", address.0),
    }
}

/// A string with its slots as placeholders.
fn content(text: &Spanned<String>) -> Content {
    let Some(template) = Template::parse(text) else { return Content::plain(text) };
    let mut content = Content::default();
    for piece in template.parts() {
        match piece {
            Piece::Text(words) => content.parts.push(Part::Words(words.clone())),
            Piece::Slot(name) => {
                let known = content.codes.iter().position(|code| code.name == *name);
                let code = known.unwrap_or_else(|| {
                    let open = format!("{{{name}}}");
                    content.codes.push(Code { name: name.clone(), kind: CodeKind::Slot, key: String::new(), open, close: String::new() });
                    content.codes.len() - 1
                });
                content.parts.push(Part::Alone(code));
            }
        }
    }
    content
}

fn strings<'s>(sources: &'s Sources, language: &Language) -> Result<Strings<'s>, Diagnostic> {
    let file = SourcePath::new(format!("i18n/{}.yaml", language.path));
    let Some(source) = sources.text(file.as_str()) else {
        return Err(Diagnostic::error(Place::file(&file), "missing-strings", format!("there is no file `{file}` that can be read"))
            .help("make one from the file of another language"));
    };
    let root = yaml::parse(source, &file, 0)?;
    let mut strings = Strings { file, source, list: BTreeMap::new(), order: Vec::new() };
    for (group, node) in entries(&root) {
        for (name, node) in entries(node) {
            let key = format!("{}.{}", group.value, name.value);
            let forms: Vec<(String, Spanned<String>)> =
                entries(node).iter().filter_map(|(form, node)| Some((form.value.clone(), scalar_of(node)?))).collect();
            let written = match scalar_of(node) {
                Some(text) => Written::Text(text),
                None => Written::Forms(forms),
            };
            strings.order.push(key.clone());
            strings.list.insert(key, written);
        }
    }
    Ok(strings)
}

fn entries(node: &Node) -> &[(Spanned<String>, Node)] {
    if let Value::Map(entries) = &node.value { entries } else { &[] }
}

fn scalar_of(node: &Node) -> Option<Spanned<String>> {
    if let Value::Scalar(text) = &node.value { Some(Spanned { value: text.trim().to_string(), span: node.span }) } else { None }
}

impl Strings<'_> {
    /// A text; with `nearest`, that of `other` for a form that this language does not have.
    fn text(&self, (key, form): &Address, nearest: bool) -> Option<&Spanned<String>> {
        match (self.list.get(key)?, form) {
            (Written::Text(text), None) => Some(text),
            (Written::Forms(forms), Some(form)) => {
                let named = |name: &str| forms.iter().find(|(known, _)| known == name).map(|(_, text)| text);
                named(form).or_else(|| named("other").filter(|_| nearest))
            }
            _ => None,
        }
    }

    /// A string that this file lacks, after its neighbour in the group. Nothing where there is no neighbour; the build says what is missing.
    fn added(&self, (key, form): &Address, text: &str) -> Option<Edit> {
        let (group, name) = key.split_once('.')?;
        let neighbour = self.order.iter().rev().find(|known| known.split_once('.').is_some_and(|(known, _)| known == group))?;
        let (after, name): (Span, &str) = match (self.list.get(key), form) {
            (Some(Written::Forms(forms)), Some(form)) => (forms.last()?.1.span, form),
            (None, None) => (self.last_span(neighbour)?, name),
            _ => return None,
        };
        let line = self.source[..after.start].rfind('\n').map_or(0, |newline| newline + 1);
        let is_flow = self.source[line..after.start].contains('{');
        if is_flow && form.is_some() {
            let entry = format!(", {name}: {}", scalar::written(text, ""));
            let at = Span { start: after.end, end: after.end };
            return Some(Edit { span: at, with: super::fragment::Fragment::text(&entry) });
        }
        Some(scalar::added(self.source, after, name, text))
    }

    fn last_span(&self, key: &str) -> Option<Span> {
        match self.list.get(key)? {
            Written::Text(text) => Some(text.span),
            Written::Forms(forms) => forms.last().map(|(_, text)| text.span),
        }
    }
}
