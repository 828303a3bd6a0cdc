"""What goes with what: the words around a word, and the pairs of neighbours of a corpus."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from vietdiplo.count.association import score_association, score_lambda
from vietdiplo.count.frequency import count_cells
from vietdiplo.find.codes import code_words, match_pairs, order_words, place_words
from vietdiplo.find.collocates import find_collocates
from vietdiplo.find.ngrams import JOINT, number_runs
from vietdiplo.tables import ParameterError

MARGINS = ("unigram", "positional")
LEAST = 3  # occurrences together; below it every measure is chance


class Pairs(NamedTuple):
    """Pairs of neighbours, by the codes of their words: how often, in how many texts, and each word by itself."""

    first: np.ndarray
    second: np.ndarray
    n: np.ndarray
    documents: np.ndarray
    n_first: np.ndarray
    n_second: np.ndarray
    total: int


def count_collocations(
    words: pd.DataFrame, node: str, *, left: int = 5, right: int = 5, least: int = LEAST
) -> pd.DataFrame:
    """Count the words at most `left` before and `right` after a word in its sentence.

    One row per word that stands there at least `least` times, the highest log_dice first: n (pairs of a node and the
    word), n_left and n_right of them, documents, n_node, n_label, total (words of the corpus), span = left + right,
    the measures of `score_association` with unigram margins, and doc_id and sentence of the first pair. Sentence
    borders cut windows, the expected frequency takes them for whole. The pairs stand in `find_collocates` of the same
    words. A node that does not occur, or `least` that leaves nothing, gives no rows. Raises ParameterError for a window
    no sentence can fill, or `least` below 1.
    """
    check_least(least)
    table = _count_near(find_collocates(words, node, left=left, right=right))
    table = table[table["n"] >= least]
    frequency = words["label"].value_counts()
    table["n_node"] = int(frequency.get(node, 0))
    table["n_label"] = frequency.reindex(table["label"]).to_numpy().astype("int64")
    n, n_node, n_label = (table[name].to_numpy() for name in ("n", "n_node", "n_label"))
    scores = score_association(n, n_node, n_label, max(len(words), 1), span=left + right)
    first = {name: table.pop(name) for name in ("doc_id", "sentence")}
    table = table.assign(total=len(words), span=left + right, **scores, **first)
    table.insert(0, "node", node)
    return table.sort_values(["log_dice", "n", "label"], ascending=[False, False, True], ignore_index=True)


def _count_near(pairs: pd.DataFrame) -> pd.DataFrame:
    """Count the pairs of a node and a word near it by word: n, n_left and n_right, documents, and the first place."""
    sides = pairs.assign(n_left=pairs["distance"] < 0, n_right=pairs["distance"] > 0).groupby("label")
    table = sides.agg(
        n=("doc_id", "size"),
        n_left=("n_left", "sum"),
        n_right=("n_right", "sum"),
        documents=("doc_id", "nunique"),
        doc_id=("doc_id", "first"),
        sentence=("sentence", "first"),
    )
    return table.reset_index().astype({"n_left": "int64", "n_right": "int64"})


def count_bigrams(
    words: pd.DataFrame, sentences: pd.DataFrame, *, margins: str = "unigram", least: int = LEAST
) -> pd.DataFrame:
    """Count the pairs of neighbouring words that nothing but a space or hyphen separates.

    One row per pair that comes at least `least` times, the highest log_dice first: first, second, label (both), n,
    documents, n_first, n_second, total, margins, the measures of `score_association`, lambda and z. Margins: `unigram`
    takes the frequency of each word and the words of the corpus, `positional` that of the word as first or as second
    of a pair and the number of pairs, as quanteda does. The places stand in `find_ngrams` of size 2 under the label.
    Raises ParameterError for other margins, or `least` below 1.
    """
    check_least(least)
    if margins not in MARGINS:
        raise ParameterError(f"count_bigrams: margins: '{margins}' is not known; use one of {', '.join(MARGINS)}")
    words = order_words(words)
    codes = code_words(words)
    runs = number_runs(codes.sentence, place_words(words, sentences))
    pairs = pair_neighbours(codes.label, runs, codes.document, margins=margins, least=least)
    return score_pairs(pairs, codes.labels).assign(margins=margins)


def pair_neighbours(
    label: np.ndarray, run: np.ndarray, document: np.ndarray, *, margins: str = "unigram", least: int = LEAST
) -> Pairs:
    """Count pairs of neighbours in a run, from the codes of words in the order of the text."""
    types = int(label.max(initial=0)) + 1
    first = match_pairs(run, 1)
    # The largest key is types x types x texts: 2 ** 63 is enough for a million of each.
    key = label[first].astype(np.int64) * types + label[first + 1]
    keys, n, documents = count_cells(key, document[first], int(document.max(initial=0)) + 1)
    some = n >= least
    one, other = np.divmod(keys[some], types)
    if margins == "positional":
        margin = [np.bincount(label[first + step], minlength=types) for step in (0, 1)]
    else:
        margin = [np.bincount(label, minlength=types)] * 2
    total = len(first) if margins == "positional" else len(label)
    return Pairs(one, other, n[some], documents[some], margin[0][one], margin[1][other], total)


def score_pairs(pairs: Pairs, labels: np.ndarray) -> pd.DataFrame:
    """Make the table of pairs of neighbours, with the words that the codes stand for and every measure."""
    counts = pairs.n, pairs.n_first, pairs.n_second, max(pairs.total, 1)
    first, second = labels[pairs.first], labels[pairs.second]
    table = pd.DataFrame({"first": first, "second": second, "label": first + JOINT + second}, dtype="str")
    table = table.assign(n=pairs.n, documents=pairs.documents, n_first=pairs.n_first, n_second=pairs.n_second)
    table = table.assign(total=pairs.total, **score_association(*counts), **score_lambda(*counts))
    return table.sort_values(["log_dice", "n", "label"], ascending=[False, False, True], ignore_index=True)


def check_least(least: int) -> None:
    """Raise ParameterError for a least frequency that leaves out nothing."""
    if least < 1:
        raise ParameterError(f"least: {least} is below 1; choose a whole number from 1")
