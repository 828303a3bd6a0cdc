"""Occurrences with what stands around them."""

from collections.abc import Sequence

import pandas as pd

from vietdiplo.find.order import order_syllables
from vietdiplo.tables import ParameterError, TableError, check_table
from vietdiplo.texts.clean import LINE_ENDS

ORDERS = ("text", "left", "right")


def find_contexts(
    occurrences: pd.DataFrame, sentences: pd.DataFrame, *, width: int = 60, order: str = "text"
) -> pd.DataFrame:
    """Find the words to the left and right of occurrences in their sentences (key word in context).

    The same rows with the columns left and right: up to `width` code points, cut between words. The order is that of
    the rows (text), of the syllables before the term, the nearest first (left), or of those after it (right), as a
    Vietnamese dictionary has them. Raises ParameterError for another order.
    """
    if order not in ORDERS:
        raise ParameterError(f"find_contexts: order: '{order}' is not known; use one of {', '.join(ORDERS)}")
    joined = _join_sentences(occurrences, sentences)
    rows = zip(joined["sentence_text"], joined["start"] - joined["sentence_start"], joined["surface"], strict=True)
    # What is cut off must be seen to be cut: one code point more than is shown.
    around = [(text[max(at - width - 1, 0) : at], text[at + len(surface) :][: width + 1]) for text, at, surface in rows]
    left = [_shorten(before[::-1], width)[::-1].lstrip() for before, _ in around]
    right = [_shorten(after, width).rstrip() for _, after in around]
    lines = occurrences.assign(left=pd.Series(left, dtype="str").array, right=pd.Series(right, dtype="str").array)
    return lines if order == "text" else lines.iloc[_order_lines(left, right, order)].reset_index(drop=True)


def _order_lines(left: Sequence[str], right: Sequence[str], order: str) -> list[int]:
    """Sort lines by the syllables of one side from the term outwards, then by those of the other."""
    before = [order_syllables(text)[::-1] for text in left]
    after = [order_syllables(text) for text in right]
    keys = zip(before, after, strict=True) if order == "left" else zip(after, before, strict=True)
    return [at for _, at in sorted((key, at) for at, key in enumerate(keys))]


def _join_sentences(occurrences: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    check_table(occurrences, "occurrences")
    texts = sentences[["doc_id", "sentence", "start", "text"]]
    texts = texts.rename(columns={"start": "sentence_start", "text": "sentence_text"})
    texts["sentence_text"] = texts["sentence_text"].str.replace(f"[{LINE_ENDS}]", " ", regex=True)  # offsets stay
    joined = occurrences.merge(texts, on=["doc_id", "sentence"], how="left", validate="many_to_one")
    lost = joined["sentence_text"].isna()
    if lost.any():
        row = joined[lost].iloc[0]
        place = f"{row['doc_id']}[{row['start']}:{row['end']}]"
        raise TableError(f"{place}: sentence {row['sentence']} is not among the sentences; pass those it was found in")
    return joined


def _shorten(text: str, width: int) -> str:
    """Cut a text to at most `width` code points, between words where it can."""
    if len(text) <= width:
        return text
    space = text.rfind(" ", 0, width + 1)
    return text[: space if space > 0 else width]
