//! The score: log-odds to probabilities, and what is refused whatever speaks for it.

use super::candidate::Group;
use super::feature::{Feature, probability};
use super::kinds::Kinds;

/// Gives every group its probability; a short form is as sure as the long form that defines it, if that is surer.
pub fn apply(groups: &mut [Group], kinds: &Kinds) {
    for group in groups.iter_mut() {
        let gene = kinds.has_symbols(group.kind);
        // A part of a longer run of letters and digits is no name, but that genes grow Greek letters and numbers; nor is
        // a surname before "et al", nor an ordinary word at the start of its sentence ("Best results …").
        let has = |feature| group.features.has(feature);
        let word = gene && has(Feature::Word) && has(Feature::Capitalised) && has(Feature::SentenceStart);
        // What the paper defines as something else is something else, however often it is a name elsewhere.
        let other = has(Feature::DefinedOther) && !has(Feature::Defined);
        let refused = has(Feature::Joined) && !gene || has(Feature::Author) || word || other || has(Feature::OtherName);
        group.probability = if refused { 0.0 } else { probability(group.log_odds) };
    }
    for at in 0..groups.len() {
        let Some(place) = groups[at].long_form else { continue };
        let from = groups.partition_point(|group| group.first < place.0);
        let kind = groups[at].kind;
        let behind = || groups[from..].iter().filter(|group| group.kind == kind);
        let beginning = behind().take_while(|group| group.first == place.0);
        let long = beginning.clone().find(|group| group.length == place.1).map(|long| long.probability);
        // Two names that are joined there are as sure as the less sure one.
        let long = long.or_else(|| {
            let first = beginning.map(|first| first.probability).max_by(f32::total_cmp)?;
            let end = place.0 + place.1;
            let ending = behind().take_while(|group| group.first < end).filter(|group| group.first + group.length == end);
            Some(ending.map(|second| second.probability).max_by(f32::total_cmp)?.min(first))
        });
        if let Some(long) = long {
            groups[at].probability = groups[at].probability.max(long);
        }
    }
}
