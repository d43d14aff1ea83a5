//! The written record, its schema and its description say the same.

use std::collections::BTreeSet;

use biospan::Annotator;
use biospan::formats::read::{self, ReadOptions};
use biospan::formats::write::json::{JsonOptions, write};
use biospan::record::Record;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::sample;

const SCHEMA: &str = include_str!("../../docs/json.schema.json");
const DESCRIPTION: &str = include_str!("../../docs/json.md");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("the schema is JSON")
}

fn validator() -> Validator {
    jsonschema::draft202012::meta::validate(&schema()).expect("the schema is a schema");
    jsonschema::draft202012::new(&schema()).expect("the schema can be used")
}

fn written(record: &Record<'_>, options: JsonOptions) -> String {
    let mut out = Vec::new();
    write(record, options, &mut out).expect("a vector takes every byte");
    String::from_utf8(out).expect("JSON is UTF-8")
}

fn sample(options: JsonOptions) -> String {
    let (stamp, document) = (sample::stamp(), sample::document());
    written(&sample::record(&stamp, &document), options)
}

/// What the schema has against a record, one line a fault.
fn faults(validator: &Validator, record: &Value) -> Vec<String> {
    validator.iter_errors(record).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn a_record_with_every_field_is_valid() {
    let validator = validator();
    for (text, pretty) in [(true, true), (true, false), (false, true), (false, false)] {
        let json = sample(JsonOptions { text, pretty });
        let record: Value = serde_json::from_str(&json).expect("the record is JSON");
        assert_eq!(faults(&validator, &record), Vec::<String>::new());
        assert_eq!(record.get("text").is_some(), text);
        assert_eq!(json.contains('\n'), pretty);
    }
}

#[test]
fn what_the_annotator_says_is_valid() {
    let dictionary = "id\tname\tsynonyms\ttype\nLAB:1\tfrobnimab\tFrob-1|FRB-1\tdrug\nLAB:2\tgrumbling disease\t\tdisease\n";
    let stock = Annotator::builder().overlay("lab.tsv", dictionary).build().expect("a good dictionary");
    let alone = Annotator::builder().embedded(false).overlay("lab.tsv", dictionary).nested(true).min_score(0.0).build();
    let alone = alone.expect("a good dictionary");
    let noted = "id\ttype\tname\tnames\txrefs\tparents\ttaxon\treplaced_by\torthologs\tnotes\nCVCL:CVCL_0058\tcell_line\tHeLa S3\t\t\t\t\t\t\t\
        warning:Contaminated.|disease:NCIT:C27677 a carcinoma|derived-from:CVCL:CVCL_0030 HeLa\n";
    let noted = Annotator::builder().overlay("lines.tsv", noted).prefer("gene", "UNIPROT").build().expect("a good dictionary");
    let validator = validator();
    let texts = [
        "Frobnimab in grumbling disease\n\nFrobnimab (Frob-1) helps in grumbling disease (GD). GD fades under FRB-1 and aspirin.\n",
        "TNF-α and β-catenin protein rose in CD8⁺ T cells and HeLa S3 cells.",
        "# Title\n\n| a | b |\n|---|---|\n| 1 | TNF |\n\n## References\n\n1. Doe J. A trial. Hepatology 2012. doi:10.1002/hep.12345\n",
    ];
    for annotator in [&stock, &alone, &noted] {
        let mut worker = annotator.worker();
        for text in texts {
            let documents = read::read("note.txt", text.as_bytes().to_vec(), &ReadOptions::default()).expect("text can be read");
            for document in documents {
                let document = document.expect("text can be read");
                let json = written(&worker.annotate(&document), JsonOptions::default());
                let record: Value = serde_json::from_str(&json).expect("the record is JSON");
                assert_eq!(faults(&validator, &record), Vec::<String>::new(), "{json}");
            }
        }
    }
}

#[test]
fn what_the_annotator_says_of_the_corpus_is_valid() {
    let annotator = Annotator::builder().nested(true).min_score(0.0).build().expect("the embedded dictionary opens");
    let mut worker = annotator.worker();
    let validator = validator();
    let mut mentions = 0;
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus")).expect("the corpus is in the tree") {
        let path = entry.expect("the corpus can be listed").path();
        if path.extension().is_none_or(|extension| extension == "tsv" || extension == "ann") {
            continue;
        }
        for document in read::open(&path.to_string_lossy(), &ReadOptions::default()).expect("a passage can be read") {
            let document = document.expect("a passage can be read");
            let json = written(&worker.annotate(&document), JsonOptions::default());
            let record: Value = serde_json::from_str(&json).expect("the record is JSON");
            assert_eq!(faults(&validator, &record), Vec::<String>::new(), "{}", path.display());
            mentions += record["mentions"].as_array().map_or(0, Vec::len);
        }
    }
    assert!(mentions > 100, "only {mentions} mentions in the whole corpus");
}

#[test]
fn a_broken_record_is_refused() {
    let validator = validator();
    let good: Value = serde_json::from_str(&sample(JsonOptions::default())).expect("the record is JSON");
    for (pointer, key, value) in [
        ("", "schema_version", json!(2)),
        ("", "surprise", json!(1)),
        ("/dictionary", "sha256", json!("5E")),
        ("/dictionary/overlays/0", "sha256", Value::Null),
        ("/options", "families", json!("folded")),
        ("/options", "min_score", json!(1.5)),
        ("/document", "identifiers", Value::Null),
        ("/document/identifiers", "pmcid", json!("3626705")),
        ("/passages/0", "kind", json!("verse")),
        ("/passages/0", "byte_start", json!(-1)),
        ("/sentences/0", "char_end", json!("12")),
        ("/mentions/0", "id", json!("HGNC 5438")),
        ("/mentions/0", "score", json!(1.01)),
        ("/mentions/0", "url", Value::Null),
        ("/mentions/0", "members", json!([])),
        ("/mentions/0", "typ", json!("gene")),
        ("/mentions/0/evidence/0", "rule", json!("Local definition")),
        ("/mentions/1/alternatives/0", "id", json!("MONDO")),
        ("/mentions/5/members/0", "taxon", json!("NCBITaxon:9606")),
        ("/concepts/0", "count", json!(0)),
        ("/abbreviations/0/short", "text", json!("")),
        ("/references/0", "doi_url", json!("10.1002/hep.12345")),
    ] {
        let mut broken = good.clone();
        broken.pointer_mut(pointer).expect("the record has that place")[key] = value;
        assert!(!validator.is_valid(&broken), "{pointer} {key}");
    }
    let required = ["schema_version", "document", "passages", "sentences", "mentions", "concepts", "abbreviations", "references"];
    for key in required {
        let mut broken = good.clone();
        broken.as_object_mut().expect("a record is an object").remove(key);
        assert!(!validator.is_valid(&broken), "{key} is missing");
    }
}

/// The dotted paths of all properties below a part of the schema.
fn properties(schema: &Value, part: &Value, path: &str, found: &mut BTreeSet<String>) {
    if let Some(target) = part["$ref"].as_str() {
        let pointer = target.strip_prefix('#').expect("references stay inside the schema");
        properties(schema, schema.pointer(pointer).expect("the reference leads somewhere"), path, found);
    }
    if part["items"].is_object() {
        properties(schema, &part["items"], &format!("{path}[]"), found);
    }
    for (name, inner) in part["properties"].as_object().into_iter().flatten() {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        properties(schema, inner, &path, found);
        found.insert(path);
    }
}

#[test]
fn every_field_of_the_schema_is_described_and_the_other_way_round() {
    let schema = schema();
    let mut in_schema = BTreeSet::new();
    properties(&schema, &schema, "", &mut in_schema);
    let mut described = BTreeSet::new();
    for row in DESCRIPTION.lines().filter(|line| line.starts_with("| `")) {
        let first = row.split('|').nth(1).expect("a row has cells");
        for field in first.split('`').skip(1).step_by(2) {
            assert!(described.insert(field.to_owned()), "{field} is described twice");
        }
    }
    let missing: Vec<_> = in_schema.difference(&described).collect();
    let unknown: Vec<_> = described.difference(&in_schema).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "not described: {missing:?}; not in the schema: {unknown:?}");
    assert!(in_schema.len() > 80, "the schema was not walked: {in_schema:?}");
}

/// Every object of the schema is closed.
fn open_objects(part: &Value, path: &str, found: &mut Vec<String>) {
    match part {
        Value::Object(fields) => {
            if fields.get("properties").is_some_and(Value::is_object) && fields.get("additionalProperties") != Some(&json!(false)) {
                found.push(path.to_owned());
            }
            for (name, inner) in fields {
                open_objects(inner, &format!("{path}/{name}"), found);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|inner| open_objects(inner, path, found)),
        _ => {}
    }
}

#[test]
fn every_object_of_the_schema_is_closed() {
    let mut open = Vec::new();
    open_objects(&schema(), "", &mut open);
    assert_eq!(open, Vec::<String>::new());
}

#[test]
fn the_example_of_the_description_is_what_is_written() {
    let example = DESCRIPTION.split("```json\n").nth(1).and_then(|rest| rest.split("\n```").next()).expect("the page has an example");
    let written = sample(JsonOptions::default());
    assert!(example == written, "the example in docs/json.md should be:\n{written}");
}

#[test]
fn fields_stand_in_the_order_of_the_description() {
    let json = sample(JsonOptions::default());
    let top = |line: &str| line.strip_prefix("  \"").and_then(|rest| rest.split('"').next()).map(str::to_owned);
    let fields: Vec<String> = json.lines().filter_map(top).collect();
    let described: Vec<String> = DESCRIPTION
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .filter(|field| !field.contains(['.', '[']))
        .map(str::to_owned)
        .collect();
    assert_eq!(fields, described);
}
