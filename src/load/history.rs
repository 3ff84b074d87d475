//! What a file of the portal was before, where the portal lies in a Git repository and the program `git` is there. Without either: nothing.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

/// A commit that changed a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub commit: String,
    /// The day of the commit: `2026-11-21`.
    pub date: String,
}

/// The commits that changed a file of the portal, newest first, as far as the repository has them.
pub fn versions(root: &Path, path: &str) -> Vec<Version> {
    let lines = git(root, &["log", "--format=%H %cs", "--", path]).unwrap_or_default();
    let version = |line: &str| {
        let (commit, date) = line.split_once(' ')?;
        Some(Version { commit: commit.to_string(), date: date.to_string() })
    };
    lines.lines().filter_map(version).collect()
}

/// The file as it was in a commit.
pub fn version(root: &Path, version: &Version, path: &str) -> Option<String> {
    git(root, &["show", &format!("{}:./{path}", version.commit)])
}

/// What `git` answers in a folder; nothing where it cannot.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(["--no-pager", "--literal-pathspecs"].map(OsStr::new)).args(arguments);
    command.env("GIT_OPTIONAL_LOCKS", "0").stdin(Stdio::null()).stderr(Stdio::null());
    let output = command.output().ok()?;
    output.status.success().then_some(())?;
    String::from_utf8(output.stdout).ok()
}
