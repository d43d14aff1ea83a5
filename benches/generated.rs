//! The engine over 1.4 million generated names, in a text that they were planted in.

use std::sync::LazyLock;

use biospan::matcher::{Compiled, Hit, Matcher};
use biospan_lexicon::compile::{Ingredients, compile};
use biospan_lexicon::image::{Image, OwnedImage};
use biospan_lexicon::table::{ConceptRow, NameRow, Scope};
use biospan_lexicon::token::{Token, tokenize};
use divan::Bencher;
use divan::counter::BytesCount;

const CONCEPTS: usize = 350_000;
const NAMES_OF_EACH: usize = 4;
/// Bytes of the text.
const TEXT: usize = 2_000_000;

/// No syllable of a name holds a `w`, and every other word of the text does, so that nothing is found by chance.
const SYLLABLES: [&str; 24] = [
    "ba", "cer", "dol", "fi", "gan", "ha", "il", "jo", "lam", "mab", "nib", "ol", "pri", "qua", "ri", "sta", "tu", "vir", "xe", "yl", "zo",
    "mycin", "tin", "cor",
];
const GREEK: [&str; 6] = ["α", "β", "γ", "delta", "κ", "omega"];
const OTHER_WORDS: [&str; 16] = [
    "which",
    "was",
    "with",
    "were",
    "we",
    "showed",
    "lower",
    "between",
    "following",
    "how",
    "growth",
    "below",
    "few",
    "towards",
    "when",
    "new",
];

/// A linear congruential generator: the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn word(&mut self) -> String {
        (0..2 + self.below(3)).map(|_| self.one_of(&SYLLABLES)).collect()
    }

    /// One to four words, some with digits or a Greek letter: `bacer`, `dolfi-7`, `gan ilol β`, `XEYL12`.
    fn name(&mut self) -> String {
        let mut name = self.word();
        for _ in 0..self.below(3) {
            name.push(' ');
            name.push_str(&self.word());
        }
        match self.below(4) {
            0 => name.push_str(&format!("-{}", self.below(900))),
            1 => name.push_str(&format!("{}", self.below(9000))),
            2 => {
                name.push('-');
                name.push_str(self.one_of(&GREEK));
            }
            _ => {}
        }
        if self.below(3) == 0 { name.to_ascii_uppercase() } else { name }
    }
}

struct Generated {
    image: OwnedImage,
    text: String,
    tokens: Vec<Token>,
    /// Bytes and concept of each planted name.
    planted: Vec<(usize, usize, u32)>,
}

static GENERATED: LazyLock<Generated> = LazyLock::new(|| {
    let mut numbers = Numbers(17);
    // Concepts are numbered in the order of their identifiers.
    let concepts: Vec<ConceptRow<'_>> = (0..CONCEPTS)
        .map(|index| {
            let names: Vec<NameRow<'_>> =
                (0..NAMES_OF_EACH).map(|_| NameRow { scope: Scope::Exact, source: "".into(), text: numbers.name().into() }).collect();
            let name = names[0].text.clone();
            ConceptRow { id: format!("X:{index:07}").into(), entity_type: "drug".into(), name, names, ..ConceptRow::default() }
        })
        .collect();
    let mut text = String::new();
    let mut planted = Vec::new();
    let mut tokens = Vec::new();
    while text.len() < TEXT {
        let start = text.len();
        for _ in 0..2 + numbers.below(4) {
            for _ in 0..1 + numbers.below(5) {
                text.push_str(numbers.one_of(&OTHER_WORDS));
                text.push(' ');
            }
            let concept = numbers.below(CONCEPTS);
            let name = &concepts[concept].names[numbers.below(NAMES_OF_EACH)].text;
            planted.push((text.len(), text.len() + name.len(), concept as u32));
            text.push_str(name);
            text.push(' ');
        }
        text.push_str("was low.\n");
        tokenize(&text, start, text.len(), &mut tokens);
    }
    let ingredients = Ingredients { name: "generated", version: "1", concepts, ..Ingredients::default() };
    let (image, _) = compile(&ingredients).expect("generated names compile");
    Generated { image: OwnedImage::new(&image), text, tokens, planted }
});

/// Every planted name is found where it was planted, and every hit lies inside a planted name.
fn check() {
    let generated = &*GENERATED;
    let image = Image::open(generated.image.bytes()).expect("a fresh image opens");
    assert!(image.entry_count() > 1_390_000, "only {} names", image.entry_count());
    let mut hits = Vec::new();
    Compiled::new(image).find(&generated.tokens, &mut hits);
    let bytes = |hit: &Hit| {
        let (first, last) = (hit.token as usize, (hit.token + hit.length) as usize - 1);
        (generated.tokens[first].start as usize, generated.tokens[last].end as usize)
    };
    let mut rest = hits.iter().peekable();
    for &(start, end, concept) in &generated.planted {
        let mut found = false;
        while let Some(hit) = rest.next_if(|hit| bytes(hit).0 < end) {
            let (from, to) = bytes(hit);
            assert!(start <= from && to <= end, "{} was not planted", &generated.text[from..to]);
            found |= (from, to) == (start, end) && image.entries(hit.key).iter().any(|entry| entry.concept() == concept);
        }
        assert!(found, "{} was planted and not found", &generated.text[start..end]);
    }
    assert!(rest.next().is_none(), "something was found behind the last planted name");
}

#[divan::bench]
fn find(bencher: Bencher<'_, '_>) {
    let generated = &*GENERATED;
    let mut engine = Compiled::new(Image::open(generated.image.bytes()).expect("a fresh image opens"));
    let mut hits = Vec::new();
    bencher.counter(BytesCount::of_str(&generated.text)).bench_local(|| {
        hits.clear();
        engine.find(&generated.tokens, &mut hits);
        hits.len()
    });
}

#[divan::bench]
fn tokenize_and_find(bencher: Bencher<'_, '_>) {
    let generated = &*GENERATED;
    let mut engine = Compiled::new(Image::open(generated.image.bytes()).expect("a fresh image opens"));
    let (mut tokens, mut hits) = (Vec::new(), Vec::new());
    bencher.counter(BytesCount::of_str(&generated.text)).bench_local(|| {
        tokens.clear();
        hits.clear();
        let mut at = 0;
        for line in generated.text.split_inclusive('\n') {
            tokenize(&generated.text, at, at + line.len(), &mut tokens);
            at += line.len();
        }
        engine.find(&tokens, &mut hits);
        hits.len()
    });
}

fn main() {
    check();
    divan::main();
}
