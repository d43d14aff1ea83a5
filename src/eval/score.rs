//! The figures: precision, recall and F1 by type and measure.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use super::pairing::{Paired, Types, agree, same_span};

/// What counts as right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// The same start, end and type.
    Exact,
    /// The same type and a shared character, one prediction to one gold annotation.
    Overlap,
    /// As `Exact`, and an identifier of the gold's.
    Id,
    /// As `Overlap`, and an identifier of the gold's.
    OverlapId,
    /// The distinct identifiers of a document.
    DocId,
}

impl Measure {
    /// All of them, in the order of reports.
    pub const ALL: [Measure; 5] = [Measure::Exact, Measure::Overlap, Measure::Id, Measure::OverlapId, Measure::DocId];

    /// Its name in JSON, TSV and floors.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Measure::Exact => "exact",
            Measure::Overlap => "overlap",
            Measure::Id => "id",
            Measure::OverlapId => "overlap_id",
            Measure::DocId => "doc_id",
        }
    }

    /// Its name in tables.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Measure::Exact => "exact span",
            Measure::Overlap => "overlap",
            Measure::Id => "exact span + id",
            Measure::OverlapId => "overlap + id",
            Measure::DocId => "document ids",
        }
    }

    /// Whether it looks at identifiers.
    #[must_use]
    pub fn needs_ids(self) -> bool {
        !matches!(self, Measure::Exact | Measure::Overlap)
    }
}

/// Denominators, and what was right on each side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How many the gold has.
    pub gold: usize,
    /// How many were predicted.
    pub predicted: usize,
    /// How many of the gold were found.
    pub right_gold: usize,
    /// How many of the predictions were right.
    pub right_predicted: usize,
}

impl Count {
    fn right(&mut self) {
        self.right_gold += 1;
        self.right_predicted += 1;
    }

    fn add(&mut self, other: Count) {
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.right_gold += other.right_gold;
        self.right_predicted += other.right_predicted;
    }

    /// The share of predictions that are right; `None` where nothing was predicted.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        (self.predicted > 0).then(|| self.right_predicted as f64 / self.predicted as f64)
    }

    /// The share of the gold that was found; `None` where the gold has nothing.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        (self.gold > 0).then(|| self.right_gold as f64 / self.gold as f64)
    }

    /// The harmonic mean of both; 0 where one of them is 0 or missing, `None` where there is nothing on either side.
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        if self.gold == 0 && self.predicted == 0 {
            return None;
        }
        match (self.precision(), self.recall()) {
            (Some(precision), Some(recall)) if precision > 0.0 && recall > 0.0 => Some(2.0 * precision * recall / (precision + recall)),
            _ => Some(0.0),
        }
    }
}

/// The figures of one type, or of all: one count a measure, in the order of [`Measure::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    counts: [Count; 5],
    has_ids: bool,
}

impl Counts {
    /// The count of a measure; `None` for identifiers where the gold has none.
    #[must_use]
    pub fn of(&self, measure: Measure) -> Option<&Count> {
        (self.has_ids || !measure.needs_ids()).then(|| &self.counts[measure as usize])
    }

    fn at(&mut self, measure: Measure) -> &mut Count {
        &mut self.counts[measure as usize]
    }
}

/// The figures of a run on a corpus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Scores {
    /// By gold type.
    pub types: BTreeMap<String, Counts>,
    /// The micro average: the counts of the types, added up.
    pub all: Counts,
}

impl Scores {
    /// The figures of a type, or of `all`.
    #[must_use]
    pub fn of(&self, entity_type: &str) -> Option<&Counts> {
        if entity_type == "all" { Some(&self.all) } else { self.types.get(entity_type) }
    }
}

/// Counts what was right.
#[must_use]
pub fn score(documents: &[Paired], types: &Types) -> Scores {
    let mut counts: BTreeMap<String, Counts> =
        types.measured().into_iter().map(|entity_type| (entity_type.to_owned(), Counts::default())).collect();
    for paired in documents {
        mentions(paired, &mut counts);
        document_ids(paired, &mut counts);
    }
    let mut all = Counts::default();
    for own in counts.values_mut() {
        own.has_ids = own.at(Measure::Id).gold > 0;
        all.has_ids |= own.has_ids;
        let own = &*own;
        Measure::ALL
            .iter()
            .filter_map(|&measure| Some((measure, own.of(measure)?)))
            .for_each(|(measure, count)| all.at(measure).add(*count));
    }
    Scores { types: counts, all }
}

fn mentions(paired: &Paired, counts: &mut BTreeMap<String, Counts>) {
    use Measure::{Exact, Id, Overlap, OverlapId};
    for gold in &paired.golds {
        let own = counts.entry(gold.entity_type.clone()).or_default();
        let measures: &[Measure] = if gold.ids.is_empty() { &[Exact, Overlap] } else { &[Exact, Overlap, Id, OverlapId] };
        measures.iter().for_each(|&measure| own.at(measure).gold += 1);
    }
    for (index, prediction) in paired.predictions.iter().enumerate() {
        let own = counts.entry(prediction.entity_type.clone()).or_default();
        own.at(Exact).predicted += 1;
        own.at(Overlap).predicted += 1;
        let partner = paired.partner(index);
        // Where the gold does not say what it is, the prediction's identifier is neither right nor wrong.
        if partner.is_none_or(|gold| !gold.ids.is_empty()) {
            own.at(Id).predicted += 1;
            own.at(OverlapId).predicted += 1;
        }
        let Some(gold) = partner else { continue };
        let (exact, agrees) = (same_span(gold, prediction), agree(prediction, gold));
        for (measure, right) in [(Exact, exact), (Overlap, true), (Id, exact && agrees), (OverlapId, agrees)] {
            if right {
                own.at(measure).right();
            }
        }
    }
}

/// What is predicted of a concept in a document.
#[derive(Default)]
struct Answer<'a> {
    ids: BTreeSet<&'a str>,
    /// Whether a mention of it stands elsewhere than at a gold annotation without identifier.
    counts: bool,
}

/// Each identifier of the gold is a target, each predicted concept an answer.
fn document_ids(paired: &Paired, counts: &mut BTreeMap<String, Counts>) {
    let mut targets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for gold in &paired.golds {
        targets.entry(&gold.entity_type).or_default().extend(gold.ids.iter().map(String::as_str));
    }
    let mut answers: BTreeMap<(&str, String), Answer<'_>> = BTreeMap::new();
    for (index, prediction) in paired.predictions.iter().enumerate() {
        let joined = || prediction.ids.iter().map(String::as_str).collect::<Vec<_>>().join("|");
        let name = prediction.primary.clone().unwrap_or_else(joined);
        if name.is_empty() {
            continue;
        }
        let answer = answers.entry((&prediction.entity_type, name)).or_default();
        answer.ids.extend(prediction.ids.iter().map(String::as_str));
        answer.counts |= paired.partner(index).is_none_or(|gold| !gold.ids.is_empty());
    }
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for ((entity_type, _), answer) in &answers {
        let hits: Vec<&str> = targets.get(entity_type).map(|ids| ids.intersection(&answer.ids).copied().collect()).unwrap_or_default();
        if answer.counts || !hits.is_empty() {
            let count = counts.entry((*entity_type).to_owned()).or_default().at(Measure::DocId);
            count.predicted += 1;
            count.right_predicted += usize::from(!hits.is_empty());
        }
        found.entry(entity_type).or_default().extend(hits);
    }
    for (entity_type, ids) in targets {
        let count = counts.entry(entity_type.to_owned()).or_default().at(Measure::DocId);
        count.gold += ids.len();
        count.right_gold += found.get(entity_type).map_or(0, BTreeSet::len);
    }
}

/// A figure as it is written: six digits behind the point at most.
pub(super) fn rounded(figure: f64) -> f64 {
    (figure * 1e6).round() / 1e6
}

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let given = Measure::ALL.iter().filter_map(|&measure| Some((measure, self.of(measure)?)));
        serializer.collect_map(given.map(|(measure, count)| (measure.word(), count)))
    }
}

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let figures = [("precision", self.precision()), ("recall", self.recall()), ("f1", self.f1())];
        let figures = figures.into_iter().filter_map(|(name, figure)| Some((name, serde_json::json!(rounded(figure?)))));
        let numbers = [
            ("gold", self.gold),
            ("predicted", self.predicted),
            ("right_gold", self.right_gold),
            ("right_predicted", self.right_predicted),
        ];
        serializer.collect_map(figures.chain(numbers.into_iter().map(|(name, number)| (name, serde_json::json!(number)))))
    }
}
