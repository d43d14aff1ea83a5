use proptest::prelude::*;

use super::super::check::{count, fault, mutated, passages, read_bytes, read_one, read_shared, shared, survives};
use super::*;
use crate::document::PassageKind::{self, Abstract, BackMatter, Caption, Heading, Paragraph, Reference, Title};

const COLLECTION: &str = r#"<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE collection SYSTEM "BioC.dtd">
<collection><source>PubTator</source><date>2020</date><key>k</key>
<document><id>11</id><infon key="license">CC</infon>
 <passage><infon key="type">title</infon><offset>0</offset><text>TNF-&#945; &amp; mice</text><annotation id="1"><infon key="type">Gene</infon><location offset="0" length="5"/><text>TNF-α</text></annotation></passage>
 <passage><infon key="type">abstract</infon><offset>13</offset><sentence><offset>13</offset><text>One.</text></sentence><sentence><offset>18</offset><text>Two.</text></sentence></passage>
</document>
<document><id>22</id><passage><offset>0</offset><text>Other</text></passage></document>
</collection>
"#;

#[test]
fn collections_become_documents() {
    let documents = read_bytes(&FORMAT, COLLECTION.as_bytes()).unwrap();
    let [first, second] = &documents[..] else { panic!("{} documents", documents.len()) };
    assert_eq!(first.text, "TNF-α & mice\nOne. Two.");
    assert_eq!(passages(first), [(Title, "TNF-α & mice"), (Abstract, "One. Two.")]);
    assert_eq!((first.id.as_str(), first.identifiers.pmid.as_deref()), ("11", Some("11")));
    assert_eq!((second.id.as_str(), second.text.as_str()), ("22", "Other"));
    assert_eq!(read_one(&FORMAT, "<document><id>x</id><passage><text>Bare</text></passage></document>").id, "x");
}

#[test]
fn faults_are_named() {
    let cases = [
        (&COLLECTION[..400], "paper.xml:4:"),
        ("<collection><document><id>1</document></collection>", "paper.xml:1:28: \"</document>\" stands where \"</id>\" was expected"),
        ("<collection><document/>", "paper.xml:1:24: the file ends here, where \"</collection>\" was expected"),
    ];
    for (text, expected) in cases {
        let found = fault(&FORMAT, text);
        assert!(found.starts_with(expected), "expected {expected}\nfound    {found}");
    }
}

#[test]
fn bioc_is_told_from_other_xml() {
    let cases = [
        (COLLECTION, true),
        ("<collection><source/>", true),
        ("<document><id/><passage>", true),
        ("<collection><book>", false),
        ("<document><body>", false),
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
fn real_collections_have_the_parts_that_their_sources_have() {
    let Some(folder) = shared("bioc-xml") else { return };
    let [full] = &read_shared(&folder, "PMC9586773.bioc.xml")[..] else { panic!("one document") };
    // Counted in the source by the values of `type` and `section_type`.
    let expected: &[(PassageKind, usize)] =
        &[(Title, 1), (Abstract, 1), (Heading, 19), (Paragraph, 20), (Caption, 4), (BackMatter, 2), (Reference, 34)];
    for &(kind, expected) in expected {
        assert_eq!(count(full, kind), expected, "{kind:?}");
    }
    assert_eq!((full.id.as_str(), full.year), ("PMC9586773", Some(2022)));
    let abstracts = read_shared(&folder, "biored-dev-6.bioc.xml");
    assert_eq!(abstracts.len(), 6);
    // The same documents in the other forms have the same text.
    let Some(others) = shared("pubtator") else { return };
    let texts = |documents: &[Document]| documents.iter().map(|document| document.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&abstracts), texts(&read_shared(&others, "biored-dev-6.pubtator.txt")));
}
