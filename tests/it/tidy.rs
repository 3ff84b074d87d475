//! The repository's own rules, as tests: which module may know which, who imports a crate, how files look.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::fixture::files_below;

/// Modules by layer, lowest first: a module may import from its own layer and from lower ones, and never in a circle.
const LAYERS: &[&[&str]] = &[
    &["model", "diagnostic"],
    &["yaml", "finding", "builtin", "memo", "digest", "markup", "weigh", "pdf", "picture", "xml"],
    &["config"],
    &["i18n", "load", "emit", "parse", "outside"],
    &["translate"],
    &["resolve"],
    &["check", "theme", "render", "search", "verify"],
    &["search_tests"],
    &["pipeline"],
    &["serve", "cli"],
    &["main", "lib"],
];

/// Imports that point backwards, each for a reason: a place in a file is named in the model's terms, and a site carries its configuration.
const BACKWARDS: [(&str, &str); 2] = [("model", "diagnostic"), ("model", "config")];

/// Crates that every module may import.
const EVERYWHERE: [&str; 4] = ["serde", "serde_json", "rayon", "anyhow"];

const LONGEST_FILE: usize = 450;

struct File {
    /// Relative to the repository, with `/`.
    path: String,
    text: String,
}

fn files(folder: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = files_below(&root.join(folder)).into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths
        .map(|path| {
            let name = path.strip_prefix(root).expect("below").to_str().expect("UTF-8").replace('\\', "/");
            File { path: name, text: fs::read_to_string(&path).expect("text") }
        })
        .collect()
}

impl File {
    /// The top-level module: `cli` for `src/cli/args.rs`.
    fn module(&self) -> &str {
        let path = self.path.strip_prefix("src/").unwrap_or(&self.path);
        path.split(['/', '.']).next().unwrap_or(path)
    }

    /// The lines that are not comments, up to the file's own tests. A file of tests has none.
    fn code(&self) -> impl Iterator<Item = &str> {
        let is_tests = self.path.ends_with("/tests.rs");
        let lines =
            self.text.lines().take_while(move |line| !is_tests && !line.starts_with("mod tests {") && !line.starts_with("mod tests;"));
        lines.filter(|line| !line.trim_start().starts_with("//"))
    }

    /// The modules of this crate that its code names.
    fn imports(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let code: String = self.code().collect::<Vec<_>>().join("\n");
        for (at, _) in code.match_indices("crate::") {
            let is_whole = !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let rest = &code[at + "crate::".len()..];
            if let Some(list) = rest.strip_prefix('{').filter(|_| is_whole) {
                found.extend(top_names(list));
            } else if is_whole {
                found.insert(first_name(rest).to_string());
            }
        }
        found.retain(|name| name != self.module() && !BACKWARDS.contains(&(self.module(), name)));
        found
    }
}

/// The names at the top level of an import list: `config` and `yaml` of `config::{self, Config}, yaml}`.
fn top_names(list: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let (mut depth, mut start) = (0, true);
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            c if start && !c.is_whitespace() => {
                names.insert(first_name(&list[at..]).to_string());
                start = false;
            }
            _ => {}
        }
    }
    names
}

fn first_name(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn layer(module: &str) -> usize {
    let found = LAYERS.iter().position(|modules| modules.contains(&module));
    found.unwrap_or_else(|| panic!("`{module}` has no layer: put it into LAYERS in tests/it/tidy.rs"))
}

fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files("src") {
        all.entry(file.module().to_string()).or_default().extend(file.imports());
    }
    all
}

#[test]
fn imports_point_one_way() {
    let mut wrong = Vec::new();
    for file in files("src") {
        let own = layer(file.module());
        wrong.extend(file.imports().iter().filter(|name| layer(name) > own).map(|name| format!("{} imports `{name}`", file.path)));
    }
    assert!(wrong.is_empty(), "from a higher layer:\n{}", wrong.join("\n"));
}

#[test]
fn modules_do_not_import_in_circles() {
    let all = imports();
    // Takes away, again and again, what imports nothing that is left; a circle remains.
    let mut left: BTreeSet<&str> = all.keys().map(String::as_str).collect();
    loop {
        let is_free = |module: &&str| !all[*module].iter().any(|name| left.contains(name.as_str()));
        let free: Vec<&str> = left.iter().copied().filter(is_free).collect();
        if free.is_empty() {
            break;
        }
        left.retain(|module| !free.contains(module));
    }
    assert!(left.is_empty(), "these import each other: {left:?}");
}

#[test]
fn each_crate_has_one_importing_module() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("a manifest");
    let mut in_dependencies = false;
    let mut wrong = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]") && !line.contains("dev-");
        }
        let Some((name, _)) = line.split_once(" = ").filter(|_| in_dependencies && !line.starts_with('#')) else { continue };
        let krate = name.trim_matches('"').replace('-', "_");
        let (path, alone) = (format!("{krate}::"), format!("use {krate};"));
        let is_named = |line: &str| {
            let mut places = line.match_indices(&path).map(|(at, _)| at);
            places.any(|at| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')) || line == alone
        };
        let sources = files("src");
        let shipped = sources.iter().filter(|file| !file.path.ends_with("/tests.rs"));
        let importers: BTreeSet<&str> = shipped.filter(|file| file.code().any(is_named)).map(File::module).collect();
        if importers.len() > 1 && !EVERYWHERE.contains(&krate.as_str()) {
            wrong.push(format!("`{krate}` is imported by {importers:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_say_what_they_are_for_and_are_short() {
    let unfinished = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("to", "do!"), concat!("unimpl", "emented!")];
    let mut wrong = Vec::new();
    for file in files("src").into_iter().chain(files("tests")).chain(files("benches")) {
        if !file.text.starts_with("//!") {
            wrong.push(format!("{} does not begin with `//!` and its purpose", file.path));
        }
        if file.text.lines().count() > LONGEST_FILE {
            wrong.push(format!("{} has more than {LONGEST_FILE} lines", file.path));
        }
        for word in unfinished.iter().filter(|word| file.text.contains(**word)) {
            wrong.push(format!("{} contains `{word}`", file.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
