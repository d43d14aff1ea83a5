//! Names before a conjunction that share the end of the name behind it: `breast` in `breast and ovarian cancer`, `type 1` in
//! `type 1 and 2 diabetes`.

use biospan_lexicon::token::{Gap, Token};

use super::{LONGEST, MOST, Part, hashes};
use crate::resolver::candidate::Group;
use crate::resolver::local::Tokenized;

/// How papers write whether cells have a marker, and a hyphen.
const SIGNS: [&str; 11] = ["^+^", "^-^", "^−^", "(+)", "(-)", "(−)", "+", "-", "−", "⁺", "⁻"];

/// Where the tokens end that a conjunction or slash joins to the token `from`; between the first and the `last` name of an
/// enumeration a comma will do.
fn joined(paper: Tokenized<'_>, from: usize, last: bool) -> Option<usize> {
    let word = |at: usize| paper.tokens.get(at).map(|token| &paper.text[token.start as usize..token.end as usize]);
    let between = |at: usize| {
        let left = paper.tokens.get(at.checked_sub(1)?)?;
        let right = paper.tokens.get(at).filter(|right| right.gap != Gap::Break)?;
        paper.text.get(left.end as usize..right.start as usize)
    };
    let mark = between(from)?;
    let conjunction = from.checked_sub(1).filter(|at| matches!(word(*at), Some("and" | "or")) && mark == " ");
    let Some(mut at) = conjunction else {
        let enumerated = !last && matches!(unsigned(mark), ", " | ",");
        return (enumerated || mark == "/").then_some(from);
    };
    // `renal and/or hepatic failure`.
    if between(at) == Some("/") && word(at.checked_sub(1)?) == Some("and") {
        at -= 1;
    }
    matches!(unsigned(between(at)?).strip_suffix(' ')?, "" | "," | "'s" | "’s").then_some(at)
}

/// What stands between two tokens without the sign of a marker (`CD4^+^ and`) or a hyphen whose word is missing (`T- and`).
fn unsigned(mark: &str) -> &str {
    let mut rests = SIGNS.iter().filter_map(|sign| mark.strip_prefix(sign));
    rests.next().unwrap_or(mark)
}

/// Whether what stands before a group may share its end: behind a slash, a conjunction, or a number.
pub fn may_share(paper: Tokenized<'_>, group: &Group) -> bool {
    let first = group.first as usize;
    let Some(before) = first.checked_sub(1).map(|before| &paper.tokens[before]) else { return false };
    match paper.tokens[first].gap {
        Gap::Slash => true,
        Gap::Space => {
            let word = &paper.text.as_bytes()[before.start as usize..before.end as usize];
            matches!(word, b"and" | b"or") || word.len() <= 3 && !word[0].is_ascii_lowercase()
        }
        _ => false,
    }
}

/// The names before a group that share its end, in order. `known` gives the key of a name of the group's type, and `is_name`
/// tells of a part whether it is a name by itself, which shares nothing (`cleft lip and cleft palate`).
pub fn sharing(paper: Tokenized<'_>, group: &Group, known: impl Fn(&[u64]) -> Option<u32>, is_name: impl Fn(&Part) -> bool) -> Vec<Part> {
    let (mut from, to) = (group.first as usize, (group.first + group.length) as usize);
    let mut parts: Vec<Part> = Vec::new();
    while let Some(end) = joined(paper, from, parts.is_empty()).filter(|_| parts.len() < MOST) {
        let own = (1..=LONGEST).rev().filter_map(|length| Some(end.checked_sub(length)?..end));
        // The more words of its own, and the more of the name is shared, the better.
        let found = own.filter(|own| is_run(paper, &paper.tokens[own.clone()])).find_map(|own| {
            let shared = (1..group.length as usize).map(|dropped| &paper.tokens[group.first as usize + dropped..to]);
            let key = shared.map(|shared| hashes(&paper.tokens[own.clone()], shared)).find_map(|name| known(&name))?;
            Some(Part::new(paper, own, key))
        });
        let Some(part) = found.filter(|part| !is_name(part)) else { break };
        from = part.first as usize;
        parts.push(part);
    }
    parts.reverse();
    parts
}

/// Whether a name of several words ends in one that is written out: `receptors`, and not `beta` or `B1`.
pub fn ends_in_word(paper: Tokenized<'_>, group: &Group) -> bool {
    let last = paper.tokens[(group.first + group.length - 1) as usize];
    let word = &paper.text.as_bytes()[last.start as usize..last.end as usize];
    group.length > 1 && word.len() > 5 && word.iter().all(u8::is_ascii_lowercase)
}

/// Whether tokens may be what a name has of its own: nothing but blanks and hyphens between them, more than a small letter, and no
/// plural at the end (`granules/goblet cells`).
fn is_run(paper: Tokenized<'_>, tokens: &[Token]) -> bool {
    let word = |token: &Token| paper.text.as_bytes().get(token.start as usize..token.end as usize).unwrap_or(&[]);
    let last = tokens.last().map_or(&b""[..], word);
    let plural = last.len() > 3 && last.ends_with(b"s") && ![&b"us"[..], b"is", b"ss", b"as"].iter().any(|ending| last.ends_with(ending));
    tokens.iter().skip(1).all(|token| matches!(token.gap, Gap::Nothing | Gap::Hyphen | Gap::Space))
        && !plural
        && !matches!(tokens, [only] if matches!(word(only), [letter] if letter.is_ascii_lowercase()))
}

/// The names that numbers before a group make of it, at least two: `type 1` and `2` in `type 1 and 2 diabetes`. The group by
/// itself is none of them.
pub fn numbered(paper: Tokenized<'_>, group: &Group, known: impl Fn(&[u64]) -> Option<u32>) -> Vec<Part> {
    let (first, to) = (group.first as usize, (group.first + group.length) as usize);
    let is_number = |at: usize| {
        let token = paper.tokens[at];
        let word = &paper.text.as_bytes()[token.start as usize..token.end as usize];
        word.len() <= 3 && (word.iter().all(u8::is_ascii_digit) || word.iter().all(|byte| b"IVX".contains(byte)))
            || matches!(word, [b'A'..=b'H'])
    };
    let mut numbers = Vec::new();
    let mut end = first;
    while let Some(at) = end.checked_sub(1).filter(|at| *at > 0 && numbers.len() < MOST && is_number(*at)) {
        numbers.push(at);
        let Some(before) = joined(paper, at, numbers.len() == 1) else { break };
        end = before;
    }
    numbers.reverse();
    let Some(class) = numbers.first().filter(|_| numbers.len() > 1 && paper.tokens[first].gap == Gap::Space).map(|number| number - 1)
    else {
        return Vec::new();
    };
    if paper.tokens[class + 1].gap != Gap::Space {
        return Vec::new();
    }
    let part = |number: &usize| {
        let name: Vec<u64> = [class, *number].into_iter().chain(first..to).map(|at| paper.tokens[at].hash).collect();
        let from = if *number == class + 1 { class } else { *number };
        Some(Part::new(paper, from..number + 1, known(&name)?))
    };
    numbers.iter().map(part).collect::<Option<Vec<Part>>>().unwrap_or_default()
}
