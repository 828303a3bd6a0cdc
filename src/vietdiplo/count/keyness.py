"""What distinguishes two texts: log-likelihood and Log Ratio of every word, of both sides."""

import numpy as np
import pandas as pd

from vietdiplo.count.frequency import rate_per_10k
from vietdiplo.tables import TableError, check_table

ZERO = 0.5  # Hardie (2014): a zero frequency counts as half an occurrence, in that cell only


def compare_frequencies(counts: pd.DataFrame, *, target: str, reference: str, by: str = "doc_id") -> pd.DataFrame:
    """Compare the frequencies of two groups of a table of counts.

    One row per label that occurs in either, also where one side lacks it: n and per_10k of both sides; g2, the
    log-likelihood over all four cells of the contingency table (Dunning 1993; AntConc 4 gives this one, the UCREL
    wizard the two-cell form); log_ratio, the binary logarithm of the ratio of relative frequencies (Hardie 2014),
    with 0.5 for a zero frequency, positive where the target has more. Sorted by g2, ties by label. Two single texts
    allow no test over documents: g2 ranks, it proves nothing. Raises TableError for a group that is not in `counts`.
    """
    check_table(counts, "counts")
    sides = {"target": target, "reference": reference}
    for side, group in sides.items():
        if by not in counts or group not in set(counts[by]):
            known = sorted(set(counts[by])) if by in counts else ["no such column"]
            groups = ", ".join(known[:10]) + (f" and {len(known) - 10} more" if len(known) > 10 else "")
            raise TableError(f"compare_frequencies: {side}: no group '{group}' in {by}; use one of {groups}")
    words = {side: int(counts.loc[counts[by] == group, "words"].iloc[0]) for side, group in sides.items()}
    n = {side: counts[counts[by] == group].set_index("label")["n"] for side, group in sides.items()}
    table = pd.DataFrame({f"n_{side}": column for side, column in n.items()}).fillna(0).astype("int64")
    for side in sides:
        table[f"per_10k_{side}"] = rate_per_10k(table[f"n_{side}"], pd.Series(words[side], index=table.index))
    a, b = table["n_target"].to_numpy(), table["n_reference"].to_numpy()
    if not all(words.values()):
        raise TableError("compare_frequencies: a group has no words, so no rates; choose groups with words")
    table["g2"] = log_likelihood(a, b, words["target"], words["reference"])
    table["log_ratio"] = log_ratio(a, b, words["target"], words["reference"])
    return (
        table.rename_axis("label")
        .reset_index()
        .sort_values(["g2", "label"], ascending=[False, True], ignore_index=True)
    )


def log_likelihood(a: np.ndarray, b: np.ndarray, c: int, d: int) -> np.ndarray:
    """Compute G2 over four cells from frequencies a and b in texts of c and d words. Source: Dunning (1993)."""
    both, size = a + b, c + d
    cells = [(a, both * (c / size)), (b, both * (d / size))]
    cells += [(c - a, c - cells[0][1]), (d - b, d - cells[1][1])]
    return 2 * sum((_weigh_cell(observed, expected) for observed, expected in cells), np.zeros(len(a)))


def log_ratio(a: np.ndarray, b: np.ndarray, c: int, d: int) -> np.ndarray:
    """Compute log2[(a/c)/(b/d)], 0.5 for a zero frequency. Source: Hardie (2014)."""
    return np.log2((np.where(a == 0, ZERO, a) / c) / (np.where(b == 0, ZERO, b) / d))


def _weigh_cell(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Give observed x ln(observed / expected), which is 0 where nothing was observed."""
    seen = observed > 0
    return np.where(seen, observed * np.log(np.where(seen, observed / expected, 1)), 0.0)
