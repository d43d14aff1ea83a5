//! Whether scores mean what they say: the share of right predictions by score.

use std::collections::BTreeMap;

use serde::Serialize;

use super::pairing::{Paired, agree, same_span};
use super::score::rounded;

/// How many bins there are from 0 to 1.
const BINS: usize = 20;

/// The predictions of a type with scores in `from..to`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// The gold type.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// The lowest score.
    pub from: f64,
    /// The score that begins the next bin; the last bin has scores of 1 too.
    pub to: f64,
    /// How many predictions.
    pub predicted: usize,
    /// How many have the exact span and, where the gold has identifiers, one of them.
    pub right: usize,
    /// How many share text with a gold annotation of the type.
    pub overlapping: usize,
    /// The mean score.
    pub mean_score: f64,
    /// The share that is right.
    pub precision: f64,
}

/// Sums of one bin.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    predicted: usize,
    right: usize,
    overlapping: usize,
    scores: f64,
}

/// Gathers predictions of any number of corpora.
#[derive(Clone, Debug, Default)]
pub struct Calibration {
    sums: BTreeMap<(String, usize), Sum>,
}

impl Calibration {
    /// Adds the predictions of a corpus.
    pub fn add(&mut self, documents: &[Paired]) {
        for paired in documents {
            for (index, prediction) in paired.predictions.iter().enumerate() {
                let score = f64::from(prediction.score).clamp(0.0, 1.0);
                // A float cast to an integer cannot overflow here: it is from 0 to 20.
                let bin = ((score * BINS as f64 + 1e-6) as usize).min(BINS - 1);
                let right = |gold| same_span(gold, prediction) && (gold.ids.is_empty() || agree(prediction, gold));
                let sum = self.sums.entry((prediction.entity_type.clone(), bin)).or_default();
                sum.predicted += 1;
                sum.right += usize::from(paired.partner(index).is_some_and(right));
                sum.overlapping += usize::from(paired.partner(index).is_some());
                sum.scores += score;
            }
        }
    }

    /// The bins that have predictions, by type and score.
    #[must_use]
    pub fn bins(&self) -> Vec<Bin> {
        let bin = |((entity_type, bin), sum): (&(String, usize), &Sum)| Bin {
            entity_type: entity_type.clone(),
            from: rounded(*bin as f64 / BINS as f64),
            to: rounded((bin + 1) as f64 / BINS as f64),
            predicted: sum.predicted,
            right: sum.right,
            overlapping: sum.overlapping,
            mean_score: rounded(sum.scores / sum.predicted as f64),
            precision: rounded(sum.right as f64 / sum.predicted as f64),
        };
        self.sums.iter().map(bin).collect()
    }
}
