from collections.abc import Sequence
from typing import Any, Optional, TypedDict

__version__: str

_Pair = tuple[str, str]
_Span = tuple[int, int]
_Concept = tuple[str, str, str, Optional[str], Optional[str], list[str], list[_Pair], Optional[str], Optional[_Pair]]
_Mention = tuple[int, int, _Concept, float, list[_Pair], list[_Concept], str, Optional[int], Optional[int]]
_Record = tuple[list[_Mention], list[_Span], list[tuple[_Span, _Span]]]
_Entry = tuple[str, str, str, Optional[str], Optional[str], list[str], list[_Pair], list[_Pair], list[_Pair]]

class Options(TypedDict):
    embedded: bool
    dictionaries: list[tuple[str, bytes]]
    policies: list[tuple[str, bytes]]
    types: list[str]
    prefer: dict[str, str]
    min_score: float
    organism: Optional[str]
    fold_families: bool
    nested: bool
    references: bool
    person_words: bool
    amplifications: bool

class Engine:
    def __new__(cls, options: Options) -> Engine: ...
    def annotate(self, text: str, id: str) -> _Record: ...
    def annotate_stream(self, stream: Any, threads: int) -> Any: ...
    def lookup(self, name: str) -> list[_Entry]: ...
    def concept(self, curie: str) -> Optional[_Entry]: ...
    @property
    def types(self) -> list[str]: ...
    @property
    def dictionary(self) -> tuple[str, str, str, list[_Pair]]: ...

def main(arguments: Sequence[str]) -> int: ...
