#![doc = include_str!("../../../docs/check/BS006.md")]

use std::collections::BTreeMap;

use super::{Rule, Scope, Severity};
use crate::check::summary::{CorpusDraft, Summary};

/// The rule.
pub const RULE: Rule = Rule {
    code: "BS006",
    name: "document-repeated",
    severity: Severity::Error,
    by_default: true,
    what: "two documents of one identifier",
    page: include_str!("../../../docs/check/BS006.md"),
    scope: Scope::Corpus(check),
};

fn check(files: &[(&str, &Summary)], found: &mut Vec<CorpusDraft>) {
    let mut places: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (file, (_, summary)) in files.iter().enumerate() {
        for (index, document) in summary.documents.iter().enumerate().filter(|(_, document)| !document.id.is_empty()) {
            places.entry(&document.id).or_default().push((file, index));
        }
    }
    for (id, places) in places.into_iter().filter(|(_, places)| places.len() > 1) {
        for (at, &(file, index)) in places.iter().enumerate() {
            // The one beside it: the one before, or for the first the next.
            let (other, _) = places[if at == 0 { 1 } else { at - 1 }];
            let elsewhere = if other == file { "this file".to_owned() } else { files[other].0.to_owned() };
            let message = format!("document \"{id}\" is in {elsewhere} too; keep one of them, or give them names of their own");
            found.push(CorpusDraft { file, place: files[file].1.documents[index].place.clone(), message, subject: id.to_owned() });
        }
    }
}
