//! How far the merge agrees with the tables that were gathered before it; `cargo test genes::agreement -- --ignored --nocapture`.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::merge::gathered::{self, compare, table};

#[test]
#[ignore = "prints figures; reads the raw and the gathered tables"]
fn merge_agrees() {
    let Some(recipe) = gathered::recipe() else { return };
    let start = std::time::Instant::now();
    let (merged, counts) = merge(&recipe).expect("the releases are read");
    println!("{:?} {counts:#?}", start.elapsed());
    let ours: BTreeMap<&str, &Merged> = merged.iter().map(|concept| (concept.id.as_str(), concept)).collect();
    assert_eq!(ours.len(), merged.len(), "an identifier stands twice");
    let attributes = table("genes.attributes.tsv.gz");
    let papers = |id: &str, count: &str| (id.to_owned(), count.parse().unwrap_or(0));
    let theirs: BTreeSet<(String, u32)> = attributes.iter().map(|row| papers(&row[0], row.get(4).map_or("", |count| count))).collect();
    let own = ours.values().filter(|gene| gene.taxon == HUMAN && gene.kind == "gene" && !gene.obsolete);
    compare("papers", &theirs, &own.map(|gene| (gene.id.clone(), gene.papers)).collect());
    for kind in ["genes", "gene_families", "gene_complexes", "genes_mouse_rat"] {
        let concepts = table(&format!("{kind}.concepts.tsv.gz"));
        let names = table(&format!("{kind}.names.tsv.gz"));
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
