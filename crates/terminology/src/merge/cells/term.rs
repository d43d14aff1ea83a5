//! A cell type while its sources are put together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use biospan_lexicon::table::Scope;
use unicode_normalization::UnicodeNormalization;

use crate::merge::{Merged, MergedName};

/// One cell type.
#[derive(Clone, Debug, Default)]
pub(super) struct Term {
    pub(super) name: String,
    /// Text to its closest scope and the sources that have it, in the order in which they were taken.
    pub(super) names: BTreeMap<String, (Scope, Vec<String>)>,
    pub(super) xrefs: BTreeSet<String>,
    pub(super) parents: BTreeSet<String>,
    pub(super) taxon: String,
    pub(super) obsolete: bool,
    pub(super) replaced_by: String,
}

impl Term {
    /// Takes a name; one that is there already keeps the closer scope and gets one more source.
    pub(super) fn add(&mut self, text: &str, scope: Scope, source: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }
        let (known, sources) = self.names.entry(text).or_insert_with(|| (scope, Vec::new()));
        *known = scope.min(*known);
        if !sources.iter().any(|known| known == source) {
            sources.push(source.to_owned());
        }
    }

    pub(super) fn finish(self, id: &str, kind: &str) -> Merged {
        let mut names: Vec<MergedName> =
            self.names.into_iter().map(|(text, (scope, sources))| MergedName { text, scope, sources }).collect();
        names.sort_by(|left, right| (left.scope, &left.text).cmp(&(right.scope, &right.text)));
        Merged {
            id: id.to_owned(),
            kind: kind.to_owned(),
            name: self.name,
            names,
            xrefs: self.xrefs.into_iter().collect(),
            parents: self.parents.into_iter().collect(),
            taxon: self.taxon,
            obsolete: self.obsolete,
            replaced_by: self.replaced_by,
            ..Merged::default()
        }
    }
}

/// What a name is compared by: compatibility forms, letter case, hyphens and the endings -s and -ies do not matter.
pub(super) fn key(name: &str) -> String {
    let folded: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let words = folded.split(|character: char| character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}'));
    let singular = |word: &str| match word {
        word if word.len() > 3 && word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        word if word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) => {
            word[..word.len() - 1].to_owned()
        }
        word => word.to_owned(),
    };
    words.filter(|word| !word.is_empty()).map(singular).collect::<Vec<_>>().join(" ")
}

/// Which live cell types have a name, by its key.
#[derive(Default)]
pub(super) struct Claims {
    preferred: HashMap<String, BTreeSet<String>>,
    exact: HashMap<String, BTreeSet<String>>,
    any: HashMap<String, BTreeSet<String>>,
}

impl Claims {
    pub(super) fn new(terms: &BTreeMap<String, Term>) -> Claims {
        let mut claims = Claims::default();
        for (id, term) in terms.iter().filter(|(_, term)| !term.obsolete) {
            for (text, (scope, _)) in &term.names {
                let key = key(text);
                let claim = |names: &mut HashMap<String, BTreeSet<String>>| {
                    names.entry(key.clone()).or_default().insert(id.clone());
                };
                claim(&mut claims.any);
                if matches!(scope, Scope::Preferred | Scope::Exact) {
                    claim(&mut claims.exact);
                }
                if *scope == Scope::Preferred {
                    claim(&mut claims.preferred);
                }
            }
        }
        claims
    }

    /// The one cell type whose preferred name this is.
    pub(super) fn only_preferred(&self, key: &str) -> Option<&str> {
        only(self.preferred.get(key))
    }

    /// The one cell type that has the name as preferred or exact.
    pub(super) fn only_exact(&self, key: &str) -> Option<&str> {
        only(self.exact.get(key))
    }

    /// All that have the name as preferred or exact.
    pub(super) fn exact(&self, key: &str) -> impl Iterator<Item = &str> {
        self.exact.get(key).into_iter().flatten().map(String::as_str)
    }

    /// Whether anything has the name, however.
    pub(super) fn is_taken(&self, key: &str) -> bool {
        self.any.contains_key(key)
    }

    pub(super) fn has(&self, id: &str, key: &str) -> bool {
        self.any.get(key).is_some_and(|owners| owners.contains(id))
    }

    pub(super) fn has_exact(&self, id: &str, key: &str) -> bool {
        self.exact.get(key).is_some_and(|owners| owners.contains(id))
    }

    /// Whether only other cell types have the name.
    pub(super) fn belongs_to_another(&self, id: &str, key: &str) -> bool {
        self.any.get(key).is_some_and(|owners| !owners.contains(id))
    }
}

fn only(owners: Option<&BTreeSet<String>>) -> Option<&str> {
    let mut owners = owners?.iter();
    owners.next().filter(|_| owners.next().is_none()).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_fold_case_hyphens_and_plurals() {
        for (left, right, same) in [
            ("Insulin-Secreting Cells", "insulin secreting cell", true),
            ("T‐cells", "T cell", true),
            ("Natural Killer bodies", "natural killer body", true),
            ("pluripotent stem cell", "multipotent stem cell", false),
            ("virus", "viru", false),
            ("pancreas", "pancrea", true),
            ("gas", "ga", false),
        ] {
            assert_eq!(key(left) == key(right), same, "{left} / {right}");
        }
    }

    #[test]
    fn a_name_keeps_the_closest_scope_and_all_sources() {
        let mut term = Term::default();
        for (scope, source) in [(Scope::Broad, "CL"), (Scope::Alias, "HRA:vccf"), (Scope::Related, "BTO"), (Scope::Related, "BTO")] {
            term.add(" beta  cell ", scope, source);
        }
        let sources = ["CL", "HRA:vccf", "BTO"].map(str::to_owned).to_vec();
        assert_eq!(term.names.into_iter().collect::<Vec<_>>(), [("beta cell".to_owned(), (Scope::Alias, sources))]);
    }

    #[test]
    fn a_name_of_two_cell_types_is_nobodys_alone() {
        let term = |scope| {
            let mut term = Term::default();
            term.add("delta cell", scope, "CL");
            term
        };
        let terms =
            [("CL:1".to_owned(), term(Scope::Exact)), ("CL:2".to_owned(), term(Scope::Exact)), ("CL:3".to_owned(), term(Scope::Broad))];
        let claims = Claims::new(&terms.into_iter().collect());
        assert_eq!(claims.only_exact("delta cell"), None);
        assert!(claims.has("CL:3", "delta cell") && !claims.has_exact("CL:3", "delta cell"));
        assert!(claims.belongs_to_another("CL:4", "delta cell") && !claims.belongs_to_another("CL:3", "delta cell"));
    }
}
