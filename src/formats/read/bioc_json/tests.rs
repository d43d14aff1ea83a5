use proptest::prelude::*;

use super::super::check::{fault, mutated, passages, read_bytes, read_shared, shared, survives};
use super::*;
use crate::document::PassageKind::{Abstract, Title};

const COLLECTION: &str = r#"{"source": "PubTator", "key": "k", "infons": {},
 "documents": [
  {"id": 11, "infons": null, "passages": [
    {"offset": 0, "infons": {"type": "title", "year": 2012, "list": [1, {"a": null}]}, "text": "TNF-\u03b1 mice", "annotations": [{"id": 1, "text": "x"}]},
    {"offset": "11", "infons": {"type": "abstract"}, "text": "", "sentences": [{"offset": 11, "text": "One."}, {"offset": 16, "text": "Two."}], "relations": []}]},
  {"id": "22", "passages": []}
 ]}
"#;

#[test]
fn collections_become_documents() {
    let documents = read_bytes(&FORMAT, COLLECTION.as_bytes()).unwrap();
    let [first, second] = &documents[..] else { panic!("{} documents", documents.len()) };
    assert_eq!(first.text, "TNF-α mice\nOne. Two.");
    assert_eq!(passages(first), [(Title, "TNF-α mice"), (Abstract, "One. Two.")]);
    assert_eq!((first.id.as_str(), first.identifiers.pmid.as_deref(), first.year), ("11", Some("11"), Some(2012)));
    assert_eq!((second.id.as_str(), second.text.as_str()), ("22", ""));
    assert_ne!(first.sha256, second.sha256);
}

#[test]
fn documents_are_found_in_every_layout() {
    let one = r#"{"id":"a","passages":[{"text":"A"}]}"#;
    let two = r#"{"_id":"7|PMC8","id":"7","passages":[{"text":"B"}]}"#;
    let cases = [
        (one.to_owned(), vec!["a"]),
        (format!("[{one}, {two}]"), vec!["a", "PMC8"]),
        (format!("{one}\n{two}\n"), vec!["a", "PMC8"]),
        (format!("{{\"PubTator3\":[{two},{one}]}}"), vec!["PMC8", "a"]),
        (format!("[{{\"documents\":[{one}]}},{{\"documents\":[{two}]}}]"), vec!["a", "PMC8"]),
        ("{\"documents\":[]}".to_owned(), vec![]),
    ];
    for (text, expected) in cases {
        let documents = read_bytes(&FORMAT, text.as_bytes()).unwrap();
        assert_eq!(documents.iter().map(|document| document.id.as_str()).collect::<Vec<_>>(), expected, "{text}");
    }
}

#[test]
fn faults_are_named() {
    let cases = [
        ("{\"documents\": [\n{\"id\": \"é\" \"passages\": []}]}", "paper.xml:2:12: this is no BioC JSON: expected `,` or `}`"),
        ("{\"documents\": [\n{\"passages\": [", "paper.xml:2:"),
        ("{\"passages\": [\n7]}", "paper.xml:2:1: this is no BioC JSON: invalid type: integer `7`"),
        ("[1]", "paper.xml:1:2: this is no BioC JSON: invalid type: integer `1`"),
        ("{\"a\": 1}", "paper.xml:1:1: this object has neither \"documents\" nor \"passages\""),
        ("", "paper.xml:1:1: the file is empty"),
    ];
    for (text, expected) in cases {
        let found = fault(&FORMAT, text);
        assert!(found.starts_with(expected), "{text}\nexpected {expected}\nfound    {found}");
    }
}

#[test]
fn bioc_is_told_from_other_json() {
    let cases = [
        (COLLECTION, true),
        (" [{\"id\": 1, \"passages\": []}]", true),
        ("{\"PubTator3\": []}", true),
        ("{\"id\": 1, \"text\": \"the \\\"passages\\\" of\"}", false),
        ("{\"text\": \"a\", \"denotations\": []}", false),
        ("\"passages\"", false),
    ];
    for (head, expected) in cases {
        assert_eq!((FORMAT.recognise)(head.as_bytes()), expected, "{head}");
    }
}

proptest! {
    #[test]
    fn damaged_collections_never_panic(bytes in mutated(COLLECTION)) {
        survives(&FORMAT, &bytes);
    }
}

#[test]
fn real_collections_are_read_as_their_xml_is() {
    let Some(folder) = shared("bioc-json") else { return };
    let Some(xml) = shared("bioc-xml") else { return };
    let texts = |documents: &[Document]| documents.iter().map(|document| document.text.clone()).collect::<Vec<_>>();
    for (json, other) in [("biored-dev-6.bioc.json", "biored-dev-6.bioc.xml"), ("made-PMC9586773.pubtator3.json", "PMC9586773.bioc.xml")] {
        let (json, other) = (read_shared(&folder, json), read_shared(&xml, other));
        assert_eq!(texts(&json), texts(&other));
        for (json, other) in json.iter().zip(&other) {
            assert_eq!(passages(json), passages(other));
            assert_eq!((&json.id, &json.title, json.references.len()), (&other.id, &other.title, other.references.len()));
        }
    }
}
