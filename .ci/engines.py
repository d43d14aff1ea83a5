"""Runs the jobs of examples/ on real local clusters: engines.py SCRATCH PROGRAM, with the Python of .ci/engines."""

import glob
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Put before the package into each worker: documents with these words end its process, once or always, or raise an exception.
SABOTAGE = """
import os, signal, biospan
Real = biospan.Annotator
class Annotator:
    def __init__(self, **options):
        self.real = Real(**options)
    def annotate_batch(self, texts, ids, **options):
        for text in texts:
            if "FAILS ALWAYS" in text:
                raise ValueError("poisoned")
            if "KILLS ALWAYS" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "KILLS ONCE" in text:
                try:
                    os.close(os.open(os.environ["SABOTAGE_MARK"], os.O_CREAT | os.O_EXCL))
                except FileExistsError:
                    continue
                os.kill(os.getpid(), signal.SIGKILL)
        return self.real.annotate_batch(texts, ids, **options)
biospan.Annotator = Annotator
"""


def papers():
    """Texts of our corpus, often enough that tasks take a while, and those that do harm."""
    texts = [pathlib.Path(path).read_text(encoding="utf-8") for path in sorted(glob.glob(str(ROOT / "corpus/*.txt")))]
    good = [{"id": f"p{copy}-{place}", "text": text} for copy in range(20) for place, text in enumerate(texts)]
    good.insert(len(good) // 2, {"id": "once", "text": "TNF KILLS ONCE in rheumatoid arthritis."})
    return good


POISON = [
    {"id": "raises", "text": "IL6 FAILS ALWAYS."},
    {"id": "ends", "text": "IL6 KILLS ALWAYS."},
    {"id": "none", "text": None},
]


def rows_of(table):
    """The rows of mentions, sorted, without the documents' numbers, which each run gives for itself."""
    table = table.drop_columns(["document"])
    return sorted((tuple(row.values()) for row in table.to_pylist()), key=lambda row: (row[0], row[1]))


def expected(scratch, program):
    """What the command line says of the good papers."""
    lines = scratch / "good.jsonl"
    lines.write_text("".join(json.dumps(paper) + "\n" for paper in papers()), encoding="utf-8")
    subprocess.run([program, "annotate", lines, "--quiet", "--output", scratch / "records.jsonl"], check=True)
    subprocess.run(
        [program, "index", scratch / "records.jsonl", "--parquet", scratch / "expected", "--quiet"], check=True
    )
    return pyarrow.parquet.read_table(scratch / "expected/mentions.parquet")


def check(name, tables, want, poison):
    """Compares what a job wrote with the command line's."""
    got = pyarrow.dataset.dataset(tables / "mentions").to_table()
    assert [(field.name, field.type) for field in got.schema] == [(field.name, field.type) for field in want.schema], (
        got.schema
    )
    assert rows_of(got) == rows_of(want), f"{name}: {got.num_rows} rows, the command line has {want.num_rows}"
    errors = pyarrow.dataset.dataset(tables / "errors").to_table().to_pylist() if poison else []
    why = {row["document_id"]: row["error"] for row in errors}
    assert sorted(why) == sorted(paper["id"] for paper in poison), why
    assert not poison or "poisoned" in why["raises"] and "killed" in why["ends"] and "no text" in why["none"], why
    print(f"{name}: {got.num_rows} rows as the command line's, {len(why)} papers that failed: {why}")


def run(name, command, scratch, want, poison):
    """Runs a job with sabotage in its workers."""
    mark = scratch / f"{name}.killed"
    mark.unlink(missing_ok=True)
    path = f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"
    # Ray wants to keep a token in the user's home, to tell about its use, and a short path for its sockets.
    quiet = {
        "RAY_AUTH_MODE": "disabled",
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_TMPDIR": f"{tempfile.gettempdir()}/biospan-ray",
    }
    environment = os.environ | quiet | {"PATH": path, "PYTHONPATH": f"{scratch}/sabotage", "SABOTAGE_MARK": str(mark)}
    begun = time.perf_counter()
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{name} ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-6000:]}"
    assert mark.exists(), f"{name}: no worker was killed, so that nothing was shown"
    check(name, scratch / name, want, poison)
    print(f"{name}: {time.perf_counter() - begun:.0f} s, with a worker that was killed in the middle")


def pipe(scratch, program, want):
    """Runs the job without Python, in which nothing is sabotaged."""
    every = [*papers(), POISON[2]]
    schema = pa.schema([("id", pa.string()), ("text", pa.string())])
    pyarrow.parquet.write_table(pa.Table.from_pylist(every, schema), scratch / "piped.parquet", row_group_size=50)
    path = f"{pathlib.Path(sys.executable).parent}:{pathlib.Path(program).resolve().parent}:{os.environ['PATH']}"
    define = ["--define", f"papers={scratch}/piped.parquet", "--define", f"tables={scratch}/pipe"]
    conf = [
        "--master",
        "local[2,4]",
        "--conf",
        "spark.ui.enabled=false",
        "--conf",
        f"spark.sql.warehouse.dir={scratch}/warehouse",
    ]
    command = ["spark-sql", *conf, *define, "-f", ROOT / "examples/spark/pipe.sql"]
    done = subprocess.run(
        list(map(str, command)), cwd=scratch, env=os.environ | {"PATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, f"the pipe ended with {done.returncode}: {done.stdout[-2000:]}{done.stderr[-6000:]}"
    got = pyarrow.dataset.dataset(scratch / "pipe/mentions").to_table()
    assert [(field.name, field.type) for field in got.schema] == [(field.name, field.type) for field in want.schema], (
        got.schema
    )
    assert rows_of(got) == rows_of(want), f"the pipe: {got.num_rows} rows, the command line has {want.num_rows}"
    errors = pyarrow.dataset.dataset(scratch / "pipe/errors").to_table().to_pylist()
    assert [(row["document_id"], row["error"]) for row in errors] == [("none", "no text")], errors
    print(f"pipe: {got.num_rows} rows as the command line's")


def main(scratch, program):
    shutil.rmtree(scratch, ignore_errors=True)
    (scratch / "sabotage").mkdir(parents=True)
    (scratch / "sabotage/sitecustomize.py").write_text(SABOTAGE)
    want = expected(scratch, program)
    every = papers()
    for place, paper in zip((5, 300, 500), POISON):
        every.insert(place, paper)
    schema = pa.schema([("id", pa.string()), ("text", pa.string())])
    pyarrow.parquet.write_table(pa.Table.from_pylist(every, schema), scratch / "papers.parquet", row_group_size=50)
    submit = ["spark-submit", "--conf", "spark.ui.enabled=false", "--driver-memory", "2g"]
    spark = [
        *submit,
        "--master",
        "local[2,4]",
        "--py-files",
        ROOT / "examples/rows.py",
        ROOT / "examples/spark/annotate.py",
    ]
    asked = sys.argv[3:] or ["spark", "pipe", "ray"]
    if "pipe" in asked:
        pipe(scratch, program, want)
    if "spark" in asked:
        run(
            "spark", [*spark, "--partitions", "8", scratch / "papers.parquet", scratch / "spark"], scratch, want, POISON
        )
    if "ray" in asked:
        ray = [
            sys.executable,
            ROOT / "examples/ray/annotate.py",
            "--actors",
            "2",
            scratch / "papers.parquet",
            scratch / "ray",
        ]
        run("ray", ray, scratch, want, POISON)
        shutil.rmtree(f"{tempfile.gettempdir()}/biospan-ray", ignore_errors=True)


main(pathlib.Path(sys.argv[1]), sys.argv[2])
