use proptest::prelude::*;

use super::*;
use crate::eval::equivalence::Equivalence;
use crate::eval::pairing::{Types, pair};
use crate::eval::score::{Measure, score};

const FIXTURES: [&str; 5] = [
    include_str!("../../../tests/it/eval/gold.jsonl"),
    include_str!("../../../tests/it/eval/predictions.jsonl"),
    include_str!("../../../tests/it/eval/gold.bioc.json"),
    include_str!("../../../tests/it/eval/gold.bioc.xml"),
    include_str!("../../../tests/it/eval/gold.pubtator.txt"),
];

fn read_text(text: &str) -> Result<Vec<Annotated>, String> {
    from_bytes("gold", text.as_bytes().to_vec(), &TypeNames::default()).map_err(|error| error.to_string())
}

/// Annotations as type, span and identifiers.
fn shown(document: &Annotated) -> Vec<String> {
    let show = |annotation: &Annotation| {
        let ids: Vec<&str> = annotation.ids.iter().map(String::as_str).collect();
        format!("{} {}-{} {}", annotation.entity_type, annotation.start, annotation.end, ids.join("|"))
    };
    document.annotations.iter().map(show).collect()
}

#[test]
fn each_form_gives_its_annotations() {
    let cases: [(&str, &str, &[&str]); 6] = [
        ("array", r#"[{"id": "x", "annotations": [{"start": 1, "end": 3, "type": "drug"}]}]"#, &["drug 1-3 "]),
        (
            "record with members of members",
            r#"{"document": {"id": "x"}, "mentions": [{"char_start": 0, "char_end": 2, "type": "complex", "id": null,
                "members": ["A:1", {"id": "b:2", "members": [{"xrefs": ["c:3"]}]}]}]}"#,
            &["gene_family 0-2 A:1|B:2|C:3"],
        ),
        (
            "sentences, parts of a mention, notes on the document",
            r#"{"PubTator3": [{"id": "x", "passages": [{"offset": 0, "sentences": [{"offset": 0, "text": "CXCL9 or 10", "annotations":
                [{"infons": {"type": "Gene", "NCBI Gene": 4283}, "locations": [{"offset": 9, "length": 2}, {"offset": 0, "length": 4}]},
                 {"infons": {"note": "checked"}, "locations": []}]}]}]}]}"#,
            &["gene 0-11 NCBIGENE:4283"],
        ),
        (
            "XML with offsets behind a title",
            "<collection><source>s</source><document><id>x</id><passage><offset>0</offset><text>Gout</text></passage><passage>\
             <offset>5</offset><text>It hurts.</text><annotation><infon key=\"type\">Disease</infon><infon key=\"MESH\">D010146</infon>\
             <location offset=\"8\" length=\"5\"/><text>hurts</text></annotation></passage></document></collection>",
            &["disease 8-13 MESH:D010146"],
        ),
        (
            "PubTator with relations",
            "x|t|BRAF V600E\nx\tCID\tD1\tD2\nx\tAssociation\tD1\t673\tNovel\nx\t5\t10\tV600E\tDNAMutation\trs113488022\n",
            &["variant 5-10 DBSNP:rs113488022"],
        ),
        ("PubTator without identifier", "x|t|Gout\nx\t0\t4\tGout\tDisease\n", &["disease 0-4 "]),
    ];
    for (name, text, expected) in cases {
        let documents = read_text(text).expect(name);
        assert_eq!((documents.len(), documents[0].id.as_str()), (1, "x"), "{name}");
        assert_eq!(shown(&documents[0]), expected, "{name}");
    }
}

#[test]
fn forms_are_not_mixed() {
    let error =
        read_text("{\"id\": 1, \"annotations\": []}\n{\"id\": \"2\", \"passages\": [{\"offset\": 0, \"text\": \"x\"}]}").unwrap_err();
    assert!(error.contains("some objects are BioC and some are not"), "{error}");
}

/// Documents of one text with annotations anywhere in it.
fn documents() -> impl Strategy<Value = Vec<Annotated>> {
    let id = prop::option::of(0u8..3).prop_map(|id| id.map(|id| format!("A:{id}")));
    let annotation = (0usize..12, 1usize..6, prop::bool::ANY, id).prop_map(|(start, length, drug, id)| Annotation {
        start,
        end: start + length,
        text: None,
        entity_type: if drug { "drug" } else { "disease" }.to_owned(),
        primary: id.clone(),
        ids: id.into_iter().collect(),
        score: 1.0,
    });
    let document = prop::collection::vec(annotation, 1..12);
    prop::collection::vec(document, 1..3).prop_map(|documents| {
        let annotated = |(index, annotations): (usize, Vec<Annotation>)| Annotated {
            id: index.to_string(),
            annotations,
            paper: Paper::Text("Gout and naproxen".to_owned()),
        };
        documents.into_iter().enumerate().map(annotated).collect()
    })
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = from_bytes("gold", bytes, &TypeNames::default());
    }

    #[test]
    fn damaged_files_are_read_or_refused(which in 0..FIXTURES.len(), at in 0usize..4000, cut in 0usize..20, put in "[0-9\"{}\\[\\]<>|\t\nα,:-]{0,4}") {
        let mut text = FIXTURES[which].to_owned();
        let boundary = |text: &str, mut at: usize| { at = at.min(text.len()); while !text.is_char_boundary(at) { at -= 1; } at };
        let (from, to) = (boundary(&text, at % (text.len() + 1)), boundary(&text, at % (text.len() + 1) + cut));
        text.replace_range(from..to.max(from), &put);
        if let Ok(documents) = read_text(&text) {
            let types = Types::of(&documents, &[]);
            let (paired, _) = pair(&documents, &documents, &types, &Equivalence::default());
            let _ = crate::eval::errors::errors(&documents, &paired, 9);
            let _ = score(&paired, &types);
        }
    }

    #[test]
    fn gold_is_perfect_against_itself(golds in documents()) {
        let types = Types::of(&golds, &[]);
        let (paired, _) = pair(&golds, &golds, &types, &Equivalence::default());
        let scores = score(&paired, &types);
        for measure in Measure::ALL {
            prop_assert!(scores.all.of(measure).is_none_or(|count| count.f1() == Some(1.0)), "{measure:?}: {scores:?}");
        }
    }

    #[test]
    fn pairs_are_one_to_one_and_stricter_measures_find_less(golds in documents(), predictions in documents()) {
        let types = Types::of(&golds, &[]);
        let (paired, _) = pair(&golds, &predictions, &types, &Equivalence::default());
        for paired in &paired {
            for (gold, prediction) in paired.prediction_of.iter().enumerate().filter_map(|(gold, index)| Some((gold, (*index)?))) {
                prop_assert_eq!(paired.gold_of[prediction], Some(gold));
                let (gold, prediction) = (&paired.golds[gold], &paired.predictions[prediction]);
                prop_assert!(gold.entity_type == prediction.entity_type && gold.start < prediction.end && prediction.start < gold.end);
            }
        }
        let scores = score(&paired, &types);
        let right = |measure| scores.all.of(measure).map_or(0, |count| count.right_gold);
        prop_assert!(right(Measure::Id) <= right(Measure::Exact) && right(Measure::Exact) <= right(Measure::Overlap));
        prop_assert!(right(Measure::Id) <= right(Measure::OverlapId) && right(Measure::OverlapId) <= right(Measure::Overlap));
    }
}
