//! `biospan index`: records put where they can be asked.

use std::path::PathBuf;

use anyhow::bail;
use biospan::dictionary::opened::Opened;
use biospan::index::concepts::Hierarchy;
use biospan::index::elasticsearch::Bulk;
use biospan::index::files::{self, STANDARD_INPUT};
use biospan::index::{self, Target};
use clap::Args;

use super::{Outcome, complain};

const EXAMPLES: &str = "\
Examples:
  biospan annotate papers/ --output-dir annotations/
  biospan index annotations/ --sqlite papers.db
  biospan query papers.db mentions \"rheumatoid arthritis\"
  biospan index annotations/ --parquet tables/
  biospan index annotations/ --elasticsearch papers.ndjson

docs/index.md has the tables, and questions to ask of them.";

/// Put records that `annotate` wrote into an SQLite database, Parquet tables or bulk lines for Elasticsearch
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Arguments {
    /// Folders of records, files of JSON or JSON Lines, packed or not; - is standard input, which is read if nothing is given
    #[arg(value_name = "RECORDS")]
    inputs: Vec<PathBuf>,

    /// An SQLite database, which is made, or brought up to date
    #[arg(long, value_name = "FILE")]
    sqlite: Option<PathBuf>,

    /// With --sqlite: remove the documents of files of records that are not there any more
    #[arg(long, requires = "sqlite")]
    prune: bool,

    /// A folder of Parquet tables, which are made anew
    #[arg(long, value_name = "DIR")]
    parquet: Option<PathBuf>,

    /// A file of bulk lines for Elasticsearch and OpenSearch, which is made anew; the mapping goes beside it
    #[arg(long, value_name = "FILE")]
    elasticsearch: Option<PathBuf>,

    /// With --elasticsearch: write the text with its concepts too, for the plugin mapper-annotated-text
    #[arg(long, requires = "elasticsearch")]
    annotated_text: bool,

    /// Take the hierarchy of concepts from this dictionary before the embedded one; any number of times
    #[arg(long, value_name = "FILE|DIR")]
    dictionary: Vec<PathBuf>,

    /// Say nothing but errors
    #[arg(long)]
    quiet: bool,
}

/// Makes the indexes.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    if arguments.sqlite.is_none() && arguments.parquet.is_none() && arguments.elasticsearch.is_none() {
        bail!("nothing to make; give --sqlite FILE, --parquet DIR or --elasticsearch FILE");
    }
    let inputs = if arguments.inputs.is_empty() { vec![STANDARD_INPUT.into()] } else { arguments.inputs.clone() };
    let found = files::find(&inputs)?;
    let mut dictionaries = arguments.dictionary.iter().map(|path| Opened::at(path)).collect::<Result<Vec<_>, _>>()?;
    dictionaries.push(Opened::embedded()?);
    let hierarchy = Hierarchy::new(&dictionaries)?;
    #[cfg(feature = "sqlite")]
    let mut sqlite = {
        let open = |path| index::sqlite::Sqlite::open(path, &hierarchy, inputs.clone(), arguments.prune);
        arguments.sqlite.as_deref().map(open).transpose()?
    };
    #[cfg(not(feature = "sqlite"))]
    without(arguments.sqlite.is_some(), "SQLite", "sqlite")?;
    #[cfg(feature = "parquet")]
    let mut parquet = arguments.parquet.as_deref().map(|path| index::parquet::Parquet::create(path, &hierarchy)).transpose()?;
    #[cfg(not(feature = "parquet"))]
    without(arguments.parquet.is_some(), "Parquet", "parquet")?;
    let mut bulk = arguments.elasticsearch.as_deref().map(|path| Bulk::create(path, arguments.annotated_text)).transpose()?;

    let mut targets: Vec<&mut dyn Target> = Vec::new();
    #[cfg(feature = "sqlite")]
    targets.extend(sqlite.as_mut().map(|target| target as &mut dyn Target));
    #[cfg(feature = "parquet")]
    targets.extend(parquet.as_mut().map(|target| target as &mut dyn Target));
    targets.extend(bulk.as_mut().map(|target| target as &mut dyn Target));
    let faults = index::run(&found, &mut targets, &mut |fault| complain(&fault))?;
    if !arguments.quiet {
        #[cfg(feature = "sqlite")]
        if let (Some(path), Some(sqlite)) = (&arguments.sqlite, &sqlite) {
            tell(&path.display().to_string(), sqlite.changes());
        }
        #[cfg(feature = "parquet")]
        if let (Some(path), Some(parquet)) = (&arguments.parquet, &parquet) {
            eprintln!("{}: {} documents", path.display(), parquet.documents());
        }
        if let (Some(path), Some(bulk)) = (&arguments.elasticsearch, &bulk) {
            eprintln!("{}: {} documents; mapping in {}", path.display(), bulk.documents(), bulk.mapping_path().display());
        }
    }
    Ok(if faults > 0 { Outcome::Failed } else { Outcome::Fine })
}

#[cfg(not(all(feature = "sqlite", feature = "parquet")))]
fn without(asked: bool, what: &str, feature: &str) -> anyhow::Result<()> {
    if asked {
        bail!("this biospan was built without {what}; build it with: cargo install --path . --features {feature}");
    }
    Ok(())
}

#[cfg(feature = "sqlite")]
fn tell(path: &str, changes: &index::sqlite::Changes) {
    let index::sqlite::Changes { added, replaced, removed, unchanged, unread, vanished, documents } = changes;
    eprintln!(
        "{path}: {documents} documents ({added} new, {replaced} replaced, {removed} removed, {unchanged} as they were; {unread} files not read again)"
    );
    if let Some(first) = vanished.first() {
        let more = if vanished.len() > 1 { format!(" and {} more", vanished.len() - 1) } else { String::new() };
        eprintln!("{path}: {first}{more}: not there any more; --prune removes their documents");
    }
}
