//! A few papers, named one by one, or standard input: one stream or text, and nothing kept beside it.

use biospan::Annotator;
use biospan::batch::{self, Inputs, Job, Output};
use biospan::formats::read::ReadOptions;
use biospan::formats::write::{Format, WriteOptions};

use super::progress::{Manner, Progress};
use super::threads;
use crate::cli::output::Records;
use crate::cli::{Outcome, writing};

/// Annotates them.
pub fn run(
    arguments: &super::Arguments,
    annotator: &Annotator,
    read: ReadOptions,
    (format, write): (&'static Format, WriteOptions),
) -> anyhow::Result<Outcome> {
    let named = if arguments.files.is_empty() { vec!["-".to_owned()] } else { arguments.files.clone() };
    let job = Job { inputs: Inputs { named, ..Inputs::default() }, read, format, write, threads: threads(arguments), ..Job::default() };
    let mut records = Records::open(arguments.output.as_deref(), format, (format.frame)(&write))?;
    let mut progress = Progress::new(Manner::Quiet, &job.inputs);
    let target = records.target().to_owned();
    let summary = batch::run(annotator, &job, Output::Stream(&mut records, target), &mut progress)?;
    let failed = summary.failed() > 0;
    records.finish(failed)?;
    writing::warn(summary.loss, format);
    Ok(if failed { Outcome::Failed } else { Outcome::Fine })
}
