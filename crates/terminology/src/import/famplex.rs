//! FamPlex: protein families and complexes. Its files have no header; each is told by its number of columns.

use std::io::BufRead;

use super::{Entry, Fault, Format, Mapping, Relation, Scope, Sink, Synonym, curie, curie_of};

/// `entities.csv`: one identifier a line.
pub(super) const ENTITIES: Format =
    Format { name: "famplex-entities", what: "FamPlex, entities.csv", read: |input, sink| read(input, sink, 1..=1, entity) };
/// `relations.csv`: member or family, `isa` or `partof`, family.
pub(super) const RELATIONS: Format =
    Format { name: "famplex-relations", what: "FamPlex, relations.csv", read: |input, sink| read(input, sink, 5..=5, relation) };
/// `equivalences.csv`: namespace, identifier, FamPlex entry.
pub(super) const EQUIVALENCES: Format =
    Format { name: "famplex-equivalences", what: "FamPlex, equivalences.csv", read: |input, sink| read(input, sink, 3..=3, equivalence) };
/// `grounding_map.csv`: a text and the identifiers that it stands for, in pairs of namespace and identifier.
pub(super) const GROUNDING: Format =
    Format { name: "famplex-grounding", what: "FamPlex, grounding_map.csv", read: |input, sink| read(input, sink, 3..=99, grounding) };
/// `export/hgnc_symbol_map.csv`: the symbols by which FamPlex names genes, and their HGNC identifiers.
pub(super) const SYMBOLS: Format =
    Format { name: "famplex-symbols", what: "FamPlex, export/hgnc_symbol_map.csv", read: |input, sink| read(input, sink, 2..=2, symbol) };

fn read(
    input: &mut dyn BufRead,
    sink: &mut dyn Sink,
    columns: std::ops::RangeInclusive<usize>,
    take: fn(&csv::StringRecord, usize, &mut dyn Sink) -> Result<(), String>,
) -> Result<(), Fault> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(input);
    let mut record = csv::StringRecord::new();
    loop {
        let more = reader.read_record(&mut record);
        let place = more.as_ref().err().and_then(csv::Error::position).or_else(|| record.position());
        let line = place.map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
        let outcome = match more {
            Ok(false) => return Ok(()),
            Ok(true) if !columns.contains(&record.len()) => Err(format!("expected {} columns, found {}", columns.start(), record.len())),
            Ok(true) if record.iter().take(*columns.start()).any(str::is_empty) => Err("an empty column; expected none".to_owned()),
            Ok(true) => take(&record, line, sink),
            Err(error) => match error.kind() {
                csv::ErrorKind::Utf8 { .. } => Err("not UTF-8; expected text in UTF-8".to_owned()),
                _ => return Err(Fault { line, what: error.to_string() }),
            },
        };
        if let Err(what) = outcome {
            sink.fault(Fault { line, what });
        }
    }
}

/// FamPlex names genes by symbol: these keep FamPlex's own namespace until `hgnc_symbol_map.csv` translates them.
fn member(namespace: &str, id: &str) -> String {
    if namespace == "HGNC" { format!("HGNC_SYMBOL:{id}") } else { curie(&format!("{namespace}:{id}")) }
}

fn entity(record: &csv::StringRecord, line: usize, sink: &mut dyn Sink) -> Result<(), String> {
    sink.entry(Entry { id: curie_of("FPLX", &record[0]), name: record[0].replace('_', " "), line, ..Entry::default() });
    Ok(())
}

fn relation(record: &csv::StringRecord, line: usize, sink: &mut dyn Sink) -> Result<(), String> {
    let mut entry = Entry { id: member(&record[0], &record[1]), line, ..Entry::default() };
    let whole = member(&record[3], &record[4]);
    match &record[2] {
        "isa" => entry.parents.push(whole),
        "partof" => entry.part_of.push(whole),
        other => return Err(format!("column 3: expected isa or partof, found \"{other}\"")),
    }
    sink.entry(entry);
    Ok(())
}

fn equivalence(record: &csv::StringRecord, line: usize, sink: &mut dyn Sink) -> Result<(), String> {
    sink.mapping(Mapping {
        subject: curie_of("FPLX", &record[2]),
        subject_label: String::new(),
        relation: Relation::Exact,
        negated: false,
        // "GO,GO:0000145": some namespaces have their prefix again in the identifier.
        object: curie(&format!("{}:{}", &record[0], &record[1])),
        object_label: String::new(),
        justification: String::new(),
        line,
    });
    Ok(())
}

fn grounding(record: &csv::StringRecord, line: usize, sink: &mut dyn Sink) -> Result<(), String> {
    let cells: Vec<&str> = record.iter().skip(1).collect();
    for pair in cells.chunks(2).filter(|pair| pair.iter().any(|cell| !cell.is_empty())) {
        let [namespace, id] = pair[..] else { return Err("expected namespace and identifier in pairs".to_owned()) };
        let synonym = Synonym { text: record[0].to_owned(), scope: Scope::Exact, field: "grounding_map".to_owned() };
        sink.entry(Entry { id: member(namespace, id), synonyms: vec![synonym], line, ..Entry::default() });
    }
    Ok(())
}

fn symbol(record: &csv::StringRecord, line: usize, sink: &mut dyn Sink) -> Result<(), String> {
    sink.entry(Entry { id: curie_of("HGNC", &record[1]), name: record[0].to_owned(), line, ..Entry::default() });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::{faults, parse, summary};

    #[test]
    fn each_file_says_its_part() {
        let cases = [
            ("famplex-entities", "9_1_1\n", "FPLX:9_1_1 9 1 1"),
            ("famplex-relations", "HGNC,FOS,partof,FPLX,AP1\n", "HGNC_SYMBOL:FOS  < FPLX:AP1"),
            ("famplex-relations", "FPLX,JUN,isa,FPLX,TF\n", "FPLX:JUN  ^ FPLX:TF"),
            ("famplex-grounding", "\"AP-1 (x, y)\",FPLX,AP1,,,,\n", "FPLX:AP1  [exact grounding_map AP-1 (x, y)]"),
            ("famplex-grounding", "c-fos,HGNC,FOS,UP,P01100,,\n", "HGNC_SYMBOL:FOS  [exact grounding_map c-fos]"),
            ("famplex-symbols", "FOS,3796\n", "HGNC:3796 FOS"),
        ];
        for (format, text, expected) in cases {
            let contents = parse(format, text);
            assert_eq!(faults(&contents), Vec::<String>::new(), "{text}");
            assert_eq!(summary(&contents.entries[0]), expected, "{text}");
        }
    }

    #[test]
    fn equivalents_are_spelled_as_ours() {
        let cases =
            [("GO,GO:0000145,EXOC", "GO:0000145"), ("IP,IPR000074,X", "INTERPRO:IPR000074"), ("BEL,ACAD Family,ACAD", "BEL:ACAD Family")];
        for (text, expected) in cases {
            assert_eq!(parse("famplex-equivalences", text).mappings[0].object, expected, "{text}");
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        let cases = [
            ("famplex-entities", "A\nB,C\n", "line 2: expected 1 columns, found 2"),
            ("famplex-relations", "HGNC,FOS,is,FPLX,AP1\n", "line 1: column 3: expected isa or partof, found \"is\""),
            ("famplex-symbols", "FOS,\n", "line 1: an empty column; expected none"),
            ("famplex-grounding", "a,FPLX,AP1,UP\n", "line 1: expected namespace and identifier in pairs"),
        ];
        for (format, text, expected) in cases {
            assert_eq!(faults(&parse(format, text)), [expected], "{text}");
        }
    }
}
