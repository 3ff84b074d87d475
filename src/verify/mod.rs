//! The finished site, read back as a browser and a crawler would: broken links, ids that meet nobody, alternates that do not answer,
//! what the policy would block, pages that weigh too much, pages that must not be kept.
//!
//! Works on bytes alone and so knows no source files: the caller maps each finding to the page's. Authors' mistakes are found earlier,
//! by `check`, with their place; what is found here is a fault of the theme or our own, or a page that is too long. Does not replace
//! the Nu HTML checker and axe-core, which run in the tests.

mod address;
mod alternates;
mod budgets;
mod filed;
mod isolation;
mod links;
mod policy;
mod regions;
mod saved;
mod stylesheet;
mod survey;
#[cfg(test)]
mod tests;
mod weight;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::config::Budgets;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Artifacts, OutPath};

pub use budgets::{PageWeight, weights};
use filed::Said;
pub use filed::{Examiner, Filed, Files, Memos};
pub use regions::Region;
pub use survey::Survey;
use survey::survey;
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
    judge(&Files::of(artifacts, rules), rules)
}

/// Compares the files with each other.
pub fn judge(files: &Files, rules: &Rules<'_>) -> Vec<Finding> {
    let headers = match files.get("_headers").map(|file| &file.said) {
        Some(Said::Headers(text)) => text.as_str(),
        _ => "",
    };
    let policies = policy::Policies::parse(headers);
    let site = Site { files: files.iter().map(|(path, file)| (path.as_str(), file.page())).collect(), base_url: rules.base_url };
    let of_file = |(path, file): (&OutPath, &Filed)| {
        let faults = match &file.said {
            Said::Page(survey) => {
                let mut faults = survey.faults.clone();
                links::judge(&site, survey, &mut faults);
                alternates::judge(&site, path, survey, &mut faults);
                policies.judge(path, survey, &mut faults);
                faults
            }
            Said::Sheet(addresses) => stylesheet::judge(&site, addresses),
            Said::Saved(list) => saved::judge(list.as_ref(), files),
            Said::Headers(_) | Said::Nothing => Vec::new(),
        };
        found(path, faults)
    };
    let all: Vec<_> = files.iter().collect();
    let mut findings: Vec<Finding> = all.into_par_iter().flat_map_iter(of_file).collect();
    findings.extend(saved::sensitive(files, headers));
    findings.extend(budgets::judge(files, rules));
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
