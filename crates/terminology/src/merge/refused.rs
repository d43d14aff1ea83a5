//! Joins that sources publish and that are wrong: `dictionaries/policy/refused-joins.tsv`.

use std::collections::HashSet;
use std::path::Path;

use super::RecipeError;
use crate::curie::curie;
use crate::import::Fault;

/// Pairs of identifiers that must never become one concept.
#[derive(Debug, Default)]
pub struct Refused {
    pairs: HashSet<(String, String)>,
}

impl Refused {
    /// Reads a table with the columns `left right reason`.
    ///
    /// # Errors
    /// A file that cannot be read, a line of another form, a pair without reason.
    pub fn read(path: &Path) -> Result<Refused, RecipeError> {
        let text = std::fs::read_to_string(path).map_err(|source| RecipeError::File { path: path.to_owned(), source })?;
        Refused::parse(&text).map_err(|fault| RecipeError::Fault { path: path.to_owned(), fault })
    }

    pub(super) fn parse(text: &str) -> Result<Refused, Fault> {
        let mut refused = Refused::default();
        for (index, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.is_empty()) {
            let fault = |what: &str| Fault { line: index + 1, what: what.to_owned() };
            let [left, right, reason] = line.split('\t').collect::<Vec<_>>()[..] else {
                return Err(fault("expected 3 columns: left right reason"));
            };
            if reason.trim().is_empty() || curie(left) != left || curie(right) != right {
                return Err(fault("expected two identifiers in our spelling and a reason"));
            }
            if !refused.pairs.insert(ordered(left, right)) {
                return Err(fault("the pair stands twice"));
            }
        }
        Ok(refused)
    }

    /// Whether the two must not be joined, in either order.
    #[must_use]
    pub fn holds(&self, left: &str, right: &str) -> bool {
        self.pairs.contains(&ordered(left, right))
    }

    /// How many pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether nothing is refused.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

fn ordered(left: &str, right: &str) -> (String, String) {
    let (first, second) = if left <= right { (left, right) } else { (right, left) };
    (first.to_owned(), second.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_refused_in_either_order() {
        let refused = Refused::parse("left\tright\treason\nMONDO:0021085\tNCIT:C3387\ta drug\n").unwrap();
        assert!(refused.holds("MONDO:0021085", "NCIT:C3387") && refused.holds("NCIT:C3387", "MONDO:0021085"));
        assert!(!refused.holds("MONDO:0021085", "NCIT:C3388"));
    }

    #[test]
    fn a_bad_line_is_named() {
        for (line, expected) in [
            ("A:1\tB:1", "line 2: expected 3 columns"),
            ("A:1\tB:1\t", "line 2: expected two identifiers in our spelling and a reason"),
            ("mesh:D1\tB:1\twhy", "line 2: expected two identifiers in our spelling and a reason"),
            ("A:1\tB:1\twhy\nB:1\tA:1\twhy", "line 3: the pair stands twice"),
        ] {
            let fault = Refused::parse(&format!("left\tright\treason\n{line}\n")).unwrap_err();
            assert!(fault.to_string().starts_with(expected), "{fault}");
        }
    }

    #[test]
    fn the_table_of_the_tree_is_sorted_and_has_reasons() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dictionaries/policy/refused-joins.tsv");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!Refused::read(&path).unwrap().is_empty());
        let rows: Vec<&str> = text.lines().skip(1).collect();
        assert!(rows.is_sorted(), "the lines must be sorted");
    }
}
