//! `biospan version`: what this program is and what is in it.

use std::io::{self, Write};

use biospan::dictionary::lexicon::{EMBEDDED_SHA256, embedded};
use biospan_lexicon::NORMALIZER_VERSION;
use biospan_lexicon::image::{FORMAT_VERSION, Image};
use clap::Args;

use super::Outcome;

/// Print the version; with --verbose the dictionary and its sources too
#[derive(Args)]
pub struct Arguments {
    /// The dictionary, its size, and each source with release, licence and attribution
    #[arg(long)]
    pub verbose: bool,
}

/// Prints the version.
pub fn run(verbose: bool) -> anyhow::Result<Outcome> {
    let mut out = io::stdout().lock();
    writeln!(out, "biospan {}", env!("CARGO_PKG_VERSION"))?;
    if verbose {
        print_dictionary(&embedded()?, &mut out)?;
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

fn print_dictionary(image: &Image<'_>, out: &mut impl Write) -> io::Result<()> {
    let fact = |kind| image.facts(kind).next().unwrap_or_default();
    writeln!(out, "dictionary: {} {}", fact("name"), fact("version"))?;
    writeln!(out, "sha256: {EMBEDDED_SHA256}")?;
    writeln!(out, "image format: {FORMAT_VERSION}")?;
    writeln!(out, "normalizer: {NORMALIZER_VERSION}")?;
    writeln!(out, "concepts: {}", image.concept_count())?;
    writeln!(out, "names: {}", image.entry_count())?;
    writeln!(out, "sources:")?;
    for line in image.facts("source") {
        // code name release licence redistributable attribution url gathered_as
        let columns: Vec<&str> = line.split('\t').collect();
        let column = |index: usize| columns.get(index).copied().unwrap_or_default();
        writeln!(out, "  {}", column(1))?;
        writeln!(out, "    release: {}", column(2))?;
        writeln!(out, "    licence: {}", column(3))?;
        writeln!(out, "    attribution: {}, {}", column(5), column(6))?;
    }
    Ok(())
}
