//! What each rule of the resolver is worth: figures with all rules against figures with all but one.

use std::fmt::Write as _;

use super::annotated::{self, Annotated, TypeNames};
use super::calibration::Calibration;
use super::evaluation::{Evaluation, Scope};
use super::score::{Measure, Scores};
use crate::resolver::RULES;
use crate::{Annotator, AnnotatorError};

/// Corpora by name.
pub type Corpora = Vec<(String, Vec<Annotated>)>;

/// A Markdown table: for each corpus and type the F1 of exact spans and of document identifiers with all rules, and by how
/// many thousandths both fall (or rise, with a plus sign) when a rule is off.
///
/// # Errors
/// An annotator that cannot be made.
pub fn worth(corpora: &Corpora, names: &TypeNames, scope: &Scope) -> Result<String, AnnotatorError> {
    let all = measure(corpora, names, scope, None)?;
    let mut table = "| Corpus | Type | F1: spans · ids |".to_owned();
    RULES.iter().for_each(|rule| table += &format!(" {rule} |"));
    table += "\n|---|---|---|";
    RULES.iter().for_each(|_| table += "---|");
    table.push('\n');
    let mut without = Vec::new();
    for rule in RULES {
        without.push(measure(corpora, names, scope, Some(rule))?);
    }
    for (index, (corpus, _)) in corpora.iter().enumerate() {
        for entity_type in all[index].types.keys() {
            let full = Measures::of(&all[index], entity_type);
            // Writing to a string cannot fail.
            let _ = write!(table, "| {corpus} | {entity_type} | {} |", full.shown());
            for scores in &without {
                let _ = write!(table, " {} |", Measures::of(&scores[index], entity_type).against(&full));
            }
            table.push('\n');
        }
    }
    Ok(table)
}

fn measure(corpora: &Corpora, names: &TypeNames, scope: &Scope, without: Option<&str>) -> Result<Vec<Scores>, AnnotatorError> {
    let annotator = without.into_iter().fold(Annotator::builder(), |builder, rule| builder.without(rule)).build()?;
    let one = |(corpus, golds): &(String, Vec<Annotated>)| {
        let predictions = annotated::predict(&annotator, golds, names);
        Evaluation::of(corpus.clone(), golds, &predictions, None, scope, &mut Calibration::default()).scores
    };
    Ok(corpora.iter().map(one).collect())
}

/// F1 of exact spans and of document identifiers; `None` where the gold says nothing of them.
struct Measures([Option<f64>; 2]);

impl Measures {
    fn of(scores: &Scores, entity_type: &str) -> Self {
        let counts = scores.of(entity_type);
        Self([Measure::Exact, Measure::DocId].map(|measure| counts.and_then(|counts| counts.of(measure)?.f1())))
    }

    fn shown(&self) -> String {
        self.0.map(|figure| figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.3}"))).join(" · ")
    }

    /// What is lost (or won) against the figures with all rules, in thousandths.
    fn against(&self, full: &Measures) -> String {
        let shown = |at: usize| match (self.0[at], full.0[at]) {
            (Some(own), Some(full)) => match ((own - full) * 1000.0).round() as i64 {
                0 => "0".to_owned(),
                difference => format!("{difference:+}"),
            },
            _ => "–".to_owned(),
        };
        format!("{} · {}", shown(0), shown(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_thousandths() {
        let full = Measures([Some(0.9), None]);
        assert_eq!(full.shown(), "0.900 · –");
        assert_eq!(Measures([Some(0.8766), None]).against(&full), "-23 · –");
        assert_eq!(Measures([Some(0.9004), Some(0.1)]).against(&full), "0 · –");
        assert_eq!(Measures([Some(0.905), None]).against(&full), "+5 · –");
    }
}
