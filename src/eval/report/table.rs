//! Tables for people.

use std::fmt::Write as _;

use super::{Report, rows};
use crate::eval::calibration::Bin;
use crate::eval::comparison::Change;
use crate::eval::context::Context;
use crate::eval::errors::Error;
use crate::eval::evaluation::Evaluation;
use crate::eval::floors::Difference;
use crate::eval::score::Measure;

/// Writes all of a report. Writing to a string cannot fail, so that the results of `write!` are not looked at.
pub(super) fn write(report: &Report) -> String {
    let mut out = String::new();
    for evaluation in &report.corpora {
        if !out.is_empty() {
            out.push('\n');
        }
        figures(&mut out, evaluation);
        evaluation.notes.iter().for_each(|(note, count)| _ = writeln!(out, "note: {note}: {count}"));
        errors(&mut out, &evaluation.errors);
        if let Some(changes) = &evaluation.changes {
            self::changes(&mut out, changes, report.shown_changes);
        }
    }
    if let Some(bins) = &report.calibration {
        calibration(&mut out, bins);
    }
    if let Some(floors) = &report.floors {
        self::floors(&mut out, floors);
    }
    out
}

fn figure(figure: Option<f64>) -> String {
    figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.4}"))
}

fn figures(out: &mut String, evaluation: &Evaluation) {
    let Evaluation { corpus, documents, scores, before, .. } = evaluation;
    let _ = writeln!(out, "{corpus}: {documents} documents");
    let _ = write!(out, "{:<12} {:<16} {:>7} {:>7} {:>7} {:>7} {:>9}", "type", "measure", "P", "R", "F1", "gold", "predicted");
    out.push_str(if before.is_some() { "  before  change\n" } else { "\n" });
    for entity_type in rows(evaluation) {
        for measure in Measure::ALL {
            let Some(count) = scores.of(entity_type).and_then(|counts| counts.of(measure)) else { continue };
            let (precision, recall, f1) = (figure(count.precision()), figure(count.recall()), figure(count.f1()));
            let title = measure.title();
            let (gold, predicted) = (count.gold, count.predicted);
            let _ = write!(out, "{entity_type:<12} {title:<16} {precision:>7} {recall:>7} {f1:>7} {gold:>7} {predicted:>9}");
            if let Some(before) = before {
                let was = before.of(entity_type).and_then(|counts| counts.of(measure)).and_then(crate::eval::score::Count::f1);
                let change = was.zip(count.f1()).map(|(was, is)| format!("{:+.4}", is - was));
                let _ = write!(out, " {:>7} {:>7}", figure(was), change.as_deref().unwrap_or("-"));
            }
            out.push('\n');
        }
    }
}

/// The words between what stands around them.
fn sight(context: &Context, text: &str) -> String {
    format!("{}[{text}]{}", context.before, context.after)
}

fn errors(out: &mut String, errors: &[Error]) {
    let mut heading = None;
    for error in errors {
        if heading.replace((&error.entity_type, error.fault)) != Some((&error.entity_type, error.fault)) {
            let _ = writeln!(out, "\n{}: {}", error.entity_type, error.fault.word());
        }
        let id = |id: &Option<String>| id.clone().unwrap_or_else(|| "-".to_owned());
        let sight = sight(&error.context, &error.text);
        let document = &error.context.document;
        let _ = writeln!(out, "{:>6}  {}  gold {}  predicted {}", error.count, error.text, id(&error.gold_id), id(&error.predicted_id));
        let _ = writeln!(out, "        {document}: {sight}");
    }
}

/// The `shown` most frequent of each type and kind of change.
fn changes(out: &mut String, changes: &[Change], shown: usize) {
    let mentions = |changes: &[Change]| changes.iter().map(|change| change.count).sum::<usize>();
    let _ = writeln!(out, "\nchanged mentions: {}", mentions(changes));
    let kind = |change: &Change| (change.entity_type.clone(), change.before, change.now);
    for kind in changes.chunk_by(|left, right| kind(left) == kind(right)) {
        let Some(first) = kind.first() else { continue };
        let (before, now) = (first.before.word(), first.now.word());
        let _ = writeln!(out, "\n{}: {before} -> {now}: {}", first.entity_type, mentions(kind));
        for Change { text, count, gold_id, before_id, now_id, context, .. } in kind.iter().take(shown) {
            let id = |id: &Option<String>| id.clone().unwrap_or_else(|| "-".to_owned());
            let _ = writeln!(out, "{count:>6}  {text}  gold {}  {} -> {}", id(gold_id), id(before_id), id(now_id));
            let _ = writeln!(out, "        {}: {}", context.document, sight(context, text));
        }
    }
}

fn calibration(out: &mut String, bins: &[Bin]) {
    let _ = writeln!(
        out,
        "\n{:<12} {:<11} {:>9} {:>6} {:>7} {:>10} {:>9} {:>7}",
        "type", "score", "predicted", "right", "overlap", "mean score", "precision", "overlap"
    );
    for Bin { entity_type, from, to, predicted, right, overlapping, mean_score, precision } in bins {
        let _ = writeln!(
            out,
            "{entity_type:<12} {from:.2} - {to:.2} {predicted:>9} {right:>6} {overlapping:>7} {mean_score:>10.3} {precision:>9.3} {:>7.3}",
            *overlapping as f64 / (*predicted).max(1) as f64
        );
    }
}

fn floors(out: &mut String, floors: &[Difference]) {
    let under = floors.iter().filter(|floor| floor.is_under()).count();
    let higher: Vec<&Difference> = floors.iter().filter(|floor| floor.can_be_raised()).collect();
    let _ = writeln!(out, "\nfloors: {}, {under} not reached, {} can be raised", floors.len(), higher.len());
    for Difference { corpus, entity_type, measure, floor, figure } in higher {
        let _ = writeln!(out, "can be raised: {corpus} {entity_type} {}: {floor:.4} to {}", measure.word(), self::figure(*figure));
    }
}
