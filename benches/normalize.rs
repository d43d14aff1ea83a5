//! Text to tokens.

mod passages;

use biospan_lexicon::token::{Token, tokenize};
use divan::Bencher;
use divan::counter::BytesCount;

fn text() -> String {
    let passages = passages::corpus();
    let once: String = passages.iter().map(|(_, text)| text.as_str()).collect();
    once.repeat(passages::repeats(&passages))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokenize(text, 0, text.len(), &mut tokens);
    tokens
}

/// Tokens are in order, and all letters and digits of ASCII lie in one.
fn check(text: &str) {
    let mut at = 0;
    for token in tokens(text) {
        let (start, end) = (token.start as usize, token.end as usize);
        assert!(at <= start && start < end, "token {start}..{end} is out of order");
        let between = &text.as_bytes()[at..start];
        // The ending of a possessive belongs to no token.
        assert!(!between.iter().any(|byte| byte.is_ascii_alphanumeric() && *byte != b's'), "{:?} was passed over", &text[at..start]);
        at = end;
    }
    assert!(!text.as_bytes()[at..].iter().any(u8::is_ascii_alphanumeric), "the end was passed over");
}

#[divan::bench]
fn tokenize_passages(bencher: Bencher<'_, '_>) {
    let text = text();
    let mut tokens = Vec::new();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        tokens.clear();
        tokenize(&text, 0, text.len(), &mut tokens);
        tokens.len()
    });
}

fn main() {
    check(&text());
    divan::main();
}
