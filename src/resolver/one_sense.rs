//! Rule `one-sense`: words mean the same throughout a paper, so that a place that says little goes half the way to the
//! place that says most; and where nearly all places of a drug or gene are taken, the few others follow.

use super::candidate::{Group, LIKELY};
use super::feature::Feature;
use super::kinds::Kinds;
use super::words::{Places, Words};

/// So many places of the words must be likely, and so many of five of all.
const FEWEST: u32 = 4;
const OF_FIVE: u32 = 4;

/// Applies the rule to all groups.
pub fn apply(groups: &mut [Group], words: &mut Words, kinds: &Kinds) {
    let kinds = kinds.names().len();
    words.most.clear();
    words.most.resize(words.counts.len() * kinds, f32::MIN);
    let place = |group: &Group| group.words.map(|words| words as usize * kinds + usize::from(group.kind));
    for group in groups.iter() {
        if let Some(most) = place(group).and_then(|place| words.most.get_mut(place)) {
            *most = most.max(group.log_odds);
        }
    }
    for group in groups.iter_mut() {
        if let Some(most) = place(group).and_then(|place| words.most.get(place)) {
            group.log_odds = (group.log_odds + most) / 2.0;
        }
    }
}

/// Lets the few places of words that are not taken follow the many that are, where a group `is_asked`; what is refused stays so. In
/// train, of the places that follow three of four are right.
pub fn follow(groups: &mut [Group], words: &mut Words, kinds: &Kinds, is_asked: impl Fn(&Group) -> bool) {
    let kinds = kinds.names().len();
    // The many and one more.
    let often =
        |counts: &[u32], group: &Group| group.words.and_then(|words| counts.get(words as usize)).is_some_and(|count| *count > FEWEST);
    words.places.clear();
    words.places.resize(words.counts.len() * kinds, Places { all: 0, likely: 0, least: 1.0 });
    // `SE` is not what `Se` is, nor is a part of `CAPS3`.
    let as_named = |group: &Group| ![Feature::Raised, Feature::Lowered, Feature::Joined].iter().any(|other| group.features.has(*other));
    let asked = |group: &&mut Group| group.probability > 0.0 && as_named(group) && is_asked(group);
    let place = |group: &Group| group.words.map(|words| words as usize * kinds + usize::from(group.kind));
    for group in groups.iter_mut().filter(|group| often(&words.counts, group)).filter(asked) {
        if let Some(places) = place(group).and_then(|place| words.places.get_mut(place)) {
            places.all += 1;
            if group.probability >= LIKELY {
                places.likely += 1;
                places.least = places.least.min(group.probability);
            }
        }
    }
    for group in groups.iter_mut().filter(|group| group.probability < LIKELY).filter(asked) {
        if let Some(places) = place(group).and_then(|place| words.places.get(place))
            && places.likely >= FEWEST
            && places.likely * 5 >= places.all * OF_FIVE
        {
            group.probability = places.least;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn the_few_places_of_a_drug_follow_the_many() {
        let annotator = Annotator::builder().types(["drug"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("They took 5 mg Se daily, 6 mg Se, 7 mg Se, 8 mg Se, 9 mg Se and 10 mg Se. Their Se levels.", 7),
            // Three are too few to follow.
            ("They took 5 mg Se daily, 6 mg Se and 7 mg Se. Their Se levels.", 3),
        ] {
            assert_eq!(annotator.words(text).len(), expected, "{text}");
        }
    }
}
