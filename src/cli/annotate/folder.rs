//! Many papers at once: what was asked for becomes a job of the library, and what it tells goes to the user.

use std::path::{Path, PathBuf};
use std::time::Instant;

use biospan::Annotator;
use biospan::batch::{self, Compression, Inputs, Job, Kept, Output};
use biospan::formats::read::ReadOptions;
use biospan::formats::write::{Frame, json_lines};
use clap::{Args, ValueEnum};

use super::progress::{Manner, Progress};
use super::threads;
use crate::cli::Outcome;
use crate::cli::output::Records;

/// Options for many papers
#[derive(Args)]
#[command(next_help_heading = "Many papers")]
pub struct Many {
    /// Write a file of records for each input into DIR, which mirrors the folder that is read
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    output_dir: Option<PathBuf>,

    /// Read the names of inputs from LIST, one a line; - is standard input
    #[arg(long, value_name = "LIST")]
    files_from: Option<String>,

    /// Leave out what matches PATTERN in folders, in the way of .gitignore
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,

    /// Pack the files of records (an --output is packed as its name says)
    #[arg(long, value_enum, value_name = "HOW")]
    compress: Option<Packing>,

    /// Annotate everything anew, whatever earlier runs have done
    #[arg(long)]
    force: bool,

    /// Remove the records of papers that are not there any more
    #[arg(long)]
    prune: bool,

    /// Stop at the first paper that cannot be annotated
    #[arg(long)]
    fail_fast: bool,

    /// Refuse papers, and members of archives, of more than N MiB
    #[arg(long, value_name = "N", default_value_t = batch::MAXIMUM_PAPER >> 20, value_parser = clap::value_parser!(u64).range(1..=1024))]
    max_paper: u64,

    /// Say nothing but errors
    #[arg(long)]
    quiet: bool,

    /// Say what happens as JSON Lines on standard error
    #[arg(long, conflicts_with = "quiet")]
    json_log: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Packing {
    /// gzip
    Gz,
    /// Zstandard
    Zst,
}

fn inputs(arguments: &super::Arguments) -> Inputs {
    let many = &arguments.many;
    let named = if arguments.files.is_empty() && many.files_from.is_none() { vec!["-".to_owned()] } else { arguments.files.clone() };
    Inputs { named, files_from: many.files_from.clone(), exclude: many.exclude.clone(), own: Vec::new() }
}

/// Whether more is asked for than a few files one by one.
pub fn is_meant(arguments: &super::Arguments) -> bool {
    let archive = |name: &String| [".zip", ".tar", ".tgz", ".tar.gz"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
    let many = &arguments.many;
    let packed = arguments.output.as_deref().is_some_and(|output| Compression::of(output) != Compression::None);
    let asked = many.output_dir.is_some() || many.force || many.prune || many.fail_fast || many.json_log || many.compress.is_some();
    asked || packed || inputs(arguments).are_many() || arguments.files.iter().any(archive)
}

/// Annotates many papers.
pub fn run(arguments: &super::Arguments, annotator: &Annotator, read: ReadOptions) -> anyhow::Result<Outcome> {
    let many = &arguments.many;
    check(arguments)?;
    let output = arguments.output.as_deref().filter(|output| *output != Path::new("-"));
    let named = many.output_dir.is_none().then(|| output.map(Compression::of)).flatten();
    let asked = many.compress.map(|packing| if packing == Packing::Gz { Compression::Gzip } else { Compression::Zstd });
    let job = Job {
        inputs: inputs(arguments),
        read: ReadOptions { go_on: true, maximum_text: many.max_paper << 20, ..read },
        format: arguments.format().unwrap_or(&json_lines::FORMAT),
        write: arguments.write(),
        compression: asked.or(named).unwrap_or_default(),
        threads: threads(arguments),
        force: many.force,
        prune: many.prune,
        fail_fast: many.fail_fast,
    };
    let manner = match (many.quiet, many.json_log) {
        (true, _) => Manner::Quiet,
        (_, true) => Manner::Json,
        _ => Manner::People,
    };
    let begun = Instant::now();
    let mut progress = Progress::new(manner, &job.inputs);
    let summary = match (&many.output_dir, output) {
        (Some(folder), _) => batch::run(annotator, &job, Output::Kept(Kept::Folder(folder.clone())), &mut progress),
        (None, Some(file)) if !is_device(file) => batch::run(annotator, &job, Output::Kept(Kept::File(file.to_owned())), &mut progress),
        (None, device) => {
            let mut records = Records::stream(device, (job.format.frame)(&job.write))?;
            let target = records.target().to_owned();
            let summary = batch::run(annotator, &job, Output::Stream(&mut records, target), &mut progress);
            records.finish(false)?;
            summary
        }
    };
    progress.end(summary.as_ref().ok(), begun.elapsed().as_secs_f64());
    if let (Ok(summary), false) = (&summary, many.quiet) {
        crate::cli::writing::warn(summary.loss, job.format);
    }
    Ok(if summary?.failed() > 0 { Outcome::Failed } else { Outcome::Fine })
}

fn check(arguments: &super::Arguments) -> anyhow::Result<()> {
    let lines = arguments.output.as_deref().is_some_and(|output| {
        let name = output.to_string_lossy();
        let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
        name.ends_with(".jsonl") || name.ends_with(".ndjson")
    });
    let frame = arguments.format().map(|format| ((format.frame)(&arguments.write()), format.name));
    if let (None, Some((Frame::Each, name))) = (&arguments.many.output_dir, frame) {
        anyhow::bail!("--format {name} has a file for each document; give --output-dir");
    }
    if let (None, Some((frame, name)), Some(_)) = (&arguments.many.output_dir, frame, &arguments.output)
        && name != "json"
        && frame != (Frame::Stream { head: "" })
    {
        anyhow::bail!("--format {name} has a beginning and is not gone on with later; for many papers give --output-dir, or > FILE");
    }
    if let (None, Some((frame, name)), Some(_)) = (&arguments.many.output_dir, frame, arguments.many.compress)
        && frame != (Frame::Stream { head: "" })
    {
        anyhow::bail!("--format {name} has a beginning that --compress would not pack; give --output-dir, or pack the output yourself");
    }
    match (&arguments.many.output_dir, arguments.format.as_deref()) {
        (Some(_), Some("json")) => {
            anyhow::bail!("--format json is not for --output-dir, whose files hold a record a line; leave it out")
        }
        (None, Some("json")) => anyhow::bail!("--format json holds back all records to the end; for many papers take --format jsonl"),
        (None, None) if !lines => {
            let first = arguments.files.first().map_or("--files-from", String::as_str);
            anyhow::bail!("{first}: for many papers give --output-dir DIR, or --format jsonl for one stream or file of records")
        }
        _ => Ok(()),
    }
}

/// Whether this is a device or a pipe, which cannot be replaced or gone on with.
fn is_device(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}
