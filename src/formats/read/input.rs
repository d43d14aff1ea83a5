//! One input: a file or standard input, unpacked, with its name for messages.

use std::io::{BufRead, Read};

use sha2::{Digest, Sha256};

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

impl Input {
    /// An input from memory; `source` is its name for messages and records.
    ///
    /// # Errors
    /// None yet.
    pub fn from_bytes(source: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Input, ReadError> {
        Ok(Self { source: source.to_owned(), reader: Box::new(std::io::Cursor::new(bytes)), lossy: options.lossy })
    }

    /// Reads everything, and gives it with its SHA-256 in lower-case hexadecimal.
    ///
    /// # Errors
    /// The system's, and invalid UTF-8.
    pub fn text(mut self) -> Result<(String, String), ReadError> {
        let mut bytes = Vec::new();
        self.reader.read_to_end(&mut bytes).map_err(|source| ReadError::File { path: self.source.clone(), source })?;
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let text = if self.lossy {
            String::from_utf8_lossy(&bytes).into_owned()
        } else {
            String::from_utf8(bytes).map_err(|_| self.not_utf8(1))?
        };
        Ok((text, sha256))
    }

    /// Reads the next line, without its end, into `line`; false at the end.
    ///
    /// # Errors
    /// The system's, and invalid UTF-8.
    pub fn next_line(&mut self, line: &mut String) -> Result<bool, ReadError> {
        line.clear();
        let mut bytes = Vec::new();
        let read = self.reader.read_until(b'\n', &mut bytes).map_err(|source| ReadError::File { path: self.source.clone(), source })?;
        let text = if self.lossy {
            String::from_utf8_lossy(&bytes).into_owned()
        } else {
            String::from_utf8(bytes).map_err(|_| self.not_utf8(1))?
        };
        line.push_str(text.trim_end_matches(['\r', '\n']));
        Ok(read > 0)
    }

    fn not_utf8(&self, line: usize) -> ReadError {
        ReadError::Content { path: self.source.clone(), line, column: 1, fault: "not UTF-8".to_owned() }
    }
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
