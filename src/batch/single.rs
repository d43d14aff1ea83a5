//! One file of records for all inputs. It grows as `part` in the folder of state, with its length in the journal, and takes its place
//! when all is done.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Arc;

use super::books::{Books, refused};
use super::hand::{Portion, Records};
use super::manifest::{Entry, Journal, Line, Lines, copy_part, key};
use super::pipeline::Sink;
use super::settle::{self, Settled};
use super::walk::Source;
use super::{BatchError, Compression, State};

/// Puts all records into one file.
pub struct Single<'s, 'w> {
    target: PathBuf,
    state: Arc<State>,
    run: Line,
    journal: Journal,
    part: File,
    /// The output of the last run that ended.
    old: Option<File>,
    compression: Compression,
    books: &'s mut Books<'w>,
    open: Option<Open>,
    /// How much of the part is done, and where its line in the journal ends.
    done: (u64, u64),
    /// Whether what a killed run left behind `done` was cut off.
    cut: bool,
    /// The inputs whose records are taken from the old file as they stand there, as long as all are; they are copied when one is not.
    same: Vec<Entry>,
    visited: Vec<u64>,
    stopped: bool,
}

struct Open {
    source: Arc<Source>,
    entry: Entry,
    since: Entry,
}

impl<'s, 'w> Single<'s, 'w> {
    /// Goes on with a file.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(
        target: PathBuf,
        state: Arc<State>,
        run: Line,
        compression: Compression,
        books: &'s mut Books<'w>,
    ) -> Result<Self, BatchError> {
        let unwritable = || refused(format!("{}: cannot write beside it", target.display()));
        let journal = Journal::open(&state.path("journal.jsonl")).map_err(unwritable())?;
        let part = File::options().create(true).truncate(false).write(true).open(state.path("part")).map_err(unwritable())?;
        let old = File::open(&target).ok();
        let (open, same) = (None, Vec::new());
        Ok(Self {
            target,
            state,
            run,
            journal,
            part,
            old,
            compression,
            books,
            open,
            done: (0, 0),
            cut: false,
            same,
            visited: Vec::new(),
            stopped: false,
        })
    }

    fn unwritable(&self) -> impl FnOnce(io::Error) -> BatchError + use<> {
        refused(format!("{}: cannot write", self.target.display()))
    }

    /// Cuts off what a killed run left behind what is done, and copies what was only counted so far.
    fn make_ready(&mut self, resumed: Option<&Entry>) -> io::Result<()> {
        if self.cut {
            return Ok(());
        }
        self.cut = true;
        if let Some(entry) = resumed {
            let end = entry.start + entry.length;
            self.part.set_len(end)?;
            self.part.seek(SeekFrom::Start(end))?;
            return Ok(());
        }
        self.part.set_len(self.done.0)?;
        self.part.seek(SeekFrom::Start(self.done.0))?;
        self.journal.cut(self.done.1)?;
        if self.done.1 == 0 {
            self.journal.append(&self.run)?;
        }
        for entry in std::mem::take(&mut self.same) {
            self.copy(entry)?;
        }
        Ok(())
    }

    /// Copies the records of an input from the old file.
    fn copy(&mut self, mut entry: Entry) -> io::Result<()> {
        let gone = || io::Error::new(io::ErrorKind::NotFound, "the file of the last run is not there any more");
        copy_part(self.old.as_mut().ok_or_else(gone)?, entry.start, entry.length, &mut self.part)?;
        entry.start = self.done.0;
        self.done.0 += entry.length;
        self.journal.append(&Line::Source(entry)).map(drop)
    }

    fn unchanged(&mut self, entry: Entry) -> io::Result<()> {
        let end = self.same.last().map_or(0, |entry| entry.start + entry.length);
        if !self.cut && self.done == (0, 0) && entry.start == end {
            self.same.push(entry);
            return Ok(());
        }
        self.make_ready(None)?;
        self.copy(entry)
    }

    fn begin(&mut self, records: &mut Records) -> io::Result<Open> {
        let resumed = records.resumed.take();
        self.make_ready(resumed.as_deref())?;
        let source = records.source.clone();
        let new = Entry {
            path: source.path.clone(),
            sha256: records.sha256.clone(),
            made_with: self.state.made_with.clone(),
            ..Entry::default()
        };
        let entry = resumed.map_or_else(|| Entry { start: self.done.0, ..new.clone() }, |entry| *entry);
        self.books.fail(&entry.failures, true);
        Ok(Open { source, since: Entry { start: entry.start + entry.length, ..new }, entry })
    }

    fn records(&mut self, mut records: Records) -> Result<bool, BatchError> {
        let source = records.source.clone();
        let continued = self.open.take().filter(|open| Arc::ptr_eq(&open.source, &source));
        let mut open = match continued {
            Some(open) => open,
            None => {
                let unwritable = self.unwritable();
                self.begin(&mut records).map_err(unwritable)?
            }
        };
        self.part.write_all(&records.bytes).map_err(self.unwritable())?;
        let last = records.last.is_some();
        self.books.record(&source, records.documents, records.text, records.bytes.len(), last);
        let going = self.books.fail(&records.failures, false);
        open.since.add(records.entry(open.entry.taken));
        if last {
            open.entry.add(open.since);
            self.done.0 = open.entry.start + open.entry.length;
            self.journal.append(&Line::Source(open.entry)).map_err(self.unwritable())?;
            return Ok(going);
        }
        if records.taken.is_some() && !records.sha256.is_empty() {
            let following = open.since.following();
            let since = std::mem::replace(&mut open.since, following);
            open.entry.add(since.clone());
            self.journal.append(&Line::Checkpoint(since)).map_err(self.unwritable())?;
        }
        self.open = Some(open);
        Ok(going)
    }

    /// Whether a failure has ended the run before all inputs were done.
    pub fn has_stopped(&self) -> bool {
        self.stopped
    }

    /// Leaves out superseded records and puts the file into its place. It returns the inputs that have to be done once more.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(mut self, roots: &[String]) -> Result<Vec<u64>, BatchError> {
        let what = format!("{}: cannot write", self.target.display());
        let unwritable = || refused(what.clone());
        let before = self.state.manifest.len() as u64;
        for gone in self.state.vanished(&self.visited, roots) {
            self.books.summary.vanished += 1;
            self.books.note(&format!("{}: it is not there any more, nor are its records", gone.path));
        }
        let journal = self.state.path("journal.jsonl");
        let manifest = self.state.path("manifest.jsonl");
        let all_the_same = !self.cut && self.done == (0, 0) && self.same.len() as u64 == before && before > 0;
        let whole = self.same.last().map(|entry| entry.start + entry.length);
        if all_the_same && fs::metadata(&self.target).map(|about| about.len()).ok() == whole {
            let settled = settle::plan(entries(&manifest).map_err(unwritable())?);
            if settled == Settled::default() {
                fs::remove_file(&journal).and_then(|()| self.state.remove_parts()).map_err(unwritable())?;
                return Ok(Vec::new());
            }
        }
        let made_ready = self.make_ready(None);
        made_ready.map_err(unwritable())?;
        let Settled { void, again } = settle::plan(entries(&journal).map_err(unwritable())?);
        if !void.is_empty() {
            self.leave_out(&void)?;
        }
        let length = self.part.metadata().map_err(unwritable())?.len();
        self.journal.append(&Line::Finished(length)).map_err(unwritable())?;
        self.part.sync_all().and_then(|()| self.journal.sync()).map_err(unwritable())?;
        fs::rename(self.state.path("part"), &self.target).and_then(|()| fs::rename(&journal, &manifest)).map_err(unwritable())?;
        Ok(again)
    }

    fn leave_out(&mut self, void: &std::collections::HashMap<u64, String>) -> Result<(), BatchError> {
        let unwritable = || refused(format!("{}: cannot leave out superseded records", self.target.display()));
        let (part, journal) = (self.state.path("part"), self.state.path("journal.jsonl"));
        let (next_part, next_journal) = (self.state.path("part.next"), self.state.path("journal.next"));
        let _ = fs::remove_file(&next_journal);
        let mut out = File::create(&next_part).map_err(unwritable())?;
        let mut lines = Journal::open(&next_journal).map_err(unwritable())?;
        lines.append(&self.run).map_err(unwritable())?;
        let mut from = File::open(&part).map_err(unwritable())?;
        let mut end = 0;
        for mut entry in entries(&journal).map_err(unwritable())? {
            let start = entry.start;
            match void.get(&key(&entry.path)) {
                None => copy_part(&mut from, start, entry.length, &mut out).map_err(unwritable())?,
                Some(void) => {
                    let range = Some((start, entry.length));
                    let (left_out, length) = settle::filter(&part, range, &entry, void, self.compression, &mut out).map_err(unwritable())?;
                    self.books.summary.superseded += left_out;
                    self.books.note(&settle::note(&entry.path, left_out, void));
                    entry.length = length;
                    entry.documents -= left_out.min(entry.documents);
                    void.clone_into(&mut entry.superseded);
                }
            }
            entry.start = end;
            end += entry.length;
            lines.append(&Line::Source(entry)).map_err(unwritable())?;
        }
        // Between the two the journal speaks of a longer file; a run that finds that begins with the first input again.
        fs::rename(&next_part, &part).and_then(|()| fs::rename(&next_journal, &journal)).map_err(unwritable())?;
        self.part = out;
        self.journal = lines;
        Ok(())
    }
}

/// The entries of a file of lines, in their order.
fn entries(path: &std::path::Path) -> io::Result<impl Iterator<Item = Entry> + use<>> {
    let lines = Lines::open(path)?.into_iter().flatten().filter_map(Result::ok);
    Ok(lines.filter_map(|(_, _, line)| if let Line::Source(entry) = line { Some(entry) } else { None }))
}

impl Sink for Single<'_, '_> {
    fn take(&mut self, portion: Portion) -> Result<bool, BatchError> {
        let going = self.put(portion)?;
        self.stopped |= !going;
        Ok(going)
    }
}

impl Single<'_, '_> {
    fn put(&mut self, portion: Portion) -> Result<bool, BatchError> {
        match portion {
            Portion::Nothing(failure) => Ok(self.books.fail(&[failure], false)),
            Portion::Replayed(source, entry, end) => {
                self.visited.push(key(&source.path));
                self.done = (entry.start + entry.length, end);
                Ok(self.books.unchanged(&source, &entry))
            }
            Portion::Unchanged(source, entry) => {
                self.visited.push(key(&source.path));
                let going = self.books.unchanged(&source, &entry);
                let unwritable = self.unwritable();
                self.unchanged(*entry).map_err(unwritable)?;
                Ok(going)
            }
            Portion::Records(records) => {
                if records.last.is_some() {
                    self.visited.push(key(&records.source.path));
                }
                if records.refused { Ok(self.books.fail(&records.failures, false)) } else { self.records(records) }
            }
        }
    }
}
