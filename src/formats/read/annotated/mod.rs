//! Annotated documents as records: biospan's own with all that is in them, those of other programs with what both know.

mod others;
mod record;

use std::collections::HashMap;
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use super::annotations::AnnotationFile;
use super::annotations::loading::{self, Source};
use super::{Input, ReadError, ReadOptions};
use crate::document::{Definition, Document, Span};
use crate::eval::annotated::TypeNames;
use crate::record::{Concept, Detail, Evidence, Mention, Record, Stamp};

/// A document with its mentions, which owns what a [`Record`] borrows.
#[derive(Clone, Debug, Default)]
pub struct Annotated {
    /// What the record was made with, as far as it says so.
    pub stamp: Stamp,
    /// The document.
    pub document: Document,
    /// See [`Record::sentences`].
    pub sentences: Vec<Span>,
    /// See [`Record::mentions`].
    pub mentions: Vec<Mention<'static>>,
    /// Rule and words of each mention's evidence.
    pub evidence: Vec<Vec<(String, String)>>,
    /// See [`Record::abbreviations`].
    pub abbreviations: Vec<Definition>,
}

impl Annotated {
    /// A document of which no dictionary has said anything.
    #[must_use]
    pub fn of(document: Document) -> Self {
        // As under `--no-embedded`.
        let stamp = Stamp { dictionary_name: "none".to_owned(), nested: true, ..Stamp::default() };
        Self { stamp, document, ..Self::default() }
    }

    /// The record.
    #[must_use]
    pub fn record(&self) -> Record<'_> {
        let said = |index: usize| self.evidence.get(index).map_or(&[][..], Vec::as_slice);
        let evidence = |index| said(index).iter().map(|(rule, detail)| Evidence { rule, detail: Detail::Told(detail) }).collect::<Vec<_>>();
        let mentions = self.mentions.iter().enumerate();
        Record {
            stamp: &self.stamp,
            document: &self.document,
            sentences: self.sentences.clone(),
            mentions: mentions.map(|(index, mention)| Mention { evidence: evidence(index).into(), ..mention.clone() }).collect(),
            abbreviations: self.abbreviations.clone(),
        }
    }
}

/// Documents and what could not be read, in the order of the file; after an error others may follow.
pub type AnnotatedDocuments = Box<dyn Iterator<Item = Result<Annotated, ReadError>>>;

/// The annotated documents of a file, or of standard input for `-`. A paper without annotations is a document without mentions.
///
/// # Errors
/// A file that cannot be read.
pub fn open(path: &str, options: &ReadOptions) -> Result<AnnotatedDocuments, ReadError> {
    let options = *options;
    let unpacked = path.trim_end_matches(".gz");
    if [".jsonl", ".ndjson"].iter().any(|ending| unpacked.ends_with(ending)) {
        return lines(path, options);
    }
    let source = if path == "-" {
        let mut bytes = Vec::new();
        let mut input = Input::open(path, &options)?;
        input.reader.read_to_end(&mut bytes).map_err(|source| ReadError::File { path: path.to_owned(), source })?;
        Source { path: path.to_owned(), bytes, ..Source::default() }
    } else {
        let annotations = loading::annotations_of(Path::new(path));
        loading::open(&annotations).map_err(|source| ReadError::File { path: path.to_owned(), source })?
    };
    let found = read(&source, &options);
    Ok(Box::new(found.into_iter()))
}

/// A line at a time: such files may be longer than memory.
fn lines(path: &str, options: ReadOptions) -> Result<AnnotatedDocuments, ReadError> {
    let input = Input::open(path, &options)?;
    let path = path.to_owned();
    let found = input.reader.lines().enumerate().flat_map(move |(index, line)| match line {
        Err(source) => vec![Err(ReadError::File { path: path.clone(), source })],
        Ok(line) if line.trim().is_empty() => Vec::new(),
        Ok(line) => {
            let source = Source { path: path.clone(), bytes: line.into_bytes(), ..Source::default() };
            let found = read(&source, &options).into_iter();
            found.map(|found| found.map_err(|error| error.below(index))).collect()
        }
    });
    Ok(Box::new(found))
}

/// The annotated documents of a source.
#[must_use]
pub fn read(source: &Source, options: &ReadOptions) -> Vec<Result<Annotated, ReadError>> {
    if let Some(records) = record::read(source) {
        return records;
    }
    match loading::read(source, &TypeNames::default()) {
        Some(file) => {
            let papers = papers(source, options);
            others::documents(file, papers)
        }
        None => match super::read(&source.path, source.bytes.clone(), options) {
            Ok(documents) => documents.map(|document| document.map(Annotated::of)).collect(),
            Err(error) => vec![Err(error)],
        },
    }
}

/// The same file as papers: their passages have roles and sections. What cannot be read so has a text all the same.
fn papers(source: &Source, options: &ReadOptions) -> Vec<Document> {
    let (path, bytes) = match &source.text {
        Some((path, bytes)) => (path, bytes),
        None => (&source.path, &source.bytes),
    };
    let format = if source.text.is_some() { Some("text") } else { options.format };
    let documents = super::read(path, bytes.clone(), &ReadOptions { format, go_on: true, ..*options });
    documents.map(|documents| documents.flatten().collect()).unwrap_or_default()
}

/// The concepts of a document: each has a key of its own.
#[derive(Default)]
struct Concepts {
    known: HashMap<(String, String), Vec<Arc<Concept>>>,
    count: u32,
}

/// No dictionary has so many layers.
const LAYER: u8 = u8::MAX;

impl Concepts {
    /// The one concept that is equal.
    fn one(&mut self, concept: Concept) -> Arc<Concept> {
        let known = self.known.entry((concept.id.clone(), concept.entity_type.clone())).or_default();
        let same = |other: &&Arc<Concept>| Concept { key: concept.key, ..Concept::clone(other) } == concept;
        if let Some(same) = known.iter().find(same) {
            return Arc::clone(same);
        }
        let concept = Arc::new(Concept { key: (LAYER, self.count), ..concept });
        self.count += 1;
        known.push(Arc::clone(&concept));
        concept
    }
}

/// Brings mentions into their order and says which lies in which.
fn settle(annotated: &mut Annotated) {
    let mentions = std::mem::take(&mut annotated.mentions);
    let mut evidence = std::mem::take(&mut annotated.evidence);
    evidence.resize(mentions.len(), Vec::new());
    let mut both: Vec<_> = mentions.into_iter().zip(evidence).collect();
    both.sort_by_key(|(mention, _)| (mention.span.start, std::cmp::Reverse(mention.span.end)));
    (annotated.mentions, annotated.evidence) = both.into_iter().unzip();
    let mut around: Vec<usize> = Vec::new();
    for index in 0..annotated.mentions.len() {
        let span = annotated.mentions[index].span;
        around.retain(|outer| annotated.mentions[*outer].span.end > span.start);
        let holds = |outer: &&usize| {
            let outer = annotated.mentions[**outer].span;
            outer.contains(span) && outer != span
        };
        let smallest = around.iter().filter(holds).min_by_key(|outer| annotated.mentions[**outer].span.len());
        annotated.mentions[index].nested_in = smallest.map(|outer| *outer as u32);
        around.push(index);
    }
}

/// A fault of a file as an error that names the place.
fn content(file: &AnnotationFile, at: usize, fault: impl Into<String>) -> ReadError {
    let before = file.content.get(..at).unwrap_or(&file.content);
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count();
    let column = before.rsplit('\n').next().unwrap_or("").chars().count();
    ReadError::Content { path: file.path.clone(), line: line + 1, column: column + 1, fault: fault.into() }
}
