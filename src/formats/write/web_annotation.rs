//! W3C Web Annotation as JSON-LD: a page of annotations, each with the addresses of its concepts and its place in the text, by
//! position and by quotation.

use std::borrow::Cow;
use std::io;

use serde::Serialize;

use super::address::address;
use super::{Carries, Counter, Format, Frame, Offsets, WriteOptions, shown};
use crate::document::{Document, Span};
use crate::record::{Mention, Record};

/// Web Annotation.
pub const FORMAT: Format = Format {
    name: "webannotation",
    description: "W3C Web Annotation JSON-LD; one page of annotations, or an array where there are several documents",
    ending: "jsonld",
    frame: |_| Frame::Array,
    append,
    beside: None,
    carries: Carries::ALL,
};

/// How much is quoted before and behind a mention, in characters.
const AROUND: usize = 32;

#[derive(Serialize)]
struct Page<'r> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "startIndex")]
    start_index: usize,
    items: Vec<Annotation<'r>>,
}

#[derive(Serialize)]
struct Annotation<'r> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: &'static str,
    body: Vec<Body<'r>>,
    target: OneOrMore<Target<'r>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum OneOrMore<T> {
    One(T),
    More(Vec<T>),
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Body<'r> {
    SpecificResource { purpose: &'static str, source: Cow<'r, str> },
    TextualBody { purpose: &'static str, value: &'r str },
}

#[derive(Serialize)]
struct Target<'r> {
    source: &'r str,
    selector: [Selector<'r>; 2],
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Selector<'r> {
    TextPositionSelector { start: usize, end: usize },
    TextQuoteSelector { exact: &'r str, prefix: &'r str, suffix: &'r str },
}

fn append(record: &Record<'_>, options: &WriteOptions, out: &mut Vec<u8>) -> io::Result<()> {
    let document = record.document;
    let urn = address("urn:biospan:", &document.id, "");
    let source = page_of(document).unwrap_or_else(|| urn.clone());
    let mut counter = Counter::new(&document.text, options.offsets.unwrap_or(Offsets::Chars));
    let annotation = |(index, mention)| Annotation {
        id: format!("{urn}:{}", index + 1),
        kind: "Annotation",
        motivation: "identifying",
        body: body(mention),
        target: target(mention, &document.text, &source, &mut counter),
    };
    let page = Page {
        context: "http://www.w3.org/ns/anno.jsonld",
        id: urn.clone(),
        kind: "AnnotationPage",
        start_index: 0,
        items: record.mentions.iter().enumerate().map(annotation).collect(),
    };
    Ok(serde_json::to_writer_pretty(out, &page)?)
}

/// Where a reader finds the document.
fn page_of(document: &Document) -> Option<String> {
    let identifiers = &document.identifiers;
    let pmcid = identifiers.pmcid.as_ref().map(|id| format!("https://www.ncbi.nlm.nih.gov/pmc/articles/{id}/"));
    pmcid
        .or_else(|| identifiers.pmid.as_ref().map(|id| format!("https://pubmed.ncbi.nlm.nih.gov/{id}/")))
        .or_else(|| identifiers.doi.as_ref().map(|id| address("https://doi.org/", id, "")))
}

fn body<'r>(mention: &'r Mention<'_>) -> Vec<Body<'r>> {
    let concept = &mention.concept;
    let page = |id: &'r str| match &concept.url {
        Some(url) if *id == concept.id => Cow::Borrowed(url.as_str()),
        _ => Cow::Owned(address("https://bioregistry.io/", id, "")),
    };
    let concepts = concept.ids().map(|id| Body::SpecificResource { purpose: "identifying", source: page(id) });
    let words = [("tagging", &*concept.entity_type), ("describing", &*concept.name)];
    let words = words.into_iter().filter(|(_, value)| !value.is_empty());
    concepts.chain(words.map(|(purpose, value)| Body::TextualBody { purpose, value })).collect()
}

fn target<'r>(mention: &Mention<'_>, text: &'r str, source: &'r str, counter: &mut Counter<'_>) -> OneOrMore<Target<'r>> {
    let mut target = |part: &Span| {
        let (start, end) = (part.start.index(), part.end.index());
        let (before, behind) = (text.get(..start).unwrap_or(""), text.get(end..).unwrap_or(""));
        let from = before.char_indices().rev().take(AROUND).last().map_or(0, |(at, _)| at);
        let to = behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at);
        let quote = Selector::TextQuoteSelector {
            exact: part.of(text).unwrap_or(""),
            prefix: if before.is_empty() { "" } else { &before[from..] },
            suffix: &behind[..to],
        };
        Target { source, selector: [Selector::TextPositionSelector { start: counter.at(start), end: counter.at(end) }, quote] }
    };
    match shown::parts(mention) {
        [whole] => OneOrMore::One(target(whole)),
        parts => OneOrMore::More(parts.iter().map(target).collect()),
    }
}
