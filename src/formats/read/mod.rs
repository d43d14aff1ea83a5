//! Readers: bytes to documents. One file a format; each has `recognise`, which looks at the beginning of a file, and
//! `documents`, which reads it. [`FORMATS`] is the one list.

pub mod annotated;
pub mod annotations;
pub mod assembly;
mod bioc;
mod bioc_json;
mod bioc_xml;
#[cfg(test)]
mod check;
pub mod citation;
mod error;
pub mod input;
mod jats;
mod json_lines;
pub mod markup;
mod medline;
mod pubmed_xml;
mod pubtator;
mod refusal;
mod text;

use crate::document::Document;

pub use input::{Input, ReadError, ReadOptions};
pub use text::from_text;
pub(crate) use text::structure;

/// The documents of one input, in its order. After an error nothing follows.
pub type Documents = Box<dyn Iterator<Item = Result<Document, ReadError>> + Send>;

/// The documents of one input in pieces, in its order: cut apart quickly, and read by whichever thread has time.
pub type Pieces = Box<dyn Iterator<Item = Result<Documents, ReadError>> + Send>;

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
pub const FORMATS: &[Format] = &[
    jats::FORMAT,
    pubmed_xml::FORMAT,
    bioc_xml::FORMAT,
    // Before BioC: a line with a text of its own may have passages too, as our own records do.
    json_lines::FORMAT,
    bioc_json::FORMAT,
    pubtator::FORMAT,
    medline::FORMAT,
    text::FORMAT,
];

/// Cuts an input into pieces.
type Cutting = fn(Input) -> Pieces;

/// Formats of files with many documents that show where one ends without reading it, and what cuts them.
const CUT: &[(&str, Cutting)] = &[(pubmed_xml::FORMAT.name, pubmed_xml::pieces), (json_lines::FORMAT.name, json_lines::pieces)];

/// The format with a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The documents of a file, or of standard input for `-`; the format is recognised unless the options name it.
///
/// ```no_run
/// use biospan::formats::read::{ReadOptions, open};
/// for document in open("paper.txt", &ReadOptions::default())? {
///     let document = document?;
///     println!("{}: {} passages", document.id, document.passages.len());
/// }
/// # Ok::<(), biospan::formats::read::ReadError>(())
/// ```
///
/// # Errors
/// A file that cannot be opened, that is of no known format, or a name of no format; what is wrong further on comes
/// from the iterator.
pub fn open(path: &str, options: &ReadOptions) -> Result<Documents, ReadError> {
    documents(Input::open(path, options)?, options)
}

/// The documents in bytes in memory; `source` is their name for messages and records.
///
/// ```
/// use biospan::document::PassageKind;
/// use biospan::formats::read::{ReadOptions, read};
/// let bytes = b"# Sepsis in mice\n\nIL-6 rose.\n".to_vec();
/// let document = read("note.md", bytes, &ReadOptions::default())?.next().unwrap()?;
/// assert_eq!(document.title.as_deref(), Some("Sepsis in mice"));
/// assert_eq!(document.passages[1].span.of(&document.text), Some("IL-6 rose."));
/// # Ok::<(), biospan::formats::read::ReadError>(())
/// ```
///
/// # Errors
/// As for [`open`].
pub fn read(source: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Documents, ReadError> {
    documents(Input::from_bytes(source, bytes, options)?, options)
}

/// The documents of an input that is open.
///
/// # Errors
/// Content of no known format.
pub fn documents(input: Input, options: &ReadOptions) -> Result<Documents, ReadError> {
    Ok((format(&input, options)?.documents)(input))
}

/// An input that is open, for many threads.
pub enum Cut {
    /// In pieces that are not yet read.
    Pieces(Pieces),
    /// In a format that has to be read in one go.
    Documents(Documents),
}

/// The documents of an input that is open, in pieces where the format allows it.
///
/// # Errors
/// Content of no known format.
pub fn cut(input: Input, options: &ReadOptions) -> Result<Cut, ReadError> {
    let format = format(&input, options)?;
    Ok(match CUT.iter().find(|(name, _)| *name == format.name) {
        Some((_, pieces)) => Cut::Pieces(pieces(input)),
        None => Cut::Documents((format.documents)(input)),
    })
}

fn format(input: &Input, options: &ReadOptions) -> Result<&'static Format, ReadError> {
    match options.format {
        Some(name) => by_name(name).ok_or_else(|| unknown(name)),
        None => FORMATS.iter().find(|format| (format.recognise)(input.head())).ok_or_else(|| refusal::refuse(&input.source, input.head())),
    }
}

/// The documents of pieces one after the other.
fn in_order(mut pieces: Pieces, go_on: bool) -> Documents {
    let mut open: Option<Documents> = None;
    let mut ended = false;
    Box::new(std::iter::from_fn(move || {
        while !ended {
            if let Some(read) = open.as_mut().and_then(Iterator::next) {
                ended = read.is_err() && !go_on;
                return Some(read);
            }
            match pieces.next() {
                Some(Ok(piece)) => open = Some(piece),
                Some(Err(error)) => {
                    open = None;
                    return Some(Err(error));
                }
                None => ended = true,
            }
        }
        None
    }))
}

/// The error for a name of no format.
#[must_use]
pub fn unknown(name: &str) -> ReadError {
    let known: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
    ReadError::UnknownFormat { given: name.to_owned(), known: known.join(", ") }
}
