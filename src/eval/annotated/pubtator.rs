//! The annotations of PubTator's text form: lines `PMID`, start, end, words, type, identifiers, between tabs.

use std::collections::BTreeSet;

use super::json::joined;
use super::names::curies;
use super::{Annotated, AnnotatedError, Annotation, Paper, TypeNames, laid_out};
use crate::formats::read::{Input, ReadError};

pub(super) fn read(input: Input, names: &TypeNames) -> Result<Vec<Annotated>, AnnotatedError> {
    let source = input.source.clone();
    let (text, _) = input.text()?;
    let documents = laid_out(&source, "pubtator", &text)?;
    // Annotations stand below the text of their document, which the reader has checked.
    let mut own_ids: Vec<&str> = Vec::new();
    let mut annotations: Vec<Vec<Annotation>> = Vec::new();
    let mut lengths = documents.iter().map(|document| document.text.chars().count());
    let mut length = 0;
    for (index, line) in text.lines().enumerate() {
        let fault = |column, fault| ReadError::Content { path: source.clone(), line: index + 1, column, fault };
        match line.split_once('|') {
            Some((id, _)) if !id.contains(['\t', ' ']) => {
                if own_ids.last() != Some(&id) {
                    own_ids.push(id);
                    annotations.push(Vec::new());
                    length = lengths.next().unwrap_or(0);
                }
            }
            _ => {
                let annotation = annotation(line, names, length).map_err(|(column, what)| fault(column, what))?;
                if let (Some(annotation), Some(of_document)) = (annotation, annotations.last_mut()) {
                    of_document.push(annotation);
                }
            }
        }
    }
    // A document that comes twice in a row has both its parts' annotations in one; it will be refused.
    annotations.resize_with(documents.len(), Vec::new);
    let joined = documents.into_iter().zip(annotations);
    let joined =
        joined.map(|(document, annotations)| Annotated { id: document.id.clone(), annotations, paper: Paper::LaidOut(Box::new(document)) });
    Ok(joined.collect())
}

/// The annotation of a line; `None` for relations and blank lines.
fn annotation(line: &str, names: &TypeNames, length: usize) -> Result<Option<Annotation>, (usize, String)> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [id, start, end, words, written, rest @ ..] = &fields[..] else { return Ok(None) };
    let column = id.chars().count() + 2;
    let (start, end) = match (start.parse::<usize>(), end.parse::<usize>()) {
        (Ok(start), Ok(end)) => (start, end),
        // A relation has a word where an annotation has its start; the identifiers behind it may be numbers.
        (Err(_), _) => return Ok(None),
        _ => return Err((column, format!("\"{start}\" and \"{end}\" are no start and end; expected two numbers of characters"))),
    };
    if start > end || end > length {
        return Err((column, format!("{start} to {end} is not inside the document's text of {length} characters")));
    }
    let entity_type = names.ours(written).to_owned();
    let ids: BTreeSet<String> = rest.first().map(|ids| curies(&entity_type, ids).into_iter().collect()).unwrap_or_default();
    Ok(Some(Annotation { start, end, text: Some((*words).to_owned()), entity_type, primary: joined(&ids), ids, score: 1.0 }))
}
