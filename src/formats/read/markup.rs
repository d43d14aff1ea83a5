//! XML for the readers: a tree that borrows from the text, walks over the records of a file, and what the beginning
//! of a file says about its root.

mod around;
pub mod entity;
mod records;
mod root;
mod stretches;
mod tree;

pub use records::{Record, Records};
pub use root::root;
pub use stretches::{Stretch, Stretches};
pub use tree::{Child, Element, Tree};

use super::ReadError;

/// A fault in XML: where, counted in bytes of the piece that was read, and what.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Byte of the piece.
    offset: usize,
    /// What is there and what was expected.
    what: String,
    /// The element that was open, and the byte at which it was opened.
    opened: Option<(String, usize)>,
}

impl Fault {
    fn new(offset: usize, what: impl Into<String>) -> Self {
        Self { offset, what: what.into(), opened: None }
    }

    /// The fault as the user sees it. `piece` begins at the beginning of line `first_line` of the file, `from_column` characters
    /// into it.
    fn report(self, source: &str, piece: &str, first_line: usize, from_column: usize) -> ReadError {
        let (line, column) = place(piece, self.offset, first_line, from_column);
        let fault = match self.opened {
            None => self.what,
            Some((name, opened)) => {
                let (opened, _) = place(piece, opened, first_line, from_column);
                format!("{} (<{name}> was opened in line {opened})", self.what)
            }
        };
        ReadError::Content { path: source.to_owned(), line, column, fault }
    }
}

/// Line and column, from 1 and the column in characters, of a byte of a piece.
pub(crate) fn place(piece: &str, offset: usize, first_line: usize, from_column: usize) -> (usize, usize) {
    let mut offset = offset.min(piece.len());
    while !piece.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &piece[..offset];
    let line = first_line + memchr::memchr_iter(b'\n', before.as_bytes()).count();
    match before.rfind('\n') {
        Some(end) => (line, before[end + 1..].chars().count() + 1),
        None => (line, before.chars().count() + 1 + from_column),
    }
}
