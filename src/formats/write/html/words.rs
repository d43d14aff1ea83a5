//! A passage's words with its mentions marked. Marks may lie in each other and overlap; elements may only lie in each other, so
//! that a mark which overlaps is ended and begun again.

use super::concepts::Concepts;
use super::escape::{push, words};
use crate::document::Span;
use crate::formats::write::shown;
use crate::record::Record;

/// A part of a mention.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub(super) span: Span,
    mention: usize,
    /// Whether the mention began before it.
    more: bool,
}

/// The parts of all mentions, by start, longer ones first.
pub(super) fn pieces(record: &Record<'_>) -> Vec<Piece> {
    let parts = |(mention, of): (usize, &_)| {
        let parts = shown::parts(of).to_vec();
        parts.into_iter().enumerate().map(move |(part, span)| Piece { span, mention, more: part > 0 })
    };
    let mut pieces: Vec<Piece> = record.mentions.iter().enumerate().flat_map(parts).filter(|piece| !piece.span.is_empty()).collect();
    pieces.sort_by_key(|piece| (piece.span.start, std::cmp::Reverse(piece.span.end), piece.mention));
    pieces
}

/// Writes the words of a passage; `pieces` are those that begin in it, in their order.
pub(super) fn marked(record: &Record<'_>, concepts: &Concepts<'_>, passage: Span, pieces: &[Piece], out: &mut Vec<u8>) {
    let source = &record.document.text;
    let end = passage.end.index();
    let mut open: Vec<Piece> = Vec::new();
    let mut at = passage.start.index();
    let mut pieces = pieces.iter().copied().peekable();
    loop {
        let start = pieces.peek().map(|piece| piece.span.start.index());
        let ends = open.iter().map(|piece| piece.span.end.index().min(end)).min();
        let Some(to) = start.into_iter().chain(ends).min() else { break };
        words(out, source.get(at..to).unwrap_or(""));
        at = to;
        if ends == Some(to) {
            // Behind the passage's end nothing is begun again.
            close(&mut open, if to == end { usize::MAX } else { to }, concepts, record, out);
        } else if let Some(piece) = pieces.next() {
            begin(piece, concepts, record, out);
            open.push(piece);
        }
    }
    words(out, source.get(at..end).unwrap_or(""));
}

/// Ends the marks that end here, and begins again those that had to be ended on the way to them.
fn close(open: &mut Vec<Piece>, at: usize, concepts: &Concepts<'_>, record: &Record<'_>, out: &mut Vec<u8>) {
    let Some(outermost) = open.iter().position(|piece| piece.span.end.index() <= at) else { return };
    for ended in open.split_off(outermost) {
        push(out, "</mark>");
        if ended.span.end.index() > at {
            open.push(Piece { more: true, ..ended });
        }
    }
    open[outermost..].iter().for_each(|piece| begin(*piece, concepts, record, out));
}

fn begin(piece: Piece, concepts: &Concepts<'_>, record: &Record<'_>, out: &mut Vec<u8>) {
    let (kind, concept) = concepts.of_mention(piece.mention);
    let percent = (record.mentions[piece.mention].score * 100.0).round();
    let more = if piece.more { " data-more" } else { "" };
    push(out, &format!("<mark class=\"t{kind}\" data-c=\"{concept}\" data-s=\"{percent}\"{more}>"));
}
