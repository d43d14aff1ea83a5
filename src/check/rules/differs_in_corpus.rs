#![doc = include_str!("../../../docs/check/BS306.md")]

use std::collections::BTreeMap;

use super::{Rule, Scope, Severity};
use crate::check::summary::{CorpusDraft, Summary};

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS306",
    name: "differs-in-corpus",
    severity: Severity::Warning,
    by_default: true,
    what: "words with other identifiers than in the rest of the corpus",
    page: include_str!("../../../docs/check/BS306.md"),
    scope: Scope::Corpus(check),
};

fn check(files: &[(&str, &Summary)], found: &mut Vec<CorpusDraft>) {
    // How many documents mean what by a name.
    let mut meanings: BTreeMap<(&str, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for document in files.iter().flat_map(|(_, summary)| &summary.documents) {
        let mut said: Vec<_> = document.names.iter().map(|name| ((&*name.words, &*name.entity_type), &*name.concepts)).collect();
        said.sort_unstable();
        said.dedup();
        for (name, concepts) in said {
            *meanings.entry(name).or_default().entry(concepts).or_default() += 1;
        }
    }
    for (file, (_, summary)) in files.iter().enumerate() {
        for name in summary.documents.iter().flat_map(|document| &document.names) {
            let said = &meanings[&(&*name.words, &*name.entity_type)];
            let own = said.get(&*name.concepts).copied().unwrap_or(0);
            let others = said.iter().filter(|(concepts, _)| **concepts != name.concepts);
            let Some((usual, count)) = others.max_by_key(|(concepts, count)| (**count, std::cmp::Reverse(**concepts))) else { continue };
            if *count < own {
                continue;
            }
            let documents = if *count == 1 { "another document".to_owned() } else { format!("{count} other documents") };
            let message = format!("\"{}\" is {} here and {usual} in {documents} of the corpus", name.words, name.curies);
            let subject = format!("{} {}", name.words, name.curies);
            found.push(CorpusDraft { file, place: name.place.clone(), message, subject });
        }
    }
}
