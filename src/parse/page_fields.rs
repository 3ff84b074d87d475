//! The front matter's fields that are true of the page in every language, read from its original.
//!
//! Which field may or must stand on which kind of page is in `schema`. Whether names exist is for `resolve`.

use super::front_matter::{Edition, required, required_on, text};
use super::schema::{self, EVENT, REVIEW, WEB_SOURCE};
use super::values::{article_ref, language, parts, url, word};
use crate::diagnostic::Diagnostic;
use crate::model::{Audience, Date, Event, Kind, PageFields, Review, Role, Source, Spanned};
use crate::yaml::{Fields, Node, Reader};

/// Reads the page's fields, and reports those that are missing on its kind or belong to another.
pub(super) fn read(reader: &mut Reader<'_>, fields: &Fields<'_>, edition: Edition<'_>) -> PageFields {
    let node = required(reader, fields, "kind", None);
    let kind = node.and_then(|node| reader.choice(node, &Kind::ALL.map(|kind| (kind.name(), kind))));
    if let Some(kind) = kind {
        report_foreign_fields(reader, fields, kind);
        for field in required_on(kind) {
            required(reader, fields, field.name, Some(kind));
        }
    }
    let page = PageFields {
        kind: kind.unwrap_or(Kind::Page),
        order: fields.get("order").and_then(|node| reader.integer(node)),
        topics: names(reader, fields, "topics"),
        audience: fields.get("audience").map(|node| reader.list(node, audience)).unwrap_or_default(),
        review: fields.get("review").and_then(|node| review(reader, node)).unwrap_or(Review::Pending),
        sources: fields.get("sources").map(|node| reader.list(node, source)).unwrap_or_default(),
        sensitive: flag(reader, fields, "sensitive"),
        languages: fields.get("languages").map(|node| reader.list(node, |reader, item| language(reader, item, edition.languages))),
        expires: fields.get("expires").and_then(|node| reader.date(node)),
        replaced_by: fields.get("replaced_by").and_then(|node| reader.string(node)),
        deadlines: names(reader, fields, "deadlines"),
        contacts: names(reader, fields, "contacts"),
        next: names(reader, fields, "next"),
        chapters: names(reader, fields, "chapters"),
        steps: flag(reader, fields, "steps"),
        situations: names(reader, fields, "situations"),
        guides: names(reader, fields, "guides"),
        published: fields.get("published").and_then(|node| reader.date(node)),
        event: fields.get("event").and_then(|node| event(reader, node)),
        project: fields.get("project").and_then(|node| reader.string(node)),
        organisations: names(reader, fields, "organisations"),
    };
    report_guide(reader, fields, &page, edition);
    report_home(reader, fields, kind, edition);
    page
}

fn names(reader: &mut Reader<'_>, fields: &Fields<'_>, name: &str) -> Vec<Spanned<String>> {
    fields.get(name).map(|node| reader.strings(node)).unwrap_or_default()
}

fn flag(reader: &mut Reader<'_>, fields: &Fields<'_>, name: &str) -> bool {
    fields.get(name).and_then(|node| reader.boolean(node)).unwrap_or(false)
}

fn audience(reader: &mut Reader<'_>, node: &Node) -> Option<Audience> {
    reader.choice(node, &Audience::ALL.map(|audience| (audience.name(), audience)))
}

/// `pending`, or who read it, when, and when it is to be read again.
fn review(reader: &mut Reader<'_>, node: &Node) -> Option<Review> {
    if let Some(text) = word(node) {
        let expected = "`pending`, or `{on: 2026-11-21, by: lawyer, next: 2027-05-21}`,";
        return if text == "pending" { Some(Review::Pending) } else { reader.wrong(node, expected) };
    }
    let fields = parts(reader, node, REVIEW)?;
    let on = fields.get("on").and_then(|node| reader.date(node));
    let by = fields.get("by").and_then(|node| reader.choice(node, &Role::ALL.map(|role| (role.name(), role))));
    let next = fields.get("next").and_then(|node| reader.date(node));
    let (on, by, next) = (on?, by?, next?);
    if next <= on {
        report_next_review(reader, &fields, on);
    }
    Some(Review::Done { on, by, next })
}

fn report_next_review(reader: &mut Reader<'_>, fields: &Fields<'_>, on: Date) {
    let span = fields.get("next").map_or(fields.span(), |node| node.span);
    reader.report(
        Diagnostic::error(reader.place(span), "review-dates", "the next review is not after the last one")
            .help(format!("write a day after {on}")),
    );
}

/// A law's article, or a web page with its title.
fn source(reader: &mut Reader<'_>, node: &Node) -> Option<Source> {
    if let Some(text) = word(node) {
        let reference = text.strip_prefix("law:").filter(|reference| article_ref(reference).is_some());
        return match reference {
            Some(reference) => Some(Source::Law(Spanned { value: reference.to_string(), span: node.span })),
            None => reader.wrong(node, "a law's article such as `law:lfip/53`, or `{title: …, url: …, checked: 2026-11-21}`,"),
        };
    }
    let fields = parts(reader, node, WEB_SOURCE)?;
    let title = text(reader, &fields, "title");
    let url = fields.get("url").and_then(|node| url(reader, node));
    let checked = fields.get("checked").and_then(|node| reader.date(node));
    Some(Source::Web { title: title?, url: url?, checked })
}

fn event(reader: &mut Reader<'_>, node: &Node) -> Option<Event> {
    let fields = parts(reader, node, EVENT)?;
    let date = fields.get("date").and_then(|node| reader.date(node));
    let online = flag(reader, &fields, "online");
    Some(Event { date: date?, online })
}

/// A field that this kind of page has no use for is a mistake: of the field or of the kind.
fn report_foreign_fields(reader: &mut Reader<'_>, fields: &Fields<'_>, kind: Kind) {
    for (name, _) in fields.iter() {
        let Some(field) = schema::find(name).filter(|field| !field.kinds.contains(&kind)) else { continue };
        let kinds: Vec<String> = field.kinds.iter().map(|kind| format!("`{}`", kind.name())).collect();
        let message = format!("`{}` has no use on a page of the kind `{}`", name.value, kind.name());
        let help = format!("remove it, or change `kind`; it belongs to {}", kinds.join(", "));
        reader.report(Diagnostic::error(reader.place(name.span), "foreign-field", message).help(help));
    }
}

fn report_guide(reader: &mut Reader<'_>, fields: &Fields<'_>, page: &PageFields, edition: Edition<'_>) {
    let Some((name, _)) = fields.entry("chapters").filter(|_| page.kind == Kind::Guide && !page.chapters.is_empty()) else { return };
    if page.steps {
        reader.report(
            Diagnostic::error(reader.place(name.span), "guide-form", "a guide has either chapters or steps, not both")
                .help("remove `steps`, and write `steps` as headings inside a chapter; or remove `chapters`"),
        );
    }
    if !edition.path.as_str().ends_with("/index.md") {
        let folder = edition.path.as_str().strip_suffix(".md").unwrap_or(edition.path.as_str());
        reader.report(
            Diagnostic::error(reader.place(name.span), "guide-form", "a guide with chapters is the `index.md` of a folder of its own")
                .help(format!("move this file to `{folder}/index.md` and its chapters beside it")),
        );
    }
}

/// The home page is `index.md`, and nothing else is.
fn report_home(reader: &mut Reader<'_>, fields: &Fields<'_>, kind: Option<Kind>, edition: Edition<'_>) {
    let (Some(kind), Some(node)) = (kind, fields.get("kind")) else { return };
    if (kind == Kind::Home) == edition.key.is_home() {
        return;
    }
    let (message, help) = if edition.key.is_home() {
        ("`index.md` of a language is the home page", "write `kind: home`, or give the file another name")
    } else {
        ("only `index.md` of a language is the home page", "write another `kind`; for the first page of a folder write `kind: section`")
    };
    reader.report(Diagnostic::error(reader.place(node.span), "home", message).help(help));
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{LanguageId, Languages, PageKey, SourcePath, known_language};
    use crate::parse::schema::{FIELDS, Field, Scope};

    /// The document of a kind with every field it must have, and `field` besides.
    fn page_with(field: &Field, kind: Kind) -> String {
        let wanted = |other: &&Field| other.name == field.name || other.required.contains(&kind);
        let fields = FIELDS.iter().filter(wanted).map(|other| match other.name {
            "kind" => format!("kind: {}\n", kind.name()),
            name => format!("{name}: {}\n", other.example),
        });
        format!("---\n{}---\n\n## Now {{#now}}\n\n## Not {{#not}}\n", fields.collect::<String>())
    }

    #[test]
    fn every_example_reads_on_every_kind_it_is_allowed_on() {
        let list = vec![known_language("tr").expect("known"), known_language("en").expect("known")];
        let languages = Languages::new(list, vec![vec![], vec![]]);
        for field in FIELDS.iter().filter(|field| field.name != "translation") {
            for kind in field.kinds {
                let name = if *kind == Kind::Home { "index" } else { "guides/a/index" };
                let path = SourcePath::new(format!("content/tr/{name}.md"));
                let text: Arc<str> = page_with(field, *kind).into();
                let found = crate::parse::document(&path, LanguageId(0), PageKey::of_file(name), text.clone(), &languages);
                assert!(found.diagnostics.is_empty(), "{text}\n{:#?}", found.diagnostics);
            }
        }
    }

    #[test]
    fn required_fields_are_allowed_and_of_the_page() {
        for field in FIELDS {
            assert!(field.required.iter().all(|kind| field.kinds.contains(kind)), "{}", field.name);
            assert!(field.scope == Scope::Page || field.required.is_empty() || matches!(field.name, "title" | "summary"), "{}", field.name);
        }
    }
}
