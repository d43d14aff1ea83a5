//! Text with its concepts in the markup of the plugin `mapper-annotated-text`: `[TNF](HGNC:11892) rose`.
//!
//! The grammar: an annotation is `[words](values)`, where words hold no square brackets and values no round ones; values are between
//! `&`, in URL encoding, and `=` is an error. Nothing else has a meaning, and there is no escape for text that looks like an
//! annotation, but an annotation without a value is dropped and its words stay.

use std::fmt::Write;

use crate::index::record::Written;

/// The words of a document with its concepts; none without text. Mentions do not overlap here: those inside of a longer one put their
/// identifiers at the longer one, and one whose words have square brackets is marked on its words before, between or behind them.
#[must_use]
pub fn annotated(written: &Written) -> Option<String> {
    let text = written.text.as_deref()?;
    let mut spans: Vec<(usize, usize, Vec<&str>)> = Vec::new();
    for mention in &written.mentions {
        let (start, end) = (mention.byte_start as usize, mention.byte_end as usize);
        if let Some((_, _, ids)) = spans.last_mut().filter(|(_, before, _)| start < *before) {
            if !ids.contains(&mention.id.as_str()) {
                ids.push(&mention.id);
            }
        } else if start < end && text.get(start..end).is_some() {
            spans.push((start, end, vec![&mention.id]));
        }
    }
    Some(marked(text, &spans))
}

/// `text` with values at spans, which are in order and do not overlap.
fn marked(text: &str, spans: &[(usize, usize, Vec<&str>)]) -> String {
    let mut out = String::with_capacity(text.len() + 24 * spans.len());
    let mut done = 0;
    for (start, end, ids) in spans {
        let values = ids.iter().map(|id| encoded(id)).collect::<Vec<_>>().join("&");
        plain(&text[done..*start], &mut out);
        // The longest piece without brackets bears the mark.
        let pieces = text[*start..*end].split(['[', ']']);
        let longest = pieces.rev().max_by_key(|piece| piece.len()).unwrap_or("");
        let at = start + text[*start..*end].find(longest).unwrap_or(0);
        plain(&text[*start..at], &mut out);
        if !longest.is_empty() {
            // A closed bracket before it would take nothing of it: an annotation begins with an open one.
            let _ = write!(out, "[{longest}]({values})");
        }
        plain(&text[at + longest.len()..*end], &mut out);
        done = *end;
    }
    plain(&text[done..], &mut out);
    out
}

/// Adds text that is not to be an annotation.
fn plain(text: &str, out: &mut String) {
    for (number, part) in text.split('(').enumerate() {
        if number > 0 {
            // `](` is what makes an annotation: the second half is put into one of its own, without a value.
            out.push_str(if out.ends_with(']') { "[(]()" } else { "(" });
        }
        out.push_str(part);
    }
}

/// URL encoding of all but letters, digits and a few marks that mean nothing there.
fn encoded(value: &str) -> String {
    value.bytes().fold(String::with_capacity(value.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b":-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    /// Byte span and value.
    type Annotated = (usize, usize, String);

    /// What the plugin makes of markup: the text, and byte span and value of each annotation; or why it refuses it.
    fn parse(markup: &str) -> Result<(String, Vec<Annotated>), String> {
        let pattern = Regex::new(r"\[([^\]\[]*)\]\(([^\)\(]*)\)").unwrap();
        let (mut text, mut found, mut done) = (String::new(), Vec::new(), 0);
        for captures in pattern.captures_iter(markup) {
            let whole = captures.get(0).unwrap();
            text.push_str(&markup[done..whole.start()]);
            done = whole.end();
            let start = text.len();
            text.push_str(&captures[1]);
            for value in captures[2].split('&') {
                if value.contains('=') {
                    return Err("key=value pairs are not supported".to_owned());
                }
                let decoded = decode(value)?;
                if !decoded.is_empty() {
                    found.push((start, text.len(), decoded));
                }
            }
        }
        text.push_str(&markup[done..]);
        Ok((text, found))
    }

    fn decode(value: &str) -> Result<String, String> {
        let (mut bytes, mut rest) = (Vec::new(), value.bytes());
        while let Some(byte) = rest.next() {
            match byte {
                b'+' => bytes.push(b' '),
                b'%' => {
                    let digits = [rest.next(), rest.next()].map(|digit| char::from(digit.unwrap_or(b'x')));
                    let digits: String = digits.iter().collect();
                    bytes.push(u8::from_str_radix(&digits, 16).map_err(|_| format!("illegal escape {digits}"))?);
                }
                byte => bytes.push(byte),
            }
        }
        String::from_utf8(bytes).map_err(|error| error.to_string())
    }

    #[test]
    fn markup_means_what_it_should_and_nothing_else() {
        let span = |start: usize, end: usize, ids: &[&'static str]| (start, end, ids.to_vec());
        let cases = [
            ("plain", "TNF rose", vec![span(0, 3, &["HGNC:11892"])], "[TNF](HGNC:11892) rose"),
            ("two values", "ERK1/2", vec![span(0, 6, &["HGNC:6877", "HGNC:6871"])], "[ERK1/2](HGNC:6877&HGNC:6871)"),
            ("odd value", "x", vec![span(0, 1, &["LAB:a=b&(c)+%"])], "[x](LAB:a%3Db%26%28c%29%2B%25)"),
            ("a link in the text", "see [1](a=b)", vec![], "see [1][(]()a=b)"),
            ("brackets in the words", "benzo[a]pyrene", vec![span(0, 14, &["CHEBI:29865"])], "benzo[a][pyrene](CHEBI:29865)"),
            ("brackets alone", "[]", vec![span(0, 2, &["A:1"])], "[]"),
            ("a bracket before", "[TNF](x)", vec![span(1, 4, &["HGNC:11892"])], "[[TNF](HGNC:11892)][(]()x)"),
            ("round behind", "TNF(x)", vec![span(0, 3, &["HGNC:11892"])], "[TNF](HGNC:11892)(x)"),
        ];
        for (name, text, spans, expected) in cases {
            let markup = marked(text, &spans);
            assert_eq!(markup, expected, "{name}");
            assert_eq!(parse(&markup).unwrap().0, text, "{name}");
        }
    }

    proptest! {
        #[test]
        fn the_text_and_the_values_come_back(
            parts in prop::collection::vec(("[\\[\\]()=&+% aé𝔸]{0,6}", "[\\[\\]()=&x]{1,5}", "[A-Z:=&()+%é]{1,4}"), 0..6)
        ) {
            let (mut text, mut spans) = (String::new(), Vec::new());
            for (before, words, value) in &parts {
                text.push_str(before);
                spans.push((text.len(), text.len() + words.len(), vec![value.as_str()]));
                text.push_str(words);
            }
            let (found, annotations) = parse(&marked(&text, &spans)).unwrap();
            prop_assert_eq!(&found, &text);
            let marked: Vec<_> = spans.iter().filter(|(start, end, _)| text[*start..*end].chars().any(|c| !"[]".contains(c))).collect();
            prop_assert_eq!(marked.len(), annotations.len());
            for ((start, end, ids), (from, to, value)) in marked.into_iter().zip(&annotations) {
                prop_assert!(start <= from && to <= end && ids[0] == value);
            }
        }
    }
}
