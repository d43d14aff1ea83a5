//! Local definitions: `long form (SF)` and `SF (long form)`.
//!
//! What stands in brackets behind a long form, or before brackets that hold one, as Schwartz and Hearst (Pacific Symposium
//! on Biocomputing 8, 2003) have it; `long_form` finds its letters in the long form.

mod listed;
mod long_form;

use crate::document::{Definition, Span};

use long_form::{LONGEST_LONG, Letters, begin, plain};

/// The longest short form, in characters.
const LONGEST_SHORT: usize = 12;
/// The longest one in small letters.
const SMALL_SHORT: usize = 5;

/// Calls `each` for every definition in one sentence.
pub fn find(text: &str, sentence: Span, mut each: impl FnMut(Definition)) {
    let Some(words) = sentence.of(text) else { return };
    let base = sentence.start.index();
    let bytes = words.as_bytes();
    let mut found = |(short, long): Pair| {
        let span = |range: std::ops::Range<usize>| Span::from_range(base + range.start..base + range.end);
        each(Definition { short: span(short), long: span(long) });
    };
    listed::find(words, &mut found);
    for open in memchr::memchr2_iter(b'(', b'[', bytes) {
        let Some(close) = matching(bytes, open) else { continue };
        let (inner_start, inner) = trimmed(words, open + 1, close);
        // Most brackets hold numbers, which neither are a short form nor give its letters.
        if !inner.bytes().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()) {
            continue;
        }
        let before = &words[..open];
        short_in_brackets(before, inner_start, inner)
            .or_else(|| long_in_brackets(before, inner_start, inner))
            .or_else(|| both_in_brackets(inner_start, inner))
            .into_iter()
            .for_each(&mut found);
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
    let short = inner[..end].trim_end();
    // Few stand in quotation marks.
    let bare = short.as_bytes().first().zip(short.as_bytes().last());
    let bare = bare.is_some_and(|(first, last)| first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric());
    let short = if bare { short } else { short.trim_matches(['"', '\'', '“', '”', '‘', '’']) };
    let offset = short.as_ptr() as usize - inner.as_ptr() as usize;
    if !is_short(short) {
        return None;
    }
    let short_start = inner_start + skipped + offset;
    let from = long_form(short, before).or_else(|| named_by(short, before))?;
    let to = before.trim_end().len();
    Some((short_start..short_start + short.len(), from..to))
}

/// What a name is said to be behind it, and may be left out again.
const SAID: [&str; 6] = [" antigen", " channel", " kinase", " protein", " receptor", " receptors"];

/// Where the long form begins in `adenosine A2A receptor (A2A)`: at the short form itself, which stands before what it is.
fn named_by(short: &str, before: &str) -> Option<usize> {
    let before = before.trim_end();
    let named = SAID.iter().find_map(|said| before.strip_suffix(said))?.strip_suffix(short).filter(|_| is_marked(short))?;
    named.ends_with(' ').then_some(named.len())
}

/// `SF (long form)`.
fn long_in_brackets(before: &str, inner_start: usize, inner: &str) -> Option<Pair> {
    let to = before.trim_end().len();
    // The brackets are a part of a chemical name.
    if before.ends_with('-') {
        return None;
    }
    let from = before[..to]
        .rfind(|mark: char| mark.is_whitespace() || matches!(mark, '(' | '[' | ',' | ';' | '/'))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let short = &before[from..to];
    // Most brackets stand behind a common word.
    if !is_marked(short) || !is_short(short) {
        return None;
    }
    let end = memchr::memchr2(b';', b'(', inner.as_bytes()).unwrap_or(inner.len());
    let long = inner[..end].trim_end().strip_prefix("the ").unwrap_or(inner[..end].trim_end());
    let skipped = long.as_ptr() as usize - inner.as_ptr() as usize;
    if long.len() <= short.len() + 2 || !long.contains([' ', '-']) {
        return None;
    }
    // `HBV (HBsAg-positive)` tells of a mark.
    if long.ends_with("positive") || long.ends_with("negative") {
        return None;
    }
    // The whole of what the brackets hold must be the long form, but for an article.
    (long_form(short, long)? == 0).then_some((from..to, inner_start + skipped..inner_start + skipped + long.len()))
}

/// `(long form, SF)`.
fn both_in_brackets(inner_start: usize, inner: &str) -> Option<Pair> {
    let mark = memchr::memrchr2(b',', b';', inner.as_bytes())?;
    let (short_start, short) = trimmed(inner, mark + 1, inner.len());
    let long = inner[..mark].trim_end();
    if !is_marked(short) || !is_short(short) || !long.contains([' ', '-']) {
        return None;
    }
    let short_start = inner_start + short_start;
    (long_form(short, long)? == 0).then_some((short_start..short_start + short.len(), inner_start..inner_start + long.len()))
}

/// Whether a string can be a short form: up to twelve characters, no more than two words, begins with a letter or digit,
/// has a letter, and a capital or a digit beside a letter (or is all small and short, as `bpm`), or is one capital.
fn is_short(text: &str) -> bool {
    // Most brackets hold more than that, and nearly all of them are ASCII.
    if text.len() > LONGEST_SHORT && (text.len() > 4 * LONGEST_SHORT || text.is_ascii()) || !text.starts_with(char::is_alphanumeric) {
        return false;
    }
    if text.is_ascii() {
        return is_short_ascii(text);
    }
    let (mut characters, mut words, mut in_word, mut depth) = (0, 0, false, 0i32);
    let (mut lettered, mut marked) = (false, false);
    for character in text.chars() {
        characters += 1;
        depth += i32::from(character == '(') - i32::from(character == ')');
        if characters > LONGEST_SHORT || depth < 0 || matches!(character, '=' | '<' | '>' | '%' | '°') {
            return false;
        }
        lettered |= character.is_alphabetic();
        marked |= character.is_uppercase() || character.is_ascii_digit();
        let blank = character.is_whitespace();
        words += usize::from(!blank && !in_word);
        in_word = !blank;
    }
    let small = !marked && words == 1 && (2..=SMALL_SHORT).contains(&characters);
    lettered && depth == 0 && words <= 2 && (small || marked && characters >= 2 || only_letter(text).is_some())
}

/// [`is_short`] for up to twelve characters, the first a letter or digit: the same by bytes, which most are.
fn is_short_ascii(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut words, mut in_word, mut depth) = (0, false, 0i32);
    let (mut lettered, mut marked) = (false, false);
    for byte in bytes {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'=' | b'<' | b'>' | b'%' => return false,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
        lettered |= byte.is_ascii_alphabetic();
        marked |= byte.is_ascii_uppercase() | byte.is_ascii_digit();
        let blank = matches!(byte, b'\t'..=b'\r' | b' ');
        words += usize::from(!blank & !in_word);
        in_word = !blank;
    }
    let small = !marked && words == 1 && (2..=SMALL_SHORT).contains(&bytes.len());
    let only = bytes.len() == 1 && bytes[0].is_ascii_uppercase();
    lettered && depth == 0 && words <= 2 && (small || marked && bytes.len() >= 2 || only)
}

/// Whether a string in small letters or one capital is none: before brackets, most words are ordinary.
fn is_marked(short: &str) -> bool {
    short.len() >= 2 && short.contains(|mark: char| mark.is_uppercase() || mark.is_ascii_digit())
}

/// Where the long form of `short` begins in `before`, whose end is the end of the long form.
fn long_form(short: &str, before: &str) -> Option<usize> {
    let before = before.trim_end();
    let stem = singular(short);
    if let Some(letter) = only_letter(stem) {
        return word_of(letter, before);
    }
    let letters = Letters::of(stem);
    let mut found = begin(&letters, before);
    // `cdks` has no capital that tells the plural.
    if let (false, Some(stem)) = (is_marked(short) || found.is_some_and(|found| found.cost == 0), stem.strip_suffix('s')) {
        found = begin(&Letters::of(stem), before).filter(|_| stem.len() > 2);
    }
    let found = found?;
    let words = &before[found.start..];
    // `activates Raf kinases (A-Raf)` tells what A-Raf does.
    let spoken = |part: &str| part.len() > 2 && words.split(|mark: char| !mark.is_alphanumeric()).any(|word| word == part);
    if short.split_once('-').is_some_and(|(first, rest)| first.len() == 1 && rest.starts_with(char::is_uppercase) && spoken(rest)) {
        return None;
    }
    // A long form is longer than its short form, has words, and is not one word that holds it.
    let bare = short.trim_end_matches(|mark: char| !mark.is_alphabetic()).split('(').next().unwrap_or(short);
    let inner = words.split(|mark: char| !mark.is_alphanumeric()).any(|word| word == short || word == bare && bare.len() > 1);
    let letters = words.chars().filter(|character| character.is_alphabetic()).count();
    // Two letters are soon found in one short word.
    let sure = (is_marked(short) || found.cost == 0)
        && (stem.len() > 2 || letters > 7 || found.cost <= long_form::NEXT || words.contains([' ', '-']));
    (sure && letters > 3 && words.chars().count() > stem.chars().count() && !inner).then_some(found.start)
}

/// The letter of a short form that is one capital.
fn only_letter(short: &str) -> Option<char> {
    let mut letters = short.chars();
    letters.next().filter(|letter| letter.is_uppercase() && letters.next().is_none())
}

/// Where the word begins that one capital stands for: an ordinary word right before it, with the same letter.
fn word_of(letter: char, before: &str) -> Option<usize> {
    let start = before.rfind(|mark: char| mark.is_whitespace() || mark == '(').map_or(0, |at| at + 1);
    let word = before.get(start..)?;
    let mut letters = word.chars();
    let same = letters.next().is_some_and(|first| plain(first).eq(plain(letter)));
    (same && word.len() > 4 && letters.all(char::is_lowercase)).then_some(start)
}

/// `APCs` as `APC`.
fn singular(short: &str) -> &str {
    match short.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && stem.ends_with(|last: char| last.is_uppercase() || last.is_ascii_digit()) => stem,
        _ => short,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(text: &str) -> Vec<(&str, &str)> {
        let mut pairs = Vec::new();
        find(text, Span::new(0, text.len() as u32), |found| pairs.extend(found.short.of(text).zip(found.long.of(text))));
        pairs
    }

    proptest! {
        #[test]
        fn forms_lie_apart_in_their_sentence(text in "(\\PC|[A-Ca-cα-γİ1 ()\\[\\];:,='-]){0,60}") {
            let mut count = 0;
            find(&text, Span::new(0, text.len() as u32), |found| {
                count += usize::from(found.short.of(&text).zip(found.long.of(&text)).is_none() || found.short.overlaps(found.long));
            });
            prop_assert_eq!(count, 0);
        }
    }

    #[test]
    fn short_forms_are_told_from_words_and_values() {
        for (text, expected) in [
            ("TACE", true),
            ("miR-1", true),
            ("type 2", true),
            ("TNF-α", true),
            ("FEV(1)", true),
            ("bpm", true),
            ("T", true),
            ("ΑΒΓΔΕΖΗΘΙΚΛΜ", true),
            ("ABCDEFGHIJKLM", false),
            ("a", false),
            ("12", false),
            ("figure", false),
            ("a B c", false),
            ("-AB", false),
            ("A)B(", false),
            ("P<0.1", false),
            ("", false),
        ] {
            assert_eq!(is_short(text), expected, "{text}");
        }
    }

    #[test]
    fn definitions_are_found_in_both_directions() {
        for (text, expected) in [
            ("transarterial chemoembolization (TACE) helps", vec![("TACE", "transarterial chemoembolization")]),
            ("antigen-presenting cells (APCs)", vec![("APCs", "antigen-presenting cells")]),
            ("cyclin-dependent kinases (cdks)", vec![("cdks", "cyclin-dependent kinases")]),
            ("TACE (transarterial chemoembolization)", vec![("TACE", "transarterial chemoembolization")]),
            ("vessels (blood-brain barrier, BBB)", vec![("BBB", "blood-brain barrier")]),
            ("tumor necrosis factor-alpha (TNF-α)", vec![("TNF-α", "tumor necrosis factor-alpha")]),
            ("tumour necrosis factor α [TNFα]", vec![("TNFα", "tumour necrosis factor α")]),
            ("[benzo(a)pyrene (BaP)]", vec![("BaP", "benzo(a)pyrene")]),
            (
                "programmed cell death protein 1(PD-1) and programmed cell death ligand 1 (PD-L1)",
                vec![("PD-1", "programmed cell death protein 1"), ("PD-L1", "programmed cell death ligand 1")],
            ),
            ("the overall survival (OS; months)", vec![("OS", "overall survival")]),
            ("progesterone (P)", vec![("P", "progesterone")]),
            ("activates Raf kinases (A-Raf)", vec![]),
            ("IL-6 binds its receptor (IL-6R)", vec![]),
            ("IL-6 binds to the receptor (IL-6R)", vec![]),
            ("IL-6 signals through its receptor (IL-6R)", vec![]),
            ("the IL-6 receptor (IL-6R)", vec![("IL-6R", "IL-6 receptor")]),
            ("NOS activity (NOS4)", vec![]),
            ("the adenosine A2A receptor (A2A)", vec![("A2A", "A2A receptor")]),
            ("a dopamine receptor (D2) and an A2A receptor (A1)", vec![]),
            ("panel two (B)", vec![]),
            ("N-(1-naphthyl) amine", vec![]),
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

    #[test]
    fn lists_in_notes_and_captions_are_read() {
        let both = vec![("ACR", "American College of Rheumatology"), ("DAS", "disease activity score")];
        for (text, expected) in [
            ("ACR = American College of Rheumatology; DAS, disease activity score.", both.clone()),
            ("Abbreviations: ACR, American College of Rheumatology; DAS, disease activity score", both.clone()),
            ("ACR: American College of Rheumatology, DAS: disease activity score.", both.clone()),
            ("ACR American College of Rheumatology; DAS disease activity score", both),
            ("CP: crude protein", vec![("CP", "crude protein")]),
            (
                "ACR = American College of Rheumatology, ApS = psoriatic arthritis, DAS = disease activity score, MTX = methotrexate.",
                vec![
                    ("ACR", "American College of Rheumatology"),
                    ("DAS", "disease activity score"),
                    ("MTX", "methotrexate"),
                    ("ApS", "psoriatic arthritis"),
                ],
            ),
            ("OR = 1.2; HR = 1.4", vec![]),
            ("Results: it rose; TNF fell", vec![]),
        ] {
            assert_eq!(pairs(text), expected, "{text}");
        }
    }
}
