//! `dalil diff`: what has changed in an original since it was translated, section by section.

use std::path::Path;

use anyhow::bail;

use super::Ending;
use super::args::Diff;
use super::console::Console;
use super::history::history;
use super::portal::{Opened, language, open, page};
use crate::translate::{self, Changes, SectionDifference};

pub(super) fn diff(root: &Path, options: &Diff, console: &Console) -> anyhow::Result<Ending> {
    let portal = match open(root, console)? {
        Opened::Portal(portal) => portal,
        Opened::Mistakes(ending) => return Ok(ending),
    };
    let id = language(&portal.site, &options.lang)?;
    let page = page(&portal.site, &options.key)?;
    if page.original == id {
        bail!("`{}` was written in `{}`: name the language of a translation", page.key, options.lang);
    }
    if !page.editions.contains_key(&id) {
        bail!(
            "`{}` is not translated into `{}` yet: `dalil export --lang {} {}` gives it to a translator",
            page.key,
            options.lang,
            options.lang,
            page.key
        );
    }
    let history = history(root, &portal, &translate::wanted_history(page, id));
    let changes = translate::changes(&portal.site, page, id, &history);
    if console.is_json() {
        console.json(&changes)?;
    } else {
        console.say(&words(&changes))?;
    }
    Ok(Ending::Done)
}

fn words(changes: &Changes) -> String {
    let Changes { key, language, is_stamped, sections } = changes;
    if !is_stamped {
        return format!(
            "nobody has said which text {key} in {language} was made from: compare it with the original, then `dalil stamp` it\n"
        );
    }
    if sections.is_empty() {
        return format!("{key} in {language} is up to date\n");
    }
    let count = match sections.len() {
        1 => "1 section has".to_string(),
        count => format!("{count} sections have"),
    };
    let sections: String = sections.iter().map(section).collect();
    format!("{key} in {language}: {count} changed in the original\n{sections}")
}

fn section(section: &SectionDifference) -> String {
    let critical = if section.critical { ", critical" } else { "" };
    let since = match (&section.since, section.change) {
        (Some(since), _) => format!("translated from the text of {} (commit {})", since.date, since.commit),
        (None, "removed") => "the original has no such section any more; its text is not in the Git history".to_string(),
        (None, "added") => "new in the original".to_string(),
        (None, _) => "the text it was translated from is not in the Git history: this is the section as it is now".to_string(),
    };
    let lines: String = section.lines.iter().map(|line| format!("{} {}\n", line.sign, line.text)).collect();
    format!("\n#{} {}, {}{critical}\n{since}\n{lines}", section.id, section.title, section.change)
}
