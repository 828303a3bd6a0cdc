"""What cleaning changes, at its place in the original."""

from bisect import bisect_right

import pandas as pd

from vietdiplo.tables import check_table, make_table
from vietdiplo.texts import list_changes


def find_changes(documents: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Find what is changed for matching: occurrences of the layer cleaning.

    One row per change; its label is invisible, space, letter, decomposed or surrogate, its sentence -1 where it stands
    between sentences.
    """
    check_table(documents, "documents")
    spans = {doc_id: group for doc_id, group in check_table(sentences, "sentences").groupby("doc_id")}
    rows = []
    for doc_id, text in zip(documents["doc_id"], documents["text"], strict=True):
        starts = spans[doc_id]["start"].tolist() if doc_id in spans else []
        ends = spans[doc_id]["end"].tolist() if doc_id in spans else []
        for start, end, kind in list_changes(text):
            number = bisect_right(starts, start) - 1
            number = number if number >= 0 and end <= ends[number] else -1
            rows.append((doc_id, number, start, end, text[start:end], "cleaning", kind))
    return make_table(rows, "occurrences")
