//! Floors: figures that must not fall. A table of corpus, type (or `all`), measure and F1, between tabs.

use std::fmt::Write as _;

use super::score::{Measure, Scores};
use crate::formats::read::{Input, ReadError, ReadOptions};

/// The header of a table of floors.
pub const HEADER: &str = "corpus\ttype\tmeasure\tfigure";

/// How far a figure may be under its floor.
pub const TOLERANCE: f64 = 0.0005;

/// One line.
#[derive(Clone, Debug, PartialEq)]
struct Floor {
    corpus: String,
    entity_type: String,
    measure: Measure,
    figure: f64,
}

#[derive(Clone, Debug, PartialEq)]
enum Line {
    Floor(Floor),
    /// The header, a remark or a blank line, kept as it is.
    Other(String),
}

/// A table of floors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Floors {
    lines: Vec<Line>,
}

/// A floor and what was measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The corpus.
    pub corpus: String,
    /// The type, or `all`.
    pub entity_type: String,
    /// The measure.
    pub measure: Measure,
    /// The floor.
    pub floor: f64,
    /// The F1 that was measured, to four digits; `None` where the corpus does not have the type or measure.
    pub figure: Option<f64>,
}

impl Difference {
    /// Whether the figure has fallen.
    #[must_use]
    pub fn is_under(&self) -> bool {
        // Both have four digits, so that the smallest difference that counts is a whole one.
        self.figure.is_none_or(|figure| figure < self.floor - TOLERANCE - 1e-9)
    }

    /// Whether the floor can be raised.
    #[must_use]
    pub fn can_be_raised(&self) -> bool {
        self.figure.is_some_and(|figure| figure > self.floor + 1e-9)
    }
}

impl Floors {
    /// Reads a table; lines that begin with `#` are remarks.
    ///
    /// # Errors
    /// A file that cannot be read, and a line that is no floor, with its number.
    pub fn read(path: &str) -> Result<Self, ReadError> {
        let mut input = Input::open(path, &ReadOptions::default())?;
        let mut lines = Vec::new();
        let mut line = String::new();
        while input.next_line(&mut line)? {
            if line.trim().is_empty() || line.starts_with('#') || line == HEADER {
                lines.push(Line::Other(line.clone()));
                continue;
            }
            let floor =
                floor(&line).map_err(|fault| ReadError::Content { path: path.to_owned(), line: input.line_number(), column: 1, fault })?;
            lines.push(Line::Floor(floor));
        }
        Ok(Self { lines })
    }

    /// What the figures of a corpus are beside its floors, in the order of the table.
    #[must_use]
    pub fn compare(&self, corpus: &str, scores: &Scores) -> Vec<Difference> {
        let floors = self.lines.iter().filter_map(|line| match line {
            Line::Floor(floor) if floor.corpus == corpus => Some(floor),
            _ => None,
        });
        floors.map(|floor| floor.beside(scores)).collect()
    }

    /// Raises the floors of a corpus to its figures where these are higher.
    pub fn raise(&mut self, corpus: &str, scores: &Scores) {
        for line in &mut self.lines {
            if let Line::Floor(floor) = line
                && floor.corpus == corpus
            {
                let difference = floor.beside(scores);
                if let (true, Some(figure)) = (difference.can_be_raised(), difference.figure) {
                    floor.figure = figure;
                }
            }
        }
    }

    /// The table as it is written.
    #[must_use]
    pub fn table(&self) -> String {
        let mut table = String::new();
        for line in &self.lines {
            // Writing to a string cannot fail.
            let _ = match line {
                Line::Other(line) => writeln!(table, "{line}"),
                Line::Floor(Floor { corpus, entity_type, measure, figure }) => {
                    writeln!(table, "{corpus}\t{entity_type}\t{}\t{figure:.4}", measure.word())
                }
            };
        }
        table
    }
}

impl Floor {
    fn beside(&self, scores: &Scores) -> Difference {
        let figure = scores.of(&self.entity_type).and_then(|counts| counts.of(self.measure)).and_then(super::score::Count::f1);
        Difference {
            corpus: self.corpus.clone(),
            entity_type: self.entity_type.clone(),
            measure: self.measure,
            floor: self.figure,
            figure: figure.map(|figure| (figure * 1e4).round() / 1e4),
        }
    }
}

fn floor(line: &str) -> Result<Floor, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [corpus, entity_type, measure, figure] = columns[..] else {
        return Err(format!("{} columns; expected 4 between tabs: {}", columns.len(), HEADER.replace('\t', ", ")));
    };
    let known = Measure::ALL.into_iter().find(|known| known.word() == measure);
    let words = || Measure::ALL.map(Measure::word).join(", ");
    let measure = known.ok_or_else(|| format!("there is no measure \"{measure}\"; the measures are {}", words()))?;
    let figure = figure.parse().ok().filter(|figure| (0.0..=1.0).contains(figure));
    let figure = figure.ok_or("the figure is no number from 0 to 1, such as 0.8125")?;
    Ok(Floor { corpus: corpus.to_owned(), entity_type: entity_type.to_owned(), measure, figure })
}
