//! `biospan dict verify`.

use std::io::Write;
use std::path::PathBuf;

use biospan_terminology::verify::{BASELINE, accept, verify};
use clap::Args;

use super::{Form, Outcome, json};

const AFTER: &str = "\
A fault is one line: FILE:LINE: CODE: what is there and what to do. Faults that the sources truly
publish stand in DIR/baseline.tsv, each with its reason; lines there about nothing are faults too.

Exit codes:
  0  no fault
  1  faults
  2  an error";

/// Find what contradicts itself, leads nowhere or may not be there in a folder of tables
#[derive(Args)]
#[command(after_long_help = AFTER)]
pub struct Arguments {
    /// The folder
    #[arg(value_name = "DIR", default_value = "dictionaries")]
    folder: PathBuf,
    /// Write the faults that there are to the baseline, those that are new for this reason
    #[arg(long, value_name = "REASON")]
    accept: Option<String>,
    /// Accept new faults of this kind only
    #[arg(long, value_name = "CODE", requires = "accept")]
    code: Option<String>,
    /// How faults are shown
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    if let Some(reason) = &arguments.accept {
        let text = accept(&arguments.folder, reason, arguments.code.as_deref())?;
        let path = arguments.folder.join(BASELINE);
        std::fs::write(&path, text).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    }
    let faults = verify(&arguments.folder)?;
    if arguments.format == Form::Json {
        json(out, &faults)?;
    } else {
        for fault in &faults {
            writeln!(out, "{}:{}: {}: {}", fault.file, fault.line, fault.code, fault.message)?;
        }
    }
    Ok(if faults.is_empty() { Outcome::Fine } else { Outcome::Findings })
}
