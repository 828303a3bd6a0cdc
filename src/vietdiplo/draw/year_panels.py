"""Rows of mentioned years, checked, and their places: an axis of years, a panel of bars, lanes of longer spans."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from vietdiplo.count.events_values import check_values
from vietdiplo.draw.axis import Tick, TimeAxis, find_axis, find_extents, find_runs, format_span
from vietdiplo.draw.labels import Extent, Measure, Place, find_apart, find_lanes, find_place
from vietdiplo.draw.scale import PANEL
from vietdiplo.draw.style import SIZE, load_measure
from vietdiplo.tables import TableError

UNITS = ("year", "decade", "century", "years")
SIDES = ("before", "", "after")
SCALE = Extent(0.5, PANEL.right - 0.3)
NARROWEST = 0.05  # inches of a year; where it has less, bars are decades
HEAD, LANE, GAP, LEADER = 0.35, 0.19, 0.1, 0.1  # inches
SPANS = 8  # lanes of longer spans in a panel
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
LAST = 9998  # a year later no calendar goes on


class Row(NamedTuple):
    """Mentions of a year or a longer span by one text, on one side of its date; `last` is None if the end is open."""

    doc_id: str
    first: int
    last: int | None
    unit: str
    side: str
    n: int
    link: str


class Span(NamedTuple):
    """A longer span on one side of the texts' dates: its inches, its label and its lane below the bars."""

    row: Row
    mark: Extent
    place: Place
    lane: int


class Panel(NamedTuple):
    """Bars of `high` inches for one text or for all, with lanes below them, at inches from the top."""

    head: str
    counted: str
    rows: Sequence[Row]
    spans: Sequence[Span]
    top: float
    high: float

    @property
    def base(self) -> float:
        """The inches of the foot of the bars from the top."""
        return self.top + HEAD + self.high

    @property
    def bottom(self) -> float:
        """The inches of the last lane's lower edge from the top."""
        return self.base + GAP + LANE * max((span.lane + 1 for span in self.spans), default=0)


def load_rows(table: pd.DataFrame) -> list[Row]:
    """Load the rows of a table of years; raise TableError for a year, unit, side or number that is none."""
    return [_load_row(number, row) for number, row in enumerate(table.to_dict("records"))]


def find_years(rows: Iterable[Row]) -> tuple[TimeAxis, int]:
    """Find the axis of years, and how many years a bar holds: one, or ten where a year would be too narrow."""
    rows = list(rows)
    for size in (1, 10):
        starts = [bin_year(row, size) for row in rows]
        ends = [max(row.last or row.first, start + size - 1) + 1 for row, start in zip(rows, starts, strict=True)]
        axis = find_axis(starts, ends, SCALE)
        years = [start for row, start in zip(rows, starts, strict=True) if row.unit == "year"]
        if all(axis.place(year + 1) - axis.place(year) >= NARROWEST for year in years):
            break
    return axis, size


def bin_year(row: Row, size: int) -> int:
    """Give the first year of a row's bar, or of its span."""
    return row.first // size * size if row.unit == "year" else row.first


def find_year_ticks(axis: TimeAxis, years: Iterable[int], size: int, measure: Measure) -> list[Tick]:
    """Find the years to write below their bars: multiples of a step in each stretch, on a cut axis further years."""
    chosen: list[int] = []
    for first, last in find_runs(axis):
        if first == last:
            continue  # a long span alone between two cuts has no stretch of its own
        inches = (axis.place(last) - axis.place(first)) / (last - first)
        step = next((step for step in STEPS if step >= size and step * inches >= measure("0000") + 0.15), 0)
        start = -(int(-first) // step) * step if step else 0
        chosen += range(start, int(last), step) if step else []
    chosen += sorted(set(years)) if axis.breaks else []
    ticks = [Tick(axis.place(year + size / 2), str(year)) for year in dict.fromkeys(chosen)]
    return [ticks[number] for number in sorted(find_apart(find_extents(ticks, measure), PANEL, 0.1))]


def find_spans(rows: Iterable[Row], axis: TimeAxis, lang: str) -> tuple[list[Span], int]:
    """Find the lanes of the longer spans, the most mentioned if there are too many, and how many are left out."""
    whole = _add_spans(row for row in rows if row.unit != "year")
    number = len(whole)
    while True:
        kept = set(sorted(whole, key=lambda row: -row.n)[:number])
        spans = _place_spans([row for row in whole if row in kept], axis, lang)
        if all(span.lane < SPANS for span in spans):
            return spans, len(whole) - number
        number -= 1


def _load_row(number: int, row: Mapping[Any, Any]) -> Row:
    place = f"years: row {number} ({row['doc_id']})"
    check_values(place, row, {"unit": UNITS, "side": SIDES})
    first = _load_year(place, "from", row["from"])
    last = _load_year(place, "to", row["to"]) if row["to"] != "" else None
    if last is not None and last < first:
        raise TableError(f"{place}: to {last} is before from {first}; exchange them")
    if row["n"] < 1:
        raise TableError(f"{place}: n {row['n']} is no number of mentions; give 1 or more, or leave the row out")
    link = row.get("link", "")
    return Row(row["doc_id"], first, last, row["unit"], row["side"], int(row["n"]), "" if pd.isna(link) else link)


def _load_year(place: str, column: str, value: object) -> int:
    year = int(str(value)) if str(value).isdecimal() else 0
    if not 0 < year <= LAST:
        raise TableError(f"{place}: {column} {value!r} is no year; write 2025")
    return year


def _add_spans(rows: Iterable[Row]) -> list[Row]:
    """Add up the spans of all texts, in the order of time; a span has the address of the first that has one."""
    added: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = row.first, row.last, row.unit, row.side
        before = added.get(key)
        added[key] = before._replace(n=before.n + row.n, link=before.link or row.link) if before else row
    return sorted(added.values(), key=lambda row: (row.first, row.last or LAST))


def _place_spans(rows: Sequence[Row], axis: TimeAxis, lang: str) -> list[Span]:
    measure = load_measure(SIZE)
    marks, places = [], []
    for row in rows:
        end = axis.places[-1] if row.last is None else axis.place(row.last + 1)
        marks.append(Extent(axis.place(row.first), end))
        days = date(row.first, 1, 1), date(row.last or row.first, 12, 31)
        label = format_span(*days, row.unit, lang) + (" – …" if row.last is None else "")
        places.append(find_place(marks[-1], f"{label}: {row.n}", PANEL, LEADER, measure))
    lanes = find_lanes([place.taken for place in places], 2 * LEADER)
    return [Span(*span) for span in zip(rows, marks, places, lanes, strict=True)]
