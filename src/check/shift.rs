//! Where the words of an annotation really stand, and how its numbers move there.

use std::ops::Range;

use super::finding::{Draft, Edit};
use super::rules::Subject;
use crate::formats::read::annotations::{AnnotatedText, Annotation, AnnotationFile, Field, Part, Quantity};

/// A finding about a span that is not where its words are, with the shift that would fit, if there is one. It is fixed only
/// where the words stand in one place of the text that no other annotation has.
pub(super) fn toward_words(subject: &Subject<'_>, annotation: &Annotation, what: String) -> Draft {
    let given = annotation.text.as_ref().map_or("", |text| text.value.trim());
    let mut draft = Draft {
        place: annotation.place.clone(),
        span: annotation.span(),
        subject: format!("{given} {}", annotation.curies().join("|")),
        message: what,
        fix: Vec::new(),
    };
    let (Some(text), [part]) = (&subject.document.text, &annotation.parts[..]) else { return draft };
    let places = occurrences(text, given);
    let from = part.start.saturating_sub(part.base);
    let shift = |place: &Range<usize>| text.character(place.start) as i64 - from;
    let Some(nearest) = places.iter().min_by_key(|place| shift(place).unsigned_abs()) else {
        draft.message += if given.is_empty() { "" } else { "; its words do not stand in the text" };
        return draft;
    };
    let by = shift(nearest);
    let taken = subject.document.annotations.iter().any(|other| other.span().as_ref() == Some(nearest));
    draft.message += &format!("; a shift by {by:+} would fit");
    if places.len() == 1 && !taken {
        draft.fix = moved(part, text, nearest);
    } else if places.len() > 1 {
        draft.message += &format!(" (the nearest of {} places)", places.len());
    }
    draft
}

/// Where words stand as words of their own.
fn occurrences(text: &AnnotatedText, words: &str) -> Vec<Range<usize>> {
    if words.is_empty() {
        return Vec::new();
    }
    let letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let places = memchr::memmem::find_iter(text.text.as_bytes(), words).map(|at| at..at + words.len());
    let own = |place: &Range<usize>| {
        let (before, after) = (text.text[..place.start].chars().next_back(), text.text[place.end..].chars().next());
        !(letter(before) && letter(words.chars().next()) || letter(after) && letter(words.chars().next_back()))
    };
    places.filter(own).collect()
}

/// The edits that move a part to other bytes of the text.
pub(super) fn moved(part: &Part, text: &AnnotatedText, to: &Range<usize>) -> Vec<Edit> {
    let (start, end) = (text.character(to.start) as i64, text.character(to.end) as i64);
    let value = |quantity| match quantity {
        Quantity::Start => start + part.base,
        Quantity::End => end + part.base,
        Quantity::Length => end - start,
        Quantity::ByteStart => to.start as i64,
        Quantity::ByteEnd => to.end as i64,
    };
    let old = |quantity| match quantity {
        Quantity::Start => Some(part.start),
        Quantity::End => Some(part.end),
        Quantity::Length => Some(part.end - part.start),
        Quantity::ByteStart | Quantity::ByteEnd => None,
    };
    let numbers = part.numbers.iter().filter(|(_, quantity)| old(*quantity) != Some(value(*quantity)));
    numbers.map(|(place, quantity)| Edit { place: place.clone(), text: value(*quantity).to_string() }).collect()
}

/// The edit that writes other words into a field.
pub(super) fn written(file: &AnnotationFile, field: &Field, words: &str) -> Edit {
    Edit { place: field.place.clone(), text: file.syntax.encode(words) }
}

/// Whether two pieces of text are the same but for the kind of white space; files of lines cannot hold line feeds.
pub(super) fn same_words(left: &str, right: &str) -> bool {
    let plain = |character: char| if character.is_whitespace() { ' ' } else { character };
    left == right || left.chars().map(plain).eq(right.chars().map(plain))
}

/// Words for a message: not too many.
pub(super) fn short(words: &str) -> String {
    let mut characters = words.chars();
    let mut short: String = characters.by_ref().take(60).map(|character| if character.is_control() { ' ' } else { character }).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}
