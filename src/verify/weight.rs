//! What a page weighs as it is sent, and what of it takes the space.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Fault;
use super::regions::{self, Region};
use crate::weigh::{BEST, Scales, compressed, together, usual};

/// Good enough to tell how parts of a page stand to each other.
const QUICK: i32 = 5;

/// A page's weight in bytes of brotli, and its share by region. Shares add up to the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Weight {
    pub document: usize,
    pub parts: BTreeMap<Region, usize>,
}

/// An upper bound of what a text weighs, from one that is known: exact where that is over the budget.
pub(super) fn at_most(text: &str, known: usize, budget: usize) -> usize {
    if known.min(text.len()) <= budget { known.min(text.len()) } else { compressed(text.as_bytes(), BEST) }
}

/// What is before, in and after the style of a page.
pub(super) fn around_style(html: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = html.split_once("<style>")?;
    rest.split_once("</style>").map(|(style, after)| (before, style, after))
}

/// What a page weighs as it is sent. Its style, which is in every page, is weighed once for all of them, by its hash.
pub(super) fn as_sent(html: &str, style: Option<(&str, (&str, &str, &str))>, scales: &Scales) -> usize {
    match style {
        Some((hash, (before, style, after))) => {
            let rest = together(before.as_bytes(), after.as_bytes(), usual(before.len() + after.len()));
            scales.weigh(hash, style.as_bytes(), usual(style.len())) + rest
        }
        None => compressed(html.as_bytes(), usual(html.len())),
    }
}

/// An upper bound of what a style weighs, exact where that is over the budget.
pub(super) fn style(hash: &str, style: &str, budget: usize, scales: &Scales) -> usize {
    let sent = scales.weigh(hash, style.as_bytes(), usual(style.len()));
    if sent <= budget { sent } else { scales.weigh(hash, style.as_bytes(), BEST) }
}

/// Whether a host compresses a file as it sends it; others are compressed already.
pub(super) fn is_text(path: &str) -> bool {
    [".html", ".js", ".json", ".css", ".svg", ".xml", ".txt", ".webmanifest"].iter().any(|ending| path.ends_with(ending))
}

/// Weighs a page exactly.
pub fn weigh(html: &str) -> Weight {
    let document = compressed(html.as_bytes(), BEST);
    let mut texts: BTreeMap<Region, String> = BTreeMap::new();
    for (region, text) in regions::regions(html) {
        texts.entry(region).or_default().push_str(text);
    }
    let alone: BTreeMap<Region, usize> = texts.iter().map(|(region, text)| (*region, compressed(text.as_bytes(), QUICK))).collect();
    let together: usize = alone.values().sum::<usize>().max(1);
    let mut parts: BTreeMap<Region, usize> = alone.iter().map(|(region, size)| (*region, size * document / together)).collect();
    let missing = document - parts.values().sum::<usize>();
    if let Some(largest) = parts.values_mut().max() {
        *largest += missing;
    }
    Weight { document, parts }
}

/// A page that is over its budget, with what takes the space.
pub(super) fn too_heavy(html: &str, size: usize, budget: usize) -> Fault {
    let over = size - budget;
    let message = format!("the page weighs {size} bytes in brotli, {over} more than its budget of {budget}");
    let mut parts: Vec<(Region, usize)> = weigh(html).parts.into_iter().collect();
    parts.sort_by_key(|(region, size)| (std::cmp::Reverse(*size), *region));
    let parts: Vec<String> = parts.iter().map(|(region, size)| format!("{} {size}", region.name())).collect();
    let help = format!("it holds, in bytes: {}; part the page in two, or make the theme lighter", parts.join(", "));
    Fault::new("too-heavy", message, help)
}
