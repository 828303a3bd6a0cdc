"""Whether two texts or groups of texts give a sector different room: the difference of two coverages, and its test."""

import numpy as np
import pandas as pd

from vietdiplo.count.intervals import newcombe_interval
from vietdiplo.count.special import adjust_p, log_gamma
from vietdiplo.tables import TableError

SIDES = ("target", "reference")
KEPT = ("documents", "sentences", "of", "coverage")
ROUNDING = 1e-7  # what rounding may add to a probability, as a part of it


def compare_coverage(coverage: pd.DataFrame, *, target: str, reference: str, by: str = "doc_id") -> pd.DataFrame:
    """Compare how many sentences have each label in two groups of a table of `count_coverage`.

    One row per label that either side has, the smallest p first; positive values mean more in the target. Of both
    sides documents and sentences with the label, `of` and coverage; difference = coverage_target - coverage_reference,
    with its 95 % interval difference_low to difference_high (Newcombe 1998, method 10); p of Fisher's exact test,
    two-sided, and p_adjusted over the `tests` labels (Benjamini & Hochberg 1995). All of them take sentences for
    independent, which those of one text are not: they are too sure. Raises TableError for a group that is not there or
    has no sentences, or the same group twice.
    """
    groups = {side: _choose_group(coverage, by, name) for side, name in zip(SIDES, (target, reference), strict=True)}
    if target == reference:
        raise TableError(f"compare_coverage: '{target}' is target and reference; choose two groups")
    columns = {f"{name}_{side}": group[name] for name in KEPT for side, group in groups.items()}
    table = pd.DataFrame(columns)
    table = table[table["sentences_target"] + table["sentences_reference"] > 0]
    cells = [table[f"{name}_{side}"].to_numpy() for side in SIDES for name in ("sentences", "of")]
    table = table.assign(difference=table["coverage_target"] - table["coverage_reference"])
    table["difference_low"], table["difference_high"] = newcombe_interval(*cells)
    table["p"] = fisher_p(*cells)
    table = table.assign(p_adjusted=adjust_p(table["p"].to_numpy()), tests=len(table))
    order = table.assign(size=-table["difference"].abs()).sort_values(["p", "size", "label"]).index
    return table.loc[order].reset_index()


def fisher_p(n: np.ndarray, of: np.ndarray, other_n: np.ndarray, other_of: np.ndarray) -> np.ndarray:
    """Compute the two-sided p of Fisher's exact test of n of `of` against other_n of `other_of`.

    It is the probability of all tables with these sums that are no more probable than the one seen. Source: Fisher
    (1935); Agresti (2013), 3.5.
    """
    return np.array([_sum_tables(*map(int, cells)) for cells in zip(n, of, other_n, other_of, strict=True)], float)


def _sum_tables(n: int, of: int, other_n: int, other_of: int) -> float:
    both, rest = n + other_n, of + other_of - n - other_n
    possible = np.arange(max(0, both - other_of), min(both, of) + 1)
    four = (possible, of - possible, both - possible, rest - of + possible)
    weights = -np.sum([log_gamma(cell + 1.0) for cell in four], axis=0)
    chances = np.exp(weights - weights.max())
    seen = chances[n - possible[0]]
    return float(chances[chances <= seen * (1 + ROUNDING)].sum() / chances.sum())


def _choose_group(coverage: pd.DataFrame, by: str, group: str) -> pd.DataFrame:
    if by not in coverage or group not in set(coverage[by]):
        known = ", ".join(sorted(set(coverage[by]))[:10]) if by in coverage else "no such column"
        raise TableError(f"compare_coverage: no group '{group}' in {by}; use one of {known}")
    chosen = coverage[coverage[by] == group].set_index("label")
    if not chosen["of"].all():
        raise TableError(f"compare_coverage: '{group}' has no sentences, so no coverage; choose a group with sentences")
    return chosen
