//! Standard output and standard error: the only user of anstream, serde_json and terminal_size.
//!
//! Results go to standard output, progress and trouble to standard error. A reader that closes the pipe (`| head`) has read enough: that is no error.

use std::io::{self, ErrorKind, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use serde::Serialize;

use super::args::{Color, Output};
use super::report::{self, Style};
use crate::finding::Finding;

/// Where and how results are told.
pub(super) struct Console {
    output: Output,
}

/// What `--json` says of new files.
#[derive(Serialize)]
pub(super) struct Created<'a> {
    pub(super) created: &'a [String],
    pub(super) diagnostics: &'a [Finding],
}

/// Columns of a line where no terminal says otherwise.
const WIDTH: usize = 120;

impl Console {
    pub(super) fn new(output: Output) -> Console {
        Console { output }
    }

    pub(super) fn is_json(&self) -> bool {
        self.output.json
    }

    /// What the command made, in words. Nothing with `--quiet` or `--json`.
    pub(super) fn say(&self, text: &str) -> anyhow::Result<()> {
        if self.output.quiet || self.output.json { Ok(()) } else { self.write(text) }
    }

    /// A result that is not in words, whatever the options say.
    pub(super) fn print(&self, text: &str) -> anyhow::Result<()> {
        self.write(text)
    }

    /// One JSON object, on a line of its own.
    pub(super) fn json(&self, value: &impl Serialize) -> anyhow::Result<()> {
        let text = serde_json::to_string(value).context("could not put the result into JSON")?;
        self.write(&format!("{text}\n"))
    }

    /// New files, in words or as JSON.
    pub(super) fn created(&self, created: &Created, words: &str) -> anyhow::Result<()> {
        if self.output.json { self.json(created) } else { self.say(words) }
    }

    /// The address of a preview, said with `--quiet` too: nothing else tells it.
    pub(super) fn started(&self, url: &str) -> anyhow::Result<()> {
        if self.output.json {
            self.json(&serde_json::json!({ "preview": url }))
        } else {
            self.write(&format!("preview at {url} (Ctrl-C ends it)\n"))
        }
    }

    /// The findings, each with its line, and how many there are.
    pub(super) fn findings(&self, findings: &[Finding], closing_line: &str) -> anyhow::Result<()> {
        let style = Style { color: self.choice() != ColorChoice::Never, width: width() };
        let text = format!("{}{closing_line}", report::render(findings, style));
        if text.is_empty() { Ok(()) } else { self.write(&text) }
    }

    /// A line that says what is being done, on a terminal only; the next one takes its place.
    pub(super) fn progress(&self, text: &str) {
        if self.output.quiet || self.output.json || !io::stderr().is_terminal() {
            return;
        }
        // Progress that cannot be shown is no reason to stop.
        let _ = write!(io::stderr(), "\r\x1b[K{text}").and_then(|()| io::stderr().flush());
    }

    /// Says why the command could not run.
    pub(super) fn fail(&self, error: &anyhow::Error) {
        self.progress("");
        let reasons: Vec<String> = error.chain().map(ToString::to_string).collect();
        if self.output.json {
            let _ = self.json(&serde_json::json!({ "error": reasons.join(": ") }));
        } else {
            self.trouble(&format!("{}\n", reasons.join("\n  because: ")));
        }
    }

    /// Trouble that does not end the command.
    pub(super) fn trouble(&self, text: &str) {
        let mut stderr = AutoStream::new(io::stderr(), self.choice());
        let _ = write!(stderr, "\x1b[1;91merror\x1b[0m\x1b[1m:\x1b[0m {text}");
    }

    fn write(&self, text: &str) -> anyhow::Result<()> {
        self.progress("");
        let mut stdout = AutoStream::new(io::stdout(), self.choice());
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("could not write to standard output"),
            _ => Ok(()),
        }
    }

    fn choice(&self) -> ColorChoice {
        match self.output.color {
            Color::Auto => AutoStream::choice(&io::stdout()),
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
    }
}

fn width() -> usize {
    let terminal = if io::stdout().is_terminal() { terminal_size::terminal_size() } else { None };
    terminal.map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(40, 200))
}
