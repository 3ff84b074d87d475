//! The documents are true: their examples build, their commands exist, their tables name every field, their links lead somewhere.
//!
//! In `docs/*.md` a fenced block whose first line names a file (```` ```markdown content/en/index.md ````) is that file of one example
//! portal for each document; a bare ```` ```markdown ```` block is the text of a page in it. What a ```` ```text ```` block shows as a
//! message must be a message that some case of `tests/sites` expects.

use std::fs;
use std::path::Path;

use dalil::diagnostic::Severity;
use dalil::model::Kind;
use dalil::parse::schema::{FIELDS, Field, Scope};

use crate::fixture::{Portal, build, files_below};

const FIELDS_BEGIN: &str = "<!-- fields: made by UPDATE=1 cargo test --test it docs -->\n";
const FIELDS_END: &str = "<!-- end of fields -->";

/// A fenced block: the word and the rest of its first line, and its text.
struct Fence {
    language: String,
    file: String,
    text: String,
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every document for people, relative to the repository.
fn documents() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below = files_below(&root.join("docs")).into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let below = below.map(|path| path.strip_prefix(root).expect("below").to_str().expect("UTF-8").replace('\\', "/"));
    ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_string).into_iter().chain(below).collect()
}

fn fences(text: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        if ticks < 3 {
            continue;
        }
        let (language, file) = line[ticks..].split_once(' ').unwrap_or((&line[ticks..], ""));
        let inside: String = lines.by_ref().take_while(|line| *line != "`".repeat(ticks)).map(|line| format!("{line}\n")).collect();
        fences.push(Fence { language: language.to_string(), file: file.trim().to_string(), text: inside });
    }
    fences
}

/// The portal that a document's examples make together.
fn example_portal(document: &str) -> Portal {
    let portal = Portal::with(&[("content/assets/form.pdf", "a form")]);
    portal.write("content/assets/card.png", include_bytes!("../sites/pictures/content/assets/wall.png"));
    portal.write("content/assets/court.jpg", include_bytes!("../sites/pictures/content/assets/court.jpg"));
    for (number, fence) in fences(&read(document)).iter().enumerate() {
        if !fence.file.is_empty() {
            portal.write(&fence.file, &fence.text);
        } else if fence.language == "markdown" {
            let front = format!("---\ntitle: Example {number}\nsummary: A text of the document.\nkind: guide\n---\n\n");
            portal.write(&format!("content/en/guides/example-{number}.md"), front + &fence.text);
        }
    }
    portal
}

#[test]
fn the_examples_build() {
    for document in ["docs/editors.md", "docs/keepers.md"] {
        let (findings, artifacts) = build(example_portal(document).root());
        // An example shows one thing, and leaves out what a whole page would say.
        let errors = findings.iter().filter(|found| found.severity == Severity::Error);
        let said: Vec<String> = errors.map(|found| format!("{:?}: {} ({:?})", found.at, found.message, found.help)).collect();
        assert!(said.is_empty() && artifacts.is_some(), "{document}:\n{}", said.join("\n"));
    }
}

#[test]
fn the_messages_shown_are_messages() {
    let sites = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites"));
    let expected: Vec<String> =
        sites.iter().filter(|path| path.ends_with("expected.txt")).map(|path| fs::read_to_string(path).expect("text")).collect();
    for document in documents() {
        let shown = fences(&read(&document))
            .into_iter()
            .filter(|fence| fence.language == "text" && fence.text.contains("["))
            .map(|fence| fence.text);
        for message in shown.filter(|text| text.starts_with("error[") || text.starts_with("warning[")) {
            assert!(expected.iter().any(|text| text.contains(message.trim_end())), "{document} shows what no case expects:\n{message}");
        }
    }
}

/// The arguments of every `dalil` command that a document shows, in fences and between backticks.
fn commands(text: &str) -> Vec<Vec<String>> {
    let shell: Vec<String> = fences(text).into_iter().filter(|fence| fence.language == "sh").map(|fence| fence.text).collect();
    let lines = shell.iter().flat_map(|text| text.lines());
    let spans = text.split('`').skip(1).step_by(2).filter(|span| !span.contains('\n'));
    let program = ["dalil ", "bin/dalil ", "./dalil ", "cargo run --release -- ", "cargo run --release --locked -- ", "cargo run -- "];
    let arguments = |line: &str| program.iter().find_map(|program| line.trim().strip_prefix(program)).map(words);
    lines.chain(spans).filter_map(arguments).filter(|words| !words.is_empty()).collect()
}

/// The words up to a comment, another command or shell syntax. Placeholders in capitals and `…` stand for a value.
fn words(arguments: &str) -> Vec<String> {
    let words = arguments.split_whitespace().map(|word| word.trim_matches(['"', '\'', '.', ','].as_slice()));
    let words = words.take_while(|word| !word.starts_with(['#', '|', '&', '>', ';', '$']) && *word != "…" && !word.is_empty());
    words.map(|word| word.to_string()).collect()
}

#[test]
fn the_commands_exist() {
    let portal = Portal::with(&[]);
    let mut texts: Vec<(String, String)> = documents().into_iter().map(|path| (path.clone(), read(&path))).collect();
    let netlify = read("netlify.toml");
    let builds = netlify.lines().filter_map(|line| line.trim().strip_prefix("command = ")).map(|line| line.trim_matches('\''));
    texts.push(("netlify.toml".to_string(), builds.map(|line| format!("```sh\n{line}\n```\n")).collect()));
    let mut seen = 0;
    for (document, text) in &texts {
        for mut arguments in commands(text) {
            // Placeholders such as KIND and LANGUAGE are replaced by a value of their sort.
            for word in &mut arguments {
                let value = [
                    ("KIND", "guide"),
                    ("KEY", "guides/x"),
                    ("LANGUAGE", "en"),
                    ("FOLDER", "x"),
                    ("DIR", "x"),
                    ("URL", "https://x.example"),
                ];
                if let Some((_, value)) = value.iter().find(|(name, _)| name == word) {
                    *word = value.to_string();
                }
            }
            let words: Vec<&str> = arguments.iter().map(String::as_str).chain(["--help"]).collect();
            let output = portal.dalil(&words);
            assert!(output.status.success(), "{document}: dalil {}\n{}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
            seen += 1;
        }
    }
    assert!(seen > 20, "only {seen} commands were found");
}

#[test]
fn the_tables_of_fields_are_the_schemas() {
    let document = read("docs/editors.md");
    let (before, rest) = document.split_once(FIELDS_BEGIN).expect("the tables have a beginning");
    let (found, after) = rest.split_once(FIELDS_END).expect("the tables have an end");
    if std::env::var_os("UPDATE").is_some() {
        let text = format!("{before}{FIELDS_BEGIN}{}{FIELDS_END}{after}", tables());
        return fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/editors.md"), text).expect("writable");
    }
    for kind in Kind::ALL {
        assert!(document.contains(&format!("| `{}` |", kind.name())), "docs/editors.md does not describe the kind `{}`", kind.name());
    }
    assert!(found == tables(), "the tables in docs/editors.md are old: UPDATE=1 cargo test --test it docs rewrites them");
}

/// The fields as a lawyer looks them up: those of every edition, those of every page, then those of each kind.
fn tables() -> String {
    let common = |scope| FIELDS.iter().filter(move |field| field.kinds.len() == Kind::ALL.len() && field.scope == scope);
    let mut text = String::from("\n### On every page, in every language\n\n");
    text += &table(common(Scope::Edition), None);
    text += "\n### On every page, in the original only\n\n";
    text += &table(common(Scope::Page), None);
    for kind in Kind::ALL {
        let own: Vec<&Field> = FIELDS.iter().filter(|field| field.kinds.len() < Kind::ALL.len() && field.kinds.contains(&kind)).collect();
        if !own.is_empty() {
            text += &format!("\n### `kind: {}`\n\n", kind.name());
            text += &table(own.into_iter(), Some(kind));
        }
    }
    text + "\n"
}

fn table<'f>(fields: impl Iterator<Item = &'f Field>, kind: Option<Kind>) -> String {
    let row = |field: &Field| {
        let all = field.required.len() == Kind::ALL.len();
        let required = match kind {
            Some(kind) => {
                if field.required.contains(&kind) {
                    "yes"
                } else {
                    ""
                }
            }
            None => {
                if all {
                    "yes"
                } else if field.required.is_empty() {
                    ""
                } else {
                    "yes, except on `home`"
                }
            }
        };
        let edition = if kind.is_some() && field.scope == Scope::Edition { " (in every language)" } else { "" };
        format!("| `{}` | {} | {}{edition} | `{}: {}` |\n", field.name, required, field.doc, field.name, field.example)
    };
    String::from("| field | required | what it is for | example |\n|---|---|---|---|\n") + &fields.map(row).collect::<String>()
}

/// What dalil itself says is known in `site.yaml` and in a record of each register is named in the documents.
#[test]
fn every_key_is_described() {
    let registers = ["facts", "laws", "terms", "contacts", "organisations", "projects"];
    let unknown = "zzzzzzzz: 1\n";
    for register in registers {
        let portal = Portal::with(&[(format!("content/registers/{register}.yaml").as_str(), &format!("one:\n  {unknown}"))]);
        every_known_name_is_in(&portal, "docs/editors.md");
    }
    let portal = Portal::with(&[]);
    portal.write("site.yaml", portal.read("site.yaml") + unknown);
    every_known_name_is_in(&portal, "docs/keepers.md");
}

fn every_known_name_is_in(portal: &Portal, document: &str) {
    let (findings, _) = build(portal.root());
    let help =
        findings.iter().find(|found| found.code == "unknown-key").and_then(|found| found.help.clone()).expect("it says what is known");
    let text = read(document);
    for name in help.split('`').skip(1).step_by(2) {
        assert!(text.contains(&format!("| `{name}` ")), "{document} has no row for `{name}`");
    }
}

#[test]
fn architecture_names_every_module_and_dependency() {
    let text = read("ARCHITECTURE.md");
    let manifest = read("Cargo.toml");
    let mut in_dependencies = false;
    for line in manifest.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| in_dependencies) {
            assert!(text.contains(&format!("- `{name}`")), "ARCHITECTURE.md gives no reason for `{name}`");
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(root).expect("sources").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().to_string_lossy().trim_end_matches(".rs").to_string();
        assert!(text.contains(&format!("`{name}`")), "ARCHITECTURE.md does not name the module `{name}`");
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    for document in documents() {
        let text = read(&document);
        let prose: String = text.split("```").step_by(2).collect();
        for (at, _) in prose.match_indices("](") {
            let target = prose[at + 2..].split(')').next().unwrap_or_default();
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            if target.contains(':') || prose[..at].rsplit('\n').next().is_some_and(|line| line.matches('`').count() % 2 == 1) {
                continue;
            }
            let folder = Path::new(&document).parent().expect("a file");
            let file = if path.is_empty() { Path::new(&document).to_path_buf() } else { folder.join(path) };
            let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
            assert!(whole.exists(), "{document} links to `{path}`, which does not exist");
            if !anchor.is_empty() {
                let other = fs::read_to_string(&whole).expect("text");
                assert!(anchors(&other).any(|id| id == anchor), "{document} links to `{target}`, which has no such heading");
            }
        }
    }
}

/// The ids that headings get where Markdown is shown: lower case, hyphens for spaces, without signs.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    let headings = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim().to_lowercase());
    headings.map(|heading| {
        heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}
