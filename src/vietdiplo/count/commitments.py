"""Commitments in numbers: how many of each level, by side and sector, and how many of them are precise."""

from collections.abc import Sequence

import pandas as pd

from vietdiplo.count.intervals import wilson_interval
from vietdiplo.tables import TableError

# What makes a clause precise: the columns that name something one can hold a promise to.
PRECISE = ("amount", "target", "instrument")
GROUPS = ("side", "sector", "level", "actor", "polarity", "status")


def count_strength(commitments: pd.DataFrame, *, by: Sequence[str] = ()) -> pd.DataFrame:
    """Count the clauses of each level: one row a group of the columns `by` and a level that it has, the firmest first.

    A clause with several sectors counts once in each, one without in none, so that sectors do not sum to all clauses.
    n is clauses, documents the texts that they stand in, `of` all clauses of the group, share = n / of; doc_id and
    sentence are those of the first. Raises TableError for a column that cannot group.
    """
    groups = [name for name in by if name != "level"]
    table = _spread(commitments, by)
    counts = table.groupby([*groups, "level"], sort=False, as_index=False).agg(
        n=("start", "size"), documents=("doc_id", "nunique"), doc_id=("doc_id", "first"), sentence=("sentence", "first")
    )
    counts["of"] = counts.groupby(groups)["n"].transform("sum") if groups else counts["n"].sum()
    counts["share"] = counts["n"] / counts["of"]
    counts = counts.sort_values([*groups, "level"], ascending=[*(True for _ in groups), False], ignore_index=True)
    return counts[[*groups, "level", "n", "of", "share", "documents", "doc_id", "sentence"]]


def count_precision(commitments: pd.DataFrame, *, by: Sequence[str]) -> pd.DataFrame:
    """Count how many clauses are precise, whatever their force: one row a group of the columns `by`, the largest first.

    n is clauses; amount, target and instrument are those that name a sum or number, a day to come, a document; precise
    are those that name any, share = precise / n with its 95 % Wilson interval low to high; index is how many of the
    three kinds a clause names on average, 0 to 3. Sectors count as in `count_strength`. Raises TableError for a column
    that cannot group.
    """
    table = _spread(commitments, by)
    named = pd.DataFrame({name: table[name] != "" for name in PRECISE}).astype("int64")
    table = table[list(by)].assign(n=1, **named, precise=named.max(axis=1), index=named.sum(axis=1))
    counts = table.groupby(list(by), sort=False, as_index=False).sum()
    counts["share"] = counts["precise"] / counts["n"]
    counts["low"], counts["high"] = wilson_interval(counts["precise"].to_numpy(), counts["n"].to_numpy())
    counts["index"] = counts["index"] / counts["n"]
    columns = [*by, "n", *PRECISE, "precise", "share", "low", "high", "index"]
    return counts.sort_values("n", ascending=False, kind="stable", ignore_index=True)[columns]


def _spread(commitments: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Give one row a clause, and a sector where sectors group."""
    unknown = [name for name in by if name not in GROUPS]
    if unknown:
        raise TableError(f"commitments: cannot group by {', '.join(unknown)}; use some of {', '.join(GROUPS)}")
    if "sector" not in by:
        return commitments
    spread = commitments.assign(sector=commitments["sectors"].str.split(" ")).explode("sector")
    return spread[spread["sector"].fillna("") != ""]
