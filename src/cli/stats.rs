//! `biospan stats`: what a folder or a file of records holds.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context;
use biospan::batch::stats;
use clap::{Args, ValueEnum};

use super::Outcome;

/// Count documents, mentions, concepts and failures in records that `annotate` wrote
#[derive(Args)]
pub struct Arguments {
    /// A folder of records, or a file of JSON Lines, packed or not
    #[arg(value_name = "DIR")]
    path: PathBuf,

    /// How the counts are written
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table for people
    Text,
    /// One JSON object
    Json,
    /// Columns separated by tabs: what, key, name, count
    Tsv,
}

/// Counts.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let summary = stats::read(&arguments.path)?;
    let written = match arguments.format {
        Form::Text => summary.table(None),
        Form::Json => format!("{}\n", serde_json::to_string_pretty(&summary)?),
        Form::Tsv => summary.tsv(),
    };
    io::stdout().write_all(written.as_bytes()).context("standard output: cannot write")?;
    Ok(Outcome::Fine)
}
