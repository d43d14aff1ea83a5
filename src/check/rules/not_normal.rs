#![doc = include_str!("../../../docs/check/BS003.md")]

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{Rule, Scope, Severity, Subject};
use crate::check::finding::Draft;

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS003",
    name: "not-normal",
    severity: Severity::Warning,
    by_default: true,
    what: "text not in normal form C, or with characters that nobody sees",
    page: include_str!("../../../docs/check/BS003.md"),
    scope: Scope::Document(check),
};

/// Characters without width that search, and people, pass over.
const UNSEEN: [char; 5] = ['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}', '\u{fffd}'];

fn check(subject: &Subject<'_>, found: &mut Vec<Draft>) {
    let Some(text) = &subject.document.text else { return };
    if text.text.is_ascii() {
        return;
    }
    let mut say = |span: std::ops::Range<usize>, message: String| {
        let id = &subject.document.id;
        found.push(Draft { place: id.place.clone(), span: Some(span), message, subject: id.value.clone(), ..Draft::default() });
    };
    if is_nfc_quick(text.text.chars()) != IsNormalized::Yes {
        let differs = text.text.char_indices().zip(text.text.nfc()).find(|((_, own), normal)| own != normal);
        if let Some(((at, own), _)) = differs {
            let message = format!("the text is not in normal form C (first U+{:04X}); normalize it and move the offsets", own as u32);
            say(at..at + own.len_utf8(), message);
        }
    }
    let mut unseen = text.text.char_indices().filter(|(_, character)| UNSEEN.contains(character));
    if let Some((at, first)) = unseen.next() {
        let count = unseen.count() + 1;
        say(at..at + first.len_utf8(), format!("the text has {count} characters that nobody sees (first U+{:04X})", first as u32));
    }
}
