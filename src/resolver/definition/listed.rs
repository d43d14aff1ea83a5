//! Lists of abbreviations in notes and captions: `ACR = American College of Rheumatology; DAS, disease activity score`.

use super::{Pair, is_marked, is_short, long_form, trimmed};

/// How far a long form may reach behind its mark, in bytes.
const REACH: usize = 120;
/// How many commas and the like may stand in a long form.
const MOST_STOPS: usize = 4;

/// Calls `each` for every pair of a list in one sentence.
pub(super) fn find(words: &str, each: &mut impl FnMut(Pair)) {
    let bytes = words.as_bytes();
    if memchr::memchr3(b'=', b':', b';', bytes).is_none() {
        return;
    }
    for mark in memchr::memchr2_iter(b'=', b':', bytes) {
        marked(words, mark).into_iter().for_each(&mut *each);
    }
    let mut start = 0;
    for stop in memchr::memchr_iter(b';', bytes).chain([bytes.len()]) {
        if stop < bytes.len() || start > 0 {
            segment(words, start, stop).into_iter().for_each(&mut *each);
        }
        start = stop + 1;
    }
}

/// `SF = long form` or `SF: long form`, until the first stop where the letters fit.
fn marked(words: &str, mark: usize) -> Option<Pair> {
    // A note's mark may stand before: `^a^SED: standard error of the difference`.
    let begins = |byte: &u8| matches!(byte, b';' | b',' | b'.' | b':' | b'(' | b'=' | b'^');
    let from = words.as_bytes()[..mark].iter().rposition(begins).map_or(0, |at| at + 1);
    let (short_start, short) = trimmed(words, from, mark);
    let short_range = short_start..short_start + short.len();
    if !is_marked(short) || !is_short(short) {
        return None;
    }
    let (long_start, rest) = trimmed(words, mark + 1, words.len());
    let near = rest.char_indices().map(|(at, mark)| at + mark.len_utf8()).take_while(|at| *at <= REACH).last().unwrap_or(0);
    let stops = rest[..near].match_indices([';', ',', '.', ')']).map(|(at, _)| at).take(MOST_STOPS);
    let whole = (rest.len() <= REACH).then_some(rest.len());
    let end = stops.chain(whole).find(|&end| long_form(short, &rest[..end]) == Some(0))?;
    Some((short_range, long_start..long_start + rest[..end].trim_end().len()))
}

/// `SF, long form` or `SF long form` between two semicolons.
fn segment(words: &str, start: usize, stop: usize) -> Option<Pair> {
    let ends = |byte: &u8| matches!(byte, b':' | b'.' | b'=');
    let last = words.as_bytes()[start..stop].iter().rposition(ends);
    let start = start + last.filter(|at| start + at + 1 < stop).map_or(0, |at| at + 1);
    let (start, body) = trimmed(words, start, stop);
    let body = body.trim_end_matches('.');
    let end = body.find([',', ' '])?;
    let short = &body[..end];
    if !is_marked(short) || !is_short(short) {
        return None;
    }
    let (long_start, long) = trimmed(words, start + end + 1, start + body.len());
    (long_form(short, long)? == 0).then_some((start..start + end, long_start..long_start + long.len()))
}
