//! Sets of joined identifiers to concepts: which are kept, their names, and what stands above them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use biospan_lexicon::table::Scope;

use super::joins::Joins;
use super::sources::{Link, Name, Record, Records};
use super::{names, parents};
use crate::merge::{Counts, Merged, MergedName};

/// Whose identifier a concept has, the first of these.
const PRIMARY: [&str; 5] = ["CHEBI", "MESH", "DRUGBANK", "UNII", "RXNORM"];

/// MeSH's trees of enzymes, proteins, antigens, nucleic acids' parts and mediators, under which headings are genes'
/// products rather than drugs.
const GENE_PRODUCTS: [&str; 8] = ["D08.811", "D12.776", "D13.444.735", "D23.050", "D23.101", "D23.119", "D23.125", "D23.529"];
/// Under them, what is made to be given: antibodies (at their three places) and recombinant proteins.
const MADE_TO_BE_GIVEN: [&str; 4] = ["D12.776.124.486.485.114", "D12.776.124.790.651.114", "D12.776.377.715.548.114", "D12.776.828"];

/// Concepts of the sets, and what each identifier belongs to.
pub(super) struct Concepts<'run> {
    records: &'run Records,
    genes: &'run BTreeSet<String>,
    /// By identifier: the primary identifier of its concept.
    pub primary: HashMap<String, String>,
    /// By primary identifier: the identifiers of the set.
    sets: BTreeMap<String, Vec<String>>,
    pub counts: Counts,
}

impl<'run> Concepts<'run> {
    /// Chooses primary identifiers and leaves out what is no drug.
    pub fn new(records: &'run Records, genes: &'run BTreeSet<String>, joins: &mut Joins) -> Self {
        let mut concepts = Concepts { records, genes, primary: HashMap::new(), sets: BTreeMap::new(), counts: Counts::new() };
        let refused: HashSet<String> = joins.refused.iter().flat_map(|refused| [refused.left.clone(), refused.right.clone()]).collect();
        for id in records.live.keys() {
            joins.see(id);
        }
        for set in joins.sets() {
            let named = |prefix: &&str| {
                set.iter()
                    .find(|id| id.split(':').next() == Some(prefix) && concepts.record(id).is_some_and(|record| !record.name.is_empty()))
            };
            let Some(primary) = PRIMARY.iter().find_map(named).cloned() else { continue };
            if let Some(rule) = concepts.left_out(&set, &refused) {
                *concepts.counts.entry(format!("left out: {rule}")).or_default() += 1;
                continue;
            }
            for id in &set {
                concepts.primary.insert(id.clone(), primary.clone());
            }
            concepts.sets.insert(primary, set);
        }
        concepts
    }

    fn record(&self, id: &str) -> Option<&'run Record> {
        self.records.live.get(id)
    }

    /// The rule by which the concept of these identifiers is left out.
    fn left_out(&self, set: &[String], refused: &HashSet<String>) -> Option<&'static str> {
        let has = |prefix: &str| set.iter().any(|id| id.starts_with(prefix));
        let all = |test: &dyn Fn(&Record) -> bool| set.iter().filter_map(|id| self.record(id)).all(test);
        let drug = ["CHEBI:", "DRUGBANK:", "UNII:", "RXNORM:"].iter().any(|prefix| has(prefix));
        if !drug && set.iter().any(|id| self.genes.contains(id)) {
            Some("MeSH records that are genes' products")
        } else if !drug && all(&is_gene_product) {
            Some("MeSH headings of proteins, enzymes and antigens without a drug's identifier")
        } else if set.len() == 1 && has("UNII:") && !all(&|record| record.authorised) {
            Some("UNIIs without a name by an authority that join nothing")
        } else if !has("CHEBI:")
            && !has("MESH:")
            && set.iter().filter_map(|id| self.record(id)).flat_map(|record| &record.names).any(is_allergen)
        {
            Some("allergenic extracts")
        } else if set.len() == 1 && has("RXNORM:") && all(&|record| record.kind == "MIN") {
            Some("RxNorm's combinations")
        } else if set.iter().all(|id| id.starts_with("RXNORM:")) && set.iter().any(|id| refused.contains(id)) {
            Some("RxNorm records whose join was refused")
        } else if set.len() == 1 && has("CHEBI:") && all(&|record| !record.reviewed) {
            Some("ChEBI records that nobody has reviewed and no other source names")
        } else {
            None
        }
    }

    /// The concepts, sorted by identifier; withdrawn identifiers among them.
    pub fn merged(mut self, retired: &[(String, String)]) -> (Vec<Merged>, Counts) {
        let above = self.parents();
        let titles = self.titles();
        let mut merged: BTreeMap<String, Merged> = BTreeMap::new();
        let sets = std::mem::take(&mut self.sets);
        for (id, set) in &sets {
            let name = self.record(id).map_or_else(String::new, |record| record.name.clone());
            let names = self.names(id, set, &titles);
            let mut xrefs: Vec<String> = set.iter().filter(|other| *other != id).cloned().collect();
            xrefs.sort();
            let parents = above.get(id).cloned().unwrap_or_default();
            merged.insert(id.clone(), Merged { id: id.clone(), kind: "drug".to_owned(), name, names, xrefs, parents, ..Merged::default() });
        }
        let withdrawn = self.records.withdrawn.keys().map(|id| (id.as_str(), self.records.current(id).unwrap_or_default()));
        for (id, by) in withdrawn.chain(retired.iter().map(|(id, by)| (id.as_str(), by.as_str()))) {
            if let Some(primary) = self.primary.get(by).filter(|_| !self.primary.contains_key(id)) {
                let replaced_by = primary.clone();
                merged.entry(id.to_owned()).or_insert(Merged {
                    id: id.to_owned(),
                    kind: "drug".to_owned(),
                    obsolete: true,
                    replaced_by,
                    ..Merged::default()
                });
            }
        }
        (merged.into_values().collect(), self.counts)
    }

    /// Preferred names, in small letters, and whose they are.
    fn titles(&self) -> HashMap<String, Vec<String>> {
        let mut titles: HashMap<String, Vec<String>> = HashMap::new();
        for id in self.sets.keys() {
            if let Some(record) = self.record(id) {
                titles.entry(record.name.to_lowercase()).or_default().push(id.clone());
            }
        }
        titles
    }

    /// Names of all records of the set, the primary record's first; equal ones once, with all their sources.
    fn names(&mut self, id: &str, set: &[String], titles: &HashMap<String, Vec<String>>) -> Vec<MergedName> {
        let known = set.iter().any(|other| ["DRUGBANK:", "RXNORM:", "MESH:D"].iter().any(|lead| other.starts_with(lead)));
        let records = std::iter::once(id).chain(set.iter().map(String::as_str).filter(|other| *other != id));
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut merged: Vec<MergedName> = Vec::new();
        for (position, other) in records.enumerate() {
            let Some(record) = self.record(other) else { continue };
            for name in &record.names {
                let folded = name.text.to_lowercase();
                if let Some(&place) = places.get(&folded) {
                    let sources = &mut merged[place].sources;
                    if !sources.iter().any(|source| source == name.source) {
                        sources.push(name.source.to_owned());
                    }
                    continue;
                }
                let preferred = position == 0 && name.scope == Scope::Preferred;
                if !preferred && let Some(rule) = names::unwritten(&name.text, known) {
                    *self.counts.entry(format!("left out: {rule}")).or_default() += 1;
                    continue;
                }
                let other_title = titles.get(&folded).is_some_and(|owners| owners.iter().any(|owner| owner != id));
                let scope = match name.scope {
                    Scope::Preferred if preferred => Scope::Preferred,
                    _ if other_title => Scope::Related,
                    Scope::Preferred => names::scope(&name.text),
                    scope => scope,
                };
                places.insert(folded, merged.len());
                merged.push(MergedName { text: name.text.clone(), scope, sources: vec![name.source.to_owned()] });
            }
        }
        merged.sort_by(|left, right| (left.scope, &left.text).cmp(&(right.scope, &right.text)));
        merged
    }

    /// Parents by primary identifier, without circles.
    fn parents(&mut self) -> BTreeMap<String, Vec<String>> {
        let mut edges: BTreeMap<(String, String), Link> = BTreeMap::new();
        for (id, set) in &self.sets {
            let stated = set.iter().filter_map(|other| self.record(other)).flat_map(|record| &record.parents);
            for (link, parent) in stated {
                if let Some(above) = self.records.current(parent).and_then(|parent| self.primary.get(parent)).filter(|above| *above != id) {
                    let known = edges.entry((id.clone(), above.clone())).or_insert(*link);
                    *known = (*known).min(*link);
                }
            }
        }
        let preferred: BTreeMap<String, String> =
            self.sets.keys().rev().filter_map(|id| Some((self.record(id)?.name.to_lowercase(), id.clone()))).collect();
        for (name, id) in &preferred {
            if let Some(base) = parents::base(name).and_then(|base| preferred.get(base)) {
                edges.entry((id.clone(), base.clone())).or_insert(Link::Base);
                *self.counts.entry("parent: salts, hydrates and biosimilars of a base".to_owned()).or_default() += 1;
            }
        }
        let given_up = parents::break_circles(&mut edges);
        self.counts.insert("parents given up because they ran in a circle".to_owned(), given_up);
        let mut above: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (child, parent) in edges.into_keys() {
            above.entry(child).or_default().push(parent);
        }
        above
    }
}

fn is_gene_product(record: &Record) -> bool {
    let mut trees = record.trees.iter().filter(|tree| tree.starts_with('D')).peekable();
    let under = |tree: &String, leads: &[&str]| leads.iter().any(|lead| tree.starts_with(lead));
    trees.peek().is_some() && trees.all(|tree| under(tree, &GENE_PRODUCTS) && !under(tree, &MADE_TO_BE_GIVEN))
}

/// FDA's and DrugBank's foods, pollens and feathers for allergy tests.
fn is_allergen(name: &Name) -> bool {
    let text = name.text.to_ascii_lowercase();
    text.contains("allergenic") || text.contains("pollen") || text.starts_with("ae-")
}
