//! What `--fix` changes, what it leaves alone, and that doing it twice changes nothing.

use super::repository;
use crate::cli::text;

/// File, what it is made of, what is left after fixing.
const FIXES: [(&str, &str, &str); 7] = [
    // An identifier that another of its vocabulary took the place of.
    (
        "a.jsonl",
        "{\"id\":1, \"text\":\"glia\",  \"annotations\":[{\"start\":0,\"end\":4,\"type\":\"cell_type\",\"ids\":[\"CL:0011107\"]}], \"more\":[ 1,2]}\r\n",
        "{\"id\":1, \"text\":\"glia\",  \"annotations\":[{\"start\":0,\"end\":4,\"type\":\"cell_type\",\"ids\":[\"CL:0000636\"]}], \"more\":[ 1,2]}\r\n",
    ),
    // White space, in numbers and words.
    (
        "a.pubtator",
        "1|t|The gout hurts.\n1|a|\n1\t3\t9\t gout \tDisease\tD006073\n\n",
        "1|t|The gout hurts.\n1|a|\n1\t4\t8\tgout\tDisease\tD006073\n\n",
    ),
    // Both at once, and a duplicate that shows only then.
    (
        "a.pubtator",
        "1|t|The gout hurts.\n1|a|\n1\t4\t8\tgout\tDisease\tD006073\n1\t3\t8\t gout\tDisease\tMESH:D006073",
        "1|t|The gout hurts.\n1|a|\n1\t4\t8\tgout\tDisease\tD006073\n",
    ),
    // A duplicate in an array of several lines.
    (
        "a.json",
        "{\"id\":1,\"text\":\"gout\",\"annotations\":[\n {\"start\":0,\"end\":4,\"type\":\"disease\",\"ids\":[]},\n {\"start\":0,\"end\":4,\"type\":\"disease\",\"ids\":[]}\n]}",
        "{\"id\":1,\"text\":\"gout\",\"annotations\":[\n {\"start\":0,\"end\":4,\"type\":\"disease\",\"ids\":[]}\n]}",
    ),
    // A line of brat goes with its reference.
    (
        "a.ann",
        "T1\tDisease 0 4\tgout\nN1\tReference T1 MESH:D006073\nT2\tDisease 0 4\tgout\nN2\tReference T2 MESH:D006073\n",
        "T1\tDisease 0 4\tgout\nN1\tReference T1 MESH:D006073\n",
    ),
    // A duplicate that a relation names stays.
    (
        "a.ann",
        "T1\tDisease 0 4\tgout\nT2\tDisease 0 4\tgout\nR1\tSame Arg1:T1 Arg2:T2\n",
        "T1\tDisease 0 4\tgout\nT2\tDisease 0 4\tgout\nR1\tSame Arg1:T1 Arg2:T2\n",
    ),
    // Words that stand in two places: a person decides.
    ("a.pubtator", "1|t|gout gout x\n1|a|\n1\t2\t6\tgout\tDisease\tD006073\n", "1|t|gout gout x\n1|a|\n1\t2\t6\tgout\tDisease\tD006073\n"),
];

#[test]
fn a_fix_changes_what_is_certain_and_no_other_byte() {
    for (index, (name, before, after)) in FIXES.into_iter().enumerate() {
        let folder = repository(&format!("fix-{index}"), &[(name, before), ("a.txt", "gout")]);
        let arguments = format!("check --no-cache --fix --select BS102,BS105,BS205,BS301 {name}");
        for round in ["once", "twice"] {
            folder.run(&arguments);
            let fixed = std::fs::read_to_string(folder.path.join(name)).expect("the file is there");
            assert_eq!(fixed, after, "{name} {round}");
        }
    }
}

#[test]
fn a_difference_is_shown_and_nothing_is_written() {
    let (name, before, _) = FIXES[1];
    let folder = repository("diff", &[(name, before)]);
    let output = folder.run("check --no-cache --diff a.pubtator");
    let shown = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    for line in ["--- a.pubtator", "+++ a.pubtator", "-1\t3\t9\t gout \tDisease\tD006073", "+1\t4\t8\tgout\tDisease\tD006073"] {
        assert!(shown.lines().any(|shown| shown == line), "{line} is missing in\n{shown}");
    }
    assert_eq!(std::fs::read_to_string(folder.path.join(name)).expect("the file is there"), before);
}
