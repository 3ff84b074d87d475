//! The hidden folder beside the output in which a site is laid out, and the rename that puts it in place.
//!
//! A build that is still running holds a lock on the marker in its stage; a stage without a lock was left by a run that was killed, and the
//! next build removes it. Nothing else is kept beside the output. Does not know what is staged.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Context, bail};

use super::{MARKER, MARKER_TEXT};

/// Where an output folder lies: its parent, and its name there.
pub(super) struct Place {
    out: PathBuf,
    parent: PathBuf,
    name: OsString,
}

/// A new site in the making. Removed when dropped without having been swapped in.
pub(super) struct Stage {
    folder: PathBuf,
    out: PathBuf,
    /// Where the old site waits while the new one takes its place.
    old: PathBuf,
    lock: Option<File>,
    is_swapped: bool,
}

/// Two builds that run at once take turns; more attempts than this means that something else recreates the folder all the time.
const ATTEMPTS: usize = 50;
const STAGE: &str = "staging";
const OLD: &str = "old";

/// Numbers the stages of this process, so that no name is used twice: whoever is about to remove one never removes another.
static COUNT: AtomicU32 = AtomicU32::new(0);

impl Place {
    pub(super) fn of(out: &Path) -> anyhow::Result<Place> {
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
            bail!("`{}` cannot be the output folder: name a folder inside it with `--out FOLDER`", out.display());
        };
        fs::create_dir_all(parent).with_context(|| format!("could not make the folder `{}` for the output", parent.display()))?;
        Ok(Place { out: out.to_path_buf(), parent: parent.to_path_buf(), name: name.to_os_string() })
    }

    /// Removes what killed runs left. If the last one was killed between taking the old site away and putting the new one in its place, the
    /// old site goes back first.
    pub(super) fn tidy(&self) -> anyhow::Result<()> {
        let entries = fs::read_dir(&self.parent).with_context(|| format!("could not read the folder `{}`", self.parent.display()))?;
        for entry in entries.filter_map(Result::ok) {
            let (path, name) = (entry.path(), entry.file_name());
            if self.is_leftover(&name, OLD) && fs::symlink_metadata(&self.out).is_err() && fs::rename(&path, &self.out).is_ok() {
                continue;
            }
            if self.is_leftover(&name, OLD) || self.is_leftover(&name, STAGE) {
                remove_unless_in_use(&path);
            }
        }
        Ok(())
    }

    /// A new, empty stage with its marker, locked.
    pub(super) fn stage(&self) -> anyhow::Result<Stage> {
        for _ in 0..ATTEMPTS {
            let number = COUNT.fetch_add(1, Ordering::Relaxed);
            let (folder, old) = (self.sibling(STAGE, number), self.sibling(OLD, number));
            match open_stage(&folder) {
                Ok(lock) => return Ok(Stage { folder, out: self.out.clone(), old, lock: Some(lock), is_swapped: false }),
                // Left by a process of the same number, or tidied away by another build in the moment before it was locked.
                Err(error) if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => {}
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("could not write to the folder `{}`; the old site is as it was", self.parent.display()));
                }
            }
        }
        bail!("could not make a folder of its own in `{}` for the new site", self.parent.display())
    }

    fn sibling(&self, role: &str, number: u32) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(format!(".{role}-{}-{number}", process::id()));
        self.parent.join(name)
    }

    fn is_leftover(&self, name: &OsStr, role: &str) -> bool {
        let rest = name.as_encoded_bytes().strip_prefix(b".").and_then(|rest| rest.strip_prefix(self.name.as_encoded_bytes()));
        rest.is_some_and(|rest| rest.starts_with(format!(".{role}-").as_bytes()))
    }
}

impl Stage {
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Puts the stage in the place of the output, and removes what was there.
    pub(super) fn swap(mut self) -> io::Result<()> {
        self.resemble_old();
        if cfg!(windows) {
            // A folder with an open file in it cannot be renamed there.
            self.lock = None;
        }
        for _ in 0..ATTEMPTS {
            match self.try_swap() {
                // Another build put its output in place in between: take turns.
                Err(error) if matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists | ErrorKind::NotFound) => {}
                result => {
                    self.is_swapped = result.is_ok();
                    return result.map_err(|error| explain(&self.out, error));
                }
            }
        }
        Err(io::Error::other(format!("something else keeps writing to `{}`", self.out.display())))
    }

    fn try_swap(&self) -> io::Result<()> {
        if fs::symlink_metadata(&self.out).is_err() {
            return fs::rename(&self.folder, &self.out);
        }
        match exchange(&self.folder, &self.out) {
            Ok(()) => {
                // The stage now holds the old site. What of it cannot be removed is tidied away by the next build.
                let _ = fs::remove_dir_all(&self.folder);
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::Unsupported => self.swap_in_two_steps(),
            Err(error) => Err(error),
        }
    }

    /// For systems that cannot exchange two folders at once: the old site goes back if the new one cannot take its place.
    fn swap_in_two_steps(&self) -> io::Result<()> {
        fs::rename(&self.out, &self.old)?;
        if let Err(error) = fs::rename(&self.folder, &self.out) {
            // Fails only where another build has put its output there, which is as good.
            let _ = fs::rename(&self.old, &self.out);
            return Err(error);
        }
        let _ = fs::remove_dir_all(&self.old);
        Ok(())
    }

    /// The new folder gets the old one's permissions, and its marker the old time: it did not change. Not worth failing for.
    fn resemble_old(&self) {
        if let Ok(about) = fs::metadata(&self.out) {
            let _ = fs::set_permissions(&self.folder, about.permissions());
        }
        if let (Ok(about), Some(marker)) = (fs::metadata(self.out.join(MARKER)), &self.lock) {
            let _ = about.modified().and_then(|time| marker.set_modified(time));
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.is_swapped {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Makes `to` the same file as `from`, or a copy with its time where the file system has no links.
pub(super) fn keep(from: &Path, to: &Path) -> io::Result<()> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to)?;
    let time = fs::metadata(from)?.modified()?;
    File::options().write(true).open(to)?.set_modified(time)
}

fn open_stage(folder: &Path) -> io::Result<File> {
    fs::create_dir(folder)?;
    locked_marker(&folder.join(MARKER)).inspect_err(|_| drop(fs::remove_dir_all(folder)))
}

fn locked_marker(path: &Path) -> io::Result<File> {
    let mut marker = File::options().write(true).create_new(true).open(path)?;
    // Waits only for a build that is about to tidy this stage away. Where the file system has no locks, so be it: the marker of a stage
    // cannot be locked by `remove_unless_in_use` either, which then leaves it alone.
    let _ = marker.lock();
    fs::metadata(path)?;
    marker.write_all(MARKER_TEXT.as_bytes())?;
    Ok(marker)
}

/// Removes a stage whose build is no longer at work. What cannot be removed harms nobody.
fn remove_unless_in_use(stage: &Path) {
    let open = || File::open(stage.join(MARKER));
    let marker = match open() {
        // Its build was killed, or is just about to make the marker: then the folder is empty, and that build makes another.
        Err(error) if error.kind() == ErrorKind::NotFound && fs::remove_dir(stage).is_err() => open(),
        result => result,
    };
    match marker {
        // Removed while the lock is held, so that nobody takes it up again.
        Ok(marker) if marker.try_lock().is_ok() => drop((fs::remove_dir_all(stage), marker)),
        Err(error) if error.kind() == ErrorKind::NotFound => drop(fs::remove_dir_all(stage)),
        Ok(_) | Err(_) => {}
    }
}

/// Exchanges two folders in one step, so that there is no moment without a site.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(|error| match error {
        Errno::INVAL | Errno::NOSYS | Errno::NOTSUP | Errno::PERM => io::Error::from(ErrorKind::Unsupported),
        error => io::Error::from(error),
    })
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::from(ErrorKind::Unsupported))
}

fn explain(out: &Path, error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => {
            let message =
                format!("`{}` is mounted from elsewhere and cannot be replaced: name a folder inside it ({error})", out.display());
            io::Error::new(error.kind(), message)
        }
        _ => error,
    }
}
