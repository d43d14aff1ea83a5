#![doc = include_str!("../../../docs/check/BS106.md")]

use super::{Rule, Scope, Severity, Subject};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS106",
    name: "outer-punctuation",
    severity: Severity::Warning,
    by_default: true,
    what: "a span that begins or ends with punctuation that is not part of the name",
    page: include_str!("../../../docs/check/BS106.md"),
    scope: Scope::Document(check),
};

const MARKS: [char; 6] = [',', ';', ':', '.', '?', '!'];
const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let Some(text) = &subject.document.text else { return };
    for (annotation, span) in subject.spans() {
        let words = text.words(&span).trim();
        if let Some(mark) = outer(words) {
            let message = format!("the span \"{}\" has \"{mark}\" at its edge; leave it outside", crate::check::shift::short(words));
            found.push(subject.about(annotation, message));
        }
    }
}

fn outer(words: &str) -> Option<char> {
    let (first, last) = (words.chars().next()?, words.chars().next_back()?);
    let open = |(left, right): (char, char)| words.matches(left).count() as i64 - words.matches(right).count() as i64;
    for pair in BRACKETS {
        let open = open(pair);
        if open > 0 && (first == pair.0 || last == pair.0) || open < 0 && (first == pair.1 || last == pair.1) {
            return Some(if open > 0 { pair.0 } else { pair.1 });
        }
        // Brackets around all of it; square ones may be a chemical complex.
        if open == 0 && pair.0 == '(' && first == '(' && last == ')' && words.matches('(').count() == 1 {
            return Some(pair.0);
        }
    }
    let quotes = words.matches('"').count();
    if quotes % 2 == 1 && (first == '"' || last == '"') || quotes == 2 && first == '"' && last == '"' {
        return Some('"');
    }
    if MARKS.contains(&first) && first != '.' {
        return Some(first);
    }
    // A point ends an abbreviation too: sp., i.v.
    let word = words.trim_end_matches('.').rsplit(char::is_whitespace).next().unwrap_or("");
    let abbreviation = last == '.' && (word.chars().count() <= 4 || word.contains('.'));
    (MARKS.contains(&last) && !abbreviation).then_some(last)
}
