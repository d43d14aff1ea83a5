//! Spans as a reader of the record wants them: in bytes and in characters.

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use crate::document::{ByteOffset, CharOffset, CharacterCounter, Definition, Span};

/// A span in both countings, half-open.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Place {
    pub(super) byte_start: ByteOffset,
    pub(super) byte_end: ByteOffset,
    pub(super) char_start: CharOffset,
    pub(super) char_end: CharOffset,
}

/// Counts the characters before spans whose starts rise.
#[derive(Clone)]
pub(super) struct Places<'a> {
    text: &'a str,
    starts: CharacterCounter<'a>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, starts: CharacterCounter::new(text) }
    }

    /// The place of a span. Spans may be nested, so that the next one may begin before this one's end: the end is
    /// counted apart, and the counter never has to go back.
    pub(super) fn place(&mut self, span: Span) -> Place {
        let char_start = self.starts.at(span.start);
        let char_end = self.starts.clone().at(span.end);
        Place { byte_start: span.start, byte_end: span.end, char_start, char_end }
    }

    /// The words that a span covers; nothing for a span that is not of this text.
    pub(super) fn words(&self, span: Span) -> &'a str {
        span.of(self.text).unwrap_or("")
    }
}

/// Spans as a list of places.
pub(super) struct Spans<'a, 'p> {
    pub(super) spans: &'a [Span],
    pub(super) places: &'p Places<'a>,
}

impl Serialize for Spans<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut places = self.places.clone();
        let mut list = serializer.serialize_seq(Some(self.spans.len()))?;
        for &span in self.spans {
            list.serialize_element(&places.place(span))?;
        }
        list.end()
    }
}

#[derive(Serialize)]
struct Words<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

#[derive(Serialize)]
struct Abbreviation<'a> {
    short: Words<'a>,
    long: Words<'a>,
}

/// Local definitions, with their words.
pub(super) struct Abbreviations<'a, 'p> {
    pub(super) definitions: &'a [Definition],
    pub(super) places: &'p Places<'a>,
}

impl Serialize for Abbreviations<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A long form stands before or behind its short form, so that only each kind by itself rises.
        let (mut shorts, mut longs) = (self.places.clone(), self.places.clone());
        let mut list = serializer.serialize_seq(Some(self.definitions.len()))?;
        for definition in self.definitions {
            list.serialize_element(&Abbreviation {
                short: Words { place: shorts.place(definition.short), text: shorts.words(definition.short) },
                long: Words { place: longs.place(definition.long), text: longs.words(definition.long) },
            })?;
        }
        list.end()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn characters_are_counted_for_nested_spans_too(text in "[aα1\u{1d11e} ]{0,30}", mut bounds in prop::collection::vec((0usize..80, 0usize..80), 0..8)) {
            let on_boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            for (start, end) in &mut bounds {
                *start = on_boundary(*start);
                *end = on_boundary(*end).max(*start);
            }
            bounds.sort_unstable();
            let mut places = Places::new(&text);
            for (start, end) in bounds {
                let place = places.place(Span::from_range(start..end));
                prop_assert_eq!(place.char_start.0 as usize, text[..start].chars().count());
                prop_assert_eq!(place.char_end.0 as usize, text[..end].chars().count());
            }
        }
    }
}
