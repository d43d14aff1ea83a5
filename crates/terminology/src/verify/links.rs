//! Links between concepts: they lead to a living concept and never back.

use std::collections::{HashMap, HashSet};

use super::{Fault, Tables};

/// Every parent is a living concept.
pub fn parents(tables: &Tables<'_>, faults: &mut Vec<Fault>) {
    let mut seen = HashSet::new();
    for row in &tables.rows {
        for parent in &row.concept.parents {
            // One fault a parent: it stands for all its children.
            if !seen.insert(parent.as_ref()) {
                continue;
            }
            let id = &row.concept.id;
            match tables.row(parent) {
                Some(found) if found.is_living() => {}
                Some(found) => {
                    let message = format!("{id} has the obsolete parent {parent}; {} took its place", found.concept.replaced_by);
                    faults.push(row.fault("obsolete-parent", parent.as_ref(), message));
                }
                None => {
                    let message = format!("{id} has the parent {parent}, which no table has");
                    faults.push(row.fault("dangling-parent", parent.as_ref(), message));
                }
            }
        }
    }
}

/// No concept is its own ancestor.
pub fn cycles(tables: &Tables<'_>, faults: &mut Vec<Fault>) {
    // Row to whether it is still on the way (true) or done (false).
    let mut state: HashMap<usize, bool> = HashMap::new();
    for first in 0..tables.rows.len() {
        if state.contains_key(&first) {
            continue;
        }
        state.insert(first, true);
        let mut way = vec![(first, 0)];
        while let Some((at, next)) = way.last_mut() {
            let row = &tables.rows[*at];
            let Some(parent) = row.concept.parents.get(*next) else {
                state.insert(*at, false);
                way.pop();
                continue;
            };
            *next += 1;
            let Some(&above) = tables.by_id.get(parent.as_ref()) else { continue };
            match state.get(&above) {
                None => {
                    state.insert(above, true);
                    way.push((above, 0));
                }
                Some(true) => {
                    let from = way.iter().position(|(on, _)| *on == above).unwrap_or(0);
                    let ids: Vec<&str> = way[from..].iter().map(|(on, _)| tables.rows[*on].concept.id.as_ref()).collect();
                    let message = format!("{} leads back to {parent}; take out the parent that is none", ids.join(" < "));
                    faults.push(row.fault("parent-cycle", format!("{} {parent}", row.concept.id), message));
                }
                Some(false) => {}
            }
        }
    }
}

/// Every obsolete identifier leads to living concepts.
pub fn trails(tables: &Tables<'_>, faults: &mut Vec<Fault>) {
    for row in tables.rows.iter().filter(|row| !row.is_living()) {
        let id = row.concept.id.as_ref();
        let mut seen = HashSet::from([id]);
        let mut open: Vec<&str> = row.successors().collect();
        while let Some(next) = open.pop() {
            let trouble = match tables.row(next) {
                None => "which no table has",
                Some(_) if !seen.insert(next) => "which leads back to it",
                Some(found) => {
                    open.extend(found.successors());
                    continue;
                }
            };
            // What leads nowhere is what the trails have in common.
            faults.push(row.fault("endless-trail", next, format!("{id} was replaced by {next}, {trouble}; leave it out or end it")));
        }
    }
    let mut seen = HashSet::new();
    faults.retain(|fault| fault.code != "endless-trail" || seen.insert(fault.subject.clone()));
}
