//! `dalil stamp`: writes into translations what they were made from.

use std::path::{Path, PathBuf};

use anyhow::bail;
use serde::Serialize;

use super::Ending;
use super::args::Stamp;
use super::console::Console;
use super::portal::{Opened, Refusal, open};
use crate::emit;
use crate::model::{LanguageId, Page, Site};
use crate::translate::{self, Stamped};

/// What `--json` says of one file.
#[derive(Serialize)]
struct Told {
    file: String,
    changed: bool,
    /// Sections now pinned.
    sections: usize,
    /// Sections of the original that the translation lacks.
    untranslated: Vec<String>,
}

pub(super) fn stamp(root: &Path, options: Stamp, console: &Console) -> anyhow::Result<Ending> {
    let portal = match open(root, console)? {
        Opened::Portal(portal) => portal,
        Opened::Mistakes(ending) => return Ok(ending),
    };
    let wanted = translate::Stamp { section: options.section.clone(), minor: options.minor, state: options.state };
    let (mut files, mut told, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    for file in &options.files {
        let (page, language) = find(&portal.site, root, file)?;
        check_section(page, options.section.as_deref())?;
        match translate::stamp(&portal.site, page, language, &wanted) {
            None => bail!("`{}` is an original: only translations are stamped", file.display()),
            Some(Err(diagnostic)) => wrong.push(diagnostic),
            Some(Ok(stamped)) => {
                let document = &page.editions[&language].document;
                let changed = *stamped.text != *document.source;
                told.push(tell(document.path.as_str(), changed, &stamped));
                files.extend(changed.then(|| (root.join(document.path.as_str()), stamped.text.into_bytes())));
            }
        }
    }
    if !wrong.is_empty() {
        return Refusal { diagnostics: &wrong, sources: &portal.sources, consequence: "nothing was stamped" }.tell(console);
    }
    emit::replace_files(&files)?;
    if console.is_json() {
        console.json(&List { stamped: &told })?;
    }
    told.iter().try_for_each(|told| console.say(&words(told)))?;
    Ok(Ending::Done)
}

/// `{"stamped": […]}`
#[derive(Serialize)]
struct List<'a> {
    stamped: &'a [Told],
}

fn tell(file: &str, changed: bool, stamped: &Stamped) -> Told {
    Told { file: file.to_string(), changed, sections: stamped.pins.list.len(), untranslated: stamped.pins.untranslated.clone() }
}

fn words(told: &Told) -> String {
    let done = if told.changed { "stamped" } else { "unchanged" };
    let missing = match told.untranslated.as_slice() {
        [] => String::new(),
        ids => format!(", without {} that it does not have yet", ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")),
    };
    format!("{done} {}: {} sections{missing}\n", told.file, told.sections)
}

/// The edition that a file is.
fn find<'s>(site: &'s Site, root: &Path, file: &Path) -> anyhow::Result<(&'s Page, LanguageId)> {
    let full = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let (in_folder, in_portal) = (full(file), full(&root.join(file)));
    let is_it = |path: &str| {
        let own: PathBuf = full(&root.join(path));
        own == in_folder || own == in_portal
    };
    let mut editions = site.pages.values().flat_map(|page| page.editions.iter().map(move |(language, edition)| (page, *language, edition)));
    match editions.find(|(_, _, edition)| is_it(edition.document.path.as_str())) {
        Some((page, language, _)) => Ok((page, language)),
        None => bail!("`{}` is no page of this portal: name a file such as content/ar/situations/detained.md", file.display()),
    }
}

fn check_section(page: &Page, section: Option<&str>) -> anyhow::Result<()> {
    let Some(section) = section else { return Ok(()) };
    let ids: Vec<&str> = std::iter::once(crate::model::LEAD).chain(page.original().heading_ids.iter().map(String::as_str)).collect();
    if ids.contains(&section) {
        return Ok(());
    }
    bail!("the original of `{}` has no section `{section}`: it has {}", page.key, ids.join(", "))
}
