//! Documents to records: everything but reading and writing.

mod passages;

use std::collections::HashSet;

use biospan::Annotator;
use biospan::document::{Document, Span};
use biospan::formats::read::annotations::loading::annotations_of;
use biospan::formats::read::{self, ReadOptions, annotated};
use divan::Bencher;
use divan::counter::BytesCount;

fn documents(passages: &[passages::Passage]) -> Vec<Document> {
    let options = ReadOptions { format: Some("text"), ..ReadOptions::default() };
    let read = |(file, text): &passages::Passage| {
        let documents = read::read(&file.to_string_lossy(), text.clone().into_bytes(), &options).expect("text can be read");
        documents.map(|document| document.expect("text can be read")).collect::<Vec<_>>()
    };
    passages.iter().flat_map(read).collect()
}

/// Of what the corpus annotates, more than half is found where it stands; the benchmark times the real thing.
fn check() {
    let annotator = Annotator::new().expect("the embedded dictionary opens");
    let mut worker = annotator.worker();
    let (mut annotated_mentions, mut found) = (0, 0);
    for passage in passages::corpus() {
        let file = annotations_of(&passage.0);
        let mut curated = annotated::open(&file.to_string_lossy(), &ReadOptions::default()).expect("a passage has annotations");
        let curated = curated.next().expect("a file has a passage").expect("its annotations can be read");
        let document = documents(std::slice::from_ref(&passage)).remove(0);
        let record = worker.annotate(&document);
        let spans: HashSet<Span> = record.mentions.iter().map(|mention| mention.span).collect();
        annotated_mentions += curated.mentions.len();
        found += curated.mentions.iter().filter(|mention| spans.contains(&mention.span)).count();
    }
    assert!(found * 2 > annotated_mentions && annotated_mentions > 0, "only {found} of {annotated_mentions} annotated mentions were found");
}

#[divan::bench]
fn annotate_passages(bencher: Bencher<'_, '_>) {
    let passages = passages::corpus();
    let (documents, repeats) = (documents(&passages), passages::repeats(&passages));
    let bytes = repeats * documents.iter().map(|document| document.text.len()).sum::<usize>();
    let annotator = Annotator::new().expect("the embedded dictionary opens");
    let mut worker = annotator.worker();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let mut mentions = 0;
        for _ in 0..repeats {
            for document in &documents {
                mentions += worker.annotate(document).mentions.len();
            }
        }
        mentions
    });
}

fn main() {
    check();
    divan::main();
}
