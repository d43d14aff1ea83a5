//! The records of an XML file one after the other: the articles of a set, the documents of a collection, or the one
//! article that the file is.

use sha2::{Digest, Sha256};

use super::tree::{broken, error_position, local, position, reader, tag_name};
use super::{Fault, Tree};
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
    /// The names of the elements that are records.
    names: &'static [&'static str],
    /// What has been read and not yet used.
    window: String,
    /// The byte of the window up to which everything has been used.
    used: usize,
    /// The byte of the window from which the end of a record is looked for.
    searched: usize,
    /// Where more comes from; `None` when all has been read.
    input: Option<Input>,
    /// The hash of the whole file, where it is known.
    file: Option<String>,
    /// The line of the file at which the window begins, and the characters of that line before it.
    line: usize,
    column: usize,
    /// How far lines have been counted: byte of the window and line of the file.
    counted: (usize, usize),
    /// The elements around the records: whole name, line in which it was opened.
    open: Vec<(String, usize)>,
    before: Vec<(String, String)>,
    doctype: String,
    /// How many records there have been.
    count: usize,
    root_seen: bool,
    finished: bool,
    /// Whether the walk may go on behind a broken record.
    go_on: bool,
    /// Whether it did so just now.
    passed_over: bool,
    /// The most that one record may have, in bytes.
    maximum: u64,
}

enum Step {
    /// The byte at which a record begins.
    Record(usize),
    End,
}

impl Records {
    /// Reads the whole file first.
    ///
    /// # Errors
    /// See [`Input::text`].
    pub fn whole(input: Input, names: &'static [&'static str]) -> Result<Self, ReadError> {
        let source = input.source.clone();
        let (window, sha256) = input.text()?;
        Ok(Self { window, file: Some(sha256), ..Self::new(source, names, None) })
    }

    /// Reads line by line, as much as a record needs: for files of any size.
    #[must_use]
    pub fn streamed(input: Input, names: &'static [&'static str]) -> Self {
        Self::new(input.source.clone(), names, Some(input))
    }

    fn new(source: String, names: &'static [&'static str], input: Option<Input>) -> Self {
        let input_options = input.as_ref().map_or((false, u64::MAX), |input| (input.go_on, input.maximum_text));
        Self {
            source,
            names,
            window: String::new(),
            used: 0,
            searched: 0,
            input,
            file: None,
            line: 1,
            column: 0,
            counted: (0, 1),
            open: Vec::new(),
            before: Vec::new(),
            doctype: String::new(),
            count: 0,
            root_seen: false,
            finished: false,
            go_on: input_options.0,
            passed_over: false,
            maximum: input_options.1,
        }
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
        let outcome = self.advance(read);
        self.finished = !(matches!(outcome, Ok(Some(_))) || std::mem::take(&mut self.passed_over));
        outcome.transpose()
    }

    fn advance<Made>(&mut self, read: impl FnOnce(Record<'_, '_>) -> Made) -> Result<Option<Made>, ReadError> {
        self.drop_used();
        loop {
            let complete = self.fill()?;
            match self.between().map_err(|fault| self.report(fault))? {
                Step::Record(start) => {
                    let read_tree = match Tree::read(&self.window, start, &self.doctype) {
                        Ok(read_tree) => read_tree,
                        Err(fault) => return Err(self.broken_record(start, fault)),
                    };
                    let Some((tree, end)) = read_tree else {
                        self.used = start;
                        if complete {
                            return Err(self.cut_off(start));
                        }
                        continue;
                    };
                    let sha256 = self.hash(start, end);
                    let made = read(Record { tree: &tree, before: &self.before, sha256 });
                    drop(tree);
                    self.used = end;
                    self.count += 1;
                    self.root_seen = true;
                    return Ok(Some(made));
                }
                Step::End if complete => return self.close().map(|()| None),
                Step::End => {}
            }
        }
    }

    /// The error for a record that is no XML; where its end can be found, the next one is read all the same.
    fn broken_record(&mut self, start: usize, fault: Fault) -> ReadError {
        let error = self.report(fault);
        let rest = &self.window[start..];
        let name = rest.get(1..).map_or("", tag_name);
        let end = format!("</{name}>");
        if self.go_on
            && !name.is_empty()
            && let Some(place) = memchr::memmem::find(rest.as_bytes(), end.as_bytes())
        {
            self.used = start + place + end.len();
            self.searched = self.searched.max(self.used);
            self.passed_over = true;
        }
        error
    }

    /// Forgets what has been used, so that the window of a streamed file stays small; only where that is most of it, since
    /// the rest has to move.
    fn drop_used(&mut self) {
        if self.input.is_none() || self.used < self.window.len() / 2 {
            return;
        }
        let window = std::mem::take(&mut self.window);
        let line = self.line_at(&window, self.used);
        let before = &window[..self.used];
        self.column = match before.rfind('\n') {
            Some(end) => before[end + 1..].chars().count(),
            None => self.column + before.chars().count(),
        };
        self.line = line;
        self.window = window;
        self.window.drain(..self.used);
        self.searched = self.searched.saturating_sub(self.used);
        self.counted = (0, line);
        self.used = 0;
    }

    /// The line of a byte of the window, counted on from where the last count ended.
    fn line_at(&mut self, window: &str, byte: usize) -> usize {
        let (from, line) = self.counted;
        let passed = window.as_bytes().get(from..byte).unwrap_or_default();
        self.counted = (byte.max(from), line + memchr::memchr_iter(b'\n', passed).count());
        self.counted.1
    }

    /// Reads on until the window has the end of a record, and says whether all has been read.
    fn fill(&mut self) -> Result<bool, ReadError> {
        let Some(input) = &mut self.input else { return Ok(true) };
        let mut line = String::new();
        loop {
            let found = memchr::memmem::find_iter(&self.window.as_bytes()[self.searched..], b"</")
                .map(|place| self.searched + place + 2)
                .find(|&place| self.names.contains(&local(tag_name(&self.window[place..]))));
            if let Some(place) = found {
                self.searched = place;
                return Ok(false);
            }
            self.searched = self.window.len();
            if !input.next_line(&mut line)? {
                self.input = None;
                return Ok(true);
            }
            self.window.push_str(&line);
            self.window.push('\n');
            if (self.window.len() - self.used) as u64 > self.maximum {
                return Err(ReadError::TextTooLong { path: self.source.clone(), maximum: self.maximum });
            }
        }
    }

    /// Walks over what stands between records.
    fn between(&mut self) -> Result<Step, Fault> {
        let start = self.used;
        let window = std::mem::take(&mut self.window);
        let step = self.walk(&window, start);
        self.window = window;
        step
    }

    fn walk(&mut self, window: &str, start: usize) -> Result<Step, Fault> {
        let mut reader = reader(window, start);
        let mut from = start;
        loop {
            let event = match reader.read_event() {
                Ok(event) => event,
                // A tag that goes on where the window ends is no fault.
                Err(_) if self.input.is_some() => return Ok(Step::End),
                Err(fault) => return Err(broken(&fault, start + error_position(&reader))),
            };
            let to = start + position(&reader);
            match event {
                quick_xml::events::Event::Start(tag) => {
                    if self.names.contains(&local(tag.name().as_ref())) && !(self.open.is_empty() && self.root_seen) {
                        return Ok(Step::Record(from));
                    }
                    self.container(tag.name().as_ref(), window, from)?;
                }
                quick_xml::events::Event::Empty(tag) => {
                    if self.names.contains(&local(tag.name().as_ref())) && !(self.open.is_empty() && self.root_seen) {
                        return Ok(Step::Record(from));
                    }
                    self.container(tag.name().as_ref(), window, from)?;
                    self.open.pop();
                }
                quick_xml::events::Event::End(tag) => self.leave(tag.name().as_ref(), from)?,
                quick_xml::events::Event::DocType(_) => self.doctype = window.get(from..to).unwrap_or("").to_owned(),
                quick_xml::events::Event::Text(text) => self.loose(&text, from)?,
                quick_xml::events::Event::Eof => return Ok(Step::End),
                _ => {}
            }
            from = to;
            self.used = to;
        }
    }

    fn container(&mut self, name: &str, window: &str, from: usize) -> Result<(), Fault> {
        if self.open.is_empty() && self.root_seen {
            return Err(Fault::new(from, format!("<{name}> stands behind the end of the document; a file has one root element")));
        }
        if self.open.len() >= 32 {
            return Err(Fault::new(from, format!("<{name}> stands where a record was expected: {}", self.expected())));
        }
        self.root_seen = true;
        let line = self.line_at(window, from);
        self.open.push((name.to_owned(), line));
        self.before.push((local(name).to_owned(), String::new()));
        // A collection has a handful before its documents; a set's list of deleted records may have thousands.
        if self.before.len() > 64 {
            self.before.remove(32);
        }
        Ok(())
    }

    fn leave(&mut self, name: &str, from: usize) -> Result<(), Fault> {
        match self.open.pop() {
            Some((expected, _)) if expected == name => Ok(()),
            Some((expected, line)) => {
                Err(Fault::new(from, format!("\"</{name}>\" stands where \"</{expected}>\" was expected (opened in line {line})")))
            }
            None => Err(Fault::new(from, format!("\"</{name}>\" closes nothing that is open"))),
        }
    }

    fn loose(&mut self, text: &str, from: usize) -> Result<(), Fault> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if self.open.is_empty() {
            return Err(Fault::new(from, "text stands outside of the root element; is the file cut or joined from two?"));
        }
        if let Some((_, written)) = self.before.last_mut() {
            written.push_str(text.trim());
        }
        Ok(())
    }

    fn hash(&self, start: usize, end: usize) -> String {
        let alone = self.count == 0
            && self.names.iter().all(|name| {
                !memchr::memmem::find_iter(&self.window.as_bytes()[end..], b"<")
                    .any(|place| local(tag_name(&self.window[end + place + 1..])) == *name)
            });
        match &self.file {
            Some(file) if alone => file.clone(),
            _ => Sha256::digest(&self.window.as_bytes()[start..end]).iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    /// The file has ended: everything must be closed, and something must have been there.
    fn close(&mut self) -> Result<(), ReadError> {
        let end = self.window.trim_end().len();
        if let Some((name, line)) = self.open.last() {
            let what =
                format!("the file ends here, where \"</{name}>\" was expected (opened in line {line}): it is cut off; fetch it again");
            return Err(self.report(Fault::new(end, what)));
        }
        // A set may be empty; anything else without a record is another kind of file.
        let is_set = self.before.first().is_some_and(|(root, _)| root == "collection" || root.to_ascii_lowercase().ends_with("set"));
        match (self.count, self.root_seen) {
            (0, false) => Err(self.report(Fault::new(end, format!("there is no element in the file; expected {}", self.expected())))),
            (0, true) if !is_set => {
                Err(self.report(Fault::new(end, format!("there is no {} in the file; is it of another format?", self.expected()))))
            }
            _ => Ok(()),
        }
    }

    /// The fault of a record that the end of the file cuts off.
    fn cut_off(&self, start: usize) -> ReadError {
        let name = tag_name(self.window.get(start + 1..).unwrap_or("")).to_owned();
        let (place, inner) = super::tree::deepest_open(&self.window, start);
        let inner = inner.unwrap_or((name, start));
        self.report(Fault {
            offset: place.min(self.window.trim_end().len()),
            what: format!("the file ends here, where \"</{}>\" was expected: it is cut off; fetch it again", inner.0),
            opened: Some(inner),
        })
    }

    fn expected(&self) -> String {
        let names: Vec<String> = self.names.iter().map(|name| format!("<{name}>")).collect();
        names.join(" or ")
    }

    fn report(&self, fault: Fault) -> ReadError {
        fault.report(&self.source, &self.window, self.line, self.column)
    }
}
