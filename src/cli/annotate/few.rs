//! A few papers, named one by one, or standard input: one JSON text or lines, and nothing kept beside them.

use biospan::Annotator;
use biospan::batch::{self, Inputs, Job, Output};
use biospan::formats::read::ReadOptions;
use biospan::formats::write::json::JsonOptions;

use super::output::Records;
use super::progress::{Manner, Progress};
use super::{Form, threads};
use crate::cli::Outcome;

/// Annotates them.
pub fn run(arguments: &super::Arguments, annotator: &Annotator, read: ReadOptions) -> anyhow::Result<Outcome> {
    let whole = arguments.format != Some(Form::Jsonl);
    let named = if arguments.files.is_empty() { vec!["-".to_owned()] } else { arguments.files.clone() };
    let job = Job {
        inputs: Inputs { named, ..Inputs::default() },
        read,
        json: JsonOptions { text: !arguments.no_text, pretty: whole },
        threads: threads(arguments),
        ..Job::default()
    };
    let mut records = Records::open(arguments.output.as_deref(), whole)?;
    let mut progress = Progress::new(Manner::Quiet, &job.inputs);
    let target = records.target().to_owned();
    let failed = batch::run(annotator, &job, Output::Stream(&mut records, target), &mut progress)?.failed() > 0;
    records.finish(failed)?;
    Ok(if failed { Outcome::Failed } else { Outcome::Fine })
}
