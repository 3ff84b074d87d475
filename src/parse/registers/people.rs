//! Contacts, organisations and projects: whom the reader can call, and who stands behind what.

use super::{BY_LANGUAGE, LISTS_BY_LANGUAGE, may, must, optional, sentences, text};
use crate::diagnostic::Diagnostic;
use crate::model::{Contact, Hours, Languages, Organisation, Phone, Project, Provinces, Service, Spanned, Text};
use crate::parse::schema::{Part, Shape};
use crate::parse::values::{parts, plain, url, word};
use crate::yaml::{Fields, Node, Reader};

pub(super) const CONTACT: &[Part] = &[
    must("name", BY_LANGUAGE, "{en: Foreigners Communication Centre}"),
    may("short", BY_LANGUAGE),
    may("organisation", Shape::Name),
    may("phones", Shape::List(&Shape::Map(PHONE))),
    may("hours", Shape::Either(&[Shape::OneOf(always), BY_LANGUAGE])),
    may("languages", Shape::List(&Shape::Name)),
    may("provinces", Shape::Either(&[Shape::OneOf(all), Shape::List(&Shape::Text)])),
    may("services", Shape::List(&Shape::OneOf(services))),
    may("for", BY_LANGUAGE),
    may("note", BY_LANGUAGE),
    may("url", Shape::Url),
    may("emergency", Shape::Boolean),
    may("source", Shape::Url),
    must("checked", Shape::Date, "2026-11-21"),
];
const PHONE: &[Part] = &[must("number", Shape::Text, "\"157\""), may("free", Shape::Boolean), may("whatsapp", Shape::Boolean)];
pub(super) const ORGANISATION: &[Part] =
    &[must("name", BY_LANGUAGE, "{en: Council of Europe}"), may("short", BY_LANGUAGE), may("url", Shape::Url), may("role", BY_LANGUAGE)];
pub(super) const PROJECT: &[Part] = &[
    must("name", BY_LANGUAGE, "{en: Human rights of migrants}"),
    may("programme", BY_LANGUAGE),
    may("funders", Shape::List(&Shape::Name)),
    may("partners", Shape::List(&Shape::Name)),
    may("period", BY_LANGUAGE),
    may("goal", LISTS_BY_LANGUAGE),
    may("beneficiaries", LISTS_BY_LANGUAGE),
    may("method", LISTS_BY_LANGUAGE),
    may("results", LISTS_BY_LANGUAGE),
    may("links", Shape::List(&Shape::Map(LINK))),
    may("source", Shape::Url),
    must("checked", Shape::Date, "2026-11-21"),
];
const LINK: &[Part] = &[must("title", BY_LANGUAGE, "{en: The project’s site}"), must("url", Shape::Url, "https://example.org")];

pub(super) fn contact(reader: &mut Reader<'_>, node: &Node, languages: &Languages) -> Option<Contact> {
    let fields = parts(reader, node, CONTACT)?;
    let name = fields.get("name").and_then(|node| text(reader, node, languages));
    let checked = fields.get("checked").and_then(|node| reader.date(node));
    let provinces = fields.get("provinces").and_then(|node| provinces(reader, node)).unwrap_or(Provinces::All);
    if fields.get("phones").is_none() && fields.get("url").is_none() {
        report_unreachable(reader, &fields);
    }
    let contact = Contact {
        name: name.clone().unwrap_or_default(),
        short: optional(reader, &fields, "short", languages),
        organisation: fields.get("organisation").and_then(|node| reader.string(node)),
        phones: fields.get("phones").map(|node| reader.list(node, phone)).unwrap_or_default(),
        hours: fields.get("hours").and_then(|node| hours(reader, node, languages)),
        languages: fields.get("languages").map(|node| reader.list(node, spoken)).unwrap_or_default(),
        provinces,
        services: fields.get("services").map(|node| reader.list(node, service)).unwrap_or_default(),
        audience: optional(reader, &fields, "for", languages),
        note: optional(reader, &fields, "note", languages),
        url: fields.get("url").and_then(|node| url(reader, node)),
        emergency: flag(reader, &fields, "emergency"),
        source: fields.get("source").and_then(|node| url(reader, node)),
        checked: checked?,
    };
    name.map(|_| contact)
}

fn report_unreachable(reader: &mut Reader<'_>, fields: &Fields<'_>) {
    let span = fields.iter().next().map_or(fields.span(), |(name, _)| name.span);
    reader.report(
        Diagnostic::error(reader.place(span), "missing-key", "this contact has neither a phone nor an address on the web")
            .help("add `phones: [{number: \"157\"}]` or `url: https://…`"),
    );
}

fn phone(reader: &mut Reader<'_>, node: &Node) -> Option<Phone> {
    let fields = parts(reader, node, PHONE)?;
    let number = fields.get("number").and_then(|node| number(reader, node));
    let (free, whatsapp) = (flag(reader, &fields, "free"), flag(reader, &fields, "whatsapp"));
    Some(Phone { number: number?, free, whatsapp })
}

/// A number as it is dialled.
fn number(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<String>> {
    let number = reader.string(node)?;
    if is_phone_number(&number) {
        return Some(number);
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let better = if number.starts_with('+') { format!("+{digits}") } else { digits };
    let help = if is_phone_number(&better) { format!("write `\"{better}\"`: ") } else { String::new() };
    let message = format!("`{}` cannot be dialled as it is written", number.value);
    let rule = "a short number (`157`), one of Türkiye (`0850 218 48 30`) or an international one without spaces (`+908502184830`)";
    reader.report(Diagnostic::error(reader.place(number.span), "phone", message).help(format!("{help}{rule}")));
    None
}

/// Three or four digits; 7 to 11 with spaces between groups; or E.164, `+` and 8 to 15 digits (ITU-T E.164 §6.2.1 sets the 15).
fn is_phone_number(text: &str) -> bool {
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if let Some(digits) = text.strip_prefix('+') {
        return all_digits(digits) && (8..=15).contains(&digits.len()) && !digits.starts_with('0');
    }
    let groups: Vec<&str> = text.split(' ').collect();
    let short = groups.len() == 1 && (3..=4).contains(&text.len());
    let grouped = groups.iter().all(|group| !group.is_empty() && all_digits(group));
    grouped && (short || (7..=11).contains(&groups.concat().len()))
}

fn hours(reader: &mut Reader<'_>, node: &Node, languages: &Languages) -> Option<Hours> {
    match word(node) {
        Some("always") => Some(Hours::Always),
        Some(_) => reader.wrong(node, "`always`, or a text for each language such as `{en: Monday to Friday, 9:00–17:00}`,"),
        None => text(reader, node, languages).map(Hours::Text),
    }
}

/// The path or BCP 47 tag of a language, whether the portal has it or not.
fn spoken(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<String>> {
    let tag = reader.string(node)?;
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or_default();
    let good = (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_lowercase())
        && subtags.all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric()));
    if good { Some(tag) } else { reader.wrong(node, "the code of a language, such as `tr` or `kmr`,") }
}

fn provinces(reader: &mut Reader<'_>, node: &Node) -> Option<Provinces> {
    match word(node) {
        Some("all") => Some(Provinces::All),
        Some(_) => reader.wrong(node, "`all`, or a list of provinces such as `[Ankara, İstanbul]`,"),
        None => Some(Provinces::Some(reader.list(node, plain))),
    }
}

fn service(reader: &mut Reader<'_>, node: &Node) -> Option<Service> {
    reader.choice(node, &Service::ALL.map(|service| (service.name(), service)))
}

pub(super) fn organisation(reader: &mut Reader<'_>, node: &Node, languages: &Languages) -> Option<Organisation> {
    let fields = parts(reader, node, ORGANISATION)?;
    let name = fields.get("name").and_then(|node| text(reader, node, languages));
    let short = optional(reader, &fields, "short", languages);
    let url = fields.get("url").and_then(|node| url(reader, node));
    let role = optional(reader, &fields, "role", languages);
    Some(Organisation { name: name?, short, url, role })
}

pub(super) fn project(reader: &mut Reader<'_>, node: &Node, languages: &Languages) -> Option<Project> {
    let fields = parts(reader, node, PROJECT)?;
    let name = fields.get("name").and_then(|node| text(reader, node, languages));
    let checked = fields.get("checked").and_then(|node| reader.date(node));
    let links = fields.get("links").map(|node| reader.list(node, |reader, item| link(reader, item, languages))).unwrap_or_default();
    let project = Project {
        name: name.clone().unwrap_or_default(),
        programme: optional(reader, &fields, "programme", languages),
        funders: fields.get("funders").map(|node| reader.strings(node)).unwrap_or_default(),
        partners: fields.get("partners").map(|node| reader.strings(node)).unwrap_or_default(),
        period: optional(reader, &fields, "period", languages),
        goal: sentences(reader, &fields, "goal", languages),
        beneficiaries: sentences(reader, &fields, "beneficiaries", languages),
        method: sentences(reader, &fields, "method", languages),
        results: sentences(reader, &fields, "results", languages),
        links,
        source: fields.get("source").and_then(|node| url(reader, node)),
        checked: checked?,
    };
    name.map(|_| project)
}

fn link(reader: &mut Reader<'_>, node: &Node, languages: &Languages) -> Option<(Text, Spanned<String>)> {
    let fields = parts(reader, node, LINK)?;
    let title = fields.get("title").and_then(|node| text(reader, node, languages));
    let url = fields.get("url").and_then(|node| url(reader, node));
    Some((title?, url?))
}

fn flag(reader: &mut Reader<'_>, fields: &Fields<'_>, name: &str) -> bool {
    fields.get(name).and_then(|node| reader.boolean(node)).unwrap_or(false)
}

fn services() -> Vec<&'static str> {
    Service::ALL.map(Service::name).to_vec()
}

fn always() -> Vec<&'static str> {
    vec!["always"]
}

fn all() -> Vec<&'static str> {
    vec!["all"]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phone_numbers() {
        for (text, good) in [
            ("157", true),
            ("4444", true),
            ("444 48 68", true),
            ("0850 218 48 30", true),
            ("03122345678", true),
            ("+908502184830", true),
            ("+90 850 218 48 30", false),
            ("12", false),
            ("12345", false),
            ("1 57", false),
            ("444-48-68", false),
            ("(0312) 234 56 78", false),
            ("444  48 68", false),
            ("١٥٧", false),
            ("+1234567", false),
            ("", false),
        ] {
            assert_eq!(is_phone_number(text), good, "{text}");
        }
    }
}
