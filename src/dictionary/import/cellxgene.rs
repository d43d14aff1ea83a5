//! A release of an ontology as CELLxGENE keeps it: one JSON object, identifier to label, synonyms and ancestors.

use std::collections::BTreeMap;
use std::io::BufRead;

use biospan_lexicon::table::Scope;
use serde::Deserialize;

use super::{Entry, Fault, Format, Sink, Synonym, curie};

/// Ontology releases of CELLxGENE's guide, with inferred ancestors.
pub const FORMAT: Format = Format { name: "cellxgene", what: "ontology releases of the CELLxGENE ontology guide (JSON)", read };

#[derive(Deserialize)]
struct Term {
    label: String,
    #[serde(default)]
    synonyms: Vec<String>,
    /// Ancestors with their distance; those of distance 1 are direct parents, inferred ones among them.
    ancestors: BTreeMap<String, u32>,
    deprecated: bool,
    replaced_by: Option<String>,
    #[serde(default)]
    consider: Vec<String>,
}

/// Synonyms have no scope in this form: they come as related.
fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let terms: BTreeMap<String, Term> = serde_json::from_reader(input)
        .map_err(|error| Fault { line: error.line(), what: format!("{error}; expected identifiers with label, ancestors, deprecated") })?;
    for (id, term) in terms {
        let synonym = |text| Synonym { text, scope: Scope::Related, field: "synonyms".to_owned() };
        let mut entry = Entry {
            id: curie(&id),
            name: term.label,
            synonyms: term.synonyms.into_iter().map(synonym).collect(),
            parents: term.ancestors.iter().filter(|(_, distance)| **distance == 1).map(|(parent, _)| curie(parent)).collect(),
            obsolete: term.deprecated,
            replaced_by: term.replaced_by.iter().map(|id| curie(id)).collect(),
            line: 1,
            ..Entry::default()
        };
        if entry.replaced_by.is_empty() && !term.consider.is_empty() {
            entry.replaced_by = term.consider.iter().map(|id| curie(id)).collect();
            entry.facts.push(("consider", entry.replaced_by.join("|")));
        }
        sink.entry(entry);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::import::{Contents, shared_files};

    #[test]
    fn terms_become_entries_with_direct_parents() {
        let text = r#"{"CL:2": {"ancestors": {"CL:1": 1, "CL:0": 2}, "label": "b", "synonyms": ["B"], "deprecated": false},
            "CL:3": {"ancestors": {}, "label": "obsolete c", "deprecated": true, "consider": ["CL:2"]}}"#;
        let mut found = Contents::default();
        read(&mut text.as_bytes(), &mut found).expect("it is read");
        let [live, gone] = &found.entries[..] else { panic!("{:?}", found.entries) };
        assert_eq!((live.name.as_str(), &live.parents[..], live.synonyms[0].text.as_str()), ("b", &["CL:1".to_owned()][..], "B"));
        assert!(gone.obsolete && gone.replaced_by == ["CL:2"] && gone.fact("consider") == Some("CL:2"));
    }

    #[test]
    fn a_file_of_another_form_is_refused_with_its_line() {
        let fault = read(&mut "{\"CL:1\":\n{\"label\": \"a\"}}".as_bytes(), &mut Contents::default()).expect_err("it lacks columns");
        assert!(fault.line == 2 && fault.what.contains("missing field"), "{fault}");
    }

    #[test]
    fn the_release_of_cl_is_read() {
        let path = "cl/CL-ontology-v2026-03-26.nodef.json.gz";
        shared_files::check(path, "cellxgene", |contents| assert_eq!(contents.entries.len(), 3596));
    }
}
