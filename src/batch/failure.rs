//! What went wrong with one paper: kept, counted, and no reason to stop.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::formats::read::ReadError;

/// One paper, file or member of an archive that could not be annotated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The file, with the name inside the archive behind it.
    pub file: String,
    /// Line from 1, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column from 1 in characters, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// The kind of fault, in a word or two, for counting.
    pub cause: String,
    /// The whole sentence: what is there, what was expected, what to do.
    pub reason: String,
}

impl Failure {
    /// A failure that is not a reader's.
    pub fn new(file: impl Into<String>, cause: &str, what: impl fmt::Display) -> Self {
        let file = file.into();
        Self { reason: format!("{file}: {what}"), file, line: None, column: None, cause: cause.to_owned() }
    }

    /// What a reader said about `file`.
    pub fn of(file: &str, error: &ReadError) -> Self {
        let (line, column) = error.place();
        Self { file: file.to_owned(), line, column, cause: error.cause().to_owned(), reason: error.to_string() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}
