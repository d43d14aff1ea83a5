"""Annotates papers on Ray Data.

    pip install biospan pyarrow                      # on every machine
    python examples/ray/annotate.py --from parquet papers/ tables/

Papers are Parquet or JSON Lines with columns `id` and `text`, or a folder of text files, whose names become the
identifiers. TABLES gets `mentions` (the columns of `biospan index --parquet`) and, if papers failed, `errors`
(`document`, `document_id`, `error`), both Parquet.

Each actor keeps one annotator. When an actor's process dies, Ray starts it again and gives it the same papers, which it
then annotates one by one in a process apart, so that a paper that kills its process becomes a row of `errors`.
"""

import argparse
import pathlib
import shutil
import sys

import pyarrow as pa
import pyarrow.compute as pc
import ray

EXAMPLES = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(EXAMPLES))
import rows  # noqa: E402  (lies beside this folder; the actors get it by `working_dir`)

PAPERS_A_BATCH = 256


class Annotate:
    """An actor."""

    def __init__(self, options: dict[str, object]) -> None:
        """Is careful if an actor died here before."""
        self.options = options
        self.careful = ray.get_runtime_context().was_current_actor_reconstructed

    def __call__(self, papers: pa.Table) -> pa.Table:
        """Annotates a batch."""
        return rows.annotate(papers, self.options, self.careful)


def paper(file: dict[str, object]) -> dict[str, object]:
    """A text file as a paper."""
    return {"id": pathlib.PurePath(file["path"]).stem, "text": file["bytes"].decode("utf-8", "replace")}


def read(form: str, path: str) -> ray.data.Dataset:
    """Papers, columns `id` and `text`."""
    if form == "parquet":
        return ray.data.read_parquet(path, columns=["id", "text"])
    if form == "json":
        return ray.data.read_json(path, lines=True).select_columns(["id", "text"])
    return ray.data.read_binary_files(path, include_paths=True).map(paper)


def part(annotated: ray.data.Dataset, keep: str, columns: list[str]) -> ray.data.Dataset:
    """The rows that are mentions (`is_null`) or errors (`is_valid`)."""

    def chosen(table: pa.Table) -> pa.Table:
        return table.filter(getattr(pc, keep)(table["error"])).select(columns)

    return annotated.map_batches(chosen, batch_format="pyarrow", batch_size=None)


def main() -> None:
    """Does what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers")
    parser.add_argument("tables", type=pathlib.Path)
    parser.add_argument(
        "--from", dest="form", choices=["parquet", "json", "text"], default="parquet", help="what papers are"
    )
    parser.add_argument("--types", help="such as gene,drug; all if not given")
    parser.add_argument("--min-score", type=float, help="leave out mentions below this")
    parser.add_argument("--actors", type=int, help="processes that annotate; one a core if not given")
    asked = parser.parse_args()
    options = {"types": asked.types and tuple(asked.types.split(",")), "min_score": asked.min_score}
    options = {name: value for name, value in options.items() if value is not None}

    ray.init(runtime_env={"working_dir": str(EXAMPLES)})
    actors = asked.actors or int(ray.cluster_resources()["CPU"])
    annotated = read(asked.form, asked.papers).map_batches(
        Annotate,
        fn_constructor_args=[options],
        batch_format="pyarrow",
        batch_size=PAPERS_A_BATCH,
        compute=ray.data.ActorPoolStrategy(size=actors),
        num_cpus=0.5,  # Actors that hold every core would leave none to read with.
    )
    # Annotating is the dear part: it is done once, and what it gives is then taken apart.
    annotated = annotated.materialize()
    errors = ["document", "document_id", "error"]
    for name, keep, columns in (("mentions", "is_null", rows.MENTIONS.names), ("errors", "is_valid", errors)):
        table = part(annotated, keep, columns).materialize()
        shutil.rmtree(asked.tables / name, ignore_errors=True)
        if table.count():
            table.write_parquet(str(asked.tables / name))
        print(f"{table.count()} {name}")


if __name__ == "__main__":
    main()
