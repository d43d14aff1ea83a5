//! Readers: bytes to documents. One file a format; each has `recognise`, which looks at the beginning of a file, and
//! `documents`, which reads it. [`FORMATS`] is the one list.

pub mod input;
mod interim;

use crate::document::Document;

pub use input::{Input, ReadError, ReadOptions};
pub use interim::{open, read};

/// The documents of one input, in its order. After an error nothing follows.
pub type Documents = Box<dyn Iterator<Item = Result<Document, ReadError>> + Send>;

/// A format that can be read.
pub struct Format {
    /// Its name, as `--input-format` takes it and as [`Document::format`] shows it.
    pub name: &'static str,
    /// What it is, for the help and for messages.
    pub description: &'static str,
    /// Whether the first bytes of a file (up to 64 KiB, unpacked, without byte order mark) are of this format.
    pub recognise: fn(head: &[u8]) -> bool,
    /// Reads the documents.
    pub documents: fn(Input) -> Documents,
}

/// Every format, in the order in which they are asked whether a file is theirs; plain text takes what is left.
pub const FORMATS: &[Format] = &[interim::JSON_LINES, interim::TEXT];

/// The format with a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
