#!/usr/bin/env python3
"""How cost grows with the number of papers: figures of docs/scale.md.

Makes papers out of halves of the sentences of corpus/, with names drawn from the dictionaries so that new concepts keep coming, at
three sizes each ten times the one before, and runs the program over them: annotating on one thread, Parquet, and the runs after it
in which nothing, or a tenth of the files, has changed. Costs are seconds of a processor, the least of three runs.

    cargo build --release --features parquet && benches/growth.py [--papers 1000] [--folder FOLDER] [--real FILE…]

--real measures files of yours (PubMed XML, JATS, JSON Lines, …) in the same way, each by itself, without growth.
"""

import argparse
import glob
import gzip
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import tempfile
from xml.sax.saxutils import escape

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIOSPAN = ROOT / "target/release/biospan"
SENTENCES_AN_ABSTRACT = 10
SENTENCES_A_FULL_TEXT = 260
ABSTRACTS_A_FILE = 250
FULL_TEXTS_A_FILE = 25
# A full text is about as much work as this many abstracts, so that both kinds take about as long.
ABSTRACTS_A_FULL_TEXT = 25


def halves():
    """First and second halves of the sentences of our corpus."""
    for path in sorted(glob.glob(str(ROOT / "corpus/*.txt")) + glob.glob(str(ROOT / "corpus/[0-9]*.md"))):
        for sentence in re.split(r"\. |\n", pathlib.Path(path).read_text(encoding="utf-8")):
            middle = sentence.find(" ", len(sentence) // 2)
            if len(sentence) > 60 and middle > 0:
                yield sentence[:middle], sentence[middle + 1 :].rstrip(".")


def names(kind):
    """The preferred names of a dictionary, in an order of chance that is always the same."""
    with open(ROOT / f"dictionaries/{kind}.tsv", encoding="utf-8") as lines:
        column = next(line for line in lines if not line.startswith("#")).rstrip("\n").split("\t").index("name")
        found = [line.split("\t")[column] for line in lines if line.strip()]
    return sorted(found, key=lambda name: hashlib.sha256(name.encode()).digest())


class Maker:
    """Sentences without end; the same for the same seed."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.halves = list(halves())
        self.names = {kind: names(kind) for kind in ("gene", "drug", "disease", "cell_type")}

    def name(self, kind):
        """A name: the n-th is drawn about 1/n as often as the first (Zipf), as names in papers are."""
        known = self.names[kind]
        return known[int(len(known) ** self.chance.random()) - 1]

    def sentence(self):
        if self.chance.random() < 0.1:
            gene, drug, disease, cell = (self.name(kind) for kind in self.names)
            return f"In {disease}, {drug} lowered the expression of {gene} in the {cell} population."
        (first, _), (_, second) = self.chance.choice(self.halves), self.chance.choice(self.halves)
        return f"{first} {second}."

    def text(self, sentences):
        return " ".join(self.sentence() for _ in range(sentences))

    def abstract(self, number):
        return (
            f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{number}</PMID><Article PubModel="Print">'
            f"<Journal><Title>A journal</Title></Journal><ArticleTitle>{escape(self.sentence())}</ArticleTitle><Abstract><AbstractText>"
            f"{escape(self.text(SENTENCES_AN_ABSTRACT))}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>\n"
        )

    def full_text(self, number):
        paragraphs = (self.text(5) for _ in range(SENTENCES_A_FULL_TEXT // 5))
        return json.dumps({"id": f"PMC{number}", "text": "\n\n".join(paragraphs)}) + "\n"


def make(folder, kind, count):
    """Files of `count` abstracts as PubMed has them, or of full texts as JSON Lines, packed."""
    if folder.exists():
        return
    part = folder.with_suffix(".part")
    part.mkdir(parents=True, exist_ok=True)
    maker = Maker(f"{kind} {count}")
    a_file = ABSTRACTS_A_FILE if kind == "abstracts" else FULL_TEXTS_A_FILE
    for begin in range(0, count, a_file):
        numbers = range(begin, min(begin + a_file, count))
        write(part, kind, begin // a_file, numbers, maker)
    part.rename(folder)


def write(folder, kind, number, papers, maker):
    """One file of papers."""
    if kind == "abstracts":
        name, texts = f"pubmed{number:05}.xml.gz", (maker.abstract(paper + 1) for paper in papers)
        content = f'<?xml version="1.0"?>\n<PubmedArticleSet>\n{"".join(texts)}</PubmedArticleSet>\n'
    else:
        name, content = f"pmc{number:05}.jsonl.gz", "".join(maker.full_text(paper + 1) for paper in papers)
    with gzip.GzipFile(folder / name, "wb", compresslevel=6, mtime=0) as file:
        file.write(content.encode())


def cost(*command):
    """Seconds of a processor, and megabytes resident at the most."""
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def size(folder, pattern="*"):
    return sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file() and ".biospan" not in path.parts)


def best(times, run):
    """The least of several runs: other work on the machine only ever adds."""
    return min((run() for _ in range(times)), key=lambda measured: measured[0])


def annotate(inputs, records, *, anew):
    if anew:
        shutil.rmtree(records, ignore_errors=True)
    return cost(BIOSPAN, "annotate", *inputs, "--output-dir", records, "--compress", "gz", "--threads", 1, "--quiet")


def measure(inputs, work):
    """A row of figures for inputs."""
    records, tables = work / "records", work / "tables"
    seconds, resident = best(3, lambda: annotate(inputs, records, anew=True))
    index_seconds, index_resident = best(2, lambda: cost(BIOSPAN, "index", records, "--parquet", tables, "--quiet"))
    counts = json.loads(subprocess.run([BIOSPAN, "stats", records, "--format", "json"], check=True, capture_output=True).stdout)
    return {
        "papers": counts["documents"],
        "mentions": sum(kind["mentions"] for kind in counts["types"].values()),
        "in": sum(size(path) if path.is_dir() else path.stat().st_size for path in inputs),
        "records": size(records),
        "tables": size(tables),
        "annotate": seconds,
        "index": index_seconds,
        "resident": resident,
        "index_resident": index_resident,
        "nothing": best(3, lambda: annotate(inputs, records, anew=False))[0],
    }


def a_tenth_changes(folder, kind, count, work):
    """Seconds of the run after a tenth of the files, and in them all papers, have changed."""
    changed = work / "changed"
    shutil.rmtree(changed, ignore_errors=True)
    shutil.copytree(folder, changed)
    annotate([changed], work / "records-changed", anew=True)
    a_file = ABSTRACTS_A_FILE if kind == "abstracts" else FULL_TEXTS_A_FILE
    maker = Maker("changes")
    for number in range(0, -(-count // a_file), 10):
        write(changed, kind, number, range(number * a_file, min((number + 1) * a_file, count)), maker)
    return annotate([changed], work / "records-changed", anew=False)[0]


def growth(before, row):
    """What annotating and indexing a paper costs beside what it cost before."""
    one, other = ((figures["annotate"] + figures["index"]) / figures["papers"] for figures in (before, row))
    return other / one


def show(label, row, before=None):
    a_paper = lambda figure: row[figure] / row["papers"]
    print(
        f"{label:22} {row['papers']:8} papers {a_paper('mentions'):6.1f} mentions, bytes a paper: {a_paper('in'):7.0f} in, "
        f"{a_paper('records'):7.0f} records, {a_paper('tables'):6.0f} tables; ms a paper: {1000 * a_paper('annotate'):7.3f} annotate, "
        f"{1000 * a_paper('index'):6.3f} index; {1 / a_paper('annotate'):7.0f} papers a second and core; "
        f"MB resident: {row['resident']:4.0f}, index {row['index_resident']:4.0f}; nothing new {row['nothing']:.2f} s",
        end="",
    )
    if "tenth" in row:
        print(f"; a tenth changed {row['tenth']:.2f} s ({100 * row['tenth'] / row['annotate']:.0f} % of all)", end="")
    if before:
        print(f"; a paper costs {growth(before, row):.2f} times what it cost at a tenth of the size", end="")
    print(flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--papers", type=int, default=1000, help="abstracts of the first size")
    options.add_argument("--folder", type=pathlib.Path, help="where papers are made, and kept for the next run")
    options.add_argument("--most", type=float, help="end with 1 where a paper costs more than this many times what it cost at a tenth of the size")
    options.add_argument("--real", type=pathlib.Path, nargs="*", default=[], help="files to measure too")
    asked = options.parse_args()
    work = asked.folder or pathlib.Path(tempfile.mkdtemp())
    dear = False
    try:
        for path in asked.real:
            show(path.name, measure([path], work))
        for kind, divisor in () if asked.real else (("abstracts", 1), ("full texts", ABSTRACTS_A_FULL_TEXT)):
            before = None
            for factor in (1, 10, 100):
                count = max(1, asked.papers * factor // divisor)
                folder = work / f"{kind.replace(' ', '-')}-{count}"
                make(folder, kind.split()[0], count)
                row = measure([folder], work)
                row["tenth"] = a_tenth_changes(folder, kind.split()[0], count, work)
                show(f"{kind} {factor}x", row, before)
                dear |= bool(before and asked.most) and growth(before, row) > asked.most
                before = row
    finally:
        if not asked.folder:
            shutil.rmtree(work)
    raise SystemExit(1 if dear else 0)


if __name__ == "__main__":
    main()
