//! Passages by their words.

use rusqlite::ErrorCode;

use super::{Answer, Database, QueryError};
use crate::index::IndexError;

const SEARCH: &str = "
SELECT d.id AS document, d.year, p.kind, p.section, snippet(passage_text, 0, '>', '<', ' … ', 24) AS words
FROM passage_text t JOIN passages p ON p.row = t.rowid JOIN documents d USING (document)
WHERE passage_text MATCH ?1
ORDER BY t.rank, t.rowid LIMIT ?2";

/// Passages that have the words, best first; `query` is what SQLite's full text search takes.
///
/// # Errors
/// What cannot be searched for; a database that cannot be read.
pub fn ask(database: &Database, query: &str, limit: i64) -> Result<Answer, QueryError> {
    database.ask(SEARCH, (query, limit)).map_err(|error| match error {
        IndexError::Sqlite { source, .. } if source.sqlite_error_code() == Some(ErrorCode::Unknown) => {
            QueryError::Search { query: query.to_owned(), fault: source.to_string() }
        }
        other => other.into(),
    })
}
