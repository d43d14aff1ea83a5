//! What rules over the whole corpus need to know of a file: small, so that it is kept from run to run.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::rules::joins_names;
use super::terminology::Terminology;
use crate::formats::read::annotations::AnnotationFile;

/// The documents of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// In the order of the file.
    pub documents: Vec<DocumentSummary>,
}

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSummary {
    /// Its identifier.
    pub id: String,
    /// Where that stands in the file, in bytes.
    pub place: Range<usize>,
    /// What is called how in it: each way once.
    pub names: Vec<NameSummary>,
}

/// A name and what it means in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameSummary {
    /// The words.
    pub words: String,
    /// The type.
    pub entity_type: String,
    /// Its concepts, for comparing.
    pub concepts: String,
    /// Its CURIEs, as the file has them.
    pub curies: String,
    /// The first annotation of this kind, in bytes of the file.
    pub place: Range<usize>,
}

/// What a rule over the whole corpus says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorpusDraft {
    /// Index of the file.
    pub file: usize,
    /// Where in the file.
    pub place: Range<usize>,
    /// What is there, what was expected, what to do.
    pub message: String,
    /// What the baseline knows it by.
    pub subject: String,
}

/// The summary of a file.
#[must_use]
pub fn summarize(file: &AnnotationFile, terms: &Terminology<'_>) -> Summary {
    let documents = file.documents.iter().map(|document| {
        let mut names: Vec<NameSummary> = Vec::new();
        for annotation in document.annotations.iter().filter(|annotation| !annotation.ids.is_empty()) {
            let words = match (annotation.span(), &document.text) {
                (Some(span), Some(text)) => text.words(&span),
                _ => annotation.text.as_ref().map_or("", |text| &text.value),
            };
            if joins_names(words) {
                continue;
            }
            let mut concepts: Vec<&str> = annotation.ids.iter().map(|id| terms.key(&id.curie)).collect();
            concepts.sort_unstable();
            concepts.dedup();
            names.push(NameSummary {
                words: words.to_owned(),
                entity_type: annotation.entity_type.value.clone(),
                concepts: concepts.join("|"),
                curies: annotation.curies().join(", "),
                place: annotation.place.clone(),
            });
        }
        names.sort_by(|left, right| {
            let key = |name: &NameSummary| (name.words.clone(), name.entity_type.clone(), name.concepts.clone(), name.place.start);
            key(left).cmp(&key(right))
        });
        let same = |left: &mut NameSummary, right: &mut NameSummary| {
            left.words == right.words && left.entity_type == right.entity_type && left.concepts == right.concepts
        };
        names.dedup_by(same);
        DocumentSummary { id: document.id.value.clone(), place: document.id.place.clone(), names }
    });
    Summary { documents: documents.collect() }
}
