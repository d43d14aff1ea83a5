//! The records of an XML file that is in memory, one after the other: the articles of a set, the documents of a collection, or
//! the one article that the file is.

use super::around::{Around, Step};
use super::tree::{cut_off, local, tag_name};
use super::{Fault, Tree};
use crate::formats::read::input::sha256;
use crate::formats::read::{Input, ReadError};

/// One record, read by a function that [`Records::next`] is given.
pub struct Record<'tree, 'text> {
    /// The record's element with everything in it.
    pub tree: &'tree Tree<'text>,
    /// The elements around it, outermost first, with the text of the elements before it that are no records, such as a
    /// collection's `<source>`.
    pub before: &'tree [(String, String)],
    /// SHA-256 of the file where the record is all that it holds, else of the record from its `<` to its `>`.
    pub sha256: String,
}

/// Walks over the records of a file.
pub struct Records {
    source: String,
    text: String,
    /// SHA-256 of the whole file.
    sha256: String,
    /// The byte up to which everything has been used.
    used: usize,
    around: Around,
    finished: bool,
}

impl Records {
    /// Reads the whole file first.
    ///
    /// # Errors
    /// See [`Input::text`].
    pub fn whole(input: Input, names: &'static [&'static str]) -> Result<Self, ReadError> {
        let source = input.source.clone();
        let (text, sha256) = input.text()?;
        Ok(Self { source, text, sha256, used: 0, around: Around::new(names), finished: false })
    }

    /// The name of the file, for messages.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Reads the next record with `read`; `None` at the end of the file.
    ///
    /// # Errors
    /// Broken XML, with its place. After an error nothing follows.
    pub fn next<Made>(&mut self, read: impl FnOnce(Record<'_, '_>) -> Made) -> Option<Result<Made, ReadError>> {
        if self.finished {
            return None;
        }
        let outcome = self.advance(read).map_err(|fault| fault.report(&self.source, &self.text, 1, 0));
        self.finished = !matches!(outcome, Ok(Some(_)));
        outcome.transpose()
    }

    fn advance<Made>(&mut self, read: impl FnOnce(Record<'_, '_>) -> Made) -> Result<Option<Made>, Fault> {
        let Step::Record(start, _) = self.around.walk(&self.text, &mut self.used, false)? else {
            return self.around.close(&self.text).map(|()| None);
        };
        let Some((tree, end)) = Tree::read(&self.text, start, &self.around.doctype)? else {
            return Err(cut_off(&self.text, start, "file"));
        };
        let sha256 = self.hash(start, end);
        let made = read(Record { tree: &tree, before: &self.around.before, sha256 });
        drop(tree);
        self.used = end;
        self.around.passed();
        Ok(Some(made))
    }

    fn hash(&self, start: usize, end: usize) -> String {
        let behind = self.text.as_bytes().get(end..).unwrap_or_default();
        let is_record = |place: usize| self.around.names.contains(&local(tag_name(&self.text[end + place + 1..])));
        let alone = self.around.count == 0 && !memchr::memchr_iter(b'<', behind).any(is_record);
        if alone { self.sha256.clone() } else { sha256(&self.text.as_bytes()[start..end]) }
    }
}
