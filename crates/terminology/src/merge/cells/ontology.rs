//! The Cell Ontology: its edit file, the components that this imports, and what an inferring release has beside them.

use std::collections::{BTreeMap, BTreeSet};

use biospan_lexicon::table::Scope;

use super::term::{Term, key};
use crate::curie::fits;
use crate::import::Entry;

/// Prefixes of references that are no cell of another vocabulary: papers, people, addresses, and ontologies of tissues
/// (CARO, VSAO), processes (GO) and findings (MP), and names where an identifier should be (`ncithesaurus:Egg`).
const NOT_CELLS: [&str; 12] = ["CARO", "DOI", "GO", "GOC", "ISBN", "MP", "PMID", "VSAO", "Wikipedia", "http", "https", "ncithesaurus"];

/// The root of all cell types.
const CELL: &str = "CL:0000000";

/// Whether an identifier is one of the Cell Ontology's.
pub(super) fn is_cell(id: &str) -> bool {
    id.strip_prefix("CL:").is_some_and(|local| local.len() == 7 && local.bytes().all(|byte| byte.is_ascii_digit()))
}

/// All terms, withdrawn ones too, with their names, direct parents (the nearest only) and references. Several entries
/// of one term are one term.
pub(super) fn terms(edit: Vec<Entry>, release: Vec<Entry>) -> BTreeMap<String, Term> {
    let mut terms: BTreeMap<String, Term> = BTreeMap::new();
    for entry in edit.into_iter().filter(|entry| is_cell(&entry.id)) {
        take(terms.entry(entry.id.clone()).or_default(), &entry);
    }
    for entry in release.iter().filter(|entry| is_cell(&entry.id)) {
        let term = terms.entry(entry.id.clone()).or_default();
        // The edit file speaks of terms that stand in files which it imports.
        if term.name.is_empty() && !term.obsolete {
            term.name.clone_from(&entry.name);
            term.obsolete = entry.obsolete;
            term.add(&entry.name, Scope::Preferred, "CL-2026-03-26");
            entry.synonyms.iter().for_each(|synonym| term.add(&synonym.text, synonym.scope, "CL-2026-03-26"));
        }
        term.parents.extend(entry.parents.iter().cloned());
    }
    reduce_parents(&mut terms);
    hand_on_names(&mut terms);
    terms
}

fn take(term: &mut Term, entry: &Entry) {
    if term.name.is_empty() {
        term.name.clone_from(&entry.name);
    }
    term.add(&entry.name, Scope::Preferred, "CL");
    for synonym in &entry.synonyms {
        let scope = if synonym.field == "OMO:0003000" { Scope::Abbreviation } else { synonym.scope };
        term.add(&synonym.text, scope, "CL");
    }
    let is_cell_elsewhere = |curie: &str| {
        let prefix = curie.split_once(':').map_or("", |(prefix, _)| prefix);
        // A prefix of ours with another kind of identifier is a slip (`BTO:000125`).
        let slip = matches!(prefix, "BTO" | "MESH" | "NCIT") && !fits(curie);
        !(slip || prefix.is_empty() || NOT_CELLS.contains(&prefix))
    };
    term.xrefs.extend(entry.xrefs.iter().map(|xref| xref.curie.clone()).filter(|curie| is_cell_elsewhere(curie)));
    term.parents.extend(entry.parents.iter().cloned());
    if term.taxon.is_empty() {
        term.taxon.clone_from(&entry.taxon);
    }
    term.obsolete |= entry.obsolete;
    // "Consider" is a hint to a curator, no replacement.
    if entry.fact("consider").is_none()
        && let [replacement] = &entry.replaced_by[..]
    {
        term.replaced_by.clone_from(replacement);
    }
}

/// Keeps the nearest live parents: none that is also an ancestor of another. A ring of parents keeps all of its links.
pub(super) fn reduce_parents(terms: &mut BTreeMap<String, Term>) {
    let parents: BTreeMap<String, BTreeSet<String>> = terms
        .iter()
        .map(|(id, term)| {
            let live = |parent: &&String| *parent != id && terms.get(*parent).is_some_and(|parent| !parent.obsolete);
            (id.clone(), if term.obsolete { BTreeSet::new() } else { term.parents.iter().filter(live).cloned().collect() })
        })
        .collect();
    for (id, term) in terms.iter_mut() {
        let own = &parents[id];
        let others: Vec<BTreeSet<&str>> = own.iter().map(|parent| ancestors(parent, &parents)).collect();
        let above = |parent: &String| {
            let mut pairs = own.iter().zip(&others);
            pairs.any(|(other, above)| {
                other != parent && above.contains(parent.as_str()) && !ancestors(parent, &parents).contains(other.as_str())
            })
        };
        term.parents = own.iter().filter(|parent| !above(parent)).cloned().collect();
    }
}

fn ancestors<'p>(id: &str, parents: &'p BTreeMap<String, BTreeSet<String>>) -> BTreeSet<&'p str> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&str> = parents.get(id).into_iter().flatten().map(String::as_str).collect();
    while let Some(parent) = next.pop() {
        if found.insert(parent) {
            next.extend(parents.get(parent).into_iter().flatten().map(String::as_str));
        }
    }
    found
}

/// Names of a withdrawn term go to the one that took its place, unless another term has them. What was withdrawn in
/// favour of *cell* itself (`native cell`, `cell by organism`) is no name for every cell.
fn hand_on_names(terms: &mut BTreeMap<String, Term>) {
    let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, term) in terms.iter().filter(|(_, term)| !term.obsolete) {
        for text in term.names.keys() {
            owners.entry(key(text)).or_default().insert(id.clone());
        }
    }
    let mut handed = Vec::new();
    for term in terms.values().filter(|term| term.obsolete && !term.replaced_by.is_empty() && term.replaced_by != CELL) {
        let replacement = &term.replaced_by;
        for text in term.names.keys() {
            let text = text.strip_prefix("obsolete ").unwrap_or(text);
            let taken = owners.get(&key(text)).is_some_and(|owners| owners.iter().any(|owner| owner != replacement));
            if !taken {
                handed.push((replacement.clone(), text.to_owned()));
            }
        }
    }
    for (replacement, text) in handed {
        if let Some(term) = terms.get_mut(&replacement).filter(|term| !term.obsolete) {
            term.add(&text, Scope::Previous, "CL");
        }
    }
}

/// What a live term is: a cell type, or a part or property of cells if no way leads up to *cell*.
pub(super) fn kind(id: &str, terms: &BTreeMap<String, Term>) -> &'static str {
    let mut seen = BTreeSet::new();
    let mut next = vec![id];
    while let Some(id) = next.pop() {
        if id == CELL {
            return "cell_type";
        }
        if seen.insert(id) {
            next.extend(terms.get(id).into_iter().flat_map(|term| &term.parents).map(String::as_str));
        }
    }
    if terms.get(id).is_some_and(|term| term.obsolete) { "cell_type" } else { "cell_feature" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Relation, Synonym, Xref};

    fn entry(number: u32, name: &str, parents: &[u32]) -> Entry {
        let id = |number| format!("CL:{number:07}");
        Entry { id: id(number), name: name.to_owned(), parents: parents.iter().map(|&parent| id(parent)).collect(), ..Entry::default() }
    }

    fn gone(number: u32, name: &str, by: u32) -> Entry {
        Entry { obsolete: true, replaced_by: vec![format!("CL:{by:07}")], ..entry(number, name, &[]) }
    }

    #[test]
    fn parents_are_the_nearest_live_ones_and_a_ring_does_not_hang() {
        let edit = vec![
            entry(0, "cell", &[]),
            entry(1, "a", &[0]),
            entry(2, "b", &[0, 1, 2, 9]),
            gone(9, "obsolete x", 1),
            entry(3, "ring", &[4]),
            entry(4, "ring too", &[3]),
        ];
        let release = vec![entry(2, "b", &[1]), entry(5, "new", &[2])];
        let terms = terms(edit, release);
        let parents = |id: &str| terms[id].parents.iter().cloned().collect::<Vec<_>>().join(" ");
        assert_eq!((parents("CL:0000002"), parents("CL:0000005")), ("CL:0000001".to_owned(), "CL:0000002".to_owned()));
        assert_eq!((parents("CL:0000003"), parents("CL:0000004")), ("CL:0000004".to_owned(), "CL:0000003".to_owned()));
        assert_eq!(
            (kind("CL:0000005", &terms), kind("CL:0000003", &terms), kind("CL:0000009", &terms)),
            ("cell_type", "cell_feature", "cell_type")
        );
    }

    #[test]
    fn names_of_a_withdrawn_term_go_to_its_replacement_unless_another_has_them() {
        let edit = vec![
            entry(1, "new", &[]),
            entry(2, "taken", &[]),
            gone(8, "obsolete old", 1),
            gone(9, "obsolete takens", 1),
            entry(0, "cell", &[]),
            gone(7, "native cell", 0),
        ];
        let terms = terms(edit, Vec::new());
        let names: Vec<_> = terms["CL:0000001"].names.iter().map(|(text, (scope, _))| (text.as_str(), *scope)).collect();
        assert_eq!(names, [("new", Scope::Preferred), ("old", Scope::Previous)]);
        assert_eq!(terms["CL:0000008"].replaced_by, "CL:0000001");
        assert_eq!(terms["CL:0000000"].names.len(), 1);
    }

    #[test]
    fn a_hint_is_no_replacement() {
        let hint = Entry { facts: vec![("consider", "CL:0000001".to_owned())], ..gone(9, "obsolete old", 1) };
        let terms = terms(vec![entry(1, "new", &[]), hint], Vec::new());
        assert_eq!((terms["CL:0000009"].replaced_by.as_str(), terms["CL:0000001"].names.len()), ("", 1));
    }

    #[test]
    fn references_that_are_no_cells_and_slips_are_left_out() {
        let xrefs = ["MESH:D009474", "ncithesaurus:Egg", "PMID:1", "GO:0005623", "https://x", "NCIT:Beta_Cell", "FMA:54527"];
        let xref = |curie: &str| Xref { curie: curie.to_owned(), relation: Relation::Unstated };
        let edit = Entry { xrefs: xrefs.map(xref).to_vec(), ..entry(1, "a", &[]) };
        let found = terms(vec![edit], Vec::new()).remove("CL:0000001").expect("it is there");
        assert_eq!(found.xrefs.into_iter().collect::<Vec<_>>(), ["FMA:54527", "MESH:D009474"]);
    }

    #[test]
    fn an_abbreviation_is_told_by_its_kind() {
        let synonym = |field: &str| Synonym { text: "NK".to_owned(), scope: Scope::Exact, field: field.to_owned() };
        let edit = Entry { synonyms: vec![synonym("OMO:0003000")], ..entry(1, "natural killer cell", &[]) };
        let found = terms(vec![edit], Vec::new()).remove("CL:0000001").expect("it is there");
        assert_eq!(found.names["NK"].0, Scope::Abbreviation);
    }
}
