//! `dalil init`: a small portal of one's own that builds at once, from templates, in the languages asked for.

use anyhow::bail;

use super::Ending;
use super::args::Init;
use super::console::{Console, Created};
use super::templates;
use crate::model::known_language;
use crate::{builtin, emit};

const REGISTERS: &str = "portal/registers";
const PAGES: &str = "portal/pages";

pub(super) fn init(options: Init, console: &Console) -> anyhow::Result<Ending> {
    let languages = languages(&options.languages)?;
    let files = files(&languages);
    emit::create_folder(&options.folder, &files)?;
    let folder = options.folder.display();
    let created: Vec<String> = files.iter().map(|(path, _)| options.folder.join(path).display().to_string()).collect();
    let made = format!("made a portal of {} files in {folder}\nnow: cd {folder}, then dalil serve\n", files.len());
    console.created(&Created { created: &created, diagnostics: &[] }, &made)?;
    Ok(Ending::Done)
}

/// The languages as given, each once; an error where the portal would not build in them.
fn languages(given: &[String]) -> anyhow::Result<Vec<&str>> {
    let mut languages: Vec<&str> = Vec::new();
    for language in given.iter().flat_map(|given| given.split(',')).map(str::trim) {
        if known_language(language).is_none() || !has_interface(language) {
            bail!("dalil has no interface strings in `{language}`: possible are {}", with_interface().join(", "));
        }
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    let written = starters();
    if !languages.first().is_some_and(|first| written.contains(first)) {
        let first = languages.first().copied().unwrap_or_default();
        bail!("there are no sample pages in `{first}` to begin with: put one of {} first, and add `{first}` after it", written.join(", "));
    }
    Ok(languages)
}

fn has_interface(language: &str) -> bool {
    with_interface().contains(&language)
}

fn with_interface() -> Vec<&'static str> {
    builtin::FILES.iter().filter_map(|(path, _)| path.strip_prefix("i18n/")?.strip_suffix(".yaml")).collect()
}

/// The languages that the sample pages are written in.
fn starters() -> Vec<&'static str> {
    templates::below(PAGES).filter_map(|path| path.strip_prefix("index.")?.strip_suffix(".md")).collect()
}

/// Every file of the new portal.
fn files(languages: &[&str]) -> Vec<(String, Vec<u8>)> {
    let template = |path: &str| templates::get(path).expect("BUG: a template of the portal is missing");
    let site = templates::fill(template("portal/site.yaml"), &[("languages", &languages.join(", "))]);
    let mut files = vec![
        ("site.yaml".to_string(), in_languages(&site, languages)),
        ("README.md".to_string(), template("portal/README.md").to_string()),
        (".gitignore".to_string(), template("portal/gitignore").to_string()),
        ("netlify.toml".to_string(), template("portal/netlify.toml").to_string()),
    ];
    for name in templates::below(REGISTERS) {
        let text = in_languages(template(&format!("{REGISTERS}/{name}")), languages);
        files.push((format!("content/registers/{name}"), text));
    }
    for key in templates::below(PAGES).filter_map(|path| path.strip_suffix(".yaml")) {
        files.extend(languages.iter().filter_map(|language| page(key, language, languages[0])));
    }
    files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
}

/// A sample page in a language, if it is written in it. The edition in the first language is the original.
fn page(key: &str, language: &str, first: &str) -> Option<(String, String)> {
    let text = templates::get(&format!("{PAGES}/{key}.{language}.md"))?;
    let fields = templates::get(&format!("{PAGES}/{key}.yaml"))?;
    let translation = format!("translation: {{from: {first}, state: machine}}\n");
    let front = if language == first { fields } else { &translation };
    Some((format!("content/{language}/{key}.md"), templates::with_front_matter(text, front)))
}

/// Without the lines that give a text in another language (`fa: "…"`), which are unknown to the portal.
fn in_languages(text: &str, languages: &[&str]) -> String {
    let is_kept = |line: &&str| {
        let name = line.trim_start().split_once(": ").map_or("", |(name, _)| name);
        !line.starts_with(' ') || known_language(name).is_none() || languages.contains(&name)
    };
    text.split_inclusive('\n').filter(is_kept).collect()
}
