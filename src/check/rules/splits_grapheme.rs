#![doc = include_str!("../../../docs/check/BS103.md")]

use unicode_segmentation::GraphemeCursor;

use super::{Rule, Scope, Severity, Subject};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS103",
    name: "splits-grapheme",
    severity: Severity::Error,
    by_default: true,
    what: "a span that begins or ends inside what is seen as one character",
    page: include_str!("../../../docs/check/BS103.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let Some(text) = &subject.document.text else { return };
    for (annotation, span) in subject.spans() {
        let splits = |at: usize| GraphemeCursor::new(at, text.text.len(), true).is_boundary(&text.text, 0) == Ok(false);
        let which = match (splits(span.start), splits(span.end)) {
            (true, _) => "begins",
            (_, true) => "ends",
            _ => continue,
        };
        found.push(subject.about(annotation, format!("the span {which} between a letter and its mark; move it to the edge of the letter")));
    }
}
