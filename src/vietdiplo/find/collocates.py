"""Words that stand near a word, and the places where several labels stand together."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from vietdiplo.find.codes import code_words, match_pairs, order_words
from vietdiplo.tables import ParameterError, check_table


def find_collocates(words: pd.DataFrame, node: str, *, left: int = 5, right: int = 5) -> pd.DataFrame:
    """Find the words around each occurrence of a word in its sentence: occurrences of the layer collocates.

    One row per pair of a node and a word at most `left` words before or `right` words after it, so that a word near
    two nodes has two rows; `distance` is its place seen from the node (-1 is the word before it), `node_start` where
    the node begins. A node that does not occur gives no rows. Raises ParameterError for a window of no words, a
    negative one, or one that reaches further than the longest sentence.
    """
    words = order_words(words)
    codes = code_words(words)
    check_window(codes.sentence, left, right)
    word_at, node_at = _match_near(codes.sentence, codes.labels[codes.label] == node, left, right)
    table = words.iloc[word_at].reset_index(drop=True)
    table["layer"] = pd.Series("collocates", index=table.index, dtype="str")
    table["distance"] = word_at - node_at
    table["node_start"] = words["start"].to_numpy()[node_at]
    return check_table(table, "occurrences")


def find_together(occurrences: pd.DataFrame, labels: Iterable[str]) -> pd.DataFrame:
    """Find the occurrences of labels in the sentences where all of them occur.

    The rows of these labels, unchanged: what stands behind an edge of a network.
    """
    check_table(occurrences, "occurrences")
    wanted = set(labels)
    some = occurrences[occurrences["label"].isin(wanted)]
    different = some.groupby(["doc_id", "sentence"])["label"].transform("nunique")
    return some[different == len(wanted)].reset_index(drop=True)


def _match_near(sentence: np.ndarray, is_node: np.ndarray, left: int, right: int) -> tuple[np.ndarray, np.ndarray]:
    """Give the places of the words near nodes and those of their nodes, in the order of the nodes."""
    word_places, node_places = [], []
    for distance in [*range(-left, 0), *range(1, right + 1)]:
        first = match_pairs(sentence, abs(distance))
        node_at = first + max(-distance, 0)
        node_at = node_at[is_node[node_at]]
        word_places.append(node_at + distance)
        node_places.append(node_at)
    word_at, node_at = np.concatenate(word_places), np.concatenate(node_places)
    order = np.lexsort((word_at, node_at))
    return word_at[order], node_at[order]


def check_window(sentence: np.ndarray, left: int, right: int) -> None:
    """Raise ParameterError for a window of words that no sentence can fill."""
    if min(left, right) < 0 or left + right == 0:
        raise ParameterError(f"window: {left} words left and {right} right; count at least one word on one side")
    longest = int(np.bincount(sentence).max(initial=0))
    if longest and max(left, right) >= longest:
        raise ParameterError(
            f"window: {max(left, right)} words on one side, but the longest sentence has {longest}; "
            f"choose at most {longest - 1}"
        )
