//! `biospan dict compile`.

use std::io::Write;
use std::path::PathBuf;

use biospan::dictionary::overlay;
use clap::Args;

use super::Outcome;

/// Compile dictionaries of your own into one image, which `--dictionary` loads at once
#[derive(Args)]
pub struct Arguments {
    /// Tables with the header id, name, synonyms, type and, if wanted, xrefs, parents
    #[arg(value_name = "FILE", required = true)]
    files: Vec<String>,
    /// The image
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut tables: Vec<(&str, Vec<u8>)> = Vec::new();
    for file in &arguments.files {
        let bytes = std::fs::read(file).map_err(|error| anyhow::anyhow!("{file}: cannot read this dictionary: {error}"))?;
        tables.push((file, bytes));
    }
    let tables: Vec<(&str, &[u8])> = tables.iter().map(|(file, bytes)| (*file, bytes.as_slice())).collect();
    let image = overlay::compile_all(&arguments.files.join(" "), &tables)?;
    let shown = arguments.output.display();
    std::fs::write(&arguments.output, &image).map_err(|error| anyhow::anyhow!("{shown}: cannot write the image: {error}"))?;
    writeln!(out, "{shown}: {} bytes", image.len())?;
    Ok(Outcome::Fine)
}
