//! Which identifiers are one concept.
//!
//! MONDO's own exact matches come first; what they do not reach is joined by weaker published evidence, step by step,
//! or stays a concept of its own. Evidence only counts for identifiers that no earlier step has reached.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use biospan_lexicon::table::Scope;

use super::keys;
use super::names::SourceName;
use super::sources::{Sources, ids_of};
use crate::curie::fits;
use crate::import::{Entry, Relation};
use crate::merge::Counts;

/// Trees of MeSH whose headings are diseases or signs of one: diseases, mental disorders, behavioral symptoms.
const DISEASE_TREES: [&str; 3] = ["C", "F03", "F01.145.126"];
/// "Phenotypic abnormality": what is not below it in HPO is a mode of inheritance, an onset, a modifier.
const PHENOTYPE_ROOT: &str = "HP:0000118";
/// Prefixes that MONDO's exact matches may join.
const JOINED: [&str; 8] = ["DOID:", "EFO:", "MESH:", "NCIT:", "OMIM:", "OMIMPS:", "ORPHA:", "UMLS:"];

/// Primary identifiers and what was joined to them.
#[derive(Default)]
pub(super) struct Joins {
    /// Cross references of each primary identifier.
    pub(super) concepts: BTreeMap<String, BTreeSet<String>>,
    /// Primary identifier of every joined one, the primary ones among them.
    owners: HashMap<String, String>,
    counts: Counts,
}

impl Joins {
    pub(super) fn new(sources: &Sources) -> Joins {
        let mut joins = Joins::default();
        joins.mondo(sources);
        let steps = [direct_biomappings, chained_biomappings, chained_doid, mondo_xrefs, medic_alternatives];
        let universe = mesh_universe(sources);
        for step in steps {
            joins.mesh_step(sources, &universe, step);
        }
        joins.same_retired_name(sources, &universe);
        joins.primaries(universe.iter().filter(|id| !is_retired(sources, id)));
        joins.same_retired_name(sources, &universe);
        joins.primaries(universe.iter());
        joins.doid(sources);
        joins.hp(sources);
        joins
    }

    /// What was joined and what was refused, by evidence.
    pub(super) fn into_counts(self) -> Counts {
        self.counts
    }

    /// The concept that an identifier belongs to.
    pub(super) fn owner(&self, id: &str) -> Option<&str> {
        self.owners.get(id).map(String::as_str)
    }

    fn count(&mut self, what: &str) {
        *self.counts.entry(what.to_owned()).or_default() += 1;
    }

    fn primary(&mut self, id: &str) {
        self.concepts.entry(id.to_owned()).or_default();
        self.owners.insert(id.to_owned(), id.to_owned());
    }

    fn primaries<'a>(&mut self, ids: impl Iterator<Item = &'a String>) {
        for id in ids {
            if self.owner(id).is_none() {
                self.primary(id);
            }
        }
    }

    fn join(&mut self, concept: &str, id: &str, evidence: &str) {
        self.concepts.entry(concept.to_owned()).or_default().insert(id.to_owned());
        self.owners.insert(id.to_owned(), concept.to_owned());
        self.count(evidence);
    }

    fn mondo(&mut self, sources: &Sources) {
        for entry in sources.mondo.values().filter(|entry| !entry.obsolete && entry.id.starts_with("MONDO:")) {
            self.primary(&entry.id);
        }
        for mapping in sources.mondo_exact.iter().filter(|mapping| mapping.relation == Relation::Exact && !mapping.negated) {
            let (subject, object) = (&mapping.subject, &mapping.object);
            if !self.concepts.contains_key(subject) || !JOINED.iter().any(|prefix| object.starts_with(prefix)) {
                continue;
            }
            if !fits(object) {
                self.count("refused: identifier against its pattern");
            } else if sources.refused.holds(subject, object) {
                self.count("refused: policy");
            } else if self.owner(object).is_some_and(|owner| owner != subject) {
                self.count("refused: exact match of another MONDO record too");
            } else {
                self.join(subject, object, "MONDO exact match");
            }
        }
    }

    /// Whether the concept may take a MeSH record: one that is not retired only if it has no other.
    fn may_take(&self, sources: &Sources, concept: &str, id: &str) -> bool {
        let mut known = self.concepts.get(concept).into_iter().flatten().map(String::as_str).chain([concept]);
        let second = known.any(|other| other.starts_with("MESH:") && !is_retired(sources, other));
        !sources.refused.holds(concept, id) && (!second || is_retired(sources, id))
    }

    fn mesh_step(&mut self, sources: &Sources, universe: &BTreeSet<String>, step: Step) {
        let (evidence, candidates) = step(self, sources);
        for id in universe {
            if self.owner(id).is_some() {
                continue;
            }
            let concepts = candidates.get(id.as_str()).map_or(&[][..], Vec::as_slice);
            match concepts.iter().find(|concept| self.may_take(sources, concept, id)).cloned() {
                Some(concept) => self.join(&concept, id, evidence),
                None if !concepts.is_empty() => self.count("refused: weaker evidence for MeSH (a second record of a concept, or policy)"),
                None => {}
            }
        }
    }

    /// A record that MeSH has retired, known from MEDIC only, goes to the concept of the same preferred name.
    fn same_retired_name(&mut self, sources: &Sources, universe: &BTreeSet<String>) {
        let mut by_name: HashMap<String, Vec<String>> = HashMap::new();
        for id in self.concepts.keys() {
            if let Some(name) = self.name_of(sources, id) {
                by_name.entry(keys::words(name)).or_default().push(id.clone());
            }
        }
        for id in universe.iter().filter(|id| is_retired(sources, id)) {
            let name = sources.mesh_name(id).map(keys::words);
            if self.owner(id).is_none()
                && let Some([concept]) = name.and_then(|name| by_name.get(&name)).map(Vec::as_slice)
                && !sources.refused.holds(concept, id)
            {
                self.join(&concept.clone(), id, "retired MeSH record of the same name");
            }
        }
    }

    fn doid(&mut self, sources: &Sources) {
        for entry in sources.doid.values().filter(|entry| !entry.obsolete && entry.id.starts_with("DOID:")) {
            if self.owner(&entry.id).is_some() {
                continue;
            }
            let links = sources.doid_links.get(&entry.id).into_iter().flatten().map(|(object, _)| object.as_str());
            let named = keys::words(&entry.name);
            let by_name = links
                .filter_map(|object| self.owner(object))
                .find(|concept| self.name_of(sources, concept).is_some_and(|name| keys::words(name) == named))
                .map(|concept| (concept.to_owned(), "DOID cross reference and the same name"));
            let mapped = || {
                let mut partners = exact_partners(sources, &entry.id);
                partners
                    .find_map(|id| self.owner(id).filter(|owner| owner.starts_with("MESH:")))
                    .map(|id| (id.to_owned(), "Biomappings exact match"))
            };
            match by_name.or_else(mapped).filter(|(concept, _)| !sources.refused.holds(concept, &entry.id)) {
                Some((concept, evidence)) => self.join(&concept, &entry.id, evidence),
                None => self.primary(&entry.id),
            }
        }
    }

    /// The preferred name of a concept.
    pub(super) fn name_of<'a>(&self, sources: &'a Sources, id: &str) -> Option<&'a str> {
        let records = match id.split(':').next() {
            Some("MONDO") => &sources.mondo,
            Some("DOID") => &sources.doid,
            Some("HP") => &sources.hp,
            _ => return sources.mesh_name(id),
        };
        records.get(id).map(|entry| entry.name.as_str())
    }

    /// A phenotype is joined to the concept that a published link points to and that agrees on the name best; a concept
    /// takes one phenotype.
    fn hp(&mut self, sources: &Sources) {
        let below = below_root(sources);
        let links = hp_links(self, sources);
        let names = self.close_names(sources);
        let mut agreed: Vec<(usize, bool, &str, &str)> = Vec::new();
        let live: Vec<&Entry> = sources.hp.values().filter(|entry| !entry.obsolete && below.contains(entry.id.as_str())).collect();
        for entry in &live {
            let linked = links.get(&entry.id).into_iter().flatten().filter(|concept| !sources.refused.holds(concept, &entry.id));
            for concept in linked {
                let preferred = self.name_of(sources, concept).map(keys::words).unwrap_or_default();
                if let Some(rank) = names.get(concept).and_then(|names| agreement(entry, &preferred, names)) {
                    agreed.push((rank, !concept.starts_with("MONDO:"), &entry.id, concept));
                }
            }
        }
        agreed.sort_unstable();
        let mut full: HashSet<&str> = HashSet::new();
        for (.., id, concept) in agreed {
            if self.owner(id).is_none() && full.insert(concept) {
                self.join(concept, id, "HPO link and the same name");
            }
        }
        self.primaries(live.iter().map(|entry| &entry.id));
    }

    /// The preferred and exact names of every concept, as [`keys::words`].
    fn close_names(&self, sources: &Sources) -> HashMap<String, HashSet<String>> {
        let close = |id: &String| super::names::all(sources, id, &self.concepts[id]).into_iter().filter(SourceName::is_close);
        self.concepts.keys().map(|id| (id.clone(), close(id).map(|name| keys::words(&name.text)).collect())).collect()
    }
}

/// How well a phenotype and a concept agree on the name, the best first: preferred on both sides, the phenotype's
/// preferred name among the concept's, the concept's among the phenotype's exact ones.
fn agreement(phenotype: &Entry, preferred: &str, names: &HashSet<String>) -> Option<usize> {
    let own = keys::words(&phenotype.name);
    let exact = || phenotype.synonyms.iter().any(|synonym| synonym.scope == Scope::Exact && keys::words(&synonym.text) == preferred);
    if own == preferred {
        Some(0)
    } else if names.contains(&own) {
        Some(1)
    } else {
        exact().then_some(2)
    }
}

type Step = fn(&Joins, &Sources) -> (&'static str, HashMap<String, Vec<String>>);

/// MeSH identifiers that are diseases: by their tree, by being mapped to one, or by standing in MEDIC.
fn mesh_universe(sources: &Sources) -> BTreeSet<String> {
    let is_disease = |tree: &String| DISEASE_TREES.iter().any(|root| tree.starts_with(root));
    let headings = sources.mesh_headings.values().filter(|entry| entry.groups.iter().any(is_disease)).map(|entry| entry.id.as_str());
    let medic = sources.medic.records.iter().flat_map(ids_of).filter(|id| id.starts_with("MESH:") && fits(id));
    headings.chain(sources.mesh_supplementary.keys().map(String::as_str)).chain(medic).map(str::to_owned).collect()
}

fn is_retired(sources: &Sources, id: &str) -> bool {
    !sources.mesh_headings.contains_key(id) && !sources.mesh_supplementary.contains_key(id)
}

/// The other sides of Biomappings' exact matches.
fn exact_partners<'a>(sources: &'a Sources, id: &'a str) -> impl Iterator<Item = &'a str> {
    let exact = sources.biomappings.iter().filter(|mapping| mapping.relation == Relation::Exact && !mapping.negated);
    exact.filter_map(move |mapping| match (mapping.subject.as_str(), mapping.object.as_str()) {
        (subject, object) if subject == id => Some(object),
        (subject, object) if object == id => Some(subject),
        _ => None,
    })
}

/// Concepts to which Biomappings matches a MeSH record exactly, by way of records of `prefix`.
fn biomappings(joins: &Joins, sources: &Sources, prefix: &str) -> HashMap<String, Vec<String>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for mapping in sources.biomappings.iter().filter(|mapping| mapping.relation == Relation::Exact && !mapping.negated) {
        for (mesh, other) in [(&mapping.subject, &mapping.object), (&mapping.object, &mapping.subject)] {
            if mesh.starts_with("MESH:")
                && other.starts_with(prefix)
                && let Some(owner) = joins.owner(other)
            {
                found.entry(mesh.clone()).or_default().push(owner.to_owned());
            }
        }
    }
    found
}

fn direct_biomappings(joins: &Joins, sources: &Sources) -> (&'static str, HashMap<String, Vec<String>>) {
    ("Biomappings exact match", biomappings(joins, sources, "MONDO:"))
}

/// By way of DOID only: EFO and UMLS records are wider than the MONDO records that they are joined to (EFO has one for
/// anhidrosis and hypohidrosis).
fn chained_biomappings(joins: &Joins, sources: &Sources) -> (&'static str, HashMap<String, Vec<String>>) {
    ("Biomappings exact match of a joined DOID record", biomappings(joins, sources, "DOID:"))
}

fn chained_doid(joins: &Joins, sources: &Sources) -> (&'static str, HashMap<String, Vec<String>>) {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for (doid, objects) in &sources.doid_links {
        let Some(owner) = joins.owner(doid) else { continue };
        for (object, _) in objects.iter().filter(|(object, relation)| object.starts_with("MESH:") && **relation == Relation::Exact) {
            found.entry(object.clone()).or_default().push(owner.to_owned());
        }
    }
    ("DOID exact match", found)
}

fn mondo_xrefs(joins: &Joins, sources: &Sources) -> (&'static str, HashMap<String, Vec<String>>) {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    for mapping in sources.mondo_xrefs.iter().filter(|mapping| mapping.object.starts_with("MESH:")) {
        let same = || {
            let name = joins.name_of(sources, &mapping.subject)?;
            Some(keys::words(name) == keys::words(sources.mesh_name(&mapping.object)?))
        };
        if joins.concepts.contains_key(&mapping.subject) && same() == Some(true) {
            found.entry(mapping.object.clone()).or_default().push(mapping.subject.clone());
        }
    }
    ("MONDO cross reference and the same name", found)
}

/// MEDIC held MeSH and OMIM identifiers of one disease together.
fn medic_alternatives(joins: &Joins, sources: &Sources) -> (&'static str, HashMap<String, Vec<String>>) {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    let names = joins.close_names(sources);
    for entry in &sources.medic.records {
        let own: HashSet<String> = super::names::medic_names(entry).map(keys::words).collect();
        let owners = ids_of(entry).filter(|id| id.starts_with("OMIM")).filter_map(|id| joins.owner(id));
        for owner in owners.filter(|owner| names.get(*owner).is_some_and(|names| !names.is_disjoint(&own))) {
            for mesh in ids_of(entry).filter(|id| id.starts_with("MESH:")) {
                found.entry(mesh.to_owned()).or_default().push(owner.to_owned());
            }
        }
    }
    ("MEDIC's alternative identifier and a name in common", found)
}

fn below_root(sources: &Sources) -> HashSet<&str> {
    let mut children: HashMap<&str, Vec<&str>> = HashMap::new();
    for entry in sources.hp.values() {
        for parent in &entry.parents {
            children.entry(parent).or_default().push(&entry.id);
        }
    }
    let mut below = HashSet::new();
    let mut open = vec![PHENOTYPE_ROOT];
    while let Some(id) = open.pop() {
        for child in children.get(id).into_iter().flatten() {
            if below.insert(*child) {
                open.push(child);
            }
        }
    }
    below
}

/// Concepts that a published link names, by phenotype.
fn hp_links(joins: &Joins, sources: &Sources) -> HashMap<String, BTreeSet<String>> {
    let mut links: HashMap<String, BTreeSet<String>> = HashMap::new();
    let mut link = |hp: &str, other: &str| {
        if hp.starts_with("HP:")
            && let Some(owner) = joins.owner(other)
        {
            links.entry(hp.to_owned()).or_default().insert(owner.to_owned());
        }
    };
    for mapping in sources.biomappings.iter().filter(|mapping| mapping.relation == Relation::Exact && !mapping.negated) {
        link(&mapping.subject, &mapping.object);
        link(&mapping.object, &mapping.subject);
    }
    for mapping in &sources.mondo_xrefs {
        link(&mapping.object, &mapping.subject);
    }
    for entry in sources.hp_mesh.values().chain(sources.hp.values()) {
        for xref in entry.xrefs.iter().filter(|xref| ["MESH:", "UMLS:"].iter().any(|prefix| xref.curie.starts_with(prefix))) {
            link(&entry.id, &xref.curie);
        }
    }
    links
}
