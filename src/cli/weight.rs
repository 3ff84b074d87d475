//! `dalil weight`: what each page weighs as it is sent, the heaviest first, and what takes the space.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use serde::Serialize;

use super::Ending;
use super::args::Weigh;
use super::build::{self, Report};
use super::cache;
use super::console::Console;
use crate::check::Evidence;
use crate::load;
use crate::model::OutPath;
use crate::pipeline::Memos;
use crate::verify::{self, PageWeight, Region};

/// Pages shown unless all are asked for.
const SHOWN: usize = 20;

#[derive(Serialize)]
struct Answer<'a> {
    ok: bool,
    pages: &'a [&'a PageWeight],
    /// By the `lang` of the pages.
    languages: BTreeMap<&'a str, Summary>,
}

/// In bytes of brotli.
#[derive(Serialize)]
struct Summary {
    pages: usize,
    median: usize,
    heaviest: usize,
}

pub(super) fn weight(root: &Path, options: Weigh, console: &Console) -> anyhow::Result<Ending> {
    let memos = Memos::once();
    cache::open(root, &memos);
    console.progress("building …");
    let attempt = build::attempt(load::load(root)?, &build::options(&options.edition, None), &memos, &Evidence::default(), None);
    let Some(artifacts) = &attempt.artifacts else {
        return build::tell(&Report::new(&attempt, false, "nothing was weighed"), console);
    };
    console.progress("weighing …");
    let all = verify::weights(artifacts, "");
    let mut pages: Vec<&PageWeight> = all.iter().filter(|page| is_asked(&page.path, &options.paths)).collect();
    anyhow::ensure!(!pages.is_empty(), "no page lies below {}: write addresses such as `/en/guides/`", options.paths.join(", "));
    pages.sort_by_key(|page| (std::cmp::Reverse(page.weight.document), &page.path));
    let languages = languages(&pages);
    if console.is_json() {
        console.json(&Answer { ok: true, pages: &pages, languages })?;
    } else {
        let shown = if options.all { pages.len() } else { pages.len().min(SHOWN) };
        console.say(&table(&pages[..shown], pages.len()))?;
        console.say(&totals(&languages))?;
    }
    Ok(Ending::Done)
}

/// Whether a page lies at or below one of the addresses; all do where none is named.
fn is_asked(path: &OutPath, asked: &[String]) -> bool {
    let url = format!("/{}", path.as_str().trim_end_matches("index.html"));
    let below = |asked: &String| {
        let asked = format!("/{}", asked.trim_matches('/'));
        url.strip_prefix(&asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) || asked == "/"
    };
    asked.is_empty() || asked.iter().any(below)
}

fn languages<'a>(pages: &[&'a PageWeight]) -> BTreeMap<&'a str, Summary> {
    let mut sizes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    // From the heaviest down.
    pages.iter().for_each(|page| sizes.entry(page.language.as_str()).or_default().push(page.weight.document));
    let summary = |sizes: Vec<usize>| Summary { pages: sizes.len(), median: sizes[sizes.len() / 2], heaviest: sizes[0] };
    sizes.into_iter().map(|(language, sizes)| (language, summary(sizes))).collect()
}

fn table(pages: &[&PageWeight], count: usize) -> String {
    let mut out =
        String::from("bytes in brotli, pages with their style; the view is all that loads at once but pictures\n\n    page    view");
    Region::ALL.iter().for_each(|region| write!(out, " {:>10}", region.name()).expect("BUG: writing to a string failed"));
    out.push('\n');
    for page in pages {
        write!(out, "{:>8}{:>8}", page.weight.document, page.view).expect("BUG: writing to a string failed");
        for region in Region::ALL {
            let size = page.weight.parts.get(&region).copied().unwrap_or_default();
            write!(out, " {size:>10}").expect("BUG: writing to a string failed");
        }
        writeln!(out, "  /{}", page.path.as_str().trim_end_matches("index.html")).expect("BUG: writing to a string failed");
    }
    if pages.len() < count {
        writeln!(out, "… and {} lighter ones; --all shows them", count - pages.len()).expect("BUG: writing to a string failed");
    }
    out.push('\n');
    out
}

fn totals(languages: &BTreeMap<&str, Summary>) -> String {
    let line = |(language, summary): (&&str, &Summary)| {
        format!("{language:<8}{:>5} pages, median {:>6}, heaviest {:>6}\n", summary.pages, summary.median, summary.heaviest)
    };
    languages.iter().map(line).collect()
}
