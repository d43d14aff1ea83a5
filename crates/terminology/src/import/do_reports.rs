//! The Disease Ontology's reports: every term with its parents' names, and every cross reference.

use std::io::BufRead;

use super::lines::{Layout, each_row};
use super::{Entry, Fault, Format, Relation, Sink, Xref, curie};

/// `id label subClassOf` or `id label xref`, a row each.
pub const FORMAT: Format = Format { name: "do-reports", what: "reports of the Disease Ontology (HumanDO, allXREFinDO)", read };

const LAYOUT: Layout = Layout { needed: &["id", "label"], optional: &["subClassOf", "xref"] };

/// An entry a row. A parent is known by its name only: it stands in the fact `parent_name`.
fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    each_row(input, sink, &LAYOUT, |row, sink| {
        let (id, name) = (row.get("id"), row.get("label"));
        if id.is_empty() || name.is_empty() {
            return Err("no identifier or no label; expected both".to_owned());
        }
        let xref = Some(row.get("xref")).filter(|xref| !xref.is_empty());
        let parent = Some(row.get("subClassOf")).filter(|parent| !parent.is_empty());
        sink.entry(Entry {
            id: curie(id),
            name: name.to_owned(),
            xrefs: xref.map(|xref| Xref { curie: curie(xref), relation: Relation::Unstated }).into_iter().collect(),
            facts: parent.map(|parent| ("parent_name", parent.to_owned())).into_iter().collect(),
            line: row.line,
            ..Entry::default()
        });
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Contents, shared_files};

    fn read_text(text: &str) -> Contents {
        let mut contents = Contents::default();
        read(&mut text.as_bytes(), &mut contents).unwrap();
        contents
    }

    #[test]
    fn fields_are_read_without_their_quotes() {
        let contents = read_text("id\tlabel\tsubClassOf\n\"DOID:2\"\t\"two\"\t\"one\"\n");
        assert_eq!((contents.entries[0].id.as_str(), contents.entries[0].name.as_str()), ("DOID:2", "two"));
        assert_eq!(contents.entries[0].fact("parent_name"), Some("one"));
        let contents = read_text("id\tlabel\txref\n\"DOID:2\"\t\"two\"\t\"MIM:5\"\n");
        assert_eq!(contents.entries[0].xrefs[0].curie, "OMIM:5");
    }

    #[test]
    fn a_row_without_label_is_named() {
        let contents = read_text("id\tlabel\n\"DOID:2\"\t\"\"\n");
        assert_eq!(contents.faults[0].to_string(), "line 2: no identifier or no label; expected both");
    }

    #[test]
    fn the_reports_are_read_without_a_fault() {
        for (path, least) in [("doid/HumanDO.tsv.gz", 12_000), ("doid/allXREFinDO.tsv.gz", 33_000)] {
            shared_files::check(path, "do-reports", |contents| {
                assert!(contents.entries.len() >= least, "{path}: {}", contents.entries.len())
            });
        }
    }
}
