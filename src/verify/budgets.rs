//! What a reader has to load before she can read, against what was promised her: style, scripts, the whole first view, requests.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::policy::InlineKind;
use super::weight::{Weight, weigh};
use super::{Fault, Files, Finding, Rules, Survey};
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
    let rules = Rules { base_url, budgets: Budgets { document: usize::MAX, view: usize::MAX, ..Budgets::default() } };
    let files = Files::of(artifacts, &rules);
    let pages: Vec<(&OutPath, &Survey)> = files.pages().collect();
    let page = |(path, survey): (&OutPath, &Survey)| {
        let html = artifacts.get(path.as_str()).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        let (weight, others) = (weigh(html), beside(survey, &files));
        let view = weight.document + others.values().sum::<usize>();
        PageWeight { path: path.clone(), language: survey.language.to_string(), weight, view, requests: 1 + others.len() }
    };
    pages.into_par_iter().map(page).collect()
}

/// Everything that is over its budget beyond single documents, in no order.
pub(super) fn judge(files: &Files, rules: &Rules<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = scripts(files, rules).into_iter().chain(styles(files, rules)).collect();
    for (path, survey) in files.pages() {
        findings.extend(first_view(path, survey, files, rules).map(|fault| Finding { path: path.clone(), fault }));
    }
    findings
}

/// The files that come with a page at once, each with what it weighs.
pub(super) fn beside(survey: &Survey, files: &Files) -> BTreeMap<OutPath, usize> {
    let file = |file: &OutPath| files.get(file.as_str()).map(|known| (file.clone(), known.best));
    survey.at_once.iter().filter_map(|written| written.file()).filter_map(file).collect()
}

fn first_view(path: &OutPath, survey: &Survey, files: &Files, rules: &Rules<'_>) -> Option<Fault> {
    let budgets = rules.budgets;
    let beside = beside(survey, files);
    let named = || beside.iter().map(|(file, size)| format!("`{file}` {size}")).collect::<Vec<_>>().join(", ");
    if beside.len() + 1 > budgets.requests {
        let message = format!("the page asks for {} files at once, more than its budget of {}", beside.len() + 1, budgets.requests);
        let help = format!("they are the page itself and, in bytes: {}; put several into one, or load them when they are needed", named());
        return Some(Fault::new("too-many-requests", message, help));
    }
    let (document, others) = (files.get(path.as_str())?.best, beside.values().sum::<usize>());
    (document + others > budgets.view).then(|| {
        let (size, budget) = (document + others, budgets.view);
        let message = format!("the page and what it loads at once weigh {size} bytes, {} more than the budget of {budget}", size - budget);
        Fault::new("heavy-view", message, format!("the page weighs {document}; beside it, in bytes: {}", named()))
    })
}

fn scripts(files: &Files, rules: &Rules<'_>) -> Option<Finding> {
    // The service worker is no page's: it comes with what the reader saves, whose weight she is told before.
    let files = files.iter().filter(|(path, _)| path.as_str().ends_with(".js") && path.as_str() != "sw.js");
    let mut files: Vec<(usize, &OutPath)> = files.map(|(path, file)| (file.best, path)).collect();
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
fn styles(files: &Files, rules: &Rules<'_>) -> Vec<Finding> {
    let mut first: BTreeMap<&str, (&OutPath, usize)> = BTreeMap::new();
    for (path, survey) in files.pages() {
        for inline in survey.inline.iter().filter(|inline| inline.kind == InlineKind::Style) {
            first.entry(&inline.hash).or_insert((path, survey.style));
        }
    }
    let budget = rules.budgets.style;
    let heavy: BTreeMap<&OutPath, usize> = first.into_values().filter(|(_, size)| *size > budget).collect();
    let finding = |(path, size): (&OutPath, usize)| {
        let message = format!("the style in every page weighs {size} bytes, {} more than its budget of {budget}", size - budget);
        Finding { path: path.clone(), fault: Fault::new("heavy-style", message, "take rules out of the theme's `assets/style.css`") }
    };
    heavy.into_iter().map(finding).collect()
}
