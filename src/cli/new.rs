//! `dalil new`: a page of one kind with its front matter filled in, or, where the page exists in another language, its translation.

use std::path::Path;

use anyhow::bail;

use super::args::New;
use super::console::{Console, Created};
use super::{Ending, clock, report, templates};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::{Kind, PageKey, SourcePath, Sources};
use crate::yaml::{self, Node, Value};
use crate::{emit, finding, load};

/// What the front matter of an edition says in its own language.
const OWN_WORDS: [&str; 7] = ["title", "summary", "menu", "dateline", "venue", "expected", "participants"];

pub(super) fn new(root: &Path, options: New, console: &Console) -> anyhow::Result<Ending> {
    let sources = load::load(root)?.value;
    let file = SourcePath::new(load::SITE);
    let site = sources.text(load::SITE).map(|text| config::parse(&file, text));
    let (config, diagnostics) = match site {
        Some(site) => (site.value, site.diagnostics),
        None => (None, vec![config::missing(&file)]),
    };
    let Some(config) = config else { return refuse(&diagnostics, &sources, console) };
    check_language(&options.lang, &config)?;
    let (path, text) = match original(&sources, &config, &options) {
        Some((from, path)) => match translation(&sources, from, &path, &options)? {
            Ok(text) => (path, text),
            Err(diagnostic) => return refuse(&[diagnostic], &sources, console),
        },
        None => (format!("{}.md", file_name(&options)), first_edition(&sources, &options)),
    };
    let path = format!("content/{}/{path}", options.lang);
    if let Some(existing) = edition(&sources, &options.lang, &options.key) {
        bail!("`content/{}/{existing}` exists already, and is left as it is", options.lang);
    }
    emit::create_file(&root.join(&path), text.as_bytes())?;
    let made = format!("made {path}\n");
    console.created(&Created { created: &[path], diagnostics: &[] }, &made)?;
    Ok(Ending::Done)
}

fn refuse(diagnostics: &[Diagnostic], sources: &Sources, console: &Console) -> anyhow::Result<Ending> {
    let findings = finding::findings(diagnostics, sources);
    if console.is_json() {
        console.json(&Created { created: &[], diagnostics: &findings })?;
    } else {
        console.findings(&findings, &report::closing_line(finding::tally(&findings), "no page was made"))?;
    }
    Ok(Ending::Mistakes)
}

fn check_language(language: &str, config: &Config) -> anyhow::Result<()> {
    let paths: Vec<&str> = config.languages.iter().map(|(_, language)| language.path.as_str()).collect();
    if paths.contains(&language) {
        return Ok(());
    }
    let near = nearest(language, paths.iter().copied()).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    bail!("`{language}` is not one of the portal's languages: {near}`site.yaml` lists {}", paths.join(", "))
}

/// The file below `content/LANGUAGE/` that is this page's edition in it.
fn edition(sources: &Sources, language: &str, key: &str) -> Option<String> {
    let folder = format!("content/{language}");
    let key = PageKey::of_file(&format!("{key}.md"));
    let mut files = sources.below(&folder).filter_map(|(path, _)| path.as_str().strip_prefix(&folder)?.strip_prefix('/'));
    files.find(|file| file.ends_with(".md") && PageKey::of_file(file) == key).map(str::to_string)
}

/// The language and file of the page's original, if there is one in another language.
fn original<'c>(sources: &Sources, config: &'c Config, options: &New) -> Option<(&'c str, String)> {
    let others = config.languages.iter().map(|(_, language)| language.path.as_str()).filter(|path| *path != options.lang);
    let editions: Vec<(&str, String)> = others.filter_map(|path| Some((path, edition(sources, path, &options.key)?))).collect();
    let is_original = |(language, file): &&(&str, String)| {
        let text = sources.text(&format!("content/{language}/{file}")).and_then(split);
        !text.is_some_and(|(front, _)| front.lines().any(|line| line.starts_with("translation:")))
    };
    editions.iter().find(is_original).or(editions.first()).cloned()
}

/// A page about a folder lies in the folder.
fn file_name(options: &New) -> String {
    let is_folder = options.kind == Kind::Section && !options.key.ends_with("/index");
    if is_folder { format!("{}/index", options.key) } else { options.key.clone() }
}

fn first_edition(sources: &Sources, options: &New) -> String {
    let template = templates::get(&format!("page/{}.md", options.kind.name())).expect("BUG: a kind without a template");
    let name = options.key.trim_end_matches("/index").rsplit('/').next().unwrap_or(&options.key);
    let project = first_project(sources).unwrap_or("project-id".to_string());
    let today = clock::today().to_string();
    templates::fill(template, &[("title", &title(name)), ("name", name), ("today", &today), ("project", &project)])
}

/// `application-refused` as `Application refused`
fn title(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn first_project(sources: &Sources) -> Option<String> {
    let file = SourcePath::new("content/registers/projects.yaml");
    let register = yaml::parse(sources.text(file.as_str())?, &file, 0).ok()?;
    match register.value {
        Value::Map(records) => records.into_iter().next().map(|(id, _)| id.value),
        Value::Null | Value::Scalar(_) | Value::List(_) => None,
    }
}

/// The original with its own words to be translated and its text to be replaced.
fn translation(sources: &Sources, from: &str, path: &str, options: &New) -> anyhow::Result<Result<String, Diagnostic>> {
    let file = SourcePath::new(format!("content/{from}/{path}"));
    let Some((front, body)) = sources.text(file.as_str()).and_then(split) else {
        bail!("`{file}` does not begin with front matter between two `---` lines: `dalil check` says more");
    };
    let node = match yaml::parse(front, &file, "---\n".len()) {
        Ok(node) => node,
        Err(diagnostic) => return Ok(Err(diagnostic)),
    };
    if let Some(kind) = scalar(&node, "kind").filter(|kind| *kind != options.kind.name()) {
        bail!(
            "the original `{file}` is a `{kind}`, not a `{}`: `dalil new {kind} {} --lang {}`",
            options.kind.name(),
            options.key,
            options.lang
        );
    }
    let own = OWN_WORDS.iter().filter_map(|name| Some(format!("{name}: {}\n", templates::quoted(scalar(&node, name)?))));
    let note = templates::get("translation.yaml").expect("BUG: the template of translations is missing");
    let own: String = own.collect();
    Ok(Ok(format!("---\n{note}{own}draft: true\ntranslation: {{from: {from}, state: in-progress}}\n---\n{body}")))
}

/// The front matter without its `---` lines, and what follows it.
fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let end = rest.match_indices("---").map(|(at, _)| at).find(|at| {
        let is_alone = rest[at + 3..].starts_with(['\n', '\r']) || rest.len() == at + 3;
        is_alone && (*at == 0 || rest[..*at].ends_with('\n'))
    })?;
    let body = &rest[end + 3..];
    Some((&rest[..end], body.strip_prefix("\r\n").or_else(|| body.strip_prefix('\n')).unwrap_or(body)))
}

fn scalar<'n>(node: &'n Node, name: &str) -> Option<&'n str> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|(key, _)| key.value == name).and_then(|(_, node)| match &node.value {
        Value::Scalar(text) => Some(text.as_str()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    })
}
