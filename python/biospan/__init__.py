"""Finds genes, drugs, diseases and cell types in biomedical texts and resolves them to identifiers, offline.

>>> from biospan import Annotator
>>> record = Annotator().annotate("Aspirin treats rheumatoid arthritis.")
>>> [(mention.text, mention.id) for mention in record]
[('Aspirin', 'CHEBI:15365'), ('rheumatoid arthritis', 'MONDO:0008383')]
"""

from ._biospan import __version__
from .annotator import Annotator, concept, lookup
from .errors import BiospanError, DictionaryError, OptionError, TextError
from .record import Concept, Entry, Link, Mention, Name, Record

__all__ = [
    "Annotator",
    "BiospanError",
    "Concept",
    "DictionaryError",
    "Entry",
    "Link",
    "Mention",
    "Name",
    "OptionError",
    "Record",
    "TextError",
    "__version__",
    "concept",
    "lookup",
]
