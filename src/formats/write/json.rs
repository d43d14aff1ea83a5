//! The record as JSON; `docs/json.md` describes every field and `docs/json.schema.json` holds for all of them.
//!
//! Everything is written straight from the record: no tree of values is built, and only the list of concepts is
//! gathered first. The indented form is laid out by serde; the form on one line, that of whole corpora, is written by hand
//! for the most part (`compact`).

mod compact;
mod piece;
mod places;
pub mod rendered;
mod scores;

use std::io::{self, Write};
use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::ser::{Formatter, PrettyFormatter};

use crate::document::{ByteOffset, CharOffset, Document, Identifiers, Passage, PassageKind, Reference};
use crate::record::{Concept, Detail, Member, Mention, Reasons, Record, SCHEMA_VERSION, Stamp};
use crate::resolver::cue::ByHash;

use super::address::address;
use super::{Carries, Format, Frame};
use places::{Abbreviations, Place, Places, Spans};
use scores::TwoDigits;

/// The record as one indented object.
pub const FORMAT: Format = Format {
    name: "json",
    description: "biospan's record, indented; one object, or an array where there are several documents",
    ending: "json",
    frame: |_| Frame::Array,
    append: |record, options, out| append(record, JsonOptions { text: options.text, pretty: true }, out),
    beside: None,
    carries: Carries::ALL,
};

/// How a record is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonOptions {
    /// Whether the document's text stands in the record.
    pub text: bool,
    /// Whether it is indented over many lines, or stands on one line.
    pub pretty: bool,
}

impl Default for JsonOptions {
    fn default() -> Self {
        Self { text: true, pretty: true }
    }
}

/// Writes a record, without a line feed at its end. The same record gives the same bytes, always.
///
/// ```
/// use biospan::document::Document;
/// use biospan::formats::write::json::{JsonOptions, write};
/// use biospan::record::{Record, Stamp};
///
/// let document = Document { id: "note".into(), text: "TNF rose.".into(), ..Document::default() };
/// let record =
///     Record { stamp: &Stamp::default(), document: &document, sentences: vec![], mentions: vec![], abbreviations: vec![] };
/// let mut json = Vec::new();
/// write(&record, JsonOptions { text: true, pretty: false }, &mut json)?;
/// assert!(json.starts_with(b"{\"schema_version\":1,"));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// Those of `out`.
pub fn write(record: &Record<'_>, options: JsonOptions, out: &mut impl Write) -> io::Result<()> {
    if options.pretty {
        return write_with(PrettyFormatter::new(), record, options, out);
    }
    let mut json = Vec::new();
    compact::append(record, options.text, &mut json)?;
    out.write_all(&json)
}

/// Puts behind what `out` holds what [`write()`] would write, without a copy of it in between.
///
/// # Errors
/// None that a record has been seen to give.
pub fn append(record: &Record<'_>, options: JsonOptions, out: &mut Vec<u8>) -> io::Result<()> {
    if options.pretty { write(record, options, out) } else { compact::append(record, options.text, out) }
}

fn write_with(formatter: impl Formatter, record: &Record<'_>, options: JsonOptions, out: &mut impl Write) -> io::Result<()> {
    let places = Places::new(&record.document.text);
    let mut serializer = serde_json::Serializer::with_formatter(out, TwoDigits(formatter));
    Written::of(record, options, &places).serialize(&mut serializer).map_err(io::Error::from)
}

/// The fields of a record in their order.
#[derive(Serialize)]
struct Written<'a, 'p> {
    schema_version: u32,
    biospan_version: &'a str,
    dictionary: DictionaryStamp<'a>,
    options: OptionStamp<'a>,
    document: DocumentHead<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    passages: Passages<'a, 'p>,
    sentences: Spans<'a, 'p>,
    mentions: Mentions<'a, 'p>,
    concepts: Vec<CountedConcept<'a>>,
    abbreviations: Abbreviations<'a, 'p>,
    references: References<'a, 'p>,
}

/// The version of the program that made a record.
fn version(stamp: &Stamp) -> &str {
    stamp.biospan_version.as_deref().unwrap_or(env!("CARGO_PKG_VERSION"))
}

impl<'a, 'p> Written<'a, 'p> {
    fn of(record: &'a Record<'a>, options: JsonOptions, places: &'p Places<'a>) -> Self {
        let document = record.document;
        Written {
            schema_version: SCHEMA_VERSION,
            biospan_version: version(record.stamp),
            dictionary: DictionaryStamp::of(record.stamp),
            options: OptionStamp::of(record.stamp),
            document: DocumentHead::of(document),
            text: options.text.then_some(&document.text),
            passages: Passages { passages: &document.passages, places },
            sentences: Spans { spans: &record.sentences, places },
            mentions: Mentions { mentions: &record.mentions, places },
            concepts: counted(&record.mentions).into_iter().map(CountedConcept::of).collect(),
            abbreviations: Abbreviations { definitions: &record.abbreviations, places },
            references: References { references: &document.references, places },
        }
    }
}

#[derive(Serialize)]
struct DictionaryStamp<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    version: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    sha256: &'a str,
    overlays: Vec<Overlay<'a>>,
}

#[derive(Serialize)]
struct Overlay<'a> {
    file: &'a str,
    sha256: &'a str,
}

impl<'a> DictionaryStamp<'a> {
    fn of(stamp: &'a Stamp) -> Self {
        Self {
            name: &stamp.dictionary_name,
            version: &stamp.dictionary_version,
            sha256: &stamp.dictionary_sha256,
            overlays: stamp.overlays.iter().map(|(file, sha256)| Overlay { file, sha256 }).collect(),
        }
    }
}

#[derive(Serialize)]
struct OptionStamp<'a> {
    types: &'a [String],
    min_score: f64,
    prefer: Vec<Preference<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organism: Option<String>,
    families: &'static str,
    nested: bool,
    references: bool,
    person_words: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    amplifications: bool,
    without: &'a [String],
}

#[derive(Serialize)]
struct Preference<'a> {
    #[serde(rename = "type")]
    entity_type: &'a str,
    namespace: &'a str,
}

impl<'a> OptionStamp<'a> {
    fn of(stamp: &'a Stamp) -> Self {
        Self {
            types: &stamp.types,
            // By way of its digits, so that 0.3 is shown as it was asked for and not as 0.30000001192092896.
            min_score: stamp.min_score.to_string().parse().unwrap_or_default(),
            prefer: stamp.prefer.iter().map(|(entity_type, namespace)| Preference { entity_type, namespace }).collect(),
            organism: stamp.organism.map(|taxon| format!("NCBITaxon:{taxon}")),
            families: if stamp.fold_families { "gene" } else { "separate" },
            nested: stamp.nested,
            references: stamp.references,
            person_words: stamp.person_words,
            amplifications: stamp.amplifications,
            without: &stamp.without,
        }
    }
}

#[derive(Serialize)]
struct DocumentHead<'a> {
    id: &'a str,
    source: &'a str,
    format: &'a str,
    sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    identifiers: &'a Identifiers,
    #[serde(skip_serializing_if = "Option::is_none")]
    journal: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<u16>,
}

impl<'a> DocumentHead<'a> {
    fn of(document: &'a Document) -> Self {
        Self {
            id: &document.id,
            source: &document.source,
            format: document.format,
            sha256: &document.sha256,
            title: document.title.as_deref(),
            identifiers: &document.identifiers,
            journal: document.journal.as_deref(),
            year: document.year,
        }
    }
}

/// A list whose elements are written through a view of them.
struct Each<'a, T, V>(&'a [T], fn(&'a T) -> V);

impl<'a, T, V: Serialize> Serialize for Each<'a, T, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

struct Passages<'a, 'p> {
    passages: &'a [Passage],
    places: &'p Places<'a>,
}

#[derive(Serialize)]
struct WrittenPassage<'a> {
    kind: PassageKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(flatten)]
    place: Place,
}

impl Serialize for Passages<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut places = self.places.clone();
        serializer.collect_seq(self.passages.iter().map(|passage| WrittenPassage {
            kind: passage.kind,
            section: passage.section.as_deref(),
            place: places.place(passage.span),
        }))
    }
}

struct Mentions<'a, 'p> {
    mentions: &'a [Mention<'a>],
    places: &'p Places<'a>,
}

#[derive(Serialize)]
struct WrittenMention<'a> {
    byte_start: ByteOffset,
    byte_end: ByteOffset,
    char_start: CharOffset,
    char_end: CharOffset,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    spans: Option<Vec<Place>>,
    #[serde(rename = "type")]
    entity_type: &'a str,
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ids: Option<Vec<&'a str>>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    xrefs: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    taxon: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hgvs: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gene: Option<MemberView<'a>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    warnings: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    diseases: Option<Each<'a, Member, MemberView<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    derived_from: Option<Each<'a, Member, MemberView<'a>>>,
    score: f32,
    evidence: Told<'a>,
    alternatives: Each<'a, Arc<Concept>, ConceptView<'a>>,
    passage: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nested_in: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<Each<'a, Member, MemberView<'a>>>,
}

/// What an alternative and a counted concept say alike.
#[derive(Serialize)]
struct ConceptView<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    entity_type: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

struct Told<'a>(&'a Reasons<'a>);

impl Serialize for Told<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|said| EvidenceView { rule: said.rule, detail: said.detail }))
    }
}

#[derive(Serialize)]
struct EvidenceView<'a> {
    rule: &'a str,
    #[serde(serialize_with = "in_words")]
    detail: Detail<'a>,
}

/// Straight into the output, without a string in between.
fn in_words<S: Serializer>(detail: &Detail<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(detail)
}

#[derive(Serialize)]
struct MemberView<'a> {
    id: &'a str,
    name: &'a str,
}

impl<'a> MemberView<'a> {
    fn of(member: &'a Member) -> Self {
        Self { id: &member.id, name: &member.name }
    }
}

/// Other concepts, where there are any.
fn members(members: &[Member]) -> Option<Each<'_, Member, MemberView<'_>>> {
    (!members.is_empty()).then_some(Each(members, MemberView::of))
}

impl<'a> ConceptView<'a> {
    fn of(concept: &'a Concept) -> Self {
        Self { id: &concept.id, entity_type: &concept.entity_type, name: &concept.name, url: concept.url.as_deref() }
    }
}

impl<'a> WrittenMention<'a> {
    fn of(mention: &'a Mention<'a>, places: &mut Places<'a>) -> Self {
        let concept = &*mention.concept;
        let place = places.place(mention.span);
        Self {
            byte_start: place.byte_start,
            byte_end: place.byte_end,
            char_start: place.char_start,
            char_end: place.char_end,
            text: places.words(mention.span),
            spans: (!mention.parts.is_empty()).then(|| mention.parts.iter().map(|part| places.place(*part)).collect()),
            entity_type: &concept.entity_type,
            id: &concept.id,
            ids: (!concept.further.is_empty()).then(|| concept.ids().collect()),
            name: &concept.name,
            url: concept.url.as_deref(),
            xrefs: &concept.xrefs,
            taxon: concept.taxon.as_deref(),
            hgvs: concept.hgvs.as_deref(),
            gene: concept.gene.as_ref().map(MemberView::of),
            warnings: &concept.warnings,
            diseases: members(&concept.diseases),
            derived_from: members(&concept.derived_from),
            score: mention.score,
            evidence: Told(&mention.evidence),
            alternatives: Each(&mention.alternatives, |concept| ConceptView::of(concept)),
            passage: mention.passage,
            sentence: mention.sentence,
            nested_in: mention.nested_in,
            members: members(&concept.members),
        }
    }
}

impl Serialize for Mentions<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut places = self.places.clone();
        serializer.collect_seq(self.mentions.iter().map(|mention| WrittenMention::of(mention, &mut places)))
    }
}

#[derive(Serialize)]
struct CountedConcept<'a> {
    #[serde(flatten)]
    concept: ConceptView<'a>,
    count: usize,
    first_mention: usize,
}

impl<'a> CountedConcept<'a> {
    fn of(counted: Counted<'a>) -> Self {
        Self { concept: ConceptView::of(counted.concept), count: counted.count, first_mention: counted.first_mention }
    }
}

/// A concept with the number of its mentions and the index of the first.
struct Counted<'a> {
    concept: &'a Concept,
    count: usize,
    first_mention: usize,
}

/// The concepts of the mentions in order of their first mention.
fn counted<'a>(mentions: &'a [Mention<'a>]) -> Vec<Counted<'a>> {
    let mut places: ByHash<usize> = ByHash::default();
    let mut concepts: Vec<Counted<'a>> = Vec::new();
    for (index, mention) in mentions.iter().enumerate().filter(|(_, mention)| !mention.concept.id.is_empty()) {
        let (layer, number) = mention.concept.key;
        // Spread over all bits: the map takes keys as they are.
        let key = (u64::from(layer) << 32 | u64::from(number)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let place = *places.entry(key).or_insert(concepts.len());
        match concepts.get_mut(place) {
            Some(known) => known.count += 1,
            None => concepts.push(Counted { concept: &mention.concept, count: 1, first_mention: index }),
        }
    }
    concepts
}

struct References<'a, 'p> {
    references: &'a [Reference],
    places: &'p Places<'a>,
}

#[derive(Serialize)]
struct WrittenReference<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doi: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doi_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pmid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pmid_url: Option<String>,
    #[serde(flatten)]
    place: Place,
}

impl Serialize for References<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut places = self.places.clone();
        serializer.collect_seq(self.references.iter().map(|reference| WrittenReference {
            label: reference.label.as_deref(),
            authors: reference.authors.as_deref(),
            title: reference.title.as_deref(),
            year: reference.year,
            doi: reference.doi.as_deref(),
            doi_url: reference.doi.as_deref().map(|doi| address("https://doi.org/", doi, "")),
            pmid: reference.pmid.as_deref(),
            pmid_url: reference.pmid.as_deref().map(|pmid| address("https://pubmed.ncbi.nlm.nih.gov/", pmid, "/")),
            place: places.place(reference.span),
        }))
    }
}
