//! Annotated documents, gold or predicted, of any form that can be measured: the JSON Lines of annotated corpora, biospan's
//! own records, BioC as JSON or XML, PubTator's text form.

mod bioc;
mod bioc_xml;
mod json;
mod names;
mod pubtator;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use crate::Annotator;
use crate::document::{CharacterCounter, Document};
use crate::formats::read::{self, Input, ReadError, ReadOptions};

pub(crate) use names::prefixed;
pub use names::{TypeNames, curie};

/// One annotation or mention.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// First character (Unicode code point) of the document's text.
    pub start: usize,
    /// One past the last character; of an annotation in several parts, of the last part.
    pub end: usize,
    /// The words, where the file gives them.
    pub text: Option<String>,
    /// The type as it is measured (see [`TypeNames`]).
    pub entity_type: String,
    /// Every CURIE of it (see [`curie`]).
    pub ids: BTreeSet<String>,
    /// What names its concept: a mention's own CURIE; of a gold annotation all of its CURIEs, joined.
    pub primary: Option<String>,
    /// How sure the annotator was, 0 to 1; 1 for an annotation of a corpus, 0 for a mention without a score.
    pub score: f32,
}

/// The text of an annotated document, as far as its file gives it.
#[derive(Clone, Debug)]
enum Paper {
    Absent,
    Text(String),
    LaidOut(Box<Document>),
}

/// One annotated document.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// Its identifier.
    pub id: String,
    /// Its annotations, in the order of the file.
    pub annotations: Vec<Annotation>,
    paper: Paper,
}

impl Annotated {
    /// The text that offsets count in; `None` where the file leaves it out.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.paper {
            Paper::Absent => None,
            Paper::Text(text) => Some(text),
            Paper::LaidOut(document) => Some(&document.text),
        }
    }

    /// The document as `biospan annotate` reads it; `None` without a text.
    fn document(&self) -> Option<Cow<'_, Document>> {
        match &self.paper {
            Paper::Absent => None,
            Paper::Text(text) => {
                let mut document = Document { id: self.id.clone(), text: text.clone(), ..Document::default() };
                read::structure(&mut document);
                Some(Cow::Owned(document))
            }
            Paper::LaidOut(document) => Some(Cow::Borrowed(document)),
        }
    }
}

/// Why annotated documents cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum AnnotatedError {
    /// The file cannot be read, or is not what it seems to be.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// None of the forms.
    #[error("{path}: expected annotated documents: JSON Lines with \"annotations\", biospan's records, BioC or PubTator")]
    Form {
        /// The file.
        path: String,
    },
    /// Two documents of one name.
    #[error("{path}: document \"{id}\" is there twice; keep one of them, or give them names of their own")]
    Twice {
        /// The file.
        path: String,
        /// The document.
        id: String,
    },
    /// An annotation that cannot be where the file says.
    #[error("{path}: document \"{id}\": {fault}")]
    Annotation {
        /// The file.
        path: String,
        /// The document.
        id: String,
        /// What is wrong, and what was expected.
        fault: String,
    },
}

/// Reads the annotated documents of a file, gzipped or not; `-` is standard input.
///
/// # Errors
/// See [`AnnotatedError`]; what is wrong with a line is said with file, line and column.
pub fn read(path: &str, names: &TypeNames) -> Result<Vec<Annotated>, AnnotatedError> {
    from_input(Input::open(path, &ReadOptions::default())?, names)
}

/// Reads the annotated documents in bytes in memory; `source` is their name for messages.
///
/// ```
/// use biospan::eval::annotated::{TypeNames, from_bytes};
/// let line = r#"{"id": 7, "text": "Gout hurts.", "annotations": [{"start": 0, "end": 4, "type": "disease", "ids": ["MESH:D006073"]}]}"#;
/// let documents = from_bytes("gold.jsonl", line.into(), &TypeNames::default())?;
/// assert_eq!((documents[0].id.as_str(), documents[0].annotations[0].end), ("7", 4));
/// # Ok::<(), biospan::eval::annotated::AnnotatedError>(())
/// ```
///
/// # Errors
/// As for [`read()`].
pub fn from_bytes(source: &str, bytes: Vec<u8>, names: &TypeNames) -> Result<Vec<Annotated>, AnnotatedError> {
    from_input(Input::from_bytes(source, bytes, &ReadOptions::default())?, names)
}

fn from_input(input: Input, names: &TypeNames) -> Result<Vec<Annotated>, AnnotatedError> {
    let path = input.source.clone();
    let head = input.head().trim_ascii_start();
    let is = |format: &str| read::by_name(format).is_some_and(|format| (format.recognise)(input.head()));
    let documents = if matches!(head.first(), Some(b'{' | b'[')) {
        json::read(input, names)?
    } else if is("bioc-xml") {
        bioc_xml::read(input, names)?
    } else if is("pubtator") {
        pubtator::read(input, names)?
    } else {
        return Err(AnnotatedError::Form { path });
    };
    let mut seen = HashSet::new();
    match documents.iter().find(|document| !seen.insert(&document.id)) {
        Some(twice) => Err(AnnotatedError::Twice { id: twice.id.clone(), path }),
        None => Ok(documents),
    }
}

/// The documents of a file that has been read to its end, as its ordinary reader lays them out.
fn laid_out(source: &str, format: &'static str, text: &str) -> Result<Vec<Document>, ReadError> {
    read::read(source, text.as_bytes().to_vec(), &ReadOptions { format: Some(format), ..ReadOptions::default() })?.collect()
}

/// What an annotator finds in the texts of annotated documents; those without a text are left out.
#[must_use]
pub fn predict(annotator: &Annotator, golds: &[Annotated], names: &TypeNames) -> Vec<Annotated> {
    let mut worker = annotator.worker();
    let predict = |gold: &Annotated| {
        let document = gold.document()?;
        let record = worker.annotate(&document);
        let mut counter = CharacterCounter::new(&document.text);
        let annotations = record.mentions.iter().map(|mention| {
            let concept = &*mention.concept;
            let all = [&concept.id].into_iter().chain(&concept.xrefs).chain(concept.members.iter().map(|member| &member.id));
            Annotation {
                start: counter.at(mention.span.start).0 as usize,
                end: counter.at(mention.span.end).0 as usize,
                text: None,
                entity_type: names.ours(&concept.entity_type).to_owned(),
                ids: all.map(|id| curie(id)).collect(),
                primary: Some(curie(&concept.id)),
                score: mention.score,
            }
        });
        Some(Annotated { id: gold.id.clone(), annotations: annotations.collect(), paper: Paper::Absent })
    };
    golds.iter().filter_map(predict).collect()
}

#[cfg(test)]
mod tests;
