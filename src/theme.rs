//! The theme: Tera templates, one style sheet, scripts and icons. The only user of Tera.
//!
//! Knows nothing of what a view holds. Templates see a view, the interface strings as `t`, and three filters:
//! `text` (a text that may be in another language, escaped and isolated; `marks` and `inner` where one element holds it alone),
//! `fill` (an interface string with its blanks filled in) and `plain` (the same texts for attributes and titles, without markup).

mod filters;
mod minify;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Tera, Value};

use crate::builtin;
use crate::diagnostic::{Diagnostic, Outcome, Place, Span};
use crate::model::{SourcePath, Sources};

/// A theme ready to render.
pub struct Theme {
    tera: Tera,
    folder: String,
    /// The style sheet that is inlined into every page, without comments and line breaks.
    pub style: String,
    /// The style sheet of the files that readers pass on, without what they have no use for.
    pub copy_style: String,
    /// The service worker, which is found at the site's root and so cannot be among the assets.
    pub worker: Option<Arc<[u8]>>,
    /// Scripts, icons and other files: name below the theme's `assets/`, and bytes.
    pub assets: BTreeMap<String, Arc<[u8]>>,
    /// The interface strings that the templates use: `nav.home`.
    pub strings: BTreeSet<String>,
}

/// What every template of one language sees besides its view: made once, shared by all pages.
#[derive(Clone)]
pub struct Shared(Context);

const STYLE: &str = "style.css";
const COPY_STYLE: &str = "copy.css";
const WORKER: &str = "sw.js";
const MEND: &str = "mend the template, or delete it to use the built-in one";

impl Theme {
    /// Reads the theme `name` from `themes/<name>/`. `None` where a template cannot be used; the findings say where.
    pub fn parse(sources: &Sources, name: &str) -> Outcome<Option<Theme>> {
        let folder = format!("themes/{name}");
        let mut findings = Vec::new();
        let templates = templates(sources, &folder, &mut findings);
        if templates.is_empty() && findings.is_empty() {
            let place = Place::file(&SourcePath::new("site.yaml"));
            let help = format!("write `theme: default`, or add the folder `{folder}/templates/`");
            return Outcome::new(None, vec![Diagnostic::error(place, "no-theme", format!("there is no theme `{name}`")).help(help)]);
        }
        let mut assets: BTreeMap<String, Arc<[u8]>> =
            below(sources, &format!("{folder}/assets")).map(|(name, bytes)| (name, bytes.clone())).collect();
        for (name, bytes) in assets.iter_mut().filter(|(name, _)| name.ends_with(".js")) {
            match script(&format!("{folder}/assets/{name}"), bytes) {
                Ok(small) => *bytes = small,
                Err(broken) => findings.push(broken),
            }
        }
        let mut sheet = |name| assets.remove(name).map(|bytes| minify::css(&String::from_utf8_lossy(&bytes))).unwrap_or_default();
        let (style, copy_style) = (sheet(STYLE), sheet(COPY_STYLE));
        let worker = assets.remove(WORKER);
        let strings = templates.iter().flat_map(|(_, text)| strings_used(text)).collect();
        let mut tera = Tera::new();
        filters::register(&mut tera);
        match tera.add_raw_templates(templates) {
            Ok(()) if findings.is_empty() => Outcome::clean(Some(Theme { tera, folder, style, copy_style, worker, assets, strings })),
            Ok(()) => Outcome::new(None, findings),
            Err(error) => {
                findings.extend(template_errors(&error, &folder, sources));
                Outcome::new(None, findings)
            }
        }
    }

    /// Renders a view. A mistake in a template is a diagnostic at its place there.
    pub fn render(&self, template: &str, shared: &Shared, view: &impl Serialize) -> Result<String, Box<Diagnostic>> {
        let mut context = shared.0.clone();
        context.insert("page", view);
        self.tera.render(template, &context).map_err(|error| Box::new(template_error(&error, &self.folder)))
    }
}

impl Shared {
    /// `strings` become `t`, `chrome` becomes `site`.
    pub fn new(strings: &impl Serialize, chrome: &impl Serialize) -> Shared {
        let mut context = Context::new();
        context.insert_value("t", Value::from_serializable(strings));
        context.insert_value("site", Value::from_serializable(chrome));
        Shared(context)
    }
}

/// The interface strings that the built-in theme uses, whatever a portal put in its place.
pub fn strings_of_built_in() -> BTreeSet<String> {
    let templates = builtin::FILES.iter().filter(|(path, _)| path.starts_with("themes/default/templates/"));
    templates.flat_map(|(_, bytes)| strings_used(&String::from_utf8_lossy(bytes))).collect()
}

fn templates<'s>(sources: &'s Sources, folder: &str, findings: &mut Vec<Diagnostic>) -> Vec<(String, &'s str)> {
    let mut templates = Vec::new();
    for (name, bytes) in below(sources, &format!("{folder}/templates")) {
        match std::str::from_utf8(bytes) {
            Ok(text) => templates.push((name, text)),
            Err(_) => {
                let place = Place::file(&SourcePath::new(format!("{folder}/templates/{name}")));
                findings.push(Diagnostic::error(place, "not-utf8", "this template is not UTF-8 text").help("save the file as UTF-8"));
            }
        }
    }
    templates
}

fn below<'s>(sources: &'s Sources, folder: &str) -> impl Iterator<Item = (String, &'s Arc<[u8]>)> + use<'s> {
    let prefix = format!("{folder}/");
    sources.iter().filter_map(move |(path, bytes)| path.as_str().strip_prefix(&prefix).map(|name| (name.to_string(), bytes)))
}

/// The keys after `t.` in a template: `t.nav.home` uses `nav.home`.
fn strings_used(template: &str) -> Vec<String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let starts = template.match_indices("t.").map(|(at, _)| at).filter(|at| !template[..*at].ends_with(|c| word(c) || c == '.'));
    let key = |at: usize| {
        let rest = &template[at + 2..];
        let path = &rest[..rest.find(|c: char| !word(c) && c != '.').unwrap_or(rest.len())];
        let mut parts = path.split('.');
        let key = parts.next().zip(parts.next()).filter(|(group, name)| !group.is_empty() && !name.is_empty());
        key.map(|(group, name)| format!("{group}.{name}"))
    };
    starts.filter_map(key).collect()
}

/// A script as small as it can be, or where it is broken.
fn script(path: &str, bytes: &[u8]) -> Result<Arc<[u8]>, Diagnostic> {
    let file = SourcePath::new(path);
    let broken =
        |place, message: &str| Diagnostic::error(place, "script", message).help("mend the script, or delete it to use the built-in one");
    let text = std::str::from_utf8(bytes).map_err(|_| broken(Place::file(&file), "this script is not UTF-8 text"))?;
    let small = minify::js(text).map_err(|error| broken(Place::new(&file, Span::new(error.at)), &error.message))?;
    Ok(Arc::from(small.into_bytes()))
}

/// What is wrong with templates that were added. What several templates name and nobody knows, Tera tells as one text of many reports.
fn template_errors(error: &tera::Error, folder: &str, sources: &Sources) -> Vec<Diagnostic> {
    let ErrorKind::Msg(text) = error.kind() else { return vec![template_error(error, folder)] };
    let lines: Vec<&str> = text.lines().collect();
    let reported = lines.windows(2).filter_map(|pair| {
        let message = pair[0].strip_prefix("error: ")?;
        let mut at = pair[1].trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let (column, line, name) = (at.next()?.parse().ok()?, at.next()?.parse().ok()?, at.next()?);
        let file = SourcePath::new(format!("{folder}/templates/{name}"));
        let start = offset(sources.text(file.as_str())?, line, column);
        Some(Diagnostic::error(Place::new(&file, Span { start, end: start }), "template", message).help(MEND))
    });
    let reported: Vec<Diagnostic> = reported.collect();
    if reported.is_empty() { vec![template_error(error, folder)] } else { reported }
}

/// The byte at a line and column, both counted from one, columns in characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    before + text[before..].chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>()
}

fn template_error(error: &tera::Error, folder: &str) -> Diagnostic {
    let file = |name: &str| SourcePath::new(format!("{folder}/templates/{name}"));
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = Span::new(report.span().range.clone());
            Diagnostic::error(Place::new(&file(report.filename()), span), "template", report.message().to_string()).help(MEND)
        }
        ErrorKind::TemplateNotFound(name) => {
            Diagnostic::error(Place::file(&file(name)), "template", "this template is missing").help("copy it from the built-in theme")
        }
        _ => Diagnostic::error(Place::file(&SourcePath::new(folder)), "template", first_line(&error.to_string())).help(MEND),
    }
}

fn first_line(text: &str) -> String {
    text.lines().find(|line| !line.trim().is_empty()).unwrap_or(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_strings_a_template_uses() {
        assert_eq!(strings_used("{{ t.nav.home }} {% if x %}{{ t.count.pages | fill(n=1) }}{% endif %}"), ["nav.home", "count.pages"]);
        assert_eq!(strings_used("{{ part.nav.home }} art.x.y {{ site.t.a.b }} t. t.x"), Vec::<String>::new());
    }
}
