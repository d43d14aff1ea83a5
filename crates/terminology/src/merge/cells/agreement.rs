//! How far the merge agrees with the tables that were gathered before it, and what must hold on the whole of the sources:
//! `cargo test --lib cells::agreement -- --ignored --nocapture` prints the figures.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::merge::gathered::{self, compare, table};

/// The merge of the real releases.
fn merged() -> Option<(Vec<Merged>, Counts)> {
    gathered::recipe().map(|recipe| merge(&recipe).expect("the releases are read"))
}

#[test]
#[ignore = "prints figures; reads the raw and the gathered tables"]
fn merge_agrees() {
    let Some((merged, counts)) = merged() else { return };
    println!("{counts:#?}");
    let concepts = table("cell_types.concepts.tsv.gz");
    type Column = (&'static str, usize, fn(&Merged) -> String);
    let columns: [Column; 6] = [
        ("type", 1, |concept| concept.kind.clone()),
        ("name", 2, |concept| concept.name.clone()),
        ("xrefs", 3, |concept| concept.xrefs.join("|")),
        ("parents", 4, |concept| concept.parents.join("|")),
        ("taxon", 5, |concept| concept.taxon.clone()),
        ("replaced_by", 7, |concept| concept.replaced_by.clone()),
    ];
    for (what, gone) in [("live", "0"), ("obsolete", "1")] {
        let theirs = concepts.iter().filter(|row| row[6] == gone).map(|row| row[0].as_str()).collect();
        compare(
            what,
            &theirs,
            &merged.iter().filter(|concept| concept.obsolete == (gone == "1")).map(|concept| concept.id.as_str()).collect(),
        );
    }
    for (what, column, of) in columns {
        let split = |id: &str, cell: &str| {
            cell.split('|').filter(|value| !value.is_empty()).map(|value| (id.to_owned(), value.to_owned())).collect::<Vec<_>>()
        };
        let theirs = concepts.iter().flat_map(|row| split(&row[0], row.get(column).map_or("", |cell| cell))).collect();
        compare(what, &theirs, &merged.iter().flat_map(|concept| split(&concept.id, &of(concept))).collect());
    }
    let names = table("cell_types.names.tsv.gz");
    let theirs: BTreeSet<_> = names.iter().map(|row| (row[0].as_str(), row[1].as_str(), row[2].as_str())).collect();
    let ours: BTreeSet<_> = merged
        .iter()
        .flat_map(|concept| concept.names.iter().map(|name| (concept.id.as_str(), name.text.as_str(), name.scope.word())))
        .collect();
    compare("id, name, scope", &theirs, &ours);
    let bare =
        |rows: &BTreeSet<(&'_ str, &'_ str, &'_ str)>| rows.iter().map(|(id, name, _)| format!("{id} {name}")).collect::<BTreeSet<_>>();
    compare("id, name", &bare(&theirs), &bare(&ours));
    let with_source: BTreeSet<_> =
        names.iter().flat_map(|row| row[3].split('|').map(move |source| (row[0].as_str(), row[1].as_str(), source))).collect();
    let own = merged
        .iter()
        .flat_map(|concept| {
            concept
                .names
                .iter()
                .flat_map(move |name| name.sources.iter().map(move |source| (concept.id.as_str(), name.text.as_str(), source.as_str())))
        })
        .collect();
    compare("id, name, source", &with_source, &own);
}

#[test]
fn what_is_known_of_the_whole_holds() {
    let Some((merged, _)) = merged() else { return };
    let by_id: BTreeMap<&str, &Merged> = merged.iter().map(|concept| (concept.id.as_str(), concept)).collect();
    assert_eq!(by_id.len(), merged.len(), "an identifier stands twice");
    for (cell, other) in
        [("CL:0000676", "BTO:0001033"), ("CL:0000187", "BTO:0000902"), ("CL:0000917", "BTO:0004888"), ("CL:0000746", "BTO:0001539")]
    {
        assert!(!by_id[cell].xrefs.iter().any(|xref| xref == other), "{cell} is no {other}");
    }
    // Two headings of MeSH are two cells, unless we decided otherwise.
    let mut headings: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for concept in merged.iter().filter(|concept| !concept.obsolete) {
        for heading in concept.xrefs.iter().filter(|xref| xref.starts_with("MESH:")) {
            headings.entry(heading).or_default().push(&concept.id);
        }
    }
    let twice: Vec<_> = headings.iter().filter(|(_, cells)| cells.len() > 1).collect();
    assert!(twice.len() <= 3, "{twice:?}");
    assert!(by_id["MESH:D008547"].name == "Melanophores" && by_id["CL:0000148"].xrefs.iter().any(|xref| xref == "MESH:D008544"));
    for concept in &merged {
        assert!(concept.obsolete || !concept.name.is_empty(), "{} has no name", concept.id);
        assert!(concept.parents.iter().all(|parent| by_id.get(parent.as_str()).is_some_and(|parent| !parent.obsolete)), "{}", concept.id);
        assert!(concept.replaced_by != concept.id, "{}", concept.id);
    }
    assert!(by_id["MESH:D057026"].names.iter().any(|name| name.text == "iPSCs"));
}
