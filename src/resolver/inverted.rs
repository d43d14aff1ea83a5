//! Rule `inverted`: a name with its head in front, as indexes and lists of keywords write it: `Carcinoma, Hepatocellular`,
//! `Leukemia, Myeloid, Acute`.

use std::ops::Range;

use biospan_lexicon::image::NameEntry;
use biospan_lexicon::token::{Gap, Token};

use super::candidate::{Candidates, Group};
use super::cue::{CELL, DISEASE};
use super::evidence::Form;
use super::local::Tokenized;
use super::sense::known;
use super::{Resolved, Resolver};
use crate::document::{ByteOffset, Span};

/// How many pieces stand behind the head at most: `Leukemia, Myelogenous, Chronic`.
const PIECES: usize = 3;
/// How many tokens a piece has at most: `Carcinoma, Non-Small-Cell Lung`.
const LONGEST: usize = 4;
/// How adjectives end; where the sentence goes on behind it, a noun is the next of an enumeration (`tumors, brain and heart`).
const ADJECTIVES: [&str; 9] = ["ar", "al", "ic", "ous", "oid", "ary", "ive", "ute", "ile"];

/// The words between commas behind the token `to`, as ranges of tokens.
fn pieces(paper: Tokenized<'_>, mut to: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    while pieces.len() < PIECES && paper.tokens.get(to).is_some_and(|first| first.gap == Gap::Comma) {
        let joined = |token: &&Token| matches!(token.gap, Gap::Nothing | Gap::Hyphen | Gap::Space);
        let length = 1 + paper.tokens[to + 1..].iter().take(LONGEST).take_while(joined).count();
        pieces.push(to..to + length);
        to += length;
    }
    pieces
}

/// Where the last piece may end: with all of its words, or behind an adjective where the sentence goes on.
fn ends(paper: Tokenized<'_>, piece: &Range<usize>) -> impl Iterator<Item = usize> + use<> {
    let word = |at: usize| paper.tokens.get(at).map_or("", |token| &paper.text[token.start as usize..token.end as usize]);
    let whole = (piece.len() <= LONGEST).then_some(piece.end);
    let adjective = word(piece.start).len() > 4 && ADJECTIVES.iter().any(|ending| word(piece.start).ends_with(ending));
    let next = piece.start + 1;
    let goes_on = piece.len() > 1 && paper.tokens[next].gap == Gap::Space && !matches!(word(next), "and" | "or");
    whole.into_iter().chain((adjective && goes_on).then_some(next))
}

impl Resolver<'_> {
    /// The mention of the name that a name and the pieces behind it are in the right order, if there is one.
    pub(super) fn inverted(&self, paper: Tokenized<'_>, (group, candidates): (&Group, &Candidates), head: &Resolved) -> Option<Resolved> {
        if !matches!(self.voices[usize::from(group.kind)], DISEASE | CELL) {
            return None;
        }
        let own = group.first as usize..(group.first + group.length) as usize;
        if paper.tokens.get(own.end)?.gap != Gap::Comma {
            return None;
        }
        let names = self.names(head.layer)?;
        let same_kind = |entry: &NameEntry| self.kinds.of(head.layer, entry.entity_type()) == head.kind;
        let pieces = pieces(paper, own.end);
        // What another name begins with belongs to that: `pain, acute chest syndrome`.
        let begins_name = |piece: &Range<usize>, to: usize| {
            candidates.likely(piece.start as u32, |other| other.kind == group.kind && (other.first + other.length) as usize > to).is_some()
        };
        let turned = |count: usize, to: usize| {
            if begins_name(&pieces[count], to) {
                return None;
            }
            let tokens = (pieces[count].start..to).chain(pieces[..count].iter().rev().cloned().flatten()).chain(own.clone());
            let name: Vec<u64> = tokens.map(|token| paper.tokens[token].hash).collect();
            let found = self.by_name(&names, head, known(&names, &name, same_kind)?, same_kind)?;
            let span = Span { start: head.span.start, end: ByteOffset(paper.tokens[to - 1].end) };
            Some(Resolved { span, form: Form::Inverted, ..found })
        };
        (0..pieces.len()).rev().find_map(|count| ends(paper, &pieces[count]).find_map(|to| turned(count, to)))
    }
}

#[cfg(test)]
mod tests {
    use crate::Annotator;

    #[test]
    fn a_name_with_its_head_in_front_is_turned() {
        let annotator = Annotator::builder().types(["disease", "cell_type"]).build().expect("the embedded dictionary opens");
        for (text, expected) in [
            ("Carcinoma, hepatocellular is frequent.", &[("Carcinoma, hepatocellular", "MONDO:0007256")][..]),
            ("Keywords: Leukemia, Myeloid, Acute; Mice.", &[("Leukemia, Myeloid, Acute", "MONDO:0018874")]),
            ("Keywords: Carcinoma, Non-Small-Cell Lung.", &[("Carcinoma, Non-Small-Cell Lung", "MONDO:0005233")]),
            ("Keywords: Diabetes Mellitus, Type 2.", &[("Diabetes Mellitus, Type 2", "MONDO:0005148")]),
            // An enumeration, and the next part of a sentence.
            ("Removed were tumors, brain and heart.", &[("tumors", "MONDO:0005070")]),
            (
                "Those with cancer, lung disease or asthma.",
                &[("cancer", "MONDO:0004992"), ("lung disease", "MONDO:0005275"), ("asthma", "MONDO:0004979")],
            ),
        ] {
            let found: Vec<(String, String)> = annotator.found(text).into_iter().map(|(words, _, id)| (words, id)).collect();
            let expected: Vec<(String, String)> = expected.iter().map(|(words, id)| ((*words).to_owned(), (*id).to_owned())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
