//! `biospan explain`: what the program says of words.

use serde_json::Value;

use crate::cli::{Folder, succeeded, text};

/// The readings at words of a note: type, verdict, and what is not admitted.
fn readings(folder: &Folder, arguments: &str) -> Vec<Value> {
    let lines = succeeded(&folder.run(&format!("explain --format jsonl {arguments}")));
    lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

#[test]
fn every_reading_has_its_verdict_and_what_spoke() {
    let note =
        "The hepatitis B virus (HBV) is known. In mice, Trp53 and ERK1/2 and sinusoidal endothelial cells were seen. Guo et al. ate.";
    let folder = Folder::new("explain").with("note.txt", note);
    // Words; type; verdict; for a mention its concept.
    for (words, entity_type, verdict, id) in [
        ("Trp53", "gene", "mention", "NCBIGene:22059"),
        ("sinusoidal", "cell_type", "mention", "CL:1000398"),
        ("hepatitis", "disease", "refused", ""),
        ("endothelial", "cell_type", "mention", "CL:1000398"),
    ] {
        let all = readings(&folder, &format!("--at {words} note.txt"));
        let reading = all.iter().find(|reading| reading["type"] == entity_type).unwrap_or_else(|| panic!("{words} has no such reading"));
        assert_eq!((&reading["verdict"]["is"], reading["verdict"]["id"].as_str().unwrap_or("")), (&verdict.into(), id), "{words}");
        let (spoke, sum) = (reading["features"].as_array().expect("a list"), reading["sum"].as_f64().expect("a number"));
        let added: f64 = spoke.iter().filter_map(|feature| feature[1].as_f64()).sum();
        assert!((added - sum).abs() < 1e-3, "{words}: {added} is not {sum}");
        assert!(!reading["candidates"].as_array().expect("a list").is_empty(), "{words}");
    }
    let beaten = readings(&folder, "--at endothelial note.txt");
    let inner = beaten.iter().find(|reading| reading["text"] == "endothelial cells").expect("the shorter name is there");
    assert_eq!((&inner["verdict"]["is"], &inner["verdict"]["by"]), (&"beaten".into(), &"sinusoidal endothelial cells".into()));
    let human = readings(&folder, "--at Trp53 --without organism note.txt");
    assert!(human.iter().any(|reading| reading["verdict"]["id"] == "HGNC:11998"), "{human:?}");
}

#[test]
fn a_place_without_a_name_and_one_outside_the_text_are_said() {
    let folder = Folder::new("explain-none").with("note.txt", "Aspirin helped.");
    for (arguments, code, expected) in [
        ("--at helped note.txt", 1, "biospan: note.txt: no name of the dictionary stands there; try other words or a wider --at"),
        ("missing.txt", 1, "biospan: missing.txt (it is no file, so it was read as text): no name of the dictionary stands there; try"),
        ("--at 5-99 note.txt", 2, "biospan: --at 5-99: expected two byte offsets within 0-15"),
    ] {
        let output = folder.run(&format!("explain {arguments}"));
        assert_eq!(output.status.code(), Some(code), "{arguments}");
        assert!(text(&output.stderr).starts_with(expected), "{arguments}: {}", text(&output.stderr));
    }
    let shown = succeeded(&folder.run("explain --at 0-7 note.txt"));
    assert!(shown.starts_with("0-7 \"Aspirin\" as drug: a mention of CHEBI:15365\n  score "), "{shown}");
}
