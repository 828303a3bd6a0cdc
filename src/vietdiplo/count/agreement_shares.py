"""Sector shares corrected for what the finder gets wrong, by the sentences that people coded."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vietdiplo.count.agreement_resampling import (
    KEYS,
    bootstrap_interval,
    divide,
    make_resampling,
    mark_labels,
)
from vietdiplo.count.agreement_scores import check_one
from vietdiplo.count.intervals import wilson_interval
from vietdiplo.tables import check_table
from vietdiplo.texts import Coding


def count_corrected_coverage(
    found: pd.DataFrame, sentences: pd.DataFrame, coding: Coding, *, labels: Sequence[str], seed: int = 1
) -> pd.DataFrame:
    """Count the share of all sentences that each label has, as found and as corrected for mistakes: one row a label.

    `found` of `of` sentences have the label by the finder: coverage = found / of. corrected = coverage * p1 +
    (1 - coverage) * p2, where p1 is the share of sentences with the label by hand among the coded ones that have it by
    the finder, p2 among those that have not; low to high is its 95 % bootstrap interval over `unit`, in which all
    sentences are drawn anew, the coded with them. share and share_corrected divide by the sum over the labels. It
    holds where chance chose the sentences to code, of all or of those with each label found (`vietdiplo sample`).
    Where corrected is NaN, `reason` says why. Raises TableError unless it is one coder's. Source: Tenenbein (1970).
    """
    check_table(sentences, "sentences")
    coded = check_one(coding).sentences
    is_coded = pd.MultiIndex.from_frame(sentences[KEYS]).isin(pd.MultiIndex.from_frame(coded[KEYS]))[:, None]
    by_finder, by_hand = (mark_labels(each, sentences, labels) for each in (found, coding.occurrences))
    cells = [by_finder, by_finder & is_coded, by_finder & by_hand & is_coded]
    cells += [~by_finder & is_coded, ~by_finder & by_hand & is_coded]
    resampling = make_resampling(sentences, seed)
    ones = np.ones((len(sentences), 1))
    totals = [cell.sum(axis=0) for cell in cells]
    coverage, corrected = _correct(totals, ones.sum(axis=0))
    drawn = _correct([resampling.add(cell) for cell in cells], resampling.add(ones))[1]
    low, high = bootstrap_interval(drawn, wilson_interval(totals[2] + totals[4], np.full(len(labels), is_coded.sum())))
    table = pd.DataFrame(
        {"label": list(labels), "found": totals[0], "of": len(sentences), "coded": int(is_coded.sum())}
    )
    table["coverage"], table["corrected"] = coverage, corrected
    table["low"] = np.where(np.isnan(corrected), np.nan, low)
    table["high"] = np.where(np.isnan(corrected), np.nan, high)
    table["share"], table["share_corrected"] = (divide(each, each.sum()) for each in (coverage, corrected))
    reasons = np.where((totals[0] > 0) & (totals[1] == 0), "found_uncoded", "rest_uncoded")
    return table.assign(unit=resampling.unit, reason=np.where(np.isnan(corrected), reasons, ""))


def _correct(cells: Sequence[np.ndarray], of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give the coverage as found and as corrected; a part without sentences adds nothing, whatever is known of it."""
    found, coded_found, right, coded_rest, missed = cells
    coverage = divide(found, of)
    among_found = np.where(found > 0, divide(right, coded_found), 0)
    among_rest = np.where(found < of, divide(missed, coded_rest), 0)
    return coverage, coverage * among_found + (1 - coverage) * among_rest
