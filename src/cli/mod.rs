//! The commands: one file each, one line each in `Command`.

mod annotate;
mod check;
mod completions;
mod convert;
mod dict;
mod eval;
mod explain;
mod index;
mod man;
mod output;
#[cfg(feature = "sqlite")]
mod query;
mod stats;
mod version;
mod writing;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// How a run ended; an error that stops the run is an `Err` and ends like `Failed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All that was asked for was done.
    Fine,
    /// Something was looked for: what is wrong was found, or what was asked for was not.
    Findings,
    /// Something that was asked for was not done; messages say what.
    Failed,
}

impl Outcome {
    /// The exit code: 0, 1 or 2.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Outcome::Fine => 0,
            Outcome::Findings => 1,
            Outcome::Failed => 2,
        }
    }

    /// The same for `main`.
    #[must_use]
    pub fn code(self) -> ExitCode {
        self.number().into()
    }
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  done, and there are findings (check, eval, dict lookup, dict verify, query)
  2  an error: each is one line on standard error that begins with \"biospan: \"";

/// Finds genes, drugs, diseases and cell types in biomedical papers and resolves them to identifiers.
#[derive(Parser)]
#[command(name = "biospan", disable_version_flag = true, arg_required_else_help = true, after_long_help = EXIT_CODES)]
#[command(args_conflicts_with_subcommands = true)]
struct Cli {
    /// Print the version
    #[arg(short = 'V', long)]
    version: bool,
    /// With --version: the dictionary and its sources too
    #[arg(long, requires = "version")]
    verbose: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    Annotate(annotate::Arguments),
    Check(check::Arguments),
    Completions(completions::Arguments),
    Convert(convert::Arguments),
    Dict(dict::Arguments),
    Eval(eval::Arguments),
    Explain(explain::Arguments),
    Index(index::Arguments),
    Man(man::Arguments),
    #[cfg(feature = "sqlite")]
    Query(query::Arguments),
    Stats(stats::Arguments),
    Version(version::Arguments),
}

/// The program: does what the arguments ask for, the first of which is its own name, and tells what went wrong.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    match run(arguments) {
        Ok(outcome) => outcome,
        // Whoever reads our output may stop when it has seen enough.
        Err(error) if is_broken_pipe(&error) => Outcome::Fine,
        Err(error) => {
            complain(&sentence(&error));
            Outcome::Failed
        }
    }
}

/// Does what the arguments ask for.
fn run(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<Outcome> {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        // Help goes to standard output as clap has laid it out; a mistake becomes one line like every other.
        Err(error) if error.use_stderr() && error.kind() != clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            anyhow::bail!(one_line(&error.render().to_string()))
        }
        Err(error) => {
            error.print()?;
            return Ok(if error.use_stderr() { Outcome::Failed } else { Outcome::Fine });
        }
    };
    match cli.command {
        Some(Command::Annotate(arguments)) => annotate::run(&arguments),
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Completions(arguments)) => completions::run(&arguments),
        Some(Command::Convert(arguments)) => convert::run(&arguments),
        Some(Command::Dict(arguments)) => dict::run(&arguments),
        Some(Command::Eval(arguments)) => eval::run(&arguments),
        Some(Command::Explain(arguments)) => explain::run(&arguments),
        Some(Command::Index(arguments)) => index::run(&arguments),
        Some(Command::Man(arguments)) => man::run(&arguments),
        #[cfg(feature = "sqlite")]
        Some(Command::Query(arguments)) => query::run(&arguments),
        Some(Command::Stats(arguments)) => stats::run(&arguments),
        Some(Command::Version(arguments)) => version::run(arguments.verbose),
        None => version::run(cli.verbose),
    }
}

/// All commands and options, for what is made from them.
fn definition() -> clap::Command {
    Cli::command()
}

/// clap's message of several paragraphs as one line, without the usage.
fn one_line(message: &str) -> String {
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let paragraphs = message.split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut kept: Vec<String> = paragraphs
        .filter(|paragraph| !paragraph.is_empty() && !paragraph.starts_with("Usage:") && !paragraph.starts_with("For more"))
        .collect();
    kept.push("--help lists what there is".to_owned());
    kept.join("; ")
}

/// An error with its causes, as far as it does not state them itself.
fn sentence(error: &anyhow::Error) -> String {
    let mut sentence = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !sentence.contains(&cause) {
            sentence = format!("{sentence}: {cause}");
        }
    }
    sentence
}

/// Prints an error as one line.
pub fn complain(error: &dyn Display) {
    let mut line = format!("biospan: {error}");
    // A file's name may hold a line feed or worse.
    if line.contains(char::is_control) {
        line = line.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    }
    // Where even this cannot be written, there is nobody to tell.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Whether an error says that nobody reads our output any more.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_well_formed() {
        definition().debug_assert();
    }

    #[test]
    fn a_sentence_states_each_cause_once() {
        let cause = || io::Error::other("disk full");
        let stated = anyhow::Error::new(cause()).context("out.json: disk full");
        assert_eq!(sentence(&stated), "out.json: disk full");
        let unstated = anyhow::Error::new(cause()).context("out.json: cannot write");
        assert_eq!(sentence(&unstated), "out.json: cannot write: disk full");
    }

    #[test]
    fn a_message_of_several_paragraphs_becomes_one_line() {
        let message = "error: invalid value 'x' for '--format'\n  [possible values: json, jsonl]\n\n  tip: a similar value\n\nUsage: biospan\n\nFor more information, try '--help'.\n";
        assert_eq!(
            one_line(message),
            "invalid value 'x' for '--format' [possible values: json, jsonl]; tip: a similar value; --help lists what there is"
        );
    }
}
