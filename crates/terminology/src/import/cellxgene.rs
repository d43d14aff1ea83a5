//! Ontologies as the CELLxGENE ontology guide holds them: one JSON object, identifier to record.

use std::collections::HashMap;
use std::io::BufRead;

use biospan_lexicon::table::Scope;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::{Entry, Fault, Format, Sink, Synonym, curie};

/// JSON of the CELLxGENE ontology guide.
pub const FORMAT: Format = Format { name: "cellxgene", what: "ontologies in the CELLxGENE guide's JSON (MONDO, CL)", read };

#[derive(Deserialize)]
struct Record {
    /// Every ancestor with its distance; the direct parents have 1.
    #[serde(default)]
    ancestors: HashMap<String, u32>,
    #[serde(default)]
    label: String,
    #[serde(default)]
    synonyms: Vec<String>,
    #[serde(default)]
    deprecated: bool,
    replaced_by: Option<String>,
    #[serde(default)]
    consider: Vec<String>,
}

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut parser = serde_json::Deserializer::from_reader(input);
    let what = |error| Fault {
        line: serde_json::Error::line(&error).max(1),
        what: format!("{error}; expected an object of records by identifier"),
    };
    parser.deserialize_map(Records(sink)).map_err(what)
}

/// Hands records over one by one, in the file's order.
struct Records<'a>(&'a mut dyn Sink);

impl<'de> Visitor<'de> for Records<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an object of records by identifier")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        // The file has one record a line or none at all: the number of the record stands for its line.
        let mut number = 0;
        while let Some((id, record)) = map.next_entry::<String, Record>()? {
            number += 1;
            self.0.entry(record.entry(&id, number));
        }
        Ok(())
    }
}

impl Record {
    fn entry(self, id: &str, line: usize) -> Entry {
        let mut parents: Vec<String> = self.ancestors.iter().filter(|&(_, &distance)| distance == 1).map(|(id, _)| curie(id)).collect();
        parents.sort_unstable();
        // The guide keeps exact synonyms only.
        let synonyms = self.synonyms.into_iter().map(|text| Synonym { text, scope: Scope::Exact, field: String::new() });
        let mut entry = Entry {
            id: curie(id),
            name: self.label,
            synonyms: synonyms.collect(),
            parents,
            obsolete: self.deprecated,
            replaced_by: self.replaced_by.iter().map(|id| address(id)).collect(),
            line,
            ..Entry::default()
        };
        entry.considering(self.consider.iter().map(|id| address(id)).collect());
        entry
    }
}

/// `obo.MONDO_0019755`, as the guide writes some identifiers.
fn address(text: &str) -> String {
    match text.strip_prefix("obo.").and_then(|rest| rest.split_once('_')) {
        Some((prefix, local)) => format!("{prefix}:{local}"),
        None => curie(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Contents, shared_files};

    fn read_text(text: &str) -> Result<Contents, Fault> {
        let mut contents = Contents::default();
        read(&mut text.as_bytes(), &mut contents)?;
        Ok(contents)
    }

    #[test]
    fn parents_are_the_ancestors_at_distance_one() {
        let contents = read_text(
            r#"{"X:2":{"ancestors":{"X:5":1,"X:4":1,"X:1":2},"label":"two","synonyms":["b"],"deprecated":false},
            "X:3":{"ancestors":{},"label":"obsolete three","deprecated":true,"replaced_by":"X:2"},
            "X:6":{"ancestors":{},"label":"obsolete six","deprecated":true,"consider":["obo.MONDO_0000001","X:2"]}}"#,
        )
        .unwrap();
        let [two, three, six] = &contents.entries[..] else { panic!("{contents:?}") };
        assert_eq!((two.name.as_str(), &two.parents[..]), ("two", &["X:4".to_owned(), "X:5".to_owned()][..]));
        assert_eq!(two.synonyms, [Synonym { text: "b".to_owned(), scope: Scope::Exact, field: String::new() }]);
        assert!(three.obsolete && three.replaced_by == ["X:2"]);
        assert_eq!(six.replaced_by, ["MONDO:0000001", "X:2"]);
    }

    #[test]
    fn a_file_of_another_form_is_refused_with_its_line() {
        for (text, line) in [("[]", 1), ("{\"X:1\":\n{\"label\":3}}", 2), ("{", 1)] {
            let fault = read_text(text).unwrap_err();
            assert_eq!(fault.line, line, "{fault}");
            assert!(fault.what.contains("expected an object of records"), "{fault}");
        }
    }

    #[test]
    fn the_releases_are_read_without_a_fault() {
        for (path, count) in [("mondo/MONDO-ontology-v2026-05-05.json.gz", 31_958), ("cl/CL-ontology-v2026-03-26.nodef.json.gz", 3596)] {
            shared_files::check(path, "cellxgene", |contents| assert_eq!(contents.entries.len(), count, "{path}"));
        }
    }
}
