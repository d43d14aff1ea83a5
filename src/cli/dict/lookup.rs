//! `biospan dict lookup`.

use std::io::{self, Write};
use std::path::PathBuf;

use biospan::dictionary::catalogue::Catalogue;
use biospan::dictionary::lookup::{ConceptCard, Finding, Link, Name, NameCard, look_up};
use clap::Args;

use super::{Form, Outcome, json, open};

const AFTER: &str = "\
Marks of a name:
  owner             policy: this concept is meant where several have the name
  capitals, exact   policy: only in capitals, only in the dictionary's letter case
  evidence          policy: only with evidence in the paper
  word              an ordinary English word too
  rarely, usually   measured: in training texts seldom, nearly always of this type
  contested         another concept of the type has it too
  variant           a spelling that the compiler made

Exit codes:
  0  everything is known
  1  something is not; near names are shown
  2  an error";

/// Show what the matcher sees in a name, or the concept of an identifier
#[derive(Args)]
#[command(after_long_help = AFTER)]
pub struct Arguments {
    /// Names and CURIEs (in any letter case; cross references and obsolete ones too)
    #[arg(value_name = "NAME|CURIE", required = true)]
    queries: Vec<String>,
    /// A compiled image, a table of your own or a folder of tables; the embedded dictionary if not given
    #[arg(long, value_name = "FILE|DIR")]
    dictionary: Option<PathBuf>,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let opened = open(arguments.dictionary.as_deref())?;
    let catalogue = Catalogue::new(opened.image()?);
    let findings: Vec<Finding> = arguments.queries.iter().map(|query| look_up(&catalogue, query)).collect();
    if arguments.format == Form::Json {
        json(out, &findings)?;
    } else {
        for (index, finding) in findings.iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            print(finding, out)?;
        }
    }
    Ok(if findings.iter().all(Finding::is_known) { Outcome::Fine } else { Outcome::Findings })
}

fn print(finding: &Finding, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", finding.query)?;
    for concept in &finding.concepts {
        print_concept(concept, out)?;
    }
    if finding.withdrawn {
        writeln!(out, "  withdrawn; nothing took its place")?;
    }
    if !finding.is_known() {
        writeln!(out, "  unknown")?;
    }
    if let Some(name) = &finding.name {
        print_name(name, out)?;
    }
    if !finding.near.is_empty() {
        writeln!(out, "  near: {}", finding.near.join(", "))?;
    }
    Ok(())
}

fn print_name(name: &NameCard, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "  key: {} ({})", name.key, name.tokens.join(" "))?;
    for owner in &name.owners {
        writeln!(out, "  {} {} \"{}\"", owner.id, owner.entity_type, owner.preferred)?;
        writeln!(out, "    as {}", worded(&owner.name))?;
        if !owner.contested_by.is_empty() {
            writeln!(out, "    contested by {}", owner.contested_by.join(", "))?;
        }
    }
    for row in &name.policy {
        let argument = if row.argument.is_empty() { String::new() } else { format!(" {}", row.argument) };
        writeln!(out, "  policy for {}: {}{argument}, {}", row.entity_type, row.action, row.reason)?;
    }
    Ok(())
}

fn worded(name: &Name) -> String {
    let source = if name.source.is_empty() { String::new() } else { format!(" from {}", name.source) };
    let marks = if name.marks.is_empty() { String::new() } else { format!(" [{}]", name.marks.join(", ")) };
    format!("{} \"{}\"{source}{marks}", name.scope, name.name)
}

fn print_concept(concept: &ConceptCard, out: &mut impl Write) -> io::Result<()> {
    let how = match concept.found_as {
        "obsolete" => " (took the place of this obsolete identifier)",
        "xref" => " (has it as a cross reference)",
        _ => "",
    };
    writeln!(out, "  {} {} \"{}\"{how}", concept.id, concept.entity_type, concept.preferred)?;
    for (label, value) in [("url", &concept.url), ("taxon", &concept.taxon)] {
        if let Some(value) = value {
            writeln!(out, "    {label}: {value}")?;
        }
    }
    if !concept.xrefs.is_empty() {
        writeln!(out, "    xrefs: {}", concept.xrefs.join(", "))?;
    }
    for (label, links) in [("parent", &concept.parents), ("member", &concept.members), ("ortholog", &concept.orthologs)] {
        for Link { id, preferred } in links {
            writeln!(out, "    {label}: {id} \"{preferred}\"")?;
        }
    }
    for name in &concept.names {
        writeln!(out, "    {}", worded(name))?;
    }
    Ok(())
}
