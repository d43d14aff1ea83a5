//! `biospan dict calibrate`.

use std::io::Write;
use std::path::PathBuf;

use biospan::Annotator;
use biospan::eval::calibrate;
use clap::Args;

use super::Outcome;

/// Fit what scores mean on the train splits of annotated corpora, each judged by the weights and names of all others
#[derive(Args)]
pub struct Arguments {
    /// Folder of the corpora (`CORPUS/train.jsonl.gz`)
    #[arg(long)]
    gold: PathBuf,
    /// Folder whose calibration.tsv is written
    #[arg(long, default_value = "dictionaries")]
    output: PathBuf,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    write!(out, "{}", calibrate::calibrate(&Annotator::new()?, &arguments.gold, &arguments.output)?)?;
    Ok(Outcome::Fine)
}
