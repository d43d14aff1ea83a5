//! What an index takes from a written record. Fields that it does not know are passed over, so that newer records can be read.

use serde::Deserialize;
use serde_json::value::RawValue;

/// A record as `annotate` wrote it; see `docs/json.md`.
#[derive(Debug, Deserialize)]
pub struct Written {
    /// Version of the program.
    pub biospan_version: String,
    /// The dictionary, as it stands there.
    pub dictionary: Box<RawValue>,
    /// The options, as they stand there.
    pub options: Box<RawValue>,
    /// The document as a whole.
    pub document: WrittenDocument,
    /// The text; none under `--no-text`.
    pub text: Option<String>,
    /// Its parts.
    pub passages: Vec<WrittenPassage>,
    /// Its sentences.
    pub sentences: Vec<WrittenSpan>,
    /// What was found.
    pub mentions: Vec<WrittenMention>,
}

/// The document of a record.
#[derive(Debug, Deserialize)]
pub struct WrittenDocument {
    /// PMCID, PMID or what the file calls it.
    pub id: String,
    /// The path that was given.
    pub source: String,
    /// The format it was read from.
    pub format: Option<String>,
    /// SHA-256 of what was read.
    pub sha256: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Public identifiers.
    #[serde(default)]
    pub identifiers: Identifiers,
    /// Journal.
    pub journal: Option<String>,
    /// Year of publication.
    pub year: Option<i32>,
}

/// Public identifiers of a document.
#[derive(Debug, Default, Deserialize)]
pub struct Identifiers {
    /// PubMed.
    pub pmid: Option<String>,
    /// PubMed Central.
    pub pmcid: Option<String>,
    /// DOI.
    pub doi: Option<String>,
}

/// Where something stands, in bytes and in characters of the text; half-open.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct WrittenSpan {
    /// First byte.
    pub byte_start: u32,
    /// The byte behind it.
    pub byte_end: u32,
    /// First character.
    pub char_start: u32,
    /// The character behind it.
    pub char_end: u32,
}

/// A passage of a record.
#[derive(Debug, Deserialize)]
pub struct WrittenPassage {
    /// What it is.
    pub kind: String,
    /// Heading of the section around it.
    pub section: Option<String>,
    /// First byte.
    pub byte_start: u32,
    /// The byte behind it.
    pub byte_end: u32,
    /// First character.
    pub char_start: u32,
    /// The character behind it.
    pub char_end: u32,
}

/// A mention of a record.
#[derive(Debug, Deserialize)]
pub struct WrittenMention {
    /// First byte.
    pub byte_start: u32,
    /// The byte behind it.
    pub byte_end: u32,
    /// First character.
    pub char_start: u32,
    /// The character behind it.
    pub char_end: u32,
    /// The words.
    pub text: String,
    /// Entity type.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// CURIE.
    pub id: String,
    /// Preferred name.
    pub name: String,
    /// Address.
    pub url: Option<String>,
    /// Other CURIEs, read only where the concept is new.
    pub xrefs: Option<Box<RawValue>>,
    /// The organism.
    pub taxon: Option<String>,
    /// How sure the resolver is.
    pub score: f32,
    /// Index of its passage.
    pub passage: u32,
    /// Index of its sentence.
    pub sentence: Option<u32>,
    /// Index of the mention around it.
    pub nested_in: Option<u32>,
}

impl WrittenMention {
    /// The concept's other CURIEs.
    #[must_use]
    pub fn xrefs(&self) -> Vec<String> {
        self.xrefs.as_ref().and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
    }
}

impl Written {
    /// Reads a record, and sees that its spans lie in its text and its numbers in its lists.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let written: Self = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        written.check().map_or(Ok(written), Err)
    }

    fn check(&self) -> Option<String> {
        if let Some(text) = &self.text
            && let Some(number) = self.passages.iter().position(|passage| text.get(range(passage.byte_start, passage.byte_end)).is_none())
        {
            return Some(format!("passage {number} is not in the text"));
        }
        let sentence = |mention: &WrittenMention| mention.sentence.is_none_or(|sentence| (sentence as usize) < self.sentences.len());
        let number = self.mentions.iter().position(|mention| mention.passage as usize >= self.passages.len() || !sentence(mention))?;
        Some(format!("mention {number} names a passage or sentence that there is not"))
    }

    /// By what a dictionary is known: its SHA-256, behind it those of what was laid over it, separated by blanks.
    #[must_use]
    pub fn dictionary_digests(&self) -> String {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Digests {
            sha256: String,
            overlays: Vec<Digests>,
        }
        let digests: Digests = serde_json::from_str(self.dictionary.get()).unwrap_or_default();
        let all = std::iter::once(digests.sha256).chain(digests.overlays.into_iter().map(|overlay| overlay.sha256));
        all.filter(|digest| !digest.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The text of a passage.
    #[must_use]
    pub fn passage_text(&self, passage: &WrittenPassage) -> Option<&str> {
        self.text.as_deref()?.get(range(passage.byte_start, passage.byte_end))
    }

    /// The passage of each sentence, by where they stand; sentences and passages are in order.
    #[must_use]
    pub fn passages_of_sentences(&self) -> Vec<u32> {
        let mut passage = 0;
        let mut of = |sentence: &WrittenSpan| {
            while self.passages.get(passage as usize + 1).is_some_and(|next| next.byte_start <= sentence.byte_start) {
                passage += 1;
            }
            passage
        };
        self.sentences.iter().map(&mut of).collect()
    }
}

fn range(start: u32, end: u32) -> std::ops::Range<usize> {
    start as usize..end as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(text: &str, passages: &str, sentences: &str, mentions: &str) -> String {
        format!(
            r#"{{"biospan_version":"0.1.0","dictionary":{{}},"options":{{}},"document":{{"id":"a","source":"a.txt"}},"text":"{text}","passages":{passages},"sentences":{sentences},"mentions":{mentions},"later":1}}"#
        )
    }

    #[test]
    fn what_does_not_fit_together_is_refused_in_words() {
        let passage = r#"[{"kind":"paragraph","byte_start":0,"byte_end":4,"char_start":0,"char_end":4}]"#;
        let mention = |passage: u32, sentence: u32| {
            format!(
                r#"[{{"byte_start":0,"byte_end":4,"char_start":0,"char_end":4,"text":"gout","type":"disease","id":"A:1","name":"gout","xrefs":["B:1"],"score":0.5,"passage":{passage},"sentence":{sentence}}}]"#
            )
        };
        let sentence = r#"[{"byte_start":0,"byte_end":4,"char_start":0,"char_end":4}]"#;
        let cases = [
            ("good", record("gout", passage, sentence, &mention(0, 0)), ""),
            ("text too short", record("go", passage, sentence, "[]"), "passage 0 is not in the text"),
            ("inside a character", record("gou\u{e9}", passage, sentence, "[]"), "passage 0 is not in the text"),
            ("no such passage", record("gout", passage, sentence, &mention(1, 0)), "mention 0 names a passage or sentence"),
            ("no such sentence", record("gout", passage, sentence, &mention(0, 1)), "mention 0 names a passage or sentence"),
            ("no record", "{\"id\":1}".to_owned(), "missing field"),
        ];
        for (name, json, expected) in cases {
            let error = Written::parse(json.as_bytes()).err().unwrap_or_default();
            assert!(error.contains(expected) && error.is_empty() == expected.is_empty(), "{name}: {error}");
        }
    }

    #[test]
    fn a_dictionary_is_known_by_its_digests() {
        for (dictionary, expected) in [
            (r#"{"name":"biospan","sha256":"aa"}"#, "aa"),
            (r#"{"name":"biospan","sha256":"aa","overlays":[{"file":"lab.tsv","sha256":"bb"},{"file":"b","sha256":"cc"}]}"#, "aa bb cc"),
            (r#"{"name":"none","overlays":[{"file":"lab.tsv","sha256":"bb"}]}"#, "bb"),
            ("{}", ""),
        ] {
            let json = record("", "[]", "[]", "[]").replacen("{}", dictionary, 1);
            assert_eq!(Written::parse(json.as_bytes()).unwrap().dictionary_digests(), expected, "{dictionary}");
        }
    }

    #[test]
    fn sentences_know_their_passages() {
        let span = |start: &u32, end: &u32| {
            format!(r#"{{"kind":"paragraph","byte_start":{start},"byte_end":{end},"char_start":{start},"char_end":{end}}}"#)
        };
        let list = |spans: &[(u32, u32)]| format!("[{}]", spans.iter().map(|(start, end)| span(start, end)).collect::<Vec<_>>().join(","));
        let written = record("0123456789", &list(&[(0, 2), (3, 3), (4, 10)]), &list(&[(0, 1), (1, 2), (4, 6), (7, 10)]), "[]");
        assert_eq!(Written::parse(written.as_bytes()).unwrap().passages_of_sentences(), [0, 0, 2, 2]);
    }
}
