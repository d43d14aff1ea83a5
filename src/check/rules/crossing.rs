#![doc = include_str!("../../../docs/check/BS303.md")]

use super::{Rule, Scope, Severity, Subject};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS303",
    name: "crossing",
    severity: Severity::Error,
    by_default: true,
    what: "two spans that overlap without one lying in the other",
    page: include_str!("../../../docs/check/BS303.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let mut spans: Vec<_> = subject.spans().collect();
    spans.sort_by_key(|(_, span)| (span.start, std::cmp::Reverse(span.end)));
    let mut open: Vec<usize> = Vec::new();
    for (index, (annotation, span)) in spans.iter().enumerate() {
        open.retain(|&other| spans[other].1.end > span.start);
        let crossed = open.iter().find(|&&other| spans[other].1.start < span.start && spans[other].1.end < span.end);
        if let Some(&other) = crossed {
            let short = |annotation| crate::check::shift::short(subject.words(annotation)).to_owned();
            let message = format!("\"{}\" and \"{}\" cross: neither lies in the other", short(spans[other].0), short(annotation));
            found.push(subject.about(annotation, message));
        }
        open.push(index);
    }
}
