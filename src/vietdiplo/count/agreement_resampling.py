"""How sure a measure of coded sentences is: bootstrap intervals over documents, or sentences where they are few."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

RESAMPLES = 1000
FEWEST = 6  # documents; fewer have too few resamples that differ, and sentences are drawn in their place
BOUNDS = (2.5, 97.5)  # per cent: intervals of 95 %
KEYS = ["doc_id", "sentence"]


class Resampling(NamedTuple):
    """The group of each sentence, how often each resample draws each group, and what a group is."""

    group: np.ndarray
    weights: np.ndarray
    unit: str

    def add(self, values: np.ndarray) -> np.ndarray:
        """Add up values of sentences (the first axis) in each resample."""
        grouped = np.zeros((self.weights.shape[1], *values.shape[1:]))
        np.add.at(grouped, self.group, values)
        return np.tensordot(self.weights, grouped, axes=1)


def make_resampling(sentences: pd.DataFrame, seed: int) -> Resampling:
    """Make 1,000 resamples of the documents of sentences, drawn with replacement; of the sentences under 6 documents.

    Source: Efron and Tibshirani (1993), chapter 8: what is drawn is what is independent.
    """
    documents, names = pd.factorize(sentences["doc_id"])
    unit = "documents" if len(names) >= FEWEST else "sentences"
    group = documents if unit == "documents" else np.arange(len(sentences))
    groups = max(len(names) if unit == "documents" else len(sentences), 1)
    weights = np.random.default_rng(seed).multinomial(groups, np.full(groups, 1 / groups), size=RESAMPLES)
    return Resampling(group, weights, unit)


def percentile_interval(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compute the 95 % percentile interval along the first axis, of the resamples in which the measure is defined.

    NaN where it is defined in less than half of them.
    """
    rare = np.isnan(values).mean(axis=0) > 0.5
    low, high = np.nanpercentile(np.where(rare, 0.0, values), BOUNDS, axis=0)
    return np.where(rare, np.nan, low), np.where(rare, np.nan, high)


def bootstrap_interval(values: np.ndarray, alike: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Compute the percentile interval; where no resample differs, the low and high of `alike` in its place.

    Where all or none is right, every resample says the same, however few there are: 3 of 3 is not certain.
    """
    low, high = percentile_interval(values)
    same = low == high
    return np.where(same, alike[0], low), np.where(same, alike[1], high)


def divide(n: np.ndarray, of: np.ndarray) -> np.ndarray:
    """Divide; NaN where the denominator is 0."""
    return np.asarray(n / np.where(of > 0, of, np.nan))


def mark_labels(occurrences: pd.DataFrame, sentences: pd.DataFrame, labels: Sequence[str]) -> np.ndarray:
    """Mark which of the labels each sentence has: a row a sentence, a column a label."""
    marks = np.zeros((len(sentences), len(labels)), dtype=bool)
    if len(sentences) and len(occurrences):
        keys = pd.MultiIndex.from_frame(sentences[KEYS])
        row = keys.get_indexer(pd.MultiIndex.from_frame(occurrences[KEYS]))
        column = pd.Index(list(labels)).get_indexer(pd.Index(occurrences["label"]))
        known = (row >= 0) & (column >= 0)
        marks[row[known], column[known]] = True
    return marks


def write_codes(marks: np.ndarray, labels: Sequence[str]) -> list[str]:
    """Write the labels of each row of marks: `DEF; SEC`, a dash for none."""
    return ["; ".join(label for label, has in zip(labels, row, strict=True) if has) or "-" for row in marks]
