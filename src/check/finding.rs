//! What is wrong, where, and how it can be put right.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It may be meant; a person should look.
    Warning,
    /// It cannot be meant.
    Error,
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A change of a file: these bytes give way to that text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Bytes of the file's text.
    pub place: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

/// What a rule says; where it stands in the file is worked out from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Where the annotation stands, in bytes of the file.
    pub place: Range<usize>,
    /// What it is about, in bytes of the document's text.
    pub span: Option<Range<usize>>,
    /// What is there, what was expected, what to do.
    pub message: String,
    /// What it is about, the same wherever in the file it stands: the baseline knows findings by it.
    pub subject: String,
    /// What puts it right for certain; empty where a person must decide.
    pub fix: Vec<Edit>,
}

/// A line and a column of a file, both from 1, the column in code points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

/// Words around what a finding is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// A part of one line.
    pub line: String,
    /// Characters before what is marked.
    pub before: usize,
    /// Characters that are marked, at least one.
    pub marked: usize,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's code, such as `BS101`.
    pub code: String,
    /// The rule's name, such as `out-of-bounds`.
    pub name: String,
    /// How bad it is.
    pub severity: Severity,
    /// The file.
    pub file: String,
    /// Where the annotation begins in the file.
    pub start: Position,
    /// One past where it ends.
    pub end: Position,
    /// The document.
    pub document: String,
    /// What is there, what was expected, what to do.
    pub message: String,
    /// What the baseline knows it by.
    pub subject: String,
    /// The words, with what is marked.
    pub excerpt: Excerpt,
    /// What puts it right; empty where a person must decide.
    pub fix: Vec<Edit>,
}

/// Lines of a text, to turn bytes into positions.
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

/// The most characters that are shown before and after what is marked.
const AROUND: usize = 40;
/// The most characters that are marked.
const WIDEST: usize = 80;

impl<'t> Lines<'t> {
    /// The lines of a text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let starts = [0].into_iter().chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { text, starts }
    }

    /// The position of a byte.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let byte = boundary(self.text, byte);
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts[line - 1];
        Position { line, column: self.text[start..byte].chars().count() + 1 }
    }

    /// The words around a range of bytes, within its first line.
    #[must_use]
    pub fn excerpt(&self, place: &Range<usize>) -> Excerpt {
        excerpt(self.text, place)
    }
}

/// The last byte up to `at` at which a character begins.
pub(super) fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// The words around a range of bytes, within its first line.
#[must_use]
pub fn excerpt(text: &str, place: &Range<usize>) -> Excerpt {
    let start = boundary(text, place.start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let end = boundary(text, place.end).clamp(start, line_end);
    let plain = |words: &str| words.chars().map(|character| if character.is_control() { ' ' } else { character }).collect::<String>();
    let before: Vec<char> = text[line_start..start].chars().rev().take(AROUND).collect();
    let marked: String = text[start..end].chars().take(WIDEST).collect();
    let after: String = text[end..line_end].chars().take(AROUND).collect();
    let count = marked.chars().count();
    let line = before.iter().rev().collect::<String>() + &marked + if marked.len() < end - start { "" } else { &after };
    Excerpt { line: plain(&line), before: before.len(), marked: count.max(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let lines = Lines::new("α-β\nγδ\n");
        let at = |byte| {
            let position = lines.position(byte);
            (position.line, position.column)
        };
        assert_eq!([at(0), at(2), at(5), at(6), at(8), at(11), at(99)], [(1, 1), (1, 2), (1, 4), (2, 1), (2, 2), (3, 1), (3, 1)]);
    }

    #[test]
    fn an_excerpt_stays_in_its_line_and_marks_the_span() {
        let found = excerpt("first\nTNF-α rose\nlast", &(10..12));
        assert_eq!(found, Excerpt { line: "TNF-α rose".to_owned(), before: 4, marked: 1 });
        let at_end = excerpt("ab", &(2..2));
        assert_eq!((at_end.before, at_end.marked), (2, 1));
    }
}
