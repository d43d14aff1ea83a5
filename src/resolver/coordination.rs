//! Rule `coordination`: names that share a part are opened: `CXCL9/10`, `IL-1, -6 and -8`, `breast and ovarian cancer`,
//! `CD4+ and CD8+ T cells`.

use biospan_lexicon::image::Image;
use biospan_lexicon::search::key_of;
use biospan_lexicon::token::{Gap, Token};

use super::candidate::Group;
use super::local::Tokenized;
use crate::document::Span;

/// A part of a coordination that stands for a whole name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its first token.
    pub first: u32,
    /// Number of tokens.
    pub length: u32,
    /// Its bytes.
    pub span: Span,
    /// The key of the whole name in the dictionary that was asked.
    pub key: u32,
    /// Whether only a slash stands before it, so that it and what it is joined to are one expression (`CXCL9/10`).
    pub slash: bool,
}

/// The parts behind a name that ends in a number: `10` in `CXCL9/10`, `6` and `8` in `IL-1, -6 and -8`.
#[must_use]
pub fn numbers(paper: Tokenized<'_>, group: &Group, image: &Image<'_>) -> Vec<Part> {
    let (from, to) = (group.first as usize, (group.first + group.length) as usize);
    let mut parts = Vec::new();
    let word = |token: &Token| &paper.text[token.start as usize..token.end as usize];
    let is_number = |token: &Token| word(token).len() <= 3 && word(token).bytes().all(|byte| byte.is_ascii_digit());
    if group.length < 2 || !is_number(&paper.tokens[to - 1]) {
        return parts;
    }
    let stem: Vec<u64> = paper.tokens[from..to - 1].iter().map(|token| token.hash).collect();
    let mut at = to;
    while let Some(next) = paper.tokens.get(at) {
        let conjunction = matches!(word(next), "and" | "or") && matches!(next.gap, Gap::Space | Gap::Comma);
        let number = if conjunction { at + 1 } else { at };
        let Some(token) = paper.tokens.get(number).filter(|token| is_number(token)) else { break };
        // A bare number behind a comma or "and" is a number; behind a slash, or with a hyphen of its own, a name.
        let hyphen = paper.text[..token.start as usize].ends_with(['-', '‐', '‑', '–']);
        let slash = !conjunction && token.gap == Gap::Slash;
        let enumerated = conjunction || token.gap == Gap::Comma;
        let free = paper.tokens.get(number + 1).is_none_or(|after| !matches!(after.gap, Gap::Nothing | Gap::Point));
        if !(slash || hyphen && enumerated) || !free {
            break;
        }
        let tokens: Vec<u64> = stem.iter().copied().chain([token.hash]).collect();
        let Some(key) = key_of(image, &tokens) else { break };
        // The hyphen belongs to it: `-6`.
        let before = if hyphen { paper.text[..token.start as usize].chars().next_back().map_or(0, char::len_utf8) } else { 0 };
        parts.push(Part { first: number as u32, length: 1, span: Span::new(token.start - before as u32, token.end), key, slash });
        at = number + 1;
    }
    parts
}

/// The members that a family name of this form lists: `ERK1` and `2` of `ERK1/2`, `Smad1`, `5` and `8` of `Smad1/5/8`.
#[must_use]
pub fn listed(paper: Tokenized<'_>, group: &Group, image: &Image<'_>) -> Vec<Part> {
    let (from, to) = (group.first as usize, (group.first + group.length) as usize);
    let tokens = &paper.tokens[from..to];
    let is_number = |token: &Token| paper.text[token.start as usize..token.end as usize].bytes().all(|byte| byte.is_ascii_digit());
    let behind = tokens.iter().rev().take_while(|token| is_number(token) && token.gap == Gap::Slash).count();
    let Some(stem) = tokens.len().checked_sub(behind + 1).filter(|stem| *stem > 0 && behind > 0 && is_number(&tokens[*stem])) else {
        return Vec::new();
    };
    let part = |at: usize| {
        let hashes: Vec<u64> = tokens[..stem].iter().chain([&tokens[at]]).map(|token| token.hash).collect();
        let first = if at == stem { 0 } else { at };
        let span = Span::new(tokens[first].start, tokens[at].end);
        Some(Part { first: (from + first) as u32, length: (at + 1 - first) as u32, span, key: key_of(image, &hashes)?, slash: true })
    };
    (stem..tokens.len()).map(part).collect::<Option<Vec<Part>>>().unwrap_or_default()
}

/// The part before a conjunction that shares the end of a name: `breast` in `breast and ovarian cancer`.
#[must_use]
pub fn shared_head(paper: Tokenized<'_>, group: &Group, image: &Image<'_>) -> Option<Part> {
    let from = group.first as usize;
    let to = (group.first + group.length) as usize;
    let conjunction = paper.tokens.get(from.checked_sub(1)?)?;
    let word = &paper.text[conjunction.start as usize..conjunction.end as usize];
    let gap = paper.tokens.get(from)?.gap;
    if !matches!(word, "and" | "or") || gap != Gap::Space || !matches!(conjunction.gap, Gap::Space | Gap::Plus | Gap::Minus | Gap::Comma) {
        return None;
    }
    for length in [2, 1] {
        let Some(first) = (from - 1).checked_sub(length) else { continue };
        let own = &paper.tokens[first..from - 1];
        if own.iter().skip(1).any(|token| !matches!(token.gap, Gap::Nothing | Gap::Hyphen | Gap::Space)) || own.is_empty() {
            continue;
        }
        // The more of the name is shared, the better.
        for dropped in 1..group.length as usize {
            let tokens = own.iter().chain(&paper.tokens[from + dropped..to]).map(|token| token.hash);
            let key = key_of(image, &tokens.collect::<Vec<_>>());
            if let Some(key) = key {
                let span = Span::new(own[0].start, own[length - 1].end);
                return Some(Part { first: first as u32, length: length as u32, span, key, slash: false });
            }
        }
    }
    None
}
