//! Labels of annotation tools and of organ tables: names, as far as they mean a cell outside of their tool.

use std::collections::BTreeSet;

use biospan_lexicon::table::Scope;

use super::term::{Claims, Term, key};

/// Endings of words that mean a cell.
const ENDINGS: [&str; 7] = ["blast", "cyte", "glia", "macrophage", "neuron", "phage", "phil"];

/// The longest label that is taken for an abbreviation, in bytes.
const LONGEST_ABBREVIATION: usize = 10;

/// How a label is a name of the term; `None` if it is none. `known` is the scope for a label that says what a name of the
/// term says. `term` and `claims` are without labels, so that none speaks for another.
pub(super) fn scope(label: &str, id: &str, term: &Term, claims: &Claims, known: Scope) -> Option<Scope> {
    if term.names.contains_key(label) {
        return Some(known);
    }
    if label.contains(['_', ':', '/', '(', '[']) || label.contains(" - ") || ends_in_number(label) {
        return None;
    }
    let label_key = key(label);
    if claims.belongs_to_another(id, &label_key) {
        return None;
    }
    let same = claims.has(id, &label_key);
    if !label.trim().contains(' ') {
        let word = label_key.rsplit(' ').next().unwrap_or("");
        return if same || ENDINGS.iter().any(|ending| word.ends_with(ending)) {
            Some(known)
        } else {
            is_abbreviation(label).then_some(Scope::Abbreviation)
        };
    }
    if same {
        return Some(known);
    }
    let words: BTreeSet<&str> = label_key.split(' ').collect();
    let within = |(name, (scope, _)): (&String, &(Scope, Vec<String>))| {
        let key = key(name);
        let own: BTreeSet<&str> = key.split(' ').collect();
        scope.closeness() <= Scope::Exact.closeness() && own.is_subset(&words)
    };
    Some(if term.names.iter().any(within) { Scope::Narrow } else { Scope::Related })
}

/// `Descending Thin Limb Type 1`, but not `cDC1`.
fn ends_in_number(label: &str) -> bool {
    label.rsplit(' ').next().is_some_and(|word| word != label && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A short word with two capitals or more.
fn is_abbreviation(label: &str) -> bool {
    label.len() <= LONGEST_ABBREVIATION && label.chars().filter(|character| character.is_uppercase()).count() >= 2
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn labels_are_names_only_where_they_mean_a_cell() {
        let term = |names: &[&str]| {
            let mut term = Term { name: names[0].to_owned(), ..Term::default() };
            names.iter().for_each(|name| term.add(name, Scope::Exact, "CL"));
            term
        };
        let terms: BTreeMap<String, Term> = [
            ("CL:1".to_owned(), term(&["natural killer cell", "NK cell"])),
            ("CL:2".to_owned(), term(&["macrophage"])),
            ("CL:3".to_owned(), term(&["melanocyte of skin", "ganglion ChAT/VIP neuron 4"])),
        ]
        .into();
        let claims = Claims::new(&terms);
        for (label, id, expected) in [
            ("NK cells", "CL:1", Some(Scope::Alias)),
            ("hNK", "CL:1", Some(Scope::Abbreviation)),
            ("EC-LYM", "CL:1", Some(Scope::Abbreviation)),
            ("Mast", "CL:1", None),
            ("NK_CD56bright", "CL:1", None),
            ("NK/T", "CL:1", None),
            ("t cell:naive", "CL:1", None),
            ("Goblet (nasal)", "CL:1", None),
            ("Thin Limb Type 1", "CL:1", None),
            ("Renal cell - Loop", "CL:1", None),
            ("Eye-NK cells", "CL:1", Some(Scope::Narrow)),
            ("CD16 NK", "CL:1", Some(Scope::Related)),
            ("macrophage", "CL:1", None),
            ("Plasmablasts", "CL:1", Some(Scope::Alias)),
            ("Melanocyte", "CL:3", Some(Scope::Alias)),
            ("BloodVesselEndothelial", "CL:1", None),
            ("ganglion ChAT/VIP neuron 4", "CL:3", Some(Scope::Alias)),
        ] {
            assert_eq!(scope(label, id, &terms[id], &claims, Scope::Alias), expected, "{label}");
        }
    }
}
