#![doc = include_str!("../../../docs/check/BS204.md")]

use super::{Rule, Scope, Severity, Standing, Subject};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS204",
    name: "cannot-tell",
    severity: Severity::Warning,
    by_default: false,
    what: "an identifier that the dictionary does not have and whose vocabulary it holds in part",
    page: include_str!("../../../docs/check/BS204.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    subject.standing(Standing::Open, |annotation, id, _| {
        let message = format!("{} is not in the dictionary, which holds a part of its vocabulary only: it cannot tell", id.written);
        found.push(Draft { place: id.place.clone(), subject: id.curie.clone(), ..subject.about(annotation, message) });
    });
}
