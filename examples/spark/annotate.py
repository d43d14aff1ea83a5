"""Annotates papers on Apache Spark.

    pip install biospan pyarrow                      # on every machine
    spark-submit --py-files examples/rows.py examples/spark/annotate.py --from parquet papers/ tables/

Papers are Parquet or JSON Lines with columns `id` and `text`, or a folder of text files, whose names become the
identifiers. TABLES gets `mentions` (the columns of `biospan index --parquet`) and `errors` (`document`,
`document_id`, `error`), both Parquet.

Each Python worker keeps one annotator. A task whose worker dies is tried again by Spark, paper by paper in a process
apart, so that a paper that kills its process becomes a row of `errors`. This needs tasks to be tried again: the default
on a cluster, `local[N,4]` on one machine.
"""

import argparse

from pyspark import TaskContext
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

PAPERS_A_BATCH = 256


def read(spark: SparkSession, form: str, path: str) -> DataFrame:
    """Papers, columns `id` and `text`."""
    if form == "parquet":
        return spark.read.parquet(path).select("id", "text")
    if form == "json":
        return spark.read.schema("id string, text string").json(path)
    name = f.regexp_extract(f.input_file_name(), r"([^/]*)\.[^./]*$", 1)
    return spark.read.text(path, wholetext=True).select(f.url_decode(name).alias("id"), f.col("value").alias("text"))


def annotating(options):
    """The function that a task runs over its batches."""

    def annotate(batches):
        import rows

        careful = TaskContext.get().attemptNumber() > 0
        for batch in batches:
            yield from rows.annotate(batch, options, careful).to_batches()

    return annotate


def main() -> None:
    """Does what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers")
    parser.add_argument("tables")
    parser.add_argument(
        "--from", dest="form", choices=["parquet", "json", "text"], default="parquet", help="what papers are"
    )
    parser.add_argument("--types", help="such as gene,drug; all if not given")
    parser.add_argument("--min-score", type=float, help="leave out mentions below this")
    parser.add_argument("--partitions", type=int, help="how many tasks the papers are cut into")
    asked = parser.parse_args()
    options = {"types": asked.types and tuple(asked.types.split(",")), "min_score": asked.min_score}
    options = {name: value for name, value in options.items() if value is not None}

    spark = SparkSession.builder.appName("biospan").getOrCreate()
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", PAPERS_A_BATCH)
    import rows
    from pyspark.sql.pandas.types import from_arrow_schema

    papers = read(spark, asked.form, asked.papers)
    if asked.partitions:
        papers = papers.repartition(asked.partitions)
    # Annotating is the dear part: it is done once, and what it gives is then taken apart.
    together = f"{asked.tables}/_annotated"
    papers.mapInArrow(annotating(options), from_arrow_schema(rows.ROWS)).write.mode("overwrite").parquet(together)
    annotated = spark.read.parquet(together)
    mentions, errors = annotated.where("error IS NULL"), annotated.where("error IS NOT NULL")
    mentions.select(rows.MENTIONS.names).write.mode("overwrite").parquet(f"{asked.tables}/mentions")
    errors.select("document", "document_id", "error").write.mode("overwrite").parquet(f"{asked.tables}/errors")
    path = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(together)
    path.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()).delete(path, True)
    for name in ("mentions", "errors"):
        print(f"{spark.read.parquet(f'{asked.tables}/{name}').count()} {name}")
    spark.stop()


if __name__ == "__main__":
    main()
