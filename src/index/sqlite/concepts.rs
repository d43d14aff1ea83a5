//! Concepts of a database: their rows, and the hierarchy above them.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::index::concepts::{Concept, Hierarchy};
use crate::index::record::WrittenMention;

/// Rows of the concepts that a run has met, by type and identifier.
#[derive(Default)]
pub struct ConceptRows {
    rows: HashMap<String, HashMap<String, i64>>,
}

impl ConceptRows {
    /// The row of a mention's concept. What the first mention of a run says of it is written down.
    pub fn row(&mut self, connection: &Connection, mention: &WrittenMention) -> rusqlite::Result<i64> {
        if let Some(row) = self.rows.get(&mention.entity_type).and_then(|rows| rows.get(&mention.id)) {
            return Ok(*row);
        }
        let known = "SELECT concept FROM concepts WHERE id = ?1 AND type = ?2";
        let known = connection.prepare_cached(known)?.query_row([&mention.id, &mention.entity_type], |row| row.get(0)).optional()?;
        let columns = params![mention.id, mention.entity_type, mention.name, mention.url, mention.taxon];
        let row = match known {
            Some(row) => {
                let update = "UPDATE concepts SET name = ?3, url = ?4, taxon = ?5 WHERE id = ?1 AND type = ?2";
                connection.prepare_cached(update)?.execute(columns)?;
                row
            }
            None => {
                let insert = "INSERT INTO concepts (id, type, name, url, taxon) VALUES (?1, ?2, ?3, ?4, ?5)";
                connection.prepare_cached(insert)?.insert(columns)?
            }
        };
        write_xrefs(connection, row, &mention.xrefs())?;
        self.rows.entry(mention.entity_type.clone()).or_default().insert(mention.id.clone(), row);
        Ok(row)
    }
}

fn write_xrefs(connection: &Connection, row: i64, xrefs: &[String]) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM xrefs WHERE concept = ?1")?.execute([row])?;
    let mut statement = connection.prepare_cached("INSERT OR IGNORE INTO xrefs (concept, id) VALUES (?1, ?2)")?;
    xrefs.iter().try_for_each(|xref| statement.execute((row, xref)).map(drop))
}

/// Takes out concepts that nothing mentions, and writes anew what lies above the others.
pub fn link(connection: &Connection, hierarchy: &Hierarchy<'_>) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DELETE FROM parents; DELETE FROM ancestors;
         DELETE FROM xrefs WHERE concept IN (SELECT concept FROM concepts WHERE mentions = 0);
         DELETE FROM concepts WHERE mentions = 0;",
    )?;
    let mut rows: Vec<i64> = Vec::new();
    let mut concepts: Vec<Concept> = Vec::new();
    let mut statement = connection.prepare("SELECT concept, id, type FROM concepts ORDER BY concept")?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        rows.push(row.get(0)?);
        concepts.push(Concept { id: row.get(1)?, entity_type: row.get(2)?, ..Concept::default() });
    }
    let numbers: HashMap<i64, usize> = rows.iter().enumerate().map(|(number, row)| (*row, number)).collect();
    let mut statement = connection.prepare("SELECT concept, id FROM xrefs ORDER BY concept, id")?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        if let Some(number) = numbers.get(&row.get(0)?) {
            concepts[*number].xrefs.push(row.get(1)?);
        }
    }
    let links = hierarchy.link(&mut concepts);
    for concept in &concepts[rows.len()..] {
        let insert = "INSERT INTO concepts (id, type, name, url, taxon) VALUES (?1, ?2, ?3, ?4, ?5)";
        let columns = params![concept.id, concept.entity_type, concept.name, concept.url, concept.taxon];
        let row = connection.prepare_cached(insert)?.insert(columns)?;
        write_xrefs(connection, row, &concept.xrefs)?;
        rows.push(row);
    }
    for (statement, links) in [
        ("INSERT INTO parents (concept, parent) VALUES (?1, ?2)", &links.parents),
        ("INSERT INTO ancestors (ancestor, concept) VALUES (?1, ?2)", &links.ancestors),
    ] {
        let mut statement = connection.prepare(statement)?;
        links.iter().try_for_each(|(one, other)| statement.execute((rows[*one], rows[*other])).map(drop))?;
    }
    Ok(())
}
