//! HGNC's complete set of approved human genes, and its list of withdrawn entries.

use std::io::BufRead;

use super::columns::{self, Column, Row, Rows, tabs};
use super::{Entry, Fault, Format, Scope, Sink, curie_of};

/// `hgnc_complete_set.txt`, or any of its columns.
pub(super) const COMPLETE: Format =
    Format { name: "hgnc", what: "HGNC, hgnc_complete_set.txt (human genes) or a part of its columns", read: read_complete };

/// `withdrawn.txt`.
pub(super) const WITHDRAWN: Format =
    Format { name: "hgnc-withdrawn", what: "HGNC, withdrawn.txt (withdrawn human genes)", read: read_withdrawn };

const ID: Column = &["hgnc_id"];
const SYMBOL: Column = &["symbol", "withdrawn_symbol"];
const STATUS: Column = &["status"];
const LOCUS_TYPE: Column = &["locus_type"];
/// Names by column: HGNC's own name of it, and how such a name belongs to the gene.
const NAMES: [(Column, Scope); 5] = [
    (&["alias_symbol"], Scope::Alias),
    (&["alias_name"], Scope::Exact),
    (&["prev_symbol"], Scope::Previous),
    (&["prev_name"], Scope::Previous),
    (&["cd"], Scope::Alias),
];
const IDENTIFIERS: [(Column, &str); 6] = [
    (&["entrez_id"], "NCBIGene"),
    (&["ensembl_gene_id"], "ENSEMBL"),
    (&["uniprot_ids"], "UNIPROT"),
    (&["omim_id"], "OMIM"),
    (&["mgd_id"], "MGI"),
    (&["rgd_id"], "RGD"),
];
const GROUPS: Column = &["gene_group_id"];
/// "HGNC_ID|SYMBOL|STATUS, …" in the release; identifiers only in extracts.
const MERGED_INTO: Column = &[
    "merged_into_report(s) (i.e hgnc_id|symbol|status)",
    "merged_into_report(s) (i.e. hgnc_id|symbol|status)",
    "merged_into_report(s)",
    "see",
];

fn read_complete(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    // HGNC puts fields of several values into double quotes.
    let form = Rows { delimiter: b'\t', quoted: true, needed: &[ID, &["symbol"]] };
    columns::read(&form, input, sink, |row, sink| {
        sink.entry(gene(row)?);
        Ok(())
    })
}

fn gene(row: &Row<'_>) -> Result<Entry, String> {
    let mut entry = Entry {
        id: row.id(ID, "HGNC")?,
        kind: row.get(LOCUS_TYPE).to_owned(),
        name: row.text(SYMBOL)?,
        part_of: row.list(GROUPS, &['|']).map(|group| curie_of("HGNC_GROUP", group)).collect(),
        // Names of the groups, in the order of `part_of`.
        groups: row.list(&["gene_group"], &['|']).map(str::to_owned).collect(),
        taxon: "NCBITaxon:9606".to_owned(),
        obsolete: row.get(STATUS).to_lowercase().contains("withdrawn"),
        line: row.line,
        ..Entry::default()
    };
    entry.names("name", Scope::Exact, row.list(&["name"], &[]));
    for (column, scope) in NAMES {
        entry.names(column[0], scope, row.list(column, &['|']));
    }
    for (column, prefix) in IDENTIFIERS {
        entry.identifiers(prefix, row.list(column, &['|']));
    }
    Ok(entry)
}

fn read_withdrawn(input: &mut dyn BufRead, sink: &mut dyn Sink) -> Result<(), Fault> {
    columns::read(&tabs(&[ID, SYMBOL, STATUS, MERGED_INTO]), input, sink, |row, sink| {
        let targets = row.list(MERGED_INTO, &['|', ',']).filter(|part| part.starts_with("HGNC:"));
        sink.entry(Entry {
            id: row.id(ID, "HGNC")?,
            kind: row.get(STATUS).to_owned(),
            name: row.text(SYMBOL)?,
            taxon: "NCBITaxon:9606".to_owned(),
            obsolete: true,
            replaced_by: targets.map(|target| curie_of("HGNC", target)).collect(),
            line: row.line,
            ..Entry::default()
        });
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{faults, parse, summary};

    #[test]
    fn the_complete_set_is_read_by_column_name() {
        let text = "symbol\thgnc_id\tstatus\tname\tlocus_type\talias_symbol\tprev_name\tgene_group_id\tentrez_id\tmgd_id\n\
                    TP53\tHGNC:11998\tApproved\ttumor protein p53\tgene with protein product\t\"p53|LFS1\"\t\t594|2\t7157\tMGI:98834\n";
        let contents = parse("hgnc", text);
        assert_eq!(faults(&contents), Vec::<String>::new());
        assert_eq!(
            summary(&contents.entries[0]),
            "HGNC:11998 TP53 [exact name tumor protein p53; alias alias_symbol p53; alias alias_symbol LFS1] \
             = NCBIGene:7157 MGI:98834 < HGNC_GROUP:594 HGNC_GROUP:2"
        );
    }

    #[test]
    fn withdrawn_entries_keep_all_that_took_their_place() {
        let official = "HGNC_ID\tSTATUS\tWITHDRAWN_SYMBOL\tMERGED_INTO_REPORT(S) (i.e HGNC_ID|SYMBOL|STATUS)\n\
                        HGNC:7\tMerged/Split\tOLD\tHGNC:4|AB|Approved, HGNC:5|AC|Approved\n";
        let extract = "hgnc_id\tsymbol\tstatus\tsee\tname\nHGNC:7\tOLD\tSymbol Withdrawn\tHGNC:4|HGNC:5\t\n";
        for text in [official, extract] {
            let contents = parse("hgnc-withdrawn", text);
            assert_eq!(faults(&contents), Vec::<String>::new(), "{text}");
            assert_eq!(summary(&contents.entries[0]), "HGNC:7 OLD obsolete -> HGNC:4 HGNC:5", "{text}");
        }
    }

    #[test]
    fn a_bad_line_is_named_and_the_next_one_read() {
        let text = "hgnc_id\tsymbol\nHGNC:x\tA\nHGNC:1\t\nHGNC:2\nHGNC:3\tC\n";
        let contents = parse("hgnc", text);
        assert_eq!(
            faults(&contents),
            [
                "line 2: column \"hgnc_id\": expected an identifier of HGNC, found \"HGNC:x\"",
                "line 3: column \"symbol\" is empty; expected a name",
                "line 4: expected 2 columns as in the header, found 1",
            ]
        );
        assert_eq!(contents.entries.len(), 1);
    }

    #[test]
    fn a_file_of_another_form_is_refused() {
        let cases = [
            ("", "line 1: expected a header with the column \"hgnc_id\", found \"\""),
            ("id\tsymbol\n", "line 1: expected a header with the column \"hgnc_id\", found \"id\tsymbol\""),
            ("# a\n# b\nhgnc_id\tname\n", "line 3: expected a header with the column \"symbol\", found \"hgnc_id\tname\""),
        ];
        for (text, expected) in cases {
            let contents = parse("hgnc", text);
            assert_eq!(faults(&contents), [expected], "{text}");
        }
    }
}
