//! What we decided about joins of cell types, beside the joins that are refused: `dictionaries/policy/{joins,not-cells}.tsv`.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

/// Decisions of ours that stand above what the sources say.
pub(super) struct Decisions {
    /// Identifier of another vocabulary to the cell type that it is.
    pub(super) joins: BTreeMap<String, String>,
    /// Descriptors in MeSH's tree of cells that are none.
    not_cells: HashSet<String>,
}

const JOINS: &str = include_str!("../../../../../dictionaries/policy/joins.tsv");
const NOT_CELLS: &str = include_str!("../../../../../dictionaries/policy/not-cells.tsv");

/// The tables of the tree; a test reads them with care.
pub(super) static DECISIONS: LazyLock<Decisions> = LazyLock::new(|| Decisions::new(JOINS, NOT_CELLS));

impl Decisions {
    pub(super) fn new(joins: &str, not_cells: &str) -> Decisions {
        let pair =
            |line: &str| line.split_once('\t').map(|(left, right)| (left.to_owned(), right.split('\t').next().unwrap_or("").to_owned()));
        Decisions {
            joins: joins.lines().skip(1).filter_map(pair).map(|(cell, other)| (other, cell)).collect(),
            not_cells: not_cells.lines().skip(1).filter_map(pair).map(|(id, _)| id).collect(),
        }
    }

    pub(super) fn is_no_cell(&self, id: &str) -> bool {
        self.not_cells.contains(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curie::curie;
    use crate::merge::Refused;

    #[test]
    fn every_decision_has_identifiers_in_our_spelling_and_a_reason() {
        for (name, width, text) in [("joins", 3, JOINS), ("not-cells", 2, NOT_CELLS)] {
            let lines: Vec<&str> = text.lines().skip(1).collect();
            assert!(!lines.is_empty() && lines.is_sorted(), "{name}: the lines must be sorted");
            for line in lines {
                let columns: Vec<&str> = line.split('\t').collect();
                assert!(columns.len() == width && !columns[width - 1].is_empty(), "{name}: {line}");
                assert!(columns[..width - 1].iter().all(|id| id.contains(':') && curie(id) == *id), "{name}: {line}");
            }
        }
    }

    #[test]
    fn the_joins_of_the_sources_that_are_known_as_wrong_are_refused() {
        let refused =
            Refused::parse(include_str!("../../../../../dictionaries/policy/refused-joins.tsv")).expect("the table is well formed");
        for (cell, other, what) in [
            ("CL:0000676", "BTO:0001033", "cap cell and a prostate line"),
            ("CL:0000187", "BTO:0000902", "muscle cell and plant vessel"),
            ("CL:0000917", "BTO:0004888", "Tc1 cell and the line TC-1"),
            ("CL:0000746", "BTO:0001539", "cardiac muscle cell and parenchyma"),
        ] {
            assert!(refused.holds(cell, other), "{what}");
        }
        assert!(!refused.holds("CL:0000540", "BTO:0000938"));
    }
}
