"""Temporal expressions: what a text says of time, with the days it means as far as they can be known.

The grammar is language/dates.yml; values are TIMEX3 (TimeML 1.2.1). What needs the document's date and has none, and
what no calendar has (31/4), keeps an empty from and to: an invented date is worse than none. A lunar day has the value
of the day of this calendar that it was (mùng 3 Tết of 2025: 2025-01-31), and none where sign or year are not certain.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from vietdiplo.find.dates_points import Base, Reading, Told
from vietdiplo.find.dates_readers import READERS
from vietdiplo.find.dates_values import find_bounds, find_precision
from vietdiplo.find.grammar import REACH, Grammar, Match, find_matches, load_grammar
from vietdiplo.tables import OCCURRENCES, TableError, build_table, check_table
from vietdiplo.texts.clean import clean_sentence

COLUMNS = ("type", "value", "from", "to", "precision", "mod", "role", "anchor", "rule")
NAMES = (*OCCURRENCES, *COLUMNS)
ISO_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}")
OWN_YEAR = {"y", "y1", "y2", "yy"}
PLACES = ("doc_id", "sentence", "start", "text")


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
    instrument, validity or reference (vague, or only compared with), empty for a plain length; anchor is the document's
    date where it was needed, with a ? where it may be of the year before or after (`ngày 7-8/5` in January); rule is
    the grammar's rule that fired.
    Raises TableError if a sentence belongs to none of the documents, or a document's date is none.
    """
    check_table(sentences, "sentences")
    check_table(documents, "documents")
    told = {doc_id: _start(doc_id, date) for doc_id, date in zip(documents["doc_id"], documents["date"], strict=True)}
    rows: list[tuple[object, ...]] = []
    for doc_id, number, start, text in zip(*(sentences[name] for name in PLACES), strict=True):
        if doc_id not in told:
            raise TableError(f"{doc_id}: not among the documents; pass the documents the sentences were split from")
        cleaned = clean_sentence(text)
        found, told[doc_id] = read_sentence(cleaned.text, told[doc_id])
        for timex in found:
            begin, end = cleaned.span(timex.start, timex.end)
            place = (doc_id, number, start + begin, start + end, text[begin:end], "dates")
            rows.append((*place, timex.reading.value, *_columns(timex)))
    columns = zip(*rows, strict=True) if rows else ([] for _ in NAMES)
    return build_table(dict(zip(NAMES, columns, strict=True)), "occurrences")


def read_sentence(text: str, told: Told) -> tuple[list[Timex], Told]:
    """Read the expressions of a sentence in NFC, and say what the document has told after it."""
    grammar = load_grammar("dates.yml")
    found: list[Timex] = []
    told = told._replace(year="", dated="", frame=None, base=None)
    for match in find_matches(grammar, text):
        told = _look_around(grammar, match, told)
        for timex in _read_places(grammar, match, told):
            found.append(timex)
            told = _remember(grammar, match.text, timex, told)
    return found, told


def _start(doc_id: str, date: str) -> Told:
    if date and not (ISO_DATE.fullmatch(date) and find_bounds(date)[0]):
        raise TableError(f"{doc_id}: date {date!r}; write 2025-05-08, 2025-05 or 2025, or leave it empty")
    return Told(date)


def _columns(timex: Timex) -> tuple[str, ...]:
    reading = timex.reading
    precision = find_precision(reading.value) if timex.first else ""
    days = (timex.first, timex.last, precision)
    return (reading.type, reading.value, *days, reading.mod, timex.role, reading.anchor, timex.rule)


def _read_places(grammar: Grammar, match: Match, told: Told) -> Iterator[Timex]:
    for reading in READERS[match.rule.reader](match, told):
        start, end = match.found.span() if reading.start < 0 else (reading.start, reading.end)
        first, last = (reading.first, reading.last) if reading.first else find_bounds(reading.value)
        role = _find_role(grammar, match.text, (start, end), reading, first)
        yield Timex(start, end, reading, first, last, role, match.rule.name)


def _look_around(grammar: Grammar, match: Match, told: Told) -> Told:
    """Find the tense around a match without a year of its own, and the date of its sentence whose year it takes."""
    if OWN_YEAR & match.groups.keys():
        return told
    text, start, cues = match.text, match.found.start(), grammar.cues
    before, around = text[max(0, start - REACH) : start], text[max(0, start - 2 * REACH) : match.end + REACH]
    parts = {"past": before, "planned": before, "future": around}
    tense = next((tense for tense, part in parts.items() if cues[tense].search(part)), "")
    follows = told.dated and tense != "planned" and cues["sequel"].search(before)
    return told._replace(tense=tense, base=told.frame or (Base(told.dated) if follows else None))


def _find_role(grammar: Grammar, text: str, span: tuple[int, int], reading: Reading, first: str) -> str:
    """Find what an expression does: the first role of the grammar whose texts before, inside and after fit."""
    if reading.value.endswith("_REF"):
        return "reference"
    start, end = span
    inside, after, before = text[start:end], text[end : end + REACH], text[max(0, start - 2 * REACH) : start]
    for role in grammar.roles:
        # The text before is the longest and asked last.
        if (
            (role.inside is None or role.inside.search(inside))
            and (role.after is None or role.after.search(after))
            and (role.before is None or role.before.search(before))
        ):
            return role.role
    return "event" if first or reading.type in ("DATE", "TIME") else ""


def _remember(grammar: Grammar, text: str, timex: Timex, told: Told) -> Told:
    """Add an expression to what the document has told: its day, its date and its year."""
    value, precision = timex.reading.value.partition("T")[0], find_precision(timex.reading.value)
    if not timex.first or precision not in ("day", "month", "year") or timex.reading.type == "DURATION":
        return told
    if "/" in value:
        return told._replace(point=value)
    reading, before = timex.reading, text[: timex.start]
    in_bracket = grammar.cues["bracket"].search(before[-REACH:])
    if precision == "day" and timex.role == "event" and not in_bracket:
        told = told._replace(day=value)
    opens = not reading.anchor and len(before) < REACH and grammar.cues["frame"].search(before)
    if opens or (precision == "year" and reading.anchor):
        told = told._replace(frame=Base(value, reading.anchor))
    if precision != "year" and not (reading.anchor or in_bracket):
        told = told._replace(dated=value)
    return told._replace(point=value, year=value[:4])
