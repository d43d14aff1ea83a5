//! Fitting what scores mean: for each training corpus the weights and the measured names of all others judge its mentions,
//! and a curve that never falls is laid through the share that is right. So a score says what may be expected of papers
//! that nothing was fitted on.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;

use biospan_lexicon::policy::key;

use super::gold::{self, GoldDocument};
use super::weigh::{CORPORA, Counts, Right, Sample, WeighError, collect, count, fit, leave_out, save};
use crate::document::Span;
use crate::resolver::calibration::{FIXED, HEADER};
use crate::resolver::feature::{Features, Weights, probability, sum};
use crate::resolver::kinds::{Kinds, VARIANT, of_form};
use crate::variant::Form;
use crate::{Annotator, Worker};

/// Where the curve may have a knot: the bounds of bins of the probability.
const BOUNDS: [f64; 9] = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0];

/// A bin with fewer mentions is joined to the next.
const FEWEST: f64 = 40.0;

/// With fewer mentions in a bin a corpus does not speak there.
const ENOUGH: f64 = 10.0;

/// The corpora that have variants, with the forms that their annotators leave unmarked by intention: no figure of theirs says
/// anything about those.
const VARIANTS: [(&str, &[Form]); 4] = [("tmvar3", &[]), ("seth", &[Form::Number]), ("biored", &[]), ("osiris", &[])];

/// One mention of the annotator in a training text.
struct Mentioned {
    key: u64,
    corpus: usize,
    features: Features,
    log_odds: f32,
    probability: f32,
    right: bool,
}

/// Fits the curves on `gold/*/train.jsonl.gz` and writes `calibration.tsv` to `dictionaries`.
///
/// A mention is right where it shares text with a gold annotation of its type. Every corpus counts the same, however long;
/// what the curve promises is the mean of the corpora less one standard deviation, since nobody knows which of them the next
/// paper is like.
///
/// # Errors
/// See [`WeighError`].
pub fn calibrate(annotator: &Annotator, gold: &Path, dictionaries: &Path) -> Result<String, WeighError> {
    let mut samples: BTreeMap<String, Vec<Sample>> = BTreeMap::new();
    let mut mentions: BTreeMap<String, Vec<Mentioned>> = BTreeMap::new();
    let mut names: HashMap<(String, u64), String> = HashMap::new();
    let mut worker = annotator.worker();
    // By number of a document, its corpus.
    let mut corpora: Vec<usize> = Vec::new();
    for (corpus, (name, types)) in CORPORA.into_iter().enumerate() {
        for document in gold::read(&gold.join(name).join("train.jsonl.gz"))? {
            collect(&mut worker, &document, corpora.len(), types, &mut samples, &mut names);
            collect_mentions(&mut worker, &document, corpus, types, &mut mentions);
            corpora.push(corpus);
        }
    }
    let mut table = format!("{HEADER}\n");
    let mut report = String::new();
    let images: Vec<_> = annotator.layers().iter().filter_map(|layer| layer.image().ok()).collect();
    let kinds = Kinds::new(&images, false, &[]);
    for (entity_type, samples) in &samples {
        let (Some(mentions), Some(kind)) = (mentions.get(entity_type), kinds.named(entity_type)) else { continue };
        let judged = judge(samples, mentions, &corpora, kinds.weights(kind));
        let right = judged.iter().filter(|judged| judged.1).count();
        // Writing to a string cannot fail.
        let _ = writeln!(report, "{entity_type}: {} mentions, {right} right", judged.len());
        for (weighed, observed) in knots(&judged) {
            let _ = writeln!(table, "{entity_type}\t{weighed:.3}\t{observed:.3}");
        }
    }
    for (form, judged) in variants(&mut worker, gold)? {
        let right = judged.iter().filter(|judged| judged.1).count();
        let _ = writeln!(report, "{}: {} mentions, {right} right", of_form(form), judged.len());
        for (weighed, observed) in knots(&judged) {
            let _ = writeln!(table, "{}\t{weighed:.3}\t{observed:.3}", of_form(form));
        }
    }
    save(&dictionaries.join("calibration.tsv"), &table)?;
    Ok(report)
}

/// The variants of the training texts by form. The grammar has no weights that a corpus could have made: how sure a form is by
/// itself takes the place of the probability.
fn variants(worker: &mut Worker<'_>, gold: &Path) -> Result<BTreeMap<Form, Vec<Judged>>, WeighError> {
    let mut judged: BTreeMap<Form, Vec<Judged>> = BTreeMap::new();
    for (corpus, (name, unmarked)) in VARIANTS.into_iter().enumerate() {
        for document in gold::read(&gold.join(name).join("train.jsonl.gz"))? {
            let spans = document.spans();
            let document = document.document();
            let mentions = worker.annotate(&document).mentions;
            let chosen: Vec<Span> =
                mentions.iter().filter(|mention| mention.concept.entity_type == VARIANT).map(|mention| mention.span).collect();
            worker.each_variant(|found, probability| {
                let form = found.form(&document.text);
                if chosen.contains(&found.span) && !unmarked.contains(&form) {
                    let right = spans.iter().any(|(span, gold_type)| span.overlaps(found.span) && *gold_type == VARIANT);
                    judged.entry(form).or_default().push((f64::from(probability), right, corpus));
                }
            });
        }
    }
    Ok(judged)
}

/// What the annotator finds in a document, as far as its corpus can judge it.
fn collect_mentions(
    worker: &mut Worker<'_>,
    document: &GoldDocument,
    corpus: usize,
    types: Right,
    mentions: &mut BTreeMap<String, Vec<Mentioned>>,
) {
    let gold = document.spans();
    let document = document.document();
    let chosen: Vec<(Span, String)> =
        worker.annotate(&document).mentions.iter().map(|mention| (mention.span, mention.concept.entity_type.clone())).collect();
    worker.each_group(&document, |entity_type, name, group| {
        let Some((_, right_types)) = types.iter().find(|(known, _)| *known == entity_type) else { return };
        let is_chosen =
            |(span, chosen): &(Span, String)| span.start == group.span.start && span.contains(group.span) && chosen == entity_type;
        if group.own || !chosen.iter().any(is_chosen) {
            return;
        }
        let right = gold.iter().any(|(span, gold_type)| span.overlaps(group.span) && right_types.contains(gold_type));
        let (features, log_odds, probability) = (group.features, group.log_odds, group.probability);
        let mentioned = Mentioned { key: key(name), corpus, features, log_odds, probability, right };
        mentions.entry(entity_type.to_owned()).or_default().push(mentioned);
    });
}

/// A mention as those judge it that do not know its corpus: probability, whether it is right, and the corpus.
type Judged = (f64, bool, usize);

fn judge(samples: &[Sample], mentions: &[Mentioned], corpora: &[usize], shipped: &Weights) -> Vec<Judged> {
    let counts: Counts = count(samples);
    let mut judged = Vec::new();
    for corpus in 0..CORPORA.len() {
        let own: Vec<&Mentioned> = mentions.iter().filter(|mention| mention.corpus == corpus).collect();
        let others: Vec<Sample> = samples
            .iter()
            .filter(|sample| corpora[sample.document] != corpus)
            .map(|sample| {
                let mut features = sample.features;
                leave_out(&mut features, sample.key, &counts, |document| document == sample.document || corpora[document] == corpus);
                Sample { key: sample.key, document: sample.document, features, right: sample.right }
            })
            .collect();
        if own.is_empty() || others.is_empty() {
            continue;
        }
        let mut weights: Weights = [0.0; 64];
        weights.iter_mut().zip(fit(others.iter())).for_each(|(weight, fitted)| *weight = fitted as f32);
        for mention in own {
            let mut features = mention.features;
            leave_out(&mut features, mention.key, &counts, |document| corpora[document] == corpus);
            let log_odds = mention.log_odds - sum(mention.features, shipped) + sum(features, &weights);
            // A short form is as sure as its long form, whatever its own words say.
            let lifted = mention.probability > probability(mention.log_odds) + 1e-4;
            let held_out = if lifted { mention.probability.max(probability(log_odds)) } else { probability(log_odds) };
            if held_out >= FIXED {
                judged.push((f64::from(held_out), mention.right, corpus));
            }
        }
    }
    judged
}

/// A bin: of each corpus how many mentions there are, how many of them are right, and the sum of their probabilities.
#[derive(Clone, Default)]
struct Bin {
    corpora: BTreeMap<usize, (f64, f64, f64)>,
}

impl Bin {
    fn add(&mut self, corpus: usize, (count, right, weighed): (f64, f64, f64)) {
        let own = self.corpora.entry(corpus).or_default();
        *own = (own.0 + count, own.1 + right, own.2 + weighed);
    }

    fn and(mut self, other: &Bin) -> Bin {
        other.corpora.iter().for_each(|(corpus, sums)| self.add(*corpus, *sums));
        self
    }

    fn count(&self) -> f64 {
        self.corpora.values().map(|sums| sums.0).sum()
    }

    /// Corpora with enough mentions to speak; all if none has.
    fn spoken(&self) -> Vec<(f64, f64, f64)> {
        let enough: Vec<_> = self.corpora.values().copied().filter(|sums| sums.0 >= ENOUGH).collect();
        if enough.is_empty() { self.corpora.values().copied().collect() } else { enough }
    }

    fn weighed(&self) -> f64 {
        let spoken = self.spoken();
        spoken.iter().map(|sums| sums.2 / sums.0).sum::<f64>() / spoken.len() as f64
    }

    /// The mean share that is right, less one standard deviation between corpora.
    fn observed(&self) -> f64 {
        let shares: Vec<f64> = self.spoken().iter().map(|sums| sums.1 / sums.0).collect();
        let mean = shares.iter().sum::<f64>() / shares.len() as f64;
        let variance = shares.iter().map(|share| (share - mean).powi(2)).sum::<f64>() / shares.len() as f64;
        mean - variance.sqrt()
    }
}

/// The knots of a curve that never falls: bins of the probability, neighbours joined where the surer is right less often.
fn knots(judged: &[Judged]) -> Vec<(f64, f64)> {
    let mut bins: Vec<Bin> = Vec::new();
    let mut open = Bin::default();
    for bounds in BOUNDS.windows(2) {
        let within = |held_out: f64| held_out >= bounds[0] && (held_out < bounds[1] || bounds[1] == 1.0);
        for (held_out, right, corpus) in judged.iter().filter(|judged| within(judged.0)) {
            open.add(*corpus, (1.0, f64::from(u8::from(*right)), *held_out));
        }
        if open.count() >= FEWEST {
            bins.push(std::mem::take(&mut open));
        }
    }
    let mut pooled: Vec<Bin> = Vec::new();
    for mut bin in bins {
        while let Some(before) = pooled.pop_if(|before| before.observed() >= bin.observed()) {
            bin = before.and(&bin);
        }
        pooled.push(bin);
    }
    let least = f64::from(FIXED);
    pooled.iter().map(|bin| (bin.weighed(), bin.observed().max(least))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_goes_through_what_was_observed_and_never_falls() {
        // Of a hundred at each probability so many are right; the third is worse than the second.
        let mut judged = Vec::new();
        for (held_out, right) in [(0.55, 60), (0.85, 90), (0.93, 80), (0.99, 97)] {
            judged.extend((0..100).map(|at| (held_out, at < right, 0)));
        }
        let knots = knots(&judged);
        let expected = [(0.55, 0.6), (0.89, 0.85), (0.99, 0.97)];
        assert_eq!(knots.len(), expected.len(), "{knots:?}");
        for (knot, expected) in knots.iter().zip(expected) {
            assert!((knot.0 - expected.0).abs() < 1e-9 && (knot.1 - expected.1).abs() < 1e-9, "{knots:?}");
        }
    }

    #[test]
    fn corpora_count_the_same_and_their_differences_are_taken_off() {
        let mut judged: Vec<Judged> = (0..1000).map(|_| (0.7, true, 0)).collect();
        judged.extend((0..100).map(|at| (0.7, at < 80, 1)));
        // The mean of 1 and 0.8 less the deviation, 0.1.
        assert!((knots(&judged)[0].1 - 0.8).abs() < 1e-9, "{:?}", knots(&judged));
    }
}
