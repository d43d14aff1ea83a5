//! `biospan dict coverage`: how much of annotated corpora the dictionary holds.

use std::io::Write;
use std::path::PathBuf;

use biospan::eval::coverage;
use clap::Args;

use crate::cli::Outcome;

/// Measure which share of the mentions of annotated corpora the dictionary has under the right identifier
#[derive(Args)]
pub struct Arguments {
    /// Folder of the corpora (`CORPUS/train.jsonl.gz`, `CORPUS/dev.jsonl.gz`)
    #[arg(long)]
    gold: PathBuf,
    /// Folder of our tables, which say what took the place of an obsolete identifier
    #[arg(long, default_value = "dictionaries")]
    dictionaries: PathBuf,
    /// List also the N most frequent forms that are missing, of each corpus and type, from the train splits alone
    #[arg(long, value_name = "N")]
    missing: Option<usize>,
}

/// Measures and prints Markdown tables.
///
/// # Errors
/// A file that cannot be read.
pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let coverage = coverage::measure(&arguments.gold, &arguments.dictionaries)?;
    write!(out, "{}", coverage.table())?;
    if let Some(limit) = arguments.missing {
        write!(out, "{}", coverage.missing_tables(limit))?;
    }
    Ok(Outcome::Fine)
}
