//! Mouse and rat genes with their human orthologs.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use biospan_lexicon::table::Scope;
use regex::Regex;

use super::super::{Counts, Merged, Recipe, RecipeError};
use super::human::Human;
use super::{count, preferred, says_nothing};
use crate::import::Entry;

/// Symbols that say only that somebody saw a gene: gene models, clones, identifiers.
const PLACEHOLDER: &str = r"^(Gm\d+|.*Rik|(LOC|RGD|ENS[A-Z]*G|MGC)\d+|[A-Z]{1,2}\d{5,6})([-_.].*)?$";
static PLACEHOLDERS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(PLACEHOLDER).ok());

/// NCBI Taxonomy's identifier of *Mus musculus*.
const MOUSE: &str = "NCBITaxon:10090";

pub(super) fn merge(recipe: &Recipe, human: &Human, counts: &mut Counts) -> Result<Vec<Merged>, RecipeError> {
    let mut genes = mouse(recipe, human, counts)?;
    genes.append(&mut rat(recipe, human, counts)?);
    let before = genes.len();
    genes.retain(|gene| !gene.orthologs.is_empty() || !is_placeholder(&gene.name));
    counts.insert("mouse and rat genes with a placeholder for a symbol and no human ortholog: left out".to_owned(), before - genes.len());
    for gene in &mut genes {
        name_by_ncbi(gene);
    }
    Ok(genes)
}

fn is_placeholder(symbol: &str) -> bool {
    PLACEHOLDERS.as_ref().is_some_and(|pattern| pattern.is_match(symbol))
}

/// The NCBI id, where there is one, is the primary id; that of the organism's own database is an xref.
fn name_by_ncbi(gene: &mut Merged) {
    if let Some(at) = gene.xrefs.iter().position(|xref| xref.starts_with("NCBIGene:")) {
        let ncbi = gene.xrefs.swap_remove(at);
        gene.xrefs.push(std::mem::replace(&mut gene.id, ncbi));
    }
}

/// Human orthologs that HGNC or the organism's own database states, as far as HGNC still has them.
fn orthologs(entry: &Entry, human: &Human) -> Vec<String> {
    let stated = entry.facts.iter().filter(|(name, _)| *name == "ortholog").map(|(_, id)| id);
    let all = stated.chain(human.by_other.get(&entry.id).into_iter().flatten());
    all.filter(|id| human.genes.get(*id).is_some_and(|gene| !gene.obsolete)).cloned().collect()
}

fn mouse(recipe: &Recipe, human: &Human, counts: &mut Counts) -> Result<Vec<Merged>, RecipeError> {
    let mut genes: BTreeMap<String, Merged> = BTreeMap::new();
    for entry in recipe.contents("gene/mouse")?.entries.iter().filter(|entry| !entry.obsolete && is_gene(&entry.kind)) {
        let mut gene = preferred(entry, "mgi:symbol");
        gene.add_synonyms(entry, "mgi");
        gene.xrefs.extend(entry.xrefs.iter().map(|xref| xref.curie.clone()));
        gene.orthologs = orthologs(entry, human);
        genes.insert(entry.id.clone(), gene);
    }
    let homologs = recipe.contents("gene/mouse-homologs")?.entries;
    let ncbi = recipe.contents("gene/mouse-ncbi")?.entries;
    let mut by_ncbi = claims(&homologs, &ncbi, &genes, counts);
    for entry in &homologs {
        let Some(gene) = genes.get_mut(&entry.id) else { continue };
        gene.add_synonyms(entry, "mgi");
        if entry.name != gene.name {
            gene.add_name(&entry.name, Scope::Previous, "mgi:symbol-2024");
        }
        gene.orthologs.extend(orthologs(entry, human));
        let has_model = gene.xrefs.iter().any(|xref| xref.starts_with("ENSEMBL:"));
        for xref in entry.xrefs.iter().map(|xref| &xref.curie) {
            let own = if xref.starts_with("NCBIGene:") { by_ncbi.get(xref) == Some(&entry.id) } else { !has_model };
            if own {
                gene.xrefs.push(xref.clone());
            }
        }
    }
    add_mouse_ncbi(&ncbi, &mut genes, &mut by_ncbi, counts);
    Ok(genes.into_values().collect())
}

/// The MGI gene of each NCBI gene by MGI's word. One that several MGI genes claim goes to the one that NCBI names.
fn claims(homologs: &[Entry], ncbi: &[Entry], genes: &BTreeMap<String, Merged>, counts: &mut Counts) -> HashMap<String, String> {
    let stated: HashMap<&str, &str> = ncbi.iter().filter_map(|entry| Some((entry.id.as_str(), stated_mgi(entry)?))).collect();
    let mut claims: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for entry in homologs.iter().filter(|entry| genes.contains_key(&entry.id)) {
        for xref in entry.xrefs.iter().map(|xref| xref.curie.as_str()).filter(|xref| xref.starts_with("NCBIGene:")) {
            claims.entry(xref).or_default().insert(&entry.id);
        }
    }
    let mut owners = HashMap::new();
    for (ncbi, genes) in claims {
        let named = stated.get(ncbi).filter(|mgi| genes.contains(*mgi)).or_else(|| genes.first().filter(|_| genes.len() == 1));
        match named {
            Some(mgi) => drop(owners.insert(ncbi.to_owned(), (*mgi).to_owned())),
            None => count(counts, "NCBI genes that several MGI genes claim: not joined"),
        }
    }
    owners
}

fn stated_mgi(entry: &Entry) -> Option<&str> {
    entry.xrefs.iter().map(|xref| xref.curie.as_str()).find(|xref| xref.starts_with("MGI:"))
}

/// NCBI's names, and genes that only NCBI has.
fn add_mouse_ncbi(entries: &[Entry], genes: &mut BTreeMap<String, Merged>, by_ncbi: &mut HashMap<String, String>, counts: &mut Counts) {
    for entry in entries.iter().filter(|entry| entry.taxon == MOUSE) {
        let mgi = stated_mgi(entry).and_then(|mgi| genes.get_mut(mgi));
        let disputed = mgi.as_ref().is_some_and(|gene| gene.xrefs.iter().any(|xref| xref.starts_with("NCBIGene:")));
        if !by_ncbi.contains_key(&entry.id)
            && let Some(gene) = mgi.filter(|_| !disputed)
        {
            gene.xrefs.push(entry.id.clone());
            by_ncbi.insert(entry.id.clone(), gene.id.clone());
        }
        let gene = match by_ncbi.get(&entry.id) {
            Some(id) => genes.get_mut(id),
            None if disputed => {
                count(counts, "NCBI genes whose MGI gene has another NCBI gene by MGI: left out");
                None
            }
            None if is_ncbi_gene(entry) => {
                let mut gene = preferred(entry, "ncbi:symbol");
                gene.xrefs = entry.xrefs.iter().map(|xref| xref.curie.clone()).collect();
                Some(genes.entry(entry.id.clone()).or_insert(gene))
            }
            None => {
                count(counts, "mouse NCBI records of type unknown or other without an MGI gene: left out");
                None
            }
        };
        let Some(gene) = gene else { continue };
        for name in entry.synonyms.iter().filter(|name| !says_nothing(&name.text)) {
            gene.add_name(&name.text, name.scope, &format!("ncbi:{}", name.field));
        }
        if !gene.names.iter().any(|name| name.text == entry.name) {
            gene.add_name(&entry.name, Scope::Alias, "ncbi:symbol");
        }
    }
}

/// NCBI's "other" with an MGI id are chromosome aberrations, proviruses and variants; NEWENTRY stands for papers on genes
/// that it does not have.
fn is_ncbi_gene(entry: &Entry) -> bool {
    match entry.kind.as_str() {
        "unknown" | "biological-region" => false,
        "other" => stated_mgi(entry).is_none() && entry.name != "NEWENTRY",
        _ => true,
    }
}

/// MGI's marker list has loci of traits, chromosome aberrations and transgenes too.
fn is_gene(feature_type: &str) -> bool {
    feature_type.is_empty() || feature_type.contains("gene") && !feature_type.contains("transgen")
}

fn rat(recipe: &Recipe, human: &Human, counts: &mut Counts) -> Result<Vec<Merged>, RecipeError> {
    let entries = recipe.contents("gene/rat")?.entries;
    let models = |entry: &Entry| -> Vec<String> {
        entry.xrefs.iter().map(|xref| xref.curie.clone()).filter(|xref| xref.starts_with("ENSEMBL:")).collect()
    };
    let mut rgd_of_model: HashMap<String, BTreeSet<&str>> = HashMap::new();
    for entry in entries.iter().filter(|entry| !entry.obsolete) {
        for model in models(entry) {
            rgd_of_model.entry(model).or_default().insert(&entry.id);
        }
    }
    let mut ncbi_of_model: HashMap<String, BTreeSet<String>> = HashMap::new();
    let mut rgd_of_ncbi: HashMap<String, BTreeSet<&str>> = HashMap::new();
    for entry in recipe.contents("gene/rat-homologs")?.entries {
        for model in models(&entry) {
            if let Some(genes) = rgd_of_model.get(&model) {
                rgd_of_ncbi.entry(entry.id.clone()).or_default().extend(genes);
            }
            ncbi_of_model.entry(model).or_default().insert(entry.id.clone());
        }
    }
    let unique = |entry: &Entry| -> Option<String> {
        let ids: BTreeSet<&String> = models(entry).iter().filter_map(|model| ncbi_of_model.get(model)).flatten().collect();
        let only = ids.first().filter(|_| ids.len() == 1)?;
        rgd_of_ncbi.get(*only).is_some_and(|genes| genes.len() == 1).then(|| (*only).clone())
    };
    let mut genes = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.obsolete) {
        let mut gene = preferred(entry, "rgd:symbol");
        gene.add_synonyms(entry, "rgd");
        gene.xrefs.extend(entry.xrefs.iter().map(|xref| xref.curie.clone()));
        if !gene.xrefs.iter().any(|xref| xref.starts_with("NCBIGene:")) {
            match unique(entry) {
                Some(ncbi) => gene.xrefs.push(ncbi),
                None => count(counts, "rat genes without an NCBI gene by a unique Ensembl id"),
            }
        }
        gene.orthologs = orthologs(entry, human);
        genes.push(gene);
    }
    Ok(genes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_told_from_a_symbol() {
        let cases = [
            ("Gm21887", true),
            ("D930028M14Rik", true),
            ("LOC100911545", true),
            ("RGD1306926", true),
            ("BC030500", true),
            ("AI893533", true),
            ("Gm2a", false),
            ("Gmnn", false),
            ("Trp53", false),
            ("H2-T5", false),
            ("Loc3", false),
        ];
        for (symbol, expected) in cases {
            assert_eq!(is_placeholder(symbol), expected, "{symbol}");
        }
    }

    #[test]
    fn only_genes_of_the_marker_list_are_taken() {
        let cases = [
            ("protein coding gene", true),
            ("pseudogene", true),
            ("", true),
            ("QTL", false),
            ("heritable phenotypic marker", false),
            ("transgene", false),
        ];
        for (feature_type, expected) in cases {
            assert_eq!(is_gene(feature_type), expected, "{feature_type}");
        }
    }
}
