//! Which file of `content/` is what: editions below their language, registers, assets, and files that are out of place.
//!
//! Looks at paths alone; what the files say is read elsewhere.

use std::sync::Arc;

use super::values::{as_id, is_id};
use crate::diagnostic::{Diagnostic, Outcome, Place, nearest};
use crate::model::{LanguageId, Languages, PageKey, SourcePath, Sources};

/// A Markdown file of a language.
pub(super) struct PageFile<'s> {
    pub path: &'s SourcePath,
    pub language: LanguageId,
    pub key: PageKey,
    pub bytes: &'s Arc<[u8]>,
}

/// The folder of `content/` that registers are in.
pub(super) const REGISTERS: &str = "registers";
const ASSETS: &str = "assets";
/// Read by `search_tests`.
const SEARCH_TESTS: &str = "search-tests.yaml";

/// The pages' files in path order, and what lies where nothing belongs.
pub(super) fn pages<'s>(sources: &'s Sources, languages: &Languages) -> Outcome<Vec<PageFile<'s>>> {
    let mut found = Outcome::clean(Vec::new());
    let mut strange_folder = None;
    for (path, bytes) in sources.below("content").filter(|(path, _)| !is_ignored(path.as_str())) {
        let below = path.as_str().strip_prefix("content/").unwrap_or_default();
        if below == SEARCH_TESTS {
            continue;
        }
        let Some((folder, file)) = below.split_once('/') else {
            found.diagnostics.push(outside_folders(path, below, languages));
            continue;
        };
        match languages.find(folder) {
            Some(language) if file.ends_with(".md") => {
                found.diagnostics.extend(bad_name(path, file));
                found.value.push(PageFile { path, language, key: PageKey::of_file(file), bytes });
            }
            Some(_) => found.diagnostics.push(not_a_page(path, file)),
            None if folder == REGISTERS || folder == ASSETS || strange_folder == Some(folder) => {}
            None => {
                strange_folder = Some(folder);
                found.diagnostics.push(unknown_folder(path, folder, languages));
            }
        }
    }
    found
}

/// Files and folders that begin with a dot or `_` are the author's own business.
pub(super) fn is_ignored(path: &str) -> bool {
    path.split('/').any(|segment| segment.starts_with(['.', '_']))
}

fn outside_folders(path: &SourcePath, name: &str, languages: &Languages) -> Diagnostic {
    if languages.find(name).is_some() || name == REGISTERS || name == ASSETS {
        return Diagnostic::error(Place::file(path), "stray-file", format!("`content/{name}` is a file where a folder should be"))
            .help("rename or move the file, and make a folder of this name");
    }
    let first = languages.iter().next().map_or("en", |(_, language)| language.path.as_str());
    let help = if name.ends_with(".md") {
        format!("move it into the folder of its language, such as `content/{first}/{name}`")
    } else {
        format!("pages go to `content/{first}/`, pictures and PDFs to `content/{ASSETS}/`; a name that begins with `_` is ignored")
    };
    Diagnostic::error(Place::file(path), "stray-file", "nothing reads a file that lies directly in `content/`").help(help)
}

fn unknown_folder(path: &SourcePath, folder: &str, languages: &Languages) -> Diagnostic {
    let known: Vec<&str> = languages.iter().map(|(_, language)| language.path.as_str()).chain([REGISTERS, ASSETS]).collect();
    let help = match nearest(folder, known.iter().copied()) {
        Some(near) => format!("did you mean `content/{near}`? To add a language, list `{folder}` in `site.yaml`"),
        None => format!("the folders here are: {}. To add a language, list it under `languages` in `site.yaml`", known.join(", ")),
    };
    Diagnostic::error(Place::file(path), "unknown-folder", format!("`content/{folder}` is no language of this portal")).help(help)
}

fn not_a_page(path: &SourcePath, file: &str) -> Diagnostic {
    let name = file.rsplit('/').next().unwrap_or(file);
    let help = if name.to_ascii_lowercase().ends_with(".md") || name.ends_with(".markdown") {
        "a page's file name ends in `.md`".to_string()
    } else {
        format!("move pictures and PDFs to `content/{ASSETS}/{name}` and link to them there; a page's file name ends in `.md`")
    };
    Diagnostic::error(Place::file(path), "stray-file", format!("`{name}` is no page")).help(help)
}

/// A page's key becomes its web address in every language, so it is plain ASCII; `slug` gives it a local name.
fn bad_name(path: &SourcePath, file: &str) -> Option<Diagnostic> {
    let key = file.strip_suffix(".md").unwrap_or(file);
    let bad = key.split('/').find(|segment| !is_id(segment))?;
    let help = match as_id(bad) {
        Some(id) => format!("rename it to `{id}`; for an address in the page's own language write `slug:` in the front matter"),
        None => "rename it to the English name of the page, and write `slug:` in the front matter for its own language".to_string(),
    };
    let message = format!("`{bad}` cannot be part of a web address: only small letters a–z, digits and single hyphens can");
    Some(Diagnostic::error(Place::file(path), "file-name", message).help(help))
}
