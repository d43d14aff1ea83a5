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
    let near = &bytes[open..bytes.len().min(open + LONGEST_LONG)];
    for at in memchr::memchr2_iter(own, other, near) {
        if near[at] == own {
            depth += 1;
        } else {
            depth -= 1;
            if depth == 0 {
                return Some(open + at);
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
    let end = memchr::memchr2(b';', b',', inner.as_bytes()).unwrap_or(inner.len());
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
    // Most brackets stand behind a common word.
    if !is_short(short) {
        return None;
    }
    let end = memchr::memchr2(b';', b'(', inner.as_bytes()).unwrap_or(inner.len());
    let long = inner[..end].trim_end().strip_prefix("the ").unwrap_or(inner[..end].trim_end());
    let skipped = long.as_ptr() as usize - inner.as_ptr() as usize;
    if long.len() <= short.len() + 2 || !long.contains([' ', '-']) {
        return None;
    }
    // The whole of what the brackets hold must be the long form, but for an article.
    (long_form(short, long)? == 0).then_some((from..to, inner_start + skipped..inner_start + skipped + long.len()))
}

/// Whether a string can be a short form: up to twelve characters, no more than two words, begins with a letter or digit,
/// has a letter, and a capital or a digit beside a letter (or is all small and short, as `miR`).
fn is_short(text: &str) -> bool {
    // Most brackets hold more than that, and nearly all of them are ASCII.
    if text.len() > LONGEST_SHORT && (text.len() > 4 * LONGEST_SHORT || text.is_ascii()) || !text.starts_with(char::is_alphanumeric) {
        return false;
    }
    let (mut characters, mut words, mut in_word) = (0, 0, false);
    let (mut lettered, mut marked) = (false, false);
    for character in text.chars() {
        characters += 1;
        if characters > LONGEST_SHORT || matches!(character, '=' | '<' | '>' | '%' | '(') {
            return false;
        }
        lettered |= character.is_alphabetic();
        marked |= character.is_uppercase() || character.is_ascii_digit();
        let blank = character.is_whitespace();
        words += usize::from(!blank && !in_word);
        in_word = !blank;
    }
    characters >= 2 && lettered && marked && words <= 2
}

/// Where the long form of `short` begins in `before`, whose end is the end of the long form.
fn long_form(short: &str, before: &str) -> Option<usize> {
    let before = before.trim_end();
    let stem = singular(short);
    let count = stem.chars().filter(|character| character.is_alphanumeric()).map(|character| plain(character).count()).sum::<usize>();
    let most = (count + 5).min(count * 2);
    let mut letters = stem.chars().rev().filter(|character| character.is_alphanumeric()).flat_map(|letter| plain(letter).rev());
    let mut letter = letters.next()?;
    let mut next = letters.next();
    // The place of a character that may be the first letter's: it is if a word begins with it.
    let mut begin = None;
    let mut ends = |at: usize, character: char| {
        if begin.is_some() && !character.is_alphanumeric() {
            return true;
        }
        begin = None;
        if character == letter {
            match next {
                Some(before) => (letter, next) = (before, letters.next()),
                None => begin = Some(at),
            }
        }
        false
    };
    let near = &before.as_bytes()[before.len().saturating_sub(LONGEST_LONG)..];
    if near.is_ascii() {
        // Nearly always; a byte is a character then, and white space is told from it at a glance.
        let from = before.len() - near.len();
        let (mut left, mut in_word) = (most, false);
        for (at, byte) in near.iter().enumerate().rev() {
            let blank = char::from(*byte).is_whitespace();
            left -= usize::from(blank && in_word);
            in_word = !blank;
            if left == 0 || ends(from + at, char::from(byte.to_ascii_lowercase())) {
                break;
            }
        }
    } else {
        for (at, character) in last_words(before, most) {
            let ended = if character.is_ascii() {
                ends(at, character.to_ascii_lowercase())
            } else {
                plain(character).rev().any(|part| ends(at, part))
            };
            if ended {
                break;
            }
        }
    }
    let start = begin?;
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
fn plain(character: char) -> std::char::ToLowercase {
    let greek = biospan_lexicon::token::greek_name(character).and_then(|name| name.chars().next());
    greek.unwrap_or(character).to_lowercase()
}

/// The characters of the last `words` words of `text` with their places, from its end on.
fn last_words(text: &str, words: usize) -> impl Iterator<Item = (usize, char)> {
    let (mut left, mut in_word) = (words, false);
    text.char_indices().rev().take_while(move |&(at, character)| {
        if text.len() - at > LONGEST_LONG {
            return false;
        }
        let blank = character.is_whitespace();
        left -= usize::from(blank && in_word);
        in_word = !blank;
        left > 0
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Where the letters of `short` are found in `long`, by lists of all of them.
    fn found_in_lists(short: &str, long: &str) -> Option<usize> {
        let letters: Vec<char> = short.chars().filter(|character| character.is_alphanumeric()).flat_map(plain).collect();
        let long: Vec<(usize, char)> =
            long.char_indices().flat_map(|(at, character)| plain(character).map(move |part| (at, part))).collect();
        let mut place = long.len();
        for (index, letter) in letters.iter().enumerate().rev() {
            let begins = |at: usize| index > 0 || at == 0 || !long[at - 1].1.is_alphanumeric();
            place = (0..place).rev().find(|&at| long[at].1 == *letter && begins(at))?;
        }
        Some(long[place].0)
    }

    proptest! {
        #[test]
        fn a_long_form_begins_where_the_first_letter_is_found(short in "[A-Cα-γİ1][A-Ca-cα-γİ1 -]{0,5}", long in "[a-ce-gA-Cα-γİ1 (;-]{0,40}") {
            // The words are few enough that all of them are looked at.
            let before = long.trim_end();
            let few = before.split_whitespace().count() <= 2;
            if is_short(&short) && few {
                let stem = singular(&short);
                let long = |start: &usize| {
                    let words = &before[*start..];
                    let held = words.split(|mark: char| !mark.is_alphanumeric()).any(|word| word == short);
                    words.chars().count() > stem.chars().count() && !held && sensible(words)
                };
                prop_assert_eq!(long_form(&short, before), found_in_lists(stem, before).filter(long));
            }
        }
    }

    #[test]
    fn short_forms_are_told_from_words_and_values() {
        for (text, expected) in [
            ("TACE", true),
            ("miR-1", true),
            ("type 2", true),
            ("TNF-α", true),
            ("ΑΒΓΔΕΖΗΘΙΚΛΜ", true),
            ("ABCDEFGHIJKLM", false),
            ("A", false),
            ("12", false),
            ("mice", false),
            ("a B c", false),
            ("-AB", false),
            ("P<0.1", false),
            ("", false),
        ] {
            assert_eq!(is_short(text), expected, "{text}");
        }
    }

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
