//! A concept and all that lies below it in the hierarchy.

use super::concept::Found;
use super::{Answer, Database, QueryError};

const DESCENDANTS: &str = "
SELECT c.id AS concept, c.type, c.name, c.documents, c.mentions
FROM ancestors a JOIN concepts c USING (concept)
WHERE a.ancestor = ?1 AND (c.mentions > 0 OR c.concept = ?1)
ORDER BY c.concept <> ?1, c.documents DESC, c.id LIMIT ?2";

/// The concept itself, then what lies below it and is mentioned, most documents first.
///
/// # Errors
/// A database that cannot be read.
pub fn ask(database: &Database, concept: &Found, limit: i64) -> Result<Answer, QueryError> {
    Ok(database.ask(DESCENDANTS, (concept.row, limit))?)
}
