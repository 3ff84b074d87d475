//! `dalil serve`: the preview, with what each build found told on the terminal too.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::Ending;
use super::args::Serve;
use super::build::{self, Report};
use super::cache::{self, Cache};
use super::console::Console;
use crate::check::Evidence;
use crate::diagnostic::Diagnostic;
use crate::load;
use crate::model::Sources;
use crate::pipeline::{Hurry, Memos};
use crate::serve::{self, Rebuild};

/// The builds of one preview.
struct Preview<'a> {
    root: &'a Path,
    options: &'a Serve,
    console: &'a Console,
    /// What the last build read, so that a file that was saved without a change costs nothing.
    last: Option<(Sources, Vec<Diagnostic>)>,
    /// Whether that build came to its end.
    is_finished: bool,
    memos: Memos,
    cache: Cache,
    builds: usize,
}

pub(super) fn serve(root: &Path, options: Serve, console: &Console) -> anyhow::Result<Ending> {
    let memos = Memos::lasting();
    let cache = cache::open(root, &memos);
    let mut preview = Preview { root, options: &options, console, last: None, is_finished: false, memos, cache, builds: 0 };
    let started = |url: &str| {
        let _ = console.started(url);
        if options.open {
            open(url, console);
        }
    };
    serve::serve(root, options.port, |hurry| preview.build(hurry), started)?;
    Ok(Ending::Done)
}

impl Preview<'_> {
    fn build(&mut self, hurry: Hurry<'_>) -> Rebuild {
        let start = Instant::now();
        let mut loaded = match load::load(self.root) {
            Ok(loaded) => loaded,
            Err(error) => {
                self.console.fail(&error);
                self.last = None;
                return Rebuild::Trouble(format!("{error:#}"));
            }
        };
        if let Some((sources, diagnostics)) = &self.last {
            loaded.value.share(sources);
            if self.is_finished && loaded.value.is_same(sources) && loaded.diagnostics == *diagnostics {
                return Rebuild::Same;
            }
        }
        self.last = Some((loaded.value.clone(), loaded.diagnostics.clone()));
        let options = build::options(&self.options.edition, None);
        let attempt = build::attempt(loaded, &options, &self.memos, &Evidence::default(), Some(hurry));
        self.is_finished = !attempt.is_overtaken;
        if attempt.is_overtaken {
            return Rebuild::Same;
        }
        let report = Report::new(&attempt, false, "the preview stays as it was").since(start);
        let tell = if self.builds == 0 { build::tell } else { build::tell_again };
        // A terminal that is gone does not stop the preview.
        let _ = tell(&report, self.console);
        self.builds += 1;
        match attempt.artifacts {
            Some(artifacts) => {
                build::keep(&mut self.cache, &self.memos, self.console);
                Rebuild::Site(artifacts)
            }
            None => Rebuild::Mistakes(attempt.findings),
        }
    }
}

/// Asks the system to open the browser.
fn open(url: &str, console: &Console) {
    let command: &[&str] = match std::env::consts::OS {
        "macos" => &["open"],
        "windows" => &["cmd", "/c", "start", ""],
        _ => &["xdg-open"],
    };
    let opened = Command::new(command[0]).args(&command[1..]).arg(url).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if opened.is_err() {
        console.trouble(&format!("could not open a browser: open {url} yourself\n"));
    }
}
