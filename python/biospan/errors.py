"""What can go wrong; every message is a sentence that says what, where and what to do."""

from __future__ import annotations


class BiospanError(Exception):
    """The base of all errors of this package."""


class OptionError(BiospanError, ValueError):
    """An option that cannot be: an unknown type, namespace or organism, a score outside of 0 to 1."""


class DictionaryError(BiospanError, ValueError):
    """A dictionary or a policy that cannot be used."""


class TextError(BiospanError, ValueError):
    """A text that cannot be annotated, or a column that is none of texts."""
