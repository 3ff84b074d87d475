//! The registers: records that pages refer to, each kept once. A fact in the register cannot go stale in one language alone.

use std::collections::BTreeMap;

use super::{Date, LanguageId, SourcePath, Spanned};
use crate::diagnostic::{Place, Span};

/// A text in some of the portal's languages, with where each was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub BTreeMap<LanguageId, Spanned<String>>);

/// A list of sentences in some of the portal's languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextList(pub BTreeMap<LanguageId, Vec<Spanned<String>>>);

/// A register: its records by id, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records<T> {
    pub file: SourcePath,
    list: Vec<(Spanned<String>, T)>,
    broken: Broken,
}

/// What of a register's file could not be read. The findings are told already.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Broken {
    Records(Vec<String>),
    File,
}

/// All registers of the portal. An absent file is an empty register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registers {
    pub facts: Records<Fact>,
    pub laws: Records<Law>,
    pub terms: Records<Term>,
    pub contacts: Records<Contact>,
    pub organisations: Records<Organisation>,
    pub projects: Records<Project>,
}

/// A legal fact that prose must not type: a period, with what it is counted from and the article it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub label: Text,
    pub value: Spanned<u32>,
    pub unit: Unit,
    pub from: Text,
    pub place: Text,
    pub otherwise: Text,
    /// The reader must keep it herself: it is shown as hers, apart from the times that bind the authorities.
    pub yours: bool,
    /// The reader may work out the last day: whole days that run from a paper given to her.
    pub calculator: bool,
    pub law: Option<Spanned<ArticleRef>>,
    pub source: Option<Spanned<String>>,
    pub checked: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    Hour,
    Day,
    WorkingDay,
    Month,
    Year,
}

/// `lfip/53`, or `lfip` for the whole law.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleRef {
    pub law: String,
    pub article: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// The official number: `6458`.
    pub number: Spanned<String>,
    /// How it is cited: `LFIP`.
    pub short: Text,
    pub name: Text,
    /// The official text.
    pub url: Spanned<String>,
    pub checked: Date,
    /// Article number to what it is about, in the order of the file.
    pub articles: Vec<(Spanned<String>, Text)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word on the reader's papers.
    pub turkish: Spanned<String>,
    pub name: Text,
    pub definition: Text,
    /// What else readers call it, misspellings included: for search.
    pub synonyms: TextList,
    /// What must not be written instead.
    pub forbidden: TextList,
    pub law: Option<Spanned<ArticleRef>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    pub name: Text,
    /// One or two words on what the number is for, where there is no room for more.
    pub short: Text,
    pub organisation: Option<Spanned<String>>,
    pub phones: Vec<Phone>,
    pub hours: Option<Hours>,
    /// Languages spoken, which may be others than the portal's: paths or BCP 47 tags as written.
    pub languages: Vec<Spanned<String>>,
    pub provinces: Provinces,
    pub services: Vec<Service>,
    pub audience: Text,
    pub note: Text,
    pub url: Option<Spanned<String>>,
    /// Shown among the urgent numbers.
    pub emergency: bool,
    pub source: Option<Spanned<String>>,
    pub checked: Date,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// As it is dialled: `157`, or E.164 `+908502184830`.
    pub number: Spanned<String>,
    pub free: bool,
    pub whatsapp: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hours {
    Always,
    Text(Text),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provinces {
    All,
    /// Names as written in Turkish.
    Some(Vec<Spanned<String>>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    Information,
    Emergency,
    Legal,
    Protection,
    Health,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    pub name: Text,
    pub short: Text,
    pub url: Option<Spanned<String>>,
    pub role: Text,
}

/// What a project is about: shown from here on its page, on every news item of it and on the transparency page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    pub name: Text,
    pub programme: Text,
    pub funders: Vec<Spanned<String>>,
    pub partners: Vec<Spanned<String>>,
    pub period: Text,
    pub goal: TextList,
    pub beneficiaries: TextList,
    pub method: TextList,
    pub results: TextList,
    pub links: Vec<(Text, Spanned<String>)>,
    pub source: Option<Spanned<String>>,
    pub checked: Date,
}

impl Text {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text in the first language of the chain that has it, and that language.
    pub fn get(&self, chain: impl IntoIterator<Item = LanguageId>) -> Option<(LanguageId, &str)> {
        chain.into_iter().find_map(|id| self.0.get(&id).map(|text| (id, text.value.as_str())))
    }
}

impl TextList {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, chain: impl IntoIterator<Item = LanguageId>) -> Option<(LanguageId, &[Spanned<String>])> {
        chain.into_iter().find_map(|id| self.0.get(&id).map(|list| (id, list.as_slice())))
    }
}

impl<T> Records<T> {
    pub fn new(file: SourcePath, list: Vec<(Spanned<String>, T)>) -> Records<T> {
        Records { file, list, broken: Broken::Records(Vec::new()) }
    }

    /// The same, with the ids of records that stand in the file but could not be read.
    pub fn with_broken(self, ids: Vec<String>) -> Records<T> {
        Records { broken: Broken::Records(ids), ..self }
    }

    /// The register whose file could not be read at all.
    pub fn unreadable(file: SourcePath) -> Records<T> {
        Records { file, list: Vec::new(), broken: Broken::File }
    }

    /// Whether the record may well stand in the file but could not be read: a reference to it is no new finding.
    pub fn is_broken(&self, id: &str) -> bool {
        match &self.broken {
            Broken::Records(ids) => ids.iter().any(|broken| broken == id),
            Broken::File => true,
        }
    }

    pub fn get(&self, id: &str) -> Option<&T> {
        self.list.iter().find(|(known, _)| known.value == id).map(|(_, record)| record)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.list.iter().map(|(id, record)| (id.value.as_str(), record))
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.iter().map(|(id, _)| id)
    }

    /// Each record with the place of its id.
    pub fn placed(&self) -> impl Iterator<Item = (&Spanned<String>, &T)> {
        self.list.iter().map(|(id, record)| (id, record))
    }

    pub fn place(&self, span: Span) -> Place {
        Place::new(&self.file, span)
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl Unit {
    pub const ALL: [Unit; 5] = [Unit::Hour, Unit::Day, Unit::WorkingDay, Unit::Month, Unit::Year];

    /// Its name in registers and in the interface strings (`unit.working_day`).
    pub fn name(self) -> &'static str {
        match self {
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::WorkingDay => "working_day",
            Unit::Month => "month",
            Unit::Year => "year",
        }
    }
}

impl Service {
    pub const ALL: [Service; 5] = [Service::Information, Service::Emergency, Service::Legal, Service::Protection, Service::Health];

    pub fn name(self) -> &'static str {
        match self {
            Service::Information => "information",
            Service::Emergency => "emergency",
            Service::Legal => "legal",
            Service::Protection => "protection",
            Service::Health => "health",
        }
    }
}

impl ArticleRef {
    /// Reads `lfip/53` or `lfip`; nothing where a part is empty.
    pub fn parse(text: &str) -> Option<ArticleRef> {
        let (law, article) = match text.split_once('/') {
            Some((law, article)) => (law, Some(article)),
            None => (text, None),
        };
        let whole = !law.is_empty() && article != Some("");
        whole.then(|| ArticleRef { law: law.to_string(), article: article.map(str::to_string) })
    }
}
