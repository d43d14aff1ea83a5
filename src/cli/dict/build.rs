//! `biospan dict build`.

use std::io::Write;
use std::path::PathBuf;

use biospan_terminology::build;
use clap::Args;

use super::Outcome;

/// Make our tables from the publishers' releases, and say what was joined, refused and left out by which rule
#[derive(Args)]
pub struct Arguments {
    /// Folder of the releases; the recipe says which file plays which part
    #[arg(long)]
    sources: PathBuf,
    /// Folder of our tables; its recipe.tsv names the files, its sources.tsv says which sources may be passed on
    #[arg(long, default_value = "dictionaries")]
    output: PathBuf,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let report = build::build(&arguments.sources, &arguments.output)?;
    for (entity_type, concepts) in &report.concepts {
        let names = report.names.get(entity_type).copied().unwrap_or(0);
        writeln!(out, "{entity_type}\t{concepts} concepts\t{names} names")?;
    }
    for (rule, count) in &report.merged {
        writeln!(out, "{count}\tmerge: {rule}")?;
    }
    for (rule, count) in &report.left_out {
        writeln!(out, "{count}\t{rule}")?;
    }
    Ok(Outcome::Fine)
}
