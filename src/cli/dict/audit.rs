//! `biospan dict audit`.

use std::io::Write;
use std::path::Path;

use biospan::Annotator;
use biospan::dictionary::audit::{Audit, policy_file};
use biospan::formats::read::{self, ReadOptions};
use clap::Args;

use super::Outcome;
use crate::cli::complain;

const AFTER: &str = "\
The output is a policy file: look through it, change or take out lines, and give it to
  biospan annotate --policy FILE";

/// Rank the names that look suspicious in your own papers, as lines of policy
#[derive(Args)]
#[command(after_long_help = AFTER)]
pub struct Arguments {
    /// Papers, or folders of papers
    #[arg(value_name = "FOLDER|FILE", required = true)]
    papers: Vec<String>,
    /// How many names are shown
    #[arg(long, value_name = "N", default_value = "50")]
    top: usize,
    /// Lay a dictionary of your own over the others
    #[arg(long, value_name = "FILE")]
    dictionary: Vec<String>,
    /// Lay a policy of your own over ours
    #[arg(long, value_name = "FILE")]
    policy: Vec<String>,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let mut files = Vec::new();
    for given in &arguments.papers {
        collect(Path::new(given), &mut files)?;
    }
    let mut builder = Annotator::builder();
    for file in &arguments.dictionary {
        builder = builder.overlay(file, read_file(file)?);
    }
    for file in &arguments.policy {
        builder = builder.policy(file, read_file(file)?);
    }
    let annotator = builder.build()?;
    let mut audit = Audit::new(&annotator);
    let mut outcome = Outcome::Fine;
    for file in &files {
        let documents = match read::open(file, &ReadOptions::default()) {
            Ok(documents) => documents,
            Err(error) => {
                complain(&error);
                outcome = Outcome::Failed;
                continue;
            }
        };
        for document in documents {
            match document {
                Ok(document) => audit.add(&document),
                Err(error) => {
                    complain(&error);
                    outcome = Outcome::Failed;
                }
            }
        }
    }
    let mut suspects = audit.suspects();
    suspects.truncate(arguments.top);
    out.write_all(policy_file(&suspects).as_bytes())?;
    Ok(outcome)
}

fn read_file(file: &str) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).map_err(|error| anyhow::anyhow!("{file}: cannot read it: {error}"))
}

/// The files of a folder and of its folders, sorted; a file itself.
fn collect(path: &Path, files: &mut Vec<String>) -> anyhow::Result<()> {
    if !path.is_dir() {
        files.push(path.display().to_string());
        return Ok(());
    }
    let read = || -> std::io::Result<Vec<_>> { std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect() };
    let mut inside = read().map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    inside.sort();
    // A link that leads back would never end.
    inside.iter().filter(|path| !(path.is_symlink() && path.is_dir())).try_for_each(|path| collect(path, files))
}
