"""How fast are dates found? Megabytes of text a CPU second on one core, and against dateparser, in one run.

    .venv/bin/python bench/time.py [FOLDER]

Three texts: the sentences of FOLDER, a corpus (default: seeds), drawn at random again and again to 20 MB; the same with
one sentence in four from the table of cases, a date every 500 bytes as in news; and these alone, a date every 45 bytes.
What is timed is find_dates on tables of sentences. dateparser (BSD), if it is installed, reads a part.
"""

import argparse
import csv
import random
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

import vietdiplo as vd
from vietdiplo.find.dates import find_dates
from vietdiplo.tables import make_table

CASES = Path(__file__).parents[1] / "tests" / "cases" / "dates_match.csv"
DATE = "2025-05-08"
MEGABYTES = 20
GROWTH = (1, 2, 4, 8, 16)  # megabytes
PART = 0.03  # megabytes for dateparser
TEXT = 4000  # sentences of a text
Tables = tuple[pd.DataFrame, pd.DataFrame]


def draw_sentences(folder: str, share: float, megabytes: float) -> list[str]:
    """Draw sentences at random, always the same: this share of them from the case table, the others from a corpus."""
    plain = vd.split_sentences(vd.load_documents(folder))["text"].tolist()
    with CASES.open(encoding="utf-8", newline="") as file:
        dated = sorted({row["text"] for row in csv.DictReader(file)})
    chance, drawn, size = random.Random(7), [], 0
    while size < megabytes * 1e6:
        drawn.append(chance.choice(dated if chance.random() < share else plain))
        size += len(drawn[-1].encode()) + 1
    return drawn


def make_tables(sentences: list[str]) -> Tables:
    """Make the tables of sentences and documents, of which each has some thousand sentences."""
    groups = [sentences[first : first + TEXT] for first in range(0, len(sentences), TEXT)]
    rows: list[tuple[object, ...]] = []
    for doc_id, group in enumerate(groups):
        start = 0
        for number, text in enumerate(group):
            rows.append((str(doc_id), number, number, start, start + len(text), text))
            start += len(text) + 1
    fields = [(str(i), "", DATE, "day", "", "", "vi", "", "", "", "\n".join(group)) for i, group in enumerate(groups)]
    return make_table(rows, "sentences"), make_table(fields, "documents")


def measure(work: Callable[[], object]) -> float:
    """Measure CPU seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def compare(folder: str) -> None:
    """Print a line a text: megabytes a CPU second, bytes a date, and the ratio to dateparser."""
    print(f"{'':22}{'MB a CPU second':>16}{'bytes a date':>14}{'dateparser':>12}{'ratio':>8}")
    for name, share in (("corpus", 0.0), ("one in four dated", 0.25), ("dated", 1.0)):
        sentences, documents = make_tables(draw_sentences(folder, share, MEGABYTES))
        found: list[pd.DataFrame] = []
        spent = measure(lambda: found.append(find_dates(sentences, documents)))  # noqa: B023
        rate, often = MEGABYTES / spent, MEGABYTES * 1e6 / len(found[0])
        line = f"{name:22}{rate:16.2f}{often:14.0f}"
        if find_spec("dateparser"):
            part = draw_sentences(folder, share, PART)
            search_dates(part[:9])  # loads the language
            other = PART / measure(lambda: search_dates(part))  # noqa: B023
            line += f"{other:12.4f}{rate / other:7.0f}x"
        print(line, flush=True)


def search_dates(sentences: list[str]) -> None:
    """Search dates as dateparser does, a sentence at a time."""
    from dateparser.search import search_dates

    for sentence in sentences:
        search_dates(sentence, languages=["vi"])


def grow(folder: str) -> None:
    """Print the cost of a byte as the text doubles."""
    for megabytes in GROWTH:
        tables = make_tables(draw_sentences(folder, 0.25, megabytes))
        print(f"{megabytes:4} MB: {measure(lambda: find_dates(*tables)) / megabytes * 1e3:6.0f} ns a byte", flush=True)  # noqa: B023


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default="seeds")
    folder = parser.parse_args().folder
    find_dates(*make_tables(draw_sentences(folder, 0.5, 0.01)))  # compiles the grammar
    compare(folder)
    grow(folder)


if __name__ == "__main__":
    main()
