//! What a mention says about why it was made.

use biospan_lexicon::image::Image;

use super::Resolved;
use super::feature::Feature;
use super::kinds::Kinds;
use crate::record::{Detail, Evidence};

/// Features that weigh less than this, in log-odds, are not told.
const TOLD: f32 = 0.8;

/// The evidence of a mention, in the order in which the rules spoke: the name that was found, then every feature that
/// weighs for or against it. `sources` are the names of the layer's sources.
#[must_use]
pub fn of<'a>(found: &Resolved, image: &Image<'a>, sources: &[&'a str], kinds: &Kinds) -> Vec<Evidence<'a>> {
    let source = sources.get(usize::from(found.entry.source)).copied().unwrap_or("your dictionary");
    let detail = Detail::Name { scope: found.entry.scope().word(), name: image.surface(found.entry.surface), source };
    let mut evidence = Vec::with_capacity(8);
    evidence.push(Evidence { rule: "name", detail });
    if found.coordinated {
        evidence.push(Evidence { rule: "coordination", detail: Detail::SharedPart });
    }
    if let Some(organism) = found.organism {
        evidence.push(Evidence { rule: "organism", detail: Detail::Organism(organism) });
    }
    let weights = kinds.weights(found.kind);
    for feature in found.features.iter().filter(|feature| *feature != Feature::Any) {
        let weight = weights[feature as usize];
        if weight.abs() >= TOLD {
            evidence.push(Evidence { rule: feature.word(), detail: Detail::Weight(weight) });
        }
    }
    evidence
}
