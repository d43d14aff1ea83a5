//! `biospan dict` and dictionaries of one's own, from outside.

use std::fs;

use serde_json::Value;

use crate::cli::{Folder, messages, succeeded, text};

const LAB: &str =
    "id\tname\tsynonyms\ttype\txrefs\tparents\nLAB:1\tfrobnimab\tFRB-1\tdrug\tMESH:D000001\tLAB:2\nLAB:2\tspare wheel\t\tdevice\t\t\n";
const POLICY: &str = "name\ttype\taction\targument\treason\n";

/// The mentions of an annotated note: words, type, identifier.
fn mentions(folder: &Folder, arguments: &str) -> Vec<String> {
    let record: Value = serde_json::from_str(&succeeded(&folder.run(&format!("annotate {arguments}")))).expect("the record is JSON");
    let mentions = record["mentions"].as_array().expect("there are mentions");
    mentions.iter().map(|mention| format!("{} {} {}", mention["text"], mention["type"], mention["id"]).replace('"', "")).collect()
}

fn lookup(folder: &Folder, arguments: &str) -> Value {
    let output = folder.run(&format!("dict lookup --format json {arguments}"));
    serde_json::from_str(&text(&output.stdout)).expect("the findings are JSON")
}

#[test]
fn info_tells_what_a_dictionary_holds() {
    let folder = Folder::new("dict-info").with("lab.tsv", LAB);
    let own: Value = serde_json::from_str(&succeeded(&folder.run("dict info lab.tsv --format json"))).expect("it is JSON");
    assert_eq!((&own["concepts"], &own["names"], &own["types"][0]["type"]), (&2.into(), &3.into(), &"device".into()));
    let embedded = succeeded(&folder.run("dict info --sections"));
    for part in ["dictionary: biospan ", "sha256: ", "gene: ", "held complete: ", "HGNC", "CC-BY-4.0", "  Surfaces: "] {
        assert!(embedded.contains(part), "{part} is missing in {embedded}");
    }
    let embedded: Value = serde_json::from_str(&succeeded(&folder.run("dict info --format json"))).expect("it is JSON");
    let bytes = embedded["bytes"].as_u64().expect("a number");
    assert!(bytes < 60_000_000, "the embedded image has {bytes} bytes, and should stay under 60 MB");
}

#[test]
fn lookup_shows_what_the_matcher_sees() {
    let folder = Folder::new("dict-lookup").with("lab.tsv", LAB);
    let name = lookup(&folder, "il-6");
    let owners = name[0]["name"]["owners"].as_array().expect("there are owners");
    let owner = owners.iter().find(|owner| owner["id"] == "HGNC:6018").expect("the gene is among them");
    assert_eq!((&owner["type"], &owner["preferred"], &owner["scope"]), (&"gene".into(), &"IL6".into(), &"preferred".into()));
    // What policy says of it, with the reason.
    let refused = lookup(&folder, "AAD");
    let rows = refused[0]["name"]["policy"].as_array().expect("there are rows");
    assert!(rows.iter().any(|row| row["action"] == "never" && row["type"] == "drug" && row["reason"] != ""), "{rows:?}");
    for (query, id, found_as) in [
        ("HGNC:583", "HGNC:583", "identifier"),
        ("hgnc:583", "HGNC:583", "identifier"),
        ("ncbigene:324", "HGNC:583", "xref"),
        ("CHEBI:1", "CHEBI:18357", "obsolete"),
    ] {
        let found = lookup(&folder, query);
        assert_eq!((&found[0]["concepts"][0]["id"], &found[0]["concepts"][0]["found_as"]), (&id.into(), &found_as.into()), "{query}");
    }
    let withdrawn = lookup(&folder, "hgnc:1000");
    assert_eq!((&withdrawn[0]["withdrawn"], &withdrawn[0]["concepts"]), (&true.into(), &Value::Array(Vec::new())));
    let own = succeeded(&folder.run("dict lookup --dictionary lab.tsv FRB1 mesh:D000001"));
    for part in ["LAB:1 drug \"frobnimab\"", "as exact \"FRB-1\"", "has it as a cross reference", "parent: LAB:2 \"spare wheel\""] {
        assert!(own.contains(part), "{part} is missing in {own}");
    }
}

#[test]
fn what_is_unknown_ends_with_exit_code_1_and_near_names() {
    let folder = Folder::new("dict-unknown").with("lab.tsv", LAB);
    let output = folder.run("dict lookup --dictionary lab.tsv frobnimap");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), String::new()));
    assert!(text(&output.stdout).contains("unknown") && text(&output.stdout).contains("near: frobnimab"), "{}", text(&output.stdout));
    assert_eq!(folder.run("dict lookup --dictionary lab.tsv frobnimab").status.code(), Some(0));
}

#[test]
fn xrefs_are_two_sorted_columns() {
    let folder = Folder::new("dict-xrefs").with("lab.tsv", LAB);
    for (arguments, expected) in [
        ("", "LAB:1\tMESH:D000001\n"),
        ("--from mesh", "MESH:D000001\tLAB:1\n"),
        ("--from LAB --to MESH", "LAB:1\tMESH:D000001\n"),
        ("--from MESH --to MESH", ""),
    ] {
        assert_eq!(succeeded(&folder.run(&format!("dict xrefs --dictionary lab.tsv {arguments}"))), expected, "{arguments}");
    }
    assert!(messages(&folder.run("dict xrefs --dictionary lab.tsv --from NOWHERE"))[0].contains("LAB, MESH"));
}

#[test]
fn diff_tells_what_changed() {
    let changed = LAB.replace("FRB-1", "FRB-2").replace("spare wheel", "wheel");
    let folder = Folder::new("dict-diff").with("old.tsv", LAB).with("new.tsv", changed);
    let out = succeeded(&folder.run("dict diff old.tsv new.tsv"));
    for line in ["renamed\tdevice\tLAB:2\tspare wheel\twheel\n", "name gained\tdrug\tLAB:1\tFRB-2\n", "name lost\tdrug\tLAB:1\tFRB-1\n"] {
        assert!(out.contains(line), "{line} is missing in {out}");
    }
    let found: Value = serde_json::from_str(&succeeded(&folder.run("dict diff old.tsv new.tsv --format json"))).expect("it is JSON");
    assert_eq!(found["summary"]["drug"]["names_gained"], 1);
    assert_eq!(succeeded(&folder.run("dict diff old.tsv old.tsv")), "no change\n");
}

#[test]
fn a_compiled_dictionary_finds_what_its_table_finds() {
    let note = "We gave FRB-1 and frobnimab with aspirin and spare wheels.";
    let more = "id\tname\tsynonyms\ttype\nLAB:3\tgrommet\t\tdevice\n";
    let folder = Folder::new("dict-compile").with("lab.tsv", LAB).with("more.tsv", more).with("note.txt", note);
    succeeded(&folder.run("dict compile lab.tsv more.tsv --output own.image"));
    let tables = mentions(&folder, "--dictionary lab.tsv --dictionary more.tsv note.txt");
    assert!(tables.contains(&"FRB-1 drug LAB:1".to_owned()) && tables.contains(&"spare wheels device LAB:2".to_owned()), "{tables:?}");
    assert_eq!(mentions(&folder, "--dictionary own.image note.txt"), tables);
    let twice = messages(&folder.run("dict compile lab.tsv lab.tsv --output twice.image"));
    assert!(twice[0].contains("LAB:1 stands in two lines"), "{twice:?}");
    assert!(!folder.path.join("twice.image").exists());
}

#[test]
fn a_damaged_or_foreign_image_is_refused_with_a_clear_word() {
    let folder = Folder::new("dict-damage").with("lab.tsv", LAB).with("note.txt", "frobnimab");
    succeeded(&folder.run("dict compile lab.tsv --output own.image"));
    let image = fs::read(folder.path.join("own.image")).expect("the image is there");
    let changed = |at: usize| {
        let mut image = image.clone();
        image[at] ^= 1;
        image
    };
    for (bytes, expected) in [
        (changed(8), "compile the dictionary again"),
        (changed(12), "compile the dictionary again"),
        (changed(image.len() / 2), "damaged"),
        (image[..image.len() - 64].to_vec(), "damaged"),
        (image[..20].to_vec(), ""),
        (changed(3), "bad.image:1:"),
    ] {
        fs::write(folder.path.join("bad.image"), bytes).expect("the folder for tests can be written");
        let lines = messages(&folder.run("annotate --dictionary bad.image note.txt"));
        assert!(lines[0].contains("bad.image") && lines[0].contains(expected), "{expected} is missing in {lines:?}");
    }
}

#[test]
fn a_policy_of_ones_own_judges_the_names_of_every_dictionary() {
    let note = "We gave frobnimab with aspirin. Aspirin helped; zorbaline too.";
    let rows =
        "aspirin\tdrug\tnever\t\ta product\nzorbaline\tdrug\tadd\tCHEBI:15365\tour word for it\nfrobnimab\tdrug\tnever\tLAB:1\tnot now\n";
    let folder = Folder::new("dict-policy")
        .with("lab.tsv", LAB)
        .with("note.txt", note)
        .with("own.tsv", format!("{POLICY}{rows}"))
        .with("bad.tsv", format!("{POLICY}aspirin\tdrug\tperhaps\t\twhy\n"))
        .with("lost.tsv", format!("{POLICY}aspirin\tdrug\tadd\tLAB:9\twhy\n"));
    let before = mentions(&folder, "--dictionary lab.tsv note.txt");
    assert_eq!(before, ["frobnimab drug LAB:1", "aspirin drug CHEBI:15365", "Aspirin drug CHEBI:15365"]);
    assert_eq!(mentions(&folder, "--dictionary lab.tsv --policy own.tsv note.txt"), ["zorbaline drug CHEBI:15365"]);
    for (policy, expected) in [("bad.tsv", "bad.tsv:2: unknown action"), ("lost.tsv", "LAB:9"), ("nowhere.tsv", "nowhere.tsv")] {
        let lines = messages(&folder.run(&format!("annotate --policy {policy} note.txt")));
        assert!(lines[0].contains(expected), "{lines:?}");
    }
}

#[test]
fn verify_names_faults_by_file_line_and_code() {
    let folder = Folder::new("dict-verify");
    fs::create_dir_all(folder.path.join("d/policy")).expect("the folder for tests can be written");
    let header = "id\ttype\tname\tnames\txrefs\tparents\ttaxon\treplaced_by\torthologs\n";
    let row = "X:1\tdrug\tone\tpS:one\t\tX:2\t\t\t\n";
    let folder = folder
        .with("d/drug.tsv", format!("{header}{row}"))
        .with("d/prefixes.tsv", "prefix\tpattern\turl\tname\nX\t^\\d+$\t\t\n")
        .with("d/sources.tsv", "code\tname\trelease\tlicence\tredistributable\nS\t\t\t\tyes\n")
        .with("d/policy/p.tsv", format!("{POLICY}two\tdrug\tnever\t\twhy\n"));
    let found = folder.run("dict verify d");
    let lines: Vec<String> = text(&found.stdout).lines().map(str::to_owned).collect();
    assert_eq!((found.status.code(), lines.len()), (Some(1), 2), "{lines:?}");
    assert!(lines[0].starts_with("d/drug.tsv:2: dangling-parent: "), "{lines:?}");
    assert!(lines[1].starts_with("d/policy/p.tsv:2: unknown-name: "), "{lines:?}");
    let some = folder.command("dict verify d --code dangling-parent --accept").arg("published so").output().expect("the program runs");
    assert_eq!((some.status.code(), text(&some.stdout).lines().count()), (Some(1), 1));
    succeeded(&folder.command("dict verify d --accept").arg("a precaution").output().expect("the program runs"));
    assert_eq!(succeeded(&folder.run("dict verify d")), "");
    assert!(messages(&folder.run("dict verify nowhere"))[0].contains("nowhere"));
}

#[test]
fn the_dictionary_of_the_tree_has_no_new_fault() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let faults = biospan_terminology::verify::verify(&root.join("dictionaries")).expect("the folder reads");
    assert!(faults.is_empty(), "{} faults, such as {:#?}", faults.len(), &faults[..faults.len().min(10)]);
}

#[test]
fn audit_writes_lines_of_policy_that_annotate_takes() {
    let papers = "MAP fell, and MAP stayed low. The rat had MAP of 60. RANKL and TNF rose.\n";
    let folder = Folder::new("dict-audit").with("a.txt", papers).with("b.txt", papers).with("quiet.txt", "We gave aspirin.\n");
    fs::create_dir_all(folder.path.join("papers")).expect("the folder for tests can be written");
    for name in ["a.txt", "b.txt"] {
        fs::rename(folder.path.join(name), folder.path.join("papers").join(name)).expect("the folder for tests can be written");
    }
    let out = succeeded(&folder.run("dict audit papers"));
    assert!(out.starts_with(POLICY) && out.lines().count() > 1, "{out}");
    assert!(out.lines().skip(1).all(|line| line.split('\t').count() == 5 && line.contains(" mentions in 2 papers")), "{out}");
    assert_eq!(out, succeeded(&folder.run("dict audit papers/b.txt papers/a.txt")));
    assert_eq!(succeeded(&folder.run("dict audit papers --top 1")).lines().count(), 2);
    // A long word that only one concept has is above suspicion.
    assert_eq!(succeeded(&folder.run("dict audit quiet.txt")), POLICY);
    fs::write(folder.path.join("audit.tsv"), &out).expect("the folder for tests can be written");
    succeeded(&folder.run("annotate --policy audit.tsv papers/a.txt"));
}

#[test]
fn the_commands_of_the_page_on_dictionaries_run_as_written() {
    let page = include_str!("../../docs/dictionaries.md");
    let mut folder = Folder::new("dict-page");
    let mut commands = 0;
    for block in page.split("\n```").skip(1).step_by(2) {
        let (head, body) = block.split_once('\n').expect("a block has a head");
        match head.split_once(' ') {
            Some((_, file)) => folder = folder.with(file, format!("{body}\n")),
            None => {
                assert_eq!(head, "sh");
                for command in body.lines() {
                    let arguments = command.strip_prefix("biospan ").unwrap_or_else(|| panic!("{command} is no command of ours"));
                    assert_ne!(succeeded(&folder.run(arguments)), "", "{command}");
                    commands += 1;
                }
            }
        }
    }
    assert!(commands > 10, "only {commands} commands were found");
}

#[test]
fn a_release_is_imported_and_each_bad_line_is_named() {
    let good = "hgnc_id\tsymbol\tname\tstatus\talias_symbol\nHGNC:1\tABC1\tfirst gene\tApproved\tAB|\"A-B\"\n";
    let folder = Folder::new("dict-import").with("good.tsv", good).with("bad.tsv", format!("{good}HGNC:2\tABC2\n"));
    let table = succeeded(&folder.run("dict import --from hgnc --source H good.tsv"));
    let row = table.lines().nth(1).unwrap_or("");
    assert!(row.starts_with("HGNC:1\tgene\tABC1\tpH:ABC1|"), "{table}");
    let refused = folder.run("dict import --from hgnc bad.tsv");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.starts_with("biospan: bad.tsv:3: expected 5 columns as in the header, found 2\n"), "{said}");
    assert_eq!((refused.status.code(), refused.stdout.is_empty()), (Some(2), true));
    let kept = folder.run("dict import --from hgnc --keep-going bad.tsv");
    assert_eq!((kept.status.code(), String::from_utf8_lossy(&kept.stdout).lines().count()), (Some(2), 2));
}

#[test]
fn a_hundred_thousand_names_of_ones_own_cost_little_at_the_start() {
    let rows: String = (0..50_000).map(|number| format!("LAB:{number}\tqua{number}mab zo{}\tLX-{number}\tdrug\n", number % 977)).collect();
    let folder =
        Folder::new("dict-many").with("lab.tsv", format!("id\tname\tsynonyms\ttype\n{rows}")).with("note.txt", "LX-17 and qua18mab zo18.");
    succeeded(&folder.run("dict compile lab.tsv --output own.image"));
    let mut times = Vec::new();
    for dictionary in ["lab.tsv", "own.image"] {
        let timed = || {
            let start = std::time::Instant::now();
            let found = mentions(&folder, &format!("--no-embedded --dictionary {dictionary} note.txt"));
            assert_eq!(found, ["LX-17 drug LAB:17", "qua18mab zo18 drug LAB:18"]);
            start.elapsed().as_millis()
        };
        times.push((0..3).map(|_| timed()).min().unwrap_or(0));
    }
    println!("100,000 names: {} ms from a table, {} ms compiled", times[0], times[1]);
    // Ten times the aim, since tests run unoptimised beside others.
    assert!(times[0] < 6_000, "{times:?}");
    assert!(times[1] < times[0], "a compiled dictionary should start faster: {times:?}");
}
