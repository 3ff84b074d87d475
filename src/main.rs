//! The program `dalil`: runs the command line and nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    dalil::cli::main()
}
