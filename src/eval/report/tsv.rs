//! Tables for programs.

use std::fmt::Write as _;

use super::{Report, rows};
use crate::eval::comparison::Change;
use crate::eval::context::Context;
use crate::eval::errors::Error;
use crate::eval::score::{Count, Measure};

const FIGURES: &str = "corpus\ttype\tmeasure\tprecision\trecall\tf1\tgold\tpredicted\tright_gold\tright_predicted\tbefore_f1";
const ERRORS: &str = "corpus\ttype\tfault\tcount\ttext\tgold_id\tpredicted_id\tdocument\tchar_start\tchar_end\tbefore\tafter";
const CHANGES: &str =
    "corpus\ttype\tbefore\tnow\tcount\ttext\tgold_id\tbefore_id\tnow_id\tdocument\tchar_start\tchar_end\tcontext_before\tcontext_after";
const BINS: &str = "type\tfrom\tto\tpredicted\tright\toverlapping\tmean_score\tprecision";

/// Writes all of a report. Writing to a string cannot fail, so that the results of `write!` are not looked at.
pub(super) fn write(report: &Report) -> String {
    let mut out = format!("{FIGURES}\n");
    figures(&mut out, report);
    let id = |id: &Option<String>| id.clone().unwrap_or_default();
    if report.corpora.iter().any(|corpus| !corpus.errors.is_empty()) {
        let _ = writeln!(out, "\n{ERRORS}");
    }
    for corpus in &report.corpora {
        for Error { fault, entity_type, text, count, gold_id, predicted_id, context } in &corpus.errors {
            let (name, fault, gold, predicted) = (&corpus.corpus, fault.word(), id(gold_id), id(predicted_id));
            let _ = writeln!(out, "{name}\t{entity_type}\t{fault}\t{count}\t{text}\t{gold}\t{predicted}\t{}", place(context));
        }
    }
    if report.corpora.iter().any(|corpus| corpus.changes.is_some()) {
        let _ = writeln!(out, "\n{CHANGES}");
    }
    for corpus in &report.corpora {
        for change in corpus.changes.iter().flatten() {
            let Change { entity_type, before, now, text, count, gold_id, before_id, now_id, context } = change;
            let (name, before, now) = (&corpus.corpus, before.word(), now.word());
            let ids = format!("{}\t{}\t{}", id(gold_id), id(before_id), id(now_id));
            let _ = writeln!(out, "{name}\t{entity_type}\t{before}\t{now}\t{count}\t{text}\t{ids}\t{}", place(context));
        }
    }
    if let Some(bins) = &report.calibration {
        let _ = writeln!(out, "\n{BINS}");
        for bin in bins {
            let (entity_type, from, to) = (&bin.entity_type, bin.from, bin.to);
            let (predicted, right, touch, score, precision) = (bin.predicted, bin.right, bin.overlapping, bin.mean_score, bin.precision);
            let _ = writeln!(out, "{entity_type}\t{from:.2}\t{to:.2}\t{predicted}\t{right}\t{touch}\t{score:.6}\t{precision:.6}");
        }
    }
    out
}

fn figures(out: &mut String, report: &Report) {
    let figure = |figure: Option<f64>| figure.map(|figure| format!("{figure:.6}")).unwrap_or_default();
    for corpus in &report.corpora {
        for entity_type in rows(corpus) {
            for measure in Measure::ALL {
                let Some(count) = corpus.scores.of(entity_type).and_then(|counts| counts.of(measure)) else { continue };
                let before = corpus.before.as_ref().and_then(|before| before.of(entity_type)?.of(measure)?.f1());
                let Count { gold, predicted, right_gold, right_predicted } = count;
                let (precision, recall, f1) = (figure(count.precision()), figure(count.recall()), figure(count.f1()));
                let (name, word, before) = (&corpus.corpus, measure.word(), figure(before));
                let _ = writeln!(
                    out,
                    "{name}\t{entity_type}\t{word}\t{precision}\t{recall}\t{f1}\t{gold}\t{predicted}\t{right_gold}\t{right_predicted}\t{before}"
                );
            }
        }
    }
}

fn place(context: &Context) -> String {
    let Context { document, char_start, char_end, before, after } = context;
    format!("{document}\t{char_start}\t{char_end}\t{before}\t{after}")
}
