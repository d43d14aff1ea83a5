use super::*;
use crate::document::PassageKind::*;

fn passage(kind: &str, section: &str, offset: Option<u64>, text: &str) -> SourcePassage {
    let infons = [("type", kind), ("section_type", section)].map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec();
    SourcePassage { infons, texts: vec![(offset, text.to_owned())] }
}

#[test]
fn texts_are_laid_out_so_that_offsets_hold() {
    type Pieces<'case> = &'case [(Option<u64>, &'case str)];
    let cases: &[(&str, Pieces<'_>, &str)] = &[
        ("characters, one between", &[(Some(0), "αβ"), (Some(3), "c")], "αβ\nc"),
        ("bytes, one between", &[(Some(0), "αβ"), (Some(5), "c")], "αβ\nc"),
        ("a gap", &[(Some(2), "a"), (Some(6), "b")], "  a\n  b"),
        ("none between", &[(Some(0), "a"), (Some(1), "b")], "ab"),
        ("overlapping", &[(Some(0), "abc"), (Some(2), "d")], "abc\nd"),
        ("backwards", &[(Some(9), "abc"), (Some(0), "d")], "abc\nd"),
        ("missing", &[(Some(0), "abc"), (None, "d")], "abc\nd"),
        ("mostly empty", &[(Some(0), "abc"), (Some(4_000_000_000), "d")], "abc\nd"),
        ("beyond all numbers", &[(Some(u64::MAX), "abc"), (Some(u64::MAX), "d")], "abc\nd"),
    ];
    for (name, pieces, expected) in cases {
        let passages: Vec<SourcePassage> = pieces.iter().map(|(offset, text)| passage("", "", *offset, text)).collect();
        let (text, spans) = lay_out(&passages, unit(&passages));
        assert_eq!(text, *expected, "{name}");
        let found: Vec<_> = spans.iter().map(|span| span.of(&text).unwrap()).collect();
        assert_eq!(found, pieces.iter().map(|(_, text)| *text).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn sentences_stand_in_for_the_text_of_a_passage() {
    let sentences = |offsets: [Option<u64>; 2]| SourcePassage {
        infons: Vec::new(),
        texts: vec![(offsets[0], "One.".to_owned()), (offsets[1], "Two.".to_owned())],
    };
    assert_eq!(lay_out(&[sentences([Some(0), Some(6)])], Some(Unit::Characters)).0, "One.  Two.");
    assert_eq!(lay_out(&[sentences([None, None])], None).0, "One. Two.");
}

#[test]
fn types_say_what_a_passage_is() {
    let cases = [
        ("front", "TITLE", Title),
        ("title", "", Title),
        ("abstract", "", Abstract),
        ("abstract", "ABSTRACT", Abstract),
        ("abstract_title_1", "ABSTRACT", Heading),
        ("title_2", "METHODS", Heading),
        ("title", "RESULTS", Heading),
        ("paragraph", "INTRO", Paragraph),
        ("fig_title_caption", "FIG", Caption),
        ("table_caption", "TABLE", Caption),
        ("table", "TABLE", TableCell),
        ("table_footnote", "TABLE", Footnote),
        ("footnote", "SUPPL", Footnote),
        ("ref", "REF", Reference),
        ("title", "REF", Heading),
        ("paragraph", "ACK_FUND", BackMatter),
        ("title_1", "COMP_INT", BackMatter),
        ("footnote", "AUTH_CONT", BackMatter),
        ("paragraph", "KEYWORD", Keywords),
        ("paragraph", "ABBR", Paragraph),
        ("", "", Paragraph),
    ];
    for (written, section, expected) in cases {
        assert_eq!(kind(written, section), expected, "{written} in {section}");
    }
}

#[test]
fn tables_fall_into_cells_and_headings_open_sections() {
    let passages = vec![
        passage("front", "TITLE", None, "The title"),
        passage("title_1", "RESULTS", None, "2. Results"),
        passage("table", "TABLE", None, "Drug\tDose \n\t5 mg"),
        passage("paragraph", "RESULTS", None, "They grew."),
        passage("paragraph", "DISCUSS", None, "Why?"),
    ];
    let found = document(&Source { passages, ..Source::default() }, "bioc-xml", String::new(), "a/b.xml".to_owned());
    let passages: Vec<_> =
        found.passages.iter().map(|passage| (passage.kind, passage.section.as_deref(), passage.span.of(&found.text).unwrap())).collect();
    let results = Some("Results");
    let expected = [
        (Title, None, "The title"),
        (Heading, results, "2. Results"),
        (TableCell, results, "Drug"),
        (TableCell, results, "Dose"),
        (TableCell, results, "5 mg"),
        (Paragraph, results, "They grew."),
        (Paragraph, None, "Why?"),
    ];
    assert_eq!(passages, expected);
    assert_eq!((found.id.as_str(), found.title.as_deref()), ("b", Some("The title")));
}

#[test]
fn identifiers_are_taken_from_where_they_are() {
    let infon = |key: &str, value: &str| SourcePassage { infons: vec![(key.to_owned(), value.to_owned())], texts: Vec::new() };
    let cases = [
        ("PubTator", vec!["12"], vec![], (Some("12"), None, "12")),
        ("mine", vec!["12"], vec![], (None, None, "12")),
        ("PMC", vec!["34"], vec![infon("article-id_pmc", "34"), infon("article-id_pmid", "12")], (Some("12"), Some("PMC34"), "PMC34")),
        ("PubTator3", vec!["34", "12|PMC34"], vec![], (Some("12"), Some("PMC34"), "PMC34")),
        ("PubTator3", vec!["34", "None|PMC34"], vec![], (None, Some("PMC34"), "PMC34")),
    ];
    for (collection, ids, passages, (pmid, pmcid, id)) in cases {
        let source = Source { collection: collection.to_owned(), ids: ids.iter().map(|id| (*id).to_owned()).collect(), passages };
        let found = document(&source, "bioc-json", String::new(), "x".to_owned());
        assert_eq!(
            (found.identifiers.pmid.as_deref(), found.identifiers.pmcid.as_deref(), found.id.as_str()),
            (pmid, pmcid, id),
            "{collection} {ids:?}"
        );
    }
}

#[test]
fn two_passages_without_types_are_title_and_abstract() {
    let untyped = |texts: &[&str]| {
        let passages = texts.iter().map(|text| SourcePassage { infons: Vec::new(), texts: vec![(None, (*text).to_owned())] }).collect();
        let found = document(&Source { passages, ..Source::default() }, "bioc-json", String::new(), "x".to_owned());
        found.passages.iter().map(|passage| passage.kind).collect::<Vec<_>>()
    };
    assert_eq!(untyped(&["Short", "Longer text."]), [Title, Abstract]);
    assert_eq!(untyped(&["Longer text.", "Short"]), [Paragraph, Paragraph]);
    assert_eq!(untyped(&["a", "bb", "ccc"]), [Paragraph, Paragraph, Paragraph]);
}
