//! Words with what stands around them, for those who look at errors.

use serde::Serialize;

use super::annotated::{Annotated, Annotation};

/// How many characters are shown on each side.
const WIDTH: usize = 40;

/// One place in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Context {
    /// The document.
    pub document: String,
    /// First character.
    pub char_start: usize,
    /// One past the last character.
    pub char_end: usize,
    /// Up to 40 characters before it, white space as one blank.
    pub before: String,
    /// Up to 40 characters behind it, likewise.
    pub after: String,
}

/// The texts of a corpus with the start of each character, which spans in characters are cut by.
pub(super) struct Texts<'a> {
    golds: &'a [Annotated],
    starts: Vec<Vec<usize>>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(golds: &'a [Annotated]) -> Self {
        let starts = |gold: &Annotated| {
            let text = gold.text().unwrap_or("");
            text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
        };
        Self { golds, starts: golds.iter().map(starts).collect() }
    }

    /// The words of an annotation, white space as one blank; a question mark where neither text nor file has them.
    pub(super) fn words(&self, document: usize, annotation: &Annotation) -> String {
        let words = self.cut(document, annotation.start, annotation.end);
        let words = words.filter(|words| !words.is_empty()).or(annotation.text.as_deref()).unwrap_or("?");
        one_line(words)
    }

    pub(super) fn context(&self, document: usize, annotation: &Annotation) -> Context {
        let (start, end) = (annotation.start, annotation.end);
        Context {
            document: self.golds.get(document).map(|gold| gold.id.clone()).unwrap_or_default(),
            char_start: start,
            char_end: end,
            before: one_line(self.cut(document, start.saturating_sub(WIDTH), start).unwrap_or("")),
            after: one_line(self.cut(document, end, end.saturating_add(WIDTH)).unwrap_or("")),
        }
    }

    /// The text from one character to another, as far as there is text.
    fn cut(&self, document: usize, from: usize, to: usize) -> Option<&'a str> {
        let (gold, starts) = (self.golds.get(document)?, self.starts.get(document)?);
        let at = |character: usize| starts.get(character).or(starts.last()).copied();
        gold.text()?.get(at(from)?..at(to)?)
    }
}

/// White space as single blanks; a blank at an edge is kept, so that it is seen where a word ends.
fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            _ if !character.is_whitespace() && !character.is_control() => line.push(character),
            _ if line.ends_with(' ') => {}
            _ => line.push(' '),
        }
    }
    line
}
