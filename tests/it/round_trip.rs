//! What is written in a format is read as what it was, and so is what is written in another format after that.

use std::sync::Arc;

use biospan::document::{Document, Passage, PassageKind, Span};
use biospan::formats::read::annotated::{Annotated, read};
use biospan::formats::read::annotations::loading::Source;
use biospan::formats::read::{ReadError, ReadOptions};
use biospan::formats::write::{self, Format, Frame, Loss, WriteOptions};
use biospan::record::{Alternatives, Concept, Mention, Reasons, Stamp};
use proptest::prelude::*;

/// Span, parts, key, identifiers, type and passage of a mention.
type Planned<'t> = (Span, Vec<Span>, (u8, u32), Vec<String>, &'t str, usize);

/// The formats that are read too.
const READ: [&str; 8] = ["json", "jsonl", "bioc-json", "bioc-xml", "pubtator", "pubannotation", "brat", "tsv"];

/// A piece of text, and what it mentions.
#[derive(Clone, Debug)]
struct Piece {
    words: String,
    /// The end of the words in parts, where there are two.
    tail: Option<String>,
    named: Option<(usize, usize)>,
}

/// Identifiers and types of mentions.
const IDS: [&[&str]; 4] = [&["HGNC:583"], &["MESH:D001943"], &["MONDO:0004992", "MESH:D009369"], &[]];
const TYPES: [&str; 8] = ["gene", "gene_family", "complex", "drug", "disease", "cell_type", "species", "cell_line"];

fn noise() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}",
        "[ |\t\\[\\]{}<>&\"'\\\\#;:,.]{1,4}",
        "\\PC{1,4}",
        "[\u{1}\u{b}\u{1f}\u{85}\u{2028}\u{200b}\u{fffd}]",
        Just("\r\n".to_owned()),
        Just("\n".to_owned()),
        Just("]]>".to_owned()),
        Just("1|t|a".to_owned()),
        Just("\u{10ffff}\u{e0001}\u{20000}".to_owned()),
    ]
}

fn piece() -> impl Strategy<Value = Piece> {
    let between = prop_oneof![Just("\r\n"), Just("\n"), Just("\t"), Just("|"), Just(" "), Just("]["), Just("\u{1d6fc}"), Just("\"")];
    let words =
        ("[A-Zα-ω\u{1d6fc}-\u{1d6ff}0-9]{1,4}", between, "[A-Za-z0-9]{1,3}").prop_map(|(one, between, two)| format!("{one}{between}{two}"));
    let named = (words, (0..IDS.len(), 0..TYPES.len())).prop_map(|(words, named)| Piece { words, tail: None, named: Some(named) });
    let parted = ("[a-z]{1,4}", "[a-z]{1,4}", (0..IDS.len(), 0..TYPES.len())).prop_map(|(words, tail, named)| Piece {
        words,
        tail: Some(tail),
        named: Some(named),
    });
    prop_oneof![3 => noise().prop_map(|words| Piece { words, tail: None, named: None }), 2 => named, 1 => parted]
}

fn annotated(passages: &[Vec<Piece>]) -> Annotated {
    let mut document =
        Document { id: "doc-1".into(), source: "doc-1.txt".into(), format: "text", sha256: "0".repeat(64), ..Document::default() };
    let mut mentions = Vec::new();
    for (number, pieces) in passages.iter().enumerate() {
        if number > 0 {
            document.text.push('\n');
        }
        let start = document.text.len();
        for piece in pieces {
            let at = document.text.len();
            document.text.push_str(&piece.words);
            let mut parts = vec![Span::from_range(at..document.text.len())];
            if let Some(tail) = &piece.tail {
                document.text.push_str(" und ");
                let at = document.text.len();
                document.text.push_str(tail);
                parts.push(Span::from_range(at..document.text.len()));
            }
            if let Some((ids, entity_type)) = piece.named {
                let (key, ids) = ((0, (ids * TYPES.len() + entity_type) as u32), IDS[ids].iter().map(|id| (*id).to_owned()));
                mentions.push((
                    Span { start: parts[0].start, end: parts[parts.len() - 1].end },
                    parts,
                    key,
                    ids.collect::<Vec<_>>(),
                    TYPES[entity_type],
                    number,
                ));
            }
            document.text.push(' ');
        }
        let kind = if number == 0 { PassageKind::Title } else { PassageKind::Paragraph };
        document.passages.push(Passage { kind, section: None, span: Span::from_range(start..document.text.len()) });
    }
    let mention = |(span, parts, key, ids, entity_type, passage): Planned<'_>| Mention {
        span,
        parts: if parts.len() > 1 { parts } else { Vec::new() },
        concept: Arc::new(Concept {
            key,
            id: ids.first().cloned().unwrap_or_default(),
            further: ids.into_iter().skip(1).collect(),
            entity_type: entity_type.into(),
            name: "a \"name\"\tof | it".into(),
            ..Concept::default()
        }),
        score: 1.0,
        evidence: Reasons::default(),
        alternatives: Alternatives::default(),
        passage: passage as u32,
        sentence: None,
        nested_in: None,
    };
    let mentions = mentions.into_iter().map(mention).collect();
    let stamp = Stamp { dictionary_name: "none".into(), ..Stamp::default() };
    Annotated { stamp, document, mentions, ..Annotated::default() }
}

/// A document in a format, as a file or two.
fn written(annotated: &Annotated, format: &Format) -> Source {
    let options = WriteOptions::default();
    let record = annotated.record();
    let mut bytes = Vec::new();
    let (mut before, mut behind) = ("", "");
    match (format.frame)(&options) {
        Frame::Stream { head } => before = head,
        Frame::Whole { head, tail, .. } => (before, behind) = (head, tail),
        Frame::Array | Frame::Each => {}
    }
    bytes.extend_from_slice(before.as_bytes());
    (format.append)(&record, &options, &mut bytes).expect("a vector takes every byte");
    bytes.extend_from_slice(behind.as_bytes());
    let mut text = None;
    if format.beside.is_some() || format.name == "tsv" {
        text = Some(("doc-1.txt".to_owned(), annotated.document.text.clone().into_bytes()));
    }
    Source { path: format!("doc-1.{}", format.ending), bytes, text, lonely: false }
}

fn read_back(source: &Source) -> Result<Annotated, String> {
    let read: Result<Vec<Annotated>, ReadError> = read(source, &ReadOptions::default()).into_iter().collect();
    let shown = || String::from_utf8_lossy(&source.bytes).into_owned();
    let mut documents = read.map_err(|error| format!("{error}\n{}", shown()))?;
    if documents.len() == 1 { Ok(documents.remove(0)) } else { Err(format!("{} documents in {}", documents.len(), shown())) }
}

/// Words, places of parts in characters, type and identifiers of each mention.
type Said = (String, Vec<(usize, usize)>, String, Vec<String>);

fn said(annotated: &Annotated, places: bool) -> Vec<Said> {
    let text = &annotated.document.text;
    let at = |byte: usize| text[..byte].chars().count();
    let mut said: Vec<Said> = annotated
        .mentions
        .iter()
        .map(|mention| {
            let parts = if mention.parts.is_empty() { vec![mention.span] } else { mention.parts.clone() };
            let words: Vec<&str> = parts.iter().map(|part| part.of(text).expect("spans are of the text")).collect();
            let words = words.join(" ").replace(['\t', '\n', '\r'], " ");
            let parts = parts.iter().map(|part| (at(part.start.index()), at(part.end.index())));
            let ids = mention.concept.ids().map(str::to_owned).collect();
            (words, if places { parts.collect() } else { Vec::new() }, mention.concept.entity_type.clone(), ids)
        })
        .collect();
    if !places {
        said.sort();
    }
    said
}

fn format(name: &str) -> &'static Format {
    write::by_name(name).unwrap_or_else(|| panic!("{name} is in the list"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_as_what_it_was(passages in prop::collection::vec(prop::collection::vec(piece(), 0..6), 1..4)) {
        let before = annotated(&passages);
        for name in READ {
            let lost = Loss::of(&before.record(), format(name)).discontinuous;
            if lost > 0 {
                continue;
            }
            let back = read_back(&written(&before, format(name))).map_err(TestCaseError::fail)?;
            // PubTator lays its text out anew.
            let places = name != "pubtator";
            prop_assert_eq!(said(&back, places), said(&before, places), "{}", name);
        }
    }

    #[test]
    fn every_format_leads_to_every_other(passages in prop::collection::vec(prop::collection::vec(piece(), 1..4), 1..3)) {
        let before = annotated(&passages);
        for one in READ {
            if Loss::of(&before.record(), format(one)).discontinuous > 0 {
                continue;
            }
            let first = read_back(&written(&before, format(one))).map_err(TestCaseError::fail)?;
            for other in READ {
                if Loss::of(&first.record(), format(other)).discontinuous > 0 {
                    continue;
                }
                let second = read_back(&written(&first, format(other))).map_err(TestCaseError::fail)?;
                let places = other != "pubtator";
                prop_assert_eq!(said(&second, places), said(&first, places), "{} to {}", one, other);
            }
        }
    }

    #[test]
    fn no_writer_minds_what_is_in_the_text(passages in prop::collection::vec(prop::collection::vec(piece(), 0..6), 0..4)) {
        let before = annotated(&passages);
        for format in write::FORMATS {
            let source = written(&before, format);
            prop_assert!(std::str::from_utf8(&source.bytes).is_ok(), "{}", format.name);
        }
    }

    #[test]
    fn no_bytes_are_too_odd_to_be_read_and_written(
        piece in prop_oneof![
            "[\\[{\",:}\\]a-z0-9 ]{0,60}",
            "<collection><document><id>1</id><passage><offset>[0-9]{1,19}</offset><text>\\PC{0,9}</text>(<annotation id=\"1\"><infon key=\"type\">a</infon><location offset=\"-?[0-9]{1,19}\" length=\"-?[0-9]{1,19}\"/><text>b</text></annotation>){0,2}</passage></document></collection>",
            "1\\|t\\|\\PC{0,9}\n1\\|a\\|\\PC{0,9}\n1\t[0-9]{1,3}\t[0-9]{1,20}\ta\tb\tc\n",
            "T1\t[a-z]{1,3} [0-9]{1,2} [0-9]{1,20}(;[0-9]{1,2} [0-9]{1,2}){0,2}\t\\PC{0,5}\nN1\tReference T1 \\PC{0,5}\n",
            "start\tend\ttype\n[0-9]{1,2}\t[0-9]{1,20}\t\\PC{0,5}\n",
        ],
    ) {
        let text = Some(("doc.txt".to_owned(), "TNF-α and gout hurt.\r\nSo does \u{1d6fc}-synuclein.\n".as_bytes().to_vec()));
        for (ending, text) in [("json", None), ("xml", None), ("pubtator", None), ("ann", text.clone()), ("tsv", text)] {
            let source = Source { path: format!("doc.{ending}"), bytes: piece.clone().into_bytes(), text, lonely: false };
            for document in read(&source, &ReadOptions::default()).into_iter().flatten() {
                for format in write::FORMATS {
                    written(&document, format);
                }
            }
        }
    }
}
