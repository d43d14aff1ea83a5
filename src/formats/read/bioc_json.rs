//! BioC as JSON: a collection, PubTator3's export, one document or an array of documents, and files with one of these a
//! line.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::bioc::{self, Source, SourcePassage};
use super::{Documents, Format, Input, ReadError};
use crate::document::Document;

/// BioC JSON.
pub const FORMAT: Format = Format { name: "bioc-json", description: "BioC JSON (PMC's BioC service, PubTator3)", recognise, documents };

fn recognise(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    matches!(start.first(), Some(b'{' | b'['))
        && ["\"passages\"", "\"PubTator3\""].iter().any(|key| memchr::memmem::find(start, key.as_bytes()).is_some())
}

/// A document's part of the file, and the source that its collection names.
struct Part {
    range: Range<usize>,
    collection: String,
}

fn documents(input: Input) -> Documents {
    let source = input.source.clone();
    let read = input.text().and_then(|(text, sha256)| {
        let parts = parts(&text).map_err(|fault| fault.report(&source, &text))?;
        Ok((text, sha256, parts))
    });
    let (text, sha256, parts) = match read {
        Ok(read) => read,
        Err(error) => return Box::new(std::iter::once(Err(error))),
    };
    let alone = (parts.len() == 1).then_some(sha256);
    let mut failed = false;
    Box::new(parts.into_iter().map_while(move |part| {
        if failed {
            return None;
        }
        let document = document(&text, &part, alone.as_deref(), &source);
        failed = document.is_err();
        Some(document)
    }))
}

fn document(text: &str, part: &Part, file: Option<&str>, source: &str) -> Result<Document, ReadError> {
    let own = text.get(part.range.clone()).unwrap_or("");
    let read: JsonDocument<'_> =
        serde_json::from_str(own).map_err(|error| Fault::new(&error, own, part.range.start).report(source, text))?;
    let sha256 = file.map_or_else(|| Sha256::digest(own).iter().map(|byte| format!("{byte:02x}")).collect(), str::to_owned);
    let ids = [read.id, read.long_id].into_iter().flatten().map(|id| id.0.into_owned()).filter(|id| !id.is_empty()).collect();
    let passages = read.passages.unwrap_or_default().into_iter().map(JsonPassage::source).collect();
    let bioc = Source { collection: part.collection.clone(), ids, passages };
    Ok(bioc::document(&bioc, FORMAT.name, sha256, source.to_owned()))
}

/// A fault in JSON: byte and what.
struct Fault {
    offset: usize,
    what: String,
}

impl Fault {
    /// The fault that the parser found in a piece that begins at byte `start` of the text.
    fn new(error: &serde_json::Error, piece: &str, start: usize) -> Self {
        let lines = piece.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let shown = error.to_string();
        let shown = shown.rsplit_once(" at line ").map_or(&*shown, |(what, _)| what);
        Self { offset: start + lines + error.column().saturating_sub(1), what: format!("this is no BioC JSON: {shown}") }
    }

    fn report(self, source: &str, text: &str) -> ReadError {
        let (line, column) = super::markup::place(text, self.offset, 1, 0);
        ReadError::Content { path: source.to_owned(), line, column, fault: self.what }
    }
}

/// Finds the documents in a text, which must be JSON from beginning to end.
fn parts(text: &str) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::new();
    for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        let value = value.map_err(|error| Fault::new(&error, text, 0))?;
        collect(text, value, "", &mut parts, 0)?;
    }
    if parts.is_empty() && text.trim().is_empty() {
        return Err(Fault { offset: 0, what: "the file is empty; expected a BioC collection or document".to_owned() });
    }
    Ok(parts)
}

fn collect(text: &str, value: &RawValue, collection: &str, parts: &mut Vec<Part>, depth: usize) -> Result<(), Fault> {
    let own = value.get();
    // Both are of one text, so that the difference is the byte at which the value begins.
    let start = (own.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let fault = |error: &serde_json::Error| Fault::new(error, own, start);
    if own.starts_with('[') && depth < 2 {
        for entry in serde_json::from_str::<Vec<&RawValue>>(own).map_err(|error| fault(&error))? {
            collect(text, entry, collection, parts, depth + 1)?;
        }
        return Ok(());
    }
    let shape: Shape<'_> = serde_json::from_str(own).map_err(|error| fault(&error))?;
    let named = shape.source.map(|source| source.0.into_owned());
    let collection = if shape.pubtator3.is_some() { "PubTator3" } else { named.as_deref().unwrap_or(collection) };
    match shape.documents.or(shape.pubtator3) {
        Some(documents) => documents.into_iter().try_for_each(|document| collect(text, document, collection, parts, depth + 1)),
        None if shape.passages.is_some() => {
            parts.push(Part { range: start..start + own.len(), collection: collection.to_owned() });
            Ok(())
        }
        None => Err(Fault {
            offset: start,
            what: "this object has neither \"documents\" nor \"passages\"; expected a BioC collection or document".to_owned(),
        }),
    }
}

/// What tells collections and documents apart.
#[derive(Deserialize)]
struct Shape<'text> {
    #[serde(borrow)]
    documents: Option<Vec<&'text RawValue>>,
    #[serde(borrow, rename = "PubTator3")]
    pubtator3: Option<Vec<&'text RawValue>>,
    #[serde(borrow)]
    source: Option<Word<'text>>,
    passages: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct JsonDocument<'text> {
    #[serde(borrow)]
    id: Option<Word<'text>>,
    #[serde(borrow, rename = "_id")]
    long_id: Option<Word<'text>>,
    #[serde(borrow)]
    passages: Option<Vec<JsonPassage<'text>>>,
}

#[derive(Deserialize)]
struct JsonPassage<'text> {
    #[serde(borrow, default)]
    infons: Infons<'text>,
    #[serde(borrow)]
    offset: Option<Word<'text>>,
    #[serde(borrow)]
    text: Option<Word<'text>>,
    #[serde(borrow)]
    sentences: Option<Vec<JsonSentence<'text>>>,
}

#[derive(Deserialize)]
struct JsonSentence<'text> {
    #[serde(borrow)]
    offset: Option<Word<'text>>,
    #[serde(borrow)]
    text: Option<Word<'text>>,
}

impl JsonPassage<'_> {
    fn source(self) -> SourcePassage {
        let infons = self.infons.0.into_iter().map(|(key, value)| (key.into_owned(), value.into_owned())).collect();
        let own = text(self.text, self.offset);
        let texts = match own {
            Some(own) => vec![own],
            None => self.sentences.unwrap_or_default().into_iter().filter_map(|sentence| text(sentence.text, sentence.offset)).collect(),
        };
        SourcePassage { infons, texts }
    }
}

fn text(text: Option<Word<'_>>, offset: Option<Word<'_>>) -> Option<(Option<u64>, String)> {
    let text = text?.0.into_owned();
    (!text.is_empty()).then(|| (offset.and_then(|offset| offset.0.trim().parse().ok()), text))
}

/// A string, or a number as it is written; anything else is empty. Files differ in how they write identifiers and offsets.
struct Word<'text>(Cow<'text, str>);

/// Strings and numbers of an object; lists and objects in it are left out.
#[derive(Default)]
struct Infons<'text>(Vec<(Cow<'text, str>, Cow<'text, str>)>);

struct WordVisitor;

impl<'de> Visitor<'de> for WordVisitor {
    type Value = Word<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string or a number")
    }

    fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<Word<'de>, E> {
        Ok(Word(Cow::Borrowed(value)))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Word<'de>, E> {
        Ok(Word(Cow::Owned(value.to_owned())))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Word<'de>, E> {
        Ok(Word(Cow::Owned(value.to_string())))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Word<'de>, E> {
        Ok(Word(Cow::Owned(value.to_string())))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Word<'de>, E> {
        Ok(Word(Cow::Owned(value.to_string())))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Word<'de>, E> {
        Ok(Word(Cow::Borrowed("")))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Word<'de>, E> {
        Ok(Word(Cow::Borrowed("")))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Word<'de>, A::Error> {
        while entries.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Word(Cow::Borrowed("")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Word<'de>, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Word(Cow::Borrowed("")))
    }
}

impl<'de: 'text, 'text> Deserialize<'de> for Word<'text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordVisitor)
    }
}

struct InfonsVisitor;

impl<'de> Visitor<'de> for InfonsVisitor {
    type Value = Infons<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of infons")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Infons<'de>, E> {
        Ok(Infons::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Infons<'de>, A::Error> {
        while entries.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Infons::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Infons<'de>, A::Error> {
        let mut infons = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Word<'de>, Word<'de>>()? {
            infons.push((key.0, value.0));
        }
        Ok(Infons(infons))
    }
}

impl<'de: 'text, 'text> Deserialize<'de> for Infons<'text> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InfonsVisitor)
    }
}

#[cfg(test)]
mod tests;
