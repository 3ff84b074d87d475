//! Portals for tests: from the folders of `tests/sites`, or made file by file.
//!
//! `UPDATE=1 cargo test` rewrites what is expected; look at the difference before committing it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dalil::cli::{Style, closing_line, render};
use dalil::config::BuildOptions;
use dalil::finding::{self, Finding};
use dalil::model::{Artifacts, Date};
use dalil::{load, pipeline};
use snapbox::{Assert, Data, assert::Action};
use tempfile::TempDir;

/// A portal in a temporary folder.
pub struct Portal {
    folder: TempDir,
}

/// Names in a case's folder that are not part of its portal.
const RESERVED: [&str; 4] = [EXPECTED_FINDINGS, EXPECTED_FILES, EXPECTED_PARTS, REMOVED];
const EXPECTED_FINDINGS: &str = "expected.txt";
const EXPECTED_FILES: &str = "expected";
const EXPECTED_PARTS: &str = "parts.txt";
const REMOVED: &str = "removed.txt";

/// Builds the site of `tests/sites/NAME` and compares what comes of it.
///
/// The folder holds the files in which the portal differs from `tests/sites/_base`, and
/// - `expected.txt`: the findings as the terminal shows them. Without it, none are expected;
/// - `expected/`: output files, of those that the case is about. An empty one is filled in with `UPDATE=1`;
/// - `parts.txt`: what output files must and must not contain: a file's path on a line of its own, and below it lines that begin with
///   `+ ` or `- `;
/// - `removed.txt`: paths that the base has and this portal lacks, one on a line. They are removed first, so that the case may put
///   something else there.
#[track_caller]
pub fn check_site(name: &str) {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(name);
    let portal = Portal::of_case(&case);
    let (findings, artifacts) = build(portal.root());
    let mut failures = Vec::new();
    compare(&report(&findings), &case.join(EXPECTED_FINDINGS), &mut failures);
    for file in files_below(&case.join(EXPECTED_FILES)) {
        let path = file.strip_prefix(case.join(EXPECTED_FILES)).expect("it lies below").to_str().expect("UTF-8");
        match artifacts.as_ref().and_then(|artifacts| artifacts.get(path)) {
            Some(bytes) => compare(&String::from_utf8_lossy(bytes), &file, &mut failures),
            None => failures.push(format!("`{path}` is expected, but was not made")),
        }
    }
    failures.extend(wrong_parts(&fs::read_to_string(case.join(EXPECTED_PARTS)).unwrap_or_default(), artifacts.as_ref()));
    assert!(failures.is_empty(), "tests/sites/{name}:\n{}\n(UPDATE=1 cargo test rewrites what is expected)", failures.join("\n"));
    assert_eq!((findings, artifacts), build(portal.root()), "tests/sites/{name}: a second build gave something else");
}

impl Portal {
    /// The smallest portal that builds, with these files laid over it.
    pub fn with(files: &[(&str, &str)]) -> Portal {
        let portal = Portal::base();
        for (path, text) in files {
            portal.write(path, text);
        }
        portal
    }

    pub fn empty() -> Portal {
        Portal { folder: TempDir::new().expect("a temporary folder") }
    }

    fn base() -> Portal {
        let portal = Portal::empty();
        portal.lay(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/_base"));
        portal
    }

    fn of_case(case: &Path) -> Portal {
        let portal = Portal::base();
        for path in fs::read_to_string(case.join(REMOVED)).unwrap_or_default().lines() {
            portal.remove(path);
        }
        portal.lay(case);
        portal
    }

    /// Copies the files of a folder, but for those that are reserved.
    pub fn lay(&self, from: &Path) {
        for file in files_below(from) {
            let path = file.strip_prefix(from).expect("it lies below");
            if !RESERVED.iter().any(|reserved| path.starts_with(reserved)) {
                self.write(path.to_str().expect("UTF-8"), fs::read(&file).expect("a fixture"));
            }
        }
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn remove(&self, path: &str) {
        let path = self.path(path);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("something to remove");
    }

    /// Runs the program in this portal.
    pub fn dalil(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("dalil runs")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dalil"));
        command.args(arguments).current_dir(self.root()).env_remove("SOURCE_DATE_EPOCH");
        command
    }
}

/// Every file below a folder, in path order; none where there is no such folder.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// What `parts.txt` asks for and the site does not give.
fn wrong_parts(parts: &str, artifacts: Option<&Artifacts>) -> Vec<String> {
    let mut wrong = Vec::new();
    let (mut path, mut text) = ("", None);
    for line in parts.lines().filter(|line| !line.is_empty()) {
        match (line.strip_prefix("+ "), line.strip_prefix("- "), &text) {
            (None, None, _) => {
                path = line;
                text = artifacts.and_then(|artifacts| artifacts.get(path)).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
                wrong.extend(text.is_none().then(|| format!("`{path}` was not made")));
            }
            (Some(part), _, Some(text)) if !text.contains(part) => wrong.push(format!("`{path}` does not contain `{part}`")),
            (_, Some(part), Some(text)) if text.contains(part) => wrong.push(format!("`{path}` contains `{part}`")),
            _ => {}
        }
    }
    wrong
}

pub fn build(root: &Path) -> (Vec<Finding>, Option<Artifacts>) {
    let options = BuildOptions { base_url: None, drafts: false, today: Date::parse("2026-11-21").expect("a day") };
    let loaded = load::load(root).expect("a folder");
    let built = pipeline::build(&loaded.value, &options);
    let diagnostics = [loaded.diagnostics, built.diagnostics].concat();
    (finding::findings(&diagnostics, &loaded.value), built.artifacts)
}

pub fn report(findings: &[Finding]) -> String {
    render(findings, Style { color: false, width: 140 }) + &closing_line(finding::tally(findings), "")
}

pub fn compare(found: &str, expected: &Path, failures: &mut Vec<String>) {
    if env::var_os("UPDATE").is_some() {
        let written = if found.is_empty() { fs::remove_file(expected).or(Ok(())) } else { fs::write(expected, found) };
        return written.expect("expectations can be written");
    }
    let text = fs::read_to_string(expected).unwrap_or_default();
    let (found, text) = (Data::text(found).raw(), Data::text(text).raw());
    let compared = Assert::new().action(Action::Verify).try_eq(Some(&expected.file_name().expect("a name").to_string_lossy()), found, text);
    failures.extend(compared.err().map(|error| error.to_string()));
}
