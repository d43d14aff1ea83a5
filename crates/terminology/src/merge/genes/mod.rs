//! Human genes, families and complexes, mouse and rat genes.
//!
//! Records are joined by identifier only, never by name: HGNC to NCBI Gene by the id that either states, families to
//! HGNC gene groups by FamPlex's own equivalences, mouse and rat genes to human ones by the homologs that HGNC and MGI
//! state. Where the human NCBI and HGNC ids disagree, HGNC wins.

#[cfg(test)]
mod agreement;
mod families;
mod human;
mod mouse_rat;
#[cfg(test)]
mod tests;

use biospan_lexicon::table::Scope;

use super::{Counts, Merged, Recipe, RecipeError};
use crate::import::Entry;

/// NCBI Taxonomy's identifier of *Homo sapiens*.
const HUMAN: &str = "NCBITaxon:9606";

/// Merges the parts `gene/…` of the recipe.
///
/// # Errors
/// A part that the recipe lacks, a file that cannot be read, a line that is not what its format says.
pub fn merge(recipe: &Recipe) -> Result<(Vec<Merged>, Counts), RecipeError> {
    let mut counts = Counts::new();
    let older = recipe.contents("gene/hgnc")?.entries;
    let families = families::merge(recipe, &older, &mut counts)?;
    let human = human::merge(recipe, &older, &families, &mut counts)?;
    let complexes = complexes(recipe)?;
    let rodents = mouse_rat::merge(recipe, &human, &mut counts)?;
    let mut all: Vec<Merged> = human.genes.into_values().chain(families.concepts.into_values()).chain(complexes).chain(rodents).collect();
    for concept in &mut all {
        concept.finish();
        *counts.entry(format!("{} of {}", concept.kind, if concept.obsolete { "the past" } else { &concept.taxon })).or_default() += 1;
    }
    Ok((all, counts))
}

fn complexes(recipe: &Recipe) -> Result<Vec<Merged>, RecipeError> {
    let entries = recipe.contents("gene/complexes")?.entries;
    let human = entries.into_iter().filter(|entry| matches!(entry.taxon.as_str(), "" | HUMAN));
    Ok(human
        .map(|entry| {
            let mut complex = Merged { kind: "complex".to_owned(), taxon: HUMAN.to_owned(), ..preferred(&entry, "complexportal:name") };
            complex.add_synonyms(&entry, "complexportal");
            complex
        })
        .collect())
}

/// A gene with its symbol as preferred name.
fn preferred(entry: &Entry, source: &str) -> Merged {
    let mut concept =
        Merged { id: entry.id.clone(), kind: "gene".to_owned(), name: entry.name.clone(), taxon: entry.taxon.clone(), ..Merged::default() };
    concept.add_name(&entry.name, Scope::Preferred, source);
    concept
}

/// One more of what `rule` says.
fn count(counts: &mut Counts, rule: &str) {
    *counts.entry(rule.to_owned()).or_default() += 1;
}

/// Whether NCBI only says that it knows nothing of the gene.
fn says_nothing(name: &str) -> bool {
    ["uncharacterized LOC", "uncharacterized protein LOC", "predicted gene", "predicted pseudogene"]
        .iter()
        .any(|start| name.starts_with(start))
}
