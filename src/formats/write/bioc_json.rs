//! BioC as JSON, with every key that the Python package `bioc` asks for; for PubTator's clients as PubTator 3 wraps it.

use std::io::{self, Write};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

use super::bioc::{Annotation, Infons, Part, parts};
use super::{Carries, Format, Frame, Offsets, WriteOptions};
use crate::record::Record;

/// BioC JSON.
pub const FORMAT: Format =
    Format { name: "bioc-json", description: "BioC as JSON", ending: "json", frame, append, beside: None, carries: Carries::ALL };

/// The beginning of a collection from this source.
macro_rules! head {
    ($source:literal) => {
        concat!(r#"{"source":""#, $source, r#"","date":"","key":"docs/formats.md","version":"1.0","infons":{},"documents":["#)
    };
}

fn frame(options: &WriteOptions) -> Frame {
    let head = match options.offsets {
        _ if options.pubtator3 => r#"{"PubTator3":["#,
        None | Some(Offsets::Chars) => head!("biospan"),
        Some(Offsets::Bytes) => head!("biospan, offsets in bytes"),
        Some(Offsets::Utf16) => head!("biospan, offsets in units of UTF-16"),
    };
    Frame::Whole { head, between: ",\n", tail: "]}\n" }
}

#[derive(Serialize)]
struct Document<'r> {
    /// PubTator's name of the document: PMID and PMCID.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    both_ids: Option<String>,
    id: &'r str,
    infons: Keys<'r>,
    passages: Vec<Passage<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotations: Option<[(); 0]>,
    relations: [(); 0],
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    of_pubtator: Option<OfPubTator<'r>>,
}

/// What PubTator's documents have besides.
#[derive(Serialize)]
struct OfPubTator<'r> {
    pmid: Option<u64>,
    pmcid: Option<&'r str>,
    meta: Keys<'r>,
    date: Option<&'r str>,
    journal: Option<&'r str>,
    authors: [(); 0],
    relations_display: [(); 0],
}

#[derive(Serialize)]
struct Passage<'r> {
    infons: Keys<'r>,
    offset: usize,
    text: &'r str,
    sentences: [(); 0],
    annotations: Vec<Mark<'r>>,
    relations: [(); 0],
}

#[derive(Serialize)]
struct Mark<'r> {
    id: String,
    infons: MarkKeys<'r>,
    text: std::borrow::Cow<'r, str>,
    locations: Vec<Location>,
}

#[derive(Serialize)]
struct Location {
    offset: usize,
    length: usize,
}

/// Keys and values as an object.
struct Keys<'r>(Infons<'r>);

impl Serialize for Keys<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// The same of an annotation, with what PubTator says besides.
struct MarkKeys<'r> {
    infons: Infons<'r>,
    of_pubtator: Option<(Vec<String>, &'static str)>,
}

impl Serialize for MarkKeys<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in &self.infons {
            map.serialize_entry(key, value)?;
        }
        if let Some((normalized, database)) = &self.of_pubtator {
            map.serialize_entry("valid", &true)?;
            map.serialize_entry("normalized", normalized)?;
            map.serialize_entry("database", database)?;
        }
        map.end()
    }
}

fn append(record: &Record<'_>, options: &WriteOptions, out: &mut Vec<u8>) -> io::Result<()> {
    let document = record.document;
    let identifiers = &document.identifiers;
    let shown = |id: &Option<String>| id.clone().unwrap_or_else(|| "None".to_owned());
    let written = Document {
        both_ids: options.pubtator3.then(|| format!("{}|{}", shown(&identifiers.pmid), shown(&identifiers.pmcid))),
        id: &document.id,
        infons: Keys(Vec::new()),
        passages: parts(record, options).into_iter().map(|part| passage(part, options)).collect(),
        annotations: (!options.pubtator3).then_some([]),
        relations: [],
        of_pubtator: options.pubtator3.then(|| OfPubTator {
            pmid: identifiers.pmid.as_ref().and_then(|pmid| pmid.parse().ok()),
            pmcid: identifiers.pmcid.as_deref(),
            meta: Keys(Vec::new()),
            date: None,
            journal: document.journal.as_deref(),
            authors: [],
            relations_display: [],
        }),
    };
    let mut serializer = serde_json::Serializer::with_formatter(out, Lines { depth: 0 });
    Ok(written.serialize(&mut serializer)?)
}

/// Passages and annotations begin on lines of their own, so that a change reads well.
struct Lines {
    /// How many arrays are open.
    depth: usize,
}

impl Formatter for Lines {
    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        out.write_all(b"[")
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth -= 1;
        out.write_all(b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        out.write_all(if first { b"" } else { b"," })?;
        // Deeper ones are the places of an annotation.
        out.write_all(if self.depth < 3 { b"\n" } else { b"" })
    }
}

fn passage<'r>(part: Part<'r>, options: &WriteOptions) -> Passage<'r> {
    let mark = |annotation: Annotation<'r>| Mark {
        id: annotation.number.to_string(),
        infons: MarkKeys {
            infons: annotation.infons,
            of_pubtator: options.pubtator3.then_some((annotation.normalized, annotation.database)),
        },
        text: annotation.text,
        locations: annotation.locations.into_iter().map(|(offset, length)| Location { offset, length }).collect(),
    };
    Passage {
        infons: Keys(part.infons),
        offset: part.offset,
        text: part.text,
        sentences: [],
        annotations: part.annotations.into_iter().map(mark).collect(),
        relations: [],
    }
}
