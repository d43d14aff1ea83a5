//! What a folder or a file of records holds, told from the records themselves and from the manifest beside them.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use serde::Deserialize;

use super::books::refused;
use super::compression;
use super::manifest::Manifest;
use super::summary::{Summary, TopConcept};
use super::{BatchError, state_of};

/// What of a record is looked at.
#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    concepts: Vec<WrittenConcept>,
}

#[derive(Deserialize)]
struct WrittenConcept {
    id: String,
    #[serde(rename = "type")]
    entity_type: String,
    name: String,
    count: u64,
}

/// Reads all records below a folder, or in a file.
///
/// # Errors
/// What the system says; a line that is no record is counted as a failure.
pub fn read(path: &Path) -> Result<Summary, BatchError> {
    let mut summary = Summary::default();
    let mut concepts: HashMap<(String, String), TopConcept> = HashMap::new();
    for file in files(path)? {
        let unreadable = || refused(format!("{}: cannot read these records", file.display()));
        summary.output_bytes += std::fs::metadata(&file).map_err(unreadable())?.len();
        let lines = compression::open(&file).map_err(unreadable())?;
        count(lines, &mut summary, &mut concepts).map_err(unreadable())?;
        summary.inputs += 1;
    }
    summary.count(concepts.into_iter().map(|((entity_type, _), concept)| (entity_type, concept)));
    if let Some(state) = state_of(path) {
        let (manifest, journal) = (state.join("manifest.jsonl"), state.join("journal.jsonl"));
        let manifest = Manifest::load(&[&manifest, &journal]).map_err(refused(format!("{}: cannot read", manifest.display())))?;
        let entries = manifest.entries(|_| true);
        summary.inputs = entries.len() as u64;
        summary.vanished = entries.iter().filter(|entry| entry.vanished).count() as u64;
        for failure in entries.iter().flat_map(|entry| &entry.failures) {
            *summary.failures.entry(failure.cause.clone()).or_default() += 1;
        }
    }
    Ok(summary)
}

/// All files of records at or below a path, in the order of their names.
///
/// # Errors
/// What the system says.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>, BatchError> {
    std::fs::metadata(path).map_err(refused(path.display().to_string()))?;
    let mut walk = WalkBuilder::new(path);
    walk.standard_filters(false).hidden(true).sort_by_file_name(Ord::cmp);
    let mut files = Vec::new();
    for entry in walk.build() {
        let entry = entry.map_err(|error| refused(path.display().to_string())(io::Error::other(error)))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
        let named = entry.depth() == 0 || name.ends_with(".json") || name.ends_with(".jsonl");
        if named && entry.file_type().is_some_and(|kind| kind.is_file()) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn count(mut lines: impl BufRead, summary: &mut Summary, concepts: &mut HashMap<(String, String), TopConcept>) -> io::Result<()> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let Ok(record) = serde_json::from_slice::<Written>(&line) else {
            *summary.failures.entry("no record".to_owned()).or_default() += 1;
            continue;
        };
        summary.documents += 1;
        for concept in record.concepts {
            let WrittenConcept { id, entity_type, name, count } = concept;
            let known = concepts.entry((entity_type, id.clone())).or_insert_with(|| TopConcept { id, name, mentions: 0, documents: 0 });
            known.mentions += count;
            known.documents += 1;
        }
    }
}
