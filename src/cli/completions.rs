//! `biospan completions`: what a shell needs to complete our commands, from the same definition as the help.

use std::io::{self, Write};

use anyhow::Context;
use clap::Args;
use clap_complete::Shell;

use super::Outcome;

const EXAMPLES: &str = "\
Examples:
  biospan completions bash >~/.local/share/bash-completion/completions/biospan
  biospan completions fish >~/.config/fish/completions/biospan.fish
  biospan completions zsh >\"${fpath[1]}/_biospan\"";

/// Print what a shell needs to complete commands, options and their values
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Prints the script.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut command = super::definition();
    // The generator panics where it cannot write, which it always can here.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "biospan", &mut script);
    io::stdout().write_all(&script).context("standard output: cannot write")?;
    Ok(Outcome::Fine)
}
