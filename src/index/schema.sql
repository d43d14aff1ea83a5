-- The database that `biospan index --sqlite` makes. docs/index.md explains it and has queries over it.
PRAGMA application_id = 1651732577;
PRAGMA user_version = 1;

-- What records were made with: the same program, dictionary and options are one run.
CREATE TABLE runs (
    run INTEGER PRIMARY KEY,
    biospan_version TEXT NOT NULL,
    dictionary TEXT NOT NULL,
    options TEXT NOT NULL,
    UNIQUE (biospan_version, dictionary, options)
);

-- Files of records, and how each was when it was read.
CREATE TABLE files (
    file INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    fingerprint TEXT
);

CREATE TABLE documents (
    document INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    format TEXT,
    sha256 TEXT,
    title TEXT,
    pmid TEXT,
    pmcid TEXT,
    doi TEXT,
    journal TEXT,
    year INTEGER,
    file INTEGER NOT NULL REFERENCES files,
    run INTEGER NOT NULL REFERENCES runs,
    record BLOB NOT NULL
);
CREATE INDEX documents_by_id ON documents (id);
CREATE INDEX documents_by_source ON documents (source);
CREATE INDEX documents_by_file ON documents (file);

-- Offsets count from 0 in the document's text and are half-open.
CREATE TABLE passages (
    row INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    passage INTEGER NOT NULL,
    kind TEXT NOT NULL,
    section TEXT,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    byte_start INTEGER NOT NULL,
    byte_end INTEGER NOT NULL,
    text TEXT,
    UNIQUE (document, passage)
);

CREATE TABLE sentences (
    document INTEGER NOT NULL REFERENCES documents,
    sentence INTEGER NOT NULL,
    passage INTEGER NOT NULL,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    PRIMARY KEY (document, sentence)
) WITHOUT ROWID;

-- What is mentioned, and what lies above it in the hierarchy; documents and mentions are counts.
CREATE TABLE concepts (
    concept INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    url TEXT,
    taxon TEXT,
    documents INTEGER NOT NULL DEFAULT 0,
    mentions INTEGER NOT NULL DEFAULT 0,
    UNIQUE (id, type)
);
CREATE INDEX concepts_by_name ON concepts (name COLLATE NOCASE);
CREATE INDEX concepts_by_type ON concepts (type, documents);

CREATE TABLE xrefs (
    concept INTEGER NOT NULL REFERENCES concepts,
    id TEXT NOT NULL,
    PRIMARY KEY (concept, id)
) WITHOUT ROWID;
CREATE INDEX xrefs_by_id ON xrefs (id COLLATE NOCASE);

CREATE TABLE parents (
    concept INTEGER NOT NULL REFERENCES concepts,
    parent INTEGER NOT NULL REFERENCES concepts,
    PRIMARY KEY (concept, parent)
) WITHOUT ROWID;
CREATE INDEX parents_by_parent ON parents (parent);

-- All that lies above a concept, itself included.
CREATE TABLE ancestors (
    ancestor INTEGER NOT NULL REFERENCES concepts,
    concept INTEGER NOT NULL REFERENCES concepts,
    PRIMARY KEY (ancestor, concept)
) WITHOUT ROWID;

CREATE TABLE mentions (
    document INTEGER NOT NULL REFERENCES documents,
    mention INTEGER NOT NULL,
    concept INTEGER NOT NULL REFERENCES concepts,
    passage INTEGER NOT NULL,
    sentence INTEGER,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    byte_start INTEGER NOT NULL,
    byte_end INTEGER NOT NULL,
    text TEXT NOT NULL,
    score REAL NOT NULL,
    nested_in INTEGER,
    PRIMARY KEY (document, mention)
) WITHOUT ROWID;
CREATE INDEX mentions_by_concept ON mentions (concept, document, sentence);

-- How often a document mentions a concept.
CREATE TABLE occurrences (
    document INTEGER NOT NULL REFERENCES documents,
    concept INTEGER NOT NULL REFERENCES concepts,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (document, concept)
) WITHOUT ROWID;
CREATE INDEX occurrences_by_concept ON occurrences (concept, document, mentions);

-- Pairs of concepts that stand in one sentence, each pair once (one < other).
CREATE TABLE pairs (
    one INTEGER NOT NULL REFERENCES concepts,
    other INTEGER NOT NULL REFERENCES concepts,
    documents INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX pairs_by_other ON pairs (other);
CREATE INDEX pairs_by_documents ON pairs (documents);

CREATE VIRTUAL TABLE passage_text USING fts5 (
    text, content = 'passages', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2'
);

-- Pairs from both sides.
CREATE VIEW comentions AS
    SELECT one AS concept, other AS with_concept, documents, sentences FROM pairs
    UNION ALL
    SELECT other, one, documents, sentences FROM pairs;

CREATE VIEW sentence_text AS
    SELECT s.document, s.sentence, s.passage,
           substr(p.text, s.char_start - p.char_start + 1, s.char_end - s.char_start) AS text
    FROM sentences s JOIN passages p ON p.document = s.document AND p.passage = s.passage;

-- Mentions with the names of what they point to.
CREATE VIEW named_mentions AS
    SELECT d.id AS document_id, d.title, d.year, c.id AS concept_id, c.type, c.name, m.*
    FROM mentions m JOIN documents d USING (document) JOIN concepts c USING (concept);
