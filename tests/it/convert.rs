//! Formats from outside: `convert`, and `annotate` in each of them.

use std::fs;

use biospan::formats::write::{FORMATS, Frame, WriteOptions};

use super::cli::{Folder, NOTE, messages, succeeded, text};

/// A text with a mention in one piece, one in two and one of two concepts, as brat has it.
fn curated(name: &str) -> Folder {
    Folder::new(name)
        .with("note.txt", "Gout and TNF-α\n\nBreast and ovarian cancer hurt; so does gout.\n")
        .with(
            "note.ann",
            "T1\tdisease 0 4\tGout\nN1\tReference T1 MESH:D006073\tGout\nT2\tgene 9 14\tTNF-α\n\
             T3\tdisease 16 22;35 41\tBreast cancer\nN2\tReference T3 MONDO:0007254\tbreast cancer\nN3\tReference T3 MESH:D001943\tbreast cancer\n",
        )
}

/// The formats of which one file holds all documents.
fn joined() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().filter(|format| (format.frame)(&WriteOptions::default()) != Frame::Each).map(|format| format.name)
}

#[test]
fn each_format_holds_the_words_of_mentions() {
    let folder = curated("convert-each");
    for name in joined() {
        let run = folder.run(&format!("convert note.ann --to {name}"));
        assert_eq!(run.status.code(), Some(0), "{name}: {}", text(&run.stderr));
        let written = text(&run.stdout);
        let expected = if name == "counts" { "note\tdisease\tMESH:D006073\tGout\t1" } else { "TNF" };
        assert!(written.contains(expected), "{name}: {written}");
    }
}

#[test]
fn what_a_format_cannot_carry_is_told_with_its_number() {
    let folder = curated("convert-loss");
    let cases: [(&str, &[&str]); 5] = [
        ("jsonl", &[]),
        ("bioc-xml", &[]),
        ("tsv", &["1 mention has several parts"]),
        ("conll", &["1 mention has several parts"]),
        ("pubtator", &["1 mention has several parts"]),
    ];
    for (name, expected) in cases {
        let told = text(&folder.run(&format!("convert note.ann --to {name}")).stderr);
        for words in expected {
            assert!(told.contains(&format!("biospan: warning: {name} cannot carry that {words}")), "{name}: {told}");
        }
        assert_eq!(told.is_empty(), expected.is_empty(), "{name}: {told}");
    }
}

#[test]
fn records_come_back_byte_for_byte() {
    let folder =
        Folder::new("convert-back").with("note.txt", NOTE).with("other.md", "# Aspirin\n\nAspirin in CD8+ T cells (CTLs); CTLs rest.\n");
    for options in ["", "--nested --min-score 0", "--prefer disease=MESH"] {
        let lines = succeeded(&folder.run(&format!("annotate --format jsonl {options} note.txt other.md")));
        fs::write(folder.path.join("records.jsonl"), &lines).expect("the folder can be written");
        assert_eq!(succeeded(&folder.run("convert records.jsonl --to jsonl")), lines, "{options}");
        let whole = succeeded(&folder.run(&format!("annotate {options} note.txt other.md")));
        assert_eq!(succeeded(&folder.run("convert records.jsonl --to json")), whole, "{options}");
        fs::write(folder.path.join("records.json"), &whole).expect("the folder can be written");
        assert_eq!(succeeded(&folder.run("convert records.json --to jsonl")), lines, "{options}");
    }
}

#[test]
fn two_files_a_document_need_a_folder() {
    let folder = curated("convert-brat");
    let refused = messages(&folder.run("convert note.ann --to brat"));
    assert!(refused[0].ends_with("brat has two files for each document, .ann and .txt; give --output-dir"), "{refused:?}");
    succeeded(&folder.run("convert note.ann --to brat --output-dir out"));
    for name in ["note.txt", "note.ann"] {
        let [before, after] =
            [name, &format!("out/{name}")].map(|path| fs::read_to_string(folder.path.join(path)).expect("it was written"));
        assert_eq!(before, after, "{name}");
    }
}

#[test]
fn an_annotation_that_cannot_be_converted_is_named_with_its_place() {
    let folder = curated("convert-faults");
    let ann = "T1\tdisease 0 4\tGout\nT2\tdisease 90 94\tgout\nT3\tgene 9 14\tTNF-α\nN1\tReference T3 odd\t\n";
    fs::write(folder.path.join("note.ann"), ann).expect("the folder can be written");
    let run = folder.run("convert note.ann missing.ann --to tsv");
    let told = messages(&run);
    let expected = [
        "biospan: note.ann:2:1: this annotation lies outside of the text, and is left out",
        "biospan: note.ann:3:1: the identifier \"odd\" has no prefix, and is left out; expected one such as MESH:odd",
    ];
    assert_eq!(told[..2], expected);
    assert!(told[2].starts_with("biospan: missing.ann: "), "{told:?}");
    assert_eq!(text(&run.stdout).lines().count(), 3, "a header and the two others");
}

#[test]
fn a_folder_of_papers_becomes_a_folder_of_any_format() {
    let folder = Folder::new("batch-formats");
    fs::create_dir_all(folder.path.join("papers")).expect("a folder can be made");
    fs::write(folder.path.join("papers/a.txt"), NOTE).expect("the folder can be written");
    let lines = "{\"id\":\"1\",\"text\":\"Gout in mice.\"}\n{\"id\":\"2\",\"text\":\"TNF rose.\"}\n";
    fs::write(folder.path.join("papers/b.jsonl"), lines).expect("the folder can be written");
    let cases = [
        ("bioc-xml", "xml", "<?xml", "</collection>\n"),
        ("bioc-json", "json", "{\"source\"", "]}\n"),
        ("pubtator", "pubtator", "", "\n\n"),
        ("tsv", "tsv", "document\t", "\n"),
        ("pubannotation", "json", "", "\n"),
        ("conll", "conll", "-DOCSTART-", "\n\n"),
    ];
    for (name, ending, head, tail) in cases {
        for packing in ["", "--compress gz"] {
            let run = folder.run(&format!("annotate papers --format {name} --output-dir {name}{} --quiet {packing}", packing.len()));
            assert_eq!(run.status.code(), Some(0), "{name}: {}", text(&run.stderr));
        }
        for (paper, documents) in [("a.txt", 1), ("b.jsonl", 2)] {
            let path = folder.path.join(format!("{name}0/{paper}.{ending}"));
            let written = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert!(written.starts_with(head) && written.ends_with(tail), "{name}: {written}");
            if name == "bioc-xml" {
                assert_eq!(written.matches("<document>").count(), documents);
            }
            let packed = fs::read(folder.path.join(format!("{name}13/{paper}.{ending}.gz"))).expect("it was written");
            let mut unpacked = String::new();
            let mut reader = flate2::read::MultiGzDecoder::new(&packed[..]);
            std::io::Read::read_to_string(&mut reader, &mut unpacked).expect("gzip");
            assert_eq!(unpacked, written, "{name}");
        }
        // Nothing is done twice.
        let again = text(&folder.run(&format!("annotate papers --format {name} --output-dir {name}0 --json-log")).stderr);
        assert!(again.contains("\"unchanged\":2"), "{name}: {again}");
    }
    let stream = succeeded(&folder.run("annotate papers --format bioc-xml --quiet"));
    assert_eq!((stream.matches("<document>").count(), stream.matches("</collection>").count()), (3, 1));
    let refused = messages(&folder.run("annotate papers --format bioc-xml --output all.xml"));
    assert!(refused[0].contains("--format bioc-xml has a beginning and is not gone on with later"), "{refused:?}");
}

#[test]
fn offsets_are_counted_as_asked() {
    let folder =
        Folder::new("convert-offsets").with("note.txt", "𝛼-TNF rose.\n").with("note.tsv", "start\tend\ttext\ttype\n2\t5\tTNF\tgene\n");
    for (unit, expected) in [("chars", "2\t5"), ("bytes", "5\t8"), ("utf16", "3\t6")] {
        let table = succeeded(&folder.run(&format!("convert note.tsv --to tsv --offsets {unit}")));
        assert!(table.contains(&format!("note\t{expected}\tTNF\tgene")), "{unit}: {table}");
    }
}

#[test]
fn conll_begins_and_ends_tokens_with_mentions() {
    let folder = Folder::new("convert-conll").with("note.txt", "IL-6 and preTNF2. Gout\nhurts.\n").with(
        "note.tsv",
        "start\tend\ttext\ttype\tid\n0\t4\tIL-6\tgene\tHGNC:6018\n12\t15\tTNF\tgene\t\n18\t22\tGout\tdisease\tMESH:D006073\n",
    );
    let written = succeeded(&folder.run("convert note.tsv --to conll"));
    let expected = [
        "-DOCSTART-\t_\t_\tnote\tO",
        "",
        "IL\t0\t2\tHGNC:6018\tB-gene",
        "-\t2\t3\tHGNC:6018\tI-gene",
        "6\t3\t4\tHGNC:6018\tI-gene",
        "and\t5\t8\t_\tO",
        "pre\t9\t12\t_\tO",
        "TNF\t12\t15\t_\tB-gene",
        "2\t15\t16\t_\tO",
        ".\t16\t17\t_\tO",
        "",
        "Gout\t18\t22\tMESH:D006073\tB-disease",
    ];
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(lines[..expected.len()], expected, "{written}");
}

#[test]
fn pubtator_3_has_its_own_terms() {
    let folder = Folder::new("convert-pubtator3").with("note.txt", "TNF rose in Crohn's disease.\n");
    let written = succeeded(&folder.run("annotate note.txt --format bioc-json --pubtator3"));
    for part in [
        "{\"PubTator3\":[",
        "\"_id\":\"None|None\"",
        "\"identifier\":\"7124\"",
        "\"type\":\"Gene\"",
        "\"database\":\"ncbi_gene\"",
        "\"identifier\":\"MESH:D003424\"",
        "\"valid\":true",
    ] {
        assert!(written.contains(part), "{part}: {written}");
    }
}
