"""Measure the statistics of words on two million tokens, in one process on one thread, against a target.

    .venv/bin/python bench/terms.py [RUNS]

The text is made up: words by Zipf's law in sentences of 8 to 32, a thousand texts. First what other tools are measured
by: text to tokens by white space, frequency, keyness, neighbours scored, concordance of one word, on codes as the
functions of the package use them. Then the same through tables of occurrences, as a notebook has them.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from vietdiplo.count import compare_frequencies, count_bigrams, count_labels
from vietdiplo.count.collocations import pair_neighbours, score_pairs
from vietdiplo.count.diversity import mattr
from vietdiplo.count.frequency import count_cells
from vietdiplo.count.keyness import score_keyness
from vietdiplo.find import find_contexts
from vietdiplo.find.codes import Codes

TOKENS, TYPES, TEXTS = 2_000_000, 30_000, 1_000
WORD = "w63"  # the hundredth most frequent, about 1,800 times
LEAST = 5  # occurrences of a pair that is scored: leaves more than the 33,000 of the target
SECONDS, GIGABYTES, PAIRS = 1.2, 0.6, 33_000
TARGET = "code count keyness neighbours concordance"


def save_text(path: Path) -> None:
    """Save a text: a sentence a line, an empty line between texts."""
    random = np.random.default_rng(1)
    weights = 1 / np.arange(1, TYPES + 1)
    words = np.array([f"w{number:x}" for number in range(TYPES)], dtype=object)
    tokens = words[random.choice(TYPES, TOKENS, p=weights / weights.sum())].tolist()
    ends = np.cumsum(random.integers(8, 33, TOKENS // 8))
    bounds = [0, *ends[ends < TOKENS].tolist(), TOKENS]
    lines = [" ".join(tokens[first:last]) for first, last in pairwise(bounds)]
    size = -(-len(lines) // TEXTS)
    texts = ["\n".join(lines[first : first + size]) for first in range(0, len(lines), size)]
    path.write_text("\n\n".join(texts), encoding="utf-8")


class Clock:
    """Prints how long each step took."""

    def __init__(self) -> None:
        """Start."""
        self.start = time.perf_counter()

    def stop(self, name: str) -> None:
        """Print the step that ends here and start the next."""
        now = time.perf_counter()
        print(f"{name} {now - self.start:.4f}")
        self.start = time.perf_counter()


def read_codes(text: str) -> tuple[Codes, list[str], pd.DataFrame]:
    """Read a text into codes, its tokens and the table of its sentences."""
    lines = text.split("\n")
    empty = np.array([not line for line in lines])
    documents = np.cumsum(empty)[~empty]
    spoken = [line for line in lines if line]
    tokens = text.split()
    sizes = np.fromiter((line.count(" ") + 1 for line in spoken), np.int64, len(spoken))
    label, labels = pd.factorize(np.array(tokens, dtype=object))
    sentence = np.repeat(np.arange(len(spoken)), sizes)
    names = np.array([f"text {number}" for number in range(documents[-1] + 1)], dtype=object)
    sentences = pd.DataFrame({"doc_id": pd.Series(names[documents], dtype="str"), "sentence": np.arange(len(spoken))})
    lengths = np.fromiter(map(len, spoken), np.int64, len(spoken))
    ends = np.cumsum(lengths + 1) - 1
    sentences = sentences.assign(paragraph=0, start=ends - lengths, end=ends, text=pd.Series(spoken, dtype="str"))
    return Codes(label, documents[sentence], sentence, labels, names), tokens, sentences


def make_occurrences(codes: Codes, tokens: list[str], places: np.ndarray) -> pd.DataFrame:
    """Make the table of the words at these places."""
    lengths = np.fromiter(map(len, tokens), np.int64, len(tokens))
    start = (np.cumsum(lengths + 1) - lengths - 1)[places]
    words = pd.Series(codes.labels[codes.label[places]], dtype="str")
    columns = {
        "doc_id": pd.Series(codes.documents[codes.document[places]], dtype="str"),
        "sentence": codes.sentence[places],
        "start": start,
        "end": start + lengths[places],
        "surface": words,
        "layer": pd.Series("words", index=words.index, dtype="str"),
        "label": words,
    }
    return pd.DataFrame(columns)


def measure_codes(text: str) -> None:
    """Print the seconds of each step on codes."""
    clock = Clock()
    codes, tokens, sentences = read_codes(text)
    clock.stop("code")
    keys, n, documents = count_cells(codes.label, codes.document, len(codes.documents))
    table = pd.DataFrame({"label": codes.labels[keys], "n": n, "documents": documents})
    table.sort_values("n", ascending=False, ignore_index=True)
    clock.stop("count")
    target = codes.document % 2 == 0
    a, b = (np.bincount(codes.label[side], minlength=len(codes.labels)) for side in (target, ~target))
    keyness = pd.DataFrame({"label": codes.labels, **score_keyness(a, b, int(a.sum()), int(b.sum()))})
    keyness.sort_values("g2", ascending=False, ignore_index=True)
    clock.stop("keyness")
    pairs = pair_neighbours(codes.label, codes.sentence, codes.document, least=LEAST)
    scored = len(score_pairs(pairs, codes.labels))
    clock.stop("neighbours")
    hits = np.flatnonzero(codes.labels[codes.label] == WORD)
    lines = find_contexts(make_occurrences(codes, tokens, hits), sentences)
    clock.stop("concordance")
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"scored {scored}\nlines {len(lines)}\ngigabytes {gigabytes}")
    for window in (50, 5_000):
        clock = Clock()
        mattr(codes.label, window)
        clock.stop(f"mattr_{window}")


def measure_tables(text: str) -> None:
    """Print the seconds of each step on tables of occurrences."""
    codes, tokens, sentences = read_codes(text)
    clock = Clock()
    words = make_occurrences(codes, tokens, np.arange(len(tokens)))
    clock.stop("table")
    sizes = pd.DataFrame({"doc_id": codes.documents, "words": np.bincount(codes.document)})
    sizes["side"] = np.where(np.arange(len(sizes)) % 2, "odd", "even")
    count_labels(words, sizes)
    clock.stop("table_count")
    compare_frequencies(count_labels(words, sizes, by="side"), target="even", reference="odd", by="side")
    clock.stop("table_keyness")
    count_bigrams(words, sentences, least=LEAST)
    clock.stop("table_neighbours")
    find_contexts(words[words["label"] == WORD], sentences)
    clock.stop("table_concordance")


def run_child(kind: str, path: str) -> dict[str, float]:
    """Run one measurement in a process of its own and give what it printed."""
    one_thread = os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    command = [sys.executable, __file__, kind, path]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=one_thread)
    return {name: float(value) for name, value in map(str.split, done.stdout.splitlines())}


def main(runs: int) -> None:
    """Print the medians; the status is 1 where a target is missed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        save_text(path)
        results = [run_child("codes", str(path)) | run_child("tables", str(path)) for _ in range(runs)]
    median = {name: statistics.median(result[name] for result in results) for name in results[0]}
    for name, value in median.items():
        print(f"{name:18} {value:,.3f}")
    seconds = statistics.median(sum(result[name] for name in TARGET.split()) for result in results)
    print(f"{'together':18} {seconds:.3f} s; target {SECONDS} s and {GIGABYTES} GB with {PAIRS} pairs")
    sys.exit(seconds > SECONDS or median["gigabytes"] > GIGABYTES or median["scored"] < PAIRS)


if __name__ == "__main__":
    if sys.argv[1:2] in (["codes"], ["tables"]):
        measure = measure_codes if sys.argv[1] == "codes" else measure_tables
        measure(Path(sys.argv[2]).read_text(encoding="utf-8"))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
