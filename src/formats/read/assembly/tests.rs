use proptest::prelude::*;

use super::*;

/// Writes one passage from a notation: `<…>` is a superscript, `{…}` a link.
fn assembled(notation: &str) -> String {
    let mut out = Assembler::default();
    let mut piece = String::new();
    for character in notation.chars() {
        if matches!(character, '<' | '>' | '{' | '}') {
            out.push(&std::mem::take(&mut piece));
        }
        match character {
            '<' => out.superscript(),
            '{' => out.link(),
            '>' | '}' => out.end_superscript(),
            _ => piece.push(character),
        }
    }
    out.push(&piece);
    out.finish().0
}

#[test]
fn superscripts_join_only_where_no_other_word_or_number_comes_of_it() {
    let cases = [
        ("CD8<+> T cells", "CD8+ T cells"),
        ("CD4<+>CD25<high> cells", "CD4+CD25^high^ cells"),
        ("10<6> cells", "10^6^ cells"),
        ("10<-6> M", "10^-6^ M"),
        ("Ca<2+> influx", "Ca2+ influx"),
        ("SO4<2−>", "SO4^2−^"),
        ("5<th> day", "5th day"),
        ("p53<-/-> mice", "p53-/- mice"),
        ("p53<R172H> mice", "p53^R172H^ mice"),
        ("<3>H-thymidine", "3H-thymidine"),
        ("anti-<125>I", "anti-125I"),
        ("<99m>Tc uptake", "99mTc uptake"),
        ("[<18>F]FDG", "[18F]FDG"),
        ("<a>Data of all", "^a^Data of all"),
        ("<1>Department", "^1^Department"),
        ("Drug<®> alone", "Drug® alone"),
        ("R<2 >= 0.7", "R^2^ = 0.7"),
        ("m<2>", "m^2^"),
        ("(a)<2>", "(a)^2^"),
        ("a<b<c>d> e", "a^bcd^ e"),
    ];
    for (notation, expected) in cases {
        assert_eq!(assembled(notation), expected, "{notation}");
    }
}

#[test]
fn marks_of_references_do_not_run_into_words() {
    let cases = [
        ("IL-2<12> rose", "IL-2^12^ rose"),
        ("rose.<12> Then", "rose.^12^ Then"),
        ("rose<1>,<2> and", "rose^1,2^ and"),
        ("rose<1,><2> and", "rose^1,2^ and"),
        ("rose{1}–{3} and", "rose^1–3^ and"),
        ("rose{12} and", "rose^12^ and"),
        ("rose [{12}].", "rose [12]."),
        ("rose [{1},{2},{3}].", "rose [1,2,3]."),
        ("rose [{1}–{3}].", "rose [1–3]."),
        ("rose ({Smith 2004};{Jones 2005}).", "rose (Smith 2004;Jones 2005)."),
        ("(as IL-2{12} does)", "(as IL-2^12^ does)"),
        ("in Figure {1}A", "in Figure 1A"),
        ("rose <12> and", "rose 12 and"),
    ];
    for (notation, expected) in cases {
        assert_eq!(assembled(notation), expected, "{notation}");
    }
}

#[test]
fn white_space_is_as_a_reader_sees_it() {
    let cases = [
        ("  a  b\n\tc ", "a b c"),
        ("a\u{a0}b\u{2009}c\u{3000}d\u{202f}e", "a b c d e"),
        ("soft\u{ad}hyphen zero\u{200b}width \u{feff}mark", "softhyphen zerowidth mark"),
        ("α–β “γ” — 5′", "α–β “γ” — 5′"),
        ("\u{1}a\u{7f}", "a"),
        ("日本 語", "日本 語"),
    ];
    for (piece, expected) in cases {
        assert_eq!(assembled(piece), expected, "{piece:?}");
    }
}

#[test]
fn passages_stand_one_a_line_and_none_is_empty() {
    let mut out = Assembler::default();
    out.begin(PassageKind::Title);
    out.push(" One ");
    out.begin(PassageKind::Paragraph);
    out.push("  ");
    out.begin(PassageKind::Abstract);
    out.set_section(Some("Aim".to_owned()));
    out.push("two");
    out.space();
    out.push(".");
    let (text, passages) = out.finish();
    assert_eq!(text, "One\ntwo .");
    let found: Vec<_> = passages.iter().map(|passage| (passage.kind, passage.section.as_deref(), passage.span.range())).collect();
    assert_eq!(found, [(PassageKind::Title, None, 0..3), (PassageKind::Abstract, Some("Aim"), 4..9)]);
}

#[test]
fn names_of_sections_are_bounded() {
    assert_eq!(section_name(&"é".repeat(100_000)).chars().count(), 400);
    assert_eq!(section_name("1. "), "1");
}

#[test]
fn documents_are_named_by_the_best_identifier() {
    let pmid = Identifiers { pmid: Some("12".to_owned()), ..Identifiers::default() };
    let both = Identifiers { pmcid: Some("PMC3".to_owned()), ..pmid.clone() };
    let cases = [
        (&both, Some("own"), "a/b.xml", "PMC3"),
        (&pmid, Some("own"), "a/b.xml", "12"),
        (&Identifiers::default(), Some(" own "), "a/b.xml", "own"),
        (&Identifiers::default(), Some(" "), "a/b.bioc.xml.gz", "b.bioc"),
        (&Identifiers::default(), None, "-", "-"),
    ];
    for (identifiers, own, source, expected) in cases {
        assert_eq!(document_id(identifiers, own, source), expected);
    }
}

#[test]
fn identifiers_and_years_are_taken_only_where_they_are_ones() {
    assert_eq!(pmcid("1087200").as_deref(), Some("PMC1087200"));
    assert_eq!(pmcid(" PMC12.1 ").as_deref(), Some("PMC12"));
    assert_eq!(pmcid("PMC"), None);
    assert_eq!(pmid("0"), None);
    assert_eq!(pmid("12a"), None);
    assert_eq!(doi("https://doi.org/10.1000/ab 12").as_deref(), Some("10.1000/ab12"));
    assert_eq!(doi("10.1000"), None);
    for (written, expected) in [("2005 Apr", Some(2005)), ("12345", None), ("0999", None), ("pages 3000; 1998a", Some(1998)), ("", None)] {
        assert_eq!(year(written), expected, "{written}");
    }
}

proptest! {
    #[test]
    fn any_pieces_make_sound_passages(steps in prop::collection::vec((0_u8..9, "[ a-c1-3+,.(\\[^–\u{a0}\u{ad}αИ\\n]{0,6}"), 0..40)) {
        let mut out = Assembler::default();
        for (step, piece) in &steps {
            match step {
                0 => out.begin(PassageKind::Paragraph),
                1 => out.superscript(),
                2 => out.link(),
                3 => out.end_superscript(),
                4 => out.space(),
                5 => out.full_stop(),
                6 => drop(out.end()),
                _ => out.push(piece),
            }
            prop_assert!(out.next_position() <= out.position() + 1);
        }
        let (text, passages) = out.finish();
        let mut end = 0;
        for passage in &passages {
            let own = passage.span.of(&text).unwrap();
            prop_assert!(!own.is_empty() && own.trim() == own && !own.contains('\n') && !own.contains("  "), "{own:?}");
            prop_assert!(end == 0 || passage.span.start.index() == end + 1);
            end = passage.span.end.index();
        }
        prop_assert_eq!(end, text.len());
    }
}
