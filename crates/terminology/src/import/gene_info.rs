//! NCBI Gene: `gene_info`, and the human genes of Bioconductor's organism package, which is made from it.

use std::io::BufRead;

use super::columns::{self, Column, Row, tabs};
use super::{Entry, Fault, Format, Relation, Scope, Sink, Xref, curie};

/// `gene_info` (all organisms) or one organism's part.
pub(super) const GENE_INFO: Format =
    Format { name: "gene_info", what: "NCBI Gene, gene_info or a part of its columns", read: read_gene_info };

/// An export of `org.Hs.eg.db`: one gene a line.
pub(super) const ORGDB: Format = Format {
    name: "orgdb",
    what: "NCBI Gene by Bioconductor's org.Hs.eg.db (human genes with counts of papers), as a table",
    read: read_orgdb,
};

const ID: Column = &["geneid", "gene_id"];
const SYMBOL: Column = &["symbol"];
const TAXON: Column = &["tax_id"];
const TYPE: Column = &["type_of_gene", "gene_type"];
const FULL_NAME: Column = &["full_name_from_nomenclature_authority"];
const AUTHORITY_SYMBOL: Column = &["symbol_from_nomenclature_authority"];
const IDENTIFIERS: [(Column, &str); 3] = [(&["ensembl"], "ENSEMBL"), (&["uniprot"], "UNIPROT"), (&["omim"], "OMIM")];

fn read_gene_info(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    columns::read(&tabs(&[TAXON, &["geneid"], SYMBOL]), input, sink, |row, sink| {
        let mut entry = gene(row)?;
        entry.taxon = row.id(TAXON, "NCBITaxon")?;
        entry.names("synonym", Scope::Alias, row.list(&["synonyms"], &['|']));
        entry.names("other_designation", Scope::Related, row.list(&["other_designations"], &['|']));
        // "HGNC:HGNC:5", "Ensembl:ENSG00000121410", "MIM:138670".
        let stated = row.list(&["dbxrefs"], &['|']);
        entry.xrefs.extend(stated.map(|xref| Xref { curie: curie(xref), relation: Relation::Exact }));
        // NCBI repeats both unless they are its own; extracts write "=" for the same.
        let authority = row.get(FULL_NAME);
        if authority != "=" && authority != row.get(&["description"]) {
            entry.names("full_name", Scope::Exact, row.list(FULL_NAME, &[]));
        }
        let authority = row.get(AUTHORITY_SYMBOL);
        if authority != "=" && authority != row.get(SYMBOL) && !authority.is_empty() {
            entry.facts.push(("authority_symbol", authority.to_owned()));
        }
        sink.entry(entry);
        Ok(())
    })
}

fn read_orgdb(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    columns::read(&tabs(&[&["gene_id"], SYMBOL, &["gene_type"], &["n_pubmed"]]), input, sink, |row, sink| {
        let mut entry = gene(row)?;
        entry.taxon = "NCBITaxon:9606".to_owned();
        entry.names("synonym", Scope::Alias, row.list(&["aliases"], &['|']));
        for (column, prefix) in IDENTIFIERS {
            entry.identifiers(prefix, row.list(column, &['|']));
        }
        let papers = row.get(&["n_pubmed"]);
        if !papers.is_empty() {
            papers.parse::<u32>().map_err(|_| format!("column \"n_pubmed\": expected a count of papers, found \"{papers}\""))?;
            entry.facts.push(("n_pubmed", papers.to_owned()));
        }
        sink.entry(entry);
        Ok(())
    })
}

fn gene(row: &Row<'_>) -> Result<Entry, String> {
    let mut entry =
        Entry { id: row.id(ID, "NCBIGene")?, kind: row.get(TYPE).to_owned(), name: row.text(SYMBOL)?, line: row.line, ..Entry::default() };
    entry.names("full_name", Scope::Exact, row.list(&["description", "name"], &[]));
    Ok(entry)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{faults, parse, parse_bytes, summary};

    const OFFICIAL: &str = "#tax_id\tGeneID\tSymbol\tLocusTag\tSynonyms\tdbXrefs\tchromosome\tmap_location\tdescription\ttype_of_gene\t\
                            Symbol_from_nomenclature_authority\tFull_name_from_nomenclature_authority\tNomenclature_status\t\
                            Other_designations\tModification_date\tFeature_type\n";

    #[test]
    fn the_official_columns_are_read_with_their_dashes() {
        let row = "9606\t1\tA1BG\t-\tA1B|ABG\tMIM:138670|HGNC:HGNC:5|Ensembl:ENSG00000121410\t19\t19q13.43\talpha \"1\" B\tprotein-coding\t\
                   A1BG2\talpha-1-B glycoprotein\tO\tHEL-S-163pA|alpha-1B\t20210706\t-\n";
        let contents = parse("gene_info", &format!("{OFFICIAL}{row}10090\t2\tX\t-\t-\t-\t-\t-\t-\tpseudo\t-\t-\t-\t-\t20210706\t-\n"));
        assert_eq!(faults(&contents), Vec::<String>::new());
        assert_eq!(
            summary(&contents.entries[0]),
            "NCBIGene:1 A1BG [exact full_name alpha \"1\" B; alias synonym A1B; alias synonym ABG; related other_designation HEL-S-163pA; \
             related other_designation alpha-1B; exact full_name alpha-1-B glycoprotein] \
             = OMIM:138670 HGNC:5 ENSEMBL:ENSG00000121410 {authority_symbol=A1BG2}"
        );
        assert_eq!(summary(&contents.entries[1]), "NCBIGene:2 X NCBITaxon:10090");
    }

    #[test]
    fn papers_are_counted_in_the_organism_package() {
        let header = "gene_id\tsymbol\tname\tgene_type\taliases\tensembl\tuniprot\tomim\tn_pubmed\n";
        let contents = parse(
            "orgdb",
            &format!("{header}1\tA1BG\talpha\tprotein-coding\tA1B\t\tP04217|V9HWD8\t138670\t35\n2\tB\tb\tpseudo\t\t\t\t\tmany\n"),
        );
        assert_eq!(
            summary(&contents.entries[0]),
            "NCBIGene:1 A1BG [exact full_name alpha; alias synonym A1B] = UNIPROT:P04217 UNIPROT:V9HWD8 OMIM:138670 {n_pubmed=35}"
        );
        assert_eq!(faults(&contents), ["line 3: column \"n_pubmed\": expected a count of papers, found \"many\""]);
    }

    #[test]
    fn bytes_that_are_no_text_spoil_one_line_only() {
        let contents = parse_bytes("gene_info", b"#tax_id\tGeneID\tSymbol\n9606\t1\t\xff\n9606\t2\tB\n");
        assert_eq!(faults(&contents), ["line 2: not UTF-8; expected text in UTF-8"]);
        assert_eq!(contents.entries.len(), 1);
    }
}
