#![doc = include_str!("../../../docs/check/BS102.md")]

use super::{Rule, Scope, Severity, Subject};
use crate::check::finding::Draft;
use crate::check::shift;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS102",
    name: "text-differs",
    severity: Severity::Error,
    by_default: true,
    what: "words that are not those of the text at the span",
    page: include_str!("../../../docs/check/BS102.md"),
    scope: Scope::Document(check),
};

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let Some(text) = &subject.document.text else { return };
    for annotation in &subject.document.annotations {
        let (Some(given), Some(span)) = (&annotation.text, annotation.span()) else { continue };
        let pieces: Vec<&str> = annotation.parts.iter().filter_map(|part| Some(text.words(part.span.as_ref()?))).collect();
        // Files of lines cannot hold the text's line feeds; parts are joined in more than one way.
        let plain = |words: &str| words.split_whitespace().collect::<String>();
        let pieces = pieces.concat();
        let same =
            if annotation.parts.len() > 1 { plain(&pieces) == plain(&given.value) } else { shift::same_words(&pieces, &given.value) };
        if !same && !span.is_empty() {
            let what = format!(
                "the text at {}..{} is \"{}\", not \"{}\"",
                annotation.parts[0].start,
                annotation.parts[0].end,
                shift::short(&pieces),
                shift::short(&given.value)
            );
            found.push(shift::toward_words(subject, annotation, what));
        }
    }
}
