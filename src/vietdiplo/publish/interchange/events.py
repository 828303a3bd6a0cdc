"""Rows of the table of events, checked and read: days, how exactly each end is known, and wordings on one line."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from vietdiplo.count.events_values import PRECISIONS, check_values, load_span
from vietdiplo.find.dates_values import find_bounds, find_precision
from vietdiplo.tables import TableError
from vietdiplo.texts.clean import INVISIBLE

COLUMNS = (
    *("event", "headline", "participants", "from", "to", "value", "precision", "mod", "role", "status", "when"),
    *("texts", "doc_id", "sentence", "dates", "source"),
)
MOST_EVENTS = 5000  # on the page: more make it slow
BETWEEN = "; "  # what stands between the parts of a list in a cell
# A part of a time that does not begin or end with its unit is known as the next one: 8 May 2015 begins no decade.
FINER = {"decade": "year", "century": "year", "quarter": "month"}
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
NO_CHARACTER = re.compile("[\ufffe\uffff]")


class Event(NamedTuple):
    """A dated event: first and last day, the unit in which each is known, and what is told of it and where.

    `last` is None where the end is open. `sentence` is -1 where no sentence tells it, which is then context, and
    `cited` says whence it is known. What is unsure may be of the year before or after.
    """

    name: str
    headline: str
    participants: tuple[str, ...]
    first: date
    last: date | None
    unit: str
    last_unit: str
    mod: str
    role: str
    status: str
    wordings: tuple[str, ...]
    texts: tuple[str, ...]
    doc_id: str
    sentence: int
    is_unsure: bool
    is_context: bool
    cited: str

    @property
    def is_to_the_day(self) -> bool:
        """Whether both ends are known to the day; an open end is none."""
        return self.unit == self.last_unit == "day"


def load_events(table: pd.DataFrame) -> list[Event]:
    """Load the events whose first day is known, in the order of time, of two at one day the coarser first.

    Raises TableError for a column that is not there, and for a day, a precision, a role and so on that is none.
    """
    missing = [name for name in COLUMNS if name not in table]
    if missing:
        raise TableError(f"events: no column {', '.join(missing)}; pass what count_events gives")
    whole = table if "cited" in table else table.assign(cited="")
    rows = whole[[*COLUMNS, "cited"]].fillna("").astype(str).to_dict("records")
    _check_names(row["event"] for row in rows)
    events = [_load_event(row) for row in rows if row["from"]]
    return sorted(events, key=lambda e: (e.first, -PRECISIONS.index(e.unit), e.last or date.max, e.headline, e.name))


def unify_line(text: object) -> str:
    """Unify a wording for other programs: one line, single spaces, no control character and no mark of direction."""
    return " ".join(NO_CHARACTER.sub("\ufffd", INVISIBLE.sub("", CONTROL.sub(" ", str(text)))).split())


def settle_units(first: date, last: date | None, precision: str, value: str) -> tuple[str, str]:
    """Settle in which unit the first and the last day are known; the precision is the coarser one of the two.

    A range whose value says so has an end that is finer: 1975-04-30/2024. A decade, century or quarter that does not
    begin or end with its unit, such as the last ten years, is known to the year or the month.
    """
    begin, _, end = value.partition("/")
    unit = _settle_unit(first, begin, precision, 0)
    return unit, _settle_unit(last, end or begin, precision, 1) if last else unit


def write_unit(day: date, unit: str) -> str:
    """Write the unit that a day lies in as TIMEX3: 2025-05-08, 2025-05, 2025-Q2, 2025, 202, 20."""
    if unit == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4, "decade": 3, "century": 2}[unit]]


def _settle_unit(day: date, part: str, precision: str, side: int) -> str:
    unit = find_precision(part) if find_bounds(part)[side] == day.isoformat() else precision
    is_whole = find_bounds(write_unit(day, unit))[side] == day.isoformat()
    return unit if is_whole else FINER.get(unit, unit)


def _load_event(row: Mapping[Any, str]) -> Event:
    place = f"events: {row['event']}"
    check_values(place, row)
    first, last = load_span(place, row)
    unit, last_unit = settle_units(first, last, row["precision"], row["value"])
    lists = {name: _split(row[name]) for name in ("participants", "when", "texts")}
    return Event(
        name=unify_line(row["event"]),
        headline=unify_line(row["headline"]) or (lists["when"] or (row["value"],))[0],
        participants=lists["participants"],
        first=first,
        last=last,
        unit=unit,
        last_unit=last_unit,
        mod=row["mod"],
        role=row["role"],
        status=row["status"],
        wordings=lists["when"],
        texts=lists["texts"],
        doc_id=row["doc_id"],
        sentence=_read_number(row["sentence"]),
        is_unsure=row["dates"] == "unsure",
        is_context=row["source"] == "context",
        cited=unify_line(row["cited"]),
    )


def _read_number(cell: str) -> int:
    whole = cell.removesuffix(".0")  # a column with gaps has floats
    return int(whole) if whole.isdecimal() else -1


def _check_names(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if not name or name in seen:
            raise TableError(f"events: event {name!r} stands twice or is empty; give each event a name of its own")
        seen.add(name)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in map(unify_line, cell.split(BETWEEN)) if part)
