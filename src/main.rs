//! The program: parse, run, exit code. Everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    biospan::cli::main(std::env::args_os()).code()
}
