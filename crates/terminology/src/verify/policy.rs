//! Policy: every row is about something that there is, and no row contradicts another.

use std::collections::{HashMap, HashSet};

use biospan_lexicon::policy::{Action, key};
use biospan_lexicon::variant;

use super::tables::PolicyRow;
use super::{Fault, Tables};

/// Types, identifiers and names of the rows exist.
pub fn rows(tables: &Tables<'_>, faults: &mut Vec<Fault>) {
    let types: HashSet<&str> = tables.rows.iter().map(|row| row.concept.entity_type.as_ref()).collect();
    let names = Names::of(tables);
    for row in &tables.policy {
        let decision = &row.decision;
        if decision.entity_type != "*" && !types.contains(decision.entity_type.as_str()) {
            faults.push(row.fault("unknown-type", format!("no table has the type \"{}\"", decision.entity_type)));
            continue;
        }
        if !decision.argument.is_empty() {
            match tables.row(&decision.argument) {
                None => {
                    faults.push(row.fault("unknown-id", format!("no table has {}", decision.argument)));
                    continue;
                }
                Some(found) if !found.is_living() => {
                    let message = format!("{} is obsolete; {} took its place", decision.argument, found.concept.replaced_by);
                    faults.push(row.fault("unknown-id", message));
                    continue;
                }
                Some(_) => {}
            }
        }
        if !decision.action.adds() && !names.has(row) {
            let whose = if decision.argument.is_empty() { "no concept of the type" } else { decision.argument.as_str() };
            faults.push(row.fault("unknown-name", format!("{whose} has no name \"{}\"; take the row out or correct it", decision.name)));
        }
    }
}

/// All keys of names, with type and with concept, spelling variants and added names among them.
struct Names<'a> {
    keys: HashSet<u64>,
    by_type: HashSet<(&'a str, u64)>,
    by_concept: HashSet<(&'a str, u64)>,
}

impl<'a> Names<'a> {
    fn of(tables: &'a Tables<'_>) -> Self {
        // Only keys that a decision is about are worth remembering.
        let asked: HashSet<u64> = tables.policy.iter().map(|row| key(&row.decision.name)).collect();
        let mut names = Names { keys: HashSet::new(), by_type: HashSet::new(), by_concept: HashSet::new() };
        let mut spelled = Vec::new();
        for row in &tables.rows {
            for name in &row.concept.names {
                variant::spellings(&name.text, &row.concept.entity_type, &mut spelled);
                let own = spelled.drain(..).map(|spelling| key(&spelling)).chain([key(&name.text)]);
                for key in own.filter(|key| asked.contains(key)) {
                    names.insert(&row.concept.entity_type, &row.concept.id, key);
                }
            }
        }
        for row in tables.policy.iter().filter(|row| row.decision.action.adds()) {
            names.insert(&row.decision.entity_type, &row.decision.argument, key(&row.decision.name));
        }
        names
    }

    fn insert(&mut self, entity_type: &'a str, id: &'a str, key: u64) {
        self.keys.insert(key);
        self.by_type.insert((entity_type, key));
        self.by_concept.insert((id, key));
    }

    fn has(&self, row: &PolicyRow<'_>) -> bool {
        let decision = &row.decision;
        let key = key(&decision.name);
        match decision.argument.as_str() {
            "" if decision.entity_type == "*" => self.keys.contains(&key),
            "" => self.by_type.contains(&(&decision.entity_type, key)),
            id => self.by_concept.contains(&(id, key)),
        }
    }
}

/// No row says what another forbids, or says it again.
pub fn conflicts(tables: &Tables<'_>, faults: &mut Vec<Fault>) {
    let mut by_key: HashMap<u64, Vec<&PolicyRow<'_>>> = HashMap::new();
    for row in &tables.policy {
        by_key.entry(key(&row.decision.name)).or_default().push(row);
    }
    for rows in by_key.into_values().filter(|rows| rows.len() > 1) {
        for (index, later) in rows.iter().enumerate() {
            let against = rows[..index].iter().find_map(|earlier| Some((earlier, quarrel(earlier, later)?)));
            if let Some((earlier, (code, what))) = against {
                faults.push(later.fault(code, format!("{what} {}:{} ({})", earlier.file, earlier.line, earlier.decision.action.word())));
            }
        }
    }
}

/// What is wrong with two rows about one name.
fn quarrel(earlier: &PolicyRow<'_>, later: &PolicyRow<'_>) -> Option<(&'static str, &'static str)> {
    let (first, second) = (&earlier.decision, &later.decision);
    let one_type = first.entity_type == second.entity_type;
    let one_concept = first.argument == second.argument;
    let actions = [first.action, second.action];
    let has = |action| actions.contains(&action);
    // What is said of words at large, or was measured, may be said of a name that is none, and may be decided by hand too.
    let by_hand = !has(Action::Word) && !has(Action::Rarely) && !has(Action::Usually);
    // Two spellings of one key may both be listed: a reader looks for either.
    if one_type && one_concept && by_hand && first.action == second.action && first.name == second.name {
        return Some(("repeated-decision", "the same is decided in"));
    }
    let never = has(Action::Never) && actions[0] != actions[1] && one_concept && by_hand;
    let owns = |action| matches!(action, Action::Owner | Action::Sure);
    let owners = actions.into_iter().all(owns) && !one_concept;
    let measured = has(Action::Rarely) && has(Action::Usually) && one_concept;
    (one_type && (never || owners || measured)).then_some(("conflicting-decision", "this cannot hold together with"))
}
