"""One text, the dictionaries, the options."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import biospan
from biospan import Annotator, DictionaryError, OptionError, TextError

TEXT = "Aspirin (unlike anti-TNF) treats rheumatoid arthritis."


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def test_mentions_have_words_types_and_identifiers(annotator: Annotator) -> None:
    record = annotator.annotate(TEXT, id="note")
    found = [(mention.text, mention.type, mention.id) for mention in record]
    assert ("Aspirin", "drug", "CHEBI:15365") in found
    assert ("rheumatoid arthritis", "disease", "MONDO:0008383") in found
    assert record.id == "note"
    first = record.mentions[0]
    assert first.passage
    assert first.sentence == 0
    assert first.evidence[0][0]
    assert 0.5 <= first.score <= 1
    assert first.concept.url
    assert first.concept.url.startswith("http")


@pytest.mark.parametrize("before", ["", "µ ", "𝛼𝛽 ", "e\u0301 ", "\ufeff", "a\r\nb\r\n"])
def test_offsets_count_code_points(annotator: Annotator, before: str) -> None:
    text = f"{before}Aspirin treats rheumatoid arthritis."
    mentions = annotator.annotate(text).mentions
    assert [text[mention.start : mention.end] for mention in mentions] == ["Aspirin", "rheumatoid arthritis"]
    assert [mention.text for mention in mentions] == ["Aspirin", "rheumatoid arthritis"]
    assert mentions[0].start == len(before)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\0", "word"])
def test_texts_without_mentions_have_none(annotator: Annotator, text: str) -> None:
    record = annotator.annotate(text)
    assert len(record) == 0
    assert record
    assert repr(record) == f"<Record 'text': 0 mentions in {len(text)} characters>"


def test_short_forms_are_told(annotator: Annotator) -> None:
    record = annotator.annotate("Tumor necrosis factor (TNF) rose.")
    assert record.abbreviations == (("TNF", "Tumor necrosis factor"),)
    assert record.sentences == ((0, len(record.text)),)


def test_a_record_reads_well(annotator: Annotator) -> None:
    record = annotator.annotate("Asthma hurts.")
    first = record.mentions[0]
    line = f"<disease 'Asthma' [0:6] {first.id} 'asthma' {first.score:.2f}>"
    assert repr(first) == line
    assert repr(record) == f"<Record 'text': 1 mention in 13 characters:\n  {line}>"
    assert record.to_dicts()[0]["text"] == "Asthma"


def test_a_notebook_shows_marks_and_nothing_of_the_texts_markup(annotator: Annotator) -> None:
    shown = annotator.annotate("<b>Asthma</b> & CXCL9/10.")._repr_html_()
    assert "&lt;b&gt;" in shown
    assert " &amp; " in shown
    assert shown.count("<mark") == 2  # Two genes share one.
    assert "HGNC:7098" in shown
    assert "HGNC:10637" in shown


def test_options_are_heeded(tmp_path: Path) -> None:
    assert {mention.type for mention in Annotator(types=["disease"]).annotate(TEXT)} == {"disease"}
    assert {mention.type for mention in Annotator(types="disease").annotate(TEXT)} == {"disease"}
    preferred = Annotator(types=["disease"], prefer={"disease": "MESH"}).annotate(TEXT).mentions[0]
    assert preferred.id == "MESH:D001172"
    assert "MONDO:0008383" in preferred.concept.xrefs
    table = tmp_path / "lab.tsv"
    table.write_text("id\tname\tsynonyms\ttype\nLAB:1\tfrobnimab\tFRB-1\tdrug\n", encoding="utf-8")
    for dictionary in (table, str(table), [table]):
        own = Annotator(dictionary=dictionary)
        assert [mention.id for mention in own.annotate("We gave FRB-1.")] == ["LAB:1"]
    assert [entry.id for entry in own.lookup("frobnimab")] == ["LAB:1"]
    assert own.concept("LAB:1") is not None
    assert str(table) in repr(own)


WRONG: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"types": ["genes"]}, OptionError, 'unknown type "genes"'),
    ({"prefer": {"disease": "NOSUCH"}}, OptionError, 'unknown namespace "NOSUCH"'),
    ({"min_score": 2}, OptionError, "min_score is 2"),
    ({"min_score": float("nan")}, OptionError, "min_score is nan"),
    ({"organism": "unicorn"}, OptionError, "unicorn"),
    ({"families": "all"}, OptionError, "families"),
    ({"embedded": False}, OptionError, "no dictionary"),
    ({"dictionary": "no/such.tsv"}, DictionaryError, "no/such.tsv"),
    ({"dictionary": __file__}, DictionaryError, "test_annotator.py"),
]


@pytest.mark.parametrize(("options", "error", "words"), WRONG)
def test_wrong_options_are_told_in_words(options: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words) as told:
        Annotator(**options)
    assert isinstance(told.value, biospan.BiospanError)
    assert isinstance(told.value, ValueError)


def test_a_half_character_is_refused(annotator: Annotator) -> None:
    with pytest.raises(UnicodeEncodeError):
        annotator.annotate("\ud800")
    with pytest.raises(TextError):
        annotator.annotate_batch(["\ud800"])


def test_an_annotator_and_a_record_can_be_pickled(annotator: Annotator) -> None:
    again = pickle.loads(pickle.dumps(Annotator(types=["drug"])))
    assert again.types == ["drug"]
    record = annotator.annotate(TEXT)
    assert pickle.loads(pickle.dumps(record)) == record


def test_the_dictionary_is_asked_for_names_and_identifiers() -> None:
    entry = biospan.concept("mesh:D001172")
    assert entry is not None
    assert (entry.id, entry.type, entry.name) == ("MONDO:0008383", "disease", "rheumatoid arthritis")
    assert any(name.scope == "preferred" for name in entry.names)
    assert entry.parents
    assert entry in biospan.lookup("Rheumatoid Arthritis")
    assert biospan.concept("MONDO:9999999") is None
    assert biospan.lookup("no such name at all") == []


def test_what_it_was_made_with_is_told(annotator: Annotator) -> None:
    assert len(annotator.dictionary_sha256) == 64
    assert annotator.dictionary_version
    assert "gene" in annotator.types
    assert biospan.__version__


def test_many_threads_may_share_an_annotator(annotator: Annotator) -> None:
    texts = [f"Case {number}: asthma and TP53 in patients who took aspirin." for number in range(400)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(annotator.annotate, texts)) == [annotator.annotate(text) for text in texts]
