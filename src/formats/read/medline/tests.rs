use proptest::prelude::*;

use super::super::check::{count, fault, mutated, passages, read_bytes, read_shared, shared, survives};
use super::*;
use crate::document::PassageKind::{Abstract, Authors, Keywords, Title};

const RECORDS: &str = "
PMID- 11
DP  - 1999 Jan 2
TI  - Growth of
      goats.
LID - 10.1000/l [doi]
AB  - AIM: To see. RESULTS: CD8+ cells
      rose.
FAU - Doe, Jo
AU  - Doe J
AU  - Roe R
TA  - J Tests
JT  - Journal of tests
PMC - PMC22
OT  - liver
OT  - *LPS
AID - x1 [pii]
MH  - Mice

PMID- 33
TI  - Alone
";

#[test]
fn records_become_documents() {
    let documents = read_bytes(&FORMAT, RECORDS.as_bytes()).unwrap();
    let [first, second] = &documents[..] else { panic!("{} documents", documents.len()) };
    let expected = [
        (Title, "Growth of goats."),
        (Authors, "Doe J, Roe R"),
        (Abstract, "AIM: To see. RESULTS: CD8+ cells rose."),
        (Keywords, "liver; LPS"),
    ];
    assert_eq!(passages(first), expected);
    assert_eq!((first.id.as_str(), first.year, first.journal.as_deref()), ("PMC22", Some(1999), Some("Journal of tests")));
    assert_eq!((first.identifiers.pmid.as_deref(), first.identifiers.doi.as_deref()), (Some("11"), Some("10.1000/l")));
    assert_eq!((second.id.as_str(), second.text.as_str()), ("33", "Alone"));
}

#[test]
fn a_new_pmid_begins_a_record_where_blank_lines_are_missing() {
    let documents = read_bytes(&FORMAT, RECORDS.replace("\n\n", "\n").replace('\n', "\r\n").as_bytes()).unwrap();
    assert_eq!(documents, read_bytes(&FORMAT, RECORDS.as_bytes()).unwrap());
}

#[test]
fn a_line_that_is_no_field_is_named() {
    let cases = [
        ("PMID- 1\nTI  - A\nno field here\n", "paper.xml:3:1: \"no field here\" is no field; expected a tag"),
        ("PMID- 1\n\n  stray\n", "paper.xml:3:3: \"stray\" is no field"),
        ("PMID- 1\nTI  - A\n\nPMID- 2\nti  - b\n", "paper.xml:5:1: \"ti  - b\" is no field"),
    ];
    for (text, expected) in cases {
        let found = fault(&FORMAT, text);
        assert!(found.starts_with(expected), "expected {expected}\nfound    {found}");
    }
}

#[test]
fn medline_is_told_from_other_text() {
    let cases = [
        (RECORDS, true),
        ("OWN - NLM\nPMID- 1\n", true),
        ("TY  - JOUR\nTI  - RIS\n", false),
        ("Title\nPMID- 1\n", false),
        ("11|t|Title", false),
        ("", false),
    ];
    for (head, expected) in cases {
        assert_eq!((FORMAT.recognise)(head.as_bytes()), expected, "{head}");
    }
}

proptest! {
    #[test]
    fn damaged_records_never_panic(bytes in mutated(RECORDS)) {
        survives(&FORMAT, &bytes);
    }
}

#[test]
fn real_records_have_the_parts_that_their_sources_have() {
    let Some(folder) = shared("medline") else { return };
    let documents = read_shared(&folder, "pubmed-records.nbib");
    let found: Vec<_> = documents.iter().map(|document| (document.id.as_str(), count(document, Abstract), document.year)).collect();
    assert_eq!(
        found,
        [("PMC1373603", 1, Some(2006)), ("16377612", 0, Some(2006)), ("14871861", 0, Some(2004)), ("14630660", 0, Some(2003))]
    );
    assert_eq!(read_shared(&folder, "pmid_16403221.nbib")[0].text, documents[0].text);
}
