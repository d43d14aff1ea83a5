//! Text to tokens: the one function that names and papers both go through.
//!
//! A token is a run of letters or a run of digits; letters and digits part (`IL2` = `IL-2` = `IL 2`), Greek
//! letters stand alone under their English names, and what stood between two tokens is kept as a [`Gap`].
//! The normal form of a token (small letters, no diacritics, plural ending off) is only hashed here; what the
//! paper really wrote is compared with the name on a hit ([`crate::surface`]).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::gap::is_invisible;
use crate::hash;
use crate::window::Window;

pub use crate::gap::{Gap, classify_gap};

/// How the letters of a token are cased, as far as looking it up needs it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum TokenCase {
    /// Small letters only.
    #[default]
    Small,
    /// Capitals and small letters.
    Mixed,
    /// Capitals only, but for an `s` at the end; digits, and all that holds characters outside ASCII.
    Capitals,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Byte offset of its first character.
    pub start: u32,
    /// Byte offset after its last character.
    pub end: u32,
    /// Hash of its normal form.
    pub hash: u64,
    /// What stood before it.
    pub gap: Gap,
    /// How its letters are cased.
    pub case: TokenCase,
}

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    Mark,
    Digit,
    Letter,
    Wide,
}

const fn classes() -> [Class; 256] {
    let mut table = [Class::Mark; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'0'..=b'9' => Class::Digit,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            0x80..=0xff => Class::Wide,
            _ => Class::Mark,
        };
        byte += 1;
    }
    table
}

static CLASS: [Class; 256] = classes();

/// Appends the tokens of `text[from..to]` to `tokens`; offsets count in `text`, the first token's gap is
/// [`Gap::Break`]. `from` and `to` must be on character boundaries.
pub fn tokenize(text: &str, from: usize, to: usize, tokens: &mut Vec<Token>) {
    let all = text.as_bytes();
    let bytes = &all[..to];
    let mut at = from;
    let mut last_end = None;
    while let Some(byte) = bytes.get(at) {
        let start = at;
        let (end, hash, case) = match CLASS[usize::from(*byte)] {
            Class::Mark => {
                at += 1;
                continue;
            }
            Class::Letter => {
                // The window may reach behind `to`, which cuts the run off; on a character boundary.
                let window = Window::at(all, start);
                let end = run_end(bytes, start, window.letters(), Class::Letter);
                if bytes.get(end).is_some_and(|next| !next.is_ascii()) {
                    at = wide_run(text, start, to, &mut last_end, tokens);
                    continue;
                }
                let letters = &bytes[start..end];
                (end, hash_run(letters, window), case_of(letters, window))
            }
            Class::Digit => {
                let window = Window::at(all, start);
                let end = run_end(bytes, start, window.digits(), Class::Digit);
                (end, hash_whole(&bytes[start..end], window), TokenCase::Capitals)
            }
            Class::Wide => {
                at = wide_run(text, start, to, &mut last_end, tokens);
                continue;
            }
        };
        at = end;
        let gap = match last_end {
            Some(last_end) if start == last_end + 1 && bytes[last_end] == b' ' => Gap::Space,
            Some(last_end) => {
                let gap = classify_gap(text, last_end, start);
                if gap == Gap::Apostrophe && is_possessive(bytes, start, end, last_end) {
                    // Crohn's disease = Crohn disease: the ending is part of what stands between the two.
                    continue;
                }
                gap
            }
            None => Gap::Break,
        };
        tokens.push(Token { start: start as u32, end: end as u32, hash, gap, case });
        last_end = Some(end);
        // What nearly always follows needs no class.
        at += usize::from(bytes.get(at) == Some(&b' '));
    }
}

/// The end of a run of one class, of which the window has seen so many bytes.
#[inline]
fn run_end(bytes: &[u8], start: usize, seen: usize, class: Class) -> usize {
    let end = start + seen;
    if seen == Window::LENGTH || end > bytes.len() { long_run_end(bytes, start, class) } else { end }
}

#[cold]
fn long_run_end(bytes: &[u8], start: usize, class: Class) -> usize {
    let length = bytes[start..].iter().position(|byte| CLASS[usize::from(*byte)] != class);
    length.map_or(bytes.len(), |length| start + length)
}

/// The case of a run of ASCII letters at the beginning of `window`.
#[inline]
fn case_of(letters: &[u8], window: Window) -> TokenCase {
    let plural = (letters.len() > 1) & (letters.last() == Some(&b's'));
    let stem = letters.len() - usize::from(plural);
    let (capitals, small) = if letters.len() <= Window::LENGTH { window.cases(stem) } else { cases_of(&letters[..stem]) };
    match (capitals, small) {
        (false, _) => TokenCase::Small,
        (true, false) => TokenCase::Capitals,
        (true, true) => TokenCase::Mixed,
    }
}

/// Whether there are capitals and whether there are small letters in a run of letters.
#[cold]
fn cases_of(letters: &[u8]) -> (bool, bool) {
    (letters.iter().any(u8::is_ascii_uppercase), letters.iter().any(u8::is_ascii_lowercase))
}

/// `'s` after a word.
fn is_possessive(bytes: &[u8], start: usize, end: usize, last_end: usize) -> bool {
    end - start == 1 && bytes[start] | 0x20 == b's' && start > last_end && CLASS[bytes[last_end - 1] as usize] != Class::Digit
}

/// The hash of a run of ASCII letters, its plural ending taken off.
#[inline]
#[must_use]
pub fn hash_letters(letters: &[u8]) -> u64 {
    hash_run(letters, Window::at(letters, 0))
}

/// [`hash_letters`] of a run at the beginning of `window`.
#[inline(always)]
fn hash_run(letters: &[u8], window: Window) -> u64 {
    match letters {
        [_, _, .., b's' | b'S'] => hash_plural(letters, window),
        // carcinomata; few words end so
        [.., m, a, t, b'a' | b'A'] if letters.len() > 6 && [m | 0x20, a | 0x20, t | 0x20] == *b"mat" => hash_plural(letters, window),
        _ => hash_whole(letters, window),
    }
}

/// The hash of a run at the beginning of `window` as it stands.
#[inline]
fn hash_whole(run: &[u8], window: Window) -> u64 {
    if run.len() <= Window::LENGTH { window.hash(run.len()) } else { hash::token(run) }
}

#[inline(never)]
fn hash_plural(letters: &[u8], window: Window) -> u64 {
    match singular(letters) {
        Singular::Same => hash_whole(letters, window),
        Singular::Cut(length) => hash_whole(&letters[..length], window),
        Singular::Replaced(length, ending) => {
            let mut form = [0u8; 64];
            if length + 1 > form.len() {
                return hash::token(letters);
            }
            form[..length].copy_from_slice(&letters[..length]);
            form[length] = ending;
            hash::token(&form[..=length])
        }
    }
}

/// How a word's key form comes from the word: an ending cut off, or cut and replaced by one letter.
///
/// The forms are keys, not English: `disease` and `diseases`, `metastasis` and `metastases` must meet, and
/// that `basis` meets `base` costs nothing, since a hit is compared letter by letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Singular {
    /// The word is its own key.
    Same,
    /// The first so many bytes are the key.
    Cut(usize),
    /// The first so many bytes and this letter are the key.
    Replaced(usize, u8),
}

/// The singular key form of a run of ASCII letters of at least three; see [`Singular`].
#[must_use]
pub fn singular(letters: &[u8]) -> Singular {
    let length = letters.len();
    let tail = |back: usize| letters[length - back] | 0x20;
    if tail(1) == b'a' {
        // carcinomata
        let latin = length > 6 && tail(2) == b't' && tail(3) == b'a' && tail(4) == b'm' && tail(5) == b'o';
        return if latin { Singular::Cut(length - 2) } else { Singular::Same };
    }
    if tail(1) != b's' {
        return Singular::Same;
    }
    if length == 3 {
        // DCs, but not gas and RAS
        let abbreviation = letters[2] == b's' && letters[..2].iter().all(u8::is_ascii_uppercase);
        return if abbreviation { Singular::Cut(2) } else { Singular::Same };
    }
    match tail(2) {
        b's' | b'u' => Singular::Same,
        b'i' if length > 4 && tail(3) == b's' => Singular::Replaced(length - 2, b'e'),
        b'i' => Singular::Same,
        b'e' if length > 4 => match (tail(4), tail(3)) {
            (_, b'i') => Singular::Replaced(length - 3, b'y'),
            (b'c' | b's', b'h') | (b's' | b'u', b's') | (_, b'x' | b'z') => Singular::Cut(length - 2),
            _ => Singular::Cut(length - 1),
        },
        _ => Singular::Cut(length - 1),
    }
}

/// The English name of a Greek letter, under which it is matched.
#[must_use]
pub fn greek_name(character: char) -> Option<&'static str> {
    Some(match character {
        'α' | 'Α' | 'ά' | 'ɑ' => "alpha",
        'β' | 'Β' | 'ϐ' => "beta",
        'γ' | 'Γ' => "gamma",
        'δ' | 'Δ' | '\u{2206}' => "delta",
        'ε' | 'Ε' | 'ϵ' => "epsilon",
        'ζ' | 'Ζ' => "zeta",
        'η' | 'Η' => "eta",
        'θ' | 'Θ' | 'ϑ' => "theta",
        'ι' | 'Ι' => "iota",
        'κ' | 'Κ' | 'ϰ' => "kappa",
        'λ' | 'Λ' => "lambda",
        'μ' | 'Μ' | 'µ' => "mu",
        'ν' | 'Ν' => "nu",
        'ξ' | 'Ξ' => "xi",
        'ο' | 'Ο' => "omicron",
        'π' | 'Π' => "pi",
        'ρ' | 'Ρ' | 'ϱ' => "rho",
        'σ' | 'Σ' | 'ς' => "sigma",
        'τ' | 'Τ' => "tau",
        'υ' | 'Υ' => "upsilon",
        'φ' | 'Φ' | 'ϕ' => "phi",
        'χ' | 'Χ' => "chi",
        'ψ' | 'Ψ' => "psi",
        'ω' | 'Ω' | '\u{2126}' => "omega",
        _ => return None,
    })
}

/// The ASCII form of Latin letters that do not decompose.
fn plain_latin(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ı' => "i",
        'þ' | 'Þ' => "th",
        _ => return None,
    })
}

/// Collects a word that holds characters outside ASCII.
struct WideWord<'tokens> {
    tokens: &'tokens mut Vec<Token>,
    letters: Vec<u8>,
    digits: bool,
    start: usize,
    end: usize,
    gap: Gap,
}

impl WideWord<'_> {
    /// Ends the current token, if there is one.
    fn flush(&mut self) {
        if self.letters.is_empty() {
            return;
        }
        let ascii = self.letters.is_ascii();
        let hash = if ascii && !self.digits { hash_letters(&self.letters) } else { hash::token(&self.letters) };
        self.tokens.push(Token { start: self.start as u32, end: self.end as u32, hash, gap: self.gap, case: TokenCase::Capitals });
        self.letters.clear();
        self.gap = Gap::Nothing;
    }

    fn push(&mut self, form: &[u8], digits: bool, at: usize, end: usize) {
        if !self.letters.is_empty() && self.digits != digits {
            self.flush();
        }
        if self.letters.is_empty() {
            self.start = at;
            self.digits = digits;
        }
        self.letters.extend_from_slice(form);
        self.end = end;
    }
}

/// Tokens of a run that holds characters outside ASCII, from `start` on; returns where it stopped.
#[inline(never)]
fn wide_run(text: &str, start: usize, to: usize, last_end: &mut Option<usize>, tokens: &mut Vec<Token>) -> usize {
    let gap = last_end.map_or(Gap::Break, |last_end| classify_gap(text, last_end, start));
    let kept = tokens.len();
    let mut word = WideWord { tokens, letters: Vec::new(), digits: false, start, end: start, gap };
    let mut at = start;
    for character in text[start..to].chars() {
        let end = at + character.len_utf8();
        if character.is_ascii_alphanumeric() {
            word.push(&[character as u8], character.is_ascii_digit(), at, end);
        } else if let Some(name) = greek_name(character) {
            word.flush();
            word.push(name.as_bytes(), false, at, end);
            word.flush();
        } else if is_invisible(character) || is_combining_mark(character) {
            // A soft hyphen or accent belongs to the word around it.
        } else if let Some(form) = plain_latin(character) {
            word.push(form.as_bytes(), false, at, end);
        } else if !push_compatible(&mut word, character, at, end) {
            break;
        }
        at = end;
    }
    word.flush();
    if tokens.len() > kept {
        *last_end = tokens.last().map(|token| token.end as usize);
    }
    // At least one character is taken, so that the caller goes on.
    at.max(start + text[start..].chars().next().map_or(1, char::len_utf8))
}

/// Pushes the compatibility decomposition of one character without accents; false if it is no letter or digit.
fn push_compatible(word: &mut WideWord<'_>, character: char, at: usize, end: usize) -> bool {
    let mut pushed = false;
    for part in std::iter::once(character).nfkd().filter(|part| !is_combining_mark(*part)) {
        if part.is_alphanumeric() {
            for lower in part.to_lowercase() {
                let mut buffer = [0u8; 4];
                let form = lower.encode_utf8(&mut buffer);
                word.push(form.as_bytes(), lower.is_numeric(), at, end);
            }
            pushed = true;
        }
    }
    pushed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        tokenize(text, 0, text.len(), &mut tokens);
        tokens
    }

    fn words(text: &str) -> Vec<&str> {
        tokens(text).iter().map(|token| &text[token.start as usize..token.end as usize]).collect()
    }

    fn key(text: &str) -> u64 {
        hash::sequence(tokens(text).iter().map(|token| token.hash))
    }

    #[test]
    fn letters_digits_and_greek_part() {
        for (text, expected) in [
            ("IL-2", vec!["IL", "2"]),
            ("TNFα and IL1β2", vec!["TNF", "α", "and", "IL", "1", "β", "2"]),
            ("CD8⁺ T", vec!["CD", "8", "T"]),
            ("naïve", vec!["naïve"]),
            ("hepato\u{ad}cellular", vec!["hepato\u{ad}cellular"]),
            ("Crohn's disease", vec!["Crohn", "disease"]),
            ("5'-nucleotidase", vec!["5", "nucleotidase"]),
            ("細胞 cell", vec!["細胞", "cell"]),
            ("", vec![]),
            ("…", vec![]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn spellings_of_one_name_share_a_key() {
        for (left, right) in [
            ("IL-2", "il2"),
            ("TNF-α", "TNF-alpha"),
            ("PD‑L1", "PD-L1"),
            ("Sjögren's syndrome", "Sjogren syndrome"),
            ("ﬁbrosis", "fibrosis"),
            ("CD8^+^ T cells", "CD8+ T cell"),
            ("CD8⁺ T cells", "CD8 T-cell"),
            ("metastases", "metastasis"),
            ("therapies", "therapy"),
            ("carcinomata", "carcinoma"),
            ("DCs", "DC"),
            ("viruses", "virus"),
            ("hepato\u{ad}cellular carcinoma", "Hepatocellular Carcinomas"),
            ("µ-opioid", "mu opioid"),
        ] {
            assert_eq!(key(left), key(right), "{left} = {right}");
        }
        for (left, right) in [("IL-1", "IL-10"), ("AIDS", "AIDSs"), ("virus", "viru"), ("CD4", "CD8")] {
            assert_ne!(key(left), key(right), "{left} is not {right}");
        }
    }

    #[test]
    fn gaps_remember_what_stood_between() {
        for (text, expected) in [
            ("a b", Gap::Space),
            ("a\n b", Gap::Space),
            ("a-b", Gap::Hyphen),
            ("a–b", Gap::Hyphen),
            ("a/b", Gap::Slash),
            ("a+ b", Gap::Plus),
            ("a(+) b", Gap::Plus),
            ("a^+^ b", Gap::Plus),
            ("a- b", Gap::Minus),
            ("a(-) b", Gap::Minus),
            ("a, b", Gap::Comma),
            ("a (b", Gap::Bracket),
            ("a. b", Gap::Other),
            ("a's b", Gap::Apostrophe),
            ("a’s b", Gap::Apostrophe),
            ("a\n\nb", Gap::Break),
            ("a = b", Gap::Other),
        ] {
            assert_eq!(tokens(text)[1].gap, expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn tokens_are_in_order_and_cover_every_letter_and_digit(text in "(\\PC|[a-zA-Z0-9α-ω' \\-⁺ﬁß]){0,40}") {
            let found = tokens(&text);
            let mut last = 0;
            for token in &found {
                prop_assert!(token.start >= last && token.start < token.end);
                prop_assert!(text.get(token.start as usize..token.end as usize).is_some());
                last = token.end;
            }
            for (at, character) in text.char_indices() {
                if character.is_ascii_alphanumeric() && !character.eq_ignore_ascii_case(&'s') {
                    prop_assert!(found.iter().any(|token| (token.start as usize..token.end as usize).contains(&at)));
                }
            }
        }
    }
}
