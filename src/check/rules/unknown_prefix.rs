#![doc = include_str!("../../../docs/check/BS201.md")]

use super::{Rule, Scope, Severity, Standing, Subject};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS201",
    name: "unknown-prefix",
    severity: Severity::Error,
    by_default: true,
    what: "an identifier whose prefix is not known",
    page: include_str!("../../../docs/check/BS201.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    subject.standing(Standing::UnknownPrefix, |annotation, id, _| {
        let message = match id.curie.split_once(':') {
            Some((prefix, _)) => format!("{}: the prefix {prefix} is not known; correct it, or name it under [check.prefixes]", id.written),
            None => format!("{}: this identifier has no prefix; expected one such as MESH:D003920", id.written),
        };
        found.push(Draft { place: id.place.clone(), subject: id.curie.clone(), ..subject.about(annotation, message) });
    });
}
