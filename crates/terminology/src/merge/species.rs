//! Organisms: NCBI's taxonomy with the names that OBO, Mondo, Reach and MeSH have for its taxa.
//!
//! A taxon stays if a list of papers' organisms has it, or two lists do; what only hangs above others, what only has an
//! English name among fish, birds, amphibians and reptiles, mushrooms that only have an article, and viruses that only
//! have a host are left out.

use std::collections::{BTreeMap, HashMap, HashSet};

use biospan_lexicon::policy::key;
use biospan_lexicon::table::Scope;

use super::{Counts, Merged, Recipe, RecipeError};
use crate::import::Entry;

/// Ray-finned fishes, birds, amphibians, and lizards with snakes.
const SELDOM: [&str; 4] = ["NCBITaxon:7898", "NCBITaxon:8782", "NCBITaxon:8292", "NCBITaxon:8504"];
const FUNGI: &str = "NCBITaxon:4751";
/// The deepest taxon has some forty above it.
const DEEPEST: usize = 64;

/// Merges the parts `species/…` of the recipe.
///
/// # Errors
/// A part that the recipe lacks, a file that cannot be read, a line that is not what its format says.
pub fn merge(recipe: &Recipe) -> Result<(Vec<Merged>, Counts), RecipeError> {
    let entries = |part: &str| recipe.contents(part).map(|contents| contents.entries);
    let mut counts = Counts::new();
    let mut taxa = kept(&entries("species/ncbi")?, &mut counts);
    for entry in entries("species/obo")?.iter().chain(&entries("species/mondo")?).filter(|entry| !entry.obsolete) {
        if let Some(taxon) = taxa.get_mut(&entry.id) {
            let newer = if entry.name.is_empty() { None } else { Some(&entry.name) };
            newer.into_iter().for_each(|name| taxon.add_name(name, Scope::Exact, "NCBITaxon"));
            entry.synonyms.iter().for_each(|name| taxon.add_name(&name.text, name.scope, "NCBITaxon"));
        }
    }
    for entry in entries("species/reach")?.iter().chain(&entries("species/reach-exhaustive")?) {
        add_reach(&mut taxa, entry, &mut counts);
    }
    join_mesh(&mut taxa, &entries("species/mesh")?, &mut counts);
    for entry in entries("species/everyday")? {
        if let Some(taxon) = taxa.get_mut(&entry.id) {
            entry.synonyms.iter().for_each(|name| taxon.add_name(&name.text, name.scope, "biospan"));
        }
    }
    for entry in entries("species/replaced")? {
        let replaced_by = entry.replaced_by.concat();
        if taxa.contains_key(&replaced_by) {
            let gone = Merged { id: entry.id.clone(), kind: "species".to_owned(), obsolete: true, replaced_by, ..Merged::default() };
            taxa.insert(entry.id, gone);
        }
    }
    add_genera(&mut taxa, &entries("species/ncbi")?);
    taxa.values_mut().for_each(Merged::finish);
    Ok((taxa.into_values().collect(), counts))
}

/// The taxa that papers may name.
fn kept(entries: &[Entry], counts: &mut Counts) -> BTreeMap<String, Merged> {
    let parents: HashMap<&str, &str> =
        entries.iter().filter_map(|entry| Some((entry.id.as_str(), entry.parents.first()?.as_str()))).collect();
    let under = |id: &str, above: &[&str]| {
        let mut trail = std::iter::successors(Some(id), |id| parents.get(id).copied().filter(|parent| parent != id)).take(DEEPEST);
        trail.any(|id| above.contains(&id))
    };
    let mut taxa = BTreeMap::new();
    for entry in entries {
        let lists: Vec<&str> = entry.groups.iter().map(String::as_str).collect();
        let out = match lists[..] {
            ["ancestor"] => Some("taxa that only hang above others"),
            ["host"] => Some("viruses of which only a host is known"),
            ["common"] if under(&entry.id, &SELDOM) => Some("fish, birds, amphibians and reptiles that only have an English name"),
            ["wiki"] if under(&entry.id, &[FUNGI]) => Some("fungi that only have an article"),
            _ => None,
        };
        if let Some(rule) = out {
            *counts.entry(rule.to_owned()).or_default() += 1;
            continue;
        }
        let mut taxon = Merged { id: entry.id.clone(), kind: "species".to_owned(), name: entry.name.clone(), ..Merged::default() };
        taxon.add_name(&entry.name, Scope::Preferred, "NCBITaxon");
        entry.synonyms.iter().for_each(|name| taxon.add_name(&name.text, name.scope, "NCBITaxon"));
        taxa.insert(entry.id.clone(), taxon);
    }
    taxa
}

/// Adds the genera above the species that stayed, with a broader name: what papers name is one of their species, and the
/// resolver reads them with an epithet only.
fn add_genera(taxa: &mut BTreeMap<String, Merged>, entries: &[Entry]) {
    let named: HashSet<String> = taxa.values().filter_map(|taxon| taxon.name.split_once(' ')).map(|(genus, _)| genus.to_owned()).collect();
    let genus = |entry: &&Entry| entry.kind == "genus" && entry.groups == ["ancestor"] && named.contains(&entry.name);
    for entry in entries.iter().filter(genus) {
        let mut taxon = Merged { id: entry.id.clone(), kind: "species".to_owned(), name: entry.name.clone(), ..Merged::default() };
        taxon.add_name(&entry.name, Scope::Broad, "NCBITaxon");
        taxa.entry(entry.id.clone()).or_insert(taxon);
    }
}

/// Reach makes plurals and abbreviated genera of names by rule; so does the matcher, and the resolver with the genus that
/// the paper wrote.
fn add_reach(taxa: &mut BTreeMap<String, Merged>, entry: &Entry, counts: &mut Counts) {
    let Some(taxon) = taxa.get_mut(&entry.id) else { return };
    let known: HashSet<u64> = taxon.names.iter().map(|name| key(&name.text)).collect();
    for name in &entry.synonyms {
        let rule = if is_abbreviated(&name.text) {
            "names of Reach with an abbreviated genus"
        } else if name.text.strip_suffix('s').is_some_and(|stem| known.contains(&key(stem))) {
            "plurals of Reach"
        } else {
            taxon.add_name(&name.text, Scope::Alias, "reach");
            continue;
        };
        *counts.entry(rule.to_owned()).or_default() += 1;
    }
}

/// `A. aegypti`, `A.aegypti`.
fn is_abbreviated(name: &str) -> bool {
    matches!(name.as_bytes(), [first, b'.', ..] | [first, _, b'.', ..] if first.is_ascii_uppercase())
}

/// A descriptor of MeSH is the taxon whose scientific or English name it bears, if only one does.
fn join_mesh(taxa: &mut BTreeMap<String, Merged>, mesh: &[Entry], counts: &mut Counts) {
    let mut owners: HashMap<u64, Vec<String>> = HashMap::new();
    for taxon in taxa.values() {
        for name in taxon.names.iter().filter(|name| name.scope.closeness() <= Scope::Exact.closeness()) {
            let own = owners.entry(key(&name.text)).or_default();
            if !own.contains(&taxon.id) {
                own.push(taxon.id.clone());
            }
        }
    }
    let mut claimed: HashSet<String> = HashSet::new();
    for entry in mesh {
        let Some([id]) = owners.get(&key(&entry.name)).map(Vec::as_slice) else { continue };
        let Some(taxon) = taxa.get_mut(id).filter(|_| claimed.insert(id.clone())) else { continue };
        *counts.entry("descriptors of MeSH joined with a taxon by name".to_owned()).or_default() += 1;
        taxon.xrefs.push(entry.id.clone());
        for name in entry.synonyms.iter().filter(|name| !name.text.contains(", ")) {
            let free = owners.get(&key(&name.text)).is_none_or(|own| own.contains(id));
            if free {
                taxon.add_name(&name.text, Scope::Alias, "MESH");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Synonym;

    fn entry(id: &str, parent: &str, name: &str, lists: &[&str]) -> Entry {
        let groups = lists.iter().map(|list| (*list).to_owned()).collect();
        Entry { id: id.to_owned(), name: name.to_owned(), parents: vec![parent.to_owned()], groups, ..Entry::default() }
    }

    #[test]
    fn taxa_that_papers_name_stay() {
        let entries = [
            entry("NCBITaxon:8782", "NCBITaxon:1", "Aves", &["common", "mondo"]),
            entry("NCBITaxon:2", "NCBITaxon:8782", "Finch", &["common"]),
            entry("NCBITaxon:3", "NCBITaxon:8782", "Gallus gallus", &["common", "reach"]),
            entry("NCBITaxon:4", "NCBITaxon:1", "Clade", &["ancestor"]),
            entry("NCBITaxon:1", "NCBITaxon:1", "root", &["mondo"]),
        ];
        let mut counts = Counts::new();
        let taxa = kept(&entries, &mut counts);
        assert_eq!(taxa.keys().map(String::as_str).collect::<Vec<_>>(), ["NCBITaxon:1", "NCBITaxon:3", "NCBITaxon:8782"]);
        assert_eq!(counts.values().sum::<usize>(), 2);
    }

    #[test]
    fn a_genus_above_a_taxon_that_stayed_has_a_broader_name() {
        let genus = |id: &str, name: &str| Entry { kind: "genus".to_owned(), ..entry(id, "NCBITaxon:1", name, &["ancestor"]) };
        let entries = [
            entry("NCBITaxon:3", "NCBITaxon:4", "Gallus gallus", &["reach"]),
            genus("NCBITaxon:4", "Gallus"),
            genus("NCBITaxon:5", "Pavo"),
        ];
        let mut taxa = kept(&entries, &mut Counts::new());
        add_genera(&mut taxa, &entries);
        assert_eq!(taxa.keys().map(String::as_str).collect::<Vec<_>>(), ["NCBITaxon:3", "NCBITaxon:4"]);
        assert_eq!(taxa["NCBITaxon:4"].names[0].scope, Scope::Broad);
    }

    #[test]
    fn names_made_by_rule_stay_out_and_a_descriptor_joins_its_only_owner() {
        let mut taxa = kept(&[entry("NCBITaxon:3", "NCBITaxon:1", "Gallus gallus", &["reach"])], &mut Counts::new());
        for text in ["G. gallus", "Gallus galluss", "chicken"] {
            let synonyms = vec![Synonym { text: text.to_owned(), scope: Scope::Alias, field: String::new() }];
            add_reach(&mut taxa, &Entry { id: "NCBITaxon:3".to_owned(), synonyms, ..Entry::default() }, &mut Counts::new());
        }
        join_mesh(&mut taxa, &[entry("MESH:D1", "", "Gallus gallus", &[])], &mut Counts::new());
        let taxon = &taxa["NCBITaxon:3"];
        assert_eq!(taxon.names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>(), ["Gallus gallus", "chicken"]);
        assert_eq!(taxon.xrefs, ["MESH:D1"]);
    }
}
