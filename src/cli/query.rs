//! `biospan query`: the questions that everybody asks of a database of records.

use std::io::{self, Write};
use std::path::PathBuf;

use biospan::dictionary::catalogue::Catalogue;
use biospan::dictionary::opened::Opened;
use biospan::index::query::concept::{Found, resolve};
use biospan::index::query::{Answer, Database, descendants, mentions, search, top, with};
use clap::{Args, Subcommand};

use super::{Outcome, complain};

const EXAMPLES: &str = "\
Examples:
  biospan query papers.db mentions adalimumab
  biospan query papers.db mentions MONDO:0008383 --below --sentences
  biospan query papers.db with TNF --type drug
  biospan query papers.db with adalimumab \"rheumatoid arthritis\"
  biospan query papers.db descendants \"autoimmune disease\"
  biospan query papers.db top --type gene --folder papers/2024
  biospan query papers.db search '\"TNF inhibitor\" NOT infection'

Exit codes:
  0  answered
  1  the database has no such concept, or nothing for an answer
  2  an error: each is one line on standard error that begins with \"biospan: \"";

/// Ask a database that `index --sqlite` made
#[derive(Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Arguments {
    /// The database
    #[arg(value_name = "DB")]
    database: PathBuf,

    #[command(subcommand)]
    question: Question,

    /// Write a JSON array of objects instead of columns between tabs
    #[arg(long, global = true)]
    json: bool,

    /// Show at most N rows
    #[arg(long, global = true, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(i64).range(1..))]
    limit: i64,

    /// Take names that the database lacks from this dictionary, not from the embedded one
    #[arg(long, global = true, value_name = "FILE|DIR")]
    dictionary: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Question {
    /// Which documents mention X
    Mentions {
        /// A concept, by name or CURIE
        concept: String,
        /// The type of X, where a name has several
        #[arg(long = "type", value_name = "TYPE")]
        entity_type: Option<String>,
        /// Count what lies below X in the hierarchy too
        #[arg(long)]
        below: bool,
        /// Show each mention with its sentence
        #[arg(long)]
        sentences: bool,
    },
    /// What stands in one sentence with X; or the sentences where both X and Y stand
    With {
        /// A concept, by name or CURIE
        concept: String,
        /// Another concept
        other: Option<String>,
        /// Show concepts of this type only
        #[arg(long = "type", value_name = "TYPE")]
        entity_type: Option<String>,
        /// In one document instead of one sentence
        #[arg(long)]
        in_document: bool,
    },
    /// X and what lies below it in the hierarchy, as far as it is mentioned
    Descendants {
        /// A concept, by name or CURIE
        concept: String,
        /// The type of X, where a name has several
        #[arg(long = "type", value_name = "TYPE")]
        entity_type: Option<String>,
    },
    /// What is mentioned in most documents
    Top {
        /// Concepts of this type only
        #[arg(long = "type", value_name = "TYPE")]
        entity_type: Option<String>,
        /// In papers of this folder only, as it was given to annotate
        #[arg(long, value_name = "DIR")]
        folder: Option<String>,
    },
    /// Passages that have these words (SQLite's full text search)
    Search {
        /// Words; AND, OR, NOT, NEAR and phrases between double quotes
        query: String,
    },
}

/// Asks.
pub fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    let database = Database::open(&arguments.database)?;
    let asked = Asked { arguments, database };
    let Some(answer) = asked.answer()? else { return Ok(Outcome::Findings) };
    let written = if arguments.json { serde_json::to_string_pretty(&answer.json())? + "\n" } else { answer.table() };
    let mut out = io::stdout().lock();
    out.write_all(written.as_bytes())?;
    out.flush()?;
    Ok(if answer.rows.is_empty() { Outcome::Findings } else { Outcome::Fine })
}

struct Asked<'a> {
    arguments: &'a Arguments,
    database: Database,
}

impl Asked<'_> {
    /// The answer; `None` where a concept is not known, which was said.
    fn answer(&self) -> anyhow::Result<Option<Answer>> {
        let (database, limit) = (&self.database, self.arguments.limit);
        let answer = match &self.arguments.question {
            Question::Mentions { concept, entity_type, below, sentences } => {
                let Some(concept) = self.concept(concept, entity_type.as_deref())? else { return Ok(None) };
                mentions::ask(database, &concept, *below, *sentences, limit)
            }
            Question::With { concept, other: None, entity_type, in_document } => {
                let Some(concept) = self.concept(concept, None)? else { return Ok(None) };
                with::concepts(database, &concept, entity_type.as_deref(), *in_document, limit)
            }
            Question::With { concept, other: Some(other), entity_type, in_document } => {
                let Some(concept) = self.concept(concept, None)? else { return Ok(None) };
                let Some(other) = self.concept(other, entity_type.as_deref())? else { return Ok(None) };
                with::both(database, &concept, &other, *in_document, limit)
            }
            Question::Descendants { concept, entity_type } => {
                let Some(concept) = self.concept(concept, entity_type.as_deref())? else { return Ok(None) };
                descendants::ask(database, &concept, limit)
            }
            Question::Top { entity_type, folder } => top::ask(database, entity_type.as_deref(), folder.as_deref(), limit),
            Question::Search { query } => search::ask(database, query, limit),
        };
        Ok(Some(answer?))
    }

    fn concept(&self, name: &str, entity_type: Option<&str>) -> anyhow::Result<Option<Found>> {
        // Most names are in the database itself; the dictionary is opened for the others.
        if let Some(found) = resolve(&self.database, None, name, entity_type)? {
            return Ok(Some(found));
        }
        let dictionary = self.arguments.dictionary.as_deref().map_or_else(Opened::embedded, Opened::at)?;
        let found = resolve(&self.database, Some(&Catalogue::new(dictionary.image()?)), name, entity_type)?;
        if found.is_none() {
            complain(&format!("{name}: no concept of this name or identifier is in {}", self.arguments.database.display()));
        }
        Ok(found)
    }
}
