"""Temporal expressions: what a text says of time, with the days it means as far as they can be known.

The grammar is language/dates.yml; values are TIMEX3 (TimeML 1.2.1). What needs the document's date and has none, and
what no calendar has (31/4), keeps an empty from and to: an invented date is worse than none.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from vietdiplo.find.dates_points import Reading, Told
from vietdiplo.find.dates_readers import READERS
from vietdiplo.find.dates_values import find_bounds, find_precision
from vietdiplo.find.grammar import REACH, Grammar, Match, find_matches, load_grammar
from vietdiplo.tables import TableError, check_table, make_table
from vietdiplo.texts.clean import clean_sentence

COLUMNS = ("type", "value", "from", "to", "precision", "mod", "role", "anchor", "rule")


class Timex(NamedTuple):
    """An expression at its place in a cleaned sentence, with what it means and does."""

    start: int
    end: int
    reading: Reading
    first: str
    last: str
    role: str
    rule: str


def find_dates(sentences: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Find the temporal expressions of sentences: occurrences of the layer dates, labelled with their value.

    One row per expression. type is DATE, TIME, DURATION or SET; from and to are the first and last day as ISO dates,
    empty where nothing resolves; precision is day, month, quarter, year, decade or century (a week is known to the day,
    a half-year to the quarter); mod is START, MID, END, APPROX or MORE_THAN; role is event, target, anniversary,
    instrument, validity or reference, empty for a plain length; anchor is the document's date where it was needed; rule
    is the grammar's rule that fired.
    Raises TableError if a sentence belongs to none of the documents.
    """
    check_table(sentences, "sentences")
    check_table(documents, "documents")
    dates = dict(zip(documents["doc_id"], documents["date"], strict=True))
    rows: list[tuple[object, ...]] = []
    for doc_id, group in sentences.groupby("doc_id", sort=False):
        if doc_id not in dates:
            raise TableError(f"{doc_id}: not among the documents; pass the documents the sentences were split from")
        told = Told(dates[doc_id])
        for number, start, text in zip(group["sentence"], group["start"], group["text"], strict=True):
            cleaned = clean_sentence(text)
            found, told = read_sentence(cleaned.text, told._replace(year="", frame=""))
            for timex in found:
                begin, end = cleaned.span(timex.start, timex.end)
                place = (doc_id, number, start + begin, start + end, text[begin:end], "dates")
                rows.append((*place, timex.reading.value, *_columns(timex)))
    return make_table(rows, "occurrences", COLUMNS)


def read_sentence(text: str, told: Told) -> tuple[list[Timex], Told]:
    """Read the expressions of a sentence in NFC, and say what the document has told after it."""
    grammar = load_grammar("dates.yml")
    found: list[Timex] = []
    for match in find_matches(grammar, text):
        told = told._replace(tense=_find_tense(grammar, text, match))
        for timex in _read_places(grammar, text, match, told):
            found.append(timex)
            told = _remember(grammar, text, timex, told)
    return found, told


def _columns(timex: Timex) -> tuple[str, ...]:
    reading = timex.reading
    precision = find_precision(reading.value) if timex.first else ""
    days = (timex.first, timex.last, precision)
    return (reading.type, reading.value, *days, reading.mod, timex.role, reading.anchor, timex.rule)


def _read_places(grammar: Grammar, text: str, match: Match, told: Told) -> Iterator[Timex]:
    for reading in READERS[match.rule.reader](match, told):
        start, end = match.found.span() if reading.start < 0 else (reading.start, reading.end)
        first, last = (reading.first, reading.last) if reading.first else find_bounds(reading.value)
        role = _find_role(grammar, text, (start, end), reading, first)
        yield Timex(start, end, reading, first, last, role, match.rule.name)


def _find_tense(grammar: Grammar, text: str, match: Match) -> str:
    start = match.found.start()
    before = text[max(0, start - REACH) : start]
    parts = {"past": before, "planned": before, "future": text[max(0, start - 2 * REACH) : match.end + REACH]}
    return next((tense for tense, part in parts.items() if grammar.cues[tense].search(part)), "")


def _find_role(grammar: Grammar, text: str, span: tuple[int, int], reading: Reading, first: str) -> str:
    """Find what an expression does: the first role of the grammar whose texts before, inside and after fit."""
    if reading.value.endswith("_REF"):
        return "reference"
    start, end = span
    around = (text[max(0, start - 2 * REACH) : start], text[start:end], text[end : end + REACH])
    for role in grammar.roles:
        asked = zip((role.before, role.inside, role.after), around, strict=True)
        if all(pattern is None or pattern.search(part) for pattern, part in asked):
            return role.role
    return "event" if first or reading.type in ("DATE", "TIME") else ""


def _remember(grammar: Grammar, text: str, timex: Timex, told: Told) -> Told:
    """Add an expression to what the document has told: its day, its date and its year."""
    value, precision = timex.reading.value.partition("T")[0], find_precision(timex.reading.value)
    if not timex.first or precision not in ("day", "month", "year") or timex.reading.type == "DURATION":
        return told
    if "/" in value:
        return told._replace(point=value)
    before = text[: timex.start]
    if precision == "day" and timex.role == "event" and not grammar.cues["bracket"].search(before[-REACH:]):
        told = told._replace(day=value)
    opens = not timex.reading.anchor and len(before) < REACH and grammar.cues["frame"].search(before)
    if opens or (precision == "year" and timex.reading.anchor):
        told = told._replace(frame=value[:4])
    return told._replace(point=value, year=value[:4])
