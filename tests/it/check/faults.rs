//! Each rule with what it must find and what it must leave alone.

use super::{findings, gout, repository};

type Marks = &'static [(usize, usize, &'static str, &'static str, &'static str)];

const GOUT: &str = "MESH:D006073";

/// Rule, text, annotations, how many findings the rule makes.
const DOCUMENTS: [(&str, &str, Marks, usize); 51] = [
    ("BS003", "Sjo\u{308}gren has gout.", &[(12, 16, "gout", "disease", GOUT)], 1),
    ("BS003", "Go\u{ad}ut hurts.", &[], 1),
    ("BS003", "Sjögren has gout.", &[(12, 16, "gout", "disease", GOUT)], 0),
    ("BS101", "Gout hurts.", &[(8, 12, "gout", "disease", GOUT)], 1),
    ("BS101", "Gout hurts.", &[(4, 0, "Gout", "disease", GOUT)], 1),
    ("BS101", "Gout hurts.", &[(4, 4, "", "disease", GOUT)], 1),
    ("BS101", "Gout", &[(0, 4, "Gout", "disease", GOUT)], 0),
    ("BS102", "The gout hurts.", &[(5, 9, "gout", "disease", GOUT)], 1),
    ("BS102", "The gout hurts.", &[(4, 8, "Gout", "disease", GOUT)], 1),
    ("BS102", "β: the gout hurts.", &[(7, 11, "gout", "disease", GOUT)], 0),
    ("BS102", "renal\nfailure", &[(0, 13, "renal failure", "disease", "")], 0),
    ("BS103", "Sjo\u{308}gren", &[(0, 3, "Sjo", "disease", "")], 1),
    ("BS103", "Sjo\u{308}gren", &[(0, 4, "Sjo\u{308}", "disease", "")], 0),
    ("BS104", "pediatric asthma", &[(1, 16, "ediatric asthma", "disease", "")], 1),
    ("BS104", "IL10 and CD45", &[(0, 3, "IL1", "gene", ""), (9, 12, "CD4", "gene", "")], 2),
    ("BS104", "BRCA1 and TNF-α", &[(0, 4, "BRCA", "gene", ""), (10, 13, "TNF", "gene", "")], 0),
    ("BS105", "The gout hurts.", &[(4, 9, "gout ", "disease", GOUT)], 1),
    ("BS105", "The gout hurts.", &[(4, 8, "gout", "disease", GOUT)], 0),
    (
        "BS106",
        "HCC (HCC) and gout, \"IL6\".",
        &[(4, 8, "(HCC", "disease", ""), (14, 19, "gout,", "disease", ""), (20, 25, "\"IL6\"", "gene", "")],
        3,
    ),
    (
        "BS106",
        "i.v. Brucella spp. CD4(+) [Cu(L)2]",
        &[
            (0, 4, "i.v.", "drug", ""),
            (5, 18, "Brucella spp.", "species", ""),
            (19, 25, "CD4(+)", "gene", ""),
            (26, 34, "[Cu(L)2]", "drug", ""),
        ],
        0,
    ),
    ("BS201", "gout", &[(0, 4, "gout", "disease", "MSEH:D006073")], 1),
    ("BS201", "gout", &[(0, 4, "gout", "disease", "gout")], 1),
    ("BS201", "gout", &[(0, 4, "gout", "disease", "mesh:D006073 MSH:D006073 MIM:138900")], 0),
    ("BS202", "gout", &[(0, 4, "gout", "disease", "MESH:D6073 HGNC:TP53 MONDO:5393")], 3),
    ("BS202", "gout", &[(0, 4, "gout", "disease", "MESH:D006073 HGNC:583 MONDO:0005393")], 0),
    ("BS203", "APC", &[(0, 3, "APC", "gene", "HGNC:99999")], 1),
    ("BS203", "APC", &[(0, 3, "APC", "gene", "HGNC:583 MESH:C999999999")], 0),
    ("BS203", "ache", &[(0, 4, "ache", "disease", "MESH:D999999")], 1),
    ("BS203", "acid", &[(0, 4, "acid", "drug", "MESH:D999999")], 0),
    ("BS204", "dust", &[(0, 4, "dust", "drug", "MESH:C999999999")], 1),
    ("BS204", "gout", &[(0, 4, "gout", "disease", GOUT)], 0),
    ("BS205", "glia", &[(0, 4, "glia", "cell_type", "CL:0011107")], 1),
    ("BS205", "glia", &[(0, 4, "glia", "cell_type", "CL:0000636")], 0),
    ("BS205", "BCL5", &[(0, 4, "BCL5", "gene", "HGNC:1000")], 1),
    ("BS207", "gout", &[(0, 4, "gout", "gene", "MESH:D006073"), (0, 4, "gout", "disease", "NCBITaxon:9606")], 2),
    (
        "BS207",
        "gout VEGF",
        &[(0, 4, "gout", "disease", "MESH:D006073"), (5, 9, "VEGF", "gene", "FPLX:VEGF"), (5, 9, "VEGF", "organ", "FPLX:VEGF")],
        0,
    ),
    ("BS301", "gout", &[(0, 4, "gout", "disease", "MESH:D006073 DOID:13189"), (0, 4, "gout", "disease", "DOID:13189 MESH:D006073")], 1),
    ("BS301", "gout gout", &[(0, 4, "gout", "disease", GOUT), (5, 9, "gout", "disease", GOUT), (0, 4, "gout", "disease", "")], 0),
    ("BS302", "APC", &[(0, 3, "APC", "gene", "HGNC:583"), (0, 3, "APC", "disease", "HGNC:583"), (0, 3, "APC", "gene", "HGNC:584")], 2),
    ("BS302", "APC", &[(0, 3, "APC", "gene", "HGNC:583"), (0, 3, "APC", "gene", "HGNC:583")], 0),
    ("BS302", "CDK4/6", &[(0, 6, "CDK4/6", "gene", "HGNC:1773"), (0, 6, "CDK4/6", "gene", "HGNC:1777")], 0),
    ("BS302", "CDK4/6", &[(0, 6, "CDK4/6", "gene", "HGNC:1773"), (0, 6, "CDK4/6", "disease", "HGNC:1777")], 1),
    ("BS303", "breast and ovarian cancer", &[(0, 18, "breast and ovarian", "disease", ""), (11, 25, "ovarian cancer", "disease", "")], 1),
    (
        "BS303",
        "breast and ovarian cancer",
        &[(0, 25, "breast and ovarian cancer", "disease", ""), (11, 25, "ovarian cancer", "disease", ""), (0, 6, "breast", "disease", "")],
        0,
    ),
    ("BS304", "breast cancer", &[(0, 13, "breast cancer", "disease", "MONDO:0004992"), (7, 13, "cancer", "disease", "MONDO:0007254")], 1),
    ("BS304", "breast cancer", &[(0, 13, "breast cancer", "disease", "MONDO:0007254"), (7, 13, "cancer", "disease", "MONDO:0004992")], 0),
    (
        "BS305",
        "gout gout gout",
        &[(0, 4, "gout", "disease", GOUT), (5, 9, "gout", "disease", "MESH:D001172"), (10, 14, "gout", "disease", GOUT)],
        1,
    ),
    ("BS305", "gout gout", &[(0, 4, "gout", "disease", GOUT), (5, 9, "gout", "disease", "MONDO:0005393")], 0),
    ("BS401", "Rheumatoid arthritis and melanoma are diseases.", &[(0, 20, "Rheumatoid arthritis", "disease", "MESH:D001172")], 1),
    ("BS401", "Melanoma is a disease.", &[(0, 8, "Melanoma", "cell_line", "")], 0),
    ("BS402", "Patients with melanoma died.", &[(14, 22, "melanoma", "disease", GOUT)], 1),
];

#[test]
fn each_rule_finds_its_fault_and_leaves_the_rest_alone() {
    let mut wrong = Vec::new();
    for (index, (code, text, marks, expected)) in DOCUMENTS.into_iter().enumerate() {
        let line = gout("1", text, marks);
        let folder = repository(&format!("rule-{index}"), &[("a.jsonl", &line)]);
        let found = findings(&folder, &format!("--select {code} a.jsonl"));
        if found.len() != expected || found.iter().any(|finding| !finding.starts_with(code)) {
            wrong.push(format!("{code} {text:?}: {found:?}, expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_case() {
    let own: Vec<&str> = DOCUMENTS.iter().map(|(code, ..)| *code).chain(FILES.iter().map(|(code, ..)| *code)).collect();
    let missing: Vec<&str> = biospan::check::rules::RULES.iter().map(|rule| rule.code).filter(|code| !own.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

type Files = &'static [(&'static str, &'static str)];

const TABLE: &str = "start\tend\ttext\ttype\tid\tname\n";

/// Rule, files, findings.
const FILES: [(&str, Files, &[&str]); 17] = [
    (
        "BS001",
        &[("a.ann", "T1\tDisease 0-4\tgout\nX1\tfoo\nN1\tReference T9 MESH:D1\n"), ("a.txt", "gout")],
        &["BS001 a.ann:1:1", "BS001 a.ann:2:1", "BS001 a.ann:3:1"],
    ),
    ("BS001", &[("a.jsonl", "{\"id\":\"1\",\"text\":\"x\",\"annotations\":[]}\n{\"id\":\"2\",\"text\":}\n")], &["BS001 a.jsonl:2:18"]),
    ("BS001", &[("a.pubtator", "1|t|Gout\n1|a|\n1\t0\t4\tGout\n")], &["BS001 a.pubtator:3:1"]),
    ("BS001", &[("a.tsv", "start\tend\ttext\n0\tfour\tgout\n1\t2\n"), ("a.txt", "gout")], &["BS001 a.tsv:2:1", "BS001 a.tsv:3:1"]),
    ("BS001", &[("a.xml", "<collection><document><id>1</id><passage><text>x</text></document></collection>")], &["BS001 a.xml:1:56"]),
    ("BS001", &[("package.json", "{\"name\": \"x\"}"), ("b.tsv", "name\tvalue\n1\t2\n"), ("c.xml", "<a/>")], &[]),
    (
        "BS002",
        &[("a.ann", "T1\tDisease 0 4\tgout\n"), ("a.txt", "gout\r\nx"), ("b.ann", "\u{feff}T1\tDisease 0 4\tgout\n"), ("b.txt", "gout")],
        &["BS002 a.ann:1:1", "BS002 b.ann:1:1"],
    ),
    ("BS002", &[("a.ann", "T1\tDisease 0 4\tgout\n"), ("a.txt", "gout\tα\n")], &[]),
    ("BS004", &[("a.ann", "T1\tDisease 0 4\tgout\n"), ("b.tsv", TABLE)], &["BS004 a.ann:1:1", "BS004 b.tsv:1:1"]),
    ("BS004", &[("a.ann", ""), ("a.txt", "x"), ("b.tsv", TABLE), ("b.md", "x")], &[]),
    ("BS005", &[("a.ann", ""), ("a.txt", "x"), ("b.txt", "y"), ("README.md", "z")], &["BS005 b.txt:1:1"]),
    ("BS005", &[("a.txt", "x"), ("b.txt", "y")], &[]),
    (
        "BS006",
        &[
            ("a.pubtator", "1|t|Gout\n1|a|x\n\n1|t|Gout\n1|a|y\n"),
            ("b.jsonl", "{\"id\":1,\"text\":\"\",\"annotations\":[]}\n{\"id\":2,\"text\":\"\",\"annotations\":[]}"),
        ],
        &["BS006 a.pubtator:1:1", "BS006 a.pubtator:4:1", "BS006 b.jsonl:1:7"],
    ),
    (
        "BS206",
        &[("a.tsv", "start\tend\ttype\tid\tname\n0\t3\tgene\tHGNC:583\tAPCS\n0\t3\tgene\tHGNC:583\tAPC\n"), ("a.txt", "APC")],
        &["BS206 a.tsv:2:19"],
    ),
    (
        "BS306",
        &[
            ("a.tsv", "start\tend\ttype\tid\n0\t3\tgene\tHGNC:583\n"),
            ("a.txt", "APC"),
            ("b.tsv", "start\tend\ttype\tid\n0\t3\tgene\tHGNC:583\n"),
            ("b.txt", "APC"),
            ("c.tsv", "start\tend\ttype\tid\n0\t3\tgene\tHGNC:9451\n"),
            ("c.txt", "APC"),
        ],
        &["BS306 c.tsv:2:1"],
    ),
    (
        "BS306",
        &[
            ("a.tsv", "start\tend\ttype\tid\n0\t3\tgene\tHGNC:583\n"),
            ("a.txt", "APC"),
            ("b.tsv", "start\tend\ttype\tid\n0\t3\tgene\tNCBIGene:324\n"),
            ("b.txt", "APC"),
        ],
        &[],
    ),
    (
        "BS402",
        &[(
            "a.jsonl",
            "{\"id\":1,\"text\":\"Patients with melanoma died.\",\"annotations\":[{\"start\":14,\"end\":22,\"type\":\"disease\",\"ids\":[\"MESH:D008545\"]}]}",
        )],
        &[],
    ),
];

#[test]
fn files_that_cannot_be_read_and_corpora_that_disagree_are_found() {
    let mut wrong = Vec::new();
    for (index, (code, files, expected)) in FILES.into_iter().enumerate() {
        let found = findings(&repository(&format!("files-{index}"), files), &format!("--select {code} ."));
        if found != expected {
            wrong.push(format!("{code} {files:?}: {found:?}, expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_rules_together_find_just_what_was_planted() {
    let good = gout("1", "Gout and melanoma.", &[(0, 4, "Gout", "disease", GOUT), (9, 17, "melanoma", "disease", "MESH:D008545")]);
    let slipped = gout("2", "The gout hurts.", &[(5, 9, "gout", "disease", GOUT)]);
    let twice = gout("3", "Melanoma!", &[(0, 8, "Melanoma", "disease", "MESH:D008545"), (0, 8, "Melanoma", "disease", "MESH:D008545")]);
    let folder = repository("all", &[("good.jsonl", &good), ("bad/slipped.jsonl", &slipped), ("bad/twice.jsonl", &twice)]);
    assert_eq!(findings(&folder, "good.jsonl"), [""; 0]);
    // A span one character on splits no word here, but the mention that it should have marked is touched.
    let found = findings(&folder, ".");
    assert_eq!(
        found,
        ["BS102 bad/slipped.jsonl:1:17", "BS104 bad/slipped.jsonl:1:17", "BS105 bad/slipped.jsonl:1:17", "BS301 bad/twice.jsonl:1:95"]
    );
}
