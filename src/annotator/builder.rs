//! What a run is made of: dictionaries, policies and options.

use biospan_lexicon::policy::Policy;
use sha2::{Digest, Sha256};

use super::{Annotator, AnnotatorError};
use crate::dictionary::amended::Amended;
use crate::dictionary::lexicon::{EMBEDDED_SHA256, Layer, embedded};
use crate::dictionary::overlay;
use crate::record::Stamp;
use crate::resolver::kinds::{Kinds, VARIANT};
use crate::resolver::variants::concept::Numbers;
use crate::resolver::{RULES, organism};

/// Collects dictionaries and options; see [`Annotator::builder`].
pub struct Builder {
    embedded: bool,
    overlays: Vec<(String, Vec<u8>)>,
    policies: Vec<(String, Vec<u8>)>,
    organism: Option<String>,
    stamp: Stamp,
}

impl Builder {
    pub(super) fn new() -> Self {
        let stamp = Stamp { min_score: 0.5, ..Stamp::default() };
        Builder { embedded: true, overlays: Vec::new(), policies: Vec::new(), organism: None, stamp }
    }

    /// Whether the embedded dictionary is used (it is, unless this says otherwise).
    #[must_use]
    pub fn embedded(mut self, yes: bool) -> Self {
        self.embedded = yes;
        self
    }

    /// Lays a dictionary of the user's over the others: a TSV with the header `id name synonyms type` and, if
    /// wanted, `xrefs parents`, or the image that [`overlay::compile_all`] made of such tables. `file` is its name for
    /// messages and for the record.
    #[must_use]
    pub fn overlay(mut self, file: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.overlays.push((file.into(), bytes.into()));
        self
    }

    /// Lays a policy of the user's over all dictionaries: a TSV with the header `name type action argument reason`, as
    /// the tree's own. Its decisions take the place of those that the dictionaries were compiled with. The record lists
    /// the file among the overlays.
    #[must_use]
    pub fn policy(mut self, file: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.policies.push((file.into(), bytes.into()));
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

    /// Says that all genes are of an organism, whatever the paper says: `human`, `mouse`, `rat` or its CURIE, such as
    /// `NCBITaxon:10090`. A gene that has no counterpart there stays what it is.
    #[must_use]
    pub fn organism(mut self, organism: impl Into<String>) -> Self {
        self.organism = Some(organism.into());
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

    /// Takes words for people (`patients`, `women`, `children`) for mentions of man.
    #[must_use]
    pub fn person_words(mut self, yes: bool) -> Self {
        self.stamp.person_words = yes;
        self
    }

    /// Takes amplifications and homozygous deletions of whole genes for variants.
    #[must_use]
    pub fn amplifications(mut self, yes: bool) -> Self {
        self.stamp.amplifications = yes;
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
        if let Some(given) = self.organism {
            stamp.organism = Some(organism::by_name(&given).ok_or(AnnotatorError::UnknownOrganism { given })?);
        }
        let mut layers = Vec::new();
        if self.embedded {
            let image = embedded()?;
            stamp.dictionary_name = image.facts("name").next().unwrap_or_default().to_owned();
            stamp.dictionary_version = image.facts("version").next().unwrap_or_default().to_owned();
            stamp.dictionary_sha256 = EMBEDDED_SHA256.to_owned();
            layers.push(Layer::Embedded(Box::new(image)));
        } else {
            stamp.dictionary_name = "none".to_owned();
        }
        for (file, bytes) in &self.overlays {
            layers.push(Layer::Own(overlay::open(file, bytes)?));
            stamp.overlays.push((file.clone(), sha256(bytes)));
        }
        if layers.is_empty() {
            return Err(AnnotatorError::NoDictionary);
        }
        let mut policy = Policy::default();
        for (file, bytes) in &self.policies {
            overlay::read_policy(file, bytes, &mut policy)?;
            stamp.overlays.push((file.clone(), sha256(bytes)));
        }
        let images = layers.iter().map(Layer::image).collect::<Result<Vec<_>, _>>()?;
        if let Some(added) = overlay::added(&images, &policy)? {
            layers.push(Layer::Own(added));
        }
        if layers.len() > usize::from(u8::MAX) {
            return Err(AnnotatorError::TooManyDictionaries(layers.len()));
        }
        check(&layers, &mut stamp)?;
        let kinds = Kinds::new(&layers.iter().map(Layer::image).collect::<Result<Vec<_>, _>>()?, self.embedded, &stamp.types);
        let mut amended = Vec::new();
        if !self.policies.is_empty() {
            for layer in &layers {
                amended.push(Amended::new(layer.image()?, &policy));
            }
        }
        Ok(Annotator { layers, amended, kinds, variants: Numbers::default(), stamp })
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Checks the options against what the dictionaries hold, and fills in the types if none were asked for.
fn check(layers: &[Layer], stamp: &mut Stamp) -> Result<(), AnnotatorError> {
    let images = layers.iter().map(Layer::image).collect::<Result<Vec<_>, _>>()?;
    let sorted = |mut words: Vec<String>| {
        words.sort_unstable();
        words.dedup();
        words
    };
    let grammar = layers.iter().any(|layer| matches!(layer, Layer::Embedded(_))).then_some(VARIANT);
    let types = sorted(images.iter().flat_map(|image| image.facts("type")).chain(grammar).map(str::to_owned).collect());
    let unknown = |given: &String| !types.contains(given);
    if let Some(given) = stamp.types.iter().chain(stamp.prefer.iter().map(|(entity_type, _)| entity_type)).find(|given| unknown(given)) {
        return Err(AnnotatorError::UnknownType { given: given.clone(), known: types.join(", ") });
    }
    let prefix = |line: &str| line.split('\t').next().unwrap_or("").to_owned();
    let namespaces = sorted(images.iter().flat_map(|image| image.facts("prefix")).map(prefix).collect());
    let known = |given: &str| namespaces.iter().any(|namespace| namespace.eq_ignore_ascii_case(given));
    if let Some((entity_type, given)) = stamp.prefer.iter().find(|(_, namespace)| !known(namespace)) {
        let (given, entity_type, known) = (given.clone(), entity_type.clone(), namespaces.join(", "));
        return Err(AnnotatorError::UnknownNamespace { given, entity_type, known });
    }
    if let Some(given) = stamp.without.iter().find(|given| !RULES.contains(&given.as_str())) {
        return Err(AnnotatorError::UnknownRule { given: given.clone(), known: RULES.join(", ") });
    }
    stamp.types = if stamp.types.is_empty() { types } else { sorted(std::mem::take(&mut stamp.types)) };
    Ok(())
}
