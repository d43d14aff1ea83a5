//! Both forms of a record hold the same.

use proptest::prelude::*;
use serde_json::Value;
use serde_json::ser::CompactFormatter;

use super::super::{JsonOptions, write, write_with};
use super::*;
use crate::document::{Document, PassageKind};

/// Marks, controls, characters of all lengths, and runs that are longer than what is compared at once.
fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[a\"\\\\\u{0}-\u{1f}\u{7f}/éα\u{2028}\u{1d11e}]{0,8}", "[a-z]{0,80}[\"\n][a-z]{0,40}", "\\PC{0,40}"]
}

fn concept() -> impl Strategy<Value = Arc<Concept>> {
    let strings = prop::collection::vec(words(), 0..3);
    let member = (words(), words()).prop_map(|(id, name)| Member { id, name });
    let optional = || prop::option::of(words());
    (0u32..3, words(), words(), words(), optional(), strings, optional(), prop::collection::vec(member, 0..3)).prop_map(
        |(key, id, entity_type, name, url, xrefs, taxon, members)| {
            let further = xrefs.iter().take(1).cloned().collect();
            let (hgvs, gene) = (taxon.clone(), members.first().cloned());
            let concept = Concept { key: (0, key), id, entity_type, name, url, xrefs, taxon, members, further, ..Concept::default() };
            let (warnings, diseases) = (concept.xrefs.clone(), concept.members.clone());
            Arc::new(Concept { hgvs, gene, derived_from: diseases.clone(), warnings, diseases, ..concept })
        },
    )
}

#[derive(Clone, Debug)]
struct Said {
    at: (usize, usize),
    concept: Arc<Concept>,
    others: Vec<Arc<Concept>>,
    score: f32,
    name: String,
    weight: f32,
    index: Option<u32>,
}

fn said() -> impl Strategy<Value = Said> {
    let others = prop::collection::vec(concept(), 0..3);
    let score = prop_oneof![0.0f32..=1.0, prop::num::f32::ANY];
    let weight = prop_oneof![-9.0f32..9.0, prop::num::f32::ANY];
    ((0usize..90, 0usize..90), concept(), others, score, words(), weight, prop::option::of(any::<u32>()))
        .prop_map(|(at, concept, others, score, name, weight, index)| Said { at, concept, others, score, name, weight, index })
}

/// Spans of a text that lie on its characters, by start.
fn spans(text: &str, at: impl Iterator<Item = (usize, usize)>) -> Vec<Span> {
    let on_boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let mut spans: Vec<_> = at.map(|(one, other)| on_boundary(one.min(other))..on_boundary(one.max(other))).collect();
    spans.sort_by_key(|span| span.start);
    spans.into_iter().map(Span::from_range).collect()
}

fn mention<'a>(said: &'a Said, span: Span) -> Mention<'a> {
    let details = [
        Detail::Name { scope: "ex\"act", name: &said.name, source: "a\\b" },
        Detail::Weight(said.weight),
        Detail::Organism(said.index.unwrap_or(9606)),
        Detail::FixedOrganism(10090),
        Detail::Product { protein: said.index.is_some(), by: &said.name },
        Detail::Told(&said.name),
    ];
    Mention {
        span,
        parts: if said.index.is_some() { vec![span, span] } else { Vec::new() },
        concept: Arc::clone(&said.concept),
        score: said.score,
        evidence: details.into_iter().skip(said.others.len()).map(|detail| Evidence { rule: "a\trule", detail }).collect::<Vec<_>>().into(),
        alternatives: said.others.clone().into(),
        passage: said.index.unwrap_or(0),
        sentence: said.index,
        nested_in: said.index.map(|index| index / 1000),
    }
}

proptest! {
    #[test]
    fn both_forms_hold_the_same(text in words(), said in prop::collection::vec(said(), 0..4), section in prop::option::of(words()), with_text: bool) {
        let spans = spans(&text, said.iter().map(|said| said.at));
        let passages = spans.iter().map(|&span| Passage { kind: PassageKind::ListItem, section: section.clone(), span });
        let document = Document { id: text.clone(), title: section.clone(), passages: passages.collect(), text: text.clone(), ..Document::default() };
        let stamp = Stamp { dictionary_name: text.clone(), min_score: 0.3, ..Stamp::default() };
        let mentions = said.iter().zip(&spans).map(|(said, &span)| mention(said, span)).collect();
        let record = Record { stamp: &stamp, document: &document, sentences: spans.clone(), mentions, abbreviations: vec![] };
        let options = JsonOptions { text: with_text, pretty: false };
        let (mut compact, mut laid_out, mut pretty) = (Vec::new(), Vec::new(), Vec::new());
        write(&record, options, &mut compact)?;
        write_with(CompactFormatter, &record, options, &mut laid_out)?;
        write(&record, JsonOptions { pretty: true, ..options }, &mut pretty)?;
        prop_assert_eq!(String::from_utf8(compact.clone()), String::from_utf8(laid_out));
        // Whatever is no number has no JSON.
        if said.iter().all(|said| said.score.is_finite()) {
            prop_assert_eq!(serde_json::from_slice::<Value>(&compact)?, serde_json::from_slice::<Value>(&pretty)?);
        }
    }

    #[test]
    fn numbers_and_strings_look_as_serde_writes_them(value in prop_oneof![any::<u32>(), 0u32..2000], text in words()) {
        let mut out = Vec::new();
        number(&mut out, value);
        string(&mut out, &text);
        prop_assert_eq!(String::from_utf8(out)?, format!("{value}{}", serde_json::to_string(&text)?));
    }
}
