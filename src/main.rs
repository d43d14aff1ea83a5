//! The program: parse, run, exit code. Everything else is in the library and in `cli`, one file a command.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Ok(outcome) => outcome.code(),
        // Whoever reads our output may stop when it has seen enough.
        Err(error) if cli::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            cli::complain(&cli::sentence(&error));
            cli::Outcome::Failed.code()
        }
    }
}
