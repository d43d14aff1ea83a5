//! Records of many sources to one record a concept: what `build` then prunes and writes.
//!
//! One file a kind of concept, each a function from the files of a [`Recipe`] to [`Merged`]. A merge joins what is
//! the same by published exact cross references and keeps apart what only looks alike: a wrong join is the worst
//! fault. It leaves no name out for its form; that is the work of `build`.

pub mod cell_lines;
pub mod cells;
pub mod diseases;
pub mod drugs;
#[cfg(test)]
pub(crate) mod gathered;
pub mod genes;
mod recipe;
mod refused;
pub mod species;

use biospan_lexicon::table::Scope;

use crate::import::Entry;

pub use recipe::{Recipe, RecipeError, read};
pub use refused::Refused;

/// One concept of a merge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// CURIE of the primary record.
    pub id: String,
    /// One of our entity types, or a kind that `build` leaves out
    /// (`animal_disease`, `characteristic`, `cell_feature`) or takes as one of these (`symptom`, `injury`,
    /// `susceptibility`).
    pub kind: String,
    /// Preferred name; empty for an obsolete identifier.
    pub name: String,
    /// All names, the preferred one among them.
    pub names: Vec<MergedName>,
    /// Identifiers of the same concept elsewhere, sorted.
    pub xrefs: Vec<String>,
    /// Direct parents by primary CURIE, sorted.
    pub parents: Vec<String>,
    /// CURIE of the organism; may be empty.
    pub taxon: String,
    /// Whether the identifier was withdrawn.
    pub obsolete: bool,
    /// What took its place; empty if nothing did.
    pub replaced_by: String,
    /// CURIEs of human orthologs (mouse and rat genes).
    pub orthologs: Vec<String>,
    /// Papers about it, where a source counts them.
    pub papers: u32,
}

impl Merged {
    /// Adds a name, or one more source to the same name of the same scope. Blanks of all kinds become one space; a name
    /// of nothing else is none.
    pub(crate) fn add_name(&mut self, text: &str, scope: Scope, source: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }
        let at = self.names.iter().position(|known| known.scope == scope && known.text == text).unwrap_or_else(|| {
            self.names.push(MergedName { text, scope, sources: Vec::new() });
            self.names.len() - 1
        });
        let sources = &mut self.names[at].sources;
        if !sources.iter().any(|known| known == source) {
            sources.push(source.to_owned());
        }
    }

    /// Adds the synonyms of a record with `publisher:field` as their source.
    pub(crate) fn add_synonyms(&mut self, entry: &Entry, publisher: &str) {
        for synonym in &entry.synonyms {
            self.add_name(&synonym.text, synonym.scope, &format!("{publisher}:{}", synonym.field));
        }
    }

    /// Brings names, identifiers and parents into their order, each once.
    pub(crate) fn finish(&mut self) {
        self.names.sort_by(|left, right| (left.scope, &left.text).cmp(&(right.scope, &right.text)));
        for list in [&mut self.xrefs, &mut self.parents, &mut self.orthologs] {
            list.sort();
            list.dedup();
        }
    }
}

/// A name with its origin.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MergedName {
    /// The name.
    pub text: String,
    /// How it belongs to the concept.
    pub scope: Scope,
    /// Sources that have it, as `dictionaries/sources.tsv` calls them in its column `gathered_as`, the best first.
    pub sources: Vec<String>,
}

/// What was joined and what was refused, for the build's report: rule or evidence, and how often.
pub type Counts = std::collections::BTreeMap<String, usize>;
