"""Formulae: phrases that many texts repeat, and what is left of the frequencies when they are counted once."""

import numpy as np
import pandas as pd

from vietdiplo.count.frequency import code_texts, count_labels
from vietdiplo.tables import check_table


def count_formulas(formulas: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """Count in how many texts each formula stands.

    One row per label, the widest spread first: n, documents, texts (in all), spread = documents / texts. `formulas`
    are occurrences: what `find_formulas` found, or listed phrases that `find_nested_terms` did.
    """
    table = count_labels(formulas, sizes).drop(columns=["words", "per_10k"])
    table = table.assign(texts=len(sizes), spread=table["documents"] / max(len(sizes), 1))
    return table.sort_values(["documents", "n", "label"], ascending=[False, False, True], ignore_index=True)


def count_once(occurrences: pd.DataFrame, formulas: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """Count occurrences raw, and with every formula counted once in the corpus.

    One row per label, the most frequent first: n, n_once, which leaves out what lies in a formula that came before in
    the order of the texts, and repeated = 1 - n_once / n. `formulas` are occurrences,
    as `count_formulas` takes them.
    """
    texts = code_texts(occurrences, sizes, caller="count_once")
    again = lie_in_repeats(occurrences, texts, formulas, code_texts(formulas, sizes, caller="count_once"))
    label, labels = pd.factorize(occurrences["label"])
    n, once = np.bincount(label, minlength=len(labels)), np.bincount(label[~again], minlength=len(labels))
    table = pd.DataFrame({"label": labels, "n": n, "n_once": once, "repeated": 1 - once / n})
    return table.sort_values(["n", "label"], ascending=[False, True], ignore_index=True)


def lie_in_repeats(
    occurrences: pd.DataFrame, text: np.ndarray, formulas: pd.DataFrame, formula_text: np.ndarray
) -> np.ndarray:
    """Tell which occurrences lie in a formula that is not the first of its label; texts are given by number."""
    check_table(formulas, "occurrences")
    spans = formulas[["label", "start", "end"]].assign(text=formula_text).sort_values(["text", "start"], kind="stable")
    spans = spans[spans["label"].duplicated()]
    wide = int(max(table["end"].max() if len(table) else 0 for table in (occurrences, formulas))) + 1
    starts, ends = (spans["text"].to_numpy() * wide + spans[side].to_numpy() for side in ("start", "end"))
    reach = np.concatenate([[-1], np.maximum.accumulate(ends)])
    begins, stops = (text * wide + occurrences[side].to_numpy() for side in ("start", "end"))
    return np.asarray(reach[np.searchsorted(starts, begins, side="right")] >= stops)
