"""Are sectors found at no less than the rate of segmentation? Sentences per CPU second and peak memory, in one process.

    .venv/bin/python bench/sectors.py [SENTENCES]

The sentences (a million unless told) are made up, so that hardly two are alike: runs of words of the seed corpus
between terms of the shipped codebook, drawn at random. They are read by the whole codebook and by 600 terms of its 20
sectors without the phrases that say where a term does not count. Every line is a process of its own.
"""

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pandas as pd

import vietdiplo as vd
from vietdiplo.find.codebook import Codebook
from vietdiplo.tables import make_table

BATCH = 100_000  # sentences whose tables are in memory at once
TERMS = 600
RUN, TERMS_IN_ONE = 6, 4  # words between two terms, and terms in a sentence, at most


def draw_sentences(codebook: Codebook) -> Iterator[str]:
    """Draw sentences for ever and always the same."""
    chance = random.Random(7)
    words = " ".join(vd.split_sentences(vd.load_documents("seeds"))["text"]).split()
    listed = [term for sector in codebook.sectors.values() for term in sector.terms]
    terms = [term for term in listed if "<" not in term and "..." not in term]
    while True:
        parts = []
        for _ in range(chance.randint(1, TERMS_IN_ONE)):
            start = chance.randrange(len(words))
            parts += [*words[start : start + chance.randint(1, RUN)], chance.choice(terms)]
        yield " ".join(parts) + "."


def draw_tables(codebook: Codebook, count: int) -> Iterator[pd.DataFrame]:
    """Draw tables of so many sentences together."""
    drawn = draw_sentences(codebook)
    for first in range(0, count, BATCH):
        texts = islice(drawn, min(BATCH, count - first))
        yield make_table([("d", 0, number, 0, len(text), text) for number, text in enumerate(texts)], "sentences")


def cut_codebook(codebook: Codebook) -> Codebook:
    """Leave so many terms as are asked for, the same number of each sector, and nothing that bounds them."""
    most = TERMS // len(codebook.sectors)
    cut = {code: replace(s, terms=s.terms[:most], not_within=()) for code, s in codebook.sectors.items()}
    return replace(codebook, sectors=cut, not_within=())


def measure(what: str, count: int) -> str:
    """Measure here: sentences and bytes per CPU second, occurrences and peak megabytes."""
    codebook = vd.load_codebook(vd.find_codebook("seeds"))
    used = cut_codebook(codebook) if what == "600 terms" else codebook
    find = vd.find_words if what == "words" else lambda table: vd.find_sectors(table, used)
    spent, size, found = 0.0, 0, 0
    for table in draw_tables(codebook, count):
        size += int(table["text"].str.len().sum())
        begun = time.process_time()
        found += len(find(table))
        spent += time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
    return f"{count / spent} {size / spent / 1e6} {found} {peak}"


def main(count: int) -> None:
    """Print a line for each; the status is 1 where 600 terms are slower than words."""
    rates = {}
    for what in ("words", "600 terms", "codebook"):
        done = subprocess.run([sys.executable, __file__, what, str(count)], check=True, capture_output=True, text=True)
        rate, size, found, peak = map(float, done.stdout.split())
        rates[what] = rate
        print(f"{what:10} {rate:9,.0f} sentences/s {size:6.2f} M characters/s {found:12,.0f} found {peak:7,.0f} MB")
    sys.exit(rates["600 terms"] < rates["words"])


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(measure(sys.argv[1], int(sys.argv[2])))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
