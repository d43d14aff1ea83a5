//! What looks like a variant and is another thing, by policy: `traps.tsv`.

use std::sync::LazyLock;

/// Text and whether it is never a variant, sorted.
static TRAPS: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    let lines = include_str!("traps.tsv").lines().skip(1);
    let mut traps: Vec<(&str, bool)> = lines
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.next()? == "never"))
        })
        .collect();
    traps.sort_unstable();
    traps
});

fn find(words: &str) -> Option<bool> {
    TRAPS.binary_search_by(|trap| trap.0.cmp(words)).ok().map(|at| TRAPS[at].1)
}

/// Whether the words are never a variant.
pub(super) fn never(words: &str) -> bool {
    find(words) == Some(true)
}

/// Whether a word for a variant must stand near.
pub(super) fn doubtful(words: &str) -> bool {
    find(words) == Some(false)
}
