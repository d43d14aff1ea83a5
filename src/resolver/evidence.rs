//! What a mention says about why it was made.

use biospan_lexicon::image::Image;

use super::Resolved;
use super::feature::{Feature, Features, Weights};
use super::kinds::Kinds;
use super::product::Heard;
use super::variants::{Meaning, Named};
use crate::record::{Detail, Evidence, Reasons, Scale};

/// Features that weigh less than this, in log-odds, are not told.
const TOLD: f32 = 0.8;

/// What features say for and against a type that has these weights.
#[must_use]
pub fn scale(weights: &Weights) -> Scale {
    let weight = |feature: &Feature| weights[*feature as usize];
    let said = |feature: &Feature| Evidence { rule: feature.word(), detail: Detail::Weight(weight(feature)) };
    let mut told = Features::default();
    for feature in Feature::ALL.iter().filter(|feature| **feature != Feature::Any) {
        told.add_if(weight(feature).abs() >= TOLD, *feature);
    }
    Scale::new(Feature::ALL.iter().map(said).collect(), told.0)
}

/// The evidence of a variant: what its form is, and why it belongs to its gene.
#[must_use]
pub fn of_variant(named: &Named, coordinated: bool) -> Reasons<'static> {
    let form = match &named.meaning {
        Meaning::Numbered(_) => "a number of dbSNP",
        Meaning::Change(variant) => variant.change.words(),
        Meaning::Fusion(..) => "two genes that became one",
    };
    let mut told = vec![Evidence { rule: "variant", detail: Detail::Told(form) }];
    if coordinated {
        told.push(Evidence { rule: "coordination", detail: Detail::SharedPart });
    }
    told.extend(named.gene.map(|(_, tie)| Evidence { rule: "variant-gene", detail: Detail::Told(tie.words()) }));
    told.into()
}

/// The evidence of a mention, in the order in which the rules spoke: the name that was found, then every feature that
/// weighs for or against it. `sources` are the names of the layer's sources; `fixed` says that
/// the organism of all genes was asked for. `heard` says whether the gene or its protein is meant, where that is asked.
#[must_use]
pub fn of<'a>(
    found: &Resolved,
    heard: Option<Heard<'a>>,
    image: &Image<'a>,
    sources: &[&'a str],
    kinds: &'a Kinds,
    fixed: bool,
) -> Reasons<'a> {
    let source = sources.get(usize::from(found.entry.source)).copied().unwrap_or("your dictionary");
    let detail = Detail::Name { scope: found.entry.scope().word(), name: image.surface(found.entry.surface), source };
    let coordinated = found.coordinated.then_some(Evidence { rule: "coordination", detail: Detail::SharedPart });
    let moved = found.organism.map(|organism| {
        let detail = if fixed { Detail::FixedOrganism(organism) } else { Detail::Organism(organism) };
        Evidence { rule: "organism", detail }
    });
    let others = [coordinated, moved];
    let reasons = Reasons::new(Evidence { rule: "name", detail }, others, found.features.0, kinds.scale(found.kind));
    let said = |Heard { protein, by }: Heard<'a>| Evidence { rule: "product", detail: Detail::Product { protein, by } };
    match heard {
        Some(heard) => reasons.and(said(heard)),
        None => reasons,
    }
}
