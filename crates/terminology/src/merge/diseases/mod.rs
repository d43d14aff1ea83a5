//! Diseases and phenotypes: MONDO, MeSH with MEDIC, the Disease Ontology, NCI Thesaurus and HPO.
//!
//! The primary identifier is MONDO's; what MONDO does not reach keeps that of MeSH, DOID or HPO, in this order.

#[cfg(test)]
mod agreement;
mod joins;
mod keys;
mod names;
mod sources;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use self::joins::Joins;
use self::names::Context;
use self::sources::{Records, Sources};
use super::{Counts, Merged, Recipe, RecipeError};
use crate::import::Entry;

/// Roots in MONDO whose branches are kinds of their own.
const MONDO_KINDS: [(&str, &str); 4] = [
    ("MONDO:0005583", "animal_disease"),
    ("MONDO:0042489", "susceptibility"),
    ("MONDO:0021178", "injury"),
    ("MONDO:0021125", "characteristic"),
];

/// Merges the parts `disease/…` of the recipe.
///
/// # Errors
/// A part that is missing, a file that cannot be read, a line that is not what its format says.
pub fn merge(recipe: &Recipe) -> Result<(Vec<Merged>, Counts), RecipeError> {
    let mut sources = Sources::read(recipe)?;
    // Both are searched by identifier.
    sources.reports.sort_by(|left, right| left.id.cmp(&right.id));
    sources.mondo_exact.sort_by(|left, right| (&left.object, &left.subject).cmp(&(&right.object, &right.subject)));
    Ok(merged(&sources))
}

fn merged(sources: &Sources) -> (Vec<Merged>, Counts) {
    let joins = Joins::new(sources);
    let preferred: BTreeMap<String, String> =
        joins.concepts.keys().map(|id| (id.clone(), joins.name_of(sources, id).map(names::plain).unwrap_or_default())).collect();
    let context = Context::new(sources, &preferred);
    let trees = Trees::of(&sources.mesh_headings);
    let mut concepts: Vec<Merged> = Vec::new();
    for (id, xrefs) in &joins.concepts {
        let kind = kind(sources, id);
        let name = preferred[id].clone();
        concepts.push(Merged {
            names: names::rows(names::all(sources, id, xrefs), id, &name, &context),
            xrefs: all_xrefs(sources, &joins, id, xrefs),
            parents: parents(sources, &joins, &trees, id),
            taxon: if kind == "animal_disease" { String::new() } else { "NCBITaxon:9606".to_owned() },
            id: id.clone(),
            kind: kind.to_owned(),
            name,
            ..Merged::default()
        });
    }
    for (records, kind) in [(&sources.mondo, "disease"), (&sources.doid, "disease"), (&sources.hp, "phenotype")] {
        concepts.extend(withdrawn(records, &joins).map(|(entry, replaced_by)| Merged {
            id: entry.id.clone(),
            kind: kind.to_owned(),
            taxon: "NCBITaxon:9606".to_owned(),
            obsolete: true,
            replaced_by,
            ..Merged::default()
        }));
    }
    concepts.sort_by(|left, right| left.id.cmp(&right.id));
    (concepts, joins.into_counts())
}

fn kind(sources: &Sources, id: &str) -> &'static str {
    if id.starts_with("HP:") {
        return "phenotype";
    }
    if id.starts_with("MONDO:") {
        let ancestors = ancestors(&sources.mondo, id);
        return MONDO_KINDS.iter().find(|(root, _)| ancestors.contains(*root)).map_or("disease", |(_, kind)| kind);
    }
    let trees = sources.mesh_headings.get(id).map_or(&[][..], |entry| &entry.groups);
    let medical: Vec<&String> = trees.iter().filter(|tree| tree.starts_with(['C', 'F'])).collect();
    let all_in = |roots: &[&str]| !medical.is_empty() && medical.iter().all(|tree| roots.iter().any(|root| tree.starts_with(root)));
    match () {
        () if all_in(&["C22"]) => "animal_disease",
        () if all_in(&["C26"]) => "injury",
        () if all_in(&["C23.888", "F01"]) => "symptom",
        () => "disease",
    }
}

fn ancestors<'a>(records: &'a Records, id: &'a str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::from([id]);
    let mut open = vec![id];
    while let Some(entry) = open.pop().and_then(|id| records.get(id)) {
        open.extend(entry.parents.iter().map(String::as_str).filter(|parent| found.insert(parent)));
    }
    found
}

/// Joined identifiers, and HPO's own links to UMLS where no other concept has them.
fn all_xrefs(sources: &Sources, joins: &Joins, id: &str, xrefs: &BTreeSet<String>) -> Vec<String> {
    let mut all = xrefs.clone();
    if id.starts_with("HP:") {
        let own = sources.hp.get(id).into_iter().flat_map(|entry| &entry.xrefs).map(|xref| &xref.curie);
        all.extend(own.filter(|curie| curie.starts_with("UMLS:") && joins.owner(curie).is_none()).cloned());
    }
    all.into_iter().collect()
}

/// Headings of MeSH by tree number.
struct Trees<'a>(HashMap<&'a str, &'a str>);

impl<'a> Trees<'a> {
    fn of(headings: &'a Records) -> Trees<'a> {
        let numbers = headings.values().flat_map(|entry| entry.groups.iter().map(|tree| (tree.as_str(), entry.id.as_str())));
        Trees(numbers.collect())
    }

    /// The headings right above one.
    fn above(&self, entry: &Entry) -> Vec<String> {
        let numbers = entry.groups.iter().filter_map(|tree| tree.rsplit_once('.'));
        numbers.filter_map(|(above, _)| self.0.get(above)).map(|id| (*id).to_owned()).collect()
    }
}

/// Direct parents by the primary record's own hierarchy, brought to primary identifiers.
fn parents(sources: &Sources, joins: &Joins, trees: &Trees<'_>, id: &str) -> Vec<String> {
    let own = match id.split(':').next() {
        Some("MONDO") => sources.mondo.get(id).map(|entry| entry.parents.clone()),
        Some("DOID") => {
            let now = sources.doid.get(id).filter(|entry| !entry.parents.is_empty());
            now.or_else(|| sources.doid_2024.get(id)).map(|entry| entry.parents.clone())
        }
        Some("HP") => sources.hp.get(id).map(|entry| entry.parents.clone()),
        _ => {
            let heading = sources.mesh_headings.get(id).map(|entry| trees.above(entry));
            heading.or_else(|| sources.mesh_supplementary.get(id).map(|entry| entry.part_of.clone()))
        }
    };
    let owners = own.iter().flatten().filter_map(|parent| joins.owner(parent)).filter(|parent| *parent != id);
    owners.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Withdrawn records with the concept that took their place, if the source names one.
fn withdrawn<'a>(records: &'a Records, joins: &'a Joins) -> impl Iterator<Item = (&'a Entry, String)> {
    let gone = records.values().filter(|entry| entry.obsolete && joins.owner(&entry.id).is_none());
    gone.map(|entry| (entry, successor(records, joins, entry).unwrap_or_default().to_owned()))
}

fn successor<'a>(records: &'a Records, joins: &'a Joins, entry: &'a Entry) -> Option<&'a str> {
    let mut entry = entry;
    // No chain is longer than this; one that runs in a circle ends here too.
    for _ in 0..16 {
        // What is only to be considered did not take its place.
        let [next] = entry.replaced_by.as_slice() else { return None };
        if entry.fact("consider").is_some() {
            return None;
        }
        if let Some(owner) = joins.owner(next) {
            return Some(owner);
        }
        entry = records.get(next)?;
    }
    None
}
