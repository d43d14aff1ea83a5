//! What the benchmarks read: the passages of `corpus/`, repeated to about a megabyte.

use std::fs;
use std::path::{Path, PathBuf};

use biospan::formats::read::{self, ReadOptions};

/// About how much text a benchmark works on, in bytes.
const ENOUGH: usize = 1_000_000;

/// Endings of files that hold the text of a passage.
const TEXTS: [&str; 5] = ["txt", "md", "json", "xml", "pubtator"];

/// A passage's file and its text.
pub type Passage = (PathBuf, String);

/// The passages of the corpus by name, in whatever format they are.
///
/// # Panics
/// If there are none: a benchmark over nothing would look very fast.
pub fn corpus() -> Vec<Passage> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}; the benchmarks need its passages", folder.display()));
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    let holds_text = |file: &PathBuf| file.extension().is_some_and(|extension| TEXTS.iter().any(|ending| extension == *ending));
    files.retain(|file| holds_text(file) && file.file_name().is_none_or(|name| name != "README.md"));
    files.sort();
    assert!(!files.is_empty(), "{}: nothing here; the benchmarks need its passages", folder.display());
    let read = |file: PathBuf| {
        let mut documents = read::open(&file.to_string_lossy(), &ReadOptions::default()).expect("a passage of the corpus opens");
        let text = documents.next().expect("a file of the corpus has a passage").expect("a passage of the corpus can be read").text;
        (file, text)
    };
    files.into_iter().map(read).collect()
}

/// How often the passages are repeated.
pub fn repeats(passages: &[Passage]) -> usize {
    let once: usize = passages.iter().map(|(_, text)| text.len()).sum();
    ENOUGH.div_ceil(once)
}
