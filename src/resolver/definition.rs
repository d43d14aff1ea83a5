//! Local definitions: `long form (SF)` and `SF (long form)`.
//!
//! The letters of the short form must be found from right to left in the long form, the first one at the start of a
//! word, as Schwartz and Hearst (Pacific Symposium on Biocomputing 8, 2003) have it. Beyond them: square brackets,
//! plurals, Greek letters against their names, and short forms with digits.

use crate::document::{Definition, Span};

/// The longest short form, in characters.
const LONGEST_SHORT: usize = 12;
/// The longest long form that is looked at, in bytes.
const LONGEST_LONG: usize = 200;

/// Calls `each` for every definition in one sentence.
pub fn find(text: &str, sentence: Span, mut each: impl FnMut(Definition)) {
    let Some(words) = sentence.of(text) else { return };
    let base = sentence.start.index();
    let bytes = words.as_bytes();
    for open in memchr::memchr2_iter(b'(', b'[', bytes) {
        let Some(close) = matching(bytes, open) else { continue };
        let (inner_start, inner) = trimmed(words, open + 1, close);
        if inner.is_empty() {
            continue;
        }
        let before = &words[..open];
        let found = short_in_brackets(before, inner_start, inner).or_else(|| long_in_brackets(before, inner_start, inner));
        if let Some((short, long)) = found {
            let span = |range: std::ops::Range<usize>| Span::from_range(base + range.start..base + range.end);
            each(Definition { short: span(short), long: span(long) });
        }
    }
}

/// The bracket that closes the one at `open`.
fn matching(bytes: &[u8], open: usize) -> Option<usize> {
    let (own, other) = if bytes[open] == b'(' { (b'(', b')') } else { (b'[', b']') };
    let mut depth = 0usize;
    for (at, byte) in bytes.iter().enumerate().skip(open).take(LONGEST_LONG) {
        if *byte == own {
            depth += 1;
        } else if *byte == other {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

fn trimmed(words: &str, from: usize, to: usize) -> (usize, &str) {
    let inner = &words[from..to];
    let start = from + inner.len() - inner.trim_start().len();
    (start, inner.trim())
}

type Pair = (std::ops::Range<usize>, std::ops::Range<usize>);

/// `long form (SF)`, `long form (SF; more)`, `long form (SF, more)`, `long form (or SF)`.
fn short_in_brackets(before: &str, inner_start: usize, inner: &str) -> Option<Pair> {
    let (skipped, inner) = ["or ", "the ", "abbreviated as ", "hereafter ", "termed ", "named "]
        .iter()
        .find_map(|word| inner.strip_prefix(word).map(|rest| (word.len(), rest)))
        .unwrap_or((0, inner));
    let end = inner.find([';', ',']).unwrap_or(inner.len());
    let short = inner[..end].trim_end().trim_matches(['"', '\'', '“', '”', '‘', '’']);
    let offset = short.as_ptr() as usize - inner.as_ptr() as usize;
    if !is_short(short) {
        return None;
    }
    let short_start = inner_start + skipped + offset;
    let from = long_form(short, before)?;
    let to = before.trim_end().len();
    Some((short_start..short_start + short.len(), from..to))
}

/// `SF (long form)`.
fn long_in_brackets(before: &str, inner_start: usize, inner: &str) -> Option<Pair> {
    let to = before.trim_end().len();
    let from = before[..to]
        .rfind(|mark: char| mark.is_whitespace() || matches!(mark, '(' | '[' | ',' | ';' | '/'))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let short = &before[from..to];
    let end = inner.find([';', '(']).unwrap_or(inner.len());
    let long = inner[..end].trim_end().strip_prefix("the ").unwrap_or(inner[..end].trim_end());
    let skipped = long.as_ptr() as usize - inner.as_ptr() as usize;
    if !is_short(short) || long.len() <= short.len() + 2 || !long.contains([' ', '-']) {
        return None;
    }
    // The whole of what the brackets hold must be the long form, but for an article.
    (long_form(short, long)? == 0).then_some((from..to, inner_start + skipped..inner_start + skipped + long.len()))
}

/// Whether a string can be a short form: up to twelve characters, no more than two words, begins with a letter or digit,
/// has a letter, and a capital or a digit beside a letter (or is all small and short, as `miR`).
fn is_short(text: &str) -> bool {
    let characters = text.chars().count();
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    let marked = text.chars().any(char::is_uppercase) || (text.contains(|mark: char| mark.is_ascii_digit()) && letters > 0);
    (2..=LONGEST_SHORT).contains(&characters)
        && letters > 0
        && marked
        && text.chars().next().is_some_and(char::is_alphanumeric)
        && text.split_whitespace().count() <= 2
        && !text.contains(['=', '<', '>', '%', '('])
}

/// Where the long form of `short` begins in `before`, whose end is the end of the long form.
fn long_form(short: &str, before: &str) -> Option<usize> {
    let before = before.trim_end();
    let stem = singular(short);
    let letters: Vec<char> = stem.chars().filter(|character| character.is_alphanumeric()).flat_map(plain).collect();
    let most = (letters.len() + 5).min(letters.len() * 2);
    let from = window(before, most);
    let long: Vec<(usize, char)> =
        before[from..].char_indices().flat_map(|(at, character)| plain(character).map(move |plain| (from + at, plain))).collect();
    let starts_word = |index: usize| index == 0 || !long[index - 1].1.is_alphanumeric();
    let mut at = long.len();
    for (index, letter) in letters.iter().enumerate().rev() {
        loop {
            at = at.checked_sub(1)?;
            let fits = long[at].1 == *letter && (index > 0 || starts_word(at));
            if fits {
                break;
            }
        }
    }
    let start = long[at].0;
    let words = &before[start..];
    // A long form is longer than its short form, and not one word that holds it.
    let inner = words.split(|mark: char| !mark.is_alphanumeric()).any(|word| word == short);
    (words.chars().count() > stem.chars().count() && !inner && sensible(words)).then_some(start)
}

/// A long form has no unbalanced bracket, and no clause mark.
fn sensible(words: &str) -> bool {
    words.matches('(').count() == words.matches(')').count() && !words.contains([';', ':', '?'])
}

/// `APCs` as `APC`.
fn singular(short: &str) -> &str {
    match short.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && stem.ends_with(|last: char| last.is_uppercase() || last.is_ascii_digit()) => stem,
        _ => short,
    }
}

/// A character in small letters, a Greek one as the first letter of its name.
fn plain(character: char) -> impl Iterator<Item = char> {
    let greek = biospan_lexicon::token::greek_name(character).and_then(|name| name.chars().next());
    greek.unwrap_or(character).to_lowercase()
}

/// Where the last `words` words of `text` begin.
fn window(text: &str, words: usize) -> usize {
    let mut left = words;
    let mut in_word = false;
    for (at, character) in text.char_indices().rev() {
        if text.len() - at > LONGEST_LONG {
            return at + character.len_utf8();
        }
        if character.is_whitespace() {
            if in_word {
                left -= 1;
                if left == 0 {
                    return at + character.len_utf8();
                }
            }
            in_word = false;
        } else {
            in_word = true;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(&str, &str)> {
        let mut pairs = Vec::new();
        find(text, Span::new(0, text.len() as u32), |found| pairs.extend(found.short.of(text).zip(found.long.of(text))));
        pairs
    }

    #[test]
    fn definitions_are_found_in_both_directions() {
        for (text, expected) in [
            ("transarterial chemoembolization (TACE) helps", vec![("TACE", "transarterial chemoembolization")]),
            ("antigen-presenting cells (APCs)", vec![("APCs", "antigen-presenting cells")]),
            ("TACE (transarterial chemoembolization)", vec![("TACE", "transarterial chemoembolization")]),
            ("tumor necrosis factor-alpha (TNF-α)", vec![("TNF-α", "tumor necrosis factor-alpha")]),
            ("tumour necrosis factor α [TNFα]", vec![("TNFα", "tumour necrosis factor α")]),
            (
                "programmed cell death protein 1(PD-1) and programmed cell death ligand 1 (PD-L1)",
                vec![("PD-1", "programmed cell death protein 1"), ("PD-L1", "programmed cell death ligand 1")],
            ),
            ("the overall survival (OS; months)", vec![("OS", "overall survival")]),
            ("heart rate (see Figure 1)", vec![]),
            ("a value (P < 0.01)", vec![]),
            ("patients (n = 12)", vec![]),
            ("unrelated words (XQZ)", vec![]),
            ("(OS)", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(pairs(text), expected, "{text}");
        }
    }
}
