"""What is found in a text, and what dictionaries know. Offsets count code points and are half-open, as slices are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

from . import html

if TYPE_CHECKING:
    from ._biospan import _Concept, _Entry, _Mention, _Record


@dataclass(frozen=True)
class Link:
    """Another concept: its CURIE and preferred name."""

    id: str
    name: str


@dataclass(frozen=True)
class Name:
    """A name of a concept, and how it belongs to it: preferred, exact, abbreviation, symbol, alias and others."""

    text: str
    scope: str


@dataclass(frozen=True)
class Concept:
    """A gene, a disease, a drug, a cell type or another thing with an identifier."""

    id: str
    """Its CURIE, such as ``HGNC:11892``; with ``prefer`` perhaps of another vocabulary."""
    type: str
    name: str
    """Its preferred name."""
    url: Optional[str] = field(default=None, repr=False)
    taxon: Optional[str] = None
    """The organism of a gene, family or complex, such as ``NCBITaxon:9606``."""
    xrefs: tuple[str, ...] = field(default=(), repr=False)
    """Its CURIEs in other vocabularies."""
    members: tuple[Link, ...] = field(default=(), repr=False)
    """The members of a family or complex; the genes of a fusion."""
    hgvs: Optional[str] = None
    """The normal form of a variant."""
    gene: Optional[Link] = None
    """The gene of a variant."""

    @classmethod
    def _of(cls, plain: _Concept) -> Concept:
        id_, type_, name, url, taxon, xrefs, members, hgvs, gene = plain
        links = tuple(Link(*member) for member in members)
        return cls(id_, type_, name, url, taxon, tuple(xrefs), links, hgvs, Link(*gene) if gene else None)


@dataclass(frozen=True)
class Entry(Concept):
    """A concept as the dictionary has it, with all its names."""

    names: tuple[Name, ...] = field(default=(), repr=False)
    parents: tuple[Link, ...] = field(default=(), repr=False)

    @classmethod
    def _of_entry(cls, plain: _Entry) -> Entry:
        id_, type_, name, url, taxon, xrefs, members, names, parents = plain
        return cls(
            id_,
            type_,
            name,
            url,
            taxon,
            tuple(xrefs),
            tuple(Link(*member) for member in members),
            names=tuple(Name(*name) for name in names),
            parents=tuple(Link(*parent) for parent in parents),
        )


@dataclass(frozen=True, repr=False)
class Mention:
    """Words that name a concept."""

    start: int
    end: int
    text: str
    concept: Concept
    score: float
    """How sure the annotator is, from 0 to 1."""
    evidence: tuple[tuple[str, str], ...]
    """Which rules spoke, and what each saw."""
    alternatives: tuple[Concept, ...]
    """Other concepts that the words may name, most likely first."""
    passage: str
    """The kind of passage that it stands in: title, abstract, paragraph, …"""
    sentence: Optional[int]
    """Index in ``Record.sentences``."""
    nested_in: Optional[int]
    """Index in ``Record.mentions`` of the smallest mention around this one."""

    @property
    def id(self) -> str:
        """The CURIE of the concept."""
        return self.concept.id

    @property
    def type(self) -> str:
        """The type of the concept."""
        return self.concept.type

    @property
    def name(self) -> str:
        """The preferred name of the concept."""
        return self.concept.name

    def __repr__(self) -> str:
        return f"<{self.type} {self.text!r} [{self.start}:{self.end}] {self.id} {self.name!r} {self.score:.2f}>"

    @classmethod
    def _of(cls, text: str, plain: _Mention) -> Mention:
        start, end, concept, score, evidence, alternatives, passage, sentence, nested_in = plain
        others = tuple(Concept._of(other) for other in alternatives)
        about = Concept._of(concept)
        return cls(start, end, text[start:end], about, score, tuple(evidence), others, passage, sentence, nested_in)


@dataclass(frozen=True, repr=False)
class Record:
    """A text and the mentions in it; iterating goes over the mentions."""

    id: str
    text: str
    mentions: tuple[Mention, ...]
    """By where they start, longer ones before those nested in them."""
    sentences: tuple[tuple[int, int], ...]
    abbreviations: tuple[tuple[str, str], ...]
    """Short and long forms that the text defines."""

    def __iter__(self) -> Iterator[Mention]:
        return iter(self.mentions)

    def __len__(self) -> int:
        return len(self.mentions)

    def __bool__(self) -> bool:
        return True

    def to_dicts(self) -> list[dict[str, Any]]:
        """The mentions as rows, for a data frame."""
        return [
            {
                "start": mention.start,
                "end": mention.end,
                "text": mention.text,
                "type": mention.type,
                "id": mention.id,
                "name": mention.name,
                "score": mention.score,
            }
            for mention in self.mentions
        ]

    def __repr__(self) -> str:
        lines = "".join(f"\n  {mention!r}" for mention in self.mentions)
        count = f"{len(self.mentions)} mention{'' if len(self.mentions) == 1 else 's'}"
        return f"<Record {self.id!r}: {count} in {len(self.text)} characters{':' if lines else ''}{lines}>"

    def _repr_html_(self) -> str:
        return html.marked(self)

    @classmethod
    def _of(cls, id_: str, text: str, plain: _Record) -> Record:
        mentions, sentences, pairs = plain
        forms = tuple((text[slice(*short)], text[slice(*long)]) for short, long in pairs)
        return cls(id_, text, tuple(Mention._of(text, mention) for mention in mentions), tuple(sentences), forms)
