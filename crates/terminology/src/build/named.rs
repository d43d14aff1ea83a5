//! Concepts that policy names: they stay, under our name, where no source's name of them may be passed on.

use std::collections::BTreeMap;
use std::path::Path;

use biospan_lexicon::folder;
use biospan_lexicon::policy::Policy;
use biospan_lexicon::table::ConceptRow;

use super::{BuildError, owned};

/// The first name, in the order of the files and their lines, that the policy beside our tables adds to each concept.
///
/// # Errors
/// A file that cannot be read, a line that is no decision.
pub(super) fn by_policy(tables: &Path) -> Result<BTreeMap<String, String>, BuildError> {
    let mut policy = Policy::default();
    for (file, text) in folder::policies(tables)? {
        policy.read(&file, &text)?;
    }
    let mut names = BTreeMap::new();
    for decision in policy.added {
        names.entry(decision.argument).or_insert(decision.name);
    }
    Ok(names)
}

/// Gives a concept without a name the one that policy adds, and says whether there is one.
pub(super) fn takes_name(row: &mut ConceptRow<'_>, by_policy: &BTreeMap<String, String>) -> bool {
    let name = by_policy.get(row.id.as_ref());
    if let Some(name) = name {
        row.name = owned(name);
    }
    name.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_name_that_policy_adds_stands_for_a_concept_without_one() {
        let tables = std::env::temp_dir().join(format!("biospan-named-{}", std::process::id()));
        let header = "name\ttype\taction\targument\treason\n";
        let policy = tables.join("policy");
        std::fs::create_dir_all(&policy).expect("a folder for policy");
        let write = |file, rows: &str| std::fs::write(policy.join(file), format!("{header}{rows}")).expect("a file of policy");
        write("b.tsv", "poor appetite\tdisease\tsure\tHP:1\tpapers mean it\n");
        write("a.tsv", "loss of appetite\tdisease\tadd\tHP:1\tpapers write it\nfever\tdisease\tnever\tHP:2\tno name of it\n");
        write("refused-joins.tsv", "left\tright\treason\n");
        let names = by_policy(&tables).expect("good policy");
        assert_eq!(names, BTreeMap::from([("HP:1".to_owned(), "loss of appetite".to_owned())]));

        let mut nameless = ConceptRow { id: "HP:1".into(), name: "Poor appetite".into(), ..ConceptRow::default() };
        assert!(takes_name(&mut nameless, &names));
        assert_eq!(nameless.name, "loss of appetite");
        assert!(!takes_name(&mut ConceptRow { id: "HP:2".into(), ..ConceptRow::default() }, &names));

        write("c.tsv", "fatigue\tdisease\n");
        let fault = by_policy(&tables).expect_err("two columns are no decision").to_string();
        assert!(fault.contains("c.tsv:2"), "{fault}");
        std::fs::remove_dir_all(&tables).expect("the folder of this test");
    }
}
