//! How far the merge agrees with the gathered tables: run with `--ignored --nocapture merge_agrees`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::*;
use crate::merge::gathered::{self, compare, table};

type Table = Vec<Vec<String>>;

fn list(column: &str) -> impl Iterator<Item = &str> {
    column.split('|').filter(|part| !part.is_empty())
}

#[test]
#[ignore = "a report, not a test: it takes a minute and prints the differences"]
fn merge_agrees() {
    let Some(recipe) = gathered::recipe() else { return };
    let (merged, counts) = merge(&recipe).unwrap();
    for (rule, count) in &counts {
        println!("{count:>8} {rule}");
    }
    let concepts = table("drugs.concepts.tsv.gz");
    let live = |rows: &Table, wanted: &str| rows.iter().filter(|row| row[6] == wanted).map(|row| row[0].clone()).collect::<BTreeSet<_>>();
    compare("live ids", &live(&concepts, "0"), &merged.iter().filter(|one| !one.obsolete).map(|one| one.id.clone()).collect());
    let gone = |row: &Vec<String>| format!("{}>{}", row[0], row[7]);
    compare(
        "obsolete ids",
        &concepts.iter().filter(|row| row[6] == "1").map(gone).collect(),
        &merged.iter().filter(|one| one.obsolete).map(|one| format!("{}>{}", one.id, one.replaced_by)).collect(),
    );
    let xrefs = concepts.iter().flat_map(|row| list(&row[3]).map(|xref| format!("{}={xref}", row[0])));
    compare("xrefs", &xrefs.collect(), &merged.iter().flat_map(|one| one.xrefs.iter().map(|xref| format!("{}={xref}", one.id))).collect());
    let above = concepts.iter().flat_map(|row| list(&row[4]).map(|parent| format!("{}<{parent}", row[0])));
    compare(
        "parents",
        &above.collect(),
        &merged.iter().flat_map(|one| one.parents.iter().map(|parent| format!("{}<{parent}", one.id))).collect(),
    );
    let names = table("drugs.names.tsv.gz");
    let short = |text: &str| text.chars().count() <= 60;
    let theirs = names.iter().map(|row| format!("{} {}", row[0], row[1].to_lowercase()));
    let ours = merged
        .iter()
        .flat_map(|one| one.names.iter().filter(|name| short(&name.text)).map(|name| format!("{} {}", one.id, name.text.to_lowercase())));
    compare("names, capitals aside", &theirs.collect(), &ours.collect());
    let scopes: HashMap<String, String> =
        names.iter().map(|row| (format!("{} {}", row[0], row[1].to_lowercase()), row[2].clone())).collect();
    let mut differ: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (one, name) in merged.iter().flat_map(|one| one.names.iter().map(move |name| (one, name))) {
        if let Some(scope) = scopes.get(&format!("{} {}", one.id, name.text.to_lowercase())) {
            *differ.entry((scope.clone(), name.scope.word().to_owned())).or_default() += 1;
        }
    }
    println!("scopes, theirs and ours: {differ:?}");
    let joins = table("drugs.joins.tsv.gz");
    let pair = |left: &str, right: &str| if left < right { format!("{left} {right}") } else { format!("{right} {left}") };
    let records = Records::read(&recipe).unwrap();
    let evidence = joined(&recipe, &records).unwrap();
    let real = joins.iter().filter(|row| !row[3].starts_with("parent:") && !row[3].starts_with("retired:"));
    compare(
        "joins",
        &real.map(|row| pair(&row[1], &row[2])).collect(),
        &evidence.joins.joined.keys().map(|(left, right)| pair(left, right)).collect(),
    );
    let refused = table("drugs.refused.tsv.gz");
    compare(
        "refused",
        &refused.iter().map(|row| pair(&row[0], &row[1])).collect(),
        &evidence.joins.refused.iter().map(|one| pair(&one.left, &one.right)).collect(),
    );
    let known: BTreeSet<String> = refused.iter().map(|row| pair(&row[0], &row[1])).collect();
    for one in evidence.joins.refused.iter().filter(|one| !known.contains(&pair(&one.left, &one.right))) {
        println!("refused by us only: {} {} {} {}", one.left, one.right, one.evidence, one.clash);
    }
}
