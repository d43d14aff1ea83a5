//! What stands between two tokens.

use unicode_normalization::char::is_combining_mark;

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

/// Characters that stand for nothing inside a word: soft hyphen, zero-width characters, joiners.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// What one character between tokens is.
const fn gap_of(character: char) -> Gap {
    match character {
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '\u{b7}' => Gap::Hyphen,
        '\'' | '\u{2018}' | '\u{2019}' | '\u{2032}' | '\u{b4}' | '`' => Gap::Apostrophe,
        '/' | '\u{2044}' | '\u{2215}' => Gap::Slash,
        '+' | '\u{207a}' | '\u{ff0b}' => Gap::Plus,
        ',' => Gap::Comma,
        '.' | ':' => Gap::Point,
        '(' | ')' | '[' | ']' | '{' | '}' => Gap::Bracket,
        _ if character.is_whitespace() => Gap::Space,
        _ => Gap::Other,
    }
}

const fn ascii_gaps() -> [Gap; 256] {
    let mut table = [Gap::Other; 256];
    let mut byte = 0u8;
    while byte < 0x80 {
        table[byte as usize] = gap_of(byte as char);
        byte += 1;
    }
    table
}

/// What an ASCII character between tokens is.
static ASCII: [Gap; 256] = ascii_gaps();

/// The gap between two tokens, `text[from..to]`.
#[inline]
#[must_use]
pub fn classify_gap(text: &str, from: usize, to: usize) -> Gap {
    let between = &text[from..to];
    match between.as_bytes() {
        [] => Gap::Nothing,
        // One byte that is a whole string is ASCII.
        [byte] => ASCII[usize::from(*byte)],
        _ => classify_long_gap(between),
    }
}

/// What the characters of a gap were, in any order.
struct Seen {
    /// One bit a kind of gap.
    kinds: u16,
    newlines: u32,
    previous: Gap,
    hyphen_before_space: bool,
    possessive: bool,
}

impl Seen {
    #[inline]
    fn see(&mut self, character: char, gap: Gap) {
        // The `s` of a possessive ending is the only letter that can stand in a gap.
        self.possessive |= matches!(character, 's' | 'S');
        let gap = if character == '^' || self.possessive && character.is_alphabetic() { Gap::Nothing } else { gap };
        self.kinds |= 1 << gap as u16;
        self.newlines += u32::from(character == '\n');
        self.hyphen_before_space |= gap == Gap::Space && self.previous == Gap::Hyphen;
        self.previous = gap;
    }

    fn has(&self, gap: Gap) -> bool {
        self.kinds & 1 << gap as u16 != 0
    }
}

fn classify_long_gap(between: &str) -> Gap {
    let mut seen = Seen { kinds: 0, newlines: 0, previous: Gap::Nothing, hyphen_before_space: false, possessive: false };
    if between.is_ascii() {
        for byte in between.bytes() {
            seen.see(byte as char, ASCII[usize::from(byte)]);
        }
    } else {
        for character in between.chars() {
            let gap = match gap_of(character) {
                Gap::Other if is_invisible(character) || is_combining_mark(character) => Gap::Nothing,
                gap => gap,
            };
            seen.see(character, gap);
        }
    }
    strongest(between, &seen)
}

/// The gap that counts most of those seen.
fn strongest(between: &str, seen: &Seen) -> Gap {
    let ends_in_space = seen.previous == Gap::Space;
    if seen.newlines > 1 {
        Gap::Break
    } else if seen.has(Gap::Other) {
        Gap::Other
    } else if seen.has(Gap::Plus) {
        Gap::Plus
    } else if seen.has(Gap::Bracket) {
        if seen.has(Gap::Hyphen) && between.contains("(-)") { Gap::Minus } else { Gap::Bracket }
    } else if seen.has(Gap::Slash) {
        Gap::Slash
    } else if seen.has(Gap::Comma) {
        Gap::Comma
    } else if seen.has(Gap::Point) {
        if ends_in_space { Gap::Other } else { Gap::Point }
    } else if seen.hyphen_before_space {
        Gap::Minus
    } else if seen.has(Gap::Hyphen) {
        if seen.has(Gap::Space) { Gap::Other } else { Gap::Hyphen }
    } else if seen.has(Gap::Apostrophe) {
        Gap::Apostrophe
    } else if seen.has(Gap::Space) {
        Gap::Space
    } else {
        Gap::Nothing
    }
}
