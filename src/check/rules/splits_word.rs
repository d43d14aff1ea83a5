#![doc = include_str!("../../../docs/check/BS104.md")]

use super::{Rule, Scope, Severity, Subject};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS104",
    name: "splits-word",
    severity: Severity::Warning,
    by_default: true,
    what: "a span that begins or ends inside a word or number",
    page: include_str!("../../../docs/check/BS104.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let Some(text) = &subject.document.text else { return };
    let splits = |at: usize| {
        let before = text.text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.text.get(at..).and_then(|after| after.chars().next());
        // Between letters and digits a name may well end: BRCA in BRCA1, CXCL10 in CXCL9/10.
        before
            .zip(after)
            .is_some_and(|(before, after)| before.is_alphabetic() && after.is_alphabetic() || before.is_numeric() && after.is_numeric())
    };
    for (annotation, span) in subject.spans() {
        if splits(span.start) || splits(span.end) {
            let letter = |character: char| !character.is_alphanumeric();
            let start = text.text[..span.start].char_indices().rev().find(|(_, c)| letter(*c)).map_or(0, |(at, c)| at + c.len_utf8());
            let end = text.text[span.end..].find(letter).map_or(text.text.len(), |at| span.end + at);
            let whole = text.words(&(start..end));
            let message = format!("the span \"{}\" splits the word \"{}\"", text.words(&span), crate::check::shift::short(whole));
            found.push(subject.about(annotation, message));
        }
    }
}
