//! `biospan dict weigh`.

use std::io::Write;
use std::path::PathBuf;

use biospan::Annotator;
use biospan::eval::weigh;
use clap::Args;

use super::Outcome;

/// Fit the resolver's weights and measure names on the train splits of annotated corpora
#[derive(Args)]
pub struct Arguments {
    /// Folder of the corpora (`CORPUS/train.jsonl.gz`)
    #[arg(long)]
    gold: PathBuf,
    /// Folder whose weights.tsv and policy/measured.tsv are written
    #[arg(long, default_value = "dictionaries")]
    output: PathBuf,
    /// Only these types: what the tables say of others stays
    #[arg(long, value_delimiter = ',', value_name = "TYPE")]
    types: Vec<String>,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let annotator = Annotator::builder().min_score(0.0).build()?;
    write!(out, "{}", weigh::weigh(&annotator, &arguments.gold, &arguments.output, &arguments.types)?)?;
    Ok(Outcome::Fine)
}
