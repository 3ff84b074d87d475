//! The arguments as typed: the only user of clap. Help texts live here, and values are checked here as far as they can be without the portal.

mod translation;

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, ColorChoice, Parser, Subcommand, ValueEnum};

pub(super) use self::translation::{Diff, ExchangeFormat, Export, Import, Stamp, Status};
use super::clock;
use super::examples::{
    BUILD_EXAMPLES, CHECK_EXAMPLES, DIFF_EXAMPLES, EXIT_CODES, EXPLAIN_EXAMPLES, EXPORT_EXAMPLES, IMPORT_EXAMPLES, INIT_EXAMPLES,
    NEW_EXAMPLES, SCHEMA_EXAMPLES, SEARCH_EXAMPLES, SERVE_EXAMPLES, STAMP_EXAMPLES, STATUS_EXAMPLES, WEIGHT_EXAMPLES,
};
use crate::model::{Date, Kind, TranslationState};

pub(super) struct Arguments {
    pub(super) root: PathBuf,
    pub(super) output: Output,
    pub(super) command: Command,
}

/// How results are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) quiet: bool,
    pub(super) json: bool,
    pub(super) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// Builds portals of legal information in many languages, for cheap phones and slow connections.
#[derive(Debug, Parser)]
#[command(name = "dalil", version, after_help = EXIT_CODES, max_term_width = 100, propagate_version = true)]
struct Typed {
    /// The portal's folder
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    root: PathBuf,

    /// Say nothing but mistakes
    #[arg(long, short, global = true)]
    quiet: bool,

    /// One JSON object on standard output, for machines
    #[arg(long, global = true)]
    json: bool,

    /// Colours in the output
    #[arg(long, global = true, default_value = "auto", value_name = "WHEN")]
    color: ColorChoice,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build the site into a folder
    #[command(after_help = BUILD_EXAMPLES)]
    Build(Build),
    /// Find mistakes, without writing anything
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Inspect),
    /// Tell what a rule of `dalil check` is for
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Print the JSON Schema of front matter, site.yaml or a register, for editors that check while you type
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema(Schema),
    /// Show the site in a browser on this computer while you write
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(Serve),
    /// Ask the portal's search as a reader would
    #[command(after_help = SEARCH_EXAMPLES)]
    Search(Search),
    /// Make a small portal of your own
    #[command(after_help = INIT_EXAMPLES)]
    Init(Init),
    /// Make a new page, or the translation of one
    #[command(after_help = NEW_EXAMPLES)]
    New(New),
    /// Say of translations that they are up to date with their originals
    #[command(after_help = STAMP_EXAMPLES)]
    Stamp(Stamp),
    /// Show what each page weighs as it is sent, the heaviest first
    #[command(after_help = WEIGHT_EXAMPLES)]
    Weight(Weigh),
    /// Show how far the translations are, and what to translate first
    #[command(after_help = STATUS_EXAMPLES)]
    Status(Status),
    /// Write the texts of a language into a file for translators
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(Export),
    /// Bring translated files into the portal
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(Import),
    /// Show what has changed in an original since it was translated
    #[command(after_help = DIFF_EXAMPLES)]
    Diff(Diff),
}

#[derive(Debug, Args)]
pub(super) struct Build {
    /// Where the site goes [default: public in the portal's folder]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,

    #[command(flatten)]
    pub(super) check: Check,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// The address the site will have, instead of `base_url` in site.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,

    /// Warnings are mistakes too
    #[arg(long)]
    pub(super) strict: bool,

    /// The site before, as its folder or its sitemap.xml: addresses that are gone are found [default: the output folder]
    #[arg(long, value_name = "PATH")]
    pub(super) previous: Option<PathBuf>,

    #[command(flatten)]
    pub(super) edition: Edition,
}

#[derive(Debug, Args)]
pub(super) struct Inspect {
    #[command(flatten)]
    pub(super) check: Check,

    /// How findings are written
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    pub(super) format: Format,

    /// From which weight on findings end in exit code 1 [default: error; with --strict: warning]
    #[arg(long, value_enum, value_name = "WEIGHT")]
    pub(super) fail_on: Option<FailOn>,

    /// Show what can be mended for certain, as a difference of lines
    #[arg(long)]
    pub(super) fix: bool,

    /// With --fix: write it
    #[arg(long, requires = "fix")]
    pub(super) yes: bool,

    /// Ask other sites whether the pages that are linked to are still there; this takes a while
    #[arg(long)]
    pub(super) external: bool,

    /// With --external: ask again for pages that answered this many days ago; 0 asks for all
    #[arg(long, default_value_t = 7, value_name = "DAYS", requires = "external")]
    pub(super) external_age: u32,

    /// With --external: how long a site may take to answer
    #[arg(long, default_value_t = 20, value_name = "SECONDS", requires = "external", value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(super) external_timeout: u64,

    /// With --external: ask through this proxy, `http://host:port`
    #[arg(long, env = "HTTPS_PROXY", hide_env_values = true, value_name = "URL")]
    pub(super) proxy: Option<String>,

    /// List every edition with its length and, where a formula exists, how hard it is to read
    #[arg(long)]
    pub(super) report: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With the line itself and what to write instead
    Human,
    /// One object, as with --json
    Json,
    /// SARIF 2.1.0, for code hosts
    Sarif,
    /// Commands that GitHub Actions shows beside the lines
    Github,
    /// A page of its own, for those who write
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Never,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The code of the rule, as a finding names it
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,

    /// Every rule, as a page of Markdown
    #[arg(long, conflicts_with = "code")]
    pub(super) all: bool,
}

/// Which state of the portal is built.
#[derive(Debug, Args)]
pub(super) struct Edition {
    /// Include pages marked `draft: true`
    #[arg(long)]
    pub(super) drafts: bool,

    /// The day the site is built for, such as 2026-11-21 [default: today, UTC]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(super) today: Option<Date>,

    /// Seconds since 1970, as reproducible builds set it in the environment.
    #[arg(long, env = "SOURCE_DATE_EPOCH", hide = true, value_name = "SECONDS")]
    pub(super) source_date_epoch: Option<u64>,
}

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// A kind of page, `translation`, `site` or a register
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The port on this computer; 0 takes any that is free
    #[arg(long, short, default_value_t = 4000)]
    pub(super) port: u16,

    /// Open the browser
    #[arg(long)]
    pub(super) open: bool,

    #[command(flatten)]
    pub(super) edition: Edition,
}

#[derive(Debug, Args)]
pub(super) struct Weigh {
    /// Pages at or below these addresses, such as /en/guides/ [default: all]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,

    /// Not only the twenty heaviest
    #[arg(long)]
    pub(super) all: bool,

    #[command(flatten)]
    pub(super) edition: Edition,
}

#[derive(Debug, Args)]
pub(super) struct Search {
    /// The words to look for
    #[arg(value_name = "QUERY")]
    pub(super) query: String,

    /// The language to search in
    #[arg(long, value_name = "LANGUAGE")]
    pub(super) lang: String,

    /// Say which word of the index each word met, and how well
    #[arg(long)]
    pub(super) explain: bool,

    /// How many answers
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(super) limit: usize,
}

#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to make; it must not exist yet, or be empty
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,

    /// A language of the portal; may be given several times, the default language first
    #[arg(long = "lang", value_name = "LANGUAGE", action = ArgAction::Append, default_values = ["en", "ar"])]
    pub(super) languages: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct New {
    /// What kind of page
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(Kind::ALL.map(Kind::name)).map(kind))]
    pub(super) kind: Kind,

    /// The page's path below content/LANGUAGE, without `.md`
    #[arg(value_name = "KEY", value_parser = key)]
    pub(super) key: String,

    /// The language to write it in
    #[arg(long, value_name = "LANGUAGE")]
    pub(super) lang: String,
}

/// Reads this process's arguments; ends it where they are wrong (exit code 2) or ask for help (0).
pub(super) fn read() -> Arguments {
    let typed = Typed::parse();
    let color = match typed.color {
        ColorChoice::Auto => Color::Auto,
        ColorChoice::Always => Color::Always,
        ColorChoice::Never => Color::Never,
    };
    let output = Output { quiet: typed.quiet, json: typed.json, color };
    Arguments { root: typed.root, output, command: typed.command }
}

impl Edition {
    /// `--today`, or the day of `SOURCE_DATE_EPOCH`, or the clock's.
    pub(super) fn day(&self) -> Date {
        self.today.unwrap_or_else(|| self.source_date_epoch.map_or_else(clock::today, clock::day_of))
    }
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or("write a day that exists as year-month-day, such as 2026-11-21".to_string())
}

fn base_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let is_host = !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || c.is_control() || "/?#\"<>".contains(c));
    if is_host { Ok(url.to_string()) } else { Err("write the address of a whole site, such as https://example.org".to_string()) }
}

fn kind(name: String) -> Kind {
    Kind::ALL.into_iter().find(|kind| kind.name() == name).expect("BUG: a kind that clap let through has a name")
}

fn state(name: String) -> TranslationState {
    TranslationState::ALL.into_iter().find(|state| state.name() == name).expect("BUG: a state that clap let through has a name")
}

/// A page's key, also where its file was named: `content/en/situations/evicted.md`.
fn key(text: &str) -> Result<String, String> {
    let key = text.strip_suffix(".md").unwrap_or(text);
    let key = match key.strip_prefix("content/") {
        Some(rest) => rest.split_once('/').map_or(rest, |(_, key)| key),
        None => key,
    };
    let is_name = |part: &str| {
        let plain = part.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase() || matches!(c, '-' | '_'));
        plain && !part.is_empty()
    };
    if key.split('/').all(is_name) {
        return Ok(key.to_string());
    }
    Err("write lower-case letters, digits and hyphens, with `/` between folders, such as situations/evicted".to_string())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Typed::command().debug_assert();
    }

    #[test]
    fn keys_are_paths_below_a_language() {
        assert_eq!(key("content/en/situations/evicted.md").as_deref(), Ok("situations/evicted"));
        assert_eq!(key("index").as_deref(), Ok("index"));
        for wrong in ["", "/a", "a//b", "../a", "A", "a b", "a/.b", "a/"] {
            assert!(key(wrong).is_err(), "{wrong:?}");
        }
    }
}
