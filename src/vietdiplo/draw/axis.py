"""A time axis that holds a week and a century: days to inches, long empty stretches shortened and marked."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import log
from typing import NamedTuple

import numpy as np
from babel.dates import format_interval, format_skeleton

from vietdiplo.draw.labels import Extent, Measure, find_apart
from vietdiplo.language import load_labels

SHORTEST = 14  # days; fewer are stretched to so many
APART = 0.2  # inches from one start to the next where all are well seen apart
BREAK = 0.24  # inches, the least width of a shortened stretch
BREAKS = 14
# A break has to widen the rest by two fifths: on an axis of many breaks no lengths can be compared.
COST = log(1.4)
DAY_INCHES = 0.6  # the most that a day takes on a shortened axis
UNITS = [("day", 1), ("day", 2), ("day", 3), ("day", 7), ("day", 14), ("month", 1), ("month", 3), ("month", 6)]
UNITS += [("year", years) for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)]
DAYS = {"day": 1.0, "month": 30.44, "year": 365.2425}


class TimeAxis(NamedTuple):
    """The days (as date ordinals) where the scale changes, their inches from the left, and the shortened stretches."""

    days: Sequence[float]
    places: Sequence[float]
    breaks: Sequence[Extent]

    def place(self, day: float) -> float:
        """Give a day's inches from the left."""
        return float(np.interp(day, self.days, self.places))


class Tick(NamedTuple):
    """A date written on the axis, in its first or second row."""

    place: float
    text: str
    row: int = 0


def find_axis(starts: Sequence[int], ends: Sequence[int], canvas: Extent) -> TimeAxis:
    """Find the axis that holds all days from the first start to the last end and tells the starts apart.

    Where a linear scale cannot, the longest stretches without a start or an end are shortened, as few as are worth it.
    """
    first, last = min(starts), max(ends)
    if last - first < SHORTEST:
        first -= (SHORTEST - (last - first)) // 2
        last = first + SHORTEST
    days = sorted({first, last, *starts, *ends})
    gaps = np.diff(days)
    distinct = sorted(set(starts))
    closest = min((b - a for a, b in pairwise(distinct)), default=SHORTEST)
    limit = _find_limit(gaps, canvas.width, closest)
    cut = gaps >= limit
    scale, width = _find_scale(gaps, cut, canvas.width)
    places = canvas.left + np.concatenate([[0.0], np.cumsum(np.where(cut, width, gaps * scale))])
    breaks = [Extent(float(places[at]), float(places[at + 1])) for at in np.flatnonzero(cut)]
    return TimeAxis(days, places.tolist(), breaks)


def find_extents(ticks: Sequence[Tick], measure: Measure) -> list[Extent]:
    """Find the inches that the text of each tick takes up around its place."""
    halves = [measure(tick.text) / 2 for tick in ticks]
    return [Extent(tick.place - half, tick.place + half) for tick, half in zip(ticks, halves, strict=True)]


def find_ticks(axis: TimeAxis, starts: Sequence[int], canvas: Extent, measure: Measure, lang: str) -> list[Tick]:
    """Find the dates to write under the axis so that they do not overlap: calendar steps.

    On a cut axis they are the days of the events too, and take two rows.
    """
    runs = list(find_runs(axis))
    ends = [day for run in runs for day in run]
    days = [day for day in ends if day in set(starts)] if axis.breaks else []
    steps = [_find_steps(axis, *run, measure, lang) for run in runs]
    days += [day for _, found in steps for day in found]
    exact = {day for unit, found in steps if unit == "day" for day in found}
    days += [day for day in [*starts, *ends] if axis.breaks]
    # On a cut axis the day after an event is its right edge and says nothing.
    closing = {day + 1 for day in starts if axis.breaks} - set(starts)
    shown = [int(day) for day in dict.fromkeys(days) if day not in closing]
    ticks = [Tick(axis.place(day), _format_tick(day, lang, exact=day in exact)) for day in shown]
    extents = find_extents(ticks, measure)
    first = find_apart(extents, canvas, 0.12)
    # The line to a date in the second row must not cross one of the first.
    written = [extents[number] for number in first]
    rest = [n for n in range(len(ticks)) if axis.breaks and not any(_hits(ticks[n].place, one) for one in written)]
    second = [rest[at] for at in find_apart([extents[number] for number in rest], canvas, 0.12)]
    return [ticks[number]._replace(row=int(number in second)) for number in sorted([*first, *second])]


def format_span(start: date, end: date, precision: str, lang: str) -> str:
    """Format the dates from start to end as far as they are known: 7/5/2025, 5/2025, 2026–2030, 1990s."""
    unit = precision if precision in ("day", "month") else "month" if precision == "quarter" else "year"
    skeleton = load_labels(lang)[f"draw_skeleton_{unit}"]
    if precision == "decade" and start.year % 10 == 0 and end.year == start.year + 9:
        return load_labels(lang)["draw_decade"].format(year=start.year)
    # A century begins in 1601 by the calendar, in 1600 by TIMEX3.
    if precision == "century" and start.year % 100 in (0, 1) and end.year == start.year + 99:
        number = start.year // 100 + 1
        return load_labels(lang)["draw_century"].format(first=start.year, last=end.year, number=number)
    if unit == "year":
        return f"{start.year}" if start.year == end.year else f"{start.year}–{end.year}"
    if start == end or (unit == "month" and (start.year, start.month) == (end.year, end.month)):
        return str(format_skeleton(skeleton, start, locale=lang))
    return " ".join(format_interval(start, end, skeleton, locale=lang).split())


def _find_limit(gaps: np.ndarray, width: float, closest: int) -> float:
    """Find the length from which on gaps are shortened: the best of widening the rest against the number of breaks."""
    lengths = sorted(set(gaps.tolist()), reverse=True)[:-1]
    best, best_gain = float("inf"), 0.0
    before = _find_scale(gaps, gaps > max(gaps), width)[0]
    for length in lengths:
        cut = gaps >= length
        if cut.sum() > BREAKS:
            break
        seen = min(_find_scale(gaps, cut, width)[0], max(before, APART / closest))
        gain = log(seen / before) - COST * cut.sum()
        if gain > best_gain:
            best, best_gain = length, gain
    return best


def _find_scale(gaps: np.ndarray, cut: np.ndarray, width: float) -> tuple[float, float]:
    """Find the inches of a day and the inches of a shortened gap."""
    number, rest = int(cut.sum()), float(gaps[~cut].sum())
    scale = (width - number * BREAK) / rest
    if not number or scale <= DAY_INCHES:
        return scale, BREAK
    return DAY_INCHES, (width - rest * DAY_INCHES) / number


def find_runs(axis: TimeAxis) -> Iterator[tuple[float, float]]:
    """Find the stretches of one scale, from their first to their last day."""
    cuts = {extent.left for extent in axis.breaks}
    first = axis.days[0]
    for (day, place), (following, _) in pairwise(zip(axis.days, axis.places, strict=True)):
        if place in cuts:
            yield first, day
            first = following
    yield first, axis.days[-1]


def _find_steps(axis: TimeAxis, first: float, last: float, measure: Measure, lang: str) -> tuple[str, list[int]]:
    """Find the shortest calendar step whose labels fit in a stretch, and its days."""
    inches = axis.place(last) - axis.place(first)
    if inches < 0.5:
        return "", []
    day = inches / (last - first)
    for unit, number in UNITS:
        sample = format_span(date(2028, 12, 28), date(2028, 12, 28), unit, lang)
        if DAYS[unit] * number * day >= measure(sample) + 0.25:
            return unit, [day for day in _list_steps(int(first), int(last), unit, number) if first <= day <= last]
    return "", []


def _list_steps(first: int, last: int, unit: str, number: int) -> Iterator[int]:
    if unit == "day":
        yield from range(first, last + 1, number)
        return
    months = 12 * number if unit == "year" else number
    start = date.fromordinal(first)
    month = (start.year * 12 + start.month - 1) // months * months
    for at in range(month, month + (last - first) // 28 + months, months):
        if 12 <= at < 120000:
            yield date(at // 12, at % 12 + 1, 1).toordinal()


def _hits(place: float, extent: Extent) -> bool:
    return extent.left - 0.03 < place < extent.right + 0.03


def _format_tick(day: int, lang: str, *, exact: bool) -> str:
    on = date.fromordinal(day)
    precision = "day" if exact or on.day > 1 else "month" if on.month > 1 else "year"
    return format_span(on, on, precision, lang)
