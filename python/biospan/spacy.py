"""The spaCy component: ``nlp.add_pipe("biospan")``."""

from __future__ import annotations

from typing import Any, Optional

from spacy.language import Language
from spacy.tokens import Doc, Span

from .annotator import Annotator


@Language.factory(  # type: ignore[untyped-decorator, unused-ignore]
    "biospan",
    default_config={"types": None, "dictionary": None, "prefer": None, "min_score": 0.5, "spans_key": "biospan"},
    assigns=["doc.spans"],
)
def make(
    nlp: Language,
    name: str,
    types: Optional[list[str]],
    dictionary: Optional[str],
    prefer: Optional[dict[str, str]],
    min_score: float,
    spans_key: str,
) -> Component:
    """Makes the component; the settings are those of ``Annotator``, and the key in ``doc.spans``."""
    return Component(Annotator(types, dictionary, prefer, min_score), spans_key)


class Component:
    """Puts mentions into ``doc.spans`` as spans with the type as label and the CURIE in ``span._.curie``.

    A mention that begins or ends inside a token of spaCy's takes the whole token.
    """

    def __init__(self, annotator: Annotator, spans_key: str) -> None:
        """Registers the extensions of spans: ``curie``, ``concept_name``, ``score``."""
        self.annotator = annotator
        self.spans_key = spans_key
        # Getters, because spaCy keeps set values by place, and two mentions may stand in one place ("CXCL9/10").
        Span.set_extension("curie", getter=lambda span: span.kb_id_ or None, force=True)
        Span.set_extension("concept_name", getter=lambda span: _known(span)[0], force=True)
        Span.set_extension("score", getter=lambda span: _known(span)[1], force=True)

    def __call__(self, doc: Doc) -> Doc:
        """Annotates a document."""
        spans = []
        for mention in self.annotator.annotate(doc.text):
            span = doc.char_span(
                mention.start, mention.end, label=mention.type, kb_id=mention.id, alignment_mode="expand"
            )
            if span is not None:
                doc.user_data[_key(span)] = (mention.name, mention.score)
                spans.append(span)
        doc.spans[self.spans_key] = spans
        return doc

    def to_disk(self, path: Any, exclude: Any = ()) -> None:
        """Nothing: the settings are in the pipeline's configuration."""

    def from_disk(self, path: Any, exclude: Any = ()) -> Component:
        """Nothing, as in ``to_disk``."""
        return self


def _key(span: Span) -> Any:
    # spaCy's stubs know strings only; every hashable key is kept and written.
    return ("biospan", span.start_char, span.end_char, span.kb_id_)


def _known(span: Span) -> tuple[Optional[str], Optional[float]]:
    known: tuple[Optional[str], Optional[float]] = span.doc.user_data.get(_key(span), (None, None))
    return known
