//! Records into a database, and questions to it, from outside.

use std::fs;

use rusqlite::Connection;
use serde_json::Value;

use super::cli::{Folder, messages, succeeded, text};

const ARTHRITIS: &str = "TNF-α and IL-6 rose in rheumatoid arthritis.\n\nAdalimumab helps in rheumatoid arthritis.\n";
const CANCER: &str = "Hepatocellular carcinoma was treated with sorafenib.\n";

/// Papers, and their records in `records`.
fn annotated(name: &str) -> Folder {
    let folder = Folder::new(name);
    fs::create_dir_all(folder.path.join("papers")).expect("folders can be made");
    let folder = folder.with("papers/a.txt", ARTHRITIS).with("papers/b.txt", CANCER);
    annotate(&folder);
    folder
}

fn annotate(folder: &Folder) {
    succeeded(&folder.run("annotate papers --quiet --prune --output-dir records"));
}

/// Runs `index`, and returns what it says it did.
fn index(folder: &Folder, arguments: &str) -> String {
    let output = folder.run(&format!("index records --sqlite papers.db {arguments}"));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stderr)
}

/// All that a database holds, without the numbers that depend on the order of changes.
fn content(folder: &Folder) -> Vec<String> {
    let database = Connection::open(folder.path.join("papers.db")).expect("the database opens");
    let mut content = Vec::new();
    for query in [
        "SELECT id || source || hex(record) FROM documents ORDER BY 1",
        "SELECT document_id || concept_id || text || char_start || score || sentence FROM named_mentions ORDER BY 1",
        "SELECT id || type || name || documents || ' ' || mentions FROM concepts ORDER BY 1",
        "SELECT c.id || ' ' || x.id FROM xrefs x JOIN concepts c USING (concept) ORDER BY 1",
        "SELECT a.id || ' ' || b.id || ' ' || p.documents || ' ' || p.sentences FROM pairs p JOIN concepts a ON a.concept = p.one
         JOIN concepts b ON b.concept = p.other WHERE a.id < b.id
         UNION SELECT b.id || ' ' || a.id || ' ' || p.documents || ' ' || p.sentences FROM pairs p JOIN concepts a ON a.concept = p.one
         JOIN concepts b ON b.concept = p.other WHERE b.id < a.id ORDER BY 1",
        "SELECT a.id || ' ' || c.id FROM ancestors x JOIN concepts a ON a.concept = x.ancestor JOIN concepts c ON c.concept = x.concept ORDER BY 1",
        "SELECT d.id || c.id || o.mentions FROM occurrences o JOIN concepts c USING (concept) JOIN documents d USING (document) ORDER BY 1",
        "SELECT text FROM passages WHERE row IN (SELECT rowid FROM passage_text('rheumatoid OR sorafenib')) ORDER BY 1",
        "SELECT text FROM sentence_text ORDER BY 1",
        "SELECT path || fingerprint FROM files ORDER BY 1",
    ] {
        let mut statement = database.prepare(query).expect("the query is right");
        let rows = statement.query_map([], |row| row.get(0)).expect("the query runs");
        content.extend(rows.map(|row| row.expect("the row is text")));
    }
    // Full text search must agree with the passages.
    database.execute("INSERT INTO passage_text (passage_text, rank) VALUES ('integrity-check', 1)", []).expect("it agrees");
    content
}

#[test]
fn a_run_does_only_what_is_new_and_ends_with_what_a_fresh_one_has() {
    let folder = annotated("index-again");
    assert!(index(&folder, "").contains("2 documents (2 new, 0 replaced, 0 removed, 0 as they were; 0 files not read again)"));
    assert!(index(&folder, "").contains("2 documents (0 new, 0 replaced, 0 removed, 0 as they were; 2 files not read again)"));
    let folder = folder.with("papers/a.txt", "Sorafenib, not adalimumab.\n").with("papers/c.txt", ARTHRITIS);
    fs::remove_file(folder.path.join("papers/b.txt")).expect("it was there");
    annotate(&folder);
    let said = index(&folder, "");
    assert!(
        said.contains("3 documents (1 new, 1 replaced, 0 removed") && said.contains("b.txt.json: not there any more; --prune"),
        "{said}"
    );
    assert!(index(&folder, "--prune").contains("2 documents (0 new, 0 replaced, 1 removed"));
    let after = content(&folder);
    fs::remove_file(folder.path.join("papers.db")).expect("it was there");
    index(&folder, "");
    assert_eq!(after, content(&folder));
}

#[test]
fn the_same_records_make_the_same_bytes() {
    let folder = annotated("index-bytes");
    let made = || {
        index(&folder, "--elasticsearch papers.ndjson --annotated-text");
        let read = |name: &str| fs::read(folder.path.join(name)).expect("it was made");
        let made = [read("papers.db"), read("papers.ndjson"), read("papers.mapping.json")];
        fs::remove_file(folder.path.join("papers.db")).expect("it was made");
        made
    };
    let first = made();
    assert!(first == made());
    assert!(!folder.path.join("papers.db-wal").exists() && !folder.path.join("papers.ndjson.part").exists());
}

#[test]
fn records_of_one_file_are_compared_one_by_one() {
    let folder = annotated("index-lines");
    let records = |names: &str| succeeded(&folder.run(&format!("annotate {names} --format jsonl")));
    let (a, b) = (records("papers/a.txt"), records("papers/b.txt"));
    let put = |lines: &[&str]| {
        fs::write(folder.path.join("all.jsonl"), lines.concat()).expect("it can be written");
        let output = folder.run("index all.jsonl --sqlite papers.db");
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stderr)
    };
    assert!(put(&[&a, &b]).contains("(2 new, 0 replaced, 0 removed, 0 as they were;"));
    assert!(put(&[&b, &a]).contains("(0 new, 0 replaced, 0 removed, 2 as they were;"));
    let changed = a.replace("\"score\":0.", "\"score\":0.0");
    assert_ne!(changed, a);
    assert!(put(&[&changed]).contains("1 documents (0 new, 1 replaced, 1 removed, 0 as they were;"));
    // From a pipe, what comes later replaces its like and nothing else.
    for (lines, expected) in [(&b, "(1 new, 0 replaced"), (&a, "(1 new, 0 replaced"), (&changed, "(0 new, 1 replaced, 0 removed")] {
        let output = folder.command("index --sqlite pipe.db").write_stdin(lines.as_bytes()).output().expect("the program runs");
        assert!(text(&output.stderr).contains(expected), "{}", text(&output.stderr));
    }
}

#[test]
fn indented_records_and_arrays_are_read() {
    let folder = annotated("index-forms");
    for (name, arguments) in [("one", "papers/a.txt"), ("two", "papers/a.txt papers/b.txt")] {
        fs::write(folder.path.join("whole.json"), succeeded(&folder.run(&format!("annotate {arguments}")))).expect("it can be written");
        succeeded(&folder.run(&format!("index whole.json --quiet --sqlite {name}.db")));
        let rows = succeeded(&folder.run(&format!("query {name}.db top --json --limit 99")));
        let rows: Vec<Value> = serde_json::from_str(&rows).expect("the answer is JSON");
        assert_eq!(rows.iter().any(|row| row["name"] == "sorafenib"), name == "two", "{rows:?}");
    }
}

#[test]
fn what_is_no_record_is_told_with_its_place_and_tried_again() {
    let folder = annotated("index-faults");
    let good = succeeded(&folder.run("annotate papers/b.txt --format jsonl"));
    let folder = folder.with("all.jsonl", format!("{good}{{\"id\": 1}}\n"));
    for _ in 0..2 {
        let output = folder.run("index all.jsonl --quiet --sqlite papers.db");
        let said = messages(&output);
        assert!(said.len() == 1 && said[0].contains("all.jsonl:2: this is no record of biospan annotate (missing field"), "{said:?}");
    }
    assert!(succeeded(&folder.run("query papers.db mentions sorafenib")).contains("\nb\t"));
    let folder = folder.with("broken.json", "[{\"a\": ");
    let cases = [
        ("index records", "nothing to make; give --sqlite"),
        ("index missing --sqlite x.db", "missing: No such file"),
        ("index records --sqlite papers/a.txt", "papers/a.txt: this file is no database"),
        ("index broken.json --sqlite x.db", "broken.json: this is no JSON"),
        ("index records --sqlite x.db --prune --annotated-text", "--elasticsearch"),
        ("query missing.db top", "missing.db: cannot read this database"),
        ("query papers.db top --limit 0", "--limit"),
        ("query papers.db search PD-1", "put words with marks between double quotes"),
    ];
    for (arguments, expected) in cases {
        let said = messages(&folder.run(arguments)).join("\n");
        assert!(said.contains(expected), "{arguments}: {said}");
    }
    let other = Connection::open(folder.path.join("other.db")).expect("it can be made");
    other.execute_batch("CREATE TABLE t (x)").expect("it can be made");
    for arguments in ["index records --sqlite other.db", "query other.db top"] {
        assert!(messages(&folder.run(arguments))[0].contains("was not made by biospan index"), "{arguments}");
    }
}

#[test]
fn questions_are_answered_by_name_identifier_and_cross_reference() {
    let folder = annotated("index-query");
    index(&folder, "");
    let cases = [
        ("mentions adalimumab", "\na\t"),
        ("mentions humira", "\na\t"),
        ("mentions MONDO:0008383", "\na\t"),
        ("mentions mesh:d001172", "\na\t"),
        ("mentions TNF --sentences", "TNF-α and IL-6 rose in rheumatoid arthritis."),
        ("with TNF --type gene", "\nHGNC:6018\tgene\tIL6\t1\t1\n"),
        ("with adalimumab MONDO:0008383", "Adalimumab helps in rheumatoid arthritis."),
        ("with TNF adalimumab --in-document", "\na\t"),
        ("with TNF --in-document --type drug", "\tAdalimumab\t1\n"),
        ("descendants MONDO:0005578", "\nMONDO:0008383\tdisease\trheumatoid arthritis\t1\t2\n"),
        ("mentions MONDO:0005578 --below", "\na\t"),
        ("top --type drug --folder papers", "sorafenib\t1\t1\n"),
        ("search sorafenib", ">sorafenib<"),
    ];
    for (question, expected) in cases {
        let answer = succeeded(&folder.run(&format!("query papers.db {question}")));
        assert!(answer.contains(expected), "{question}: {answer}");
        let json: Vec<Value> = serde_json::from_str(&succeeded(&folder.run(&format!("query papers.db --json {question}")))).expect("JSON");
        assert_eq!(json.len(), answer.lines().count() - 1, "{question}");
    }
    for question in
        ["mentions nonsense-word", "with TNF --type cell_type", "with TNF sorafenib", "search nothingness", "top --folder other"]
    {
        assert_eq!(folder.run(&format!("query papers.db {question}")).status.code(), Some(1), "{question}");
    }
}

#[test]
fn types_of_a_users_own_and_their_hierarchy_come_along() {
    let folder = annotated("index-own").with(
        "own.tsv",
        "id\tname\tsynonyms\ttype\txrefs\tparents\nLAB:1\tquuxstrain\t\tstrain\t\tLAB:2\nLAB:2\tany strain\t\tstrain\t\t\n",
    );
    let folder = folder.with("papers/d.txt", "The quuxstrain grew.\n");
    succeeded(&folder.run("annotate papers --quiet --dictionary own.tsv --output-dir records"));
    index(&folder, "--dictionary own.tsv");
    let answer = succeeded(&folder.run("query papers.db mentions LAB:2 --below"));
    assert!(answer.contains("\nd\t"), "{answer}");
    assert!(succeeded(&folder.run("query papers.db top --type strain")).contains("LAB:1\tstrain\tquuxstrain\t1\t1\n"));
}

#[test]
fn a_name_of_several_concepts_is_asked_back() {
    let folder = annotated("index-several");
    let record = succeeded(&folder.run("annotate papers/b.txt --format jsonl"));
    let twins = record.replace("\"name\":\"sorafenib\"", "\"name\":\"hepatocellular carcinoma\"");
    assert_ne!(twins, record);
    let folder = folder.with("twins.jsonl", twins);
    succeeded(&folder.run("index twins.jsonl --quiet --sqlite twins.db"));
    let ask = |arguments: &str| folder.command(arguments).arg("hepatocellular carcinoma").output().expect("the program runs");
    let said = messages(&ask("query twins.db mentions"));
    assert!(said[0].contains("MONDO:0007256 (disease") && said[0].contains("(drug") && said[0].contains("--type"), "{said:?}");
    succeeded(&ask("query twins.db mentions --type disease"));
}
