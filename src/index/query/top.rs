//! What is mentioned most: of a type, in all documents or in those of a folder.

use super::{Answer, Database, QueryError};

const ALL: &str = "
SELECT c.id AS concept, c.type, c.name, c.documents, c.mentions
FROM concepts c
WHERE c.mentions > 0 AND (?1 IS NULL OR c.type = ?1)
ORDER BY c.documents DESC, c.mentions DESC, c.id LIMIT ?2";

const FOLDER: &str = "
SELECT c.id AS concept, c.type, c.name, count(*) AS documents, sum(o.mentions) AS mentions
FROM documents d JOIN occurrences o USING (document) JOIN concepts c USING (concept)
WHERE d.source >= ?3 AND d.source < ?4 AND (?1 IS NULL OR c.type = ?1)
GROUP BY o.concept
ORDER BY documents DESC, mentions DESC, c.id LIMIT ?2";

/// The concepts in most documents. `folder` is a folder of papers as it was given to `annotate`.
///
/// # Errors
/// A database that cannot be read.
pub fn ask(database: &Database, entity_type: Option<&str>, folder: Option<&str>, limit: i64) -> Result<Answer, QueryError> {
    let Some(folder) = folder else { return Ok(database.ask(ALL, (entity_type, limit))?) };
    let folder = folder.trim_end_matches('/');
    // All paths that begin with the folder and a slash lie before the folder and what follows the slash.
    Ok(database.ask(FOLDER, (entity_type, limit, format!("{folder}/"), format!("{folder}0")))?)
}
