//! How far the merge agrees with the tables that were gathered before it; `cargo test genes::agreement -- --ignored --nocapture`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;

use super::*;

fn table(path: &Path) -> Vec<Vec<String>> {
    let mut text = String::new();
    MultiGzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn compare<T: Ord + Debug>(what: &str, theirs: &BTreeSet<T>, ours: &BTreeSet<T>) {
    let both = theirs.intersection(ours).count();
    let share = |all: usize| 100.0 * both as f64 / all.max(1) as f64;
    println!("{what}: {both} in both, {:.2} % of the gathered, {:.2} % of ours", share(theirs.len()), share(ours.len()));
    for (side, left, right) in [("gathered only", theirs, ours), ("ours only", ours, theirs)] {
        let rest: Vec<&T> = left.difference(right).collect();
        let step = (rest.len() / 6).max(1);
        for row in rest.iter().step_by(step).take(6) {
            println!("    {side} ({}): {row:?}", rest.len());
        }
    }
}

#[test]
#[ignore = "prints figures; reads the raw and the gathered tables"]
fn merge_agrees() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = root.join("../shared/sources");
    if !sources.exists() {
        println!("skipped: {} is missing", sources.display());
        return;
    }
    let start = std::time::Instant::now();
    let (merged, counts) = merge(&Recipe::read(&root.join("dictionaries/recipe.tsv"), &sources).unwrap()).unwrap();
    println!("{:?} {counts:#?}", start.elapsed());
    let ours: BTreeMap<&str, &Merged> = merged.iter().map(|concept| (concept.id.as_str(), concept)).collect();
    assert_eq!(ours.len(), merged.len(), "an identifier stands twice");
    let attributes = table(&sources.join("tables/genes.attributes.tsv.gz"));
    let papers = |id: &str, count: &str| (id.to_owned(), count.parse().unwrap_or(0));
    let theirs: BTreeSet<(String, u32)> = attributes.iter().map(|row| papers(&row[0], row.get(4).map_or("", |count| count))).collect();
    let own = ours.values().filter(|gene| gene.taxon == HUMAN && gene.kind == "gene" && !gene.obsolete);
    compare("papers", &theirs, &own.map(|gene| (gene.id.clone(), gene.papers)).collect());
    for kind in ["genes", "gene_families", "gene_complexes", "genes_mouse_rat"] {
        let concepts = table(&sources.join(format!("tables/{kind}.concepts.tsv.gz")));
        let names = table(&sources.join(format!("tables/{kind}.names.tsv.gz")));
        let in_kind = |concept: &&&Merged| match kind {
            "genes" => concept.taxon == HUMAN && concept.kind == "gene",
            "gene_families" => concept.id.starts_with("FPLX:") || concept.id.starts_with("HGNC_GROUP:"),
            "gene_complexes" => concept.id.starts_with("ComplexPortal:"),
            _ => concept.taxon != HUMAN,
        };
        println!("== {kind}");
        let mine: Vec<&&Merged> = ours.values().filter(in_kind).collect();
        for (what, gone) in [("live", "0"), ("obsolete", "1")] {
            let theirs = concepts.iter().filter(|row| row[6] == gone).map(|row| row[0].as_str()).collect();
            compare(
                what,
                &theirs,
                &mine.iter().filter(|concept| concept.obsolete == (gone == "1")).map(|concept| concept.id.as_str()).collect(),
            );
        }
        let shared: BTreeSet<&str> = concepts.iter().map(|row| row[0].as_str()).filter(|id| ours.contains_key(id)).collect();
        let known = |id: &&str| shared.contains(id);
        type Column = (&'static str, usize, fn(&Merged) -> String);
        let columns: [Column; 6] = [
            ("type", 1, |concept| concept.kind.clone()),
            ("name", 2, |concept| concept.name.clone()),
            ("xrefs", 3, |concept| concept.xrefs.join("|")),
            ("parents", 4, |concept| concept.parents.join("|")),
            ("replaced_by", 7, |concept| concept.replaced_by.clone()),
            ("orthologs", 8, |concept| concept.orthologs.join("|")),
        ];
        for (what, column, of) in columns {
            let split = |id: &str, cell: &str| {
                cell.split('|').filter(|value| !value.is_empty()).map(|value| (id.to_owned(), value.to_owned())).collect::<Vec<_>>()
            };
            let theirs = concepts
                .iter()
                .filter(|row| known(&row[0].as_str()))
                .flat_map(|row| split(&row[0], row.get(column).map_or("", |cell| cell)))
                .collect();
            let own =
                mine.iter().filter(|concept| known(&concept.id.as_str())).flat_map(|concept| split(&concept.id, &of(concept))).collect();
            compare(what, &theirs, &own);
        }
        let theirs: BTreeSet<(&str, &str, &str, &str)> =
            names.iter().filter(|row| known(&row[0].as_str())).map(|row| (&*row[3], &*row[0], &*row[1], &*row[2])).collect();
        let own = mine.iter().filter(|concept| known(&concept.id.as_str())).flat_map(|concept| {
            concept
                .names
                .iter()
                .flat_map(|name| name.sources.iter().map(|source| (&**source, &*concept.id, &*name.text, name.scope.word())))
        });
        let own: BTreeSet<(&str, &str, &str, &str)> = own.collect();
        compare("names", &theirs.iter().map(|row| (row.1, row.2, row.3)).collect(), &own.iter().map(|row| (row.1, row.2, row.3)).collect());
        for source in theirs.iter().chain(&own).map(|row| row.0).collect::<BTreeSet<_>>() {
            compare(source, &theirs.iter().filter(|row| row.0 == source).collect(), &own.iter().filter(|row| row.0 == source).collect());
        }
    }
}
