"""How sure a proportion is: intervals of rates and of their differences."""

import numpy as np
import pandas as pd

from vietdiplo.count.frequency import BASE
from vietdiplo.tables import check_table

Z = 1.959963984540054  # 97.5 % quantile of the normal distribution: intervals of 95 %


def count_intervals(counts: pd.DataFrame) -> pd.DataFrame:
    """Count how far each rate may be from what was seen: the same rows with per_10k_low and per_10k_high.

    The 95 % Wilson interval of n of `words`, per 10,000 words; NaN where a group has no words. It takes each word for
    an independent draw. Words come in bursts, so it is too narrow for topical words: read it beside the dispersion.
    """
    check_table(counts, "counts")
    low, high = wilson_interval(counts["n"].to_numpy(), counts["words"].to_numpy())
    return counts.assign(per_10k_low=low * BASE, per_10k_high=high * BASE)


def wilson_interval(n: np.ndarray, of: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Compute the 95 % score interval of proportions n / of; NaN where `of` is 0. Source: Wilson (1927)."""
    of = np.where(of > 0, of, np.nan)
    p, z2 = n / of, Z * Z / of
    centre, half = (p + z2 / 2) / (1 + z2), Z / (1 + z2) * np.sqrt(p * (1 - p) / of + z2 / (4 * of))
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def newcombe_interval(
    n: np.ndarray, of: np.ndarray, other_n: np.ndarray, other_of: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Compute the 95 % interval of the difference n / of - other_n / other_of of independent proportions.

    NaN where one of the denominators is 0. Source: Newcombe (1998), method 10.
    """
    low, high = wilson_interval(n, of)
    other_low, other_high = wilson_interval(other_n, other_of)
    p, other = n / np.where(of > 0, of, np.nan), other_n / np.where(other_of > 0, other_of, np.nan)
    below = np.sqrt((p - low) ** 2 + (other_high - other) ** 2)
    above = np.sqrt((high - p) ** 2 + (other - other_low) ** 2)
    return p - other - below, p - other + above
