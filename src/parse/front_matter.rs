//! The front matter: where it begins and ends in the file, and what belongs to this edition. `page_fields` reads what belongs to
//! the page; `schema` declares all names.
//!
//! Gives the best value it can beside its findings, so that later stages can go on and find more.

use std::ops::Range;

use super::page_fields;
use super::schema::{self, ACCEPT, CHANGE, FIELDS, Field, Scope, TRANSLATION};
use super::values::{is_invisible_mark, language, parts, plain};
use crate::diagnostic::{Diagnostic, Outcome, Place, Span};
use crate::model::{
    Accepted, Change, FrontMatter, Kind, LanguageId, Languages, Origin, PageKey, SourcePath, Spanned, Translation, TranslationState,
};
use crate::yaml::{self, Fields, Node, Reader, Value};

/// The two parts of a page's file, as bytes of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub front: Range<usize>,
    pub body: Range<usize>,
}

/// The file a front matter stands in.
#[derive(Clone, Copy)]
pub(super) struct Edition<'a> {
    pub path: &'a SourcePath,
    pub language: LanguageId,
    pub key: &'a PageKey,
    pub languages: &'a Languages,
}

/// Finds the front matter between its two lines of `---`. A byte order mark and CRLF line ends are no obstacle.
pub(super) fn split(text: &str, path: &SourcePath) -> Result<Parts, Diagnostic> {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let mut lines = lines(text, start);
    match lines.next() {
        Some(first) if is_fence(text, &first) => {
            let close = lines.find(|line| is_fence(text, line)).ok_or_else(|| unclosed(path, &first))?;
            Ok(Parts { front: first.end..close.start, body: close.end..text.len() })
        }
        _ => Err(absent(text, path, start)),
    }
}

/// Reads the front matter in `text`, which begins at byte `offset` of the file, and the place of its `kind`.
pub(super) fn read(text: &str, offset: usize, edition: Edition<'_>) -> Outcome<Option<(FrontMatter, Option<Span>)>> {
    let node = match yaml::parse(text, edition.path, offset) {
        Ok(node) => node,
        Err(diagnostic) => return Outcome::new(None, vec![diagnostic]),
    };
    let mut reader = Reader::new(edition.path);
    if node.value == Value::Null {
        return Outcome::new(None, vec![empty(text, offset, edition.path)]);
    }
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    let found = reader.fields(&node, &names).map(|fields| {
        let front = front_matter(&mut reader, &fields, edition);
        (front, fields.entry("kind").map(|(name, _)| name.span))
    });
    Outcome::new(found, reader.diagnostics)
}

const FENCE: &str = "---";
const EXAMPLE: &str =
    "begin the file with `---`, then lines such as `title: I am detained`, `summary: …` and `kind: situation`, then `---` again";

fn front_matter(reader: &mut Reader<'_>, fields: &Fields<'_>, edition: Edition<'_>) -> FrontMatter {
    let title = required(reader, fields, "title", None).and_then(|node| plain(reader, node));
    let title = title.unwrap_or_else(|| Spanned { value: edition.key.name().to_string(), span: fields.span() });
    if fields.get("summary").is_none() && !edition.key.is_home() {
        required(reader, fields, "summary", None);
    }
    FrontMatter {
        title,
        summary: text(reader, fields, "summary"),
        menu: text(reader, fields, "menu"),
        slug: fields.get("slug").and_then(|node| slug(reader, node)),
        aliases: fields.get("aliases").map(|node| reader.list(node, alias)).unwrap_or_default(),
        changes: fields.get("changes").map(|node| reader.list(node, change)).unwrap_or_default(),
        accept: fields.get("accept").map(|node| reader.list(node, accepted)).unwrap_or_default(),
        draft: fields.get("draft").and_then(|node| reader.boolean(node)).unwrap_or(false),
        dateline: text(reader, fields, "dateline"),
        venue: text(reader, fields, "venue"),
        expected: text(reader, fields, "expected"),
        participants: text(reader, fields, "participants"),
        origin: origin(reader, fields, edition),
    }
}

/// The value of a field of the table, or an error that it is missing, saying on which kind if it is wanted only there.
pub(super) fn required<'n>(reader: &mut Reader<'_>, fields: &Fields<'n>, name: &str, kind: Option<Kind>) -> Option<&'n Node> {
    let found = fields.get(name);
    if let (None, Some(field)) = (found, schema::find(name)) {
        let wanted = kind.map(|kind| format!(" on a page of the kind `{}`", kind.name())).unwrap_or_default();
        let none = if field.is_list() { format!(", or `{name}: []` if there is nothing to name") } else { String::new() };
        reader.report(
            Diagnostic::error(reader.place(head(fields)), "missing-key", format!("`{name}` is missing{wanted}"))
                .help(format!("add `{name}: {}` ({}){none}", field.example, field.doc)),
        );
    }
    found
}

/// Where to point when something is missing: the first key, not the whole block.
fn head(fields: &Fields<'_>) -> Span {
    fields.iter().next().map_or(fields.span(), |(name, _)| name.span)
}

pub(super) fn text(reader: &mut Reader<'_>, fields: &Fields<'_>, name: &str) -> Option<Spanned<String>> {
    fields.get(name).and_then(|node| plain(reader, node))
}

/// A file with `translation:` is a translation; every other is an original, unless its language shows that the entry was forgotten.
fn origin(reader: &mut Reader<'_>, fields: &Fields<'_>, edition: Edition<'_>) -> Origin {
    if let Some((name, node)) = fields.entry("translation") {
        report_page_fields(reader, fields, edition, node);
        return Origin::Translation(translation(reader, node, name.span, edition));
    }
    if fields.get("kind").is_none() && edition.language != LanguageId(0) {
        let first = &edition.languages.get(LanguageId(0)).path;
        reader.report(Diagnostic::error(reader.place(head(fields)), "missing-key", "`translation` is missing").help(format!(
            "add `translation: {{from: {first}, state: machine}}`; or, if the page was first written in this language, `kind: situation`"
        )));
        return Origin::Translation(unknown_translation(head(fields)));
    }
    Origin::Original(Box::new(page_fields::read(reader, fields, edition)))
}

fn translation(reader: &mut Reader<'_>, node: &Node, name: Span, edition: Edition<'_>) -> Translation {
    let span = Span { start: name.start, end: node.span.end.max(name.end) };
    let Some(fields) = parts(reader, node, TRANSLATION) else { return unknown_translation(span) };
    let from = fields.get("from").and_then(|node| language(reader, node, edition.languages));
    let from = from.unwrap_or(Spanned { value: LanguageId(0), span });
    if from.value == edition.language && fields.get("from").is_some() {
        let path = &edition.languages.get(edition.language).path;
        reader.report(
            Diagnostic::error(reader.place(from.span), "translation-from", format!("this edition is itself in `{path}`"))
                .help("write the language it was translated from, or leave out `translation` if this is the original"),
        );
    }
    Translation {
        span,
        from,
        by: text(reader, &fields, "by"),
        state: fields.get("state").and_then(|node| state(reader, node)).unwrap_or(TranslationState::InProgress),
        sections: fields.get("sections").map(|node| digests(reader, node)).unwrap_or_default(),
    }
}

/// What stands in for a translation's entry that could not be read: the most careful reading of it.
fn unknown_translation(span: Span) -> Translation {
    let from = Spanned { value: LanguageId(0), span };
    Translation { span, from, by: None, state: TranslationState::InProgress, sections: Vec::new() }
}

fn state(reader: &mut Reader<'_>, node: &Node) -> Option<TranslationState> {
    reader.choice(node, &TranslationState::ALL.map(|state| (state.name(), state)))
}

/// Section ids and the digests of what they were translated from: lower-case hexadecimal, as `dalil stamp` writes them.
fn digests(reader: &mut Reader<'_>, node: &Node) -> Vec<(Spanned<String>, Spanned<String>)> {
    let mut digests = Vec::new();
    for (id, node) in reader.entries(node).iter().flat_map(Fields::iter) {
        let Some(digest) = reader.string(node) else { continue };
        if digest.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            digests.push((id.clone(), digest));
        } else {
            reader.wrong::<()>(node, "a digest as `dalil stamp` writes it");
        }
    }
    digests
}

/// What is true of the page in every language is written once, in the original.
fn report_page_fields(reader: &mut Reader<'_>, fields: &Fields<'_>, edition: Edition<'_>, translation: &Node) {
    let original = original_path(translation, edition);
    for (name, _) in fields.iter() {
        if schema::find(name).is_some_and(|field| field.scope == Scope::Page) {
            let message = format!("`{}` is the same in every language and is written in the original alone", name.value);
            let help = format!("remove it here; it belongs in `{original}`");
            reader.report(Diagnostic::error(reader.place(name.span), "page-field", message).help(help));
        }
    }
}

/// Where the original of a translation lies: the same path below its language.
fn original_path(translation: &Node, edition: Edition<'_>) -> String {
    let from = match &translation.value {
        Value::Map(entries) => entries.iter().find(|(name, _)| name.value == "from").and_then(|(_, node)| super::values::word(node)),
        Value::Null | Value::Scalar(_) | Value::List(_) => None,
    };
    let from = from.and_then(|from| edition.languages.find(from)).filter(|from| *from != edition.language);
    let from = from.unwrap_or(LanguageId(0));
    let own = format!("content/{}/", edition.languages.get(edition.language).path);
    let file = edition.path.as_str().strip_prefix(own.as_str()).unwrap_or(edition.path.as_str());
    format!("content/{}/{file}", edition.languages.get(from).path)
}

fn change(reader: &mut Reader<'_>, node: &Node) -> Option<Change> {
    let fields = parts(reader, node, CHANGE)?;
    let on = fields.get("on").and_then(|node| reader.date(node));
    let note = text(reader, &fields, "note");
    Some(Change { on: on?, note: note? })
}

fn accepted(reader: &mut Reader<'_>, node: &Node) -> Option<Accepted> {
    let fields = parts(reader, node, ACCEPT)?;
    let section = fields.get("section").and_then(|node| reader.string(node));
    let code = fields.get("code").and_then(|node| reader.string(node));
    let reason = text(reader, &fields, "reason");
    Some(Accepted { section: section?, code: code?, reason: reason? })
}

/// One segment of a URL, in the edition's own script or ASCII (RFC 3987 allows both; browsers show them as written).
fn slug(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<String>> {
    let slug = reader.string(node)?;
    if !slug.chars().any(|c| c.is_uppercase() || breaks_segment(c)) {
        return Some(slug);
    }
    let spaced: String = slug.chars().map(|c| if breaks_segment(c) { ' ' } else { c }).collect();
    let better = spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-");
    let message = format!("`{}` cannot be the last part of a web address", slug.value);
    let rule = "only small letters of any script, digits and hyphens";
    let help = if better.is_empty() { format!("write {rule}") } else { format!("write `slug: {better}`: {rule}") };
    reader.report(Diagnostic::error(reader.place(slug.span), "slug", message).help(help));
    None
}

/// Whether a character ends or garbles a segment of a URL.
fn breaks_segment(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_invisible_mark(c) || (c.is_ascii_punctuation() && !matches!(c, '-' | '_'))
}

/// A path below the language, as in an old link. Without the slash at its end.
fn alias(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<String>> {
    let alias = reader.string(node)?;
    let path = alias.strip_suffix('/').unwrap_or(&alias);
    let segment_is_bad = |segment: &str| segment.is_empty() || segment == "." || segment == "..";
    let char_is_bad = |c: char| c.is_whitespace() || c.is_control() || is_invisible_mark(c) || "?#:\\%\"<>".contains(c);
    if path.split('/').any(segment_is_bad) || path.contains(char_is_bad) {
        let message = format!("`{}` is no path below this language", alias.value);
        let help = "write the old address without the host, the language and a slash at the start, such as `help/detention`";
        reader.report(Diagnostic::error(reader.place(alias.span), "alias", message).help(help));
        return None;
    }
    Some(Spanned { value: path.to_string(), span: alias.span })
}

/// The lines of `text` from byte `start` on, each with its line end.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = start;
    text[start..].split_inclusive('\n').map(move |line| {
        let begin = at;
        at += line.len();
        begin..at
    })
}

fn is_fence(text: &str, line: &Range<usize>) -> bool {
    text[line.clone()].trim_end() == FENCE
}

fn absent(text: &str, path: &SourcePath, start: usize) -> Diagnostic {
    let length = text[start..].lines().next().map_or(0, str::len);
    let place = Place::new(path, Span { start, end: start + length });
    if text[start..].trim_start().starts_with("---") {
        return Diagnostic::error(place, "no-front-matter", "the front matter begins on the first line of the file")
            .help("remove what stands before `---`, and write nothing else on that line");
    }
    Diagnostic::error(place, "no-front-matter", "this page has no front matter, so nothing says what it is").help(EXAMPLE)
}

/// Points at what stands between the fences, or at the second fence where nothing does.
fn empty(text: &str, offset: usize, path: &SourcePath) -> Diagnostic {
    let within = if text.trim().is_empty() { text.len()..text.len() + FENCE.len() } else { 0..text.trim_end().len() };
    let place = Place::new(path, Span::new(within).shifted(offset));
    Diagnostic::error(place, "no-front-matter", "the front matter is empty").help(EXAMPLE)
}

fn unclosed(path: &SourcePath, first: &Range<usize>) -> Diagnostic {
    let place = Place::new(path, Span { start: first.start, end: first.start + FENCE.len() });
    Diagnostic::error(place, "unclosed-front-matter", "the front matter begins here and never ends")
        .help("write a line `---` after its last entry, before the text of the page")
}

/// Fields of the table that a page of this kind must have, besides those that every edition has.
pub(super) fn required_on(kind: Kind) -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(move |field| field.scope == Scope::Page && field.name != "kind" && field.required.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_where_the_fences_are() {
        let path = SourcePath::new("content/en/a.md");
        for (text, front, body) in [
            ("---\na: 1\n---\nText", "a: 1\n", "Text"),
            ("\u{FEFF}---\r\na: 1\r\n---\r\nText", "a: 1\r\n", "Text"),
            ("--- \n---", "", ""),
            ("---\na: |\n  x ---\n---\n---\n", "a: |\n  x ---\n", "---\n"),
        ] {
            let parts = split(text, &path).expect(text);
            assert_eq!((&text[parts.front], &text[parts.body]), (front, body), "{text:?}");
        }
        for (text, code) in [
            ("", "no-front-matter"),
            ("\n---\n---\n", "no-front-matter"),
            ("---\na: 1", "unclosed-front-matter"),
            ("----\n---", "no-front-matter"),
        ] {
            assert_eq!(split(text, &path).expect_err(text).code, code, "{text:?}");
        }
    }

    #[test]
    fn slugs_and_aliases() {
        let path = SourcePath::new("a");
        let read = |text: &str, item: fn(&mut Reader<'_>, &Node) -> Option<Spanned<String>>| {
            let mut reader = Reader::new(&path);
            let node = Node { span: Span::default(), value: Value::Scalar(text.to_string()) };
            item(&mut reader, &node).map(|found| found.value)
        };
        for (text, good) in
            [("gözaltı", true), ("بازداشت-شده", true), ("a b", false), ("a/b", false), ("Ab", false), ("a%20", false), ("a.html", false)]
        {
            assert_eq!(read(text, slug).is_some(), good, "{text}");
        }
        assert_eq!(read("help/detention/", alias).as_deref(), Some("help/detention"));
        for text in ["/help", "https://a.org", "a//b", "../a", "a b", "a?b", ""] {
            assert_eq!(read(text, alias), None, "{text}");
        }
    }
}
