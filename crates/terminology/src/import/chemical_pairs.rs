//! Tables of two columns that say which identifiers of drugs and chemicals belong together.

use std::io::BufRead;

use super::chemical_id::curie;
use super::delimited::{self, Layout, TABS};
use super::{Entry, Fault, Format, Mapping, Relation, Sink, Xref};

pub(super) const CAS_CHEBI: Format = Format { name: "cas-to-chebi", what: "CAS number and ChEBI id (TSV)", read: cas_chebi };
pub(super) const CHEBI_CHEMBL: Format = Format { name: "chebi-to-chembl", what: "ChEBI and ChEMBL id (TSV)", read: chebi_chembl };
pub(super) const CHEBI_PUBCHEM: Format =
    Format { name: "chebi-to-pubchem", what: "ChEBI id and PubChem compound (TSV)", read: chebi_pubchem };
pub(super) const DRUGBANK: Format =
    Format { name: "drugbank-mappings", what: "DrugBank to ChEBI and ChEMBL, with who says so (TSV)", read: drugbank };
pub(super) const DRUGCENTRAL: Format =
    Format { name: "drugcentral", what: "DrugCentral id, name, CAS number, InChIKey (TSV)", read: drugcentral };
pub(super) const GILDA: Format =
    Format { name: "gilda-mesh", what: "MeSH to other vocabularies, mapped by name with Gilda (TSV)", read: gilda };
pub(super) const MESH_CAS: Format = Format { name: "mesh-cas", what: "MeSH id and CAS number, no header (TSV)", read: mesh_cas };
pub(super) const NCIT: Format = Format { name: "ncit-to-chebi", what: "NCI Thesaurus code and other id (TSV)", read: ncit };
pub(super) const PUBCHEM_MESH: Format =
    Format { name: "pubchem-mesh", what: "PubChem compound and MeSH id, no header (TSV)", read: pubchem_mesh };

const fn headerless(columns: &'static [&'static str]) -> Layout {
    Layout { delimiter: b'\t', quotes: false, headerless: Some(columns) }
}

fn cas_chebi(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    pairs(input, TABS, [("CHEBI", "CHEBI"), ("CAS", "CAS")], sink)
}

fn chebi_chembl(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    pairs(input, TABS, [("CHEBI", "CHEBI"), ("CHEMBL", "CHEMBL")], sink)
}

fn chebi_pubchem(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    pairs(input, TABS, [("CHEBI", "CHEBI"), ("PUBCHEM", "PUBCHEM.COMPOUND")], sink)
}

fn mesh_cas(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    pairs(input, headerless(&["mesh", "cas"]), [("mesh", "MESH"), ("cas", "CAS")], sink)
}

fn pubchem_mesh(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    pairs(input, headerless(&["pubchem", "mesh"]), [("mesh", "MESH"), ("pubchem", "PUBCHEM.COMPOUND")], sink)
}

/// Subject and object by column and prefix.
fn pairs(input: &mut dyn BufRead, layout: Layout, columns: [(&str, &str); 2], sink: &mut dyn Sink) -> Result<(), Fault> {
    let [(left, left_prefix), (right, right_prefix)] = columns;
    delimited::read(input, layout, [left, right], sink, |[subject, object], line, sink| {
        sink.mapping(mapping(curie(left_prefix, subject)?, curie(right_prefix, object)?, "", line));
        Ok(())
    })
}

fn drugbank(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, TABS, ["DRUGBANK_ID", "NAMESPACE", "ID", "SOURCE"], sink, |[id, prefix, object, source], line, sink| {
        if !matches!(source, "drugbank" | "chebi") {
            return Err(format!("unknown SOURCE \"{source}\"; expected drugbank or chebi"));
        }
        sink.mapping(mapping(curie("DRUGBANK", id)?, curie(prefix, object)?, source, line));
        Ok(())
    })
}

fn ncit(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, TABS, ["NCIT ID", "Target NS", "Target ID"], sink, |[id, prefix, object], line, sink| {
        sink.mapping(mapping(curie("NCIT", id)?, curie(prefix, object)?, "", line));
        Ok(())
    })
}

fn gilda(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let layout = headerless(&["prefix", "id", "name", "target prefix", "target id", "target name"]);
    let columns = ["prefix", "id", "name", "target prefix", "target id", "target name"];
    delimited::read(input, layout, columns, sink, |[prefix, id, name, other, target, label], line, sink| {
        let labels = (name.to_owned(), label.to_owned());
        let plain = mapping(curie(prefix, id)?, curie(other, target)?, "", line);
        sink.mapping(Mapping { subject_label: labels.0, object_label: labels.1, ..plain });
        Ok(())
    })
}

fn drugcentral(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, TABS, ["id", "name", "cas", "inchikey"], sink, |[id, name, cas, key], line, sink| {
        let mut xrefs = Vec::new();
        for (prefix, local) in [("CAS", cas), ("INCHIKEY", key)] {
            // DrugCentral gives some CAS numbers of its own making; a bad number joins nothing, its drug stays.
            if let Ok(curie) = curie(prefix, local) {
                xrefs.push(Xref { curie, relation: Relation::Exact });
            }
        }
        sink.entry(Entry { id: curie("DRUGCENTRAL", id)?, name: name.to_owned(), xrefs, line, ..Entry::default() });
        Ok(())
    })
}

fn mapping(subject: String, object: String, justification: &str, line: usize) -> Mapping {
    let (subject_label, object_label) = Default::default();
    let justification = justification.to_owned();
    Mapping { subject, subject_label, relation: Relation::Unstated, negated: false, object, object_label, justification, line }
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{faults_of, parse};

    #[test]
    fn every_table_says_subject_and_object() {
        let cases = [
            ("cas-to-chebi", "CAS\tCHEBI\n7732-18-5\t15377\n", "CHEBI:15377 CAS:7732-18-5 "),
            ("chebi-to-chembl", "CHEBI\tCHEMBL\n9\tCHEMBL1\n", "CHEBI:9 CHEMBL:CHEMBL1 "),
            ("chebi-to-pubchem", "CHEBI\tPUBCHEM\tIK_MATCH\n9\t5\tY\n", "CHEBI:9 PUBCHEM.COMPOUND:5 "),
            ("mesh-cas", "C000001\t7732-18-5\n", "MESH:C000001 CAS:7732-18-5 "),
            ("pubchem-mesh", "5\tC000001\n", "MESH:C000001 PUBCHEM.COMPOUND:5 "),
            ("drugbank-mappings", "DRUGBANK_ID\tNAMESPACE\tID\tSOURCE\nDB00001\tCHEBI\t9\tchebi\n", "DRUGBANK:DB00001 CHEBI:9 chebi"),
            ("ncit-to-chebi", "NCIT ID\tTarget NS\tTarget ID\nC1\tCHEBI\tCHEBI:9\n", "NCIT:C1 CHEBI:9 "),
            ("gilda-mesh", "MESH\tC000001\ta\tCHEBI\tCHEBI:9\tb\n", "MESH:C000001 CHEBI:9 "),
        ];
        for (format, text, expected) in cases {
            let found = parse(format, text).mappings;
            let seen: Vec<_> =
                found.iter().map(|mapping| format!("{} {} {}", mapping.subject, mapping.object, mapping.justification)).collect();
            assert_eq!(seen, [expected], "{format}");
        }
    }

    #[test]
    fn a_drug_of_drugcentral_keeps_the_numbers_that_are_numbers() {
        let text = "id\tname\tcas\tinchikey\ndrugcentral:1\tx\t1-2\tXLYOFNOQVPJJNP-UHFFFAOYSA-N\n";
        let entries = parse("drugcentral", text).entries;
        assert_eq!(entries[0].id, "DRUGCENTRAL:1");
        assert_eq!(entries[0].xrefs.iter().map(|xref| xref.curie.as_str()).collect::<Vec<_>>(), ["INCHIKEY:XLYOFNOQVPJJNP-UHFFFAOYSA-N"]);
    }

    #[test]
    fn bad_lines_are_named() {
        let cases = [
            ("chebi-to-chembl", "CHEBI\tCHEMBL\n9\t1\n", "line 2: \"1\" is no identifier of CHEMBL; expected CHEMBL and digits"),
            (
                "drugbank-mappings",
                "DRUGBANK_ID\tNAMESPACE\tID\tSOURCE\nDB00001\tCHEBI\t9\tx\n",
                "line 2: unknown SOURCE \"x\"; expected drugbank or chebi",
            ),
            ("mesh-cas", "C000001\n", "line 1: 1 columns; expected 2"),
        ];
        for (format, text, expected) in cases {
            assert_eq!(faults_of(format, text), [expected]);
        }
    }
}
