//! Which documents mention a concept.

use super::concept::Found;
use super::{Answer, Database, QueryError};

const DOCUMENTS: &str = "
SELECT d.id AS document, d.year, sum(o.mentions) AS mentions, d.title
FROM occurrences o JOIN documents d USING (document)
WHERE o.concept = ?1
GROUP BY o.document
ORDER BY mentions DESC, d.id, d.document LIMIT ?2";

const DOCUMENTS_BELOW: &str = "
SELECT d.id AS document, d.year, sum(o.mentions) AS mentions, d.title
FROM ancestors a JOIN occurrences o USING (concept) JOIN documents d USING (document)
WHERE a.ancestor = ?1
GROUP BY o.document
ORDER BY mentions DESC, d.id, d.document LIMIT ?2";

const SENTENCES: &str = "
SELECT d.id AS document, d.year, c.id AS concept, m.text AS words, m.score, s.text AS sentence
FROM ancestors a JOIN mentions m USING (concept) JOIN concepts c USING (concept) JOIN documents d USING (document)
LEFT JOIN sentence_text s USING (document, sentence)
WHERE a.ancestor = ?1 AND (a.concept = ?1 OR ?3)
ORDER BY m.document, m.mention LIMIT ?2";

/// Documents that mention a concept, those with most mentions first; with `below` those too that mention what lies below it; with
/// `sentences` each mention with its sentence instead.
///
/// # Errors
/// A database that cannot be read.
pub fn ask(database: &Database, concept: &Found, below: bool, sentences: bool, limit: i64) -> Result<Answer, QueryError> {
    Ok(match (sentences, below) {
        (true, below) => database.ask(SENTENCES, (concept.row, limit, below))?,
        (false, true) => database.ask(DOCUMENTS_BELOW, (concept.row, limit))?,
        (false, false) => database.ask(DOCUMENTS, (concept.row, limit))?,
    })
}
