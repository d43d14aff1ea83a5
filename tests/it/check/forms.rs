//! One document in every form: the same fault is found in each, and nothing else.

use super::{findings, repository};

const TEXT: &str = "β-blockers and gout.";

/// The files of a form with an annotation of `gout` from character `start`.
fn files(start: usize) -> Vec<(&'static str, String)> {
    let end = start + 4;
    let id = "MESH:D006073";
    vec![
        (
            "gold.json",
            format!(
                r#"[{{"id":1,"text":"{TEXT}","annotations":[{{"start":{start},"end":{end},"text":"gout","type":"disease","ids":["{id}"]}}]}}]"#
            ),
        ),
        (
            "record.json",
            format!(
                r#"{{"document":{{"id":"1"}},"text":"{TEXT}","mentions":[{{"byte_start":{},"byte_end":{},"char_start":{start},"char_end":{end},"text":"gout","type":"disease","id":"MONDO:0005393","name":"gout"}}]}}"#,
                start + 1,
                end + 1
            ),
        ),
        (
            "bioc.json",
            format!(
                r#"{{"documents":[{{"id":"1","passages":[{{"offset":100,"text":"{TEXT}","annotations":[{{"id":"1","infons":{{"type":"Disease","identifier":"{id}"}},"text":"gout","locations":[{{"offset":{},"length":4}}]}}]}}]}}]}}"#,
                start + 100
            ),
        ),
        (
            "bioc.xml",
            format!(
                "<?xml version=\"1.0\"?>\n<collection><document><id>1</id>\n<passage><offset>100</offset><text>{TEXT}</text>\n<annotation id=\"1\"><infon key=\"type\">Disease</infon><infon key=\"identifier\">{id}</infon><location offset=\"{}\" length=\"4\"/><text>gout</text></annotation></passage></document></collection>\n",
                start + 100
            ),
        ),
        ("a.pubtator", format!("1|t|{TEXT}\n1|a|\n1\t{start}\t{end}\tgout\tDisease\tD006073\n")),
        (
            "pub.json",
            format!(
                r#"{{"sourcedb":"x","sourceid":"1","text":"{TEXT}","denotations":[{{"id":"T1","span":{{"begin":{start},"end":{end}}},"obj":"Disease:{id}"}}]}}"#
            ),
        ),
        ("b.ann", format!("T1\tDisease {start} {end}\tgout\nN1\tReference T1 {id}\n")),
        ("t.tsv", format!("start\tend\ttext\ttype\tid\tname\n{start}\t{end}\tgout\tdisease\t{id}\tgout\n")),
    ]
}

fn folder(test: &str, form: &str, content: &str) -> crate::cli::Folder {
    repository(&format!("form-{test}-{form}"), &[(form, content), ("b.txt", TEXT), ("t.txt", TEXT)])
}

#[test]
fn a_sound_document_has_no_findings_in_any_form() {
    for (form, content) in files(15) {
        // The drug is not marked, and no form marks drugs.
        assert_eq!(findings(&folder("sound", form, &content), form), [""; 0], "{form}");
    }
}

#[test]
fn a_span_outside_the_text_is_found_in_every_form() {
    for (form, content) in files(95) {
        let found = findings(&folder("outside", form, &content), &format!("{form} --select BS1"));
        assert_eq!(found.len(), 1, "{form}: {found:?}");
        assert!(found[0].starts_with(&format!("BS101 {form}:")), "{form}: {found:?}");
    }
}

#[test]
fn a_slipped_span_is_put_right_in_every_form_and_nothing_else_changes() {
    let sound = files(15);
    for ((form, slipped), (_, sound)) in files(12).into_iter().zip(sound) {
        let folder = folder("slipped", form, &slipped);
        // PubAnnotation does not repeat the words, so that nobody can say where they were.
        let certain = form != "pub.json";
        folder.run(&format!("check --fix --no-cache --select BS102 {form}"));
        let fixed = std::fs::read_to_string(folder.path.join(form)).expect("the file is there");
        assert_eq!(fixed == sound, certain, "{form}: {fixed}");
        folder.run(&format!("check --fix --no-cache --select BS102 {form}"));
        assert_eq!(std::fs::read_to_string(folder.path.join(form)).expect("the file is there"), fixed, "{form} twice");
    }
}

#[test]
fn packed_files_are_read_and_never_written() {
    use std::io::Write;
    let (_, slipped) = files(12).remove(0);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(slipped.as_bytes()).expect("a vector takes every byte");
    let packed = encoder.finish().expect("a vector takes every byte");
    let folder = crate::cli::Folder::new("check-packed").with("a.json.gz", &packed);
    assert_eq!(findings(&folder, "--fix --select BS102 a.json.gz"), ["BS102 a.json.gz:1:55"]);
    assert_eq!(std::fs::read(folder.path.join("a.json.gz")).expect("the file is there"), packed);
}
