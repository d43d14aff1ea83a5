//! Reports: a table for people, TSV and JSON for programs.

mod table;
mod tsv;

use serde::Serialize;

use super::calibration::Bin;
use super::evaluation::Evaluation;
use super::floors::Difference;

/// The version of the JSON form. It changes when a field changes its meaning or goes away.
pub const SCHEMA_VERSION: u32 = 1;

/// All that a run has measured.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The corpora, in the order given.
    pub corpora: Vec<Evaluation>,
    /// Scores against precision, where it was asked for.
    pub calibration: Option<Vec<Bin>>,
    /// The floors of these corpora, where there are floors.
    pub floors: Option<Vec<Difference>>,
    /// How many changes of each type and kind the table shows.
    pub shown_changes: usize,
}

#[derive(Serialize)]
struct Written<'a> {
    schema_version: u32,
    corpora: &'a [Evaluation],
    #[serde(skip_serializing_if = "Option::is_none")]
    calibration: Option<&'a [Bin]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    floors: Option<Vec<WrittenFloor<'a>>>,
}

#[derive(Serialize)]
struct WrittenFloor<'a> {
    corpus: &'a str,
    #[serde(rename = "type")]
    entity_type: &'a str,
    measure: super::score::Measure,
    floor: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    figure: Option<f64>,
    under: bool,
}

impl Report {
    /// The report as tables for people.
    #[must_use]
    pub fn table(&self) -> String {
        table::write(self)
    }

    /// The report as TSV: one table of figures, then those of errors, changes and bins, each with its header and a blank line
    /// before it.
    #[must_use]
    pub fn tsv(&self) -> String {
        tsv::write(self)
    }

    /// The report as JSON, which `docs/eval.md` describes.
    ///
    /// # Errors
    /// None that can be brought about; they are serde's.
    pub fn json(&self) -> serde_json::Result<String> {
        let floor = |difference: &'_ Difference| (difference.floor, difference.figure, difference.is_under());
        let floors = self.floors.as_ref().map(|floors| {
            let written = floors.iter().map(|difference| {
                let (floor, figure, under) = floor(difference);
                WrittenFloor {
                    corpus: &difference.corpus,
                    entity_type: &difference.entity_type,
                    measure: difference.measure,
                    floor,
                    figure,
                    under,
                }
            });
            written.collect()
        });
        let calibration = self.calibration.as_deref();
        let written = Written { schema_version: SCHEMA_VERSION, corpora: &self.corpora, calibration, floors };
        serde_json::to_string_pretty(&written).map(|text| text + "\n")
    }
}

/// The types of an evaluation with `all` before them.
fn rows(evaluation: &Evaluation) -> impl Iterator<Item = &str> {
    std::iter::once("all").chain(evaluation.scores.types.keys().map(String::as_str))
}
