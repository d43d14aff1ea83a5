//! `biospan dict import`.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use biospan_lexicon::table::{HEADER, NOTED_HEADER, write, write_noted};
use biospan_terminology::import;
use biospan_terminology::merge;
use clap::Args;

use super::Outcome;

/// Read a publisher's release and write it as a table of ours
#[derive(Args)]
#[command(after_help = formats())]
pub struct Arguments {
    /// The file's format
    #[arg(long, value_name = "FORMAT", value_parser = format_names())]
    from: String,
    /// The entity type (else that of the vocabulary, or what the source says)
    #[arg(long = "type", value_name = "TYPE")]
    entity_type: Option<String>,
    /// The code of the source that stands with each name (`sources.tsv`)
    #[arg(long, default_value = "", value_name = "CODE")]
    source: String,
    /// Write no names to look for: what the release notes of concepts (warnings of Cellosaurus, say) is shown with mentions that
    /// other dictionaries find
    #[arg(long)]
    no_names: bool,
    /// The table; standard output if it is not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Go on where a line cannot be read; each is still named
    #[arg(long)]
    keep_going: bool,
    /// Files of one release, gzipped or not
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

fn format_names() -> clap::builder::PossibleValuesParser {
    import::FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().into()
}

fn formats() -> String {
    let lines = import::FORMATS.iter().map(|format| format!("  {:<26}{}", format.name, format.what));
    format!("Formats:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut entries = Vec::new();
    let mut bad = 0;
    for file in &arguments.files {
        let contents = merge::read(file, &arguments.from)?;
        for fault in &contents.faults {
            crate::cli::complain(&format!("{}:{}: {}", file.display(), fault.line, fault.what));
        }
        bad += contents.faults.len();
        entries.extend(contents.entries);
    }
    if bad > 0 && !arguments.keep_going {
        anyhow::bail!("{bad} lines could not be read and nothing was written; mend them, or leave them out with --keep-going");
    }
    if entries.is_empty() {
        anyhow::bail!("the files hold no concepts ({} has none, or only mappings)", arguments.from);
    }
    let mut rows = import::rows(entries, arguments.entity_type.as_deref(), &arguments.source);
    if arguments.no_names {
        rows.iter_mut().for_each(|row| row.names.clear());
    }
    // Most releases note nothing: their tables have one column less.
    let noted = rows.iter().any(|row| !row.notes.is_empty());
    let mut table = format!("{}\n", if noted { NOTED_HEADER } else { HEADER });
    rows.iter().for_each(|row| if noted { write_noted(row, &mut table) } else { write(row, &mut table) });
    match &arguments.output {
        Some(path) => {
            std::fs::write(path, table).with_context(|| format!("{}: cannot write the table", path.display()))?;
            let names: usize = rows.iter().map(|row| row.names.len()).sum();
            writeln!(out, "{}: {} concepts, {names} names", path.display(), rows.len())?;
        }
        None => out.write_all(table.as_bytes())?,
    }
    Ok(if bad > 0 { Outcome::Failed } else { Outcome::Fine })
}
