//! Sentence boundaries inside a passage.
//!
//! A boundary is a full stop, question or exclamation mark (with closing quotes, brackets or a citation number behind it)
//! before white space and something that can begin a sentence. An abbreviation or an initial before the full stop makes
//! it none. The scan looks at candidate marks only, so that it costs next to nothing beside the matcher.

use memchr::memchr3_iter;

use super::Span;

/// Words before a full stop that does not end the sentence, in small letters.
const ABBREVIATIONS: [&str; 33] = [
    "al", "approx", "ca", "cf", "ch", "dr", "ed", "eds", "eg", "eq", "eqs", "etc", "fig", "figs", "ie", "inc", "jr", "ltd", "mr", "mrs",
    "no", "nos", "pp", "prof", "ref", "refs", "resp", "sp", "spp", "st", "subsp", "var", "vs",
];

/// Splits one passage into sentences; spans are absolute in `text`, trimmed of white space and in order.
///
/// ```
/// use biospan::document::{Span, sentence::split};
/// let text = "E. coli grew (Fig. 2). It died.";
/// let sentences: Vec<_> = split(text, Span::new(0, text.len() as u32)).iter().filter_map(|span| span.of(text)).collect();
/// assert_eq!(sentences, ["E. coli grew (Fig. 2).", "It died."]);
/// ```
#[must_use]
pub fn split(text: &str, passage: Span) -> Vec<Span> {
    let mut sentences = Vec::new();
    split_into(text, passage, |span| sentences.push(span));
    sentences
}

/// Calls `each` for every sentence of a passage; see [`split`].
pub fn split_into(text: &str, passage: Span, mut each: impl FnMut(Span)) {
    let Some(words) = passage.of(text) else { return };
    let base = passage.start.index();
    let bytes = words.as_bytes();
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let piece = &words[from..to];
        let trimmed = piece.trim_start();
        let from = from + piece.len() - trimmed.len();
        let trimmed = trimmed.trim_end();
        if !trimmed.is_empty() {
            each(Span::from_range(base + from..base + from + trimmed.len()));
        }
    };
    for at in memchr3_iter(b'.', b'?', b'!', bytes) {
        if at < start {
            continue;
        }
        let end = closing(bytes, at + 1);
        let next = bytes.get(end).copied();
        if next.is_some_and(|byte| byte.is_ascii_whitespace())
            && begins(bytes, end)
            && !(bytes[at] == b'.' && abbreviated(bytes, start, at))
        {
            push(start, end);
            start = end;
        }
    }
    push(start, words.len());
}

/// Behind closing quotes and brackets, and a citation such as `[12]` or `^3,4^`.
fn closing(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' | b')' | b']' => at += 1,
            // ” and ’
            0xe2 if bytes.get(at + 1) == Some(&0x80) && matches!(bytes.get(at + 2), Some(0x9d | 0x99)) => at += 3,
            b'[' | b'^' => {
                let close = if *byte == b'[' { b']' } else { b'^' };
                let inner = bytes[at + 1..].iter().take(40).position(|byte| *byte == close);
                let Some(length) = inner else { return at };
                let citation = bytes[at + 1..at + 1 + length].iter().all(|byte| !byte.is_ascii_alphabetic());
                if !citation {
                    return at;
                }
                at += length + 2;
            }
            _ => break,
        }
    }
    at
}

/// Whether what follows the white space at `at` can begin a sentence.
fn begins(bytes: &[u8], at: usize) -> bool {
    let rest = &bytes[at..];
    let Some(first) = rest.iter().position(|byte| !byte.is_ascii_whitespace()) else { return true };
    let mut next = rest[first..].iter().copied();
    match next.next() {
        Some(b'A'..=b'Z' | b'0'..=b'9' | b'(' | b'[' | b'"' | b'\'' | b'#' | b'*' | b'-' | 0x80..=0xff) => true,
        // mTOR, p53, iPSCs, α-synuclein: a small letter before a capital or digit
        Some(b'a'..=b'z') => matches!(next.next(), Some(b'A'..=b'Z' | b'0'..=b'9')),
        _ => false,
    }
}

/// Whether the word before the full stop at `at` is an abbreviation, an initial or a number in an enumeration.
fn abbreviated(bytes: &[u8], start: usize, at: usize) -> bool {
    let word_start =
        bytes[start..at].iter().rposition(|byte| !byte.is_ascii_alphanumeric() && *byte != b'.').map_or(start, |found| start + found + 1);
    let word = &bytes[word_start..at];
    if word.is_empty() {
        return false;
    }
    // E. coli, J. Smith, i.e., U.S.
    if word.len() == 1 && word[0].is_ascii_alphabetic() {
        let next = bytes[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace());
        // hepatitis C. The ...: a capital letter that ends a phrase, before a longer capitalised word
        return word[0].is_ascii_uppercase() && (next.is_some_and(u8::is_ascii_lowercase) || initial(bytes, word_start, at));
    }
    if word.contains(&b'.') {
        return word.rsplit(|byte| *byte == b'.').next().is_some_and(|last| last.len() == 1);
    }
    if word.len() > 6 || !ABBREVIATIONS.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(word)) {
        return false;
    }
    // "No. 5" but "the answer was no."; "etc." ends a sentence where a capital follows.
    let next = bytes[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace());
    match word {
        b"no" => false,
        b"etc" => !next.is_some_and(u8::is_ascii_uppercase),
        _ => true,
    }
}

/// A single capital before a full stop that is an initial: another initial or a comma or "and" stands around it.
fn initial(bytes: &[u8], word_start: usize, at: usize) -> bool {
    let before = word_start.checked_sub(2).map(|from| &bytes[from..word_start]);
    let after: Vec<u8> = bytes[at + 1..].iter().copied().skip_while(u8::is_ascii_whitespace).take(2).collect();
    before.is_some_and(|pair| pair == b". ") || after.len() == 2 && after[0].is_ascii_uppercase() && after[1] == b'.' || word_start == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        split(text, Span::new(0, text.len() as u32)).iter().filter_map(|span| span.of(text)).collect()
    }

    #[test]
    fn marks_before_a_new_sentence_part_and_abbreviations_do_not() {
        for (text, expected) in [
            ("", vec![]),
            ("  One sentence  ", vec!["One sentence"]),
            ("It rose (p < 0.05). It fell.", vec!["It rose (p < 0.05).", "It fell."]),
            ("Smith et al. Found it. See Fig. 2 now.", vec!["Smith et al. Found it.", "See Fig. 2 now."]),
            ("We treated E. coli. It died.", vec!["We treated E. coli.", "It died."]),
            ("Hepatitis C. The virus spreads.", vec!["Hepatitis C.", "The virus spreads."]),
            ("It fell.[12] mTOR rose.", vec!["It fell.[12]", "mTOR rose."]),
            ("It fell.^3,4^ Then it rose!", vec!["It fell.^3,4^", "Then it rose!"]),
            ("He said “stop.” They stopped.", vec!["He said “stop.”", "They stopped."]),
            ("Drugs, i.e. aspirin, help.", vec!["Drugs, i.e. aspirin, help."]),
            ("Was it no. No it was.", vec!["Was it no.", "No it was."]),
            ("At 2.5 mg. α-Synuclein rose", vec!["At 2.5 mg.", "α-Synuclein rose"]),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn sentences_are_in_order_and_leave_out_only_white_space(text in "(\\PC|[a-zA-Z0-9.?! \n()\\[\\]^”]){0,60}") {
            let spans = split(&text, Span::new(0, text.len() as u32));
            let mut last = 0;
            for span in &spans {
                prop_assert!(span.of(&text).is_some_and(|sentence| !sentence.is_empty() && sentence.trim() == sentence));
                prop_assert!(text[last..span.start.index()].trim().is_empty());
                last = span.end.index();
            }
            prop_assert!(text[last..].trim().is_empty());
        }
    }
}
