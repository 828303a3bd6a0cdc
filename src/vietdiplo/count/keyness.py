"""What distinguishes two texts: how much more frequent each word is in one, and how surprising that is.

In every formula a and b are the frequencies in the target and the reference, c and d their sizes in words.
"""

import numpy as np
import pandas as pd

from vietdiplo.count.frequency import rate_per_10k
from vietdiplo.count.special import adjust_p, beta_quantile, chi2_tail
from vietdiplo.tables import ParameterError, TableError, check_table

ZERO = 0.5  # Hardie (2014): a zero frequency counts as half an occurrence, in that cell only
ALPHA = 0.05
SIDES = ("target", "reference")


def compare_frequencies(
    counts: pd.DataFrame, *, target: str, reference: str, by: str = "doc_id", alpha: float = ALPHA
) -> pd.DataFrame:
    """Compare the frequencies of two groups of a table of counts.

    One row per label that occurs in either, also where one side lacks it; positive values mean more in the target.
    n, documents and per_10k of both sides, and of each label

    - lrc: the conservative log ratio, the end nearest to 0 of its interval at `alpha`, Bonferroni over `tests`, the
      labels compared; 0 where the interval holds 0 (Evert 2022)
    - log_ratio: binary logarithm of the ratio of the rates, 0.5 for a zero frequency in that cell (Hardie 2014)
    - g2: log-likelihood over four cells (Dunning 1993; AntConc 4), g2_two_cells over the two of the word itself
      (Rayson & Garside 2000; the UCREL wizard)
    - chi2 and chi2_yates, corrected in every row; quanteda corrects only below an expected 5
    - diff_percent: %DIFF, NaN where the reference lacks the word (Gabrielatos & Marchi 2012)
    - bic: g2 - ln(c + d); below 0 favours no difference (Wilson 2013)
    - p of g2, and p_adjusted over all labels (Benjamini & Hochberg 1995). Both take each word for an independent draw,
      which `compare_permutations` does not.

    Sorted by the distance of lrc from 0, then g2, then label. Raises TableError for a group that is not in `counts`,
    or has no words.
    """
    if not 0 < alpha <= 0.5:
        raise ParameterError(f"compare_frequencies: alpha: {alpha} is not between 0 and 0.5; choose 0.05 or less")
    check_table(counts, "counts")
    names = {"target": target, "reference": reference}
    groups = {side: _choose_group(counts, by, side, name) for side, name in names.items()}
    table = _join_groups(groups)
    words = {side: int(group["words"].iloc[0]) for side, group in groups.items()}
    if not all(words.values()):
        raise TableError("compare_frequencies: a group has no words, so no rates; choose groups with words")
    a, b = (table[f"n_{side}"].to_numpy() for side in SIDES)
    for side in SIDES:
        table[f"per_10k_{side}"] = rate_per_10k(table[f"n_{side}"], pd.Series(words[side], index=table.index))
    table = table.assign(**score_keyness(a, b, words["target"], words["reference"], alpha=alpha), tests=len(table))
    table["distance"] = table["lrc"].abs()
    table = table.rename_axis("label").reset_index()
    table = table.sort_values(["distance", "g2", "label"], ascending=[False, False, True], ignore_index=True)
    return table.drop(columns="distance")


def score_keyness(a: np.ndarray, b: np.ndarray, c: int, d: int, *, alpha: float = ALPHA) -> dict[str, np.ndarray]:
    """Compute every measure of keyness by its name, the labels given being the family of tests."""
    g2 = log_likelihood(a, b, c, d)
    p = chi2_tail(g2)
    return {
        "lrc": log_ratio_conservative(a, b, c, d, alpha=alpha / max(len(a), 1)),
        "log_ratio": log_ratio(a, b, c, d),
        "g2": g2,
        "g2_two_cells": log_likelihood_two_cells(a, b, c, d),
        "chi2": chi_squared(a, b, c, d),
        "chi2_yates": chi_squared_yates(a, b, c, d),
        "diff_percent": difference_percent(a, b, c, d),
        "bic": g2 - np.log(c + d),
        "p": p,
        "p_adjusted": adjust_p(p),
    }


def log_likelihood(a: np.ndarray, b: np.ndarray, c: int, d: int) -> np.ndarray:
    """Compute G2 over four cells. Source: Dunning (1993)."""
    share = (a + b) / (c + d)
    rest = weigh_cell(c - a, c - c * share) + weigh_cell(d - b, d - d * share)
    return np.asarray(2 * (weigh_cell(a, c * share) + weigh_cell(b, d * share) + rest))


def log_likelihood_two_cells(a: np.ndarray, b: np.ndarray, c: int, d: int) -> np.ndarray:
    """Compute G2 over the two cells of the word itself. Source: Rayson & Garside (2000)."""
    share = (a + b) / (c + d)
    return np.asarray(2 * (weigh_cell(a, c * share) + weigh_cell(b, d * share)))


def chi_squared(a: np.ndarray, b: np.ndarray, c: int, d: int) -> np.ndarray:
    """Compute Pearson's chi-squared of the table of two by two cells."""
    return _square_cross(np.abs(a * (d - b) - b * (c - a)), a + b, c, d)


def chi_squared_yates(a: np.ndarray, b: np.ndarray, c: int, d: int) -> np.ndarray:
    """Compute chi-squared with Yates's correction (1934), which never goes beyond 0."""
    return _square_cross(np.maximum(np.abs(a * (d - b) - b * (c - a)) - (c + d) / 2, 0), a + b, c, d)


def log_ratio(a: np.ndarray, b: np.ndarray, c: int, d: int) -> np.ndarray:
    """Compute log2[(a/c)/(b/d)], 0.5 for a zero frequency. Source: Hardie (2014)."""
    return np.log2((np.where(a == 0, ZERO, a) / c) / (np.where(b == 0, ZERO, b) / d))


def log_ratio_conservative(a: np.ndarray, b: np.ndarray, c: int, d: int, *, alpha: float) -> np.ndarray:
    """Compute the end nearest to 0 of the exact interval of the log ratio; 0 where the interval holds 0.

    The interval is that of a of a + b occurrences at `alpha`, which is the adjusted level. Source: Evert (2022), with
    Clopper & Pearson (1934).
    """
    scores = np.zeros(len(a))
    for n, other, size, other_size, sign in ((a, b, c, d, 1), (b, a, d, c, -1)):
        more = n * other_size > other * size
        if more.any():
            low = beta_quantile(alpha / 2, n[more], other[more] + 1)
            scores[more] = sign * np.maximum(np.log2(other_size / size * low / (1 - low)), 0) + 0.0  # not -0.0
    return scores


def difference_percent(a: np.ndarray, b: np.ndarray, c: int, d: int) -> np.ndarray:
    """Compute %DIFF, NaN where b is 0. Source: Gabrielatos & Marchi (2012)."""
    rate = np.where(b > 0, b, np.nan) / d
    return np.asarray((a / c - rate) * 100 / rate)


def weigh_cell(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Compute observed x ln(observed / expected), which is 0 where nothing was observed or expected."""
    seen = (observed > 0) & (expected > 0)
    return np.where(seen, observed * np.log(np.where(seen, observed, 1) / np.where(seen, expected, 1)), 0.0)


def _square_cross(cross: np.ndarray, both: np.ndarray, c: int, d: int) -> np.ndarray:
    below = both.astype(float) * (c + d - both) * c * d
    square = cross.astype(float) ** 2 * (c + d)
    return np.asarray(np.divide(square, below, out=np.zeros(len(both)), where=below > 0))


def _choose_group(counts: pd.DataFrame, by: str, side: str, group: str) -> pd.DataFrame:
    if by not in counts or group not in set(counts[by]):
        known = sorted(set(counts[by])) if by in counts else ["no such column"]
        groups = ", ".join(known[:10]) + (f" and {len(known) - 10} more" if len(known) > 10 else "")
        raise TableError(f"compare_frequencies: {side}: no group '{group}' in {by}; use one of {groups}")
    chosen = counts[counts[by] == group].set_index("label")
    if chosen.index.has_duplicates:
        label = chosen.index[chosen.index.duplicated()][0]
        raise TableError(f"compare_frequencies: {side}: '{label}' has two rows in '{group}'; count by {by} alone")
    return chosen


def _join_groups(groups: dict[str, pd.DataFrame]) -> pd.DataFrame:
    columns = {f"{name}_{side}": group[name] for name in ("n", "documents") for side, group in groups.items()}
    table = pd.DataFrame(columns).fillna(0).astype("int64")
    return table[table["n_target"] + table["n_reference"] > 0]
