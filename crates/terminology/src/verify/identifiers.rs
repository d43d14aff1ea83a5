//! Identifiers: their order, their form, and who else has them.

use std::collections::{BTreeMap, HashMap};

use super::tables::Row;
use super::{Fault, Tables};

/// Rows stand in the order of their identifiers, each once, each in the table of its type.
pub fn order(tables: &Tables<'_>, faults: &mut Vec<Fault>) {
    let mut last: Option<&Row<'_>> = None;
    for (index, row) in tables.rows.iter().enumerate() {
        let id = row.concept.id.as_ref();
        if let Some(last) = last.filter(|last| last.file == row.file && last.concept.id.as_ref() > id) {
            faults.push(row.fault("unsorted", id, format!("{id} stands behind {}; sort the table by identifier", last.concept.id)));
        }
        if let Some(first) = tables.row(id).filter(|_| tables.by_id.get(id) != Some(&index)) {
            faults.push(row.fault("duplicate-id", id, format!("{id} stands in {}:{} too; keep one", first.file, first.line)));
        }
        let table = row.file.rsplit(['/', '\\']).next().and_then(|file| file.strip_suffix(".tsv")).unwrap_or(row.file);
        if row.concept.entity_type != table {
            let message = format!("{id} is a {}; move it to {}.tsv", row.concept.entity_type, row.concept.entity_type);
            faults.push(row.fault("wrong-table", id, message));
        }
        last = Some(row);
    }
}

/// Every identifier has a prefix of `prefixes.tsv` and fits its pattern.
pub fn patterns(tables: &Tables<'_>, faults: &mut Vec<Fault>) {
    for row in &tables.rows {
        let concept = &row.concept;
        let lists = concept.xrefs.iter().chain(&concept.parents).chain(&concept.orthologs).map(AsRef::as_ref);
        let own = [concept.id.as_ref(), concept.taxon.as_ref()];
        for curie in lists.chain(own).chain(row.successors()).filter(|curie: &&str| !curie.is_empty()) {
            let (prefix, local_id) = curie.split_once(':').unwrap_or(("", curie));
            match tables.prefixes.get(prefix) {
                Some(pattern) if pattern.is_match(local_id) => {}
                Some(pattern) => {
                    let message = format!("{curie} does not fit the pattern {pattern} of {prefix}");
                    faults.push(row.fault("bad-identifier", curie, message));
                }
                None => {
                    let message = format!("{curie} has a prefix that prefixes.tsv lacks; add it or correct it");
                    faults.push(row.fault("unknown-prefix", prefix, message));
                }
            }
        }
    }
    // One fault a prefix and file is enough.
    let mut seen = std::collections::HashSet::new();
    faults.retain(|fault| fault.code != "unknown-prefix" || seen.insert((fault.file.clone(), fault.subject.clone())));
}

/// An identifier of another vocabulary belongs to one concept of a type.
pub fn shared(tables: &Tables<'_>, faults: &mut Vec<Fault>) {
    let mut owners: HashMap<(&str, &str), Vec<&Row<'_>>> = HashMap::new();
    for row in tables.rows.iter().filter(|row| row.is_living()) {
        for xref in &row.concept.xrefs {
            owners.entry((&row.concept.entity_type, xref)).or_default().push(row);
        }
    }
    let mut several: BTreeMap<(&str, &str), Vec<&Row<'_>>> = BTreeMap::new();
    for ((entity_type, curie), mut rows) in owners {
        let own = tables.row(curie).filter(|own| own.is_living() && own.concept.entity_type == entity_type && own.concept.id == curie);
        rows.extend(own);
        if rows.len() > 1 {
            several.insert((entity_type, curie), rows);
        }
    }
    for ((entity_type, curie), mut rows) in several {
        rows.sort_by_key(|row| row.concept.id.as_ref());
        let ids: Vec<&str> = rows.iter().map(|row| row.concept.id.as_ref()).collect();
        let message = format!("{curie} stands for {}; join them or take it from all but one", ids.join(", "));
        faults.push(rows[0].fault("shared-id", format!("{entity_type} {curie}"), message));
    }
}
