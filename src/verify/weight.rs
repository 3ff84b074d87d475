//! What a page weighs as it is sent, and what of it takes the space.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Fault;
use super::regions::{self, Region};
use crate::weigh::{BEST, compressed};

/// Qualities to try in turn, each slower and smaller than the one before: what is light enough by one is so by the next. Measured on
/// a page of 32 KB: 0.2 ms, 0.4 ms, 1.8 ms and 60 ms, for 170, 135, 122 and 100 % of the last size.
const QUALITIES: [i32; 4] = [1, 4, 5, BEST];
/// Good enough to tell how parts of a page stand to each other.
const QUICK: i32 = 5;

/// A page's weight in bytes of brotli, and its share by region. Shares add up to the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Weight {
    pub document: usize,
    pub parts: BTreeMap<Region, usize>,
}

/// An upper bound of what a text weighs: exact where that is over the budget.
pub(super) fn at_most(text: &str, budget: usize) -> usize {
    let mut size = text.len();
    for quality in QUALITIES {
        if size <= budget {
            break;
        }
        size = compressed(text.as_bytes(), quality);
    }
    size
}

/// What a file weighs as it is sent: in brotli where a host compresses it, as it is where that is done already.
pub(super) fn of_file(path: &str, bytes: &[u8]) -> usize {
    let is_text = [".html", ".js", ".json", ".css", ".svg", ".xml", ".txt", ".webmanifest"].iter().any(|ending| path.ends_with(ending));
    if is_text { compressed(bytes, BEST) } else { bytes.len() }
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
