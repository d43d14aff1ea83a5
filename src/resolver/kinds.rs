//! The entity types of a run under one numbering, with what the resolver knows of each.

use biospan_lexicon::image::Image;

use super::calibration::Curve;
use super::cue::{GENE, voices_for};
use super::evidence;
use super::feature::{Feature, Weights};
use crate::record::Scale;
use crate::variant::Form;

/// Number of an entity type in a run.
pub type Kind = u8;

/// The entity types of all layers, sorted by name.
#[derive(Debug, Default)]
pub struct Kinds {
    names: Vec<String>,
    /// By layer, the kind of each of the image's types.
    by_layer: Vec<Vec<Kind>>,
    weights: Vec<Weights>,
    scales: Vec<Scale>,
    curves: Vec<Curve>,
    /// By form, what the grammar's variants are worth.
    forms: Vec<Curve>,
    also: Vec<Option<Feature>>,
    wanted: Vec<bool>,
    grammar: Option<Kind>,
    symbols: Vec<bool>,
}

/// The type that a grammar finds.
pub const VARIANT: &str = "variant";

/// What `calibration.tsv` calls the variants of a form.
#[must_use]
pub fn of_form(form: Form) -> String {
    format!("{VARIANT}/{}", form.word())
}

/// What a name of a user's own dictionary is worth at least, in log-odds.
pub const OWN: f32 = 4.0;
/// What a name is worth at least that policy calls sure, in log-odds: nine of ten.
pub const SURE: f32 = 2.2;

impl Kinds {
    /// The types of `images`, and variants where `grammar` finds them; `wanted` names those that are reported (all if empty).
    #[must_use]
    pub fn new(images: &[Image<'_>], grammar: bool, wanted: &[String]) -> Self {
        let mut names: Vec<String> = images.iter().flat_map(|image| image.facts("type")).map(str::to_owned).collect();
        names.extend(grammar.then(|| VARIANT.to_owned()));
        names.sort_unstable();
        names.dedup();
        let kind = |name: &str| names.iter().position(|known| known == name).unwrap_or(0) as Kind;
        let by_layer = images.iter().map(|image| image.facts("type").map(kind).collect()).collect();
        let mut weights = vec![[0.0; 64]; names.len()];
        for own in &mut weights {
            own[Feature::Any as usize] = OWN;
        }
        for line in images.iter().flat_map(|image| image.facts("weight")) {
            let mut columns = line.split('\t');
            let (Some(of), Some(feature), Some(value)) = (columns.next(), columns.next(), columns.next()) else { continue };
            let feature = Feature::ALL.iter().find(|known| known.word() == feature);
            if let (Some(feature), Ok(value), Some(kind)) = (feature, value.parse(), names.iter().position(|known| known == of)) {
                weights[kind][*feature as usize] = value;
            }
        }
        let also = names.iter().map(|name| also(name)).collect();
        let wanted = names.iter().map(|name| wanted.is_empty() || wanted.contains(name)).collect();
        let symbols = names.iter().map(|name| voices_for(name) == GENE).collect();
        let scales = weights.iter().map(evidence::scale).collect();
        let grammar = grammar.then(|| kind(VARIANT));
        let lines: Vec<&str> = images.first().map(|image| image.facts("calibration").collect()).unwrap_or_default();
        let curves = names.iter().map(|name| Curve::of(&lines, name)).collect();
        let forms = Form::ALL.iter().map(|form| Curve::of(&lines, &of_form(*form))).collect();
        Self { names, by_layer, weights, scales, curves, forms, also, wanted, grammar, symbols }
    }

    /// The kind of a type of a layer's image.
    #[must_use]
    pub fn of(&self, layer: u8, entity_type: u8) -> Kind {
        self.by_layer.get(usize::from(layer)).and_then(|kinds| kinds.get(usize::from(entity_type))).copied().unwrap_or(0)
    }

    /// The kind of what the grammar of variants finds, where it is used.
    #[must_use]
    pub fn grammar(&self) -> Option<Kind> {
        self.grammar
    }

    /// Whether the short names of a kind are symbols, whose letter case counts.
    #[must_use]
    pub fn has_symbols(&self, kind: Kind) -> bool {
        self.symbols.get(usize::from(kind)).copied().unwrap_or(false)
    }

    /// Whether a kind is families or complexes of genes.
    #[must_use]
    pub fn is_family(&self, kind: Kind) -> bool {
        self.also(kind) == Some(Feature::AlsoFamily)
    }

    /// The name of a kind.
    #[must_use]
    pub fn name(&self, kind: Kind) -> &str {
        self.names.get(usize::from(kind)).map_or("", String::as_str)
    }

    /// The kind with a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Kind> {
        self.names.iter().position(|known| known == name).map(|kind| kind as Kind)
    }

    /// All names.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What features are worth for a kind.
    #[must_use]
    pub fn weights(&self, kind: Kind) -> &Weights {
        &self.weights[usize::from(kind)]
    }

    /// What features say for and against a kind.
    #[must_use]
    pub fn scale(&self, kind: Kind) -> &Scale {
        &self.scales[usize::from(kind)]
    }

    /// The score of a mention of the kind; what a dictionary of the user's says is as sure as it is weighed.
    #[must_use]
    pub fn score(&self, kind: Kind, own: bool, probability: f32) -> f32 {
        if own { probability } else { self.curves[usize::from(kind)].score(probability) }
    }

    /// The score of a variant that the grammar found.
    #[must_use]
    pub fn form_score(&self, form: Form, probability: f32) -> f32 {
        self.forms.get(form as usize).map_or(probability, |curve| curve.score(probability))
    }

    /// The least probability with which a mention of the kind has a score; see [`Kinds::score`] for what is the user's own.
    #[must_use]
    pub fn least(&self, kind: Kind, score: f32) -> f32 {
        self.curves[usize::from(kind)].least(score)
    }

    /// The feature that tells other types that this one has the name too.
    #[must_use]
    pub fn also(&self, kind: Kind) -> Option<Feature> {
        self.also.get(usize::from(kind)).copied().flatten()
    }

    /// Whether mentions of the kind are reported.
    #[must_use]
    pub fn wanted(&self, kind: Kind) -> bool {
        self.wanted.get(usize::from(kind)).copied().unwrap_or(false)
    }
}

fn also(name: &str) -> Option<Feature> {
    Some(match name {
        "gene" => Feature::AlsoGene,
        "gene_family" | "complex" => Feature::AlsoFamily,
        "drug" => Feature::AlsoDrug,
        "disease" => Feature::AlsoDisease,
        "cell_type" => Feature::AlsoCell,
        _ => return None,
    })
}
