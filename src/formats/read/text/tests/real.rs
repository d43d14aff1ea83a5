//! Real texts; they are not part of the tree, and without them these tests say that they were skipped.

use crate::document::{Document, PassageKind};
use crate::formats::read::{ReadOptions, open};

/// How many passages are of a kind.
fn count(document: &Document, kind: PassageKind) -> usize {
    document.passages.iter().filter(|passage| passage.kind == kind).count()
}

fn shared(path: &str) -> Option<Document> {
    let path = format!("{}/../shared/{path}", env!("CARGO_MANIFEST_DIR"));
    if !std::path::Path::new(&path).exists() {
        println!("skipped: {path} is not there");
        return None;
    }
    let document = open(&path, &ReadOptions::default()).unwrap().next().unwrap().unwrap();
    super::properties::check(&document).unwrap();
    Some(document)
}

#[test]
fn a_real_reader_view_has_the_structure_that_a_person_sees() {
    let Some(document) = shared("papers/hcc-immunotherapy-review.txt") else { return };
    let counts = [
        (PassageKind::Title, 1),
        (PassageKind::Authors, 1),
        (PassageKind::Heading, 21),
        (PassageKind::Abstract, 6),
        (PassageKind::Paragraph, 32),
        (PassageKind::Caption, 2),
        (PassageKind::TableCell, 70),
        (PassageKind::BackMatter, 9),
        (PassageKind::Reference, 8),
    ];
    for (kind, expected) in counts {
        assert_eq!(count(&document, kind), expected, "{kind:?}");
    }
    assert_eq!(document.passages.len(), counts.iter().map(|(_, expected)| expected).sum::<usize>());
    assert_eq!(document.id, "hcc-immunotherapy-review");
    assert!(document.references.iter().all(|reference| {
        reference.doi.is_some()
            && reference.authors.is_some()
            && reference.title.is_some()
            && reference.year.is_some_and(|year| year >= 2021)
    }));
    assert_eq!(document.references.iter().filter(|reference| reference.pmid.is_some()).count(), 7);
    let labels: Vec<_> = document.references.iter().filter_map(|reference| reference.label.as_deref()).collect();
    assert_eq!(labels, ["1", "2", "3", "4", "5", "6", "7", "8"]);
}

#[test]
fn a_real_paper_with_bare_reference_titles_has_the_structure_that_a_person_sees() {
    let Some(document) = shared("formats/text/PMC9586773.txt") else { return };
    let counts = [
        (PassageKind::Title, 1),
        (PassageKind::Abstract, 1),
        (PassageKind::Heading, 20),
        (PassageKind::Paragraph, 20),
        (PassageKind::BackMatter, 2),
        (PassageKind::Reference, 34),
        (PassageKind::Caption, 3),
    ];
    for (kind, expected) in counts {
        assert_eq!(count(&document, kind), expected, "{kind:?}");
    }
}

#[test]
fn real_abstracts_are_a_title_and_an_abstract() {
    for name in ["8755645", "8808605", "9012409", "9050866"] {
        let Some(document) = shared(&format!("formats/brat/{name}.txt")) else { return };
        let kinds: Vec<_> = document.passages.iter().map(|passage| passage.kind).collect();
        assert_eq!(kinds, [PassageKind::Title, PassageKind::Abstract], "{name}");
    }
}
