//! What a mention says about why it was made.

use biospan_lexicon::image::Image;

use super::Resolved;
use super::feature::Feature;
use super::kinds::Kinds;
use crate::document::Document;
use crate::record::Evidence;

/// The evidence of a mention, in the order in which the rules spoke: the name that was found, then every feature that
/// weighs for or against it.
#[must_use]
pub fn of(found: &Resolved, image: &Image<'_>, kinds: &Kinds, _document: &Document) -> Vec<Evidence> {
    let scope = found.entry.scope().word();
    let name = image.surface(found.entry.surface);
    let source = image.facts("source").nth(usize::from(found.entry.source)).and_then(|line| line.split('\t').nth(1)).unwrap_or("own dictionary");
    let mut evidence = vec![Evidence { rule: "name", detail: format!("{scope} \"{name}\" from {source}") }];
    if found.coordinated {
        evidence.push(Evidence { rule: "coordination", detail: "shares a part with the name beside it".to_owned() });
    }
    if let Some(organism) = found.organism {
        evidence.push(Evidence { rule: "organism", detail: format!("NCBITaxon:{organism}") });
    }
    let weights = kinds.weights(found.kind);
    for feature in found.features.iter().filter(|feature| *feature != Feature::Any) {
        let weight = weights[feature as usize];
        if weight.abs() >= 0.2 {
            evidence.push(Evidence { rule: feature.word(), detail: format!("{weight:+.1}") });
        }
    }
    evidence
}
