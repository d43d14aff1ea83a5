//! Cell types: the Cell Ontology first, joined with MeSH's cells and the BRENDA Tissue Ontology; MeSH's cells that CL
//! lacks stand for themselves. Labels of the Human Reference Atlas are names where they mean a cell outside of their tool.

#[cfg(test)]
mod agreement;
mod decisions;
mod joins;
mod labels;
mod ontology;
mod term;

use std::collections::{BTreeMap, BTreeSet};

use biospan_lexicon::table::Scope;

use super::{Counts, Merged, Recipe, RecipeError, Refused};
use crate::import::{Entry, Mapping, Relation};
use decisions::DECISIONS;
use joins::{Evidence, Join};
use term::{Claims, Term, key};

/// The tools whose labels the Human Reference Atlas maps: parts `cell/hra-…` of the recipe, sources `HRA:…`.
const TOOLS: [&str; 10] =
    ["azimuth", "celltypist", "deepcelltypes", "deepcelltypes-hubmap", "frmatch", "pan-human-azimuth", "popv", "ribca", "stellar", "vccf"];

/// Branches of MeSH's tree of cells that hold parts of cells and cell lines.
const NOT_CELL_TYPES: [&str; 3] = ["A11.284", "A11.251.210", "A11.251.860.180"];

/// Kinds of BTO's synonyms that papers in English do not write: German, French, misspelt.
const FOREIGN: [&str; 3] = ["FR", "GE", "MS"];

/// Merges the parts `cell/…` of the recipe.
///
/// # Errors
/// A part that the recipe lacks, a file that cannot be read, a line that is not what its format says.
pub fn merge(recipe: &Recipe) -> Result<(Vec<Merged>, Counts), RecipeError> {
    let entries = |part: &str| recipe.contents(part).map(|contents| contents.entries);
    let mut counts = Counts::new();
    let mut terms = ontology::terms(entries("cell/cl")?, entries("cell/cl-release")?);
    let claims = Claims::new(&terms);
    let (mesh, bto) = (entries("cell/mesh")?, entries("cell/bto")?);
    let (refused, mappings) = (recipe.refused()?, recipe.contents("cell/biomappings")?.mappings);
    let curated = Curated { refused: &refused, mappings: &mappings };
    let mesh_joins = join_all(&mut terms, &mesh, "MESH", &curated, &claims, &mut counts);
    // MeSH's names, with CL's, bear out what CL says of BTO.
    join_all(&mut terms, &bto, "BTO", &curated, &claims, &mut counts);
    for (id, term) in &mut terms {
        term.xrefs.retain(|other| !refused.holds(id, other));
    }
    let own = mesh_terms(&mesh, &mesh_joins, &claims);
    counts.insert("MESH cells of their own".to_owned(), own.len());
    let kinds: BTreeMap<String, &str> = terms.keys().map(|id| (id.clone(), ontology::kind(id, &terms))).collect();
    terms.extend(own);
    ontology::reduce_parents(&mut terms);
    add_labels(recipe, &mut terms)?;
    for entry in entries("cell/everyday")? {
        if let Some(term) = terms.get_mut(&entry.id) {
            entry.synonyms.iter().for_each(|synonym| term.add(&synonym.text, synonym.scope, "biospan"));
        }
    }
    let kind = |id: &str| kinds.get(id).copied().unwrap_or("cell_type");
    let merged = terms.into_iter().map(|(id, term)| term.finish(&id, kind(&id))).collect();
    Ok((merged, counts))
}

/// What curators, we among them, say of joins.
struct Curated<'c> {
    refused: &'c Refused,
    mappings: &'c [Mapping],
}

/// Joins the records of one source and takes their names; `claims` are those of CL alone. Only a descriptor of MeSH that
/// is a cell type may be joined by its name.
fn join_all(
    terms: &mut BTreeMap<String, Term>,
    records: &[Entry],
    source: &'static str,
    curated: &Curated<'_>,
    claims: &Claims,
    counts: &mut Counts,
) -> Vec<Join> {
    let now = Claims::new(terms);
    let evidence = Evidence::new(terms, &now, &DECISIONS, curated.refused, curated.mappings);
    let by_name = |record: &Entry| source == "MESH" && is_cell_type(record);
    let live = records.iter().filter(|record| !record.obsolete);
    let joined = live.filter_map(|record| evidence.join(record, by_name(record)).map(|join| (join, record))).collect();
    let joined = joins::one_for_each_cell(joined, terms);
    for (join, record) in &joined {
        *counts.entry(format!("{source} joined: {}", join.basis)).or_default() += 1;
        if let Some(term) = terms.get_mut(&join.cell) {
            adopt(term, join, record, source, claims);
        }
    }
    joined.into_iter().map(|(join, _)| join).collect()
}

/// Whether a descriptor of MeSH's tree of cells is a cell type, no part of one, no line, no organ.
fn is_cell_type(record: &Entry) -> bool {
    let in_branch = |tree: &String| NOT_CELL_TYPES.iter().any(|branch| tree.starts_with(branch));
    !record.groups.iter().any(in_branch) && !DECISIONS.is_no_cell(&record.id)
}

/// Takes the identifier and the names of a joined record. A name that only other cell types have stays with them.
fn adopt(term: &mut Term, join: &Join, record: &Entry, source: &str, claims: &Claims) {
    term.xrefs.insert(record.id.clone());
    let foreign = |field: &str| FOREIGN.contains(&field);
    let synonyms = record.synonyms.iter().filter(|synonym| !foreign(&synonym.field)).map(|synonym| synonym.text.as_str());
    for text in std::iter::once(record.name.as_str()).chain(synonyms.filter(|text| !is_inverted(text))) {
        let key = key(text);
        if !claims.belongs_to_another(&join.cell, &key) {
            let mut names = term.names.iter();
            let scope = if claims.has_exact(&join.cell, &key) {
                Scope::Exact
            } else if names.any(|(known, (scope, _))| *scope == Scope::Abbreviation && term::key(known) == key) {
                Scope::Abbreviation
            } else {
                Scope::Related
            };
            term.add(text, scope, source);
        }
    }
}

/// `Stem Cells, Mouse Embryonic`: an index's form, which papers do not write.
fn is_inverted(text: &str) -> bool {
    text.contains(", ")
}

/// MeSH's cells that no term of CL is, under their own identifiers.
fn mesh_terms(mesh: &[Entry], joins: &[Join], claims: &Claims) -> BTreeMap<String, Term> {
    let joined: BTreeMap<&str, &str> = joins.iter().map(|join| (join.other.as_str(), join.cell.as_str())).collect();
    let own: Vec<&Entry> = mesh.iter().filter(|record| !joined.contains_key(record.id.as_str()) && is_cell_type(record)).collect();
    let own_ids: BTreeSet<&str> = own.iter().map(|record| record.id.as_str()).collect();
    let by_tree: BTreeMap<&str, &str> =
        mesh.iter().flat_map(|record| record.groups.iter().map(|tree| (tree.as_str(), record.id.as_str()))).collect();
    // The nearest place above in the tree that is a concept of ours.
    let parent = |tree: &String| {
        let mut above = tree.as_str();
        while let Some((shorter, _)) = above.rsplit_once('.') {
            above = shorter;
            if let Some(id) = by_tree.get(above) {
                match joined.get(id) {
                    Some(cell) => return Some((*cell).to_owned()),
                    None if own_ids.contains(id) => return Some((*id).to_owned()),
                    None => {}
                }
            }
        }
        None
    };
    let term = |record: &&Entry| {
        let mut term = Term { name: record.name.clone(), ..Term::default() };
        term.add(&record.name, Scope::Preferred, "MESH");
        for text in record.synonyms.iter().map(|synonym| &synonym.text).filter(|text| !is_inverted(text)) {
            if !claims.is_taken(&key(text)) {
                term.add(text, Scope::Exact, "MESH");
            }
        }
        term.parents = record.groups.iter().filter(|tree| tree.starts_with("A11.")).filter_map(parent).collect();
        (record.id.clone(), term)
    };
    own.iter().map(term).collect()
}

/// Labels of tools and organ tables, tools first. All are held against the names that were there before them.
fn add_labels(recipe: &Recipe, terms: &mut BTreeMap<String, Term>) -> Result<(), RecipeError> {
    let claims = Claims::new(terms);
    let mut taken = Vec::new();
    let mut take = |id: &str, label: &str, known: Scope, source: String| {
        let term = terms.get(id).filter(|term| !term.obsolete);
        if let Some(scope) = term.and_then(|term| labels::scope(label, id, term, &claims, known)) {
            taken.push((id.to_owned(), label.to_owned(), scope, source));
        }
    };
    for tool in TOOLS {
        for mapping in recipe.contents(&format!("cell/hra-{tool}"))?.mappings {
            if mapping.relation == Relation::Exact {
                take(&mapping.object, &mapping.subject_label, Scope::Alias, format!("HRA:{tool}"));
            }
        }
    }
    let organs = recipe.contents("cell/asctb")?.entries;
    let mut owners: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for entry in &organs {
        owners.entry(key(&entry.name)).or_default().insert(&entry.id);
    }
    for entry in &organs {
        // A name that means several cells means one only inside its organ.
        let key = key(&entry.name);
        if owners[&key].len() == 1 || claims.has(&entry.id, &key) {
            take(&entry.id, &entry.name, Scope::Related, format!("ASCTB:{}", entry.kind));
        }
    }
    for (id, label, scope, source) in taken {
        if let Some(term) = terms.get_mut(&id) {
            term.add(&label, scope, &source);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Synonym;

    fn record(id: &str, names: &[&str], trees: &[&str]) -> Entry {
        let synonym = |text: &&str| Synonym { text: (*text).to_owned(), scope: Scope::Exact, field: String::new() };
        let groups = trees.iter().map(|tree| (*tree).to_owned()).collect();
        Entry {
            id: id.to_owned(),
            name: names[0].to_owned(),
            synonyms: names[1..].iter().map(synonym).collect(),
            groups,
            ..Entry::default()
        }
    }

    fn cl(names: &[(&str, Scope)]) -> Term {
        let mut term = Term { name: names[0].0.to_owned(), ..Term::default() };
        names.iter().for_each(|(text, scope)| term.add(text, *scope, "CL"));
        term
    }

    #[test]
    fn a_joined_record_gives_names_that_no_other_cell_has() {
        let mut stem = cl(&[("stem cell", Scope::Preferred)]);
        let terms = [("CL:1".to_owned(), stem.clone()), ("CL:2".to_owned(), cl(&[("progenitor cell", Scope::Preferred)]))].into();
        let join = Join { cell: "CL:1".to_owned(), other: "MESH:D1".to_owned(), basis: "" };
        let record = record("MESH:D1", &["Stem Cells", "Cells, Stem", "Mother Cells", "Progenitor Cells"], &[]);
        adopt(&mut stem, &join, &record, "MESH", &Claims::new(&terms));
        let names: Vec<_> = stem.names.iter().map(|(text, (scope, _))| (text.as_str(), *scope)).collect();
        assert_eq!(names, [("Mother Cells", Scope::Related), ("Stem Cells", Scope::Exact), ("stem cell", Scope::Preferred)]);
        assert!(stem.xrefs.contains("MESH:D1"));
    }

    #[test]
    fn a_part_of_cells_is_no_cell_though_it_has_the_name_of_one() {
        let mut terms = [("CL:1".to_owned(), cl(&[("myotube", Scope::Preferred), ("myofibril", Scope::Exact)]))].into();
        let (claims, refused) = (Claims::new(&terms), Refused::default());
        let curated = Curated { refused: &refused, mappings: &[] };
        for (trees, expected) in [(["A11.284.835", "A11.620"], 0), (["A11.620", "A11.620.5"], 1)] {
            let records = [record("MESH:D009210", &["Myofibrils"], &trees)];
            let joins = join_all(&mut terms, &records, "MESH", &curated, &claims, &mut Counts::new());
            assert_eq!(joins.len(), expected, "{trees:?}");
        }
    }

    #[test]
    fn cells_that_cl_lacks_stand_for_themselves_under_the_nearest_concept() {
        let mesh = [
            record("MESH:D1", &["Stem Cells"], &["A11.872"]),
            record("MESH:D2", &["Odd Group"], &["A11.872.1", "A11.284.9"]),
            record("MESH:D3", &["Cancer-Associated Fibroblasts", "CAF Cells", "T Cell"], &["A11.872.1.2", "B1.2"]),
            record("MESH:D013650", &["Taste Buds"], &["A11.671"]),
        ];
        let join = Join { cell: "CL:1".to_owned(), other: "MESH:D1".to_owned(), basis: "" };
        let claims = Claims::new(&[("CL:9".to_owned(), cl(&[("T cell", Scope::Preferred)]))].into());
        let own = mesh_terms(&mesh, &[join], &claims);
        assert_eq!(own.keys().collect::<Vec<_>>(), ["MESH:D3"]);
        let term = &own["MESH:D3"];
        assert_eq!(term.names.keys().collect::<Vec<_>>(), ["CAF Cells", "Cancer-Associated Fibroblasts"]);
        assert_eq!(term.parents.iter().collect::<Vec<_>>(), ["CL:1"]);
    }
}
