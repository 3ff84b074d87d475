//! Stamping: which pins a translation gets, and its file with them, every other byte as it was.

use super::digest::{SectionDigest, digests};
use crate::diagnostic::{Diagnostic, Place, Span};
use crate::model::{Edition, LEAD, LanguageId, Page, Site, SourcePath, TranslationState};
use crate::parse::front_matter;
use crate::yaml::{self, Node, Value};

/// What a stamp is to do.
#[derive(Debug, Clone, Default)]
pub struct Stamp {
    /// One section alone.
    pub section: Option<String>,
    /// The originals' changes need no new translation: sections that were never translated stay so.
    pub minor: bool,
    pub state: Option<TranslationState>,
}

/// The pins of a translation, and what could not be pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pins {
    /// Section id to digest, in the order of the original.
    pub list: Vec<(String, String)>,
    /// Sections of the original that the translation does not have.
    pub untranslated: Vec<String>,
}

/// A translation's file after stamping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    pub text: String,
    pub pins: Pins,
}

/// The file of a translation with its new stamp. `None` where the page has no translation in this language.
pub fn stamp(site: &Site, page: &Page, language: LanguageId, stamp: &Stamp) -> Option<Result<Stamped, Diagnostic>> {
    let edition = page.editions.get(&language).filter(|edition| edition.document.translation().is_some())?;
    let pins = pins(site, page, edition, stamp);
    let document = &edition.document;
    let text = write(&document.source, &document.path, &pins.list, stamp.state);
    Some(text.map(|text| Stamped { text, pins }))
}

/// Which pins a translation gets.
pub fn pins(site: &Site, page: &Page, edition: &Edition, stamp: &Stamp) -> Pins {
    let now = digests(page.original(), &page.fields, &site.registers);
    let old: Vec<(&str, &str)> = edition
        .document
        .translation()
        .iter()
        .flat_map(|translation| &translation.sections)
        .map(|(id, digest)| (id.as_str(), digest.as_str()))
        .collect();
    let is_there = |id: &str| id == LEAD || edition.heading_ids.iter().any(|own| own == id);
    let mut pins = Pins { list: Vec::new(), untranslated: Vec::new() };
    for section in &now {
        let known = pinned(section, &old, &now);
        let chosen = stamp.section.as_ref().is_none_or(|id| *id == section.id) && (!stamp.minor || known.is_some());
        if chosen && is_there(&section.id) {
            pins.list.push((section.id.clone(), section.digest.clone()));
        } else {
            pins.list.extend(known.map(|digest| (section.id.clone(), digest.to_string())));
            pins.untranslated.extend((!is_there(&section.id)).then(|| section.id.clone()));
        }
    }
    // What the original has dropped stays pinned, and so reported, until the translation drops it too.
    let is_gone = |(id, digest): &&(&str, &str)| !now.iter().any(|section| section.id == *id || section.digest == *digest);
    let left = old.iter().filter(is_gone).filter(|(id, _)| is_there(id) && *id != LEAD);
    pins.list.extend(left.map(|(id, digest)| (id.to_string(), digest.to_string())));
    pins
}

/// The pins of a translation of which some sections were translated anew, and the others stay pinned as they were.
pub(super) fn renewed_pins(site: &Site, page: &Page, before: Option<&Edition>, is_renewed: impl Fn(&str) -> bool) -> Vec<(String, String)> {
    let now = digests(page.original(), &page.fields, &site.registers);
    let translation = before.and_then(|edition| edition.document.translation());
    let old: Vec<(&str, &str)> =
        translation.iter().flat_map(|translation| &translation.sections).map(|(id, digest)| (id.as_str(), digest.as_str())).collect();
    let pin = |section: &SectionDigest| {
        let digest = if is_renewed(&section.id) { Some(section.digest.as_str()) } else { pinned(section, &old, &now) };
        digest.map(|digest| (section.id.clone(), digest.to_string()))
    };
    let left = old.iter().filter(|(id, digest)| !now.iter().any(|section| section.id == *id || section.digest == *digest));
    now.iter().filter_map(pin).chain(left.map(|(id, digest)| (id.to_string(), digest.to_string()))).collect()
}

/// The digest that a section is pinned to, under its id or under the one it had before.
fn pinned<'a>(section: &SectionDigest, old: &[(&'a str, &'a str)], now: &[SectionDigest]) -> Option<&'a str> {
    let by_id = old.iter().find(|(id, _)| *id == section.id);
    let renamed = || old.iter().find(|(id, digest)| *digest == section.digest && !now.iter().any(|other| other.id == *id));
    by_id.or_else(renamed).map(|(_, digest)| *digest)
}

/// The file with these pins in its `translation:` entry, and with this state where one is given.
pub(super) fn write(
    source: &str,
    file: &SourcePath,
    pins: &[(String, String)],
    state: Option<TranslationState>,
) -> Result<String, Diagnostic> {
    let front = front_matter(source, file)?;
    let root = yaml::parse(&source[front.clone()], file, front.start)?;
    let Some(translation) = entry(&root, "translation").filter(|node| matches!(node.value, Value::Map(_))) else {
        return Err(Diagnostic::error(Place::file(file), "no-translation", "this file has no `translation:` entry to stamp")
            .help("add `translation: {from: en, state: machine}` to its front matter"));
    };
    let mut edits = Vec::new();
    match entry(translation, "sections") {
        None if pins.is_empty() => {}
        Some(node) => replace_pins(source, node, pins, &mut edits),
        None => insert(source, translation, &format!("sections: {}", flow(pins)), &mut edits),
    }
    match (state, entry(translation, "state")) {
        (Some(state), Some(node)) if source.get(node.span.range()) != Some(state.name()) => {
            edits.push((node.span, state.name().to_string()));
        }
        (Some(state), None) => insert(source, translation, &format!("state: {}", state.name()), &mut edits),
        _ => {}
    }
    Ok(apply(source, edits))
}

/// A place in the file and what stands there instead.
type Edit = (Span, String);

fn apply(source: &str, mut edits: Vec<Edit>) -> String {
    edits.sort();
    let mut text = source.to_string();
    for (span, with) in edits.into_iter().rev() {
        text.replace_range(span.range(), &with);
    }
    text
}

fn flow(pins: &[(String, String)]) -> String {
    let pins: Vec<String> = pins.iter().map(|(id, digest)| format!("{id}: {digest}")).collect();
    format!("{{{}}}", pins.join(", "))
}

/// A mapping in braces is written anew as a whole; one of lines is changed line by line, so that remarks between them stay.
fn replace_pins(source: &str, node: &Node, pins: &[(String, String)], edits: &mut Vec<Edit>) {
    let (Value::Map(old), false) = (&node.value, is_flow(source, node)) else {
        let new = flow(pins);
        let span = Span { start: node.span.start, end: end(source, node) };
        edits.extend((source.get(span.range()) != Some(new.as_str())).then_some((span, new)));
        return;
    };
    for (id, value) in old {
        match pins.iter().find(|(pin, _)| *pin == id.value) {
            Some((_, digest)) if source.get(value.span.range()) == Some(digest) => {}
            Some((_, digest)) => edits.push((value.span, digest.clone())),
            None => edits.push((line(source, id.span.start), String::new())),
        }
    }
    let added: Vec<String> =
        pins.iter().filter(|(pin, _)| !old.iter().any(|(id, _)| id.value == *pin)).map(|(id, digest)| format!("{id}: {digest}")).collect();
    for pin in added {
        insert(source, node, &pin, edits);
    }
}

/// Adds an entry at the end of a mapping, in the form the mapping has.
fn insert(source: &str, map: &Node, entry: &str, edits: &mut Vec<Edit>) {
    let Value::Map(entries) = &map.value else { return };
    if is_flow(source, map) {
        let inside = source[..end(source, map)].trim_end_matches('}');
        let at = inside.trim_end().len();
        let comma = if entries.is_empty() || inside.trim_end().ends_with(',') { "" } else { "," };
        let space = if entries.is_empty() { "" } else { " " };
        edits.push((Span { start: at, end: at }, format!("{comma}{space}{entry}")));
        return;
    }
    let Some((first, _)) = entries.first() else { return };
    let own_line = line(source, first.span.start);
    let indent = &source[own_line.start..first.span.start];
    let after = line(source, end(source, map).saturating_sub(1)).end;
    let newline = if source[own_line.range()].ends_with("\r\n") { "\r\n" } else { "\n" };
    edits.push((Span { start: after, end: after }, format!("{indent}{entry}{newline}")));
}

/// The byte after a value. The YAML library tells it for scalars alone: a mapping or list ends after its last entry and its bracket.
fn end(source: &str, node: &Node) -> usize {
    let last = match &node.value {
        Value::Null | Value::Scalar(_) => return node.span.end,
        Value::Map(entries) => entries.last().map(|(key, value)| end(source, value).max(key.span.end)),
        Value::List(items) => items.last().map(|item| end(source, item)),
    };
    let is_bracketed = source[node.span.start..].starts_with(['{', '[']);
    let after_last = last.unwrap_or(node.span.start + usize::from(is_bracketed));
    if is_bracketed { after_bracket(source, after_last) } else { after_last }
}

/// The byte after the next closing bracket that stands in no remark.
fn after_bracket(source: &str, from: usize) -> usize {
    let mut in_remark = false;
    for (at, c) in source[from..].char_indices() {
        match c {
            '#' => in_remark = true,
            '\n' => in_remark = false,
            '}' | ']' if !in_remark => return from + at + 1,
            _ => {}
        }
    }
    source.len()
}

/// The whole line that a byte stands in, with its end.
fn line(source: &str, at: usize) -> Span {
    let start = source[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = source[at..].find('\n').map_or(source.len(), |newline| at + newline + 1);
    Span { start, end }
}

fn is_flow(source: &str, node: &Node) -> bool {
    source[node.span.start..].starts_with('{')
}

fn entry<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    match &node.value {
        Value::Map(entries) => entries.iter().find(|(key, _)| key.value == name).map(|(_, node)| node),
        Value::Null | Value::Scalar(_) | Value::List(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, state: Option<TranslationState>, after: &str) {
        let file = SourcePath::new("content/ar/a.md");
        let pins = [("_".to_string(), "0011aabb".to_string()), ("now".to_string(), "12345678".to_string())];
        let wrap = |front: &str| format!("---\n{front}\n---\n\nText\n");
        let written = write(&wrap(before), &file, &pins, state).expect(before);
        assert_eq!(written, wrap(after));
        assert_eq!(write(&written, &file, &pins, state).expect(after), written, "a second stamp changes nothing");
        let windows = |text: &str| wrap(text).replace('\n', "\r\n");
        assert_eq!(write(&windows(before), &file, &pins, state).expect(before), windows(after));
    }

    #[test]
    fn what_is_no_translation_is_not_stamped() {
        let error = write("---\ntitle: A\n---\n", &SourcePath::new("a"), &[], None).expect_err("nothing to stamp");
        assert_eq!(error.code, "no-translation");
    }

    #[test]
    fn only_the_stamp_changes() {
        const PINS: &str = "{_: 0011aabb, now: 12345678}";
        let reviewed = Some(TranslationState::Reviewed);
        check("translation: {from: en, state: machine}", None, &format!("translation: {{from: en, state: machine, sections: {PINS}}}"));
        check(
            "# first\ntitle: ا # x\ntranslation: { from: en, state: machine, } # y\nslug: z",
            reviewed,
            &format!("# first\ntitle: ا # x\ntranslation: {{ from: en, state: reviewed, sections: {PINS} }} # y\nslug: z"),
        );
        check("translation: {sections: {_: ff, old: 12}, from: en}", None, &format!("translation: {{sections: {PINS}, from: en}}"));
        check(
            "translation:\n  from: en # f\n  # remark\n  state: machine\n\ntitle: a",
            reviewed,
            &format!("translation:\n  from: en # f\n  # remark\n  state: reviewed\n  sections: {PINS}\n\ntitle: a"),
        );
        check(
            "translation:\n    state: machine\n    sections:\n        # lead\n        _: ffff\n        old: 1234 # gone\n    from: en",
            None,
            "translation:\n    state: machine\n    sections:\n        # lead\n        _: 0011aabb\n        now: 12345678\n    from: en",
        );
    }
}
