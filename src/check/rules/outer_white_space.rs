#![doc = include_str!("../../../docs/check/BS105.md")]

use super::{Rule, Scope, Severity, Subject};
use crate::check::finding::Draft;
use crate::check::shift;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS105",
    name: "outer-white-space",
    severity: Severity::Warning,
    by_default: true,
    what: "a span that begins or ends with white space",
    page: include_str!("../../../docs/check/BS105.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let Some(text) = &subject.document.text else { return };
    for (annotation, span) in subject.spans() {
        let words = text.words(&span);
        let start = span.start + words.len() - words.trim_start().len();
        let inside = start..start + words.trim().len();
        if inside == span {
            continue;
        }
        let mut draft = subject.about(annotation, format!("the span \"{}\" has white space at its edge", shift::short(words)));
        let given = annotation.text.as_ref();
        if !inside.is_empty() && given.is_none_or(|given| shift::same_words(words, &given.value)) {
            draft.fix = shift::moved(&annotation.parts[0], text, &inside);
            if let Some(given) = given {
                draft.fix.push(shift::written(subject.file, given, given.value.trim()));
            }
        }
        found.push(draft);
    }
}
