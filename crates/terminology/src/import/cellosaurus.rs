//! Cellosaurus' `cellosaurus.txt`: cell lines, one element a line, records ended by `//`.

use std::io::BufRead;

use biospan_lexicon::note::{DERIVED_FROM, DISEASE, WARNING};
use biospan_lexicon::table::Scope;

use super::chemical_id::curie;
use super::{Entry, Fault, Format, Relation, Sink, Synonym, Xref};

pub(super) const FORMAT: Format = Format { name: "cellosaurus", what: "Cellosaurus cellosaurus.txt", read };

/// How a warning begins.
const PROBLEM: &str = "Problematic cell line";

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut open: Option<Entry> = None;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.read_until(b'\n', &mut line).map_err(|error| Fault { line: number, what: error.to_string() })? == 0 {
            break;
        }
        let Ok(text) = std::str::from_utf8(&line) else {
            sink.fault(Fault { line: number, what: "the line is not UTF-8".to_owned() });
            continue;
        };
        let text = text.trim_end();
        match (text.split_once("   "), &mut open) {
            _ if text == "//" => close(open.take(), number, sink),
            // What stands before the first record is the release's title and its explanation.
            (Some(("ID", name)), None) => open = Some(Entry { name: name.to_owned(), line: number, ..Entry::default() }),
            (Some((code, value)), Some(entry)) => {
                if let Err(what) = element(entry, code, value) {
                    sink.fault(Fault { line: number, what });
                }
            }
            (None, Some(_)) if !text.is_empty() => {
                sink.fault(Fault { line: number, what: "expected two letters, three blanks and a value".to_owned() })
            }
            _ => {}
        }
    }
    if let Some(entry) = open {
        sink.fault(Fault { line: entry.line, what: format!("the record of \"{}\" is not ended by //", entry.name) });
    }
    Ok(())
}

/// Hands over the record, and a withdrawn one for each accession number that it had before.
fn close(entry: Option<Entry>, number: usize, sink: &mut dyn Sink) {
    let Some(mut entry) = entry else { return };
    if entry.id.is_empty() {
        return sink.fault(Fault { line: number, what: format!("the record of \"{}\" has no accession number (AC)", entry.name) });
    }
    for old in std::mem::take(&mut entry.replaced_by) {
        sink.entry(Entry { id: old, obsolete: true, replaced_by: vec![entry.id.clone()], line: entry.line, ..Entry::default() });
    }
    sink.entry(entry);
}

fn element(entry: &mut Entry, code: &str, value: &str) -> Result<(), String> {
    match code {
        "AC" => entry.id = curie("CVCL", value)?,
        "AS" => {
            for old in value.split("; ") {
                entry.replaced_by.push(curie("CVCL", old)?);
            }
        }
        "SY" => entry.synonyms.extend(value.split("; ").map(|text| Synonym {
            text: text.to_owned(),
            scope: Scope::Exact,
            field: "SY".to_owned(),
        })),
        "DR" => entry.xrefs.push(Xref { curie: reference(value)?, relation: Relation::Unstated }),
        // `NCBI_TaxID=9606; ! Homo sapiens (Human)`
        "OX" => {
            let id =
                value.strip_prefix("NCBI_TaxID=").and_then(|rest| rest.split(';').next()).ok_or("expected NCBI_TaxID= and a number")?;
            organism(entry, id);
        }
        "HI" => parent(entry, value)?,
        "OI" => entry.facts.push(("OI", curie("CVCL", before_mark(value))?)),
        // `NCIt; C4017; Melanoma`
        "DI" => disease(entry, reference(value)?, value.splitn(3, "; ").nth(2).unwrap_or("")),
        "SX" => entry.facts.push(("SX", value.to_owned())),
        "CA" => value.clone_into(&mut entry.kind),
        "CC" if value.starts_with(PROBLEM) => entry.notes.push((WARNING, value.to_owned())),
        _ => {}
    }
    Ok(())
}

/// What `cellosaurus.obo` states of a line where other ontologies have cross references and remarks; whether it was such a thing.
pub(super) fn stated(entry: &mut Entry, tag: &str, value: &str) -> Result<bool, String> {
    let (stated, name) = value.split_once(" ! ").unwrap_or((value, ""));
    match (tag, stated.split_once([':', ' '])) {
        ("xref", Some(("NCBI_TaxID", id))) => organism(entry, id.trim()),
        ("xref", Some((source @ ("NCIt" | "ORDO"), local))) => {
            disease(entry, reference(&format!("{source}; {}", local.trim()))?, name.trim())
        }
        ("relationship", Some(("derived_from", line))) => parent(entry, &format!("{line} ! {name}"))?,
        ("comment", _) => {
            let problem = value.find(PROBLEM).map(|at| value[at..].trim_end().trim_end_matches('"'));
            entry.notes.extend(problem.map(|problem| (WARNING, problem.to_owned())));
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// The species of origin; hybrids have several and so no taxon.
fn organism(entry: &mut Entry, id: &str) {
    let taxon = format!("NCBITaxon:{id}");
    entry.facts.push(("OX", taxon.clone()));
    entry.taxon = if entry.facts.iter().filter(|(name, _)| *name == "OX").count() == 1 { taxon } else { String::new() };
}

/// `CVCL_0030 ! HeLa`
fn parent(entry: &mut Entry, value: &str) -> Result<(), String> {
    let parent = curie("CVCL", before_mark(value))?;
    let name = value.split_once(" ! ").map_or("", |(_, name)| name);
    entry.notes.push((DERIVED_FROM, format!("{parent} {name}").trim_end().to_owned()));
    entry.parents.push(parent);
    Ok(())
}

fn disease(entry: &mut Entry, disease: String, name: &str) {
    entry.notes.push((DISEASE, format!("{disease} {name}").trim_end().to_owned()));
    entry.facts.push(("DI", disease));
}

fn before_mark(value: &str) -> &str {
    value.split(" ! ").next().unwrap_or(value).trim()
}

/// `BTO; BTO:0000648`, `CLO; CLO_0003775`, `NCIt; C4017; Melanoma`, `ORDO; Orphanet_98; x` as a CURIE.
fn reference(value: &str) -> Result<String, String> {
    let mut parts = value.split("; ");
    let (Some(name), Some(local)) = (parts.next(), parts.next()) else {
        return Err(format!("\"{value}\" is no cross reference; expected a database, \"; \" and an accession number"));
    };
    let (prefix, lead) = match name {
        "NCIt" => ("NCIT", "NCIT_"),
        "ORDO" => ("ORPHA", "Orphanet_"),
        "ChEMBL-Cells" => ("CHEMBL", "CHEMBL_"),
        _ => (name, name),
    };
    // `ICLAC-00016` is the whole number.
    let rest = local.strip_prefix(lead).filter(|rest| lead.ends_with('_') || rest.starts_with(['_', ':']));
    let local = rest.map_or(local, |rest| rest.trim_start_matches(['_', ':']));
    curie(prefix, local)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::testing::{faults_of, parse};

    const RECORD: &str = "----\n CELLOSAURUS: a resource\n----\nID   AB-1\nAC   CVCL_0001\nAS   CVCL_0002; CVCL_0003\nSY   AB1; ab 1\n\
        DR   BTO; BTO:0000648\nDR   CLO; CLO_0003775\nRX   PubMed=1;\nCC   Problematic cell line: Contaminated.\nDI   NCIt; C4017; Melanoma\n\
        OX   NCBI_TaxID=9606; ! Homo sapiens (Human)\nHI   CVCL_0004 ! AB\nSX   Male\nCA   Cancer cell line\nDT   Created: 2012\n//\n";

    #[test]
    fn a_cell_line_has_names_origin_and_its_former_numbers() {
        let entries = parse("cellosaurus", RECORD).entries;
        let [old, _, line] = &entries[..] else { panic!("three records expected: {entries:?}") };
        assert_eq!((old.id.as_str(), old.obsolete, old.replaced_by.concat()), ("CVCL:CVCL_0002", true, "CVCL:CVCL_0001".to_owned()));
        assert_eq!(
            (line.id.as_str(), line.name.as_str(), line.line, line.kind.as_str()),
            ("CVCL:CVCL_0001", "AB-1", 4, "Cancer cell line")
        );
        assert_eq!((line.taxon.as_str(), line.parents.concat()), ("NCBITaxon:9606", "CVCL:CVCL_0004".to_owned()));
        assert_eq!(line.xrefs.iter().map(|xref| xref.curie.as_str()).collect::<Vec<_>>(), ["BTO:0000648", "CLO:0003775"]);
        assert_eq!((line.fact("DI"), line.fact("SX")), (Some("NCIT:C4017"), Some("Male")));
        let noted: Vec<(&str, &str)> = line.notes.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        let expected =
            [(WARNING, "Problematic cell line: Contaminated."), (DISEASE, "NCIT:C4017 Melanoma"), (DERIVED_FROM, "CVCL:CVCL_0004 AB")];
        assert_eq!(noted, expected);
        assert_eq!(line.synonyms.iter().map(|synonym| synonym.text.as_str()).collect::<Vec<_>>(), ["AB1", "ab 1"]);
    }

    #[test]
    fn a_hybrid_has_no_taxon() {
        let text = RECORD.replace("SX   Male", "OX   NCBI_TaxID=10090; ! Mus musculus (Mouse)");
        assert!(parse("cellosaurus", &text).entries.iter().all(|entry| entry.taxon.is_empty()));
    }

    #[test]
    fn the_ontology_says_the_same() {
        let text = "[Term]\nid: CVCL_0001\nname: AB-1\nsynonym: \"AB1\" RELATED []\nxref: CLO:CLO_0003775\n\
            xref: NCBI_TaxID:9606 ! Homo sapiens (Human)\nxref: NCIt:C4017 ! Melanoma\n\
            comment: \"Group: Lines. Problematic cell line: Contaminated.\"\nrelationship: derived_from CVCL_0004 ! AB\n\
            relationship: originate_from_same_individual_as CVCL_0005 ! AC\n";
        let entries = parse("obo", text).entries;
        let [line] = &entries[..] else { panic!("one record expected: {entries:?}") };
        assert_eq!((line.id.as_str(), line.taxon.as_str()), ("CVCL:CVCL_0001", "NCBITaxon:9606"));
        assert_eq!((line.parents.concat(), line.xrefs.len()), ("CVCL:CVCL_0004".to_owned(), 1));
        let noted: Vec<(&str, &str)> = line.notes.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        let expected =
            [(DISEASE, "NCIT:C4017 Melanoma"), (WARNING, "Problematic cell line: Contaminated."), (DERIVED_FROM, "CVCL:CVCL_0004 AB")];
        assert_eq!(noted, expected);
    }

    #[test]
    fn bad_lines_are_named() {
        let cases = [
            (
                RECORD.replace("CVCL_0004", "CVCL4"),
                "line 14: \"CVCL4\" is no identifier of CVCL; expected CVCL_ and four capitals or digits",
            ),
            (RECORD.replace("AC   CVCL_0001\n", ""), "line 17: the record of \"AB-1\" has no accession number (AC)"),
            (RECORD.replace("//\n", ""), "line 4: the record of \"AB-1\" is not ended by //"),
            (RECORD.replace("SX   Male", "SX Male"), "line 15: expected two letters, three blanks and a value"),
            (
                RECORD.replace("BTO; BTO:0000648", "BTO"),
                "line 8: \"BTO\" is no cross reference; expected a database, \"; \" and an accession number",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(faults_of("cellosaurus", &text), [expected]);
        }
    }

    #[test]
    fn references_lose_their_leads() {
        let cases = [
            ("ORDO; Orphanet_98; x", "ORPHA:98"),
            ("EFO; EFO_0001185", "EFO:0001185"),
            ("ATCC; CRL-1", "ATCC:CRL-1"),
            ("ICLAC; ICLAC-00016", "ICLAC:ICLAC-00016"),
        ];
        for (text, expected) in cases {
            assert_eq!(reference(text).as_deref(), Ok(expected));
        }
    }
}
