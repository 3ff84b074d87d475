//! New files for an editor: a portal of one's own, and single pages, which never overwrite anything; and files mended at her wish.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;

use anyhow::{Context, bail};

/// Makes `folder` with these files (paths with `/` and their bytes). The folder must be absent or empty, but for a `.git`. All files
/// appear, or none.
pub fn create_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let was_there = refuse_occupied(folder)?;
    let stage = folder.join(format!(".dalil-init-{}", process::id()));
    let mut moved = Vec::new();
    let result = write_all(&stage, files).and_then(|()| move_up(&stage, folder, files, &mut moved));
    // On success the stage is empty by now; on failure nothing remains of the attempt.
    let _ = fs::remove_dir_all(&stage);
    if result.is_err() {
        for path in moved {
            let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
        if !was_there {
            let _ = fs::remove_dir(folder);
        }
    }
    result
}

/// Writes one new file, making its folders. An error where there is one already.
pub fn create_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let shown = path.display();
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("could not make the folder `{}`", parent.display()))?;
    }
    let mut file = match File::options().write(true).create_new(true).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => bail!("`{shown}` exists already, and is left as it is"),
        result => result.with_context(|| format!("could not make the file `{shown}`"))?,
    };
    if let Err(error) = file.write_all(bytes) {
        drop(file);
        let _ = fs::remove_file(path);
        return Err(error).with_context(|| format!("could not write `{shown}`"));
    }
    Ok(())
}

/// Puts a mended file in the place of the one that is there, in one step.
pub fn replace_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let shown = path.display();
    let stage = path.with_extension(format!("dalil-{}", process::id()));
    let result = create_file(&stage, bytes).and_then(|()| fs::rename(&stage, path).with_context(|| format!("could not replace `{shown}`")));
    if result.is_err() {
        let _ = fs::remove_file(&stage);
    }
    result
}

/// Whether the folder exists; an error where it holds something.
fn refuse_occupied(folder: &Path) -> anyhow::Result<bool> {
    let shown = folder.display();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) if error.kind() == ErrorKind::NotADirectory => bail!("`{shown}` is a file: name a folder that does not exist yet"),
        Err(error) => return Err(error).with_context(|| format!("could not open the folder `{shown}`")),
    };
    if entries.filter_map(Result::ok).any(|entry| entry.file_name() != ".git") {
        bail!("`{shown}` is not empty: name a folder that does not exist yet, or an empty one");
    }
    Ok(true)
}

fn write_all(stage: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    for (path, bytes) in files {
        create_file(&stage.join(path), bytes)?;
    }
    Ok(())
}

/// Moves each top-level entry of the stage into the folder that the stage lies in.
fn move_up(stage: &Path, folder: &Path, files: &[(String, Vec<u8>)], moved: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let tops: BTreeSet<&str> = files.iter().filter_map(|(path, _)| path.split('/').next()).collect();
    for top in tops {
        let to = folder.join(top);
        fs::rename(stage.join(top), &to).with_context(|| format!("could not make `{}`", to.display()))?;
        moved.push(to);
    }
    Ok(())
}
