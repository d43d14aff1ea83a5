//! SSSOM, the mapping sets of the OBO world: a table with a commented YAML header.

use std::collections::HashMap;
use std::io::BufRead;

use super::lines::{Layout, Row, Table, each_line};
use super::{Fault, Format, Mapping, Relation, Sink, curie, fits};

/// Simple Standard for Sharing Ontological Mappings.
pub const FORMAT: Format = Format { name: "sssom", what: "mapping sets in SSSOM's TSV form (MONDO, DOID, Biomappings)", read };

const LAYOUT: Layout = Layout {
    needed: &["subject_id", "predicate_id", "object_id"],
    optional: &["subject_label", "predicate_modifier", "object_label", "mapping_justification"],
};

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut prefixes = CurieMap::default();
    let mut table = Table::new(&LAYOUT);
    each_line(input, sink, |number, line, sink| {
        if let Some(comment) = line.strip_prefix('#') {
            prefixes.line(comment);
            return Ok(());
        }
        table.line(number, line, sink, |row, sink| {
            // "sssom:NoTermFound" says that there is nothing to map to.
            if row.get("object_id") != "sssom:NoTermFound" && row.get("subject_id") != "sssom:NoTermFound" {
                sink.mapping(mapping(row, &prefixes.bases)?);
            }
            Ok(())
        })
    })?;
    table.end()
}

fn mapping(row: &Row<'_>, bases: &HashMap<String, String>) -> Result<Mapping, String> {
    let negated = match row.get("predicate_modifier") {
        "" => false,
        "Not" => true,
        other => return Err(format!("predicate_modifier \"{other}\"; expected Not or nothing")),
    };
    Ok(Mapping {
        subject: identifier(row.get("subject_id"), bases)?,
        subject_label: row.get("subject_label").to_owned(),
        relation: relation(row.get("predicate_id"))?,
        negated,
        object: identifier(row.get("object_id"), bases)?,
        object_label: row.get("object_label").to_owned(),
        justification: row.get("mapping_justification").to_owned(),
        line: row.line,
    })
}

/// A prefix that we do not know may still have a base that we know.
fn identifier(text: &str, bases: &HashMap<String, String>) -> Result<String, String> {
    let known = curie(text);
    let Some((prefix, local)) = text.split_once(':').filter(|(prefix, local)| !prefix.is_empty() && !local.is_empty()) else {
        return Err(format!("identifier \"{text}\"; expected PREFIX:LOCAL"));
    };
    match bases.get(prefix) {
        Some(base) if !fits(&known) => {
            let contracted = curie(&format!("{base}{local}"));
            Ok(if fits(&contracted) { contracted } else { known })
        }
        _ => Ok(known),
    }
}

/// The relation that a predicate says. A match across species is no identity.
pub(super) fn relation(predicate: &str) -> Result<Relation, String> {
    Ok(match predicate {
        "skos:exactMatch" | "owl:equivalentClass" | "owl:sameAs" => Relation::Exact,
        "skos:closeMatch" => Relation::Close,
        "skos:narrowMatch" => Relation::Narrow,
        "skos:broadMatch" | "rdfs:subClassOf" => Relation::Broad,
        "skos:relatedMatch" | "skos:mappingRelation" | "semapv:crossSpeciesExactMatch" | "semapv:crossSpeciesCloseMatch" => {
            Relation::Related
        }
        "oboInOwl:hasDbXref" | "oio:hasDbXref" | "rdfs:seeAlso" => Relation::Unstated,
        // The Relation Ontology says how two things stand to each other (conjugate base of), never that they are one.
        other if other.to_ascii_lowercase().starts_with("ro:") => Relation::Related,
        // The Relation Ontology says how two things stand to each other (conjugate base of), never that they are one.
        other if other.to_ascii_lowercase().starts_with("ro:") => Relation::Related,
        other => return Err(format!("predicate \"{other}\"; expected one of SKOS's matches, owl:equivalentClass or oboInOwl:hasDbXref")),
    })
}

/// The `curie_map` of the commented header: indented lines `prefix: base`.
#[derive(Default)]
struct CurieMap {
    bases: HashMap<String, String>,
    inside: bool,
}

impl CurieMap {
    fn line(&mut self, comment: &str) {
        match comment.strip_prefix("  ").and_then(|inner| inner.trim_start().split_once(':')) {
            Some((prefix, base)) if self.inside => {
                self.bases.insert(prefix.to_owned(), base.trim().trim_matches(['\'', '"']).to_owned());
            }
            _ => self.inside = comment.trim() == "curie_map:",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Contents, shared_files};

    const HEADER: &str = "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\n";

    fn read_text(text: &str) -> Result<Contents, Fault> {
        let mut contents = Contents::default();
        read(&mut text.as_bytes(), &mut contents)?;
        Ok(contents)
    }

    #[test]
    fn a_row_becomes_a_mapping_in_our_spelling() {
        let head = "# curie_map:\n#   msh2: http://identifiers.org/mesh/\n# license: x\n";
        let cases = [
            ("mondo:0000001\ta\tskos:exactMatch\t\tmesh:D000001\tb", ("MONDO:0000001", Relation::Exact, false, "MESH:D000001")),
            ("DOID:1\ta\tskos:exactMatch\tNot\tNCI:C1\tb", ("DOID:1", Relation::Exact, true, "NCIT:C1")),
            ("DOID:1\ta\toboInOwl:hasDbXref\t\tMIM:PS5\t", ("DOID:1", Relation::Unstated, false, "OMIMPS:5")),
            ("DOID:1\ta\tskos:broadMatch\t\tmsh2:D000002\t", ("DOID:1", Relation::Broad, false, "MESH:D000002")),
            ("ZFA:1\ta\tsemapv:crossSpeciesExactMatch\t\tCL:0000001\t", ("ZFA:1", Relation::Related, false, "CL:0000001")),
        ];
        for (line, expected) in cases {
            let contents = read_text(&format!("{head}{HEADER}{line}\n")).unwrap();
            assert_eq!(contents.faults, [], "{line}");
            let found = &contents.mappings[0];
            assert_eq!((found.subject.as_str(), found.relation, found.negated, found.object.as_str()), expected, "{line}");
            assert_eq!(found.line, 5);
        }
    }

    #[test]
    fn nothing_to_map_to_is_no_mapping() {
        let contents = read_text(&format!("{HEADER}DOID:1\ta\tskos:exactMatch\t\tsssom:NoTermFound\t\n")).unwrap();
        assert!(contents.mappings.is_empty() && contents.faults.is_empty());
    }

    #[test]
    fn a_bad_line_is_named_and_the_next_one_is_read() {
        for (line, expected) in [
            ("DOID:1\ta\tskos:exactMatch\tDOID:2", "4 columns; expected 6"),
            ("DOID:1\ta\tis_like\t\tDOID:2\tb", "predicate \"is_like\""),
            ("DOID:1\ta\tskos:exactMatch\tNo\tDOID:2\tb", "predicate_modifier \"No\""),
            ("DOID:1\ta\tskos:exactMatch\t\tMESH:\tb", "identifier \"MESH:\""),
        ] {
            let contents = read_text(&format!("#x\n{HEADER}{line}\nDOID:1\ta\tskos:exactMatch\t\tDOID:3\tb\n")).unwrap();
            assert_eq!(contents.mappings.len(), 1, "{line}");
            assert_eq!(contents.faults[0].line, 3);
            assert!(contents.faults[0].what.contains(expected), "{}", contents.faults[0]);
        }
    }

    #[test]
    fn a_header_without_a_needed_column_stops_the_reading() {
        let fault = read_text("subject_id\tobject_id\nDOID:1\tDOID:2\n").unwrap_err();
        assert!(fault.to_string().contains("no column \"predicate_id\""), "{fault}");
        assert!(read_text("# only comments\n").unwrap_err().to_string().contains("no header"));
    }

    #[test]
    fn the_releases_are_read_without_a_fault() {
        for (path, least) in [
            ("mondo/mondo_exactmatch_mesh.sssom.tsv.gz", 8181),
            ("mondo/mondo_hasdbxref_hp.sssom.tsv.gz", 579),
            ("doid/doid.sssom.tsv.gz", 31_000),
            ("biomappings/positive.sssom.tsv.gz", 3832),
            ("cl/zfa.sssom.tsv.gz", 400),
            ("cl/biomappings-cells.negative.tsv.gz", 128),
        ] {
            shared_files::check(path, "sssom", |contents| assert!(contents.mappings.len() >= least, "{path}: {}", contents.mappings.len()));
        }
    }
}
