//! Drugs and chemicals: ChEBI, MeSH, DrugBank, UNII and RxNorm, with the identifiers of others as cross references.
//!
//! Identifiers are joined by the strongest evidence first, and never so that two records of one vocabulary become one
//! concept. The concept has the identifier of ChEBI, else MeSH, DrugBank, UNII, RxNorm.

#[cfg(test)]
mod agreement;
mod concepts;
mod evidence;
mod joins;
mod names;
mod parents;
mod sources;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::{Counts, Merged, Recipe, RecipeError};
use concepts::Concepts;
use evidence::Evidence;
use joins::Joins;
use sources::Records;

/// Concepts of drugs and chemicals from the recipe's parts `drug/…`, sorted by identifier, and how many joins were made
/// and refused by each kind of evidence.
///
/// # Errors
/// A part that is missing, a file that cannot be read or is not what its format says.
pub fn merge(recipe: &Recipe) -> Result<(Vec<Merged>, Counts), RecipeError> {
    let records = Records::read(recipe)?;
    let Evidence { mut joins, retired, genes, .. } = joined(recipe, &records)?;
    let concepts = Concepts::new(&records, &genes, &mut joins);
    let (merged, mut counts) = concepts.merged(&retired);
    for evidence in joins.joined.values() {
        *counts.entry(format!("joined: {}", evidence.join("+"))).or_default() += 1;
    }
    for refused in &joins.refused {
        *counts.entry(format!("refused: {}", refused.evidence)).or_default() += 1;
    }
    Ok((merged, counts))
}

fn joined<'run>(recipe: &'run Recipe, records: &'run Records) -> Result<Evidence<'run>, RecipeError> {
    let refused = recipe.refused()?;
    let joins = Joins::new(move |left, right| refused.holds(left, right));
    let mut evidence = Evidence { recipe, records, joins, retired: Vec::new(), genes: BTreeSet::new() };
    evidence.run()?;
    Ok(evidence)
}
