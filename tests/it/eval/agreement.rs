//! The scorer that comes with the gold corpora says the same.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::read::GzDecoder;
use serde_json::Value;

use super::figures;

/// A corpus, and how many of its documents are enough to see every rule at work.
const CORPORA: [(&str, usize); 6] = [("bc5cdr", 60), ("biored", 40), ("nlmgene", 30), ("tmvar3", 30), ("craft", 2), ("celllink", 60)];

/// Our measures have the names of the scorer's.
const MEASURES: [&str; 5] = ["exact", "overlap", "id", "overlap_id", "doc_id"];

/// Their names of figures, and ours.
const NAMES: [(&str, &str); 7] = [
    ("p", "precision"),
    ("r", "recall"),
    ("f1", "f1"),
    ("gold", "gold"),
    ("pred", "predicted"),
    ("tp_gold", "right_gold"),
    ("tp_pred", "right_predicted"),
];

fn run(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program).args(arguments).output().expect("the program runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The first documents of a corpus as a file of their own.
fn subset(gold: &Path, corpus: &str, documents: usize) -> PathBuf {
    let packed = fs::File::open(gold.join(corpus).join("dev.jsonl.gz")).expect("the corpus is there");
    let mut text = String::new();
    GzDecoder::new(packed).read_to_string(&mut text).expect("the corpus can be unpacked");
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("agreement-{corpus}.jsonl"));
    fs::write(&path, text.split_inclusive('\n').take(documents).collect::<String>()).expect("the folder for tests can be written");
    path
}

#[test]
fn the_scorer_of_the_corpora_says_the_same() {
    let gold = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold");
    let scorer = gold.join("score.py");
    if !scorer.is_file() || !Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        println!("skipped: ../shared/gold or python3 is missing");
        return;
    }
    let biospan = assert_cmd::cargo::cargo_bin!("biospan");
    for (corpus, documents) in CORPORA {
        let path = subset(&gold, corpus, documents);
        let records = path.with_extension("records");
        let (file, records) = (path.to_str().expect("UTF-8"), records.to_str().expect("UTF-8"));
        run(biospan, &["annotate", "--format", "jsonl", "--output", records, file]);
        let theirs = run("python3", &[scorer.to_str().expect("UTF-8"), file, records, "--json"]);
        let theirs: Value = serde_json::from_slice(&theirs).expect("the scorer writes JSON");
        let ours: Value = serde_json::from_slice(&run(biospan, &["eval", "--format", "json", file])).expect("the report is JSON");
        agree(corpus, &theirs, &ours["corpora"][0]);
        for path in [file, records] {
            fs::remove_file(path).expect("it was written");
        }
    }
}

fn agree(corpus: &str, theirs: &Value, ours: &Value) {
    assert_eq!(theirs["notes"], ours["notes"], "{corpus}");
    let types: Vec<&String> = theirs["types"].as_object().expect("types").keys().collect();
    assert_eq!(types, ours["types"].as_object().expect("types").keys().collect::<Vec<_>>(), "{corpus}");
    let mut compared = 0;
    for entity_type in types.into_iter().map(String::as_str).chain(["all"]) {
        for measure in MEASURES {
            let (theirs, ours) = (figures(theirs, entity_type, measure), figures(ours, entity_type, measure));
            for (their_name, our_name) in NAMES {
                let (left, right) = (theirs[their_name].as_f64(), ours[our_name].as_f64());
                let same = match (left, right) {
                    (Some(left), Some(right)) => (left - right).abs() < 0.000_05,
                    (left, right) => left == right,
                };
                assert!(same, "{corpus} {entity_type} {measure} {our_name}: {left:?} and {right:?}");
                compared += usize::from(left.is_some());
            }
        }
    }
    assert!(compared >= 2 * MEASURES.len() * (NAMES.len() - 1), "{corpus}: only {compared} figures");
}
