"""What no rule matched: always reported, so that a low count is not mistaken for a silent text."""

import pandas as pd

from vietdiplo.tables import check_table, make_table


def find_uncoded(sentences: pd.DataFrame, occurrences: pd.DataFrame) -> pd.DataFrame:
    """Find the sentences in which nothing was found: occurrences of the layer uncoded.

    One row per sentence of `sentences` that has no row in `occurrences`, as a whole.
    """
    check_table(sentences, "sentences")
    keys = ["doc_id", "sentence"]
    found = pd.MultiIndex.from_frame(occurrences[keys])
    rest = sentences[~pd.MultiIndex.from_frame(sentences[keys]).isin(found)]
    spans = zip(rest["doc_id"], rest["sentence"], rest["start"], rest["end"], rest["text"], strict=True)
    return make_table([(*span, "uncoded", "uncoded") for span in spans], "occurrences")
