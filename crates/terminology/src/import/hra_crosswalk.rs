//! Crosswalks of the Human Reference Atlas: labels of annotation tools to the Cell Ontology.

use std::io::BufRead;

use csv::{ReaderBuilder, StringRecord};

use super::{Fault, Format, Mapping, Sink, curie, sssom};

/// A tool's labels, as CSV with a preamble above the header.
pub const FORMAT: Format = Format { name: "hra-crosswalk", what: "labels of cell annotation tools (Human Reference Atlas, CSV)", read };

const COLUMNS: [&str; 5] = ["Annotation_Label", "Annotation_Label_ID", "CL_Label", "CL_ID", "CL_Match"];

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(input);
    let mut record = StringRecord::new();
    let mut places: Option<[usize; 5]> = None;
    loop {
        let line = usize::try_from(reader.position().line()).unwrap_or(usize::MAX);
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(Fault { line, what: format!("cannot be read any further: {error}") }),
        }
        let Some(columns) = places else {
            places = header(&record);
            continue;
        };
        let fields = columns.map(|column| record.get(column).unwrap_or("").trim());
        match mapping(fields, line) {
            Ok(mapping) => sink.mapping(mapping),
            Err(what) => sink.fault(Fault { line, what }),
        }
    }
    let wanted = || Fault { line: 1, what: format!("no header; expected one with the columns {}", COLUMNS.join(", ")) };
    places.map(|_| ()).ok_or_else(wanted)
}

/// Where the columns stand, if the record is the header.
fn header(record: &StringRecord) -> Option<[usize; 5]> {
    let mut places = [0; 5];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        *place = record.iter().position(|name| name.trim() == column)?;
    }
    Some(places)
}

fn mapping([label, id, name, cell, relation]: [&str; 5], line: usize) -> Result<Mapping, String> {
    let object = curie(cell);
    if label.is_empty() || !object.contains(':') {
        return Err(format!("label \"{label}\" and CL_ID \"{cell}\"; expected a label and PREFIX:LOCAL"));
    }
    Ok(Mapping {
        subject: curie(id),
        subject_label: label.to_owned(),
        relation: sssom::relation(relation)?,
        negated: false,
        object,
        object_label: name.to_owned(),
        justification: String::new(),
        line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Contents, Relation, shared_files};

    const HEAD: &str = "A crosswalk,,,,,,\nDate:,\"June 15, 2026\",,,,,\nOrgan_Level,Organ_ID,Annotation_Label,Annotation_Label_ID,CL_Label,CL_ID,CL_Match,more\n";

    fn contents(text: &str) -> Result<Contents, Fault> {
        let mut contents = Contents::default();
        read(&mut text.as_bytes(), &mut contents).map(|()| contents)
    }

    #[test]
    fn a_row_becomes_a_mapping() {
        let found =
            contents(&format!("{HEAD}blood,UBERON:1,CD16+ NK,CT:3,\"CD16-positive, x\",CL:0000939,skos:exactMatch\n")).expect("it is read");
        assert_eq!(found.faults, []);
        let mapping = &found.mappings[0];
        assert_eq!(
            (mapping.subject_label.as_str(), mapping.object.as_str(), mapping.relation),
            ("CD16+ NK", "CL:0000939", Relation::Exact)
        );
        assert_eq!((mapping.object_label.as_str(), mapping.line), ("CD16-positive, x", 4));
    }

    #[test]
    fn bad_rows_and_missing_headers_are_named() {
        let found =
            contents(&format!("{HEAD}blood,U:1,NK,CT:3,x,unknown,skos:exactMatch\nblood,U:1,NK,CT:3,x,CL:1,same\n")).expect("it is read");
        let faults: Vec<String> = found.faults.iter().map(ToString::to_string).collect();
        assert!(faults[0].starts_with("line 4: label \"NK\" and CL_ID \"unknown\""), "{faults:?}");
        assert!(faults[1].starts_with("line 5: predicate \"same\""), "{faults:?}");
        assert!(contents("a,b\n1,2\n").expect_err("it has no header").what.starts_with("no header"));
    }

    #[test]
    fn the_crosswalks_are_read_without_a_fault() {
        for (path, least) in [("azimuth", 300), ("celltypist", 200), ("vccf", 50)] {
            shared_files::check(&format!("hra/{path}-crosswalk.csv.gz"), "hra-crosswalk", |contents| {
                assert!(contents.mappings.len() >= least, "{path}: {}", contents.mappings.len());
            });
        }
    }
}
