//! Positions in a document's text. Bytes and characters are different types, so that one is never
//! passed where the other is meant.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A position in bytes of the document's UTF-8 text, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ByteOffset(pub u32);

/// A position in Unicode code points of the document's text, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CharOffset(pub u32);

impl ByteOffset {
    /// The position as an index into the text.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A half-open range of bytes in the document's text: `start` belongs to it, `end` does not.
///
/// ```
/// use biospan::document::Span;
/// let span = Span::new(4, 9);
/// assert_eq!(span.of("the spleen"), Some("splee"));
/// assert!(span.contains(Span::new(5, 9)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: ByteOffset,
    /// One past the last byte.
    pub end: ByteOffset,
}

impl Span {
    /// The span of the bytes `start..end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start: ByteOffset(start), end: ByteOffset(end) }
    }

    /// The span of an index range. Documents are at most 4 GiB (readers refuse longer ones), so that
    /// every index fits.
    #[must_use]
    pub fn from_range(range: Range<usize>) -> Self {
        debug_assert!(u32::try_from(range.end).is_ok(), "readers refuse documents over 4 GiB");
        Self::new(range.start as u32, range.end as u32)
    }

    /// The span as an index range.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start.index()..self.end.index()
    }

    /// The text that the span covers; `None` where it is out of bounds or splits a character.
    #[must_use]
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end.index().saturating_sub(self.start.index())
    }

    /// Whether the span covers nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies inside this span (equal spans contain each other).
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}..{}", self.start.0, self.end.0)
    }
}

/// Converts byte offsets to character offsets in one forward walk over the text.
///
/// Offsets should be asked for in rising order: then the whole walk costs one pass; an earlier offset
/// starts again from the beginning.
///
/// ```
/// use biospan::document::{ByteOffset, CharOffset, CharacterCounter};
/// let mut counter = CharacterCounter::new("TNF-α and IFN-γ");
/// assert_eq!(counter.at(ByteOffset(4)), CharOffset(4));
/// assert_eq!(counter.at(ByteOffset(6)), CharOffset(5));
/// ```
#[derive(Clone, Debug)]
pub struct CharacterCounter<'text> {
    text: &'text str,
    ascii: bool,
    byte: usize,
    characters: u32,
}

impl<'text> CharacterCounter<'text> {
    /// A counter at the start of `text`.
    #[must_use]
    pub fn new(text: &'text str) -> Self {
        Self { text, ascii: text.is_ascii(), byte: 0, characters: 0 }
    }

    /// The number of characters before `offset` (clipped to the end of the text).
    pub fn at(&mut self, offset: ByteOffset) -> CharOffset {
        let target = offset.index().min(self.text.len());
        if self.ascii {
            return CharOffset(target as u32);
        }
        if target < self.byte {
            self.byte = 0;
            self.characters = 0;
        }
        // Every byte but a continuation byte (0b10xx_xxxx) starts a character. Sums of a byte's width let the compiler
        // take many bytes at a time.
        let block = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from((byte as i8) >= -0x40)).sum::<u8>();
        let starts: usize = self.text.as_bytes()[self.byte..target].chunks(255).map(|bytes| usize::from(block(bytes))).sum();
        self.characters += starts as u32;
        self.byte = target;
        CharOffset(self.characters)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn characters_are_counted_as_the_standard_library_counts_them(text in "\\PC{0,40}", cuts in prop::collection::vec(0usize..160, 0..8)) {
            let mut counter = CharacterCounter::new(&text);
            for cut in cuts {
                let mut cut = cut.min(text.len());
                while !text.is_char_boundary(cut) { cut -= 1; }
                let expected = text[..cut].chars().count() as u32;
                prop_assert_eq!(counter.at(ByteOffset(cut as u32)), CharOffset(expected));
            }
        }
    }
}
