//! A file of records for each input, in a folder that mirrors the inputs.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::apart::Layout;
use super::books::{Books, refused};
use super::framing::Framing;
use super::hand::{Portion, Records};
use super::manifest::{Entry, Journal, Line, Manifest, key};
use super::pipeline::Sink;
use super::settle::{self, Settled};
use super::walk::Source;
use super::{BatchError, Failure, State};
use crate::formats::write::{Format, Frame};

/// Puts records into files.
pub struct Folder<'s, 'w> {
    root: PathBuf,
    state: Arc<State>,
    journal: Journal,
    format: &'static Format,
    framing: Framing,
    books: &'s mut Books<'w>,
    open: Option<Open>,
    /// The inputs in their order, by the hash of their path.
    visited: Vec<u64>,
    stopped: bool,
}

/// The input whose records come now.
struct Open {
    source: Arc<Source>,
    file: File,
    entry: Entry,
    /// What came since the last checkpoint.
    since: Entry,
    many: bool,
}

/// The manifest of the next run: before the first entry of each run stands the run's own line, and those of no entry go.
struct Next {
    journal: Journal,
    /// Not yet written.
    runs: Vec<Line>,
}

impl Next {
    fn append(&mut self, entry: Entry) -> io::Result<()> {
        let of_entry = |line: &Line| matches!(line, Line::Run { made_with, .. } if *made_with == entry.made_with);
        if let Some(place) = self.runs.iter().position(of_entry) {
            self.journal.append(&self.runs.remove(place))?;
        }
        self.journal.append(&Line::Source(entry)).map(drop)
    }
}

impl<'s, 'w> Folder<'s, 'w> {
    /// Goes on with a folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(
        root: PathBuf,
        state: Arc<State>,
        run: &Line,
        (format, framing): (&'static Format, Framing),
        books: &'s mut Books<'w>,
    ) -> Result<Self, BatchError> {
        let path = state.path("journal.jsonl");
        let unwritable = || refused(format!("{}: cannot write", path.display()));
        let mut journal = Journal::open(&path).map_err(unwritable())?;
        journal.append(run).map_err(unwritable())?;
        Ok(Self { root, state, journal, format, framing, books, open: None, visited: Vec::new(), stopped: false })
    }

    fn begin(&mut self, records: &mut Records) -> io::Result<Open> {
        let source = records.source.clone();
        let new = Entry {
            path: source.path.clone(),
            sha256: records.sha256.clone(),
            made_with: self.state.made_with.clone(),
            ..Entry::default()
        };
        let (file, entry) = match records.resumed.take() {
            Some(entry) => {
                let path = self.state.part(&source.path);
                let mut file = File::options().write(true).open(path)?;
                file.set_len(entry.length)?;
                file.seek(SeekFrom::End(0))?;
                (file, *entry)
            }
            None => (File::create(self.state.part(&source.path))?, new.clone()),
        };
        self.books.fail(&entry.failures, true);
        let since = Entry { start: entry.length, ..new };
        Ok(Open { source, file, entry, since, many: false })
    }

    fn records(&mut self, mut records: Records) -> Result<bool, BatchError> {
        let source = records.source.clone();
        let what = format!("{}: cannot write the records of {}", self.root.display(), source.path);
        let unwritable = || refused(what.clone());
        let continued = self.open.take().filter(|open| Arc::ptr_eq(&open.source, &source));
        let mut open = match continued {
            Some(open) => open,
            None => self.begin(&mut records).map_err(unwritable())?,
        };
        self.framing.apply(&mut records, open.entry.documents + open.since.documents).map_err(unwritable())?;
        open.file.write_all(&records.bytes).map_err(unwritable())?;
        open.many |= records.many;
        self.books.record(&source, records.documents, records.text, records.bytes.len(), records.last.is_some());
        let going = self.books.fail(&records.failures, false);
        open.since.add(records.entry(open.entry.taken));
        if records.last.is_some() {
            open.entry.add(open.since);
            return Ok(self.close(open.source, open.entry, open.many)? && going);
        }
        if records.taken.is_some() && !records.sha256.is_empty() {
            let following = open.since.following();
            let since = std::mem::replace(&mut open.since, following);
            open.entry.add(since.clone());
            self.journal.append(&Line::Checkpoint(since)).map_err(unwritable())?;
        }
        self.open = Some(open);
        Ok(going)
    }

    /// Puts the file of an input that is done into its place.
    fn close(&mut self, source: Arc<Source>, mut entry: Entry, many: bool) -> Result<bool, BatchError> {
        let part = self.state.part(&source.path);
        let before = self.state.manifest.get(&source.path);
        if let Err((target, error)) = self.put_in_place(&source, &part, &mut entry, many) {
            return self.unplaced(&target, error);
        }
        for stale in before.iter().flat_map(Entry::outputs).filter(|before| entry.outputs().all(|now| now != *before)) {
            remove(&self.root.join(stale))?;
        }
        self.visited.push(key(&source.path));
        self.journal.append(&Line::Source(entry)).map_err(refused(format!("{}: cannot write", self.root.display())))?;
        Ok(true)
    }

    /// Gives the records of an input their names.
    fn put_in_place(&self, source: &Source, part: &Path, entry: &mut Entry, many: bool) -> Result<(), (PathBuf, io::Error)> {
        let compression = self.framing.compression;
        if self.framing.frame == Frame::Each {
            let layout = Layout { root: &self.root, name: &source.name, several: entry.documents > 1, format: self.format, compression };
            entry.files = layout.lay_out(part)?;
            return Ok(());
        }
        // One record is JSON; several are JSON Lines.
        let ending = if self.format.name == "jsonl" && !many { "json" } else { self.format.ending };
        entry.output = (entry.documents > 0).then(|| format!("{}.{ending}{}", source.name, compression.ending()));
        let Some(output) = &entry.output else { return Ok(()) };
        let target = self.root.join(output);
        let placed = target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::rename(part, &target));
        placed.map_err(|error| (target, error))
    }

    /// What stands in the way of one file need not keep the others from their places; a full disk does.
    fn unplaced(&mut self, target: &Path, error: io::Error) -> Result<bool, BatchError> {
        use io::ErrorKind::{AlreadyExists, InvalidFilename, IsADirectory, NotADirectory, PermissionDenied};
        if !matches!(error.kind(), AlreadyExists | IsADirectory | NotADirectory | PermissionDenied | InvalidFilename) {
            return Err(refused(format!("{}: cannot write", target.display()))(error));
        }
        let what = format!("its records cannot be written there: {error}; what is in the way?");
        Ok(self.books.fail(&[Failure::new(target.display().to_string(), "cannot be written", what)], false))
    }

    /// Leaves out superseded records, says which inputs vanished, and makes the manifest of the journal. It returns the inputs
    /// that have to be done once more.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(mut self, roots: &[String], prune: bool) -> Result<Vec<u64>, BatchError> {
        let what = format!("{}: cannot write the manifest", self.root.display());
        let unwritable = || refused(what.clone());
        let (old, journal) = (self.state.path("manifest.jsonl"), self.state.path("journal.jsonl"));
        let manifest = Manifest::load(&[&old, &journal]).map_err(unwritable())?;
        let settled = settle::plan(self.visited.iter().filter_map(|key| manifest.at(*key)));
        let Settled { void, again } = settled;
        let path = self.state.path("manifest.part");
        let _ = fs::remove_file(&path);
        let mut next = Next { journal: Journal::open(&path).map_err(unwritable())?, runs: manifest.runs.clone() };
        for key in self.visited.clone() {
            let Some(mut entry) = manifest.at(key) else { continue };
            if let Some(void) = void.get(&key) {
                self.leave_out(&mut entry, void)?;
            }
            next.append(entry).map_err(unwritable())?;
        }
        self.keep_the_rest(&manifest, roots, prune, &mut next)?;
        next.journal.sync().map_err(unwritable())?;
        fs::rename(&path, &old).map_err(unwritable())?;
        remove(&journal)?;
        self.state.remove_parts().map_err(unwritable())?;
        Ok(again)
    }

    /// Entries of inputs that were not among those of this run stay, but for those that are gone under `--prune`.
    fn keep_the_rest(&mut self, manifest: &Manifest, roots: &[String], prune: bool, next: &mut Next) -> Result<(), BatchError> {
        let vanished = self.state.vanished(&self.visited, roots);
        let mut visited = self.visited.clone();
        visited.sort_unstable();
        for mut entry in manifest.entries(|key| visited.binary_search(&key).is_err()) {
            entry.vanished = vanished.iter().any(|gone| gone.path == entry.path);
            self.books.summary.vanished += u64::from(entry.vanished);
            if entry.vanished && prune {
                entry.outputs().try_for_each(|output| remove(&self.root.join(output)))?;
                self.books.note(&format!("{}: it is not there any more; its records were removed", entry.path));
                continue;
            }
            if entry.vanished {
                self.books.note(&format!("{}: it is not there any more; --prune removes its records", entry.path));
            }
            next.append(entry).map_err(refused(format!("{}: cannot write the manifest", self.root.display())))?;
        }
        Ok(())
    }

    /// Whether a failure has ended the run before all inputs were done.
    pub fn has_stopped(&self) -> bool {
        self.stopped
    }

    fn leave_out(&mut self, entry: &mut Entry, void: &str) -> Result<(), BatchError> {
        let Some(output) = &entry.output else { return Ok(()) };
        let (path, part) = (self.root.join(output), self.state.path("part-settling"));
        let unwritable = || refused(format!("{}: cannot leave out superseded records", path.display()));
        let mut file = File::create(&part).map_err(unwritable())?;
        let (left_out, length) = settle::filter(&path, None, entry, void, self.framing.compression, &mut file).map_err(unwritable())?;
        fs::rename(&part, &path).map_err(unwritable())?;
        entry.length = length;
        entry.documents -= left_out.min(entry.documents);
        void.clone_into(&mut entry.superseded);
        self.journal.append(&Line::Source(entry.clone())).map_err(unwritable())?;
        self.books.summary.superseded += left_out;
        self.books.note(&settle::note(&entry.path, left_out, void));
        Ok(())
    }
}

impl Sink for Folder<'_, '_> {
    fn take(&mut self, portion: Portion) -> Result<bool, BatchError> {
        let going = self.put(portion)?;
        self.stopped |= !going;
        Ok(going)
    }
}

impl Folder<'_, '_> {
    fn put(&mut self, portion: Portion) -> Result<bool, BatchError> {
        match portion {
            Portion::Nothing(failure) => Ok(self.books.fail(&[failure], false)),
            Portion::Unchanged(source, entry) | Portion::Replayed(source, entry, _) => {
                self.visited.push(key(&source.path));
                Ok(self.books.unchanged(&source, &entry))
            }
            Portion::Records(records) if records.refused => {
                self.visited.push(key(&records.source.path));
                Ok(self.books.fail(&records.failures, false))
            }
            Portion::Records(records) => self.records(records),
        }
    }
}

fn remove(path: &Path) -> Result<(), BatchError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(refused(format!("{}: cannot remove this file", path.display()))(error))
        }
        _ => Ok(()),
    }
}
