//! PubMed records as text, also called MEDLINE or `.nbib`: a tag of up to four letters, a hyphen, a value that may go on in
//! lines indented by six blanks; records stand apart by blank lines.

use sha2::{Digest, Sha256};

use super::assembly::{Assembler, document_id, doi, pmcid, pmid, year};
use super::{Documents, Format, Input, ReadError};
use crate::document::{Document, PassageKind};

/// PubMed records as tagged text.
pub const FORMAT: Format = Format { name: "medline", description: "PubMed records as tagged text (MEDLINE, .nbib)", recognise, documents };

fn recognise(head: &[u8]) -> bool {
    let mut lines = head.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let first = lines.next().unwrap_or_default();
    // RIS has the hyphen in another column; any record of PubMed has a PMID.
    split_tag(first).is_some() && head.split(|&byte| byte == b'\n').any(|line| line.starts_with(b"PMID- "))
}

/// Tag and value of a line that begins a field.
fn split_tag(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let (tag, rest) = line.split_at_checked(4)?;
    let name = tag.trim_ascii_end();
    let is_tag = !name.is_empty() && name.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let value = rest.strip_prefix(b"-")?;
    is_tag.then_some((name, value.trim_ascii()))
}

/// One field of a record.
struct Field {
    tag: String,
    value: String,
}

/// Streams the records of a file.
struct Reader {
    input: Input,
    line: String,
    number: usize,
    fields: Vec<Field>,
    digest: Sha256,
    finished: bool,
}

fn documents(input: Input) -> Documents {
    let mut reader = Reader { input, line: String::new(), number: 0, fields: Vec::new(), digest: Sha256::new(), finished: false };
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
        loop {
            let mut line = std::mem::take(&mut self.line);
            if line.is_empty() && !self.input.next_line(&mut line)? {
                return Ok(self.record());
            }
            self.number += 1;
            if line.trim().is_empty() {
                if let Some(document) = self.record() {
                    return Ok(Some(document));
                }
                continue;
            }
            match split_tag(line.as_bytes()) {
                // Some collections of records have no blank lines between them.
                Some((b"PMID", _)) if self.fields.iter().any(|field| field.tag == "PMID") => {
                    self.number -= 1;
                    self.line = line;
                    return Ok(self.record());
                }
                Some((tag, value)) => self.fields.push(Field { tag: owned(tag), value: owned(value) }),
                None => self.go_on(&line)?,
            }
            self.digest.update(line.as_bytes());
            self.digest.update(b"\n");
        }
    }

    /// A line that goes on with the field before it.
    fn go_on(&mut self, line: &str) -> Result<(), ReadError> {
        let column = line.len() - line.trim_start().len() + 1;
        match self.fields.last_mut() {
            Some(field) if line.starts_with("      ") => {
                field.value.push(' ');
                field.value.push_str(line.trim());
                Ok(())
            }
            _ => Err(ReadError::Content {
                path: self.input.source.clone(),
                line: self.number,
                column,
                fault: format!(
                    "\"{}\" is no field; expected a tag of up to four letters and \"- \", or a line indented by six blanks",
                    beginning(line)
                ),
            }),
        }
    }

    /// Makes a document of the fields that have been collected.
    fn record(&mut self) -> Option<Document> {
        let fields = std::mem::take(&mut self.fields);
        let digest = std::mem::take(&mut self.digest).finalize();
        if fields.is_empty() {
            return None;
        }
        let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Some(document(&fields, self.input.source.clone(), sha256))
    }
}

fn owned(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The beginning of a line, for messages.
fn beginning(line: &str) -> String {
    line.trim_start().chars().take(30).collect()
}

fn document(fields: &[Field], source: String, sha256: String) -> Document {
    let mut document = Document { format: FORMAT.name, sha256, ..Document::default() };
    let values = |tag: &'static str| {
        fields.iter().filter(move |field| field.tag == tag && !field.value.is_empty()).map(|field| field.value.as_str())
    };
    let first = |tag| values(tag).next();
    document.identifiers.pmid = first("PMID").and_then(pmid);
    document.identifiers.pmcid = first("PMC").and_then(pmcid);
    document.identifiers.doi = values("LID").chain(values("AID")).find_map(|value| doi(value.strip_suffix("[doi]")?));
    document.journal = first("JT").or_else(|| first("TA")).map(str::to_owned);
    document.year = first("DP").and_then(year);
    let mut out = Assembler::default();
    out.begin(PassageKind::Title);
    out.push(first("TI").or_else(|| first("BTI")).unwrap_or_default());
    document.title = out.end().map(|span| out.since(span.start.index()).to_owned());
    joined(&mut out, PassageKind::Authors, values("AU").chain(values("CN")), ",");
    for summary in values("AB") {
        out.begin(PassageKind::Abstract);
        out.push(summary);
    }
    joined(&mut out, PassageKind::Keywords, values("OT").map(|keyword| keyword.trim_start_matches('*')), ";");
    document.id = document_id(&document.identifiers, None, &source);
    document.source = source;
    (document.text, document.passages) = out.finish();
    document
}

fn joined<'value>(out: &mut Assembler, kind: PassageKind, values: impl Iterator<Item = &'value str>, separator: &str) {
    out.begin(kind);
    for value in values {
        if out.has_text() {
            out.push(separator);
            out.space();
        }
        out.push(value);
    }
    out.end();
}

#[cfg(test)]
mod tests;
