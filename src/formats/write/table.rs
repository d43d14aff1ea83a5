//! Mentions as a table: a header, then a line for each.

use std::io::{self, Write};

use super::{Carries, Counter, Format, Frame, Offsets, WriteOptions, shown};
use crate::record::Record;

/// The table of mentions.
pub const FORMAT: Format = Format {
    name: "tsv",
    description: "a table of mentions",
    ending: "tsv",
    frame: |_| Frame::Stream { head: "document\tstart\tend\ttext\ttype\tid\tname\tscore\ttaxon\tpassage\tsection\n" },
    append,
    beside: None,
    carries: Carries { discontinuous: false, ..Carries::ALL },
};

fn append(record: &Record<'_>, options: &WriteOptions, out: &mut Vec<u8>) -> io::Result<()> {
    let document = record.document;
    let mut counter = Counter::new(&document.text, options.offsets.unwrap_or(Offsets::Chars));
    let id = shown::one_line(&document.id);
    for mention in &record.mentions {
        let concept = &*mention.concept;
        let start = counter.at(mention.span.start.index());
        let end = counter.clone().at(mention.span.end.index());
        let words = shown::one_line(mention.span.of(&document.text).unwrap_or(""));
        let (entity_type, ids, score) = (&concept.entity_type, shown::identifiers(mention, "|", ""), shown::score(mention));
        let (name, taxon) = (shown::one_line(&concept.name), concept.taxon.as_deref().unwrap_or(""));
        write!(out, "{id}\t{start}\t{end}\t{words}\t{entity_type}\t{ids}\t{name}\t{score}\t{taxon}\t")?;
        if let Some(passage) = document.passages.get(mention.passage as usize) {
            let section = shown::one_line(passage.section.as_deref().unwrap_or(""));
            write!(out, "{}\t{section}", passage.kind.word())?;
        } else {
            out.push(b'\t');
        }
        out.push(b'\n');
    }
    Ok(())
}
