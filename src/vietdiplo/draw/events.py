"""Rows of dated events, checked and read into days."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from vietdiplo.draw.axis import format_span
from vietdiplo.draw.style import unify_text
from vietdiplo.tables import TableError

PRECISIONS = ("day", "month", "quarter", "year", "decade", "century")
ROLES = ("event", "instrument", "validity", "reference", "anniversary", "target")


class Event(NamedTuple):
    """One event: its days as date ordinals, `end` the day after the last one, None where the end is open."""

    doc_id: str
    label: str
    start: int
    end: int | None
    precision: str
    role: str

    @property
    def is_instant(self) -> bool:
        """Whether it is one day, known to the day."""
        return self.precision == "day" and self.end == self.start + 1

    @property
    def is_days(self) -> bool:
        """Whether it is several days, the first and the last known to the day."""
        return self.precision == "day" and self.end is not None and self.end > self.start + 1


class Days(NamedTuple):
    """The date of a text: its first day, the day after its last one, and how precisely it is known."""

    start: int
    end: int
    precision: str


def load_events(table: pd.DataFrame, lang: str) -> list[Event]:
    """Load the rows of a table of events in the order of time; the label starts with the date.

    Raises TableError for a date, precision or role that is none, and for an end before its start.
    """
    columns = ["doc_id", "headline", "from", "to", "precision", "role"]
    rows = table[columns].fillna("").itertuples(index=False, name=None)
    events = [_load_event(number, row, lang) for number, row in enumerate(rows)]
    return sorted(events, key=lambda event: (event.start, event.end or event.start, event.label))


def load_days(dates: Mapping[str, str]) -> dict[str, Days]:
    """Load the dates of the texts; one without a date is left out.

    A date is known to the day, the month or the year. Raises TableError for anything else.
    """
    return {doc_id: _load_period(doc_id, text) for doc_id, text in dates.items() if not pd.isna(text) and text}


def _load_event(number: int, row: tuple[str, ...], lang: str) -> Event:
    doc_id, headline, first, last, precision, role = row
    place = f"events: row {number} ({doc_id})"
    for column, value, known in (("precision", precision, PRECISIONS), ("role", role, ROLES)):
        if value not in known:
            raise TableError(f"{place}: {column} {value!r} is unknown; use one of {', '.join(known)}")
    start = _load_day(place, "from", first)
    end = _load_day(place, "to", last) if last else None
    if end and end < start:
        raise TableError(f"{place}: to {last} is before from {first}; exchange them")
    dated = format_span(start, end or start, precision, lang) + ("" if end else " – …")
    label = f"{dated} · {unify_text(headline)}" if unify_text(headline) else dated
    return Event(doc_id, label, start.toordinal(), end.toordinal() + 1 if end else None, precision, role)


def _load_day(place: str, column: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise TableError(f"{place}: {column} {text!r} is no ISO date; write 2025-05-07") from None


def _load_period(doc_id: str, text: str) -> Days:
    try:
        year, month, day = [*map(int, text.split("-")), None, None][:3]
        first = date(year or 0, month or 1, day or 1)
        last = date(first.year, month or 12, day or monthrange(first.year, month or 12)[1])
    except (AttributeError, TypeError, ValueError):
        remedy = "write 2025-05-07, 2025-05 or 2025, as far as it is known"
        raise TableError(f"document_dates: {doc_id}: {text!r} is no ISO date; {remedy}") from None
    return Days(first.toordinal(), last.toordinal() + 1, "day" if day else "month" if month else "year")
