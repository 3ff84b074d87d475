//! Writes the finished site to disk: the only writer of files.
//!
//! The whole site is staged in a hidden folder beside the output and put in its place by one rename, so that readers and uploaders see the
//! old site or the new one, never half of each. Files that did not change are linked into the stage, not written: they keep their bytes and
//! times. Files that are no longer made disappear with the old folder. Reads only the output that it replaces. See `emit::starter` and
//! `emit::replace` for the other things dalil writes: new files for an editor, and changes to the portal's own; `emit::keep` for its cache.
#![allow(clippy::disallowed_methods, reason = "this is the module that writes files")]

mod keep;
mod replace;
mod stage;
mod starter;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rayon::prelude::*;
use serde::Serialize;

use crate::model::{Artifacts, OutPath};
pub use keep::keep;
pub use replace::replace_files;
use stage::Place;
pub use starter::{create_file, create_folder, replace_file};

/// A folder that a build may replace as a whole: absolute, links resolved, and not a part of the portal that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination(PathBuf);

/// What a build changed on disk, in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Emitted {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

/// The file by which dalil knows its own output. A folder without it is never replaced.
const MARKER: &str = ".dalil";
const MARKER_TEXT: &str = "This folder is made by dalil. Every build replaces all of it: change the portal, not these files.\n";

/// Checks where the site of the portal at `root` is to be written. `inputs` are the folders of the portal that are read.
pub fn destination(root: &Path, out: &Path, inputs: &[&str]) -> anyhow::Result<Destination> {
    let root = root.canonicalize().with_context(|| format!("could not open the portal's folder `{}`", root.display()))?;
    let folder =
        resolve(out).with_context(|| format!("`{}` cannot be a folder for the site: name another with `--out FOLDER`", out.display()))?;
    if root.starts_with(&folder) {
        bail!("`{}` holds the portal itself, and a build replaces its output folder: name another with `--out FOLDER`", out.display());
    }
    if let Some(input) = inputs.iter().find(|input| folder.starts_with(root.join(input))) {
        bail!("`{}` lies in `{input}`, which is part of the portal: name a folder outside it with `--out FOLDER`", out.display());
    }
    Ok(Destination(folder))
}

/// Makes the folder hold these files and no others. On any error the folder is as it was before.
pub fn emit(artifacts: &Artifacts, destination: &Destination) -> anyhow::Result<Emitted> {
    let out = destination.0.as_path();
    let place = Place::of(out)?;
    place.tidy()?;
    let old = old_files(out)?;
    let stage = place.stage()?;
    let unchanged = fill(stage.folder(), artifacts, out).context("could not write the new site; the old one is as it was")?;
    let made_again = old.iter().filter(|path| is_made(artifacts, path)).count();
    let emitted = Emitted { written: artifacts.files.len() - unchanged, unchanged, removed: old.len() - made_again };
    if emitted.written > 0 || emitted.removed > 0 || !out.join(MARKER).exists() {
        stage.swap().context("could not put the new site in its place; the old one is as it was")?;
    }
    Ok(emitted)
}

impl Destination {
    pub fn path(&self) -> &Path {
        &self.0
    }
}

/// The absolute path with links resolved, also where the last folders do not exist yet.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Ok(path), _, _) => Ok(path),
        (Err(error), Some(parent), Some(name)) if error.kind() == ErrorKind::NotFound => Ok(resolve(parent)?.join(name)),
        (Err(error), _, _) => Err(error),
    }
}

/// The files of the folder that is to be replaced, relative to it; an error where dalil did not make it.
fn old_files(out: &Path) -> anyhow::Result<BTreeSet<PathBuf>> {
    let shown = out.display();
    let about = match fs::symlink_metadata(out) {
        Ok(about) => about,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) => return Err(error).with_context(|| format!("could not open the output folder `{shown}`")),
    };
    if !about.is_dir() {
        bail!("`{shown}` is a file, and the site needs a folder: remove the file or name a folder with `--out FOLDER`");
    }
    let mut files = BTreeSet::new();
    list(out, Path::new(""), &mut files).with_context(|| format!("could not read the output folder `{shown}`"))?;
    let ours = files.remove(Path::new(MARKER));
    if !ours && (!files.is_empty() || fs::read_dir(out)?.next().is_some()) {
        bail!("`{shown}` holds files that dalil did not make, and a build would delete them: empty it or name another with `--out FOLDER`");
    }
    if out.join(".git").exists() {
        bail!("`{shown}` holds a Git repository (`.git`), and a build would delete it: name a folder inside it with `--out FOLDER`");
    }
    Ok(files)
}

fn list(out: &Path, below: &Path, files: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(out.join(below))? {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            list(out, &path, files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}

fn is_made(artifacts: &Artifacts, path: &Path) -> bool {
    // Output paths use `/` on every system.
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.is_some_and(|parts| artifacts.get(&parts.join("/")).is_some())
}

/// Lays every artifact out in the stage, and tells how many were linked from the old output because they had not changed.
fn fill(stage: &Path, artifacts: &Artifacts, old: &Path) -> anyhow::Result<usize> {
    let folders: BTreeSet<&Path> = artifacts.files.keys().filter_map(|path| Path::new(path.as_str()).parent()).collect();
    for folder in folders {
        fs::create_dir_all(stage.join(folder)).with_context(|| format!("could not make the folder `{}`", folder.display()))?;
    }
    let files: Vec<_> = artifacts.files.iter().collect();
    files.into_par_iter().map(|(path, bytes)| lay(stage, path, bytes, old)).sum()
}

/// One file: linked (1) or written (0).
fn lay(stage: &Path, path: &OutPath, bytes: &[u8], old: &Path) -> anyhow::Result<usize> {
    assert!(is_confined(path), "BUG: the output path `{path}` leads out of the output folder");
    let (to, from) = (stage.join(path.as_str()), old.join(path.as_str()));
    if fs::symlink_metadata(&from).is_ok_and(|about| about.is_file() && about.len() == bytes.len() as u64) {
        // Compared after linking: another build may replace the old output at any moment, but not what the link holds.
        if stage::keep(&from, &to).is_ok() && fs::read(&to).is_ok_and(|kept| kept == bytes) {
            return Ok(1);
        }
        // Writing through the link would change the old site.
        remove_if_there(&to).with_context(|| format!("could not write `{path}`"))?;
    }
    fs::write(&to, bytes).with_context(|| format!("could not write `{path}` ({} bytes)", bytes.len()))?;
    Ok(0)
}

fn remove_if_there(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn is_confined(path: &OutPath) -> bool {
    let own = path.as_str() == MARKER;
    !own && Path::new(path.as_str()).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}
