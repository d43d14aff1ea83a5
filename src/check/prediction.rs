//! What the annotator finds in an annotated document.

use std::ops::Range;

use crate::Worker;
use crate::document::{Document, Passage, PassageKind, Span};
use crate::formats::read::structure;

use crate::formats::read::annotations::AnnotatedDocument;

/// A mention that the annotator is sure of.
#[derive(Clone, Debug, PartialEq)]
pub struct Predicted {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Its type.
    pub entity_type: String,
    /// Its CURIE.
    pub id: String,
    /// The preferred name.
    pub name: String,
    /// Every CURIE of it, members of a family among them.
    pub all: Vec<String>,
}

/// The mentions of a document with at least the score `least`.
pub(super) fn predict(worker: &mut Worker<'_>, annotated: &AnnotatedDocument, least: f32) -> Vec<Predicted> {
    let Some(text) = &annotated.text else { return Vec::new() };
    let mut document = Document { id: annotated.id.value.clone(), text: text.text.clone(), ..Document::default() };
    if text.passages.is_empty() {
        structure(&mut document);
    } else {
        let passage = |span: &Range<usize>| Passage { kind: PassageKind::Paragraph, section: None, span: Span::from_range(span.clone()) };
        document.passages = text.passages.iter().filter(|span| !span.is_empty()).map(passage).collect();
    }
    let record = worker.annotate(&document);
    let predicted = record.mentions.iter().filter(|mention| mention.score >= least).map(|mention| {
        let concept = &*mention.concept;
        let all = [&concept.id].into_iter().chain(&concept.xrefs).chain(concept.members.iter().map(|member| &member.id));
        Predicted {
            span: mention.span.range(),
            entity_type: concept.entity_type.clone(),
            id: concept.id.clone(),
            name: concept.name.clone(),
            all: all.cloned().collect(),
        }
    });
    predicted.collect()
}
