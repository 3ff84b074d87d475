//! The finished site, read back as a browser and a crawler would: broken links, ids that meet nobody, alternates that do not answer,
//! what the policy would block, pages that weigh too much.
//!
//! Works on bytes alone and so knows no source files: the caller maps each finding to the page's. Authors' mistakes are found earlier,
//! by `check`, with their place; what is found here is a fault of the theme or our own, or a page that is too long. Does not replace
//! the Nu HTML checker and axe-core, which run in the tests.

mod address;
mod alternates;
mod budgets;
mod links;
mod policy;
mod regions;
mod stylesheet;
mod survey;
#[cfg(test)]
mod tests;
mod weight;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::Budgets;
use crate::diagnostic::{Diagnostic, Place};
use crate::memo::{Identity, Memo};
use crate::model::{Artifacts, OutPath};

pub use budgets::{PageWeight, weights};
pub use regions::Region;
pub use survey::{Survey, survey};
pub use weight::Weight;

/// One thing that is wrong with one output file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub path: OutPath,
    pub fault: Fault,
}

/// What is wrong, worded as in a `Diagnostic`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub code: &'static str,
    pub message: String,
    pub help: Option<String>,
}

/// What the site is held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rules<'a> {
    /// Scheme and host, without a slash at the end.
    pub base_url: &'a str,
    pub budgets: Budgets,
}

/// Everything that is wrong with the site, in path order.
pub fn verify(artifacts: &Artifacts, rules: &Rules<'_>) -> Vec<Finding> {
    judge(artifacts, &surveys(artifacts, rules, &SurveyMemo::default()), rules)
}

/// What files say, by all that reading one sees: the file, the site's own address, the budgets.
pub type SurveyMemo = Memo<(Identity<[u8]>, String, Budgets), Survey>;

/// What each HTML file says. The costly half, and a function of each file and the rules alone.
pub fn surveys(artifacts: &Artifacts, rules: &Rules<'_>, memo: &SurveyMemo) -> BTreeMap<OutPath, Arc<Survey>> {
    let pages: Vec<_> = artifacts.files.iter().filter(|(path, _)| path.as_str().ends_with(".html")).collect();
    let read = |bytes: &Arc<[u8]>| {
        let key = (Identity::of(bytes), rules.base_url.to_string(), rules.budgets);
        memo.get(&key, || survey(bytes, rules))
    };
    pages.into_par_iter().map(|(path, bytes)| (path.clone(), read(bytes))).collect()
}

/// Compares the pages with each other and with the other files.
pub fn judge(artifacts: &Artifacts, surveys: &BTreeMap<OutPath, Arc<Survey>>, rules: &Rules<'_>) -> Vec<Finding> {
    let headers = artifacts.get("_headers").map(|bytes| String::from_utf8_lossy(bytes));
    let policies = policy::Policies::parse(headers.as_deref().unwrap_or_default());
    let files = artifacts.files.keys().map(|path| (path.as_str(), surveys.get(path).map(Arc::as_ref))).collect();
    let site = Site { files, base_url: rules.base_url };
    let of_page = |(path, survey): (&OutPath, &Arc<Survey>)| {
        let mut faults = survey.faults.clone();
        links::judge(&site, survey, &mut faults);
        alternates::judge(&site, path, survey, &mut faults);
        policies.judge(path, survey, &mut faults);
        found(path, faults)
    };
    let pages: Vec<_> = surveys.iter().collect();
    let mut findings: Vec<Finding> = pages.into_par_iter().flat_map_iter(of_page).collect();
    findings.extend(stylesheet::judge(artifacts, &site));
    findings.extend(budgets::judge(artifacts, surveys, rules));
    findings.sort();
    findings.dedup();
    findings
}

/// The finished site as links see it.
struct Site<'a> {
    /// Every file, with its survey where it is a page. Hashed, since a large site looks up a million links.
    files: HashMap<&'a str, Option<&'a Survey>>,
    base_url: &'a str,
}

fn found(path: &OutPath, faults: Vec<Fault>) -> impl Iterator<Item = Finding> + use<> {
    let path = path.clone();
    faults.into_iter().map(move |fault| Finding { path: path.clone(), fault })
}

impl Fault {
    fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault { code, message: message.into(), help: Some(help.into()) }
    }
}

impl Finding {
    /// As a diagnostic about the source file that the caller knows this output to come from.
    pub fn at(self, place: Place) -> Diagnostic {
        let message = format!("in the finished `{}`: {}", self.path, self.fault.message);
        Diagnostic::error(place, self.fault.code, message).maybe_help(self.fault.help)
    }
}
