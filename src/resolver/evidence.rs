//! What a mention says about why it was made.

use biospan_lexicon::image::Image;

use super::Resolved;
use super::feature::{Feature, Features, Weights};
use super::kinds::Kinds;
use super::product::Heard;
use super::variants::{Meaning, Named};
use crate::record::{Detail, Evidence, Reasons, Scale};

/// How the words of a mention stand for its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// All of it, in its order.
    Whole,
    /// Names that share a part are one expression: `breast and ovarian cancer`.
    Part,
    /// The head stands in front: `Carcinoma, Hepatocellular`.
    Inverted,
    /// A letter is wrong: `hepatocelular carcinoma`.
    Misspelt,
}

impl Form {
    /// The rule that knows it, and what it says.
    #[must_use]
    pub fn evidence(self) -> Option<Evidence<'static>> {
        let (rule, told) = match self {
            Form::Whole => return None,
            Form::Part => ("coordination", "shares a part with the name beside it"),
            Form::Inverted => ("inverted", "the head of the name stands in front"),
            Form::Misspelt => ("spelling", "one letter differs from the name"),
        };
        Some(Evidence { rule, detail: Detail::Told(told) })
    }
}

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
pub fn of_variant(named: &Named, written: Form) -> Reasons<'static> {
    let form = match &named.meaning {
        Meaning::Numbered(_) => "a number of dbSNP",
        Meaning::Change(variant) => variant.change.words(),
        Meaning::Fusion(..) => "two genes that became one",
    };
    let mut told = vec![Evidence { rule: "variant", detail: Detail::Told(form) }];
    told.extend(written.evidence());
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
    let moved = found.organism.map(|organism| {
        let detail = if fixed { Detail::FixedOrganism(organism) } else { Detail::Organism(organism) };
        Evidence { rule: "organism", detail }
    });
    let others = [found.form.evidence(), moved];
    let reasons = Reasons::new(Evidence { rule: "name", detail }, others, found.features.0, kinds.scale(found.kind));
    let said = |Heard { protein, by }: Heard<'a>| Evidence { rule: "product", detail: Detail::Product { protein, by } };
    match heard {
        Some(heard) => reasons.and(said(heard)),
        None => reasons,
    }
}
