//! `biospan annotate`: papers in, records out.

mod few;
mod folder;
mod progress;

use std::path::PathBuf;
use std::str::FromStr;
use std::thread::available_parallelism;

use biospan::Annotator;
use biospan::formats::read::{self, ReadOptions};
use biospan::formats::write::{self, Format, WriteOptions};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueEnum};

use super::Outcome;
use super::writing::{self, Writing};

const EXAMPLES: &str = "\
Examples:
  biospan annotate paper.xml
  biospan annotate --format jsonl --output records.jsonl papers/*.xml.gz
  biospan annotate --types gene,drug --min-score 0.8 abstract.txt
  biospan annotate --prefer disease=MESH,gene=NCBIGene paper.txt
  biospan annotate --dictionary lab.tsv --no-embedded notes.md
  zcat pubmed.xml.gz | biospan annotate --format jsonl
  biospan annotate papers/ --output-dir annotations/
  biospan annotate 'pmc/**/*.nxml' --exclude 'retracted/' --output all.jsonl.gz
  find . -name '*.xml' | biospan annotate --files-from - --output-dir annotations/

Output:
  json   one document: an object; several: an array of objects. It is held back until every
         document is done; when an input fails, nothing is written.
  jsonl  one object a line, written as documents are done. When an input fails, the documents
         of the others are written all the same.
  With --output the file appears (or is replaced) at the end, whole, or not at all.
  A run that is killed may leave FILE.NUMBER.part beside it.
  The same input gives the same bytes, whatever the number of threads.

Many papers (folders, patterns, lists, archives, --output-dir, or an output in .gz or .zst):
  Records are JSON Lines, one a line: a file for each input in the folder of --output-dir, or one
  file or stream for all. A hidden folder .biospan in the output folder (.FILE.biospan beside an
  output file) holds a manifest: the next run does only what is new or changed, and one that was
  killed goes on where it was. A file .biospanignore, in the way of .gitignore, and --exclude leave
  papers out. A paper that fails is reported and counted, and the others are annotated.

Exit codes:
  0  every input was annotated
  2  an error; each is one line on standard error that begins with \"biospan: \". An input that
     fails does not keep the others from being read.";

/// Find mentions in papers, resolve them, and write one record a document
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Arguments {
    /// Papers: JATS, PubMed or BioC XML, BioC JSON, PubTator, MEDLINE, JSON Lines, Markdown, text; gzipped or not;
    /// folders, patterns, .zip and .tar.gz of these; - is standard input
    #[arg(value_name = "FILE")]
    files: Vec<String>,

    /// How records are written [default: json, and jsonl for many papers]
    #[arg(long, value_name = "NAME", value_parser = writing::formats())]
    format: Option<String>,

    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    many: folder::Many,

    /// Look for these types only, such as gene,drug
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    types: Vec<String>,

    /// Leave out mentions with a lower score, 0 to 1
    #[arg(long, value_name = "SCORE", default_value = "0.5", value_parser = score)]
    min_score: f32,

    /// Show concepts of a type under another namespace where they have one, such as disease=MESH,gene=NCBIGene; gene=UNIPROT where
    /// the text speaks of the protein
    #[arg(long, value_name = "TYPE=NAMESPACE", value_delimiter = ',')]
    prefer: Vec<Preference>,

    /// Say that all genes are of one organism, whatever the paper says: human, mouse, rat, or its CURIE such as
    /// NCBITaxon:10090
    #[arg(long, value_name = "ORGANISM")]
    organism: Option<String>,

    /// Whether gene families and complexes are types of their own or genes
    #[arg(long, value_enum, default_value_t = Families::Separate)]
    families: Families,

    /// Keep mentions that lie inside longer ones
    #[arg(long)]
    nested: bool,

    /// Take words for people (patients, women, children) for mentions of the human species
    #[arg(long)]
    person_words: bool,

    /// Take amplifications and homozygous deletions of whole genes for variants, as copy number gains and losses are
    #[arg(long)]
    amplifications: bool,

    /// Annotate the reference list too
    #[arg(long)]
    references: bool,

    /// Lay a dictionary of your own over the others: a TSV with the header id, name, synonyms, type, or an image that
    /// `biospan dict compile` made
    #[arg(long, value_name = "FILE")]
    dictionary: Vec<String>,

    /// Lay a policy of your own over all dictionaries: a TSV with the header name, type, action, argument, reason
    #[arg(long, value_name = "FILE")]
    policy: Vec<String>,

    /// Do without the embedded dictionary
    #[arg(long)]
    no_embedded: bool,

    /// Switch a rule of the resolver off (evidence names the rules)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    without: Vec<String>,

    #[command(flatten)]
    writing: Writing,

    /// Read every input as this format instead of recognising it
    #[arg(long, value_name = "NAME", value_parser = formats())]
    input_format: Option<String>,

    /// Replace invalid UTF-8 instead of refusing the input
    #[arg(long)]
    lossy: bool,

    /// Threads; 0 is one a core
    #[arg(long, value_name = "N", default_value = "0", value_parser = clap::value_parser!(u16).range(0..=1024))]
    threads: u16,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Families {
    /// Types of their own: gene_family and complex
    Separate,
    /// Genes
    Gene,
}

#[derive(Clone)]
struct Preference {
    entity_type: String,
    namespace: String,
}

impl FromStr for Preference {
    type Err = String;

    fn from_str(given: &str) -> Result<Self, String> {
        let parts = given.split_once('=').filter(|(entity_type, namespace)| !entity_type.is_empty() && !namespace.is_empty());
        let (entity_type, namespace) = parts.ok_or("expected a type and a namespace, such as disease=MESH")?;
        Ok(Self { entity_type: entity_type.to_owned(), namespace: namespace.to_owned() })
    }
}

pub(super) fn score(given: &str) -> Result<f32, String> {
    let score = given.parse().ok().filter(|score| (0.0..=1.0).contains(score));
    score.ok_or_else(|| "expected a number from 0 to 1, such as 0.5".to_owned())
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(read::FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.description)))
}

impl Arguments {
    /// The form of records, where one was asked for.
    fn format(&self) -> Option<&'static Format> {
        write::by_name(self.format.as_deref()?)
    }

    fn write(&self) -> WriteOptions {
        self.writing.options()
    }
}

/// Annotates the inputs.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let annotator = annotator(arguments)?;
    let format = arguments.input_format.as_deref().and_then(read::by_name).map(|format| format.name);
    let options = ReadOptions { format, lossy: arguments.lossy, ..ReadOptions::default() };
    let (format, write) = (arguments.format().unwrap_or(&write::json::FORMAT), arguments.write());
    if folder::is_meant(arguments) {
        return folder::run(arguments, &annotator, options);
    }
    few::run(arguments, &annotator, options, (format, write))
}

fn threads(arguments: &Arguments) -> usize {
    match arguments.threads {
        0 => available_parallelism().map_or(1, usize::from),
        given => usize::from(given),
    }
}

fn annotator(arguments: &Arguments) -> anyhow::Result<Annotator> {
    let mut builder = Annotator::builder()
        .embedded(!arguments.no_embedded)
        .types(&arguments.types)
        .min_score(arguments.min_score)
        .fold_families(arguments.families == Families::Gene)
        .nested(arguments.nested)
        .references(arguments.references)
        .person_words(arguments.person_words)
        .amplifications(arguments.amplifications);
    for Preference { entity_type, namespace } in &arguments.prefer {
        builder = builder.prefer(entity_type, namespace);
    }
    if let Some(organism) = &arguments.organism {
        builder = builder.organism(organism);
    }
    for rule in &arguments.without {
        builder = builder.without(rule);
    }
    for file in &arguments.dictionary {
        let bytes = std::fs::read(file).map_err(|error| anyhow::anyhow!("{file}: cannot read this dictionary: {error}"))?;
        builder = builder.overlay(file, bytes);
    }
    for file in &arguments.policy {
        let bytes = std::fs::read(file).map_err(|error| anyhow::anyhow!("{file}: cannot read this policy: {error}"))?;
        builder = builder.policy(file, bytes);
    }
    Ok(builder.build()?)
}
