//! What stands around the records of an XML file: the elements they lie in, and what those say.

use quick_xml::events::Event;

use super::Fault;
use super::tree::{broken, error_position, local, position, reader};

/// Where a walk over the records of a file is.
pub(super) struct Around {
    /// The names of the elements that are records.
    pub(super) names: &'static [&'static str],
    /// The elements around them, outermost first, with the text of those before them that are no records.
    pub(super) before: Vec<(String, String)>,
    pub(super) doctype: String,
    /// How many records there have been.
    pub(super) count: usize,
    root_seen: bool,
    /// The elements that are open: whole name, line in which it was opened.
    open: Vec<(String, usize)>,
    /// How far lines have been counted: byte of the window and line of the file.
    counted: (usize, usize),
}

/// What the walk has come to.
pub(super) enum Step {
    /// A record, from its `<` on; the byte behind it where its tag is all there is.
    Record(usize, Option<usize>),
    /// The end of the window.
    End,
}

impl Around {
    pub(super) fn new(names: &'static [&'static str]) -> Self {
        Self { names, before: Vec::new(), doctype: String::new(), count: 0, root_seen: false, open: Vec::new(), counted: (0, 1) }
    }

    /// Notes that a record has been passed.
    pub(super) fn passed(&mut self) {
        self.count += 1;
        self.root_seen = true;
    }

    /// Forgets the first `bytes` of the window, and gives the line of the file at which it begins from now on.
    pub(super) fn forget(&mut self, window: &str, bytes: usize) -> usize {
        let line = self.line_at(window, bytes);
        self.counted = (0, line);
        line
    }

    /// The line of a byte of the window, counted on from where the last count ended.
    fn line_at(&mut self, window: &str, byte: usize) -> usize {
        let (from, line) = self.counted;
        let passed = window.as_bytes().get(from..byte).unwrap_or_default();
        self.counted = (byte.max(from), line + memchr::memchr_iter(b'\n', passed).count());
        self.counted.1
    }

    /// Walks from `used` on to the next record or the end of the window, which `more` may follow; `used` comes along.
    pub(super) fn walk(&mut self, window: &str, used: &mut usize, more: bool) -> Result<Step, Fault> {
        let start = *used;
        let mut reader = reader(window, start);
        let mut from = start;
        loop {
            let event = match reader.read_event() {
                Ok(event) => event,
                // A tag that goes on where the window ends is no fault.
                Err(_) if more => return Ok(Step::End),
                Err(fault) => return Err(broken(&fault, start + error_position(&reader))),
            };
            let to = start + position(&reader);
            match event {
                Event::Start(tag) => {
                    if self.is_record(tag.name().as_ref()) {
                        return Ok(Step::Record(from, None));
                    }
                    self.container(tag.name().as_ref(), window, from)?;
                }
                Event::Empty(tag) => {
                    if self.is_record(tag.name().as_ref()) {
                        return Ok(Step::Record(from, Some(to)));
                    }
                    self.container(tag.name().as_ref(), window, from)?;
                    self.open.pop();
                }
                Event::End(tag) => self.leave(tag.name().as_ref(), from)?,
                Event::DocType(_) => self.doctype = window.get(from..to).unwrap_or("").to_owned(),
                Event::Text(text) => self.loose(&text, from)?,
                Event::Eof => return Ok(Step::End),
                _ => {}
            }
            from = to;
            *used = to;
        }
    }

    fn is_record(&self, name: &str) -> bool {
        self.names.contains(&local(name)) && !(self.open.is_empty() && self.root_seen)
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

    /// The file has ended: everything must be closed, and something must have been there.
    pub(super) fn close(&self, window: &str) -> Result<(), Fault> {
        let end = window.trim_end().len();
        if let Some((name, line)) = self.open.last() {
            let what =
                format!("the file ends here, where \"</{name}>\" was expected (opened in line {line}): it is cut off; fetch it again");
            return Err(Fault::new(end, what));
        }
        // A set may be empty; anything else without a record is another kind of file.
        let is_set = self.before.first().is_some_and(|(root, _)| root == "collection" || root.to_ascii_lowercase().ends_with("set"));
        match (self.count, self.root_seen) {
            (0, false) => Err(Fault::new(end, format!("there is no element in the file; expected {}", self.expected()))),
            (0, true) if !is_set => Err(Fault::new(end, format!("there is no {} in the file; is it of another format?", self.expected()))),
            _ => Ok(()),
        }
    }

    fn expected(&self) -> String {
        let names: Vec<String> = self.names.iter().map(|name| format!("<{name}>")).collect();
        names.join(" or ")
    }
}
