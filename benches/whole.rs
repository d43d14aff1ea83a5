//! JSON Lines to JSON Lines, the whole way, on one thread.

mod passages;

use biospan::formats::read::{self, ReadOptions};
use biospan::formats::write::json::{JsonOptions, write};
use biospan::{Annotator, Worker};
use divan::Bencher;
use divan::counter::BytesCount;

/// The passages as JSON Lines, `repeats` times.
fn input(repeats: usize) -> Vec<u8> {
    let mut lines = Vec::new();
    for round in 0..repeats {
        for (file, text) in passages::corpus() {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let line = serde_json::json!({"id": format!("{stem}-{round}"), "text": text});
            lines.extend_from_slice(line.to_string().as_bytes());
            lines.push(b'\n');
        }
    }
    lines
}

fn run(worker: &mut Worker<'_>, input: Vec<u8>, output: &mut Vec<u8>) {
    let documents = read::read("passages.jsonl", input, &ReadOptions::default()).expect("the passages can be read");
    for document in documents {
        let document = document.expect("the passages can be read");
        write(&worker.annotate(&document), JsonOptions { text: true, pretty: false }, output).expect("a vector takes every byte");
        output.push(b'\n');
    }
}

/// Every round says the same, and the record of each passage holds its text and mentions.
fn check() {
    let annotator = Annotator::new().expect("the embedded dictionary opens");
    let mut worker = annotator.worker();
    let mut output = Vec::new();
    run(&mut worker, input(2), &mut output);
    let records: Vec<serde_json::Value> = output
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).expect("JSON"))
        .collect();
    let passages = passages::corpus();
    assert_eq!(records.len(), 2 * passages.len());
    for (index, record) in records.iter().enumerate() {
        let (file, text) = &passages[index % passages.len()];
        assert_eq!(record["text"], text.as_str());
        assert!(record["mentions"].as_array().is_some_and(|mentions| !mentions.is_empty()), "nothing in {}", file.display());
        assert_eq!(record["mentions"], records[index % passages.len()]["mentions"]);
    }
}

#[divan::bench]
fn json_lines_to_json_lines(bencher: Bencher<'_, '_>) {
    let input = input(passages::repeats(&passages::corpus()));
    let annotator = Annotator::new().expect("the embedded dictionary opens");
    let mut worker = annotator.worker();
    let mut output = Vec::new();
    bencher.counter(BytesCount::of_slice(&input)).with_inputs(|| input.clone()).bench_local_values(|input| {
        output.clear();
        run(&mut worker, input, &mut output);
        output.len()
    });
}

fn main() {
    check();
    divan::main();
}
