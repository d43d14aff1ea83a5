//! Lines for the `_bulk` interface of Elasticsearch and OpenSearch, and the mapping of the index as a file of its own.

pub mod annotated_text;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::record::{Written, WrittenMention};
use super::{IndexError, Sealed, Target, part_of, refused};
use crate::formats::read::input::hexadecimal;

/// The mapping and the settings, as the request that makes the index takes them.
const MAPPING: &str = include_str!("elasticsearch/mapping.json");
/// Elasticsearch takes identifiers of no more bytes.
const LONGEST_ID: usize = 512;

/// A file of bulk lines that is being written; the mapping goes beside it.
pub struct Bulk {
    path: PathBuf,
    out: BufWriter<File>,
    annotated_text: bool,
    documents: u64,
}

impl Bulk {
    /// Begins a file. With `annotated_text` the text is written a second time, with its concepts, for the plugin
    /// `mapper-annotated-text`.
    ///
    /// # Errors
    /// What the system says.
    pub fn create(path: &Path, annotated_text: bool) -> Result<Self, IndexError> {
        let part = part_of(path);
        let file = File::create(&part).map_err(refused(format!("{}: cannot write here", part.display())))?;
        Ok(Self { path: path.to_owned(), out: BufWriter::with_capacity(1 << 16, file), annotated_text, documents: 0 })
    }

    /// How many documents were written.
    #[must_use]
    pub fn documents(&self) -> u64 {
        self.documents
    }

    /// The file of the mapping: `papers.mapping.json` for `papers.ndjson`.
    #[must_use]
    pub fn mapping_path(&self) -> PathBuf {
        self.path.with_extension("mapping.json")
    }
}

impl Target for Bulk {
    fn take(&mut self, record: &Sealed) -> Result<(), IndexError> {
        let lines = lines(&record.written, self.annotated_text);
        self.documents += 1;
        self.out.write_all(lines.as_bytes()).map_err(refused(format!("{}: cannot write", self.path.display())))
    }

    fn finish(&mut self) -> Result<(), IndexError> {
        let unwritable = || refused(format!("{}: cannot write", self.path.display()));
        self.out.flush().map_err(unwritable())?;
        let mapping = self.mapping_path();
        let written = std::fs::write(&mapping, self::mapping(self.annotated_text));
        written.map_err(refused(format!("{}: cannot write", mapping.display())))?;
        std::fs::rename(part_of(&self.path), &self.path).map_err(unwritable())
    }
}

/// The mapping.
#[must_use]
pub fn mapping(annotated_text: bool) -> String {
    if !annotated_text {
        return MAPPING.to_owned();
    }
    // The field is there only on request: without the plugin a server refuses its type.
    MAPPING.replace(
        "    \"properties\": {\n      \"id\"",
        "    \"properties\": {\n      \"annotated_text\": { \"type\": \"annotated_text\" },\n      \"id\"",
    )
}

#[derive(Serialize)]
struct ConceptLine<'w> {
    id: &'w str,
    #[serde(rename = "type")]
    entity_type: &'w str,
    name: &'w str,
    #[serde(skip_serializing_if = "Option::is_none")]
    taxon: Option<&'w str>,
    xrefs: Vec<String>,
    count: u32,
}

#[derive(Serialize)]
struct MentionLine<'w> {
    id: &'w str,
    #[serde(rename = "type")]
    entity_type: &'w str,
    text: &'w str,
    char_start: u32,
    char_end: u32,
    score: f64,
    passage: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<u32>,
}

/// The two lines of a document.
#[must_use]
pub fn lines(written: &Written, annotated_text: bool) -> String {
    let about = &written.document;
    let mut document = serde_json::Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            document.insert(key.to_owned(), value);
        }
    };
    put("id", json!(about.id));
    put("source", json!(about.source));
    put("title", json!(about.title));
    put("pmid", json!(about.identifiers.pmid));
    put("pmcid", json!(about.identifiers.pmcid));
    put("doi", json!(about.identifiers.doi));
    put("journal", json!(about.journal));
    put("year", json!(about.year));
    put("text", json!(written.text));
    if annotated_text {
        put("annotated_text", json!(annotated_text::annotated(written)));
    }
    put("concept_ids", json!(written.mentions.iter().map(|mention| mention.id.as_str()).collect::<BTreeSet<_>>()));
    put("concepts", json!(concepts(&written.mentions)));
    put("mentions", json!(written.mentions.iter().map(mention_line).collect::<Vec<_>>()));
    format!("{}\n{}\n", json!({"index": {"_id": document_id(&about.id)}}), Value::Object(document))
}

fn mention_line(mention: &WrittenMention) -> MentionLine<'_> {
    MentionLine {
        id: &mention.id,
        entity_type: &mention.entity_type,
        text: &mention.text,
        char_start: mention.char_start,
        char_end: mention.char_end,
        score: (f64::from(mention.score) * 100.0).round() / 100.0,
        passage: mention.passage,
        sentence: mention.sentence,
    }
}

fn concepts(mentions: &[WrittenMention]) -> Vec<ConceptLine<'_>> {
    let mut concepts: BTreeMap<(&str, &str), ConceptLine<'_>> = BTreeMap::new();
    for mention in mentions {
        let concept = concepts.entry((&mention.id, &mention.entity_type)).or_insert_with(|| ConceptLine {
            id: &mention.id,
            entity_type: &mention.entity_type,
            name: &mention.name,
            taxon: mention.taxon.as_deref(),
            xrefs: mention.xrefs(),
            count: 0,
        });
        concept.count += 1;
    }
    concepts.into_values().collect()
}

fn document_id(id: &str) -> String {
    if id.len() <= LONGEST_ID { id.to_owned() } else { hexadecimal(&Sha256::digest(id.as_bytes())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_two_lines_whatever_its_text() {
        let record = r#"{"biospan_version":"0.1.0","dictionary":{},"options":{},"document":{"id":"a\nb","source":"a.txt","year":2020},
            "text":"gout\n\"gout\" \u2028","passages":[{"kind":"paragraph","byte_start":0,"byte_end":11,"char_start":0,"char_end":11}],"sentences":[],
            "mentions":[{"byte_start":0,"byte_end":4,"char_start":0,"char_end":4,"text":"gout","type":"disease","id":"MONDO:0005393",
            "name":"gout","xrefs":["MESH:D006073"],"score":0.9,"passage":0}]}"#;
        let lines = lines(&Written::parse(record.as_bytes()).unwrap(), true);
        let [action, document] = lines.lines().collect::<Vec<_>>()[..] else { panic!("{lines}") };
        assert!(lines.ends_with('\n'));
        assert_eq!(action, r#"{"index":{"_id":"a\nb"}}"#);
        let document: Value = serde_json::from_str(document).unwrap();
        assert_eq!(document["annotated_text"], "[gout](MONDO:0005393)\n\"gout\" \u{2028}");
        assert_eq!(document["mentions"][0]["score"], 0.9);
        assert_eq!(
            document["concepts"][0],
            json!({"id":"MONDO:0005393","type":"disease","name":"gout","xrefs":["MESH:D006073"],"count":1})
        );
    }

    #[test]
    fn every_field_that_is_written_is_in_the_mapping() {
        let record = r#"{"biospan_version":"0.1.0","dictionary":{},"options":{},"document":{"id":"a","source":"a.txt","year":2020,"title":"t",
            "journal":"j","identifiers":{"pmid":"1","pmcid":"PMC1","doi":"10.1/1"}},"text":"gout",
            "passages":[{"kind":"paragraph","byte_start":0,"byte_end":4,"char_start":0,"char_end":4}],
            "sentences":[{"byte_start":0,"byte_end":4,"char_start":0,"char_end":4}],
            "mentions":[{"byte_start":0,"byte_end":4,"char_start":0,"char_end":4,"text":"gout","type":"disease","id":"MONDO:0005393",
            "name":"gout","xrefs":["MESH:D006073"],"taxon":"NCBITaxon:9606","score":0.9,"passage":0,"sentence":0}]}"#;
        let lines = lines(&Written::parse(record.as_bytes()).unwrap(), true);
        let document: Value = serde_json::from_str(lines.lines().nth(1).unwrap()).unwrap();
        let mapping: Value = serde_json::from_str(&mapping(true)).unwrap();
        assert_eq!(mapping["mappings"]["dynamic"], "strict");
        let known = |fields: &Value, mapped: &Value| {
            for field in fields.as_object().unwrap().keys() {
                assert!(mapped.get(field).is_some(), "{field}");
            }
        };
        let fields = &mapping["mappings"]["properties"];
        known(&document, fields);
        known(&document["concepts"][0], &fields["concepts"]["properties"]);
        known(&document["mentions"][0], &fields["mentions"]["properties"]);
        assert_eq!((&fields["mentions"]["type"], &fields["mentions"]["properties"]["id"]["type"]), (&json!("nested"), &json!("keyword")));
        assert!(serde_json::from_str::<Value>(&self::mapping(false)).unwrap()["mappings"]["properties"].get("annotated_text").is_none());
    }

    #[test]
    fn an_identifier_that_is_too_long_becomes_its_digest() {
        assert_eq!(document_id("PMC1"), "PMC1");
        assert_eq!(document_id(&"x".repeat(513)).len(), 64);
    }
}
