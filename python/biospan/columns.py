"""Columns of any kind as a pyarrow table with ``text`` and, if given, ``id``; what is Arrow already is not copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import TextError

if TYPE_CHECKING:
    import pyarrow


def table(texts: Any, ids: Any) -> pyarrow.Table:
    """The table of texts and identifiers.

    Raises:
        TextError: No texts, or not as many identifiers.
        ImportError: pyarrow is not installed.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise ImportError("annotate_batch needs pyarrow: pip install 'biospan[arrow]'") from error
    columns = {"text": _strings(texts, "texts")}
    if ids is not None:
        columns["id"] = _strings(ids, "ids", convert=True)
        if len(columns["id"]) != len(columns["text"]):
            raise TextError(f"{len(columns['text'])} texts and {len(columns['id'])} ids; there must be as many")
    return pyarrow.table(columns)


def _strings(column: Any, what: str, *, convert: bool = False) -> Any:
    import pyarrow as pa

    if isinstance(column, str):
        raise TextError(f"{what} is one string; give a list or a column of them")
    try:
        array = _array(column)
        kind = array.type
        if pa.types.is_null(kind) or pa.types.is_dictionary(kind) or (convert and not _is_text(kind)):
            array = array.cast(pa.string() if not pa.types.is_dictionary(kind) else kind.value_type)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise TextError(f"{what} is no column of strings: {error}") from error
    if not _is_text(array.type):
        raise TextError(f"{what} is a column of {array.type} and not of strings")
    return array


def _array(column: Any) -> Any:
    import pyarrow as pa

    if isinstance(column, (pa.Array, pa.ChunkedArray)):
        return column
    if hasattr(column, "__arrow_c_stream__"):
        return pa.chunked_array(column)
    if hasattr(column, "__arrow_c_array__"):
        return pa.array(column)
    # NaN and None of pandas are missing texts.
    return pa.array(column, from_pandas=True)


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    view = getattr(pa.types, "is_string_view", lambda _: False)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or view(kind))
