//! The commands of the README run as they are written there.

use std::path::Path;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;

use super::cli::{Folder, gzip};

const README: &str = include_str!("../../README.md");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The lines of the first fenced block of commands.
fn first_commands() -> Vec<&'static str> {
    let block = README.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).expect("the README has a block of commands");
    block.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn the_first_command_annotates_a_paper_of_the_tree() {
    let command = first_commands()[0];
    let arguments = command.strip_prefix("cargo run --release -- ").expect("the first command runs the program");
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    let file = arguments.last().expect("the command names a file");
    assert!(Path::new(ROOT).join(file).is_file(), "{file}, which the README names, is not there");
    let output = Command::new(cargo_bin!("biospan")).current_dir(ROOT).args(&arguments).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).expect("the record is JSON");
    assert!(record["mentions"].as_array().is_some_and(|mentions| !mentions.is_empty()), "nothing was found");
}

/// All lines of fenced blocks of commands that run the program, without their remarks.
fn commands() -> Vec<&'static str> {
    let blocks = README.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).filter(|line| line.starts_with("biospan ")).collect()
}

#[test]
#[cfg(unix)]
fn every_command_of_the_readme_runs() {
    let paper = "<article><front><article-meta><title-group><article-title>Adalimumab in rheumatoid arthritis</article-title></title-group>\
        </article-meta></front><body><p>Adalimumab helps in rheumatoid arthritis.</p></body></article>";
    let folder = Folder::new("readme");
    for name in ["papers", "curated"] {
        std::fs::create_dir_all(folder.path.join(name)).expect("a folder can be made");
    }
    let folder = folder
        .with("paper.xml", paper)
        .with("papers/a.xml", paper)
        .with("papers/b.xml.gz", gzip(paper.as_bytes()))
        .with("curated/note.txt", "Gout hurts.\n")
        .with("curated/note.tsv", "start\tend\ttext\ttype\tid\tname\n0\t4\tGout\tdisease\tMONDO:0005393\tgout\n");
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands {
        let feature =
            [("--parquet", cfg!(feature = "parquet")), ("--sqlite", cfg!(feature = "sqlite")), (" query ", cfg!(feature = "sqlite"))];
        if feature.iter().any(|(word, there)| command.contains(word) && !there) {
            println!("skipped, since it was left out when this was built: {command}");
            continue;
        }
        // The shell takes names and quotes apart.
        let line = format!("\"$BIOSPAN\" {}", command.strip_prefix("biospan ").expect("it begins so"));
        let mut shell = Command::new("sh");
        let output =
            shell.current_dir(&folder.path).env("BIOSPAN", cargo_bin!("biospan")).args(["-c", &line]).output().expect("a shell runs");
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        if command.contains(" query ") || command.contains(" stats ") {
            let answer = String::from_utf8_lossy(&output.stdout).to_lowercase();
            assert!(answer.contains("adalimumab"), "{command}: {answer}");
        }
    }
}

#[test]
fn every_file_that_the_readme_links_is_there() {
    let links: Vec<&str> = README.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    let files: Vec<&&str> = links.iter().filter(|link| !link.starts_with("http") && !link.starts_with('#')).collect();
    assert!(files.len() > 3, "the links were not found: {links:?}");
    for file in files {
        assert!(Path::new(ROOT).join(file).exists(), "{file}, which the README links, is not there");
    }
}
