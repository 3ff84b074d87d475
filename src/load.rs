//! Reads a portal from disk: the only reader of files. What it cannot read it reports, each with a remedy, and goes on.
//!
//! Does not look into the files, and skips hidden ones. Files that the portal lacks are laid under it from `builtin`.
#![allow(clippy::disallowed_methods, reason = "this is the module that reads files")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{Diagnostic, Outcome, Place};
use crate::model::{SourcePath, Sources};
use crate::{builtin, config};

/// The file that makes a folder a portal.
pub const SITE: &str = "site.yaml";
/// The folders that are read, hidden files in them excepted.
pub const FOLDERS: [&str; 3] = [CONTENT, "i18n", "themes"];

const CONTENT: &str = "content";

/// Reads the portal at `root`. An error only where there is no such folder; whatever is wrong inside it is a diagnostic.
pub fn load(root: &Path) -> anyhow::Result<Outcome<Sources>> {
    let about = fs::metadata(root).with_context(|| format!("could not open the portal's folder `{}`", root.display()))?;
    if !about.is_dir() {
        bail!("`{}` is a file: name the portal's folder with `--root FOLDER`", root.display());
    }
    let mut diagnostics = Vec::new();
    let mut paths = Vec::new();
    site_file(root, &mut paths, &mut diagnostics);
    for folder in FOLDERS {
        walk(root, folder, &mut paths, &mut diagnostics);
    }
    let mut sources = Sources::default();
    let read: Vec<io::Result<Vec<u8>>> = paths.par_iter().map(|(_, path)| fs::read(path)).collect();
    for ((name, _), bytes) in paths.into_iter().zip(read) {
        match bytes {
            Ok(bytes) => sources.insert(name, bytes),
            Err(error) => diagnostics.push(unreadable(&name, &error)),
        }
    }
    for (path, bytes) in builtin::FILES {
        if sources.get(path).is_none() {
            sources.insert(SourcePath::new(*path), *bytes);
        }
    }
    Ok(Outcome::new(sources, diagnostics))
}

/// The folder of a portal in which dalil keeps what it need not make again.
pub const KEPT: &str = ".dalil-cache";

/// What earlier builds kept, by name. What cannot be read is as good as not kept.
pub fn kept(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(root.join(KEPT)).into_iter().flatten().filter_map(Result::ok);
    let names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let read = |name: String| fs::read(root.join(KEPT).join(&name)).ok().map(|bytes| (name, bytes));
    names.into_par_iter().filter_map(read).collect()
}

/// `site.yaml` is read where there is something to read: reading a pipe would wait for ever.
fn site_file(root: &Path, paths: &mut Vec<(SourcePath, PathBuf)>, diagnostics: &mut Vec<Diagnostic>) {
    let (name, path) = (SourcePath::new(SITE), root.join(SITE));
    match fs::metadata(&path) {
        Ok(about) if !about.is_file() && !about.is_dir() => diagnostics.push(special(&name)),
        _ => paths.push((name, path)),
    }
}

fn walk(root: &Path, folder: &str, paths: &mut Vec<(SourcePath, PathBuf)>, diagnostics: &mut Vec<Diagnostic>) {
    let walk = WalkDir::new(root.join(folder)).follow_links(true).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.path())) {
        let found = match &entry {
            Ok(entry) => kind_of(entry, name(root, entry.path())),
            // Editors leave hidden links to nowhere beside a file being edited: Emacs' `.#page.md`.
            Err(error) if error.depth() > 0 && error.path().is_some_and(is_hidden) => Found::Nothing,
            Err(error) if error.depth() == 0 && is_missing(error) => missing_folder(folder),
            Err(error) => Found::Wrong(broken(root, folder, error)),
        };
        match (found, entry) {
            (Found::File(name), Ok(entry)) => paths.push((name, entry.into_path())),
            (Found::Wrong(diagnostic), _) => diagnostics.push(diagnostic),
            (Found::File(_) | Found::Nothing, _) => {}
        }
    }
}

/// What the walk came upon.
enum Found {
    File(SourcePath),
    Wrong(Diagnostic),
    Nothing,
}

fn kind_of(entry: &DirEntry, name: Result<SourcePath, SourcePath>) -> Found {
    let kind = entry.file_type();
    match name {
        Err(name) => Found::Wrong(bad_name(&name)),
        Ok(_) if kind.is_dir() => Found::Nothing,
        Ok(name) if entry.depth() == 0 => Found::Wrong(file_for_folder(&name)),
        Ok(name) if kind.is_file() => Found::File(name),
        Ok(name) => Found::Wrong(special(&name)),
    }
}

fn missing_folder(folder: &str) -> Found {
    if folder != CONTENT {
        return Found::Nothing;
    }
    let message = "there is no folder `content` here, so there is nothing to publish";
    let help = "pages go to `content/LANGUAGE/`, for example `content/en/index.md`; `dalil new home index --lang en` makes that one";
    Found::Wrong(Diagnostic::error(Place::file(&SourcePath::new(folder)), "no-content", message).help(help))
}

/// The path below the root with `/`; as an error where it is not UTF-8, with `�` for what cannot be read.
fn name(root: &Path, path: &Path) -> Result<SourcePath, SourcePath> {
    let parts: Vec<_> = path.strip_prefix(root).unwrap_or(path).iter().collect();
    let lossy: Vec<_> = parts.iter().map(|part| part.to_string_lossy()).collect();
    let name = SourcePath::new(lossy.join("/"));
    if parts.iter().all(|part| part.to_str().is_some()) { Ok(name) } else { Err(name) }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn is_missing(error: &walkdir::Error) -> bool {
    // A link to nowhere is not a missing folder: there is something of that name.
    let nothing_there = error.path().is_some_and(|path| fs::symlink_metadata(path).is_err());
    nothing_there && error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound)
}

fn broken(root: &Path, folder: &str, error: &walkdir::Error) -> Diagnostic {
    let file = match error.path().map(|path| name(root, path)) {
        Some(Ok(name) | Err(name)) => name,
        None => SourcePath::new(folder),
    };
    match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => {
            let (Ok(above) | Err(above)) = name(root, ancestor);
            let message = format!("`{file}` is a link back to `{above}`, the folder it lies in, so its contents would never end");
            Diagnostic::error(Place::file(&file), "cyclic-link", message)
                .help("delete the link, or put a copy of the one file that is needed there")
        }
        (None, Some(error)) => unreadable(&file, error),
        (None, None) => Diagnostic::error(Place::file(&file), "unreadable", format!("`{file}` cannot be read: {error}")),
    }
}

fn unreadable(file: &SourcePath, error: &io::Error) -> Diagnostic {
    let place = Place::file(file);
    match error.kind() {
        ErrorKind::NotFound if file.as_str() == SITE => config::missing(file),
        ErrorKind::NotFound => Diagnostic::error(place, "broken-link", format!("`{file}` is a link to a file that does not exist"))
            .help("delete the link, or put the file itself there"),
        ErrorKind::IsADirectory => Diagnostic::error(place, "not-a-file", format!("`{file}` is a folder, but should be a file"))
            .help(format!("rename the folder, and write `{file}` as a text file")),
        ErrorKind::PermissionDenied => Diagnostic::error(place, "unreadable", format!("you are not allowed to read `{file}`"))
            .help(format!("allow it, for example with `chmod u+rX {file}`")),
        _ => Diagnostic::error(place, "unreadable", format!("`{file}` cannot be read: {error}"))
            .help("see whether the disk is in order and the file opens in an editor"),
    }
}

fn file_for_folder(name: &SourcePath) -> Diagnostic {
    Diagnostic::error(Place::file(name), "not-a-folder", format!("`{name}` is a file, but should be a folder"))
        .help(format!("rename the file, and make a folder `{name}`"))
}

fn bad_name(name: &SourcePath) -> Diagnostic {
    Diagnostic::error(Place::file(name), "file-name", format!("the name of `{name}` is not valid UTF-8 text"))
        .help("rename it, best in lower-case letters a–z, digits and hyphens")
}

fn special(name: &SourcePath) -> Diagnostic {
    Diagnostic::error(Place::file(name), "not-a-file", format!("`{name}` is neither a file nor a folder"))
        .help("put an ordinary file there, or remove it")
}
