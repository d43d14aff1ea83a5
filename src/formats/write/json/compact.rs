//! The form on one line, by hand: a record is mostly mentions, and a serializer that asks for each of their fields takes
//! twice the time. What a record holds once goes through serde here too, so that both forms say the same.

use std::io;
use std::sync::Arc;

use serde::Serialize;

use super::piece::{Piece, is_plain};
use super::places::{Place, Places};
use super::scores::two_digits;
use super::{Counted, DictionaryStamp, DocumentHead, OptionStamp, References, counted, version};
use crate::document::{Definition, Passage, Span};
use crate::record::{Concept, Detail, Evidence, Member, Mention, Reasons, Record, SCHEMA_VERSION, Stamp};

/// Puts a record behind what `out` holds; with the document's text if `text`.
///
/// # Errors
/// None but what serde may say.
pub(super) fn append(record: &Record<'_>, text: bool, out: &mut Vec<u8>) -> io::Result<()> {
    let document = record.document;
    let places = Places::new(&document.text);
    raw(out, "{\"schema_version\":");
    number(out, SCHEMA_VERSION);
    optional(out, ",\"biospan_version\":", Some(version(record.stamp)));
    out.extend_from_slice(record.stamp.rendered.stamp(record.stamp)?);
    field(out, ",\"document\":", &DocumentHead::of(document))?;
    if text {
        raw(out, ",\"text\":");
        string(out, &document.text);
    }
    raw(out, ",\"passages\":");
    passages(out, &document.passages, places.clone())?;
    raw(out, ",\"sentences\":");
    sentences(out, &record.sentences, places.clone());
    raw(out, ",\"mentions\":");
    mentions(out, &record.mentions, places.clone());
    raw(out, ",\"concepts\":");
    concepts(out, &record.mentions);
    raw(out, ",\"abbreviations\":");
    abbreviations(out, &record.abbreviations, &places);
    field(out, ",\"references\":", &References { references: &document.references, places: &places })?;
    out.push(b'}');
    Ok(())
}

/// What every record of a run says of its making, from the comma on.
pub(super) fn stamp(stamp: &Stamp) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    field(&mut out, ",\"dictionary\":", &DictionaryStamp::of(stamp))?;
    field(&mut out, ",\"options\":", &OptionStamp::of(stamp))?;
    Ok(out)
}

fn field(out: &mut Vec<u8>, key: &str, value: &impl Serialize) -> io::Result<()> {
    raw(out, key);
    Ok(serde_json::to_writer(out, value)?)
}

fn passages(out: &mut Vec<u8>, passages: &[Passage], mut places: Places<'_>) -> io::Result<()> {
    out.push(b'[');
    for (index, passage) in passages.iter().enumerate() {
        field(out, if index == 0 { "{\"kind\":" } else { ",{\"kind\":" }, &passage.kind)?;
        optional(out, ",\"section\":", passage.section.as_deref());
        out.push(b',');
        place(out, places.place(passage.span));
        out.push(b'}');
    }
    out.push(b']');
    Ok(())
}

/// Sentences, or the parts of a mention.
fn sentences(out: &mut Vec<u8>, sentences: &[Span], mut places: Places<'_>) {
    list(out, sentences, |out, &sentence| {
        let mut json = Piece::<{ LONGEST_PLACE + 2 }>::default();
        json.put(b"{");
        put_place(&mut json, places.place(sentence));
        json.put(b"}");
        out.extend_from_slice(json.bytes());
    });
}

fn mentions(out: &mut Vec<u8>, mentions: &[Mention<'_>], mut places: Places<'_>) {
    list(out, mentions, |out, mention| {
        let concept = mention.concept.rendered.mention(&mention.concept);
        let mut head = Piece::<{ LONGEST_PLACE + 16 }>::default();
        head.put(b"{");
        put_place(&mut head, places.place(mention.span));
        head.put(b",\"text\":\"");
        out.extend_from_slice(head.bytes());
        escaped(out, places.words(mention.span));
        out.push(b'"');
        if !mention.parts.is_empty() {
            raw(out, ",\"spans\":");
            sentences(out, &mention.parts, places.clone());
        }
        out.extend_from_slice(&concept.before_score);
        score(out, mention.score);
        raw(out, ",\"evidence\":");
        reasons(out, &mention.evidence);
        raw(out, ",\"alternatives\":");
        out.extend_from_slice(mention.alternatives.rendered().map_or(b"[]", |rendered| rendered.alternatives(&mention.alternatives)));
        let mut tail = Piece::<LONGEST_TAIL>::default();
        tail.put(b",\"passage\":");
        tail.number(mention.passage);
        if let Some(sentence) = mention.sentence {
            tail.put(b",\"sentence\":");
            tail.number(sentence);
        }
        if let Some(nested_in) = mention.nested_in {
            tail.put(b",\"nested_in\":");
            tail.number(nested_in);
        }
        out.extend_from_slice(tail.bytes());
        out.extend_from_slice(&concept.at_end);
        out.push(b'}');
    });
}

fn abbreviations(out: &mut Vec<u8>, definitions: &[Definition], places: &Places<'_>) {
    // A long form stands before or behind its short form, so that only each kind by itself rises.
    let (mut shorts, mut longs) = (places.clone(), places.clone());
    list(out, definitions, |out, definition| {
        for (key, places, span) in [("{\"short\":{", &mut shorts, definition.short), ("},\"long\":{", &mut longs, definition.long)] {
            raw(out, key);
            place(out, places.place(span));
            optional(out, ",\"text\":", Some(places.words(span)));
        }
        raw(out, "}}");
    });
}

fn concepts(out: &mut Vec<u8>, mentions: &[Mention<'_>]) {
    list(out, counted(mentions), |out, Counted { concept, count, first_mention }| {
        out.push(b'{');
        out.extend_from_slice(concept.rendered.view(concept));
        raw(out, ",\"count\":");
        number(out, count as u32);
        raw(out, ",\"first_mention\":");
        number(out, first_mention as u32);
        out.push(b'}');
    });
}

fn reasons(out: &mut Vec<u8>, reasons: &Reasons<'_>) {
    out.push(b'[');
    let first = out.len();
    for said in reasons.single() {
        if out.len() > first {
            out.push(b',');
        }
        evidence(out, said);
    }
    if let Some((scale, numbers)) = reasons.weighed() {
        let features = scale.rendered.features(scale);
        for feature in numbers.filter_map(|number| features.get(number)) {
            // The first piece has no comma before it.
            out.extend_from_slice(if out.len() > first { feature } else { feature.get(1..).unwrap_or(&[]) });
        }
    }
    out.push(b']');
}

fn evidence(out: &mut Vec<u8>, said: &Evidence<'_>) {
    if said.rule == "name" {
        // Every mention has it.
        raw(out, "{\"rule\":\"name\",\"detail\":\"");
    } else {
        raw(out, "{\"rule\":");
        string(out, said.rule);
        raw(out, ",\"detail\":\"");
    }
    match said.detail {
        Detail::Name { scope, name, source } => {
            escaped(out, scope);
            raw(out, " \\\"");
            escaped(out, name);
            raw(out, "\\\" from ");
            escaped(out, source);
        }
        Detail::Weight(weight) => {
            let tenths = (weight.abs() * 10.0).round() as u32;
            out.push(if weight < 0.0 { b'-' } else { b'+' });
            number(out, tenths / 10);
            out.extend_from_slice(&[b'.', b'0' + (tenths % 10) as u8]);
        }
        Detail::Organism(taxon) => {
            raw(out, "NCBITaxon:");
            number(out, taxon);
        }
        Detail::Told(words) => escaped(out, words),
        Detail::Product { .. } => escaped(out, &said.detail.to_string()),
        // Words without a mark in them.
        Detail::FixedOrganism(_) => raw(out, &said.detail.to_string()),
    }
    raw(out, "\"}");
}

/// One more piece of evidence, with a comma before it.
pub(super) fn further_evidence(said: &Evidence<'_>) -> Vec<u8> {
    rendered(|out| {
        out.push(b',');
        evidence(out, said);
    })
}

/// The alternatives of a mention.
pub(super) fn alternatives(concepts: &[Arc<Concept>]) -> Vec<u8> {
    rendered(|out| {
        list(out, concepts, |out, alternative| {
            out.push(b'{');
            out.extend_from_slice(alternative.rendered.view(alternative));
            out.push(b'}');
        });
    })
}

/// What every mention of a concept says of it before the score, from the comma on, with the score's key.
pub(super) fn before_score(concept: &Concept) -> Vec<u8> {
    rendered(|out| {
        optional(out, ",\"type\":", Some(&concept.entity_type));
        optional(out, ",\"id\":", Some(&concept.id));
        if !concept.further.is_empty() {
            raw(out, ",\"ids\":");
            list(out, concept.ids(), string);
        }
        optional(out, ",\"name\":", Some(&concept.name));
        optional(out, ",\"url\":", concept.url.as_deref());
        raw(out, ",\"xrefs\":");
        list(out, &concept.xrefs, |out, xref| string(out, xref));
        optional(out, ",\"taxon\":", concept.taxon.as_deref());
        optional(out, ",\"hgvs\":", concept.hgvs.as_deref());
        if let Some(gene) = &concept.gene {
            raw(out, ",\"gene\":");
            named(out, gene);
        }
        if !concept.warnings.is_empty() {
            raw(out, ",\"warnings\":");
            list(out, &concept.warnings, |out, warning| string(out, warning));
        }
        for (key, others) in [(",\"diseases\":", &concept.diseases), (",\"derived_from\":", &concept.derived_from)] {
            if !others.is_empty() {
                raw(out, key);
                list(out, others, named);
            }
        }
        raw(out, ",\"score\":");
    })
}

fn named(out: &mut Vec<u8>, member: &Member) {
    optional(out, "{\"id\":", Some(&member.id));
    optional(out, ",\"name\":", Some(&member.name));
    out.push(b'}');
}

/// What every mention of a concept says of it at its end: nothing, or a comma and the members.
pub(super) fn at_end(concept: &Concept) -> Vec<u8> {
    rendered(|out| {
        if !concept.members.is_empty() {
            raw(out, ",\"members\":");
            list(out, &concept.members, named);
        }
    })
}

/// What an alternative and a counted concept say alike, without the braces.
pub(super) fn view(concept: &Concept) -> Vec<u8> {
    rendered(|out| {
        optional(out, "\"id\":", Some(&concept.id));
        optional(out, ",\"type\":", Some(&concept.entity_type));
        optional(out, ",\"name\":", Some(&concept.name));
        optional(out, ",\"url\":", concept.url.as_deref());
    })
}

fn rendered(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    write(&mut out);
    out
}

fn list<T>(out: &mut Vec<u8>, elements: impl IntoIterator<Item = T>, mut each: impl FnMut(&mut Vec<u8>, T)) {
    out.push(b'[');
    for (index, element) in elements.into_iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        each(out, element);
    }
    out.push(b']');
}

/// A place has four keys and four numbers of ten digits at most; a number is written with room for eight digits.
const LONGEST_PLACE: usize = 4 * 16 + 4 * 10 + 8;

/// Three keys and numbers behind a mention.
const LONGEST_TAIL: usize = 3 * 16 + 3 * 10 + 8;

fn place(out: &mut Vec<u8>, place: Place) {
    // Put together beside the output, which then has to make room only once.
    let mut json = Piece::<LONGEST_PLACE>::default();
    put_place(&mut json, place);
    out.extend_from_slice(json.bytes());
}

#[inline]
fn put_place<const N: usize>(json: &mut Piece<N>, place: Place) {
    json.put(b"\"byte_start\":");
    json.number(place.byte_start.0);
    json.put(b",\"byte_end\":");
    json.number(place.byte_end.0);
    json.put(b",\"char_start\":");
    json.number(place.char_start.0);
    json.put(b",\"char_end\":");
    json.number(place.char_end.0);
}

fn raw(out: &mut Vec<u8>, json: &str) {
    out.extend_from_slice(json.as_bytes());
}

fn optional(out: &mut Vec<u8>, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        raw(out, key);
        string(out, value);
    }
}

fn number(out: &mut Vec<u8>, value: u32) {
    let mut json = Piece::<16>::default();
    json.number(value);
    out.extend_from_slice(json.bytes());
}

fn score(out: &mut Vec<u8>, score: f32) {
    match two_digits(score) {
        Some(digits) => out.extend_from_slice(&digits),
        None if score.is_finite() => raw(out, &format!("{score:.2}")),
        None => raw(out, "null"),
    }
}

fn string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    escaped(out, text);
    out.push(b'"');
}

/// So many bytes of a long string are looked at together, so that they are compared side by side.
const TOGETHER: usize = 32;

fn escaped(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    if bytes.len() <= TOGETHER && is_plain(bytes) {
        return out.extend_from_slice(bytes);
    }
    let is_special = |byte: u8| (byte < b' ') | (byte == b'"') | (byte == b'\\');
    let mut copied = 0;
    let mut escape_in = |from: usize, together: &[u8]| {
        for (offset, &byte) in together.iter().enumerate() {
            if is_special(byte) {
                out.extend_from_slice(&bytes[copied..from + offset]);
                copied = from + offset + 1;
                escape(out, byte);
            }
        }
    };
    let (whole, rest) = bytes.as_chunks::<TOGETHER>();
    for (index, together) in whole.iter().enumerate() {
        // As bytes, of which the compiler takes sixteen at a time; of truth values it does not.
        if together.iter().fold(0, |special, &byte| special | u8::from(is_special(byte))) != 0 {
            escape_in(index * TOGETHER, together);
        }
    }
    escape_in(bytes.len() - rest.len(), rest);
    out.extend_from_slice(&bytes[copied..]);
}

fn escape(out: &mut Vec<u8>, byte: u8) {
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        _ => return raw(out, &format!("\\u{byte:04x}")),
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests;
