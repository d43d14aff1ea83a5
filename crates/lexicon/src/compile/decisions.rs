//! Policy to the image's section of decisions, which says why a name is treated as it is.

use std::collections::BTreeSet;

use crate::concept::{push_number, push_string};
use crate::policy::{Action, Policy};

/// The strings that occur (reasons, types, arguments), then the decisions by key, each with the numbers of its strings.
pub(super) fn pack(policy: &Policy) -> Vec<u8> {
    let all: BTreeSet<(u64, Action, &str, &str, &str)> = policy
        .all()
        .map(|(key, decision)| (key, decision.action, decision.entity_type.as_str(), decision.argument.as_str(), decision.reason.as_str()))
        .collect();
    let strings: BTreeSet<&str> = all.iter().flat_map(|(_, _, entity_type, argument, reason)| [*entity_type, argument, reason]).collect();
    let strings: Vec<&str> = strings.into_iter().collect();
    let mut out = Vec::new();
    push_number(&mut out, strings.len() as u64);
    strings.iter().for_each(|string| push_string(&mut out, string));
    for (key, action, entity_type, argument, reason) in all {
        out.extend_from_slice(&key.to_le_bytes()[2..]);
        out.push(action as u8);
        for string in [entity_type, argument, reason] {
            push_number(&mut out, strings.binary_search(&string).unwrap_or(0) as u64);
        }
    }
    out
}
