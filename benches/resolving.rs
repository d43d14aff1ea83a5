//! Documents to records: everything but reading and writing.

mod passages;

use std::collections::HashSet;
use std::fs;

use biospan::Annotator;
use biospan::document::{CharacterCounter, Document};
use biospan::formats::read::{self, ReadOptions};
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
    let (mut annotated, mut found) = (0, 0);
    for passage in passages::corpus() {
        let table = fs::read_to_string(passage.0.with_extension("tsv")).expect("a passage has annotations");
        let document = documents(std::slice::from_ref(&passage)).remove(0);
        let mut counter = CharacterCounter::new(&document.text);
        let record = worker.annotate(&document);
        let spans: HashSet<(u32, u32)> =
            record.mentions.iter().map(|mention| (counter.at(mention.span.start).0, counter.at(mention.span.end).0)).collect();
        for line in table.lines().skip(1) {
            let mut columns = line.split('\t').map(str::parse::<u32>);
            let (Some(Ok(start)), Some(Ok(end))) = (columns.next(), columns.next()) else { panic!("{line} is no annotation") };
            annotated += 1;
            found += usize::from(spans.contains(&(start, end)));
        }
    }
    assert!(found * 2 > annotated && annotated > 0, "only {found} of {annotated} annotated mentions were found");
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
