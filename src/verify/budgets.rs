//! What a reader has to load before she can read, against what was promised her: style, scripts, the whole first view, requests.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::address::{Address, address};
use super::policy::InlineKind;
use super::regions::{Region, regions};
use super::weight::{self, Weight, weigh};
use super::{Fault, Finding, Rules, Survey};
use crate::config::Budgets;
use crate::model::{Artifacts, OutPath};

/// What a page weighs, with everything that is loaded with it.
#[derive(Debug, Clone, Serialize)]
pub struct PageWeight {
    /// The page's file.
    pub path: OutPath,
    /// The `lang` of the page.
    pub language: String,
    #[serde(flatten)]
    pub weight: Weight,
    /// The document and all that a browser loads at once with it, pictures excepted.
    pub view: usize,
    pub requests: usize,
}

/// Weighs every page exactly, in path order. Much slower than `verify`, which stops where a page is surely light enough.
pub fn weights(artifacts: &Artifacts, base_url: &str) -> Vec<PageWeight> {
    // No budget: what is over one is weighed twice.
    let rules = Rules { base_url, budgets: Budgets { document: usize::MAX, ..Budgets::default() } };
    let surveys = super::surveys(artifacts, &rules, &super::SurveyMemo::default());
    let files = Files::weigh(artifacts, &surveys, base_url);
    let pages: Vec<(&OutPath, &Arc<Survey>)> = surveys.iter().collect();
    let page = |(path, survey): (&OutPath, &Arc<Survey>)| {
        let html = artifacts.get(path.as_str()).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        let (weight, others) = (weigh(html), files.beside(survey));
        let view = weight.document + others.iter().map(|(_, size)| size).sum::<usize>();
        PageWeight { path: path.clone(), language: survey.language.to_string(), weight, view, requests: 1 + others.len() }
    };
    pages.into_par_iter().map(page).collect()
}

/// Everything that is over its budget beyond single documents, in no order.
pub(super) fn judge(artifacts: &Artifacts, surveys: &BTreeMap<OutPath, Arc<Survey>>, rules: &Rules<'_>) -> Vec<Finding> {
    let files = Files::weigh(artifacts, surveys, rules.base_url);
    let mut findings: Vec<Finding> = scripts(artifacts, rules).into_iter().chain(styles(artifacts, surveys, rules)).collect();
    for (path, survey) in surveys {
        findings.extend(first_view(artifacts, path, survey, &files, rules).map(|fault| Finding { path: path.clone(), fault }));
    }
    findings
}

/// The files that pages load at once, by address, with what each weighs.
struct Files<'a> {
    by_address: BTreeMap<&'a str, (OutPath, usize)>,
}

impl<'a> Files<'a> {
    fn weigh(artifacts: &Artifacts, surveys: &'a BTreeMap<OutPath, Arc<Survey>>, base_url: &str) -> Files<'a> {
        let written: BTreeSet<&str> = surveys.values().flat_map(|survey| &survey.at_once).map(AsRef::as_ref).collect();
        let file = |written: &'a str| match address(written, base_url) {
            Address::Site { file, .. } => {
                artifacts.get(file.as_str()).map(|bytes| (written, (file.clone(), weight::of_file(file.as_str(), bytes))))
            }
            _ => None,
        };
        Files { by_address: written.into_iter().filter_map(file).collect() }
    }

    /// What comes with a page, each file once.
    fn beside(&self, survey: &Survey) -> Vec<(&OutPath, usize)> {
        let found: BTreeMap<&OutPath, usize> =
            survey.at_once.iter().filter_map(|written| self.by_address.get(written.as_ref())).map(|(file, size)| (file, *size)).collect();
        found.into_iter().collect()
    }
}

fn first_view(artifacts: &Artifacts, path: &OutPath, survey: &Survey, files: &Files<'_>, rules: &Rules<'_>) -> Option<Fault> {
    let budgets = rules.budgets;
    let beside = files.beside(survey);
    let named: Vec<String> = beside.iter().map(|(file, size)| format!("`{file}` {size}")).collect();
    if beside.len() + 1 > budgets.requests {
        let message = format!("the page asks for {} files at once, more than its budget of {}", beside.len() + 1, budgets.requests);
        let help = format!(
            "they are the page itself and, in bytes: {}; put several into one, or load them when they are needed",
            named.join(", ")
        );
        return Some(Fault::new("too-many-requests", message, help));
    }
    let others: usize = beside.iter().map(|(_, size)| size).sum();
    let html = artifacts.get(path.as_str()).and_then(|bytes| std::str::from_utf8(bytes).ok())?;
    let left = budgets.view.saturating_sub(others);
    // What was found when the document was weighed is enough for nearly all pages.
    let document = if survey.at_most <= left { survey.at_most } else { weight::at_most(html, left) };
    (document > left).then(|| {
        let (size, budget) = (document + others, budgets.view);
        let message = format!("the page and what it loads at once weigh {size} bytes, {} more than the budget of {budget}", size - budget);
        Fault::new("heavy-view", message, format!("the page weighs {document}; beside it, in bytes: {}", named.join(", ")))
    })
}

fn scripts(artifacts: &Artifacts, rules: &Rules<'_>) -> Option<Finding> {
    // The service worker is no page's: it comes with what the reader saves, whose weight she is told before.
    let files = artifacts.files.iter().filter(|(path, _)| path.as_str().ends_with(".js") && path.as_str() != "sw.js");
    let mut files: Vec<(usize, &OutPath)> = files.map(|(path, bytes)| (weight::of_file(path.as_str(), bytes), path)).collect();
    files.sort_by(|a, b| b.cmp(a));
    // The search has a client for each language with a large index, of which a reader loads one.
    let mut clients = 0;
    files.retain(|(_, path)| {
        let is_client = ["assets/search.", "assets/search-"].iter().any(|start| path.as_str().starts_with(start));
        clients += usize::from(is_client);
        !is_client || clients == 1
    });
    let (size, budget) = (files.iter().map(|(size, _)| size).sum::<usize>(), rules.budgets.scripts);
    let heaviest = files.first().filter(|_| size > budget)?.1.clone();
    let named: Vec<String> = files.iter().map(|(size, path)| format!("`{path}` {size}")).collect();
    let message = format!("the scripts weigh {size} bytes together, {} more than their budget of {budget}", size - budget);
    Some(Finding {
        path: heaviest,
        fault: Fault::new("heavy-scripts", message, format!("in bytes: {}; make the theme's scripts do less", named.join(", "))),
    })
}

/// One finding for each style sheet, at the first page that has it.
fn styles(artifacts: &Artifacts, surveys: &BTreeMap<OutPath, Arc<Survey>>, rules: &Rules<'_>) -> Vec<Finding> {
    let mut first: BTreeMap<&str, &OutPath> = BTreeMap::new();
    for (path, survey) in surveys {
        for inline in survey.inline.iter().filter(|inline| inline.kind == InlineKind::Style) {
            first.entry(&inline.hash).or_insert(path);
        }
    }
    let pages: BTreeSet<&OutPath> = first.into_values().collect();
    let budget = rules.budgets.style;
    let heavy = |path: &OutPath| {
        let html = artifacts.get(path.as_str()).and_then(|bytes| std::str::from_utf8(bytes).ok())?;
        let style: String = regions(html).into_iter().filter(|(region, _)| *region == Region::Style).map(|(_, text)| text).collect();
        let size = weight::at_most(&style, budget);
        let message =
            format!("the style in every page weighs {size} bytes, {} more than its budget of {budget}", size.saturating_sub(budget));
        let help = "take rules out of the theme's `assets/style.css`";
        (size > budget).then(|| Finding { path: path.clone(), fault: Fault::new("heavy-style", message, help) })
    };
    pages.into_iter().filter_map(heavy).collect()
}
