//! Fitting what speaks for the organism of a gene ([`crate::resolver::organism`]) on the genes of train splits whose
//! identifiers tell it.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use biospan_lexicon::image::Image;

use super::gold::GoldDocument;
use super::weigh::solve;
use crate::Worker;
use crate::dictionary::lexicon::Describer;
use crate::resolver::organism::{HEADER, ORGANISMS, Setting, Sign, Signs, organism_word};

/// How far each weight is pulled towards nothing, for samples whose weights sum to one.
const RIDGE: f64 = 0.001;

/// What is known of the genes' organisms: NCBI Gene identifier to place in [`ORGANISMS`].
pub struct GeneOrganisms(HashMap<String, usize>);

impl GeneOrganisms {
    /// Reads a dictionary's genes.
    #[must_use]
    pub fn new(image: &Image<'_>) -> Self {
        let describer = Describer::new(*image, 0, &[], false);
        let mut organisms = HashMap::new();
        for index in 0..image.concept_count() as u32 {
            let taxon = image.concept(index).map_or(0, |concept| image.taxon(concept));
            let Some(class) = ORGANISMS.iter().position(|known| *known == taxon && taxon != 0) else { continue };
            let Some(concept) = describer.describe(index, None, false) else { continue };
            for curie in std::iter::once(concept.id).chain(concept.xrefs).filter(|curie| curie.starts_with("NCBIGene:")) {
                organisms.insert(curie, class);
            }
        }
        Self(organisms)
    }

    /// The organism of an annotation's identifiers, if they are of one; an identifier that we do not have is another's.
    fn of(&self, ids: &[String]) -> Option<usize> {
        let class = |id: &String| self.0.get(id).copied().unwrap_or(ORGANISMS.len() - 1);
        let first = ids.first().map(class)?;
        ids.iter().all(|id| class(id) == first).then_some(first)
    }
}

/// One gene of a training text.
pub struct Sample {
    signs: Signs,
    class: usize,
    /// Genes of a long text count less.
    weight: f64,
}

/// The genes of one document.
pub fn collect(worker: &mut Worker<'_>, organisms: &GeneOrganisms, document: &GoldDocument, samples: &mut Vec<Sample>) {
    let genes = document.annotations.iter().zip(document.spans()).filter(|(gold, _)| gold.entity_type == "gene");
    let known: Vec<(usize, _)> = genes.filter_map(|(gold, (span, _))| Some((organisms.of(&gold.ids)?, span))).collect();
    let spans: Vec<_> = known.iter().map(|(_, span)| *span).collect();
    let weight = 1.0 / (spans.len().max(1) as f64).sqrt();
    let signs = worker.organism_signs(&document.document(), &spans);
    samples.extend(signs.into_iter().zip(known).map(|(signs, (class, _))| Sample { signs, class, weight }));
}

const SIGNS: usize = Sign::ALL.len();
const SIZE: usize = SIGNS + Setting::ALL.len() * ORGANISMS.len();

/// The parameters that speak for an organism at a place, with their strengths.
fn active(signs: &Signs, class: usize) -> Vec<(usize, f64)> {
    let shared = Sign::ALL.iter().filter(|sign| signs.by_organism[class] >> **sign as u32 & 1 == 1).map(|sign| (*sign as usize, 1.0));
    let settings = signs.settings.iter().enumerate().filter(|(_, strength)| **strength > 0.0);
    shared.chain(settings.map(|(at, strength)| (SIGNS + at * ORGANISMS.len() + class, f64::from(*strength)))).collect()
}

/// Conditional logistic regression by Newton's method with a ridge; the lines of `organism.tsv`.
#[must_use]
pub fn fit(samples: &[Sample]) -> String {
    let all: f64 = samples.iter().map(|sample| sample.weight).sum();
    let mut weights = vec![0.0f64; SIZE];
    for _ in 0..15 {
        let mut gradient: Vec<f64> = weights.iter().map(|weight| -RIDGE * weight).collect();
        let mut hessian = vec![vec![0.0f64; SIZE]; SIZE];
        (0..SIZE).for_each(|at| hessian[at][at] = RIDGE);
        for sample in samples {
            add(sample, sample.weight / all, &weights, &mut gradient, &mut hessian);
        }
        let step = solve(hessian, gradient);
        weights.iter_mut().zip(&step).for_each(|(weight, step)| *weight += step);
    }
    table(&weights)
}

/// Adds a sample's share of the gradient and of the (negative) second derivatives of the log-likelihood.
fn add(sample: &Sample, share: f64, weights: &[f64], gradient: &mut [f64], hessian: &mut [Vec<f64>]) {
    let active: Vec<Vec<(usize, f64)>> = (0..ORGANISMS.len()).map(|class| active(&sample.signs, class)).collect();
    let sums: Vec<f64> = active.iter().map(|own| own.iter().map(|(at, strength)| weights[*at] * strength).sum()).collect();
    let most = sums.iter().copied().fold(f64::MIN, f64::max);
    let all: f64 = sums.iter().map(|sum| (sum - most).exp()).sum();
    let mut mean: BTreeMap<usize, f64> = BTreeMap::new();
    for (class, own) in active.iter().enumerate() {
        let probability = (sums[class] - most).exp() / all;
        let error = f64::from(u8::from(class == sample.class)) - probability;
        for (row, strength) in own {
            gradient[*row] += share * error * strength;
            *mean.entry(*row).or_default() += probability * strength;
            for (column, other) in own {
                hessian[*row][*column] += share * probability * strength * other;
            }
        }
    }
    for (row, own) in &mean {
        for (column, other) in &mean {
            hessian[*row][*column] -= share * own * other;
        }
    }
}

fn table(weights: &[f64]) -> String {
    let mut lines = Vec::new();
    for sign in Sign::ALL {
        lines.push(format!("{}\tany\t{:.2}", sign.word(), weights[*sign as usize]));
    }
    for setting in Setting::ALL {
        for class in 0..ORGANISMS.len() {
            let weight = weights[SIGNS + *setting as usize * ORGANISMS.len() + class];
            lines.push(format!("{}\t{}\t{weight:.2}", setting.word(), organism_word(class)));
        }
    }
    let mut out = format!("{HEADER}\n");
    lines.iter().for_each(|line| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{line}");
    });
    out
}
