//! What front matter may hold: one table of fields that reading, suggestions, help and documentation share.
//!
//! Declares only; `front_matter` reads by it. A field is added by a line in `FIELDS` and a line where its value is read.

use crate::model::{Audience, Kind, Role, TranslationState};

/// A field of the front matter.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub scope: Scope,
    pub shape: Shape,
    /// The kinds of page it may stand on.
    pub kinds: &'static [Kind],
    /// The kinds of page it must stand on.
    pub required: &'static [Kind],
    /// What it is for, in one line.
    pub doc: &'static str,
    /// A value as it is written after `name: `. A test reads every one of them.
    pub example: &'static str,
}

/// Who writes a field: every edition in its language, or the original once for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Edition,
    Page,
}

/// What a value looks like.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// One line of plain text, without Markdown.
    Text,
    Integer,
    /// `true` or `false`
    Boolean,
    /// A day, written `2026-11-21`.
    Date,
    /// One segment of a web address.
    Slug,
    /// A path below the language: `old/appeal`.
    Path,
    /// An address that begins with `https://` or `http://`.
    Url,
    /// The path of one of the portal's languages.
    Language,
    /// The id of a record in a register, the key of a page or the name of a file.
    Name,
    /// `law:lfip/53`
    LawReference,
    /// The digest of a section, as `dalil stamp` writes it.
    Digest,
    OneOf(fn() -> Vec<&'static str>),
    List(&'static Shape),
    Map(&'static [Part]),
    /// Free names, each with a value of one shape.
    Table(&'static Shape),
    Either(&'static [Shape]),
}

/// A named part of a value that is a mapping.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
    pub example: &'static str,
}

use Kind::{Chapter, Explainer, Guide, Home, News, Project, Section, Situation, Topic};
use Scope::{Edition, Page};

const ANY: &[Kind] = &Kind::ALL;
const NONE: &[Kind] = &[];
/// Everything but the home page, whose title says enough.
const SUMMARISED: &[Kind] = &[Section, Situation, Guide, Chapter, Explainer, News, Project, Topic, Kind::Page];
const ADVICE: &[Kind] = &[Situation, Guide, Explainer];
const NAMES: Shape = Shape::List(&Shape::Name);

pub const TRANSLATION: &[Part] = &[
    part("from", Shape::Language, true, "en"),
    part("by", Shape::Text, false, "translator-ar"),
    part("state", Shape::OneOf(states), true, "machine"),
    part("sections", Shape::Table(&Shape::Digest), false, "{_: 7f3a91c2}"),
];
pub const CHANGE: &[Part] = &[part("on", Shape::Date, true, "2026-11-21"), part("note", Shape::Text, true, "New time limit")];
pub const ACCEPT: &[Part] = &[
    part("section", Shape::Name, true, "now"),
    part("code", Shape::Name, true, "parity-number"),
    part("reason", Shape::Text, true, "The year is said in words"),
];
pub const REVIEW: &[Part] = &[
    part("on", Shape::Date, true, "2026-11-21"),
    part("by", Shape::OneOf(roles), true, "lawyer"),
    part("next", Shape::Date, true, "2027-05-21"),
];
pub const EVENT: &[Part] = &[part("date", Shape::Date, true, "2021-06-08"), part("online", Shape::Boolean, false, "true")];
pub const WEB_SOURCE: &[Part] = &[
    part("title", Shape::Text, true, "\"UNHCR Help, Legal aid\""),
    part("url", Shape::Url, true, "\"https://help.unhcr.org/turkiye/\""),
    part("checked", Shape::Date, false, "2026-11-21"),
];

/// Every field, in the order in which `dalil new` writes them.
#[rustfmt::skip]
pub const FIELDS: &[Field] = &[
    field("title", Edition, Shape::Text, ANY, ANY,
        "the heading of the page and its name in lists", "I am detained"),
    field("summary", Edition, Shape::Text, ANY, SUMMARISED,
        "one or two sentences that say what the page helps with", "You are held because of your papers. Ask for a lawyer."),
    field("menu", Edition, Shape::Text, ANY, NONE,
        "a shorter title for menus", "Detained"),
    field("slug", Edition, Shape::Slug, ANY, NONE,
        "the last part of the web address in this language", "detained"),
    field("aliases", Edition, Shape::List(&Shape::Path), ANY, NONE,
        "earlier addresses, below the language, that lead here", "[help/detention]"),
    field("draft", Edition, Shape::Boolean, ANY, NONE,
        "`true` keeps the edition out of the published site", "true"),
    field("changes", Edition, Shape::List(&Shape::Map(CHANGE)), ANY, NONE,
        "what changed and when, for readers", "[{on: 2026-11-21, note: New time limit}]"),
    field("dateline", Edition, Shape::Text, &[News], NONE,
        "the place the report comes from, which is not where the event was held", "Ankara"),
    field("venue", Edition, Shape::Text, &[News], NONE,
        "where the event was held, if it was held in a place", "Ankara"),
    field("expected", Edition, Shape::Text, &[News], NONE,
        "what was to follow, in one sentence", "A report was expected by August 2021."),
    field("participants", Edition, Shape::Text, &[News], NONE,
        "who took part besides the organisations listed", "experts and the project team"),
    field("translation", Edition, Shape::Map(TRANSLATION), ANY, NONE,
        "in a translation: the language it was made from and how far it is checked", "{from: en, state: machine}"),
    field("accept", Edition, Shape::List(&Shape::Map(ACCEPT)), ANY, NONE,
        "in a translation: differences from the original that are meant, and why", "[{section: now, code: parity-number, reason: The year is said in words}]"),
    field("kind", Page, Shape::OneOf(kinds), ANY, ANY,
        "what sort of page it is", "situation"),
    field("order", Page, Shape::Integer, ANY, NONE,
        "the place among its neighbours, smallest first", "10"),
    field("topics", Page, NAMES, ANY, NONE,
        "names of pages in `topics/` that list this page", "[detention, legal-help]"),
    field("audience", Page, Shape::List(&Shape::OneOf(audiences)), ANY, NONE,
        "whom the page is for", "[detained]"),
    field("review", Page, Shape::Either(&[Shape::OneOf(pending), Shape::Map(REVIEW)]), ANY, NONE,
        "who has read the page for its law, and when it is to be read again", "{on: 2026-11-21, by: lawyer, next: 2027-05-21}"),
    field("sources", Page, Shape::List(&Shape::Either(&[Shape::LawReference, Shape::Map(WEB_SOURCE)])), ANY, NONE,
        "laws and web pages that the page rests on",
        "[law:lfip/53, {title: \"UNHCR Help, Legal aid\", url: \"https://help.unhcr.org/turkiye/\", checked: 2026-11-21}]"),
    field("sensitive", Page, Shape::Boolean, ANY, NONE,
        "`true` on a page that is dangerous to be seen with", "true"),
    field("languages", Page, Shape::List(&Shape::Language), ANY, NONE,
        "the languages the page is meant to exist in, if not in all", "[en]"),
    field("expires", Page, Shape::Date, ANY, NONE,
        "the last day on which the page is valid; after it, only that it is not is shown", "2027-12-31"),
    field("replaced_by", Page, Shape::Name, ANY, NONE,
        "the key of the page to read once this one is not valid", "guides/free-legal-help"),
    field("deadlines", Page, NAMES, ADVICE, &[Situation],
        "facts shown as deadline boxes", "[deportation-appeal]"),
    field("contacts", Page, NAMES, &[Situation, Guide, Explainer, Home], &[Situation],
        "whom to call, in this order", "[rrt-helpdesk]"),
    field("next", Page, NAMES, ADVICE, &[Situation],
        "keys of the pages to read next", "[guides/free-legal-help]"),
    field("chapters", Page, NAMES, &[Guide], NONE,
        "names of the chapters' files in the guide's folder, in order", "[who, apply, waiting]"),
    field("steps", Page, Shape::Boolean, &[Guide], NONE,
        "`true` makes every heading of the second level a numbered step", "true"),
    field("situations", Page, NAMES, &[Home], NONE,
        "keys of the pages offered first", "[situations/detained]"),
    field("guides", Page, NAMES, &[Home], NONE,
        "keys of the guides offered", "[guides/free-legal-help]"),
    field("published", Page, Shape::Date, &[News], &[News],
        "the day of the news", "2021-06-08"),
    field("event", Page, Shape::Map(EVENT), &[News], NONE,
        "the event that the news is about", "{date: 2021-06-08, online: true}"),
    field("project", Page, Shape::Name, &[News, Project], &[Project],
        "the project's id in `content/registers/projects.yaml`", "human-rights-of-migrants"),
    field("organisations", Page, NAMES, &[News], NONE,
        "organisations that took part, from the register", "[police, gendarmerie]"),
];

impl Field {
    /// Whether its value is a list, which may be written empty.
    pub fn is_list(&self) -> bool {
        matches!(self.shape, Shape::List(_))
    }
}

/// The field with this name.
pub fn find(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

const fn field(
    name: &'static str,
    scope: Scope,
    shape: Shape,
    kinds: &'static [Kind],
    required: &'static [Kind],
    doc: &'static str,
    example: &'static str,
) -> Field {
    Field { name, scope, shape, kinds, required, doc, example }
}

const fn part(name: &'static str, shape: Shape, required: bool, example: &'static str) -> Part {
    Part { name, shape, required, example }
}

fn kinds() -> Vec<&'static str> {
    Kind::ALL.map(Kind::name).to_vec()
}

fn audiences() -> Vec<&'static str> {
    Audience::ALL.map(Audience::name).to_vec()
}

fn roles() -> Vec<&'static str> {
    Role::ALL.map(Role::name).to_vec()
}

fn states() -> Vec<&'static str> {
    TranslationState::ALL.map(TranslationState::name).to_vec()
}

fn pending() -> Vec<&'static str> {
    vec!["pending"]
}
