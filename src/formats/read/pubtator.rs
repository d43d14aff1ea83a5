//! PubTator: lines `PMID|t|title` and `PMID|a|abstract`, then lines of annotations, which are not read; documents stand apart
//! by blank lines.

use sha2::{Digest, Sha256};

use super::assembly::{document_id, pmcid, pmid};
use super::{Documents, Format, Input, ReadError};
use crate::document::{Document, Passage, PassageKind, Span};

/// PubTator's text form.
pub const FORMAT: Format = Format { name: "pubtator", description: "PubTator text (PMID|t|title, PMID|a|abstract)", recognise, documents };

fn recognise(head: &[u8]) -> bool {
    let first = head.split(|&byte| byte == b'\n').find(|line| !line.trim_ascii().is_empty());
    let Some(first) = first else { return false };
    let start = String::from_utf8_lossy(&first[..first.len().min(80)]);
    text_line(&start).is_some_and(|line| matches!(line.letter, 't' | 'a'))
}

/// A line of text: `id|letter|text`.
struct TextLine<'line> {
    id: &'line str,
    letter: char,
    text: &'line str,
}

fn text_line(line: &str) -> Option<TextLine<'_>> {
    let (id, rest) = line.split_once('|')?;
    let (letter, text) = rest.split_once('|')?;
    let mut letters = letter.chars();
    let letter = letters.next().filter(char::is_ascii_lowercase)?;
    let is_id = !id.is_empty() && id.len() <= 64 && !id.contains(char::is_whitespace);
    (is_id && letters.next().is_none()).then_some(TextLine { id, letter, text })
}

/// Streams the documents of a file.
struct Reader {
    input: Input,
    /// A line that has been read, but belongs to the next document.
    ahead: Option<String>,
    number: usize,
    finished: bool,
}

/// A document that is being read. Its text is made of the lines' own text, one a line, unchanged: so PubTator's offsets are
/// offsets in it.
struct Open {
    id: String,
    letters: Vec<char>,
    text: String,
    passages: Vec<Passage>,
    title: Option<String>,
    digest: Sha256,
}

fn documents(input: Input) -> Documents {
    let mut reader = Reader { input, ahead: None, number: 0, finished: false };
    Box::new(std::iter::from_fn(move || {
        if reader.finished {
            return None;
        }
        let outcome = reader.next();
        reader.finished = !matches!(outcome, Ok(Some(_)));
        outcome.transpose()
    }))
}

impl Reader {
    fn next(&mut self) -> Result<Option<Document>, ReadError> {
        let mut open: Option<Open> = None;
        let mut line = String::new();
        loop {
            match self.ahead.take() {
                Some(ahead) => line = ahead,
                None if self.input.next_line(&mut line)? => self.number += 1,
                None => return Ok(open.map(|open| open.close(&self.input.source))),
            }
            if line.trim().is_empty() {
                if let Some(open) = open {
                    return Ok(Some(open.close(&self.input.source)));
                }
                continue;
            }
            if let Some(found) = text_line(&line) {
                if let Some(done) = open.take_if(|open| open.id != found.id || open.letters.contains(&found.letter)) {
                    self.ahead = Some(line);
                    return Ok(Some(done.close(&self.input.source)));
                }
                open.get_or_insert_with(|| Open::new(found.id)).add(&found);
            } else {
                self.check_annotation(&line, open.as_ref())?;
            }
            if let Some(open) = &mut open {
                open.digest.update(line.as_bytes());
                open.digest.update(b"\n");
            }
        }
    }

    /// Annotations and relations are lines of fields between tabs, the first of which is the document's name.
    fn check_annotation(&self, line: &str, open: Option<&Open>) -> Result<(), ReadError> {
        let fault =
            |column: usize, fault: String| Err(ReadError::Content { path: self.input.source.clone(), line: self.number, column, fault });
        let fields = line.split('\t').count();
        let id = line.split('\t').next().unwrap_or("");
        let Some(open) = open else {
            return fault(1, format!("\"{}\" begins no document; expected a line such as \"12345678|t|Title\"", beginning(line)));
        };
        if fields < 4 {
            let what = if fields == 1 { "there is no tab in the line" } else { "the line has too few fields" };
            return fault(
                line.chars().count().min(id.chars().count() + 1),
                format!(
                    "{what}; expected \"{}|a|text\", an annotation of at least four fields between tabs, or a blank line between documents",
                    open.id
                ),
            );
        }
        if id != open.id {
            return fault(1, format!("the annotation is of document \"{}\", but stands below the text of \"{}\"", beginning(id), open.id));
        }
        Ok(())
    }
}

impl Open {
    fn new(id: &str) -> Self {
        Self { id: id.to_owned(), letters: Vec::new(), text: String::new(), passages: Vec::new(), title: None, digest: Sha256::new() }
    }

    fn add(&mut self, line: &TextLine<'_>) {
        if !self.letters.is_empty() {
            self.text.push('\n');
        }
        self.letters.push(line.letter);
        let start = self.text.len() + line.text.len() - line.text.trim_start().len();
        self.text.push_str(line.text);
        let shown = line.text.trim();
        if shown.is_empty() {
            return;
        }
        let kind = match line.letter {
            't' => PassageKind::Title,
            'a' => PassageKind::Abstract,
            _ => PassageKind::Paragraph,
        };
        if line.letter == 't' {
            self.title = Some(shown.to_owned());
        }
        self.passages.push(Passage { kind, section: None, span: Span::from_range(start..start + shown.len()) });
    }

    fn close(self, source: &str) -> Document {
        let mut document = Document { format: FORMAT.name, source: source.to_owned(), title: self.title, ..Document::default() };
        document.sha256 = self.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        document.identifiers.pmid = pmid(&self.id);
        document.identifiers.pmcid = Some(&self.id).filter(|id| id.starts_with("PMC")).and_then(|id| pmcid(id));
        document.id = document_id(&document.identifiers, Some(&self.id), source);
        document.text = self.text;
        document.passages = self.passages;
        document
    }
}

/// The beginning of a line, for messages.
fn beginning(line: &str) -> String {
    line.chars().take(30).collect()
}

#[cfg(test)]
mod tests;
