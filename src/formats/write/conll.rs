//! CoNLL's columns with IOB2 tags: a token a line, an empty line between sentences, `-DOCSTART-` before each document.

use std::io::{self, Write};

use super::{Carries, Counter, Format, Frame, Offsets, WriteOptions, shown};
use crate::document::{Span, sentence};
use crate::record::{Mention, Record};

/// CoNLL.
pub const FORMAT: Format = Format {
    name: "conll",
    description: "tokens in columns: token, start, end, identifiers, IOB2 tag",
    ending: "conll",
    frame: |_| Frame::Stream { head: "" },
    append,
    beside: None,
    carries: Carries { nesting: false, discontinuous: false, ..Carries::ALL },
};

/// A stretch that has a tag; no two overlap.
struct Chunk<'r> {
    span: Span,
    mention: &'r Mention<'r>,
}

fn append(record: &Record<'_>, options: &WriteOptions, out: &mut Vec<u8>) -> io::Result<()> {
    let document = record.document;
    let mut counter = Counter::new(&document.text, options.offsets.unwrap_or(Offsets::Chars));
    let chunks = chunks(record);
    let id = document.id.replace(char::is_whitespace, "_");
    writeln!(out, "-DOCSTART-\t_\t_\t{id}\tO\n")?;
    let mut next = chunks.iter().peekable();
    for passage in &document.passages {
        for sentence in sentence::split(&document.text, passage.span) {
            for token in tokens(&document.text, sentence, &chunks) {
                while next.next_if(|chunk| chunk.span.end <= token.start).is_some() {}
                let (start, end) = (counter.at(token.start.index()), counter.at(token.end.index()));
                let words = token.of(&document.text).unwrap_or("");
                match next.peek().filter(|chunk| chunk.span.contains(token)) {
                    Some(chunk) => {
                        let tag = if chunk.span.start == token.start { 'B' } else { 'I' };
                        let ids = shown::identifiers(chunk.mention, "|", "_");
                        writeln!(out, "{words}\t{start}\t{end}\t{ids}\t{tag}-{}", chunk.mention.concept.entity_type)?;
                    }
                    None => writeln!(out, "{words}\t{start}\t{end}\t_\tO")?,
                }
            }
            // A mention over two sentences makes them one.
            if next.peek().is_none_or(|chunk| chunk.span.start >= sentence.end || chunk.span.end <= sentence.end) {
                out.push(b'\n');
            }
        }
    }
    Ok(())
}

/// The outermost mentions, each part by itself; of two that cross the first.
fn chunks<'r>(record: &'r Record<'r>) -> Vec<Chunk<'r>> {
    let parts = record
        .mentions
        .iter()
        .flat_map(|mention| shown::parts(mention).iter().map(move |part| Chunk { span: trimmed(record, *part), mention }));
    let mut parts: Vec<_> = parts.filter(|chunk| !chunk.span.is_empty()).collect();
    parts.sort_by_key(|chunk| (chunk.span.start, std::cmp::Reverse(chunk.span.end)));
    let mut chunks: Vec<Chunk<'r>> = Vec::new();
    for chunk in parts {
        if chunks.last().is_none_or(|last| last.span.end <= chunk.span.start) {
            chunks.push(chunk);
        }
    }
    chunks
}

/// A span without outer white space, which no token has.
fn trimmed(record: &Record<'_>, span: Span) -> Span {
    let words = span.of(&record.document.text).unwrap_or("");
    let start = span.start.index() + words.len() - words.trim_start().len();
    Span::from_range(start..start + words.trim().len())
}

/// Runs of letters and digits, and other characters by themselves; a mention begins and ends a token.
fn tokens<'r>(text: &'r str, sentence: Span, chunks: &'r [Chunk<'r>]) -> impl Iterator<Item = Span> + 'r {
    let end = sentence.end.index();
    let mut at = sentence.start.index();
    let mut chunk = chunks.partition_point(|chunk| chunk.span.end.index() <= at);
    std::iter::from_fn(move || {
        let rest = text.get(at..end)?;
        let start = end - rest.trim_start().len();
        let first = text.get(start..end)?.chars().next()?;
        while chunks.get(chunk).is_some_and(|chunk| chunk.span.end.index() <= start) {
            chunk += 1;
        }
        let edge = chunks.get(chunk).map_or(end, |chunk| {
            let span = chunk.span;
            if span.start.index() > start { span.start.index() } else { span.end.index() }
        });
        let mut stop = start + first.len_utf8();
        if first.is_alphanumeric() {
            let word = text.get(start..end.min(edge))?;
            stop = start + word.find(|character: char| !character.is_alphanumeric()).unwrap_or(word.len());
        }
        at = stop.max(start + first.len_utf8());
        Some(Span::from_range(start..at))
    })
}
