//! The text of an annotated document, with a way from characters to bytes and back.

use std::ops::Range;

/// A text that annotations point into.
#[derive(Clone, Debug, Default)]
pub struct AnnotatedText {
    /// The text.
    pub text: String,
    /// The file it stands in, where that is another than the annotations'.
    pub path: Option<String>,
    /// Its passages in bytes, where the file tells them.
    pub passages: Vec<Range<usize>>,
    /// The byte of each character and of the end; empty for a text of ASCII alone.
    pub(super) starts: Vec<usize>,
}

impl AnnotatedText {
    /// A text without passages.
    #[must_use]
    pub fn new(text: String) -> Self {
        let starts = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at).chain([text.len()]).collect() };
        Self { text, starts, ..Self::default() }
    }

    /// Its length in characters.
    #[must_use]
    pub fn characters(&self) -> usize {
        if self.starts.is_empty() { self.text.len() } else { self.starts.len() - 1 }
    }

    /// The byte at which a character begins; the end counts as one.
    #[must_use]
    pub fn byte(&self, character: i64) -> Option<usize> {
        let character = usize::try_from(character).ok()?;
        if self.starts.is_empty() { (character <= self.text.len()).then_some(character) } else { self.starts.get(character).copied() }
    }

    /// The character that begins at a byte, or around it.
    #[must_use]
    pub fn character(&self, byte: usize) -> usize {
        if self.starts.is_empty() { byte.min(self.text.len()) } else { self.starts.partition_point(|start| *start < byte) }
    }

    /// The bytes of a half-open range of characters; `None` where it is not inside the text or runs backwards.
    #[must_use]
    pub fn bytes(&self, start: i64, end: i64) -> Option<Range<usize>> {
        let span = self.byte(start)?..self.byte(end)?;
        (span.start <= span.end).then_some(span)
    }

    /// The words of a span; empty where it is not inside the text.
    #[must_use]
    pub fn words(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_bytes_lead_to_each_other() {
        for text in ["", "TNF", "TNF-α rose"] {
            let text = AnnotatedText::new(text.to_owned());
            let count = text.text.chars().count();
            assert_eq!(text.characters(), count);
            for character in 0..=count {
                let byte = text.byte(character as i64).expect("inside");
                assert_eq!(text.character(byte), character);
            }
            assert_eq!((text.byte(count as i64 + 1), text.byte(-1)), (None, None));
        }
    }
}
