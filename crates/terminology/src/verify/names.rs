//! Names: how many are preferred, who has them, and whether they may be passed on.

use std::collections::{BTreeMap, HashMap};

use biospan_lexicon::policy::key;
use biospan_lexicon::table::Scope;

use super::tables::Row;
use super::{Fault, Tables};

/// A name with more concepts of a type than this names nothing.
pub const MOST_OWNERS: usize = 20;

/// A source prefers one name; a living concept has one.
pub fn preferred(tables: &Tables<'_>, faults: &mut Vec<Fault>) {
    for row in &tables.rows {
        let id = row.concept.id.as_ref();
        let mut by_source: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in row.concept.names.iter().filter(|name| name.scope == Scope::Preferred) {
            by_source.entry(&name.source).or_default().push(&name.text);
        }
        for (source, names) in by_source.iter().filter(|(_, names)| names.len() > 1) {
            let message = format!("{id} has {} preferred names from {source} ({}): two records were joined", names.len(), names.join(", "));
            faults.push(row.fault("two-preferred", format!("{id} {source}"), message));
        }
        if row.is_living() && row.concept.name.is_empty() {
            faults.push(row.fault("nameless", id, format!("{id} has no name and is not obsolete")));
        }
    }
}

/// Every name comes from a source of `sources.tsv` that may be passed on.
pub fn sources(tables: &Tables<'_>, faults: &mut Vec<Fault>) {
    for row in &tables.rows {
        for name in &row.concept.names {
            let subject = || format!("{} {}:{}", row.concept.id, name.source, name.text);
            match tables.sources.get(name.source.as_ref()) {
                Some(true) => {}
                Some(false) => {
                    let message = format!("\"{}\" comes from {}, whose names may not be passed on", name.text, name.source);
                    faults.push(row.fault("not-redistributable", subject(), message));
                }
                None => {
                    let message = format!("\"{}\" comes from {}, which sources.tsv lacks", name.text, name.source);
                    faults.push(row.fault("unknown-source", subject(), message));
                }
            }
        }
    }
}

/// No name belongs to very many concepts of one type.
pub fn crowded(tables: &Tables<'_>, faults: &mut Vec<Fault>) {
    let mut owners: HashMap<(&str, u64), Vec<(&Row<'_>, &str)>> = HashMap::new();
    for row in &tables.rows {
        for name in &row.concept.names {
            let owners = owners.entry((&row.concept.entity_type, key(&name.text))).or_default();
            if owners.last().is_none_or(|(last, _)| !std::ptr::eq(*last, row)) {
                owners.push((row, &name.text));
            }
        }
    }
    for ((entity_type, _), owners) in owners {
        if let [(first, name), ..] = owners[..]
            && owners.len() > MOST_OWNERS
        {
            let message = format!("\"{name}\" names {} concepts, such as {}; leave it out", owners.len(), first.concept.id);
            faults.push(first.fault("crowded-name", format!("{entity_type} {name}"), message));
        }
    }
}
