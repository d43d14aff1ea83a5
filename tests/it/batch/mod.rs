//! A folder of papers, from outside: what goes in, what comes out, and what a second run does.

mod faults;
mod killed;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::Value;
use zip::write::SimpleFileOptions;

use super::cli::{Folder, NOTE, gzip, ids, many, messages, succeeded, text};

const JATS: &str = "<article><front><article-meta><title-group><article-title>IL-6 in sepsis</article-title></title-group>\
    </article-meta></front><body><p>TNF-α rose.</p></body></article>";

/// A file of PubMed records, with what it withdraws.
fn citations(records: &[(u32, &str)], withdrawn: &[u32]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\"?>\n<PubmedArticleSet>\n");
    for (pmid, title) in records {
        xml.push_str(&format!(
            "<PubmedArticle><MedlineCitation><PMID Version=\"1\">{pmid}</PMID><Article><ArticleTitle>{title}</ArticleTitle></Article>\
             </MedlineCitation></PubmedArticle>\n"
        ));
    }
    if !withdrawn.is_empty() {
        let pmids: String = withdrawn.iter().map(|pmid| format!("<PMID Version=\"1\">{pmid}</PMID>\n")).collect();
        xml.push_str(&format!("<DeleteCitation>\n{pmids}</DeleteCitation>\n"));
    }
    xml + "</PubmedArticleSet>\n"
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in members {
        archive.start_file(*name, SimpleFileOptions::default()).expect("a member begins");
        archive.write_all(content).expect("a vector takes every byte");
    }
    archive.finish().expect("an archive ends").into_inner()
}

fn tarred(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *content).expect("a vector takes every byte");
    }
    archive.into_inner().expect("an archive ends")
}

/// Some papers of many kinds in the folder `papers`.
fn papers(name: &str) -> Folder {
    let folder = Folder::new(name);
    let long = "a-folder-with-a-name/".repeat(7) + "deep.txt";
    fs::create_dir_all(folder.path.join("papers/sub/empty")).expect("folders can be made");
    folder
        .with("papers/b.txt", NOTE)
        .with("papers/a.nxml", JATS)
        .with("papers/figure.jpg", b"\xFF\xD8\xFF")
        .with("papers/sub/records.xml.gz", gzip(citations(&[(11, "IL-6 in sepsis"), (12, "TP53 in glioma")], &[]).as_bytes()))
        .with("papers/sub/many.jsonl", many(300, 1))
        .with("papers/sub/large.jsonl", many(40, 1500))
        .with("papers/pack.zip", zipped(&[("x/one.txt", NOTE.as_bytes()), ("x/two.nxml", JATS.as_bytes()), ("x/two.jpg", b"\xFF\xD8")]))
        .with("papers/pmc.tar.gz", gzip(&tarred(&[("PMC1/p.nxml", JATS.as_bytes()), (&long, NOTE.as_bytes()), ("PMC1/p.pdf", b"%PDF")])))
}

/// All files below a folder by name, without the hidden state.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("the folder is there").flatten() {
            let path = entry.path();
            let name = path.strip_prefix(folder).expect("it is below").to_string_lossy().into_owned();
            match (name.starts_with('.'), path.is_dir()) {
                (true, _) => {}
                (_, true) => folders.push(path),
                _ => drop(found.insert(name, fs::read(path).expect("it can be read"))),
            }
        }
    }
    found
}

fn summary(output: &std::process::Output) -> Value {
    let log = text(&output.stderr);
    let last = log.lines().last().unwrap_or_default();
    serde_json::from_str::<Value>(last).unwrap_or_else(|_| panic!("no summary: {log}"))["summary"].clone()
}

#[test]
fn a_folder_becomes_a_folder_and_the_bytes_do_not_depend_on_threads() {
    let folder = papers("batch-folder");
    for (out, arguments) in [("one", "--threads 1"), ("two", "--threads 2"), ("five", "--threads 5")] {
        let run = folder.run(&format!("annotate papers/ --quiet --output-dir {out} {arguments}"));
        assert_eq!(succeeded(&run), "");
    }
    let one = contents(&folder.path.join("one"));
    let names: Vec<&str> = one.keys().map(String::as_str).collect();
    let expected = [
        "a.nxml.json",
        "b.txt.json",
        "pack.zip.jsonl",
        "pmc.tar.gz.jsonl",
        "sub/large.jsonl.jsonl",
        "sub/many.jsonl.jsonl",
        "sub/records.xml.gz.jsonl",
    ];
    assert_eq!(names, expected);
    assert_eq!(ids(&text(&one["sub/records.xml.gz.jsonl"])), ["11", "12"]);
    assert_eq!(ids(&text(&one["pack.zip.jsonl"])), ["one", "two"]);
    assert_eq!(ids(&text(&one["pmc.tar.gz.jsonl"])), ["p", "deep"]);
    assert_eq!(ids(&text(&one["sub/many.jsonl.jsonl"])).len(), 300);
    for other in ["two", "five"] {
        assert!(one == contents(&folder.path.join(other)), "{other} threads write something else");
    }
    // One stream is what the files are, one behind the other.
    let whole: Vec<u8> = one.values().flatten().copied().collect();
    assert!(succeeded(&folder.run("annotate papers --quiet --format jsonl")).into_bytes() == whole);
    succeeded(&folder.run("annotate papers --quiet --output all.jsonl --threads 3"));
    assert!(fs::read(folder.path.join("all.jsonl")).is_ok_and(|all| all == whole));
}

#[test]
fn packed_output_holds_the_same_records() {
    let folder = papers("batch-packed");
    let plain = succeeded(&folder.run("annotate papers --quiet --format jsonl"));
    for ending in ["gz", "zst"] {
        for threads in [1, 3] {
            succeeded(&folder.run(&format!("annotate papers --quiet --output {threads}.jsonl.{ending} --threads {threads}")));
        }
        let read = |name: String| fs::read(folder.path.join(name)).expect("it was written");
        assert!(read(format!("1.jsonl.{ending}")) == read(format!("3.jsonl.{ending}")));
        let mut unpacked = String::new();
        let mut lines = biospan::batch::compression::open(&folder.path.join(format!("1.jsonl.{ending}"))).expect("it can be opened");
        std::io::Read::read_to_string(&mut lines, &mut unpacked).expect("it can be unpacked");
        assert!(unpacked == plain, "{ending}");
        succeeded(&folder.run(&format!("annotate papers --quiet --output-dir {ending} --compress {ending}")));
        assert!(contents(&folder.path.join(ending)).keys().all(|name| name.ends_with(&format!(".{ending}"))));
    }
}

#[test]
fn lists_patterns_and_excludes_choose_the_papers() {
    let folder =
        papers("batch-choice").with("list", "papers/b.txt\npapers/sub/records.xml.gz\n").with("papers/.biospanignore", "*.zip\nsub\n");
    let run = |arguments: &str| ids(&succeeded(&folder.run(&format!("annotate --quiet --format jsonl {arguments}"))));
    assert_eq!(run("--files-from list"), ["b", "11", "12"]);
    assert_eq!(run("papers/**/*.nxml papers/b.txt"), ["a", "b"]);
    assert_eq!(run("papers --exclude *.tar.gz"), ["a", "b"]);
    let mut listed = folder.command("annotate --quiet --format jsonl --files-from -");
    assert_eq!(ids(&succeeded(&listed.write_stdin("papers/a.nxml\n").output().expect("the program runs"))), ["a"]);
    for (arguments, part) in [
        ("papers", "--output-dir"),
        ("papers --format json", "--format jsonl"),
        ("papers --output-dir out --format json", "leave it out"),
        ("papers --format jsonl --exclude [", "--exclude ["),
        ("--files-from missing --format jsonl", "missing"),
    ] {
        let lines = messages(&folder.run(&format!("annotate {arguments}")));
        assert!(lines.len() == 1 && lines[0].contains(part), "{lines:?}");
    }
}

#[test]
fn a_second_run_does_only_what_is_new_or_changed() {
    for (name, output) in [
        ("batch-again-folder", "--output-dir out"),
        ("batch-again-file", "--output out.jsonl"),
        ("batch-again-gz", "--output out.jsonl.gz"),
    ] {
        let folder = papers(name);
        let run = |more: &str| {
            let output = folder.run(&format!("annotate papers --json-log {output} {more}"));
            assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
            let summary = summary(&output);
            (summary["inputs"].as_u64().unwrap_or(0), summary["unchanged"].as_u64().unwrap_or(0))
        };
        let fresh = || {
            let twin = Folder::new(&format!("{name}-twin"));
            fs::rename(folder.path.join("papers"), twin.path.join("papers")).expect("it can be moved");
            succeeded(&twin.run(&format!("annotate papers --quiet {output}")));
            fs::rename(twin.path.join("papers"), folder.path.join("papers")).expect("it can be moved");
            contents(&twin.path)
        };
        let now = || contents(&folder.path).into_iter().filter(|(name, _)| !name.starts_with("papers/")).collect::<BTreeMap<_, _>>();
        assert_eq!(run(""), (7, 0));
        assert_eq!(run(""), (0, 7));
        fs::write(folder.path.join("papers/b.txt"), "IL-8 fell in asthma.\n").expect("it can be written");
        fs::write(folder.path.join("papers/aa.txt"), NOTE).expect("it can be written");
        assert_eq!(run("--threads 2"), (2, 6));
        assert!(now() == fresh(), "{name}: not what a first run writes");
        assert_eq!(run("--min-score 0.9").0, 8);
        assert_eq!(run("--min-score 0.9 --force").0, 8);
        // What somebody has removed or cut is made again.
        let victim = if output.contains("dir") { "out/b.txt.json" } else { output.trim_start_matches("--output ") };
        fs::write(folder.path.join(victim), "x").expect("it can be written");
        run("");
        assert!(now() == fresh(), "{name}: a damaged output stays");
    }
}

#[test]
fn records_of_papers_that_vanished_go_with_prune() {
    let folder = papers("batch-prune");
    succeeded(&folder.run("annotate papers --quiet --output-dir out"));
    fs::remove_file(folder.path.join("papers/b.txt")).expect("it is there");
    let record = folder.path.join("out/b.txt.json");
    let first = folder.run("annotate papers --output-dir out");
    assert!(record.exists() && text(&first.stderr).contains("papers/b.txt: it is not there any more"), "{}", text(&first.stderr));
    // A run over something else does not take the others for gone.
    succeeded(&folder.run("annotate papers/sub --quiet --output-dir out --prune"));
    assert!(record.exists());
    succeeded(&folder.run("annotate papers --quiet --output-dir out --prune"));
    assert!(!record.exists());
}

#[test]
fn of_two_versions_of_a_record_the_last_wins_and_withdrawn_ones_go() {
    for (name, output, file) in
        [("batch-versions", "--output-dir out", "out/1.xml.jsonl"), ("batch-versions-file", "--output out.jsonl.gz", "")]
    {
        let folder = Folder::new(name);
        fs::create_dir_all(folder.path.join("pubmed")).expect("folders can be made");
        let old: Vec<(u32, &str)> = (1..200).map(|pmid| (pmid, "IL-6 in sepsis")).collect();
        let folder = folder
            .with("pubmed/1.xml", citations(&old, &[]))
            .with("pubmed/2.xml", citations(&[(300, "one"), (7, "TP53"), (300, "two")], &[9, 10]));
        let run = || {
            let output = folder.run(&format!("annotate pubmed --json-log {output}"));
            assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
            output
        };
        let first = run();
        assert_eq!(summary(&first)["superseded"], 4);
        assert!(text(&first.stderr).contains("7,9-10"), "{}", text(&first.stderr));
        let lines = || {
            let read = |path: &str| {
                let mut all = String::new();
                let mut lines = biospan::batch::compression::open(&folder.path.join(path)).expect("it can be opened");
                std::io::Read::read_to_string(&mut lines, &mut all).map(|_| all).expect("it can be read")
            };
            if file.is_empty() { read("out.jsonl.gz") } else { read("out/1.xml.jsonl") + &read("out/2.xml.jsonl") }
        };
        let left: Vec<String> = ids(&lines());
        let expected: Vec<String> =
            (1..200).filter(|pmid| ![7, 9, 10].contains(pmid)).chain([7, 300]).map(|pmid: u32| pmid.to_string()).collect();
        assert_eq!(left, expected);
        assert!(lines().contains("\"text\":\"two\""));
        assert_eq!(summary(&run())["inputs"], 0);
        // Without the later file the earlier records come back.
        fs::remove_file(folder.path.join("pubmed/2.xml")).expect("it is there");
        folder.run(&format!("annotate pubmed --quiet --prune {output}"));
        let read = if file.is_empty() { lines() } else { fs::read_to_string(folder.path.join(file)).expect("it is there") };
        assert_eq!(ids(&read).len(), 199);
    }
}

#[test]
fn the_counts_of_a_folder_of_records_are_told_in_three_forms() {
    let folder = papers("batch-stats").with("papers/broken.xml", JATS.replace("</p>", ""));
    let run = folder.run("annotate papers --output-dir out");
    assert_eq!(run.status.code(), Some(2));
    let log = text(&run.stderr);
    assert!(log.contains("documents                         348\n") && log.contains("passed over, .jpg"), "{log}");
    let json: Value = serde_json::from_str(&succeeded(&folder.run("stats out --format json"))).expect("it is JSON");
    assert_eq!((&json["documents"], &json["inputs"], &json["failures"]["broken content"]), (&348.into(), &8.into(), &1.into()));
    assert_eq!(json["types"]["gene"]["top"][0]["documents"], 346);
    let table = succeeded(&folder.run("stats out"));
    assert!(table.contains("broken content") && table.contains("IL6"), "{table}");
    let tsv = succeeded(&folder.run("stats out --format tsv"));
    assert!(tsv.starts_with("what\tkey\tname\tcount\n") && tsv.contains("documents\t\t\t348\n"), "{tsv}");
    succeeded(&folder.run("annotate papers/b.txt --quiet --format jsonl --output one.jsonl"));
    assert!(succeeded(&folder.run("stats one.jsonl")).contains("documents                           1\n"));
    assert!(messages(&folder.run("stats nowhere"))[0].contains("nowhere"));
}
