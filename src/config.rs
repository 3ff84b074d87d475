//! `site.yaml`, read and validated: what the portal is called, its languages and their fallbacks, and its limits.
//!
//! Does not read the disk and does not know defaults of the command line; `--base-url` and the day come in `BuildOptions`.

use crate::diagnostic::{Diagnostic, Outcome, Place};
use crate::model::{Date, Digits, Direction, Language, LanguageId, Languages, SecondCalendar, SourcePath, Spanned, Text, known_language};
use crate::yaml::{self, Fields, Node, Reader};

/// The portal's settings.
#[derive(Debug, Clone)]
pub struct Config {
    pub title: Text,
    pub tagline: Text,
    /// Scheme and host, without a slash at the end.
    pub base_url: String,
    pub theme: String,
    pub languages: Languages,
    /// Where "Leave this site now" goes.
    pub exit: String,
    pub budgets: Budgets,
    /// Whether pictures are fetched only when the reader asks for them.
    pub pictures_on_demand: bool,
    /// Whether a critical section that is older than its original is replaced by the original's, instead of only saying so.
    pub withhold_outdated: bool,
    /// Rules whose weight the portal changes, by code. `check` says which codes there are.
    pub rules: Vec<(Spanned<String>, Level)>,
}

/// How much a rule of `check` weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Stops the build.
    Error,
    /// Stops a strict build.
    Warn,
    Off,
}

/// Limits on what a reader has to load, in bytes as sent (brotli, for what is text).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Budgets {
    /// The HTML document with its inlined CSS. One TCP window of ten segments holds 14,600 bytes (RFC 6928).
    pub document: usize,
    /// The style sheet that is inlined into every page.
    pub style: usize,
    /// All scripts of the site together, those that only the search needs included.
    pub scripts: usize,
    /// A page with everything that it loads at once, pictures excepted.
    pub view: usize,
    /// How many requests that takes, the document's included.
    pub requests: usize,
    /// A picture in the size that a phone shows.
    pub picture: usize,
    /// A PDF or another file that is linked to.
    pub download: usize,
}

/// What a build is told besides the portal's files. Time and environment enter here, as data.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    pub base_url: Option<String>,
    pub drafts: bool,
    pub today: Date,
}

const KEYS: [&str; 11] =
    ["title", "tagline", "base_url", "theme", "languages", "fallbacks", "exit", "budgets", "pictures", "outdated", "rules"];
/// The limits that a portal may set, by name.
pub const BUDGET_KEYS: [&str; 7] = ["document", "style", "scripts", "view", "requests", "picture", "download"];
const LANGUAGE_KEYS: [&str; 7] = ["path", "tag", "direction", "digits", "calendar", "endonym", "accept"];
const DEFAULT_EXIT: &str = "https://www.google.com/search?q=weather";

/// Reads `site.yaml`. `None` where nothing can be built from it; the findings say why.
pub fn parse(file: &SourcePath, text: &str) -> Outcome<Option<Config>> {
    let node = match yaml::parse(text, file, 0) {
        Ok(node) => node,
        Err(diagnostic) => return Outcome::new(None, vec![diagnostic]),
    };
    let mut reader = Reader::new(file);
    let config = read(&mut reader, &node);
    let usable = reader.diagnostics.is_empty();
    Outcome::new(config.filter(|_| usable), reader.diagnostics)
}

/// There is no `site.yaml`.
pub fn missing(file: &SourcePath) -> Diagnostic {
    Diagnostic::error(Place::file(file), "no-site", "there is no `site.yaml` here, so this folder is no portal")
        .help("go to the portal's folder, name it with `--root FOLDER`, or make a new one with `dalil init FOLDER`")
}

fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Config> {
    let fields = reader.fields(node, &KEYS)?;
    let list = fields.required(reader, "languages", "[en, tr, ar]").map(|node| reader.list(node, language)).unwrap_or_default();
    if list.is_empty() && fields.get("languages").is_some() {
        reader.report(
            Diagnostic::error(reader.place(fields.span()), "no-language", "a portal needs at least one language")
                .help("write `languages: [en]`"),
        );
    }
    let list = without_duplicates(reader, list);
    let fallbacks = fallbacks(reader, &fields, &list);
    let languages = Languages::new(list.into_iter().map(|language| language.value).collect(), fallbacks);
    let title =
        fields.required(reader, "title", "{en: Our portal}").and_then(|node| read_text(reader, node, &languages)).unwrap_or_default();
    let tagline = fields.get("tagline").and_then(|node| read_text(reader, node, &languages)).unwrap_or_default();
    let base_url = fields.required(reader, "base_url", "https://example.org").and_then(|node| base_url(reader, node));
    let theme = fields.get("theme").and_then(|node| reader.string(node)).map_or("default".to_string(), |theme| theme.value);
    let exit = fields.get("exit").and_then(|node| web_address(reader, node)).unwrap_or(DEFAULT_EXIT.to_string());
    let budgets = fields.get("budgets").and_then(|node| budgets(reader, node)).unwrap_or_default();
    let pictures = [("show", false), ("tap", true)];
    let pictures_on_demand = fields.get("pictures").and_then(|node| reader.choice(node, &pictures)).unwrap_or(false);
    let outdated = [("notice", false), ("withhold", true)];
    let withhold_outdated = fields.get("outdated").and_then(|node| reader.choice(node, &outdated)).unwrap_or(false);
    let rules = fields.get("rules").map(|node| rules(reader, node)).unwrap_or_default();
    Some(Config { title, tagline, base_url: base_url?, theme, languages, exit, budgets, pictures_on_demand, withhold_outdated, rules })
}

/// A text as one string for all languages, or a mapping from language to string.
pub(crate) fn read_text(reader: &mut Reader<'_>, node: &Node, languages: &Languages) -> Option<Text> {
    let entries = reader.entries(node)?;
    let mut text = Text::default();
    for (name, node) in entries.iter() {
        match languages.find(name) {
            Some(id) => {
                if let Some(string) = reader.string(node) {
                    text.0.insert(id, string);
                }
            }
            None => report_unknown_language(reader, name, languages.iter().map(|(_, language)| language.path.as_str())),
        }
    }
    Some(text)
}

/// Reports a language that `site.yaml` does not list.
pub(crate) fn report_unknown_language<'l>(reader: &mut Reader<'_>, name: &Spanned<String>, known: impl Iterator<Item = &'l str>) {
    let known: Vec<&str> = known.collect();
    let message = format!("`{}` is not one of the portal's languages", name.value);
    let help = format!("the languages in `site.yaml` are: {}", known.join(", "));
    reader.report(Diagnostic::error(reader.place(name.span), "unknown-language", message).help(help));
}

fn language(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<Language>> {
    if let yaml::Value::Map(_) = node.value {
        return described_language(reader, node).map(|value| Spanned { value, span: node.span });
    }
    let path = reader.string(node)?;
    let known = known_language(&path);
    if known.is_none() {
        let help = format!("describe it: `- {{path: {0}, tag: {0}, direction: ltr, endonym: …}}`", path.value);
        reader.report(
            Diagnostic::error(reader.place(path.span), "unknown-language", format!("dalil does not know the language `{}`", path.value))
                .help(help),
        );
    }
    known.map(|value| Spanned { value, span: path.span })
}

fn described_language(reader: &mut Reader<'_>, node: &Node) -> Option<Language> {
    let fields = reader.fields(node, &LANGUAGE_KEYS)?;
    let path = fields.required(reader, "path", "uk").and_then(|node| reader.string(node));
    let tag = fields.required(reader, "tag", "uk").and_then(|node| reader.string(node));
    let endonym = fields.required(reader, "endonym", "Українська").and_then(|node| reader.string(node));
    let directions = [("ltr", Direction::Ltr), ("rtl", Direction::Rtl)];
    let direction = fields.required(reader, "direction", "ltr").and_then(|node| reader.choice(node, &directions));
    let digits = [("latin", Digits::Latin), ("arabic", Digits::Arabic), ("persian", Digits::Persian)];
    let digits = fields.get("digits").map_or(Some(Digits::Latin), |node| reader.choice(node, &digits));
    let calendars = [("gregorian", SecondCalendar::None), ("solar-hijri", SecondCalendar::SolarHijri)];
    let second_calendar = fields.get("calendar").map_or(Some(SecondCalendar::None), |node| reader.choice(node, &calendars));
    let accept = fields.get("accept").map(|node| reader.strings(node)).unwrap_or_default();
    let (path, tag) = (path?.value, tag?.value);
    let accept = if accept.is_empty() { vec![tag.to_lowercase()] } else { accept.into_iter().map(|a| a.value.to_lowercase()).collect() };
    Some(Language { path, tag, direction: direction?, digits: digits?, second_calendar: second_calendar?, endonym: endonym?.value, accept })
}

fn without_duplicates(reader: &mut Reader<'_>, list: Vec<Spanned<Language>>) -> Vec<Spanned<Language>> {
    let mut kept: Vec<Spanned<Language>> = Vec::new();
    for language in list {
        if kept.iter().any(|other| other.path == language.path || other.tag == language.tag) {
            let message = format!("the language `{}` is listed twice", language.path);
            reader.report(Diagnostic::error(reader.place(language.span), "duplicate-language", message).help("keep one of the two"));
        } else {
            kept.push(language);
        }
    }
    kept
}

/// Each language's chain: as configured, then the portal's first language.
fn fallbacks(reader: &mut Reader<'_>, fields: &Fields<'_>, list: &[Spanned<Language>]) -> Vec<Vec<LanguageId>> {
    let id = |path: &str| list.iter().position(|language| language.path == path).and_then(|n| u8::try_from(n).ok()).map(LanguageId);
    let mut chains: Vec<Vec<LanguageId>> = vec![Vec::new(); list.len()];
    let configured = fields.get("fallbacks").and_then(|node| reader.entries(node));
    for (name, node) in configured.iter().flat_map(Fields::iter) {
        let chain = reader.strings(node);
        for path in chain.iter().filter(|path| id(path).is_none()).chain(id(name).is_none().then_some(name)) {
            report_unknown_language(reader, path, list.iter().map(|language| language.path.as_str()));
        }
        if let Some(own) = id(name) {
            chains[usize::from(own.0)] = chain.iter().filter_map(|path| id(path)).filter(|other| *other != own).collect();
        }
    }
    for (n, chain) in chains.iter_mut().enumerate() {
        if n > 0 && !chain.contains(&LanguageId(0)) {
            chain.push(LanguageId(0));
        }
    }
    chains
}

fn base_url(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let url = web_address(reader, node)?;
    let url = url.trim_end_matches('/').to_string();
    let host = url.split_once("://").map_or("", |(_, host)| host);
    if host.contains(['/', '?', '#']) {
        return reader.wrong(node, "the address of a whole site, such as `https://example.org`,");
    }
    Some(url)
}

fn web_address(reader: &mut Reader<'_>, node: &Node) -> Option<String> {
    let url = reader.string(node)?;
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !url.contains(char::is_whitespace) => Some(url.value),
        _ => reader.wrong(node, "a web address that begins with `https://`"),
    }
}

fn budgets(reader: &mut Reader<'_>, node: &Node) -> Option<Budgets> {
    let fields = reader.fields(node, &BUDGET_KEYS)?;
    let mut read = |name: &str, usual: usize| {
        let own = fields.get(name).and_then(|node| reader.integer(node)).and_then(|n| usize::try_from(n).ok());
        own.unwrap_or(usual)
    };
    let usual = Budgets::default();
    Some(Budgets {
        document: read("document", usual.document),
        style: read("style", usual.style),
        scripts: read("scripts", usual.scripts),
        view: read("view", usual.view),
        requests: read("requests", usual.requests),
        picture: read("picture", usual.picture),
        download: read("download", usual.download),
    })
}

/// `heading-skip: error`, one on a line.
fn rules(reader: &mut Reader<'_>, node: &Node) -> Vec<(Spanned<String>, Level)> {
    let levels = [("error", Level::Error), ("warn", Level::Warn), ("off", Level::Off)];
    let entries = reader.entries(node);
    entries
        .iter()
        .flat_map(Fields::iter)
        .filter_map(|(code, node)| reader.choice(node, &levels).map(|level| (code.clone(), level)))
        .collect()
}

impl Default for Budgets {
    fn default() -> Budgets {
        Budgets { document: 14_000, style: 6_000, scripts: 10_000, view: 25_000, requests: 4, picture: 30_000, download: 1_000_000 }
    }
}
