//! A folder of papers: from files, folders, archives and lists to records, with as many threads as there are, in the order of the
//! inputs, in bounded memory, and so that a run which is killed goes on where it was.
//!
//! [`walk`] finds the inputs, `reading` gives out units of work, `hand` annotates them, `pipeline` lets all threads do so and
//! brings the records back into order, and `folder`, `single` and `stream` put them where they belong. [`state`] and
//! [`manifest`] remember what was done.

mod apart;
pub mod archive;
pub mod books;
pub mod citations;
pub mod compression;
mod failure;
mod folder;
mod framing;
mod hand;
pub mod manifest;
mod pipeline;
mod reading;
pub mod settle;
mod single;
mod spare;
pub mod state;
pub mod stats;
mod stream;
pub mod summary;
pub mod walk;

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use crate::Annotator;
use crate::formats::read::ReadOptions;
use crate::formats::read::input::sha256;
use crate::formats::write::{Format, Frame, WriteOptions, json_lines};

pub use books::{Event, Watcher};
pub use compression::Compression;
pub use failure::Failure;
pub use state::{Kept, State};
pub use stream::Receiver;
pub use summary::Summary;
pub use walk::{Inputs, Source};

use books::Books;
use folder::Folder;
use framing::Framing;
use hand::Manner;
use manifest::{Line, Lines};
use pipeline::Sink;
use reading::Reading;
use single::Single;
use stream::Stream;
use summary::Tally;
use walk::Walk;

/// The most bytes of one paper or member of an archive, unless more is asked for: no paper is near it, and a record takes several
/// times the memory of its text.
pub const MAXIMUM_PAPER: u64 = 64 << 20;

/// Why a run cannot be begun or has to end.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The system refuses what the whole run needs.
    #[error("{what}: {source}")]
    System {
        /// The path and what was tried.
        what: String,
        /// The system's word.
        source: io::Error,
    },
    /// A file where the output folder should be.
    #[error("{0}: this is a file; --output-dir needs a folder, or a name that is still free")]
    NotAFolder(String),
    /// Another run on the same output.
    #[error("{0}: another run is writing here; wait for it, or give another output")]
    Locked(String),
    /// A pattern that is none.
    #[error("--exclude {pattern}: this is no pattern of file names ({fault})")]
    Pattern {
        /// What was given.
        pattern: String,
        /// What is wrong.
        fault: String,
    },
    /// Another thread has met an error.
    #[error("the run was stopped")]
    Stopped,
}

/// Where records go.
pub enum Output<'o> {
    /// Somewhere that a later run can go on with.
    Kept(Kept),
    /// Whoever takes them as they are done, with its name for messages.
    Stream(&'o mut dyn Receiver, String),
}

/// What is to be done.
pub struct Job {
    /// What is read.
    pub inputs: Inputs,
    /// How it is read.
    pub read: ReadOptions,
    /// The form of records.
    pub format: &'static Format,
    /// How they are written in it.
    pub write: WriteOptions,
    /// How output is packed.
    pub compression: Compression,
    /// How many threads work.
    pub threads: usize,
    /// Do everything anew.
    pub force: bool,
    /// Remove the records of inputs that are not there any more.
    pub prune: bool,
    /// Stop at the first failure.
    pub fail_fast: bool,
}

impl Default for Job {
    fn default() -> Self {
        let read = ReadOptions { go_on: true, maximum_text: MAXIMUM_PAPER, ..ReadOptions::default() };
        Self {
            inputs: Inputs::default(),
            read,
            format: &json_lines::FORMAT,
            write: WriteOptions::default(),
            compression: Compression::None,
            threads: 1,
            force: false,
            prune: false,
            fail_fast: false,
        }
    }
}

/// Annotates all inputs, and says what was done. Papers that cannot be annotated are counted and told to the watcher; they are no
/// error.
///
/// ```no_run
/// use biospan::Annotator;
/// use biospan::batch::{self, Inputs, Job, Kept, Output};
///
/// let annotator = Annotator::new()?;
/// let inputs = Inputs { named: vec!["papers".into()], ..Inputs::default() };
/// let job = Job { inputs, threads: 2, ..Job::default() };
/// let summary = batch::run(&annotator, &job, Output::Kept(Kept::Folder("annotations".into())), &mut ())?;
/// println!("{} documents, {} failures", summary.documents, summary.failed());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// See [`BatchError`]. What was written stays, and the next run goes on from there.
pub fn run(annotator: &Annotator, job: &Job, output: Output<'_>, watcher: &mut dyn Watcher) -> Result<Summary, BatchError> {
    let mut books = Books::new(watcher, job.fail_fast);
    let mut tally = Tally::default();
    match output {
        Output::Stream(out, target) => {
            let state = Arc::new(State::none());
            let mut reading = Reading::new(Walk::new(job.inputs.clone())?, job.read, state.clone());
            let mut sink = Stream::new(out, &target, &mut books);
            tally.join(pipeline::run(annotator, manner(job), &state, &mut reading, &mut sink, job.threads)?);
            books.summary.passed_over = reading.walk().passed_over().clone();
        }
        Output::Kept(kept) => {
            let again = pass(annotator, job, &kept, HashSet::new(), &mut books, &mut tally)?;
            if !again.is_empty() {
                let before = books.summary.clone();
                pass(annotator, &Job { force: false, ..copy(job) }, &kept, again, &mut books, &mut tally)?;
                books.summary.unchanged = before.unchanged;
                books.summary.failures = before.failures;
            }
        }
    }
    let mut summary = books.summary;
    summary.loss = tally.loss;
    tally.sum(&mut summary);
    Ok(summary)
}

fn copy(job: &Job) -> Job {
    Job { inputs: job.inputs.clone(), ..*job }
}

fn framing(job: &Job) -> Framing {
    Framing { frame: (job.format.frame)(&job.write), compression: job.compression }
}

fn manner(job: &Job) -> Manner {
    // Documents with files of their own are packed when these are made.
    let apart = (job.format.frame)(&job.write) == Frame::Each;
    let compression = if apart { Compression::None } else { job.compression };
    Manner { read: job.read, format: job.format, write: job.write, compression }
}

/// Once over all inputs; returns those that have to be done once more, by the hash of their path.
fn pass(
    annotator: &Annotator,
    job: &Job,
    kept: &Kept,
    anew: HashSet<u64>,
    books: &mut Books<'_>,
    tally: &mut Tally,
) -> Result<HashSet<u64>, BatchError> {
    let run = described(annotator, job);
    let Line::Run { made_with, .. } = &run else { return Ok(HashSet::new()) };
    let state = Arc::new(State::open(kept.clone(), made_with.clone(), job.force, anew)?);
    let mut inputs = job.inputs.clone();
    inputs.own.push(match kept {
        Kept::Folder(path) | Kept::File(path) => path.clone(),
    });
    let mut reading = Reading::new(Walk::new(inputs)?, job.read, state.clone());
    let mut work = |sink: &mut dyn Sink, reading: &mut Reading| -> Result<(), BatchError> {
        tally.join(pipeline::run(annotator, manner(job), &state, reading, sink, job.threads)?);
        Ok(())
    };
    let again = match kept {
        Kept::Folder(path) => {
            let mut folder = Folder::new(path.clone(), state.clone(), &run, (job.format, framing(job)), books)?;
            work(&mut folder, &mut reading)?;
            if folder.has_stopped() { Vec::new() } else { folder.finish(&job.inputs.named, job.prune)? }
        }
        Kept::File(path) => {
            let journal = Lines::open(&state.path("journal.jsonl"));
            let journal = journal.map_err(books::refused(format!("{}: cannot read what an earlier run has left", path.display())))?;
            reading = reading.replay(journal);
            let mut single = Single::new(path.clone(), state.clone(), run.clone(), job.compression, books)?;
            work(&mut single, &mut reading)?;
            if single.has_stopped() { Vec::new() } else { single.finish(&job.inputs.named)? }
        }
    };
    books.summary.passed_over = reading.walk().passed_over().clone();
    Ok(again.into_iter().collect())
}

/// The run with all that its records depend on.
fn described(annotator: &Annotator, job: &Job) -> Line {
    let stamp = annotator.stamp();
    let format = (job.format.name, job.write);
    let options = format!("{stamp:?}; format: {format:?}; compression: {:?}; {:?}", job.compression, job.read);
    let biospan = env!("CARGO_PKG_VERSION").to_owned();
    let made_with = sha256(format!("{biospan}\n{options}").as_bytes())[..16].to_owned();
    Line::Run { made_with, biospan, options }
}

/// The folder of state beside a file of records, or in a folder of them, where there is one.
#[must_use]
pub fn state_of(path: &std::path::Path) -> Option<PathBuf> {
    let kept = if path.is_dir() { Kept::Folder(path.to_owned()) } else { Kept::File(path.to_owned()) };
    Some(kept.state()).filter(|state| state.is_dir())
}
