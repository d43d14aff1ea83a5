//! Variants: places in genes and proteins where a paper says that something else stands. A grammar of the forms that
//! papers write, and their normal form.
//!
//! A [`Finder`] goes over the tokens of a sentence and looks closer only where a variant may stand: at numbers that touch
//! letters or signs, and at words such as `deletion` or `glycine`.

mod anchor;
mod coding;
pub mod concept;
mod cursor;
mod normal;
mod protein;
mod residue;
mod rs;
mod surroundings;
mod traps;
mod words;

use biospan_lexicon::token::{Gap, Token};

use crate::document::Span;

use anchor::Anchors;
use cursor::Cursor;
pub use normal::{Base, Change, Level, NotNormal, Point, Variant};

/// How sure the form alone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// It may be something else; a word for it must stand near.
    Doubtful,
    /// Seldom something else.
    Likely,
    /// Nothing else is written so.
    Clear,
}

/// What was read at a place.
#[derive(Clone, Debug)]
struct Reading {
    end: usize,
    variants: Vec<Variant>,
    sureness: Sureness,
}

/// A variant in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its words.
    pub span: Span,
    /// What they say: several in a list such as `G12C/D`, none for a number of dbSNP.
    pub variants: Vec<Variant>,
    /// How sure they are.
    pub sureness: Sureness,
}

/// How far before an anchor a form may begin, in bytes.
const BACK: usize = 24;
/// Finds variants; made once, used for every text.
#[derive(Default)]
pub struct Finder {
    anchors: Anchors,
}

impl Finder {
    /// Appends the variants in the tokens of a text to `found`, in order.
    pub fn find(&self, text: &str, tokens: &[Token], found: &mut Vec<Found>) {
        let mut free = 0;
        for (index, token) in tokens.iter().enumerate() {
            if self.anchors.may_stand(text.as_bytes(), tokens, index) && token.start as usize >= free {
                if let Some(new) = read_around(text, tokens, index, free) {
                    free = new.span.end.index();
                    found.push(new);
                }
            }
        }
    }
}

/// Reads the longest form that begins at the token or a little before it and goes over it.
fn read_around(text: &str, tokens: &[Token], index: usize, free: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let token = &tokens[index];
    let anchor = token.start as usize;
    // No form crosses the end of its sentence.
    let next = tokens[index + 1..].iter().take(40).take_while(|next| next.gap != Gap::Break).last().unwrap_or(token);
    let mut end = next.end as usize;
    while end < text.len() && end < next.end as usize + 4 && matches!(bytes[end], b')' | b']' | b'*' | b'=' | b'+' | b'-') {
        end += 1;
    }
    let mut from = anchor;
    let least = anchor.saturating_sub(BACK).max(free).max(sentence_start(tokens, index));
    while from > least && !bytes[from - 1].is_ascii_whitespace() {
        from -= 1;
    }
    // c. 529T>C
    if from >= least + 3 && bytes[from - 1] == b' ' && bytes[from - 2] == b'.' && matches!(bytes[from - 3], b'c' | b'p' | b'g') {
        from -= 3;
    }
    let starts = (from..=anchor).filter(|&at| {
        text.is_char_boundary(at) && !bytes[at].is_ascii_whitespace() && (begins(bytes, at) || protein::may_be_glued(bytes, at))
    });
    for at in starts {
        let cursor = Cursor { bytes: &bytes[..end], at };
        let readings = FAMILIES.iter().filter_map(|family| family(cursor)).filter(|reading| reading.end > anchor);
        let Some(reading) = readings.max_by_key(|reading| (reading.end, reading.sureness)) else { continue };
        let Some(sureness) = surroundings::judge(text, tokens, index, at, &reading, begins(bytes, at)) else { continue };
        if reading.end <= at || !text.is_char_boundary(reading.end) {
            continue;
        }
        let mut variants = reading.variants;
        surroundings::settle_level(text, tokens, index, at, &mut variants);
        return Some(Found { span: Span::new(at as u32, reading.end as u32), variants, sureness });
    }
    None
}

/// The families of forms.
const FAMILIES: [fn(Cursor<'_>) -> Option<Reading>; 13] = [
    rs::read,
    protein::read,
    coding::read,
    words::residues,
    words::bases,
    words::length,
    words::letters_event,
    words::event_of,
    words::codon,
    words::delta,
    words::repeat,
    words::allele,
    words::number_first,
];

fn sentence_start(tokens: &[Token], index: usize) -> usize {
    let first = tokens[..=index].iter().rev().take(12).take_while(|token| token.gap != Gap::Break).count();
    tokens.get(index.saturating_sub(first)).map_or(0, |token| token.start as usize)
}

/// Whether a form may begin here: no letter or digit stands before it.
fn begins(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| bytes[before]);
    match bytes[at] {
        // A hyphen is a sign only behind a blank or bracket.
        b'-' if before.is_some_and(|byte| byte.is_ascii_alphanumeric()) => is_promoter(&bytes[at + 1..]),
        b'-' | b'+' | b'*' | 0xe2 => before.is_none_or(|byte| matches!(byte, b' ' | b'(' | b'[' | b',' | b'/' | b'\n')),
        // CCR5Δ32, CCR5delta32
        b'd' | 0xce if bytes[at..].starts_with(b"delta") || bytes[at..].starts_with("Δ".as_bytes()) => {
            before.is_none_or(|byte| !byte.is_ascii_lowercase())
        }
        _ => before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && byte < 0x80 && byte != b'.'),
    }
}

/// `174G/C` behind the hyphen of `IL6-174G/C`, which is a sign.
fn is_promoter(bytes: &[u8]) -> bool {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    matches!(bytes.get(digits..), Some([old, b'/' | b'>', new, ..]) if digits > 1 && residue::is_base(*old) && residue::is_base(*new))
}
