"""How much of a text a sector covers, with intervals, and its share of all codes."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from vietdiplo.count.frequency import count_labels
from vietdiplo.count.intervals import wilson_interval
from vietdiplo.tables import check_table


def count_coverage(
    occurrences: pd.DataFrame, sentences: pd.DataFrame, sizes: pd.DataFrame, *, labels: Sequence[str]
) -> pd.DataFrame:
    """Count in how many sentences of each text each label occurs.

    One row per document and label of `labels`, also where it does not occur. n is occurrences, `sentences` those with
    the label, `of` all sentences of the text; coverage = sentences / of, with its 95 % Wilson interval low to high
    (they may sum to more than 1 over labels); share = sentences with the label / all pairs of sentence and label of
    the text (they sum to 1). A text without sentences, or share without any label, is NaN.
    """
    check_table(sentences, "sentences")
    table = _count_all(occurrences, sizes, labels)
    pairs = occurrences[["doc_id", "sentence", "label"]].drop_duplicates().groupby(["doc_id", "label"]).size()
    cells = pd.MultiIndex.from_frame(table[["doc_id", "label"]])
    table["sentences"] = pd.Series(pairs.reindex(cells).to_numpy()).fillna(0)
    table["of"] = table["doc_id"].map(sentences.groupby("doc_id").size()).fillna(0)
    whole = ["n", "documents", "sentences", "of"]
    table[whole] = table[whole].astype("int64")
    table["coverage"] = table["sentences"] / table["of"].where(table["of"] > 0)
    table["low"], table["high"] = wilson_interval(table["sentences"].to_numpy(), table["of"].to_numpy())
    total = table.groupby("doc_id")["sentences"].transform("sum")
    table["share"] = table["sentences"] / total.where(total > 0)
    return check_table(table, "counts")


def _count_all(occurrences: pd.DataFrame, sizes: pd.DataFrame, labels: Sequence[str]) -> pd.DataFrame:
    """Count every label in every text, also where it does not occur."""
    counts = count_labels(occurrences[occurrences["label"].isin(list(labels))], sizes, by=["doc_id"])
    frame = pd.MultiIndex.from_product([sizes["doc_id"], labels], names=["doc_id", "label"]).to_frame(index=False)
    table = frame.merge(counts.drop(columns="words"), on=["doc_id", "label"], how="left")
    table = table.fillna({"n": 0, "documents": 0}).merge(sizes[["doc_id", "words"]], on="doc_id")
    table["per_10k"] = table["per_10k"].where(table["n"] > 0, (table["words"] > 0).map({True: 0.0, False: np.nan}))
    return table
