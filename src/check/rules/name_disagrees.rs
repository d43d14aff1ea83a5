#![doc = include_str!("../../../docs/check/BS206.md")]

use super::{Rule, Scope, Severity, Subject};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS206",
    name: "name-disagrees",
    severity: Severity::Warning,
    by_default: true,
    what: "a preferred name that is not the one of the identifier",
    page: include_str!("../../../docs/check/BS206.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    for annotation in &subject.document.annotations {
        let (Some(name), [id]) = (&annotation.name, &annotation.ids[..]) else { continue };
        let concepts = subject.terms.get(&id.curie).map_or(&[][..], |answer| &answer.concepts);
        if concepts.is_empty() || concepts.iter().any(|concept| concept.name == name.value) {
            continue;
        }
        let message = format!("{} is \"{}\", not \"{}\"", id.written, concepts[0].name, name.value);
        found.push(Draft {
            place: name.place.clone(),
            subject: format!("{} {}", id.curie, name.value),
            ..subject.about(annotation, message)
        });
    }
}
