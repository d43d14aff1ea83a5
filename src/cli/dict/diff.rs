//! `biospan dict diff`.

use std::io::{self, Write};
use std::path::PathBuf;

use biospan::dictionary::catalogue::Catalogue;
use biospan::dictionary::diff::{Change, Diff, Named, diff};
use clap::Args;

use super::{Form, Outcome, json, open};

/// Say what changed from one dictionary to another
#[derive(Args)]
pub struct Arguments {
    /// A compiled image, a table of your own or a folder of tables
    old: PathBuf,
    /// As above
    new: PathBuf,
    /// Print the numbers by type only
    #[arg(long)]
    summary: bool,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let (old, new) = (open(Some(&arguments.old))?, open(Some(&arguments.new))?);
    let found = diff(&Catalogue::new(old.image()?), &Catalogue::new(new.image()?));
    match (arguments.format, arguments.summary) {
        (Form::Json, true) => json(out, &found.summary)?,
        (Form::Json, false) => json(out, &found)?,
        (Form::Text, summary) => print(&found, summary, out)?,
    }
    Ok(Outcome::Fine)
}

fn print(found: &Diff, summary: bool, out: &mut impl Write) -> io::Result<()> {
    if found.is_empty() {
        return writeln!(out, "no change");
    }
    for (entity_type, count) in &found.summary {
        writeln!(
            out,
            "{entity_type}: concepts +{} -{}, {} obsoleted, {} with another type, {} renamed; names +{} -{}, {} moved",
            count.concepts_gained,
            count.concepts_lost,
            count.obsoleted,
            count.retyped,
            count.renamed,
            count.names_gained,
            count.names_lost,
            count.names_moved
        )?;
    }
    if summary {
        return Ok(());
    }
    let named = |out: &mut dyn Write, what: &str, list: &[Named]| -> io::Result<()> {
        list.iter().try_for_each(|one| writeln!(out, "{what}\t{}\t{}\t{}", one.entity_type, one.id, one.name))
    };
    let changed = |out: &mut dyn Write, what: &str, list: &[Change]| -> io::Result<()> {
        list.iter().try_for_each(|one| writeln!(out, "{what}\t{}\t{}\t{}\t{}", one.entity_type, one.id, one.old, one.new))
    };
    named(out, "concept gained", &found.concepts_gained)?;
    named(out, "concept lost", &found.concepts_lost)?;
    for one in &found.obsoleted {
        writeln!(out, "obsoleted\t{}\t{}\t{}\t{}", one.entity_type, one.id, one.name, one.replaced_by)?;
    }
    changed(out, "type", &found.retyped)?;
    changed(out, "renamed", &found.renamed)?;
    for one in &found.names_moved {
        writeln!(out, "name moved\t{}\t{}\t{}\t{}", one.entity_type, one.name, one.from.join(","), one.to.join(","))?;
    }
    named(out, "name gained", &found.names_gained)?;
    named(out, "name lost", &found.names_lost)
}
