"""Occurrences with what stands around them."""

import re

import pandas as pd

from vietdiplo.tables import check_table

# Where a clause may begin or end: punctuation with a space after it, or a bracket.
BORDER = re.compile(r"[,;:.…](?=\s|$)|[()]|\s[-–—]\s")

LITTLE = 25  # code points besides the date


def find_contexts(occurrences: pd.DataFrame, sentences: pd.DataFrame, *, width: int = 60) -> pd.DataFrame:
    """Find the words to the left and right of occurrences in their sentences (key word in context).

    The same rows with the columns left and right: up to `width` code points, cut between words.
    """
    joined = _join_sentences(occurrences, sentences)
    rows = zip(joined["sentence_text"], joined["start"] - joined["sentence_start"], joined["surface"], strict=True)
    around = [(text[:at], text[at + len(surface) :]) for text, at, surface in rows]
    left = [_shorten(before[::-1], width)[::-1].lstrip() for before, _ in around]
    right = [_shorten(after, width).rstrip() for _, after in around]
    return occurrences.assign(left=pd.Series(left, dtype="str").array, right=pd.Series(right, dtype="str").array)


def find_headlines(occurrences: pd.DataFrame, sentences: pd.DataFrame, *, width: int = 80) -> pd.DataFrame:
    """Find a short headline for each occurrence: the clause around it, with its neighbours where that is too short.

    The same rows with the column headline: up to `width` code points, what is farthest from the occurrence cut off
    between words.
    """
    joined = _join_sentences(occurrences, sentences)
    rows = zip(joined["sentence_text"], joined["start"] - joined["sentence_start"], joined["surface"], strict=True)
    headlines = [_cut_clause(text, at, at + len(surface), width) for text, at, surface in rows]
    return occurrences.assign(headline=pd.Series(headlines, dtype="str").array)


def _join_sentences(occurrences: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    check_table(occurrences, "occurrences")
    texts = sentences[["doc_id", "sentence", "start", "text"]]
    texts = texts.rename(columns={"start": "sentence_start", "text": "sentence_text"})
    return occurrences.merge(texts, on=["doc_id", "sentence"], how="left", validate="many_to_one")


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
    borders = [0, *(border.end() for border in BORDER.finditer(text)), len(text)]
    first = max(border for border in borders if border <= start)
    last = min(border for border in borders if border >= end)
    for border in reversed(borders):
        if last - first < (end - start) + LITTLE and border < first:
            first = border
    for border in borders:
        if last - first < (end - start) + LITTLE and border > last:
            last = border
    return first, last


def _shorten(text: str, width: int) -> str:
    """Cut a text to at most `width` code points, between words where it can."""
    if len(text) <= width:
        return text
    space = text.rfind(" ", 0, width + 1)
    return text[: space if space > 0 else width]
