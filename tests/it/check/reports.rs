//! Reports: what people read, and what machines read.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use super::{gout, repository};
use crate::cli::{Folder, text};

/// A folder whose file has an error in a name that every report must write with care, and a clean file.
fn scratch(name: &str) -> Folder {
    let bad = gout("1", "The α, <gout> hurts.", &[(7, 11, "gout", "disease", "MESH:D006073")]);
    repository(name, &[("a, 100% & b.jsonl", &bad), ("good.jsonl", &gout("2", "Ill.", &[]))])
}

fn report(folder: &Folder, form: &str) -> String {
    text(&folder.command(&format!("check --no-cache --select BS1 --format {form} .")).output().expect("the program runs").stdout)
}

#[test]
fn people_see_the_line_with_a_mark_under_the_span_and_a_count() {
    let shown = report(&scratch("report-text"), "text");
    let expected = "\
a, 100% & b.jsonl:1:17: error BS102 text-differs: the text at 7..11 is \"<gou\", not \"gout\"; a shift by +1 would fit
    | The α, <gout> hurts.
    |        ^^^^
a, 100% & b.jsonl:1:17: warning BS104 splits-word: the span \"<gou\" splits the word \"<gout\"
    | The α, <gout> hurts.
    |        ^^^^
2 findings (1 error, 1 warning) in 1 file; checked 1 annotation in 2 files; --fix puts 1 right.
";
    assert_eq!(shown, expected);
}

#[test]
fn marks_for_github_escape_what_would_end_them() {
    let shown = report(&scratch("report-github"), "github");
    let first = shown.lines().next().unwrap_or("");
    assert!(first.starts_with("::error file=a%2C 100%25 & b.jsonl,line=1,endLine=1,col=17,endColumn="), "{first}");
    assert!(first.contains(",title=BS102 text-differs::the text at 7..11"), "{first}");
}

#[test]
fn junit_has_a_case_a_finding_and_one_a_clean_file() {
    let shown = report(&scratch("report-junit"), "junit");
    let mut reader = quick_xml::Reader::from_str(&shown);
    let mut names = Vec::new();
    loop {
        match reader.read_event().expect("it is XML") {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => names.push(tag.name().as_ref().to_owned()),
            _ => {}
        }
    }
    let count = |name: &str| names.iter().filter(|own| *own == name).count();
    assert_eq!((count("testsuite"), count("testcase"), count("failure")), (2, 3, 2));
    assert!(shown.contains("tests=\"3\" failures=\"2\"") && shown.contains("a, 100% &amp; b.jsonl"), "{shown}");
}

#[test]
fn json_says_all_that_a_finding_has() {
    let shown: Value = serde_json::from_str(&report(&scratch("report-json"), "json")).expect("it is JSON");
    let finding = &shown["findings"][0];
    assert_eq!((&shown["files"], &shown["annotations"], &shown["schema_version"]), (&2.into(), &1.into(), &1.into()));
    let fields = ["code", "name", "severity", "file", "start", "end", "document", "message", "subject", "excerpt", "fix"];
    assert!(fields.iter().all(|field| !finding[field].is_null()), "{finding}");
    assert_eq!(finding["fix"].as_array().map(Vec::len), Some(2));
}

/// The schema of SARIF 2.1.0 that a package of the registry brings.
fn schema() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let output = Command::new(cargo).args(["metadata", "--format-version", "1", "--manifest-path", manifest]).output();
    let metadata: Value = serde_json::from_slice(&output.expect("cargo runs").stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").expect("it is a dependency of the tests");
    let folder = PathBuf::from(package["manifest_path"].as_str().expect("a path")).with_file_name("src");
    let bytes = std::fs::read(folder.join("schema.json")).expect("the package has the schema");
    let mut schema: Value = serde_json::from_slice(&bytes).expect("the schema is JSON");
    // The pattern of languages has a bracket too many, which strict readers of regular expressions refuse.
    for owner in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{owner}/properties/language")).and_then(Value::as_object_mut);
        language.and_then(|language| language.remove("pattern")).expect("the schema still has the pattern that is left out");
    }
    schema
}

#[test]
fn sarif_is_valid_and_has_what_code_scanning_needs() {
    let folder = scratch("report-sarif");
    let shown = report(&folder, "sarif");
    let log: Value = serde_json::from_str(&shown).expect("it is JSON");
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let faults: Vec<String> = validator.iter_errors(&log).map(|fault| format!("{fault} at {}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let mut broken = log.clone();
    broken["runs"][0]["results"][0]["level"] = "fatal".into();
    assert!(!validator.is_valid(&broken), "the schema checks nothing");
    let typed: serde_sarif::sarif::Sarif = serde_json::from_str(&shown).expect("other programs read it");
    assert_eq!(typed.runs[0].results.as_ref().map(Vec::len), Some(2));

    let run = &log["runs"][0];
    let result = &run["results"][0];
    let location = &result["locations"][0]["physicalLocation"];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(location["artifactLocation"]["uri"], "a%2C%20100%25%20%26%20b.jsonl");
    assert_eq!((&location["region"]["startLine"], &location["region"]["startColumn"]), (&1.into(), &17.into()));
    let index = result["ruleIndex"].as_u64().expect("an index") as usize;
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    assert_ne!(result["partialFingerprints"], run["results"][1]["partialFingerprints"]);
}

#[test]
fn columns_of_sarif_count_code_points() {
    let file = "start\tend\ttext\ttype\tid\tname\n0\t4\tgout\tdisease\tMESH:D006073\tgoût α\n";
    let folder = repository("report-columns", &[("a.tsv", file), ("a.txt", "gout")]);
    let shown = text(&folder.run("check --no-cache --select BS206 --format sarif a.tsv").stdout);
    let log: Value = serde_json::from_str(&shown).expect("it is JSON");
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&31.into(), &37.into()));
}
