//! Which prediction stands for which gold annotation.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::annotated::{Annotated, Annotation};
use super::equivalence::Equivalence;

/// What is measured: types of predictions and the gold types that they are compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Types {
    /// Type of a prediction, type of the gold.
    pairs: BTreeMap<String, String>,
}

impl Types {
    /// The types that the gold has; `only` these, unless it is empty. Families count as genes where the gold tells them not
    /// apart.
    #[must_use]
    pub fn of(golds: &[Annotated], only: &[String]) -> Self {
        let annotations = golds.iter().flat_map(|gold| &gold.annotations);
        let have: BTreeSet<&str> = annotations.map(|annotation| annotation.entity_type.as_str()).collect();
        let asked = |entity_type: &&str| only.is_empty() || only.iter().any(|only| only == entity_type);
        let same = |entity_type: &str| (entity_type.to_owned(), entity_type.to_owned());
        let mut pairs: BTreeMap<String, String> = have.iter().copied().filter(asked).map(same).collect();
        // A type that was asked for and that the gold lacks has only wrong predictions; the user will want to know.
        pairs.extend(only.iter().map(|entity_type| same(entity_type)));
        if have.contains("gene") && !have.contains("gene_family") && asked(&"gene") {
            pairs.insert("gene_family".to_owned(), "gene".to_owned());
        }
        Self { pairs }
    }

    /// The gold types that are measured, each once.
    #[must_use]
    pub fn measured(&self) -> BTreeSet<&str> {
        self.pairs.values().map(String::as_str).collect()
    }
}

/// What does not bear on the figures, but may explain them.
pub type Notes = BTreeMap<&'static str, usize>;

/// The gold annotations and predictions of one document, and who stands for whom.
#[derive(Clone, Debug)]
pub struct Paired {
    /// Index of the document in the gold.
    pub document: usize,
    /// The gold annotations that are measured, by place; no two of the same place and type.
    pub golds: Vec<Annotation>,
    /// The predictions that are measured, likewise; their types are the gold's.
    pub predictions: Vec<Annotation>,
    /// For each gold annotation the index of its prediction.
    pub prediction_of: Vec<Option<usize>>,
    /// For each prediction the index of its gold annotation.
    pub gold_of: Vec<Option<usize>>,
}

impl Paired {
    /// The gold annotation of a prediction.
    #[must_use]
    pub fn partner(&self, prediction: usize) -> Option<&Annotation> {
        self.golds.get(self.gold_of.get(prediction).copied().flatten()?)
    }
}

/// Whether a prediction has one of the identifiers of a gold annotation.
#[must_use]
pub fn agree(prediction: &Annotation, gold: &Annotation) -> bool {
    !prediction.ids.is_disjoint(&gold.ids)
}

/// Whether two annotations begin and end at the same places.
#[must_use]
pub fn same_span(left: &Annotation, right: &Annotation) -> bool {
    (left.start, left.end) == (right.start, right.end)
}

/// Pairs the predictions with the gold, document by document; a gold document without predictions counts as one in which
/// nothing was found.
#[must_use]
pub fn pair(golds: &[Annotated], predictions: &[Annotated], types: &Types, equivalence: &Equivalence) -> (Vec<Paired>, Notes) {
    let by_id: HashMap<&str, &Annotated> = predictions.iter().map(|document| (document.id.as_str(), document)).collect();
    let known: BTreeSet<&str> = golds.iter().map(|document| document.id.as_str()).collect();
    let mut notes = Notes::new();
    let mut note = |what, count: usize| {
        if count > 0 {
            *notes.entry(what).or_default() += count;
        }
    };
    let measured = types.measured();
    let mut paired = Vec::with_capacity(golds.len());
    for (document, gold) in golds.iter().enumerate() {
        let own = by_id.get(gold.id.as_str());
        note("gold documents without predictions", usize::from(own.is_none()));
        let differs = own.is_some_and(|own| own.text().is_some_and(|text| gold.text().is_some_and(|gold| gold != text)));
        note("documents whose text differs", usize::from(differs));
        let found = own.map(|own| own.annotations.as_slice()).unwrap_or_default();
        let mut mapped = Vec::with_capacity(found.len());
        for prediction in found {
            match types.pairs.get(&prediction.entity_type) {
                Some(entity_type) => mapped.push(Annotation { entity_type: entity_type.clone(), ..prediction.clone() }),
                None => note("predictions of other types left out", 1),
            }
        }
        note("predictions whose text is not at their offsets", misplaced(gold.text(), &mapped));
        note("gold annotations whose text is not at their offsets", misplaced(gold.text(), &gold.annotations));
        mapped.iter_mut().for_each(|prediction| equivalence.extend(&mut prediction.ids));
        let kept = gold.annotations.iter().filter(|annotation| measured.contains(annotation.entity_type.as_str())).cloned();
        paired.push(one_to_one(document, once(kept), once(mapped)));
    }
    note("paired predictions without an id in the gold's namespaces", foreign(golds, &paired));
    note("predicted documents not in gold (left out)", by_id.keys().filter(|id| !known.contains(*id)).count());
    (paired, notes)
}

/// How many wrong identifiers are wrong because the prediction has none of a namespace that the gold uses for the type.
fn foreign(golds: &[Annotated], paired: &[Paired]) -> usize {
    let mut namespaces: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for annotation in golds.iter().flat_map(|gold| &gold.annotations) {
        let own = annotation.ids.iter().map(|id| namespace(id));
        namespaces.entry(&annotation.entity_type).or_default().extend(own);
    }
    let pairs = paired.iter().flat_map(|paired| {
        paired.golds.iter().zip(&paired.prediction_of).filter_map(|(gold, index)| Some((gold, paired.predictions.get((*index)?)?)))
    });
    let is_foreign = |(gold, prediction): &(&Annotation, &Annotation)| {
        let known = |id: &String| namespaces.get(gold.entity_type.as_str()).is_some_and(|own| own.contains(namespace(id)));
        !gold.ids.is_empty() && !prediction.ids.iter().any(known)
    };
    pairs.filter(is_foreign).count()
}

fn namespace(curie: &str) -> &str {
    curie.split_once(':').map_or(curie, |(prefix, _)| prefix)
}

/// How many annotations have other words than the text has at their place.
fn misplaced(text: Option<&str>, annotations: &[Annotation]) -> usize {
    let Some(text) = text else { return 0 };
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let words = |annotation: &Annotation| text.get(*starts.get(annotation.start)?..*starts.get(annotation.end)?);
    let wrong = |annotation: &&Annotation| annotation.text.as_deref().is_some_and(|own| words(annotation) != Some(own));
    annotations.iter().filter(wrong).count()
}

/// Annotations by place and type; the same place and type twice is one annotation with the identifiers of both.
fn once(annotations: impl IntoIterator<Item = Annotation>) -> Vec<Annotation> {
    let mut seen: BTreeMap<(usize, usize, String), Annotation> = BTreeMap::new();
    for annotation in annotations {
        match seen.entry((annotation.start, annotation.end, annotation.entity_type.clone())) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(annotation);
            }
            std::collections::btree_map::Entry::Occupied(mut place) => {
                let first = place.get_mut();
                first.ids.extend(annotation.ids);
                first.score = first.score.max(annotation.score);
                first.primary = first.primary.take().or(annotation.primary);
            }
        }
    }
    seen.into_values().collect()
}

/// Pairs of the same type that share a character, each annotation in one pair at most: pairs of the same span first, then
/// those that share more, then the earlier.
fn one_to_one(document: usize, golds: Vec<Annotation>, predictions: Vec<Annotation>) -> Paired {
    let mut options = Vec::new();
    for (gold_index, gold) in golds.iter().enumerate() {
        for (index, prediction) in predictions.iter().enumerate() {
            if prediction.start >= gold.end {
                break;
            }
            let shared = gold.end.min(prediction.end).saturating_sub(gold.start.max(prediction.start));
            if shared > 0 && gold.entity_type == prediction.entity_type {
                let place = (gold.start, prediction.start, prediction.end);
                options.push((!same_span(gold, prediction), std::cmp::Reverse(shared), place, gold_index, index));
            }
        }
    }
    options.sort_unstable();
    let mut paired =
        Paired { document, prediction_of: vec![None; golds.len()], gold_of: vec![None; predictions.len()], golds, predictions };
    for (_, _, _, gold, prediction) in options {
        if paired.prediction_of[gold].is_none() && paired.gold_of[prediction].is_none() {
            paired.prediction_of[gold] = Some(prediction);
            paired.gold_of[prediction] = Some(gold);
        }
    }
    paired
}
