//! The folder in which dalil keeps what later builds need not make again. Losing it costs time, nothing else.
//!
//! Files are named after what they were made from and never change. Builds that run at once share the folder: each writes under a name of
//! its own and renames, and only one that is alone removes what it does not need.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process;

use anyhow::Context;

/// Says to Git that nothing in the folder is part of the portal.
const IGNORE: &str = ".gitignore";
const LOCK: &str = ".lock";

/// Makes the folder hold what is `needed`: adds `new`, and removes all else.
pub fn keep(folder: &Path, new: &BTreeMap<String, Vec<u8>>, needed: &BTreeSet<String>) -> anyhow::Result<()> {
    if new.is_empty() && !folder.exists() {
        return Ok(());
    }
    write_all(folder, new)
        .and_then(|lock| clean(folder, &lock, needed))
        .with_context(|| format!("could not keep files in `{}`", folder.display()))
}

/// Writes what is new while the lock is shared, so that nobody cleans meanwhile.
fn write_all(folder: &Path, new: &BTreeMap<String, Vec<u8>>) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let lock = File::options().create(true).append(true).open(folder.join(LOCK))?;
    // Where the file system has no locks, nothing is ever cleaned.
    let _ = lock.lock_shared();
    if !folder.join(IGNORE).exists() {
        write(folder, IGNORE, b"*\n")?;
    }
    for (name, bytes) in new {
        write(folder, name, bytes)?;
    }
    let _ = lock.unlock();
    Ok(lock)
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let own = folder.join(format!(".{}-{name}", process::id()));
    fs::write(&own, bytes)?;
    fs::rename(own, folder.join(name))
}

fn clean(folder: &Path, lock: &File, needed: &BTreeSet<String>) -> io::Result<()> {
    if lock.try_lock().is_err() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_needed = name.to_str().is_some_and(|name| name == IGNORE || name == LOCK || needed.contains(name));
        if !is_needed && entry.file_type()?.is_file() {
            match fs::remove_file(entry.path()) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}
