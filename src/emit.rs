//! Writes the finished site to disk: the only writer of files.
//!
//! The whole site is staged, file by file as they are made, in a hidden folder beside the output and put in its place by one rename, so that
//! readers and uploaders see the old site or the new one, never half of each. Files that did not change are linked into the stage, not
//! written: they keep their bytes and times. Files that are no longer made disappear with the old folder. Reads only the output that it
//! replaces. See `emit::starter` and `emit::replace` for the other things dalil writes: new files for an editor, and changes to the portal's
//! own; `emit::keep` for its cache.
#![allow(clippy::disallowed_methods, reason = "this is the module that writes files")]

mod keep;
mod replace;
mod stage;
mod starter;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, bail};
use rayon::prelude::*;
use serde::Serialize;

use crate::model::{Artifacts, OutPath, Shelf};
pub use keep::keep;
pub use replace::replace_files;
use stage::{Place, Stage};
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

/// A new site in the making: its files are laid out in a stage as they come. Dropped without being published, it leaves no trace.
pub struct Draft {
    stage: Stage,
    out: PathBuf,
    /// The files of the site that is to be replaced.
    old: BTreeSet<PathBuf>,
    laid: Mutex<Laid>,
}

#[derive(Default)]
struct Laid {
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
    /// Files linked from the old site, because they had not changed.
    unchanged: usize,
    /// What went wrong first.
    trouble: Option<anyhow::Error>,
}

/// Begins a new site. On any error from here on the folder is as it was before.
pub fn begin(destination: &Destination) -> anyhow::Result<Draft> {
    let out = destination.0.clone();
    let place = Place::of(&out)?;
    place.tidy()?;
    let old = old_files(&out)?;
    Ok(Draft { stage: place.stage()?, out, old, laid: Mutex::default() })
}

/// Makes the folder hold these files and no others.
pub fn emit(artifacts: &Artifacts, destination: &Destination) -> anyhow::Result<Emitted> {
    let draft = begin(destination)?;
    artifacts.files.par_iter().for_each(|(path, bytes)| draft.lay(path, bytes));
    draft.publish()
}

impl Shelf for Draft {
    fn lay(&self, path: &OutPath, bytes: &[u8]) {
        // A file that is used twice may come twice.
        if !self.laid().files.insert(path.as_str().into()) {
            return;
        }
        let is_old = self.old.contains(Path::new(path.as_str()));
        let linked = self.folder(path).and_then(|()| lay(self.stage.folder(), path, bytes, &self.out, is_old));
        let mut laid = self.laid();
        match linked {
            Ok(is_linked) => laid.unchanged += usize::from(is_linked),
            Err(error) => drop(laid.trouble.get_or_insert(error)),
        }
    }
}

impl Draft {
    /// Puts the new site in the place of the old one.
    pub fn publish(self) -> anyhow::Result<Emitted> {
        let laid = std::mem::take(&mut *self.laid());
        if let Some(trouble) = laid.trouble {
            return Err(trouble.context("could not write the new site; the old one is as it was"));
        }
        let removed = self.old.difference(&laid.files).count();
        let emitted = Emitted { written: laid.files.len() - laid.unchanged, unchanged: laid.unchanged, removed };
        if emitted.written > 0 || emitted.removed > 0 || !self.out.join(MARKER).exists() {
            self.stage.swap().context("could not put the new site in its place; the old one is as it was")?;
        }
        Ok(emitted)
    }

    /// Makes the folder that a file lies in, once.
    fn folder(&self, path: &OutPath) -> anyhow::Result<()> {
        let folder = Path::new(path.as_str()).parent().unwrap_or(Path::new(""));
        let mut laid = self.laid();
        if !laid.folders.contains(folder) {
            fs::create_dir_all(self.stage.folder().join(folder))
                .with_context(|| format!("could not make the folder `{}`", folder.display()))?;
            laid.folders.insert(folder.to_path_buf());
        }
        Ok(())
    }

    fn laid(&self) -> MutexGuard<'_, Laid> {
        self.laid.lock().unwrap_or_else(PoisonError::into_inner)
    }
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

/// One file: linked, or written.
fn lay(stage: &Path, path: &OutPath, bytes: &[u8], old: &Path, is_old: bool) -> anyhow::Result<bool> {
    assert!(is_confined(path), "BUG: the output path `{path}` leads out of the output folder");
    let (to, from) = (stage.join(path.as_str()), old.join(path.as_str()));
    if is_old && fs::symlink_metadata(&from).is_ok_and(|about| about.is_file() && about.len() == bytes.len() as u64) {
        // Compared after linking: another build may replace the old output at any moment, but not what the link holds.
        if stage::keep(&from, &to).is_ok() && fs::read(&to).is_ok_and(|kept| kept == bytes) {
            return Ok(true);
        }
        // Writing through the link would change the old site.
        remove_if_there(&to).with_context(|| format!("could not write `{path}`"))?;
    }
    fs::write(&to, bytes).with_context(|| format!("could not write `{path}` ({} bytes)", bytes.len()))?;
    Ok(false)
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
