//! One input: a file or standard input, unpacked, with its name for messages.

use std::io::BufRead;

/// How inputs are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions {
    /// The name of the format; `None` recognises it.
    pub format: Option<&'static str>,
    /// Replace invalid UTF-8 by U+FFFD and go on, instead of refusing the file.
    pub lossy: bool,
}

/// One input.
pub struct Input {
    /// The path as it was given, or `-` for standard input.
    pub source: String,
    /// Its bytes, unpacked, without byte order mark.
    pub reader: Box<dyn BufRead + Send>,
    /// See [`ReadOptions::lossy`].
    pub lossy: bool,
}

/// Why an input cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system refuses the file.
    #[error("{path}: {source}")]
    File {
        /// Its path.
        path: String,
        /// The system's word.
        source: std::io::Error,
    },
    /// The content is not what it should be.
    #[error("{path}:{line}:{column}: {fault}")]
    Content {
        /// The file.
        path: String,
        /// Line from 1.
        line: usize,
        /// Column from 1, in characters.
        column: usize,
        /// What is there, what was expected and what to do.
        fault: String,
    },
}
