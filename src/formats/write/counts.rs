//! How often each document mentions each concept.

use std::collections::HashMap;
use std::io::{self, Write};

use super::{Carries, Format, Frame, WriteOptions, shown};
use crate::record::{Concept, Record};

/// The table of counts.
pub const FORMAT: Format = Format {
    name: "counts",
    description: "a table of documents, concepts, and how often each mentions which",
    ending: "tsv",
    frame: |_| Frame::Stream { head: "document\ttype\tid\tname\tmentions\n" },
    append,
    beside: None,
    carries: Carries { nesting: true, discontinuous: true, several_ids: false, sections: false, places: false },
};

fn append(record: &Record<'_>, _: &WriteOptions, out: &mut Vec<u8>) -> io::Result<()> {
    let document = shown::one_line(&record.document.id);
    let mut rows: HashMap<(u8, u32), usize> = HashMap::new();
    let mut counts: Vec<(&Concept, usize)> = Vec::new();
    for mention in &record.mentions {
        let row = *rows.entry(mention.concept.key).or_insert(counts.len());
        match counts.get_mut(row) {
            Some((_, count)) => *count += 1,
            None => counts.push((&mention.concept, 1)),
        }
    }
    for (concept, count) in counts {
        let name = shown::one_line(&concept.name);
        let ids: Vec<&str> = concept.ids().collect();
        writeln!(out, "{document}\t{}\t{}\t{name}\t{count}", concept.entity_type, ids.join("|"))?;
    }
    Ok(())
}
