"""How much of a text a sector covers, with intervals, and its share of all codes."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vietdiplo.count.frequency import code_texts, count_labels
from vietdiplo.count.intervals import wilson_interval
from vietdiplo.tables import TableError, check_table


def count_coverage(
    occurrences: pd.DataFrame,
    sentences: pd.DataFrame,
    sizes: pd.DataFrame,
    *,
    labels: Sequence[str],
    by: str = "doc_id",
) -> pd.DataFrame:
    """Count in how many sentences of each text, or of each group of texts, each label occurs.

    One row per group and label of `labels`, also where it does not occur; `by` is a column of `sizes` (doc_id, genre,
    partner), texts without a value in it are left out. n is occurrences, `sentences` those with the label, `of` all
    sentences of the group; coverage = sentences / of, with its 95 % Wilson interval low to high (they may sum to more
    than 1 over labels); share = sentences with the label / all pairs of sentence and label of the group (they sum to
    1). A group without sentences, or share without any label, is NaN. Raises TableError if `by` is no column of
    `sizes`.
    """
    check_table(sentences, "sentences")
    if by not in sizes:
        raise TableError(f"count_coverage: by: no column {by} in sizes; use one of {', '.join(map(str, sizes))}")
    code_texts(occurrences, sizes, caller="count_coverage")
    sizes = sizes.dropna(subset=[by])
    codes = occurrences[occurrences["label"].isin(list(labels)) & occurrences["doc_id"].isin(sizes["doc_id"])]
    table = _count_all(codes, sizes, labels, by)
    once = count_labels(codes.drop_duplicates(["doc_id", "sentence", "label"]), sizes, by=by)
    cells = pd.MultiIndex.from_frame(table[[by, "label"]])
    table["sentences"] = once.set_index([by, "label"])["n"].reindex(cells).to_numpy()
    of = sizes["doc_id"].map(sentences.groupby("doc_id").size()).groupby(sizes[by]).sum()
    table["of"] = table[by].map(of)
    whole = ["n", "documents", "sentences", "of"]
    table[whole] = table[whole].fillna(0).astype("int64")
    table["coverage"] = table["sentences"] / table["of"].where(table["of"] > 0)
    table["low"], table["high"] = wilson_interval(table["sentences"].to_numpy(), table["of"].to_numpy())
    total = table.groupby(by)["sentences"].transform("sum")
    table["share"] = table["sentences"] / total.where(total > 0)
    return check_table(table, "counts")


def _count_all(occurrences: pd.DataFrame, sizes: pd.DataFrame, labels: Sequence[str], by: str) -> pd.DataFrame:
    """Count every label in every group, also where it does not occur."""
    counts = count_labels(occurrences, sizes, by=by)
    frame = pd.MultiIndex.from_product([sizes[by].unique(), labels], names=[by, "label"]).to_frame(index=False)
    table = frame.merge(counts.drop(columns="words"), on=[by, "label"], how="left")
    table["words"] = table[by].map(sizes.groupby(by)["words"].sum())
    none = (table["words"] > 0).map({True: 0.0, False: np.nan})
    table["per_10k"] = table["per_10k"].where(table["n"] > 0, none)
    return table.fillna({"n": 0, "documents": 0})
