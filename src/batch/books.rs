//! What all writing ends share: counting, telling whoever watches, and stopping at the first failure where that was asked for.

use super::manifest::Entry;
use super::summary::Summary;
use super::walk::Source;
use super::{BatchError, Failure};

/// Something that happened, for whoever watches a run.
#[derive(Clone, Copy, Debug)]
pub enum Event<'e> {
    /// Records were written: bytes of the input file that are done with (0 until it is done), documents, bytes of text.
    Progress {
        /// The input.
        source: &'e Source,
        /// Documents annotated.
        documents: u64,
        /// Bytes of their text.
        text: u64,
        /// Whether the input is done.
        done: bool,
    },
    /// An input is as it was.
    Unchanged(&'e Source),
    /// Something could not be annotated; `known` where an earlier run has said so of the same bytes.
    Failure(&'e Failure, bool),
    /// Something that a user should know.
    Note(&'e str),
}

/// Watches a run.
pub trait Watcher: Send {
    /// Is told what happened, in the order of the inputs.
    fn see(&mut self, event: Event<'_>);
}

/// Watches nothing.
impl Watcher for () {
    fn see(&mut self, _: Event<'_>) {}
}

/// Counts, and tells.
pub struct Books<'w> {
    /// What was counted.
    pub summary: Summary,
    watcher: &'w mut dyn Watcher,
    fail_fast: bool,
}

impl<'w> Books<'w> {
    /// Empty books.
    pub fn new(watcher: &'w mut dyn Watcher, fail_fast: bool) -> Self {
        Self { summary: Summary::default(), watcher, fail_fast }
    }

    /// Writes failures down, and says whether the run goes on.
    pub fn fail(&mut self, failures: &[Failure], known: bool) -> bool {
        for failure in failures {
            *self.summary.failures.entry(failure.cause.clone()).or_default() += 1;
            self.watcher.see(Event::Failure(failure, known));
        }
        failures.is_empty() || !self.fail_fast
    }

    /// Writes records down.
    pub fn record(&mut self, source: &Source, documents: u64, text: u64, output: usize, done: bool) {
        self.summary.documents += documents;
        self.summary.text_bytes += text;
        self.summary.output_bytes += output as u64;
        self.summary.inputs += u64::from(done);
        self.watcher.see(Event::Progress { source, documents, text, done });
    }

    /// Writes an input down whose records are there, and says whether the run goes on.
    pub fn unchanged(&mut self, source: &Source, entry: &Entry) -> bool {
        self.summary.unchanged += 1;
        self.watcher.see(Event::Unchanged(source));
        self.fail(&entry.failures, true)
    }

    /// Says something.
    pub fn note(&mut self, note: &str) {
        self.watcher.see(Event::Note(note));
    }
}

/// `what` with the system's word.
pub fn refused(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> BatchError {
    let what = what.into();
    move |source| BatchError::System { what, source }
}
