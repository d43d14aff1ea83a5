//! Lists of abbreviations in notes and captions: `ACR = American College of Rheumatology; DAS, disease activity score`.

use super::{Pair, is_marked, is_short, long_form, trimmed};

/// How far a long form may reach behind its mark, in bytes.
const REACH: usize = 120;
/// How many commas and the like may stand in a long form.
const MOST_STOPS: usize = 4;

/// A list with so many pairs whose letters fit is one, so that the others are pairs too.
const LEAST: usize = 3;

/// Calls `each` for every pair of a list in one sentence.
pub(super) fn find(words: &str, each: &mut impl FnMut(Pair)) {
    let bytes = words.as_bytes();
    if memchr::memchr3(b'=', b':', b';', bytes).is_none() {
        return;
    }
    let mut listed = 0;
    for mark in memchr::memchr2_iter(b'=', b':', bytes) {
        let pair = marked(words, mark);
        listed += usize::from(pair.is_some() && bytes[mark] == b'=');
        pair.into_iter().for_each(&mut *each);
    }
    if listed >= LEAST {
        strangers(words, each);
    }
    let mut start = 0;
    for stop in memchr::memchr_iter(b';', bytes).chain([bytes.len()]) {
        if stop < bytes.len() || start > 0 {
            segment(words, start, stop).into_iter().for_each(&mut *each);
        }
        start = stop + 1;
    }
}

/// The pairs of a list whose letters do not fit, as short forms of another language: `ApS = psoriatic arthritis`.
fn strangers(words: &str, each: &mut impl FnMut(Pair)) {
    let bytes = words.as_bytes();
    let mut marks = memchr::memchr_iter(b'=', bytes).peekable();
    while let Some(mark) = marks.next() {
        let next = marks.peek().copied().unwrap_or(bytes.len());
        let end = if next < bytes.len() { memchr::memrchr2(b',', b';', &bytes[mark..next]).map(|stop| mark + stop) } else { Some(next) };
        let (Some((short_start, short)), Some(end)) = (before_mark(words, mark), end) else { continue };
        let (long_start, long) = trimmed(words, mark + 1, end);
        let long = long.trim_end_matches('.');
        if long.len() <= REACH && long.contains(' ') && !long.contains([',', ';']) && long_form(short, long) != Some(0) {
            each((short_start..short_start + short.len(), long_start..long_start + long.len()));
        }
    }
}

/// The short form before the mark of a pair, with its place.
fn before_mark(words: &str, mark: usize) -> Option<(usize, &str)> {
    // A note's mark may stand before: `^a^SED: standard error of the difference`.
    let begins = |byte: &u8| matches!(byte, b';' | b',' | b'.' | b':' | b'(' | b'=' | b'^');
    let from = words.as_bytes()[..mark].iter().rposition(begins).map_or(0, |at| at + 1);
    Some(trimmed(words, from, mark)).filter(|(_, short)| is_marked(short) && is_short(short))
}

/// `SF = long form` or `SF: long form`, until the first stop where the letters fit.
fn marked(words: &str, mark: usize) -> Option<Pair> {
    let (short_start, short) = before_mark(words, mark)?;
    let short_range = short_start..short_start + short.len();
    let (long_start, rest) = trimmed(words, mark + 1, words.len());
    let near = rest.char_indices().map(|(at, mark)| at + mark.len_utf8()).take_while(|at| *at <= REACH).last().unwrap_or(0);
    let stops = rest[..near].match_indices([';', ',', '.', ')']).map(|(at, _)| at).take(MOST_STOPS);
    let whole = (rest.len() <= REACH).then_some(rest.len());
    let end = stops.chain(whole).find(|&end| long_form(short, &rest[..end]) == Some(0))?;
    Some((short_range, long_start..long_start + rest[..end].trim_end().len()))
}

/// `SF, long form` or `SF long form` between two semicolons.
fn segment(words: &str, start: usize, stop: usize) -> Option<Pair> {
    let stop = start + words[start..stop].trim_end_matches(['.', ' ']).len();
    let ends = |byte: &u8| matches!(byte, b':' | b'.' | b'=');
    let last = words.as_bytes()[start..stop].iter().rposition(ends);
    let start = start + last.filter(|at| start + at + 1 < stop).map_or(0, |at| at + 1);
    let (start, body) = trimmed(words, start, stop);
    let end = body.find([',', ' '])?;
    let short = &body[..end];
    if !is_marked(short) || !is_short(short) {
        return None;
    }
    let (long_start, long) = trimmed(words, start + end + 1, start + body.len());
    (long_form(short, long)? == 0).then_some((start..start + end, long_start..long_start + long.len()))
}
