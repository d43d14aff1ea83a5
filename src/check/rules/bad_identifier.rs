#![doc = include_str!("../../../docs/check/BS202.md")]

use super::{Rule, Scope, Severity, Standing, Subject};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS202",
    name: "bad-identifier",
    severity: Severity::Error,
    by_default: true,
    what: "an identifier that does not have the form of its vocabulary",
    page: include_str!("../../../docs/check/BS202.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    subject.standing(Standing::BadForm, |annotation, id, _| {
        let prefix = id.curie.split_once(':').map_or("", |(prefix, _)| prefix);
        let pattern = subject.terms.pattern(prefix).unwrap_or("");
        let message = format!("{} is no identifier of {prefix}, which have the form {pattern}", id.written);
        found.push(Draft { place: id.place.clone(), subject: id.curie.clone(), ..subject.about(annotation, message) });
    });
}
