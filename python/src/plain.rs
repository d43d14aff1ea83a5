//! Records as tuples, from which the classes in `biospan/record.py` are made; the order of fields is theirs.

use biospan::document::{CharacterCounter, Span};
use biospan::record::{Concept, Member, Record};

pub type Pair = (String, String);
/// id, type, name, url, taxon, xrefs, members, hgvs, gene.
pub type PlainConcept = (String, String, String, Option<String>, Option<String>, Vec<String>, Vec<Pair>, Option<String>, Option<Pair>);
/// start, end, concept, score, evidence, alternatives, passage, sentence, nested in.
pub type PlainMention = (u32, u32, PlainConcept, f64, Vec<Pair>, Vec<PlainConcept>, String, Option<u32>, Option<u32>);
pub type PlainSpan = (u32, u32);
/// mentions, sentences, abbreviations as short and long form.
pub type PlainRecord = (Vec<PlainMention>, Vec<PlainSpan>, Vec<(PlainSpan, PlainSpan)>);

/// A record with offsets in code points.
pub fn record(record: &Record<'_>) -> PlainRecord {
    let text = record.document.text.as_str();
    let mut counter = CharacterCounter::new(text);
    let mut characters = |span: Span| {
        let start = counter.at(span.start).0;
        // The next span may begin before the end of this one.
        (start, counter.clone().at(span.end).0)
    };
    let mentions = record.mentions.iter().map(|mention| {
        let (start, end) = characters(mention.span);
        let evidence = mention.evidence.iter().map(|said| (said.rule.to_owned(), said.detail.to_string())).collect();
        let alternatives = mention.alternatives.iter().map(|other| concept(other)).collect();
        let passage = record.document.passages.get(mention.passage as usize).map_or("", |passage| passage.kind.word());
        let score = (f64::from(mention.score) * 100.0).round() / 100.0;
        (start, end, concept(&mention.concept), score, evidence, alternatives, passage.to_owned(), mention.sentence, mention.nested_in)
    });
    let mentions = mentions.collect();
    let sentences = record.sentences.iter().map(|sentence| characters(*sentence)).collect();
    let abbreviations = record.abbreviations.iter().map(|pair| (characters(pair.short), characters(pair.long))).collect();
    (mentions, sentences, abbreviations)
}

fn concept(concept: &Concept) -> PlainConcept {
    let member = |member: &Member| (member.id.clone(), member.name.clone());
    (
        concept.id.clone(),
        concept.entity_type.clone(),
        concept.name.clone(),
        concept.url.clone(),
        concept.taxon.clone(),
        concept.xrefs.clone(),
        concept.members.iter().map(member).collect(),
        concept.hgvs.clone(),
        concept.gene.as_ref().map(member),
    )
}
