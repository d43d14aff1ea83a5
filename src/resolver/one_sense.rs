//! Rule `one-sense`: words mean the same throughout a paper, so that a place that says little goes half the way to the
//! place that says most.

use super::candidate::Group;
use super::kinds::Kinds;
use super::words::Words;

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
