//! One Markdown file, understood from that file alone: its front matter and its body.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::Serialize;

use super::{Body, LanguageId, PageKey, SourcePath};
use crate::diagnostic::{Place, Span};

/// A value with the place it was written at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

/// An edition of a page as it lies on the disk.
#[derive(Debug, Clone)]
pub struct Document {
    pub path: SourcePath,
    pub language: LanguageId,
    pub key: PageKey,
    pub front: FrontMatter,
    pub body: Body,
    /// The whole file, for messages and for stages that edit it.
    pub source: Arc<str>,
}

/// The front matter: what belongs to this edition, and, in the original alone, what belongs to the page.
#[derive(Debug, Clone)]
pub struct FrontMatter {
    pub title: Spanned<String>,
    pub summary: Option<Spanned<String>>,
    /// A short title for navigation.
    pub menu: Option<Spanned<String>>,
    /// The last segment of the URL in this language.
    pub slug: Option<Spanned<String>>,
    /// Paths, below the language, that lead here since they are in old links.
    pub aliases: Vec<Spanned<String>>,
    pub changes: Vec<Change>,
    /// Differences from the original that the translator means.
    pub accept: Vec<Accepted>,
    /// Built only with `--drafts`.
    pub draft: bool,
    /// News: the place in the dateline, which is not where the event was held.
    pub dateline: Option<Spanned<String>>,
    /// News: where the event was held, if in a place.
    pub venue: Option<Spanned<String>>,
    /// News: what was to follow.
    pub expected: Option<Spanned<String>>,
    /// News: who took part besides the organisations of the register.
    pub participants: Option<Spanned<String>>,
    pub origin: Origin,
}

/// Whether this edition is the original or a translation.
#[derive(Debug, Clone)]
pub enum Origin {
    Original(Box<PageFields>),
    Translation(Translation),
}

/// How a translation was made.
#[derive(Debug, Clone)]
pub struct Translation {
    /// The place of the `translation:` entry.
    pub span: Span,
    pub from: Spanned<LanguageId>,
    pub by: Option<Spanned<String>>,
    pub state: TranslationState,
    /// Section id (`_` for the text before the first heading) to the digest it was translated from.
    pub sections: Vec<(Spanned<String>, Spanned<String>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TranslationState {
    /// A person who reads both languages has checked it.
    Reviewed,
    /// Made by a machine, checked by nobody.
    Machine,
    /// Being worked on: read with the same care as a machine's.
    InProgress,
}

/// What is true of the page in every language. Written in the original alone, so that it cannot differ between editions.
#[derive(Debug, Clone)]
pub struct PageFields {
    pub kind: Kind,
    pub order: Option<i64>,
    /// Names of pages in `topics/`.
    pub topics: Vec<Spanned<String>>,
    pub audience: Vec<Audience>,
    pub review: Review,
    pub sources: Vec<Source>,
    /// Dangerous to be seen with: warns first, stays out of caches.
    pub sensitive: bool,
    /// The languages the page is meant to exist in, where not in all.
    pub languages: Option<Vec<Spanned<LanguageId>>>,
    /// The last day on which it is valid.
    pub expires: Option<Date>,
    /// The key of the page to read once it is not.
    pub replaced_by: Option<Spanned<String>>,
    /// Facts shown as deadline boxes.
    pub deadlines: Vec<Spanned<String>>,
    pub contacts: Vec<Spanned<String>>,
    /// Keys of the pages to read next.
    pub next: Vec<Spanned<String>>,
    /// Guide: the names of its chapters' files, in order.
    pub chapters: Vec<Spanned<String>>,
    /// Guide: every second-level heading is a numbered step.
    pub steps: bool,
    /// Home: keys of the pages offered first.
    pub situations: Vec<Spanned<String>>,
    /// Home: keys of the guides offered.
    pub guides: Vec<Spanned<String>>,
    pub published: Option<Date>,
    pub event: Option<Event>,
    pub project: Option<Spanned<String>>,
    pub organisations: Vec<Spanned<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Home,
    /// The index page of a folder of one's own.
    Section,
    Situation,
    Guide,
    Chapter,
    Explainer,
    News,
    Project,
    Topic,
    Page,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Everyone,
    TemporaryProtection,
    InternationalProtection,
    ResidencePermit,
    NoPapers,
    Children,
    Families,
    Detained,
}

/// Who has read the page for its law, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Review {
    /// Nobody yet: every page says so to its reader.
    Pending,
    Done {
        on: Date,
        by: Role,
        next: Date,
    },
}

/// Who reviewed: a role, never a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Lawyer,
    Editor,
    Interpreter,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// `law:lfip/53`, without its scheme: `lfip/53`.
    Law(Spanned<String>),
    Web {
        title: Spanned<String>,
        url: Spanned<String>,
        checked: Option<Date>,
    },
}

/// A difference from the original that is meant, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    pub section: Spanned<String>,
    /// The code of the finding.
    pub code: Spanned<String>,
    pub reason: Spanned<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub on: Date,
    pub note: Spanned<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub date: Date,
    pub online: bool,
}

/// A day of the Gregorian calendar, as written in ISO 8601: `2021-06-08`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

impl Document {
    pub fn place(&self, span: Span) -> Place {
        Place::new(&self.path, span)
    }

    /// The page's own fields, if this is the original.
    pub fn page_fields(&self) -> Option<&PageFields> {
        match &self.front.origin {
            Origin::Original(fields) => Some(fields),
            Origin::Translation(_) => None,
        }
    }

    pub fn translation(&self) -> Option<&Translation> {
        match &self.front.origin {
            Origin::Original(_) => None,
            Origin::Translation(translation) => Some(translation),
        }
    }
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Home,
        Kind::Section,
        Kind::Situation,
        Kind::Guide,
        Kind::Chapter,
        Kind::Explainer,
        Kind::News,
        Kind::Project,
        Kind::Topic,
        Kind::Page,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Home => "home",
            Kind::Section => "section",
            Kind::Situation => "situation",
            Kind::Guide => "guide",
            Kind::Chapter => "chapter",
            Kind::Explainer => "explainer",
            Kind::News => "news",
            Kind::Project => "project",
            Kind::Topic => "topic",
            Kind::Page => "page",
        }
    }
}

impl Audience {
    pub const ALL: [Audience; 8] = [
        Audience::Everyone,
        Audience::TemporaryProtection,
        Audience::InternationalProtection,
        Audience::ResidencePermit,
        Audience::NoPapers,
        Audience::Children,
        Audience::Families,
        Audience::Detained,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Audience::Everyone => "everyone",
            Audience::TemporaryProtection => "temporary_protection",
            Audience::InternationalProtection => "international_protection",
            Audience::ResidencePermit => "residence_permit",
            Audience::NoPapers => "no_papers",
            Audience::Children => "children",
            Audience::Families => "families",
            Audience::Detained => "detained",
        }
    }
}

impl Role {
    pub const ALL: [Role; 3] = [Role::Lawyer, Role::Editor, Role::Interpreter];

    pub fn name(self) -> &'static str {
        match self {
            Role::Lawyer => "lawyer",
            Role::Editor => "editor",
            Role::Interpreter => "interpreter",
        }
    }
}

impl TranslationState {
    pub const ALL: [TranslationState; 3] = [TranslationState::Reviewed, TranslationState::Machine, TranslationState::InProgress];

    pub fn name(self) -> &'static str {
        match self {
            TranslationState::Reviewed => "reviewed",
            TranslationState::Machine => "machine",
            TranslationState::InProgress => "in-progress",
        }
    }
}

impl Date {
    /// Reads `2021-06-08`; nothing where it is no such day.
    pub fn parse(text: &str) -> Option<Date> {
        let digits = |part: &str, length: usize| (part.len() == length && part.bytes().all(|b| b.is_ascii_digit())).then_some(());
        let mut parts = text.splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        digits(year, 4)?;
        digits(month, 2)?;
        digits(day, 2)?;
        let date = Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        (1..=12).contains(&date.month).then_some(())?;
        (1..=days_in_month(date.year, date.month)).contains(&date.day).then_some(date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
