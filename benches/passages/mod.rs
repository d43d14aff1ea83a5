//! What the benchmarks read: the passages of `corpus/`, repeated to about a megabyte.

use std::fs;
use std::path::{Path, PathBuf};

/// About how much text a benchmark works on, in bytes.
const ENOUGH: usize = 1_000_000;

/// A passage's file and its text.
pub type Passage = (PathBuf, String);

/// The plain passages of the corpus by name.
///
/// # Panics
/// If there are none: a benchmark over nothing would look very fast.
pub fn corpus() -> Vec<Passage> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}; the benchmarks need its passages", folder.display()));
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    assert!(!files.is_empty(), "{}: no *.txt here; the benchmarks need its passages", folder.display());
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).expect("a passage of the corpus is UTF-8");
        (file, text)
    };
    files.into_iter().map(read).collect()
}

/// How often the passages are repeated.
pub fn repeats(passages: &[Passage]) -> usize {
    let once: usize = passages.iter().map(|(_, text)| text.len()).sum();
    ENOUGH.div_ceil(once)
}
