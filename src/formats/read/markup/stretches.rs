//! The records of an XML file of any size, cut out in stretches before they are read: where a record ends its end tag says, and
//! what is in it any thread may find out.

use std::ops::Range;
use std::sync::Arc;
use std::vec;

use memchr::memmem;

use super::around::{Around, Step};
use super::tree::{cut_off, tag_name};
use super::{Fault, Record, Tree};
use crate::formats::read::input::sha256;
use crate::formats::read::{Input, ReadError};

/// A stretch is full with so many bytes of records …
const FULL: usize = 256 << 10;
/// … or so many records.
const COUNT: usize = 64;

/// How many end tags of a record are looked at for whether they are in a comment and the like.
const DOUBTS: usize = 16;

/// Cuts a file.
pub struct Stretches {
    source: Arc<str>,
    /// Where more comes from; `None` when all has been read.
    input: Option<Input>,
    /// What has been read and not yet given.
    window: String,
    /// The byte of the window up to which everything has been used.
    used: usize,
    /// The byte of the window from which the end of a record is looked for.
    searched: usize,
    /// The line of the file at which the window begins, and the characters of that line before it.
    line: usize,
    column: usize,
    around: Around,
    /// The tags of the records that came last, up to the name.
    end_tag: memmem::Finder<'static>,
    start_tag: memmem::Finder<'static>,
    go_on: bool,
    /// The most that one record may have, in bytes.
    maximum: u64,
    /// What ends the file, behind the records before it.
    error: Option<ReadError>,
    finished: bool,
}

/// Some records of a file, one behind the other.
pub struct Stretch {
    source: Arc<str>,
    text: String,
    line: usize,
    column: usize,
    doctype: String,
    before: Vec<(String, String)>,
    records: vec::IntoIter<Range<usize>>,
    go_on: bool,
}

impl Stretches {
    /// Cuts a file whose records are elements of these names.
    #[must_use]
    pub fn new(input: Input, names: &'static [&'static str]) -> Self {
        Self {
            source: input.source.as_str().into(),
            window: String::new(),
            used: 0,
            searched: 0,
            line: 1,
            column: 0,
            around: Around::new(names),
            end_tag: memmem::Finder::new(b"</").into_owned(),
            start_tag: memmem::Finder::new(b"<").into_owned(),
            go_on: input.go_on,
            maximum: input.maximum_text,
            error: None,
            finished: false,
            input: Some(input),
        }
    }

    /// Cuts out the next stretch; empty at the end of the file.
    fn cut(&mut self) -> Result<Vec<Range<usize>>, ReadError> {
        let mut records = Vec::new();
        loop {
            let cut = self.step(&mut records);
            let full = records.last().is_some_and(|last: &Range<usize>| last.end >= FULL) || records.len() >= COUNT;
            match cut {
                Ok(true) if !full => {}
                Ok(_) => return Ok(records),
                Err(error) if records.is_empty() => return Err(error),
                Err(error) => {
                    self.error = Some(error);
                    return Ok(records);
                }
            }
        }
    }

    /// Goes on to the end of the next record, or reads on; `false` at the end of the file.
    fn step(&mut self, records: &mut Vec<Range<usize>>) -> Result<bool, ReadError> {
        let more = self.input.is_some();
        let step = self.around.walk(&self.window, &mut self.used, more).map_err(|fault| self.report(fault))?;
        let record = match step {
            Step::Record(start, end) => Some((start, end.or_else(|| self.end_of(start)))),
            Step::End => None,
        };
        match record {
            Some((start, Some(end))) => {
                if (end - start) as u64 > self.maximum {
                    return Err(self.too_long());
                }
                records.push(start..end);
                self.used = end;
                self.around.passed();
            }
            _ if more => self.fill()?,
            Some((start, None)) => return Err(self.report(unended(&self.window, start, &self.around.doctype))),
            None => {
                self.finished = true;
                self.around.close(&self.window).map_err(|fault| self.report(fault))?;
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The byte behind the record that begins at `start`; `None` where the window ends before it does.
    fn end_of(&mut self, start: usize) -> Option<usize> {
        let window = self.window.as_bytes();
        let name = tag_name(&self.window[start + 1..]);
        if self.end_tag.needle().get(2..) != Some(name.as_bytes()) {
            self.end_tag = memmem::Finder::new(&format!("</{name}")).into_owned();
            self.start_tag = memmem::Finder::new(&format!("<{name}")).into_owned();
        }
        let (mut from, mut doubts) = (start.max(self.searched), 0);
        while let Some(place) = self.end_tag.find(&window[from..]) {
            let name_end = from + place + self.end_tag.needle().len();
            let end = name_end + memchr::memchr(b'>', &window[name_end..])? + 1;
            from = name_end;
            if !window[name_end..end - 1].trim_ascii().is_empty() {
                continue;
            }
            self.searched = name_end;
            // What looks like the end tag may stand in a comment or in CDATA, or end a record in the record.
            let inside = &window[start + 1..end];
            let goes_on = || {
                let nested = self.start_tag.find(inside).is_some();
                is_hidden(inside) || nested && matches!(Tree::read(&self.window[..end], start, &self.around.doctype), Ok(None))
            };
            if doubts >= DOUBTS || !goes_on() {
                return Some(end);
            }
            doubts += 1;
        }
        // The tag may be there in part.
        self.searched = window.len().saturating_sub(self.end_tag.needle().len()).max(from);
        None
    }

    fn fill(&mut self) -> Result<(), ReadError> {
        let Some(input) = &mut self.input else { return Ok(()) };
        if !input.next_lines(&mut self.window)? {
            self.input = None;
        } else if (self.window.len() - self.used) as u64 > self.maximum.saturating_add(FULL as u64) {
            return Err(self.too_long());
        }
        Ok(())
    }

    fn too_long(&self) -> ReadError {
        ReadError::TextTooLong { path: self.source.to_string(), maximum: self.maximum }
    }

    fn report(&self, fault: Fault) -> ReadError {
        fault.report(&self.source, &self.window, self.line, self.column)
    }

    /// Gives what has been used away.
    fn give(&mut self, records: Vec<Range<usize>>) -> Stretch {
        let rest = self.window.split_off(self.used);
        let text = std::mem::replace(&mut self.window, rest);
        let (line, column) = (self.line, self.column);
        self.line = self.around.forget(&text, text.len());
        self.column = match text.rfind('\n') {
            Some(end) => text[end + 1..].chars().count(),
            None => column + text.chars().count(),
        };
        self.searched = self.searched.saturating_sub(self.used);
        self.used = 0;
        Stretch {
            source: self.source.clone(),
            text,
            line,
            column,
            doctype: self.around.doctype.clone(),
            before: self.around.before.clone(),
            records: records.into_iter(),
            go_on: self.go_on,
        }
    }
}

/// After an error nothing follows.
impl Iterator for Stretches {
    type Item = Result<Stretch, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.error.take() {
            self.finished = true;
            return Some(Err(error));
        }
        if self.finished {
            return None;
        }
        match self.cut() {
            Ok(records) if records.is_empty() => None,
            Ok(records) => Some(Ok(self.give(records))),
            Err(error) => {
                self.finished = true;
                Some(Err(error))
            }
        }
    }
}

/// Whether the last tag stands in a comment or in CDATA.
fn is_hidden(text: &[u8]) -> bool {
    let last = |sign: &[u8]| memmem::rfind(text, sign);
    memmem::find(text, b"<!").is_some() && (last(b"<!--") > last(b"-->") || last(b"<![CDATA[") > last(b"]]>"))
}

/// The fault of a record without an end tag.
fn unended(text: &str, start: usize, doctype: &str) -> Fault {
    Tree::read(text, start, doctype).err().unwrap_or_else(|| cut_off(text, start, "file"))
}

impl Stretch {
    /// How many records are left.
    #[must_use]
    pub fn count(&self) -> usize {
        self.records.len()
    }

    /// The name of the file, for messages.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Reads the next record with `read`; `None` at the end of the stretch.
    ///
    /// # Errors
    /// Broken XML, with its place. Nothing follows, unless the walk may go on behind a broken record.
    pub fn next<Made>(&mut self, read: impl FnOnce(Record<'_, '_>) -> Made) -> Option<Result<Made, ReadError>> {
        let Range { start, end } = self.records.next()?;
        let text = self.text.get(..end).unwrap_or("");
        let fault = match Tree::read(text, start, &self.doctype) {
            Ok(Some((tree, end))) => {
                let sha256 = sha256(&text.as_bytes()[start..end]);
                return Some(Ok(read(Record { tree: &tree, before: &self.before, sha256 })));
            }
            Ok(None) => cut_off(text, start, "record"),
            Err(fault) => fault,
        };
        if !self.go_on {
            self.records = Vec::new().into_iter();
        }
        Some(Err(fault.report(&self.source, text, self.line, self.column)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Records;
    use super::*;
    use crate::formats::read::ReadOptions;

    type Texts = Vec<Result<String, String>>;

    fn whole(text: &str) -> Texts {
        let input = Input::from_bytes("set.xml", text.as_bytes().to_vec(), &ReadOptions::default()).unwrap();
        let mut records = Records::whole(input, &["r"]).unwrap();
        let next = || records.next(|record| record.tree.root().unwrap().verbatim());
        std::iter::from_fn(next).map(|read| read.map_err(|error| error.to_string())).collect()
    }

    fn stretched(text: &str, go_on: bool) -> Texts {
        let input = Input::from_bytes("set.xml", text.as_bytes().to_vec(), &ReadOptions { go_on, ..ReadOptions::default() }).unwrap();
        let mut texts = Texts::new();
        for stretch in Stretches::new(input, &["r"]) {
            match stretch {
                Err(error) => texts.push(Err(error.to_string())),
                Ok(mut stretch) => {
                    while let Some(read) = stretch.next(|record| record.tree.root().unwrap().verbatim()) {
                        texts.push(read.map_err(|error| error.to_string()));
                    }
                }
            }
        }
        texts
    }

    #[test]
    fn end_tags_that_end_nothing_are_passed_over() {
        let cases: [(&str, &[&str]); 6] = [
            ("<r>a</r><r/><r>b</r >", &["a", "", "b"]),
            ("<r>a<!-- </r> -->b</r><r>c</r>", &["ab", "c"]),
            ("<r><![CDATA[</r>]]></r><r>c</r>", &["</r>", "c"]),
            ("<r>a<r>b</r></r><r>c</r>", &["ab", "c"]),
            ("<r>a<rs></rs></r><!-- <r>b</r> --><r>c</r>", &["a", "c"]),
            ("<x>no</x>", &[]),
        ];
        for (records, expected) in cases {
            let text = format!("<set>{records}</set>");
            let texts: Texts = expected.iter().map(|text| Ok((*text).to_owned())).collect();
            assert_eq!(stretched(&text, false), texts, "{text}");
            assert_eq!(whole(&text), texts, "{text}");
        }
    }

    #[test]
    fn a_broken_record_costs_one_record_and_is_named_with_its_place() {
        let text = format!("<set>\n{}<r>&nosuch;</r>\n<r>b</r></set>", "<r>a</r>\n".repeat(100));
        let texts = stretched(&text, true);
        assert_eq!((texts.len(), texts.iter().filter(|read| read.is_ok()).count()), (102, 101));
        assert!(texts[100].as_ref().is_err_and(|fault| fault.starts_with("set.xml:102:4: the entity \"&nosuch;\"")), "{:?}", texts[100]);
    }

    proptest! {
        #[test]
        fn a_set_is_cut_as_it_is_read_in_one_go(
            parts in prop::collection::vec(
                prop::sample::select(vec!["<r>", "</r>", "<r>a</r>", "<r/>", "<x>", "</x>", "\n", "é", "<!-- </r> -->", "<![CDATA[</r>]]>", "&amp;", "&x;"]),
                0..20,
            )
        ) {
            let text = format!("<set>{}</set>", parts.concat());
            let (whole, stretched) = (whole(&text), stretched(&text, false));
            let sound = whole.iter().take_while(|read| read.is_ok()).count();
            prop_assert_eq!(&whole[..sound], &stretched[..sound.min(stretched.len())]);
            prop_assert!(stretched.len() >= sound && whole.len() == sound || stretched.iter().any(Result::is_err), "{:?} {:?}", whole, stretched);
        }
    }
}
