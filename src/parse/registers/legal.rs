//! Facts, laws and terms: what the law says, where it says it, and the words on the reader's papers.

use super::{BY_LANGUAGE, LISTS_BY_LANGUAGE, may, must, optional, sentences, text};
use crate::diagnostic::Diagnostic;
use crate::model::{Fact, Languages, Law, Spanned, Term, Text, Unit};
use crate::parse::schema::{Part, Shape};
use crate::parse::values::{article, is_article, parts, plain, url};
use crate::yaml::{Fields, Node, Reader};

pub(super) const FACT: &[Part] = &[
    must("label", BY_LANGUAGE, "{en: Appeal against a deportation decision}"),
    must("value", Shape::Integer, "7"),
    must("unit", Shape::OneOf(units), "day"),
    may("from", BY_LANGUAGE),
    may("where", BY_LANGUAGE),
    may("otherwise", BY_LANGUAGE),
    may("yours", Shape::Boolean),
    may("calculator", Shape::Boolean),
    may("law", Shape::LawReference),
    may("source", Shape::Url),
    must("checked", Shape::Date, "2026-11-21"),
];
pub(super) const LAW: &[Part] = &[
    must("number", Shape::Text, "\"6458\""),
    may("short", BY_LANGUAGE),
    must("name", BY_LANGUAGE, "{en: Law on Foreigners and International Protection}"),
    must("url", Shape::Url, "https://www.mevzuat.gov.tr/MevzuatMetin/1.5.6458.pdf"),
    must("checked", Shape::Date, "2026-11-21"),
    may("articles", Shape::Table(&BY_LANGUAGE)),
];
pub(super) const TERM: &[Part] = &[
    must("turkish", Shape::Text, "sınır dışı etme"),
    must("name", BY_LANGUAGE, "{en: deportation}"),
    must("definition", BY_LANGUAGE, "{en: The state orders you to leave.}"),
    may("synonyms", LISTS_BY_LANGUAGE),
    may("forbidden", LISTS_BY_LANGUAGE),
    may("law", Shape::LawReference),
];

/// A period that the law sets.
pub(super) fn fact(reader: &mut Reader<'_>, node: &Node, languages: &Languages) -> Option<Fact> {
    let fields = parts(reader, node, FACT)?;
    let label = fields.get("label").and_then(|node| text(reader, node, languages));
    let value = fields.get("value").and_then(|node| positive(reader, node));
    let unit = fields.get("unit").and_then(|node| reader.choice(node, &Unit::ALL.map(|unit| (unit.name(), unit))));
    let from = optional(reader, &fields, "from", languages);
    let place = optional(reader, &fields, "where", languages);
    let otherwise = optional(reader, &fields, "otherwise", languages);
    let is = |reader: &mut Reader<'_>, key: &str| fields.get(key).and_then(|node| reader.boolean(node)).unwrap_or(false);
    let (yours, calculator) = (is(reader, "yours"), is(reader, "calculator"));
    if calculator && unit.is_some_and(|unit| unit != Unit::Day) {
        report_uncountable(reader, &fields);
    }
    let law = fields.get("law").and_then(|node| article(reader, node));
    let source = fields.get("source").and_then(|node| url(reader, node));
    let checked = fields.get("checked").and_then(|node| reader.date(node));
    if fields.get("law").is_none() && fields.get("source").is_none() {
        report_unfounded(reader, &fields);
    }
    Some(Fact { label: label?, value: value?, unit: unit?, from, place, otherwise, yours, calculator, law, source, checked: checked? })
}

fn report_unfounded(reader: &mut Reader<'_>, fields: &Fields<'_>) {
    let span = fields.iter().next().map_or(fields.span(), |(name, _)| name.span);
    reader.report(
        Diagnostic::error(reader.place(span), "missing-key", "nothing says where this fact stands")
            .help("add `law: lfip/53`, or `source: \"https://…\"` if it stands in no law"),
    );
}

/// Hours have no last day, working days depend on holidays that nobody here knows, and months have rules of their own.
fn report_uncountable(reader: &mut Reader<'_>, fields: &Fields<'_>) {
    let span = fields.get("calculator").map_or(fields.span(), |node| node.span);
    reader.report(
        Diagnostic::error(reader.place(span), "wrong-value", "the last day can be worked out for calendar days alone")
            .help("take `calculator: true` away, or write `unit: day` if the law counts calendar days"),
    );
}

fn positive(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<u32>> {
    let number = reader.integer(node)?;
    match u32::try_from(number) {
        Ok(value) if value > 0 => Some(Spanned { value, span: node.span }),
        _ => reader.wrong(node, "a number above zero"),
    }
}

pub(super) fn law(reader: &mut Reader<'_>, node: &Node, languages: &Languages) -> Option<Law> {
    let fields = parts(reader, node, LAW)?;
    let number = fields.get("number").and_then(|node| plain(reader, node));
    let short = optional(reader, &fields, "short", languages);
    let name = fields.get("name").and_then(|node| text(reader, node, languages));
    let url = fields.get("url").and_then(|node| url(reader, node));
    let checked = fields.get("checked").and_then(|node| reader.date(node));
    let articles = fields.get("articles").map(|node| articles(reader, node, languages)).unwrap_or_default();
    Some(Law { number: number?, short, name: name?, url: url?, checked: checked?, articles })
}

fn articles(reader: &mut Reader<'_>, node: &Node, languages: &Languages) -> Vec<(Spanned<String>, Text)> {
    let mut list = Vec::new();
    for (number, node) in reader.entries(node).iter().flat_map(Fields::iter) {
        if !is_article(number) {
            let message = format!("`{}` cannot be the key of an article", number.value);
            let help = "write the number in quotes with small letters a–z and hyphens only, such as `\"53\"`, `\"57a\"` or `\"gecici-1\"`";
            reader.report(Diagnostic::error(reader.place(number.span), "record-id", message).help(help));
        }
        list.push((number.clone(), text(reader, node, languages).unwrap_or_default()));
    }
    list
}

pub(super) fn term(reader: &mut Reader<'_>, node: &Node, languages: &Languages) -> Option<Term> {
    let fields = parts(reader, node, TERM)?;
    let turkish = fields.get("turkish").and_then(|node| plain(reader, node));
    let name = fields.get("name").and_then(|node| text(reader, node, languages));
    let definition = fields.get("definition").and_then(|node| text(reader, node, languages));
    let synonyms = sentences(reader, &fields, "synonyms", languages);
    let forbidden = sentences(reader, &fields, "forbidden", languages);
    let law = fields.get("law").and_then(|node| article(reader, node));
    Some(Term { turkish: turkish?, name: name?, definition: definition?, synonyms, forbidden, law })
}

fn units() -> Vec<&'static str> {
    Unit::ALL.map(Unit::name).to_vec()
}
