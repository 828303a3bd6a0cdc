"""Counts of parts of a corpus added up."""

from collections.abc import Iterable

import pandas as pd

from vietdiplo.count.frequency import rate_per_10k
from vietdiplo.tables import COUNTS, TableError, build_table


def add_counts(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Add the counts of parts whose texts differ, made with the sizes of the whole corpus.

    One row per group and label, as `count_labels` gives for the whole. Raises TableError without a part.
    """
    tables = list(parts)
    if not tables:
        raise TableError("add_counts: no part; give at least one table of counts")
    by = [str(name) for name in tables[0] if name not in COUNTS]
    added = pd.concat(tables).groupby([*by, "label"], as_index=False)
    total = added.agg(n=("n", "sum"), documents=("documents", "sum"), words=("words", "first"))
    total["per_10k"] = rate_per_10k(total["n"], total["words"])
    order = [*[True] * len(by), False, True]
    return build_table(total.sort_values([*by, "n", "label"], ascending=order, ignore_index=True), "counts")
