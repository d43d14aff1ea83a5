//! brat's stand-off form: the text in one file, a line for each mention and for each identifier in the other.

use std::io::{self, Write};

use super::{Beside, Carries, Counter, Format, Frame, Offsets, WriteOptions, shown};
use crate::document::Span;
use crate::record::Record;

/// brat.
pub const FORMAT: Format = Format {
    name: "brat",
    description: "brat's stand-off form, .txt and .ann; a pair of files for each document, in the folder of --output-dir",
    ending: "ann",
    frame: |_| Frame::Each,
    append,
    beside: Some(Beside {
        ending: "txt",
        append: |record, _, out| {
            out.extend_from_slice(record.document.text.as_bytes());
            Ok(())
        },
    }),
    carries: Carries::ALL,
};

fn append(record: &Record<'_>, options: &WriteOptions, out: &mut Vec<u8>) -> io::Result<()> {
    let text = &record.document.text;
    let mut walk = Counter::new(text, options.offsets.unwrap_or(Offsets::Chars));
    let mut references = 0;
    for (index, mention) in record.mentions.iter().enumerate() {
        let number = index + 1;
        write!(out, "T{number}\t{}", mention.concept.entity_type)?;
        let pieces: Vec<Span> = shown::parts(mention).iter().flat_map(|part| lines(text, *part)).collect();
        // A mention inside this one begins before its end.
        walk.at(mention.span.start.index());
        let mut counter = walk.clone();
        for (index, piece) in pieces.iter().enumerate() {
            let (start, end) = (counter.at(piece.start.index()), counter.at(piece.end.index()));
            write!(out, "{}{start} {end}", if index == 0 { ' ' } else { ';' })?;
        }
        let words: Vec<_> = pieces.iter().map(|piece| piece.of(text).unwrap_or("")).collect();
        writeln!(out, "\t{}", shown::one_line(&words.join(" ")))?;
        for id in mention.concept.ids() {
            references += 1;
            writeln!(out, "N{references}\tReference T{number} {id}\t{}", shown::one_line(&mention.concept.name))?;
        }
    }
    Ok(())
}

/// The pieces of a span in each line: brat has none across lines.
fn lines(text: &str, span: Span) -> Vec<Span> {
    let words = span.of(text).unwrap_or("");
    let mut at = span.start.index();
    let mut pieces = Vec::new();
    for line in words.split_inclusive('\n') {
        let shown = line.trim_matches(['\n', '\r']);
        let start = at + (line.len() - line.trim_start_matches(['\n', '\r']).len());
        if !shown.is_empty() {
            pieces.push(Span::from_range(start..start + shown.len()));
        }
        at += line.len();
    }
    if pieces.is_empty() { vec![span] } else { pieces }
}
