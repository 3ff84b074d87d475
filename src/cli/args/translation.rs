//! The arguments of the commands for translators. Changes nothing; `args` gathers them.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::{key, state};
use crate::model::TranslationState;

#[derive(Debug, Args)]
pub(in crate::cli) struct Stamp {
    /// Translations, such as content/ar/situations/detained.md
    #[arg(value_name = "FILE", required = true)]
    pub(in crate::cli) files: Vec<PathBuf>,

    /// Stamp one section alone: the id of its heading, or `_` for the text before the first
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) section: Option<String>,

    /// What changed in the original needs no new translation; sections never translated stay so
    #[arg(long)]
    pub(in crate::cli) minor: bool,

    /// Write down how far the translation is checked
    #[arg(long, value_name = "STATE", value_parser = PossibleValuesParser::new(["reviewed", "machine"]).map(state))]
    pub(in crate::cli) state: Option<TranslationState>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Status {
    /// One language alone
    #[arg(long, value_name = "LANGUAGE")]
    pub(in crate::cli) lang: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Export {
    /// Pages by their path below content/LANGUAGE, without `.md` [default: all]
    #[arg(value_name = "KEY", value_parser = key)]
    pub(in crate::cli) keys: Vec<String>,

    /// The language to translate into
    #[arg(long, value_name = "LANGUAGE")]
    pub(in crate::cli) lang: String,

    /// The format of the file
    #[arg(long, value_enum, default_value = "po", value_name = "FORMAT")]
    pub(in crate::cli) format: ExchangeFormat,

    /// Only pages that were written in this language
    #[arg(long, value_name = "LANGUAGE")]
    pub(in crate::cli) from: Option<String>,

    /// Only pages that wait for a translator: missing, outdated or being worked on
    #[arg(long)]
    pub(in crate::cli) waiting: bool,

    /// The strings of the interface in i18n/ instead of pages
    #[arg(long, conflicts_with_all = ["keys", "waiting", "from"])]
    pub(in crate::cli) interface: bool,

    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExchangeFormat {
    /// GNU gettext: Poedit, Weblate and most other tools
    Po,
    /// XLIFF 2.0: tools of translation offices
    Xliff,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Import {
    /// PO or XLIFF 2.0 files that were exported and translated
    #[arg(value_name = "FILE", required = true)]
    pub(in crate::cli) files: Vec<PathBuf>,

    /// Write down how far the translations are checked [default: in-progress, or as the page says]
    #[arg(long, value_name = "STATE", value_parser = PossibleValuesParser::new(["reviewed", "machine"]).map(state))]
    pub(in crate::cli) state: Option<TranslationState>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Diff {
    /// The page's path below content/LANGUAGE, without `.md`
    #[arg(value_name = "KEY", value_parser = key)]
    pub(in crate::cli) key: String,

    /// The language of the translation
    #[arg(long, value_name = "LANGUAGE")]
    pub(in crate::cli) lang: String,
}
