"""Occurrences with what stands around them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

import pandas as pd

from vietdiplo.find.order import order_syllables
from vietdiplo.tables import ParameterError, TableError, check_table
from vietdiplo.texts.clean import LINE_ENDS

ORDERS = ("text", "left", "right")

# Where a clause may begin or end: punctuation with a space after it, or a bracket.
BORDER = re.compile(r"[,;:.…](?=\s|$)|[()]|\s[-–—]\s")

LITTLE = 25  # code points besides the date


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


def find_headlines(occurrences: pd.DataFrame, sentences: pd.DataFrame, *, width: int = 80) -> pd.DataFrame:
    """Find a short headline for each occurrence: the clause around it, with its neighbours where that is too short.

    The same rows with the column headline: up to `width` code points, what is farthest from the occurrence cut off
    between words.
    """
    joined = _join_sentences(occurrences, sentences)
    rows = zip(joined["sentence_text"], joined["start"] - joined["sentence_start"], joined["surface"], strict=True)
    headlines = [_cut_clause(text, at, at + len(surface), width) for text, at, surface in rows]
    return occurrences.assign(headline=pd.Series(headlines, dtype="str").array)


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


def _cut_clause(text: str, start: int, end: int, width: int) -> str:
    first, last = _find_clause(text, start, end)
    room = max(width - (end - start) - 2, 0)
    right = min(last - end, room // 3)
    left = min(start - first, room - right)
    right = min(last - end, room - left)
    before, after = text[first:start].lstrip(" ,;:.-–—"), text[end:last].rstrip(" ,;:.-–—")
    before = before if len(before) <= left else "…" + _shorten(before[::-1], left)[::-1].lstrip(" ,;:")
    after = after if len(after) <= right else _shorten(after, right).rstrip(" ,;:") + "…"
    clause = before + text[start:end] + after
    return clause if clause.count("(") == clause.count(")") else clause.strip("() ")


def _find_clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Find the clause around a span; one of little more than a date says nothing, so it takes its neighbours in."""
    borders = _list_borders(text)
    first, last = bisect_right(borders, start) - 1, bisect_left(borders, end)
    enough = end - start + LITTLE
    while first > 0 and borders[last] - borders[first] < enough:
        first -= 1
    while last < len(borders) - 1 and borders[last] - borders[first] < enough:
        last += 1
    return borders[first], borders[last]


@lru_cache(maxsize=8)
def _list_borders(text: str) -> tuple[int, ...]:
    return (0, *(border.end() for border in BORDER.finditer(text)), len(text))


def _shorten(text: str, width: int) -> str:
    """Cut a text to at most `width` code points, between words where it can."""
    if len(text) <= width:
        return text
    space = text.rfind(" ", 0, width + 1)
    return text[: space if space > 0 else width]
