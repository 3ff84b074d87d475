//! Lists what is compiled into the binary (the default theme and the interface strings) and the fixture sites that become tests, so that
//! adding a file to one of these folders is all there is to do. Reads file names only.
#![allow(clippy::disallowed_methods, reason = "a build script reads the folders that it lists")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for watched in ["build.rs", "i18n", "themes/default", "src/cli/templates", "tests/sites", "tests/check"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    fs::write(out.join("builtin.rs"), file_table(&root, "", &["i18n", "themes/default"])?)?;
    fs::write(out.join("templates.rs"), file_table(&root, "src/cli/templates/", &["src/cli/templates"])?)?;
    fs::write(out.join("sites.rs"), tests(&root, "tests/sites", "fixture::check_site")?)?;
    fs::write(out.join("checks.rs"), tests(&root, "tests/check", "check::check_rule")?)
}

/// A Rust slice of (path without `prefix`, bytes) of every file below the folders.
fn file_table(root: &Path, prefix: &str, folders: &[&str]) -> io::Result<String> {
    let mut paths = Vec::new();
    for folder in folders {
        collect(root, folder, &mut paths)?;
    }
    paths.sort();
    let mut table = String::from("&[\n");
    for path in paths {
        let name = path.strip_prefix(prefix).unwrap_or(&path);
        writeln!(table, "    ({name:?}, include_bytes!({:?})),", root.join(&path)).expect("writing to a string");
    }
    table.push_str("]\n");
    Ok(table)
}

/// Paths below `folder`, with `/`, relative to the root. Hidden files are no part of a portal.
fn collect(root: &Path, folder: &str, paths: &mut Vec<String>) -> io::Result<()> {
    if !root.join(folder).is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().into_string().expect("file names are UTF-8");
        let path = format!("{folder}/{name}");
        if entry.path().is_dir() {
            collect(root, &path, paths)?;
        } else if !name.starts_with('.') {
            paths.push(path);
        }
    }
    Ok(())
}

/// One `#[test]` that calls `function` for each folder below `folder`; a name that begins with `_` is a base for others.
fn tests(root: &Path, folder: &str, function: &str) -> io::Result<String> {
    let folder = root.join(folder);
    let mut names: Vec<String> = Vec::new();
    for entry in if folder.is_dir() { Some(fs::read_dir(folder)?) } else { None }.into_iter().flatten() {
        let entry = entry?;
        let name = entry.file_name().into_string().expect("names of fixture sites are UTF-8");
        if entry.path().is_dir() && !name.starts_with(['_', '.']) {
            names.push(name);
        }
    }
    names.sort();
    let mut tests = String::new();
    for name in names {
        let test = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        writeln!(tests, "#[test]\nfn {test}() {{\n    crate::{function}({name:?});\n}}").expect("writing to a string");
    }
    Ok(tests)
}
