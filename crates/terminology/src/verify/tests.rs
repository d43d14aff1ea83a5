//! A case a rule: the smallest tables that it speaks about, and the fault that it finds.

use biospan_lexicon::policy::HEADER as POLICY_HEADER;
use biospan_lexicon::table::HEADER;

use super::baseline::{accepted, sift};
use super::tables::Texts;
use super::{Fault, faults};

const PREFIXES: &str = "prefix\tpattern\turl\tname\nX\t^\\d+$\t\t\nY\t^\\d+$\t\t\n";
const SOURCES: &str = "code\tname\trelease\tlicence\tredistributable\nS\t\t\t\tyes\nT\t\t\t\tno\n";

fn texts(rows: &str, policy: &str) -> Texts {
    let named = |file: &str, text: String| (file.to_owned(), text);
    Texts {
        tables: vec![named("d/drug.tsv", format!("{HEADER}\n{rows}"))],
        policies: vec![named("d/policy/p.tsv", format!("{POLICY_HEADER}\n{policy}"))],
        prefixes: named("d/prefixes.tsv", PREFIXES.to_owned()),
        sources: named("d/sources.tsv", SOURCES.to_owned()),
        baseline: named("d/baseline.tsv", String::new()),
    }
}

/// `file:line code subject` of each fault.
fn places(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{}:{} {} {}", fault.file, fault.line, fault.code, fault.subject)).collect()
}

/// Rows that are above suspicion: `X:1` to `X:3`, and `X:9`, which gave way to `X:1`.
const GOOD: &str = "X:1\tdrug\tone\tpS:one\tY:1\t\t\t\t\nX:2\tdrug\ttwo\tpS:two|eS:II\tY:2\tX:1\t\t\t\nX:3\tdrug\tthree\tpS:three\t\tX:2\t\t\t\nX:9\tdrug\t\t\t\t\t\tX:1|X:2\t\n";

#[test]
fn good_tables_have_no_fault() {
    let policy = "one\tdrug\tnever\tX:1\twhy\nuno\tdrug\tadd\tX:1\twhy\nuno\tdrug\towner\tX:1\twhy\nII\t*\tword\t\twhy\n";
    assert_eq!(places(&faults(&texts(GOOD, policy))), Vec::<String>::new());
}

#[test]
fn every_fault_of_a_table_is_found_where_it_stands() {
    for (row, expected) in [
        ("X:10\tdrug\tten\tpS:ten\t\t\t\t\t", "d/drug.tsv:6 unsorted X:10"),
        ("X:9\tdrug\tnine\tpS:nine\t\t\t\t\t", "d/drug.tsv:6 duplicate-id X:9"),
        ("X:91\tgene\ta b\tpS:a b\t\t\t\t\t", "d/drug.tsv:6 wrong-table X:91"),
        ("X:91\tdrug\ta b\tpS:a b\tY:x\t\t\t\t", "d/drug.tsv:6 bad-identifier Y:x"),
        ("X:91\tdrug\ta b\tpS:a b\tZ:1\t\t\t\t", "d/drug.tsv:6 unknown-prefix Z"),
        ("X:91\tdrug\ta b\tpS:a b\tY:1\t\t\t\t", "d/drug.tsv:2 shared-id drug Y:1"),
        ("X:91\tdrug\ta b\tpS:a b\tX:1\t\t\t\t", "d/drug.tsv:2 shared-id drug X:1"),
        ("X:91\tdrug\ta b\tpS:a b|pS:c d\t\t\t\t\t", "d/drug.tsv:6 two-preferred X:91 S"),
        ("X:91\tdrug\t\t\t\t\t\t\t", "d/drug.tsv:6 nameless X:91"),
        ("X:91\tdrug\ta b\tpT:a b\t\t\t\t\t", "d/drug.tsv:6 not-redistributable X:91 T:a b"),
        ("X:91\tdrug\ta b\tpU:a b\t\t\t\t\t", "d/drug.tsv:6 unknown-source X:91 U:a b"),
        ("X:91\tdrug\ta b\tpS:a b\t\tX:5\t\t\t", "d/drug.tsv:6 dangling-parent X:5"),
        ("X:91\tdrug\ta b\tpS:a b\t\tX:9\t\t\t", "d/drug.tsv:6 obsolete-parent X:9"),
        ("X:91\tdrug\ta b\tpS:a b\t\tX:91\t\t\t", "d/drug.tsv:6 parent-cycle X:91 X:91"),
        ("X:91\tdrug\t\t\t\t\t\tX:7\t", "d/drug.tsv:6 endless-trail X:7"),
        ("X:91\tdrug\t\t\t\t\t\tX:91\t", "d/drug.tsv:6 endless-trail X:91"),
        ("X:91\tdrug", "d/drug.tsv:6 unreadable d/drug.tsv 6"),
    ] {
        assert_eq!(places(&faults(&texts(&format!("{GOOD}{row}\n"), ""))), [expected], "{row}");
    }
    let many: String = (100..=120).map(|number| format!("X:{number}\tdrug\tother\tpS:other\t\t\t\t\t\n")).collect();
    assert_eq!(places(&faults(&texts(&many, ""))), ["d/drug.tsv:2 crowded-name drug other"]);
    let circle = "X:1\tdrug\ta b\tpS:a b\t\tX:3\t\t\t\nX:2\tdrug\tc d\tpS:c d\t\tX:1\t\t\t\nX:3\tdrug\te f\tpS:e f\t\tX:2\t\t\t\n";
    assert_eq!(places(&faults(&texts(circle, ""))), ["d/drug.tsv:3 parent-cycle X:2 X:1"]);
}

#[test]
fn every_fault_of_a_policy_is_found_where_it_stands() {
    for (rows, expected) in [
        ("one\tdevice\tnever\t\twhy", "d/policy/p.tsv:2 unknown-type one device never"),
        ("one\tdrug\tnever\tX:7\twhy", "d/policy/p.tsv:2 unknown-id one drug never X:7"),
        ("one\tdrug\tnever\tX:9\twhy", "d/policy/p.tsv:2 unknown-id one drug never X:9"),
        ("four\tdrug\tnever\t\twhy", "d/policy/p.tsv:2 unknown-name four drug never"),
        ("four\t*\tnever\t\twhy", "d/policy/p.tsv:2 unknown-name four * never"),
        ("one\tdrug\towner\tX:2\twhy", "d/policy/p.tsv:2 unknown-name one drug owner X:2"),
        ("one\tdrug\tnever\t\twhy\none\tdrug\tnever\t\tso", "d/policy/p.tsv:3 repeated-decision one drug never"),
        ("one\tdrug\tnever\t\twhy\nOne\tdrug\tcapitals\t\tso", "d/policy/p.tsv:3 conflicting-decision One drug capitals"),
        ("one\tdrug\trarely\t\twhy\none\tdrug\tusually\t\tso", "d/policy/p.tsv:3 conflicting-decision one drug usually"),
        (
            "one\tdrug\tadd\tX:2\twhy\none\tdrug\towner\tX:2\twhy\none\tdrug\towner\tX:1\twhy",
            "d/policy/p.tsv:4 conflicting-decision one drug owner X:1",
        ),
        ("one\tdrug\tnever", "d/policy/p.tsv:2 unreadable d/policy/p.tsv 2"),
    ] {
        assert_eq!(places(&faults(&texts(GOOD, &format!("{rows}\n")))), [expected], "{rows}");
    }
}

#[test]
fn the_baseline_keeps_what_it_knows_and_nothing_else() {
    let mut texts = texts(&format!("{GOOD}X:91\tdrug\ta b\tpS:a b\tY:1\tX:5\t\t\t\n"), "");
    let all = faults(&texts);
    assert_eq!(all.len(), 2);
    // A kind at a time.
    texts.baseline.1 = accepted(&all, &texts, "published so", Some("shared-id"));
    assert_eq!(texts.baseline.1, "code\tsubject\treason\nshared-id\tdrug Y:1\tpublished so\n");
    assert_eq!(places(&sift(all.clone(), &texts)), ["d/drug.tsv:6 dangling-parent X:5"]);
    // The rest; what was known keeps its reason.
    texts.baseline.1 = accepted(&all, &texts, "later", None);
    assert!(texts.baseline.1.contains("drug Y:1\tpublished so\n") && texts.baseline.1.contains("X:5\tlater\n"));
    assert_eq!(sift(all.clone(), &texts), []);
    // A fault that went away must leave the baseline too.
    assert_eq!(places(&sift(all[1..].to_vec(), &texts)), ["d/baseline.tsv:3 stale-baseline drug Y:1"]);
    assert_eq!(accepted(&[], &texts, "", None), "code\tsubject\treason\n");
    texts.baseline.1 += "shared-id\tdrug Y:3\t\n";
    assert_eq!(places(&sift(all, &texts)), ["d/baseline.tsv:4 unreadable shared-id\tdrug Y:3\t"]);
}
