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
    let apart = |character: char| !character.is_alphanumeric();
    for (annotation, span) in subject.spans() {
        let (at_start, at_end) = (splits(span.start), splits(span.end));
        if !at_start && !at_end {
            continue;
        }
        let before = || text.text[..span.start].char_indices().rev().find(|(_, character)| apart(*character));
        let start = if at_start { before().map_or(0, |(at, character)| at + character.len_utf8()) } else { span.start };
        let after = || text.text[span.end..].find(apart).map_or(text.text.len(), |at| span.end + at);
        let whole = text.words(&(start..if at_end { after() } else { span.end }));
        let message = format!("the span \"{}\" splits the word \"{}\"", text.words(&span), crate::check::shift::short(whole));
        found.push(subject.about(annotation, message));
    }
}
