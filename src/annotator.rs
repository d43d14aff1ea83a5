//! The front door of the library: dictionaries and options in an [`Annotator`], buffers in a [`Worker`].

use biospan_lexicon::image::ImageError;
use sha2::{Digest, Sha256};

use crate::dictionary::lexicon::{EMBEDDED_SHA256, Layer, embedded};
use crate::dictionary::overlay;
use crate::document::Document;
use crate::record::{Record, Stamp};

/// Why an annotator cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum AnnotatorError {
    /// The embedded dictionary cannot be used.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// A dictionary of the user's cannot be used.
    #[error(transparent)]
    Overlay(#[from] overlay::OverlayError),
    /// A type that no dictionary of the run has.
    #[error("unknown type \"{given}\"; this run's dictionaries have {known}")]
    UnknownType {
        /// What was asked for.
        given: String,
        /// What there is.
        known: String,
    },
    /// A namespace that no concept has.
    #[error("unknown namespace \"{given}\" for {entity_type}; the dictionaries have {known}")]
    UnknownNamespace {
        /// What was asked for.
        given: String,
        /// The type it was asked for.
        entity_type: String,
        /// What there is.
        known: String,
    },
    /// A rule that there is not.
    #[error("unknown rule \"{given}\"; the rules are {known}")]
    UnknownRule {
        /// What was asked for.
        given: String,
        /// What there is.
        known: String,
    },
    /// Neither the embedded dictionary nor one of the user's.
    #[error("no dictionary: give one with --dictionary FILE, or leave out --no-embedded")]
    NoDictionary,
}

/// Collects dictionaries and options; see [`Annotator::builder`].
pub struct Builder {
    embedded: bool,
    overlays: Vec<(String, Vec<u8>)>,
    stamp: Stamp,
}

impl Builder {
    /// Whether the embedded dictionary is used (it is, unless this says otherwise).
    #[must_use]
    pub fn embedded(mut self, yes: bool) -> Self {
        self.embedded = yes;
        self
    }

    /// Lays a dictionary of the user's over the others: a TSV with the header `id name synonyms type` and, if
    /// wanted, `xrefs parents`. `file` is its name for messages and for the record.
    #[must_use]
    pub fn overlay(mut self, file: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.overlays.push((file.into(), bytes.into()));
        self
    }

    /// Looks for these entity types only; all of the dictionaries' if never called.
    #[must_use]
    pub fn types(mut self, types: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.stamp.types = types.into_iter().map(Into::into).collect();
        self
    }

    /// Leaves out mentions with a lower score (0 to 1; 0.5 if never called).
    #[must_use]
    pub fn min_score(mut self, score: f32) -> Self {
        self.stamp.min_score = score;
        self
    }

    /// Shows concepts of a type under their cross reference of a namespace, where they have one.
    #[must_use]
    pub fn prefer(mut self, entity_type: impl Into<String>, namespace: impl Into<String>) -> Self {
        self.stamp.prefer.push((entity_type.into(), namespace.into()));
        self
    }

    /// Calls families and complexes genes.
    #[must_use]
    pub fn fold_families(mut self, yes: bool) -> Self {
        self.stamp.fold_families = yes;
        self
    }

    /// Keeps mentions that lie inside longer ones.
    #[must_use]
    pub fn nested(mut self, yes: bool) -> Self {
        self.stamp.nested = yes;
        self
    }

    /// Annotates the reference list too.
    #[must_use]
    pub fn references(mut self, yes: bool) -> Self {
        self.stamp.references = yes;
        self
    }

    /// Switches a rule of the resolver off.
    #[must_use]
    pub fn without(mut self, rule: impl Into<String>) -> Self {
        self.stamp.without.push(rule.into());
        self
    }

    /// Makes the annotator.
    ///
    /// # Errors
    /// See [`AnnotatorError`].
    pub fn build(self) -> Result<Annotator, AnnotatorError> {
        let mut stamp = self.stamp;
        let mut layers = Vec::new();
        if self.embedded {
            let image = embedded()?;
            stamp.dictionary_name = image.facts("name").next().unwrap_or_default().to_owned();
            stamp.dictionary_version = image.facts("version").next().unwrap_or_default().to_owned();
            stamp.dictionary_sha256 = EMBEDDED_SHA256.to_owned();
            layers.push(Layer::Embedded(image));
        } else {
            stamp.dictionary_name = "none".to_owned();
        }
        for (file, bytes) in &self.overlays {
            layers.push(Layer::Own(overlay::compile(file, bytes)?));
            let sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            stamp.overlays.push((file.clone(), sha256));
        }
        if layers.is_empty() {
            return Err(AnnotatorError::NoDictionary);
        }
        Ok(Annotator { layers, stamp })
    }
}

/// Dictionaries and options, shared by all workers of a run.
pub struct Annotator {
    layers: Vec<Layer>,
    stamp: Stamp,
}

impl Annotator {
    /// An annotator with the embedded dictionary and the usual options.
    ///
    /// # Errors
    /// See [`AnnotatorError`].
    pub fn new() -> Result<Annotator, AnnotatorError> {
        Annotator::builder().build()
    }

    /// Starts with the embedded dictionary and the usual options.
    #[must_use]
    pub fn builder() -> Builder {
        Builder { embedded: true, overlays: Vec::new(), stamp: Stamp { min_score: 0.5, ..Stamp::default() } }
    }

    /// What every record of this annotator says about its making.
    #[must_use]
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// A worker: it owns the buffers and is reused from document to document. One a thread.
    #[must_use]
    pub fn worker(&self) -> Worker<'_> {
        Worker { annotator: self }
    }
}

/// Annotates documents, one after the other.
pub struct Worker<'a> {
    annotator: &'a Annotator,
}

impl<'a> Worker<'a> {
    /// Finds and resolves the mentions of a document.
    pub fn annotate<'d>(&mut self, document: &'d Document) -> Record<'d>
    where
        'a: 'd,
    {
        Record { stamp: &self.annotator.stamp, document, sentences: Vec::new(), mentions: Vec::new(), abbreviations: Vec::new() }
    }
}
