//! PubTator's text form: a line with the title, one with all else, then a line for each mention.

use std::io::{self, Write};

use super::{Carries, Format, Frame, Offsets, WriteOptions, pubtator3, shown};
use crate::document::{PassageKind, Span};
use crate::record::{Mention, Record};

/// PubTator.
pub const FORMAT: Format = Format {
    name: "pubtator",
    description: "PubTator text (PMID|t|title, PMID|a|abstract and all else)",
    ending: "pubtator",
    frame: |_| Frame::Stream { head: "" },
    append,
    beside: None,
    carries: Carries { discontinuous: false, sections: false, ..Carries::ALL },
};

/// Where the passages of a document stand in the new text, in the units of its offsets.
struct Layout<'r> {
    text: &'r str,
    passages: Vec<(Span, usize)>,
    unit: Offsets,
    /// The byte and place of the last mention's start, from which the next ones are counted.
    last: Option<(usize, usize)>,
}

impl Layout<'_> {
    /// The places of a mention's start and end.
    fn place(&mut self, mention: &Mention<'_>) -> (usize, usize) {
        let (passage, place) = self.passages.get(mention.passage as usize).copied().unwrap_or_default();
        let (start, end) = (mention.span.start.index(), mention.span.end.index());
        let near = self.last.filter(|(byte, _)| (passage.start.index()..=start).contains(byte));
        let (byte, place) = near.unwrap_or((passage.start.index(), place));
        let place = place + self.length(byte, start);
        self.last = Some((start, place));
        (place, place + self.length(start, end))
    }

    /// The length of the text between two bytes of a passage.
    fn length(&self, from: usize, to: usize) -> usize {
        self.unit.length(&shown::one_line(self.text.get(from..to).unwrap_or("")))
    }
}

fn append(record: &Record<'_>, options: &WriteOptions, out: &mut Vec<u8>) -> io::Result<()> {
    let document = record.document;
    let id = document.id.replace(|character: char| character == '|' || character.is_whitespace(), "_");
    let unit = options.offsets.unwrap_or(Offsets::Chars);
    let title = document.passages.iter().position(|passage| passage.kind == PassageKind::Title);
    let words = |span: Span| shown::one_line(span.of(&document.text).unwrap_or(""));
    write!(out, "{id}|t|")?;
    let title_words = title.map(|index| words(document.passages[index].span)).unwrap_or_default();
    out.extend_from_slice(title_words.as_bytes());
    write!(out, "\n{id}|a|")?;
    let mut layout = Layout { text: &document.text, passages: Vec::new(), unit, last: None };
    // The line feed between the two counts as one.
    let mut at = unit.length(&title_words) + 1;
    let mut first = true;
    for (index, passage) in document.passages.iter().enumerate() {
        if title == Some(index) {
            layout.passages.push((passage.span, 0));
            continue;
        }
        if !std::mem::take(&mut first) {
            out.push(b' ');
            at += 1;
        }
        let words = words(passage.span);
        layout.passages.push((passage.span, at));
        out.extend_from_slice(words.as_bytes());
        at += unit.length(&words);
    }
    out.push(b'\n');
    let mut rows: Vec<_> = record.mentions.iter().map(|mention| (layout.place(mention), mention)).collect();
    rows.sort_by_key(|((start, end), _)| (*start, std::cmp::Reverse(*end)));
    for ((start, end), mention) in rows {
        let (entity_type, ids) = named(mention, options);
        let words = words(mention.span);
        writeln!(out, "{id}\t{start}\t{end}\t{words}\t{entity_type}\t{ids}")?;
    }
    out.push(b'\n');
    Ok(())
}

/// Type and identifiers of a mention. Families and complexes are told apart from genes, unless PubTator's own terms are wanted.
fn named<'m>(mention: &'m Mention<'_>, options: &WriteOptions) -> (&'m str, String) {
    let concept = &*mention.concept;
    if options.pubtator3 {
        let ids = pubtator3::identifiers(concept);
        return (pubtator3::entity_type(&concept.entity_type), if ids.is_empty() { "-".to_owned() } else { ids.join(";") });
    }
    let entity_type = match &*concept.entity_type {
        "gene_family" => "FamilyName",
        "complex" => "complex",
        other => pubtator3::entity_type(other),
    };
    (entity_type, shown::identifiers(mention, "|", "-"))
}
