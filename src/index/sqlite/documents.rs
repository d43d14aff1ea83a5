//! One document of a database: put in, taken out.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::concepts::ConceptRows;
use super::tally::Tally;
use crate::index::Sealed;
use crate::index::record::Written;

/// Rows of the runs that records were made with.
#[derive(Default)]
pub struct Runs {
    rows: HashMap<(String, String, String), i64>,
}

impl Runs {
    fn row(&mut self, connection: &Connection, written: &Written) -> rusqlite::Result<i64> {
        let key = (written.biospan_version.clone(), written.dictionary.get().to_owned(), written.options.get().to_owned());
        if let Some(row) = self.rows.get(&key) {
            return Ok(*row);
        }
        let columns = params![key.0, key.1, key.2];
        connection
            .execute("INSERT INTO runs (biospan_version, dictionary, options) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING", columns)?;
        let same = "SELECT run FROM runs WHERE biospan_version = ?1 AND dictionary = ?2 AND options = ?3";
        let row = connection.query_row(same, columns, |row| row.get(0))?;
        self.rows.insert(key, row);
        Ok(row)
    }
}

/// Puts a record in.
pub fn insert(
    connection: &Connection,
    file: i64,
    record: &Sealed,
    runs: &mut Runs,
    concepts: &mut ConceptRows,
    tally: &mut Tally,
) -> rusqlite::Result<()> {
    let written = &record.written;
    let run = runs.row(connection, written)?;
    let (about, identifiers) = (&written.document, &written.document.identifiers);
    let mut statement = connection.prepare_cached(
        "INSERT INTO documents (id, source, format, sha256, title, pmid, pmcid, doi, journal, year, file, run, record)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
    )?;
    let document = statement.insert(params![
        about.id,
        about.source,
        about.format,
        about.sha256,
        about.title,
        identifiers.pmid,
        identifiers.pmcid,
        identifiers.doi,
        about.journal,
        about.year,
        file,
        run,
        record.digest
    ])?;
    insert_passages(connection, document, written)?;
    insert_sentences(connection, document, written)?;
    let mentioned = insert_mentions(connection, document, written, concepts)?;
    let mut statement = connection.prepare_cached("INSERT INTO occurrences (document, concept, mentions) VALUES (?1, ?2, ?3)")?;
    for (concept, mentions) in tally.add(mentioned, 1) {
        statement.execute((document, concept, mentions))?;
    }
    Ok(())
}

fn insert_passages(connection: &Connection, document: i64, written: &Written) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO passages (document, passage, kind, section, char_start, char_end, byte_start, byte_end, text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    let mut searched = connection.prepare_cached("INSERT INTO passage_text (rowid, text) VALUES (?1, ?2)")?;
    for (number, passage) in (0_i64..).zip(&written.passages) {
        let text = written.passage_text(passage);
        let row = statement.insert(params![
            document,
            number,
            passage.kind,
            passage.section,
            passage.char_start,
            passage.char_end,
            passage.byte_start,
            passage.byte_end,
            text
        ])?;
        if let Some(text) = text {
            searched.execute((row, text))?;
        }
    }
    Ok(())
}

fn insert_sentences(connection: &Connection, document: i64, written: &Written) -> rusqlite::Result<()> {
    let mut statement = connection
        .prepare_cached("INSERT INTO sentences (document, sentence, passage, char_start, char_end) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for ((number, sentence), passage) in (0_i64..).zip(&written.sentences).zip(written.passages_of_sentences()) {
        statement.execute(params![document, number, passage, sentence.char_start, sentence.char_end])?;
    }
    Ok(())
}

/// Puts the mentions in; returns the concept and the sentence of each.
fn insert_mentions(
    connection: &Connection,
    document: i64,
    written: &Written,
    concepts: &mut ConceptRows,
) -> rusqlite::Result<Vec<(i64, Option<u32>)>> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO mentions
         (document, mention, concept, passage, sentence, char_start, char_end, byte_start, byte_end, text, score, nested_in)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    let mut mentioned = Vec::with_capacity(written.mentions.len());
    for (number, mention) in (0_i64..).zip(&written.mentions) {
        let concept = concepts.row(connection, mention)?;
        mentioned.push((concept, mention.sentence));
        // Two digits are what the record says; a float widened would show more.
        let score = (f64::from(mention.score) * 100.0).round() / 100.0;
        statement.execute(params![
            document,
            number,
            concept,
            mention.passage,
            mention.sentence,
            mention.char_start,
            mention.char_end,
            mention.byte_start,
            mention.byte_end,
            mention.text,
            score,
            mention.nested_in
        ])?;
    }
    Ok(mentioned)
}

/// Takes a document out.
pub fn remove(connection: &Connection, document: i64, tally: &mut Tally) -> rusqlite::Result<()> {
    let mut mentions = connection.prepare_cached("SELECT concept, sentence FROM mentions WHERE document = ?1")?;
    let mentioned = mentions.query_map([document], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    tally.add(mentioned, -1);
    // Full text search has no copy of the text: it must be told what to forget.
    for statement in [
        "INSERT INTO passage_text (passage_text, rowid, text)
         SELECT 'delete', row, text FROM passages WHERE document = ?1 AND text IS NOT NULL",
        "DELETE FROM occurrences WHERE document = ?1",
        "DELETE FROM mentions WHERE document = ?1",
        "DELETE FROM sentences WHERE document = ?1",
        "DELETE FROM passages WHERE document = ?1",
        "DELETE FROM documents WHERE document = ?1",
    ] {
        connection.prepare_cached(statement)?.execute([document])?;
    }
    Ok(())
}
