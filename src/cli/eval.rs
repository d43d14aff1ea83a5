//! `biospan eval`: precision and recall against annotated corpora.

use std::io::{self, Write};

use biospan::Annotator;
use biospan::eval::annotated::{self, Annotated, TypeNames};
use biospan::eval::calibration::Calibration;
use biospan::eval::equivalence::Equivalence;
use biospan::eval::evaluation::{Evaluation, Scope, corpus_name};
use biospan::eval::floors::{Difference, Floors};
use biospan::eval::report::Report;
use biospan::eval::rules;
use clap::{Args, ValueEnum};

use super::{Outcome, complain};

const EXAMPLES: &str = "\
Examples:
  biospan eval gold/bc5cdr/dev.jsonl.gz
  biospan eval --errors 20 --types disease corpus.bioc.xml
  biospan eval --map ADR=disease --predictions theirs.jsonl gold.pubtator
  biospan eval --compare before.jsonl gold.jsonl
  biospan eval --floors tests/floors.tsv gold/*/dev.jsonl.gz
  biospan eval --rules gold/*/dev.jsonl.gz

docs/eval.md says what each measure means.

Exit codes:
  0  measured
  1  a figure is under its floor
  2  an error: each is one line on standard error that begins with \"biospan: \"";

/// Measure precision and recall against annotated corpora
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Arguments {
    /// Annotated corpora: JSON Lines with "annotations", biospan's records, BioC JSON or XML, PubTator; gzipped or not
    #[arg(value_name = "GOLD", required = true)]
    golds: Vec<String>,

    /// Measure what this file predicts instead of annotating the gold's texts: records, or any form that the gold may have
    #[arg(long, value_name = "FILE")]
    predictions: Option<String>,

    /// Measure what this file predicts too, and show what changed from it
    #[arg(long, value_name = "FILE")]
    compare: Option<String>,

    /// Measure these types only, such as gene,drug
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    types: Vec<String>,

    /// What a type of the files is called in what is measured, such as ADR=disease
    #[arg(long, value_name = "THEIRS=OURS", value_delimiter = ',', value_parser = pair)]
    map: Vec<(String, String)>,

    /// A table of two CURIEs a line that mean the same
    #[arg(long, value_name = "FILE")]
    equivalent: Option<String>,

    /// Leave out mentions with a lower score, 0 to 1; without it the annotator leaves out those under 0.5, and of a file all
    /// count
    #[arg(long, value_name = "SCORE", value_parser = super::annotate::score)]
    min_score: Option<f32>,

    /// Say that all genes are of one organism: human, mouse, rat, or its CURIE
    #[arg(long, value_name = "ORGANISM", conflicts_with = "predictions")]
    organism: Option<String>,

    /// Show the N most frequent errors of each type and kind; with --compare, of the changes too
    #[arg(long, value_name = "N", default_value = "0")]
    errors: usize,

    /// Show the share of right predictions by type and score
    #[arg(long)]
    calibration: bool,

    /// Show instead what each rule of the resolver is worth (Markdown)
    #[arg(long, conflicts_with_all = ["predictions", "compare", "floors", "calibration"])]
    rules: bool,

    /// How the report is written
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,

    /// Fail where a figure is under its floor: a table of corpus, type, measure and F1
    #[arg(long, value_name = "FILE")]
    floors: Option<String>,

    /// Raise the floors to the figures that are higher
    #[arg(long, requires = "floors")]
    raise: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Tables for people
    Table,
    /// One line a figure
    Tsv,
    /// One object
    Json,
}

fn pair(given: &str) -> Result<(String, String), String> {
    let parts = given.split_once('=').filter(|(theirs, ours)| !theirs.is_empty() && !ours.is_empty());
    let (theirs, ours) = parts.ok_or("expected two types, such as ADR=disease")?;
    Ok((theirs.to_owned(), ours.to_owned()))
}

/// How many changes of a kind are shown where --errors does not say.
const CHANGES: usize = 5;

/// Measures the corpora.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    if arguments.golds.len() > 1 && (arguments.predictions.is_some() || arguments.compare.is_some()) {
        anyhow::bail!("--predictions and --compare are for one gold file at a time; {} were given", arguments.golds.len());
    }
    let mut names = TypeNames::default();
    arguments.map.iter().for_each(|(theirs, ours)| names.call(theirs, ours));
    let equivalence = arguments.equivalent.as_deref().map(Equivalence::read).transpose()?.unwrap_or_default();
    let mut floors = arguments.floors.as_deref().map(Floors::read).transpose()?;
    let scope = Scope { types: arguments.types.clone(), equivalence, errors: arguments.errors };
    if arguments.rules {
        let read = |path: &String| Ok((corpus_name(path), annotated::read(path, &names)?));
        let corpora = arguments.golds.iter().map(read).collect::<anyhow::Result<rules::Corpora>>()?;
        write!(io::stdout().lock(), "{}", rules::worth(&corpora, &names, &scope)?)?;
        return Ok(Outcome::Fine);
    }
    let annotator = match arguments.predictions {
        Some(_) => None,
        None => {
            let builder = arguments.min_score.map_or_else(Annotator::builder, |score| Annotator::builder().min_score(score));
            Some(arguments.organism.iter().fold(builder, |builder, organism| builder.organism(organism)).build()?)
        }
    };
    let mut calibration = Calibration::default();
    let shown_changes = if arguments.errors > 0 { arguments.errors } else { CHANGES };
    let mut report = Report { shown_changes, ..Report::default() };
    for path in &arguments.golds {
        let golds = annotated::read(path, &names)?;
        let predictions = match (&annotator, &arguments.predictions) {
            (None, Some(file)) => predicted(file, &names, arguments.min_score)?,
            (Some(annotator), _) => annotated::predict(annotator, &golds, &names),
            (None, None) => Vec::new(),
        };
        let before = arguments.compare.as_deref().map(|file| predicted(file, &names, arguments.min_score)).transpose()?;
        let evaluation = Evaluation::of(corpus_name(path), &golds, &predictions, before.as_deref(), &scope, &mut calibration);
        report.corpora.push(evaluation);
    }
    report.calibration = arguments.calibration.then(|| calibration.bins());
    report.floors = floors
        .as_ref()
        .map(|floors| report.corpora.iter().flat_map(|evaluation| floors.compare(&evaluation.corpus, &evaluation.scores)).collect());
    print(&report, arguments.format)?;
    if let (true, Some(floors), Some(path)) = (arguments.raise, &mut floors, &arguments.floors) {
        report.corpora.iter().for_each(|evaluation| floors.raise(&evaluation.corpus, &evaluation.scores));
        std::fs::write(path, floors.table()).map_err(|error| anyhow::anyhow!("{path}: cannot write the floors: {error}"))?;
    }
    Ok(judge(report.floors.as_deref().unwrap_or_default()))
}

/// The predictions of a file, without those of a lower score.
fn predicted(path: &str, names: &TypeNames, min_score: Option<f32>) -> anyhow::Result<Vec<Annotated>> {
    let mut documents = annotated::read(path, names)?;
    documents
        .iter_mut()
        .for_each(|document| document.annotations.retain(|annotation| min_score.is_none_or(|score| annotation.score >= score)));
    Ok(documents)
}

fn print(report: &Report, form: Form) -> anyhow::Result<()> {
    let text = match form {
        Form::Table => report.table(),
        Form::Tsv => report.tsv(),
        Form::Json => report.json()?,
    };
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Complains of figures under their floors.
fn judge(floors: &[Difference]) -> Outcome {
    let mut outcome = Outcome::Fine;
    for Difference { corpus, entity_type, measure, floor, figure } in floors.iter().filter(|floor| floor.is_under()) {
        let figure = figure.map_or_else(|| "missing".to_owned(), |figure| format!("{figure:.4}"));
        complain(&format!("{corpus} {entity_type} {}: F1 is {figure}, its floor is {floor:.4}", measure.word()));
        outcome = Outcome::Findings;
    }
    outcome
}
