"""The annotator: dictionaries and options."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

from . import columns
from ._biospan import Engine
from .errors import DictionaryError, OptionError
from .record import Entry, Record

if TYPE_CHECKING:
    import pyarrow

    from ._biospan import Options

Paths = Union[str, "os.PathLike[str]", Iterable[Union[str, "os.PathLike[str]"]]]


class Annotator:
    """Finds and resolves mentions. It may be shared by threads, and pickled.

    Args:
        types: The entity types to look for; all if not given.
        dictionary: A dictionary of your own (a TSV with the header ``id name synonyms type``, or what
            ``biospan dict compile`` made of such), or several, laid over the embedded one.
        policy: A policy of your own, or several, laid over all dictionaries.
        prefer: The vocabulary to show concepts of a type under, where they have it, such as ``{"disease": "MESH"}``.
        min_score: Mentions with a lower score are left out; from 0 to 1.
        organism: All genes are of this organism (``human``, ``mouse``, ``rat``) whatever the text says.
        families: ``"gene"`` calls families and complexes genes, ``"own"`` leaves them what they are.
        nested: Keep mentions inside of longer ones.
        references: Annotate reference lists too.
        person_words: Take words for people, such as "patients", for mentions of man.
        amplifications: Take amplifications and homozygous deletions of whole genes for variants.
        embedded: Use the embedded dictionary.

    Raises:
        OptionError: An option that cannot be.
        DictionaryError: A dictionary or policy that cannot be read or used.
    """

    def __init__(
        self,
        types: Optional[Iterable[str]] = None,
        dictionary: Optional[Paths] = None,
        prefer: Optional[Mapping[str, str]] = None,
        min_score: float = 0.5,
        *,
        policy: Optional[Paths] = None,
        organism: Optional[str] = None,
        families: str = "own",
        nested: bool = False,
        references: bool = False,
        person_words: bool = False,
        amplifications: bool = False,
        embedded: bool = True,
    ) -> None:
        """See the class."""
        if isinstance(types, str):
            types = [types]
        if not 0 <= min_score <= 1:
            raise OptionError(f"min_score is {min_score}; it must be from 0 to 1")
        if families not in ("own", "gene"):
            raise OptionError(f'families is "{families}"; it must be "own" or "gene"')
        self._options: Options = {
            "embedded": embedded,
            "dictionaries": _read(dictionary),
            "policies": _read(policy),
            "types": list(types or ()),
            "prefer": dict(prefer or {}),
            "min_score": min_score,
            "organism": organism,
            "fold_families": families == "gene",
            "nested": nested,
            "references": references,
            "person_words": person_words,
            "amplifications": amplifications,
        }
        self._engine = Engine(self._options)

    def annotate(self, text: str, id: str = "text") -> Record:  # noqa: A002
        """Annotates one text, which is divided as a plain text or Markdown is.

        Raises:
            TextError: The text is longer than 1 GB.
        """
        return Record._of(id, text, self._engine.annotate(text, id))

    def annotate_batch(self, texts: Any, ids: Any = None, threads: Optional[int] = None) -> pyarrow.Table:
        """Annotates a column of texts: a list, a pyarrow array, a pandas or polars column, or whatever speaks Arrow.

        The table has a row for each mention, with the columns of the Parquet table ``mentions`` that ``biospan index``
        writes. ``document`` is the row in ``texts``, counted from 0, and ``document_id`` its value in ``ids`` (the row
        again if there are none). Rows are in the order of the texts, whatever the number of threads; missing texts have
        none. Needs pyarrow.

        Args:
            texts: The texts.
            ids: As many identifiers.
            threads: How many threads; as many as there are processors if not given.

        Raises:
            TextError: ``texts`` is no column of texts, or one of them is too long.
        """
        if threads is not None and threads < 1:
            raise OptionError(f"threads is {threads}; it must be 1 or more")
        table: pyarrow.Table = self._engine.annotate_stream(columns.table(texts, ids), threads or _processors())
        return table

    def lookup(self, name: str) -> list[Entry]:
        """The concepts that have a name, in any spelling that is one to the annotator; your own dictionaries' first."""
        return [Entry._of_entry(entry) for entry in self._engine.lookup(name)]

    def concept(self, curie: str) -> Optional[Entry]:
        """The concept of a CURIE, which may be obsolete or of another vocabulary; ``None`` if there is none."""
        entry = self._engine.concept(curie)
        return Entry._of_entry(entry) if entry else None

    @property
    def types(self) -> list[str]:
        """The types that are looked for."""
        return self._engine.types

    @property
    def dictionary_version(self) -> str:
        """The version of the embedded dictionary."""
        return self._engine.dictionary[1]

    @property
    def dictionary_sha256(self) -> str:
        """The SHA-256 of the embedded dictionary."""
        return self._engine.dictionary[2]

    def __repr__(self) -> str:
        name, version, _, files = self._engine.dictionary
        dictionaries = [f"{name} {version}".strip(), *(file for file, _ in files)]
        return f"<Annotator of {', '.join(self.types)} with {', '.join(dictionaries)}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self._options,)


def _again(options: Options) -> Annotator:
    annotator = Annotator.__new__(Annotator)
    annotator._options = options
    annotator._engine = Engine(options)
    return annotator


def _read(paths: Optional[Paths]) -> list[tuple[str, bytes]]:
    if paths is None:
        return []
    files = []
    for path in [paths] if isinstance(paths, (str, os.PathLike)) else paths:
        try:
            files.append((os.fspath(path), Path(path).read_bytes()))
        except OSError as error:
            raise DictionaryError(f"{os.fspath(path)}: cannot read this file: {error.strerror}") from error
    return files


def _processors() -> int:
    # What this process may use, where the system tells.
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def _default() -> Annotator:
    return Annotator()


def lookup(name: str) -> list[Entry]:
    """The concepts of the embedded dictionary that have a name; see ``Annotator.lookup``."""
    return _default().lookup(name)


def concept(curie: str) -> Optional[Entry]:
    """The concept of a CURIE in the embedded dictionary; see ``Annotator.concept``."""
    return _default().concept(curie)
