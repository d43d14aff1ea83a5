//! What the numbers of a format count.

/// A unit of offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offsets {
    /// Bytes of UTF-8.
    Bytes,
    /// Unicode code points.
    Chars,
    /// Units of UTF-16, as JavaScript and Java count.
    Utf16,
}

impl Offsets {
    /// Every unit with its name.
    pub const NAMES: [(&'static str, Self); 3] = [("bytes", Self::Bytes), ("chars", Self::Chars), ("utf16", Self::Utf16)];

    /// The unit with a name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit)
    }

    /// How long a text is.
    #[must_use]
    pub fn length(self, text: &str) -> usize {
        match self {
            Offsets::Bytes => text.len(),
            Offsets::Chars => text.chars().count(),
            Offsets::Utf16 => text.chars().map(char::len_utf16).sum(),
        }
    }
}

/// Turns bytes into units on a walk over a text; an earlier byte begins the walk again.
///
/// ```
/// use biospan::formats::write::{Counter, Offsets};
/// let text = "𝛼-syn";
/// let at = |unit| Counter::new(text, unit).at(text.len());
/// assert_eq!([at(Offsets::Bytes), at(Offsets::Chars), at(Offsets::Utf16)], [8, 5, 6]);
/// ```
#[derive(Clone, Debug)]
pub struct Counter<'t> {
    text: &'t str,
    unit: Offsets,
    byte: usize,
    count: usize,
}

impl<'t> Counter<'t> {
    /// A counter at the start of `text`.
    #[must_use]
    pub fn new(text: &'t str, unit: Offsets) -> Self {
        // In ASCII all units are bytes.
        let unit = if text.is_ascii() { Offsets::Bytes } else { unit };
        Self { text, unit, byte: 0, count: 0 }
    }

    /// The units before a byte (clipped to the end of the text; inside a character: before that character).
    pub fn at(&mut self, byte: usize) -> usize {
        let last = byte.min(self.text.len());
        // A character has four bytes at most.
        let byte = (0..4).map(|back| last.saturating_sub(back)).find(|byte| self.text.is_char_boundary(*byte)).unwrap_or(0);
        if self.unit == Offsets::Bytes {
            return byte;
        }
        if byte < self.byte {
            (self.byte, self.count) = (0, 0);
        }
        self.count += self.unit.length(self.text.get(self.byte..byte).unwrap_or(""));
        self.byte = byte;
        self.count
    }
}
