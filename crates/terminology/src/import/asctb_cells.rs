//! The cell types of the Human Reference Atlas's ASCT+B tables, one line a name.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::lines::{Layout, each_row};
use super::{Entry, Fault, Format, Sink, Synonym, curie};

/// What experts of an organ call its cells: columns `table name label id abbr`.
pub const FORMAT: Format =
    Format { name: "asctb-cells", what: "cell-type columns of ASCT+B tables (Human Reference Atlas), one line a name", read };

const LAYOUT: Layout = Layout { needed: &["table", "name", "id"], optional: &["label", "abbr"] };

/// [`Entry::kind`] is the organ's table. A name without identifier (a request for a new term) is no record.
fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    each_row(input, sink, &LAYOUT, |row, sink| {
        // The tables write CL:0000084 and CL_0000084, and notes where an identifier is missing.
        let id = curie(row.get("id"));
        if row.get("name").is_empty() || row.get("table").is_empty() {
            return Err("no name or no table; expected both".to_owned());
        }
        if id.contains(':') && !id.contains(' ') {
            let synonym = |(text, scope, field): (&str, Scope, &str)| Synonym { text: text.to_owned(), scope, field: field.to_owned() };
            let others = [(row.get("label"), Scope::Related, "label"), (row.get("abbr"), Scope::Abbreviation, "abbr")];
            let synonyms = others.into_iter().filter(|(text, ..)| !text.is_empty()).map(synonym).collect();
            let (kind, name) = (row.get("table").to_owned(), row.get("name").to_owned());
            sink.entry(Entry { id, kind, name, synonyms, line: row.line, ..Entry::default() });
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Contents, shared_files};

    #[test]
    fn lines_become_entries_and_bad_ones_are_named() {
        let text = "table\tversion\tname\tlabel\tid\tabbr\nkidney\tv1\tPodocyte\tpodocyte\tCL_0000653\tPOD\nkidney\tv1\tnew\t\t\t\n\
            kidney\tv1\tother\t\tneeds to be requested\t\nkidney\tv1\t\t\tCL:1\t\nkidney\tv1\n";
        let mut found = Contents::default();
        read(&mut text.as_bytes(), &mut found).expect("it is read");
        let [entry] = &found.entries[..] else { panic!("{:?}", found.entries) };
        assert_eq!((entry.id.as_str(), entry.kind.as_str(), entry.name.as_str()), ("CL:0000653", "kidney", "Podocyte"));
        assert_eq!(
            entry.synonyms.iter().map(|synonym| (synonym.text.as_str(), synonym.scope)).collect::<Vec<_>>(),
            [("podocyte", Scope::Related), ("POD", Scope::Abbreviation)]
        );
        let faults: Vec<String> = found.faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults, ["line 5: no name or no table; expected both", "line 6: 2 columns; expected 6 as in the header"]);
    }

    #[test]
    fn the_tables_are_read_without_a_fault() {
        shared_files::check("hra/asctb-cell-types.tsv.gz", "asctb-cells", |contents| assert!(contents.entries.len() > 1900));
    }
}
