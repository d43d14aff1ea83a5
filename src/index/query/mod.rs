//! The questions that everybody asks of a database: one file a question.

pub mod concept;
pub mod descendants;
pub mod mentions;
pub mod search;
pub mod top;
pub mod with;

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Params};
use serde_json::json;

use super::{IndexError, sqlite};

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The database cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A name of several concepts.
    #[error("\"{name}\" may be any of these; give an identifier, or --type:{candidates}")]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// What it may be: identifier, type, name.
        candidates: String,
    },
    /// A search expression that is none.
    #[error("{query}: this cannot be searched for ({fault}); put words with marks between double quotes, as in '\"PD-1\"'")]
    Search {
        /// What was asked for.
        query: String,
        /// What SQLite says of it.
        fault: String,
    },
}

/// A database that is asked.
pub struct Database {
    connection: Connection,
    path: String,
}

/// Rows with names for their columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The names.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
}

impl Database {
    /// Opens a database for reading.
    ///
    /// # Errors
    /// No file, or one that `biospan index` has not made.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        let name = path.display().to_string();
        std::fs::metadata(path).map_err(super::refused(format!("{name}: cannot read this database")))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = Connection::open_with_flags(path, flags).and_then(|connection| {
            let checked = sqlite::check(&connection, &name)?;
            connection.execute_batch("PRAGMA mmap_size = 1073741824")?;
            Ok(checked.map(|()| connection))
        });
        let connection = opened.map_err(|source| sqlite::refused(&name, source))??;
        Ok(Self { connection, path: name })
    }

    /// Asks in SQL.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn ask(&self, sql: &str, given: impl Params) -> Result<Answer, IndexError> {
        self.rows(sql, given).map_err(|source| sqlite::refused(&self.path, source))
    }

    fn rows(&self, sql: &str, given: impl Params) -> rusqlite::Result<Answer> {
        let mut statement = self.connection.prepare(sql)?;
        let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
        let mut found = statement.query(given)?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()? {
            rows.push((0..columns.len()).map(|column| row.get(column)).collect::<Result<_, _>>()?);
        }
        Ok(Answer { columns, rows })
    }
}

impl Answer {
    /// As a JSON array of objects.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        let object = |row: &Vec<Value>| {
            let fields = self.columns.iter().zip(row).filter(|(_, value)| **value != Value::Null);
            serde_json::Value::Object(fields.map(|(column, value)| (column.clone(), as_json(value))).collect())
        };
        self.rows.iter().map(object).collect()
    }

    /// As lines of columns between tabs, with a header; what would break a line becomes a space.
    #[must_use]
    pub fn table(&self) -> String {
        let line = |cells: &mut dyn Iterator<Item = String>| {
            cells.map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect::<Vec<_>>().join("\t") + "\n"
        };
        let header = line(&mut self.columns.iter().cloned());
        self.rows.iter().fold(header, |table, row| table + &line(&mut row.iter().map(as_text)))
    }
}

fn as_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null | Value::Blob(_) => serde_json::Value::Null,
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => json!(text),
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Null | Value::Blob(_) => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => format!("{number:.2}"),
        Value::Text(text) => text.clone(),
    }
}
