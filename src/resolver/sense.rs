//! Rule `sense`: which of the concepts of one type that share a name is meant.

use biospan_lexicon::image::{NameEntry, flags};
use biospan_lexicon::search::key_of;
use biospan_lexicon::surface::{Case, Likeness};
use biospan_lexicon::table::Scope;

use super::candidate::{Candidate, Group, Names};
use super::evidence::Form;
use super::feature::Feature;
use super::others::{ALTERNATIVES, Others};
use super::{Resolved, Resolver};

/// The taxonomy identifier of man.
pub const HUMAN: u32 = 9606;

/// How well a candidate stands among those of its type, before the paper has spoken: the owner by policy, then the
/// approved symbol or preferred name, then aliases, then previous and related names; between equals the concept that
/// more papers are about.
///
/// The approved symbol is right for 87 to 90 of 100 contested human gene names, wrong for 3 to 5.
#[must_use]
pub fn rank(candidate: &Candidate) -> f32 {
    let entry = &candidate.entry;
    let scope = match entry.scope() {
        Scope::Preferred => 10.0,
        Scope::Symbol => 9.5,
        Scope::Exact => 8.0,
        Scope::Abbreviation => 7.0,
        Scope::Alias => 6.0,
        Scope::Brand => 5.0,
        Scope::Previous => 4.0,
        Scope::Related => 1.0,
        Scope::Narrow | Scope::Broad => 0.0,
    };
    let case = match candidate.likeness.case {
        // "Pancreatic cancer" at the start of a sentence is what "pancreatic cancer" is.
        Case::Same | Case::Initial | Case::Uncapitalised => 1.5,
        Case::Close => 1.0,
        Case::Raised => 0.0,
        Case::Lowered | Case::Mixed => -1.0,
    };
    let owner = if entry.has(flags::OWNER) { 40.0 } else { 0.0 };
    let human = if entry.has(flags::HUMAN) { 2.5 } else { 0.0 };
    let variant = if entry.has(flags::VARIANT) { -1.0 } else { 0.0 };
    // A class that a vocabulary names in the plural ("Imidazoles") is not meant by the singular.
    let class = if candidate.likeness.singular { -2.5 } else { 0.0 };
    let own = if candidate.layer > 0 { 60.0 } else { 0.0 };
    // Papers tell genes apart; how many vocabularies have a drug or disease only breaks ties.
    let renown = f32::from(entry.renown()) * if human > 0.0 { 0.3 } else { 0.1 };
    // Of concepts that share a name, MeSH has the one that papers are about: of 84 that differ in training texts, all.
    let indexed = if entry.is_indexed() { 3.0 } else { 0.0 };
    scope + case + class + owner + human + variant + own + renown + indexed
}

/// The mention of a group, as the concept that ranks first; the next ones are its alternatives.
#[must_use]
pub fn choose(group: &Group, candidates: &[Candidate], nested: bool) -> Resolved {
    let order = |left: &&Candidate, right: &&Candidate| {
        right.rank.total_cmp(&left.rank).then((left.layer, left.concept).cmp(&(right.layer, right.concept)))
    };
    // The first few in order. A group is never empty.
    let mut ranked = [&candidates[0]; ALTERNATIVES + 1];
    let mut count = 1;
    for candidate in &candidates[1..] {
        let place = ranked[..count].iter().position(|other| order(&candidate, other).is_lt()).unwrap_or(count);
        if place < ranked.len() {
            count = (count + 1).min(ranked.len());
            ranked[place..count].rotate_right(1);
            ranked[place] = candidate;
        }
    }
    let (best, others) = (ranked[0], &ranked[1..count]);
    Resolved {
        span: group.span,
        first: group.first,
        kind: group.kind,
        layer: best.layer,
        concept: best.concept,
        entry: best.entry,
        features: group.features,
        probability: group.probability,
        alternatives: others.iter().map(|other| (other.layer, other.concept)).collect(),
        organism: None,
        form: if group.features.has(Feature::Misspelt) { Form::Misspelt } else { Form::Whole },
        nested,
    }
}

/// The key of the name that the hashes of tokens are, if one that is `right` has it.
pub fn known(names: &Names<'_>, name: &[u64], right: impl Fn(&NameEntry) -> bool) -> Option<u32> {
    let key = key_of(names.image, name)?;
    names.entries(key).iter().any(|entry| is_meant(entry) && right(entry)).then_some(key)
}

/// Whether the name stands for its concept and not for what is above or below it.
fn is_meant(entry: &NameEntry) -> bool {
    !matches!(entry.scope(), Scope::Broad | Scope::Narrow)
}

/// What it is worth that two concepts are called alike from beginning to end.
const SIBLING: f32 = 4.0;

/// How much of two names is their common beginning and end, from 0 to 1.
fn alike(left: &str, right: &str) -> f32 {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let least = left.len().min(right.len());
    let front = left.iter().zip(right).take_while(|(left, right)| left == right).count();
    let back = left.iter().rev().zip(right.iter().rev()).take(least - front).take_while(|(left, right)| left == right).count();
    (front + back) as f32 / left.len().max(right.len()).max(1) as f32
}

impl Resolver<'_> {
    /// The mention of `found` as another name, which a key has; it must be `right`. No words of the paper stand for that name by
    /// themselves, so that only what the dictionary says of it counts, and how much the concept is called like that of `found`:
    /// chronic hepatitis B and C are both chronic.
    pub(super) fn by_name(&self, names: &Names<'_>, found: &Resolved, key: u32, right: impl Fn(&NameEntry) -> bool) -> Option<Resolved> {
        let called = |concept: u32| names.image.concept(concept).map_or("", |concept| names.image.surface(concept.name));
        let own = called(found.concept);
        let as_named = |entry: &NameEntry| {
            let likeness = Likeness::SAME;
            let candidate = Candidate { layer: found.layer, concept: entry.concept(), entry: *entry, likeness, rank: 0.0 };
            rank(&candidate) + SIBLING * alike(own, called(entry.concept()))
        };
        let entries = names.entries(key).iter().filter(|entry| is_meant(entry) && right(entry));
        let better = |left: &&NameEntry, right: &&NameEntry| as_named(left).total_cmp(&as_named(right));
        let entry = entries.max_by(|left, right| better(left, right).then(right.concept().cmp(&left.concept())))?;
        Some(Resolved {
            kind: self.kinds.of(found.layer, entry.entity_type()),
            concept: entry.concept(),
            entry: *entry,
            alternatives: Others::default(),
            organism: None,
            ..found.clone()
        })
    }
}
