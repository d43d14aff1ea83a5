use proptest::prelude::*;

use super::super::check::{fault, mutated, passages, read_bytes, read_shared, shared, survives};
use super::*;
use crate::document::PassageKind::{Abstract, Paragraph, Title};

const DOCUMENTS: &str = "11|t|TNF-α in mice.
11|a|It  rose.
11\t0\t5\tTNF-α\tGene\t7124
11\tCID\tD1\tD2

22|t| Alone
22|a|
22|f|Further text.
PMC33|t|Without a blank line.
";

#[test]
fn offsets_of_pubtator_are_offsets_in_the_text() {
    let documents = read_bytes(&FORMAT, DOCUMENTS.as_bytes()).unwrap();
    let [first, second, third] = &documents[..] else { panic!("{} documents", documents.len()) };
    assert_eq!(first.text, "TNF-α in mice.\nIt  rose.");
    assert_eq!(passages(first), [(Title, "TNF-α in mice."), (Abstract, "It  rose.")]);
    assert_eq!((first.id.as_str(), first.identifiers.pmid.as_deref(), first.title.as_deref()), ("11", Some("11"), Some("TNF-α in mice.")));
    assert_eq!(second.text, " Alone\n\nFurther text.");
    assert_eq!(passages(second), [(Title, "Alone"), (Paragraph, "Further text.")]);
    assert_eq!((third.id.as_str(), third.identifiers.pmcid.as_deref()), ("PMC33", Some("PMC33")));
}

#[test]
fn line_ends_make_no_difference() {
    assert_eq!(
        read_bytes(&FORMAT, DOCUMENTS.replace('\n', "\r\n").as_bytes()).unwrap(),
        read_bytes(&FORMAT, DOCUMENTS.as_bytes()).unwrap()
    );
}

#[test]
fn a_malformed_line_is_named() {
    let cases = [
        ("11|t|A\n11|a|B\nno line of this form\n", "paper.xml:3:20: there is no tab in the line; expected \"11|a|text\""),
        ("11|t|A\n11\t0\t5\n", "paper.xml:2:3: the line has too few fields"),
        ("11|t|A\n12\t0\t5\tA\tGene\t1\n", "paper.xml:2:1: the annotation is of document \"12\", but stands below the text of \"11\""),
        ("\n11\t0\t5\tA\tGene\t1\n", "paper.xml:2:1: \"11\t0\t5\tA\tGene\t1\" begins no document"),
    ];
    for (text, expected) in cases {
        let found = fault(&FORMAT, text);
        assert!(found.starts_with(expected), "expected {expected}\nfound    {found}");
    }
}

#[test]
fn pubtator_is_told_from_other_text() {
    let cases = [
        (DOCUMENTS, true),
        ("\n\nPMC1|a|Text", true),
        ("| a | b |\n|---|---|", false),
        ("name|x|y", false),
        ("two words|t|Title", false),
        ("", false),
    ];
    for (head, expected) in cases {
        assert_eq!((FORMAT.recognise)(head.as_bytes()), expected, "{head}");
    }
}

proptest! {
    #[test]
    fn damaged_documents_never_panic(bytes in mutated(DOCUMENTS)) {
        survives(&FORMAT, &bytes);
    }
}

#[test]
fn real_annotations_fit_the_text() {
    let Some(folder) = shared("pubtator") else { return };
    let name = "biored-dev-6.pubtator.txt";
    let documents = read_shared(&folder, name);
    assert_eq!(documents.len(), 6);
    let mut checked = 0;
    for line in std::fs::read_to_string(folder.join(name)).unwrap().lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, start, end, mention, ..] = fields[..] else { continue };
        let (Ok(start), Ok(end)) = (start.parse::<usize>(), end.parse::<usize>()) else { continue };
        let document = documents.iter().find(|document| document.id == id).unwrap();
        let found: String = document.text.chars().skip(start).take(end - start).collect();
        assert_eq!(found, mention, "{line}");
        checked += 1;
    }
    assert!(checked > 100, "{checked} annotations");
}
