//! One corpus measured: figures, notes, errors, and what changed from other predictions.

use std::path::Path;

use serde::Serialize;

use super::annotated::Annotated;
use super::calibration::Calibration;
use super::comparison::{Change, changes};
use super::equivalence::Equivalence;
use super::errors::{Error, errors};
use super::pairing::{Notes, Types, pair};
use super::score::{Scores, score};

/// What is looked at.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// These types only; all of the gold's where it is empty.
    pub types: Vec<String>,
    /// Identifiers that mean the same.
    pub equivalence: Equivalence,
    /// How many errors are kept of each kind and type.
    pub errors: usize,
}

/// A corpus that has been measured.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluation {
    /// Its name (see [`corpus_name`]).
    pub corpus: String,
    /// How many documents it has.
    pub documents: usize,
    /// The figures.
    #[serde(flatten)]
    pub scores: Scores,
    /// The figures of the predictions that these are compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Scores>,
    /// What else was seen.
    pub notes: Notes,
    /// The most frequent errors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Error>,
    /// The mentions that changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<Change>>,
}

impl Evaluation {
    /// Measures predictions, and `before` too if there are such to compare with.
    #[must_use]
    pub fn of(
        corpus: String,
        golds: &[Annotated],
        predictions: &[Annotated],
        before: Option<&[Annotated]>,
        scope: &Scope,
        calibration: &mut Calibration,
    ) -> Self {
        let types = Types::of(golds, &scope.types);
        let (paired, notes) = pair(golds, predictions, &types, &scope.equivalence);
        calibration.add(&paired);
        let before = before.map(|before| pair(golds, before, &types, &scope.equivalence).0);
        Self {
            corpus,
            documents: golds.len(),
            scores: score(&paired, &types),
            before: before.as_ref().map(|before| score(before, &types)),
            notes,
            errors: if scope.errors > 0 { errors(golds, &paired, scope.errors) } else { Vec::new() },
            changes: before.as_ref().map(|before| changes(golds, before, &paired)),
        }
    }
}

/// The name of a corpus by its file: the file's own, or the folder's where the file is named after a split.
///
/// ```
/// use biospan::eval::evaluation::corpus_name;
/// assert_eq!(["gold/bc5cdr/dev.jsonl.gz", "mine.json"].map(corpus_name), ["bc5cdr", "mine"]);
/// ```
#[must_use]
pub fn corpus_name(path: &str) -> String {
    let part = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
    let file = part(Path::new(path).file_name());
    let stem = file.split('.').next().unwrap_or_default();
    let folder = part(Path::new(path).parent().and_then(Path::file_name));
    let is_split = matches!(stem, "train" | "dev" | "test");
    if is_split && !folder.is_empty() { folder } else { stem.to_owned() }
}
