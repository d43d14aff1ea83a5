"""Annotates a million sentences of the corpus from Python and with the program, on as many threads as asked for.

python benches/python.py [SENTENCES] [THREADS]
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, TypeVar

import pandas
import pyarrow

from biospan import Annotator, columns

T = TypeVar("T")


def timed(what: str, work: Callable[[], T], size: int) -> T:
    """What work returns; prints how long it takes."""
    start, busy, own = time.perf_counter(), processor(), time.thread_time()
    result = work()
    seconds, busy, own = time.perf_counter() - start, processor() - busy, time.thread_time() - own
    print(
        f"{what}: {seconds:.2f} s; of a processor {busy:.2f} s, {size / busy / 1e6:.1f} MB/s; "
        f"this thread, which does what is Python's, {own:.2f} s",
        flush=True,
    )
    return result


def processor() -> float:
    """Seconds of a processor that this process and the programs it ran have taken: right on a busy machine too."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def sentences(annotator: Annotator, count: int) -> list[str]:
    """Sentences of the corpus, numbered so that no two are the same."""
    known = []
    for path in sorted((Path(__file__).parents[1] / "corpus").glob("*.txt")):
        record = annotator.annotate(path.read_text(encoding="utf-8"))
        known += [" ".join(record.text[start:end].split()) for start, end in record.sentences if end - start > 40]
    return [f"{known[number % len(known)]} (Case {number})" for number in range(count)]


def main() -> None:
    """Prints a line for each way."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    annotator = Annotator()
    texts = sentences(annotator, count)
    size = sum(len(text.encode()) for text in texts)
    print(f"{count} sentences, {size / 1e6:.1f} MB, {threads} thread(s)")
    column = pyarrow.array(texts)
    series = pandas.Series(texts, dtype=object)
    timed("a list as a column", lambda: columns.table(texts, None), size)
    for what, source in [("an Arrow column", column), ("a list", texts), ("a pandas column of objects", series)]:
        table = timed(what, lambda source=source: annotator.annotate_batch(source, threads=threads), size)
    print(f"{table.num_rows} mentions")
    timed(
        "one by one, a tenth of them", lambda: [annotator.annotate(text) for text in texts[: count // 10]], size // 10
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sentences.jsonl"
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
        program = [sys.executable, "-m", "biospan", "annotate", str(path), "--threads", str(threads)]
        written = [*program, "--format", "jsonl", "--no-text", "--output", "/dev/null"]
        timed("the program, JSON Lines to JSON Lines", lambda: subprocess.run(written, check=True), size)


if __name__ == "__main__":
    main()
