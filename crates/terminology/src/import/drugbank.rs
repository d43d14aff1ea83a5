//! DrugBank's open vocabulary (`drugbank vocabulary.csv`): one drug a line.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::chemical_id::curie;
use super::delimited::{self, Layout};
use super::{Entry, Fault, Format, Relation, Sink, Synonym, Xref};

pub(super) const FORMAT: Format = Format { name: "drugbank", what: "DrugBank open vocabulary (CSV)", read };

const CSV: Layout = Layout { delimiter: b',', quotes: true, headerless: None };
const COLUMNS: [&str; 7] = ["DrugBank ID", "Accession Numbers", "Common name", "CAS", "UNII", "Synonyms", "Standard InChI Key"];

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, CSV, COLUMNS, sink, |[id, accessions, name, cas, unii, synonyms, key], line, sink| {
        let id = curie("DRUGBANK", id)?;
        if name.is_empty() {
            return Err(format!("{id} has no common name"));
        }
        for old in parts(accessions).filter(|old| old.starts_with("DB") && !old.starts_with("DBSALT")) {
            // Accession numbers are merged or earlier identifiers; those of old partner lists (`BTD00024`) are no CURIEs.
            let replaced_by = vec![id.clone()];
            sink.entry(Entry { id: curie("DRUGBANK", old)?, obsolete: true, replaced_by, line, ..Entry::default() });
        }
        let mut xrefs = Vec::new();
        for (prefix, local) in [("CAS", cas), ("UNII", unii), ("INCHIKEY", key)] {
            if !local.is_empty() {
                xrefs.push(Xref { curie: curie(prefix, local)?, relation: Relation::Exact });
            }
        }
        let synonyms = parts(synonyms).filter(|text| *text != name).map(synonym).collect();
        sink.entry(Entry { id, name: name.to_owned(), synonyms, xrefs, line, ..Entry::default() });
        Ok(())
    })
}

fn parts(column: &str) -> impl Iterator<Item = &str> {
    column.split(" | ").map(str::trim).filter(|part| !part.is_empty())
}

fn synonym(text: &str) -> Synonym {
    Synonym { text: text.to_owned(), scope: Scope::Exact, field: "Synonyms".to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{faults_of, parse};

    const HEADER: &str = "DrugBank ID,Accession Numbers,Common name,CAS,UNII,Synonyms,Standard InChI Key\n";

    #[test]
    fn a_drug_has_names_and_cross_references_and_its_old_numbers_point_to_it() {
        let line = "DB00001,BTD1 | DB90001,Water,7732-18-5,059QF0KO0R,\"Aqua | Oxidane, pure | Water\",XLYOFNOQVPJJNP-UHFFFAOYSA-N\n";
        let found = parse("drugbank", &format!("{HEADER}{line}"));
        let [old, drug] = &found.entries[..] else { panic!("two records expected: {found:?}") };
        assert_eq!((old.id.as_str(), old.obsolete, &old.replaced_by[..]), ("DRUGBANK:DB90001", true, &["DRUGBANK:DB00001".to_owned()][..]));
        assert_eq!((drug.id.as_str(), drug.name.as_str(), drug.line), ("DRUGBANK:DB00001", "Water", 2));
        let synonyms: Vec<&str> = drug.synonyms.iter().map(|synonym| synonym.text.as_str()).collect();
        assert_eq!(synonyms, ["Aqua", "Oxidane, pure"]);
        let xrefs: Vec<&str> = drug.xrefs.iter().map(|xref| xref.curie.as_str()).collect();
        assert_eq!(xrefs, ["CAS:7732-18-5", "UNII:059QF0KO0R", "INCHIKEY:XLYOFNOQVPJJNP-UHFFFAOYSA-N"]);
    }

    #[test]
    fn bad_lines_are_named() {
        let cases = [
            ("DB1,,Water,,,,\n", "line 2: \"DB1\" is no identifier of DRUGBANK; expected DB and five digits"),
            ("DB00001,,,,,,\n", "line 2: DRUGBANK:DB00001 has no common name"),
            ("DB00001,,Water\n", "line 2: 3 columns; expected 7"),
            ("DB00001,,Water,7732-18,,,\n", "line 2: \"7732-18\" is no identifier of CAS; expected 2 to 7 digits, 2 digits and 1 digit"),
        ];
        for (line, expected) in cases {
            assert_eq!(faults_of("drugbank", &format!("{HEADER}{line}")), [expected]);
        }
    }
}
