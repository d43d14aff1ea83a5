//! biospan's own records: nothing of them is lost.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::annotations::AnnotatedText;
use super::super::annotations::loading::Source;
use super::super::{FORMATS, ReadError};
use super::{Annotated, Concepts};
use crate::document::{Definition, Document, Identifiers, Passage, PassageKind, Reference, Span};
use crate::record::{Concept, Member, Mention, Reasons, Stamp};

#[derive(Deserialize)]
struct Written {
    biospan_version: String,
    dictionary: Dictionary,
    options: Options,
    document: Head,
    text: Option<String>,
    passages: Vec<WrittenPassage>,
    sentences: Vec<Place>,
    mentions: Vec<WrittenMention>,
    abbreviations: Vec<Abbreviation>,
    references: Vec<WrittenReference>,
}

#[derive(Deserialize)]
struct Dictionary {
    name: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    sha256: String,
    overlays: Vec<Overlay>,
}

#[derive(Deserialize)]
struct Overlay {
    file: String,
    sha256: String,
}

#[derive(Deserialize)]
struct Options {
    types: Vec<String>,
    min_score: f32,
    prefer: Vec<Preference>,
    families: String,
    nested: bool,
    references: bool,
    without: Vec<String>,
}

#[derive(Deserialize)]
struct Preference {
    #[serde(rename = "type")]
    entity_type: String,
    namespace: String,
}

#[derive(Deserialize)]
struct Head {
    id: String,
    source: String,
    format: String,
    sha256: String,
    title: Option<String>,
    identifiers: Identifiers,
    journal: Option<String>,
    year: Option<u16>,
}

#[derive(Clone, Copy, Deserialize)]
struct Place {
    char_start: i64,
    char_end: i64,
}

#[derive(Deserialize)]
struct WrittenPassage {
    kind: PassageKind,
    section: Option<String>,
    char_start: i64,
    char_end: i64,
}

#[derive(Deserialize)]
struct WrittenMention {
    char_start: i64,
    char_end: i64,
    #[serde(default)]
    spans: Vec<Place>,
    #[serde(flatten)]
    concept: WrittenConcept,
    #[serde(default)]
    ids: Vec<String>,
    #[serde(default)]
    xrefs: Vec<String>,
    taxon: Option<String>,
    hgvs: Option<String>,
    gene: Option<WrittenMember>,
    #[serde(default)]
    warnings: Vec<String>,
    #[serde(default)]
    diseases: Vec<WrittenMember>,
    #[serde(default)]
    derived_from: Vec<WrittenMember>,
    score: f32,
    evidence: Vec<Said>,
    alternatives: Vec<WrittenConcept>,
    passage: u32,
    sentence: Option<u32>,
    nested_in: Option<u32>,
    #[serde(default)]
    members: Vec<WrittenMember>,
}

#[derive(Deserialize)]
struct WrittenConcept {
    id: String,
    #[serde(rename = "type")]
    entity_type: String,
    name: String,
    url: Option<String>,
}

#[derive(Deserialize)]
struct Said {
    rule: String,
    detail: String,
}

#[derive(Deserialize)]
struct WrittenMember {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Abbreviation {
    short: Place,
    long: Place,
}

#[derive(Deserialize)]
struct WrittenReference {
    label: Option<String>,
    authors: Option<String>,
    title: Option<String>,
    year: Option<u16>,
    doi: Option<String>,
    pmid: Option<String>,
    char_start: i64,
    char_end: i64,
}

/// The records of a source; `None` where it holds anything else.
pub(super) fn read(source: &Source) -> Option<Vec<Result<Annotated, ReadError>>> {
    let content = std::str::from_utf8(&source.bytes).ok()?;
    let begins = content.trim_start();
    if !begins.starts_with(['{', '[']) || !content.contains("\"biospan_version\"") {
        return None;
    }
    let raws: Vec<&RawValue> = if begins.starts_with('[') {
        serde_json::from_str(content).ok()?
    } else {
        serde_json::Deserializer::from_str(content).into_iter().collect::<Result<_, _>>().ok()?
    };
    // A record that a person has changed may have lost a field: the reader that asks for less takes it.
    let written: Vec<Written> = raws.into_iter().map(|raw| serde_json::from_str(raw.get()).ok()).collect::<Option<_>>()?;
    Some(written.into_iter().map(|written| annotated(written, &source.path)).collect())
}

fn annotated(written: Written, path: &str) -> Result<Annotated, ReadError> {
    let fault = |fault: String| ReadError::Content { path: path.to_owned(), line: 1, column: 1, fault };
    let id = written.document.id.clone();
    let missing = || fault(format!("the record of \"{id}\" has no text; annotate without --no-text"));
    let text = AnnotatedText::new(written.text.clone().ok_or_else(missing)?);
    let place = |start: i64, end: i64| {
        let outside = || fault(format!("the record of \"{id}\" has a place outside of its text: characters {start} to {end}"));
        text.bytes(start, end).map(Span::from_range).ok_or_else(outside)
    };
    let of = |at: &Place| place(at.char_start, at.char_end);
    let mut document = document(written.document);
    for passage in written.passages {
        let span = place(passage.char_start, passage.char_end)?;
        document.passages.push(Passage { kind: passage.kind, section: passage.section, span });
    }
    for entry in written.references {
        let span = place(entry.char_start, entry.char_end)?;
        let WrittenReference { label, authors, title, year, doi, pmid, .. } = entry;
        document.references.push(Reference { span, label, authors, title, year, doi, pmid });
    }
    let sentences = written.sentences.iter().map(of).collect::<Result<_, _>>()?;
    let define = |pair: &Abbreviation| Ok(Definition { short: of(&pair.short)?, long: of(&pair.long)? });
    let abbreviations = written.abbreviations.iter().map(define).collect::<Result<_, _>>()?;
    let mut concepts = Concepts::default();
    let (mut mentions, mut evidence) = (Vec::new(), Vec::new());
    for written in written.mentions {
        let span = place(written.char_start, written.char_end)?;
        let parts = written.spans.iter().map(of).collect::<Result<_, _>>()?;
        let alternatives: Vec<_> = written.alternatives.into_iter().map(|other| concepts.one(concept(other))).collect();
        evidence.push(written.evidence.into_iter().map(|said| (said.rule, said.detail)).collect());
        let member = |member: WrittenMember| Member { id: member.id, name: member.name };
        let members = written.members.into_iter().map(member);
        let concept = Concept {
            further: written.ids.into_iter().skip(1).collect(),
            xrefs: written.xrefs,
            taxon: written.taxon,
            members: members.collect(),
            hgvs: written.hgvs,
            gene: written.gene.map(member),
            warnings: written.warnings,
            diseases: written.diseases.into_iter().map(member).collect(),
            derived_from: written.derived_from.into_iter().map(member).collect(),
            ..concept(written.concept)
        };
        mentions.push(Mention {
            span,
            parts,
            concept: concepts.one(concept),
            score: written.score,
            evidence: Reasons::default(),
            alternatives: alternatives.into(),
            passage: written.passage,
            sentence: written.sentence,
            nested_in: written.nested_in,
        });
    }
    document.text = written.text.unwrap_or_default();
    let stamp = stamp(written.biospan_version, written.dictionary, written.options);
    Ok(Annotated { stamp, document, sentences, mentions, evidence, abbreviations })
}

fn document(head: Head) -> Document {
    // Formats of annotations are called by the text they stand beside.
    let known = FORMATS.iter().map(|format| format.name).find(|name| *name == head.format);
    Document {
        id: head.id,
        source: head.source,
        format: known.unwrap_or("text"),
        sha256: head.sha256,
        title: head.title,
        identifiers: head.identifiers,
        journal: head.journal,
        year: head.year,
        ..Document::default()
    }
}

fn stamp(version: String, dictionary: Dictionary, options: Options) -> Stamp {
    Stamp {
        biospan_version: Some(version),
        dictionary_name: dictionary.name,
        dictionary_version: dictionary.version,
        dictionary_sha256: dictionary.sha256,
        overlays: dictionary.overlays.into_iter().map(|overlay| (overlay.file, overlay.sha256)).collect(),
        types: options.types,
        min_score: options.min_score,
        prefer: options.prefer.into_iter().map(|prefer| (prefer.entity_type, prefer.namespace)).collect(),
        fold_families: options.families == "gene",
        nested: options.nested,
        references: options.references,
        without: options.without,
        ..Stamp::default()
    }
}

fn concept(written: WrittenConcept) -> Concept {
    let WrittenConcept { id, entity_type, name, url } = written;
    Concept { id, entity_type, name, url, ..Concept::default() }
}
