#![doc = include_str!("../../../docs/check/BS401.md")]

use super::{Rule, Scope, Severity, Subject};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS401",
    name: "missed-mention",
    severity: Severity::Warning,
    by_default: true,
    what: "a mention that the dictionary finds for certain and nobody marked",
    page: include_str!("../../../docs/check/BS401.md"),
    scope: Scope::Prediction(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let marked: Vec<_> = subject.document.annotations.iter().filter_map(|annotation| annotation.span()).collect();
    let known = |entity_type: &str| {
        // Which types are marked at all: the configuration says it, or the file itself.
        if subject.types.is_empty() {
            let mut annotations = subject.file.documents.iter().flat_map(|document| &document.annotations);
            annotations.any(|annotation| annotation.entity_type.value == entity_type)
        } else {
            subject.types.iter().any(|own| own == entity_type)
        }
    };
    for mention in subject.predicted.iter().filter(|mention| known(&mention.entity_type)) {
        if marked.iter().any(|span| span.start < mention.span.end && mention.span.start < span.end) {
            continue;
        }
        let words = subject.document.text.as_ref().map_or("", |text| text.words(&mention.span));
        let message = format!("\"{words}\" is not marked; the dictionary finds {} ({}), {}", mention.id, mention.name, mention.entity_type);
        let place = subject.document.id.place.clone();
        found.push(Draft { place, span: Some(mention.span.clone()), message, subject: format!("{words} {}", mention.id), fix: Vec::new() });
    }
}
