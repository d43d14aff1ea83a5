//! Runs that are killed, and runs that meet each other.

use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::*;

fn start(folder: &Folder, arguments: &str) -> Child {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("biospan"));
    command.current_dir(&folder.path).args(arguments.split_whitespace());
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs")
}

/// A number that looks like chance, the same each time.
fn chance(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

#[test]
fn a_run_that_is_killed_at_any_moment_goes_on_and_ends_with_the_same_bytes() {
    let mut seed = 0x9E37_79B9_7F4A_7C15;
    for (name, output) in [
        ("killed-folder", "--output-dir out"),
        ("killed-folder-zst", "--output-dir out --compress zst"),
        ("killed-pages", "--output-dir out --format html"),
        ("killed-file", "--output out.jsonl"),
        ("killed-file-gz", "--output out.jsonl.gz"),
    ] {
        let folder = papers(name).with("papers/sub/3.xml", citations(&[(12, "TP53 in glioma, corrected")], &[11]));
        let arguments = format!("annotate papers --quiet --threads 2 {output}");
        let begun = Instant::now();
        succeeded(&folder.run(&arguments));
        let whole = begun.elapsed();
        let results = || contents(&folder.path).into_iter().filter(|(name, _)| name.starts_with("out")).collect::<BTreeMap<_, _>>();
        let expected = results();
        assert!(!expected.is_empty());
        for round in 0..3 {
            for left in ["out", ".out.jsonl.biospan", ".out.jsonl.gz.biospan"] {
                let _ = fs::remove_dir_all(folder.path.join(left));
            }
            let _ = fs::remove_file(folder.path.join("out.jsonl"));
            let _ = fs::remove_file(folder.path.join("out.jsonl.gz"));
            let mut kills = 0;
            for _ in 0..4 {
                let mut child = start(&folder, &arguments);
                sleep(whole.mul_f64(0.1 + 0.6 * (chance(&mut seed) % 1000) as f64 / 1000.0));
                kills += u32::from(child.try_wait().expect("it can be asked").is_none());
                // On Unix this is the signal that nobody can catch.
                let _ = child.kill();
                child.wait().expect("it ends");
            }
            succeeded(&folder.run(&arguments));
            assert!(results() == expected, "{name}, round {round}, killed {kills} times: other bytes");
        }
    }
}

#[test]
fn a_killed_run_does_not_begin_a_large_file_again() {
    let folder = Folder::new("killed-large");
    fs::create_dir_all(folder.path.join("papers")).expect("folders can be made");
    let folder = folder.with("papers/large.jsonl", many(400, 800));
    for output in ["--output-dir out", "--output out.jsonl"] {
        let state = if output.contains("dir") { "out/.biospan" } else { ".out.jsonl.biospan" };
        let journal = folder.path.join(state).join("journal.jsonl");
        let checkpoints = || fs::read_to_string(&journal).map_or(0, |lines| lines.matches("checkpoint").count());
        // On a busy machine a run may be over before anybody looks at it again.
        let is_killed_in_time = || {
            let mut child = start(&folder, &format!("annotate papers --quiet --force {output}"));
            let begun = Instant::now();
            while checkpoints() < 5 && begun.elapsed() < Duration::from_secs(60) && matches!(child.try_wait(), Ok(None)) {
                sleep(Duration::from_millis(2));
            }
            let killed = matches!(child.try_wait(), Ok(None));
            let _ = child.kill();
            child.wait().expect("it ends");
            killed && checkpoints() >= 5
        };
        assert!((0..5).any(|_| is_killed_in_time()), "it was done too soon, or did nothing");
        let again = folder.run(&format!("annotate papers --json-log {output}"));
        let documents = summary(&again)["documents"].as_u64().unwrap_or(0);
        assert!((1..400).contains(&documents), "{output}: {documents} documents after the kill");
        let path = if output.contains("dir") { "out/large.jsonl.jsonl" } else { "out.jsonl" };
        let written = fs::read_to_string(folder.path.join(path)).expect("it was written");
        assert_eq!(ids(&written), (0..400).map(|index| format!("d{index}")).collect::<Vec<_>>());
    }
}

#[test]
fn two_runs_on_one_output_do_not_meet() {
    let folder = Folder::new("killed-lock");
    fs::create_dir_all(folder.path.join("papers")).expect("folders can be made");
    let folder = folder.with("papers/large.jsonl", many(600, 800));
    let mut child = start(&folder, "annotate papers --quiet --output-dir out");
    let begun = Instant::now();
    while !folder.path.join("out/.biospan/journal.jsonl").exists() && begun.elapsed() < Duration::from_secs(60) {
        sleep(Duration::from_millis(2));
    }
    let lines = messages(&folder.run("annotate papers --output-dir out"));
    assert!(lines[0].contains("another run is writing here"), "{lines:?}");
    assert!(child.wait().expect("it ends").success());
}
