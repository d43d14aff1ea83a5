//! Annotated corpora as JSON Lines: `{"id", "text", "annotations": [{"start", "end", "type", "ids"}]}`, offsets in code
//! points; gzipped or not.

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;

use crate::document::{Document, Passage, PassageKind, Span};

/// One annotation.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldAnnotation {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The type as the corpus names it.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// Identifiers; empty where the annotators found none.
    #[serde(default)]
    pub ids: Vec<String>,
}

/// One annotated document.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldDocument {
    /// Its identifier.
    pub id: String,
    /// Its text.
    pub text: String,
    /// The annotations, by start.
    pub annotations: Vec<GoldAnnotation>,
}

/// Why a corpus cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// A file cannot be read.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Its path.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// A line is no annotated document.
    #[error("{path}:{line}: {source}", path = path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Line from 1.
        line: usize,
        /// What the parser says.
        source: serde_json::Error,
    },
}

/// Reads a corpus.
///
/// # Errors
/// See [`GoldError`].
pub fn read(path: &Path) -> Result<Vec<GoldDocument>, GoldError> {
    let fault = |source| GoldError::File { path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(fault)?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text).map_err(fault)?;
    } else {
        text = String::from_utf8(bytes).map_err(|error| fault(std::io::Error::new(std::io::ErrorKind::InvalidData, error)))?;
    }
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|source| GoldError::Line { path: path.to_owned(), line: index + 1, source })
        })
        .collect()
}

impl GoldDocument {
    /// The document with one passage a line, as the corpora have them.
    #[must_use]
    pub fn document(&self) -> Document {
        let mut passages = Vec::new();
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let kind = if passages.is_empty() { PassageKind::Title } else { PassageKind::Paragraph };
            if !line.trim().is_empty() {
                passages.push(Passage { kind, section: None, span: Span::from_range(start..start + line.trim_end().len()) });
            }
            start += line.len();
        }
        Document { id: self.id.clone(), text: self.text.clone(), passages, ..Document::default() }
    }

    /// The annotations' spans in bytes, with their types.
    #[must_use]
    pub fn spans(&self) -> Vec<(Span, &str)> {
        let offsets: Vec<usize> = self.text.char_indices().map(|(at, _)| at).chain([self.text.len()]).collect();
        let at = |character: usize| offsets.get(character).copied().unwrap_or(self.text.len());
        let span = |gold: &GoldAnnotation| Span::from_range(at(gold.start)..at(gold.end.max(gold.start)));
        self.annotations.iter().map(|gold| (span(gold), gold.entity_type.as_str())).collect()
    }
}
