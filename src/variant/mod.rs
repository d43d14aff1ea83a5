//! Variants: places in genes and proteins where a paper says that something else stands. A grammar of the forms that
//! papers write, and their normal form.
//!
//! A [`Finder`] goes over the tokens of a sentence and looks closer only where a variant may stand: at numbers that touch
//! letters or signs, and at words such as `deletion` or `glycine`.

mod alleles;
mod anchor;
mod coding;
pub(crate) mod copies;
mod cursor;
mod events;
mod normal;
mod protein;
pub(crate) mod residue;
mod rs;
mod surroundings;
mod traps;
mod words;

use biospan_lexicon::token::{Gap, Token};

use crate::document::Span;

use anchor::Anchors;
use cursor::Cursor;
pub use normal::{Base, Change, Copies, Level, NotNormal, Point, Variant};

/// How sure the form alone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sureness {
    /// It may be something else, and counts because a word for variants stands near.
    Doubtful,
    /// Seldom something else.
    Likely,
    /// Nothing else is written so.
    Clear,
}

/// What a variant's words are like: how likely annotators call them one differs by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A number of dbSNP.
    Number,
    /// Place and change in signs: `c.1799T>A`, `V600E`, `35delG`.
    Signs,
    /// Place and change in words: `glycine to aspartate at codon 12`.
    Words,
    /// What stands at a place in a part of the people: `-308A`, `Arg64`.
    Allele,
    /// A change without a place, or only with an exon: `13-bp deletion`, `A>G`, `deletion of exon 19`.
    Unplaced,
}

impl Form {
    /// All forms.
    pub const ALL: [Form; 5] = [Form::Number, Form::Signs, Form::Words, Form::Allele, Form::Unplaced];

    /// The word for the form.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Form::Number => "number",
            Form::Signs => "signs",
            Form::Words => "words",
            Form::Allele => "allele",
            Form::Unplaced => "unplaced",
        }
    }
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

impl Found {
    /// What its words in `text` are like.
    #[must_use]
    pub fn form(&self, text: &str) -> Form {
        let unplaced = |variant: &Variant| variant.from.is_none_or(|from| matches!(from.base, Base::Exon(_)));
        let is_word = |word: &str| word.len() >= WORD && word.bytes().all(|byte| byte.is_ascii_lowercase());
        if self.variants.is_empty() {
            Form::Number
        } else if self.variants.iter().any(|variant| matches!(variant.change, Change::Allele(_))) {
            Form::Allele
        } else if self.variants.iter().all(unplaced) {
            Form::Unplaced
        } else if self.span.of(text).unwrap_or("").split([' ', '-']).any(is_word) {
            Form::Words
        } else {
            Form::Signs
        }
    }
}

/// So many small letters are a word.
const WORD: usize = 4;
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
        let (before, mut free) = (found.len(), 0);
        for (index, token) in tokens.iter().enumerate() {
            if !self.anchors.is_dull(token)
                && self.anchors.may_stand(text.as_bytes(), tokens, index)
                && token.start as usize >= free
                && let Some(new) = read_around(text, tokens, index, free, found.get(before..).and_then(<[Found]>::last))
            {
                free = new.span.end.index();
                found.push(new);
            }
        }
        alleles::add(text, tokens, before, found);
    }
}

/// Reads the longest form that begins at the token or a little before it and goes over it.
fn read_around(text: &str, tokens: &[Token], index: usize, free: usize, last: Option<&Found>) -> Option<Found> {
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
    let least = anchor.saturating_sub(BACK).max(free).max(sentence_start(bytes, tokens, index));
    while from > least && !bytes[from - 1].is_ascii_whitespace() {
        from -= 1;
    }
    // The full stop of c. 529T>C ends no sentence, and the minus of - 866G/A stands alone.
    let free_before = |at: usize| at == free || bytes.get(at.wrapping_sub(1)).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    match bytes.get(free..from).unwrap_or(&[]) {
        [.., b'c' | b'p' | b'g', b'.', b' '] if free_before(from - 3) => from -= 3,
        [.., b' ', b'-', b' '] if is_promoter(&bytes[from..]) => from -= 2,
        _ => {}
    }
    let starts = (from..=anchor).filter(|&at| {
        text.is_char_boundary(at) && !bytes[at].is_ascii_whitespace() && (begins(bytes, at) || protein::may_be_glued(bytes, at))
    });
    for at in starts {
        let cursor = Cursor { bytes: &bytes[..end], at };
        let families = FAMILIES.iter().filter(|family| family.0(bytes[at]));
        let readings = families.filter_map(|family| (family.1)(cursor)).filter(|reading| reading.end > anchor);
        let Some(reading) = readings.max_by_key(|reading| (reading.end, reading.sureness)) else { continue };
        let free_form = begins(bytes, at) || protein::is_clearly_glued(bytes, at);
        let listed = last.is_some_and(|last| surroundings::is_listed(text, last, at));
        let Some(sureness) = surroundings::judge(text, tokens, index, at, &reading, free_form, listed) else { continue };
        if reading.end <= at || !text.is_char_boundary(reading.end) {
            continue;
        }
        let mut variants = reading.variants;
        surroundings::settle_level(text, tokens, index, at, &mut variants);
        return Some(Found { span: Span::new(at as u32, reading.end as u32), variants, sureness });
    }
    None
}

/// A family of forms: the bytes that one may begin with, and its reader.
type Family = (fn(u8) -> bool, fn(Cursor<'_>) -> Option<Reading>);

/// The families of forms.
const FAMILIES: [Family; 14] = [
    (|first| matches!(first, b'r' | b'R'), rs::read),
    (|first| first.is_ascii_alphabetic(), protein::read),
    (
        |first| {
            first.is_ascii_digit()
                || residue::is_base(first)
                || matches!(first, b'c' | b'g' | b'm' | b'n' | b'r' | b'I' | b'i' | b'd' | b'-' | b'+' | b'*' | b'[' | 0xe2)
        },
        coding::read,
    ),
    (|first| first.is_ascii_alphabetic(), words::residues),
    (|first| first == b'(' || is_base_letter(first), words::bases),
    (|first| first.is_ascii_digit() || matches!(first | 0x20, b'o' | b't' | b'f' | b's' | b'e' | b'n'), events::length),
    (|first| first == b'(' || is_base_letter(first), events::letters_event),
    (|first| matches!(first | 0x20, b'd' | b'i'), events::event_of),
    (|first| matches!(first | 0x20, b'c' | b's' | b'p' | b't'), words::codon),
    (|first| first | 0x20 == b'e', events::exon),
    (|first| matches!(first, b'd' | b'D' | 0xce | 0xe2), events::delta),
    (|first| first == b'(' || residue::is_base(first), events::repeat),
    (is_base_letter, words::allele),
    (|first| first.is_ascii_digit(), words::number_first),
];

/// Whether a base's letter or name begins so.
fn is_base_letter(first: u8) -> bool {
    matches!(first | 0x20, b'a' | b'c' | b'g' | b't' | b'u')
}

/// Where the sentence of a token begins, with the signs and brackets before its first word; nothing is read back far.
fn sentence_start(bytes: &[u8], tokens: &[Token], index: usize) -> usize {
    let first = tokens[..=index].iter().rev().take(12).take_while(|token| token.gap != Gap::Break).count();
    let mut start = tokens.get(index.saturating_sub(first)).map_or(0, |token| token.start as usize);
    while start > 0 && matches!(bytes[start - 1], b'-' | b'+' | b'*' | b'(' | b'[') {
        start -= 1;
    }
    start
}

/// Whether a form may begin here: no letter or digit stands before it.
fn begins(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| bytes[before]);
    match bytes[at] {
        // A hyphen is a sign only behind a blank or bracket.
        b'-' if before.is_some_and(|byte| byte.is_ascii_alphanumeric()) => is_promoter(&bytes[at + 1..]),
        b'-' | b'+' | b'*' | 0xe2 => before.is_none_or(|byte| matches!(byte, b' ' | b'(' | b'[' | b',' | b'/' | b'\n')),
        // CCR5Δ32, CCR5delta32
        b'd' | b'D' | 0xce if bytes[at + 1..].starts_with(b"elta") || bytes[at..].starts_with("Δ".as_bytes()) => {
            before.is_none_or(|byte| !byte.is_ascii_lowercase())
        }
        _ => before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && byte < 0x80 && byte != b'.'),
    }
}

/// `174G/C` behind the hyphen of `IL6-174G/C`, which is a sign.
fn is_promoter(bytes: &[u8]) -> bool {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let change = matches!(bytes.get(digits..), Some([old, b'/' | b'>', new, ..]) if residue::is_base(*old) && residue::is_base(*new));
    // IL1B-511C, and IL1B-511CC of people with two of them.
    let bases = bytes[digits..].iter().take_while(|byte| residue::is_base(**byte)).count();
    let alleles = &bytes[digits..digits + bases];
    let whole = bytes.get(digits + bases).is_some_and(|next| !next.is_ascii_alphanumeric());
    let allele = whole && matches!(alleles, [_] | [b'A', b'A'] | [b'C', b'C'] | [b'G', b'G'] | [b'T', b'T']);
    digits > 1 && (change || allele && digits < 5)
}

#[cfg(test)]
mod tests;
