//! Strings laid so that the end of one is the beginning of the next (`interleukin-2` before `2-propanol`): a greedy way
//! to a short superstring, which is all that an image needs of them.

use std::collections::HashMap;

/// How many bytes two neighbours may share, tried in this order. More is rare: what they have in common is mostly
/// a syllable or a number.
const SHARED: [usize; 12] = [16, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

/// A string's place in the order, and how many bytes it shares with the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) string: usize,
    pub(super) shared: usize,
}

/// The order of all strings; none that `stands_alone` shares its beginning.
pub(super) fn order(strings: &[&[u8]], stands_alone: impl Fn(&[u8]) -> bool) -> Vec<Link> {
    let mut chains = Chains::new(strings.len());
    for shared in SHARED {
        chains.join(strings, shared, &stands_alone);
    }
    chains.in_order()
}

/// Strings that share nothing, as they come.
pub(super) fn apart(strings: usize) -> Vec<Link> {
    Chains::new(strings).in_order()
}

struct Chains {
    /// By string, the one behind it.
    next: Vec<Option<Link>>,
    has_one_before: Vec<bool>,
    /// By the last string of a chain its first, and by the first its last.
    first: Vec<usize>,
    last: Vec<usize>,
}

impl Chains {
    fn new(strings: usize) -> Chains {
        let alone: Vec<usize> = (0..strings).collect();
        Chains { next: vec![None; strings], has_one_before: vec![false; strings], first: alone.clone(), last: alone }
    }

    /// Joins chains whose ends share so many bytes.
    fn join(&mut self, strings: &[&[u8]], shared: usize, stands_alone: impl Fn(&[u8]) -> bool) {
        let mut beginnings: HashMap<&[u8], Vec<usize>> = HashMap::new();
        let is_open = |&(string, text): &(usize, &&[u8])| !self.has_one_before[string] && text.len() > shared && !stands_alone(text);
        for (string, text) in strings.iter().enumerate().filter(is_open) {
            beginnings.entry(&text[..shared]).or_default().push(string);
        }
        for (string, text) in strings.iter().enumerate().filter(|(_, text)| text.len() > shared) {
            if self.next[string].is_none()
                && let Some(followers) = beginnings.get_mut(&text[text.len() - shared..])
                // A chain that bites its own tail has no beginning.
                && let Some(at) = followers.iter().rposition(|follower| *follower != self.first[string])
            {
                self.link(string, Link { string: followers.swap_remove(at), shared });
            }
        }
    }

    fn link(&mut self, string: usize, next: Link) {
        self.next[string] = Some(next);
        self.has_one_before[next.string] = true;
        let (first, last) = (self.first[string], self.last[next.string]);
        self.last[first] = last;
        self.first[last] = first;
    }

    fn in_order(&self) -> Vec<Link> {
        let firsts = (0..self.next.len()).filter(|string| !self.has_one_before[*string]);
        let chain = |string| std::iter::successors(Some(Link { string, shared: 0 }), |link| self.next[link.string]);
        firsts.flat_map(chain).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn strings_that_end_as_others_begin_stand_side_by_side() {
        let strings: [&[u8]; 4] = [b"2-propanol", b"interleukin-2", b"propanolol", b"2-2"];
        let links = |links: &[(usize, usize)]| links.iter().map(|&(string, shared)| Link { string, shared }).collect::<Vec<_>>();
        assert_eq!(order(&strings, |_| false), links(&[(1, 0), (3, 1), (0, 1), (2, 8)]));
        assert_eq!(order(&strings, |text| text.len() == 10), links(&[(0, 0), (1, 0), (3, 1), (2, 0)]));
    }

    proptest! {
        #[test]
        fn every_string_has_its_place_once_and_shares_what_the_one_before_ends_with(texts in prop::collection::hash_set("[ab]{1,20}|[a-d]{1,6}", 0..60)) {
            let texts: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
            let links = order(&texts, |text| text.len() > 15);
            let mut places: Vec<usize> = links.iter().map(|link| link.string).collect();
            places.sort_unstable();
            prop_assert_eq!(places, (0..texts.len()).collect::<Vec<_>>());
            for pair in links.windows(2) {
                let own = texts[pair[1].string];
                prop_assert!(pair[1].shared == 0 || own.len() <= 15);
                prop_assert!(texts[pair[0].string].ends_with(&own[..pair[1].shared]));
            }
        }
    }
}
