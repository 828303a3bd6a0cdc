"""What follows what: the labels of each text sentence by sentence."""

from collections.abc import Sequence

import pandas as pd

from vietdiplo.tables import TableError, check_table

KEYS = ["doc_id", "sentence"]
COLUMNS = ("of", "at", "label", "n")
NONE = ""  # the label of a sentence without any


def count_sequence(occurrences: pd.DataFrame, sentences: pd.DataFrame, *, labels: Sequence[str]) -> pd.DataFrame:
    """Count what each sentence has, in the order of the text.

    One row per sentence and label that it has, labels in the order of `labels`, or one row with an empty label where it
    has none: doc_id, sentence, of (all sentences of the text), at (0 for its first, 1 for its last sentence), label and
    n (occurrences). Raises TableError for an occurrence in a sentence that is not among the sentences.
    """
    codes = occurrences[occurrences["label"].isin(list(labels))]
    counts = codes.groupby([*KEYS, "label"]).size().rename("n").reset_index()
    order = check_table(sentences, "sentences")[KEYS].assign(row=range(len(sentences)))
    order["of"] = order.groupby("doc_id")["row"].transform("size")
    order["at"] = order.groupby("doc_id").cumcount() / (order["of"] - 1).clip(lower=1)
    table = order.merge(counts, on=KEYS, how="outer").fillna({"label": NONE, "n": 0})
    if table["of"].isna().any():
        lost = table[table["of"].isna()].iloc[0]
        place = f"{lost['doc_id']}: sentence {lost['sentence']}"
        raise TableError(f"{place} is not among the sentences; pass those that the occurrences were found in")
    ranks = {label: number for number, label in enumerate([NONE, *labels])}
    table = table.assign(rank=table["label"].map(ranks)).sort_values(["row", "rank"], ignore_index=True)
    return table.astype({"of": "int64", "n": "int64", "label": "str"})[[*KEYS, *COLUMNS]]
