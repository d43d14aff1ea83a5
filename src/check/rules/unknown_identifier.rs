#![doc = include_str!("../../../docs/check/BS203.md")]

use super::{Rule, Scope, Severity, Standing, Subject};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS203",
    name: "unknown-identifier",
    severity: Severity::Error,
    by_default: true,
    what: "an identifier that its vocabulary, which the dictionary holds complete, does not have",
    page: include_str!("../../../docs/check/BS203.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    subject.standing(Standing::Missing, |annotation, id, _| {
        let message = format!("{} is not in the dictionary, which holds all of its vocabulary", id.written);
        found.push(Draft { place: id.place.clone(), subject: id.curie.clone(), ..subject.about(annotation, message) });
    });
    subject.standing(Standing::Open, |annotation, id, _| {
        if subject.terms.is_missing_of_type(&id.curie, &annotation.entity_type.value) {
            let message = format!("{} is no {} of the dictionary, which holds all of them", id.written, annotation.entity_type.value);
            found.push(Draft { place: id.place.clone(), subject: id.curie.clone(), ..subject.about(annotation, message) });
        }
    });
}
