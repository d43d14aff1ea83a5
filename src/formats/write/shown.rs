//! What several writers show of a mention in the same way.

use std::borrow::Cow;

use crate::document::Span;
use crate::record::{Mention, Record};

/// The parts of a mention; one for a mention in one piece.
pub(super) fn parts<'m>(mention: &'m Mention<'_>) -> &'m [Span] {
    if mention.parts.is_empty() { std::slice::from_ref(&mention.span) } else { &mention.parts }
}

/// The words of a mention, those of its parts with a space between.
pub(super) fn words<'r>(record: &Record<'r>, mention: &Mention<'_>) -> Cow<'r, str> {
    let text: &'r str = &record.document.text;
    let words = |span: &Span| span.of(text).unwrap_or("");
    match parts(mention) {
        [whole] => Cow::Borrowed(words(whole)),
        parts => Cow::Owned(parts.iter().map(words).collect::<Vec<_>>().join(" ")),
    }
}

/// A text with a space for every character that ends a line or parts columns.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let parts_lines = |character: char| {
        matches!(character, '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
    };
    if text.contains(parts_lines) { Cow::Owned(text.replace(parts_lines, " ")) } else { Cow::Borrowed(text) }
}

/// All identifiers, with a mark between; `none` where there are none.
pub(super) fn identifiers(mention: &Mention<'_>, mark: &str, none: &str) -> String {
    let ids: Vec<&str> = mention.concept.ids().collect();
    if ids.is_empty() { none.to_owned() } else { ids.join(mark) }
}

/// A score with two digits.
pub(super) fn score(mention: &Mention<'_>) -> String {
    format!("{:.2}", mention.score)
}
