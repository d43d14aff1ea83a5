"""Runs the queries of docs/scale.md over partitions: scale.py docs/scale.md FOLDER, as .ci/scale lays it out."""

import os
import re
import sqlite3
import sys
import time

import duckdb


def main(page, folder):
    text = open(page, encoding="utf-8").read()
    queries = re.findall(r"^```sql\n(.*?)^```", text, re.M | re.S)
    assert len(queries) > 4, f"{page} has lost its queries"
    database = sqlite3.connect(os.path.join(folder, "papers.db"))
    os.chdir(os.path.join(folder, "tables"))
    for query in queries:
        begun = time.perf_counter()
        rows = duckdb.execute(query).fetchall()
        print(f"{len(rows):3} rows in {1000 * (time.perf_counter() - begun):7.1f} ms: {query.splitlines()[0]} …")
        assert rows or query.startswith("CREATE"), f"no rows: {query}"
    for table in ("documents", "mentions", "concepts"):
        count = f"SELECT count(*) FROM {table}" + (" WHERE mentions > 0" if table == "concepts" else "")
        assert duckdb.sql(count).fetchall() == database.execute(count).fetchall(), f"{table}: partitions and SQLite differ"
    print("the partitions together are what SQLite has")


main(os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]))
