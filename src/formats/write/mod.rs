//! Writers: records to bytes. One file a format; each puts a record behind what a buffer holds. [`FORMATS`] is the one list.

mod address;
mod bioc;
pub mod bioc_json;
pub mod bioc_xml;
pub mod brat;
pub mod conll;
pub mod counts;
pub mod html;
pub mod json;
pub mod json_lines;
mod loss;
mod offsets;
pub mod pubannotation;
pub mod pubtator;
mod pubtator3;
mod shown;
pub mod table;
pub mod web_annotation;

use std::io;

use crate::record::Record;

pub use loss::Loss;
pub use offsets::{Counter, Offsets};

/// Options of all writers; each heeds those that its format has a choice in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteOptions {
    /// Whether the document's text stands in the record, where the format can do without.
    pub text: bool,
    /// What offsets count; `None` for what the format's readers expect.
    pub offsets: Option<Offsets>,
    /// Whether types, identifiers and wrapping are those of PubTator 3.
    pub pubtator3: bool,
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self { text: true, offsets: None, pubtator3: false }
    }
}

/// How the documents of one output stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// One behind the other; each ends with its line feed.
    Stream {
        /// What stands once before the first.
        head: &'static str,
    },
    /// One stands alone, several in a JSON array.
    Array,
    /// All are parts of one text.
    Whole {
        /// What stands before the first.
        head: &'static str,
        /// What stands between two.
        between: &'static str,
        /// What stands behind the last.
        tail: &'static str,
    },
    /// Each is a file of its own.
    Each,
}

impl Frame {
    /// What stands between two documents.
    #[must_use]
    pub const fn between(&self) -> &'static str {
        match self {
            Frame::Array => ",\n",
            Frame::Whole { between, .. } => between,
            Frame::Stream { .. } | Frame::Each => "",
        }
    }
}

/// A format that can be written.
pub struct Format {
    /// Its name, as `--format` takes it.
    pub name: &'static str,
    /// What it is, for the help and for messages.
    pub description: &'static str,
    /// The ending of its files, without a dot.
    pub ending: &'static str,
    /// How documents stand together.
    pub frame: fn(&WriteOptions) -> Frame,
    /// Puts a record behind what the buffer holds.
    pub append: fn(&Record<'_>, &WriteOptions, &mut Vec<u8>) -> io::Result<()>,
    /// The file that stands beside one of this format, where it takes two.
    pub beside: Option<Beside>,
    /// What it carries.
    pub carries: Carries,
}

/// A second file of a document.
#[derive(Clone, Copy)]
pub struct Beside {
    /// The ending of its files, without a dot.
    pub ending: &'static str,
    /// Puts its content behind what the buffer holds.
    pub append: fn(&Record<'_>, &WriteOptions, &mut Vec<u8>) -> io::Result<()>,
}

/// What of a record is in a format; `docs/formats.md` has the same as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carries {
    /// Mentions inside others.
    pub nesting: bool,
    /// Mentions that consist of several parts.
    pub discontinuous: bool,
    /// Several identifiers of one mention.
    pub several_ids: bool,
    /// Text behind title and abstract as what it is, and not as more of the abstract.
    pub sections: bool,
    /// Where each mention stands.
    pub places: bool,
}

impl Carries {
    /// All of it.
    pub const ALL: Self = Self { nesting: true, discontinuous: true, several_ids: true, sections: true, places: true };
}

/// Every format.
pub const FORMATS: &[Format] = &[
    json::FORMAT,
    json_lines::FORMAT,
    bioc_json::FORMAT,
    bioc_xml::FORMAT,
    pubtator::FORMAT,
    pubannotation::FORMAT,
    brat::FORMAT,
    web_annotation::FORMAT,
    conll::FORMAT,
    table::FORMAT,
    counts::FORMAT,
    html::FORMAT,
];

/// The format with a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
