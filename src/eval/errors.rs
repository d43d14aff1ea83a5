//! The most frequent errors, by type.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::annotated::{Annotated, Annotation};
use super::context::{Context, Texts};
use super::pairing::{Paired, agree};

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// A prediction that no gold annotation of its type is paired with.
    FalsePositive,
    /// A gold annotation that no prediction is paired with.
    Missed,
    /// A pair without a common identifier.
    WrongId,
}

impl Fault {
    /// Its name in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Fault::FalsePositive => "false positive",
            Fault::Missed => "missed",
            Fault::WrongId => "wrong id",
        }
    }
}

/// Errors of one kind with the same words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Error {
    /// What went wrong.
    pub fault: Fault,
    /// The gold type.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// The words: the prediction's, of a missed annotation its own.
    pub text: String,
    /// How often.
    pub count: usize,
    /// The gold's identifiers (of a missed annotation, those of the first place).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gold_id: Option<String>,
    /// The prediction's identifier (of a false positive, that of the first place).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicted_id: Option<String>,
    /// The first place.
    pub context: Context,
}

/// What errors have in common that are counted together: type, fault, words, and of wrong identifiers gold's and prediction's.
type Group = (String, Fault, String, [Option<String>; 2]);

/// The `most` most frequent errors of each kind and type, by type and kind, most frequent first.
#[must_use]
pub fn errors(golds: &[Annotated], documents: &[Paired], most: usize) -> Vec<Error> {
    let texts = Texts::new(golds);
    let mut groups: BTreeMap<Group, Error> = BTreeMap::new();
    let mut add = |fault: Fault, document: usize, place: &Annotation, gold: Option<&Annotation>, prediction: Option<&Annotation>| {
        let text = texts.words(document, place);
        let gold_id = gold.and_then(|gold| gold.primary.clone());
        let predicted_id = prediction.and_then(|prediction| prediction.primary.clone());
        let ids = if fault == Fault::WrongId { [gold_id.clone(), predicted_id.clone()] } else { [None, None] };
        let key = (place.entity_type.clone(), fault, text.clone(), ids);
        let error = groups.entry(key).or_insert_with(|| Error {
            fault,
            entity_type: place.entity_type.clone(),
            text,
            count: 0,
            gold_id,
            predicted_id,
            context: texts.context(document, place),
        });
        error.count += 1;
    };
    for paired in documents {
        for (index, prediction) in paired.predictions.iter().enumerate() {
            match paired.partner(index) {
                None => add(Fault::FalsePositive, paired.document, prediction, None, Some(prediction)),
                Some(gold) if !gold.ids.is_empty() && !agree(prediction, gold) => {
                    add(Fault::WrongId, paired.document, prediction, Some(gold), Some(prediction));
                }
                Some(_) => {}
            }
        }
        for (gold, prediction) in paired.golds.iter().zip(&paired.prediction_of) {
            if prediction.is_none() {
                add(Fault::Missed, paired.document, gold, Some(gold), None);
            }
        }
    }
    let mut errors: Vec<Error> = groups.into_values().collect();
    errors.sort_by(|left, right| {
        let key = |error: &Error| (error.fault, Reverse(error.count));
        left.entity_type.cmp(&right.entity_type).then_with(|| key(left).cmp(&key(right)))
    });
    let mut kept: BTreeMap<(String, Fault), usize> = BTreeMap::new();
    errors.retain(|error| {
        let kept = kept.entry((error.entity_type.clone(), error.fault)).or_default();
        *kept += 1;
        *kept <= most
    });
    errors
}
