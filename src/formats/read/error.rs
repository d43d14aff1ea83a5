//! Why an input cannot be read: what, where, and what to do.

use std::io;

/// Why an input cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system refuses the file, or what is packed in it cannot be unpacked.
    #[error("{path}: {source}")]
    File {
        /// Its path.
        path: String,
        /// The system's word.
        source: io::Error,
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
    /// A folder where a file was expected.
    #[error("{path}: this is a folder; give the files in it")]
    Folder {
        /// Its path.
        path: String,
    },
    /// Text in another encoding.
    #[error("{path}: this text is in {encoding}; biospan reads UTF-8: convert it with `iconv -f {encoding} -t UTF-8`")]
    Encoding {
        /// The file.
        path: String,
        /// The encoding as `iconv` calls it.
        encoding: &'static str,
    },
    /// Bytes that are no UTF-8.
    #[error(
        "{path}:{line}: byte {byte} (counted from 0) is {value:#04X}, which is not UTF-8 here; convert the file, for example with \
         `iconv -f WINDOWS-1252 -t UTF-8`, or read it with --lossy, which goes on with U+FFFD in its place"
    )]
    NotUtf8 {
        /// The file.
        path: String,
        /// Line from 1.
        line: usize,
        /// Position in the unpacked file, from 0.
        byte: u64,
        /// What stands there.
        value: u8,
    },
    /// More text than one document may have.
    #[error("{path}: the text is longer than {} MiB, the most that one document may have; split it", maximum >> 20)]
    TextTooLong {
        /// The file.
        path: String,
        /// The most, in bytes.
        maximum: u64,
    },
    /// A longer line than is read at once.
    #[error("{path}:{line}: the line is longer than {} MiB, the most that one line may have", maximum >> 20)]
    LineTooLong {
        /// The file.
        path: String,
        /// Line from 1.
        line: usize,
        /// The most, in bytes.
        maximum: u64,
    },
    /// Nothing, or nothing but white space.
    #[error("{path}: the file is empty")]
    Empty {
        /// The file.
        path: String,
    },
    /// Something that biospan does not read.
    #[error("{path}: this is {what}, which biospan does not read; {advice}")]
    Unsupported {
        /// The file.
        path: String,
        /// What it seems to be, with its article.
        what: String,
        /// What to do instead.
        advice: String,
    },
    /// A format of that name there is not.
    #[error("there is no format \"{given}\"; the formats are {known}")]
    UnknownFormat {
        /// What was asked for.
        given: String,
        /// What there is.
        known: String,
    },
}

impl ReadError {
    /// What kind of fault this is, in a word or two: for counting.
    #[must_use]
    pub fn cause(&self) -> &'static str {
        match self {
            ReadError::File { source, .. } if source.raw_os_error().is_some() => "cannot be read",
            ReadError::File { .. } => "damaged gzip",
            ReadError::Content { .. } => "broken content",
            ReadError::Folder { .. } => "a folder",
            ReadError::Encoding { .. } | ReadError::NotUtf8 { .. } => "not UTF-8",
            ReadError::TextTooLong { .. } | ReadError::LineTooLong { .. } => "too long",
            ReadError::Empty { .. } => "empty",
            ReadError::Unsupported { .. } | ReadError::UnknownFormat { .. } => "unknown format",
        }
    }

    /// The same error, as many lines further down.
    pub(super) fn below(mut self, lines: usize) -> Self {
        if let ReadError::Content { line, .. } | ReadError::NotUtf8 { line, .. } | ReadError::LineTooLong { line, .. } = &mut self {
            *line += lines;
        }
        self
    }

    /// Line and column, from 1, as far as they are known.
    #[must_use]
    pub fn place(&self) -> (Option<usize>, Option<usize>) {
        match self {
            ReadError::Content { line, column, .. } => (Some(*line), Some(*column)),
            ReadError::NotUtf8 { line, .. } | ReadError::LineTooLong { line, .. } => (Some(*line), None),
            _ => (None, None),
        }
    }
}
