//! Whether a translation says the same facts as its original, section by section, and which differences are none.
//!
//! Order never counts. None are: a number said in words, an ordinal, a page of the same site in another language, a Solar Hijri date beside
//! its Gregorian one, a month of a name unknown here.

use std::collections::BTreeSet;

use super::facts::{Fact, Facts, Value, facts};
use super::names;
use super::sections::{Section, sections};
use crate::model::{Edition, LanguageId, Page};

/// Where original and translation differ: what the one has, what the other has instead.
#[derive(Debug, Clone)]
pub struct Difference {
    pub section: String,
    pub code: &'static str,
    pub original: Option<Fact>,
    pub translation: Option<Fact>,
}

/// The differences of a translation in every section that is up to date and on both sides.
pub fn differences(page: &Page, language: LanguageId, edition: &Edition) -> Vec<Difference> {
    let original = page.original();
    let stale: BTreeSet<&str> = page.stale(language).iter().map(|stale| stale.id.as_str()).collect();
    let originals = sections(original);
    let pair = |section: Section<'_>| {
        let same = originals.iter().find(|other| other.id == section.id && !stale.contains(other.id))?;
        let id = section.id.to_string();
        let found = compare(facts(original, same), facts(edition, &section));
        Some(found.into_iter().map(move |(code, original, translation)| Difference { section: id.clone(), code, original, translation }))
    };
    sections(edition).into_iter().filter_map(pair).flatten().collect()
}

/// A difference before it has its section.
type Pair = (&'static str, Option<Fact>, Option<Fact>);

fn compare(original: Facts, translation: Facts) -> Vec<Pair> {
    let words = (original.words, translation.words);
    let (mut missing, mut extra) = without_equal(original.list, translation.list);
    drop_second_calendar(&mut extra, &missing);
    drop_unknown_months(&mut missing, &mut extra);
    drop_localised(&mut missing, &mut extra);
    drop_unknown_currencies(&mut missing, &mut extra);
    missing.retain(|fact| !is_said(fact, &words.1));
    extra.retain(|fact| !is_said(fact, &words.0));
    paired(missing, extra)
}

/// What each side has and the other lacks.
fn without_equal(original: Vec<Fact>, mut translation: Vec<Fact>) -> (Vec<Fact>, Vec<Fact>) {
    let mut missing = Vec::new();
    for fact in original {
        match translation.iter().position(|other| is_same(&fact.value, &other.value)) {
            Some(at) => drop(translation.remove(at)),
            None => missing.push(fact),
        }
    }
    (missing, translation)
}

fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Phone(a), Value::Phone(b)) => national(a) == national(b),
        (Value::Url(a), Value::Url(b)) => plain_url(a) == plain_url(b),
        (a, b) => a == b,
    }
}

/// A number as dialled within Türkiye, without the zero.
fn national(number: &str) -> &str {
    let number = number.strip_prefix("+90").or_else(|| number.strip_prefix("0090")).unwrap_or(number);
    number.trim_start_matches('0')
}

/// A date that the original has too, given again in the readers' own calendar.
fn drop_second_calendar(extra: &mut Vec<Fact>, missing: &[Fact]) {
    let is_solar = |fact: &Fact| names::mentions_solar(&fact.text);
    extra.retain(|fact| !(matches!(fact.value, Value::Date(_)) && is_solar(fact) && !missing.iter().any(|other| is_date(&other.value))));
}

fn is_date(value: &Value) -> bool {
    matches!(value, Value::Date(_) | Value::Month(..))
}

/// A date whose month is not understood on one side leaves its day and year there: those agree, and more cannot be said.
fn drop_unknown_months(missing: &mut Vec<Fact>, extra: &mut Vec<Fact>) {
    missing.retain(|fact| !take_parts(&fact.value, extra));
    extra.retain(|fact| !take_parts(&fact.value, missing));
}

fn take_parts(value: &Value, numbers: &mut Vec<Fact>) -> bool {
    let wanted: Vec<String> = match value {
        Value::Date(date) => vec![date.day.to_string(), date.year.to_string()],
        Value::Month(_, Some(year)) => vec![year.to_string()],
        _ => return false,
    };
    let at = |number: &String| numbers.iter().position(|fact| fact.value == Value::Number(number.clone()));
    if !wanted.iter().all(|number| at(number).is_some()) {
        return false;
    }
    for number in &wanted {
        if let Some(at) = numbers.iter().position(|fact| fact.value == Value::Number(number.clone())) {
            numbers.remove(at);
        }
    }
    true
}

/// The page of a site in the reader's language.
fn drop_localised(missing: &mut Vec<Fact>, extra: &mut Vec<Fact>) {
    missing.retain(|fact| {
        let Value::Url(url) = &fact.value else { return true };
        let same_site =
            |other: &Fact| matches!(&other.value, Value::Url(other) if site(url) == site(other) && (speaks(url) || speaks(other)));
        match extra.iter().position(same_site) {
            Some(at) => {
                extra.remove(at);
                false
            }
            None => true,
        }
    });
}

const LANGUAGE_PARTS: [&str; 19] =
    ["en", "tr", "ar", "fa", "prs", "dr", "ps", "ku", "kmr", "ckb", "so", "fr", "ru", "ur", "de", "uk", "eng", "tur", "fas"];

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

fn path_parts(url: &str) -> impl Iterator<Item = &str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#', '&', '=']).skip(1).filter(|part| !part.is_empty())
}

fn site(url: &str) -> String {
    host(url).to_lowercase().split('.').filter(|label| *label != "www" && !LANGUAGE_PARTS.contains(label)).collect::<Vec<_>>().join(".")
}

/// Whether an address names a language.
fn speaks(url: &str) -> bool {
    host(url).split('.').chain(path_parts(url)).any(|part| LANGUAGE_PARTS.contains(&part.to_lowercase().as_str()))
}

fn plain_url(url: &str) -> (String, Vec<&str>) {
    (site(url), path_parts(url).filter(|part| !LANGUAGE_PARTS.contains(part)).collect())
}

/// A sum whose currency is not understood on one side is a number there.
fn drop_unknown_currencies(missing: &mut Vec<Fact>, extra: &mut Vec<Fact>) {
    let same = |a: &Value, b: &Value| match (a, b) {
        (Value::Amount(a, _), Value::Number(b)) | (Value::Number(a), Value::Amount(b, _)) => a == b,
        _ => false,
    };
    missing.retain(|fact| match extra.iter().position(|other| same(&fact.value, &other.value)) {
        Some(at) => {
            extra.remove(at);
            false
        }
        None => true,
    });
}

/// Whether the other side says this number in words.
fn is_said(fact: &Fact, words: &str) -> bool {
    matches!(&fact.value, Value::Number(number) if names::says(words, number))
}

/// What is missing beside what stands there instead, of each kind.
fn paired(missing: Vec<Fact>, mut extra: Vec<Fact>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for fact in missing {
        let code = fact.value.code();
        let instead = extra.iter().position(|other| other.value.code() == code).map(|at| extra.remove(at));
        pairs.push((code, Some(fact), instead));
    }
    pairs.extend(extra.into_iter().map(|fact| (fact.value.code(), None, Some(fact))));
    pairs
}

impl Value {
    /// The code of a finding about it.
    pub fn code(&self) -> &'static str {
        match self {
            Value::Number(_) => "parity-number",
            Value::Date(_) | Value::Month(..) => "parity-date",
            Value::Amount(..) => "parity-amount",
            Value::Phone(_) => "parity-phone",
            Value::Email(_) => "parity-email",
            Value::Url(_) => "parity-url",
            Value::Reference(_) => "parity-reference",
            Value::Article(_) => "parity-article",
            Value::Callout(_) => "parity-callout",
            Value::ListItem => "parity-list",
            Value::Table(..) => "parity-table",
            Value::Image(_) => "parity-image",
            Value::Footnote => "parity-footnote",
        }
    }
}
