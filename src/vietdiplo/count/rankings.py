"""Does a result depend on how it was made? The leading labels of several tables side by side."""

from collections.abc import Mapping

import pandas as pd

from vietdiplo.tables import ParameterError, TableError


def compare_rankings(tables: Mapping[str, pd.DataFrame], *, by: str, top: int = 20) -> pd.DataFrame:
    """Compare which labels lead in tables of the same texts that were made in different ways.

    One row per label that is among the first `top` of any table, ranked by the size of the column `by` whatever its
    sign, ties by label; those of the first table come first. For each table the rank, 0 where the label is not in it;
    `kept` is in how many tables the label is among the first, with the same sign. Raises TableError for a table without
    the column, ParameterError for no table.
    """
    if not tables:
        raise ParameterError("compare_rankings: no table; give at least one")
    ranked = {name: _rank(name, table, by) for name, table in tables.items()}
    first = next(iter(ranked.values()))
    leading = {name: table[table["rank"] <= top] for name, table in ranked.items()}
    labels = list(dict.fromkeys(label for table in leading.values() for label in table["label"]))
    shown = pd.DataFrame({"label": pd.Series(labels, dtype="str")})
    for name, table in ranked.items():
        shown[f"rank_{name}"] = shown["label"].map(table.set_index("label")["rank"]).fillna(0).astype("int64")
    signs = {name: table.set_index("label")["sign"] for name, table in leading.items()}
    own = shown["label"].map(first.set_index("label")["sign"])
    own = own.fillna(pd.concat([shown["label"].map(sign) for sign in signs.values()], axis=1).bfill(axis=1).iloc[:, 0])
    shown["kept"] = sum((shown["label"].map(sign) == own).astype("int64") for sign in signs.values())
    return shown


def _rank(name: str, table: pd.DataFrame, by: str) -> pd.DataFrame:
    missing = [column for column in ("label", by) if column not in table]
    if missing:
        raise TableError(f"compare_rankings: {name}: no column {', '.join(missing)}; give tables of counts")
    sizes = table.assign(size=table[by].abs(), sign=table[by] < 0)
    ranked = sizes.sort_values(["size", "label"], ascending=[False, True], ignore_index=True)
    return ranked.assign(rank=range(1, len(ranked) + 1))[["label", "rank", "sign"]]
