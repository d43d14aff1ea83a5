//! Documents in batches, annotated by all threads at once: memory stays bounded however long the input is, and the
//! order of the output is the order of the input.

use std::collections::BTreeMap;
use std::io;
use std::mem::ManuallyDrop;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use anyhow::Context;
use biospan::document::Document;
use biospan::formats::read::{self, Documents, ReadOptions};
use biospan::formats::write::json::{self, JsonOptions};
use biospan::{Annotator, Worker};

use super::output::Records;
use crate::cli::complain;

/// A batch is full with this many documents …
const DOCUMENTS: usize = 256;
/// … or this much text, in bytes.
const TEXT: usize = 1 << 18;

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
    annotator: &'a Annotator,
    json: JsonOptions,
    threads: usize,
}

impl<'a> Crew<'a> {
    /// A crew of `threads`.
    pub fn new(annotator: &'a Annotator, json: JsonOptions, threads: usize) -> Self {
        Self { annotator, json, threads }
    }

    /// Annotates `first` and all batches behind it.
    pub fn annotate(&self, first: Vec<Document>, batches: &mut Batches<'_>, records: &mut Records) -> anyhow::Result<()> {
        if self.threads > 1 {
            return self.side_by_side(first, batches, records);
        }
        // The run ends with its worker: to give its memory back piece by piece would only take time.
        let mut worker = ManuallyDrop::new(self.annotator.worker());
        let (mut batch, mut record) = (first, Vec::new());
        while !batch.is_empty() {
            for document in &batch {
                record.clear();
                json::append(&worker.annotate(document), self.json, &mut record)?;
                records.push(&mut record)?;
            }
            batch = batches.gather();
        }
        Ok(())
    }

    /// Each thread reads a batch, annotates it, and leaves its records to whoever finds the next ones in order there and
    /// writes them. So no thread waits for another's batch to end.
    fn side_by_side(&self, first: Vec<Document>, batches: &mut Batches<'_>, records: &mut Records) -> anyhow::Result<()> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads).build();
        let pool = pool.context("cannot start threads; give fewer with --threads")?;
        let desk = Mutex::new(Desk { first: Some(first), batches, next: 0 });
        let ahead = AHEAD * self.threads;
        let room = Room {
            desk,
            out: Mutex::new(Out { next: 0, waiting: BTreeMap::new(), records: Some(records), ended: None }),
            ahead,
            written: Condvar::new(),
            spare: Mutex::default(),
        };
        pool.broadcast(|_| room.work(&mut ManuallyDrop::new(self.annotator.worker()), self.json));
        room.out.into_inner().unwrap_or_else(PoisonError::into_inner).ended.map_or(Ok(()), Err)
    }
}

/// How many batches a thread may be ahead of what is written.
const AHEAD: usize = 3;

/// The records of one batch.
type Written = Vec<Vec<u8>>;

/// Where batches are read, one thread at a time.
struct Desk<'r, 'a> {
    first: Option<Vec<Document>>,
    batches: &'r mut Batches<'a>,
    /// The number of the next batch.
    next: usize,
}

/// Where records wait to be written.
struct Out<'r> {
    /// The number of the batch that is written next.
    next: usize,
    waiting: BTreeMap<usize, Written>,
    /// Away while somebody writes.
    records: Option<&'r mut Records>,
    /// Why the run ended before its time.
    ended: Option<anyhow::Error>,
}

struct Room<'r, 'a> {
    desk: Mutex<Desk<'r, 'a>>,
    out: Mutex<Out<'r>>,
    ahead: usize,
    written: Condvar,
    /// The memory of records that were written, for the next ones: what goes back to the system comes again page by page.
    spare: Mutex<Vec<Vec<u8>>>,
}

/// A panic elsewhere ends the program; until then the other threads may go on.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Room<'_, '_> {
    fn work(&self, worker: &mut Worker<'_>, json: JsonOptions) {
        while let Some((number, batch)) = self.take() {
            match batch.iter().map(|document| self.record(worker, json, document)).collect() {
                Ok(records) => self.leave(number, records),
                Err(error) => return self.end(anyhow::Error::new(error)),
            }
        }
    }

    /// The next batch and its number; `None` at the end.
    fn take(&self) -> Option<(usize, Vec<Document>)> {
        let mut desk = locked(&self.desk);
        let mut out = locked(&self.out);
        while out.ended.is_none() && desk.next >= out.next + self.ahead {
            out = self.written.wait(out).unwrap_or_else(PoisonError::into_inner);
        }
        if out.ended.is_some() {
            return None;
        }
        drop(out);
        let batch = desk.first.take().unwrap_or_else(|| desk.batches.gather());
        desk.next += 1;
        (!batch.is_empty()).then_some((desk.next - 1, batch))
    }

    fn record(&self, worker: &mut Worker<'_>, json: JsonOptions, document: &Document) -> io::Result<Vec<u8>> {
        let length = document.text.len() * GROWTH;
        let spare = if KEPT.contains(&length) { locked(&self.spare).pop() } else { None };
        let mut record = spare.unwrap_or_default();
        record.reserve(length);
        json::append(&worker.annotate(document), json, &mut record)?;
        Ok(record)
    }

    /// Leaves the records of a batch, and writes what is next, unless somebody else is writing.
    fn leave(&self, number: usize, written: Written) {
        let mut out = locked(&self.out);
        out.waiting.insert(number, written);
        let Some(records) = out.records.take() else { return };
        loop {
            let next = out.next;
            let Some(written) = out.waiting.remove(&next).filter(|_| out.ended.is_none()) else { break };
            drop(out);
            let pushed = self.push_all(written, records);
            out = locked(&self.out);
            out.next += 1;
            if let Err(error) = pushed {
                out.ended.get_or_insert(error);
            }
            self.written.notify_all();
        }
        out.records = Some(records);
    }

    fn push_all(&self, written: Written, records: &mut Records) -> anyhow::Result<()> {
        for mut record in written {
            records.push(&mut record)?;
            if KEPT.contains(&record.capacity()) {
                record.clear();
                locked(&self.spare).push(record);
            }
        }
        Ok(())
    }

    fn end(&self, error: anyhow::Error) {
        locked(&self.out).ended.get_or_insert(error);
        self.written.notify_all();
    }
}
