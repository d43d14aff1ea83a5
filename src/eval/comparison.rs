//! Two sets of predictions for the same gold, side by side: which mentions changed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::annotated::{Annotated, Annotation};
use super::context::{Context, Texts};
use super::pairing::{Paired, agree, same_span};

/// What became of one gold annotation, or of a prediction that none is paired with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The exact span, and the identifier where the gold has one.
    Right,
    /// The exact span with another identifier.
    WrongId,
    /// Another span that shares a character with the gold's.
    Boundary,
    /// A gold annotation without prediction.
    Missed,
    /// A prediction without gold annotation.
    FalsePositive,
    /// Where there was a false positive on the other side: nothing predicted, as it should be.
    Absent,
}

impl Verdict {
    /// Its name in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Right => "right",
            Verdict::WrongId => "wrong id",
            Verdict::Boundary => "boundary",
            Verdict::Missed => "missed",
            Verdict::FalsePositive => "false positive",
            Verdict::Absent => "absent",
        }
    }
}

/// Mentions with the same words that changed in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The gold type.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// What it was.
    pub before: Verdict,
    /// What it is.
    pub now: Verdict,
    /// The words: the gold's, of a false positive its own.
    pub text: String,
    /// How often.
    pub count: usize,
    /// The gold's identifiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gold_id: Option<String>,
    /// The identifier predicted before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_id: Option<String>,
    /// The identifier predicted now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now_id: Option<String>,
    /// The first place.
    pub context: Context,
}

/// Where a verdict belongs: document, start, end, type.
type Place<'a> = (usize, usize, usize, &'a str);

/// What changes have in common that are counted together: type, verdicts, words, identifiers.
type Group<'a> = (&'a str, [Verdict; 2], String, [Option<String>; 3]);

/// A verdict, and the gold annotation and the prediction that it is about.
#[derive(Clone, Copy)]
struct Judged<'a> {
    verdict: Verdict,
    gold: Option<&'a Annotation>,
    prediction: Option<&'a Annotation>,
}

/// What changed from one set of predictions to another, by type and kind of change, most frequent first; `before` and `now`
/// are paired with the same gold.
#[must_use]
pub fn changes(golds: &[Annotated], before: &[Paired], now: &[Paired]) -> Vec<Change> {
    let texts = Texts::new(golds);
    let (before, now) = (verdicts(before), verdicts(now));
    let mut groups: BTreeMap<Group<'_>, Change> = BTreeMap::new();
    let mut places: Vec<&(bool, Place<'_>)> = before.keys().chain(now.keys()).collect();
    places.sort_unstable();
    places.dedup();
    let absent = Judged { verdict: Verdict::Absent, gold: None, prediction: None };
    for key in places {
        let (was, is) = (*before.get(key).unwrap_or(&absent), *now.get(key).unwrap_or(&absent));
        let id = |annotation: Option<&Annotation>| annotation.and_then(|annotation| annotation.primary.clone());
        let ids = [id(was.gold.or(is.gold)), id(was.prediction), id(is.prediction)];
        // Right is right under any name; another wrong identifier is news.
        if was.verdict == is.verdict && (was.verdict == Verdict::Right || ids[1] == ids[2]) {
            continue;
        }
        let (_, (document, _, _, entity_type)) = *key;
        let Some(place) = was.gold.or(is.gold).or(was.prediction).or(is.prediction) else { continue };
        let text = texts.words(document, place);
        let change = groups.entry((entity_type, [was.verdict, is.verdict], text.clone(), ids.clone())).or_insert_with(|| {
            let [gold_id, before_id, now_id] = ids;
            let context = texts.context(document, place);
            Change {
                entity_type: entity_type.to_owned(),
                before: was.verdict,
                now: is.verdict,
                text,
                count: 0,
                gold_id,
                before_id,
                now_id,
                context,
            }
        });
        change.count += 1;
    }
    let mut changes: Vec<Change> = groups.into_values().collect();
    changes.sort_by(|left, right| {
        let key = |change: &Change| (change.before, change.now, Reverse(change.count));
        left.entity_type.cmp(&right.entity_type).then_with(|| key(left).cmp(&key(right)))
    });
    changes
}

/// The verdicts by place; a false positive may stand where a gold annotation of another pair does, so they are told apart.
fn verdicts(documents: &[Paired]) -> BTreeMap<(bool, Place<'_>), Judged<'_>> {
    let mut verdicts = BTreeMap::new();
    for paired in documents {
        let place = |annotation: &'_ Annotation| (paired.document, annotation.start, annotation.end);
        for (gold, partner) in paired.golds.iter().zip(&paired.prediction_of) {
            let prediction = partner.and_then(|index| paired.predictions.get(index));
            let verdict = match prediction {
                None => Verdict::Missed,
                Some(prediction) if !same_span(gold, prediction) => Verdict::Boundary,
                Some(prediction) if !gold.ids.is_empty() && !agree(prediction, gold) => Verdict::WrongId,
                Some(_) => Verdict::Right,
            };
            let (document, start, end) = place(gold);
            verdicts.insert((false, (document, start, end, gold.entity_type.as_str())), Judged { verdict, gold: Some(gold), prediction });
        }
        for (prediction, partner) in paired.predictions.iter().zip(&paired.gold_of) {
            if partner.is_none() {
                let (document, start, end) = place(prediction);
                let judged = Judged { verdict: Verdict::FalsePositive, gold: None, prediction: Some(prediction) };
                verdicts.insert((true, (document, start, end, prediction.entity_type.as_str())), judged);
            }
        }
    }
    verdicts
}
