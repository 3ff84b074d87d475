//! Facts on which a translation and its original differ. A difference that is meant is accepted in the front matter, with a reason.

use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Edition, Freshness, LEAD, LanguageId, Page, SectionChange, Site};
use crate::translate::{Difference, differences};

pub fn check(site: &Site) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for page in site.pages.values() {
        // Of a translation that was never stamped nobody has said that it says the same.
        let stamped = |language: &LanguageId| matches!(page.freshness.get(language), Some(Freshness::Pinned(_)));
        for (language, edition) in page.editions.iter().filter(|(language, edition)| stamped(language) && !edition.document.front.draft) {
            found.extend(check_edition(page, *language, edition));
        }
    }
    found
}

fn check_edition(page: &Page, language: LanguageId, edition: &Edition) -> Vec<Diagnostic> {
    let accepted = &edition.document.front.accept;
    let mut used = vec![false; accepted.len()];
    let mut is_accepted = |section: &str, code: &str| {
        let at = accepted.iter().position(|accept| accept.section.value == section && accept.code.value == code);
        at.is_some_and(|at| std::mem::replace(&mut used[at], true) || used[at])
    };
    let differences = differences(page, language, edition).into_iter().filter(|d| !is_accepted(&d.section, d.code)).collect::<Vec<_>>();
    let mut found: Vec<Diagnostic> = differences.iter().map(|difference| differs(page, edition, difference)).collect();
    found.extend(missing_sections(page, language, edition).into_iter().filter(|(id, _)| !is_accepted(id, HEADING)).map(|(_, found)| found));
    let unused = accepted.iter().zip(used).filter(|(_, used)| !used);
    found.extend(unused.map(|(accept, _)| {
        let message = format!("there is no `{}` in the section `{}` to accept", accept.code.value, accept.section.value);
        Diagnostic::warning(edition.document.place(accept.section.span), "unused-accept", message).help("take this entry of `accept` out")
    }));
    found
}

const HEADING: &str = "parity-heading";

fn differs(page: &Page, edition: &Edition, difference: &Difference) -> Diagnostic {
    let original = &page.original().document;
    let (message, here) = match (&difference.original, &difference.translation) {
        (Some(there), Some(here)) => {
            (format!("the original has {} where this has {}", quoted(&there.text), quoted(&here.text)), edition.document.place(here.span))
        }
        (Some(there), None) => {
            (format!("the original has {} and this section does not", quoted(&there.text)), heading(edition, &difference.section))
        }
        (None, Some(here)) => (format!("this has {} and the original does not", quoted(&here.text)), edition.document.place(here.span)),
        (None, None) => (String::new(), heading(edition, &difference.section)),
    };
    let there =
        difference.original.as_ref().map_or_else(|| heading(page.original(), &difference.section), |fact| original.place(fact.span));
    let help = format!(
        "correct it; or, if it is meant, add `accept: [{{section: {}, code: {}, reason: …}}]` to the front matter",
        difference.section, difference.code
    );
    Diagnostic::warning(here, difference.code, message).help(help).also(there, "the original")
}

fn quoted(text: &str) -> String {
    if text.starts_with("a ") { text.to_string() } else { format!("`{text}`") }
}

/// Headings that only one side has. What the original has got or dropped since is said by its freshness.
fn missing_sections(page: &Page, language: LanguageId, edition: &Edition) -> Vec<(String, Diagnostic)> {
    let original = page.original();
    let is_new = |id: &str| page.stale(language).iter().any(|stale| stale.id == id && stale.change != SectionChange::Changed);
    let missing = original.heading_ids.iter().filter(|id| !edition.heading_ids.contains(id) && !is_new(id));
    let missing = missing.map(|id| {
        let found = Diagnostic::warning(heading(edition, LEAD), HEADING, format!("the original has a section `#{id}` and this does not"))
            .help(format!("translate it, and end its heading with `{{#{id}}}`"))
            .also(heading(original, id), "the original");
        (id.clone(), found)
    });
    let extra = edition.heading_ids.iter().filter(|id| !original.heading_ids.contains(id) && !is_new(id));
    let extra = extra.map(|id| {
        let found = Diagnostic::warning(heading(edition, id), HEADING, format!("this has a section `#{id}` and the original does not"))
            .help("give the heading the id that it has in the original, or take the section out".to_string());
        (id.clone(), found)
    });
    missing.chain(extra).collect()
}

/// The place of a section's heading; of the lead, the title.
fn heading(edition: &Edition, id: &str) -> Place {
    let at = edition.heading_ids.iter().position(|own| own == id);
    let block = at.and_then(|at| edition.document.body.headings().nth(at));
    edition.document.place(block.map_or(edition.document.front.title.span, |(block, _)| block.span))
}
