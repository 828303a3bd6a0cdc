"""How far coders agree: Krippendorff's alpha over sectors and sets of them, Cohen's kappa, and where they differ."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from vietdiplo.count.agreement_resampling import (
    KEYS,
    divide,
    make_resampling,
    mark_labels,
    percentile_interval,
    write_codes,
)
from vietdiplo.tables import TableError
from vietdiplo.texts import Coding

Distance = Callable[[Any, Any], float]


def masi_distance(first: frozenset[str], second: frozenset[str]) -> float:
    """Compute the distance of two sets: 1 - Jaccard * monotonicity, 0 for equal sets, 1 for disjoint ones.

    Monotonicity is 2/3 where one set holds the other and 1/3 where they overlap. Two empty sets are equal. Source:
    Passonneau (2006).
    """
    common = len(first & second)
    if first == second or not common:
        return float(first != second)
    return 1 - common / len(first | second) * (2 / 3 if first <= second or second <= first else 1 / 3)


def nominal_distance(first: Hashable, second: Hashable) -> float:
    """Compute the distance of two names: 0 for equal ones, 1 for others."""
    return float(first != second)


def krippendorff_alpha(units: Iterable[Sequence[Hashable]], distance: Distance = nominal_distance) -> float:
    """Compute alpha of units, each the values that its coders gave it; a unit with one value pairs with nothing.

    1 is full agreement, 0 what chance gives; NaN where no two coders coded the same, or all values are alike. Source:
    Krippendorff (2011), Computing Krippendorff's alpha-reliability.
    """
    observed, counts, distances = _pair_values(list(units), distance)
    return float(_compute_alpha(observed.sum(), counts.sum(axis=0), distances))


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Compute the kappa of two coders who coded the same units; NaN where chance alone would agree on all.

    Source: Cohen (1960).
    """
    values = {value: number for number, value in enumerate(dict.fromkeys([*first, *second]))}
    table = np.zeros((len(values), len(values)))
    np.add.at(table, ([values[v] for v in first], [values[v] for v in second]), 1)
    total = table.sum()
    chance = table.sum(axis=0) @ table.sum(axis=1) / total**2 if total else 1.0
    return float((np.trace(table) / total - chance) / (1 - chance)) if chance < 1 else np.nan


def count_agreement(coding: Coding, *, labels: Sequence[str], seed: int = 1) -> pd.DataFrame:
    """Count how far coders agree on each label: one row a label.

    `sentences` are those that two coders or more have coded, `by_some` those with the label by one of them, `by_all` by
    each; `same` is the share on which all say the same. alpha is Krippendorff's, nominal, with its 95 % bootstrap
    interval over `unit`; kappa is Cohen's, of exactly two coders. Where a value is missing, `reason` says why. Raises
    TableError with fewer than two coders.
    """
    marks, read, sentences = _align_coders(coding, labels)
    resampling = make_resampling(sentences, seed)
    has, coders = marks.sum(axis=0), read.sum(axis=0)
    rows = []
    for number, label in enumerate(labels):
        units = [marks[read[:, n], n, number].tolist() for n in range(len(sentences))]
        alpha = krippendorff_alpha(units)
        values = _resample_alpha(units, nominal_distance, resampling.add)
        low, high = percentile_interval(values) if alpha == alpha else (np.nan, np.nan)
        none, each = (has[:, number] == 0).sum(), (has[:, number] == coders).sum()
        same = (none + each) / len(sentences) if len(sentences) else np.nan
        kappa = cohen_kappa(*marks[:, :, number].tolist()) if len(marks) == 2 else np.nan
        reason = "" if alpha == alpha else "no_variation"
        rows.append(
            (label, len(sentences), len(sentences) - none, each, same, alpha, low, high, kappa, resampling.unit, reason)
        )
    names = ("label", "sentences", "by_some", "by_all", "same", "alpha", "alpha_low", "alpha_high", "kappa")
    return pd.DataFrame(rows, columns=[*names, "unit", "reason"]).astype(dict.fromkeys(names[4:9], "float64"))


def count_set_agreement(coding: Coding, *, labels: Sequence[str], seed: int = 1) -> pd.DataFrame:
    """Count how far coders agree on the whole set of a sentence's labels: one row.

    `same` is the share of sentences on which all give the same set; alpha is Krippendorff's over MASI, with its 95 %
    bootstrap interval over `unit`. Raises TableError with fewer than two coders.
    """
    marks, read, sentences = _align_coders(coding, labels)
    resampling = make_resampling(sentences, seed)
    units = [_list_sets(marks[read[:, n], n], labels) for n in range(len(sentences))]
    alpha = krippendorff_alpha(units, masi_distance)
    values = _resample_alpha(units, masi_distance, resampling.add)
    low, high = percentile_interval(values) if alpha == alpha else (np.nan, np.nan)
    same = np.mean([len(set(unit)) == 1 for unit in units]) if units else np.nan
    row = {"coders": len(marks), "sentences": len(units), "same": same, "alpha_masi": alpha}
    return pd.DataFrame([{**row, "alpha_low": float(low), "alpha_high": float(high), "unit": resampling.unit}])


def compare_coders(coding: Coding, *, labels: Sequence[str]) -> pd.DataFrame:
    """Compare what coders say of each sentence: one row a sentence on which two differ, the farthest apart first.

    A column `by_<coder>` for each holds the codes, a dash for none, nothing where the coder did not code the sentence;
    `distance` is the mean MASI distance of each two. Raises TableError with fewer than two coders.
    """
    marks, read, sentences = _align_coders(coding, labels)
    table = sentences[KEYS].copy()
    for number, coder in enumerate(coding.coders):
        written = np.array(write_codes(marks[number], labels), dtype=object)
        table[f"by_{coder}"] = np.where(read[number], written, "")
    sets = [_list_sets(marks[read[:, n], n], labels) for n in range(len(sentences))]
    table["distance"] = [np.mean([masi_distance(*pair) for pair in combinations(unit, 2)]) for unit in sets]
    table["text"] = sentences["text"]
    differing = table[table["distance"] > 0]
    return differing.sort_values("distance", ascending=False, kind="stable", ignore_index=True)


def _align_coders(coding: Coding, labels: Sequence[str]) -> tuple[np.ndarray, np.ndarray, pd.DataFrame]:
    """Give which labels each coder gave each sentence that two have coded, who coded it, and these sentences."""
    coders = coding.coders
    if len(coders) < 2:
        found = f"coded by {coders[0]} only" if coders else "coded by nobody"
        raise TableError(f"agreement: {found}; it needs the sheets of two coders")
    by_sentence = coding.sentences.groupby(KEYS, sort=False)
    shared = by_sentence["coder"].transform("size") > 1
    sentences = coding.sentences[shared].drop_duplicates(KEYS).reset_index(drop=True)
    keys = pd.MultiIndex.from_frame(sentences[KEYS])
    parts = [coding.take(coder) for coder in coders]
    read = np.array([keys.isin(pd.MultiIndex.from_frame(part.sentences[KEYS])) for part in parts])
    marks = np.array([mark_labels(part.occurrences, sentences, labels) for part in parts])
    return marks, read, sentences


def _list_sets(marks: np.ndarray, labels: Sequence[str]) -> list[frozenset[str]]:
    return [frozenset(label for label, has in zip(labels, row, strict=True) if has) for row in marks]


def _pair_values(units: Sequence[Sequence[Hashable]], distance: Distance) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give each unit's observed disagreement and how often it has each value, and the distances of the values."""
    values = {value: n for n, value in enumerate(dict.fromkeys(value for unit in units for value in unit))}
    distances = np.zeros((len(values), len(values)))
    for (first, i), (second, j) in combinations(values.items(), 2):
        distances[i, j] = distances[j, i] = distance(first, second)
    counts = np.zeros((len(units), len(values)))
    for row, unit in zip(counts, units, strict=True):
        if len(unit) > 1:
            np.add.at(row, [values[value] for value in unit], 1)
    pairs = (counts @ distances * counts).sum(axis=1)
    return pairs / np.maximum(counts.sum(axis=1) - 1, 1), counts, distances


def _compute_alpha(observed: np.ndarray, counts: np.ndarray, distances: np.ndarray) -> np.ndarray:
    expected = (counts @ distances * counts).sum(axis=-1)
    return 1 - divide(observed * (counts.sum(axis=-1) - 1), expected)


def _resample_alpha(
    units: Sequence[Sequence[Hashable]], distance: Distance, add: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    observed, counts, distances = _pair_values(units, distance)
    return _compute_alpha(add(observed), add(counts), distances)
