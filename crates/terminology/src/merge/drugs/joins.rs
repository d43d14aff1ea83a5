//! Which identifiers are one concept: a union of identifiers that keeps two records of one vocabulary apart.

use std::collections::{BTreeMap, HashMap};

/// Vocabularies of which a concept has one identifier at most.
const HUBS: [&str; 8] = ["CHEBI", "MESH", "DRUGBANK", "CHEMBL", "NCIT", "UNII", "RXNORM", "DRUGCENTRAL"];

/// Says of two identifiers whether they must not become one concept.
type Never = Box<dyn Fn(&str, &str) -> bool>;

/// Identifiers joined so far.
pub(super) struct Joins {
    ids: Vec<String>,
    places: HashMap<String, usize>,
    above: Vec<usize>,
    /// By root: the identifier of each hub.
    held: Vec<[Option<usize>; HUBS.len()]>,
    /// By root: all identifiers of the set.
    members: Vec<Vec<usize>>,
    /// Every statement that holds, by the two identifiers, with its evidence.
    pub joined: BTreeMap<(String, String), Vec<String>>,
    /// What was refused: the two identifiers, the evidence, and what stands against it.
    pub refused: Vec<Refused>,
    /// Whether two must never be one concept.
    never: Never,
}

/// A join that was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refused {
    pub left: String,
    pub right: String,
    pub evidence: String,
    /// Two identifiers of one vocabulary that would have come together, the record whose name it is, or the pair of the policy.
    pub clash: String,
}

fn hub(id: &str) -> Option<usize> {
    let (prefix, _) = id.split_once(':')?;
    HUBS.iter().position(|hub| *hub == prefix)
}

/// The two in one order, so that both directions of a statement are one.
fn pair(left: &str, right: &str) -> (String, String) {
    if left <= right { (left.to_owned(), right.to_owned()) } else { (right.to_owned(), left.to_owned()) }
}

impl Joins {
    /// No joins yet; `never` says of two identifiers whether they must not become one concept.
    pub fn new(never: impl Fn(&str, &str) -> bool + 'static) -> Joins {
        let (ids, places, above, held, members) = Default::default();
        Joins { ids, places, above, held, members, joined: BTreeMap::new(), refused: Vec::new(), never: Box::new(never) }
    }

    fn place(&mut self, id: &str) -> usize {
        if let Some(&place) = self.places.get(id) {
            return place;
        }
        let place = self.ids.len();
        self.ids.push(id.to_owned());
        self.places.insert(id.to_owned(), place);
        self.above.push(place);
        let mut held = [None; HUBS.len()];
        if let Some(hub) = hub(id) {
            held[hub] = Some(place);
        }
        self.held.push(held);
        self.members.push(vec![place]);
        place
    }

    fn root(&mut self, mut place: usize) -> usize {
        while self.above[place] != place {
            self.above[place] = self.above[self.above[place]];
            place = self.above[place];
        }
        place
    }

    /// Whether the two are one concept.
    pub fn same(&mut self, left: &str, right: &str) -> bool {
        let (left, right) = (self.place(left), self.place(right));
        self.root(left) == self.root(right)
    }

    /// Joins what `evidence` says of each pair, pairs that share a name first.
    pub fn batch(&mut self, evidence: &str, mut pairs: Vec<(String, String)>, share_a_name: impl Fn(&str, &str) -> bool) {
        pairs.sort_by_cached_key(|(left, right)| (!share_a_name(left, right), order(left), order(right)));
        pairs.dedup();
        for (left, right) in pairs {
            self.join(&left, &right, evidence);
        }
    }

    fn join(&mut self, left: &str, right: &str, evidence: &str) {
        let key = pair(left, right);
        match self.unite(left, right) {
            None => {
                let known = self.joined.entry(key).or_default();
                if !known.iter().any(|other| other == evidence) {
                    known.push(evidence.to_owned());
                }
            }
            Some(clash) => self.refuse(left, right, evidence, &clash),
        }
    }

    /// Notes a join that was not made.
    pub fn refuse(&mut self, left: &str, right: &str, evidence: &str, clash: &str) {
        let [left, right, evidence, clash] = [left, right, evidence, clash].map(str::to_owned);
        self.refused.push(Refused { left, right, evidence, clash });
    }

    /// What stands against the union, or nothing if it was made.
    fn unite(&mut self, left: &str, right: &str) -> Option<String> {
        let (left, right) = (self.place(left), self.place(right));
        let (left, right) = (self.root(left), self.root(right));
        if left == right {
            return None;
        }
        for hub in 0..HUBS.len() {
            if let (Some(one), Some(other)) = (self.held[left][hub], self.held[right][hub]) {
                return Some(format!("{}/{}", self.ids[one], self.ids[other]));
            }
        }
        for &one in &self.members[left] {
            if let Some(&other) = self.members[right].iter().find(|&&other| (self.never)(&self.ids[one], &self.ids[other])) {
                return Some(format!("policy: {}/{}", self.ids[one], self.ids[other]));
            }
        }
        let mut joining = std::mem::take(&mut self.members[right]);
        self.members[left].append(&mut joining);
        for hub in 0..HUBS.len() {
            self.held[left][hub] = self.held[left][hub].or(self.held[right][hub]);
        }
        self.above[right] = left;
        None
    }

    /// All sets of joined identifiers, those of one among them that were seen; each sorted.
    pub fn sets(&mut self) -> Vec<Vec<String>> {
        let mut sets: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for place in 0..self.ids.len() {
            let root = self.root(place);
            sets.entry(root).or_default().push(self.ids[place].clone());
        }
        let mut sets: Vec<_> = sets.into_values().collect();
        for set in &mut sets {
            set.sort_by_cached_key(|id| order(id));
        }
        sets.sort();
        sets
    }

    /// Takes note of an identifier that nothing may join.
    pub fn see(&mut self, id: &str) {
        self.place(id);
    }
}

/// CURIEs in the order of their numbers.
pub(super) fn order(id: &str) -> (String, usize, String) {
    let prefix = id.split(':').next().unwrap_or_default();
    (prefix.to_owned(), id.len(), id.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(left, right)| ((*left).to_owned(), (*right).to_owned())).collect()
    }

    #[test]
    fn two_records_of_one_vocabulary_stay_apart() {
        type Pairs<'text> = &'text [(&'text str, &'text str)];
        let cases: [(&str, Pairs<'_>, &[&str]); 4] = [
            ("a chain", &[("CHEBI:1", "MESH:D1"), ("MESH:D1", "UNII:A")], &["CHEBI:1 MESH:D1 UNII:A"]),
            ("a second heading", &[("CHEBI:1", "MESH:D1"), ("CHEBI:1", "MESH:D2")], &["CHEBI:1 MESH:D1", "MESH:D2"]),
            (
                "two headings through a third identifier",
                &[("CHEBI:1", "MESH:D1"), ("MESH:D2", "UNII:A"), ("CHEBI:1", "UNII:A")],
                &["CHEBI:1 MESH:D1 UNII:A", "MESH:D2"],
            ),
            (
                "others may be many",
                &[("CHEBI:1", "PHARMGKB.DRUG:1"), ("CHEBI:1", "PHARMGKB.DRUG:2")],
                &["CHEBI:1 PHARMGKB.DRUG:1 PHARMGKB.DRUG:2"],
            ),
        ];
        for (name, list, expected) in cases {
            let mut joins = Joins::new(|_, _| false);
            joins.batch("x", pairs(list), |_, _| false);
            let sets: Vec<String> = joins.sets().iter().map(|set| set.join(" ")).collect();
            assert_eq!(sets, expected, "{name}");
        }
    }

    #[test]
    fn the_pair_that_shares_a_name_comes_first() {
        let mut joins = Joins::new(|_, _| false);
        joins.batch("x", pairs(&[("CHEBI:1", "MESH:D1"), ("CHEBI:1", "MESH:D2")]), |_, right| right == "MESH:D2");
        assert!(joins.same("CHEBI:1", "MESH:D2") && !joins.same("CHEBI:1", "MESH:D1"));
        assert_eq!(joins.refused[0].clash, "MESH:D2/MESH:D1");
    }

    #[test]
    fn what_policy_refuses_is_not_joined() {
        let mut joins = Joins::new(|left, right| [left, right].contains(&"CHEBI:1") && [left, right].contains(&"MESH:D1"));
        joins.batch("x", pairs(&[("CHEBI:1", "MESH:D1"), ("CHEBI:1", "UNII:A"), ("MESH:D1", "UNII:A")]), |_, _| false);
        assert!(!joins.same("CHEBI:1", "MESH:D1") && joins.same("CHEBI:1", "UNII:A"));
        let clashes: Vec<_> = joins.refused.iter().map(|refused| refused.clash.as_str()).collect();
        assert_eq!(clashes, ["policy: CHEBI:1/MESH:D1", "policy: MESH:D1/CHEBI:1"], "neither directly nor through a third");
    }

    proptest! {
        #[test]
        fn no_set_ever_holds_two_records_of_a_hub(list in prop::collection::vec((0..6_usize, 0..6_usize, 0..4_usize, 0..4_usize), 0..40)) {
            let prefixes = ["CHEBI", "MESH", "UNII", "PHARMGKB.DRUG", "RXNORM", "NCIT"];
            let list: Vec<_> = list.iter().map(|&(a, b, left, right)| (format!("{}:{left}", prefixes[a]), format!("{}:{right}", prefixes[b]))).collect();
            let mut joins = Joins::new(|_, _| false);
            joins.batch("x", list, |_, _| false);
            for set in joins.sets() {
                for prefix in HUBS {
                    prop_assert!(set.iter().filter(|id| id.split(':').next() == Some(prefix)).count() < 2);
                }
            }
        }
    }
}
