//! Annotations of other programs and of curators as mentions.

use std::collections::HashSet;

use super::super::annotations::{AnnotatedDocument, AnnotatedText, Annotation, AnnotationFile, Trouble};
use super::super::input::sha256;
use super::super::{ReadError, structure};
use super::{Annotated, Concepts, content, settle};
use crate::document::{Document, Passage, PassageKind, Span};
use crate::record::{Alternatives, Concept, Mention, Reasons};

/// The documents of a file; `papers` are those that the reader of papers made of the same file.
pub(super) fn documents(mut file: AnnotationFile, papers: Vec<Document>) -> Vec<Result<Annotated, ReadError>> {
    let mut papers = papers.into_iter();
    let mut found = Vec::new();
    for document in std::mem::take(&mut file.documents) {
        let paper = papers.next();
        // A document of empty passages has no text, and nothing to place in it.
        let empty = document.annotations.is_empty().then(AnnotatedText::default);
        let Some(text) = document.text.as_ref().or(empty.as_ref()) else {
            let what = "there is no text to which these annotations belong; a conversion needs it";
            found.push(Err(content(&file, document.id.place.start, what)));
            continue;
        };
        let mut annotated = Annotated::of(laid_out(&file, &document, text, paper));
        let mut concepts = Concepts::default();
        for annotation in &document.annotations {
            match mention(annotation, &mut concepts, &text.text) {
                Ok((mention, strangers)) => {
                    annotated.mentions.push(mention);
                    let what =
                        |id: &String| format!("the identifier \"{id}\" has no prefix, and is left out; expected one such as MESH:{id}");
                    found.extend(strangers.iter().map(|id| Err(content(&file, annotation.place.start, what(id)))));
                }
                Err(fault) => found.push(Err(content(&file, annotation.place.start, fault))),
            }
        }
        enclose(&mut annotated);
        settle(&mut annotated);
        found.push(Ok(annotated));
    }
    // Line ends and the like stand in the way of nobody here.
    let faults = file.faults.iter().filter(|fault| matches!(fault.trouble, Trouble::Form | Trouble::NoText));
    found.extend(faults.map(|fault| Err(content(&file, fault.place.start, fault.message.clone()))));
    found
}

/// The document: with the passages of the paper where it has the same text.
fn laid_out(file: &AnnotationFile, document: &AnnotatedDocument, text: &AnnotatedText, paper: Option<Document>) -> Document {
    let mut laid_out = paper.filter(|paper| paper.text == text.text).unwrap_or_else(|| {
        let source = text.path.clone().unwrap_or_else(|| file.path.clone());
        let sha256 = sha256(text.text.as_bytes());
        let mut laid_out = Document { source, format: "text", sha256, text: text.text.clone(), ..Document::default() };
        structure(&mut laid_out);
        laid_out
    });
    if !document.id.value.is_empty() {
        laid_out.id.clone_from(&document.id.value);
    }
    laid_out
}

/// A mention, and identifiers that are no CURIEs.
fn mention(annotation: &Annotation, concepts: &mut Concepts, text: &str) -> Result<(Mention<'static>, Vec<String>), &'static str> {
    let outside = "this annotation lies outside of the text, and is left out";
    let parts: Option<Vec<_>> = annotation.parts.iter().map(|part| part.span.clone()).collect();
    let parts = joined(parts.ok_or(outside)?.into_iter().map(Span::from_range).collect(), text);
    let span = Span::from_range(annotation.span().ok_or(outside)?);
    if span.is_empty() {
        return Err("this annotation covers no text, and is left out");
    }
    let mut seen = HashSet::new();
    let curies = annotation.ids.iter().map(|id| id.curie.clone()).filter(|id| seen.insert(id.clone()));
    let is_curie = |id: &String| {
        id.split_once(':').is_some_and(|(prefix, rest)| !prefix.is_empty() && !rest.is_empty()) && !id.contains(char::is_whitespace)
    };
    let (curies, strangers): (Vec<String>, Vec<String>) = curies.partition(is_curie);
    let mut curies = curies.into_iter();
    let concept = Concept {
        id: curies.next().unwrap_or_default(),
        further: curies.collect(),
        entity_type: entity_type(&annotation.entity_type.value),
        name: annotation.name.as_ref().map(|name| name.value.clone()).unwrap_or_default(),
        ..Concept::default()
    };
    let mention = Mention {
        span,
        parts: if parts.len() > 1 { parts } else { Vec::new() },
        concept: concepts.one(concept),
        score: annotation.score.unwrap_or(1.0),
        evidence: Reasons::default(),
        alternatives: Alternatives::default(),
        passage: 0,
        sentence: None,
        nested_in: None,
    };
    Ok((mention, strangers))
}

/// Parts in order; those with nothing but a line's end between them are one, which brat has to write as two.
fn joined(mut parts: Vec<Span>, text: &str) -> Vec<Span> {
    parts.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for part in parts {
        let line_end = |last: &Span| Span { start: last.end, end: part.start }.of(text).is_some_and(|gap| matches!(gap, "\n" | "\r\n"));
        match joined.last_mut().filter(|last| line_end(last)) {
            Some(last) => last.end = part.end,
            None => joined.push(part),
        }
    }
    joined
}

/// A type in the spelling of ours.
fn entity_type(written: &str) -> String {
    let lower: String = written
        .chars()
        .map(|character| character.to_ascii_lowercase())
        .map(|character| if character.is_ascii_alphanumeric() { character } else { '_' })
        .collect();
    if lower.is_empty() { "entity".to_owned() } else { lower }
}

/// Gives every mention its passage. Curators mark where the reader of papers sees no passage, or across two: there
/// passages are joined.
fn enclose(annotated: &mut Annotated) {
    let passages = &mut annotated.document.passages;
    for mention in &annotated.mentions {
        let span = mention.span;
        if passages.iter().any(|passage| passage.span.contains(span)) {
            continue;
        }
        let touched: Vec<Passage> = passages.extract_if(.., |passage| passage.span.overlaps(span)).collect();
        let start = touched.iter().map(|passage| passage.span.start).fold(span.start, Ord::min);
        let end = touched.iter().map(|passage| passage.span.end).fold(span.end, Ord::max);
        let (kind, section) = touched.into_iter().next().map_or((PassageKind::Paragraph, None), |passage| (passage.kind, passage.section));
        let at = passages.partition_point(|passage| passage.span.start < start);
        passages.insert(at, Passage { kind, section, span: Span { start, end } });
    }
    for mention in &mut annotated.mentions {
        let behind = passages.partition_point(|passage| passage.span.start <= mention.span.start);
        mention.passage = behind.saturating_sub(1) as u32;
    }
}
