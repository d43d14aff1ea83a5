//! Which concept is meant: by identifier, by cross reference, by preferred name, by any name that a dictionary has.

use std::fmt::Write;

use rusqlite::types::Value;

use super::{Database, QueryError};
use crate::dictionary::catalogue::Catalogue;
use crate::dictionary::lookup::{Finding, look_up};

/// A concept of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its row.
    pub row: i64,
    /// CURIE.
    pub id: String,
    /// Entity type.
    pub entity_type: String,
    /// Preferred name.
    pub name: String,
    /// How many documents mention it.
    pub documents: i64,
}

const COLUMNS: &str = "SELECT c.concept, c.id, c.type, c.name, c.documents FROM concepts c";

/// Ways to look for a concept, surer ones first.
const WAYS: &[&str] = &[
    "WHERE c.id = ?1 COLLATE NOCASE",
    "WHERE c.concept IN (SELECT concept FROM xrefs WHERE id = ?1 COLLATE NOCASE)",
    "WHERE c.name = ?1 COLLATE NOCASE AND c.name = ?1",
    "WHERE c.name = ?1 COLLATE NOCASE",
];

/// Finds the concept that is meant; `None` where nothing in the database has the name. Of several, those that are mentioned count,
/// else those above them.
///
/// # Errors
/// A name of several concepts; a database that cannot be read.
pub fn resolve(
    database: &Database,
    dictionary: Option<&Catalogue<'_>>,
    name: &str,
    entity_type: Option<&str>,
) -> Result<Option<Found>, QueryError> {
    let name = name.trim();
    for way in WAYS {
        if let Some(found) = one_of(database, look(database, way, name, entity_type)?, name)? {
            return Ok(Some(found));
        }
    }
    let Some(dictionary) = dictionary else { return Ok(None) };
    let mut found: Vec<Found> = Vec::new();
    for id in named(&look_up(dictionary, name)) {
        for way in &WAYS[..2] {
            found.extend(look(database, way, &id, entity_type)?);
        }
    }
    found.sort_by_key(|concept| concept.row);
    found.dedup();
    one_of(database, found, name)
}

/// The identifiers that a dictionary's finding speaks of.
fn named(finding: &Finding) -> Vec<String> {
    let concepts = finding.concepts.iter().map(|concept| concept.id.clone());
    concepts.chain(finding.name.iter().flat_map(|name| name.owners.iter().map(|owner| owner.id.clone()))).collect()
}

fn look(database: &Database, way: &str, name: &str, entity_type: Option<&str>) -> Result<Vec<Found>, QueryError> {
    let sql = format!("{COLUMNS} {way} AND (?2 IS NULL OR c.type = ?2) ORDER BY c.documents DESC, c.id, c.type");
    let answer = database.ask(&sql, (name, entity_type))?;
    let found = |row: Vec<Value>| match <[Value; 5]>::try_from(row) {
        Ok([Value::Integer(row), Value::Text(id), Value::Text(entity_type), Value::Text(name), Value::Integer(documents)]) => {
            Some(Found { row, id, entity_type, name, documents })
        }
        _ => None,
    };
    Ok(answer.rows.into_iter().filter_map(found).collect())
}

/// Leaves out what another of `found`, of the same name and type, stands for: a protein beside its gene.
fn leave_out_shown_otherwise(database: &Database, found: &mut Vec<Found>) -> Result<(), QueryError> {
    let mut below: Vec<(i64, i64)> = Vec::new();
    for concept in &*found {
        let answer = database.ask("SELECT concept FROM parents WHERE parent = ?1", [concept.row])?;
        let rows = answer.rows.iter().flatten().filter_map(|value| if let Value::Integer(row) = value { Some(*row) } else { None });
        below.extend(rows.map(|row| (concept.row, row)));
    }
    let all = found.clone();
    let same = |one: &Found, other: &Found| one.name == other.name && one.entity_type == other.entity_type;
    found.retain(|concept| !all.iter().any(|other| same(concept, other) && below.contains(&(other.row, concept.row))));
    Ok(())
}

fn one_of(database: &Database, mut found: Vec<Found>, name: &str) -> Result<Option<Found>, QueryError> {
    if found.len() > 1 {
        leave_out_shown_otherwise(database, &mut found)?;
    }
    if found.iter().any(|concept| concept.documents > 0) {
        found.retain(|concept| concept.documents > 0);
    }
    match &found[..] {
        [] | [_] => Ok(found.pop()),
        several => {
            let candidates = several.iter().take(8).fold(String::new(), |mut line, Found { id, entity_type, name, documents, .. }| {
                // Writing to a string does not fail.
                let _ = write!(line, " {id} ({entity_type} {name}, {documents} documents);");
                line
            });
            Err(QueryError::Ambiguous { name: name.to_owned(), candidates: candidates.trim_end_matches(';').to_owned() })
        }
    }
}
