//! MGI: mouse genes, of the marker list and of the list of human homologs.

use std::io::BufRead;

use super::columns::{self, Column, tabs};
use super::{Entry, Fault, Format, Scope, Sink, curie_of};

/// `MRK_List2.rpt`, `HGNC_AllianceHomology.rpt`, or a table with some of their columns.
pub(super) const FORMAT: Format =
    Format { name: "mgi", what: "MGI, MRK_List2.rpt or HGNC_AllianceHomology.rpt (mouse genes), or a part of their columns", read };

const ID: Column = &["mgi accession id", "mgi_id"];
const SYMBOL: Column = &["marker symbol", "symbol"];
const NAME: Column = &["marker name", "name"];
const TYPE: Column = &["feature type", "feature_type", "gene_type"];
const SYNONYMS: Column = &["marker synonyms (pipe-separated)", "alias_symbol"];
const PREVIOUS: Column = &["prev_symbol"];
const ORTHOLOG: Column = &["hgnc id", "hgnc ids", "hgnc_id"];
const IDENTIFIERS: [(Column, &str); 2] =
    [(&["entrezgene id", "entrez_gene_id"], "NCBIGene"), (&["ensembl gene id", "ensembl_gene_id"], "ENSEMBL")];

fn read(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    columns::read(&tabs(&[ID, SYMBOL]), input, sink, |row, sink| {
        let mut entry = Entry {
            id: row.id(ID, "MGI")?,
            kind: row.get(TYPE).to_owned(),
            name: row.text(SYMBOL)?,
            taxon: "NCBITaxon:10090".to_owned(),
            obsolete: row.get(&["status"]).eq_ignore_ascii_case("W"),
            line: row.line,
            ..Entry::default()
        };
        // "null" where MGI's reports have no value.
        let known = |value: &&str| *value != "null";
        entry.names("name", Scope::Exact, row.list(NAME, &[]).filter(known));
        entry.names("synonym", Scope::Alias, row.list(SYNONYMS, &['|']));
        entry.names("prev_symbol", Scope::Previous, row.list(PREVIOUS, &['|']));
        for (column, prefix) in IDENTIFIERS {
            entry.identifiers(prefix, row.list(column, &['|', ',']).filter(known));
        }
        entry.facts = row.list(ORTHOLOG, &['|', ',']).filter(known).map(|id| ("ortholog", curie_of("HGNC", id))).collect();
        sink.entry(entry);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{faults, parse, summary};

    #[test]
    fn reports_and_extracts_are_read_alike() {
        let cases = [
            (
                "MGI Accession ID\tChr\tMarker Symbol\tStatus\tMarker Name\tFeature Type\tMarker Synonyms (pipe-separated)\n\
                 MGI:87853\t2\ta\tO\tnonagouti\tprotein coding gene\tAs|ASP\n",
                "MGI:87853 a [exact name nonagouti; alias synonym As; alias synonym ASP] NCBITaxon:10090",
            ),
            (
                "MGI Accession ID\tMarker Symbol\tMarker Name\tEntrezGene ID\tEnsembl Gene ID\tHGNC ID\n\
                 MGI:87853\ta\tnonagouti\t50518\tnull\tHGNC:745|HGNC:7\n",
                "MGI:87853 a [exact name nonagouti] = NCBIGene:50518 NCBITaxon:10090 {ortholog=HGNC:745} {ortholog=HGNC:7}",
            ),
            (
                "mgi_id\tsymbol\tstatus\tgene_type\talias_symbol\tprev_symbol\tensembl_gene_id\nMGI:1\tPzp2\tapproved\tg\tPzp\tOld\tENSMUSG00000030359\n",
                "MGI:1 Pzp2 [alias synonym Pzp; previous prev_symbol Old] = ENSEMBL:ENSMUSG00000030359 NCBITaxon:10090",
            ),
        ];
        for (text, expected) in cases {
            let contents = parse("mgi", text);
            assert_eq!(faults(&contents), Vec::<String>::new(), "{text}");
            assert_eq!(summary(&contents.entries[0]), expected, "{text}");
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        let contents = parse("mgi", "mgi_id\tsymbol\nMGI:1\tA\nRGD:2\tB\n");
        assert_eq!(faults(&contents), ["line 3: column \"mgi accession id\": expected an identifier of MGI, found \"RGD:2\""]);
    }
}
