//! Which documents mention a concept.

use super::concept::Found;
use super::{Answer, Database, QueryError};

const DOCUMENTS: &str = "
SELECT d.id AS document, d.year, o.mentions, d.title
FROM (SELECT document, mentions FROM occurrences WHERE concept = ?1 ORDER BY mentions DESC, document LIMIT ?2) o
JOIN documents d USING (document)
ORDER BY o.mentions DESC, o.document";

const DOCUMENTS_BELOW: &str = "
SELECT d.id AS document, d.year, o.mentions, d.title
FROM (SELECT document, sum(mentions) AS mentions FROM ancestors JOIN occurrences USING (concept)
      WHERE ancestor = ?1 GROUP BY document ORDER BY 2 DESC, document LIMIT ?2) o
JOIN documents d USING (document)
ORDER BY o.mentions DESC, o.document";

// Not by the view of sentences with their text: behind a left join SQLite would make all of it.
const SENTENCES: &str = "
SELECT d.id AS document, d.year, c.id AS concept, m.text AS words, m.score,
       substr(p.text, s.char_start - p.char_start + 1, s.char_end - s.char_start) AS sentence
FROM (SELECT m.document, m.mention FROM ancestors a JOIN mentions m USING (concept)
      WHERE a.ancestor = ?1 AND (a.concept = ?1 OR ?3) ORDER BY m.document, m.mention LIMIT ?2) f
JOIN mentions m USING (document, mention) JOIN concepts c USING (concept) JOIN documents d USING (document)
LEFT JOIN sentences s ON s.document = m.document AND s.sentence = m.sentence
LEFT JOIN passages p ON p.document = m.document AND p.passage = m.passage
ORDER BY m.document, m.mention";

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
