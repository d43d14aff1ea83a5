//! Configuration, baseline, cache, exit codes.

use std::fs;

use biospan::dictionary::lexicon::EMBEDDED_SHA256;

use super::{findings, gout, repository};
use crate::cli::{messages, succeeded, text};

const GOUT: &str = "MESH:D006073";

fn slipped(id: &str) -> String {
    gout(id, "The gout hurts.", &[(5, 9, "gout", "disease", GOUT)])
}

#[test]
fn exit_codes_tell_clean_from_findings_from_failure() {
    let folder = repository("exit", &[("good.jsonl", &gout("1", "Ill.", &[])), ("bad.jsonl", &slipped("2"))]);
    let cases = [
        ("check good.jsonl", 0),
        ("check bad.jsonl", 1),
        ("check missing.jsonl", 2),
        ("check bad.jsonl missing.jsonl", 2),
        ("check", 2),
        ("check --select BS777 good.jsonl", 2),
        ("check --select BS104 --fail-on error bad.jsonl", 0),
        ("check --select BS102 --fail-on error bad.jsonl", 1),
        ("check --fix bad.jsonl", 0),
    ];
    for (arguments, code) in cases {
        assert_eq!(folder.run(arguments).status.code(), Some(code), "{arguments}");
    }
    assert!(messages(&folder.run("check")).concat().contains("name files or folders"));
}

#[test]
fn the_configuration_is_found_upwards_and_rules_the_run() {
    let toml = "[check]\ncorpus = [\"data\"]\nignore = [\"BS105\"]\nexclude = [\"data/raw/**\"]\n\n[check.per-file-ignores]\n\"data/old/*\" = [\"BS1\"]\n\n[check.severity]\nsplits-word = \"error\"\n";
    let folder = repository(
        "configured",
        &[
            ("biospan.toml", toml),
            ("data/a.jsonl", &slipped("1")),
            ("data/old/b.jsonl", &slipped("2")),
            ("data/raw/c.jsonl", &slipped("3")),
        ],
    );
    let expected = ["BS102 data/a.jsonl:1:17", "BS104 data/a.jsonl:1:17"];
    assert_eq!(findings(&folder, "data"), expected);
    // Without paths, the corpus.
    let all = findings(&folder, "");
    assert!(all.len() == 2 && all.iter().all(|finding| finding.ends_with("data/a.jsonl:1:17")), "{all:?}");
    // From a folder below.
    let below = folder.command("check --no-cache --select BS104 --fail-on error a.jsonl").current_dir(folder.path.join("data")).output();
    let below = below.expect("the program runs");
    assert_eq!(below.status.code(), Some(1), "{}", text(&below.stderr));
}

#[test]
fn a_configuration_that_is_wrong_stops_the_run() {
    let folder = repository("misconfigured", &[("biospan.toml", "[check]\nselct = []\n"), ("a.jsonl", &gout("1", "", &[]))]);
    assert!(messages(&folder.run("check a.jsonl"))[0].contains("line 2: unknown field `selct`"));
    let other = "0".repeat(64);
    let pinned = |sha256: &str| fs::write(folder.path.join("biospan.toml"), format!("[check]\ndictionary-sha256 = \"{sha256}\"\n"));
    pinned(&other).expect("the folder can be written");
    assert!(messages(&folder.run("check a.jsonl"))[0].contains(&format!("checked with the dictionary {other}")));
    pinned(EMBEDDED_SHA256).expect("the folder can be written");
    succeeded(&folder.run("check a.jsonl"));
}

#[test]
fn prefixes_and_types_of_the_users_are_known() {
    let toml = "[check]\ntypes = [\"disease\"]\n[check.prefixes]\nPR = '^\\d+$'\n[check.type-names]\nIllness = \"disease\"\n";
    let marks = [(0, 4, "Gout", "Illness", "PR:7"), (9, 17, "melanoma", "Illness", "PR:x")];
    let folder = repository("own", &[("biospan.toml", toml), ("a.jsonl", &gout("1", "Gout and melanoma.", &marks))]);
    let found = findings(&folder, "--select BS2,BS4 a.jsonl");
    assert!(
        found.iter().any(|finding| finding.starts_with("BS202")) && found.iter().all(|finding| !finding.starts_with("BS201")),
        "{found:?}"
    );
}

#[test]
fn an_old_corpus_starts_clean_and_only_new_faults_fail() {
    let folder = repository("baseline", &[("a.jsonl", &(slipped("1") + &slipped("2")))]);
    let all = findings(&folder, "a.jsonl").len();
    let written = succeeded(&folder.run("check --no-cache --baseline old.tsv --update-baseline a.jsonl"));
    assert_eq!(written, format!("old.tsv: {all} findings accepted.\n"));
    assert_eq!(findings(&folder, "--baseline old.tsv a.jsonl"), [""; 0]);
    // The old ones move to other lines, and a new one comes.
    fs::write(folder.path.join("a.jsonl"), gout("0", "Ill.", &[]) + &slipped("1") + &slipped("2") + &slipped("3")).expect("written");
    let new = findings(&folder, "--baseline old.tsv a.jsonl");
    assert!(new.len() == all / 2 && new.iter().all(|finding| finding.contains("a.jsonl:4:")), "{new:?}");
    assert!(messages(&folder.run("check --baseline none.tsv a.jsonl"))[0].contains("--update-baseline writes one"));
}

#[test]
fn rules_over_the_corpus_see_all_of_it_when_one_file_is_given() {
    let apc = |id: &str| format!("start\tend\ttype\tid\n0\t3\tgene\t{id}\n");
    let folder = repository(
        "corpus",
        &[
            ("biospan.toml", "[check]\ncorpus = [\".\"]\n"),
            ("a.tsv", &apc("HGNC:583")),
            ("a.txt", "APC"),
            ("b.tsv", &apc("HGNC:583")),
            ("b.txt", "APC"),
            ("c.tsv", &apc("HGNC:9451")),
            ("c.txt", "APC"),
        ],
    );
    let run = |arguments: &str| text(&folder.run(&format!("check --select BS306 {arguments}")).stdout);
    for round in ["cold", "warm"] {
        let shown = run("c.tsv");
        assert!(shown.starts_with("c.tsv:2:1: ") && shown.contains("2 other documents"), "{round}: {shown}");
        assert!(run("a.tsv").starts_with("No findings"), "{round}");
    }
    assert!(folder.path.join(".biospan-cache/check.json").exists());
    // What is kept is known by content: a change is seen, in the text beside the annotations too.
    fs::write(folder.path.join("c.tsv"), apc("HGNC:583")).expect("written");
    assert!(run("c.tsv").starts_with("No findings"));
    fs::write(folder.path.join("c.txt"), "AP").expect("written");
    assert!(text(&folder.run("check --select BS101 c.txt").stdout).contains("BS101"));
    fs::write(folder.path.join(".biospan-cache/check.json"), "{").expect("written");
    assert!(run("c.tsv").starts_with("No findings"));
}

#[test]
fn a_given_text_leads_to_its_annotations() {
    let folder = repository("beside", &[("a.ann", "T1\tDisease 9 13\tgout\n"), ("a.txt", "gout")]);
    assert_eq!(findings(&folder, "--select BS101 a.txt a.ann a.txt"), ["BS101 a.ann:1:1"]);
}

#[test]
fn any_bytes_are_read_without_a_crash() {
    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};

    let types = biospan::eval::annotated::TypeNames::default();
    let names = ["a.json", "a.jsonl", "a.xml", "a.ann", "a.tsv", "a.txt", "a.pubtator"];
    let pieces = proptest::sample::select(vec![
        "{\"id\":1,\"text\":\"gout α\",\"annotations\":[",
        "{\"start\":0,\"end\":4",
        "\"type\":\"x\"}",
        "]}",
        "T1\tD 0 4\tgout\n",
        "N1\tReference T1 x\n",
        "1|t|gout\n",
        "1|a|\n",
        "1\t0\t4\tgout\tD\tx\n",
        "start\tend\ttype\tid\n",
        "0\t4\n",
        "\t",
        "α",
        "\r\n",
        "<collection><document>",
        "<passage>",
        "<annotation>",
        "<location offset=\"1\" length=\"9\"/>",
        "</annotation>",
        "<text>",
        "</text>",
        "&lt;",
        "\"denotations\":[{\"span\":{\"begin\":-1,\"end\":9999999999999999999}}]",
        "-5",
        ";",
        "\u{feff}",
        "\0",
    ]);
    let strategy =
        (proptest::sample::select(names.to_vec()), proptest::collection::vec(pieces, 0..24), proptest::collection::vec(any::<u8>(), 0..6));
    let mut runner = TestRunner::new(Config { cases: 600, failure_persistence: None, ..Config::default() });
    let checked = runner.run(&strategy, |(name, pieces, noise)| {
        let mut bytes = pieces.concat().into_bytes();
        bytes.extend(noise);
        let source = biospan::formats::read::annotations::loading::Source {
            path: name.to_owned(),
            text: Some(("a.txt".to_owned(), bytes.clone())),
            bytes,
            lonely: true,
        };
        if let Some(file) = biospan::formats::read::annotations::loading::read(&source, &types) {
            for document in &file.documents {
                for annotation in &document.annotations {
                    prop_assert!(file.content.get(annotation.place.clone()).is_some());
                    prop_assert!(annotation.ids.iter().all(|id| file.content.get(id.place.clone()).is_some()));
                    prop_assert!(annotation.removal.iter().all(|place| file.content.get(place.clone()).is_some()));
                    if let (Some(span), Some(text)) = (annotation.span(), &document.text) {
                        prop_assert!(text.text.get(span).is_some());
                    }
                }
            }
        }
        Ok(())
    });
    if let Err(fault) = checked {
        panic!("{fault}");
    }
}
