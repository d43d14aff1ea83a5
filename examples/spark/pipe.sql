-- Annotates papers on Spark without Python, by the program `biospan`, which every machine has on its path:
--
--     spark-sql --define papers=/data/papers --define tables=/data/tables -f examples/spark/pipe.sql
--
-- `papers` is Parquet with columns `id` and `text`. `tables` gets `records` (the whole records as JSON), `mentions` (the columns of
-- `biospan index --parquet`) and `errors`. A task starts one program, which reads a paper a line and writes a record a line; one that
-- dies is tried again by Spark. Papers that have no record in the end are the errors.
--
-- TRANSFORM cuts what the program writes at tabs, and JSON has none outside of its escapes.

CREATE TABLE records USING parquet LOCATION '${tables}/records' AS
SELECT TRANSFORM (to_json(struct(id, text)))
    USING 'biospan annotate --input-format json-lines --format jsonl --threads 1 --quiet -' AS (record STRING)
FROM parquet.`${papers}`
WHERE id IS NOT NULL AND text IS NOT NULL;

CREATE TABLE mentions USING parquet LOCATION '${tables}/mentions' AS
WITH parsed AS (
    SELECT from_json(record, 'document STRUCT<id: STRING>,
        passages ARRAY<STRUCT<kind: STRING, section: STRING>>,
        mentions ARRAY<STRUCT<id: STRING, type: STRING, name: STRING, taxon: STRING, text: STRING, char_start: INT, char_end: INT,
            byte_start: INT, byte_end: INT, score: FLOAT, passage: INT, sentence: INT, nested_in: INT>>') AS record
    FROM records
),
found AS (
    SELECT record.document.id AS document_id, record.passages, posexplode(record.mentions) AS (mention, m)
    FROM parsed
)
SELECT bigint(conv(substr(sha2(document_id, 256), 1, 15), 16, 10)) AS document, document_id, mention, m.id AS concept_id, m.type, m.name, m.taxon, m.text, m.char_start, m.char_end,
    m.byte_start, m.byte_end, m.score, m.passage, passages[m.passage].kind AS passage_kind, passages[m.passage].section AS section,
    m.sentence, m.nested_in
FROM found;

CREATE TABLE errors USING parquet LOCATION '${tables}/errors' AS
SELECT bigint(conv(substr(sha2(p.id, 256), 1, 15), 16, 10)) AS document, p.id AS document_id, if(p.text IS NULL, 'no text', 'no record') AS error
FROM parquet.`${papers}` p
LEFT ANTI JOIN (SELECT get_json_object(record, '$.document.id') AS id FROM records) r ON r.id = p.id;
