//! The command line: reads arguments, runs one command and tells what came of it. What the commands do is elsewhere.

mod args;
mod build;
mod cache;
mod check;
mod clock;
mod console;
mod diff;
mod evidence;
mod examples;
mod explain;
mod export;
mod formats;
mod history;
mod html;
mod import;
mod init;
mod new;
mod portal;
mod report;
mod schema;
mod search;
mod serve;
mod stamp;
mod status;
mod templates;
mod weight;

use std::process::ExitCode;

use args::Command;
use console::Console;

pub use report::{Style, closing_line, render};

/// How a command ended, where it could run at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Done,
    /// The portal has mistakes; they have been reported.
    Mistakes,
}

/// Runs the command that the arguments of this process name. See `dalil --help` for the exit codes.
pub fn main() -> ExitCode {
    let arguments = args::read();
    let console = Console::new(arguments.output);
    match run(arguments, &console) {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Mistakes) => ExitCode::from(1),
        Err(error) => {
            console.fail(&error);
            ExitCode::from(2)
        }
    }
}

fn run(arguments: args::Arguments, console: &Console) -> anyhow::Result<Ending> {
    let root = arguments.root;
    match arguments.command {
        Command::Build(options) => build::build(&root, options, console),
        Command::Check(options) => check::check(&root, options, console),
        Command::Explain(options) => explain::explain(&options, console),
        Command::Schema(options) => schema::schema(&options, console),
        Command::Serve(options) => serve::serve(&root, options, console),
        Command::Search(options) => search::search(&root, &options, console),
        Command::Init(options) => init::init(options, console),
        Command::New(options) => new::new(&root, options, console),
        Command::Stamp(options) => stamp::stamp(&root, options, console),
        Command::Weight(options) => weight::weight(&root, options, console),
        Command::Status(options) => status::status(&root, options, console),
        Command::Export(options) => export::export(&root, &options, console),
        Command::Import(options) => import::import(&root, &options, console),
        Command::Diff(options) => diff::diff(&root, &options, console),
    }
}
