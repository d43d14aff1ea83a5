//! Plain text, Markdown and what a browser's reader view copies.
//!
//! The document's text is the file as it is, and passages are spans in it: title, authors, headings, paragraphs, list
//! entries, captions, table cells, notes, references. Paragraphs may be hard-wrapped or stand one a line. The rules look at
//! what papers have in common, and where they are in doubt a passage is a paragraph: that is annotated.

mod blocks;
mod front;
mod glossary;
mod headings;
mod lines;
mod matter;
mod references;
mod roles;
mod sections;
mod tables;

use super::input::MAXIMUM_TEXT;
use super::{Documents, Format, Input, ReadError, refusal};
use crate::document::Document;

/// Plain text and Markdown.
pub const FORMAT: Format = Format { name: "text", description: "plain text, Markdown, or the text of a reader view", recognise, documents };

/// Whether it is no known other thing; this format is asked last.
fn recognise(head: &[u8]) -> bool {
    refusal::reason(head).is_none()
}

fn documents(input: Input) -> Documents {
    Box::new(std::iter::once(input).map(document))
}

fn document(input: Input) -> Result<Document, ReadError> {
    let (source, stem) = (input.source.clone(), input.stem().to_owned());
    let (text, sha256) = input.text()?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty { path: source });
    }
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        let advice = "give text".to_owned();
        return Err(ReadError::Unsupported {
            path: source,
            what: format!("binary data (a NUL byte at byte {at}, counted from 0)"),
            advice,
        });
    }
    let mut document = Document { source, format: FORMAT.name, sha256, text, ..Document::default() };
    structure(&mut document);
    let identifiers = &document.identifiers;
    document.id = identifiers.pmcid.clone().or_else(|| identifiers.pmid.clone()).unwrap_or(stem);
    Ok(document)
}

/// The document of a text in memory, divided as a plain text is. Its text stays as it is, so that offsets count in what was given.
///
/// # Errors
/// A text longer than [`input::MAXIMUM_TEXT`](super::input::MAXIMUM_TEXT).
pub fn from_text(id: String, text: String) -> Result<Document, ReadError> {
    if text.len() as u64 > MAXIMUM_TEXT {
        return Err(ReadError::TextTooLong { path: id, maximum: MAXIMUM_TEXT });
    }
    let mut document = Document { id, format: FORMAT.name, text, ..Document::default() };
    structure(&mut document);
    Ok(document)
}

/// Finds the passages of `document.text`, its reference list and its glossary; title, identifiers and year where the text
/// states them and the document does not have them yet.
pub(crate) fn structure(document: &mut Document) {
    // The text is borrowed by what is found in it, while the document is filled.
    let text = std::mem::take(&mut document.text);
    let lines = lines::split(&text);
    let first = matter::read(&text, &lines, document);
    let blocks = blocks::divide(&text, lines, first);
    sections::assign(&blocks, document);
    document.text = text;
}

#[cfg(test)]
mod tests;
