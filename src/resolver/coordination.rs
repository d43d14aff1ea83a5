//! Rule `coordination`: names that share a part are opened: `CXCL9/10`, `IL-1, -6 and -8`, `breast and ovarian cancer`,
//! `CD4+ and CD8+ T cells`.

use biospan_lexicon::image::{Image, NameEntry};
use biospan_lexicon::search::key_of;
use biospan_lexicon::token::{Gap, Token, greek_name};

use super::candidate::{Group, Names};
use super::cue::{Cues, GENE};
use super::local::Tokenized;
use super::{Others, Resolved, Resolver};
use crate::document::{ByteOffset, Span};

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

/// The end of a name that others may share the rest of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// `1` of `IL-1`.
    Number,
    /// `A` of `hHR23A`.
    Letter,
    /// `A8` of `S100A8`.
    LetterNumber,
    /// `alpha` of `IL-1 alpha`.
    Greek,
    /// `beta1` of `TGF-beta1`.
    GreekNumber,
}

impl End {
    /// The number of its tokens.
    fn length(self) -> usize {
        if matches!(self, End::GreekNumber | End::LetterNumber) { 2 } else { 1 }
    }

    /// What the first of the tokens begin with.
    fn at(text: &str, tokens: &[Token]) -> Option<End> {
        let word = |token: &Token| &text[token.start as usize..token.end as usize];
        let number = |token: &Token| word(token).len() <= 3 && word(token).bytes().all(|byte| byte.is_ascii_digit());
        let first = tokens.first()?;
        let greek = |word: &str| GREEK.contains(&word) || word.chars().next().is_some_and(|first| greek_name(first).is_some());
        let numbered = || tokens.get(1).is_some_and(|next| next.gap == Gap::Nothing && number(next));
        if number(first) {
            Some(End::Number)
        } else if greek(word(first)) {
            Some(if numbered() { End::GreekNumber } else { End::Greek })
        } else if matches!(word(first).as_bytes(), [b'A'..=b'Z']) {
            Some(if numbered() { End::LetterNumber } else { End::Letter })
        } else {
            None
        }
    }

    /// What the tokens of a name end in.
    fn of(text: &str, tokens: &[Token]) -> Option<End> {
        let fits = |length: &usize| {
            let from = tokens.len().checked_sub(*length).filter(|from| *from > 0);
            from.is_some_and(|from| End::at(text, &tokens[from..]).is_some_and(|end| end.length() == *length))
        };
        let length = [2, 1].into_iter().find(fits)?;
        End::at(text, &tokens[tokens.len() - length..])
    }
}

/// Greek letters that tell genes apart.
const GREEK: [&str; 8] = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"];

/// Words behind `HMG1 and 2` that leave the number a part of it, beside those that speak for genes.
const BEHIND: [&str; 10] = ["and", "or", "in", "are", "were", "by", "with", "as", "to", "from"];

/// The parts behind a name that share all but its end: `10` in `CXCL9/10`, `A9` in `S100A8/A9`, `6` and `8` in `IL-1, -6 and -8`, `beta` in
/// `IL-1 alpha and beta`. Of genes also `2` in `HMG1 and 2` if the word behind it speaks for a gene or leaves the number to it.
#[must_use]
pub fn parts_of(paper: Tokenized<'_>, group: &Group, image: &Image<'_>, genes: Option<&Cues>) -> Vec<Part> {
    let (from, to) = (group.first as usize, (group.first + group.length) as usize);
    let mut parts = Vec::new();
    let word = |token: &Token| &paper.text[token.start as usize..token.end as usize];
    let Some(end) = End::of(paper.text, &paper.tokens[from..to]) else { return parts };
    // `S100A8/9` shares more than `S100A8/A9`.
    let whole = end != End::LetterNumber || End::at(paper.text, paper.tokens.get(to..).unwrap_or(&[])) == Some(end);
    let end = if whole { end } else { End::Number };
    let stem = &paper.tokens[from..to - end.length()];
    let mut at = to;
    while let Some(next) = paper.tokens.get(at) {
        let conjunction = matches!(word(next), "and" | "or") && matches!(next.gap, Gap::Space | Gap::Comma);
        let first = if conjunction { at + 1 } else { at };
        let own = &paper.tokens[first.min(paper.tokens.len())..];
        let Some(token) = own.first().filter(|_| End::at(paper.text, own) == Some(end)) else { break };
        let own = &own[..end.length()];
        // A bare number behind a comma or "and" may be a number; behind a slash, or with a hyphen of its own, it is a name.
        let hyphen = paper.text[..token.start as usize].ends_with(['-', '‐', '‑', '–']);
        let slash = !conjunction && token.gap == Gap::Slash;
        let enumerated = conjunction || token.gap == Gap::Comma;
        let behind = paper.tokens.get(first + end.length());
        let free = behind.is_none_or(|behind| !matches!(behind.gap, Gap::Nothing | Gap::Point));
        let bare = conjunction && token.gap == Gap::Space || token.gap == Gap::Comma && end != End::Letter;
        let speaks = |behind: &Token, cues: &Cues| cues.get(behind.hash).is_some_and(|cue| cue.after & GENE != 0);
        let blank = token.start > 0 && paper.text.as_bytes()[token.start as usize - 1] == b' ';
        let named = genes.filter(|_| blank).is_some_and(|cues| {
            behind.is_some_and(|behind| behind.gap == Gap::Space && (speaks(behind, cues) || BEHIND.contains(&word(behind))))
        });
        if !(slash || enumerated && (hyphen || bare && named)) || !free {
            break;
        }
        let tokens: Vec<u64> = stem.iter().chain(own).map(|token| token.hash).collect();
        let Some(key) = key_of(image, &tokens) else { break };
        // The hyphen belongs to it: `-6`.
        let before = if hyphen { paper.text[..token.start as usize].chars().next_back().map_or(0, char::len_utf8) } else { 0 };
        let span = Span::new(token.start - before as u32, own[own.len() - 1].end);
        parts.push(Part { first: first as u32, length: own.len() as u32, span, key, slash });
        at = first + own.len();
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

impl Resolver<'_> {
    /// Adds the parts of a coordination to `parts`; whether they take the place of the whole (`ERK1/2` is two genes).
    pub(super) fn open_coordination(&self, paper: Tokenized<'_>, group: &Group, whole: &Resolved, parts: &mut Vec<Resolved>) -> bool {
        let Some(names) = self.names(whole.layer) else { return false };
        let image = names.image;
        if self.kinds.is_family(whole.kind) && whole.layer == 0 {
            let gene = |entry: &NameEntry| {
                let kind = self.kinds.of(whole.layer, entry.entity_type());
                self.kinds.has_symbols(kind) && !self.kinds.is_family(kind)
            };
            let listed = listed(paper, group, image);
            let found: Vec<Resolved> = listed.iter().filter_map(|part| self.part(&names, whole, part, gene)).collect();
            if !found.is_empty() && found.len() == listed.len() {
                parts.extend(found.into_iter().map(|part| Resolved { span: whole.span, ..part }));
                return true;
            }
        }
        let found = match self.kinds.name(whole.kind) {
            "gene" | "gene_family" | "complex" => parts_of(paper, group, image, Some(&self.cues)),
            "drug" => parts_of(paper, group, image, None),
            "disease" | "cell_type" => shared_head(paper, group, image).into_iter().collect(),
            _ => return false,
        };
        let same_kind = |entry: &NameEntry| self.kinds.of(whole.layer, entry.entity_type()) == whole.kind;
        // What only slashes join is one expression that names several: all of them have its span. So is a list of genes.
        let gene = self.kinds.has_symbols(whole.kind);
        let slashes = found.iter().take_while(|part| part.slash || gene).count();
        let end = found[..slashes].last().map_or(whole.span.end, |part| part.span.end);
        let span = Span { start: whole.span.start, end };
        let before = parts.len();
        for (index, part) in found.iter().enumerate() {
            let own = if index < slashes { span } else { part.span };
            parts.extend(self.part(&names, whole, part, same_kind).map(|resolved| Resolved { span: own, ..resolved }));
        }
        let opened = slashes > 0 && parts.len() > before;
        if opened {
            parts.push(Resolved { span, coordinated: true, ..whole.clone() });
        }
        opened
    }

    /// A part of a coordination as a mention, if a name of the right type has its key.
    fn part(&self, names: &Names<'_>, whole: &Resolved, part: &Part, right: impl Fn(&NameEntry) -> bool) -> Option<Resolved> {
        let entry = names.entries(part.key).iter().filter(|entry| right(entry)).min_by_key(|entry| (entry.scope(), entry.concept()))?;
        Some(Resolved {
            span: part.span,
            first: part.first,
            kind: self.kinds.of(whole.layer, entry.entity_type()),
            concept: entry.concept(),
            entry: *entry,
            alternatives: Others::default(),
            organism: None,
            coordinated: true,
            ..whole.clone()
        })
    }
}

/// Puts the parts of coordinations among the mentions: a part replaces what crosses it or is no longer than it, and gives
/// way to a longer mention around it. Parts of one expression have one span.
pub(super) fn join_parts(mentions: &mut Vec<Resolved>, mut parts: Vec<Resolved>) {
    parts.sort_by_key(|part| (part.span.start, part.span.end, part.first));
    let mut last = Span::default();
    parts.retain(|part| {
        let free = part.span.start >= last.end || part.span == last;
        last = if free { part.span } else { last };
        free
    });
    mentions.retain(|mention| {
        let spans = parts.as_slice();
        let first = spans.partition_point(|part| part.span.end <= mention.span.start);
        let touched = spans[first..].iter().take_while(|part| part.span.start < mention.span.end);
        touched.into_iter().all(|part| mention.span.contains(part.span) && mention.span != part.span)
    });
    let mut around = ByteOffset(0);
    let mut rest = mentions.iter().peekable();
    parts.retain(|part| {
        while let Some(mention) = rest.next_if(|mention| mention.span.start <= part.span.start) {
            around = around.max(mention.span.end);
        }
        around <= part.span.start
    });
    mentions.append(&mut parts);
    mentions.sort_by_key(|mention| (mention.span.start, std::cmp::Reverse(mention.span.end), mention.first));
}
