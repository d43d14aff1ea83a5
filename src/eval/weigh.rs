//! Fitting the resolver's weights and measuring names on the train splits of annotated corpora: a logistic regression a
//! type, with the features of [`crate::resolver::feature`].

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use biospan_lexicon::policy::{HEADER as POLICY_HEADER, key};

use super::gold::{self, GoldDocument, GoldError};
use super::organism::{self, GeneOrganisms};
use crate::document::Span;
use crate::resolver::feature::{Feature, Features};
use crate::{Annotator, Worker};

/// The header of `weights.tsv`.
pub const HEADER: &str = "type\tfeature\tweight";

/// For each of our types the gold types that count as right.
pub(super) type Right = &'static [(&'static str, &'static [&'static str])];

/// A corpus and what it is good for: its folder and its types.
pub(super) const CORPORA: [(&str, Right); 15] = [
    ("bc5cdr", &[("drug", &["drug"]), ("disease", &["disease"])]),
    ("ncbi_disease", &[("disease", &["disease"])]),
    (
        "biored",
        &[
            ("drug", &["drug"]),
            ("disease", &["disease"]),
            ("gene", &["gene"]),
            ("gene_family", &["gene"]),
            ("complex", &["gene"]),
            ("species", &["species"]),
            ("cell_line", &["cell_line"]),
        ],
    ),
    ("nlmchem", &[("drug", &["drug"])]),
    ("drugprot", &[("drug", &["drug"])]),
    ("gnormplus", &[("gene", &["gene"]), ("gene_family", &["gene_family", "gene"]), ("complex", &["gene_family", "gene"])]),
    ("nlmgene", &[("gene", &["gene"]), ("gene_family", &["gene_family", "gene"]), ("complex", &["gene_family", "gene"])]),
    ("tmvar3", &[("gene", &["gene"]), ("disease", &["disease"]), ("species", &["species"])]),
    ("osiris", &[("gene", &["gene"])]),
    ("craft", &[("cell_type", &["cell_type"]), ("species", &["species"])]),
    ("bioid_cell", &[("cell_type", &["cell_type"]), ("cell_line", &["cell_line"])]),
    ("anatem", &[("cell_type", &["cell_type"])]),
    ("bioid", &[("cell_line", &["cell_line"])]),
    ("linnaeus", &[("species", &["species"])]),
    ("s800", &[("species", &["species"])]),
];

/// Corpora whose genes are of any organism and have identifiers that tell it.
const WITH_ORGANISMS: [&str; 4] = ["biored", "gnormplus", "nlmgene", "tmvar3"];

/// A name is measured as rarely meant if fewer than this share of its matches are right.
const RARELY: f64 = 0.35;
/// A name is measured as usually meant if at least this share of its matches are right.
const USUALLY: f64 = 0.8;
/// The strength of the pull of every weight towards nothing.
const RIDGE: f64 = 2.0;

/// Why weights cannot be fitted.
#[derive(Debug, thiserror::Error)]
pub enum WeighError {
    /// A corpus cannot be read.
    #[error(transparent)]
    Gold(#[from] GoldError),
    /// A file cannot be written.
    #[error("{path}: {source}", path = path.display())]
    File {
        /// Its path.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
}

/// One group of one training text.
pub(super) struct Sample {
    pub(super) key: u64,
    pub(super) document: usize,
    pub(super) features: Features,
    pub(super) right: bool,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Count {
    matches: u32,
    right: u32,
}

/// Fits weights on `gold/*/train.jsonl.gz` and writes `weights.tsv`, `organism.tsv` and `policy/measured.tsv` to
/// `dictionaries`. With `types`, the lines of all other types stay as they are there.
///
/// # Errors
/// See [`WeighError`].
pub fn weigh(annotator: &Annotator, gold: &Path, dictionaries: &Path, types: &[String]) -> Result<String, WeighError> {
    let wanted = |entity_type: &str| types.is_empty() || types.iter().any(|wanted| wanted == entity_type);
    let (weights_file, measured_file) = (dictionaries.join("weights.tsv"), dictionaries.join("policy/measured.tsv"));
    let mut samples: BTreeMap<String, Vec<Sample>> = BTreeMap::new();
    let mut names: HashMap<(String, u64), String> = HashMap::new();
    let mut worker = annotator.worker();
    let organisms = annotator.layers().first().and_then(|layer| layer.image().ok()).map(|image| GeneOrganisms::new(&image));
    let mut genes: Vec<organism::Sample> = Vec::new();
    let mut number = 0;
    for (corpus, types) in CORPORA {
        let path = gold.join(corpus).join("train.jsonl.gz");
        for document in gold::read(&path)? {
            number += 1;
            collect(&mut worker, &document, number, types, &mut samples, &mut names);
            if let Some(organisms) = organisms.as_ref().filter(|_| WITH_ORGANISMS.contains(&corpus)) {
                organism::collect(&mut worker, organisms, &document, &mut genes);
            }
        }
    }
    let mut weights = kept(&weights_file, 0, |entity_type| !types.is_empty() && !wanted(entity_type))?;
    let mut measured = kept(&measured_file, 1, |entity_type| !types.is_empty() && !wanted(entity_type))?;
    let mut report = String::new();
    for (entity_type, samples) in samples.iter_mut().filter(|(entity_type, _)| wanted(entity_type)) {
        let counts = count(samples);
        for sample in samples.iter_mut() {
            leave_out(&mut sample.features, sample.key, &counts, |document| document == sample.document);
        }
        let fitted = fit(samples.iter());
        for feature in Feature::ALL {
            let weight = fitted[*feature as usize];
            if weight.abs() >= 0.005 {
                weights.push(format!("{entity_type}\t{}\t{weight:.2}", feature.word()));
            }
        }
        measured.extend(decisions(entity_type, &counts, &names));
        let right = samples.iter().filter(|sample| sample.right).count();
        let _ = writeln!(report, "{entity_type}: {} groups, {right} right, {} names measured", samples.len(), counts.len());
    }
    measured.sort();
    // The types in order, the features of each in theirs.
    weights.sort_by(|one, other| one.split('\t').next().cmp(&other.split('\t').next()));
    if wanted("gene") {
        save(&dictionaries.join("organism.tsv"), &organism::fit(&genes))?;
    }
    save(&weights_file, &format!("{HEADER}\n{}\n", weights.join("\n")))?;
    save(&measured_file, &format!("{POLICY_HEADER}\n{}\n", measured.join("\n")))?;
    Ok(report)
}

/// The lines of a table whose type, which stands in a column (from 0), is to be kept.
fn kept(path: &Path, column: usize, keep: impl Fn(&str) -> bool) -> Result<Vec<String>, WeighError> {
    let text = std::fs::read_to_string(path).map_err(|source| WeighError::File { path: path.to_owned(), source })?;
    Ok(text.lines().skip(1).filter(|line| line.split('\t').nth(column).is_some_and(&keep)).map(str::to_owned).collect())
}

pub(super) fn save(path: &Path, text: &str) -> Result<(), WeighError> {
    std::fs::write(path, text).map_err(|source| WeighError::File { path: path.to_owned(), source })
}

/// The groups of one document that its corpus can judge.
pub(super) fn collect(
    worker: &mut Worker<'_>,
    document: &GoldDocument,
    number: usize,
    types: &[(&str, &[&str])],
    samples: &mut BTreeMap<String, Vec<Sample>>,
    names: &mut HashMap<(String, u64), String>,
) {
    let gold = document.spans();
    worker.each_group(&document.document(), |entity_type, name, group| {
        let Some((_, right_types)) = types.iter().find(|(known, _)| *known == entity_type) else { return };
        // Where a gene has the name too, only a family that is marked as such is a family.
        let family = matches!(entity_type, "gene_family" | "complex");
        let right_types = if family && group.features.has(Feature::AlsoGene) { &["gene_family"] } else { *right_types };
        if family && right_types == ["gene_family"] && !types.iter().any(|(_, gold)| gold.contains(&"gene_family")) {
            return;
        }
        let same_type = || gold.iter().filter(|(_, gold_type)| right_types.contains(gold_type)).map(|(span, _)| *span);
        let right = same_type().any(|span| span == group.span);
        let inside = |span: Span| span != group.span && span.contains(group.span);
        if !right && same_type().any(inside) {
            // A part of a longer mention: neither right nor wrong.
            return;
        }
        let key = key(name);
        names.entry((entity_type.to_owned(), key)).or_insert_with(|| name.to_owned());
        samples.entry(entity_type.to_owned()).or_default().push(Sample { key, document: number, features: group.features, right });
    });
}

pub(super) type Counts = BTreeMap<u64, BTreeMap<usize, Count>>;

/// Matches and right ones by name and document.
pub(super) fn count(samples: &[Sample]) -> Counts {
    let mut counts = Counts::new();
    for sample in samples.iter().filter(|sample| !sample.features.has(Feature::Inside)) {
        let count = counts.entry(sample.key).or_default().entry(sample.document).or_default();
        count.matches += 1;
        count.right += u32::from(sample.right);
    }
    counts
}

fn total<'c>(counts: impl Iterator<Item = &'c Count>) -> (f64, f64) {
    counts.fold((0.0, 0.0), |(matches, right), count| (matches + f64::from(count.matches), right + f64::from(count.right)))
}

/// Makes features say what the measurement of a name says without some documents.
pub(super) fn leave_out(features: &mut Features, key: u64, counts: &Counts, left_out: impl Fn(usize) -> bool) {
    features.remove(Feature::Rarely);
    features.remove(Feature::Usually);
    let Some(by_document) = counts.get(&key) else { return };
    let (matches, right) = total(by_document.iter().filter(|(document, _)| !left_out(**document)).map(|(_, count)| count));
    match verdict(matches, right) {
        Some("rarely") => features.add(Feature::Rarely),
        Some(_) => features.add(Feature::Usually),
        None => {}
    }
}

fn verdict(matches: f64, right: f64) -> Option<&'static str> {
    if matches >= 2.0 && right / matches < RARELY {
        Some("rarely")
    } else if matches >= 3.0 && right / matches >= USUALLY {
        Some("usually")
    } else {
        None
    }
}

fn decisions(entity_type: &str, counts: &Counts, names: &HashMap<(String, u64), String>) -> Vec<String> {
    let mut lines = Vec::new();
    for (key, by_document) in counts {
        let (matches, right) = total(by_document.values());
        if let (Some(verdict), Some(name)) = (verdict(matches, right), names.get(&(entity_type.to_owned(), *key))) {
            lines.push(format!("{name}\t{entity_type}\t{verdict}\t\tright in {right} of {matches} matches in training texts"));
        }
    }
    lines
}

/// Logistic regression by Newton's method with a ridge.
pub(super) fn fit<'s>(samples: impl Iterator<Item = &'s Sample> + Clone) -> Vec<f64> {
    let size = Feature::ALL.len();
    let mut weights = vec![0.0f64; size];
    for _ in 0..12 {
        let mut gradient = vec![0.0f64; size];
        let mut hessian = vec![vec![0.0f64; size]; size];
        for sample in samples.clone() {
            let own: Vec<usize> = sample.features.iter().map(|feature| feature as usize).collect();
            let sum: f64 = own.iter().map(|&at| weights[at]).sum();
            let probability = 1.0 / (1.0 + (-sum).exp());
            let error = f64::from(u8::from(sample.right)) - probability;
            let spread = probability * (1.0 - probability);
            for &row in &own {
                gradient[row] += error;
                for &column in &own {
                    hessian[row][column] += spread;
                }
            }
        }
        for at in 0..size {
            gradient[at] -= RIDGE * weights[at];
            hessian[at][at] += RIDGE;
        }
        let step = solve(hessian, gradient);
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight += step);
    }
    weights
}

/// Solves a system of linear equations whose matrix is symmetric and positive definite (the ridge makes it so).
pub(super) fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for pivot in 0..size {
        for row in pivot + 1..size {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            if factor != 0.0 {
                let (upper, lower) = matrix.split_at_mut(row);
                lower[0].iter_mut().zip(&upper[pivot]).skip(pivot).for_each(|(cell, above)| *cell -= factor * above);
                right[row] -= factor * right[pivot];
            }
        }
    }
    for pivot in (0..size).rev() {
        let rest: f64 = (pivot + 1..size).map(|column| matrix[pivot][column] * right[column]).sum();
        right[pivot] = (right[pivot] - rest) / matrix[pivot][pivot];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_system_is_solved() {
        let solved = solve(vec![vec![4.0, 1.0], vec![1.0, 3.0]], vec![1.0, 2.0]);
        assert!((solved[0] - 1.0 / 11.0).abs() < 1e-12 && (solved[1] - 7.0 / 11.0).abs() < 1e-12, "{solved:?}");
    }

    #[test]
    fn a_feature_that_tells_right_from_wrong_gets_weight() {
        let sample = |feature: Feature, right| {
            let mut features = Features::default();
            features.add(Feature::Any);
            features.add(feature);
            Sample { key: 0, document: 0, features, right }
        };
        let samples: Vec<Sample> =
            (0..40).map(|n| if n % 2 == 0 { sample(Feature::Word, n % 20 == 0) } else { sample(Feature::Usually, n % 19 != 0) }).collect();
        let weights = fit(samples.iter());
        assert!(weights[Feature::Usually as usize] - weights[Feature::Word as usize] > 2.0, "{weights:?}");
        assert!(weights[Feature::Plural as usize].abs() < 1e-9);
    }
}
