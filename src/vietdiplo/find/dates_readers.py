"""Readers: each turns the groups of a rule that fired into readings, with what the document has told so far."""

import re
from collections.abc import Iterator, Mapping

from vietdiplo.find.dates_lengths import LENGTH_READERS, Reader
from vietdiplo.find.dates_lunar import LUNAR_READERS
from vietdiplo.find.dates_points import (
    Reading,
    Told,
    make_reading,
    read_clock,
    read_day,
    read_decade,
    read_ends,
    read_month,
    read_nth_weekday,
    read_point,
    read_weekday,
    read_year,
    read_year_word,
    take_side,
)
from vietdiplo.find.dates_values import MONTHS, UNKNOWN, join_date, read_century, read_number, shift_unit, worth
from vietdiplo.find.grammar import Match


def _date(match: Match, told: Told) -> Iterator[Reading]:
    yield make_reading(match.groups, *read_point(match.groups, told))


def _day(match: Match, told: Told) -> Iterator[Reading]:
    """Read a day counted from the document's date: `hôm qua`, `sáng mai`."""
    by = worth("day_word", match.groups["day_word"])
    yield make_reading(match.groups, shift_unit(told.document, "D", by), told.document)


def _day_told(match: Match, told: Told) -> Iterator[Reading]:
    """Read a day counted from the last one told: `hôm sau`."""
    by = worth("day_told", match.groups["day_told"])
    yield make_reading(match.groups, shift_unit(told.day, "D", by))


def _day_same(match: Match, told: Told) -> Iterator[Reading]:
    """Read `cùng ngày`: the last day told; a text that has told none speaks of its own date."""
    value = shift_unit(told.day or told.document, "D", 0)
    yield make_reading(match.groups, value, "" if told.day else told.document)


def _day_alone(match: Match, told: Told) -> Iterator[Reading]:
    """Read a day without a month: it is the month told last, else the document's."""
    month = shift_unit(told.day or told.document, "M", 0)
    value = join_date(f"{month}-{int(match.groups['d']):02}")
    yield make_reading(match.groups, value, "" if told.day else told.document)


def _weekday(match: Match, told: Told) -> Iterator[Reading]:
    yield make_reading(match.groups, *read_weekday(match.groups, told, 0))


def _weekday_placed(match: Match, told: Told) -> Iterator[Reading]:
    """Read a weekday that dates an event (`vào thứ Bảy`): news looks back unless a plan is told."""
    yield make_reading(match.groups, *read_weekday(match.groups, told, -1))


def _nth_weekday(match: Match, told: Told) -> Iterator[Reading]:
    yield make_reading(match.groups, *read_nth_weekday(match.groups, told))


def _range(match: Match, told: Told) -> Iterator[Reading]:
    """Read a range; with an hour or a part of the day at an end (`từ tối 7 đến sáng 8/5`) it is a TIME."""
    begin, end, anchor = read_ends(match.groups, told)
    clocks = read_clock(match.groups), read_clock(take_side(match.groups, "2"))
    value = "/".join(f"{date}T{clock}" if clock else date for date, clock in zip((begin, end), clocks, strict=True))
    yield Reading("TIME" if any(clocks) else "DATE", value, "", anchor)


def _pair(match: Match, told: Told) -> Iterator[Reading]:
    """Read `3/5 và 8/9/2022` as two days of one year."""
    begin, end, anchor = read_ends(match.groups, told)
    found = match.found
    yield make_reading(match.groups, begin, anchor)._replace(start=found.start(), end=found.start("and"))
    later = {"part": match.groups["part2"]} if "part2" in match.groups else {}
    yield make_reading(later, end, anchor)._replace(start=found.end("and"), end=found.end())


def _list(match: Match, told: Told) -> Iterator[Reading]:
    """Read `ngày 22, 23/9` as the stretch it is, and `ngày 22 và 25/9`, `tháng 3, 5 và 7` item by item."""
    groups, items = match.groups, [int(item) for item in re.findall(r"\d+", match.groups["items"])]
    days = [(read_month(groups), item) if "m" in groups else (item, 0) for item in items]
    year, anchor = read_year(groups, told, *days[-1])
    values = [join_date(year, *day) for day in days]
    if "m" in groups and items == list(range(items[0], items[0] + len(items))):
        yield Reading("DATE", f"{values[0]}/{values[-1]}", "", anchor)
        return
    for value, (start, end) in zip(values, _item_spans(match, r"\d+"), strict=True):
        yield Reading("DATE", value, "", anchor, start=start, end=end)


def _day_list(match: Match, told: Told) -> Iterator[Reading]:
    """Read `7/5, 9/5 và 12/6/2023` as days of one year."""
    year, anchor = read_year(match.groups, told)
    days = re.findall(r"(\d+)/(\d+)", match.groups["items"])
    for (day, month), (start, end) in zip(days, _item_spans(match, r"\d+/\d+"), strict=True):
        parts = {"m": month, "d": day}
        yield Reading("DATE", join_date(year, read_month(parts), read_day(parts)), "", anchor, start=start, end=end)


def _item_spans(match: Match, item: str) -> Iterator[tuple[int, int]]:
    """Give each item of a list its place; the first takes the head noun, the last what follows."""
    found, offset = match.found, match.found.start("items")
    items = [place.span() for place in re.finditer(item, match.groups["items"])]
    starts = [found.start(), *(offset + start for start, _ in items[1:])]
    ends = [*(offset + end for _, end in items[:-1]), found.end()]
    return zip(starts, ends, strict=True)


def _year_told(match: Match, told: Told) -> Iterator[Reading]:
    yield make_reading(match.groups, *read_year_word(match.groups["yw"], told))


def _quarter(match: Match, told: Told) -> Iterator[Reading]:
    quarters = [worth("quarter_word", match.groups[name]) for name in ("q", "q2") if name in match.groups]
    year, anchor = read_year(match.groups, told, quarters[-1] * 3)
    yield make_reading(match.groups, "/".join(f"{year}-Q{quarter}" for quarter in quarters), anchor)


def _part_year(match: Match, told: Told) -> Iterator[Reading]:
    """Read the first or last months of a year as its half or quarter where they are one, else as months."""
    groups = match.groups
    months = int(read_number(groups.get("n", "1")) * MONTHS[worth("unit", groups["unit"])]) if "unit" in groups else 6
    year, anchor = read_year(groups, told)
    late = "side" in groups and worth("side", groups["side"]) == "END"
    first, last = (13 - months, 12) if late else (1, months)
    named = {6: ("H1", "H2"), 3: ("Q1", "Q4")}.get(months)
    value = f"{year}-{named[late]}" if named else f"{join_date(year, first)}/{join_date(year, last)}"
    yield Reading("DATE", value, "", anchor)


def _season(match: Match, told: Told) -> Iterator[Reading]:
    year, anchor = read_year(match.groups, told)
    yield Reading("DATE", f"{year}-{worth('season', match.groups['season'])}", "", anchor)


def _period(match: Match, told: Told) -> Iterator[Reading]:
    """Read a week, month, quarter, decade or century counted from the document's date."""
    groups = match.groups
    unit, by = worth("unit", groups["unit"]), worth("shift", groups["shift"]) if "shift" in groups else 0
    value = shift_unit(told.document, unit, by)
    if unit == "W" and "edge" in groups and worth("edge", groups["edge"]) == "END":
        yield Reading("DATE", f"{value}-WE", "", told.document)
    else:
        yield make_reading(groups, value, told.document)


def _decade(match: Match, told: Told) -> Iterator[Reading]:
    yield make_reading(match.groups, read_decade(match.groups))


def _decade_nth(match: Match, told: Told) -> Iterator[Reading]:
    """Read `thập niên thứ ba của thế kỷ XXI`: the third is that of the years 2020 to 2029."""
    number = int(read_number(match.groups.get("n", "1")))
    yield Reading("DATE", f"{read_century(match.groups['c']):02}{number - 1}" if number else UNKNOWN[:3])


def _century(match: Match, told: Told) -> Iterator[Reading]:
    numbers = [read_century(match.groups[name]) for name in ("c", "c2") if name in match.groups]
    yield make_reading(match.groups, "/".join(f"{number:02}" for number in numbers))


def _reference(match: Match, told: Told) -> Iterator[Reading]:
    """Look the word up in the table that its group is named after."""
    [(table, word)] = match.groups.items()
    yield Reading("DATE", worth(table, word))


READERS: Mapping[str, Reader] = {
    **LENGTH_READERS,
    **LUNAR_READERS,
    "century": _century,
    "date": _date,
    "day": _day,
    "day_alone": _day_alone,
    "day_list": _day_list,
    "day_same": _day_same,
    "day_told": _day_told,
    "decade": _decade,
    "decade_nth": _decade_nth,
    "list": _list,
    "nth_weekday": _nth_weekday,
    "pair": _pair,
    "part_year": _part_year,
    "period": _period,
    "quarter": _quarter,
    "range": _range,
    "reference": _reference,
    "season": _season,
    "weekday": _weekday,
    "weekday_placed": _weekday_placed,
    "year_told": _year_told,
}
