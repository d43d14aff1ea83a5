//! FamPlex's families and complexes with HGNC's gene groups.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use biospan_lexicon::table::Scope;

use super::super::{Counts, Merged, Recipe, RecipeError};
use super::{HUMAN, count};
use crate::curie::{curie, fits};
use crate::import::{Entry, Mapping};

/// The families, and what they say of genes.
pub(super) struct Families {
    pub concepts: BTreeMap<String, Merged>,
    /// Families and complexes by the HGNC id of a direct member.
    pub of_gene: HashMap<String, Vec<String>>,
    /// The primary identifier of each gene group: its own, or that of the FamPlex entry that it is one with.
    pub groups: BTreeMap<String, String>,
    /// Texts that FamPlex found in papers, by HGNC id.
    pub texts: Vec<(String, String)>,
}

/// Prefixes of FamPlex's equivalences that are identifiers; the others are names in other collections.
const EQUIVALENTS: [&str; 8] = ["ComplexPortal", "EC", "GO", "HGNC_GROUP", "INTERPRO", "MESH", "NCIT", "PFAM"];

pub(super) fn merge(recipe: &Recipe, genes: &[Entry], counts: &mut Counts) -> Result<Families, RecipeError> {
    let symbols = recipe.contents("gene/famplex-symbols")?.entries;
    let symbols: HashMap<String, String> = symbols.into_iter().map(|entry| (format!("HGNC_SYMBOL:{}", entry.name), entry.id)).collect();
    let refused = recipe.refused()?;
    let mut equivalences = recipe.contents("gene/famplex-equivalences")?.mappings;
    equivalences.retain(|pair| {
        let holds = refused.holds(&pair.subject, &pair.object);
        if holds {
            count(counts, "equivalences of FamPlex that policy/refused-joins.tsv refuses");
        }
        !holds
    });
    let entities = recipe.contents("gene/famplex-entities")?.entries;
    let relations: Vec<(String, Entry)> = recipe
        .contents("gene/famplex-relations")?
        .entries
        .into_iter()
        .map(|entry| (symbols.get(&entry.id).unwrap_or(&entry.id).clone(), entry))
        .collect();
    let mut families = Families { concepts: BTreeMap::new(), of_gene: HashMap::new(), groups: BTreeMap::new(), texts: Vec::new() };
    families.add_entities(&entities, &equivalences, &relations);
    families.add_groups(&groups(recipe.contents("gene/groups")?.entries, genes), &equivalences, counts);
    families.add_relations(&relations, counts);
    families.cut_circles(counts);
    families.add_texts(recipe.contents("gene/famplex-grounding")?.entries, &symbols);
    Ok(families)
}

/// HGNC's groups, and those that only its genes name.
fn groups(mut groups: Vec<Entry>, genes: &[Entry]) -> Vec<Entry> {
    for group in &mut groups {
        group.id = curie(&group.id);
    }
    groups.retain(|group| !group.obsolete && group.id.starts_with("HGNC_GROUP:"));
    let mut known: BTreeSet<String> = groups.iter().map(|group| group.id.clone()).collect();
    // A list of names that is not as long as that of identifiers says nothing safe.
    for gene in genes.iter().filter(|gene| gene.groups.len() == gene.part_of.len()) {
        for (id, name) in gene.part_of.iter().zip(&gene.groups) {
            if known.insert(id.clone()) {
                groups.push(Entry { id: id.clone(), name: name.clone(), ..Entry::default() });
            }
        }
    }
    groups
}

impl Families {
    fn add_entities(&mut self, entities: &[Entry], equivalences: &[Mapping], relations: &[(String, Entry)]) {
        let gene = |id: &str| id.starts_with("HGNC:") || id.starts_with("HGNC_SYMBOL:") || id.starts_with("UNIPROT:");
        let kinds: BTreeSet<&String> = relations.iter().filter(|(member, _)| gene(member)).flat_map(|(_, entry)| &entry.parents).collect();
        let wholes: BTreeSet<&String> = relations.iter().flat_map(|(_, entry)| &entry.part_of).collect();
        for entity in entities {
            // FamPlex does not say which is which: what has parts and no gene that "is" it, is made of them.
            let complex = wholes.contains(&entity.id) && !kinds.contains(&entity.id);
            let mut concept = super::preferred(entity, "famplex:entity");
            concept.kind = if complex { "complex" } else { "gene_family" }.to_owned();
            concept.taxon = HUMAN.to_owned();
            self.concepts.insert(entity.id.clone(), concept);
        }
        for mapping in equivalences {
            let prefix = mapping.object.split(':').next().unwrap_or_default();
            if let Some(concept) =
                self.concepts.get_mut(&mapping.subject).filter(|_| EQUIVALENTS.contains(&prefix) && fits(&mapping.object))
            {
                concept.xrefs.push(mapping.object.clone());
            }
        }
    }

    /// A group that FamPlex declares equivalent to an entry, one to one, is merged into it; the others stand alone.
    fn add_groups(&mut self, groups: &[Entry], equivalences: &[Mapping], counts: &mut Counts) {
        let known: BTreeSet<String> = groups.iter().map(|group| group.id.clone()).collect();
        let mut of_group: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        let mut of_entry: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        let pairs = equivalences.iter().filter(|pair| known.contains(&pair.object) && self.concepts.contains_key(&pair.subject));
        for pair in pairs {
            of_group.entry(&pair.object).or_default().insert(&pair.subject);
            of_entry.entry(&pair.subject).or_default().insert(&pair.object);
        }
        for id in &known {
            let entries = of_group.get(id.as_str());
            let only = entries.filter(|entries| entries.len() == 1).and_then(|entries| entries.first());
            let one = only.filter(|entry| of_entry.get(**entry).is_some_and(|groups| groups.len() == 1));
            if entries.is_some() && one.is_none() {
                count(counts, "gene groups of several FamPlex entries, or one of several of one entry: kept apart");
            }
            self.groups.insert(id.clone(), one.map_or_else(|| id.clone(), |entry| (*entry).to_owned()));
        }
        for group in groups {
            self.add_group(group);
        }
    }

    fn add_group(&mut self, group: &Entry) {
        let id = &group.id;
        let primary = self.groups.get(id).unwrap_or(id).clone();
        let parents: Vec<String> = group.parents.iter().filter_map(|parent| self.groups.get(&curie(parent))).cloned().collect();
        let merged = primary != *id;
        let concept = self.concepts.entry(primary.clone()).or_insert_with(|| Merged {
            id: primary.clone(),
            kind: if names_a_complex(&group.name) { "complex" } else { "gene_family" }.to_owned(),
            name: group.name.clone(),
            taxon: HUMAN.to_owned(),
            ..Merged::default()
        });
        concept.add_name(&group.name, if merged { Scope::Exact } else { Scope::Preferred }, "hgnc.genegroup:name");
        for synonym in &group.synonyms {
            if synonym.field == "OMO:0003000" {
                concept.add_name(&synonym.text, Scope::Abbreviation, "hgnc.genegroup:abbreviation");
            } else {
                concept.add_name(&synonym.text, Scope::Exact, "hgnc.genegroup:alias");
            }
        }
        concept.parents.extend(parents.into_iter().filter(|parent| *parent != primary));
    }

    fn add_relations(&mut self, relations: &[(String, Entry)], counts: &mut Counts) {
        for (member, entry) in relations {
            let wholes = entry.parents.iter().chain(&entry.part_of).filter(|whole| self.concepts.contains_key(*whole));
            let wholes: Vec<String> = wholes.cloned().collect();
            if let Some(concept) = self.concepts.get_mut(member) {
                concept.parents.extend(wholes);
            } else if member.starts_with("HGNC:") {
                self.of_gene.entry(member.clone()).or_default().extend(wholes);
            } else {
                count(counts, "members of FamPlex entries without an HGNC id");
            }
        }
    }

    fn add_texts(&mut self, groundings: Vec<Entry>, symbols: &HashMap<String, String>) {
        for grounding in groundings {
            let text = grounding.synonyms.into_iter().map(|synonym| synonym.text);
            if let Some(concept) = self.concepts.get_mut(&grounding.id) {
                text.for_each(|text| concept.add_name(&text, Scope::Exact, "famplex:grounding_map"));
            } else {
                let id = symbols.get(&grounding.id).unwrap_or(&grounding.id);
                self.texts.extend(text.map(|text| (id.clone(), text)));
            }
        }
    }
}

impl Families {
    /// FamPlex's relations and HGNC's together may run in a circle: the last link of it goes.
    fn cut_circles(&mut self, counts: &mut Counts) {
        let ids: Vec<String> = self.concepts.keys().cloned().collect();
        for id in &ids {
            let mut parents = self.concepts.get_mut(id).map(|concept| std::mem::take(&mut concept.parents)).unwrap_or_default();
            parents.sort();
            parents.dedup();
            let before = parents.len();
            parents.retain(|parent| parent != id && !self.reaches(parent, id));
            (parents.len()..before).for_each(|_| count(counts, "parents of families that made a circle: cut"));
            if let Some(concept) = self.concepts.get_mut(id) {
                concept.parents = parents;
            }
        }
    }

    /// Whether `to` is above `from`.
    fn reaches(&self, from: &str, to: &str) -> bool {
        let mut open = vec![from];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            for parent in self.concepts.get(id).map_or(&[][..], |concept| &concept.parents) {
                if parent == to {
                    return true;
                }
                if seen.insert(parent) {
                    open.push(parent);
                }
            }
        }
        false
    }
}

/// Whether a gene group is called a complex.
fn names_a_complex(name: &str) -> bool {
    name.split(|letter: char| !letter.is_alphanumeric()).any(|word| matches!(word.to_lowercase().as_str(), "complex" | "complexes"))
}
