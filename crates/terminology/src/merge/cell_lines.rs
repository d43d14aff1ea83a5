//! Cell lines: Cellosaurus with the names that DepMap, EFO, MeSH and BTO have for its lines.
//!
//! Of its lines those stay that are known under two names or spellings, or that another vocabulary has.

use std::collections::{BTreeMap, HashMap, HashSet};

use biospan_lexicon::policy::key;
use biospan_lexicon::table::Scope;

use super::{Counts, Merged, Recipe, RecipeError};
use crate::import::Entry;

/// Branches of MeSH's tree of cells that hold cell lines.
const BRANCHES: [&str; 2] = ["A11.251.210", "A11.251.860.180"];

/// Merges the parts `line/…` of the recipe.
///
/// # Errors
/// A part that the recipe lacks, a file that cannot be read, a line that is not what its format says.
pub fn merge(recipe: &Recipe) -> Result<(Vec<Merged>, Counts), RecipeError> {
    let entries = |part: &str| recipe.contents(part).map(|contents| contents.entries);
    let mut counts = Counts::new();
    let taxa = entries("species/ncbi")?;
    let organisms: HashMap<&str, &str> = taxa.iter().map(|taxon| (taxon.name.as_str(), taxon.id.as_str())).collect();
    let mut lines: BTreeMap<String, Merged> = BTreeMap::new();
    for entry in entries("line/cellosaurus")? {
        let (id, parents) = (entry.id.clone(), entry.parents);
        let mut line = Merged { id, kind: "cell_line".to_owned(), name: entry.name.clone(), parents, ..Merged::default() };
        line.add_name(&entry.name, Scope::Preferred, "cellosaurus");
        // `SH-2 [Human leukemia]`: what stands in brackets tells lines of one name apart.
        if let Some((name, _)) = entry.name.split_once(" [") {
            line.add_name(name, Scope::Exact, "cellosaurus");
        }
        lines.insert(entry.id, line);
    }
    for entry in entries("line/reach")? {
        let Some(line) = lines.get_mut(&entry.id) else { continue };
        for name in &entry.synonyms {
            if !name.text.contains(" [") && !line.names.iter().any(|known| known.text == name.text) {
                line.add_name(&name.text, Scope::Exact, "cellosaurus");
            }
        }
        if let Some(taxon) = entry.fact("organism").and_then(|organism| organisms.get(organism)) {
            line.taxon = (*taxon).to_owned();
        }
    }
    let mut efo = entries("line/efo")?;
    efo.iter_mut().for_each(bare);
    let mut elsewhere = join(&mut lines, &efo, "EFO", &mut counts);
    elsewhere.extend(join(&mut lines, &lines_of_mesh(entries("cell/mesh")?), "MESH", &mut counts));
    elsewhere.extend(join(&mut lines, &lines_of_bto(entries("cell/bto")?), "BTO", &mut counts));
    elsewhere.extend(join_stated(&mut lines, &entries("line/depmap")?, &mut counts));
    let all = lines.len();
    lines.retain(|id, line| elsewhere.contains(id) || line.names.len() > 1);
    counts.insert("cell lines of one name that no other vocabulary has".to_owned(), all - lines.len());
    for line in lines.values_mut() {
        line.names.retain(|name| name.text == line.name || stem(&name.text).is_none());
        line.finish();
    }
    Ok((lines.into_values().collect(), counts))
}

/// MeSH's cell lines, without the word for cells at the end of their names.
fn lines_of_mesh(mut mesh: Vec<Entry>) -> Vec<Entry> {
    mesh.retain(|entry| entry.groups.iter().any(|place| BRANCHES.iter().any(|branch| place.starts_with(branch))));
    for entry in &mut mesh {
        entry.synonyms.retain(|name| !name.text.contains(", "));
        bare(entry);
    }
    mesh
}

/// BTO's terms that end in `cell` and have a digit or two capitals: its lines, and some cell types that no line is named as.
fn lines_of_bto(mut bto: Vec<Entry>) -> Vec<Entry> {
    let code = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit()) || text.bytes().filter(u8::is_ascii_uppercase).count() > 1;
    bto.retain(|entry| !entry.obsolete && entry.name.ends_with(" cell") && code(&entry.name));
    for entry in &mut bto {
        entry.synonyms.retain(|name| name.text.ends_with(" cell") && code(&name.text));
        bare(entry);
    }
    bto
}

fn bare(entry: &mut Entry) {
    let names = std::iter::once(&mut entry.name).chain(entry.synonyms.iter_mut().map(|synonym| &mut synonym.text));
    for name in names {
        if let Some(stem) = stem(name).map(str::to_owned) {
            *name = stem;
        }
    }
}

/// A name without the head noun at its end, if there is one.
fn stem(name: &str) -> Option<&str> {
    let ends = [" Cell Lines", " Cell Line", " cell line", " Cells", " Cell", " cells", " cell"];
    ends.iter().find_map(|end| name.strip_suffix(end))
}

/// Joins records whose preferred name is that of exactly one line; returns the lines.
fn join(lines: &mut BTreeMap<String, Merged>, entries: &[Entry], source: &str, counts: &mut Counts) -> HashSet<String> {
    let mut owners: HashMap<u64, Vec<String>> = HashMap::new();
    for line in lines.values() {
        for name in &line.names {
            let own = owners.entry(key(&name.text)).or_default();
            if !own.contains(&line.id) {
                own.push(line.id.clone());
            }
        }
    }
    let mut joined = HashSet::new();
    for entry in entries.iter().filter(|entry| !entry.obsolete) {
        let Some([id]) = owners.get(&key(&entry.name)).map(Vec::as_slice) else { continue };
        let Some(line) = lines.get_mut(id) else { continue };
        line.xrefs.push(entry.id.clone());
        for name in &entry.synonyms {
            if owners.get(&key(&name.text)).is_none_or(|own| own.contains(id)) {
                line.add_name(&name.text, Scope::Alias, source);
            }
        }
        joined.insert(id.clone());
    }
    counts.insert(format!("cell lines of {source} joined by name"), joined.len());
    joined
}

/// Joins records that say themselves which line they are.
fn join_stated(lines: &mut BTreeMap<String, Merged>, entries: &[Entry], counts: &mut Counts) -> HashSet<String> {
    let mut joined = HashSet::new();
    for entry in entries {
        let stated = entry.xrefs.iter().filter_map(|xref| xref.curie.split_once(':'));
        let line = stated.filter(|(prefix, _)| prefix.eq_ignore_ascii_case("cellosaurus") || *prefix == "CVCL");
        for id in line.map(|(_, local)| format!("CVCL:CVCL_{}", local.trim_start_matches("CVCL_"))) {
            let Some(line) = lines.get_mut(&id) else { continue };
            let names = std::iter::once(&entry.name).chain(entry.synonyms.iter().map(|synonym| &synonym.text));
            names.for_each(|name| line.add_name(name, Scope::Alias, "DepMap"));
            joined.insert(id);
        }
    }
    counts.insert("cell lines of DepMap joined by its own statement".to_owned(), joined.len());
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_joins_the_only_line_of_its_name() {
        let line = |id: &str, name: &str| {
            let mut line = Merged { id: id.to_owned(), name: name.to_owned(), ..Merged::default() };
            line.add_name(name, Scope::Preferred, "cellosaurus");
            (id.to_owned(), line)
        };
        let mut lines: BTreeMap<_, _> = [line("CVCL:1", "HeLa"), line("CVCL:2", "H9"), line("CVCL:3", "H9")].into();
        let record = |id: &str, name: &str| Entry { id: id.to_owned(), name: name.to_owned(), ..Entry::default() };
        let mut entries = vec![record("MESH:D1", "HeLa Cells"), record("MESH:D2", "H9 Cells"), record("MESH:D3", "Nothing")];
        entries.iter_mut().for_each(bare);
        let joined = join(&mut lines, &entries, "MESH", &mut Counts::new());
        assert_eq!(joined, HashSet::from(["CVCL:1".to_owned()]));
        assert_eq!(lines["CVCL:1"].xrefs, ["MESH:D1"]);
    }
}
