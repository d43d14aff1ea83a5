#![doc = include_str!("../../../docs/check/BS304.md")]

use super::{Rule, Scope, Severity, Subject};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS304",
    name: "wrong-nesting",
    severity: Severity::Warning,
    by_default: true,
    what: "a span whose concept is wider than that of a span inside it",
    page: include_str!("../../../docs/check/BS304.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let mut spans: Vec<_> = subject.spans().collect();
    spans.sort_by_key(|(_, span)| (span.start, std::cmp::Reverse(span.end)));
    let concept = |annotation: &crate::formats::read::annotations::Annotation| match &annotation.ids[..] {
        [id] => match subject.terms.get(&id.curie).map(|answer| &answer.concepts[..]) {
            Some([concept]) => Some(concept),
            _ => None,
        },
        _ => None,
    };
    for (index, (outer, around)) in spans.iter().enumerate() {
        let inside = spans[index + 1..].iter().take_while(|(_, span)| span.start < around.end);
        for (inner, _) in inside.filter(|(_, span)| span.end <= around.end && span != around) {
            let (Some(wide), Some(narrow)) = (concept(outer), concept(inner)) else { continue };
            if subject.terms.is_ancestor(wide.index, narrow.index) {
                let message = format!(
                    "\"{}\" ({}) lies in \"{}\" and is narrower than its concept {} ({}): longer words should say more",
                    subject.words(inner),
                    narrow.name,
                    subject.words(outer),
                    wide.id,
                    wide.name
                );
                found.push(subject.about(outer, message));
            }
        }
    }
}
