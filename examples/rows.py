"""Papers to rows of mentions, as the workers of an engine do it.

One annotator a process, kept from batch to batch; a paper that fails becomes a row that says why, and the others are
annotated.
"""

import concurrent.futures
import functools
import hashlib
import multiprocessing
from collections.abc import Iterable

import pyarrow as pa

import biospan

# The table `mentions` of `biospan index --parquet` (docs/index.md). `document` is made from the identifier, so that it
# is the same in every run and on every machine.
MENTIONS = pa.schema(
    [
        ("document", pa.int64()),
        ("document_id", pa.string()),
        ("mention", pa.int32()),
        ("concept_id", pa.string()),
        ("type", pa.string()),
        ("name", pa.string()),
        ("taxon", pa.string()),
        ("text", pa.string()),
        ("char_start", pa.int32()),
        ("char_end", pa.int32()),
        ("byte_start", pa.int32()),
        ("byte_end", pa.int32()),
        ("score", pa.float32()),
        ("passage", pa.int32()),
        ("passage_kind", pa.string()),
        ("section", pa.string()),
        ("sentence", pa.int32()),
        ("nested_in", pa.int32()),
    ]
)
# Behind the columns of a mention, what is wrong with a paper; the other columns but the first two are then empty.
ROWS = MENTIONS.append(pa.field("error", pa.string()))


@functools.cache
def annotator(**options: object) -> biospan.Annotator:
    """The annotator of this process."""
    return biospan.Annotator(**options)


def number(identifier: str) -> int:
    """A number for a document: the first 60 bits of the SHA-256 of its identifier, as SQL can make it, too."""
    return int(hashlib.sha256(identifier.encode()).hexdigest()[:15], 16)


def found(ids: list[str], texts: list[str], options: dict[str, object]) -> pa.Table:
    """The mentions of texts; raises what the annotator raises."""
    table = annotator(**options).annotate_batch(texts, ids, threads=1)
    numbers = pa.array(list(map(number, ids)), pa.int64()).take(table["document"].combine_chunks())
    mentions = table.set_column(0, "document", numbers).select(MENTIONS.names)
    return mentions.append_column("error", pa.nulls(len(mentions), pa.string())).cast(ROWS)


def failed(identifier: str | None, why: str) -> pa.Table:
    """The row of a paper that cannot be annotated."""
    row = {"document": number(identifier or ""), "document_id": identifier, "error": why}
    return pa.Table.from_pylist([row], schema=ROWS)


def alone(
    identifier: str, text: str, options: dict[str, object], process: concurrent.futures.Executor | None
) -> pa.Table:
    """The rows of one paper, annotated in another process if there is one."""
    try:
        if process is None:
            return found([identifier], [text], options)
        return process.submit(found, [identifier], [text], options).result()
    except concurrent.futures.BrokenExecutor:
        raise
    except Exception as error:
        return failed(identifier, f"{type(error).__name__}: {error}")


def apart(papers: Iterable[tuple[str, str]], options: dict[str, object]) -> Iterable[pa.Table]:
    """The rows of papers one by one in a process of its own, so that a paper that ends the process ends no other.

    Twice is enough: what ends a process by chance seldom does it again.
    """
    context = multiprocessing.get_context("spawn")
    process = None
    for identifier, text in papers:
        for another in (True, False):
            process = process or concurrent.futures.ProcessPoolExecutor(1, mp_context=context)
            try:
                yield alone(identifier, text, options, process)
                break
            except concurrent.futures.BrokenExecutor:
                process = None
                if not another:
                    yield failed(identifier, "the process that annotated it was killed, twice")
    if process:
        process.shutdown()


def annotate(papers: pa.Table | pa.RecordBatch, options: dict[str, object], careful: bool = False) -> pa.Table:
    """The rows of papers, columns `id` and `text`; `careful` where one may have killed a process before."""
    pairs = list(zip(papers["id"].to_pylist(), papers["text"].to_pylist()))
    tables = [failed(identifier, "no text") for identifier, text in pairs if text is None or identifier is None]
    good = [(identifier, text) for identifier, text in pairs if text is not None and identifier is not None]
    if careful:
        tables.extend(apart(good, options))
    elif good:
        try:
            ids, texts = zip(*good)
            tables.append(found(list(ids), list(texts), options))
        except Exception:  # One of them: which, only trying each can tell.
            tables.extend(alone(identifier, text, options, None) for identifier, text in good)
    return pa.concat_tables([ROWS.empty_table(), *tables]).combine_chunks()
