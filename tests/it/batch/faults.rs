//! What can go wrong: papers, archives, disks.

use super::*;

fn shell(folder: &Folder, script: &str) -> std::process::Output {
    let program = assert_cmd::cargo::cargo_bin!("biospan");
    let mut command = std::process::Command::new("bash");
    command.current_dir(&folder.path).env("BIOSPAN", program).args(["-c", script]).output().expect("a shell runs")
}

#[test]
fn a_broken_paper_is_reported_with_its_place_and_the_others_are_annotated() {
    let packed = gzip(NOTE.as_bytes());
    let broken_record =
        citations(&[(1, "one"), (2, "two"), (3, "three")], &[]).replace("<ArticleTitle>two</ArticleTitle>", "<ArticleTitle>two</Article>");
    let entities: String = (1..12).map(|level| format!("<!ENTITY e{level} \"{}\">", format!("&e{};", level - 1).repeat(10))).collect();
    let bomb = format!("<!DOCTYPE article [<!ENTITY e0 \"lol\">{entities}]><article><body><p>&e11;</p></body></article>");
    let deep = format!("<article><body><p>{}{}</p></body></article>", "<bold>".repeat(50_000), "</bold>".repeat(50_000));
    let folder = papers("faults-papers")
        .with("papers/empty.txt", "")
        .with("papers/latin.txt", b"caf\xe9 au lait\n")
        .with("papers/cut.txt.gz", &packed[..packed.len() / 2])
        .with("papers/bad.jsonl", "{\"id\":\"1\",\"text\":\"IL-6\"}\nno json\n{\"id\":\"3\",\"text\":\"IL-8\"}\n")
        .with("papers/bad.xml", broken_record)
        .with("papers/bomb.nxml", bomb)
        .with("papers/deep.nxml", deep)
        .with("papers/long.txt", "IL-6 rose. ".repeat(200_000))
        .with("papers/line.jsonl", format!("{{\"id\":\"1\",\"text\":\"{}\"}}\n", "x".repeat(2_000_000)))
        .with("papers/inside.zip", zipped(&[("empty.txt", b""), ("good.txt", NOTE.as_bytes())]))
        .with("papers/cut.tar", &tarred(&[("good.txt", NOTE.as_bytes()), ("lost.txt", NOTE.as_bytes())])[..1100])
        .with("papers/cut.zip", &zipped(&[("lost.txt", NOTE.as_bytes())])[..60]);
    let run = folder.run("annotate papers --output-dir out --max-paper 1 --threads 2");
    let log = text(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{log}");
    for part in [
        "papers/empty.txt: the file is empty",
        "papers/latin.txt:1: byte 3",
        "papers/cut.txt.gz: the gzip data is cut off",
        "papers/bad.jsonl:2:2: ",
        "papers/bad.xml:4:",
        "papers/bomb.nxml:",
        "papers/deep.nxml:",
        "papers/long.txt: the text is longer than 1 MiB",
        "papers/line.jsonl:1: the line is longer than 1 MiB",
        "papers/inside.zip/empty.txt: the file is empty",
        "papers/cut.tar: the tar archive is damaged",
        "papers/cut.zip: the zip archive is damaged",
        "\nfailures                           12\n",
        "  too long                          2\n",
    ] {
        assert!(log.contains(part), "{part} is missing in {log}");
    }
    let out = contents(&folder.path.join("out"));
    assert_eq!(ids(&text(&out["bad.jsonl.jsonl"])), ["1", "3"]);
    assert_eq!(ids(&text(&out["bad.xml.jsonl"])), ["1", "3"]);
    assert_eq!(ids(&text(&out["inside.zip.jsonl"])), ["good"]);
    assert_eq!(ids(&text(&out["cut.tar.jsonl"])), ["good"]);
    assert!(out.contains_key("b.txt.json") && !out.keys().any(|name| name.starts_with("empty")));
    // The same bytes fail for the same reason: that is not tried again, but still said.
    let again = folder.run("annotate papers --output-dir out --max-paper 1");
    let log = text(&again.stderr);
    assert_eq!(again.status.code(), Some(2));
    assert!(log.contains("12 failures are those of an earlier run") && log.contains("inputs annotated                    0\n"), "{log}");
}

#[test]
fn fail_fast_stops_at_the_first_and_a_later_run_goes_on() {
    let folder = papers("faults-fast").with("papers/aaa.txt", "");
    let run = folder.run("annotate papers --json-log --output-dir out --fail-fast --threads 1");
    assert_eq!((run.status.code(), &summary(&run)["inputs"]), (Some(2), &2.into()), "{}", text(&run.stderr));
    let run = folder.run("annotate papers --json-log --output-dir out");
    assert_eq!((&summary(&run)["inputs"], run.status.code()), (&6.into(), Some(2)));
    assert_eq!(contents(&folder.path.join("out")).len(), 7);
}

#[test]
fn an_archive_that_unpacks_without_end_is_refused() {
    let mut archive = Vec::new();
    let mut header = tar::Header::new_gnu();
    header.set_path("zeros.bin").expect("a short path");
    // The header promises what nobody has.
    header.set_size(1 << 50);
    header.set_cksum();
    archive.extend_from_slice(header.as_bytes());
    archive.extend(std::iter::repeat_n(0u8, 4096));
    let folder = Folder::new("faults-bomb");
    fs::create_dir_all(folder.path.join("papers")).expect("folders can be made");
    let folder = folder.with("papers/bomb.tgz", gzip(&archive)).with("papers/zeros.zip", deflated(80 << 20));
    let run = folder.run("annotate papers --output-dir out");
    let log = text(&run.stderr);
    assert_eq!(run.status.code(), Some(2));
    assert!(log.contains("papers/bomb.tgz: this archive unpacks to more than 200 times its size"), "{log}");
    assert!(log.contains("papers/zeros.zip/zeros.txt: this member is larger than 64 MiB"), "{log}");
}

/// A zip file of one member of so many blanks.
fn deflated(length: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("zeros.txt", options).expect("a member begins");
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..length >> 20 {
        archive.write_all(&blanks).expect("a vector takes every byte");
    }
    archive.finish().expect("an archive ends").into_inner()
}

#[test]
fn a_file_where_a_folder_should_be_is_named() {
    let folder = papers("faults-places").with("taken", "x");
    assert!(messages(&folder.run("annotate papers --output-dir taken"))[0].contains("taken: this is a file"));
    fs::create_dir_all(folder.path.join("out")).expect("folders can be made");
    let folder = folder.with("out/sub", "in the way");
    let run = folder.run("annotate papers --output-dir out");
    let log = text(&run.stderr);
    assert!(run.status.code() == Some(2) && log.contains("out/sub/many.jsonl.jsonl: its records cannot be written there"), "{log}");
    assert!(folder.path.join("out/b.txt.json").exists());
    // Once the way is free, the next run does what is missing.
    fs::remove_file(folder.path.join("out/sub")).expect("it is there");
    succeeded(&folder.run("annotate papers --output-dir out --quiet"));
    assert_eq!(contents(&folder.path.join("out")).len(), 7);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_the_run_with_a_word_and_the_next_one_goes_on() {
    let folder = papers("faults-full");
    for threads in [1, 2] {
        let lines = messages(&folder.run(&format!("annotate papers --format jsonl --quiet --output /dev/full --threads {threads}")));
        assert!(lines[0].contains("/dev/full: cannot write"), "{lines:?}");
    }
    for (output, check) in [("--output-dir out", "out/sub/large.jsonl.jsonl"), ("--output out.jsonl", "out.jsonl")] {
        // The limit is in blocks of 1024 bytes, and the signal for it is ignored so that the write fails as on a full disk.
        let run = shell(&folder, &format!("trap '' XFSZ; ulimit -f 200; \"$BIOSPAN\" annotate papers --quiet {output}"));
        let lines = messages(&run);
        assert!(lines[0].contains("cannot write") && !folder.path.join(check).exists(), "{lines:?}");
        succeeded(&folder.run(&format!("annotate papers --quiet {output}")));
        assert!(folder.path.join(check).exists());
    }
    let whole = succeeded(&folder.run("annotate papers --quiet --format jsonl"));
    assert!(fs::read_to_string(folder.path.join("out.jsonl")).is_ok_and(|all| all == whole));
}

#[cfg(unix)]
#[test]
fn a_file_that_vanishes_or_is_not_ours_to_read_is_a_failure_of_its_own() {
    let folder = papers("faults-vanished").with("list", "papers/b.txt\npapers/gone.txt\npapers/a.nxml\n");
    std::os::unix::fs::symlink("nowhere.txt", folder.path.join("papers/link.txt")).expect("links can be made");
    let run = folder.run("annotate --files-from list --quiet --output-dir out");
    let lines = messages(&run);
    assert!(lines.len() == 1 && lines[0].contains("papers/gone.txt"), "{lines:?}");
    assert_eq!(contents(&folder.path.join("out")).len(), 2);
    let run = folder.run("annotate papers --quiet --format jsonl");
    assert!(messages(&run).iter().any(|line| line.contains("link.txt")), "{}", text(&run.stderr));
    assert_eq!(ids(&text(&run.stdout)).len(), 348);
}
