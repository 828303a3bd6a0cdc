"""Rows of dated events, checked and read into days."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from vietdiplo.count import events_values
from vietdiplo.draw.axis import format_span
from vietdiplo.draw.style import unify_text
from vietdiplo.language import load_labels
from vietdiplo.tables import TableError
from vietdiplo.texts.metadata import PRECISIONS, WRITE_DATE, find_days, is_date

CENTRES = {"START": 0.0, "MID": 0.5, "END": 1.0}
KNOWN = {**events_values.KNOWN, "source": ("", *events_values.SOURCES)}
COLUMNS = ("doc_id", "headline", "from", "to", "precision", "role")
FURTHER = ("mod", "status", "source", "link")


class Event(NamedTuple):
    """One event: its days as date ordinals, `end` the day after the last one, None where the end is open.

    `texts` tell it, and its label ends with their number where they are several; a context event is told by none.
    """

    doc_id: str
    label: str
    start: int
    end: int | None
    precision: str
    role: str
    mod: str = ""
    status: str = ""
    texts: int = 1
    is_context: bool = False
    link: str = ""

    @property
    def is_instant(self) -> bool:
        """Whether it is one day, known to the day."""
        return self.precision == "day" and self.end == self.start + 1

    @property
    def is_days(self) -> bool:
        """Whether it is several days, the first and the last known to the day."""
        return self.precision == "day" and self.end is not None and self.end > self.start + 1

    @property
    def centre(self) -> float | None:
        """Where along its days the text places it: at 0 (early), 0.5 (mid) or 1 (late); None if it does not say."""
        return None if self.end is None or self.precision == "day" else CENTRES.get(self.mod)

    @property
    def tail(self) -> int:
        """How many characters at the label's end say the number of texts."""
        return len(_count_texts(self.texts))


class Days(NamedTuple):
    """The date of a text: its first day, the day after its last one, and how precisely it is known."""

    start: int
    end: int
    precision: str


def load_events(table: pd.DataFrame, lang: str) -> list[Event]:
    """Load the rows of a table of events in the order of time; the label starts with the date.

    Raises TableError for a date or a value that is none, and for an end before its start.
    """
    columns = [*COLUMNS, *(name for name in (*FURTHER, "documents") if name in table)]
    rows = table[columns].astype(object).where(table[columns].notna(), "").to_dict("records")
    events = [_load_event(f"events: row {number} ({row['doc_id']})", row, lang) for number, row in enumerate(rows)]
    return sorted(events, key=lambda event: (event.start, event.end or event.start, event.label))


def load_days(dates: Mapping[str, str]) -> dict[str, Days]:
    """Load the dates of the texts; one without a date is left out.

    A date is known to the day, the month or the year. Raises TableError for anything else.
    """
    return {doc_id: _load_period(doc_id, text) for doc_id, text in dates.items() if not pd.isna(text) and text}


def choose_events(events: Sequence[Event], number: int) -> list[Event]:
    """Choose so many events in their order: context first, then those that most texts tell, then the latest."""
    ranked = sorted(
        range(len(events)),
        key=lambda at: (not events[at].is_context, -events[at].texts, -events[at].start, at),
    )
    return [events[at] for at in sorted(ranked[:number])]


def _load_event(place: str, row: Mapping[Any, Any], lang: str) -> Event:
    events_values.check_values(place, row, KNOWN)
    start, end = events_values.load_span(place, row)
    mod, status, source, link = (row.get(name, "") for name in FURTHER)
    texts = _load_number(place, row.get("documents", 1))
    dated = _write_date(start, end or start, row["precision"], mod, lang) + ("" if end else " – …")
    headline = unify_text(row["headline"])
    label = (f"{dated} · {headline}" if headline else dated) + _count_texts(texts)
    days = start.toordinal(), end.toordinal() + 1 if end else None
    is_context = source == "context"
    return Event(row["doc_id"], label, *days, row["precision"], row["role"], mod, status, texts, is_context, link)


def _count_texts(texts: int) -> str:
    return f" ({texts})" if texts > 1 else ""


def _write_date(start: date, end: date, precision: str, mod: str, lang: str) -> str:
    dated = format_span(start, end, precision, lang)
    if not mod:
        return dated
    is_one = (start.year, start.month) == (end.year, end.month) if precision == "month" else start.year == end.year
    unit = f"draw_when_{precision}" if is_one else ""
    return load_labels(lang)[f"draw_mod_{mod}"].format(when=load_labels(lang).get(unit, "{when}").format(when=dated))


def _load_number(place: str, value: object) -> int:
    try:
        return int(value or 0)  # type: ignore[call-overload, no-any-return]
    except (TypeError, ValueError):
        raise TableError(f"{place}: documents {value!r} is no number; count the texts that tell the event") from None


def _load_period(doc_id: str, text: str) -> Days:
    if not isinstance(text, str) or not is_date(text):
        raise TableError(f"document_dates: {doc_id}: {text!r} is no ISO date; {WRITE_DATE}, as far as it is known")
    first, last = (date.fromisoformat(day).toordinal() for day in find_days(text))
    return Days(first, last + 1, PRECISIONS[len(text)])
