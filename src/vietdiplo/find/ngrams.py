"""Words into n-grams, within a sentence and never across punctuation."""

import re

import numpy as np
import pandas as pd

from vietdiplo.find.codes import Codes, Runs, code_words, match_pairs, order_words, place_words
from vietdiplo.tables import ParameterError, check_table, make_table
from vietdiplo.texts.clean import INVISIBLE

JOINT = " · "  # between the words of a label; a space alone stands within a word too
BETWEEN = re.compile(rf"[\s\-\u2010-\u2013]|{INVISIBLE.pattern}")  # what may stand between two words of one n-gram


def find_ngrams(words: pd.DataFrame, sentences: pd.DataFrame, *, size: int = 2) -> pd.DataFrame:
    """Find the n-grams of words: occurrences of the layer ngrams.

    One row per run of `size` words, 2 to 7, of one sentence with nothing but spaces or hyphens between them; the label
    is the words' labels with a dot at each word border (hợp tác · kinh tế). Raises ParameterError for another size.
    """
    if size not in range(2, 8):
        raise ParameterError(f"find_ngrams: size {size} is not 2 to 7; choose one of these")
    words = order_words(words)
    runs = place_words(words, sentences)
    codes = code_words(words)
    first = match_pairs(number_runs(codes.sentence, runs), size - 1)
    labels = join_labels(codes, size, first, code_ngrams(codes.label, first, size))
    return make_rows(words, runs, first, first + size - 1, labels)


def make_rows(words: pd.DataFrame, runs: Runs, first: np.ndarray, last: np.ndarray, labels: np.ndarray) -> pd.DataFrame:
    """Make the occurrences that go from a first to a last word; `words` are in the order of the text."""
    spans = zip(runs.start[first].tolist(), runs.end[last].tolist(), strict=True)
    table = words.loc[first, ["doc_id", "sentence", "start"]].reset_index(drop=True)
    table["end"] = words["end"].to_numpy()[last]
    table["surface"] = pd.Series([runs.text[start:end] for start, end in spans], dtype="str")
    table["layer"] = pd.Series("ngrams", index=table.index, dtype="str")
    table["label"] = pd.Series(labels, dtype="str")
    return check_table(table, "occurrences") if len(table) else make_table([], "occurrences")


def join_labels(codes: Codes, size: int, first: np.ndarray, code: np.ndarray) -> np.ndarray:
    """Join the labels of the words of n-grams that begin at these places; equal ones have one code."""
    _, example, place = np.unique(code, return_index=True, return_inverse=True)
    labels = np.empty(len(example), object)
    labels[:] = [JOINT.join(codes.labels[codes.label[at : at + size]]) for at in first[example]]
    return labels[place]


def number_runs(sentence: np.ndarray, runs: Runs) -> np.ndarray:
    """Give each word the number of its run: words of a sentence with nothing but spaces or hyphens between them."""
    letters = np.frombuffer(runs.text.encode("utf-32-le", "surrogatepass"), np.uint32)
    used = np.flatnonzero(np.bincount(letters)) if len(letters) else letters
    parts = [code for code in used.tolist() if not BETWEEN.fullmatch(chr(code))]
    walls = np.zeros(int(letters.max(initial=0)) + 1, np.bool_)
    walls[parts] = True
    passed = np.concatenate([[0], np.cumsum(walls[letters], dtype=np.int32)])
    border = np.diff(sentence, prepend=-1) != 0
    border[1:] |= passed[runs.start[1:]] != passed[runs.end[:-1]]
    return np.asarray(np.cumsum(border))


def code_ngrams(label: np.ndarray, first: np.ndarray, size: int) -> np.ndarray:
    """Code the n-grams of `size` words that begin at these places: 0, 1 ... as they first come."""
    most = int(label.max(initial=0)) + 1
    grams = label[first].astype(np.int64)
    for further in range(1, size):
        grams, _ = pd.factorize(grams * most + label[first + further])
    return np.asarray(grams)
