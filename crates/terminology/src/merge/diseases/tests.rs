use biospan_lexicon::table::Scope;

use super::sources::Medic;
use super::*;
use crate::import::{Mapping, Relation, Synonym, Xref};

fn entry(id: &str, name: &str, exact: &[&str]) -> Entry {
    let synonym = |text: &&str| Synonym { text: (*text).to_owned(), scope: Scope::Exact, field: String::new() };
    Entry { id: id.to_owned(), name: name.to_owned(), synonyms: exact.iter().map(synonym).collect(), ..Entry::default() }
}

fn mapping(subject: &str, relation: Relation, object: &str) -> Mapping {
    Mapping {
        subject: subject.to_owned(),
        subject_label: String::new(),
        relation,
        negated: false,
        object: object.to_owned(),
        object_label: String::new(),
        justification: String::new(),
        line: 1,
    }
}

fn exact(subject: &str, object: &str) -> Mapping {
    mapping(subject, Relation::Exact, object)
}

fn records(entries: Vec<Entry>) -> Records {
    entries.into_iter().map(|entry| (entry.id.clone(), entry)).collect()
}

/// Two MONDO records, gamma fever and delta fever, and one MeSH heading of each name.
fn sources() -> Sources {
    let heading = |id: &str, name: &str, tree: &str| Entry { groups: vec![tree.to_owned()], ..entry(id, name, &[]) };
    Sources {
        mondo: records(vec![entry("MONDO:0000001", "gamma fever", &["GF"]), entry("MONDO:0000002", "delta fever", &[])]),
        mesh_headings: records(vec![heading("MESH:D000001", "Gamma Fever", "C01.1"), heading("MESH:D000002", "Fevers", "C01")]),
        ..Sources::default()
    }
}

fn concept<'a>(concepts: &'a [Merged], id: &str) -> &'a Merged {
    concepts.iter().find(|concept| concept.id == id).unwrap_or_else(|| panic!("no concept {id}"))
}

fn names(concept: &Merged) -> Vec<(&str, Scope, String)> {
    concept.names.iter().map(|name| (name.text.as_str(), name.scope, name.sources.join("|"))).collect()
}

#[test]
fn an_exact_match_joins_unless_something_speaks_against_it() {
    for (what, matches, refused, expected) in [
        ("exact", vec![exact("MONDO:0000001", "MESH:D000001")], "", &["MESH:D000001"][..]),
        ("close only", vec![mapping("MONDO:0000001", Relation::Close, "MESH:D000001")], "", &[]),
        ("denied", vec![Mapping { negated: true, ..exact("MONDO:0000001", "MESH:D000001") }], "", &[]),
        ("refused by us", vec![exact("MONDO:0000001", "MESH:D000001")], "MESH:D000001\tMONDO:0000001\twhy", &[]),
        ("identifier of another form", vec![exact("MONDO:0000001", "MESH:D00007727")], "", &[]),
        ("claimed by another before", vec![exact("MONDO:0000002", "MESH:D000001"), exact("MONDO:0000001", "MESH:D000001")], "", &[]),
        ("of a vocabulary that is not joined", vec![exact("MONDO:0000001", "ICD10CM:A01")], "", &[]),
    ] {
        let refused = crate::merge::refused::Refused::parse(&format!("left\tright\treason\n{refused}\n")).unwrap();
        let (concepts, _) = merged(&Sources { mondo_exact: matches, refused, ..sources() });
        assert_eq!(concept(&concepts, "MONDO:0000001").xrefs, expected, "{what}");
    }
}

#[test]
fn the_same_name_alone_joins_nothing() {
    let (concepts, _) = merged(&sources());
    assert_eq!(concept(&concepts, "MESH:D000001").name, "Gamma Fever");
    assert!(concept(&concepts, "MONDO:0000001").xrefs.is_empty());
}

#[test]
fn weaker_evidence_counts_only_where_nothing_stronger_reached() {
    let link = |subject: &str, object: &str| vec![exact(subject, object)];
    let doid = || records(vec![entry("DOID:1", "gamma fever", &[])]);
    for (what, given, expected) in [
        ("Biomappings", Sources { biomappings: link("MESH:D000001", "MONDO:0000001"), ..sources() }, &["MESH:D000001"][..]),
        (
            "Biomappings by way of DOID",
            Sources {
                mondo_exact: link("MONDO:0000001", "DOID:1"),
                biomappings: link("DOID:1", "MESH:D000001"),
                doid: doid(),
                ..sources()
            },
            &["DOID:1", "MESH:D000001"],
        ),
        (
            "Biomappings by way of EFO",
            Sources { mondo_exact: link("MONDO:0000001", "EFO:0000001"), biomappings: link("EFO:0000001", "MESH:D000001"), ..sources() },
            &["EFO:0000001"],
        ),
        (
            "a second heading",
            Sources { mondo_exact: link("MONDO:0000001", "MESH:D000001"), biomappings: link("MESH:D000002", "MONDO:0000001"), ..sources() },
            &["MESH:D000001"],
        ),
        (
            "a cross reference and the same name",
            Sources { mondo_xrefs: vec![mapping("MONDO:0000001", Relation::Unstated, "MESH:D000001")], ..sources() },
            &["MESH:D000001"],
        ),
        (
            "a cross reference and another name",
            Sources { mondo_xrefs: vec![mapping("MONDO:0000002", Relation::Unstated, "MESH:D000001")], ..sources() },
            &[],
        ),
    ] {
        let (concepts, _) = merged(&given);
        assert_eq!(concept(&concepts, "MONDO:0000001").xrefs, expected, "{what}");
        assert!(!concept(&concepts, "MONDO:0000002").xrefs.iter().any(|xref| xref.starts_with("MESH:")), "{what}");
    }
}

#[test]
fn medics_alternative_identifier_joins_only_with_a_name_in_common() {
    for (name, synonym, expected) in [
        ("Gamma fever", "", true),
        ("Fever of gamma", "gamma fever", true),
        ("Fever of gamma", "", false),
        // OMIM's title may be of a part of the record only.
        ("Fever of gamma", "GAMMA FEVER", false),
    ] {
        let record = Entry {
            xrefs: vec![Xref { curie: "OMIM:100001".to_owned(), relation: Relation::Exact }],
            ..entry("MESH:D000001", name, if synonym.is_empty() { &[] } else { std::slice::from_ref(&synonym) })
        };
        let given = Sources { mondo_exact: vec![exact("MONDO:0000001", "OMIM:100001")], medic: Medic::of(vec![record]), ..sources() };
        let (concepts, _) = merged(&given);
        let joined = concept(&concepts, "MONDO:0000001").xrefs.contains(&"MESH:D000001".to_owned());
        assert_eq!(joined, expected, "{name} {synonym}");
    }
}

#[test]
fn a_phenotype_needs_a_link_and_the_name_and_a_concept_takes_one() {
    let phenotype = |id: &str, name: &str| Entry {
        parents: vec!["HP:0000118".to_owned()],
        xrefs: vec![Xref { curie: "UMLS:C0000001".to_owned(), relation: Relation::Unstated }],
        ..entry(id, name, &["delta fever"])
    };
    let hp = vec![phenotype("HP:0000003", "Gamma fever"), phenotype("HP:0000002", "GF"), phenotype("HP:0000004", "Heat")];
    let given = Sources { mondo_exact: vec![exact("MONDO:0000001", "UMLS:C0000001")], hp: records(hp), ..sources() };
    let (concepts, _) = merged(&given);
    assert_eq!(concept(&concepts, "MONDO:0000001").xrefs, ["HP:0000003", "UMLS:C0000001"]);
    assert_eq!((concept(&concepts, "HP:0000002").kind.as_str(), concept(&concepts, "HP:0000004").name.as_str()), ("phenotype", "Heat"));
    assert!(concept(&concepts, "MONDO:0000002").xrefs.is_empty(), "the name alone must not join");
}

#[test]
fn a_row_has_the_closest_scope_and_all_its_sources() {
    let doid = entry("DOID:1", "Gamma Fever", &["gamma pyrexia", "delta fever", "GPX"]);
    let then = entry("MONDO:0000001", "gamma fever", &["gamma pyrexia", "old fever"]);
    let given = Sources {
        mondo_exact: vec![exact("MONDO:0000001", "DOID:1")],
        mondo_2024: records(vec![then]),
        doid: records(vec![doid]),
        ..sources()
    };
    let (concepts, _) = merged(&given);
    let row = |text, scope, sources: &str| (text, scope, sources.to_owned());
    assert_eq!(
        names(concept(&concepts, "MONDO:0000001")),
        [
            row("gamma fever", Scope::Preferred, "DOID|MONDO"),
            row("gamma pyrexia", Scope::Exact, "DOID|MONDO2024"),
            row("GF", Scope::Abbreviation, "MONDO"),
            row("GPX", Scope::Abbreviation, "DOID"),
            // The preferred name of the other concept.
            row("delta fever", Scope::Alias, "DOID"),
            row("old fever", Scope::Related, "MONDO2024"),
        ]
    );
}

#[test]
fn two_records_of_one_source_give_one_preferred_name() {
    let doid = vec![entry("DOID:1", "gamma fever", &[]), entry("DOID:2", "fever of gamma", &[])];
    let given =
        Sources { mondo_exact: vec![exact("MONDO:0000001", "DOID:1"), exact("MONDO:0000001", "DOID:2")], doid: records(doid), ..sources() };
    let (concepts, _) = merged(&given);
    let preferred: Vec<_> = names(concept(&concepts, "MONDO:0000001")).into_iter().filter(|name| name.1 == Scope::Preferred).collect();
    assert_eq!(preferred, [("gamma fever", Scope::Preferred, "DOID|MONDO".to_owned())]);
}

#[test]
fn withdrawn_identifiers_lead_to_the_live_concept() {
    let gone = |id: &str, to: &[&str], consider: bool| Entry {
        obsolete: true,
        replaced_by: to.iter().map(|id| (*id).to_owned()).collect(),
        facts: if consider { vec![("consider", String::new())] } else { Vec::new() },
        ..entry(id, "", &[])
    };
    let mut given = sources();
    for (id, to, consider) in [
        ("MONDO:0000010", &["MONDO:0000001"][..], false),
        ("MONDO:0000011", &["MONDO:0000010"], false),
        ("MONDO:0000012", &["MONDO:0000001"], true),
        ("MONDO:0000013", &["MONDO:0000014"], false),
        ("MONDO:0000014", &["MONDO:0000013"], false),
        ("MONDO:0000015", &[], false),
    ] {
        given.mondo.insert(id.to_owned(), gone(id, to, consider));
    }
    let (concepts, _) = merged(&given);
    let found: Vec<_> = concepts.iter().filter(|concept| concept.obsolete).map(|concept| concept.replaced_by.as_str()).collect();
    assert_eq!(found, ["MONDO:0000001", "MONDO:0000001", "", "", "", ""]);
}

#[test]
fn parents_and_kinds_follow_the_primary_records_hierarchy() {
    let mut given = sources();
    given.mondo.insert("MONDO:0021178".to_owned(), entry("MONDO:0021178", "injury", &[]));
    given.mondo.entry("MONDO:0000001".to_owned()).and_modify(|entry| entry.parents = vec!["MONDO:0021178".to_owned()]);
    // A circle in the source must not hold the merge up.
    given.mondo.entry("MONDO:0021178".to_owned()).and_modify(|entry| entry.parents = vec!["MONDO:0000001".to_owned()]);
    let (concepts, _) = merged(&given);
    assert_eq!(concept(&concepts, "MONDO:0000001").kind, "injury");
    assert_eq!(concept(&concepts, "MONDO:0000001").parents, ["MONDO:0021178"]);
    assert_eq!(concept(&concepts, "MESH:D000001").parents, ["MESH:D000002"]);
}

#[test]
fn the_trees_of_a_heading_tell_its_kind() {
    for (trees, expected) in [
        (&["C01.1"][..], "disease"),
        (&["C26.1", "I01.1"], "injury"),
        (&["C26.1", "C10.1"], "disease"),
        (&["C23.888.1", "F01.145.126.2"], "symptom"),
        (&["C23.550.1"], "disease"),
        (&["C22.1"], "animal_disease"),
    ] {
        let heading = Entry { groups: trees.iter().map(|tree| (*tree).to_owned()).collect(), ..entry("MESH:D000009", "x", &[]) };
        assert_eq!(kind(&Sources { mesh_headings: records(vec![heading]), ..Sources::default() }, "MESH:D000009"), expected, "{trees:?}");
    }
}
