//! What verification keeps of a finished file once its bytes have gone: what it says, what it weighs, its digest.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::address::Addresses;
use super::saved::List;
use super::{Rules, Survey, budgets, stylesheet, survey, weight};
use crate::config::Budgets;
use crate::digest;
use crate::memo::Memo;
use crate::model::{Artifacts, OutPath};
use crate::weigh::{BEST, Scales, usual};

/// One finished file.
#[derive(Debug, Clone)]
pub struct Filed {
    /// Of its bytes, in hexadecimal.
    pub digest: String,
    pub length: usize,
    /// What it weighs as it is sent; what most hosts make of it.
    pub sent: usize,
    /// The least that it weighs as it is sent. Of a page an upper bound of that, where it is light enough.
    pub(super) best: usize,
    pub(super) said: Said,
}

/// What a file says, as far as anything can be wrong with it.
#[derive(Debug, Clone)]
pub(super) enum Said {
    Page(Arc<Survey>),
    /// The addresses in a style sheet.
    Sheet(Vec<String>),
    /// `_headers`
    Headers(String),
    /// What can be saved; nothing where that cannot be read.
    Saved(Option<List>),
    Nothing,
}

/// The files that were finished, by path.
#[derive(Debug, Clone, Default)]
pub struct Files(BTreeMap<OutPath, Filed>);

/// What reading and weighing files came to, by all that it depends on.
#[derive(Debug, Default)]
pub struct Memos {
    surveys: Memo<(String, String, Budgets), Survey>,
    scales: Scales,
}

impl Memos {
    pub fn sweep(&self) {
        self.surveys.sweep();
        self.scales.sweep();
    }
}

/// Texts that a page may load at once, few and small: what they weigh at the least is worth finding out.
const AT_ONCE: [&str; 4] = [".js", ".css", ".svg", ".webmanifest"];

/// Reads the files of one site and weighs them.
pub struct Examiner<'a> {
    rules: Rules<'a>,
    memos: &'a Memos,
    addresses: Addresses,
}

impl<'a> Examiner<'a> {
    pub fn new(rules: Rules<'a>, memos: &'a Memos) -> Examiner<'a> {
        Examiner { rules, memos, addresses: Addresses::default() }
    }

    /// `beside` says of a page what the files weigh that it loads at once, which were finished before.
    pub fn file(&self, path: &OutPath, bytes: &[u8], beside: impl FnOnce(&Survey) -> usize) -> Filed {
        if path.as_str().ends_with(".html") { self.page(bytes, beside) } else { self.other(path.as_str(), bytes) }
    }

    fn page(&self, bytes: &[u8], beside: impl FnOnce(&Survey) -> usize) -> Filed {
        let budgets = self.rules.budgets;
        let key = (digest::hex(bytes), self.rules.base_url.to_string(), budgets);
        let survey = self.memos.surveys.get(&key, || survey(bytes, &self.rules, &self.memos.scales, &self.addresses));
        let left = budgets.view.saturating_sub(beside(&survey));
        let html = std::str::from_utf8(bytes).unwrap_or_default();
        let best = weight::at_most(html, survey.at_most, left);
        Filed { digest: key.0, length: bytes.len(), sent: survey.sent, best, said: Said::Page(survey) }
    }

    fn other(&self, name: &str, bytes: &[u8]) -> Filed {
        let digest = digest::hex(bytes);
        let text = || String::from_utf8_lossy(bytes);
        let said = match name {
            "_headers" => Said::Headers(text().into_owned()),
            _ if name.ends_with(".css") => Said::Sheet(stylesheet::addresses(&text()).map(str::to_string).collect()),
            _ if name.ends_with("/pack.json") => Said::Saved(serde_json::from_slice(bytes).ok()),
            _ => Said::Nothing,
        };
        let weigh = |quality| self.memos.scales.weigh(&digest, bytes, quality);
        let sent = if weight::is_text(name) { weigh(usual(bytes.len())) } else { bytes.len() };
        let best = if AT_ONCE.iter().any(|ending| name.ends_with(ending)) { weigh(BEST) } else { sent };
        Filed { length: bytes.len(), sent, best, said, digest }
    }
}

impl Files {
    /// Those of a whole site.
    pub fn of(artifacts: &Artifacts, rules: &Rules<'_>) -> Files {
        let (mut files, memos) = (Files::default(), Memos::default());
        let examiner = Examiner::new(*rules, &memos);
        // Pages last: they are weighed with what they load.
        for is_page in [false, true] {
            let some: Vec<_> = artifacts.files.iter().filter(|(path, _)| path.as_str().ends_with(".html") == is_page).collect();
            let read = |(path, bytes): (&OutPath, &Arc<[u8]>)| (path.clone(), examiner.file(path, bytes, |survey| files.beside(survey)));
            let read: Vec<_> = some.into_par_iter().map(read).collect();
            files.0.extend(read);
        }
        files
    }

    pub fn insert(&mut self, path: OutPath, file: Filed) {
        self.0.insert(path, file);
    }

    pub fn get(&self, path: &str) -> Option<&Filed> {
        self.0.get(path)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&OutPath, &Filed)> {
        self.0.iter()
    }

    /// What the files weigh that come with a page at once.
    pub fn beside(&self, survey: &Survey) -> usize {
        budgets::beside(survey, self).values().sum()
    }

    /// Each page with what it says.
    pub(super) fn pages(&self) -> impl Iterator<Item = (&OutPath, &Survey)> {
        self.0.iter().filter_map(|(path, file)| file.page().map(|survey| (path, survey)))
    }
}

impl Filed {
    pub(super) fn page(&self) -> Option<&Survey> {
        match &self.said {
            Said::Page(survey) => Some(survey),
            Said::Sheet(_) | Said::Headers(_) | Said::Saved(_) | Said::Nothing => None,
        }
    }
}
