//! `biospan dict`: builds and weighs the dictionaries of the tree.

mod coverage;

use std::io::Write;
use std::path::PathBuf;

use biospan::Annotator;
use biospan::dictionary::build;
use biospan::eval::weigh;
use clap::{Args, Subcommand};

use super::Outcome;

/// Build and weigh the dictionaries that the next build of biospan compiles
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Make our tables from gathered ones, and say what was left out by which rule
    Build {
        /// Folder of the gathered tables (`KIND.concepts.tsv.gz`, `KIND.names.tsv.gz`)
        #[arg(long)]
        gathered: PathBuf,
        /// Folder of our tables; its sources.tsv says which sources may be passed on
        #[arg(long, default_value = "dictionaries")]
        output: PathBuf,
    },
    Coverage(coverage::Arguments),
    /// Fit the resolver's weights and measure names on the train splits of annotated corpora
    Weigh {
        /// Folder of the corpora (`CORPUS/train.jsonl.gz`)
        #[arg(long)]
        gold: PathBuf,
        /// Folder whose weights.tsv and policy/measured.tsv are written
        #[arg(long, default_value = "dictionaries")]
        output: PathBuf,
    },
}

/// Does one task.
///
/// # Errors
/// A file that cannot be read or written.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let mut out = std::io::stdout().lock();
    match &arguments.task {
        Task::Build { gathered, output } => {
            let report = build::build(gathered, output)?;
            for (entity_type, concepts) in &report.concepts {
                let names = report.names.get(entity_type).copied().unwrap_or(0);
                writeln!(out, "{entity_type}\t{concepts} concepts\t{names} names")?;
            }
            for (rule, count) in &report.left_out {
                writeln!(out, "{count}\t{rule}")?;
            }
        }
        Task::Coverage(arguments) => {
            drop(out);
            return coverage::run(arguments);
        }
        Task::Weigh { gold, output } => {
            let annotator = Annotator::builder().min_score(0.0).build()?;
            write!(out, "{}", weigh::weigh(&annotator, gold, output)?)?;
        }
    }
    Ok(Outcome::Fine)
}
