//! `biospan convert`: annotated documents from one format to another.

use std::path::{Path, PathBuf};

use biospan::formats::read::annotated;
use biospan::formats::read::annotations::loading;
use biospan::formats::read::{self, ReadOptions};
use biospan::formats::write::{self, Format, Frame, Loss, WriteOptions};
use clap::Args;

use super::output::{Made, Records, in_folder};
use super::writing::{self, Writing};
use super::{Outcome, complain};

const AFTER: &str = "\
Reads what `biospan check` reads: biospan's records, annotated JSON Lines, BioC (JSON, XML), PubTator, brat (.ann beside .txt),
PubAnnotation, and tables of spans beside .txt or .md files; folders of these; and every paper that `annotate` reads, which has no
mentions. docs/formats.md says what each format carries; a warning tells how many mentions lose something.

Examples:
  biospan convert records.jsonl --to bioc-xml --output records.xml
  biospan convert paper.ann --to pubtator
  biospan convert corpus/ --to brat --output-dir brat/

Exit codes:
  0  all was converted
  2  something could not be read or written; each is one line on standard error that begins with \"biospan: \"";

/// Bring annotated documents from one format to another
#[derive(Args)]
#[command(after_long_help = AFTER)]
pub struct Arguments {
    /// Files and folders; - is standard input
    #[arg(value_name = "IN", required = true)]
    inputs: Vec<String>,

    /// The format to write
    #[arg(long, value_name = "FORMAT", value_parser = writing::formats())]
    to: String,

    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write a file for each input into DIR, or for each document where the format has it so
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    output_dir: Option<PathBuf>,

    #[command(flatten)]
    writing: Writing,
}

/// What becomes of the documents.
struct Conversion {
    format: &'static Format,
    options: WriteOptions,
    loss: Loss,
    failed: bool,
}

/// Converts the inputs.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let format = write::by_name(&arguments.to).ok_or_else(|| anyhow::anyhow!("there is no format \"{}\"", arguments.to))?;
    let options = arguments.writing.options();
    let frame = (format.frame)(&options);
    let mut conversion = Conversion { format, options, loss: Loss::default(), failed: false };
    let inputs = conversion.files(&arguments.inputs);
    match &arguments.output_dir {
        Some(folder) if frame != Frame::Each => {
            std::fs::create_dir_all(folder)?;
            for input in &inputs {
                let path = in_folder(folder, &stem(input), format.ending);
                let mut records = Records::open(Some(&path), format, frame)?;
                let before = std::mem::take(&mut conversion.failed);
                conversion.convert(input, &mut records)?;
                records.finish(conversion.failed)?;
                conversion.failed |= before;
            }
        }
        folder => {
            let mut records = match folder {
                Some(folder) => Records::folder(folder, format)?,
                None => Records::open(arguments.output.as_deref(), format, frame)?,
            };
            for input in &inputs {
                conversion.convert(input, &mut records)?;
            }
            records.finish(conversion.failed)?;
        }
    }
    writing::warn(conversion.loss, format);
    Ok(if conversion.failed { Outcome::Failed } else { Outcome::Fine })
}

impl Conversion {
    /// The files that names lead to, each once; a text is found by its annotations.
    fn files(&mut self, named: &[String]) -> Vec<String> {
        let mut files: Vec<String> = Vec::new();
        for name in named {
            if !Path::new(name).is_dir() {
                files.push(name.clone());
                continue;
            }
            let mut inner = Vec::new();
            if let Err(error) = loading::walk(Path::new(name), &mut inner) {
                complain(&format!("{name}: cannot be read: {error}"));
                self.failed = true;
            }
            inner.sort();
            let inner = inner.iter().map(|file| loading::annotations_of(file)).filter(|file| !loading::is_about(file));
            files.extend(inner.map(|file| file.display().to_string()));
        }
        let mut seen = std::collections::HashSet::new();
        files.retain(|file| seen.insert(file.clone()));
        files
    }

    fn convert(&mut self, input: &str, records: &mut Records) -> anyhow::Result<()> {
        let documents = match annotated::open(input, &ReadOptions::default()) {
            Ok(documents) => documents,
            Err(error) => {
                self.fail(&error);
                return Ok(());
            }
        };
        let mut made = Made::default();
        for document in documents {
            let document = match document {
                Ok(document) => document,
                Err(error) => {
                    self.fail(&error);
                    continue;
                }
            };
            let record = document.record();
            self.loss.add(Loss::of(&record, self.format));
            made.write(&record, self.format, &self.options)?;
            records.push(&made)?;
        }
        Ok(())
    }

    fn fail(&mut self, error: &read::ReadError) {
        complain(error);
        self.failed = true;
    }
}

/// The name of a file without folder and ending.
fn stem(input: &str) -> String {
    let name = Path::new(input.trim_end_matches(".gz"));
    name.file_stem().map_or_else(|| "standard-input".to_owned(), |stem| stem.to_string_lossy().into_owned())
}
