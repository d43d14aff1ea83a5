//! What the tests of the merges share: the real releases, which lie beside the tree while one develops, and the tables
//! that were gathered from them before there were merges.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::Recipe;

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/sources");

/// The recipe of the tree over the real releases; `None`, said aloud, where they are missing.
pub fn recipe() -> Option<Recipe> {
    let sources = Path::new(SOURCES);
    if !sources.exists() {
        println!("skipped: {SOURCES} is missing");
        return None;
    }
    let recipe = concat!(env!("CARGO_MANIFEST_DIR"), "/../../dictionaries/recipe.tsv");
    Some(Recipe::read(Path::new(recipe), sources).expect("the recipe of the tree is read"))
}

/// The rows of a gathered table, below its header.
pub fn table(name: &str) -> Vec<Vec<String>> {
    let file = std::fs::File::open(Path::new(SOURCES).join("tables").join(name)).expect("the table lies beside the sources");
    let text = std::io::read_to_string(MultiGzDecoder::new(file)).expect("the table is gzipped text");
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// Prints how far two sets agree, and some of what only one of them has, spread over all of it.
pub fn compare<T: Ord + Debug>(what: &str, theirs: &BTreeSet<T>, ours: &BTreeSet<T>) {
    let both = theirs.intersection(ours).count();
    let share = |all: usize| 100.0 * both as f64 / all.max(1) as f64;
    let (all, own) = (theirs.len(), ours.len());
    println!("{what}: {both} in both, {:.2} % of {all} gathered, {:.2} % of {own} ours", share(all), share(own));
    for (side, left, right) in [("gathered only", theirs, ours), ("ours only", ours, theirs)] {
        let rest: Vec<&T> = left.difference(right).collect();
        for row in rest.iter().step_by((rest.len() / 12).max(1)) {
            println!("    {side} ({}): {row:?}", rest.len());
        }
    }
}
