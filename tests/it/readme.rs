//! The commands of the README run as they are written there.

use std::path::Path;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;

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

#[test]
fn every_file_that_the_readme_links_is_there() {
    let links: Vec<&str> = README.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    let files: Vec<&&str> = links.iter().filter(|link| !link.starts_with("http") && !link.starts_with('#')).collect();
    assert!(files.len() > 3, "the links were not found: {links:?}");
    for file in files {
        assert!(Path::new(ROOT).join(file).exists(), "{file}, which the README links, is not there");
    }
}
