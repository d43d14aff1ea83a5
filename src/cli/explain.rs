//! `biospan explain`: why words are a mention, or are none.

use std::io::{self, Write};

use anyhow::Context;
use biospan::Annotator;
use biospan::document::Span;
use biospan::formats::read::{self, ReadOptions};
use biospan::resolver::RULES;
use biospan::resolver::explanation::{Named, Reading, Verdict};
use clap::{Args, ValueEnum};

use super::Outcome;

const EXAMPLES: &str = "\
Examples:
  biospan explain 'Mutations of APC are common in colorectal cancer.'
  biospan explain --at TACE paper.xml
  biospan explain --at 1200-1250 --without one-sense paper.txt";

/// Show every reading of words, what spoke for and against each, and what became of it
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Arguments {
    /// A file, or the text itself
    #[arg(value_name = "TEXT|FILE")]
    input: String,
    /// Where: two byte offsets such as 120-134, or words of the text (every place where they stand)
    #[arg(long, value_name = "SPAN|WORDS")]
    at: Option<String>,
    /// Say that all genes are of one organism: human, mouse, rat, or its CURIE
    #[arg(long, value_name = "ORGANISM")]
    organism: Option<String>,
    /// Switch a rule off
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = clap::builder::PossibleValuesParser::new(RULES))]
    without: Vec<String>,
    /// How it is shown
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For reading
    Text,
    /// One object a reading, one a line
    Jsonl,
}

/// Explains.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let builder = arguments.without.iter().fold(Annotator::builder(), |builder, rule| builder.without(rule));
    let annotator = arguments.organism.iter().fold(builder, |builder, organism| builder.organism(organism)).build()?;
    let path = std::path::Path::new(&arguments.input);
    let (name, bytes) = if path.is_file() {
        let shown = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| format!("{shown}: cannot read this file"))?;
        (shown, bytes)
    } else {
        ("text".to_owned(), arguments.input.clone().into_bytes())
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut worker = annotator.worker();
    let mut shown = 0;
    for document in read::read(&name, bytes, &ReadOptions::default())? {
        let document = document?;
        let places = places(arguments.at.as_deref(), &document.text)?;
        for reading in worker.explain(&document, &places) {
            shown += 1;
            match arguments.format {
                Form::Jsonl => {
                    serde_json::to_writer(&mut out, &reading).map_err(io::Error::from)?;
                    writeln!(out)?;
                }
                Form::Text => show(&reading, &mut out)?,
            }
        }
    }
    out.flush()?;
    if shown == 0 {
        let as_text = if path.is_file() { "" } else { " (it is no file, so it was read as text)" };
        super::complain(&format!("{}{as_text}: no name of the dictionary stands there; try other words or a wider --at", arguments.input));
        return Ok(Outcome::Findings);
    }
    Ok(Outcome::Fine)
}

/// The spans that are asked for; the whole text if none is.
fn places(at: Option<&str>, text: &str) -> anyhow::Result<Vec<Span>> {
    let whole = Span::from_range(0..text.len());
    let Some(at) = at else { return Ok(vec![whole]) };
    let numbers = at.split_once('-').and_then(|(from, to)| Some((from.parse::<usize>().ok()?, to.parse::<usize>().ok()?)));
    if let Some((from, to)) = numbers {
        anyhow::ensure!(from < to && to <= text.len(), "--at {at}: expected two byte offsets within 0-{}", text.len());
        return Ok(vec![Span::from_range(from..to)]);
    }
    Ok(text.match_indices(at).map(|(from, words)| Span::from_range(from..from + words.len())).collect())
}

fn show(reading: &Reading, out: &mut impl Write) -> io::Result<()> {
    let Reading { byte_start, byte_end, text, entity_type, .. } = reading;
    writeln!(out, "{byte_start}-{byte_end} \"{text}\" as {entity_type}: {}", verdict(reading))?;
    writeln!(out, "  score {:.2} (log-odds {:.2}, of what spoke {:.2})", reading.score, reading.log_odds, reading.sum)?;
    for named in &reading.candidates {
        writeln!(out, "  may be {}", concept(named))?;
    }
    for named in &reading.not_admitted {
        writeln!(out, "  not admitted by policy or letter case: {}", concept(named))?;
    }
    let features: Vec<String> = reading.features.iter().map(|(word, weight)| format!("{word} {weight:+.2}")).collect();
    writeln!(out, "  spoke: {}\n", features.join(", "))
}

fn verdict(reading: &Reading) -> String {
    match &reading.verdict {
        Verdict::Mention { id } => format!("a mention of {id}"),
        Verdict::Refused => "refused, whatever speaks for it".to_owned(),
        Verdict::TooLow => "none, its score is too low".to_owned(),
        Verdict::Beaten { by, entity_type } => format!("none, \"{by}\" as {entity_type} won"),
        Verdict::NotShown => "not shown".to_owned(),
    }
}

fn concept(named: &Named) -> String {
    let rank = named.rank.map(|rank| format!(", rank {rank:.1}")).unwrap_or_default();
    let decisions = if named.decisions.is_empty() { String::new() } else { format!(", policy: {}", named.decisions.join(" ")) };
    format!("{} {} by its {} \"{}\"{rank}{decisions}", named.id, named.name, named.scope, named.matched)
}
