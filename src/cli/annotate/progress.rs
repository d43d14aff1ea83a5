//! What a user sees of a long run: a bar on a terminal, a line now and then elsewhere, or JSON Lines; errors always.

use std::io::{self, IsTerminal, Write};
use std::thread;
use std::time::{Duration, Instant};

use biospan::batch::walk::Walk;
use biospan::batch::{Event, Inputs, Summary, Watcher};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::cli::complain;

/// How often a plain line is written.
const PAUSE: Duration = Duration::from_secs(10);

/// Who reads it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// People: a bar or plain lines, notes, a table at the end.
    People,
    /// Nobody: errors alone.
    Quiet,
    /// A program.
    Json,
}

/// Tells what happens.
pub struct Progress {
    manner: Manner,
    bar: Option<ProgressBar>,
    begun: Instant,
    told: Instant,
    inputs: u64,
    documents: u64,
    text: u64,
    failures: u64,
    known: u64,
}

impl Progress {
    /// Begins; on a terminal the sizes of the inputs are added up beside the run, for the time that remains.
    pub fn new(manner: Manner, inputs: &Inputs) -> Self {
        let now = Instant::now();
        let bar = (manner == Manner::People && io::stderr().is_terminal()).then(|| bar(inputs));
        Self { manner, bar, begun: now, told: now, inputs: 0, documents: 0, text: 0, failures: 0, known: 0 }
    }

    fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| complain(&line)),
            None => complain(&line),
        }
    }

    fn log(&self, line: &serde_json::Value) {
        // Where even this cannot be written, there is nobody to tell.
        let _ = writeln!(io::stderr().lock(), "{line}");
    }

    fn rate(&self) -> f64 {
        self.text as f64 / 1e6 / self.begun.elapsed().as_secs_f64().max(1e-3)
    }

    fn tell(&mut self) {
        let (inputs, documents, failures, rate) = (self.inputs, self.documents, self.failures, self.rate());
        if let Some(bar) = &self.bar {
            bar.set_message(format!("{documents} documents, {failures} failures, {rate:.1} MB/s of text"));
        } else if self.told.elapsed() >= PAUSE {
            self.told = Instant::now();
            match self.manner {
                Manner::People => self.say(&format!("{inputs} inputs, {documents} documents, {failures} failures, {rate:.1} MB/s of text")),
                Manner::Json => {
                    self.log(&json!({"event": "progress", "inputs": inputs, "documents": documents, "failures": failures, "text_bytes": self.text}));
                }
                Manner::Quiet => {}
            }
        }
    }

    /// Says how it ended; without a summary the error itself is said elsewhere.
    pub fn end(self, summary: Option<&Summary>, seconds: f64) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let Some(summary) = summary else { return };
        match self.manner {
            Manner::Quiet => {}
            Manner::Json => self.log(&json!({"event": "summary", "seconds": seconds, "summary": summary})),
            Manner::People => {
                if self.known > 0 {
                    self.say(&format!("{} failures are those of an earlier run on the same bytes; the manifest has them", self.known));
                }
                let _ = write!(io::stderr().lock(), "{}", summary.table(Some(seconds)));
            }
        }
    }
}

impl Watcher for Progress {
    fn see(&mut self, event: Event<'_>) {
        match event {
            Event::Progress { source, documents, text, done } => {
                self.documents += documents;
                self.text += text;
                self.inputs += u64::from(done);
                if let Some(bar) = self.bar.as_ref().filter(|_| done) {
                    bar.inc(source.size);
                }
            }
            Event::Unchanged(source) => {
                if let Some(bar) = &self.bar {
                    bar.inc(source.size);
                }
            }
            Event::Failure(failure, known) => {
                self.failures += 1;
                self.known += u64::from(known);
                match self.manner {
                    Manner::Json => self.log(&json!({"event": "failure", "known": known, "failure": failure})),
                    _ if known => {}
                    _ => self.say(&failure.reason),
                }
            }
            Event::Note(note) => match self.manner {
                Manner::Json => self.log(&json!({"event": "note", "note": note})),
                Manner::People => self.say(note),
                Manner::Quiet => {}
            },
        }
        self.tell();
    }
}

fn bar(inputs: &Inputs) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5));
    let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {eta} {msg}");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    // A list on standard input can be read only once.
    if inputs.files_from.is_none() {
        let (inputs, bar) = (inputs.clone(), bar.clone());
        let sum = move || {
            let sizes = Walk::new(inputs).into_iter().flatten().flatten().map(|source| source.size);
            bar.set_length(sizes.sum());
        };
        // Without this thread the bar shows no end, no more.
        let _ = thread::Builder::new().spawn(sum);
    }
    bar
}
