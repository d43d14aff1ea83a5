"""Reads indexes with other people's readers: indexes.py docs/index.md FOLDER, as .ci/indexes lays it out."""

import json
import os
import re
import sqlite3
import sys
import time

import duckdb
import pyarrow.parquet


def queries(page, section):
    """The SQL of a section of the page."""
    text = open(page, encoding="utf-8").read()
    part = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", text, re.M | re.S).group(1)
    found = re.findall(r"^```sql\n(.*?)^```", part, re.M | re.S)
    assert found, f"{page} has no query under {section}"
    return found


def run(section, page, execute):
    for query in queries(page, section):
        begun = time.perf_counter()
        rows = execute(query)
        print(f"{section}: {len(rows):3} rows in {1000 * (time.perf_counter() - begun):7.1f} ms: {query.splitlines()[0]} …")
        assert rows, f"no rows: {query}"


def main(page, folder):
    database = sqlite3.connect(os.path.join(folder, "papers.db"))
    one = lambda query: database.execute(query).fetchone()[0]
    run("SQLite", page, lambda query: database.execute(query).fetchall())
    assert one("PRAGMA integrity_check") == "ok"
    assert not database.execute("PRAGMA foreign_key_check").fetchall()
    database.execute("INSERT INTO passage_text (passage_text, rank) VALUES ('integrity-check', 1)")
    assert one("SELECT count(*) FROM named_mentions m JOIN sentence_text s USING (document, sentence) WHERE instr(s.text, m.text) = 0") == 0

    os.chdir(os.path.join(folder, "tables"))
    run("Parquet", page, lambda query: duckdb.sql(query).fetchall())
    counts = {name: one(f"SELECT count(*) FROM {name}") for name in ("documents", "mentions", "concepts")}
    for name, count in counts.items():
        table = pyarrow.parquet.read_table(f"{name}.parquet")
        table.validate(full=True)
        assert table.num_rows == count, f"{name}: {table.num_rows} rows in Parquet, {count} in SQLite"
        assert duckdb.sql(f"SELECT count(*) FROM '{name}.parquet'").fetchall() == [(count,)]
    concepts = duckdb.sql("SELECT id, type, documents, mentions, len(ancestors) FROM 'concepts.parquet' ORDER BY ALL").fetchall()
    same = "SELECT id, type, documents, mentions, (SELECT count(DISTINCT c.id) FROM ancestors a JOIN concepts c ON c.concept = a.ancestor WHERE a.concept = x.concept) FROM concepts x ORDER BY 1, 2, 3, 4, 5"
    assert concepts == database.execute(same).fetchall(), "concepts differ between Parquet and SQLite"
    schema = pyarrow.parquet.read_schema("mentions.parquet")
    assert [str(schema.field(name).type) for name in ("document", "char_start", "score", "name")] == ["int64", "int32", "float", "string"]

    lines = open(os.path.join(folder, "papers.ndjson"), encoding="utf-8").read().split("\n")
    assert lines.pop() == "" and len(lines) == 2 * counts["documents"]
    documents = [json.loads(line) for line in lines]
    assert sum(len(document["mentions"]) for document in documents[1::2]) == counts["mentions"]
    json.load(open(os.path.join(folder, "papers.mapping.json"), encoding="utf-8"))
    print(f"all readers agree: {counts['documents']} documents, {counts['mentions']} mentions, {counts['concepts']} concepts")


main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
