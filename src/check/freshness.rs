//! Translations that have parted from their originals where it can cost the reader a right, and those of which nobody can tell.

use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Edition, Freshness, Page, SectionChange, Site, StaleSection, Translation};

pub fn check(site: &Site) -> Vec<Diagnostic> {
    let stamped = site.pages.values().flat_map(|page| page.freshness.values()).any(|freshness| *freshness != Freshness::Unpinned);
    let mut found = Vec::new();
    for page in site.pages.values() {
        for (language, freshness) in &page.freshness {
            let Some((edition, translation)) = page.editions.get(language).and_then(|e| Some((e, e.document.translation()?))) else {
                continue;
            };
            found.extend(bad_pins(edition, translation));
            match freshness {
                // A portal that has never stamped a translation is not told so page by page.
                Freshness::Unpinned => found.extend(stamped.then(|| unpinned(edition, translation))),
                Freshness::Pinned(_) if site.config.withhold_outdated => {}
                Freshness::Pinned(stale) => {
                    found.extend(stale.iter().filter(|stale| stale.critical).map(|stale| outdated(page, edition, stale)));
                }
            }
        }
    }
    found
}

fn unpinned(edition: &Edition, translation: &Translation) -> Diagnostic {
    let path = &edition.document.path;
    Diagnostic::warning(edition.document.place(translation.span), "unpinned", "nobody can tell whether this translation is up to date")
        .help(format!("compare it with the original, then run `dalil stamp {path}`"))
}

fn outdated(page: &Page, edition: &Edition, stale: &StaleSection) -> Diagnostic {
    let original = &page.original().document;
    let path = &edition.document.path;
    let here = heading_place(edition, &stale.id).unwrap_or_else(|| edition.document.place(edition.document.front.title.span));
    let there = heading_place(page.original(), &stale.id).unwrap_or_else(|| original.place(original.front.title.span));
    let message = match stale.change {
        SectionChange::Added => "the original has a section with a deadline, fee, phone number or way to a court that is missing here",
        SectionChange::Changed | SectionChange::Removed => {
            "the original of this section has changed since it was translated, and it holds a deadline, fee, phone number or way to a court"
        }
    };
    Diagnostic::warning(here, "outdated-critical", message)
        .help(format!("translate it again from the original, then run `dalil stamp {path} --section {}`", stale.id))
        .also(there, "the original as it is now")
}

fn heading_place(edition: &Edition, id: &str) -> Option<Place> {
    let at = edition.heading_ids.iter().position(|own| own == id)?;
    edition.document.body.headings().nth(at).map(|(block, _)| edition.document.place(block.span))
}

/// A pin that no stamp can have written: it would call the section outdated for ever.
fn bad_pins(edition: &Edition, translation: &Translation) -> Vec<Diagnostic> {
    let wrong = translation.sections.iter().filter(|(_, pin)| pin.len() != crate::translate::PIN_DIGITS);
    let found = wrong.map(|(id, pin)| {
        let message = format!("`{}` is no digest of a section", pin.value);
        Diagnostic::error(edition.document.place(pin.span), "pin", message)
            .help(format!("do not write digests by hand: run `dalil stamp {} --section {}`", edition.document.path, id.value))
    });
    found.collect()
}
