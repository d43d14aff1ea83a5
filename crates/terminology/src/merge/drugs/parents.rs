//! What stands above a drug: the base of a salt, and a hierarchy without circles.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::sources::Link;

const SALTS: &str = include_str!("../../../../../dictionaries/salts.tsv");

/// How many of an acid or of water, before the salt's word.
const COUNTS: [&str; 7] = ["", "mono", "di", "tri", "hemi", "sesqui", "tetra"];

/// The name of which `name` is a salt, a hydrate or a biosimilar: the part before the words for it. Names in small
/// letters.
pub(super) fn base(name: &str) -> Option<&str> {
    let salt = SALTS.lines().skip(1).filter_map(|line| line.split('\t').next()).find_map(|word| {
        let before = name.strip_suffix(word)?;
        COUNTS.iter().find_map(|count| before.strip_suffix(count)?.strip_suffix(' '))
    });
    salt.or_else(|| {
        // `infliximab-dyyb`: four letters without meaning tell biologics of several makers apart.
        let (before, suffix) = name.rsplit_once('-')?;
        let stem = before.rsplit(' ').next()?;
        (suffix.len() == 4 && suffix.bytes().all(|byte| byte.is_ascii_lowercase()) && stem.len() > 6 && !before.contains('-'))
            .then_some(before)
    })
}

/// Takes the weakest links out of every circle until none is left; says how many.
pub(super) fn break_circles(edges: &mut BTreeMap<(String, String), Link>) -> usize {
    let mut given_up = 0;
    loop {
        let circles = circles(edges);
        let inside = |child: &String, parent: &String| circles.get(child).is_some_and(|own| circles.get(parent) == Some(own));
        let mut weakest: BTreeMap<usize, (Link, (String, String))> = BTreeMap::new();
        for ((child, parent), link) in edges.iter().filter(|((child, parent), _)| inside(child, parent)) {
            let candidate = (*link, (child.clone(), parent.clone()));
            let known = weakest.entry(circles[child]).or_insert_with(|| candidate.clone());
            if candidate > *known {
                *known = candidate;
            }
        }
        if weakest.is_empty() {
            return given_up;
        }
        for (_, edge) in weakest.into_values() {
            edges.remove(&edge);
            given_up += 1;
        }
    }
}

/// Identifiers that stand above themselves, each with the number of its circle (strongly connected component).
fn circles(edges: &BTreeMap<(String, String), Link>) -> HashMap<String, usize> {
    let ids: Vec<&String> = edges.keys().flat_map(|(child, parent)| [child, parent]).collect::<BTreeSet<_>>().into_iter().collect();
    let places: HashMap<&String, usize> = ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    let mut above: Vec<Vec<usize>> = vec![Vec::new(); ids.len()];
    for (child, parent) in edges.keys() {
        above[places[child]].push(places[parent]);
    }
    let mut search = Search::new(above);
    for place in 0..ids.len() {
        search.visit(place);
    }
    let circle = |place: usize| (search.sizes[search.circle[place]] > 1).then_some(search.circle[place]);
    (0..ids.len()).filter_map(|place| Some((ids[place].clone(), circle(place)?))).collect()
}

/// Tarjan's search for strongly connected components, with its own stack: chains of parents may be long.
struct Search {
    above: Vec<Vec<usize>>,
    /// When a place was first seen, from 1; 0 is not yet.
    seen: Vec<usize>,
    lowest: Vec<usize>,
    open: Vec<usize>,
    is_open: Vec<bool>,
    circle: Vec<usize>,
    sizes: Vec<usize>,
    clock: usize,
}

impl Search {
    fn new(above: Vec<Vec<usize>>) -> Search {
        let places = above.len();
        let (open, sizes) = (Vec::new(), Vec::new());
        Search {
            above,
            seen: vec![0; places],
            lowest: vec![0; places],
            open,
            is_open: vec![false; places],
            circle: vec![0; places],
            sizes,
            clock: 0,
        }
    }

    fn visit(&mut self, start: usize) {
        if self.seen[start] != 0 {
            return;
        }
        let mut path = vec![(start, 0)];
        self.enter(start);
        while let Some(&mut (place, ref mut next)) = path.last_mut() {
            if let Some(&parent) = self.above[place].get(*next) {
                *next += 1;
                if self.seen[parent] == 0 {
                    self.enter(parent);
                    path.push((parent, 0));
                } else if self.is_open[parent] {
                    self.lowest[place] = self.lowest[place].min(self.seen[parent]);
                }
            } else {
                path.pop();
                if let Some(&(child, _)) = path.last() {
                    self.lowest[child] = self.lowest[child].min(self.lowest[place]);
                }
                if self.lowest[place] == self.seen[place] {
                    self.close(place);
                }
            }
        }
    }

    fn enter(&mut self, place: usize) {
        self.clock += 1;
        self.seen[place] = self.clock;
        self.lowest[place] = self.clock;
        self.open.push(place);
        self.is_open[place] = true;
    }

    /// All that was opened since `place` is one circle, or `place` alone.
    fn close(&mut self, place: usize) {
        let number = self.sizes.len();
        self.sizes.push(0);
        while let Some(member) = self.open.pop() {
            self.is_open[member] = false;
            self.circle[member] = number;
            self.sizes[number] += 1;
            if member == place {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn salts_hydrates_and_biosimilars_have_a_base() {
        let cases = [
            ("imatinib mesylate", Some("imatinib")),
            ("codeine phosphate hemihydrate", Some("codeine phosphate")),
            ("quinine dihydrochloride", Some("quinine")),
            ("pyronaridine free base", Some("pyronaridine")),
            ("infliximab-dyyb", Some("infliximab")),
            ("sodium chloride", Some("sodium")),
            ("acetate", None),
            ("beta-keto-acid", None),
            ("aspirin", None),
        ];
        for (name, expected) in cases {
            assert_eq!(base(name), expected, "{name}");
        }
    }

    fn edges(list: &[(&str, &str, Link)]) -> BTreeMap<(String, String), Link> {
        list.iter().map(|(child, parent, link)| (((*child).to_owned(), (*parent).to_owned()), *link)).collect()
    }

    #[test]
    fn the_weakest_link_of_a_circle_is_given_up() {
        let mut circle = edges(&[("a", "b", Link::IsA), ("b", "c", Link::Part), ("c", "a", Link::Tree), ("c", "d", Link::Part)]);
        assert_eq!(break_circles(&mut circle), 1);
        assert!(!circle.contains_key(&("b".to_owned(), "c".to_owned())) && circle.len() == 3);
    }

    proptest! {
        #[test]
        fn no_circle_is_left(list in prop::collection::vec((0..12_u8, 0..12_u8), 0..40)) {
            let mut all: BTreeMap<_, _> = list.iter().filter(|(a, b)| a != b).map(|(a, b)| ((a.to_string(), b.to_string()), Link::IsA)).collect();
            let before = all.len();
            let given_up = break_circles(&mut all);
            prop_assert_eq!(before, all.len() + given_up);
            prop_assert!(circles(&all).is_empty());
        }
    }
}
