//! What MeSH's forms have in common: scopes of terms, registry numbers.

use biospan_lexicon::table::Scope;

use super::chemical_id::curie;
use super::{Relation, Xref};

/// The scope of a term by MeSH's lexical tag and by whether its concept is the record's own; terms of narrower,
/// broader and related concepts are aliases.
pub(super) fn scope(own_concept: bool, tag: &str) -> Scope {
    match tag {
        "TRD" => Scope::Brand,
        "ABB" | "ABX" | "ACR" | "ACX" => Scope::Abbreviation,
        _ if own_concept => Scope::Exact,
        _ => Scope::Alias,
    }
}

/// The cross reference that a registry number is: CAS number, UNII or enzyme number. `0` and other numbers are none,
/// and so is a number behind which a name stands in brackets: that is a relative's.
pub(super) fn registry(number: &str) -> Option<Xref> {
    let number = number.trim();
    let found = match number.strip_prefix("EC ") {
        Some(enzyme) => curie("EC", enzyme),
        None => curie("CAS", number).or_else(|_| curie("UNII", number)),
    };
    Some(Xref { curie: found.ok()?, relation: Relation::Exact })
}
