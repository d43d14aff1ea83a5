//! RGD: rat genes; and babelgene's table of rat genes with their human homologs.

use std::io::BufRead;

use super::columns::{self, Column, tabs};
use super::{Entry, Fault, Format, Scope, Sink, curie_of};

/// `GENES_RAT.txt`, or a table with some of its columns.
pub(super) const FORMAT: Format = Format { name: "rgd", what: "RGD, GENES_RAT.txt (rat genes) or a part of its columns", read };

/// Rat rows of HGNC's comparison of orthology predictions, as babelgene has them.
pub(super) const BABELGENE: Format = Format {
    name: "babelgene",
    what: "babelgene, rat genes by Entrez and Ensembl id with human homologs, as a table",
    read: read_babelgene,
};

const ID: Column = &["gene_rgd_id", "rgd_id"];
const SYMBOL: Column = &["symbol"];
const IDENTIFIERS: [(Column, &str); 3] =
    [(&["ncbi_gene_id"], "NCBIGene"), (&["ensembl_id", "ensembl_gene_id"], "ENSEMBL"), (&["uniprot_id"], "UNIPROT")];
/// Releases put a semicolon between values, extracts a bar.
const SEPARATORS: &[char] = &[';', '|'];

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    columns::read(&tabs(&[ID, SYMBOL]), input, sink, |row, sink| {
        let mut entry = Entry {
            id: row.id(ID, "RGD")?,
            kind: row.get(&["gene_type"]).to_owned(),
            name: row.text(SYMBOL)?,
            taxon: "NCBITaxon:10116".to_owned(),
            obsolete: matches!(row.get(&["gene_refseq_status", "status"]), "WITHDRAWN" | "RETIRED"),
            line: row.line,
            ..Entry::default()
        };
        entry.names("name", Scope::Exact, row.list(&["name"], &[]));
        entry.names("synonym", Scope::Alias, row.list(&["alias_symbol"], SEPARATORS));
        entry.names("old_symbol", Scope::Previous, row.list(&["old_symbol", "prev_symbol"], SEPARATORS));
        entry.names("old_name", Scope::Previous, row.list(&["old_name"], &[';']));
        for (column, prefix) in IDENTIFIERS {
            entry.identifiers(prefix, row.list(column, SEPARATORS));
        }
        sink.entry(entry);
        Ok(())
    })
}

fn read_babelgene(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    let id: Column = &["rat_entrez"];
    columns::read(&tabs(&[&["rat_entrez"], &["rat_symbol"], &["rat_ensembl"], &["human_entrez"]]), input, sink, |row, sink| {
        let mut entry = Entry {
            id: row.id(id, "NCBIGene")?,
            name: row.get(&["rat_symbol"]).to_owned(),
            taxon: "NCBITaxon:10116".to_owned(),
            line: row.line,
            ..Entry::default()
        };
        entry.identifiers("ENSEMBL", row.list(&["rat_ensembl"], &['|']));
        entry.facts = row.list(&["human_entrez"], &['|']).map(|local| ("ortholog", curie_of("NCBIGene", local))).collect();
        sink.entry(entry);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{faults, parse, summary};

    #[test]
    fn the_release_has_comments_and_semicolons() {
        let text = "# RGD-PIPELINE: ftp-file-extracts\n#COLUMN INFORMATION:\n#1\tGENE_RGD_ID\tthe RGD_ID\n\
                    GENE_RGD_ID\tSYMBOL\tNAME\tNCBI_GENE_ID\tUNIPROT_ID\tOLD_SYMBOL\tOLD_NAME\tGENE_TYPE\tENSEMBL_ID\n\
                    2003\tAsip\tagouti signaling protein\t24152\tQ99JA2\tA;ASP\tagouti, old\tprotein-coding\tENSRNOG00000017701\n";
        let contents = parse("rgd", text);
        assert_eq!(faults(&contents), Vec::<String>::new());
        assert_eq!(
            summary(&contents.entries[0]),
            "RGD:2003 Asip [exact name agouti signaling protein; previous old_symbol A; previous old_symbol ASP; previous old_name agouti, old] \
             = NCBIGene:24152 ENSEMBL:ENSRNOG00000017701 UNIPROT:Q99JA2 NCBITaxon:10116"
        );
        assert_eq!(contents.entries[0].line, 5);
    }

    #[test]
    fn extracts_are_read_too() {
        let text = "rgd_id\tsymbol\tstatus\tgene_type\talias_symbol\tprev_symbol\tensembl_gene_id\nRGD:2003\tAsip\tapproved\tprotein-coding\t\tA|ASP\t\n";
        assert_eq!(
            summary(&parse("rgd", text).entries[0]),
            "RGD:2003 Asip [previous old_symbol A; previous old_symbol ASP] NCBITaxon:10116"
        );
        let text = "rat_entrez\trat_symbol\trat_ensembl\thuman_entrez\n24152\tAsip\tENSRNOG00000017701\t434\n";
        let expected = "NCBIGene:24152 Asip = ENSEMBL:ENSRNOG00000017701 NCBITaxon:10116 {ortholog=NCBIGene:434}";
        assert_eq!(summary(&parse("babelgene", text).entries[0]), expected);
    }

    #[test]
    fn a_bad_line_is_named() {
        let contents = parse("rgd", "rgd_id\tsymbol\nRGD:x\tA\n");
        assert_eq!(faults(&contents), ["line 2: column \"gene_rgd_id\": expected an identifier of RGD, found \"RGD:x\""]);
    }
}
