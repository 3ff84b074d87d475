//! Files of the portal with new contents: all of them, or none.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;

use anyhow::Context;

/// Writes these files (absolute paths), new or existing. Each is written in full beside its place before any takes it.
pub fn replace_files(files: &[(PathBuf, Vec<u8>)]) -> anyhow::Result<()> {
    let staged: Vec<PathBuf> = files.iter().map(|(path, _)| beside(path)).collect();
    let written = files.iter().zip(&staged).try_for_each(|((path, bytes), stage)| stage_file(path, stage, bytes));
    if let Err(error) = written {
        staged.iter().for_each(|stage| drop(fs::remove_file(stage)));
        return Err(error.context("nothing was changed"));
    }
    for ((path, _), stage) in files.iter().zip(&staged) {
        fs::rename(stage, path).with_context(|| format!("could not replace `{}`", path.display()))?;
    }
    Ok(())
}

fn stage_file(path: &Path, stage: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(|| format!("could not make the folder `{}`", parent.display()))?;
    }
    fs::write(stage, bytes).with_context(|| format!("could not write beside `{}`", path.display()))?;
    if let Ok(about) = fs::metadata(path) {
        fs::set_permissions(stage, about.permissions())
            .with_context(|| format!("could not keep the permissions of `{}`", path.display()))?;
    }
    Ok(())
}

/// A hidden name in the same folder, which `load` does not read.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.dalil-{}", process::id()))
}
