"""Columns of texts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable

import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest

from biospan import Annotator, OptionError, TextError

TEXTS = ["Asthma hurts.", None, "𝛼: Aspirin treats rheumatoid arthritis.", "", "CXCL9/10 rose in mice."]


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


KINDS: dict[str, Callable[[list[Any]], Any]] = {
    "list": list,
    "tuple": tuple,
    "array": pyarrow.array,
    "large strings": lambda texts: pyarrow.array(texts, pyarrow.large_string()),
    "string views": lambda texts: pyarrow.array(texts, pyarrow.string_view()),
    "dictionary": lambda texts: pyarrow.array(texts).dictionary_encode(),
    "chunks": lambda texts: pyarrow.chunked_array([texts[:2], [], texts[2:]], pyarrow.string()),
    "slice": lambda texts: pyarrow.array(["Gout.", *texts, "Gout."])[1:-1],
    "pandas": pandas.Series,
    "pandas objects": lambda texts: pandas.Series(texts, dtype=object),
    "pandas with an index": lambda texts: pandas.Series(texts, index=range(9, 9 + len(texts))),
    "pandas categories": lambda texts: pandas.Series(texts, dtype="category"),
    "polars": polars.Series,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_column_gives_the_same_table(annotator: Annotator, kind: str) -> None:
    table = annotator.annotate_batch(KINDS[kind](TEXTS))
    expected = [
        (row, mention.start, mention.end, mention.text, mention.id, round(mention.score, 2))
        for row, text in enumerate(TEXTS)
        for mention in annotator.annotate(text or "")
    ]
    columns = ["document", "char_start", "char_end", "text", "concept_id", "score"]
    found = [tuple(row[column] for column in columns) for row in table.to_pylist()]
    assert len(expected) > 4
    assert [(*row[:5], round(row[5], 2)) for row in found] == expected


def test_identifiers_are_kept(annotator: Annotator) -> None:
    for ids, expected in [
        (None, "2"),
        (list("abcde"), "c"),
        (range(10, 15), "12"),
        (pandas.Series([5, 6, 7, 8, 9]), "7"),
    ]:
        rows = annotator.annotate_batch(TEXTS, ids).to_pylist()
        assert {row["document_id"] for row in rows if row["document"] == 2} == {expected}


def test_the_number_of_threads_changes_nothing(annotator: Annotator) -> None:
    texts = [f"Patient {number} had gout and took adalimumab." for number in range(20_000)]
    one = annotator.annotate_batch(texts, threads=1)
    assert one.num_rows == 40_000
    assert one.equals(annotator.annotate_batch(texts, threads=3))
    documents = [row["document"] for row in one.to_pylist()]
    assert documents == sorted(documents)


def test_no_texts_give_an_empty_table_with_columns(annotator: Annotator) -> None:
    for nothing in ([], [None], pyarrow.array([], pyarrow.string())):
        table = annotator.annotate_batch(nothing)
        assert table.num_rows == 0
        assert "concept_id" in table.column_names


@pytest.mark.parametrize("wrong", ["a text", [1, 2], [b"bytes"], pyarrow.array([1.5]), 7])
def test_what_is_no_column_of_texts_is_refused(annotator: Annotator, wrong: Any) -> None:
    with pytest.raises(TextError, match="string"):
        annotator.annotate_batch(wrong)


def test_wrong_numbers_are_refused(annotator: Annotator) -> None:
    with pytest.raises(TextError, match="5 texts and 1 ids"):
        annotator.annotate_batch(TEXTS, ["a"])
    with pytest.raises(OptionError, match="threads is 0"):
        annotator.annotate_batch(TEXTS, threads=0)


def test_rows_are_those_of_the_command_line(annotator: Annotator, tmp_path: Path) -> None:
    corpus = Path(__file__).parents[2] / "corpus"
    texts = [path.read_text(encoding="utf-8") for path in sorted(corpus.glob("*.txt"))[:10]]
    assert texts
    lines = [json.dumps({"id": f"paper{number}", "text": text}) for number, text in enumerate(texts)]
    (tmp_path / "papers.jsonl").write_text("\n".join(lines), encoding="utf-8")
    program = [sys.executable, "-m", "biospan"]
    annotate = [*program, "annotate", "papers.jsonl", "--output", "records.jsonl", "--format", "jsonl"]
    subprocess.run(annotate, cwd=tmp_path, check=True)
    subprocess.run([*program, "index", "records.jsonl", "--parquet", "tables"], cwd=tmp_path, check=True)
    expected = pyarrow.parquet.read_table(tmp_path / "tables" / "mentions.parquet")
    found = annotator.annotate_batch(texts, [f"paper{number}" for number in range(len(texts))])
    assert found.schema.equals(expected.schema)
    assert found.num_rows > 100
    assert found.to_pylist() == expected.to_pylist()


def test_other_threads_of_python_go_on(annotator: Annotator) -> None:
    texts = ["Patients with gout took adalimumab and aspirin."] * 100_000
    started, ticks, ended = threading.Event(), [], threading.Event()

    def tick() -> None:
        started.set()
        while not ended.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.005)

    thread = threading.Thread(target=tick)
    thread.start()
    started.wait()
    before = len(ticks)
    annotator.annotate_batch(texts, threads=1)
    during = len(ticks) - before
    ended.set()
    thread.join()
    assert during > 5


@pytest.mark.skipif(os.name == "nt", reason="signals of another kind")
def test_an_interrupt_is_heard() -> None:
    code = (
        "from biospan import Annotator\n"
        "annotator = Annotator()\n"
        "texts = ['Patients with gout took adalimumab and aspirin.'] * 4_000_000\n"
        "print('ready', flush=True)\n"
        "try:\n"
        "    annotator.annotate_batch(texts, threads=1)\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "stopped\n"
