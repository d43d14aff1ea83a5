//! Files of records: which there are, and how to tell whether one has changed.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Component, Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{IndexError, refused};
use crate::batch::manifest::{Entry, Manifest};
use crate::batch::{state_of, stats};
use crate::formats::read::input::{hexadecimal, sha256};

/// The name of standard input.
pub const STANDARD_INPUT: &str = "-";

/// A file of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordFile {
    /// Where it is; [`STANDARD_INPUT`] for standard input.
    pub path: PathBuf,
    /// Its path in one spelling, with slashes, by which it is known again.
    pub name: String,
    /// What the manifest of the run that made it says of it.
    manifest: Option<String>,
}

impl RecordFile {
    /// Standard input.
    #[must_use]
    pub fn standard_input() -> Self {
        Self { path: STANDARD_INPUT.into(), name: STANDARD_INPUT.to_owned(), manifest: None }
    }

    /// Whether this is standard input, whose documents stay when others come.
    #[must_use]
    pub fn is_standard_input(&self) -> bool {
        self.name == STANDARD_INPUT
    }

    /// What changes when its records change: from the manifest where there is one, else the SHA-256 of the file. None for standard
    /// input.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn fingerprint(&self) -> Result<Option<String>, IndexError> {
        if self.is_standard_input() {
            return Ok(None);
        }
        if let Some(known) = &self.manifest {
            return Ok(Some(known.clone()));
        }
        let digest = digest(&self.path).map_err(refused(format!("{}: cannot read these records", self.path.display())))?;
        Ok(Some(format!("file {digest}")))
    }
}

/// All files of records that are named: folders with all that is below them, files, and `-`; each once, in the order given.
///
/// # Errors
/// What the system says.
pub fn find(named: &[PathBuf]) -> Result<Vec<RecordFile>, IndexError> {
    let mut found: Vec<RecordFile> = Vec::new();
    for path in named {
        if path.as_os_str() == STANDARD_INPUT {
            found.push(RecordFile::standard_input());
            continue;
        }
        let manifest = if path.is_dir() { manifest_of(path)? } else { HashMap::new() };
        for file in stats::files(path)? {
            let below = file.strip_prefix(path).map(spelled).unwrap_or_default();
            let manifest = manifest.get(&below).filter(|(length, _)| has_length(&file, *length));
            let manifest = manifest.map(|(_, fingerprint)| fingerprint.clone());
            found.push(RecordFile { name: spelled(&file), manifest, path: file });
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|file| seen.insert(file.name.clone()));
    Ok(found)
}

fn digest(path: &Path) -> io::Result<String> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    let mut hasher = Sha256::new();
    loop {
        let bytes = file.fill_buf()?;
        if bytes.is_empty() {
            return Ok(hexadecimal(&hasher.finalize()));
        }
        hasher.update(bytes);
        let length = bytes.len();
        file.consume(length);
    }
}

fn has_length(file: &Path, length: u64) -> bool {
    std::fs::metadata(file).is_ok_and(|about| about.len() == length)
}

/// Length and fingerprint of each file of records that the manifest in a folder speaks of.
fn manifest_of(folder: &Path) -> Result<HashMap<String, (u64, String)>, IndexError> {
    let Some(state) = state_of(folder) else { return Ok(HashMap::new()) };
    let (manifest, journal) = (state.join("manifest.jsonl"), state.join("journal.jsonl"));
    let loaded = Manifest::load(&[&manifest, &journal]).map_err(refused(format!("{}: cannot read", manifest.display())))?;
    let made = |entry: Entry| {
        let output = entry.output?;
        // Where it is not known what was read, the manifest says nothing of the records.
        let print = format!("{} {} {} {}", entry.made_with, entry.sha256, entry.length, sha256(entry.superseded.as_bytes()));
        (!entry.sha256.is_empty()).then_some((output, (entry.length, format!("manifest {print}"))))
    };
    Ok(loaded.entries(|_| true).into_iter().filter_map(made).collect())
}

/// A path in one spelling: without `.` and doubled slashes.
#[must_use]
pub fn spelled(path: &Path) -> String {
    let part = |component: Component<'_>| match component {
        Component::CurDir => None,
        Component::RootDir => Some(String::new()),
        other => Some(other.as_os_str().to_string_lossy().into_owned()),
    };
    path.components().filter_map(part).collect::<Vec<_>>().join("/")
}

/// Whether a file, by its name, is one of those named or lies below one of them.
#[must_use]
pub fn is_below(name: &str, named: &[PathBuf]) -> bool {
    named.iter().map(|path| spelled(path)).any(|folder| {
        let inside = name.strip_prefix(folder.as_str());
        inside.is_some_and(|rest| rest.is_empty() || folder.is_empty() || rest.starts_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_spelling() {
        for (given, expected) in [("a//b/./c.jsonl", "a/b/c.jsonl"), ("./a", "a"), ("/a/b/", "/a/b"), (".", ""), ("../a", "../a")] {
            assert_eq!(spelled(Path::new(given)), expected, "{given}");
        }
    }

    #[test]
    fn a_file_is_below_its_folders_and_no_others() {
        let cases = [
            ("a/b.jsonl", "a", true),
            ("a/b.jsonl", "a/", true),
            ("ab/b.jsonl", "a", false),
            ("a.jsonl", "a.jsonl", true),
            ("b.jsonl", ".", true),
            ("-", "a", false),
        ];
        for (name, folder, expected) in cases {
            assert_eq!(is_below(name, &[folder.into()]), expected, "{name} {folder}");
        }
    }
}
