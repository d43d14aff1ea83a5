//! The program from outside: arguments in; bytes, messages and exit codes out.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Output, Stdio};

use assert_cmd::Command;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

pub(super) const NOTE: &str = "A short note\n\nTNF-α rose in rheumatoid arthritis.\n";

/// A folder of one test, empty at its start.
pub(super) struct Folder {
    pub(super) path: PathBuf,
}

impl Folder {
    pub(super) fn new(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the folder for tests can be written");
        Self { path }
    }

    pub(super) fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        fs::write(self.path.join(name), content).expect("the folder for tests can be written");
        self
    }

    /// Runs the program in the folder, its arguments separated by blanks.
    pub(super) fn run(&self, arguments: &str) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    pub(super) fn command(&self, arguments: &str) -> Command {
        let mut command = biospan();
        command.current_dir(&self.path).args(arguments.split_whitespace());
        command
    }

    /// The names of the files in it, sorted.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.path).expect("the folder is there");
        let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

pub(super) fn biospan() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin!("biospan"))
}

pub(super) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8")
}

pub(super) fn succeeded(output: &Output) -> String {
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    text(&output.stdout)
}

/// The lines of standard error of a run that failed, each checked for its form.
pub(super) fn messages(output: &Output) -> Vec<String> {
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    let lines: Vec<String> = text(&output.stderr).lines().map(str::to_owned).collect();
    assert!(!lines.is_empty());
    for line in &lines {
        assert!(line.starts_with("biospan: "), "{line}");
    }
    lines
}

pub(super) fn ids(jsonl: &str) -> Vec<String> {
    let parse = |line: &str| serde_json::from_str::<Value>(line).expect("a line is JSON")["document"]["id"].as_str().map(str::to_owned);
    jsonl.lines().filter_map(parse).collect()
}

pub(super) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).and_then(|()| encoder.finish()).expect("a vector takes every byte")
}

/// One JSON Lines file of `count` documents.
pub(super) fn many(count: usize, padding: usize) -> String {
    let filler = "Interleukin 6 and TNF-α rise. ".repeat(padding);
    (0..count).map(|index| format!("{{\"id\":\"d{index}\",\"text\":\"Note {index}. {filler}\"}}\n")).collect()
}

#[test]
fn the_version_is_one_line_and_more_on_request() {
    let folder = Folder::new("version");
    for arguments in ["--version", "-V", "version"] {
        assert_eq!(succeeded(&folder.run(arguments)), format!("biospan {}\n", env!("CARGO_PKG_VERSION")));
    }
    let verbose = succeeded(&folder.run("version --verbose"));
    assert_eq!(succeeded(&folder.run("--version --verbose")), verbose);
    for part in
        ["dictionary: biospan", "sha256: ", "image format: ", "normalizer: ", "concepts: ", "names: ", "HGNC", "CC-BY-4.0", "EMBL-EBI"]
    {
        assert!(verbose.contains(part), "{part} is missing in {verbose}");
    }
}

#[test]
fn help_is_short_or_long() {
    let folder = Folder::new("help");
    let (short, long) = (succeeded(&folder.run("annotate -h")), succeeded(&folder.run("annotate --help")));
    assert!(short.contains("--min-score") && !short.contains("Examples:"));
    assert!(long.contains("Examples:") && long.contains("Exit codes:"));
    for format in biospan::formats::read::FORMATS {
        assert!(long.contains(format.name), "{} is missing in the help", format.name);
    }
    assert!(succeeded(&folder.run("--help")).contains("annotate"));
    let nothing = folder.run("");
    assert_eq!(nothing.status.code(), Some(2));
    assert!(text(&nothing.stderr).contains("Usage: biospan"));
}

#[test]
fn one_document_is_one_object() {
    let folder = Folder::new("one").with("note.txt", NOTE);
    let out = succeeded(&folder.run("annotate note.txt"));
    let record: Value = serde_json::from_str(&out).expect("the record is JSON");
    assert_eq!((&record["document"]["id"], &record["document"]["source"]), (&"note".into(), &"note.txt".into()));
    assert_eq!(record["text"], NOTE);
    assert!(out.starts_with("{\n  \"schema_version\"") && out.ends_with("}\n"));
    let without: Value = serde_json::from_str(&succeeded(&folder.run("annotate --no-text note.txt"))).expect("the record is JSON");
    assert_eq!(without.get("text"), None);
}

#[test]
fn standard_input_is_read_when_no_file_is_named() {
    let folder = Folder::new("stdin");
    for arguments in ["annotate", "annotate -", "annotate --format json --threads 1 -"] {
        let output = folder.command(arguments).write_stdin(NOTE).output().expect("the program runs");
        let record: Value = serde_json::from_str(&succeeded(&output)).expect("the record is JSON");
        assert_eq!((&record["document"]["source"], &record["text"]), (&"-".into(), &NOTE.into()));
    }
}

#[test]
fn several_documents_are_an_array_or_lines() {
    let folder = Folder::new("several").with("a.txt", NOTE).with("b.jsonl", many(2, 1)).with("c.txt.gz", gzip(NOTE.as_bytes()));
    let array: Value = serde_json::from_str(&succeeded(&folder.run("annotate a.txt b.jsonl c.txt.gz"))).expect("the records are JSON");
    let lines = succeeded(&folder.run("annotate --format jsonl a.txt b.jsonl c.txt.gz"));
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!(array, Value::Array(lines));
    assert_eq!(array[0]["text"], array[3]["text"]);
}

#[test]
fn lines_come_in_the_order_of_the_files() {
    let folder = Folder::new("order").with("z.txt", NOTE).with("many.jsonl", many(700, 1)).with("a.txt", NOTE);
    let lines = succeeded(&folder.run("annotate --format jsonl z.txt many.jsonl a.txt"));
    let expected: Vec<String> =
        std::iter::once("z".into()).chain((0..700).map(|index| format!("d{index}"))).chain(std::iter::once("a".into())).collect();
    assert_eq!(ids(&lines), expected);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let folder = Folder::new("threads").with("many.jsonl", many(600, 4)).with("large.jsonl", many(2, 20_000)).with("a.txt", NOTE);
    for form in ["json", "jsonl"] {
        let run =
            |threads: u16| succeeded(&folder.run(&format!("annotate --format {form} --threads {threads} many.jsonl large.jsonl a.txt")));
        let one = run(1);
        assert!(one.len() > 1 << 20, "the input should fill more than one batch");
        for threads in [2, 3, 0] {
            assert!(one == run(threads), "{threads} threads write something else");
        }
    }
}

#[test]
fn bad_input_is_an_error_and_nothing_is_written() {
    let packed = gzip(many(50, 3).as_bytes());
    let folder = Folder::new("bad")
        .with("empty.txt", "")
        .with("blank.txt", " \n\t\n")
        .with("binary.dat", b"TNF\0\x01\x02 rose")
        .with("short.txt.gz", &packed[..packed.len() / 2])
        .with("latin.txt", b"caf\xe9 au lait\n")
        .with("broken.xml", "<?xml version=\"1.0\"?>\n<article>\n<front>\n</article>\n")
        .with("bad.jsonl", "{\"id\":\"1\",\"text\":\"a\"}\n{\"id\":\"2\",\"text\":\n");
    let before = folder.names();
    for (file, parts) in [
        ("missing.txt", vec!["missing.txt"]),
        (".", vec!["."]),
        ("empty.txt", vec!["empty.txt", "empty"]),
        ("blank.txt", vec!["blank.txt", "empty"]),
        ("binary.dat", vec!["binary.dat", "binary"]),
        ("short.txt.gz", vec!["short.txt.gz", "gzip"]),
        ("latin.txt", vec!["latin.txt:1", "byte 3", "UTF-8", "--lossy"]),
        ("broken.xml", vec!["broken.xml:4"]),
        ("bad.jsonl", vec!["bad.jsonl:2"]),
    ] {
        for output in ["", "--output out.json"] {
            let run = folder.run(&format!("annotate {output} {file}"));
            let lines = messages(&run);
            assert_eq!((lines.len(), text(&run.stdout)), (1, String::new()), "{lines:?}");
            for part in parts.iter() {
                assert!(lines[0].contains(part), "{part} is missing in {}", lines[0]);
            }
            assert_eq!(folder.names(), before, "{file} {output}");
        }
    }
    succeeded(&folder.run("annotate --lossy latin.txt"));
}

#[test]
fn unknown_values_are_named_with_the_known_ones() {
    let folder = Folder::new("options").with("note.txt", NOTE).with("lab.tsv", "id\tname\tsynonyms\ttype\nLAB:1\tfoo bar\t\tdrug\nLAB\n");
    for (arguments, parts) in [
        ("--format xml", vec!["json", "jsonl"]),
        ("--families all", vec!["gene", "separate"]),
        ("--input-format docx", vec!["text", "json-lines"]),
        ("--min-score high", vec!["high", "0 to 1"]),
        ("--min-score NaN", vec!["0 to 1"]),
        ("--prefer disease", vec!["disease=MESH"]),
        ("--threads -1", vec!["-1"]),
        ("--colour", vec!["--colour"]),
        ("--dictionary nowhere.tsv", vec!["nowhere.tsv", "dictionary"]),
        ("--dictionary lab.tsv", vec!["lab.tsv:3: expected 4 columns"]),
        ("--no-embedded", vec!["--dictionary FILE"]),
    ] {
        let run = folder.run(&format!("annotate note.txt --output out.json {arguments}"));
        let lines = messages(&run);
        assert_eq!(lines.len(), 1, "{lines:?}");
        for part in parts {
            assert!(lines[0].contains(part), "{part} is missing in {}", lines[0]);
        }
        assert_eq!(folder.names(), ["lab.tsv", "note.txt"]);
    }
}

#[test]
fn unknown_types_namespaces_and_rules_are_named_with_the_known_ones() {
    let folder = Folder::new("names").with("note.txt", NOTE);
    for (arguments, parts) in [
        ("--types gene,protein", vec!["protein", "gene_family"]),
        ("--prefer disease=NOWHERE", vec!["NOWHERE", "MESH"]),
        ("--organism dog", vec!["dog", "NCBITaxon:10090"]),
        ("--without magic", vec!["magic", "the rules are"]),
    ] {
        let lines = messages(&folder.run(&format!("annotate note.txt {arguments}")));
        for part in parts {
            assert!(lines[0].contains(part), "{part} is missing in {}", lines[0]);
        }
    }
}

#[test]
fn a_bad_file_does_not_keep_the_others_from_being_read() {
    let folder = Folder::new("partial").with("a.txt", NOTE).with("b.txt", "").with("c.txt", NOTE).with("old.json", "old");
    let lines = folder.run("annotate --format jsonl a.txt b.txt missing.txt c.txt");
    assert_eq!(messages(&lines).len(), 2);
    assert_eq!(ids(&text(&lines.stdout)), ["a", "c"]);
    messages(&folder.run("annotate --format jsonl --output out.jsonl a.txt b.txt c.txt"));
    assert_eq!(fs::read(folder.path.join("out.jsonl")).map(|out| ids(&text(&out))).ok(), Some(vec!["a".into(), "c".into()]));
    let whole = folder.run("annotate --output old.json a.txt b.txt c.txt");
    assert_eq!((messages(&whole).len(), text(&whole.stdout)), (1, String::new()));
    assert_eq!(folder.names(), ["a.txt", "b.txt", "c.txt", "old.json", "out.jsonl"]);
    assert_eq!(fs::read(folder.path.join("old.json")).ok(), Some(b"old".to_vec()));
}

#[test]
fn an_output_file_is_replaced_at_the_end() {
    let folder = Folder::new("output").with("note.txt", NOTE).with("out.json", "old");
    assert_eq!(succeeded(&folder.run("annotate note.txt --output out.json")), "");
    let expected = succeeded(&folder.run("annotate note.txt"));
    assert_eq!(fs::read_to_string(folder.path.join("out.json")).ok(), Some(expected.clone()));
    assert_eq!(folder.names(), ["note.txt", "out.json"]);
    // An input may be replaced by its own record.
    succeeded(&folder.run("annotate note.txt -o note.txt"));
    assert_eq!(fs::read_to_string(folder.path.join("note.txt")).ok(), Some(expected.clone()));
    let output = folder.command("annotate --output - -").write_stdin(NOTE).output().expect("the program runs");
    assert_eq!(succeeded(&output).matches("schema_version").count(), 1);
    let lines = messages(&folder.run("annotate out.json --output nowhere/out.json"));
    assert!(lines[0].contains("nowhere/out.json"), "{lines:?}");
}

#[cfg(unix)]
#[test]
fn an_output_behind_a_link_is_replaced_and_the_link_stays() {
    let folder = Folder::new("link").with("note.txt", NOTE).with("real.json", "old");
    std::os::unix::fs::symlink("real.json", folder.path.join("link.json")).expect("links can be made");
    succeeded(&folder.run("annotate note.txt --output link.json"));
    assert!(fs::symlink_metadata(folder.path.join("link.json")).is_ok_and(|link| link.is_symlink()));
    assert!(fs::read_to_string(folder.path.join("real.json")).is_ok_and(|out| out.starts_with('{')));
    succeeded(&folder.run("annotate note.txt --output /dev/null"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new("pipe").with("many.jsonl", many(3000, 20));
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("biospan"))
        .current_dir(&folder.path)
        .args(["annotate", "--format", "jsonl", "many.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut head = [0u8; 10];
    let mut out = child.stdout.take().expect("it has a pipe");
    out.read_exact(&mut head).expect("it writes");
    drop(out);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
}

#[test]
fn options_stand_in_the_record() {
    let folder = Folder::new("stamp").with("note.txt", NOTE).with("lab.tsv", "id\tname\tsynonyms\ttype\nLAB:1\tfoo bar\t\tdrug\n");
    let out = succeeded(
        &folder.run("annotate note.txt --no-embedded --dictionary lab.tsv --types drug --min-score 0.3 --families gene --nested"),
    );
    let record: Value = serde_json::from_str(&out).expect("the record is JSON");
    assert_eq!(record["dictionary"]["name"], "none");
    assert_eq!(record["dictionary"]["overlays"][0]["file"], "lab.tsv");
    let options = &record["options"];
    assert_eq!((&options["types"][0], &options["min_score"]), (&"drug".into(), &0.3.into()));
    assert_eq!((&options["families"], &options["nested"], &options["references"]), (&"gene".into(), &true.into(), &false.into()));
}
