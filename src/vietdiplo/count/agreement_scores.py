"""How right the finder of sectors is beside what people coded: precision, recall and F1, and its mistakes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from vietdiplo.count.agreement_resampling import (
    KEYS,
    Resampling,
    bootstrap_interval,
    divide,
    make_resampling,
    mark_labels,
    percentile_interval,
    write_codes,
)
from vietdiplo.count.intervals import wilson_interval
from vietdiplo.tables import TableError
from vietdiplo.texts import Coding

ROW = ("measure", "coded", "found", "correct", "precision", "recall", "f1", "f1_low", "f1_high")


class Outcome(NamedTuple):
    """Right, found too much, and missed: numbers of sentences, or marks of each, by label in the last axis."""

    right: np.ndarray
    surplus: np.ndarray
    missed: np.ndarray

    def score(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Compute precision, recall and F1; NaN where nothing is found, coded, or neither."""
        found, coded = self.right + self.surplus, self.right + self.missed
        return divide(self.right, found), divide(self.right, coded), divide(2 * self.right, found + coded)


def count_scores(found: pd.DataFrame, coding: Coding, *, labels: Sequence[str], seed: int = 1) -> pd.DataFrame:
    """Count how right found labels are in the sentences that one coder has coded: one row a label.

    `coded` are sentences with the label by hand, `found` by the finder, `correct` by both; precision = correct /
    found, recall = correct / coded, f1 = 2 correct / (found + coded), each with its 95 % bootstrap interval over
    `unit`, the Wilson interval where no resample differs. NaN where nothing is found or coded. Raises TableError
    unless it is one coder's.
    """
    sentences = check_one(coding).sentences
    marks = _judge(found, coding, labels)
    resampling = make_resampling(sentences, seed)
    total = Outcome(*(mark.sum(axis=0) for mark in marks))
    drawn = Outcome(*(resampling.add(mark) for mark in marks))
    sizes = (total.right + total.surplus, total.right + total.missed)
    table = pd.DataFrame({"label": list(labels), "coded": sizes[1], "found": sizes[0], "correct": total.right})
    for name, value, values, of in zip(("precision", "recall"), total.score(), drawn.score(), sizes, strict=False):
        low, high = bootstrap_interval(values, wilson_interval(total.right, of))
        table[[name, f"{name}_low", f"{name}_high"]] = np.transpose([value, low, high])
    table[["f1", "f1_low", "f1_high"]] = np.transpose([total.score()[2], *_bound_f1(drawn, total)])
    return table.assign(unit=resampling.unit)


def count_total_scores(found: pd.DataFrame, coding: Coding, *, labels: Sequence[str], seed: int = 1) -> pd.DataFrame:
    """Count how right found labels are over all labels: one row a measure.

    micro adds up all labels; macro is the mean of f1 over the labels that are coded; uncoded is the empty set, right
    where neither has a label. micro_lenient and macro_lenient neither reward nor punish what is contested. f1 has its
    95 % bootstrap interval over `unit`. Raises TableError unless it is one coder's. Source of the definitions: Sorower
    (2010).
    """
    sentences = check_one(coding).sentences
    resampling = make_resampling(sentences, seed)
    strict = _judge(found, coding, labels)
    contested = mark_labels(coding.contested, sentences, labels)
    lenient = Outcome(*(mark & ~contested for mark in strict))
    is_coded, is_found = (strict.right | strict.missed).any(axis=1), (strict.right | strict.surplus).any(axis=1)
    empty = Outcome(~is_coded & ~is_found, is_coded & ~is_found, ~is_coded & is_found)
    rows = [
        count_row("micro", strict, resampling),
        _average_row("macro", strict, resampling),
        count_row("uncoded", empty, resampling),
        count_row("micro_lenient", lenient, resampling),
        _average_row("macro_lenient", lenient, resampling),
    ]
    table = pd.DataFrame(rows, columns=[*ROW]).astype(dict.fromkeys(ROW[4:], "float64"))
    return table.assign(unit=resampling.unit)


def compare_sectors(found: pd.DataFrame, coding: Coding, *, labels: Sequence[str]) -> pd.DataFrame:
    """Compare found labels with those that one coder gave: one row a sentence in which they differ.

    `coded` and `found` are the two sets, a dash for none; `missed` and `surplus` what one has and the other has not,
    `terms` what fired for the surplus, `contested` what a second coder may see the other way. Raises TableError unless
    it is one coder's.
    """
    sentences = check_one(coding).sentences
    right, surplus, missed = _judge(found, coding, labels)
    table = sentences[KEYS].copy()
    for name, marks in {
        "coded": right | missed,
        "found": right | surplus,
        "missed": missed,
        "surplus": surplus,
    }.items():
        table[name] = write_codes(marks, labels)
    keys = [*KEYS, "label"]
    fired = found.groupby(keys)["surface"].agg(lambda surfaces: ", ".join(dict.fromkeys(surfaces)))
    table["terms"] = [
        "; ".join(fired[(doc_id, sentence, label)] for label, has in zip(labels, row, strict=True) if has)
        for doc_id, sentence, row in zip(table["doc_id"], table["sentence"], surplus, strict=True)
    ]
    table["contested"] = write_codes(mark_labels(coding.contested, sentences, labels), labels)
    table["text"] = sentences["text"]
    differing: pd.DataFrame = table[(surplus | missed).any(axis=1)]
    return differing.reset_index(drop=True)


def check_one(coding: Coding) -> Coding:
    """Return the coding if it is one coder's, or nobody's. Raises TableError."""
    if len(coding.coders) > 1:
        names = ", ".join(coding.coders)
        raise TableError(f"coding: of {names}; take one of them: coding.take({coding.coders[0]!r})")
    return coding


def _judge(found: pd.DataFrame, coding: Coding, labels: Sequence[str]) -> Outcome:
    coded = mark_labels(coding.occurrences, coding.sentences, labels)
    marked = mark_labels(found, coding.sentences, labels)
    return Outcome(coded & marked, marked & ~coded, coded & ~marked)


def count_row(name: str, marks: Outcome, resampling: Resampling) -> tuple[object, ...]:
    """Count what the marks of sentences, or of their labels, add up to: a row with the columns of ROW."""
    whole = Outcome(*(np.atleast_2d(mark.T).sum(axis=0)[:, None] for mark in marks))
    total = Outcome(*(mark.sum(axis=0) for mark in whole))
    bounds = _bound_f1(Outcome(*(resampling.add(mark) for mark in whole)), total)
    return (name, *_count_sizes(marks), *(values[0] for values in (*total.score(), *bounds)))


def _average_row(name: str, marks: Outcome, resampling: Resampling) -> tuple[object, ...]:
    """Score the mean of the labels; without an interval where no resample differs."""
    mean = _mean_f1(Outcome(*(mark.sum(axis=0) for mark in marks)))
    low, high = percentile_interval(_mean_f1(Outcome(*(resampling.add(mark) for mark in marks))))
    return (name, *_count_sizes(marks), np.nan, np.nan, mean, *((low, high) if low < high else (np.nan, np.nan)))


def _count_sizes(marks: Outcome) -> tuple[int, int, int]:
    right, surplus, missed = (int(mark.sum()) for mark in marks)
    return right + missed, right + surplus, right


def _bound_f1(drawn: Outcome, total: Outcome) -> tuple[np.ndarray, np.ndarray]:
    """Bound F1; where no resample differs, by Wilson's interval of right / (all but true negatives) = f1 / (2 - f1)."""
    wilson = wilson_interval(total.right, total.right + total.surplus + total.missed)
    return bootstrap_interval(drawn.score()[2], [2 * bound / (1 + bound) for bound in wilson])


def _mean_f1(outcome: Outcome) -> np.ndarray:
    """Average F1 over the labels that are coded; NaN where none is."""
    coded = outcome.right + outcome.missed > 0
    return divide(np.where(coded, outcome.score()[2], 0).sum(axis=-1), coded.sum(axis=-1))
