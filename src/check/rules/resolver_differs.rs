#![doc = include_str!("../../../docs/check/BS402.md")]

use super::{Rule, Scope, Severity, Subject, listed};
use crate::check::finding::Draft;
use crate::check::terminology::Standing;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS402",
    name: "resolver-differs",
    severity: Severity::Warning,
    by_default: true,
    what: "an annotation that the resolver reads as another concept",
    page: include_str!("../../../docs/check/BS402.md"),
    scope: Scope::Prediction(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    for (annotation, span) in subject.spans() {
        let Some(mention) = subject.predicted.iter().find(|mention| mention.span == span) else { continue };
        // Only what the dictionary knows can be something else than what it finds.
        let known = |curie: &str| subject.terms.get(curie).filter(|answer| matches!(answer.standing, Standing::Own | Standing::Reference));
        let curies = annotation.curies();
        if curies.is_empty()
            || curies.iter().any(|curie| known(curie).is_none_or(|answer| answer.concepts.iter().any(|own| own.id == mention.id)))
        {
            continue;
        }
        if curies.iter().any(|curie| mention.all.iter().any(|id| id == curie)) {
            continue;
        }
        let words = subject.words(annotation);
        let message = format!("\"{words}\" is {} here; the dictionary reads {} ({})", listed(&curies), mention.id, mention.name);
        found.push(subject.about(annotation, message));
    }
}
