//! What a source says about one concept.

use biospan_lexicon::table::Scope;

/// One record of a source. Identifiers are CURIEs in our spelling of the prefix (`dictionaries/prefixes.tsv`; an
/// unknown prefix stays as the source writes it).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// CURIE.
    pub id: String,
    /// What the source calls the kind of thing (a namespace, a locus type, a term type); empty if it does not say.
    pub kind: String,
    /// Preferred name; may be empty for obsolete records.
    pub name: String,
    /// Names other than the preferred one, in the source's order.
    pub synonyms: Vec<Synonym>,
    /// Identifiers that the record itself states.
    pub xrefs: Vec<Xref>,
    /// CURIEs of direct parents (is a).
    pub parents: Vec<String>,
    /// CURIEs of wholes that it is part of, or of families and groups that it is a member of.
    pub part_of: Vec<String>,
    /// CURIE of the organism, if the source says it.
    pub taxon: String,
    /// Whether the source has withdrawn the record.
    pub obsolete: bool,
    /// CURIEs of the records that took its place; several where the source only says "consider".
    pub replaced_by: Vec<String>,
    /// Subsets, tree numbers and the like, as the source writes them.
    pub groups: Vec<String>,
    /// Other columns that a merge needs, by the source's own name for them.
    pub facts: Vec<(&'static str, String)>,
    /// What a reader should know besides: kind (see [`biospan_lexicon::note`]) and text.
    pub notes: Vec<(&'static str, String)>,
    /// Where the record begins in its file, from 1.
    pub line: usize,
}

impl Entry {
    /// The value of a column that is kept under its own name.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&str> {
        self.facts.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

impl Entry {
    /// Takes what the source only says to consider as replacement where it says nothing better; the fact `consider`
    /// tells that it did.
    pub(super) fn considering(&mut self, considered: Vec<String>) {
        if self.replaced_by.is_empty() && !considered.is_empty() {
            self.facts.push(("consider", considered.join(" ")));
            self.replaced_by = considered;
        }
    }
}

/// A name other than the preferred one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonym {
    /// The name.
    pub text: String,
    /// How it belongs to the concept.
    pub scope: Scope,
    /// The field or the kind of synonym, as the source calls it (`alias_symbol`, `OMO:0003012`, `bn`).
    pub field: String,
}

/// How far two identifiers stand for the same: SKOS's words, or unstated for a bare cross reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// `skos:exactMatch`, `owl:equivalentClass`, `equivalent_to`.
    Exact,
    /// `skos:closeMatch`.
    Close,
    /// The object is narrower.
    Narrow,
    /// The object is broader.
    Broad,
    /// `skos:relatedMatch`.
    Related,
    /// A bare cross reference (`xref:`, `oboInOwl:hasDbXref`).
    Unstated,
}

/// An identifier in another vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Xref {
    /// CURIE.
    pub curie: String,
    /// How far it is the same.
    pub relation: Relation,
}

/// One line of a mapping set (SSSOM and other two-column forms).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// CURIE.
    pub subject: String,
    /// Label of the subject; may be empty.
    pub subject_label: String,
    /// What the set says of the two; `negated` turns it round.
    pub relation: Relation,
    /// Whether the set says that this does not hold (`predicate_modifier: Not`).
    pub negated: bool,
    /// CURIE.
    pub object: String,
    /// Label of the object; may be empty.
    pub object_label: String,
    /// Why (`semapv:ManualMappingCuration`), as the set writes it; may be empty.
    pub justification: String,
    /// Line from 1.
    pub line: usize,
}
