//! Text to tokens: the one function that names and papers both go through.
//!
//! A token is a run of letters or a run of digits; letters and digits part (`IL2` = `IL-2` = `IL 2`), Greek
//! letters stand alone under their English names, and what stood between two tokens is kept as a [`Gap`].
//! The normal form of a token (small letters, no diacritics, plural ending off) is only hashed here; what the
//! paper really wrote is compared with the name on a hit ([`crate::surface`]).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::hash;

/// What stood between a token and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Gap {
    /// Nothing: `IL2`, `TNFα`.
    Nothing,
    /// White space.
    Space,
    /// One hyphen or dash without white space.
    Hyphen,
    /// An apostrophe, or `'s` before white space.
    Apostrophe,
    /// A slash.
    Slash,
    /// A plus sign, perhaps with brackets or carets around it: `CD8+ T`, `CD8(+) T`, `CD8^+^ T`.
    Plus,
    /// A hyphen before white space, as in `CD4- T cells` and `T- and B-cell`.
    Minus,
    /// A comma, perhaps with white space.
    Comma,
    /// A full stop or colon without white space.
    Point,
    /// A bracket.
    Bracket,
    /// Anything else.
    Other,
    /// The start of the text or of a sentence: no name crosses it.
    Break,
}

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
    let bytes = &text.as_bytes()[..to];
    let mut at = from;
    let mut last_end = from;
    let mut first = true;
    while at < to {
        let class = CLASS[bytes[at] as usize];
        match class {
            Class::Mark => at += 1,
            Class::Wide => {
                let kept = tokens.len();
                at = wide_run(text, at, to, last_end, first, tokens);
                if tokens.len() > kept {
                    first = false;
                    last_end = tokens[tokens.len() - 1].end as usize;
                }
            }
            Class::Digit | Class::Letter => {
                let start = at;
                at += 1;
                while at < to && CLASS[bytes[at] as usize] == class {
                    at += 1;
                }
                if at < to && CLASS[bytes[at] as usize] == Class::Wide && class == Class::Letter {
                    let kept = tokens.len();
                    at = wide_run(text, start, to, last_end, first, tokens);
                    if tokens.len() > kept {
                        first = false;
                        last_end = tokens[tokens.len() - 1].end as usize;
                    }
                    continue;
                }
                let gap = if first { Gap::Break } else { classify_gap(text, last_end, start) };
                if gap == Gap::Apostrophe && is_possessive(bytes, start, at, last_end) {
                    // Crohn's disease = Crohn disease: the ending is part of what stands between the two.
                    continue;
                }
                let hash = match class {
                    Class::Letter => hash_letters(&bytes[start..at]),
                    _ => hash::token(&bytes[start..at]),
                };
                let case = match class {
                    Class::Letter => case_of(&bytes[start..at]),
                    _ => TokenCase::Capitals,
                };
                tokens.push(Token { start: start as u32, end: at as u32, hash, gap, case });
                first = false;
                last_end = at;
            }
        }
    }
}

/// The case of a run of ASCII letters.
#[inline]
fn case_of(letters: &[u8]) -> TokenCase {
    let stem = match letters {
        [stem @ .., b's'] if !stem.is_empty() => stem,
        all => all,
    };
    // The bit 0x20 tells small letters from capitals.
    let (all, any) = stem.iter().fold((0x20, 0), |(all, any), byte| (all & byte, any | byte));
    if all & 0x20 != 0 {
        TokenCase::Small
    } else if any & 0x20 == 0 {
        TokenCase::Capitals
    } else {
        TokenCase::Mixed
    }
}

/// `'s` after a word.
fn is_possessive(bytes: &[u8], start: usize, end: usize, last_end: usize) -> bool {
    end - start == 1 && bytes[start] | 0x20 == b's' && start > last_end && CLASS[bytes[last_end - 1] as usize] != Class::Digit
}

/// The hash of a run of ASCII letters, its plural ending taken off.
#[inline]
#[must_use]
pub fn hash_letters(letters: &[u8]) -> u64 {
    let length = letters.len();
    let last = letters[length - 1];
    if length < 3 || (last | 0x20 != b's' && last | 0x20 != b'a') {
        return hash::token(letters);
    }
    hash_plural(letters)
}

fn hash_plural(letters: &[u8]) -> u64 {
    match singular(letters) {
        Singular::Same => hash::token(letters),
        Singular::Cut(length) => hash::token(&letters[..length]),
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

/// Characters that stand for nothing inside a word: soft hyphen, zero-width characters, joiners.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
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
fn wide_run(text: &str, start: usize, to: usize, last_end: usize, first: bool, tokens: &mut Vec<Token>) -> usize {
    let gap = if first { Gap::Break } else { classify_gap(text, last_end, start) };
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

/// What one character between tokens is.
fn gap_of(character: char) -> Gap {
    match character {
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '\u{b7}' => Gap::Hyphen,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2032}' | '\u{b4}' | '`' => Gap::Apostrophe,
        '/' | '\u{2044}' | '\u{2215}' => Gap::Slash,
        '+' | '\u{207a}' | '\u{ff0b}' => Gap::Plus,
        ',' => Gap::Comma,
        '.' | ':' => Gap::Point,
        '(' | ')' | '[' | ']' | '{' | '}' => Gap::Bracket,
        _ if character.is_whitespace() => Gap::Space,
        _ if is_invisible(character) || is_combining_mark(character) => Gap::Nothing,
        _ => Gap::Other,
    }
}

/// The gap between two tokens, `text[from..to]`.
#[must_use]
pub fn classify_gap(text: &str, from: usize, to: usize) -> Gap {
    match to - from {
        0 => return Gap::Nothing,
        1 => match text.as_bytes()[from] {
            b' ' => return Gap::Space,
            b'-' => return Gap::Hyphen,
            byte => return gap_of(byte as char),
        },
        _ => {}
    }
    classify_long_gap(&text[from..to])
}

fn classify_long_gap(between: &str) -> Gap {
    let mut seen = [false; 12];
    let mut ends_in_space = false;
    let mut newlines = 0;
    let mut previous = Gap::Nothing;
    let mut hyphen_before_space = false;
    let mut possessive = false;
    for character in between.chars() {
        // The `s` of a possessive ending is the only letter that can stand in a gap.
        possessive |= character.eq_ignore_ascii_case(&'s');
        let gap = if possessive && character.is_alphabetic() || character == '^' { Gap::Nothing } else { gap_of(character) };
        seen[gap as usize] = true;
        newlines += usize::from(character == '\n');
        ends_in_space = gap == Gap::Space;
        hyphen_before_space |= ends_in_space && previous == Gap::Hyphen;
        previous = gap;
    }
    let has = |gap: Gap| seen[gap as usize];
    if newlines > 1 {
        Gap::Break
    } else if has(Gap::Other) {
        Gap::Other
    } else if has(Gap::Plus) {
        Gap::Plus
    } else if has(Gap::Bracket) {
        if has(Gap::Hyphen) && between.contains("(-)") { Gap::Minus } else { Gap::Bracket }
    } else if has(Gap::Slash) {
        Gap::Slash
    } else if has(Gap::Comma) {
        Gap::Comma
    } else if has(Gap::Point) {
        if ends_in_space { Gap::Other } else { Gap::Point }
    } else if hyphen_before_space {
        Gap::Minus
    } else if has(Gap::Hyphen) {
        if has(Gap::Space) { Gap::Other } else { Gap::Hyphen }
    } else if has(Gap::Apostrophe) {
        Gap::Apostrophe
    } else if has(Gap::Space) {
        Gap::Space
    } else {
        Gap::Nothing
    }
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
