//! What holds for every text.

use proptest::prelude::*;

use super::{LONG, MARKDOWN, TEXT, WRAPPED};
use crate::document::Document;
use crate::formats::read::{ReadOptions, read};

/// What must hold for every document.
pub(super) fn check(document: &Document) -> Result<(), TestCaseError> {
    let mut end = 0;
    for passage in &document.passages {
        let range = passage.span.range();
        let text = passage.span.of(&document.text);
        prop_assert!(text.is_some_and(|text| !text.is_empty() && text.trim() == text), "{:?} {:?}", passage, text);
        prop_assert!(range.start >= end, "{:?} overlaps what ends at {}", passage, end);
        end = range.end;
    }
    for definition in &document.glossary {
        prop_assert!(definition.short.of(&document.text).is_some_and(|short| !short.is_empty()));
        prop_assert!(definition.long.of(&document.text).is_some_and(|long| !long.is_empty()));
    }
    prop_assert!(document.references.iter().all(|reference| reference.span.of(&document.text).is_some()));
    Ok(())
}

/// Pieces that texts of papers are made of, in any order.
fn piece() -> impl Strategy<Value = String> {
    let fixed = [
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "  ",
        "\t",
        "\u{a0}",
        "# ",
        "## ",
        "- ",
        "* ",
        "1. ",
        "[2] ",
        "2.1",
        "| a | b |",
        "|---|---|",
        "|",
        "\\|",
        "---",
        "===",
        "```",
        "> ",
        "**",
        "Figure 1",
        "Figure 2| a |",
        "Table 1. ",
        "Abstract",
        "Introduction",
        "References",
        "Abbreviations",
        "Keywords: ",
        "Funding: ",
        "Peer Reviews",
        "The reference list",
        "IL-6: interleukin 6; ",
        "Moss J, Reed T. ",
        "J Imag. 2019;7:1-9. ",
        "doi: 10.1000/j. 12345",
        "PMID: 123",
        "(a) ",
        "(b) ",
        "…",
        "α",
        "”",
        "†",
        "title: x",
        "![",
        "](x)",
        ".",
        ",",
        ":",
        "\u{feff}",
        "\u{2028}",
        "©",
    ];
    prop_oneof![
        6 => prop::sample::select(fixed.to_vec()).prop_map(str::to_owned),
        2 => "\\PC{0,12}",
        1 => Just(LONG.to_owned()),
    ]
}

proptest! {
    #[test]
    fn passages_of_any_text_are_in_bounds_in_order_and_apart(pieces in prop::collection::vec(piece(), 0..40)) {
        let mut document = Document { text: pieces.concat(), ..Document::default() };
        super::super::structure(&mut document);
        check(&document)?;
        prop_assert_eq!(document.text, pieces.concat());
    }

    #[test]
    fn any_bytes_are_read_or_refused_in_every_format(bytes in prop::collection::vec(any::<u8>(), 0..200), packed in any::<bool>()) {
        let bytes = if packed { [&b"\x1F\x8B\x08\0"[..], &bytes].concat() } else { bytes };
        for format in [None, Some("text"), Some("json-lines")] {
            for document in read("x", bytes.clone(), &ReadOptions { format, lossy: true, ..ReadOptions::default() }).into_iter().flatten().flatten() {
                check(&document)?;
            }
        }
    }

    #[test]
    fn a_damaged_paper_is_still_read(markdown in any::<bool>(), edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0usize..30), 1..12)) {
        let mut bytes = if markdown { MARKDOWN } else { WRAPPED }.as_bytes().to_vec();
        for (at, byte, length) in edits {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, [byte]);
        }
        for document in read("x", bytes, &TEXT).unwrap().flatten() {
            check(&document)?;
        }
    }
}
