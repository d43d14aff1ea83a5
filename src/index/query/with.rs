//! What stands together with a concept, in a sentence or in a document.

use super::concept::Found;
use super::{Answer, Database, QueryError};

const IN_SENTENCES: &str = "
SELECT c.id AS concept, c.type, c.name, p.documents, p.sentences
FROM comentions p JOIN concepts c ON c.concept = p.with_concept
WHERE p.concept = ?1 AND (?2 IS NULL OR c.type = ?2)
ORDER BY p.documents DESC, p.sentences DESC, c.id LIMIT ?3";

const IN_DOCUMENTS: &str = "
SELECT c.id AS concept, c.type, c.name, p.documents
FROM (SELECT o.concept, count(*) AS documents
      FROM occurrences x JOIN occurrences o ON o.document = x.document AND o.concept <> x.concept
      WHERE x.concept = ?1 GROUP BY o.concept) p
JOIN concepts c USING (concept)
WHERE ?2 IS NULL OR c.type = ?2
ORDER BY p.documents DESC, c.id LIMIT ?3";

const SENTENCES_OF_BOTH: &str = "
SELECT d.id AS document, d.year, s.text AS sentence
FROM (SELECT DISTINCT x.document, x.sentence
      FROM mentions x JOIN mentions y ON y.concept = ?2 AND y.document = x.document AND y.sentence = x.sentence
      WHERE x.concept = ?1 ORDER BY x.document, x.sentence LIMIT ?3) both
JOIN documents d USING (document) JOIN sentence_text s USING (document, sentence)
ORDER BY d.document, both.sentence";

const DOCUMENTS_OF_BOTH: &str = "
SELECT d.id AS document, d.year, min(x.mentions, y.mentions) AS mentions, d.title
FROM occurrences x JOIN occurrences y ON y.document = x.document JOIN documents d ON d.document = x.document
WHERE x.concept = ?1 AND y.concept = ?2
ORDER BY 3 DESC, d.id, d.document LIMIT ?3";

/// Concepts that stand together with a concept, those in most documents first.
///
/// # Errors
/// A database that cannot be read.
pub fn concepts(
    database: &Database,
    concept: &Found,
    entity_type: Option<&str>,
    in_document: bool,
    limit: i64,
) -> Result<Answer, QueryError> {
    Ok(database.ask(if in_document { IN_DOCUMENTS } else { IN_SENTENCES }, (concept.row, entity_type, limit))?)
}

/// Sentences in which two concepts stand, or documents in which they do.
///
/// # Errors
/// A database that cannot be read.
pub fn both(database: &Database, concept: &Found, other: &Found, in_document: bool, limit: i64) -> Result<Answer, QueryError> {
    Ok(database.ask(if in_document { DOCUMENTS_OF_BOTH } else { SENTENCES_OF_BOTH }, (concept.row, other.row, limit))?)
}
