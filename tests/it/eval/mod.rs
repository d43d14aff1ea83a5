//! `biospan eval`: a small gold with figures worked out by hand (figures.tsv), and agreement with the scorer of the corpora.

mod agreement;

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

const FIGURES: &str = include_str!("figures.tsv");
const COLUMNS: [&str; 7] = ["precision", "recall", "f1", "gold", "predicted", "right_gold", "right_predicted"];

/// Runs `biospan eval` in the folder of the fixture.
fn eval(arguments: &str) -> Output {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/eval");
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("biospan"));
    command.current_dir(folder).arg("eval").args(arguments.split_whitespace()).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}

fn out(arguments: &str) -> String {
    let output = eval(arguments);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()), "{arguments}");
    text(&output.stdout)
}

fn json(arguments: &str) -> Value {
    serde_json::from_str(&out(&format!("{arguments} --format json"))).expect("the report is JSON")
}

/// A file of a test, which no other test writes.
fn scratch(name: &str, content: &str) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("the folder for tests can be written");
    path.to_str().expect("the path is UTF-8").to_owned()
}

/// The figures of a type and measure in a report.
fn figures<'a>(corpus: &'a Value, entity_type: &str, measure: &str) -> &'a Value {
    if entity_type == "all" { &corpus["all"][measure] } else { &corpus["types"][entity_type][measure] }
}

fn number(written: &str) -> f64 {
    let parse = |part: &str| part.parse::<f64>().expect("the table has numbers");
    written.split_once('/').map_or_else(|| parse(written), |(over, under)| parse(over) / parse(under))
}

#[test]
fn the_figures_are_those_worked_out_by_hand_in_every_form_of_the_gold() {
    for gold in ["gold.jsonl", "gold.bioc.json", "gold.bioc.xml", "gold.pubtator.txt"] {
        let report = json(&format!("{gold} --predictions predictions.jsonl"));
        let corpus = &report["corpora"][0];
        let rows = FIGURES.lines().filter(|line| !line.starts_with('#')).skip(1);
        let mut seen = 0;
        for row in rows {
            let columns: Vec<&str> = row.split('\t').collect();
            for (name, expected) in COLUMNS.iter().zip(&columns[2..]) {
                let found = figures(corpus, columns[0], columns[1])[name].as_f64().unwrap_or(-1.0);
                assert!((found - number(expected)).abs() < 1e-6, "{gold}: {row}: {name} is {found}");
                seen += 1;
            }
        }
        assert_eq!(seen, 20 * COLUMNS.len(), "{gold}");
        assert_eq!(corpus["types"].as_object().map(serde_json::Map::len), Some(3), "{gold}");
        assert_eq!(corpus["notes"]["predictions of other types left out"], 1, "{gold}");
        assert_eq!(corpus["notes"]["gold documents without predictions"], 1, "{gold}");
    }
}

#[test]
fn options_change_what_counts() {
    let same = scratch("equivalent.tsv", "# gout\nMONDO:0005393\tMESH:D006073\n");
    let high = "--min-score 0.95";
    let cases = [
        (String::new(), "disease", "id", 0.25),
        (format!("--equivalent {same}"), "disease", "id", 0.5),
        // Of drugs naproxen and ibuprofen are left, of diseases gout in b.
        (high.to_owned(), "drug", "exact", 0.8),
        (high.to_owned(), "disease", "exact", 0.4),
        ("--types gene".to_owned(), "all", "exact", 0.5),
        ("--map gene_family=protein".to_owned(), "gene", "overlap", 2.0 / 3.0),
        ("--map disease=drug".to_owned(), "drug", "exact", 4.0 / 7.0),
    ];
    for (options, entity_type, measure, expected) in cases {
        let report = json(&format!("gold.jsonl --predictions predictions.jsonl {options}"));
        let found = figures(&report["corpora"][0], entity_type, measure)["f1"].as_f64().unwrap_or(-1.0);
        assert!((found - expected).abs() < 1e-6, "{options}: {found}");
    }
}

#[test]
fn errors_are_listed_with_their_words_identifiers_and_place() {
    let report = out("gold.jsonl --predictions predictions.jsonl --errors 5 --format tsv");
    let (_, errors) = report.split_once("\n\n").expect("a second table");
    let expected = [
        "gold\tdisease\tfalse positive\t1\tkidney\t\tMONDO:0000001\ta\t24\t30\tNaproxen eased gout and \t failure; ibuprofen did not. TP53 and th",
        "gold\tdisease\tmissed\t1\tAsthma\tMESH:D001249\t\tc\t0\t6\t\t was absent.",
        "gold\tdisease\twrong id\t1\tgout\tMESH:D006073\tMONDO:0005393\ta\t15\t19\tNaproxen eased \t and kidney failure; ibuprofen did not. ",
        "gold\tdrug\tfalse positive\t1\tafter\t\tCHEBI:9\tb\t15\t20\tGout came back \t β-blockers and colchicine.",
        "gold\tdrug\tmissed\t1\tcolchicine\tMESH:D003078\t\tb\t36\t46\tGout came back after β-blockers and \t.",
    ];
    assert_eq!(errors.lines().skip(1).collect::<Vec<_>>(), expected);
}

#[test]
fn a_comparison_shows_differences_and_what_changed() {
    // Compared with the gold itself, everything was right before.
    let report = out("gold.jsonl --predictions predictions.jsonl --compare gold.bioc.xml");
    for expected in [
        "all          exact span        0.5556  0.5556  0.5556       9         9  1.0000 -0.4444",
        "changed mentions: 7",
        "disease: right -> boundary: 1\n     1  kidney failure  gold MESH:D051437|MESH:D058186  MESH:D051437|MESH:D058186 -> MONDO:0000002",
        "disease: absent -> false positive: 1\n     1  kidney  gold -  - -> MONDO:0000001",
        "drug: right -> missed: 1\n     1  colchicine",
    ] {
        assert!(report.contains(expected), "{expected} is not in\n{report}");
    }
    let same = json("gold.jsonl --predictions predictions.jsonl --compare predictions.jsonl");
    assert_eq!(same["corpora"][0]["changes"], serde_json::json!([]));
    assert_eq!(same["corpora"][0]["before"]["all"], same["corpora"][0]["all"]);
}

#[test]
fn floors_hold_figures_and_are_raised_only() {
    let table = "# kept\ncorpus\ttype\tmeasure\tfigure\ngold\tdrug\texact\t0.6671\ngold\tgene\texact\t0.4000\nother\tgene\texact\t0.9\n";
    let floors = scratch("floors-raised.tsv", table);
    let report = out(&format!("gold.jsonl --predictions predictions.jsonl --floors {floors}"));
    assert!(report.ends_with("floors: 2, 0 not reached, 1 can be raised\ncan be raised: gold gene exact: 0.4000 to 0.5000\n"), "{report}");
    assert_eq!(fs::read_to_string(&floors).expect("it is there"), table);
    out(&format!("gold.jsonl --predictions predictions.jsonl --floors {floors} --raise"));
    let raised = fs::read_to_string(&floors).expect("it is there");
    // Within the tolerance of 0.0005 and yet lower: it stays.
    let expected = table.replace("0.4000", "0.5000").replace("\t0.9\n", "\t0.9000\n");
    assert_eq!(raised, expected);
}

#[test]
fn the_floors_of_the_tree_are_a_good_table() {
    let report = out("gold.jsonl --predictions predictions.jsonl --floors ../../floors.tsv");
    assert!(report.ends_with("floors: 0, 0 not reached, 0 can be raised\n"), "{report}");
}

#[test]
fn a_figure_under_its_floor_ends_with_1() {
    let floors = scratch("floors-under.tsv", "gold\tdrug\texact\t0.6673\ngold\tdrug\tid\t0.5001\ngold\tspecies\texact\t0.1\n");
    let output = eval(&format!("gold.jsonl --predictions predictions.jsonl --floors {floors}"));
    let complaints =
        "biospan: gold drug exact: F1 is 0.6667, its floor is 0.6673\nbiospan: gold species exact: F1 is missing, its floor is 0.1000\n";
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(1), complaints));
}

#[test]
fn scores_are_held_against_precision() {
    let report = json("gold.jsonl --predictions predictions.jsonl --calibration");
    let bins: Vec<String> = report["calibration"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|bin| {
            format!("{} {} {}/{} {}", bin["type"].as_str().unwrap_or(""), bin["from"], bin["right"], bin["predicted"], bin["mean_score"])
        })
        .collect();
    let expected = [
        "disease 0.6 0/2 0.61",
        "disease 0.9 0/1 0.92",
        "disease 0.95 1/1 0.95",
        "drug 0.5 0/1 0.51",
        "drug 0.95 2/2 0.98",
        "gene 0.7 0/1 0.7",
        "gene 0.9 1/1 0.9",
    ];
    assert_eq!(bins, expected);
}

#[test]
fn what_cannot_be_measured_is_said_with_file_and_line() {
    let good = "{\"id\": 1, \"text\": \"Gout\", \"annotations\": []}\n";
    let cases = [
        ("jsonl", format!("{good}{{\"id\": 2, \"text\": \"x\", \"annotations\": [{{\"start\": 0, \"type\": \"drug\"}}]}}"), ":2:67: missing field `end`"),
        ("jsonl", format!("{good}{{\"id\": 2, \"text\": \"x\"}}"), ":2:1: this object has neither \"annotations\" nor \"mentions\""),
        ("txt", "1|t|Gout\n\n1|t|Gout\n".to_owned(), ": document \"1\" is there twice"),
        ("jsonl", format!("{good}{good}"), ": document \"1\" is there twice"),
        ("jsonl", format!("{good}{{\"annotations\": []}}"), ":2:1: this document has no \"id\""),
        ("jsonl", format!("{good}{{"), ":2:1: EOF while parsing"),
        ("md", "# Gout".to_owned(), ": expected annotated documents"),
        ("txt", "1|t|Gout\n1\t0\t9\tGout\tDisease\tD006073\n".to_owned(), ":2:3: 0 to 9 is not inside the document's text of 4 characters"),
        ("txt", "1|t|Gout\n1\t0\tx\tGout\tDisease\tD006073\n".to_owned(), ":2:3: \"0\" and \"x\" are no start and end"),
        (
            "xml",
            "<collection><source>s</source><document><id>1</id><passage><offset>0</offset><text>Gout</text><annotation><infon key=\"type\">Disease</infon><location offset=\"2\" length=\"9\"/><text>ut</text></annotation></passage></document></collection>".to_owned(),
            ": document \"1\": the annotation \"ut\" at 2 (length 9) is not inside the text of 4 characters",
        ),
        ("xml", "<collection><source>s</source><document><id>1</id>\n</collection>".to_owned(), ":2:1: \"</collection>\" stands where \"</document>\""),
    ];
    for (number, (extension, content, expected)) in cases.iter().enumerate() {
        let path = scratch(&format!("unmeasured-{number}.{extension}"), content);
        let output = eval(&format!("{path} --predictions predictions.jsonl"));
        let message = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{content}");
        assert!(message.starts_with(&format!("biospan: {path}{expected}")), "{message}\n{expected}");
    }
    let floors = scratch("floors-bad.tsv", "corpus\ttype\tmeasure\tfigure\ngold\tdrug\tspan\t0.5\n");
    let message = text(&eval(&format!("gold.jsonl --floors {floors}")).stderr);
    assert!(message.contains("floors-bad.tsv:2:1: there is no measure \"span\"; the measures are exact, overlap"), "{message}");
}

#[test]
fn without_predictions_the_texts_are_annotated() {
    let direct = json("gold.jsonl");
    let records = scratch("annotated.jsonl", "");
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/eval");
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("biospan"));
    command.current_dir(folder).args(["annotate", "--format", "jsonl", "--output", &records, "gold.jsonl"]).assert().success();
    let through_file = json(&format!("gold.jsonl --predictions {records}"));
    assert_eq!(direct, through_file);
    assert!(direct["corpora"][0]["all"]["exact"]["right_gold"].as_u64() > Some(3), "{direct}");
}

#[test]
fn a_rule_is_worth_what_is_lost_without_it() {
    let gold =
        r#"{"id":"1","text":"In mice, Trp53 was deleted.","annotations":[{"start":9,"end":14,"type":"gene","ids":["NCBIGene:22059"]}]}"#;
    let table = out(&format!("--rules {}", scratch("eval-rules.jsonl", gold)));
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let lines: Vec<Vec<String>> = table.lines().map(cells).collect();
    let organism = lines[0].iter().position(|cell| cell == "organism").expect("a column for the rule");
    let families = lines[0].iter().position(|cell| cell == "families").expect("a column for the rule");
    assert_eq!(lines[2][..3], ["eval-rules", "gene", "1.000 · 1.000"], "{table}");
    assert_eq!((lines[2][organism].as_str(), lines[2][families].as_str()), ("0 · -1000", "0 · 0"), "{table}");
}
