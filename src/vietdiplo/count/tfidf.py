"""What is typical of one text among many: tf-idf."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from vietdiplo.count.frequency import count_labels
from vietdiplo.tables import ParameterError

Weight = Callable[[pd.DataFrame, int], "tuple[pd.Series[float], pd.Series[float]]"]
# How a scheme weighs the frequency in the text and the texts it is in, of all texts.
SCHEMES: dict[str, Weight] = {
    "rate": lambda rows, texts: (rows["n"] / rows["words"], np.log(texts / rows["df"])),
    "count": lambda rows, texts: (rows["n"] * 1.0, np.log10(texts / rows["df"])),
    "smooth": lambda rows, texts: (rows["n"] * 1.0, np.log((1 + texts) / (1 + rows["df"])) + 1),
}


def count_tfidf(occurrences: pd.DataFrame, sizes: pd.DataFrame, *, scheme: str = "rate") -> pd.DataFrame:
    """Count what is typical of each text among all: term frequency x inverse document frequency.

    One row per text and label, in each text the most typical first: n, df (texts with the label), tf, idf, tf_idf and
    the scheme. `rate` is n / words x ln(texts / df), as tidytext has it; `count` n x log10(texts / df), quanteda's;
    `smooth` n x (ln((1 + texts) / (1 + df)) + 1) with each text scaled to length 1, scikit-learn's. With one text idf
    says nothing: tf_idf is NaN and `reason` one_text. Raises ParameterError for another scheme.
    """
    if scheme not in SCHEMES:
        raise ParameterError(f"count_tfidf: scheme: '{scheme}' is not known; use one of {', '.join(SCHEMES)}")
    table = count_labels(occurrences, sizes, by="doc_id").drop(columns=["documents", "per_10k"])
    table["df"] = table.groupby("label")["doc_id"].transform("size").astype("int64")
    table["tf"], table["idf"] = SCHEMES[scheme](table, len(sizes))
    table["tf_idf"] = table["tf"] * table["idf"] if len(sizes) > 1 else np.nan
    if scheme == "smooth":
        table["tf_idf"] /= np.sqrt((table["tf_idf"] ** 2).groupby(table["doc_id"]).transform("sum"))
    table["scheme"] = scheme
    table["reason"] = "" if len(sizes) > 1 else "one_text"
    return table.sort_values(["doc_id", "tf_idf", "label"], ascending=[True, False, True], ignore_index=True)
