#![doc = include_str!("../../../docs/check/BS101.md")]

use super::{Rule, Scope, Severity, Subject};
use crate::check::finding::Draft;
use crate::check::shift;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS101",
    name: "out-of-bounds",
    severity: Severity::Error,
    by_default: true,
    what: "a span that is not inside the text",
    page: include_str!("../../../docs/check/BS101.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let Some(text) = &subject.document.text else { return };
    for annotation in &subject.document.annotations {
        let Some(part) = annotation.parts.iter().find(|part| part.span.as_ref().is_none_or(std::ops::Range::is_empty)) else { continue };
        let (start, end) = (part.start, part.end);
        let what = if start == end {
            format!("{start}..{end} holds nothing")
        } else if start > end {
            format!("{start}..{end} ends before it begins")
        } else {
            let base = if part.base == 0 { String::new() } else { format!(" (offsets are {} ahead of it)", part.base) };
            format!("{start}..{end} is not inside the text of {} characters{base}", text.characters())
        };
        found.push(shift::toward_words(subject, annotation, what));
    }
}
