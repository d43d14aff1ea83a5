#![doc = include_str!("../../../docs/check/BS205.md")]

use super::{Rule, Scope, Severity, Standing, Subject};
use crate::check::finding::{Draft, Edit};

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS205",
    name: "obsolete-identifier",
    severity: Severity::Error,
    by_default: true,
    what: "an identifier that another took the place of, or that was withdrawn",
    page: include_str!("../../../docs/check/BS205.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    subject.standing(Standing::Obsolete, |annotation, id, answer| {
        let Some(concept) = answer.concepts.first() else { return };
        let new = answer.successor.as_ref().unwrap_or(&concept.id);
        let message = format!("{} is obsolete; {new} ({}) took its place", id.written, concept.name);
        // Another vocabulary is for a person to choose. A bare identifier stays bare.
        let fix = answer.successor.as_ref().filter(|_| id.exact).map(|new| {
            let local = new.split_once(':').map_or(new.as_str(), |(_, local)| local);
            let text = if id.curie.ends_with(&format!(":{}", id.written)) { local } else { new };
            Edit { place: id.place.clone(), text: text.to_owned() }
        });
        let fix = fix.into_iter().collect();
        found.push(Draft { place: id.place.clone(), subject: id.curie.clone(), fix, ..subject.about(annotation, message) });
    });
    subject.standing(Standing::Withdrawn, |annotation, id, _| {
        let message = format!("{} was withdrawn, and nothing took its place", id.written);
        found.push(Draft { place: id.place.clone(), subject: id.curie.clone(), ..subject.about(annotation, message) });
    });
}
