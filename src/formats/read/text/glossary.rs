//! Lists of abbreviations: `TNF: tumour necrosis factor; IL, interleukin`.

use std::ops::Range;

use crate::document::{Definition, Span};

/// The longest short form, in bytes.
const LONGEST_SHORT: usize = 24;

/// The pairs that a part of the text states; `part` is a paragraph or entry of a list of abbreviations.
pub(super) fn pairs(text: &str, part: Range<usize>) -> Vec<Definition> {
    segments(text, part).into_iter().filter_map(|segment| pair(text, segment)).collect()
}

/// The pair of two cells of a row.
pub(super) fn of_cells(text: &str, first: Range<usize>, second: Range<usize>) -> Option<Definition> {
    definition(text, first, second)
}

/// A part of a list, divided at semicolons, at line ends, or where a further short form with a colon begins.
fn segments(text: &str, part: Range<usize>) -> Vec<Range<usize>> {
    let body = &text[part.clone()];
    let mut ends: Vec<(usize, usize)> = body.match_indices([';', '\n']).map(|(at, _)| (at, at + 1)).collect();
    if !body.contains(';') {
        // "TNF: tumour necrosis factor, IL: interleukin": the short form begins behind the last comma or full stop.
        let (mut mark, mut first) = (None, true);
        for (at, found) in body.match_indices([':', '=', ',', '.', '\n']) {
            if found != ":" && found != "=" {
                mark = Some(at);
            } else if !std::mem::take(&mut first) {
                ends.extend(mark.take().map(|at| (at, at + 1)));
            }
        }
        ends.sort_unstable();
        ends.dedup();
    }
    let mut segments = Vec::with_capacity(ends.len() + 1);
    let mut start = 0;
    for (end, next) in ends.into_iter().chain([(body.len(), body.len())]) {
        segments.push(part.start + start..part.start + end.max(start));
        start = next;
    }
    segments
}

/// The pair that one segment states.
fn pair(text: &str, segment: Range<usize>) -> Option<Definition> {
    let segment = trimmed(text, segment);
    let body = &text[segment.clone()];
    let split = |at: usize, length: usize| definition(text, segment.start..segment.start + at, segment.start + at + length..segment.end);
    for mark in [":", "=", "\t", " – ", " — ", " - ", ",", "  "] {
        if let Some(at) = body.find(mark)
            && let Some(pair) = split(at, mark.len())
        {
            return Some(pair);
        }
    }
    let (short, long) = body.split_once(' ')?;
    let plain = long.trim_start().starts_with(char::is_lowercase) || long.contains(' ');
    if is_short(short) && short.chars().filter(|letter| letter.is_uppercase()).count() >= 2 && plain { split(short.len(), 1) } else { None }
}

/// A definition of two ranges, whichever is the short one.
fn definition(text: &str, first: Range<usize>, second: Range<usize>) -> Option<Definition> {
    let (first, second) = (trimmed(text, first), trimmed(text, second));
    let (one, other) = (&text[first.clone()], &text[second.clone()]);
    let fits = |short: &str, long: &str| {
        is_short(short) && short.len() < long.len() && long.chars().filter(|letter| letter.is_alphabetic()).count() >= 3
    };
    let (short, long) = if fits(one, other) {
        (first, second)
    } else if fits(other, one) && !other.contains(' ') {
        (second, first)
    } else {
        return None;
    };
    Some(Definition { short: Span::from_range(short), long: Span::from_range(long) })
}

/// Whether a text may be a short form: at most three words, with a capital or a digit.
fn is_short(text: &str) -> bool {
    (2..=LONGEST_SHORT).contains(&text.len())
        && text.split_whitespace().count() <= 3
        && text.contains(|character: char| character.is_uppercase() || character.is_ascii_digit())
        && text.contains(char::is_alphabetic)
}

/// A range without white space, marks of emphasis and a final full stop.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let whole = &text[range.clone()];
    let edge = |character: char| character.is_whitespace() || "*_,;".contains(character);
    let body = whole.trim_start_matches(edge);
    let start = range.end - body.len();
    start..start + body.trim_end_matches(|character| edge(character) || character == '.').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_found_in_lists_of_every_form() {
        type Pairs = &'static [(&'static str, &'static str)];
        let two: Pairs = &[("TNF", "tumour necrosis factor"), ("IL-6", "interleukin 6")];
        let cases: [(&str, Pairs); 12] = [
            ("TNF: tumour necrosis factor; IL-6: interleukin 6.", two),
            ("TNF, tumour necrosis factor; IL-6, interleukin 6", two),
            ("TNF: tumour necrosis factor, IL-6: interleukin 6", two),
            ("TNF = tumour necrosis factor. IL-6 = interleukin 6.", two),
            ("TNF tumour necrosis factor\nIL-6 interleukin 6", two),
            ("TNF – tumour necrosis factor; IL-6 — interleukin 6", two),
            ("TNF\ttumour necrosis factor\nIL-6\tinterleukin 6", two),
            ("**TNF**: tumour necrosis factor; IL-6:interleukin 6", two),
            ("tumour necrosis factor, TNF; interleukin 6, IL-6", two),
            ("dsDNA: double-stranded DNA", &[("dsDNA", "double-stranded DNA")]),
            ("none of them was used", &[]),
            (";;:,", &[]),
        ];
        for (text, expected) in cases {
            let found = pairs(text, 0..text.len());
            let seen: Vec<_> = found.iter().map(|pair| (pair.short.of(text).unwrap(), pair.long.of(text).unwrap())).collect();
            assert_eq!(seen, expected, "{text}");
        }
    }
}
