//! A plain list of names: `id name scope`, one a line.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::lines::{Layout, each_row};
use super::{Entry, Fault, Format, Sink, Synonym, curie};

/// Names for concepts of other sources; scopes are the words of our tables.
pub const FORMAT: Format = Format { name: "names", what: "a list of names for known identifiers (id, name, scope; TSV)", read };

const LAYOUT: Layout = Layout { needed: &["id", "name", "scope"], optional: &[] };

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    each_row(input, sink, &LAYOUT, |row, sink| {
        let (id, text) = (curie(row.get("id")), row.get("name").to_owned());
        if text.is_empty() || !id.contains(':') {
            return Err(format!("id \"{id}\" and name \"{text}\"; expected PREFIX:LOCAL and a name"));
        }
        let scope = Scope::from_word(row.get("scope"))
            .ok_or_else(|| format!("scope \"{}\"; expected {}", row.get("scope"), Scope::ALL.map(Scope::word).join(", ")))?;
        sink.entry(Entry { id, synonyms: vec![Synonym { text, scope, field: String::new() }], line: row.line, ..Entry::default() });
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Contents, shared_files};

    #[test]
    fn lines_become_entries_and_bad_ones_are_named() {
        let mut found = Contents::default();
        let text = "id\tname\tscope\nCL:1\tKCs\tabbreviation\nCL:1\tKC\tshort\nKC\tKC\talias\n";
        read(&mut text.as_bytes(), &mut found).expect("it is read");
        assert_eq!(found.entries.len(), 1);
        assert_eq!((found.entries[0].synonyms[0].text.as_str(), found.entries[0].synonyms[0].scope), ("KCs", Scope::Abbreviation));
        let faults: Vec<String> = found.faults.iter().map(ToString::to_string).collect();
        assert!(faults[0].starts_with("line 3: scope \"short\"; expected preferred"), "{faults:?}");
        assert!(faults[1].starts_with("line 4: id \"KC\""), "{faults:?}");
    }

    #[test]
    fn the_everyday_names_are_read() {
        shared_files::check("cl/everyday-names.tsv.gz", "names", |contents| assert_eq!(contents.entries.len(), 51));
    }
}
