"""Whether a difference between two groups of texts could be chance: the texts are dealt out anew."""

import math
from itertools import combinations

import numpy as np
import pandas as pd

from vietdiplo.count.frequency import BASE, code_texts, count_cells
from vietdiplo.count.special import adjust_p
from vietdiplo.tables import ParameterError, TableError

BLOCK = 1024  # labels in memory at once for all texts
ROUNDING = 1e-9  # what rounding may add to equal sums, as a part of the highest rate


def compare_permutations(
    occurrences: pd.DataFrame,
    sizes: pd.DataFrame,
    *,
    target: str,
    reference: str,
    by: str = "genre",
    shuffles: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare two groups of texts by the mean rate of their texts, tested by permutation of whole texts.

    One row per label that occurs in either, the smallest p first: n and documents of both sides, difference (of the
    mean rates per 10,000 words, target - reference), p of one as large in either direction, p_adjusted over all labels
    (Benjamini & Hochberg 1995), least_p, the smallest two-sided p that can come out, and dealings, how many were
    compared. All ways to deal the texts are compared where they are no more than `shuffles`; else as many drawn by
    `seed`, with the +1 rule (Phipson & Smyth 2010). A side of one text allows no test: p is NaN and `reason` one_text.
    Texts without words are left out. Raises TableError for a group not in `sizes`, ParameterError for shuffles below 1.
    """
    if shuffles < 1:
        raise ParameterError(f"compare_permutations: shuffles: {shuffles} is below 1; choose 999")
    in_target = _choose_texts(sizes, by, target, reference)
    cells, labels = _count_rates(occurrences, sizes, in_target)
    table = _count_sides(cells, labels)
    dealings = deal_texts(in_target.to_numpy(), shuffles, seed)
    difference, p = permute_rates(cells, len(labels), in_target.to_numpy(), dealings)
    least = find_least_p(in_target.to_numpy(), len(dealings))
    p = np.maximum(p, least)  # NaN stays
    table = table.assign(difference=difference, p=p, p_adjusted=adjust_p(p), least_p=least, dealings=len(dealings))
    table["reason"] = "one_text" if math.isnan(least) else ""
    order = table.assign(size=-table["difference"].abs()).sort_values(["p", "size", "label"]).index
    return table.loc[order].reset_index(drop=True)


def find_least_p(in_target: np.ndarray, dealings: int) -> float:
    """Give the smallest two-sided p that these dealings allow; NaN where a side has fewer than two texts.

    One dealing of all is the observed one; where the sides are equal in number its mirror is as extreme, so that the
    smallest p is twice the one-sided one, 1 / C(one + other, one).
    """
    one, other = int(in_target.sum()), int((~in_target).sum())
    if min(one, other) < 2:
        return math.nan
    return max((1 + (one == other)) / math.comb(one + other, one), 1 / dealings)


def deal_texts(in_target: np.ndarray, shuffles: int, seed: int) -> np.ndarray:
    """Deal texts to the target: one row a dealing, true for a text in the target; the observed dealing is among them.

    All dealings if they are at most `shuffles`, else the observed one and as many drawn by chance.
    """
    texts, size = len(in_target), int(in_target.sum())
    if math.comb(texts, size) <= shuffles:
        dealings = np.zeros((math.comb(texts, size), texts), np.bool_)
        for number, chosen in enumerate(combinations(range(texts), size)):
            dealings[number, chosen] = True
        return dealings
    drawn = np.random.default_rng(seed).permuted(np.tile(in_target, (shuffles, 1)), axis=1)
    return np.vstack([in_target, drawn])


def permute_rates(
    cells: pd.DataFrame, labels: int, in_target: np.ndarray, dealings: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Compute the difference of the mean rates of each label, and the part of the dealings with one as large."""
    difference, p = np.zeros(labels), np.ones(labels)
    weights = _weigh_texts(dealings)
    observed = _weigh_texts(in_target[None])
    bounds = np.searchsorted(cells["label"], np.arange(0, labels + BLOCK, BLOCK))
    for number, first in enumerate(range(0, labels, BLOCK)):
        block = cells.iloc[bounds[number] : bounds[number + 1]]
        rates = np.zeros((len(in_target), min(BLOCK, labels - first)))
        rates[block["text"], block["label"] - first] = block["rate"]
        here = slice(first, first + rates.shape[1])
        difference[here] = (observed @ rates)[0]
        limit = np.abs(difference[here]) - ROUNDING * rates.max(axis=0)
        p[here] = (np.abs(weights @ rates) >= limit).mean(axis=0)
    return difference, p


def _weigh_texts(dealings: np.ndarray) -> np.ndarray:
    """Give the weights that make a difference of means from the values of all texts."""
    size = dealings.sum(axis=1, keepdims=True)
    return np.asarray(np.where(dealings, 1 / size, -1 / (dealings.shape[1] - size)))


def _choose_texts(sizes: pd.DataFrame, by: str, target: str, reference: str) -> "pd.Series[bool]":
    """Tell of the texts with words of both groups, by their doc_id, whether they are in the target."""
    if by not in sizes:
        known = ", ".join(map(str, sizes))
        raise TableError(f"compare_permutations: by: no column {by} in sizes; use one of {known}")
    spoken = sizes[sizes["words"] > 0]
    for side, group in {"target": target, "reference": reference}.items():
        if group not in set(spoken[by]):
            groups = ", ".join(sorted(set(spoken[by]))[:10])
            raise TableError(f"compare_permutations: {side}: no text with words in '{group}'; use one of {groups}")
    if target == reference:
        raise TableError(f"compare_permutations: '{target}' is target and reference; choose two groups")
    both = spoken[spoken[by].isin([target, reference])]
    return pd.Series((both[by] == target).to_numpy(), index=pd.Index(both["doc_id"]))


def _count_rates(
    occurrences: pd.DataFrame, sizes: pd.DataFrame, in_target: "pd.Series[bool]"
) -> tuple[pd.DataFrame, pd.Index]:
    """Count each label in each text: label and text as numbers, n, rate per 10,000 words, and the side."""
    code_texts(occurrences, sizes, caller="compare_permutations")
    text = in_target.index.get_indexer(pd.Index(occurrences["doc_id"]))
    label, labels = pd.factorize(occurrences["label"][text >= 0])
    text = text[text >= 0]
    keys, n, _ = count_cells(label * len(in_target) + text, np.zeros(len(text), np.int64), 1)
    what, where = np.divmod(keys, len(in_target))
    words = sizes.set_index("doc_id")["words"].reindex(in_target.index).to_numpy()
    target = in_target.to_numpy()[where]
    cells = pd.DataFrame({"label": what, "text": where, "n": n, "rate": n / words[where] * BASE, "target": target})
    return cells, labels


def _count_sides(cells: pd.DataFrame, labels: pd.Index) -> pd.DataFrame:
    table = pd.DataFrame({"label": labels})
    for side, here in {"target": cells["target"], "reference": ~cells["target"]}.items():
        some = cells[here]
        table[f"n_{side}"] = np.bincount(some["label"], some["n"], len(labels)).astype("int64")
        table[f"documents_{side}"] = np.bincount(some["label"], minlength=len(labels))
    return table
