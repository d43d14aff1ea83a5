//! `biospan dict xrefs`.

use std::io::Write;
use std::path::PathBuf;

use biospan::dictionary::catalogue::Catalogue;
use biospan::dictionary::xrefs::xrefs;
use clap::Args;

use super::{Outcome, open};

/// Print pairs of identifiers of one concept, separated by a tab and sorted
#[derive(Args)]
pub struct Arguments {
    /// Only pairs that begin with this prefix, such as MESH; without it each concept's own identifier begins
    #[arg(long, value_name = "PREFIX")]
    from: Option<String>,
    /// Only pairs that end with this prefix
    #[arg(long, value_name = "PREFIX")]
    to: Option<String>,
    /// A compiled image, a table of your own or a folder of tables; the embedded dictionary if not given
    #[arg(long, value_name = "FILE|DIR")]
    dictionary: Option<PathBuf>,
}

pub fn run(arguments: &Arguments, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let opened = open(arguments.dictionary.as_deref())?;
    let catalogue = Catalogue::new(opened.image()?);
    let known = |given: &str| catalogue.prefixes.iter().any(|(prefix, _)| prefix.eq_ignore_ascii_case(given));
    if let Some(given) = [&arguments.from, &arguments.to].into_iter().flatten().find(|given| !known(given)) {
        let mut prefixes: Vec<&str> = catalogue.prefixes.iter().map(|(prefix, _)| *prefix).collect();
        prefixes.sort_unstable();
        anyhow::bail!("unknown prefix \"{given}\"; the dictionary has {}", prefixes.join(", "));
    }
    for (from, to) in xrefs(&catalogue, arguments.from.as_deref(), arguments.to.as_deref()) {
        writeln!(out, "{from}\t{to}")?;
    }
    Ok(Outcome::Fine)
}
