//! MONDO's reports on how its synonyms differ from those of DOID, NCIT, OMIM and Orphanet.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::lines::{Layout, each_row};
use super::property::property;
use super::{Entry, Fault, Format, Relation, Sink, Synonym, Xref, curie};

/// `sync-synonym` reports of MONDO's ingest: each row is one synonym of a source's record and of MONDO's.
pub const FORMAT: Format = Format { name: "mondo-sync", what: "MONDO's synonym reports on DOID, NCIT, OMIM and Orphanet", read };

const LAYOUT: Layout = Layout {
    needed: &["mondo_id", "synonym_scope_source", "synonym_scope_mondo", "synonym", "source_id", "source_label", "synonym_type"],
    optional: &["synonym_case_diff_source", "synonym_type_mondo"],
};

/// An entry a row, of the source's record: its one synonym with the source's scope and kind; MONDO's record as exact
/// cross reference; what MONDO says as the facts `mondo_scope` and `mondo_type`, where it says so.
fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    each_row(input, sink, &LAYOUT, |row, sink| {
        // The report spells as MONDO does and keeps the source's capitals aside.
        let text = match row.get("synonym_case_diff_source") {
            "" => row.get("synonym"),
            own => own,
        };
        let (mondo_scope, mondo_type) = (row.get("synonym_scope_mondo"), row.get("synonym_type_mondo"));
        if !mondo_scope.is_empty() {
            scope(mondo_scope)?;
        }
        let facts = [("mondo_scope", mondo_scope.to_owned()), ("mondo_type", property(mondo_type))];
        sink.entry(Entry {
            id: curie(row.get("source_id")),
            name: row.get("source_label").to_owned(),
            synonyms: vec![Synonym {
                text: text.to_owned(),
                scope: scope(row.get("synonym_scope_source"))?,
                field: property(row.get("synonym_type")),
            }],
            xrefs: vec![Xref { curie: curie(row.get("mondo_id")), relation: Relation::Exact }],
            facts: facts.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
            line: row.line,
            ..Entry::default()
        });
        Ok(())
    })
}

fn scope(word: &str) -> Result<Scope, String> {
    Ok(match word {
        "oio:hasExactSynonym" => Scope::Exact,
        "oio:hasRelatedSynonym" => Scope::Related,
        "oio:hasNarrowSynonym" => Scope::Narrow,
        "oio:hasBroadSynonym" => Scope::Broad,
        other => return Err(format!("scope \"{other}\"; expected oio:hasExactSynonym and the like")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Contents, shared_files};

    const HEADER: &str =
        "mondo_id\tsynonym_scope_source\tsynonym_scope_mondo\tsynonym\tsynonym_case_diff_source\tsource_id\tsource_label\tsynonym_type\n";

    fn read_row(row: &str) -> Contents {
        let mut contents = Contents::default();
        read(&mut format!("{HEADER}{row}\n").as_bytes(), &mut contents).unwrap();
        contents
    }

    #[test]
    fn a_row_is_a_synonym_of_the_source_with_its_own_capitals() {
        let contents = read_row(
            "MONDO:1\toio:hasExactSynonym\toio:hasBroadSynonym\tab cd\tAb Cd\tDOID:1\tone\thttp://purl.obolibrary.org/obo/mondo#ABBREVIATION",
        );
        let entry = &contents.entries[0];
        assert_eq!((entry.id.as_str(), entry.name.as_str(), entry.xrefs[0].curie.as_str()), ("DOID:1", "one", "MONDO:1"));
        assert_eq!(entry.synonyms, [Synonym { text: "Ab Cd".to_owned(), scope: Scope::Exact, field: "ABBREVIATION".to_owned() }]);
        assert_eq!(entry.fact("mondo_scope"), Some("oio:hasBroadSynonym"));
    }

    #[test]
    fn an_unknown_scope_is_named() {
        for row in ["MONDO:1\toio:hasGuess\t\ta\t\tDOID:1\tone\t", "MONDO:1\toio:hasExactSynonym\toio:hasGuess\ta\t\tDOID:1\tone\t"] {
            let contents = read_row(row);
            assert!(contents.entries.is_empty());
            assert!(contents.faults[0].to_string().starts_with("line 2: scope \"oio:hasGuess\""), "{}", contents.faults[0]);
        }
    }

    #[test]
    fn the_reports_are_read_without_a_fault() {
        for (path, count) in [("mondo/sync/doid.synonyms.confirmed.tsv.gz", 18_438), ("mondo/sync/omim.synonyms.updated.tsv.gz", 13_015)] {
            shared_files::check(path, "mondo-sync", |contents| assert_eq!(contents.entries.len(), count, "{path}"));
        }
    }
}
