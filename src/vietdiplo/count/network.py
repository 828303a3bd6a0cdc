"""Which labels occur in the same sentences: the edges of a network."""

import numpy as np
import pandas as pd

from vietdiplo.count.association import score_association
from vietdiplo.count.collocations import LEAST, check_least
from vietdiplo.count.frequency import count_cells
from vietdiplo.find.codes import match_pairs
from vietdiplo.tables import TableError, check_table


def count_cooccurrences(occurrences: pd.DataFrame, sentences: pd.DataFrame, *, least: int = LEAST) -> pd.DataFrame:
    """Count in how many sentences two labels occur together.

    One row per pair of different labels with at least `least` such sentences, the most first: label and other in the
    order of the alphabet, n (sentences with both), documents, n_label and n_other (sentences with each), of (all
    sentences), jaccard = n / sentences with either, lift = n x of / (n_label x n_other), g2 over four cells, and doc_id
    and sentence of the first with both. A sentence counts once, however often a label stands in it; all stand in
    `find_together`. Choose labels before: all words of a long sentence go with each other. Raises TableError for an
    occurrence in a sentence that is not among the sentences, ParameterError for `least` below 1.
    """
    check_least(least)
    check_table(occurrences, "occurrences")
    label, labels = pd.factorize(occurrences["label"], sort=True)
    types = max(len(labels), 1)
    seen = np.unique(_match_sentences(occurrences, sentences) * types + label)
    at, what = np.divmod(seen, types)
    pairs, where = _pair_labels(at, what, types)
    document = pd.factorize(sentences["doc_id"])[0]
    keys, n, documents = count_cells(pairs, document[where], len(sentences))
    first = sentences.iloc[_find_first(pairs, where)[n >= least]]
    one, other = np.divmod(keys[n >= least], types)
    with_label = np.bincount(what, minlength=len(labels))
    names = pd.DataFrame({"label": labels.to_numpy()[one], "other": labels.to_numpy()[other]}, dtype="str")
    counts = n[n >= least], with_label[one], with_label[other]
    table = names.assign(n=counts[0], documents=documents[n >= least], n_label=counts[1], n_other=counts[2])
    table = table.assign(of=len(sentences), **_score_edges(*counts, max(len(sentences), 1)))
    table = table.assign(doc_id=first["doc_id"].array, sentence=first["sentence"].array)
    return table.sort_values(["n", "label", "other"], ascending=[False, True, True], ignore_index=True)


def _pair_labels(at: np.ndarray, what: np.ndarray, types: int) -> tuple[np.ndarray, np.ndarray]:
    """Pair every two labels of a sentence: one x types + other of each pair, and its sentence."""
    pairs, where = [np.array([], np.int64)], [np.array([], np.int64)]
    for distance in range(1, int(np.bincount(at).max(initial=0))):
        first = match_pairs(at, distance)
        pairs.append(what[first] * types + what[first + distance])
        where.append(at[first])
    return np.concatenate(pairs), np.concatenate(where)


def _find_first(pairs: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Find the first sentence of each pair, in the order of the pairs."""
    order = np.lexsort((where, pairs))
    return where[order][np.unique(pairs[order], return_index=True)[1]]


def _score_edges(n: np.ndarray, one: np.ndarray, other: np.ndarray, of: int) -> dict[str, np.ndarray]:
    g2 = score_association(n, one, other, of)["g2"]
    return {"jaccard": n / (one + other - n), "lift": n * (of / one) / other, "g2": g2}


def _match_sentences(occurrences: pd.DataFrame, sentences: pd.DataFrame) -> np.ndarray:
    keys = ["doc_id", "sentence"]
    numbered = sentences[keys].assign(row=np.arange(len(sentences)))
    row = occurrences[keys].merge(numbered, on=keys, how="left", validate="many_to_one")["row"]
    if row.isna().any():
        lost = occurrences.iloc[int(np.flatnonzero(row.isna())[0])]
        place = f"{lost['doc_id']}[{lost['start']}:{lost['end']}]"
        raise TableError(f"{place}: sentence {lost['sentence']} is not among the sentences; pass those it was found in")
    return row.to_numpy(np.int64)
