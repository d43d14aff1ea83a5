//! PubAnnotation's JSON: a text, denotations in it, and an attribute for each identifier.

use std::io;

use serde::Serialize;

use super::{Carries, Counter, Format, Frame, Offsets, WriteOptions, shown};
use crate::document::Span;
use crate::record::{Mention, Record};

/// PubAnnotation.
pub const FORMAT: Format = Format {
    name: "pubannotation",
    description: "PubAnnotation's JSON; one object, or an array where there are several documents",
    ending: "json",
    frame: |_| Frame::Array,
    append,
    beside: None,
    carries: Carries::ALL,
};

#[derive(Serialize)]
struct Document<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    sourcedb: Option<&'static str>,
    sourceid: &'r str,
    text: &'r str,
    denotations: Vec<Denotation<'r>>,
    attributes: Vec<Attribute<'r>>,
}

#[derive(Serialize)]
struct Denotation<'r> {
    id: String,
    span: Place,
    obj: &'r str,
}

/// One place, or those of all parts.
#[derive(Serialize)]
#[serde(untagged)]
enum Place {
    One(Range),
    Several(Vec<Range>),
}

#[derive(Serialize)]
struct Range {
    begin: usize,
    end: usize,
}

#[derive(Serialize)]
struct Attribute<'r> {
    id: String,
    subj: String,
    pred: &'static str,
    obj: &'r str,
}

fn append(record: &Record<'_>, options: &WriteOptions, out: &mut Vec<u8>) -> io::Result<()> {
    let document = record.document;
    let mut counter = Counter::new(&document.text, options.offsets.unwrap_or(Offsets::Chars));
    let is_pmid = document.identifiers.pmid.as_ref() == Some(&document.id);
    let mut attributes: Vec<Attribute<'_>> = Vec::new();
    for (index, mention) in record.mentions.iter().enumerate() {
        for obj in mention.concept.ids() {
            let number = attributes.len() + 1;
            attributes.push(Attribute { id: format!("A{number}"), subj: format!("T{}", index + 1), pred: "identifier", obj });
        }
    }
    let denotation = |(index, mention): (usize, &'_ Mention<'_>)| (index, place(mention, &mut counter));
    let places: Vec<_> = record.mentions.iter().enumerate().map(denotation).collect();
    let denotations = places.into_iter().zip(&record.mentions);
    let written = Document {
        sourcedb: is_pmid.then_some("PubMed"),
        sourceid: &document.id,
        text: &document.text,
        denotations: denotations
            .map(|((index, span), mention)| Denotation { id: format!("T{}", index + 1), span, obj: &mention.concept.entity_type })
            .collect(),
        attributes,
    };
    Ok(serde_json::to_writer_pretty(out, &written)?)
}

fn place(mention: &Mention<'_>, counter: &mut Counter<'_>) -> Place {
    let mut range = |part: &Span| Range { begin: counter.at(part.start.index()), end: counter.at(part.end.index()) };
    match shown::parts(mention) {
        [whole] => Place::One(range(whole)),
        parts => Place::Several(parts.iter().map(range).collect()),
    }
}
