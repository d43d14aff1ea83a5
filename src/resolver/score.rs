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
        let same = |group: &&Group| (group.first, group.length, group.kind) == (place.0, place.1, groups[at].kind);
        let long = groups[from..].iter().take_while(|group| group.first == place.0).find(same);
        if let Some(long) = long.map(|long| long.probability) {
            groups[at].probability = groups[at].probability.max(long);
        }
    }
}
