//! The annotations of BioC: found in passages, sentences and documents, and placed in the text that the reader lays out.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use super::json::joined;
use super::names::curies;
use super::{Annotated, AnnotatedError, Annotation, Paper, TypeNames};
use crate::document::Document;

/// The infons that hold identifiers, in lower case and without blanks.
const IDENTIFIERS: [&str; 9] = ["identifier", "identifiers", "mesh", "omim", "ncbigene", "geneid", "ncbitaxon", "taxonomy", "cellosaurus"];

/// An annotation as a file gives it.
#[derive(Debug, Default)]
pub(super) struct Mark {
    pub infons: Vec<(String, String)>,
    pub text: Option<String>,
    /// Offset and length of each part, in the unit of the file.
    pub locations: Vec<(usize, usize)>,
}

#[derive(Deserialize)]
pub(super) struct JsonDocument {
    #[serde(default)]
    annotations: Vec<JsonAnnotation>,
    #[serde(default)]
    passages: Vec<JsonPassage>,
}

#[derive(Deserialize)]
struct JsonPassage {
    #[serde(default)]
    annotations: Vec<JsonAnnotation>,
    #[serde(default)]
    sentences: Vec<JsonPassage>,
}

#[derive(Deserialize)]
struct JsonAnnotation {
    #[serde(default)]
    infons: serde_json::Map<String, Value>,
    text: Option<String>,
    #[serde(default)]
    locations: Vec<JsonLocation>,
}

#[derive(Deserialize)]
struct JsonLocation {
    offset: usize,
    length: usize,
}

impl JsonDocument {
    /// The annotations, those of the document first.
    pub(super) fn marks(self) -> Vec<Mark> {
        let mut marks: Vec<Mark> = self.annotations.into_iter().map(JsonAnnotation::mark).collect();
        for passage in self.passages {
            let of_sentences = passage.sentences.into_iter().flat_map(|sentence| sentence.annotations);
            marks.extend(passage.annotations.into_iter().chain(of_sentences).map(JsonAnnotation::mark));
        }
        marks
    }
}

impl JsonAnnotation {
    fn mark(self) -> Mark {
        let word = |value: Value| match value {
            Value::String(word) => word,
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        Mark {
            infons: self.infons.into_iter().map(|(key, value)| (key, word(value))).collect(),
            text: self.text,
            locations: self.locations.iter().map(|location| (location.offset, location.length)).collect(),
        }
    }
}

/// Joins documents with the annotations that stand in them, both in the order of the file.
pub(super) fn join(
    source: &str,
    documents: Vec<Document>,
    marks: Vec<Vec<Mark>>,
    names: &TypeNames,
) -> Result<Vec<Annotated>, AnnotatedError> {
    if documents.len() != marks.len() {
        return Err(AnnotatedError::Form { path: source.to_owned() });
    }
    let joined = documents.into_iter().zip(marks).map(|(document, marks)| {
        let annotations = annotations(&document, marks, names).map_err(|fault| AnnotatedError::Annotation {
            path: source.to_owned(),
            id: document.id.clone(),
            fault,
        })?;
        Ok(Annotated { id: document.id.clone(), annotations, paper: Paper::LaidOut(Box::new(document)) })
    });
    joined.collect()
}

/// The annotations of a document, their offsets in characters.
fn annotations(document: &Document, marks: Vec<Mark>, names: &TypeNames) -> Result<Vec<Annotation>, String> {
    let starts: Vec<usize> = document.text.char_indices().map(|(at, _)| at).chain([document.text.len()]).collect();
    // Most files count characters, some bytes: the words say which.
    let characters = |offset: usize| (offset < starts.len()).then_some(offset);
    let bytes = |offset: usize| starts.binary_search(&offset).ok();
    let fitting = |unit: &dyn Fn(usize) -> Option<usize>| {
        let fits = |mark: &&Mark| match (span(mark, unit), &mark.text) {
            (Some((start, end)), Some(text)) => document.text[starts[start]..starts[end]] == **text,
            _ => false,
        };
        marks.iter().filter(fits).count()
    };
    let unit: &dyn Fn(usize) -> Option<usize> = if fitting(&bytes) > fitting(&characters) { &bytes } else { &characters };
    let mut annotations = Vec::with_capacity(marks.len());
    for mark in marks {
        // Marks without a type or a place are notes on the document or on relations.
        let Some(written) = mark.infons.iter().find(|(key, _)| key.eq_ignore_ascii_case("type")).map(|(_, value)| value.clone()) else {
            continue;
        };
        if mark.locations.is_empty() {
            continue;
        }
        let (start, end) = span(&mark, unit).ok_or_else(|| {
            let (offset, length) = mark.locations[0];
            let words = mark.text.as_deref().unwrap_or_default();
            format!("the annotation \"{words}\" at {offset} (length {length}) is not inside the text of {} characters", starts.len() - 1)
        })?;
        let entity_type = names.ours(&written).to_owned();
        let is_identifier = |key: &str| IDENTIFIERS.contains(&key.replace([' ', '_'], "").to_ascii_lowercase().as_str());
        let fields = mark.infons.iter().filter(|(key, _)| is_identifier(key));
        let ids: BTreeSet<String> = fields.flat_map(|(_, value)| curies(&entity_type, value)).collect();
        annotations.push(Annotation { start, end, text: mark.text, entity_type, primary: joined(&ids), ids, score: 1.0 });
    }
    Ok(annotations)
}

/// Start and end of a mark, over all its parts, in characters.
fn span(mark: &Mark, unit: &dyn Fn(usize) -> Option<usize>) -> Option<(usize, usize)> {
    let start = mark.locations.iter().map(|(offset, _)| *offset).min()?;
    let ends = mark.locations.iter().map(|(offset, length)| offset.checked_add(*length));
    let end = ends.collect::<Option<Vec<usize>>>()?.into_iter().max()?;
    Some((unit(start)?, unit(end)?)).filter(|(start, end)| start <= end)
}
