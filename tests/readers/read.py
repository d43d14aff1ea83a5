"""Reads with other people's programs what biospan wrote: python read.py FOLDER, which .ci/readers fills."""

import io
import json
import pathlib
import sys

from bioc import biocjson, biocxml, brat, pubtator
from bioc.validator import BioCValidator
import jsonschema
from lxml import etree

here = pathlib.Path(__file__).parent
folder = pathlib.Path(sys.argv[1])
# What every other form is compared with: document, then start, end, words and type of each mention.
records = [json.loads(line) for line in (folder / "records.jsonl").read_text("utf-8").split("\n") if line]
mentions = sum(len(record["mentions"]) for record in records)
assert len(records) > 40 and mentions > 1000, (len(records), mentions)


def text(name):
    # Line ends as they are: offsets count them.
    with open(folder / name, encoding="utf-8", newline="") as file:
        return file.read()


def said(record):
    return [(mention["char_start"], mention["char_end"], mention["text"], mention["type"]) for mention in record["mentions"]]


def schema():
    validator = jsonschema.Draft202012Validator(json.loads((here / "../../docs/json.schema.json").read_text("utf-8")))
    lines = [line for line in text("curated.jsonl").split("\n") if line]
    assert len(lines) > 40, "the curated passages are there"
    for record in records + [json.loads(line) for line in lines]:
        errors = list(validator.iter_errors(record))
        assert not errors, errors[:3]


def in_bioc(collection):
    BioCValidator().validate(collection)
    assert [document.id for document in collection.documents] == [record["document"]["id"] for record in records]
    for document, record in zip(collection.documents, records):
        found = []
        for passage in document.passages:
            end = passage.offset + len(passage.text)
            assert record["text"][passage.offset : end] == passage.text, (document.id, passage.offset)
            for annotation in passage.annotations:
                start, end = annotation.total_span.offset, annotation.total_span.end
                found.append((start, end, annotation.text, annotation.infons["type"]))
        assert sorted(found) == sorted(said(record)), document.id


def bioc_json():
    with open(folder / "records.bioc.json", encoding="utf-8") as file:
        in_bioc(biocjson.load(file))


def bioc_xml():
    with open(folder / "records.bioc.xml", "rb") as file:
        in_bioc(biocxml.load(file))
    dtd = etree.DTD(str(here / "BioC.dtd"))
    for name in ["records.bioc.xml", "curated.bioc.xml"]:
        assert dtd.validate(etree.parse(str(folder / name))), dtd.error_log.filter_from_errors()[:3]


def pubtator_3():
    collection = json.loads(text("records.pubtator3.json"))
    documents = collection["PubTator3"]
    assert len(documents) == len(records)
    types = set()
    for document, record in zip(documents, records):
        # PubTator's clients take each document by itself.
        BioCValidator().validate_doc(biocjson.decoder.parse_doc(document))
        assert document["_id"].count("|") == 1 and {"pmid", "pmcid", "journal", "authors"} <= document.keys()
        annotations = [annotation for passage in document["passages"] for annotation in passage["annotations"]]
        assert len(annotations) == len(record["mentions"])
        for annotation in annotations:
            assert {"identifier", "type", "valid", "normalized", "database"} <= annotation["infons"].keys()
            types.add(annotation["infons"]["type"])
    assert {"Gene", "Disease", "Chemical", "CellType"} <= types, types


def in_pubtator():
    documents = pubtator.loads(text("records.pubtator"))
    assert len(documents) == len(records)
    for document, record in zip(documents, records):
        laid_out = f"{document.title}\n{document.abstract}"
        assert len(document.annotations) == len(record["mentions"]), document.pmid
        for annotation in document.annotations:
            assert laid_out[annotation.start : annotation.end] == annotation.text, (document.pmid, annotation)


def in_brat():
    # The folder mirrors the inputs, and each of them has one document, whose files bear the input's name.
    folders = [path for path in [folder / "brat", *(folder / "brat").rglob("*")] if path.is_dir() and path.name != ".biospan"]
    documents = {pathlib.Path(document.id).stem: document for path in folders for document in brat.listdir(str(path))}
    assert len(documents) == len(records)
    for record in records:
        document = documents[record["document"]["id"]]
        assert len(document.entities) == len(record["mentions"])
        for entity, (start, end, _, entity_type) in zip(document.entities, said(record)):
            assert (*entity.total_span, entity.type) == (start, end, entity_type), entity


def positions():
    """Formats for which there is no reader here: their offsets lead to their words."""
    documents = json.loads(text("records.pubannotation.json"))
    for document, record in zip(documents, records):
        spans = [(denotation["span"]["begin"], denotation["span"]["end"]) for denotation in document["denotations"]]
        assert spans == [(start, end) for start, end, _, _ in said(record)]
        assert {attribute["subj"] for attribute in document["attributes"]} <= {denotation["id"] for denotation in document["denotations"]}
    # As JavaScript counts.
    for page, record in zip(json.loads(text("records.jsonld")), records):
        units = record["text"].encode("utf-16-le")
        assert page["@context"] == "http://www.w3.org/ns/anno.jsonld" and len(page["items"]) == len(record["mentions"])
        for item in page["items"]:
            position, quote = item["target"]["selector"]
            words = units[2 * position["start"] : 2 * position["end"]].decode("utf-16-le")
            assert words == quote["exact"] and quote["prefix"] + words + quote["suffix"] in record["text"]
    before = "O"
    tags = 0
    for line in io.StringIO(text("records.conll"), newline=""):
        columns = line.rstrip("\n").split("\t")
        if columns == [""]:
            before = "O"
            continue
        assert len(columns) == 5, line
        tag = columns[-1]
        assert not tag.startswith("I-") or before[2:] == tag[2:], line
        tags += tag.startswith("B-")
        before = tag
    # Of mentions that overlap, the first has the tag.
    apart = 0
    for record in records:
        taken = 0
        for start, end, _, _ in said(record):
            if start >= taken:
                apart += 1
                taken = end
    assert tags == apart, (tags, apart)


for check in [schema, bioc_json, bioc_xml, pubtator_3, in_pubtator, in_brat, positions]:
    check()
    print(f"{check.__name__}: as it should be")
