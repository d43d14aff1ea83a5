//! MEDIC of 2012, the disease vocabulary behind the NCBI Disease corpus, as lists of names by identifiers.

use std::io::BufRead;

use biospan_lexicon::table::Scope;

use super::lines::each_line;
use super::{Entry, Fault, Format, Relation, Sink, Synonym, Xref, fits};

/// `ids||name|name…`; identifiers without prefix, MeSH's and OMIM's in any order, the first one the record's own.
pub const FORMAT: Format = Format { name: "medic", what: "MEDIC of 2012: identifiers and names between bars", read };

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    each_line(input, sink, |line, text, sink| {
        match record(line, text) {
            Ok(entry) => sink.entry(entry),
            Err(what) => sink.fault(Fault { line, what }),
        }
        Ok(())
    })
}

fn record(line: usize, text: &str) -> Result<Entry, String> {
    let (ids, names) = text.split_once("||").ok_or("no \"||\"; expected identifiers, two bars and names")?;
    let mut ids = ids.split('|').map(identifier);
    let mut names = names.split('|');
    let (Some(id), Some(name)) = (ids.next().transpose()?, names.next().filter(|name| !name.is_empty())) else {
        return Err("no name; expected identifiers, two bars and names".to_owned());
    };
    let alternatives = ids.map(|other| Ok(Xref { curie: other?, relation: Relation::Exact })).collect::<Result<_, String>>()?;
    let synonyms = names.map(|text| Synonym { text: text.to_owned(), scope: Scope::Alias, field: String::new() });
    Ok(Entry { id, name: name.to_owned(), synonyms: synonyms.collect(), xrefs: alternatives, line, ..Entry::default() })
}

fn identifier(local: &str) -> Result<String, String> {
    // The root of the vocabulary is "C", the tree of diseases.
    let prefix = if local.starts_with(['C', 'D']) { "MESH" } else { "OMIM" };
    let curie = format!("{prefix}:{local}");
    if local == "C" || fits(&curie) { Ok(curie) } else { Err(format!("\"{local}\"; expected an identifier of MeSH or OMIM")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Contents, shared_files};

    fn read_text(text: &str) -> Contents {
        let mut contents = Contents::default();
        read(&mut text.as_bytes(), &mut contents).unwrap();
        contents
    }

    #[test]
    fn the_first_identifier_is_the_records_own() {
        let contents = read_text("C567755|613097||Tooth Agenesis, Selective, 6|STHAG6\n");
        let entry = &contents.entries[0];
        assert_eq!((entry.id.as_str(), entry.name.as_str()), ("MESH:C567755", "Tooth Agenesis, Selective, 6"));
        assert_eq!((entry.xrefs[0].curie.as_str(), entry.synonyms[0].text.as_str()), ("OMIM:613097", "STHAG6"));
    }

    #[test]
    fn a_bad_line_is_named() {
        for (line, expected) in
            [("D000001|Name", "two bars"), ("D000001||", "no name"), ("D000001|x||Name", "\"x\"; expected an identifier")]
        {
            let contents = read_text(&format!("{line}\nD000002||Name\n"));
            assert_eq!((contents.entries.len(), contents.faults[0].line), (1, 1), "{line}");
            assert!(contents.faults[0].what.contains(expected), "{}", contents.faults[0]);
        }
    }

    #[test]
    fn the_file_is_read_without_a_fault() {
        shared_files::check("mesh-diseases/medic_06Jul2012.txt.gz", "medic", |contents| assert_eq!(contents.entries.len(), 11_915));
    }
}
