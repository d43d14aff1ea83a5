#![doc = include_str!("../../../docs/check/BS305.md")]

use std::collections::HashMap;

use super::{Rule, Scope, Severity, Subject, listed};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS305",
    name: "differs-in-document",
    severity: Severity::Warning,
    by_default: true,
    what: "the same words with different identifiers in one document",
    page: include_str!("../../../docs/check/BS305.md"),
    scope: Scope::Document(check),
};

/// Concepts and how often they are meant.
type Meaning<'m> = (Vec<&'m str>, usize);

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let annotations = subject.document.annotations.iter().filter(|annotation| !annotation.ids.is_empty() && !subject.joins(annotation));
    let mut counts: HashMap<(&str, &str), Vec<Meaning<'_>>> = HashMap::new();
    let key = |annotation| (subject.words(annotation), subject.concepts(annotation));
    for annotation in annotations.clone() {
        let (words, concepts) = key(annotation);
        let said = counts.entry((words, &annotation.entity_type.value)).or_default();
        match said.iter_mut().find(|(known, _)| *known == concepts) {
            Some((_, count)) => *count += 1,
            None => said.push((concepts, 1)),
        }
    }
    for annotation in annotations {
        let (words, concepts) = key(annotation);
        let said = &counts[&(words, annotation.entity_type.value.as_str())];
        // Of two that are there equally often, the first is taken for right.
        let Some((usual, count)) = said.iter().rev().max_by_key(|(_, count)| *count).filter(|(usual, _)| *usual != concepts) else {
            continue;
        };
        let times = if *count == 1 { "once".to_owned() } else { format!("{count} times") };
        let message = format!("\"{words}\" is {} here and {times} {} in this document", listed(&annotation.curies()), listed(usual));
        found.push(subject.about(annotation, message));
    }
}
