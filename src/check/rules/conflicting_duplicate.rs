#![doc = include_str!("../../../docs/check/BS302.md")]

use std::collections::HashMap;

use super::{Rule, Scope, Severity, Subject, listed};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS302",
    name: "conflicting-duplicate",
    severity: Severity::Error,
    by_default: true,
    what: "two annotations of one span that contradict each other",
    page: include_str!("../../../docs/check/BS302.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let mut first: HashMap<Vec<(i64, i64)>, Vec<_>> = HashMap::new();
    for annotation in &subject.document.annotations {
        let said = (annotation.entity_type.value.as_str(), annotation.curies());
        let before = first.entry(Subject::place_of(annotation)).or_default();
        let shared = |entity_type: &str| entity_type == said.0 && subject.joins(annotation);
        if let Some((entity_type, curies)) = before.first().filter(|(first, _)| !before.contains(&said) && !shared(first)) {
            let words = crate::check::shift::short(subject.words(annotation));
            let message = format!(
                "\"{words}\" is {} ({}) here and {} ({}) before; keep what is right",
                said.0,
                listed(&said.1),
                entity_type,
                listed(curies)
            );
            found.push(subject.about(annotation, message));
        }
        before.push(said);
    }
}
