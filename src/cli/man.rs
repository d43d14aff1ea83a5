//! `biospan man`: manual pages, from the same definition as the help.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::Outcome;

const EXAMPLES: &str = "\
Examples:
  biospan man | man -l -
  biospan man dict lookup | man -l -
  biospan man --output-dir ~/.local/share/man/man1";

/// Print a manual page, or write those of all commands into a folder
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Arguments {
    /// The command, such as `dict lookup`; the program itself if none is named
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,

    /// Write the pages of the program and of all its commands into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    output_dir: Option<PathBuf>,
}

/// Prints or writes pages.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut program = super::definition().disable_help_subcommand(true);
    program.build();
    if let Some(folder) = &arguments.output_dir {
        fs::create_dir_all(folder).with_context(|| format!("{}: cannot make this folder", folder.display()))?;
        write_all(&program, folder)?;
        return Ok(Outcome::Fine);
    }
    let mut command = &program;
    for name in &arguments.command {
        let Some(below) = command.find_subcommand(name) else {
            bail!("{name}: {} has no such command; its --help lists what there is", full_name(command).replace('-', " "));
        };
        command = below;
    }
    io::stdout().write_all(&page(command)?).context("standard output: cannot write")?;
    Ok(Outcome::Fine)
}

fn write_all(command: &Command, folder: &Path) -> anyhow::Result<()> {
    let path = folder.join(format!("{}.1", full_name(command)));
    fs::write(&path, page(command)?).with_context(|| format!("{}: cannot write", path.display()))?;
    command.get_subcommands().filter(|below| !below.is_hide_set()).try_for_each(|below| write_all(below, folder))
}

/// `biospan-dict-lookup`, as the pages are named.
fn full_name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

fn page(command: &Command) -> io::Result<Vec<u8>> {
    let man = Man::new(command.clone()).source(concat!("biospan ", env!("CARGO_PKG_VERSION"))).manual("biospan");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    if command.get_arguments().any(|argument| !argument.is_hide_set()) {
        man.render_options_section(&mut page)?;
    }
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    if let Some(behind) = command.get_after_long_help().or_else(|| command.get_after_help()) {
        sections(&behind.to_string()).to_writer(&mut page)?;
    }
    Ok(page)
}

/// What stands behind the help, a section for each paragraph with a heading, its lines kept as they are.
fn sections(behind: &str) -> Roff {
    let mut roff = Roff::new();
    for paragraph in behind.split("\n\n") {
        let (heading, lines) = match paragraph.split_once(":\n") {
            Some((heading, lines)) if !heading.contains('\n') => (heading, lines),
            _ => ("Notes", paragraph),
        };
        roff.control("SH", [heading.to_uppercase().as_str()]);
        roff.control("nf", []);
        lines.lines().for_each(|line| {
            roff.text([roman(line)]);
        });
        roff.control("fi", []);
    }
    roff
}
