"""Readers of lengths, of what is counted from now or from a date told before, of hours, and of what comes again."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from vietdiplo.find.dates_points import (
    Groups,
    Reading,
    Told,
    count_units,
    read_clock,
    read_day,
    read_decade,
    read_mod,
    read_month,
    read_point,
    read_year,
    take_side,
)
from vietdiplo.find.dates_values import (
    UNKNOWN,
    join_date,
    read_number,
    shift_date,
    shift_unit,
    worth,
    write_length,
)
from vietdiplo.find.grammar import Match

Reader = Callable[[Match, Told], Iterator[Reading]]


def _duration(match: Match, told: Told) -> Iterator[Reading]:
    """Read a length; one that ends or begins now (`33 năm qua`) has days too."""
    groups = match.groups
    unit, number = worth("unit", groups["unit"]), read_number(groups.get("n", "1")) + Fraction("rest" in groups, 2)
    parts = [(number, unit)]
    value = write_length(number, unit)
    if "n2" in groups:
        value += f"/{write_length(read_number(groups['n2']), unit)}"
    if "unit2" in groups:
        parts.append((read_number(groups["n3"]), worth("unit", groups["unit2"])))
        value = _join_lengths(value, write_length(*parts[1]))
    first, last = _find_stretch(groups, parts, told)
    yield Reading("DURATION", value, read_mod(groups), told.document if first else "", first, last)


def _join_lengths(whole: str, rest: str) -> str:
    """Join the lengths of `2 năm 6 tháng`; the T before hours stands once."""
    return whole + rest.removeprefix("PT" if "T" in whole else "P")


def _find_stretch(groups: Groups, parts: list[tuple[Fraction, str]], told: Told) -> tuple[str, str]:
    """Find the first and the last day of a length that ends or begins with the document's date."""
    by = worth("stretch", groups["stretch"]) if "stretch" in groups else 0
    if not by or len(told.document) < 10:
        return "", ""
    other = told.document
    for number, unit in parts:
        other = other and shift_date(other, unit, number * by)
    return (min(told.document, other), max(told.document, other)) if other else ("", "")


def _many(match: Match, told: Told) -> Iterator[Reading]:
    yield Reading("DURATION", write_length("X", worth("unit", match.groups["unit"])))


def _ago(match: Match, told: Told) -> Iterator[Reading]:
    yield count_units(match.groups, told.document)._replace(anchor=told.document)


def _ago_told(match: Match, told: Told) -> Iterator[Reading]:
    """Count from the date told last: of a stretch backwards from its first day, forwards from its last."""
    begin, _, end = told.point.partition("/")
    yield count_units(match.groups, end if end and worth("back", match.groups["back"]) > 0 else begin)


def _told_of_year(match: Match, told: Told) -> Iterator[Reading]:
    """Read `cùng tháng năm ngoái`: the month told last, else the document's, in another year."""
    year, anchor = read_year(match.groups, told)
    month = shift_unit(told.point.partition("/")[0] or told.document, "M", 0)
    yield Reading("DATE", year + month[4:], "", anchor)


def _to_now(match: Match, told: Told) -> Iterator[Reading]:
    begin = read_decade(match.groups) if "tens" in match.groups else read_point(match.groups, told)[0]
    mod = str(worth("edge", match.groups["edge"])) if "edge" in match.groups else ""
    yield Reading("DATE", f"{begin}/{shift_unit(told.document, 'D', 0)}", mod, told.document)


def _from_now(match: Match, told: Told) -> Iterator[Reading]:
    end, _ = read_point(match.groups, told)
    mod = str(worth("edge", match.groups["edge"])) if "edge" in match.groups else ""
    yield Reading("DATE", f"{shift_unit(told.document, 'D', 0)}/{end}", mod, told.document)


def _now(match: Match, told: Told) -> Iterator[Reading]:
    """Read `hiện nay`, or the `nay` that ends or begins a stretch: it is the document's date."""
    day = told.document if len(told.document) == 10 else ""
    yield Reading("DATE", "PRESENT_REF", "", day, day, day)


def _clock(match: Match, told: Told) -> Iterator[Reading]:
    yield Reading("TIME", f"{told.day or UNKNOWN}T{read_clock(match.groups)}")


def _clock_range(match: Match, told: Told) -> Iterator[Reading]:
    """Read `từ 9 giờ đến 11 giờ ngày 7/5`; without a date the hours are of the last day told."""
    groups = match.groups
    day, anchor = read_point(groups, told) if "d" in groups else (told.day or UNKNOWN, "")
    begin, end = (read_clock(take_side(groups, side)) for side in "12")
    yield Reading("TIME", f"{day}T{begin}/{day}T{end}", "", anchor)


def _set(match: Match, told: Told) -> Iterator[Reading]:
    number = read_number(match.groups.get("n", "1"))
    yield Reading("SET", write_length(number, worth("unit", match.groups["unit"]) if "unit" in match.groups else "Y"))


def _set_day(match: Match, told: Told) -> Iterator[Reading]:
    yield Reading("SET", join_date(UNKNOWN[:4], read_month(match.groups), read_day(match.groups)))


def _set_weekday(match: Match, told: Told) -> Iterator[Reading]:
    yield Reading("SET", f"XXXX-WXX-{worth('weekday', match.groups['weekday'])}")


LENGTH_READERS: Mapping[str, Reader] = {
    "ago": _ago,
    "ago_told": _ago_told,
    "clock": _clock,
    "clock_range": _clock_range,
    "duration": _duration,
    "from_now": _from_now,
    "many": _many,
    "now": _now,
    "set": _set,
    "set_day": _set_day,
    "set_weekday": _set_weekday,
    "to_now": _to_now,
    "told_of_year": _told_of_year,
}
