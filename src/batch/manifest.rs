//! The manifest: what was read, with what, and what became of it; JSON Lines that are only ever appended to.
//!
//! A line is written behind the output that it speaks of, so that a run that is killed at any moment leaves at most output without
//! a line, which the next run cuts off, and a line cut short, which it drops.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::Failure;
use super::walk::Source;
use crate::formats::read::input::sha256;
use crate::formats::write::FORMATS;

/// What became of one input file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its path as it was read.
    pub path: String,
    /// SHA-256 of the file as it lies on the disk; empty where it could not be known beforehand.
    pub sha256: String,
    /// The run that made it; see [`Line::Run`].
    pub made_with: String,
    /// Its file in the output folder; none where no document was in it, or where all records go to one file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Its files in the output folder with their lengths in bytes, for a format that has a file for each document.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, u64>,
    /// Where its records begin in the output file, in bytes.
    #[serde(default)]
    pub start: u64,
    /// How many bytes of output its records take.
    pub length: u64,
    /// How many documents were annotated.
    pub documents: u64,
    /// Documents or members of an archive that were taken from it so far: where a run that was killed goes on.
    #[serde(default)]
    pub taken: u64,
    /// What could not be annotated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<Failure>,
    /// PMIDs of its PubMed records in their order: numbers and ranges between commas.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub citations: String,
    /// PMIDs that it withdraws (`DeleteCitation`).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub withdrawn: String,
    /// PMIDs of records that were left out since a later file has another version or withdraws them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub superseded: String,
    /// Whether the file was not there any more at the last run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub vanished: bool,
}

impl Entry {
    /// An entry of the same input for the records that follow, with nothing in it yet.
    pub fn following(&self) -> Entry {
        Entry {
            start: self.start + self.length,
            length: 0,
            documents: 0,
            failures: Vec::new(),
            citations: String::new(),
            withdrawn: String::new(),
            ..self.clone()
        }
    }

    /// Whether its output bears the name that the source has now.
    pub fn output_of(&self, source: &Source) -> bool {
        let rest = |output: &str| output.strip_prefix(source.name.as_str()).map(str::to_owned);
        self.output.iter().all(|output| rest(output).is_some_and(|ending| is_ending(&ending)))
            && self.files.keys().all(|file| rest(file).is_some_and(|rest| rest.starts_with(['.', '/'])))
    }

    /// All its files in the output folder.
    pub fn outputs(&self) -> impl Iterator<Item = &str> {
        self.output.iter().chain(self.files.keys()).map(String::as_str)
    }

    /// Whether a checkpoint is the next one of the same input, and not the first of another try.
    fn goes_on_with(&self, part: &Entry) -> bool {
        let same = (&self.path, &self.sha256, &self.made_with) == (&part.path, &part.sha256, &part.made_with);
        same && part.start == self.start + self.length && part.taken > self.taken
    }

    /// Adds what came behind.
    pub fn add(&mut self, more: Entry) {
        self.length += more.length;
        self.documents += more.documents;
        self.taken = more.taken;
        self.failures.extend(more.failures);
        for (own, more) in [(&mut self.citations, more.citations), (&mut self.withdrawn, more.withdrawn)] {
            if !own.is_empty() && !more.is_empty() {
                own.push(',');
            }
            own.push_str(&more);
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// With what the entries behind it were made.
    Run {
        /// The short name that entries give it: it depends on all that follows.
        made_with: String,
        /// The program's version.
        biospan: String,
        /// Dictionary and options in words.
        options: String,
    },
    /// An input that is done.
    Source(Entry),
    /// A part of an input, since the last checkpoint of it.
    Checkpoint(Entry),
    /// All inputs are done; the output file has this length in bytes.
    Finished(u64),
}

/// What earlier runs have left. It holds a few bytes an input in memory; the entries stay in the files.
#[derive(Default)]
pub struct Manifest {
    files: Vec<Mutex<File>>,
    /// Entries by the hash of their path: file and byte. The path in the entry is compared when it is read.
    places: HashMap<u64, (u8, u64)>,
    /// The input that the run which was killed was at, as far as it came.
    pub checkpoint: Option<Entry>,
    /// The runs that made the entries, each once.
    pub runs: Vec<Line>,
    /// The length of the output file of the run that ended.
    pub finished: Option<u64>,
}

impl Manifest {
    /// Reads files of lines, later ones before earlier ones; those that are not there hold nothing.
    ///
    /// # Errors
    /// What the system says.
    pub fn load(paths: &[&Path]) -> io::Result<Self> {
        let mut manifest = Self::default();
        for path in paths {
            let Some(lines) = Lines::open(path)? else { continue };
            let number = u8::try_from(manifest.files.len()).unwrap_or(u8::MAX);
            manifest.files.push(Mutex::new(File::open(path)?));
            for found in lines {
                let (at, _, line) = found?;
                manifest.take(number, at, line);
            }
        }
        Ok(manifest)
    }

    fn take(&mut self, file: u8, at: u64, line: Line) {
        match line {
            run @ Line::Run { .. } => {
                if !self.runs.contains(&run) {
                    self.runs.push(run);
                }
            }
            Line::Source(entry) => {
                self.checkpoint.take_if(|so_far| so_far.path == entry.path);
                self.places.insert(key(&entry.path), (file, at));
            }
            Line::Finished(length) => self.finished = Some(length),
            Line::Checkpoint(part) => match &mut self.checkpoint {
                Some(so_far) if so_far.goes_on_with(&part) => so_far.add(part),
                _ => self.checkpoint = Some(part),
            },
        }
    }

    /// What became of an input.
    pub fn get(&self, path: &str) -> Option<Entry> {
        let (file, at) = *self.places.get(&key(path))?;
        self.read(file, at).filter(|entry| entry.path == path)
    }

    fn read(&self, file: u8, at: u64) -> Option<Entry> {
        // The lock guards nothing but the place in the file, which is set anew each time.
        let mut file = self.files.get(usize::from(file))?.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut line = Vec::new();
        BufReader::new(&mut *file).read_until(b'\n', &mut line).ok()?;
        match serde_json::from_slice(&line).ok()? {
            Line::Source(entry) => Some(entry),
            _ => None,
        }
    }

    /// How many inputs it knows.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// What became of the input with this hash of its path.
    pub fn at(&self, key: u64) -> Option<Entry> {
        let (file, at) = *self.places.get(&key)?;
        self.read(file, at)
    }

    /// All entries that `keep` wants by the hash of their path, in the order of the paths.
    pub fn entries(&self, mut keep: impl FnMut(u64) -> bool) -> Vec<Entry> {
        let wanted = self.places.iter().filter(|(key, _)| keep(**key));
        let mut entries: Vec<Entry> = wanted.filter_map(|(_, (file, at))| self.read(*file, *at)).collect();
        entries.sort_by(|one, other| one.path.cmp(&other.path));
        entries
    }
}

/// The hash of a path, by which entries are found.
pub fn key(path: &str) -> u64 {
    u64::from_str_radix(&sha256(path.as_bytes())[..16], 16).unwrap_or_default()
}

/// The lines of a file with the bytes at which they begin and end, as far as they are whole.
pub struct Lines {
    reader: BufReader<File>,
    at: u64,
}

impl Lines {
    /// Opens a file; `None` where there is none.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(path: &Path) -> io::Result<Option<Self>> {
        match File::open(path) {
            Ok(file) => Ok(Some(Self { reader: BufReader::with_capacity(1 << 16, file), at: 0 })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Iterator for Lines {
    type Item = io::Result<(u64, u64, Line)>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = Vec::new();
        if let Err(error) = self.reader.read_until(b'\n', &mut line) {
            return Some(Err(error));
        }
        // A line without its end is where a run was killed.
        let parsed = line.ends_with(b"\n").then(|| serde_json::from_slice(&line).ok()).flatten()?;
        let start = self.at;
        self.at += line.len() as u64;
        Some(Ok((start, self.at, parsed)))
    }
}

/// A manifest that is being written.
pub struct Journal {
    file: File,
    length: u64,
}

impl Journal {
    /// Goes on with a file behind its last whole line, or with nothing in a new one.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut whole = 0;
        for line in Lines::open(path)?.into_iter().flatten() {
            whole = line?.1;
        }
        let mut journal = Self { file: File::options().create(true).truncate(false).write(true).open(path)?, length: whole };
        journal.cut(whole)?;
        Ok(journal)
    }

    /// Cuts the file to a length.
    ///
    /// # Errors
    /// What the system says.
    pub fn cut(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)?;
        self.file.seek(SeekFrom::Start(length))?;
        self.length = length;
        Ok(())
    }

    /// Appends a line, and returns the byte at which it begins.
    ///
    /// # Errors
    /// What the system says.
    pub fn append(&mut self, line: &Line) -> io::Result<u64> {
        let mut written = serde_json::to_vec(line)?;
        written.push(b'\n');
        self.file.write_all(&written)?;
        let start = self.length;
        self.length += written.len() as u64;
        Ok(start)
    }

    /// Waits until it is on the disk.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }
}

/// Copies a part of a file.
///
/// # Errors
/// What the system says, and a file that is shorter.
pub fn copy_part(from: &mut File, start: u64, length: u64, to: &mut impl Write) -> io::Result<()> {
    from.seek(SeekFrom::Start(start))?;
    match io::copy(&mut from.take(length), to)? {
        copied if copied == length => Ok(()),
        _ => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is shorter than its manifest says")),
    }
}

/// Whether this is the ending of files of a format, with its dot and perhaps packed.
fn is_ending(ending: &str) -> bool {
    let Some(ending) = ending.strip_prefix('.') else { return false };
    let ending = ending.trim_end_matches(".gz").trim_end_matches(".zst");
    ending == "json" || FORMATS.iter().any(|format| format.ending == ending)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn entry(path: &str, documents: u64) -> Entry {
        Entry { path: path.to_owned(), documents, ..Entry::default() }
    }

    #[test]
    fn later_lines_count_and_a_line_cut_short_is_dropped() {
        let path = std::env::temp_dir().join(format!("biospan-manifest-{}", std::process::id()));
        let _ = fs::remove_file(&path);
        let mut journal = Journal::open(&path).unwrap();
        for line in [Line::Source(entry("a", 1)), Line::Source(entry("b", 2)), Line::Source(entry("a", 3))] {
            journal.append(&line).unwrap();
        }
        let whole = fs::metadata(&path).unwrap().len();
        File::options().append(true).open(&path).unwrap().write_all(b"{\"source\":{\"path\":\"c").unwrap();
        let manifest = Manifest::load(&[&path]).unwrap();
        assert_eq!(manifest.get("a").map(|entry| entry.documents), Some(3));
        assert_eq!(manifest.get("c"), None);
        assert_eq!(manifest.entries(|key| key == super::key("b")), [entry("b", 2)]);
        Journal::open(&path).unwrap().append(&Line::Source(entry("d", 4))).unwrap();
        assert_eq!(Lines::open(&path).unwrap().unwrap().count(), 4);
        assert!(fs::metadata(&path).unwrap().len() > whole);
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn checkpoints_of_one_input_add_up_until_it_is_done() {
        let part = |taken, start| {
            Line::Checkpoint(Entry {
                path: "a".into(),
                taken,
                start,
                length: 10,
                documents: 2,
                citations: taken.to_string(),
                ..Entry::default()
            })
        };
        let mut manifest = Manifest::default();
        manifest.take(0, 0, part(2, 0));
        manifest.take(0, 9, part(5, 10));
        let so_far = manifest.checkpoint.clone().unwrap();
        assert_eq!((so_far.taken, so_far.length, so_far.documents, so_far.start, so_far.citations.as_str()), (5, 20, 4, 0, "2,5"));
        // Begun again from its start: what was before does not count.
        manifest.take(0, 18, part(2, 0));
        assert_eq!(manifest.checkpoint.as_ref().map(|so_far| so_far.taken), Some(2));
        manifest.take(0, 27, Line::Source(entry("a", 7)));
        assert_eq!(manifest.checkpoint, None);
    }
}
