//! Tokens to names of the embedded dictionary.

mod passages;

use biospan::dictionary::lexicon::embedded;
use biospan::matcher::{Compiled, Hit, Matcher};
use biospan_lexicon::image::{Image, LONGEST_NAME};
use biospan_lexicon::search::key_of;
use biospan_lexicon::token::{Gap, Token, tokenize};
use divan::Bencher;
use divan::counter::BytesCount;

fn image() -> Image<'static> {
    embedded().expect("the build made the image")
}

/// The tokens of all passages, each line by itself, and the number of bytes they stand for.
fn tokens(repeats: usize) -> (Vec<Token>, usize) {
    let once: String = passages::corpus().iter().map(|(_, text)| text.as_str()).collect();
    let text = once.repeat(repeats);
    let mut tokens = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        tokenize(&text, at, at + line.len(), &mut tokens);
        at += line.len();
    }
    (tokens, text.len())
}

/// The engine finds what asking for every stretch of tokens finds.
fn check() {
    let image = image();
    let (tokens, _) = tokens(1);
    let mut engine = Compiled::new(image);
    let mut expected = Vec::new();
    for first in 0..tokens.len() {
        let mut hashes = Vec::new();
        for token in tokens[first..].iter().take(LONGEST_NAME) {
            if !hashes.is_empty() && token.gap == Gap::Break {
                break;
            }
            hashes.push(token.hash);
            // A word by itself is skipped where its letters are too small for every name that it could be.
            let key = key_of(&image, &hashes).filter(|key| hashes.len() > 1 || token.case >= image.needed_case(*key));
            expected.extend(key.map(|key| Hit { token: first as u32, length: hashes.len() as u32, key }));
        }
    }
    let mut hits = Vec::new();
    engine.find(&tokens, &mut hits);
    assert!(hits == expected, "{} names were found, {} are there", hits.len(), expected.len());
    assert!(hits.len() > 1000, "only {} names in the corpus: is the dictionary empty?", hits.len());
}

#[divan::bench]
fn compiled(bencher: Bencher<'_, '_>) {
    let (tokens, bytes) = tokens(passages::repeats(&passages::corpus()));
    let mut engine = Compiled::new(image());
    let mut hits = Vec::new();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        hits.clear();
        engine.find(&tokens, &mut hits);
        hits.len()
    });
}

#[divan::bench]
fn tokenize_and_find(bencher: Bencher<'_, '_>) {
    let passages = passages::corpus();
    let repeats = passages::repeats(&passages);
    let bytes = repeats * passages.iter().map(|(_, text)| text.len()).sum::<usize>();
    let mut engine = Compiled::new(image());
    let (mut tokens, mut hits) = (Vec::new(), Vec::new());
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for _ in 0..repeats {
            for (_, text) in &passages {
                tokens.clear();
                hits.clear();
                tokenize(text, 0, text.len(), &mut tokens);
                engine.find(&tokens, &mut hits);
            }
        }
        hits.len()
    });
}

fn main() {
    check();
    divan::main();
}
