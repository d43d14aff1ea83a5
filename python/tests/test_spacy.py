"""The component of spaCy."""

from __future__ import annotations

import pytest

spacy = pytest.importorskip("spacy")


def test_spans_have_identifiers() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("biospan")
    doc = nlp("Aspirin treats rheumatoid arthritis; CXCL9/10 rose.")
    found = [(span.text, span.label_, span._.curie) for span in doc.spans["biospan"]]
    assert found[:2] == [
        ("Aspirin", "drug", "CHEBI:15365"),
        ("rheumatoid arthritis", "disease", "MONDO:0008383"),
    ]
    assert {curie for _, _, curie in found[2:]} == {"HGNC:7098", "HGNC:10637"}
    assert doc.spans["biospan"][0]._.concept_name == "acetylsalicylic acid"
    assert doc.spans["biospan"][0]._.score > 0.5
    assert doc[0:1]._.curie is None


def test_settings_are_heeded_and_kept(tmp_path: object) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("biospan", config={"types": ["disease"], "prefer": {"disease": "MESH"}, "spans_key": "found"})
    nlp.to_disk(tmp_path)
    doc = spacy.load(tmp_path)("Aspirin treats rheumatoid arthritis.")
    assert [span._.curie for span in doc.spans["found"]] == ["MESH:D001172"]


def test_documents_survive_being_written() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("biospan")
    doc = nlp("Asthma hurts.")
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [(span._.curie, span._.concept_name) for span in again.spans["biospan"]] == [
        (span._.curie, span._.concept_name) for span in doc.spans["biospan"]
    ]
