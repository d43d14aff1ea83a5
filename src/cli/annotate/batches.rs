//! Documents in batches, annotated by all threads at once: memory stays bounded however long the input is, and the
//! order of the output is the order of the input.

use std::io;
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use biospan::document::Document;
use biospan::formats::read::{self, Documents, ReadOptions};
use biospan::formats::write::{Format, Loss, WriteOptions};
use biospan::{Annotator, Worker};
use rayon::prelude::*;

use crate::cli::complain;
use crate::cli::output::{Made, Records};

/// A batch is full with this many documents …
const DOCUMENTS: usize = 256;
/// … or this much text, in bytes.
const TEXT: usize = 1 << 20;

/// A record is about so many times as long as its text.
const GROWTH: usize = 12;

/// Records of so many bytes leave their memory to others: smaller ones get theirs quickly, larger ones are rare.
const KEPT: std::ops::Range<usize> = 128 << 10..4 << 20;

/// The documents of all inputs, a batch at a time.
pub struct Batches<'a> {
    files: std::slice::Iter<'a, String>,
    open: Option<Documents>,
    options: ReadOptions,
    at_end: bool,
    failed: bool,
}

impl<'a> Batches<'a> {
    /// The documents of `files`.
    pub fn new(files: &'a [String], options: ReadOptions) -> Self {
        Self { files: files.iter(), open: None, options, at_end: false, failed: false }
    }

    /// The next batch; empty at the end. An input that fails is reported and left behind.
    pub fn gather(&mut self) -> Vec<Document> {
        let mut batch = Vec::new();
        let mut text = 0;
        while batch.len() < DOCUMENTS && text < TEXT {
            let Some(document) = self.next() else {
                self.at_end = true;
                break;
            };
            text += document.text.len();
            batch.push(document);
        }
        batch
    }

    fn next(&mut self) -> Option<Document> {
        loop {
            let read = match &mut self.open {
                Some(documents) => documents.next(),
                None => match read::open(self.files.next()?, &self.options) {
                    Ok(documents) => {
                        self.open = Some(documents);
                        continue;
                    }
                    Err(error) => Some(Err(error)),
                },
            };
            match read {
                Some(Ok(document)) => return Some(document),
                Some(Err(error)) => {
                    complain(&error);
                    self.failed = true;
                    self.open = None;
                }
                None => self.open = None,
            }
        }
    }

    /// Whether all documents were given out.
    pub fn at_end(&self) -> bool {
        self.at_end
    }

    /// Whether an input could not be read to its end.
    pub fn failed(&self) -> bool {
        self.failed
    }
}

/// One worker a thread.
pub struct Crew<'a> {
    /// `None` for a single thread, which is this one.
    pool: Option<rayon::ThreadPool>,
    /// By number of the thread, so that a lock is never waited for.
    workers: Vec<Mutex<Worker<'a>>>,
    format: (&'static Format, WriteOptions),
    /// The memory of records that were written, for the next ones: what goes back to the system comes again page by page.
    spare: Mutex<Vec<Vec<u8>>>,
    /// What the format could not carry.
    loss: Mutex<Loss>,
}

type Written = Vec<io::Result<Made>>;

impl<'a> Crew<'a> {
    /// A crew of `threads`.
    pub fn new(annotator: &'a Annotator, format: (&'static Format, WriteOptions), threads: usize) -> anyhow::Result<Self> {
        let start =
            || rayon::ThreadPoolBuilder::new().num_threads(threads).build().context("cannot start threads; give fewer with --threads");
        let pool = if threads > 1 { Some(start()?) } else { None };
        Ok(Self {
            pool,
            workers: (0..threads).map(|_| Mutex::new(annotator.worker())).collect(),
            format,
            spare: Mutex::default(),
            loss: Mutex::default(),
        })
    }

    /// Annotates `first` and all batches behind it.
    pub fn annotate(&self, first: Vec<Document>, batches: &mut Batches<'_>, records: &mut Records) -> anyhow::Result<()> {
        match &self.pool {
            Some(pool) => pool.install(|| self.side_by_side(first, batches, records)),
            None => {
                let (mut batch, mut made) = (first, Made::default());
                while !batch.is_empty() {
                    for document in &batch {
                        self.write(document, &mut made)?;
                        records.push(&made)?;
                    }
                    batch = batches.gather();
                }
                Ok(())
            }
        }
    }

    /// While one batch is annotated, the one before it is written and the next one is read.
    fn side_by_side(&self, first: Vec<Document>, batches: &mut Batches<'_>, records: &mut Records) -> anyhow::Result<()> {
        let mut batch = first;
        let mut done: Written = Vec::new();
        while !batch.is_empty() || !done.is_empty() {
            let (next, annotated) = rayon::join(
                || -> anyhow::Result<Vec<Document>> {
                    self.push_all(done, records)?;
                    Ok(batches.gather())
                },
                || batch.par_iter().map(|document| self.written(document)).collect::<Written>(),
            );
            done = annotated;
            batch = next?;
        }
        Ok(())
    }

    fn spare(&self) -> std::sync::MutexGuard<'_, Vec<Vec<u8>>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn written(&self, document: &Document) -> io::Result<Made> {
        let length = document.text.len() * GROWTH;
        let spare = if KEPT.contains(&length) { self.spare().pop() } else { None };
        let mut record = spare.unwrap_or_default();
        record.reserve(length);
        let mut made = Made { bytes: record, ..Made::default() };
        self.write(document, &mut made)?;
        Ok(made)
    }

    fn push_all(&self, done: Written, records: &mut Records) -> anyhow::Result<()> {
        for made in done {
            let made = made?;
            records.push(&made)?;
            let mut record = made.bytes;
            if !KEPT.contains(&record.capacity()) {
                continue;
            }
            record.clear();
            self.spare().push(record);
        }
        Ok(())
    }

    /// What could not be carried by the format, up to now.
    pub fn loss(&self) -> Loss {
        *self.loss.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the record of a document.
    fn write(&self, document: &Document, made: &mut Made) -> io::Result<()> {
        let thread = rayon::current_thread_index().unwrap_or(0);
        // A panic elsewhere does not make this thread's buffers wrong: a worker clears them for each document.
        let mut worker = self.workers[thread % self.workers.len()].lock().unwrap_or_else(PoisonError::into_inner);
        let record = worker.annotate(document);
        let (format, options) = &self.format;
        let loss = Loss::of(&record, format);
        if loss != Loss::default() {
            self.loss.lock().unwrap_or_else(PoisonError::into_inner).add(loss);
        }
        made.write(&record, format, options)
    }
}
