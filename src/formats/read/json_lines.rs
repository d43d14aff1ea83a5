//! JSON Lines: one JSON object a line, `{"id": …, "text": …}`.
//!
//! `id` is a string or a number; without it the document is named by file and line. `title` is kept for the record. Other
//! keys are ignored. The text is divided as a plain text is (see [`super::text`]).

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::input::sha256;
use super::{Documents, Format, Input, Pieces, ReadError, in_order, text};
use crate::document::Document;

/// JSON Lines.
pub const FORMAT: Format =
    Format { name: "json-lines", description: "JSON Lines: one object {\"id\": …, \"text\": …} per line", recognise, documents };

/// One line.
#[derive(Deserialize)]
#[serde(expecting = "an object {\"id\": …, \"text\": …}")]
struct Entry<'line> {
    #[serde(default)]
    id: Id,
    #[serde(borrow)]
    text: Cow<'line, str>,
    #[serde(default)]
    title: Option<String>,
}

/// A document's identifier, written as a string or as a number.
#[derive(Default)]
struct Id(Option<String>);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdVisitor;
        impl Visitor<'_> for IdVisitor {
            type Value = Id;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string or a number as \"id\"")
            }
            fn visit_str<E>(self, id: &str) -> Result<Id, E> {
                Ok(Id(Some(id.to_owned()).filter(|id| !id.is_empty())))
            }
            fn visit_u64<E>(self, id: u64) -> Result<Id, E> {
                Ok(Id(Some(id.to_string())))
            }
            fn visit_i64<E>(self, id: i64) -> Result<Id, E> {
                Ok(Id(Some(id.to_string())))
            }
            fn visit_f64<E>(self, id: f64) -> Result<Id, E> {
                Ok(Id(Some(id.to_string())))
            }
            fn visit_unit<E>(self) -> Result<Id, E> {
                Ok(Id(None))
            }
        }
        deserializer.deserialize_any(IdVisitor)
    }
}

/// Whether the first line that is not blank is an object with a string `text`; of a line that is longer than `head`
/// what there is must be so.
fn recognise(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    let end = memchr::memchr(b'\n', start).unwrap_or(start.len());
    let mut seen = false;
    let mut deserializer = serde_json::Deserializer::from_slice(&start[..end]);
    let parsed = deserializer.deserialize_map(TextKey(&mut seen)).and_then(|()| deserializer.end());
    // A line that `head` cuts short ends too early; one that is short of itself is not JSON Lines.
    let cut = head.len() >= super::input::HEAD && end == start.len();
    seen && parsed.map_or_else(|error| cut && error.is_eof(), |()| true)
}

/// Looks for the key `text` with a string.
struct TextKey<'seen>(&'seen mut bool);

impl<'de> Visitor<'de> for TextKey<'_> {
    type Value = ();
    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<Cow<'de, str>>()? {
            if key == "text" {
                *self.0 = true;
                // A string that is wrong inside is for the reader to name with its line.
                if !entries.next_value::<&RawValue>()?.get().starts_with('"') {
                    return Err(A::Error::custom("no string"));
                }
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

fn documents(input: Input) -> Documents {
    let go_on = input.go_on;
    in_order(pieces(input), go_on)
}

/// A piece is full with so many bytes of lines …
const FULL: usize = 256 << 10;
/// … or so many lines.
const COUNT: usize = 64;

/// Cuts a file into lines, so that memory does not grow with it.
pub(super) fn pieces(mut input: Input) -> Pieces {
    let (source, stem): (Arc<str>, Arc<str>) = (input.source.as_str().into(), input.stem().into());
    let mut ended = false;
    Box::new(std::iter::from_fn(move || {
        let (mut lines, mut bytes) = (Vec::new(), 0);
        while !ended && bytes < FULL && lines.len() < COUNT {
            let mut text = String::new();
            match input.next_line(&mut text) {
                Ok(true) if text.trim_ascii().is_empty() => {}
                Ok(true) => {
                    bytes += text.len();
                    lines.push(Ok(Line { text, number: input.line_number() }));
                }
                Ok(false) => ended = true,
                Err(error) => {
                    // A line of other bytes is one document lost; of a longer line the end is not known.
                    ended = !(input.go_on && matches!(error, ReadError::NotUtf8 { .. }));
                    lines.push(Err(error));
                }
            }
        }
        let (source, stem) = (source.clone(), stem.clone());
        let documents = move |line: Result<Line, ReadError>| line.and_then(|line| line.document(&source, &stem));
        (!lines.is_empty()).then(|| Ok(Box::new(lines.into_iter().map(documents)) as Documents))
    }))
}

struct Line {
    text: String,
    number: usize,
}

impl Line {
    fn document(self, source: &str, stem: &str) -> Result<Document, ReadError> {
        let entry: Entry = serde_json::from_str(&self.text).map_err(|error| self.fault(source, &error))?;
        let mut document = Document {
            id: entry.id.0.unwrap_or_else(|| format!("{stem}:{}", self.number)),
            source: source.to_owned(),
            format: FORMAT.name,
            sha256: sha256(self.text.as_bytes()),
            title: entry.title.filter(|title| !title.trim().is_empty()),
            text: entry.text.into_owned(),
            ..Document::default()
        };
        text::structure(&mut document);
        Ok(document)
    }

    fn fault(&self, source: &str, error: &serde_json::Error) -> ReadError {
        // The library counts bytes; at the end of a line it names the byte behind it.
        let mut byte = error.column().saturating_sub(1).min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        ReadError::Content {
            path: source.to_owned(),
            line: self.number,
            column: self.text[..byte].chars().count() + 1,
            fault: format!("{message}; every line must be one JSON object with \"text\": {{\"id\": \"…\", \"text\": \"…\"}}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::input::MAXIMUM_TEXT;
    use super::super::{ReadOptions, read};
    use super::*;
    use crate::document::PassageKind;

    const NAMED: ReadOptions = ReadOptions { format: Some("json-lines"), lossy: false, go_on: false, maximum_text: MAXIMUM_TEXT };

    fn all(text: &str, options: &ReadOptions) -> Vec<Result<Document, String>> {
        let documents = read("in/notes.jsonl", text.as_bytes().to_vec(), options).unwrap();
        documents.map(|document| document.map_err(|error| error.to_string())).collect()
    }

    #[test]
    fn each_line_is_a_document() {
        let text = "\n{\"id\": \"a\", \"text\": \"IL-6 \\u03b1\"}\r\n\n{\"text\": \"TNF\", \"note\": [1, {\"text\": 2}]}\n\
                    {\"title\": \"On \\\"it\\\"\", \"id\": 12091962, \"text\": \"x\"}\n{\"id\": null, \"text\": \"\"}";
        let documents: Vec<_> = all(text, &ReadOptions::default()).into_iter().map(Result::unwrap).collect();
        let seen: Vec<_> = documents.iter().map(|document| (document.id.as_str(), document.text.as_str())).collect();
        assert_eq!(seen, [("a", "IL-6 α"), ("notes:4", "TNF"), ("12091962", "x"), ("notes:6", "")]);
        assert_eq!(documents[2].title.as_deref(), Some("On \"it\""));
        assert_eq!(documents[0].format, "json-lines");
        assert_eq!(documents[0].source, "in/notes.jsonl");
        assert_eq!(documents[0].sha256, sha256(b"{\"id\": \"a\", \"text\": \"IL-6 \\u03b1\"}"));
        assert_eq!(documents[0].passages.len(), 1);
        assert!(documents[3].passages.is_empty());
    }

    #[test]
    fn a_title_line_and_an_abstract_are_told_apart() {
        let line = r#"{"id": 1, "text": "Anakinra in gout.\nGout flares are painful. We gave anakinra to forty patients and looked at pain after three days."}"#;
        let document = all(line, &NAMED).remove(0).unwrap();
        let kinds: Vec<_> = document.passages.iter().map(|passage| passage.kind).collect();
        assert_eq!(kinds, [PassageKind::Title, PassageKind::Abstract]);
        assert_eq!(document.title.as_deref(), Some("Anakinra in gout."));
    }

    #[test]
    fn a_bad_line_is_named_with_file_line_and_column() {
        let cases = [
            ("{\"text\": \"a\"}\n{\"text\": \"α\" 1}", "in/notes.jsonl:2:14: expected `,` or `}`"),
            ("{\"text\": \"a\"}\n{\"id\": 1}", "in/notes.jsonl:2:9: missing field `text`"),
            ("{\"text\": 5}", "in/notes.jsonl:1:10: invalid type: integer `5`, expected a string"),
            ("{\"id\": [1], \"text\": \"a\"}", "in/notes.jsonl:1:8: invalid type: sequence, expected a string or a number as \"id\""),
            ("{\"text\": \"a", "in/notes.jsonl:1:11: EOF while parsing a string"),
            ("plain", "in/notes.jsonl:1:1: expected value"),
        ];
        for (text, expected) in cases {
            let error = all(text, &NAMED).into_iter().find_map(Result::err).expect(text);
            assert!(error.starts_with(expected), "{error}\n{expected}");
            assert!(error.ends_with("every line must be one JSON object with \"text\": {\"id\": \"…\", \"text\": \"…\"}"), "{error}");
        }
    }

    #[test]
    fn nothing_follows_an_error() {
        let documents = all("{\"text\": \"a\"}\nbad\n{\"text\": \"b\"}", &NAMED);
        assert_eq!(documents.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn json_lines_are_recognised_by_their_first_line() {
        let long = format!("{{\"id\": 1, \"text\": \"{}\"}}", "IL-6 ".repeat(20_000));
        let title = format!("{{\"other\": \"{}\", \"text\": \"x\"}}", "IL-6 ".repeat(20_000));
        let cases = [
            (r#"{"text": "a"}"#, true),
            ("\n\n {\"a\": {\"text\": 1}, \"text\": \"a\"} \nrest", true),
            (r#"{"text": "a \ud83d b"}"#, true),
            (r#"{"text": 1}"#, false),
            (r#"{"a": {"text": "b"}}"#, false),
            (r#"{"text": "a"} x"#, false),
            ("{\"text\":\n\"a\"}", false),
            (r#"["text"]"#, false),
            ("text", false),
            ("", false),
            (&long, true),
            (&title, false),
        ];
        for (text, expected) in cases {
            let head = &text.as_bytes()[..text.len().min(super::super::input::HEAD)];
            assert_eq!(recognise(head), expected, "{}", &text[..text.len().min(60)]);
        }
    }
}
