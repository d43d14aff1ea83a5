//! Tables of cell lines: Cellosaurus' labels, its names as Reach keeps them, and the lines of the Experimental Factor
//! Ontology.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::chemical_id::curie;
use super::delimited::{self, Layout, TABS};
use super::{Entry, Fault, Format, Sink, Synonym};

pub(super) const LABELS: Format =
    Format { name: "cellosaurus-labels", what: "recommended names of Cellosaurus (accession, name, derived_from; TSV)", read: labels };
pub(super) const EFO: Format = Format {
    name: "efo-cell-lines",
    what: "cell lines of the Experimental Factor Ontology (id, name, synonyms, deprecated; TSV)",
    read: efo,
};
pub(super) const REACH: Format =
    Format { name: "reach-cell-lines", what: "Reach's names of cell lines (name, Cellosaurus accession, organism; TSV)", read: reach };

const NAME_AND_LINE: Layout = Layout { delimiter: b'\t', quotes: false, headerless: Some(&["name", "line", "organism"]) };

fn labels(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, TABS, ["accession", "name", "derived_from"], sink, |[id, name, parent], line, sink| {
        let parents = if parent.is_empty() { Vec::new() } else { vec![curie("CVCL", parent)?] };
        sink.entry(Entry { id: curie("CVCL", id)?, name: name.to_owned(), parents, line, ..Entry::default() });
        Ok(())
    })
}

/// The organism is a fact: its scientific name, or words for a hybrid.
fn reach(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, NAME_AND_LINE, ["name", "line", "organism"], sink, |[name, id, organism], line, sink| {
        let facts = vec![("organism", organism.to_owned())];
        sink.entry(Entry { id: curie("CVCL", id)?, synonyms: vec![synonym(name)], facts, line, ..Entry::default() });
        Ok(())
    })
}

fn efo(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    delimited::read(input, TABS, ["id", "name", "synonyms", "deprecated"], sink, |[id, name, synonyms, gone], line, sink| {
        let synonyms = synonyms.split('|').filter(|text| !text.is_empty()).map(synonym).collect();
        sink.entry(Entry { id: curie("EFO", id)?, name: name.to_owned(), synonyms, obsolete: gone == "1", line, ..Entry::default() });
        Ok(())
    })
}

fn synonym(text: &str) -> Synonym {
    Synonym { text: text.to_owned(), scope: Scope::Exact, field: String::new() }
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{faults_of, parse};

    #[test]
    fn every_form_says_what_it_says() {
        for (format, text, expected) in [
            ("cellosaurus-labels", "accession\tname\tderived_from\nCVCL_0030\tHeLa\t\n", "CVCL:CVCL_0030 HeLa []"),
            ("reach-cell-lines", "HELA\tCVCL_0030\tHomo sapiens\n", "CVCL:CVCL_0030  [HELA] Homo sapiens"),
            (
                "efo-cell-lines",
                "id\tname\tsynonyms\tparents\tdeprecated\nEFO:0001185\tHeLa\tHela|HeLa cell\t\t0\n",
                "EFO:0001185 HeLa [Hela,HeLa cell]",
            ),
        ] {
            let contents = parse(format, text);
            let [entry] = &contents.entries[..] else { panic!("{format}: {contents:?}") };
            let names: Vec<&str> = entry.synonyms.iter().map(|synonym| synonym.text.as_str()).collect();
            let line = format!("{} {} [{}] {}", entry.id, entry.name, names.join(","), entry.fact("organism").unwrap_or(""));
            assert_eq!(line.trim_end(), expected, "{format}");
        }
    }

    #[test]
    fn bad_lines_are_named() {
        let expected = "line 1: \"0030\" is no identifier of CVCL; expected CVCL_ and four capitals or digits";
        assert_eq!(faults_of("reach-cell-lines", "HeLa\t0030\tHomo sapiens\n"), [expected]);
    }
}
