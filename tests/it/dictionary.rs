//! The dictionary tables of the tree hold what their README says.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use biospan_lexicon::folder::Folder;
use biospan_lexicon::image::{Image, OwnedImage};
use biospan_lexicon::{compile, table};
use regex::Regex;

const TABLES: [&str; 6] = ["cell_type", "complex", "disease", "drug", "gene", "gene_family"];

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Columns of a table below its header.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().skip(1).map(|line| line.split('\t').collect())
}

#[test]
fn tables_are_sorted_and_identifiers_fit_their_patterns() {
    let prefixes = read("prefixes.tsv");
    let patterns: HashMap<&str, Regex> = rows(&prefixes).map(|row| (row[0], Regex::new(row[1]).expect("a pattern"))).collect();
    let sources = read("sources.tsv");
    let codes: HashSet<&str> = rows(&sources).map(|row| row[0]).collect();
    let mut faults: Vec<String> = Vec::new();
    let mut ids: HashSet<String> = HashSet::new();
    for name in TABLES {
        let text = read(&format!("{name}.tsv"));
        let mut last = String::new();
        table::read(name, &text, |row| {
            let curies = std::iter::once(&row.id).chain(&row.xrefs).chain(&row.orthologs);
            for curie in curies {
                let (prefix, local_id) = curie.split_once(':').unwrap_or(("", curie));
                match patterns.get(prefix) {
                    Some(pattern) if pattern.is_match(local_id) => {}
                    Some(_) => faults.push(format!("{name}: {curie} does not fit its pattern")),
                    None => faults.push(format!("{name}: {curie} has an unknown prefix")),
                }
            }
            faults.extend((row.entity_type != name).then(|| format!("{name}: {} is a {}", row.id, row.entity_type)));
            faults.extend((*row.id <= *last).then(|| format!("{name}: {} stands behind {last}", row.id)));
            faults.extend(
                row.names
                    .iter()
                    .filter(|own| !codes.contains(own.source.as_ref()))
                    .map(|own| format!("{name}: {} has the unknown source {}", row.id, own.source)),
            );
            faults.extend((!ids.insert(row.id.to_string())).then(|| format!("{name}: {} stands twice", row.id)));
            last = row.id.to_string();
        })
        .expect("the table reads");
    }
    assert!(faults.is_empty(), "{} faults, such as {:#?}", faults.len(), &faults[..faults.len().min(20)]);
}

#[test]
fn every_source_may_be_passed_on_or_gives_no_name() {
    let sources = read("sources.tsv");
    let kept: HashSet<&str> = rows(&sources).filter(|row| row[4] != "yes").map(|row| row[0]).collect();
    for name in TABLES {
        let text = read(&format!("{name}.tsv"));
        table::read(name, &text, |row| {
            let bad = row.names.iter().find(|own| kept.contains(own.source.as_ref()));
            assert!(bad.is_none(), "{}: {bad:?} may not be passed on", row.id);
        })
        .expect("the table reads");
    }
}

#[test]
fn the_tables_compile_to_the_embedded_image() {
    let folder = Folder::read(&folder()).expect("the folder reads");
    let (bytes, report) = compile::compile(&folder.ingredients().expect("the tables read")).expect("the tables compile");
    assert!(report.names > 800_000 && report.concepts > 250_000, "{report:?}");
    let own = OwnedImage::new(&bytes);
    let image = Image::open(own.bytes()).expect("a fresh image opens");
    image.verify().expect("a fresh image is whole");
    let embedded = biospan::dictionary::lexicon::embedded().expect("the embedded image opens");
    embedded.verify().expect("the embedded image is whole");
    // Built by another process, on another day: the same bytes.
    assert_eq!(image.sizes(), embedded.sizes());
    assert_eq!(own.bytes(), biospan::dictionary::lexicon::embedded_bytes());
}
