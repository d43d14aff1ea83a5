//! JSON: annotated corpora (`{"id", "text", "annotations": [{"start", "end", "type", "ids"}]}`), biospan's records, and BioC;
//! one a line, one after the other, or in an array.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Annotated, AnnotatedError, Annotation, Paper, TypeNames, bioc, curie, laid_out};
use crate::formats::read::markup::place;
use crate::formats::read::{Input, ReadError};

/// How deep arrays and collections may lie in each other.
const DEEPEST: usize = 8;

/// What tells the forms apart.
#[derive(Deserialize)]
struct Row<'text> {
    id: Option<Value>,
    text: Option<String>,
    #[serde(borrow)]
    annotations: Option<&'text RawValue>,
    #[serde(borrow)]
    mentions: Option<&'text RawValue>,
    document: Option<Named>,
    #[serde(borrow)]
    documents: Option<Vec<&'text RawValue>>,
    #[serde(borrow, rename = "PubTator3")]
    pubtator3: Option<Vec<&'text RawValue>>,
    #[serde(borrow)]
    passages: Option<&'text RawValue>,
}

#[derive(Deserialize)]
struct Named {
    id: Option<Value>,
}

/// An annotation of a corpus.
#[derive(Deserialize)]
struct GoldRow {
    start: usize,
    end: usize,
    text: Option<String>,
    #[serde(rename = "type")]
    entity_type: String,
    ids: Option<Vec<String>>,
}

/// A mention of a record.
#[derive(Deserialize)]
struct MentionRow {
    char_start: usize,
    char_end: usize,
    text: Option<String>,
    #[serde(rename = "type")]
    entity_type: String,
    score: Option<f32>,
    #[serde(default)]
    id: Value,
    #[serde(default)]
    ids: Value,
    #[serde(default)]
    xrefs: Value,
    #[serde(default)]
    members: Value,
}

/// A file that is being read.
struct Reader<'text> {
    source: String,
    text: &'text str,
    names: &'text TypeNames,
    documents: Vec<Annotated>,
    /// The marks of BioC documents, to be joined with their texts.
    bioc: Vec<Vec<bioc::Mark>>,
}

pub(super) fn read(input: Input, names: &TypeNames) -> Result<Vec<Annotated>, AnnotatedError> {
    let source = input.source.clone();
    let (text, _) = input.text()?;
    let mut reader = Reader { source, text: &text, names, documents: Vec::new(), bioc: Vec::new() };
    for value in serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>() {
        let value = value.map_err(|error| reader.fault(0, &error))?;
        reader.value(value, 0)?;
    }
    if reader.bioc.is_empty() {
        return Ok(reader.documents);
    }
    if !reader.documents.is_empty() {
        return Err(reader.place(0, "some objects are BioC and some are not; expected a file of one form".to_owned()));
    }
    let (source, marks) = (reader.source, reader.bioc);
    bioc::join(&source, laid_out(&source, "bioc-json", &text)?, marks, names)
}

impl<'text> Reader<'text> {
    fn value(&mut self, value: &'text RawValue, depth: usize) -> Result<(), AnnotatedError> {
        if depth > DEEPEST {
            return Err(self.complaint(value, "arrays lie too deep in each other; expected documents"));
        }
        if value.get().starts_with('[') {
            let values: Vec<&RawValue> = self.parse(value)?;
            return values.into_iter().try_for_each(|value| self.value(value, depth + 1));
        }
        let row: Row<'_> = self.parse(value)?;
        if let Some(documents) = row.documents.or(row.pubtator3) {
            return documents.into_iter().try_for_each(|document| self.value(document, depth + 1));
        }
        let is_record = row.mentions.is_some() || row.document.is_some();
        if !is_record && row.text.is_none() && row.passages.is_some() {
            let marks = self.parse_owned::<bioc::JsonDocument>(value)?.marks();
            self.bioc.push(marks);
            return Ok(());
        }
        let annotations = match (is_record, row.annotations) {
            (true, _) => match row.mentions {
                Some(mentions) => self.parse_owned::<Vec<MentionRow>>(mentions)?.into_iter().map(|row| self.mention(row)).collect(),
                None => Vec::new(),
            },
            (false, Some(annotations)) => {
                self.parse_owned::<Vec<GoldRow>>(annotations)?.into_iter().map(|row| self.annotation(row)).collect()
            }
            (false, None) => {
                let what = "this object has neither \"annotations\" nor \"mentions\"; expected an annotated document, a record or BioC";
                return Err(self.complaint(value, what));
            }
        };
        let id = row.document.and_then(|document| document.id).or(row.id);
        let id = match id {
            Some(Value::String(id)) => id,
            Some(Value::Number(id)) => id.to_string(),
            _ => return Err(self.complaint(value, "this document has no \"id\"; expected a string or a number")),
        };
        self.documents.push(Annotated { id, annotations, paper: row.text.map_or(Paper::Absent, Paper::Text) });
        Ok(())
    }

    fn annotation(&self, row: GoldRow) -> Annotation {
        let ids = row.ids.unwrap_or_default().iter().map(|id| curie(id)).collect();
        Annotation {
            start: row.start,
            end: row.end,
            text: row.text,
            entity_type: self.names.ours(&row.entity_type).to_owned(),
            primary: joined(&ids),
            ids,
            score: 1.0,
        }
    }

    fn mention(&self, row: MentionRow) -> Annotation {
        let mut ids = BTreeSet::new();
        [&row.id, &row.ids, &row.xrefs, &row.members].into_iter().for_each(|value| gather(value, &mut ids));
        Annotation {
            start: row.char_start,
            end: row.char_end,
            text: row.text,
            entity_type: self.names.ours(&row.entity_type).to_owned(),
            primary: row.id.as_str().filter(|id| !id.is_empty()).map(curie),
            ids,
            score: row.score.unwrap_or(0.0),
        }
    }

    fn parse<T: Deserialize<'text>>(&self, value: &'text RawValue) -> Result<T, AnnotatedError> {
        serde_json::from_str(value.get()).map_err(|error| self.fault(self.offset(value), &error))
    }

    fn parse_owned<T: DeserializeOwned>(&self, value: &'text RawValue) -> Result<T, AnnotatedError> {
        self.parse(value)
    }

    /// Where a value, which is a part of the text, begins.
    fn offset(&self, value: &RawValue) -> usize {
        (value.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    fn fault(&self, from: usize, error: &serde_json::Error) -> AnnotatedError {
        let own = self.text.get(from..).unwrap_or("");
        let line_start = own.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let message = error.to_string();
        let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
        self.place(from + line_start + error.column().saturating_sub(1), message.to_owned())
    }

    fn complaint(&self, value: &RawValue, what: &str) -> AnnotatedError {
        self.place(self.offset(value), what.to_owned())
    }

    fn place(&self, offset: usize, fault: String) -> AnnotatedError {
        let (line, column) = place(self.text, offset, 1, 0);
        ReadError::Content { path: self.source.clone(), line, column, fault }.into()
    }
}

/// Every identifier of a mention-like value: strings, and the `id`, `ids`, `xrefs` and `members` of objects.
fn gather(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(id) if !id.is_empty() => {
            found.insert(curie(id));
        }
        Value::Array(values) => values.iter().for_each(|value| gather(value, found)),
        Value::Object(fields) => {
            ["id", "ids", "xrefs", "members"].iter().filter_map(|key| fields.get(*key)).for_each(|value| gather(value, found));
        }
        _ => {}
    }
}

/// All CURIEs of a gold annotation as one name.
pub(super) fn joined(ids: &BTreeSet<String>) -> Option<String> {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    (!ids.is_empty()).then(|| ids.join("|"))
}
