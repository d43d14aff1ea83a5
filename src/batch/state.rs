//! What a run remembers beside its output: a folder with a lock, the manifest of the last run that ended, the journal of one that
//! did not, and the output that is being written.

use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::BatchError;
use super::books::refused;
use super::manifest::{Entry, Line, Lines, Manifest, key};
use super::walk::Source;

/// Where output goes that can be gone on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A file for each input, in a folder.
    Folder(PathBuf),
    /// One file for all.
    File(PathBuf),
}

impl Kept {
    /// The folder of state: hidden, beside the file or inside of the folder, so that files can be renamed from one to the other.
    #[must_use]
    pub fn state(&self) -> PathBuf {
        match self {
            Kept::Folder(folder) => folder.join(".biospan"),
            Kept::File(file) => {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                file.with_file_name(format!(".{name}.biospan"))
            }
        }
    }
}

/// The state, as it was when the run began.
#[derive(Default)]
pub struct State {
    kept: Option<Kept>,
    folder: PathBuf,
    /// What earlier runs have left.
    pub manifest: Manifest,
    /// See [`super::manifest::Line::Run`].
    pub made_with: String,
    /// Nothing of earlier runs counts.
    force: bool,
    /// Inputs that are done anew in any case, by the hash of their path.
    pub anew: HashSet<u64>,
    /// Held until the run ends.
    _lock: Option<File>,
}

impl State {
    /// No state: nothing is kept.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Opens the state beside an output, and locks it.
    ///
    /// # Errors
    /// What the system says; another run on the same output.
    pub fn open(kept: Kept, made_with: String, force: bool, anew: HashSet<u64>) -> Result<Self, BatchError> {
        let folder = kept.state();
        if let Kept::Folder(output) = &kept
            && fs::metadata(output).is_ok_and(|about| !about.is_dir())
        {
            return Err(BatchError::NotAFolder(output.display().to_string()));
        }
        fs::create_dir_all(&folder).map_err(refused(format!("{}: cannot make this folder", folder.display())))?;
        let lock = lock(&folder)?;
        let mut state = Self { folder, made_with, force, anew, _lock: Some(lock), kept: Some(kept), manifest: Manifest::default() };
        state.reload()?;
        Ok(state)
    }

    /// Reads what is there now.
    ///
    /// # Errors
    /// What the system says.
    pub fn reload(&mut self) -> Result<(), BatchError> {
        let (manifest, journal) = (self.path("manifest.jsonl"), self.path("journal.jsonl"));
        let loaded = match self.kept.clone() {
            Some(Kept::File(file)) => self.of_file(&file, &manifest, &journal),
            _ => Manifest::load(&[&manifest, &journal]),
        };
        self.manifest = loaded.map_err(refused(format!("{}: cannot read what an earlier run has left", self.folder.display())))?;
        Ok(())
    }

    /// The journal of a file speaks of another file than the manifest does: of the one that is being written.
    fn of_file(&self, file: &Path, manifest: &Path, journal: &Path) -> io::Result<Manifest> {
        let part = length(&self.path("part"));
        let begun = Manifest::load(&[journal])?;
        if part.is_none() && begun.finished.is_some() && begun.finished == length(file) {
            // Killed between the last two steps.
            fs::rename(journal, manifest)?;
        } else if part.unwrap_or(0) < furthest(journal)? {
            // The part is always written first: this is another one.
            fs::remove_file(journal)?;
        }
        let mut loaded = Manifest::load(&[manifest])?;
        if loaded.finished != length(file) {
            // Somebody else has changed or removed the file.
            loaded = Manifest::default();
        }
        loaded.checkpoint = Manifest::load(&[journal])?.checkpoint;
        Ok(loaded)
    }

    /// The file in which the records of an input grow.
    #[must_use]
    pub fn part(&self, path: &str) -> PathBuf {
        match self.kept {
            Some(Kept::Folder(_)) => self.path(&format!("part-{:016x}", key(path))),
            _ => self.path("part"),
        }
    }

    /// Removes what is left of parts.
    ///
    /// # Errors
    /// What the system says.
    pub fn remove_parts(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with("part") {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Entries below `roots` whose file is not there any more; `visited` are the hashes of the paths that were.
    #[must_use]
    pub fn vanished(&self, visited: &[u64], roots: &[String]) -> Vec<Entry> {
        let mut visited = visited.to_vec();
        visited.sort_unstable();
        let mut unseen = self.manifest.entries(|key| visited.binary_search(&key).is_err());
        unseen.retain(|entry| is_below(&entry.path, roots) && fs::metadata(&entry.path).is_err());
        unseen
    }

    /// Whether output goes to a folder.
    #[must_use]
    pub fn is_folder(&self) -> bool {
        matches!(self.kept, Some(Kept::Folder(_)))
    }

    /// Whether anything is kept.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.kept.is_some()
    }

    /// A file of the state.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Whether an entry was made with what this run has, and may be kept.
    #[must_use]
    pub fn is_current(&self, entry: &Entry) -> bool {
        // What the system refused may be there now.
        let retry = entry.failures.iter().any(|failure| failure.cause == "cannot be read");
        !self.force && !retry && entry.made_with == self.made_with && !entry.sha256.is_empty() && !self.anew.contains(&key(&entry.path))
    }

    /// What is there of an input, when nothing has changed.
    #[must_use]
    pub fn unchanged(&self, source: &Source, sha256: &str) -> Option<Entry> {
        let entry = self.manifest.get(&source.path)?;
        let same = entry.sha256 == sha256 && self.is_current(&entry);
        let there = match (self.kept.as_ref()?, &entry.output) {
            (Kept::Folder(folder), Some(output)) => length(&folder.join(output)) == Some(entry.length) && entry.output_of(source),
            (Kept::Folder(_), None) if entry.files.is_empty() => entry.length == 0,
            (Kept::Folder(folder), None) => {
                entry.files.iter().all(|(file, bytes)| length(&folder.join(file)) == Some(*bytes)) && entry.output_of(source)
            }
            (Kept::File(file), _) => length(file).is_some_and(|length| length >= entry.start + entry.length),
        };
        (same && there).then_some(entry)
    }

    /// How far a run that was killed has come with an input.
    #[must_use]
    pub fn resumed(&self, source: &Source, sha256: &str) -> Option<Entry> {
        let entry = self.manifest.checkpoint.clone()?;
        let same = entry.path == source.path && entry.sha256 == sha256 && self.is_current(&entry);
        let behind = if matches!(self.kept, Some(Kept::File(_))) { entry.start } else { 0 };
        (same && length(&self.part(&entry.path)).is_some_and(|length| length >= behind + entry.length)).then_some(entry)
    }
}

fn length(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().map(|about| about.len())
}

/// How long the output was when the last line was written.
fn furthest(journal: &Path) -> io::Result<u64> {
    let mut end = 0;
    for line in Lines::open(journal)?.into_iter().flatten() {
        if let (_, _, Line::Source(entry) | Line::Checkpoint(entry)) = line? {
            end = end.max(entry.start + entry.length);
        }
    }
    Ok(end)
}

/// Whether a path is one of the names that were given, or below one.
fn is_below(path: &str, roots: &[String]) -> bool {
    roots.iter().any(|root| Path::new(path).starts_with(root))
}

fn lock(folder: &Path) -> Result<File, BatchError> {
    let path = folder.join("lock");
    let lock = File::options().create(true).truncate(false).write(true).open(&path);
    let lock = lock.map_err(refused(format!("{}: cannot write here", path.display())))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(BatchError::Locked(folder.display().to_string())),
        Err(TryLockError::Error(source)) => Err(refused(format!("{}: cannot lock this file", path.display()))(source)),
    }
}
