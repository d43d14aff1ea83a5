#![doc = include_str!("../../../docs/check/BS301.md")]

use std::collections::HashMap;

use super::{Rule, Scope, Severity, Subject};
use crate::check::finding::{Draft, Edit};

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS301",
    name: "exact-duplicate",
    severity: Severity::Error,
    by_default: true,
    what: "an annotation that is there twice",
    page: include_str!("../../../docs/check/BS301.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let mut seen = HashMap::new();
    for annotation in &subject.document.annotations {
        let what = (Subject::place_of(annotation), annotation.entity_type.value.as_str(), annotation.curies());
        if seen.insert(what, ()).is_none() {
            continue;
        }
        let message = format!("\"{}\" is annotated twice in the same way; keep one", crate::check::shift::short(subject.words(annotation)));
        let mut draft = subject.about(annotation, message);
        draft.fix = annotation.removal.iter().map(|place| Edit { place: place.clone(), text: String::new() }).collect();
        found.push(draft);
    }
}
