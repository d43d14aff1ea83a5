//! The YAML block before a Markdown text: `---`, `title: …`, `---`.

use super::lines::Line;
use crate::document::{Document, Passage, PassageKind, Span};

/// The longest such block, in lines.
const LONGEST: usize = 500;

/// Reads the block at the beginning, if there is one; gives the line behind it.
pub(super) fn read(text: &str, lines: &[Line], document: &mut Document) -> usize {
    if lines.first().is_none_or(|line| line.of(text) != "---") {
        return 0;
    }
    let ending = |line: &Line| matches!(line.of(text), "---" | "...");
    let Some(end) = lines.iter().take(LONGEST).skip(1).position(ending).map(|at| at + 1) else { return 0 };
    let inside = &lines[1..end];
    let (Some(first), Some(last)) = (inside.iter().find(|line| !line.is_blank()), inside.iter().rfind(|line| !line.is_blank())) else {
        return end + 1;
    };
    // A rule and a paragraph look alike but for the keys.
    if !inside.iter().any(|line| key(line.of(text)).is_some()) {
        return 0;
    }
    for line in inside {
        if let Some((key, value)) = key(line.of(text)) {
            note(key, value, document);
        }
    }
    let span = Span::from_range(first.range().start..last.range().end);
    document.passages.push(Passage { kind: PassageKind::BackMatter, section: None, span });
    end + 1
}

/// Key and value of a line, the value without quotes.
fn key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let named = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    (named && (value.is_empty() || value.starts_with(' '))).then(|| (key, value.trim().trim_matches(['"', '\''])))
}

fn note(key: &str, value: &str, document: &mut Document) {
    if value.is_empty() {
        return;
    }
    let identifiers = &mut document.identifiers;
    match key.to_ascii_lowercase().as_str() {
        "title" => document.title = document.title.take().or_else(|| Some(value.to_owned())),
        "journal" => document.journal = Some(value.to_owned()),
        "doi" => identifiers.doi = super::super::citation::doi(value),
        "pmid" if value.bytes().all(|byte| byte.is_ascii_digit()) => identifiers.pmid = Some(value.to_owned()),
        "pmcid" => identifiers.pmcid = super::super::citation::pmcid(value),
        "year" | "date" => document.year = value.get(..4).and_then(|year| year.parse().ok()).filter(|year| (1600..2100).contains(year)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::*;

    #[test]
    fn the_block_is_read_and_passed_over() {
        let text = "---\ntitle: \"Sepsis: a review\"\ndoi: 10.1000/imag.1\npmid: 31234567\nyear: 2019\ntags: [a, b]\n---\nBody";
        let mut document = Document::default();
        assert_eq!(read(text, &split(text), &mut document), 7);
        assert_eq!(document.title.as_deref(), Some("Sepsis: a review"));
        assert_eq!(document.identifiers.doi.as_deref(), Some("10.1000/imag.1"));
        assert_eq!((document.identifiers.pmid.as_deref(), document.year), (Some("31234567"), Some(2019)));
        assert_eq!(document.passages.len(), 1);
        assert_eq!(document.passages[0].kind, PassageKind::BackMatter);
    }

    #[test]
    fn a_rule_is_no_block() {
        for text in ["---\nBody of text\n---\nmore", "---\ntitle: never ends", "", "--- \n", "text"] {
            assert_eq!(read(text, &split(text), &mut Document::default()), 0, "{text}");
        }
        assert_eq!(read("---\n\n---\nx", &split("---\n\n---\nx"), &mut Document::default()), 3);
    }
}
