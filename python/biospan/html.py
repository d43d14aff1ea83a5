"""The highlighted text for notebooks."""

from __future__ import annotations

import itertools
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .record import Mention, Record

# Light enough for black letters on top; a type of the user's takes the last.
_COLOURS = {
    "gene": "#a6cee3",
    "gene_family": "#c3d9ea",
    "complex": "#cab2d6",
    "drug": "#b2df8a",
    "disease": "#fbb4ae",
    "cell_type": "#fdd49e",
    "species": "#e5d8bd",
    "cell_line": "#fee391",
    "variant": "#f2c1e4",
}
_OTHER = "#d9d9d9"


def marked(record: Record) -> str:
    """The text of a record with its outermost mentions marked; a mark's title says which concepts are meant."""
    parts: list[str] = []
    at = 0
    outermost = (mention for mention in record.mentions if mention.nested_in is None)
    for (start, end), mentions in itertools.groupby(outermost, key=lambda mention: (mention.start, mention.end)):
        if start < at:
            continue
        parts.append(escape(record.text[at:start]))
        parts.append(_mark(record.text[start:end], list(mentions)))
        at = end
    parts.append(escape(record.text[at:]))
    return f'<div style="white-space: pre-wrap; line-height: 1.7">{"".join(parts)}</div>'


def _mark(words: str, mentions: list[Mention]) -> str:
    title = "; ".join(f"{mention.type} {mention.id} {mention.name} ({mention.score:.2f})" for mention in mentions)
    first = mentions[0]
    style = f"background: {_COLOURS.get(first.type, _OTHER)}; color: #000; border-radius: 3px; padding: 1px 3px"
    mark = f'<mark style="{style}" title="{escape(title)}">{escape(words)}</mark>'
    url = first.concept.url
    return f'<a href="{escape(url)}" style="text-decoration: none">{mark}</a>' if url else mark
